//! What several clauses' checks say alike.
use crate::{
    check::{Check, Scan, Step, every},
    combinator::{
        Rule,
        interval::{Every, Interval},
        must,
        together::{Whole, of_clause, together},
    },
    condition::{
        Condition, all, given, has, in_use, is, is_past, names, not, recorded_within_hours, state,
    },
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

/// Everybody who works here said that they know what holds of the topic. What was said of a document counts as long as
/// that edition holds.
pub fn known(topic: &'static [&'static str], otherwise: &'static str) -> Scan {
    const SAID: &str = "acknowledgement";
    let holds = not(names("document", "document", not(state(&["published"]))));
    let is_asked = all([state(&["asked"]), is("topic", topic), not(is_past("due_on"))]);
    every("person")
        .only(all([in_use(), not(given("customer")), not(given("audits_for"))]))
        .aside(is("roles", &["program"]), "a program")
        .rule(must(
            has(SAID, "person", all([state(&["acknowledged"]), is("topic", topic), holds])),
            otherwise,
        ))
        .excused_while(has(SAID, "person", is_asked), "the answer is not due yet")
        .excused_while(recorded_within_hours(GRACE_HOURS), "the first answer is not due yet")
}

/// How long somebody may wait with what is asked of them: an answer, a decision, an assessment; in hours.
pub const GRACE_HOURS: i64 = 24 * 30;

/// The clauses that ask for a process of their own.
pub const PROCESS_CLAUSES: &[&str] = &[
    "8.2.4", "8.2.5", "8.2.6", "8.3.2", "8.3.3", "8.3.4", "8.4.1", "8.4.2", "8.4.3", "8.5.1",
    "8.5.2", "8.5.3", "8.6.1", "8.6.2", "8.6.3", "8.7.1", "8.7.2", "8.7.3",
];

/// Processes in force cover each clause that asks for one.
pub fn each_process_described() -> Rule {
    let whole = Whole {
        kind: "process",
        part: "clause",
        parts: PROCESS_CLAUSES,
        is: of_clause,
        otherwise: "stands beside a gap: no process is in force for",
    };
    together(whole, state(&["in_force"]))
}
