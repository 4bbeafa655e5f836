//! What the verbs of an improvement ask for, and what Gemba works out at every save.
use super::{
    Improvement, Rating, Touches,
    weighing::{POINTS_MAX, better, criteria, in_force, score, unrated, weigh},
};
use gemba_model::{
    FieldFault, Refusal, Situation,
    held::Structured,
    library::{date_not_in_future, fault_unless, fill_in, is_import, only_if, today},
};
use gemba_vocabulary::{Ref, Value, before_after::Better, id::parse_number};

fn ratings(me: &Improvement) -> &[Rating] {
    me.ratings.as_ref().map(|all| &*all.0).unwrap_or_default()
}

pub(super) fn is_evaluated(me: &Improvement, now: &Situation<'_>) -> Result<(), Refusal> {
    let Some(version) = me.criteria.map(|one| one.id).or_else(|| in_force(now)) else {
        return Err(Refusal::because(
            "No criteria are in force yet. Have some approved under “Improvement criteria” first.",
        ));
    };
    fill_in("Evaluate", &[(me.description.is_some(), "Description")])?;
    let missing = unrated(ratings(me), &criteria(version, now));
    if missing.is_empty() {
        return Ok(());
    }
    Err(Refusal(format!("Rate it from 0 to 5 by: {}.", missing.join(", "))))
}

pub(super) fn is_approved(me: &Improvement, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Approve",
        &[
            (me.priority.is_some(), "Priority"),
            (me.owner.is_some(), "Owner"),
            (me.sponsor.is_some(), "Sponsor"),
        ],
    )?;
    let is_proposer = me.proposed_by.is_some_and(|one| now.actor.person == Some(one.id));
    only_if(
        now.actor.person.is_some() && !is_proposer,
        "Whoever proposed it does not approve it. Ask somebody else.",
    )?;
    let roles = me.sponsor.map(|one| now.facts.value("person", one.id, "roles").to_text());
    only_if(
        roles.is_some_and(|roles| roles.contains("top_management")),
        "The sponsor has to be of top management. Name somebody who is, under “Sponsor”.",
    )
}

pub(super) fn is_planned(me: &Improvement, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Plan",
        &[
            (me.owner.is_some(), "Owner"),
            (me.dimension.is_some(), "Dimension"),
            (me.metric.is_some() || me.measure.is_some(), "Metric or Measure"),
            (me.baseline.is_some(), "Baseline"),
            (me.target.is_some(), "Target"),
            (me.target_date.is_some(), "Target date"),
            (me.plan.as_ref().is_some_and(|plan| !plan.0.is_empty()), "Plan"),
            (me.touches.is_some(), "Touches"),
        ],
    )?;
    only_if(
        me.baseline != me.target,
        "The target is the value of today. Say what is to be reached.",
    )
}

const UNDECIDED: [&str; 7] =
    ["draft", "requested", "raised", "submitted", "assessed", "rejected", "cancelled"];

pub(super) fn is_startable(me: &Improvement, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Start", &[(me.touches.is_some(), "Touches")])?;
    if me.touches == Some(Touches::Neither) {
        return Ok(());
    }
    let Some(change) = me.change else {
        return Err(Refusal::because(
            "It touches a service or the system, so a change carries it out. Begin one from here, or name it under \
             “Change”.",
        ));
    };
    let state = now.facts.value("change", change.id, "state");
    let is_undecided = state.as_text().is_some_and(|state| UNDECIDED.contains(&state));
    only_if(
        !is_undecided,
        "The change that carries it out is not approved yet. Wait for the decision.",
    )
}

pub(super) fn is_finished(me: &Improvement, now: &Situation<'_>) -> Result<(), Refusal> {
    let is_ahead = me.changed_on.is_some_and(|day| day > today(now));
    only_if(
        !is_ahead,
        "It takes effect on a day that lies ahead. Wait for it, or correct “Changed on”.",
    )
}

pub(super) fn finish(me: &mut Improvement, now: &Situation<'_>) {
    me.implemented_at = Some(now.now);
    me.changed_on.get_or_insert_with(|| today(now));
    me.actual = None;
}

