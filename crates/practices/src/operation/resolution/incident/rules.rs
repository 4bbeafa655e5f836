//! What the verbs of an incident ask for and do, and what Gemba works out at every save.
use super::{Incident, Pause};
use gemba_model::{
    FieldFault, Refusal, Situation,
    library::{Count, fault_unless, fill_in, is_import, not_in_future, only_if, table_priority},
};
use gemba_vocabulary::{Ref, Value, actor::Role, clock::Span, kind};
use jiff::{SignedDuration, Timestamp};

/// How long after a solution it can be reopened. Later on, a new incident tells the truer story.
const REOPEN_DAYS: i64 = 14;

/// How long people wait for the next word on a major incident when nothing was agreed.
const UPDATE_MINUTES_USUAL: i64 = 60;
const UPDATE_MINUTES_MAX: i64 = 1_440;

pub(super) fn is_classified(me: &Incident, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Classify",
        &[
            (me.service.is_some(), "Service"),
            (me.category.is_some(), "Category"),
            (me.impact.is_some(), "Impact"),
            (me.urgency.is_some(), "Urgency"),
        ],
    )?;
    let in_table = || table_priority(me.impact, me.urgency, now).is_some();
    only_if(
        me.priority.is_some() || me.priority_override.is_some() || in_table(),
        "The priority table has no cell for this impact and urgency. Set a priority by hand with a \
         reason, or ask an administrator to add the cell.",
    )
}

pub(super) fn is_given_to_someone(me: &Incident, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.team.is_some() || me.assigned_to.is_some(),
        "Nobody is named to work on it. Choose a team or a person.",
    )?;
    let roles = me.assigned_to.map(|person| now.facts.value("person", person.id, "roles"));
    let works_here = |roles: &str| {
        let mut names = roles.split(',').filter_map(|name| Role::named(name.trim()));
        names.any(|role| !matches!(role, Role::Requester | Role::CustomerContact | Role::Auditor))
    };
    only_if(
        roles.as_ref().and_then(Value::as_text).is_none_or(works_here),
        "The person chosen has no role in which to work on incidents. Choose someone else, or have \
         them made an agent.",
    )
}

pub(super) fn says_what_it_waits_for(me: &Incident, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Wait", &[(me.pause_reason.is_some(), "Pause reason")])
}

pub(super) fn is_led(me: &Incident, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Declare major",
        &[
            (me.major_manager.is_some(), "Major manager"),
            (me.top_management_notified_at.is_some(), "Top management notified at"),
        ],
    )
}

pub(super) fn is_solved(me: &Incident, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Resolve",
        &[(me.resolution.is_some(), "Resolution"), (me.close_code.is_some(), "Close code")],
    )
}

pub(super) fn is_solved_and_confirmed(me: &Incident, now: &Situation<'_>) -> Result<(), Refusal> {
    is_solved(me, now)?;
    only_if(
        me.service_owner_confirmed,
        "A major incident is resolved when the owner of the service says that it works again. Ask \
         them, then tick “Service owner confirmed”.",
    )
}

pub(super) fn may_close(me: &Incident, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.confirmed_by_user || me.closed_by_rule.is_some(),
        "Nobody has agreed that it is over. Tick “Confirmed by user” once the reporter agrees, or \
         name the rule by which silence closes it.",
    )?;
    only_if(
        !me.is_major || now.facts.count("incident_review", "incident", now.record) > 0,
        "A major incident is closed after its review. Write the incident review first.",
    )
}

pub(super) fn may_reopen(me: &Incident, now: &Situation<'_>) -> Result<(), Refusal> {
    let window = SignedDuration::from_hours(24 * REOPEN_DAYS);
    let is_late = me.resolved_at.is_some_and(|at| now.now.duration_since(at) > window);
    only_if(
        !is_late,
        "It was resolved more than 14 days ago. Record a new incident and link it to this one.",
    )
}

pub(super) fn note_assignment(me: &mut Incident, now: &Situation<'_>) {
    me.assigned_at.get_or_insert(now.now);
}

pub(super) fn start_work(me: &mut Incident, now: &Situation<'_>) {
    note_assignment(me, now);
    me.responded_at.get_or_insert(now.now);
    me.assigned_to = me.assigned_to.or(now.actor.person.map(Ref::new));
}

pub(super) fn begin_pause(me: &mut Incident, now: &Situation<'_>) {
    if let Some(reason) = me.pause_reason {
        let pauses = me.pauses.get_or_insert_default();
        pauses.0.push(Pause { reason, from: now.now, to: None });
    }
}

