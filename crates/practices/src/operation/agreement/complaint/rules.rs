//! What the steps of a complaint ask for and do.
use super::Complaint;
use gemba_model::{
    Refusal, Situation,
    library::{fill_in, is_import, only_if},
};
use gemba_vocabulary::{RecordId, Ref, satisfaction::days_after};
use jiff::Timestamp;

pub(super) const ACKNOWLEDGE_DAYS_USUAL: i64 = 1;
pub(super) const ANSWER_DAYS_USUAL: i64 = 10;
const ACCEPT_DAYS_USUAL: i64 = 10;

/// The colleague whom it is about: the one named, else whoever worked on the incident that gave rise to it.
pub(super) fn subject_of(me: &Complaint, now: &Situation<'_>) -> Option<RecordId> {
    let worked = || now.facts.value("incident", me.incident?.id, "assigned_to").as_int();
    me.subject.map(|one| one.id).or_else(worked)
}

fn in_time(due: Option<Timestamp>, me: &Complaint, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        is_import(now) || due.is_none_or(|due| now.now <= due) || me.late_because.is_some(),
        "The time agreed with the customer is over. Say under “Late because” why it took longer.",
    )
}

pub(super) fn may_acknowledge(me: &Complaint, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Acknowledge",
        &[
            (me.customer.is_some(), "Customer"),
            (me.service.is_some(), "Service"),
            (me.category.is_some(), "Category"),
        ],
    )?;
    in_time(me.acknowledge_due, me, now)
}

pub(super) fn acknowledge(me: &mut Complaint, now: &Situation<'_>) {
    me.acknowledged_at = Some(now.now);
}

pub(super) fn is_cared_for(
    label: &str,
    me: &Complaint,
    now: &Situation<'_>,
) -> Result<(), Refusal> {
    fill_in(label, &[(me.owner.is_some(), "Owner")])?;
    let owner = me.owner.map(|one| one.id);
    only_if(
        owner != subject_of(me, now),
        "The owner is the colleague whom the complaint is about, or who worked on its incident. \
         Name somebody else as owner.",
    )
}

fn is_told(label: &str, me: &Complaint) -> Result<(), Refusal> {
    fill_in(
        label,
        &[
            (me.outcome.is_some(), "Outcome"),
            (me.answer.is_some(), "Answer"),
            (me.actions.is_some(), "Actions"),
        ],
    )
}

pub(super) fn may_answer(me: &Complaint, now: &Situation<'_>) -> Result<(), Refusal> {
    is_told("Answer", me)?;
    is_cared_for("Answer", me, now)?;
    in_time(me.answer_due, me, now)
}

pub(super) fn answer(me: &mut Complaint, now: &Situation<'_>) {
    me.answered_at = Some(now.now);
    me.answered_by = now.actor.person.map(Ref::new);
    me.accepted_by_customer = false;
}

/// How many days of silence count as a yes.
fn accepted_from(me: &Complaint, now: &Situation<'_>) -> Option<Timestamp> {
    let days = me.customer.map(|one| {
        let agreed = now.facts.value("customer", one.id, "complaint_accept_days");
        agreed.as_int().unwrap_or(ACCEPT_DAYS_USUAL)
    });
    days_after(me.answered_at?, days.unwrap_or(ACCEPT_DAYS_USUAL))
}

pub(super) fn may_accept(me: &Complaint, now: &Situation<'_>) -> Result<(), Refusal> {
    let is_silent = accepted_from(me, now).is_some_and(|from| now.now >= from);
    only_if(
        !now.actor.is_inside() || me.accepted_by_customer || is_silent || is_import(now),
        "Whoever complained has not accepted the answer, and the days agreed are not over. Ask \
         them, then tick “Accepted by the customer”.",
    )
}

pub(super) fn may_escalate(me: &Complaint, now: &Situation<'_>) -> Result<(), Refusal> {
    let is_silent = accepted_from(me, now).is_some_and(|from| now.now >= from);
    only_if(
        !is_silent || now.actor.is_inside(),
        "The days agreed for an objection are over. Write a comment, or complain anew.",
    )
}

pub(super) fn escalate(me: &mut Complaint, now: &Situation<'_>) {
    me.escalated_at = Some(now.now);
    me.escalation_count.add_one();
    let agreed = me.customer.and_then(|one| {
        now.facts.value("customer", one.id, "complaint_escalates_to").as_int().map(Ref::new)
    });
    me.escalated_to = me.escalated_to.or(agreed);
}

/// A higher level answers: neither the owner nor whomever it is about.
pub(super) fn is_answered_higher(me: &Complaint, now: &Situation<'_>) -> Result<(), Refusal> {
    const LABEL: &str = "Answer on a higher level";
    fill_in(LABEL, &[(me.escalated_to.is_some(), "Escalated to")])?;
    is_told(LABEL, me)?;
    let higher = me.escalated_to.map(|one| one.id);
    only_if(
        higher != me.owner.map(|one| one.id) && higher != subject_of(me, now),
        "Whoever looks at it once more must be neither its owner nor the one whom it is about. Name \
         somebody else under “Escalated to”.",
    )?;
    only_if(
        is_import(now) || now.actor.person == higher,
        "On a higher level it is answered by whoever it was escalated to. Ask them to.",
    )?;
    in_time(me.answer_due, me, now)
}
