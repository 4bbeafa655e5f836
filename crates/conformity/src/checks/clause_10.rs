//! 10 Improvement: nonconformities with their corrective actions, and improvements.
use super::parts::{GRACE_HOURS, check};
use crate::{
    check::{Check, Scan, every},
    combinator::{Rule, filled, must, when},
    condition::{
        all, any, anything, given, has,
        held::{a_row_says_yes, days_in_order, did_within_hours, differ},
        is, is_past, not, recorded_within_hours, state,
    },
};

const NONCONFORMITY: &str = "nonconformity";
const ACTION: &str = "corrective_action";
const CRITERIA: &str = "improvement_criteria";
const IMPROVEMENT: &str = "improvement";
/// How long a nonconformity may wait for its correction, and an idea for its evaluation, in hours.
pub const REACTION_HOURS_MAX: i64 = 24 * 30;
/// A nonconformity whose cause was looked for.
const ANALYSED: &[&str] = &["analysed", "acting", "verified", "closed"];
/// An improvement that was approved.
const APPROVED: &[&str] = &[
    "approved",
    "planned",
    "implementing",
    "implemented",
    "target_met",
    "target_missed",
    "reported",
];

/// The checks.
pub fn checks() -> Vec<Check> {
    [nonconformities(), actions(), criteria(), improvements(), more_improvements()]
        .into_iter()
        .flatten()
        .collect()
}

fn standing() -> Scan {
    every(NONCONFORMITY).only(not(state(&["withdrawn"])))
}

fn of(id: &'static str, examined: &'static str) -> Check {
    check(
        (id, NONCONFORMITY),
        examined,
        "Write down what was not met.",
        "Complete the nonconformities listed.",
    )
}

fn analysed(id: &'static str, examined: &'static str, rule: Rule) -> Check {
    of(id, examined).scan(every(NONCONFORMITY).only(state(ANALYSED)).rule(rule))
}

fn nonconformities() -> Vec<Check> {
    let reacted = |fields: &'static [&'static str]| {
        standing()
            .rule(filled(fields))
            .excused_while(recorded_within_hours(REACTION_HOURS_MAX), "the reaction is not due yet")
    };
    vec![
        of("10.1.1-a1", "Nonconformities: corrected within 30 days, by whom and when.")
            .scan(reacted(&["correction", "corrected_by", "corrected_on"])),
        of("10.1.1-a2", "Nonconformities: what was done about consequences, within 30 days.")
            .scan(reacted(&["consequences"])),
        of("10.1.1-b1", "Nonconformities: facts, extent and severity, within 30 days.")
            .scan(reacted(&["review_note", "severity"])),
        analysed(
            "10.1.1-b2",
            "Analysed nonconformities: the cause, how it was found, and what shows it.",
            filled(&["cause", "cause_method", "cause_evidence"]),
        )
        .attest("Confirm that the causes are causes, and not the findings again."),
        analysed(
            "10.1.1-b3",
            "Analysed nonconformities: where similar cases were looked for, and what was found.",
            filled(&["similar_where", "similar"]),
        ),
        of(
            "10.1.1-e",
            "Verified nonconformities: the change to the system, or that none is needed, and why.",
        )
        .scan(
            every(NONCONFORMITY)
                .only(state(&["verified", "closed"]))
                .rule(filled(&["system_change"]))
                .rule(must(
                    any([given("change"), given("system_change_note")]),
                    "says neither what changes in the system nor why nothing does",
                )),
        ),
        of(
            "10.1.2-a",
            "Nonconformities: source, description and the requirement or rule that was not met.",
        )
        .scan(standing().rule(filled(&["source", "description"])).rule(must(
            any([given("requirement"), given("process"), given("service")]),
            "names nothing that was not met",
        ))),
    ]
}

fn actions() -> Vec<Check> {
    let of = |id, examined| {
        check(
            (id, ACTION),
            examined,
            "Plan what removes a cause.",
            "Complete the corrective actions listed.",
        )
    };
    let checked = || every(ACTION).only(state(&["effective", "closed"]));
    vec![
        of(
            "10.1.1-c",
            "Corrective actions: owner and day, none past it. And \
             nonconformities that need one have it.",
        )
        .scan(every(ACTION).rule(filled(&["owner", "due"])).rule(must(
            not(all([state(&["proposed", "approved", "in_progress"]), is_past("due")])),
            "is past its day",
        )))
        .scan(
            every(NONCONFORMITY).only(is("action_needed", &["needed"])).rule(must(
                has(ACTION, "nonconformity", anything()),
                "needs an action and has none",
            )),
        ),
        of(
            "10.1.1-d",
            "Corrective actions that were checked: the result, by whom and when; not by whoever carried \
             it out, and not too early.",
        )
        .scan(
            checked()
                .rule(filled(&["result", "checked_by", "checked_at"]))
                .rule(must(differ("checked_by", "owner"), "was checked by its owner"))
                .rule(must(
                    days_in_order("check_from", "checked_at"),
                    "was checked before its effect could show",
                )),
        )
            .attest("Confirm that the effect was looked at, not only that it was done."),
        of("10.1.1-2", "Approved corrective actions: why the effort fits the effect.")
            .scan(
                every(ACTION)
                    .only(not(state(&["proposed"])))
                    .rule(filled(&["proportion", "approved_by"])),
            )
            .attest("Confirm that action and effect are in proportion."),
        of("10.1.2-b", "Corrective actions that were checked: proof and result.")
            .scan(checked().rule(filled(&["evidence", "result"]))),
    ]
}

