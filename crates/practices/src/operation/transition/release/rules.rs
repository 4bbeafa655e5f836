//! What the verbs of a release ask for and do, and what Gemba works out at every save.
use super::Release;
use gemba_model::{
    FieldFault, Refusal, Situation,
    acceptance::{self, Criterion, TestResult},
    library::{fault_unless, fill_in, is_brought, is_import, only_if, proofs},
};
use gemba_vocabulary::{Ref, Value, kind};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

const WATCH_DAYS_MAX: i64 = 365;
/// The states of changes that have not been decided, or were decided against.
const UNDECIDED: [&str; 7] =
    ["draft", "requested", "raised", "submitted", "assessed", "rejected", "withdrawn"];

fn criteria(me: &Release) -> &[Criterion] {
    me.acceptance_criteria.as_ref().map_or(&[], |criteria| &criteria.0)
}

pub(super) fn is_planned(me: &Release, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Built",
        &[
            (me.release_type.is_some(), "Release type"),
            (!me.changes.is_empty(), "Changes"),
            (!me.configuration_items.is_empty(), "Configuration items"),
            (me.planned_at.is_some(), "Planned at"),
            (me.deliverables.is_some(), "Deliverables"),
            (me.method.is_some(), "Method"),
            (!criteria(me).is_empty(), "Acceptance criteria"),
        ],
    )
}

pub(super) fn is_tested(me: &Release, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Tested",
        &[
            (me.test_environment.is_some(), "Test environment"),
            (me.test_result.is_some(), "Test result"),
        ],
    )?;
    acceptance::all_tested(criteria(me))
}

pub(super) fn all_passed(me: &Release, now: &Situation<'_>) -> Result<(), Refusal> {
    acceptance::all_passed(criteria(me))?;
    is_a_person(now)
}

pub(super) fn is_decided(me: &Release, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        acceptance::any(criteria(me), TestResult::Failed),
        "Every criterion passed, so there is nothing to decide. Accept the release.",
    )?;
    fill_in(
        "Accept by decision",
        &[(me.decision.is_some(), "Decision"), (me.decided_with.is_some(), "Decided with")],
    )?;
    is_a_person(now)
}

fn is_a_person(now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(now.actor.person.is_some(), "A release is accepted by a person. Sign in to accept it.")
}

pub(super) fn accept(me: &mut Release, now: &Situation<'_>) {
    me.accepted_at = Some(now.now);
    me.accepted_by = now.actor.person.map(Ref::new);
}

pub(super) fn has_baseline(me: &Release, now: &Situation<'_>) -> Result<(), Refusal> {
    let (taken_at, items) = read_baseline(me, now);
    only_if(
        taken_at.is_some_and(|at| at <= now.now),
        "The state of the parts was not kept. Take a baseline of them, and name it under “Baseline”.",
    )?;
    let kept: BTreeSet<_> = items.iter().map(|item| item.id).collect();
    only_if(
        me.configuration_items.iter().all(|item| kept.contains(&item.id)),
        "The baseline leaves out a part that the release touches. Take it of all of them.",
    )
}

pub(super) fn may_deploy(me: &Release, now: &Situation<'_>) -> Result<(), Refusal> {
    has_baseline(me, now)?;
    fill_in("Deploy", &[(me.planned_at.is_some(), "Planned at"), (me.told.is_some(), "Told")])?;
    only_if(
        me.accepted_at.is_some_and(|at| at <= now.now),
        "Nobody accepted the release. It is accepted before it is deployed.",
    )?;
    let open: Vec<_> = me
        .changes
        .iter()
        .filter(|change| {
            let state = now.facts.value("change", change.id, "state").to_text();
            UNDECIDED.contains(&state.as_str())
        })
        .map(|change| gemba_vocabulary::id::number("CHG", change.id))
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    let open = open.join(", ");
    Err(Refusal(format!(
        "Not approved: {open}. Have each change approved, or take it out of the release."
    )))
}

pub(super) fn deploy(me: &mut Release, now: &Situation<'_>) {
    me.deploying_since = Some(now.now);
}

/// The deployments of this release in a state, by one of their fields.
fn deployments(state: &str, field: &str, now: &Situation<'_>) -> Vec<Value> {
    let of = [("release", Value::Ref(now.record)), ("state", Value::Text(state.to_owned()))];
    proofs("release", "deployment", &of, field, now)
}

