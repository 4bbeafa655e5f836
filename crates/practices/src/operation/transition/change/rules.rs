//! What the verbs of a change ask for and do, and what Gemba works out at every save.
use super::{Change, ChangeResult, Model, State, routing, weighing};
use gemba_model::{
    FieldFault, Holds, Kind as _, Refusal, Situation, approval_rules,
    condition::Known,
    library::{Level, fault_unless, fill_in, is_import, only_if, proofs},
};
use gemba_vocabulary::{RecordId, Ref, Value, actor::Role, kind};
use jiff::{Timestamp, ToSpan, civil::Date, civil::Weekday, tz::TimeZone};
use std::collections::{BTreeMap, BTreeSet};

/// Who may say yes to a change.
const ENTITLED: [Role; 3] = [Role::Approver, Role::ProcessOwner, Role::ServiceManager];
/// Who may say yes when there is no time to ask.
const EMERGENCY_AUTHORITY: [Role; 2] = [Role::ServiceManager, Role::ProcessOwner];
/// Incidents of this priority and those before it are reason enough for an emergency.
const URGENT_PRIORITY: i64 = 2;
/// Within so many working days the record of an emergency is made whole.
const RETROSPECTIVE_WORKING_DAYS: u8 = 3;

pub(super) fn begins(me: &Change) -> State {
    match me.model {
        Model::Standard => State::Requested,
        Model::Normal => State::Draft,
        Model::Emergency => State::Raised,
    }
}

pub(super) fn is_standard(me: &Change) -> bool {
    me.model == Model::Standard
}

pub(super) fn is_normal(me: &Change) -> bool {
    me.model == Model::Normal
}

pub(super) fn is_emergency(me: &Change) -> bool {
    me.model == Model::Emergency
}

pub(super) fn is_standard_or_normal(me: &Change) -> bool {
    !is_emergency(me)
}

pub(super) fn is_normal_or_emergency(me: &Change) -> bool {
    !is_standard(me)
}

pub(super) fn is_described(me: &Change, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Submit",
        &[
            (me.description.is_some(), "Description"),
            (me.category.is_some(), "Category"),
            (touches_something(me), "Configuration items"),
            (me.requested_by.is_some(), "Requested by"),
        ],
    )
}

/// A change of how we work touches a process or a document, and perhaps no component at all.
fn touches_something(me: &Change) -> bool {
    !me.configuration_items.is_empty() || !me.processes.is_empty() || !me.documents.is_empty()
}

/// Risk, benefit, feasibility and each of the nine views; “none” is an answer, silence is not.
pub(super) fn is_assessed(me: &Change, verb: &str) -> Result<(), Refusal> {
    fill_in(
        verb,
        &[
            (me.risk.is_some(), "Risk"),
            (me.benefit.is_some(), "Benefit"),
            (me.feasibility.is_some(), "Feasibility"),
            (me.impact_services.is_some(), "Effect on services"),
            (me.impact_customers.is_some(), "Effect on customers and users"),
            (me.impact_policies.is_some(), "Effect on policies and plans"),
            (me.impact_capacity.is_some(), "Effect on capacity"),
            (me.impact_availability.is_some(), "Effect on availability"),
            (me.impact_continuity.is_some(), "Effect on continuity"),
            (me.impact_security.is_some(), "Effect on security"),
            (me.impact_other_changes.is_some(), "Effect on other changes"),
            (me.impact_cost.is_some(), "Cost"),
        ],
    )
}

fn wants_it(me: &Change, person: RecordId, now: &Situation<'_>) -> bool {
    me.requested_by.is_some_and(|by| by.id == person) || now.created_by == Some(person)
}

pub(super) fn is_the_requester(me: &Change, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        now.actor.person.is_some_and(|person| wants_it(me, person, now)),
        "Only whoever wants the change can withdraw it. Once it is assessed it can be rejected.",
    )
}

/// The last decision of each person who was asked about this change, as the records of approvals
/// tell it.
fn decisions(now: &Situation<'_>) -> BTreeMap<RecordId, (Timestamp, bool)> {
    let mut decisions = BTreeMap::new();
    for (state, is_yes) in [("approved", true), ("rejected", false)] {
        let people = of_approvals(state, "decided_by", now);
        let times = of_approvals(state, "decided_at", now);
        for (person, at) in people.iter().zip(&times) {
            let (Some(person), Some(at)) = (person.as_int(), at.as_instant()) else { continue };
            let last = decisions.entry(person).or_insert((at, is_yes));
            if last.0 <= at {
                *last = (at, is_yes);
            }
        }
    }
    decisions
}

