//! 9 Performance evaluation: measuring, audits, reviews by top management, reports.
use super::{
    coverage::{covers_the_standard, managers_were_told},
    parts::{as_set, at_least_yearly, check, delivered},
};
use crate::{
    check::{Check, Scan, every},
    combinator::{
        Rule, filled,
        interval::{Recurring, recurs, renewed},
        must, unless_overdue, when,
    },
    condition::{
        Condition, all, any, given, has, has_row,
        held::{each_row, has_word, lists_one},
        is, is_past, not, state,
    },
};

const MEASURE: &str = "measure";
const PROGRAMME: &str = "audit_programme";
const AUDIT: &str = "audit";
const REVIEW: &str = "management_review";
const REPORT: &str = "report_definition";
const RUN: &str = "report_run";
const DONE: &[&str] = &["reported", "closed"];
const HELD: &[&str] = &["held", "signed", "closed"];

/// The checks.
pub fn checks() -> Vec<Check> {
    [measures(), results(), judged(), audits(), programme(), reviews(), inputs(), reports()]
        .into_iter()
        .flatten()
        .collect()
}

fn in_use() -> Scan {
    every(MEASURE).only(state(&["in_use"]))
}

fn measures() -> Vec<Check> {
    let of = |id, examined| {
        check((id, MEASURE), examined, "Plan what is measured.", "Complete the measures listed.")
    };
    vec![
        of("9.1-a", "Delivered services and processes in force: a measure in use of each.")
            .scan(
                delivered().aside(given("parent"), "part of another service").rule(must(
                    has(MEASURE, "service", state(&["in_use"])),
                    "is measured by nothing",
                )),
            )
            .scan(
                every("process").only(state(&["in_force"])).rule(must(
                    has(MEASURE, "process", state(&["in_use"])),
                    "is measured by nothing",
                )),
            ),
        of("9.1-b", "Measures in use: formula, method and source.")
            .scan(in_use().rule(filled(&["formula", "method", "source"])))
            .attest("Confirm that the methods give results that hold."),
        of("9.1-c", "Measures in use: how often a value is taken, and none that is late.").scan(
            in_use()
                .rule(filled(&["collected_every"]))
                .rule(must(not(is_past("next_value_on")), "has a value that is late")),
        ),
        of("9.1-d", "Measures in use: how often they are evaluated, and none overdue.").scan(
            in_use()
                .rule(filled(&["evaluated_every"]))
                .rule(must(not(is_past("evaluation_due_on")), "is past the day of its evaluation")),
        ),
    ]
}

fn results() -> Vec<Check> {
    vec![
        check(
            ("9.1-1", "measurement"),
            "Values of periods that are over: the value or why there is none, from \
             where, and when it was taken.",
            "Take a value of a measure.",
            "Take the values listed.",
        )
        .scan(
            every("measurement")
                .dated_by("until")
                .rule(must(
                    any([given("value"), given("no_value_because")]),
                    "has no value, without a reason",
                ))
                .rule(when(
                    given("value"),
                    must(any([given("taken_from"), given("rests_on")]), "says not from where"),
                ))
                .rule(filled(&["taken_at"]))
                .excused_while(
                    all([state(&["expected"]), not(is_past("due_on"))]),
                    "the value is not due yet",
                ),
        ),
        check(
            ("9.1-2", "objective_evaluation"),
            "Objectives that were pursued: none past the day of its evaluation. And evaluations: the \
             actual value; where it is not on track, why, and what is done.",
            "Evaluate an objective.",
            "Evaluate the objectives listed.",
        )
        .scan(
            every("objective")
                .only(state(&["pursued", "met", "missed"]))
                .rule(must(
                    has("objective_evaluation", "objective", state(&["recorded"])),
                    "was never evaluated",
                ))
                .rule(must(
                    not(all([state(&["pursued"]), is_past("next_evaluation_on")])),
                    "is past the day of its evaluation",
                ))
                .excused_while(
                    not(is_past("next_evaluation_on")),
                    "the first evaluation is not due yet",
                ),
        )
        .scan(
            every("objective_evaluation")
                .only(state(&["recorded"]))
                .rule(filled(&["actual", "evaluated_by"]))
                .rule(when(
                    not(is("course", &["reached", "on_track"])),
                    filled(&["reason", "reaction"]),
                )),
        ),
    ]
}

fn judged() -> Vec<Check> {
    vec![
        check(
            ("9.1-3", REVIEW),
            "Reviews by top management that were held: what was said of how effective \
             the system is.",
            "Plan a review by top management.",
            "Complete the reviews listed.",
        )
        .scan(every(REVIEW).only(state(HELD)).rule(filled(&["effectiveness"])))
        .attest("Confirm that the system does what it should."),
        check(
            ("9.1-4", "service_evaluation"),
            "Delivered services: an evaluation against their requirements, within a \
             year.",
            "Hold a service against its requirements.",
            "Evaluate the services listed.",
        )
        .scan(delivered().aside(given("parent"), "part of another service").rule(recurs(
            Recurring { other: "service_evaluation", by: "service", on: "until" },
            state(&["concluded"]),
            at_least_yearly("evaluation", "the first evaluation is not due yet"),
        ))),
    ]
}