fn criteria() -> Vec<Check> {
    let of = |id, examined, rule: Rule, confirm| {
        check(
            (id, CRITERIA),
            examined,
            "Write down how ideas are weighed.",
            "Complete the criteria with a new version.",
        )
        .scan(every(CRITERIA).only(state(&["in_force"])).rule(rule))
        .attest(confirm)
    };
    vec![
        of(
            "10.2-2",
            "The criteria in force: what is weighed, and who approved it. And improvements that were \
             decided: how they were rated by them.",
            filled(&["criteria", "approved_by"]),
            "Confirm that ratings were weighed, not only written down.",
        )
        .scan(
            every(IMPROVEMENT)
                .only(not(state(&["proposed"])))
                .rule(filled(&["criteria", "ratings"])),
        ),
        of(
            "10.2-3",
            "The criteria in force: how far an idea fits the objectives is one of them.",
            must(
                a_row_says_yes("criteria", "serves_objectives"),
                "does not weigh how far an idea fits the objectives",
            ),
            "Confirm that this criterion has weight.",
        ),
    ]
}

fn of_improvements(id: &'static str, examined: &'static str) -> Check {
    check(
        (id, IMPROVEMENT),
        examined,
        "Propose an improvement.",
        "Complete the improvements listed.",
    )
}

fn approved_improvements() -> Scan {
    every(IMPROVEMENT).only(state(APPROVED))
}

fn improvements() -> Vec<Check> {
    vec![
        of_improvements("10.2-1", "Improvements: decided within 30 days.")
            .scan(
                every(IMPROVEMENT)
                    .rule(must(not(state(&["proposed"])), "waits for its evaluation"))
                    .excused_while(
                        recorded_within_hours(REACTION_HOURS_MAX),
                        "the evaluation is not due yet",
                    ),
            )
            .attest("Confirm that system and services get better."),
        of_improvements(
            "10.2-4",
            "Improvements: source and description, and the service or process they are about.",
        )
        .scan(every(IMPROVEMENT).rule(filled(&["source", "description"])).rule(must(
            any([given("service"), given("process"), given("objective")]),
            "is about nothing",
        ))),
        of_improvements(
            "10.2-a",
            "Improvements that were planned: dimension, what is measured, from where \
             to where, and until when.",
        )
        .scan(
            every(IMPROVEMENT)
                .only(state(&[
                    "planned",
                    "implementing",
                    "implemented",
                    "target_met",
                    "target_missed",
                    "reported",
                ]))
                .rule(filled(&["dimension", "metric", "baseline", "target", "target_date"])),
        ),
        of_improvements(
            "10.2-b",
            "Approved improvements: rank, owner and plan, none past its day.",
        )
        .scan(approved_improvements().rule(filled(&["priority", "owner"])).rule(must(
            not(all([state(&["planned", "implementing"]), is_past("target_date")])),
            "is past its day",
        )))
        .attest("Confirm that they are carried out in the order of their rank."),
    ]
}

fn more_improvements() -> Vec<Check> {
    vec![
        of_improvements(
            "10.2-c",
            "Improvements that touch a service or the system and began: the change.",
        )
        .scan(
            every(IMPROVEMENT)
                .only(state(&[
                    "implementing",
                    "implemented",
                    "target_met",
                    "target_missed",
                    "reported",
                ]))
                .rule(when(is("touches", &["service", "system"]), filled(&["change"]))),
        ),
        of_improvements(
            "10.2-d",
            "Improvements that were measured: the value; where the target was missed, \
             what follows.",
        )
        .scan(
            every(IMPROVEMENT)
                .only(state(&["target_met", "target_missed", "reported"]))
                .rule(filled(&["actual", "verdict"]))
                .rule(when(state(&["target_missed"]), filled(&["further_action"]))),
        ),
        of_improvements(
            "10.2-e",
            "Measured improvements: reported, and where, within 30 days after they were measured.",
        )
        .scan(
            every(IMPROVEMENT)
                .only(state(&["target_met", "target_missed", "reported"]))
                .rule(must(
                    any([given("reported_in"), given("service_report")]),
                    "was not reported",
                ))
                .excused_while(
                    did_within_hours(&["measure"], GRACE_HOURS),
                    "the report is not due yet",
                ),
        ),
    ]
}