fn of_approvals(state: &str, field: &str, now: &Situation<'_>) -> Vec<Value> {
    let about = [
        ("parent_kind", Value::Text("change".to_owned())),
        ("parent", Value::Int(now.record)),
        ("state", Value::Text(state.to_owned())),
    ];
    proofs("change", "approval", &about, field, now)
}

fn is_entitled(person: RecordId, now: &Situation<'_>) -> bool {
    let roles = now.facts.value("person", person, "roles").to_text();
    roles.split(',').map(str::trim).any(|role| ENTITLED.iter().any(|one| one.name() == role))
}

fn approvals_needed(me: &Change) -> usize {
    let usual = if me.risk == Some(Level::High) { 2 } else { 1 };
    me.approvals_needed.and_then(|count| usize::try_from(count).ok()).unwrap_or(usual)
}

pub(super) fn is_approved_by_others(me: &Change, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.starts_at.is_none_or(|starts_at| now.now < starts_at),
        "The planned start has passed, and approval comes before the start. Plan a later start \
         first.",
    )?;
    only_if(
        of_approvals("asked", "id", now).is_empty(),
        "Somebody who was asked has not decided yet. Wait for the answer, or withdraw the question.",
    )?;
    let decisions = decisions(now);
    only_if(
        decisions.values().all(|(_, is_yes)| *is_yes),
        "Somebody who was asked said no. Reject the change, or ask that person again once it is \
         better.",
    )?;
    approval_rules::all_given("change", &me.approval_rules, now)?;
    let by_rule = |person: &RecordId| {
        let mut rules = me.approval_rules.iter();
        rules.any(|rule| approval_rules::deciders("change", Some(*rule), now).contains(person))
    };
    let entitled: BTreeSet<_> = decisions
        .keys()
        .filter(|person| !wants_it(me, **person, now))
        .filter(|person| is_entitled(**person, now) || by_rule(person))
        .collect();
    let needed = approvals_needed(me);
    if entitled.len() >= needed {
        return Ok(());
    }
    Err(Refusal(format!(
        "It needs {needed} {}, and has {}. Ask an approver, a process owner or a service manager \
         for it under “Approvals”; nobody approves their own change.",
        if needed == 1 { "approval" } else { "approvals" },
        entitled.len(),
    )))
}

/// The rules of approval that ask about it, as it was assessed.
pub(super) fn find_rules(me: &mut Change, now: &Situation<'_>) {
    let (values, fields) = (me.to_values(), Change::DEF.fields);
    let service = me.service.map_or(0, |service| service.id);
    let criticality = now.facts.value("service", service, "criticality");
    let known = Known::default().with("change", fields.iter().zip(&values)).and(
        "service",
        "criticality",
        &Holds::ShortText,
        &criticality,
    );
    me.approval_rules = approval_rules::that_apply("change", &[], &known, now.facts);
}

pub(super) fn note_approval(me: &mut Change, now: &Situation<'_>) {
    let last = decisions(now).into_iter().max_by_key(|(_, (at, _))| *at);
    me.approved_at = Some(last.map_or(now.now, |(_, (at, _))| at));
    me.approved_by = last.map(|(person, _)| Ref::new(person)).or(me.approved_by);
}

/// Whoever takes the step is the one who decided.
pub(super) fn note_authority(me: &mut Change, now: &Situation<'_>) {
    me.approved_at = Some(now.now);
    me.approved_by = now.actor.person.map(Ref::new);
}

pub(super) fn is_scheduled(me: &Change, now: &Situation<'_>) -> Result<(), Refusal> {
    routing::is_in_transition(me, now)?;
    fill_in(
        "Schedule",
        &[
            (me.starts_at.is_some(), "Starts at"),
            (me.ends_at.is_some(), "Ends at"),
            (me.told.is_some(), "Told"),
        ],
    )
}

fn is_approved(me: &Change, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.approved_at.is_some_and(|approved_at| approved_at <= now.now),
        "The change was not approved, so it cannot start. Have it approved first.",
    )
}

pub(super) fn may_start(me: &Change, now: &Situation<'_>) -> Result<(), Refusal> {
    is_approved(me, now)?;
    fill_in(
        "Start",
        &[(me.back_out_plan.is_some(), "Back out plan"), (me.test_result.is_some(), "Test result")],
    )
}

fn template_state(me: &Change, now: &Situation<'_>) -> String {
    let template = me.change_template.map_or(0, |template| template.id);
    now.facts.value("change_template", template, "state").to_text()
}