pub(super) fn is_verified(me: &Release, now: &Situation<'_>) -> Result<(), Refusal> {
    let is_open = ["planned", "running"].iter().any(|one| !deployments(one, "id", now).is_empty());
    only_if(!is_open, "One of its deployments is not over. End it, or call it off.")?;
    only_if(
        !deployments("done", "id", now).is_empty(),
        "It was deployed nowhere yet. Record its deployment, one for each environment.",
    )?;
    fill_in("Verified", &[(me.integrity_check.is_some(), "Integrity check")])
}

/// It was deployed when the last of its deployments ended.
pub(super) fn verify(me: &mut Release, now: &Situation<'_>) {
    let ends = deployments("done", "ended_at", now);
    let last = ends.iter().filter_map(Value::as_instant).max();
    me.deployed_at = Some(last.unwrap_or(now.now));
}

pub(super) fn is_restored(me: &Release, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        deployments("running", "id", now).is_empty(),
        "One of its deployments still runs. Roll it back first.",
    )?;
    only_if(
        me.equals_baseline,
        "Compare every part with its kept state, then say under “Equals baseline” that it is equal.",
    )
}

pub(super) fn open_window(me: &mut Release, now: &Situation<'_>) {
    let from = *me.deployed_at.get_or_insert(now.now);
    me.watch_until = watch_until(from, me.watch_days);
}

fn watch_until(from: Timestamp, days: i64) -> Option<Timestamp> {
    from.checked_add(SignedDuration::from_hours(24 * days.clamp(0, WATCH_DAYS_MAX))).ok()
}

pub(super) fn is_watched(me: &Release, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.watch_until.is_some_and(|until| until <= now.now),
        "The days of watching are not over. Wait for the last one, or shorten them if that was \
         agreed.",
    )?;
    fill_in("Review", &[(me.analysis.is_some(), "Analysis")])
}

pub(super) fn is_explained(me: &Release, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Review",
        &[(me.cause.is_some(), "Cause"), (me.agreed_actions.is_some(), "Agreed actions")],
    )
}

pub(super) fn is_analysed(me: &Release, _: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.analysis.is_some() || me.cause.is_some(),
        "Nobody wrote down what came of it. Fill in “Analysis”, or “Cause” if it was taken back.",
    )
}

/// When the baseline was taken, and of which parts: as its own record says. One that an import brought was taken of
/// nothing here.
fn read_baseline(
    me: &Release,
    now: &Situation<'_>,
) -> (Option<Timestamp>, Vec<Ref<kind::ConfigurationItem>>) {
    const KIND: &str = "configuration_baseline";
    let named = me.baseline.map_or(0, |baseline| baseline.id);
    let is_foreign = is_brought(KIND, named, now) && !is_brought("release", now.record, now);
    let id = if is_foreign { 0 } else { named };
    let held = |field| now.facts.value(KIND, id, field);
    let items = match held("taken") {
        Value::Struct(taken) => {
            let items = taken.as_array().map(Vec::as_slice).unwrap_or_default();
            items.iter().filter_map(|item| item.get("id")?.as_i64()).map(Ref::new).collect()
        }
        _ => Vec::new(),
    };
    (held("taken_at").as_instant(), items)
}

pub(super) fn settle(
    me: &mut Release,
    before: Option<&Release>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if is_import(now) {
        return Ok(());
    }
    let is_begun = before.is_some_and(|before| before.deploying_since.is_some());
    let is_other = before.is_some_and(|before| before.baseline != me.baseline);
    fault_unless(
        !(is_begun && is_other),
        "baseline",
        "is fixed once the deployment has begun; a baseline is taken before it",
    )?;
    if before.is_none_or(|before| before.baseline != me.baseline) {
        (me.baseline_taken_at, me.baseline_items) = read_baseline(me, now);
    }
    fault_unless((1..=WATCH_DAYS_MAX).contains(&me.watch_days), "watch_days", "must be 1 to 365")?;
    if me.watch_until.is_some() {
        me.watch_until = me.deployed_at.and_then(|from| watch_until(from, me.watch_days));
    }
    Ok(())
}
