//! What the verbs of a finding ask for, and what Gemba works out at every save.
use super::{AuditFinding, grading::grade};
use gemba_model::{
    FieldFault, Refusal, Situation,
    library::{fault_unless, fill_in, is_import, only_if, today},
};
use gemba_vocabulary::{RecordId, Ref, Value, actor::Role, clause::is_clause, kind};
use jiff::{ToSpan, tz::TimeZone};

const DELAY_DAYS_MAX: i64 = 730;

fn is_me(person: Option<Ref<kind::Person>>, now: &Situation<'_>) -> bool {
    person.is_some_and(|one| now.actor.person == Some(one.id))
}

/// Whoever answers for the area, or whoever runs the services in their place.
fn is_of_area(me: &AuditFinding, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        is_me(me.area_manager, now) || now.actor.is(Role::ServiceManager),
        "Whoever answers for the area does this. Ask the person under “Area manager”.",
    )
}

pub(super) fn is_agreed(me: &AuditFinding, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Agree",
        &[
            (me.clause.is_some() || me.own_rule.is_some(), "Clause or Own rule"),
            (me.evidence.is_some(), "Evidence"),
            (me.grade.is_some(), "Grade"),
            (me.area_manager.is_some(), "Area manager"),
        ],
    )?;
    is_of_area(me, now)
}

pub(super) fn agree(me: &mut AuditFinding, now: &Situation<'_>) {
    me.agreed_at = Some(now.now);
}

pub(super) fn is_disputed(me: &AuditFinding, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Dispute", &[(me.area_manager.is_some(), "Area manager")])?;
    is_of_area(me, now)
}

pub(super) fn is_lead(me: &AuditFinding, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        is_me(me.lead_auditor, now),
        "Whoever led the audit decides on a dispute. Ask the person under “Lead auditor”.",
    )
}

pub(super) fn is_confirmed(me: &AuditFinding, now: &Situation<'_>) -> Result<(), Refusal> {
    is_lead(me, now)?;
    fill_in(
        "Confirm",
        &[
            (me.clause.is_some() || me.own_rule.is_some(), "Clause or Own rule"),
            (me.evidence.is_some(), "Evidence"),
            (me.grade.is_some(), "Grade"),
            (me.area_manager.is_some(), "Area manager"),
        ],
    )
}

/// Whether the finding says it, or the nonconformity that it led to.
fn is_told(own: Option<&String>, field: &str, me: &AuditFinding, now: &Situation<'_>) -> bool {
    let there = || me.nonconformity.map(|one| now.facts.value("nonconformity", one.id, field));
    own.is_some() || there().is_some_and(|value| !value.is_none())
}

pub(super) fn is_corrected(me: &AuditFinding, now: &Situation<'_>) -> Result<(), Refusal> {
    let correction = is_told(me.correction.as_ref(), "correction", me, now);
    fill_in("Put right", &[(correction, "Correction")])
}

pub(super) fn correct(me: &mut AuditFinding, now: &Situation<'_>) {
    me.corrected_at = Some(now.now);
}

pub(super) fn is_analysed(me: &AuditFinding, now: &Situation<'_>) -> Result<(), Refusal> {
    let similar = is_told(me.similar_cases.as_ref(), "similar_where", me, now);
    let cause = is_told(me.cause.as_ref(), "cause", me, now);
    fill_in("Analyse", &[(cause, "Cause"), (similar, "Similar cases")])
}

pub(super) fn is_planned(me: &AuditFinding, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Plan the action",
        &[
            (me.action.is_some(), "Action"),
            (me.action_owner.is_some(), "Action owner"),
            (me.action_due.is_some(), "Action due"),
            (me.plan_accepted_by.is_some(), "Plan accepted by"),
        ],
    )?;
    only_if(
        me.plan_accepted_by != me.action_owner && me.plan_accepted_by != me.area_manager,
        "The plan is accepted on the auditors' side, not by the area. Name somebody else under “Plan accepted by”.",
    )
}

pub(super) fn is_done(me: &AuditFinding, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Action done", &[(me.action_evidence.is_some(), "Action evidence")])
}

/// Nobody looks whether their own work did what it should.
fn is_somebody_else(me: &AuditFinding, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        now.actor.person.is_some() && !is_me(me.action_owner, now) && !is_me(me.area_manager, now),
        "Nobody verifies their own work. Ask somebody who neither answers for the area nor did the action.",
    )
}

pub(super) fn is_verified(me: &AuditFinding, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Verify", &[(me.verification_result.is_some(), "Verification result")])?;
    is_somebody_else(me, now)?;
    match me.verify_from.filter(|day| today(now) < *day) {
        None => Ok(()),
        Some(day) => Err(Refusal(format!(
            "It was done too short a time ago to know. Verify it from {day} on, or change “Verify after days”."
        ))),
    }
}

pub(super) fn is_found_bad(me: &AuditFinding, now: &Situation<'_>) -> Result<(), Refusal> {
    is_somebody_else(me, now)
}

pub(super) fn verify(me: &mut AuditFinding, now: &Situation<'_>) {
    me.verified_by = now.actor.person.map(Ref::new);
    me.verified_at = Some(now.now);
}

impl AuditFinding {
    /// What the auditors wrote down: agreed, it stays.
    fn found(&self) -> impl PartialEq + '_ {
        let grade = (self.grade, &self.body_grade);
        (&self.clause, &self.own_rule, grade, &self.evidence, &self.description)
    }
}

pub(super) fn settle(
    me: &mut AuditFinding,
    before: Option<&AuditFinding>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(
        me.clause.as_deref().is_none_or(is_clause) || is_import(now),
        "clause",
        "must be a clause from 4 to 10, such as 8.6.1-c",
    )?;
    fault_unless(
        (0..=DELAY_DAYS_MAX).contains(&me.verify_after_days),
        "verify_after_days",
        "must be between 0 and 730",
    )?;
    let is_agreed =
        |one: &&AuditFinding| one.agreed_at.or(one.corrected_at).is_some() && !is_import(now);
    fault_unless(
        before.filter(is_agreed).is_none_or(|before| before.found() == me.found()),
        "evidence",
        "and what was found stay as the area agreed to them",
    )?;
    let of_audit = |field| now.facts.value("audit", me.audit.id, field).as_int();
    me.lead_auditor = of_audit("lead_auditor").map(Ref::new).or(me.lead_auditor);
    let owner = |kind: &str, id: RecordId| now.facts.value(kind, id, "owner").as_int();
    if me.area_manager.is_none() {
        let process = me.process.and_then(|one| owner("process", one.id));
        let service = me.service.and_then(|one| owner("service", one.id));
        me.area_manager = process.or(service).map(Ref::new);
    }
    grade(me, before, now)?;
    let done = me.action_done_at.map(|at| at.to_zoned(TimeZone::UTC).date());
    me.verify_from = done.and_then(|day| day.checked_add(me.verify_after_days.days()).ok());
    let mine = [("audit_finding", Value::Ref(now.record))];
    if now.record != 0
        && let Some(led) =
            now.facts.each("nonconformity", &mine, "id").first().and_then(Value::as_int)
    {
        me.nonconformity = Some(Ref::new(led));
    }
    Ok(())
}
