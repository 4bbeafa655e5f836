//! What several clauses' checks say alike.
use crate::{
    check::{Check, Scan, Step, every},
    combinator::interval::{Every, Interval},
    condition::{Condition, all, is_past, not, state},
};

/// The states in which a service is delivered.
pub const DELIVERED: &[&str] = &["live", "changing", "retiring", "transferring"];
/// The longest interval that counts as planned where no record sets another, in months.
pub const PLANNED_MONTHS_MAX: i64 = 12;

/// The services that are delivered.
pub fn delivered() -> Scan {
    every("service").only(state(DELIVERED))
}

/// A check that begins with a new record of the kind and is mended by changing it.
pub fn check(
    (id, kind): (&'static str, &'static str),
    examined: &'static str,
    begin: &'static str,
    mend: &'static str,
) -> Check {
    Check::of(id, examined).begin(Step::create(kind, begin)).mend(Step::change(kind, mend))
}

/// The longest interval where no record sets another.
pub fn at_least_yearly(what: &'static str, awaited: &'static str) -> Interval {
    Interval { every: Every::Months(PLANNED_MONTHS_MAX), tolerance_days: 0, what, awaited }
}

/// The interval that the organization set for a topic of its planned reviews; where it set none, the longest.
pub fn as_set(topic: &'static str, what: &'static str, awaited: &'static str) -> Interval {
    Interval { every: Every::Set(topic, PLANNED_MONTHS_MAX), tolerance_days: 0, what, awaited }
}

/// The interval in months that stands in the field of the record judged.
pub fn as_planned(field: &'static str, what: &'static str, awaited: &'static str) -> Interval {
    Interval { every: Every::MonthsIn(field), tolerance_days: 0, what, awaited }
}

/// In the state, with that day not passed.
pub fn running(states: &'static [&'static str], ends: &'static str) -> Condition {
    all([state(states), not(is_past(ends))])
}
