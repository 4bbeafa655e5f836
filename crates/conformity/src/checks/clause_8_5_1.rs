//! 8.5.1 Change management: the policy, what goes through design and transition, decisions, work and trends.
use super::{
    clause_8_5_2::planned_transitions,
    parts::{at_least_yearly, check},
};
use crate::{
    check::{Check, Scan, every},
    combinator::{filled, interval::renewed, must, unless_overdue},
    condition::{Condition, all, any, given, has, in_order, is, is_yes, not, state},
};

const CHANGE: &str = "change";
const TRANSITION: &str = "service_transition";
/// A change that was decided about with yes.
const DECIDED: &[&str] = &[
    "approved",
    "scheduled",
    "implementing",
    "implemented",
    "backed_out",
    "failed",
    "retrospective",
    "reviewed",
    "closed",
];
const BEGIN_CHANGE: &str = "Propose a change.";
const MEND_CHANGE: &str = "Complete the changes listed.";

/// The checks.
pub fn checks() -> Vec<Check> {
    [policy(), routed(), more_routed(), decided(), weighed(), carried_out(), trends()]
        .into_iter()
        .flatten()
        .collect()
}

fn policy() -> Vec<Check> {
    let of = |id, examined, field: &'static [&'static str], confirm| {
        check(
            (id, "change_policy"),
            examined,
            "Write your change policy.",
            "Complete the change policy with a new version.",
        )
        .scan(
            every("change_policy")
                .only(state(&["in_force"]))
                .rule(filled(field))
                .rule(filled(&["approved_by"])),
        )
        .attest(confirm)
    };
    vec![
        of(
            "8.5.1.1-a",
            "The change policy in force: what is under change control.",
            &["under_control"],
            "Confirm that it names all components and items.",
        ),
        of(
            "8.5.1.1-b",
            "The change policy in force: categories, with how each is handled.",
            &["categories"],
            "Confirm that emergencies are among them.",
        ),
        of(
            "8.5.1.1-c",
            "The change policy in force: how changes that may hit hard are told.",
            &["major_criteria"],
            "Confirm that the criteria tell customers' harm.",
        ),
    ]
}

fn of_change(id: &'static str, examined: &'static str) -> Check {
    check((id, CHANGE), examined, BEGIN_CHANGE, MEND_CHANGE)
}

fn led_into_transition(id: &'static str, examined: &'static str, which: Condition) -> Check {
    check(
        (id, TRANSITION),
        examined,
        "Plan the transition of a service.",
        "Name the changes listed in a transition.",
    )
    .scan(every(CHANGE).only(state(DECIDED)).only(which).rule(must(
        has(TRANSITION, "change", not(state(&["given_up"]))),
        "is named by no transition",
    )))
}

fn routed() -> Vec<Check> {
    vec![
        of_change(
            "8.5.1.2-1",
            "Changes beyond their draft: category and model, and none was found that \
             nobody had asked for.",
        )
        .scan(every(CHANGE).only(not(state(&["draft"]))).rule(filled(&["category"])).rule(
            must(not(is_yes("unauthorised")), "was found after the fact: nobody had asked for it"),
        )),
        led_into_transition(
            "8.5.1.2-a",
            "Decided changes that bring a new service and may hit hard: \
             a transition names each.",
            all([is("concerns", &["new_service"]), is_yes("major_impact")]),
        ),
        led_into_transition(
            "8.5.1.2-b",
            "Decided changes to a service that may hit hard: a \
             transition names each.",
            all([is("concerns", &["existing_service"]), is_yes("major_impact")]),
        ),
        check(
            ("8.5.1.2-c", "change_policy"),
            "The change policy in force: its categories, some of which \
                 go through design and transition.",
            "Write your change policy.",
            "Say in the policy which categories go through design and transition.",
        )
        .scan(
            every("change_policy")
                .only(state(&["in_force"]))
                .rule(filled(&["categories", "major_criteria"])),
        ),
        led_into_transition(
            "8.5.1.2-d",
            "Decided changes that remove a service: a transition names \
             each.",
            is("concerns", &["removal"]),
        ),
    ]
}

fn more_routed() -> Vec<Check> {
    vec![
        led_into_transition(
            "8.5.1.2-e",
            "Decided changes that hand a service over: a transition \
             names each.",
            is("concerns", &["transfer_out"]),
        ),
        led_into_transition(
            "8.5.1.2-f",
            "Decided changes that take a service over: a transition \
             names each.",
            is("concerns", &["transfer_in"]),
        ),
        check(
            ("8.5.1.2-2", TRANSITION),
            "Transitions beyond their planning: the change through which each was \
             decided.",
            "Plan the transition of a service.",
            "Name the change of the transitions listed.",
        )
        .scan(planned_transitions().rule(filled(&["change"]))),
        of_change(
            "8.5.1.2-3",
            "Changes carried out: category, when each was decided, and \
             how it came out.",
        )
        .scan(
            every(CHANGE)
                .only(state(&["reviewed", "closed"]))
                .only(given("implemented_at"))
                .rule(filled(&["category", "approved_at", "outcome"])),
        ),
    ]
}

