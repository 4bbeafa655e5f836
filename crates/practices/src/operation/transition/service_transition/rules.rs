//! What the verbs of a service transition ask for.
use super::{Activity, Direction, Outcome, ServiceTransition, Trace};
use gemba_model::{
    FieldFault, Refusal, Situation,
    acceptance::{self, Criterion, TestResult},
    library::{fault_unless, fill_in, is_import, only_if},
};
use gemba_vocabulary::{Ref, kind};

/// The states of releases that reached the living service.
const LIVE: [&str; 4] = ["deployed", "watching", "reviewed", "closed"];

fn criteria(me: &ServiceTransition) -> &[Criterion] {
    me.acceptance_criteria.as_ref().map_or(&[], |rows| &rows.0)
}

fn trace(me: &ServiceTransition) -> &[Trace] {
    me.trace.as_ref().map_or(&[], |rows| &rows.0)
}

fn outcomes(me: &ServiceTransition) -> &[Outcome] {
    me.intended_outcomes.as_ref().map_or(&[], |rows| &rows.0)
}

fn activities(me: &ServiceTransition) -> &[Activity] {
    me.activities.as_ref().map_or(&[], |rows| &rows.0)
}

pub(super) fn is_planned(me: &ServiceTransition, now: &Situation<'_>) -> Result<(), Refusal> {
    let is_transfer = matches!(me.direction, Direction::TransferredIn | Direction::TransferredOut);
    let is_removal = me.direction == Direction::Removed;
    fill_in(
        "Planned",
        &[
            (me.change.is_some(), "Change"),
            (me.design_led_by.is_some(), "Design led by"),
            (me.build_led_by.is_some(), "Build led by"),
            (me.transition_led_by.is_some(), "Transition led by"),
            (!activities(me).is_empty(), "Activities"),
            (me.human_resources.is_some(), "Human resources"),
            (me.technical_resources.is_some(), "Technical resources"),
            (me.information_resources.is_some(), "Information resources"),
            (me.financial_resources.is_some(), "Financial resources"),
            (me.dependencies.is_some(), "Dependencies"),
            (me.effects.is_some(), "Effects"),
            (!criteria(me).is_empty(), "Acceptance criteria"),
            (!outcomes(me).is_empty(), "Intended outcomes"),
            (!trace(me).is_empty(), "Trace"),
            (me.due_on.is_some(), "Due on"),
            (!is_removal || me.disposition.is_some(), "Disposition"),
            (!is_transfer || me.handed_over.is_some(), "Handed over"),
            (!is_transfer || me.counterpart.is_some(), "Counterpart"),
        ],
    )?;
    is_required(me, now)?;
    only_if(
        criteria(me).iter().all(|one| one.result == TestResult::Open),
        "A criterion has a result already. Criteria are agreed before the first test.",
    )
}

/// Refuses a plan for a new or changed service that rests on nothing that was approved.
fn is_required(me: &ServiceTransition, now: &Situation<'_>) -> Result<(), Refusal> {
    let of = |one: &Ref<kind::ServiceRequirement>, field: &str| {
        now.facts.value("service_requirement", one.id, field)
    };
    let is_approved =
        |one: &Ref<kind::ServiceRequirement>| of(one, "state").as_text() == Some("approved");
    only_if(
        !matches!(me.direction, Direction::New | Direction::Changed)
            || me.requirements.iter().any(is_approved),
        "A new or changed service is planned by what it must do, and none of its requirements is \
         approved. Name at least one that is under “Requirements”.",
    )?;
    let is_other = |one: &&Ref<kind::ServiceRequirement>| {
        me.service.is_some_and(|service| of(one, "service").as_int() != Some(service.id))
    };
    match me.requirements.iter().find(is_other) {
        Some(other) => Err(Refusal(format!(
            "{} is a requirement of another service. Take it away from “Requirements”, or write \
             it down for this service too.",
            gemba_vocabulary::id::number("SRQ", other.id)
        ))),
        None => Ok(()),
    }
}

pub(super) fn is_designed(me: &ServiceTransition, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Designed", &[(me.design.is_some(), "Design")])?;
    let open = trace(me).iter().find(|one| one.design.is_none());
    refuse(open, "has no part of the design that fulfils it. Name it under “Trace”.")
}

pub(super) fn is_tested(me: &ServiceTransition, _: &Situation<'_>) -> Result<(), Refusal> {
    let open = trace(me).iter().find(|one| one.test.is_none() || one.result == TestResult::Open);
    refuse(open, "has no test with a result. Name both under “Trace”.")?;
    acceptance::all_tested(criteria(me))
}

fn refuse(open: Option<&Trace>, why: &str) -> Result<(), Refusal> {
    match open {
        Some(one) => Err(Refusal(format!("The requirement “{}” {why}", one.requirement))),
        None => Ok(()),
    }
}

pub(super) fn is_acceptable(me: &ServiceTransition, now: &Situation<'_>) -> Result<(), Refusal> {
    let has_failed = trace(me).iter().any(|one| one.result == TestResult::Failed)
        || acceptance::any(criteria(me), TestResult::Failed);
    if has_failed {
        fill_in(
            "Accept",
            &[(me.decision.is_some(), "Decision"), (me.decided_with.is_some(), "Decided with")],
        )?;
    } else {
        acceptance::all_passed(criteria(me))?;
    }
    only_if(now.actor.person.is_some(), "A service is accepted by a person. Sign in to accept it.")
}

pub(super) fn accept(me: &mut ServiceTransition, now: &Situation<'_>) {
    me.accepted_at = Some(now.now);
    me.accepted_by = now.actor.person.map(Ref::new);
}

pub(super) fn has_gone_live(me: &ServiceTransition, now: &Situation<'_>) -> Result<(), Refusal> {
    let needs_release = matches!(me.direction, Direction::New | Direction::Changed);
    only_if(
        !needs_release || !me.releases.is_empty(),
        "It comes into use by a release. Name it under “Releases”.",
    )?;
    let is_live = |release: &Ref<kind::Release>| {
        let state = now.facts.value("release", release.id, "state").to_text();
        LIVE.contains(&state.as_str())
    };
    only_if(
        me.releases.iter().all(is_live),
        "One of its releases is not deployed yet. Finish its deployment first.",
    )
}

pub(super) fn is_reported(me: &ServiceTransition, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Report",
        &[(me.report.is_some(), "Report"), (me.reported_to.is_some(), "Reported to")],
    )?;
    match outcomes(me).iter().find(|one| one.reached.is_none()) {
        Some(one) => Err(Refusal(format!(
            "Nobody wrote down what “{}” came to. Do so under “Intended outcomes”.",
            one.metric
        ))),
        None => Ok(()),
    }
}

pub(super) fn settle(
    me: &mut ServiceTransition,
    _: Option<&ServiceTransition>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_backward = activities(me).iter().any(|one| one.to < one.from);
    fault_unless(
        is_import(now) || !is_backward,
        "activities",
        "hold one that ends before it begins",
    )
}