pub(super) fn is_measured(me: &Improvement, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Measure", &[(me.actual.is_some(), "Actual")])?;
    only_if(
        has_met(me, now) || me.further_action.is_some(),
        "The target was missed. Say under “Further action” what is done now.",
    )
}

/// Whether the value reached is that of the target or better.
pub(super) fn has_met(me: &Improvement, _: &Situation<'_>) -> bool {
    let (Some(actual), Some(target)) = (me.actual, me.target) else { return false };
    match better(me) {
        Some(Better::Less) => actual <= target,
        Some(Better::More) => actual >= target,
        None => false,
    }
}

pub(super) fn is_continued(me: &Improvement, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Go on", &[(me.further_action.is_some(), "Further action")])
}

pub(super) fn is_reported(me: &Improvement, now: &Situation<'_>) -> Result<(), Refusal> {
    let is_told = me.reported_in.is_some() || me.service_report.is_some();
    fill_in("Report", &[(is_told, "Reported in or Service report")])?;
    is_sent(me, now)?;
    only_if(
        has_met(me, now) || me.further_action.is_some(),
        "The target was missed. Say under “Further action” what is done now, or why nothing is.",
    )
}

/// A report that is named by its number was given out; what is named in words is taken at its word.
fn is_sent(me: &Improvement, now: &Situation<'_>) -> Result<(), Refusal> {
    let named = me.reported_in.as_deref().and_then(|text| text.split([',', ' ']).next());
    let number = named.and_then(parse_number).filter(|(prefix, _)| prefix == "RPR");
    let Some((_, run)) = number else { return Ok(()) };
    let state = now.facts.value("report_run", run, "state");
    only_if(
        state.as_text().is_none_or(|state| state == "sent"),
        "The report that it names was not sent yet. Send it first, or name another one.",
    )
}

impl Improvement {
    /// What was decided on: approved, it stays.
    fn aim(&self) -> impl PartialEq {
        (self.baseline, self.target, self.dimension)
    }
}

pub(super) fn settle(
    me: &mut Improvement,
    before: Option<&Improvement>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let points = ratings(me).iter().filter_map(|one| one.points);
    let is_scale = points.into_iter().all(|points| (0..=POINTS_MAX).contains(&points));
    fault_unless(is_scale, "ratings", "must be from 0 to 5")?;
    fault_unless(me.priority.is_none_or(|one| one > 0), "priority", "begins at 1")?;
    date_not_in_future("changed_on", me.changed_on, now)?;
    if before.is_none() && me.proposed_by.is_none() {
        me.proposed_by = now.actor.person.map(Ref::new);
    }
    let begun = before.filter(|before| before.implemented_at.is_some() && !is_import(now));
    fault_unless(
        begun.is_none_or(|before| before.aim() == me.aim()),
        "target",
        "stays as it was when the work began; what was aimed at is not changed by what was reached",
    )?;
    weigh_by_criteria(me, now);
    if me.baseline.is_none()
        && let Some(measure) = me.measure
    {
        let latest = now.facts.value("measure", measure.id, "latest_value");
        if let Value::Decimal(latest) = latest {
            me.baseline = Some(latest);
        }
    }
    weigh(me, now);
    Ok(())
}

/// Until it is decided, the criteria in force are those that count, and their names stand ready to be rated.
fn weigh_by_criteria(me: &mut Improvement, now: &Situation<'_>) {
    if me.approved_at.is_none()
        && let Some(version) = in_force(now)
    {
        me.criteria = Some(Ref::new(version));
    }
    let Some(version) = me.criteria else { return };
    let all = criteria(version.id, now);
    let mut rated = ratings(me).to_vec();
    for criterion in &all {
        let is_there =
            |one: &Rating| one.criterion.trim().eq_ignore_ascii_case(criterion.criterion.trim());
        if me.approved_at.is_none() && !rated.iter().any(is_there) {
            rated.push(Rating {
                criterion: criterion.criterion.clone(),
                points: None,
                reason: None,
            });
        }
    }
    me.score = score(&rated, &all);
    if !rated.is_empty() {
        me.ratings = Some(Structured(rated));
    }
}