fn decided() -> Vec<Check> {
    vec![
        of_change(
            "8.5.1.3-1",
            "Changes that began, emergencies aside: decided before, and by whom.",
        )
        .scan(
            every(CHANGE)
                .dated_by("started_at")
                .only(given("started_at"))
                .aside(
                    is("model", &["emergency"]),
                    "emergencies, decided by the route of the policy",
                )
                .rule(must(in_order("approved_at", "started_at"), "began before it was approved")),
        ),
        of_change("8.5.1.3-2", "Decided normal changes: risk, benefit, feasibility and cost.")
            .scan(normal().rule(filled(&["risk", "benefit", "feasibility", "impact_cost"]))),
    ]
}

fn normal() -> Scan {
    every(CHANGE).only(state(DECIDED)).only(is("model", &["normal"]))
}

fn weighed() -> Vec<Check> {
    let of = |id, examined, fields: &'static [&'static str]| {
        of_change(id, examined).scan(normal().rule(filled(fields)))
    };
    vec![
        of(
            "8.5.1.3-a",
            "Decided normal changes: the effect on existing services.",
            &["impact_services"],
        ),
        of(
            "8.5.1.3-b",
            "Decided normal changes: the effect on customers and users.",
            &["impact_customers"],
        ),
        of(
            "8.5.1.3-c",
            "Decided normal changes: the effect on policies and plans.",
            &["impact_policies"],
        ),
        of(
            "8.5.1.3-d",
            "Decided normal changes: the effect on capacity, \
                 availability, continuity and security.",
            &["impact_capacity", "impact_availability", "impact_continuity", "impact_security"],
        ),
        of(
            "8.5.1.3-e",
            "Decided normal changes: the effect on other changes and releases.",
            &["impact_other_changes"],
        ),
    ]
}

fn carried_out() -> Vec<Check> {
    let done = || every(CHANGE).dated_by("implemented_at").only(given("implemented_at"));
    let over = || every(CHANGE).only(state(&["reviewed", "closed"])).only(given("implemented_at"));
    vec![
        of_change(
            "8.5.1.3-3",
            "Changes carried out: what their test came to, or who let them go without.",
        )
        .scan(
            done()
                .aside(is("model", &["standard"]), "standard changes, tested as their template")
                .rule(must(
                    any([given("test_result"), given("test_waived_by")]),
                    "was neither tested nor excused from it",
                )),
        ),
        of_change("8.5.1.3-4", "Scheduled changes and those after: who was told of their dates.")
            .scan(
                every(CHANGE)
                    .only(given("starts_at"))
                    .only(state(&[
                        "scheduled",
                        "implementing",
                        "implemented",
                        "reviewed",
                        "closed",
                    ]))
                    .only(is("model", &["normal"]))
                    .rule(filled(&["told"])),
            ),
        of_change("8.5.1.3-5", "Changes carried out, standard ones aside: how to go back.").scan(
            done()
                .aside(
                    is("model", &["standard"]),
                    "standard changes, with the way back of their template",
                )
                .rule(filled(&["back_out_plan"])),
        ),
        of_change(
            "8.5.1.3-6",
            "Changes that failed or were taken back, and are reviewed: what was \
             found, and what was agreed.",
        )
        .scan(
            over()
                .only(is("result", &["failed", "rolled_back", "caused_incident"]))
                .rule(filled(&["investigation", "agreed_actions"])),
        ),
        of_change(
            "8.5.1.3-7",
            "Closed normal changes that were carried out: whether they \
             worked.",
        )
        .scan(
            every(CHANGE)
                .only(state(&["closed"]))
                .only(given("implemented_at"))
                .only(is("model", &["normal"]))
                .rule(filled(&["review", "was_effective"])),
        ),
    ]
}

fn trends() -> Vec<Check> {
    let of = |id, examined| {
        check(
            (id, "trend_analysis"),
            examined,
            "Look through your changes for trends.",
            "Conclude the analyses listed, and make the next one in time.",
        )
    };
    let concluded =
        || every("trend_analysis").only(state(&["concluded"])).only(is("subject", &["changes"]));
    vec![
        of("8.5.1.3-8", "Concluded analyses of changes: each followed by the next within a year.")
            .scan(concluded().rule(unless_overdue(renewed(
                "trend_analysis",
                "until",
                Some("subject"),
                state(&["concluded"]),
                at_least_yearly("trend analysis", "the next analysis is not due yet"),
            )))),
        of(
            "8.5.1.3-9",
            "Concluded analyses of changes: what was concluded, and what is made better.",
        )
        .scan(concluded().rule(filled(&["conclusions"])).rule(must(
            any([given("improvements"), given("decisions")]),
            "says nothing of what is made better",
        ))),
    ]
}
