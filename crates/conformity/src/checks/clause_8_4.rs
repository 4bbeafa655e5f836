//! 8.4 Supply and demand: money, demand, capacity.
use super::parts::{as_set, check, delivered};
use crate::{
    check::{Check, Scan, every},
    combinator::{
        filled,
        interval::{Every, Interval, Recurring, recurs, renewed},
        must, unless_overdue,
    },
    condition::{
        Condition, all, anything, given, has, in_use, is_past, not, recorded_within_hours, state,
    },
};

/// How long a budget may wait for its approval, in hours.
pub const APPROVAL_HOURS_MAX: i64 = 24 * 60;
const REVIEW: &str = "forecast_review";
const PLAN: &str = "capacity_plan";

/// The checks.
pub fn checks() -> Vec<Check> {
    [money(), demand(), capacity_plans(), capacity()].into_iter().flatten().collect()
}

fn approved() -> Condition {
    state(&["approved"])
}

fn money() -> Vec<Check> {
    let budgets = |id, examined| {
        check(
            (id, "budget"),
            examined,
            "Budget what a service costs.",
            "Approve the budgets listed, and say what they rest on.",
        )
    };
    let reviews = |id, examined| {
        check(
            (id, REVIEW),
            examined,
            "Hold actual costs against the budget, and forecast the rest of the year.",
            "Conclude the reviews listed, and hold the next one in time.",
        )
    };
    let concluded = || every(REVIEW).only(state(&["concluded"]));
    let in_time = || {
        unless_overdue(renewed(
            REVIEW,
            "concluded_at",
            None,
            state(&["concluded"]),
            as_set("costs", "review of costs", "the next review is not due yet"),
        ))
    };
    vec![
        budgets(
            "8.4.1-1",
            "Delivered services: an approved budget of each whose last day has not passed.",
        )
        .scan(delivered().aside(given("parent"), "part of another service").rule(must(
            has("budget", "service", all([approved(), not(is_past("until"))])),
            "has no approved budget of today",
        )))
        .attest("Confirm that this follows the financial policies of your organization."),
        budgets(
            "8.4.1-2",
            "Budgets that hold: what each rests on, who keeps it, and the approval \
             within 60 days.",
        )
        .scan(
            every("budget")
                .only(not(state(&["superseded"])))
                .rule(filled(&["basis", "owner", "approved_by"]))
                .excused_while(
                    recorded_within_hours(APPROVAL_HOURS_MAX),
                    "the approval is not due yet",
                ),
        ),
        reviews(
            "8.4.1-3",
            "Concluded reviews of costs: figures and conclusions, and each followed \
             by the next within the planned interval, which is a year where none was set.",
        )
        .scan(concluded().rule(filled(&["figures", "conclusions"])).rule(in_time())),
        reviews(
            "8.4.1-4",
            "Concluded reviews of costs: what the forecast rests on; each followed in time.",
        )
        .scan(concluded().rule(filled(&["basis"])).rule(in_time()))
        .attest("Confirm that the forecasts were looked at with those who answer for the money."),
        reviews("8.4.1-5", "Concluded reviews of costs: what was decided; each followed in time.")
            .scan(concluded().rule(filled(&["decisions"])).rule(in_time()))
            .attest("Confirm that the decisions were carried out."),
    ]
}

fn demand() -> Vec<Check> {
    let monthly =
        |what, awaited| Interval { every: Every::Months(2), tolerance_days: 0, what, awaited };
    let of = |id, examined, begin, mend| check((id, "demand_source"), examined, begin, mend);
    vec![
        of(
            "8.4.2-a",
            "Sources of demand in use: a forecast of each within the planned interval, which is a year where \
             none was set.",
            "Write down what drives the demand for a service.",
            "Forecast the demand of the sources listed.",
        )
        .scan(every("demand_source").only(in_use()).rule(recurs(
            Recurring { other: "demand_forecast", by: "source", on: "taken_at" },
            not(state(&["discarded"])),
            as_set("demand", "forecast", "the first forecast is not due yet"),
        ))),
        of(
            "8.4.2-b",
            "Sources of demand in use: measured each month, with a \
                 month's time to write it down.",
            "Write down what drives the demand for a service.",
            "Measure the demand of the sources listed.",
        )
        .scan(every("demand_source").only(in_use()).rule(recurs(
            Recurring { other: "demand_measure", by: "source", on: "month" },
            in_use(),
            monthly("measurement", "the first measurement is not due yet"),
        ))),
    ]
}

fn capacity_plans() -> Vec<Check> {
    let plans = |id, examined, fields: &'static [&'static str], confirm| {
        check(
            (id, PLAN),
            examined,
            "Plan the capacity of a service.",
            "Complete the plans listed, or renew what has run out.",
        )
        .scan(held_plans().rule(filled(fields)).rule(must(not(is_past("until")), "has run out")))
        .attest(confirm)
    };
    vec![
        plans(
            "8.4.3-a",
            "Capacity plans approved or in force: capacity now and foreseen, and the \
                 forecasts of demand it rests on.",
            &["owner", "current", "foreseen", "forecasts"],
            "Confirm that both follow from demand.",
        ),
        plans(
            "8.4.3-b",
            "Capacity plans approved or in force: what agreed service \
                 levels, availability and continuity need.",
            &["impact_service_levels", "impact_availability", "impact_continuity"],
            "Confirm that these effects were thought through.",
        ),
        plans(
            "8.4.3-c",
            "Capacity plans approved or in force: thresholds, and by \
                 when capacity has to change.",
            &["thresholds", "until", "metrics"],
            "Confirm that thresholds leave enough time.",
        ),
    ]
}

fn held_plans() -> Scan {
    every(PLAN).only(state(&["approved", "in_force"]))
}

fn capacity() -> Vec<Check> {
    let metrics = |id, examined| {
        check(
            (id, "capacity_metric"),
            examined,
            "Measure what a service uses of something that can run short.",
            "Decide about what runs short, and analyse what was measured.",
        )
    };
    vec![
        check(
            ("8.4.3-1", "capacity_requirement"),
            "Delivered services: an approved capacity requirement of each. And those \
                 approved: what they rest on, and no review past its day.",
            "Write down what a service needs of people, technology, information or money.",
            "Approve what the services listed need, and look again at what is due.",
        )
        .scan(delivered().aside(given("parent"), "part of another service").rule(must(
            has("capacity_requirement", "service", approved()),
            "has no approved capacity requirement",
        )))
        .scan(
            every("capacity_requirement")
                .only(approved())
                .rule(filled(&["basis"]))
                .rule(must(not(is_past("review_on")), "is past the day of its review")),
        )
        .attest("Confirm that people, technology, information and money are all covered."),
        metrics("8.4.3-2", "What is measured of capacity: no decision is past its day.")
            .scan(
                every("capacity_metric")
                    .only(in_use())
                    .rule(must(not(is_past("decide_by")), "should have been decided about by now")),
            )
            .attest("Confirm that there is enough capacity for what was agreed."),
        metrics(
            "8.4.3-3",
            "What is measured of capacity: samples in each month, and \
             an analysis.",
        )
        .scan(every("capacity_metric").only(in_use()).rule(filled(&["analysis"])).rule(
            recurs(
                Recurring { other: "capacity_sample", by: "metric", on: "at" },
                anything(),
                Interval {
                    every: Every::Months(2),
                    tolerance_days: 0,
                    what: "sample",
                    awaited: "the first sample is not due yet",
                },
            ),
        )),
    ]
}