pub(super) fn is_preauthorised(me: &Change, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        template_state(me, now) == "in_force",
        "Its template is not in force, so nobody has allowed it beforehand. Have the template \
         confirmed, or record a normal change.",
    )?;
    only_if(
        me.preconditions_met,
        "The template asks for something beforehand. Say that it is given under “Preconditions \
         met”.",
    )?;
    fill_in(
        "Schedule by template",
        &[(me.starts_at.is_some(), "Starts at"), (me.ends_at.is_some(), "Ends at")],
    )
}

pub(super) fn is_in_window(me: &Change, now: &Situation<'_>) -> Result<(), Refusal> {
    let is_inside = |(from, to): (Timestamp, Timestamp)| from <= now.now && now.now < to;
    only_if(
        me.starts_at.zip(me.ends_at).is_some_and(is_inside),
        "It is done within its time only. Move its time first, so that nothing else stands in \
         the way.",
    )?;
    fill_in("Done", &[(me.outcome.is_some(), "Outcome")])
}

pub(super) fn is_with_incident(me: &Change, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.incident.is_some() || has_caused_incident(now),
        "Name the incident that came of it, so that whoever looks into it finds both.",
    )
}

/// What makes an emergency one: an incident that is major or nearly so, or harm that is near.
fn has_reason(me: &Change, now: &Situation<'_>) -> bool {
    let is_grave = |incident: Ref<kind::Incident>| {
        let held = |field| now.facts.value("incident", incident.id, field);
        let is_high = held("priority").as_int().is_some_and(|one| one <= URGENT_PRIORITY);
        held("is_major").is_yes() || is_high
    };
    me.threat.is_some() || me.incident.is_some_and(is_grave)
}

pub(super) fn is_urgent(me: &Change, now: &Situation<'_>) -> Result<(), Refusal> {
    let Some(person) = now.actor.person else {
        return Err(Refusal::because("A change is authorised by a person. Sign in to do it."));
    };
    only_if(
        EMERGENCY_AUTHORITY.into_iter().any(|role| now.actor.is(role)),
        "In an emergency a service manager or a process owner decides. Call one of them.",
    )?;
    only_if(
        !wants_it(me, person, now),
        "Nobody authorises their own change. Call someone else to decide.",
    )?;
    only_if(
        has_reason(me, now),
        "It is no emergency yet: name a major incident or one of priority 1 or 2 under \
         “Incident”, or the harm that is near under “Threat”. Else record a normal change.",
    )
}

pub(super) fn is_thought_of(me: &Change, now: &Situation<'_>) -> Result<(), Refusal> {
    is_approved(me, now)?;
    fill_in("Start", &[(me.back_out_plan.is_some(), "Back out plan")])?;
    only_if(
        me.test_result.is_some() || me.test_waived_by.is_some(),
        "Write down what the smallest test showed, or who decided to go without one.",
    )
}

pub(super) fn has_outcome(me: &Change, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Done", &[(me.outcome.is_some(), "Outcome")])
}

pub(super) fn is_looked_back_on(me: &Change, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Review",
        &[
            (me.investigation.is_some(), "Investigation"),
            (me.agreed_actions.is_some(), "Agreed actions"),
            (me.review.is_some(), "Review"),
        ],
    )?;
    only_if(
        !is_standard(me) || template_state(me, now) != "suspended",
        "Its template is still suspended. Confirm it, change it, or withdraw it first.",
    )
}

pub(super) fn is_retrospective_whole(me: &Change, _: &Situation<'_>) -> Result<(), Refusal> {
    is_assessed(me, "Complete the record")?;
    fill_in("Complete the record", &[(me.criteria_met.is_some(), "Criteria met")])
}

pub(super) fn may_close(me: &Change, _: &Situation<'_>) -> Result<(), Refusal> {
    let is_reviewed = !is_emergency(me) || me.review.is_some();
    fill_in("Close", &[(is_reviewed, "Review")])?;
    only_if(
        me.items_updated || me.configuration_items.is_empty(),
        "Bring the records of the parts it touched up to date, then say so under “Items updated”.",
    )
}

pub(super) fn done(me: &mut Change, now: &Situation<'_>) {
    me.implemented_at = Some(now.now);
    me.result = Some(ChangeResult::Successful);
    await_retrospective(me, now);
}

pub(super) fn back_out(me: &mut Change, now: &Situation<'_>) {
    me.result = Some(ChangeResult::RolledBack);
    await_retrospective(me, now);
}