fn internal() -> Scan {
    every(AUDIT).only(state(DONE)).only(is("sort", &["internal"]))
}

fn of_audits(id: &'static str, examined: &'static str) -> Check {
    check(
        (id, AUDIT),
        examined,
        "Plan an internal audit.",
        "Complete the audits listed, and hold the next one in time.",
    )
}

fn yearly() -> Rule {
    unless_overdue(renewed(
        AUDIT,
        "reported_at",
        Some("sort"),
        state(DONE),
        as_set("internal_audit", "audit", "the next audit is not due yet"),
    ))
}

fn audits() -> Vec<Check> {
    vec![
        of_audits(
            "9.2.1-a1",
            "Internal audits that were reported: what was held against your own \
             rules, and what it came to; each followed by the next in its interval.",
        )
        .scan(internal().rule(filled(&["own_criteria", "own_requirements"])).rule(yearly()))
        .attest("Confirm that all of your own rules were audited."),
        of_audits(
            "9.2.1-a2",
            "Internal audits that were reported: clauses, and whether the standard is met; each followed \
             by the next within the planned interval, else a year. And programmes: when their time is \
             over, each chapter and each process was audited.",
        )
        .scan(internal().rule(filled(&["clauses", "standard"])).rule(yearly()))
        .scan(every(PROGRAMME).only(state(&["in_force", "closed"])).rule(covers_the_standard())),
        of_audits(
            "9.2.1-b",
            "Internal audits that were reported: whether the system is carried out.",
        )
        .scan(internal().rule(filled(&["effectiveness"])).rule(yearly()))
        .attest("Confirm that samples of the work were looked at."),
        of_audits("9.2.2-b", "Audits that began: criteria and scope.")
            .scan(
                every(AUDIT)
                    .only(state(&["in_progress", "reported", "closed"]))
                    .rule(must(any([given("clauses"), given("own_criteria")]), "has no criteria"))
                    .rule(must(
                        any([given("processes"), given("services"), given("sites")]),
                        "has no scope",
                    )),
            )
            .attest("Confirm that criteria and scope were set before the audit."),
        of_audits(
            "9.2.2-c",
            "Audits that began: nobody audits their own work, as far as the records tell.",
        )
        .scan(
            every(AUDIT)
                .only(state(&["in_progress", "reported", "closed"]))
                .rule(filled(&["lead_auditor", "independence_checked_at"]))
                .rule(must(not(given("conflicts")), "has an auditor who audits their own work")),
        ),
        of_audits(
            "9.2.2-d",
            "Audits that were reported: to whom, and when; whoever answers for an area with a finding \
             is among them.",
        )
        .scan(
            every(AUDIT)
                .only(state(DONE))
                .rule(filled(&["report", "recipients", "reported_at"]))
                .rule(must(managers_were_told(), "was not reported to whom a finding is about")),
        ),
        of_audits(
            "9.2.2-e",
            "Audits that were reported: the programme they belong to, and the report.",
        )
        .scan(internal().rule(filled(&["programme", "report", "samples"]))),
    ]
}

fn programme() -> Vec<Check> {
    let of =
        |id, examined, fields: &'static [&'static str], confirm| {
            check(
                (id, PROGRAMME),
                examined,
                "Write your audit programme.",
                "Write a new version of the audit programme.",
            )
            .scan(every(PROGRAMME).only(state(&["in_force", "closed"])).rule(filled(fields)).rule(
                when(state(&["in_force"]), must(not(is_past("period_until")), "has run out")),
            ))
            .attest(confirm)
        };
    vec![
        of(
            "9.2.2-a",
            "The audit programme: how often, by which methods, who, how \
                 it is planned and reported.",
            &["frequency", "methods", "responsibilities", "planning", "reporting", "approved_by"],
            "Confirm that the programme is carried out.",
        ),
        of(
            "9.2.2-a1",
            "The audit programme: areas, with how important each is.",
            &["areas"],
            "Confirm that important processes are audited more.",
        ),
        of(
            "9.2.2-a2",
            "The audit programme: changes that were weighed.",
            &["changes"],
            "Confirm that changes led to audits where they had to.",
        ),
        of(
            "9.2.2-a3",
            "The audit programme: earlier results that were weighed.",
            &["earlier_results"],
            "Confirm that earlier results led to audits where they had to.",
        ),
    ]
}

fn held() -> Scan {
    every(REVIEW).only(state(HELD))
}

fn of_reviews(id: &'static str, examined: &'static str) -> Check {
    check(
        (id, REVIEW),
        examined,
        "Plan a review by top management.",
        "Complete the reviews listed, and hold the next one in time.",
    )
}

