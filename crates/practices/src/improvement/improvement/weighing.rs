//! What the ratings of an improvement come to, and what its values before and after say.
use super::{Improvement, Rating, Reading, Verdict};
use gemba_model::{Situation, held::Structured};
use gemba_vocabulary::{
    RecordId, Value,
    before_after::{AFTER_MIN, BEFORE_MIN, Better, Compared, compare},
};
use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;

pub(super) const POINTS_MAX: i64 = 5;

/// A criterion of the version in force, as its own room keeps it.
#[derive(Deserialize)]
pub(super) struct Criterion {
    pub criterion: String,
    weight: i64,
}

/// The criteria of a version.
pub(super) fn criteria(version: RecordId, now: &Situation<'_>) -> Vec<Criterion> {
    match now.facts.value("improvement_criteria", version, "criteria") {
        Value::Struct(json) => serde_json::from_value(json).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// The version in force.
pub(super) fn in_force(now: &Situation<'_>) -> Option<RecordId> {
    let in_force = [("state", Value::Text("in_force".to_owned()))];
    now.facts.each("improvement_criteria", &in_force, "id").iter().filter_map(Value::as_int).max()
}

fn is_same(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

/// The criteria that are not rated.
pub(super) fn unrated(ratings: &[Rating], criteria: &[Criterion]) -> Vec<String> {
    let is_rated = |criterion: &str| {
        ratings.iter().any(|one| is_same(&one.criterion, criterion) && one.points.is_some())
    };
    let missing = criteria.iter().filter(|one| !is_rated(&one.criterion));
    missing.map(|one| one.criterion.clone()).collect()
}

/// The share of all points that it has, with the weights; nothing until each criterion is rated.
pub(super) fn score(ratings: &[Rating], criteria: &[Criterion]) -> Option<Decimal> {
    if criteria.is_empty() || !unrated(ratings, criteria).is_empty() {
        return None;
    }
    let (mut points, mut all) = (Decimal::ZERO, Decimal::ZERO);
    for criterion in criteria {
        let rating = ratings.iter().find(|one| is_same(&one.criterion, &criterion.criterion))?;
        points += Decimal::from(criterion.weight.saturating_mul(rating.points?));
        all += Decimal::from(criterion.weight.saturating_mul(POINTS_MAX));
    }
    let share = (points * Decimal::ONE_HUNDRED).checked_div(all)?;
    Some(share.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero))
}

/// Which way is better: towards the target.
pub(super) fn better(me: &Improvement) -> Option<Better> {
    let (baseline, target) = (me.baseline?, me.target?);
    Some(if target < baseline { Better::Less } else { Better::More })
}

/// What was measured of a measure, the oldest first, as far as records of it are kept. A value stands for the last day
/// of its period: one that ended before the day of the change is none after it.
fn measured(me: &Improvement, now: &Situation<'_>) -> Vec<Reading> {
    let Some(measure) = me.measure else { return Vec::new() };
    let of = [("measure", Value::Ref(measure.id))];
    let each = |field| now.facts.each("measurement", &of, field);
    let (days, values) = (each("until"), each("value"));
    let readings = days.iter().zip(&values).filter_map(|(day, value)| {
        let until = match day {
            Value::Date(day) => *day,
            Value::Instant(at) => at.to_zoned(jiff::tz::TimeZone::UTC).date(),
            _ => return None,
        };
        let on = until.yesterday().ok()?;
        let value = match value {
            Value::Decimal(value) => *value,
            other => Decimal::from(other.as_int()?),
        };
        Some(Reading { on, value })
    });
    readings.collect()
}

/// The values of the measure; those by hand where there is none. The oldest first.
fn values(me: &Improvement) -> Vec<Reading> {
    let told = me.series.as_ref().or(me.readings.as_ref());
    let mut values = told.map(|all| all.0.clone()).unwrap_or_default();
    values.sort_by_key(|one| one.on);
    values
}

/// Holds the values from the day of the change on against those before it.
pub(super) fn weigh(me: &mut Improvement, now: &Situation<'_>) {
    (me.mean_before, me.mean_after, me.verdict, me.verdict_note) = (None, None, None, None);
    let measured = measured(me, now);
    me.series = (!measured.is_empty()).then_some(Structured(measured));
    let values = values(me);
    let (Some(day), Some(better)) = (me.changed_on, better(me)) else { return };
    if values.is_empty() {
        return;
    }
    let side = |is_after: bool| -> Vec<Decimal> {
        values.iter().filter(|one| (one.on >= day) == is_after).map(|one| one.value).collect()
    };
    let (before, after) = (side(false), side(true));
    let compared = compare(&before, &after, better);
    (me.mean_before, me.mean_after) = (compared.mean_before, compared.mean_after);
    me.verdict = Some(Verdict::from(compared.verdict));
    me.verdict_note = Some(note(&compared, (before.len(), after.len()), day));
}

fn note(compared: &Compared, (before, after): (usize, usize), day: Date) -> String {
    let counted = format!("{before} before and {after} from {day} on");
    match compared.limits {
        None => format!(
            "{counted}: it takes {BEFORE_MIN} values before to know how much they vary by chance."
        ),
        Some(_) if after < AFTER_MIN => {
            format!("{counted}: it takes {AFTER_MIN} values after before anything can be said.")
        }
        Some((lower, upper)) => {
            let (lower, upper) = (lower.normalize(), upper.normalize());
            format!(
                "{counted}. By chance alone they would lie between {lower} and {upper}; a value outside, or eight in a \
                 row on one side of the former mean, is a signal."
            )
        }
    }
}
