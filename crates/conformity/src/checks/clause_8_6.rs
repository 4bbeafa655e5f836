//! 8.6.2 and 8.6.3: service requests and problems. (8.6.1 has a file of its own.)
use super::parts::{as_set, check};
use crate::{
    check::{Check, Scan, every},
    combinator::{filled, interval::renewed, must, unless_overdue, when},
    condition::{
        all, any, at_least, did, given, has, in_order, is, is_past, is_yes, not,
        recorded_within_hours, state,
    },
};

/// How long a problem may stand untouched, in hours.
pub const UNTOUCHED_HOURS_MAX: i64 = 24 * 30;
/// How long a request may wait until it is closed, in hours from its record.
pub const UNCLOSED_HOURS_MAX: i64 = 24 * 30;
const REQUEST: &str = "service_request";
const ITEM: &str = "request_item";
const PROBLEM: &str = "problem";
const KNOWN: &str = "known_error";
/// The steps by which somebody works on a request or a problem.
const WORK: &[&str] = &[
    "note",
    "comment",
    "start",
    "assign",
    "wait",
    "resume",
    "finish",
    "change",
    "cause_found",
    "plan_fix",
];

/// The checks.
pub fn checks() -> Vec<Check> {
    [requests(), found(), problems(), known_errors(), effect()].into_iter().flatten().collect()
}

fn standing() -> Scan {
    every(REQUEST).only(not(state(&["new", "cancelled", "rejected"])))
}

fn of_request(id: &'static str, examined: &'static str) -> Check {
    check(
        (id, REQUEST),
        examined,
        "Ask for something that is on offer.",
        "Complete the requests listed.",
    )
}

fn requests() -> Vec<Check> {
    let closed = || every(REQUEST).only(state(&["closed"]));
    vec![
        of_request("8.6.2-a", "Requests that were sent: what was asked for, and its category.")
            .scan(standing().rule(filled(&["request_item", "category"]))),
        of_request(
            "8.6.2-b",
            "Requests that were sent: a priority, with the reason where it was set by hand.",
        )
        .scan(
            standing()
                .rule(filled(&["priority"]))
                .rule(when(given("priority_override"), filled(&["override_reason"]))),
        ),
        of_request(
            "8.6.2-c",
            "Fulfilled requests: when and how, and not before their approval, which rules that ask for one \
             must have brought.",
        )
        .scan(
            every(REQUEST)
                .only(state(&["fulfilled", "closed"]))
                .rule(filled(&["fulfilled_at", "fulfilment"]))
                .rule(when(
                    given("approved_at"),
                    must(
                        in_order("approved_at", "fulfilled_at"),
                        "was fulfilled before it was approved",
                    ),
                ))
                .rule(when(given("approval_rules"), filled(&["approved_at"]))),
        ),
        of_request(
            "8.6.2-d",
            "Closed requests: when, and in which way. And fulfilled ones: none has waited for more than 30 days to \
             be closed.",
        )
        .scan(closed().rule(filled(&["closed_at", "close_code"])))
        .scan(every(REQUEST).only(state(&["fulfilled"])).rule(must(
            recorded_within_hours(UNCLOSED_HOURS_MAX),
            "is fulfilled and was not closed",
        ))),
        of_request(
            "8.6.2-1",
            "Closed requests that were fulfilled: what was done for each stands in its history.",
        )
        .scan(
            closed()
                .only(given("fulfilled_at"))
                .rule(must(did(WORK), "tells nothing of what was done")),
        ),
        check(
            (("8.6.2-2"), ITEM),
            "Published items: how each is fulfilled, in words or in steps.",
            "Offer something that can be asked for.",
            "Write down how the items listed are fulfilled.",
        )
        .scan(every(ITEM).only(state(&["published", "revised"])).rule(must(
            any([
                given("instruction"),
                has("fulfilment_step", "request_item", given("instruction")),
            ]),
            "says nothing of how it is fulfilled",
        ))),
    ]
}

fn found() -> Vec<Check> {
    let of = |id, examined| {
        check(
            (id, "trend_analysis"),
            examined,
            "Look through your incidents for trends.",
            "Conclude the analyses listed, and make the next one in time.",
        )
    };
    vec![
        of(
            "8.6.3-1",
            "Concluded analyses of incidents: figures, what was decided about each \
             signal, and the next one within the planned interval, which is a year where none was set.",
        )
        .scan(
            every("trend_analysis")
                .only(state(&["concluded"]))
                .only(is("subject", &["incidents"]))
                .rule(filled(&["figures", "conclusions"]))
                .rule(unless_overdue(renewed(
                    "trend_analysis",
                    "concluded_at",
                    Some("subject"),
                    state(&["concluded"]),
                    as_set("incident_trends", "trend analysis", "the next analysis is not due yet"),
                ))),
        ),
    ]
}

fn of_problem(id: &'static str, examined: &'static str) -> Check {
    check((id, PROBLEM), examined, "Raise a problem.", "Complete the problems listed.")
}