pub(super) fn end_pause(me: &mut Incident, now: &Situation<'_>) {
    me.pause_reason = None;
    let pauses = me.pauses.iter_mut().flat_map(|pauses| &mut pauses.0);
    for pause in pauses.filter(|pause| pause.to.is_none()) {
        pause.to = Some(now.now.max(pause.from));
    }
}

pub(super) fn says_how_it_goes(me: &Incident, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Tell stakeholders", &[(me.stakeholder_update.is_some(), "Stakeholder update")])
}

/// Everybody was told just now, if only that it is major; the next word has its time.
pub(super) fn tell(me: &mut Incident, now: &Situation<'_>) {
    me.told_at = Some(now.now);
    me.update_due = next_update(me);
}

fn next_update(me: &Incident) -> Option<Timestamp> {
    let minutes = me.update_minutes.unwrap_or(UPDATE_MINUTES_USUAL);
    me.told_at?.checked_add(SignedDuration::from_mins(minutes)).ok()
}

pub(super) fn resolve(me: &mut Incident, now: &Situation<'_>) {
    me.update_due = None;
    me.resolved_at = Some(now.now);
    me.restored_at.get_or_insert(now.now);
    me.responded_at.get_or_insert(now.now);
    me.resolved_by = me.resolved_by.or(now.actor.person.map(Ref::new));
}

/// What the solution claimed is taken back; the history keeps it.
pub(super) fn reopen(me: &mut Incident, now: &Situation<'_>) {
    me.reopen_count.add_one();
    if let Some(from) = me.resolved_at.take() {
        me.stopped.get_or_insert_default().0.push(Span { from, to: now.now.max(from) });
    }
    me.restored_at = None;
    me.resolved_by = None;
    me.closed_by_rule = None;
    me.confirmed_by_user = false;
    me.service_owner_confirmed = false;
}

pub(super) fn settle(
    me: &mut Incident,
    before: Option<&Incident>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if before.is_none() {
        fill_at_creation(me, now);
    }
    settle_priority(me, before, now)?;
    let itself = |other: Option<Ref<kind::Incident>>| other.is_some_and(|it| it.id == now.record);
    fault_unless(!itself(me.duplicate_of), "duplicate_of", "is this incident itself")?;
    fault_unless(!itself(me.parent), "parent", "is this incident itself")?;
    let parent = me.parent.filter(|_| now.record != 0);
    let above = parent.map(|it| now.facts.value("incident", it.id, "parent"));
    let is_round = above.and_then(|above| above.as_int()).is_some_and(|id| id == now.record);
    fault_unless(!is_round, "parent", "is a part of this incident")?;
    let is_rhythm = me.update_minutes.is_none_or(|it| (5..=UPDATE_MINUTES_MAX).contains(&it));
    fault_unless(is_rhythm, "update_minutes", "must be 5 to 1440 minutes")?;
    if me.update_due.is_some() {
        me.update_due = next_update(me);
    }
    if is_import(now) {
        return Ok(());
    }
    settle_customer(me, before, now)?;
    settle_times(me, before, now)?;
    settle_pause(me, before, now)?;
    settle_security(me, before, now)?;
    if let Some(before) = before {
        count_handover(me, before);
    }
    Ok(())
}

fn fill_at_creation(me: &mut Incident, now: &Situation<'_>) {
    me.opened_at.get_or_insert(now.now);
    if me.reporter.is_none() && !now.actor.is_inside() {
        me.reporter = now.actor.person.map(Ref::new);
    }
    if me.customer.is_none() {
        let of_reporter =
            |person: Ref<kind::Person>| now.facts.value("person", person.id, "customer").as_int();
        let customer = me.reporter.and_then(of_reporter).or(now.actor.customer);
        me.customer = customer.map(Ref::new);
    }
}

/// Someone of a customer speaks for that customer alone.
fn settle_customer(
    me: &Incident,
    before: Option<&Incident>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let customer = me.customer.map(|customer| customer.id);
    let is_moved = before.is_none_or(|before| before.customer != me.customer);
    let is_own = now.actor.customer.is_none() || customer == now.actor.customer;
    fault_unless(
        !is_moved || is_own || now.actor.is_inside(),
        "customer",
        "must be the organization that you belong to",
    )
}

