//! Counts what a fix did to the incidents of a problem: the one place that knows by which fields.
//! What the counts come to stands in [`gemba_vocabulary::problem_figures`].
use crate::filter::{Filter, Test};
use gemba_vocabulary::{
    RecordId, Value,
    problem_figures::{Counted, DAYS_BEFORE, Effect, effect},
};
use jiff::{SignedDuration, Timestamp};

/// The effect of a problem's fix, from the 60 days before it and the days since; nothing on the
/// first day. `count` counts the incidents that meet all filters.
pub fn count<E>(
    problem: RecordId,
    fixed_at: Timestamp,
    now: Timestamp,
    mut count: impl FnMut(&[Filter]) -> Result<u64, E>,
) -> Result<Option<Effect>, E> {
    let back = SignedDuration::from_hours(24 * i64::try_from(DAYS_BEFORE).unwrap_or_default());
    let begin = fixed_at.saturating_sub(back).unwrap_or(fixed_at);
    let days = u64::try_from(now.duration_since(fixed_at).as_hours() / 24).unwrap_or_default();
    let mut within = |from, to| {
        count(&[
            Filter::is("problem", Value::Ref(problem)),
            Filter { field: "opened_at".to_owned(), test: Test::AtLeast(Value::Instant(from)) },
            Filter { field: "opened_at".to_owned(), test: Test::Less(Value::Instant(to)) },
        ])
    };
    let before = Counted { incidents: within(begin, fixed_at)?, days: DAYS_BEFORE };
    let after = Counted { incidents: within(fixed_at, now)?, days };
    Ok(effect(before, after))
}
