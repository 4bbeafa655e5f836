//! What the verbs of an audit ask for, and what holds at every save.
use super::{Audit, Readiness, Sort, Verdict, points};
use gemba_model::{
    FieldFault, Refusal, Situation,
    library::{called, fault_unless, fill_in, is_import, only_if},
};
use gemba_vocabulary::{
    RecordId, Ref, Value,
    clause::{is_clause, listed},
};
use std::collections::BTreeSet;

const SAMPLE_MAX: i64 = 1_000;

pub(super) fn is_prepared(me: &Audit, _: &Situation<'_>) -> Result<(), Refusal> {
    let has_criteria = me.clauses.is_some() || me.own_criteria.is_some();
    let has_scope = me.sites.is_some() || !me.services.is_empty() || !me.processes.is_empty();
    fill_in(
        "Prepare",
        &[
            (me.owner.is_some(), "Owner"),
            (has_criteria, "Clauses or Own criteria"),
            (has_scope, "Processes, Services or Sites"),
            (me.period_from.is_some(), "Period from"),
            (me.period_until.is_some(), "Period until"),
            (me.methods.is_some(), "Methods"),
            (me.lead_auditor.is_some() || me.external_auditors.is_some(), "Lead auditor"),
            (!me.auditees.is_empty(), "Auditees"),
            (me.plan.as_ref().is_some_and(|plan| !plan.0.is_empty()), "Plan"),
            (me.starts_on.is_some(), "Starts on"),
        ],
    )
}

/// That nobody audits their own work is looked up within the same step, by the flow that knows the ledger.
pub(super) fn is_startable(me: &Audit, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Begin",
        &[(me.lead_auditor.is_some() || me.external_auditors.is_some(), "Lead auditor")],
    )
}

pub(super) fn is_drawable(me: &Audit, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Draw a sample",
        &[
            (me.sample_kind.is_some(), "Sample kind"),
            (me.period_from.is_some(), "Period from"),
            (me.period_until.is_some(), "Period until"),
        ],
    )
}

/// Those who answer for what was audited: the owners of its processes and services.
fn answerable(me: &Audit, now: &Situation<'_>) -> BTreeSet<RecordId> {
    let owner = |kind: &str, id: RecordId| now.facts.value(kind, id, "owner").as_int();
    let processes = me.processes.iter().filter_map(|one| owner("process", one.id));
    let services = me.services.iter().filter_map(|one| owner("service", one.id));
    processes.chain(services).collect()
}

/// Each record that was drawn was looked at (SMP-3): whoever strikes it from the rows has not looked at it.
fn is_looked_at(me: &Audit) -> Result<(), Refusal> {
    let seen = me.seen.iter().flat_map(|rows| &rows.0);
    let seen = seen.filter(|one| one.verdict != Verdict::NotSeen);
    let seen: BTreeSet<_> = seen.map(|one| one.record.trim()).collect();
    let samples = me.samples.iter().flat_map(|rows| &rows.0);
    let drawn = samples.flat_map(|one| one.drawn.split(',')).map(str::trim);
    let unseen: BTreeSet<_> =
        drawn.filter(|number| !number.is_empty() && !seen.contains(number)).collect();
    let Some(first) = unseen.first() else { return Ok(()) };
    let who = match unseen.len() {
        1 => format!("{first} was not"),
        count => format!("{first} and {} more were not", count.saturating_sub(1)),
    };
    Err(Refusal(format!(
        "Not every record of the samples was looked at: {who}. Say what was seen there."
    )))
}

pub(super) fn is_reported(me: &Audit, now: &Situation<'_>) -> Result<(), Refusal> {
    let is_stage_one = me.sort == Sort::StageOne;
    let is_concerned = me.readiness.is_some_and(|one| one != Readiness::Ready);
    fill_in(
        "Report",
        &[
            (!is_stage_one || me.readiness.is_some(), "Readiness"),
            (!is_stage_one || !is_concerned || me.concerns.is_some(), "Concerns"),
            (points::are_done(me), "Checklist"),
            (me.own_requirements.is_some(), "Own requirements"),
            (me.standard.is_some(), "Standard"),
            (me.effectiveness.is_some(), "Effectiveness"),
            (me.report.is_some(), "Report"),
            (!me.recipients.is_empty(), "Recipients"),
        ],
    )?;
    is_looked_at(me)?;
    let is_told = |person: &RecordId| me.recipients.iter().any(|one| one.id == *person);
    let untold: Vec<_> = answerable(me, now)
        .into_iter()
        .filter(|person| !is_told(person))
        .map(|person| called("person", "PER", "name", person, now))
        .collect();
    if untold.is_empty() {
        return Ok(());
    }
    Err(Refusal(format!(
        "The report goes to those who answer for what was audited. Add to the recipients: {}.",
        untold.join(", ")
    )))
}

pub(super) fn is_closed(_: &Audit, now: &Situation<'_>) -> Result<(), Refusal> {
    let mine = [("audit", Value::Ref(now.record))];
    let states = now.facts.each("audit_finding", &mine, "state");
    let is_over = |state: &Value| matches!(state.as_text(), Some("closed" | "withdrawn"));
    only_if(
        states.iter().all(is_over),
        "A finding is still open. It is closed when somebody verified what was done about it.",
    )
}

impl Audit {
    /// What the report rests on and says: told, it stays. Who else gets it may still be added.
    fn told(&self) -> impl PartialEq + '_ {
        let concluded = (self.own_requirements, self.standard, self.effectiveness, self.readiness);
        let words = (&self.report, &self.concerns, &self.strengths);
        let looked =
            (&self.clauses, &self.own_criteria, &self.methods, &self.processes, &self.services);
        let when = (self.period_from, self.period_until, self.starts_on, self.ends_on);
        let who = (self.sort, self.lead_auditor, &self.auditors, &self.external_auditors);
        (concluded, words, looked, when, who, &self.seen, &self.checklist)
    }
}

pub(super) fn settle(
    me: &mut Audit,
    before: Option<&Audit>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    points::prefill(me, before);
    if me.body.is_none()
        && let Some(certification) = me.certification
    {
        me.body = now.facts.value("certification", certification.id, "body").as_int().map(Ref::new);
    }
    let clauses = me.clauses.as_deref().unwrap_or_default();
    fault_unless(
        listed(clauses).all(is_clause) || is_import(now),
        "clauses",
        "must be clauses from 4 to 10 with commas between them, such as 8.6.1, 10.1",
    )?;
    let is_backward = me.period_from.zip(me.period_until).is_some_and(|(from, until)| until < from);
    fault_unless(!is_backward, "period_until", "lies before the first day")?;
    let is_backward = me.starts_on.zip(me.ends_on).is_some_and(|(from, until)| until < from);
    fault_unless(!is_backward, "ends_on", "lies before the day on which it begins")?;
    fault_unless(
        me.sample_size.is_none_or(|size| (1..=SAMPLE_MAX).contains(&size)),
        "sample_size",
        "must be from 1 to 1000",
    )?;
    let lead = me.lead_auditor;
    me.auditors.retain(|one| Some(*one) != lead);
    let is_asked = |one| me.auditees.contains(&one);
    let is_both = lead.is_some_and(is_asked) || me.auditors.iter().any(|one| is_asked(*one));
    fault_unless(!is_both, "auditees", "name somebody who audits; nobody asks themself")?;
    let reported = before.filter(|before| before.reported_at.is_some() && !is_import(now));
    fault_unless(
        reported.is_none_or(|before| before.told() == me.told()),
        "report",
        "and all that it rests on stay as they were reported; write down a finding, or hold another audit",
    )
}
