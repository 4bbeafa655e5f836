//! 8.5.2 Service design and transition: planned, designed, built, accepted, and told how it came out.
use super::parts::check;
use crate::{
    check::{Check, Scan, every},
    combinator::{filled, must, when},
    condition::{Condition, any, given, is, not, recorded_within_hours, some_row_says, state},
};

/// How long a completed transition may wait for its report, in hours.
pub const REPORT_HOURS_MAX: i64 = 24 * 60;
const TRANSITION: &str = "service_transition";

/// The checks.
pub fn checks() -> Vec<Check> {
    [planned(), more_planned(), designed(), more_designed()].into_iter().flatten().collect()
}

/// Transitions that are planned, and those after.
pub(super) fn planned_transitions() -> Scan {
    every(TRANSITION).only(not(state(&["planning", "given_up"])))
}

fn of_transition(id: &'static str, examined: &'static str) -> Check {
    check(
        (id, TRANSITION),
        examined,
        "Plan the transition of a service.",
        "Complete the transitions listed.",
    )
}

fn planned_with(
    id: &'static str,
    examined: &'static str,
    fields: &'static [&'static str],
    confirm: &'static str,
) -> Check {
    of_transition(id, examined).scan(planned_transitions().rule(filled(fields))).attest(confirm)
}

fn comes() -> Condition {
    not(is("direction", &["removed", "transferred_out"]))
}

fn planned() -> Vec<Check> {
    vec![
        of_transition(
            "8.5.2.1-1",
            "Planned transitions that bring or change a service: the requirements they rest on.",
        )
        .scan(planned_transitions().only(comes()).rule(filled(&["requirements"])))
        .attest("Confirm that those are all the requirements."),
        planned_with(
            "8.5.2.1-a",
            "Planned transitions: who leads design, build and transition.",
            &["design_led_by", "build_led_by", "transition_led_by"],
            "Confirm that they have the authority.",
        ),
        planned_with(
            "8.5.2.1-b",
            "Planned transitions: activities, with who does them and by when.",
            &["activities"],
            "Confirm that the parts of other parties are among them.",
        ),
        planned_with(
            "8.5.2.1-c",
            "Planned transitions: people, technology, information and money.",
            &[
                "human_resources",
                "technical_resources",
                "information_resources",
                "financial_resources",
            ],
            "Confirm that they suffice.",
        ),
        planned_with(
            "8.5.2.1-d",
            "Planned transitions: on which other services they depend.",
            &["dependencies"],
            "Confirm that none is missing.",
        ),
        planned_with(
            "8.5.2.1-e",
            "Planned transitions: what is tested, as far as the \
                 acceptance criteria and activities say.",
            &["acceptance_criteria", "activities"],
            "Confirm that the tests needed are planned.",
        ),
    ]
}

fn more_planned() -> Vec<Check> {
    vec![
        planned_with(
            "8.5.2.1-f",
            "Planned transitions: acceptance criteria.",
            &["acceptance_criteria"],
            "Confirm that they were agreed before the first test.",
        ),
        planned_with(
            "8.5.2.1-g",
            "Planned transitions: intended outcomes.",
            &["intended_outcomes"],
            "Confirm that each can be measured.",
        ),
        planned_with(
            "8.5.2.1-h",
            "Planned transitions: effects on the system, on services, changes and people.",
            &["effects"],
            "Confirm that all four were thought of.",
        ),
        of_transition(
            "8.5.2.1-2",
            "Planned removals: their day, and what becomes of data, documents and parts.",
        )
        .scan(
            planned_transitions()
                .only(is("direction", &["removed"]))
                .rule(filled(&["due_on", "disposition"])),
        )
        .attest("Confirm that nothing is left behind."),
        of_transition("8.5.2.1-3", "Planned transfers: their day, and what is handed over.")
            .scan(
                planned_transitions()
                    .only(is("direction", &["transferred_out", "transferred_in"]))
                    .rule(filled(&["due_on", "handed_over"])),
            )
            .attest("Confirm that data, documents, knowledge and parts are all handed over."),
        of_transition("8.5.2.1-4", "Planned transitions: the configuration items they touch.")
            .scan(planned_transitions().rule(filled(&["configuration_items"]))),
    ]
}