fn problems() -> Vec<Check> {
    let beyond = || every(PROBLEM).only(not(state(&["logged"])));
    let closed = || every(PROBLEM).only(state(&["closed"]));
    vec![
        of_problem(
            "8.6.3-2",
            "Closed problems: their cause and the change or the effect of what was done, or why no cause was found.",
        )
        .scan(closed().rule(when(
            given("cause"),
            must(
                any([given("change"), given("effect"), given("effort")]),
                "was closed with its cause, and without a word of what was done",
            ),
        )).rule(must(
            any([given("cause"), given("effort")]),
            "was closed without a cause, and without a word of the search",
        ))),
        of_problem("8.6.3-a", "Problems, new ones aside: service or item, and category.").scan(
            beyond().rule(filled(&["category"])).rule(must(
                any([given("service"), given("configuration_item")]),
                "concerns nothing",
            )),
        ),
        of_problem("8.6.3-b", "Problems, new ones aside: impact, urgency and priority.")
            .scan(beyond().rule(filled(&["impact", "urgency", "priority"]))),
        of_problem("8.6.3-c", "Open problems that are past the day of their review: escalated.")
            .scan(beyond().rule(when(
                all([not(state(&["closed"])), is_past("review_on")]),
                must(
                    has("escalation", "problem", not(state(&["withdrawn"]))),
                    "is past the day of its review, and nobody was called",
                ),
            ))),
        of_problem(
            "8.6.3-d",
            "Closed problems: resolved, accepted for a while, or given up with a reason.",
        )
        .scan(closed().rule(must(
            any([given("resolved_at"), given("effort"), given("accepted_until")]),
            "was closed without an end",
        ))),
        of_problem("8.6.3-e", "Closed problems: when, and what the effect was.").scan(
            closed()
                .rule(filled(&["closed_at"]))
                .rule(must(any([given("effect"), given("effort")]), "says nothing of its effect")),
        ),
        of_problem("8.6.3-3", "Open problems older than 30 days: worked on.").scan(
            every(PROBLEM)
                .only(not(state(&["closed"])))
                .rule(must(did(WORK), "was never worked on"))
                .excused_while(recorded_within_hours(UNTOUCHED_HOURS_MAX), "younger than 30 days"),
        ),
        of_problem(
            "8.6.3-4",
            "Problems whose fix is planned, and those resolved that concern a configuration item: the change that \
             carries it.",
        )
        .scan(
            every(PROBLEM)
                .only(any([
                    state(&["fix_planned"]),
                    all([state(&["resolved", "closed"]), given("resolved_at"), given("configuration_item")]),
                ]))
                .rule(filled(&["change"])),
        ),
    ]
}

fn known_errors() -> Vec<Check> {
    let of = |id, examined| {
        check(
            (id, KNOWN),
            examined,
            "Write down a known error of a problem.",
            "Complete the known errors listed.",
        )
    };
    let caused = || every(PROBLEM).only(state(&["known_error", "fix_planned", "accepted"]));
    vec![
        of_problem(
            "8.6.3-5",
            "Problems whose cause is known and not removed: a way around, or that there is none.",
        )
        .scan(caused().rule(must(
            any([
                given("workaround"),
                is_yes("workaround_none"),
                has(KNOWN, "problem", any([given("workaround"), is_yes("workaround_none")])),
            ]),
            "says nothing of how to live with it",
        ))),
        of_problem("8.6.3-6", "Problems whose cause is known and not removed: a known error.")
            .scan(
                caused().rule(must(
                    has(KNOWN, "problem", not(state(&["retired"]))),
                    "has no known error",
                )),
            ),
        of(
            "8.6.3-7",
            "Published known errors: looked at by somebody, and whoever needs them sees them.",
        )
        .scan(every(KNOWN).only(state(&["published", "updated"])).rule(filled(&[
            "reviewed_by",
            "reviewed_on",
            "published_at",
        ]))),
    ]
}

fn effect() -> Vec<Check> {
    vec![
        of_problem(
            "8.6.3-8",
            "Closed problems that were resolved: incidents before and after. And concluded analyses of problems: \
             each followed by the next within the planned interval.",
        )
            .scan(
                every(PROBLEM)
                    .only(state(&["closed"]))
                    .only(given("resolved_at"))
                    .only(at_least("watch_days", 1))
                    .rule(filled(&["incidents_before", "incidents_after"])),
            )
            .scan(
                every("trend_analysis")
                    .only(state(&["concluded"]))
                    .only(is("subject", &["problems"]))
                    .rule(filled(&["figures", "conclusions"]))
                    .rule(unless_overdue(renewed(
                        "trend_analysis",
                        "concluded_at",
                        Some("subject"),
                        state(&["concluded"]),
                        as_set("problem_effect", "analysis of problems", "the next analysis is not due yet"),
                    ))),
            ),
    ]
}
