//! 8.1 Operational planning and control: the processes, their criteria, and what changes them.
use super::parts::check;
use crate::{
    check::{Check, Scan, every},
    combinator::{filled, must, when},
    condition::{Condition, all, any, given, has, is_listed_by, not, recorded_within_hours, state},
};

/// How long a variance may wait until it is examined, in hours.
pub const EXAMINED_HOURS_MAX: i64 = 24 * 30;
/// How long a new measure may be without a value, in hours: a month has to end before one can be taken.
pub const VALUE_HOURS_MAX: i64 = 24 * 45;
const PROCESS: &str = "process";

fn of_process(id: &'static str, examined: &'static str) -> Check {
    check(
        (id, PROCESS),
        examined,
        "Describe a process.",
        "Complete the processes listed with a new version.",
    )
}

/// The checks.
pub fn checks() -> Vec<Check> {
    vec![
        of_process("8.1-1", "Processes in force: owner, activities and approval.")
            .scan(in_force().rule(filled(&["owner", "activities", "approved_by"])))
            .attest("Confirm that the processes run as they are described."),
        of_process("8.1-a", "Processes in force: criteria.")
            .scan(in_force().rule(filled(&["criteria"]))),
        of_process(
            "8.1-b",
            "Processes in force: a measure in use of each with a target, whose values are taken.",
        )
        .scan(
            in_force()
                .rule(must(
                    has(
                        "measure",
                        "process",
                        all([state(&["in_use"]), given("target"), has_values()]),
                    ),
                    "is measured by nothing whose values are taken",
                ))
                .excused_while(
                    has(
                        "measure",
                        "process",
                        all([state(&["in_use"]), recorded_within_hours(VALUE_HOURS_MAX)]),
                    ),
                    "the first value is not due yet",
                ),
        ),
        of_process(
            "8.1-c",
            "Processes in force: controls, and the records that show \
             how it went.",
        )
        .scan(in_force().rule(filled(&["controls", "records"]))),
        check(
            ("8.1-2", PROCESS),
            "Processes in force that took another's place: carried by a change. And \
             what changed without a plan: examined within 30 days.",
            "Describe a process.",
            "Examine what changed without a plan.",
        )
        .scan(in_force().rule(when(
            given("previous"),
            must(
                is_listed_by("change", "processes", not(state(&["withdrawn", "rejected"]))),
                "was changed without a change",
            ),
        )))
        .scan(every("process_variance").rule(filled(&["effects", "reviewed_by"])).excused_while(
            recorded_within_hours(EXAMINED_HOURS_MAX),
            "the examination is not due yet",
        ))
        .attest("Confirm that harm from unplanned changes was limited."),
        of_process(
            "8.1-3",
            "Processes in force with parts done by others: which parts, \
             and how they are controlled.",
        )
        .scan(in_force().rule(when(
            any([given("outsourced_to"), given("outsourced_parts")]),
            filled(&["outsourced_to", "outsourced_parts", "controls"]),
        )))
        .attest("Confirm that what others do is under control."),
    ]
}

/// A value was taken, or somebody said of a period why there is none.
fn has_values() -> Condition {
    let taken = state(&["taken", "evaluated"]);
    any([given("latest_value"), has("measurement", "measure", taken)])
}

fn in_force() -> Scan {
    every(PROCESS).only(state(&["in_force"]))
}