pub(super) fn fail(me: &mut Change, now: &Situation<'_>) {
    let is_felt = is_standard(me) || has_caused_incident(now);
    me.result = Some(if is_felt { ChangeResult::CausedIncident } else { ChangeResult::Failed });
}

/// An incident that names the change as its cause tells more than the change itself.
pub(super) fn note_result(me: &mut Change, now: &Situation<'_>) {
    if me.result == Some(ChangeResult::Successful) && has_caused_incident(now) {
        me.result = Some(ChangeResult::CausedIncident);
    }
}

pub(super) fn close(me: &mut Change, now: &Situation<'_>) {
    note_result(me, now);
    me.closed_at = Some(now.now);
}

pub(super) fn complete(me: &mut Change, now: &Situation<'_>) {
    me.misuse = me.criteria_met == Some(false) || !has_reason(me, now);
    note_result(me, now);
}

fn has_caused_incident(now: &Situation<'_>) -> bool {
    now.facts.count("incident", "caused_by", now.record) > 0
}

fn await_retrospective(me: &mut Change, now: &Situation<'_>) {
    if is_emergency(me) {
        let today = now.now.to_zoned(TimeZone::UTC).date();
        me.retrospective_due = Some(after_working_days(today, RETROSPECTIVE_WORKING_DAYS));
    }
}

fn after_working_days(from: Date, days: u8) -> Date {
    let (mut day, mut left) = (from, days);
    while left > 0 {
        day = day.saturating_add(1.day());
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    day
}

pub(super) fn settle(
    me: &mut Change,
    before: Option<&Change>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if before.is_none() && me.requested_by.is_none() {
        me.requested_by = now.actor.person.map(Ref::new);
    }
    if is_import(now) {
        return Ok(());
    }
    let is_fixed = before.is_none_or(|before| before.model == me.model);
    fault_unless(is_fixed, "model", "is fixed once the change is recorded; record a new change")?;
    if is_standard(me) {
        settle_template(me, before, now)?;
    }
    settle_risk(me)?;
    me.major_impact = routing::is_major(me, now);
    settle_times(me, before)?;
    fault_unless(
        me.collision_accepted_by.is_none() || me.collision_reason.is_some(),
        "collision_reason",
        "is missing; say why the collisions may stay as they are",
    )
}

/// A standard change takes over what its template says, where nothing else was said.
fn settle_template(
    me: &mut Change,
    before: Option<&Change>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let Some(template) = me.change_template else {
        let fault = "is missing; a standard change is done by a template that is in force";
        return Err(FieldFault::new("change_template", fault));
    };
    if before.is_some_and(|before| before.change_template == me.change_template) {
        return Ok(());
    }
    let is_in_force = template_state(me, now) == "in_force";
    fault_unless(
        is_in_force,
        "change_template",
        "is not in force; take another, or a normal change",
    )?;
    let held = |field| now.facts.value("change_template", template.id, field);
    let text = |field| held(field).as_text().map(ToOwned::to_owned);
    me.category = me.category.take().or_else(|| text("category"));
    me.plan = me.plan.take().or_else(|| text("plan"));
    me.back_out_plan = me.back_out_plan.take().or_else(|| text("back_out_plan"));
    me.service = me.service.or_else(|| held("service").as_int().map(Ref::new));
    if let Value::Refs(items) = held("configuration_items")
        && me.configuration_items.is_empty()
    {
        me.configuration_items = items.into_iter().map(Ref::new).collect();
    }
    Ok(())
}

fn settle_risk(me: &mut Change) -> Result<(), FieldFault> {
    me.risk_score = weighing::score(me);
    if let Some(score) = me.risk_score {
        me.risk = Some(weighing::risk(me, score));
    }
    let is_whole = me.risk_score.is_some() || weighing::answered(me) == 0;
    fault_unless(is_whole, "risk_reach", "is one of five questions; answer all five, or none")?;
    let needed = me.approvals_needed.is_none_or(|count| (1..=9).contains(&count));
    fault_unless(needed, "approvals_needed", "must be 1 to 9")
}

fn settle_times(me: &Change, before: Option<&Change>) -> Result<(), FieldFault> {
    let is_backward = me.starts_at.zip(me.ends_at).is_some_and(|(start, end)| end <= start);
    fault_unless(!is_backward, "ends_at", "must lie after the start")?;
    let is_moved = before.is_none_or(|before| before.starts_at != me.starts_at);
    let is_early = me.approved_at.zip(me.starts_at).is_some_and(|(yes, start)| start <= yes);
    fault_unless(
        !(is_moved && is_early && is_normal(me)),
        "starts_at",
        "lies before the approval; approval comes before the start",
    )
}
