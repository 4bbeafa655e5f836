//! 8.5.1 Change management: the policy, what goes through design and transition, decisions, work and trends.
use super::{
    clause_8_5_2::planned_transitions,
    parts::{as_set, check},
};
use crate::{
    check::{Check, Scan, every},
    combinator::{filled, interval::renewed, must, unless_overdue, when},
    condition::{
        Condition, all, any, did, differ, given, has, in_order, is, is_yes, names, not, state,
    },
    reads::Reads,
    world::Slot,
};
use serde_json::Value as Json;
use std::collections::BTreeSet;

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

/// The same for whatever spelling.
fn spelled(category: &str) -> String {
    category.trim().to_ascii_lowercase()
}

/// Of a category that goes through design and transition by the policy in force.
fn goes_through_transition() -> Condition {
    let policy = Reads::fields(&["categories"]).and(Reads::states(&["in_force"]));
    let reads = Reads::fields(&["category"]).and(policy.of_kind("change_policy"));
    let slot = Slot::fresh();
    Condition::new(reads, move |change| {
        let names = change.world.once(slot, &["change_policy"], || {
            let policies = change.world.all("change_policy");
            let policies = policies.filter(|one| one.state() == "in_force");
            let mut names = BTreeSet::new();
            for policy in policies {
                let rows = policy.value("categories").rows().unwrap_or_default();
                let through = rows.iter().filter(|row| {
                    row.get("through_transition").is_some_and(|yes| yes.as_bool() == Some(true))
                });
                let name = |row: &Json| row.get("category").and_then(Json::as_str).map(spelled);
                names.extend(through.map(|row| name(row).unwrap_or_default()));
            }
            names
        });
        names.is_some_and(|names| names.contains(&spelled(change.text("category"))))
    })
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
            "The change policy in force: its categories and the criteria of what may hit hard. And decided \
                 changes of a category that goes through design and transition by that policy: a transition names \
                 each.",
            "Write your change policy.",
            "Say in the policy which categories go through design and transition, and plan the transitions of \
                 the changes listed.",
        )
        .scan(
            every("change_policy")
                .only(state(&["in_force"]))
                .rule(filled(&["categories", "major_criteria"])),
        )
        .scan(every(CHANGE).only(state(DECIDED)).only(goes_through_transition()).rule(must(
            has(TRANSITION, "change", not(state(&["given_up"]))),
            "is of a category that goes through design and transition, and is named by no transition",
        ))),
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
             decided. And those that are completed: their change was approved, scheduled and reviewed.",
            "Plan the transition of a service.",
            "Name the change of the transitions listed, and review it.",
        )
        .scan(planned_transitions().rule(filled(&["change"])).rule(when(
            state(&["completed", "reported"]),
            must(
                names(
                    "change",
                    CHANGE,
                    all([given("approved_at"), given("starts_at"), state(&["reviewed", "closed"])]),
                ),
                "is completed, and its change was not approved, scheduled and reviewed",
            ),
        ))),
        of_change(
            "8.5.1.2-3",
            "Changes that began and are over, taken back or not: category, when each was decided, and \
             how it came out; normal ones also when they were planned for, and their review.",
        )
        .scan(
            every(CHANGE)
                .only(state(&["reviewed", "closed"]))
                .only(given("started_at"))
                .rule(filled(&["category", "approved_at", "outcome"]))
                .rule(when(is("model", &["normal"]), filled(&["starts_at", "review"]))),
        ),
    ]
}

fn decided() -> Vec<Check> {
    vec![
        of_change(
            "8.5.1.3-1",
            "Changes that began, emergencies too: decided before, and by somebody else than who asked for it, \
             or by the template of a standard change.",
        )
        .scan(
            every(CHANGE)
                .dated_by("started_at")
                .only(given("started_at"))
                .rule(must(in_order("approved_at", "started_at"), "began before it was approved"))
                .rule(must(
                    any([given("approved_by"), given("change_template")]),
                    "was decided by nobody",
                ))
                .rule(when(
                    not(is("model", &["standard"])),
                    must(differ("approved_by", "requested_by"), "was approved by whoever asked for it"),
                )),
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
    // What was taken back was never implemented, and still had to be tested and to know the way back.
    let done = || every(CHANGE).dated_by("started_at").only(given("started_at"));
    let over = || every(CHANGE).only(state(&["reviewed", "closed"])).only(given("started_at"));
    vec![
        of_change(
            "8.5.1.3-3",
            "Changes that began: what their test came to, or who let them go without.",
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
        of_change("8.5.1.3-5", "Changes that began, standard ones aside: how to go back.").scan(
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
                .only(any([
                    is("result", &["failed", "rolled_back", "caused_incident"]),
                    did(&["back_out", "fail"]),
                ]))
                .rule(filled(&["investigation", "agreed_actions"])),
        ),
        of_change(
            "8.5.1.3-7",
            "Closed normal and emergency changes that began: whether they \
             worked.",
        )
        .scan(
            every(CHANGE)
                .only(state(&["closed"]))
                .only(given("started_at"))
                .only(is("model", &["normal", "emergency"]))
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
        of(
            "8.5.1.3-8",
            "Concluded analyses of changes: each followed by the next within the planned interval, which is a year \
             where none was set.",
        )
        .scan(concluded().rule(unless_overdue(renewed(
                "trend_analysis",
                "concluded_at",
                Some("subject"),
                state(&["concluded"]),
                as_set("change_trends", "trend analysis", "the next analysis is not due yet"),
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