fn reviews() -> Vec<Check> {
    vec![
        of_reviews(
            "9.3-1",
            "Reviews that were held: who attended, whether the system is suitable, \
             adequate and effective; somebody of top management among them, and each followed by the \
             next within the planned interval, else a year.",
        )
        .scan(
            held()
                .rule(filled(&["held_on", "attendees", "suitability", "adequacy", "effectiveness"]))
                .rule(must(
                    lists_one("attendees", "person", has_word("roles", "top_management")),
                    "was held without top management",
                ))
                .rule(unless_overdue(renewed(
                    REVIEW,
                    "held_on",
                    None,
                    state(HELD),
                    as_set("management_review", "review", "the next review is not due yet"),
                ))),
        ),
        of_reviews(
            "9.3-2",
            "Reviews that were held: decisions. And decisions: owner and day, none overdue.",
        )
        .scan(held().rule(must(
            has("review_decision", "review", not(state(&["dropped"]))),
            "led to no decision",
        )))
        .scan(
            every("review_decision")
                .only(not(state(&["dropped"])))
                .rule(filled(&["owner"]))
                .rule(must(not(all([state(&["open"]), is_past("due_on")])), "is past its day")),
        )
        .attest("Confirm that the decisions were carried out."),
        of_reviews("9.3-3", "Reviews that were held: signed, with their inputs.")
            .scan(
                held()
                    .rule(filled(&["inputs", "signed_by", "signed_at"]))
                    .excused_while(state(&["held"]), "the signature is not given yet"),
            )
            .attest("Confirm that the minutes are kept."),
    ]
}

/// Each input of a review: something was made of it.
fn inputs() -> Vec<Check> {
    let of =
        |id: &'static str, input: &'static str, examined: &'static str| {
            of_reviews(id, examined)
                .scan(held().rule(must(
                    has_row("comments", ("input", input), "comment"),
                    "made nothing of it",
                )))
                .attest("Confirm that it was talked about, not only listed.")
        };
    vec![
        of(
            "9.3-a",
            "earlier_decisions",
            "Reviews that were held: what was made of earlier decisions.",
        ),
        of(
            "9.3-b",
            "context",
            "Reviews that were held: what was made of changes inside and outside.",
        ),
        of(
            "9.3-c1",
            "nonconformities",
            "Reviews that were held: what was made of nonconformities over time.",
        ),
        of("9.3-c2", "measures", "Reviews that were held: what was made of measures over time."),
        of("9.3-c3", "audits", "Reviews that were held: what was made of audits over time."),
        of(
            "9.3-d",
            "improvements",
            "Reviews that were held: what was made of opportunities to improve.",
        ),
        of(
            "9.3-e",
            "feedback",
            "Reviews that were held: what was made of what customers and others said.",
        ),
        of("9.3-f", "policies", "Reviews that were held: what was made of the policies."),
        of("9.3-g", "objectives", "Reviews that were held: what was made of the objectives."),
        of("9.3-h", "services", "Reviews that were held: what was made of how services did."),
        of(
            "9.3-i",
            "other_parties",
            "Reviews that were held: what was made of how other parties did.",
        ),
        of("9.3-j", "resources", "Reviews that were held: what was made of resources."),
        of("9.3-k", "risks", "Reviews that were held: what was made of risks."),
        of(
            "9.3-l",
            "changes",
            "Reviews that were held: what was made of what is going to \
             change.",
        ),
    ]
}

fn reports() -> Vec<Check> {
    let runs = || every(RUN).dated_by("until").only(not(state(&["withdrawn"])));
    let of = |id, examined| {
        check(
            (id, RUN),
            examined,
            "Define a report: its runs are prepared when they are due.",
            "Complete the reports listed.",
        )
    };
    let sent: fn() -> Condition = || state(&["reviewed", "sent"]);
    vec![
        check(
            ("9.4-1", REPORT),
            "Reports in use: purpose, readers, sources and how often.",
            "Define a report.",
            "Complete the reports listed.",
        )
        .scan(
            every(REPORT)
                .only(state(&["in_use"]))
                .rule(filled(&["purpose", "audience", "sheets", "every", "owner"])),
        )
        .attest("Confirm that those are the reports that are needed."),
        of(
            "9.4-2",
            "Reports in use: none is late. And their runs: prepared and looked at by their day.",
        )
        .scan(runs().rule(filled(&["content"])).rule(must(
            any([sent(), not(is_past("due_on"))]),
            "is past its day and was not looked at",
        )))
        .scan(
            every(REPORT)
                .only(state(&["in_use"]))
                .rule(must(not(is_past("next_due_on")), "has a report that is late")),
        ),
        of("9.4-3", "Runs of reports: trends.").scan(runs().rule(filled(&["trends"]))),
        of(
            "9.4-4",
            "Runs that were looked at: conclusions, and what was decided of each finding, by whom.",
        )
        .scan(runs().only(sent()).rule(filled(&["conclusions"])).rule(must(
            each_row("findings", &["decision", "owner"]),
            "has a finding of which nobody decided anything",
        ))),
        of("9.4-5", "Runs that were looked at: sent, with who was told.").scan(
            runs()
                .only(sent())
                .rule(filled(&["sent_at", "told"]))
                .excused_while(state(&["reviewed"]), "it is not sent yet"),
        ),
    ]
}