fn designed_with(id: &'static str, examined: &'static str, confirm: &'static str) -> Check {
    of_transition(id, examined)
        .scan(
            every(TRANSITION)
                .only(state(&["designed", "tested", "accepted", "completed", "reported"]))
                .rule(filled(&["design"])),
        )
        .attest(confirm)
}

/// Something did not pass its test.
fn failed() -> Condition {
    any([
        some_row_says("acceptance_criteria", "result", &["failed"]),
        some_row_says("trace", "result", &["failed"]),
    ])
}

fn transitions_in(states: &'static [&'static str]) -> Scan {
    every(TRANSITION).only(state(states))
}

fn designed() -> Vec<Check> {
    vec![
        designed_with(
            "8.5.2.2-1",
            "Designed transitions: the design.",
            "Confirm that the design meets the requirements.",
        ),
        designed_with(
            "8.5.2.2-a",
            "Designed transitions: the design.",
            "Confirm that it says who answers for what in delivery.",
        ),
        designed_with(
            "8.5.2.2-b",
            "Designed transitions: the design.",
            "Confirm that it says what changes in people, technology, information and \
             money.",
        ),
        designed_with(
            "8.5.2.2-c",
            "Designed transitions: the design.",
            "Confirm that it says what has to be learned.",
        ),
        designed_with(
            "8.5.2.2-d",
            "Designed transitions: the design.",
            "Confirm that it says which agreements and contracts change.",
        ),
        designed_with(
            "8.5.2.2-e",
            "Designed transitions: the design.",
            "Confirm that it says what changes in policies, plans, processes, \
             measures and knowledge.",
        ),
    ]
}

fn more_designed() -> Vec<Check> {
    vec![
        designed_with(
            "8.5.2.2-f",
            "Designed transitions: the design.",
            "Confirm that it says what happens to other services.",
        ),
        designed_with(
            "8.5.2.2-g",
            "Designed transitions: the design.",
            "Confirm that it says what changes in the catalogue.",
        ),
        of_transition(
            "8.5.2.3-1",
            "Accepted transitions and those after: requirements traced to design and \
             test, who accepted, and each criterion and requirement tested; one that did not pass has a decision.",
        )
        .scan(
            transitions_in(&["accepted", "completed", "reported"])
                .rule(filled(&["acceptance_criteria", "trace", "accepted_by", "accepted_at"]))
                .rule(must(
                    not(any([
                        some_row_says("acceptance_criteria", "result", &["open"]),
                        some_row_says("trace", "result", &["open"]),
                    ])),
                    "was accepted before all was tested",
                ))
                .rule(when(failed(), filled(&["decision"]))),
        ),
        of_transition(
            "8.5.2.3-2",
            "Accepted transitions and those after: where criteria failed, what was \
             decided and with whom.",
        )
        .scan(
            transitions_in(&["accepted", "completed", "reported"])
                .rule(when(any([given("decision"), failed()]), filled(&["decision", "decided_with"]))),
        ),
        of_transition(
            "8.5.2.3-3",
            "Completed transitions that bring or change a service: the releases by \
             which it went live.",
        )
        .scan(
            transitions_in(&["completed", "reported"])
                .only(is("direction", &["new", "changed"]))
                .rule(filled(&["releases"])),
        ),
        of_transition(
            "8.5.2.3-4",
            "Completed transitions: what they achieved, and to whom it was told, \
             within 60 days.",
        )
        .scan(
            transitions_in(&["completed", "reported"])
                .rule(filled(&["report", "reported_to"]))
                .excused_while(
                    recorded_within_hours(REPORT_HOURS_MAX),
                    "the report is not due yet",
                ),
        ),
    ]
}