fn settle_priority(
    me: &mut Incident,
    before: Option<&Incident>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let overridden_before = before.and_then(|before| before.priority_override);
    match me.priority_override {
        Some(priority) => {
            fault_unless((1..=5).contains(&priority), "priority_override", "must be 1 to 5")?;
            fault_unless(
                me.override_reason.is_some(),
                "override_reason",
                "is required: say why the priority differs from the table",
            )?;
            if overridden_before != Some(priority) {
                me.override_by = now.actor.person.map(Ref::new);
            }
        }
        None if overridden_before.is_some() => {
            me.override_reason = None;
            me.override_by = None;
        }
        None => {}
    }
    if let Some(before) = before {
        // Once weighed, it stays weighed: otherwise a classified incident would lose its priority.
        let kept =
            |was: bool, is: bool, field| fault_unless(is || !was, field, "cannot be emptied");
        kept(before.impact.is_some(), me.impact.is_some(), "impact")?;
        kept(before.urgency.is_some(), me.urgency.is_some(), "urgency")?;
    }
    let weighed = |it: &Incident| (it.impact, it.security_risk, it.urgency, it.priority_override);
    let is_weighed_anew = before.is_none_or(|before| weighed(before) != weighed(me));
    // An import keeps the priority that its source gave, whatever the table says today.
    let is_given = is_import(now) && me.priority.is_some();
    if me.priority_override.is_some() {
        me.priority = me.priority_override;
    } else if !is_given && (is_weighed_anew || me.priority.is_none()) {
        me.priority = table_priority(me.security_risk.or(me.impact), me.urgency, now);
    }
    Ok(())
}

/// What touches information security is weighed by its risk, and contained at a moment that has come.
fn settle_security(
    me: &Incident,
    before: Option<&Incident>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_security = me.security_class.is_some();
    fault_unless(
        is_security || me.security_risk.is_none(),
        "security_risk",
        "is told of a security incident only: say of which class it is",
    )?;
    let contained_before = before.and_then(|it| it.contained_at);
    not_in_future("contained_at", me.contained_at, contained_before, now)?;
    let is_backward = me.opened_at.zip(me.contained_at).is_some_and(|(from, to)| to < from);
    fault_unless(!is_backward, "contained_at", "lies before it began")
}

fn settle_times(
    me: &Incident,
    before: Option<&Incident>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let was = |field: fn(&Incident) -> Option<Timestamp>| before.and_then(field);
    not_in_future("opened_at", me.opened_at, was(|it| it.opened_at), now)?;
    not_in_future("restored_at", me.restored_at, was(|it| it.restored_at), now)?;
    not_in_future(
        "top_management_notified_at",
        me.top_management_notified_at,
        was(|it| it.top_management_notified_at),
        now,
    )?;
    let times = |it: &Incident| (it.opened_at, it.restored_at);
    let is_moved = before.is_none_or(|before| times(before) != times(me));
    let is_backward = me.opened_at.zip(me.restored_at).is_some_and(|(from, to)| to < from);
    fault_unless(!(is_moved && is_backward), "restored_at", "lies before the incident began")
}

/// A reason that changes while the incident waits ends one pause and begins another.
fn settle_pause(
    me: &mut Incident,
    before: Option<&Incident>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if before.and_then(|before| before.pause_reason) == me.pause_reason {
        return Ok(());
    }
    let is_open = |pause: &&Pause| pause.to.is_none();
    let open = me.pauses.as_ref().and_then(|pauses| pauses.0.iter().find(is_open)).copied();
    match (open, me.pause_reason) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(FieldFault::new(
            "pause_reason",
            "belongs to an incident that waits; use “Wait” to give it",
        )),
        (Some(_), None) => Err(FieldFault::new(
            "pause_reason",
            "is needed while the incident waits; use “Resume” when it no longer does",
        )),
        (Some(open), Some(reason)) if open.reason == reason => Ok(()),
        (Some(_), Some(reason)) => {
            end_pause(me, now);
            me.pause_reason = Some(reason);
            begin_pause(me, now);
            Ok(())
        }
    }
}

/// Naming others without the verb is a handover too; with the verb it was counted already.
fn count_handover(me: &mut Incident, before: &Incident) {
    let team_left = before.team.is_some() && before.team != me.team;
    let person_left = before.assigned_to.is_some() && before.assigned_to != me.assigned_to;
    let is_counted = me.reassignment_count != before.reassignment_count;
    // Other tools seldom tell when they first assigned; work or a handover tells that they had.
    let was_assigned = before.assigned_at.is_some()
        || before.responded_at.is_some()
        || before.reassignment_count > Count(0);
    if was_assigned && (team_left || person_left) && !is_counted {
        me.reassignment_count.add_one();
    }
}
