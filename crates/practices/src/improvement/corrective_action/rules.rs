//! What the verbs of a corrective action ask for, and what Gemba works out at every save.
use super::CorrectiveAction;
use gemba_model::{
    FieldFault, Refusal, Situation,
    library::{Level, fault_unless, fill_in, only_if, today},
};
use gemba_vocabulary::{Ref, Value};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

const DAYS_MAX: i64 = 730;

/// Who proposed it may own it; who approves or checks it is somebody else.
fn is_owner(me: &CorrectiveAction, now: &Situation<'_>) -> bool {
    now.actor.person.is_none() || me.owner.is_some_and(|owner| now.actor.person == Some(owner.id))
}

pub(super) fn is_approved(me: &CorrectiveAction, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Approve",
        &[
            (me.owner.is_some(), "Owner"),
            (me.action.is_some(), "Action"),
            (me.due.is_some(), "Due"),
            (me.effort.is_some(), "Effort"),
            (me.proportion.is_some(), "Proportion"),
        ],
    )?;
    only_if(
        me.cause.is_some(),
        "The cause is not known yet. Analyse the nonconformity first: an action without a cause is a guess.",
    )?;
    only_if(!is_owner(me, now), "Whoever does it does not approve it. Ask somebody else.")?;
    let severity = now.facts.value("nonconformity", me.nonconformity.id, "severity");
    let is_minor = severity.as_text() == Some("minor");
    only_if(
        !is_minor || me.effort != Some(Level::High),
        "The nonconformity is minor and the effort high. Choose something smaller, or grade the nonconformity anew.",
    )
}

pub(super) fn is_finished(me: &CorrectiveAction, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Done", &[(me.evidence.is_some(), "Evidence")])
}

pub(super) fn finish(me: &mut CorrectiveAction, now: &Situation<'_>) {
    me.implemented_at = Some(now.now);
    me.result = None;
}

fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

pub(super) fn is_checked(
    label: &str,
    me: &CorrectiveAction,
    now: &Situation<'_>,
) -> Result<(), Refusal> {
    fill_in(label, &[(me.result.is_some(), "Result")])?;
    only_if(
        !is_owner(me, now),
        "Nobody checks their own work. Ask somebody other than its owner.",
    )?;
    // That it failed can be seen on the first day; that it works only after a while.
    let early = me.check_from.filter(|day| label == "It works" && today(now) < *day);
    match early {
        None => Ok(()),
        Some(day) => Err(Refusal(format!(
            "It was done too short a time ago to know. Check it from {day} on, or change “Check after days”."
        ))),
    }
}

pub(super) fn check(me: &mut CorrectiveAction, now: &Situation<'_>) {
    me.checked_by = now.actor.person.map(Ref::new);
    me.checked_at = Some(now.now);
}

pub(super) fn is_reworked(me: &CorrectiveAction, _: &Situation<'_>) -> Result<(), Refusal> {
    let same = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_lowercase();
    only_if(
        me.cause.is_some() && same(&me.cause) != same(&me.refuted_cause),
        "The cause is the one that was refuted. Say under “Cause” what it is instead.",
    )
}

/// What comes next is approved, done and checked like the first.
pub(super) fn rework(me: &mut CorrectiveAction, _: &Situation<'_>) {
    (me.approved_by, me.implemented_at, me.evidence) = (None, None, None);
    (me.effort, me.proportion) = (None, None);
}

pub(super) fn settle(
    me: &mut CorrectiveAction,
    before: Option<&CorrectiveAction>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_moved = before.is_some_and(|before| before.nonconformity != me.nonconformity);
    fault_unless(!is_moved, "nonconformity", "stays the same; drop it and propose another one")?;
    fault_unless(
        (0..=DAYS_MAX).contains(&me.check_after_days),
        "check_after_days",
        "must be between 0 and 730",
    )?;
    if me.cause.is_none() {
        let cause = now.facts.value("nonconformity", me.nonconformity.id, "cause");
        me.cause = match cause {
            Value::Text(cause) => Some(cause),
            _ => None,
        };
    }
    me.check_from =
        me.implemented_at.and_then(|at| day_of(at).checked_add(me.check_after_days.days()).ok());
    Ok(())
}
