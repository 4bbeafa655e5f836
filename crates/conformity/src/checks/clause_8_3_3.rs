//! 8.3.3 Service level management: agreed with the customer, measured, reviewed, and improved where
//! missed.
use crate::{
    check::{Check, Scan, Step, every},
    combinator::{
        Covered, Rule, covered_for_each, filled,
        interval::{Every, Instances, Interval, Recurring, instances_of, last_done_in, recurs},
        must, unless_overdue, when,
    },
    condition::{Condition, all, any, given, has, in_use, is, is_past, is_yes, names, not, state},
};

const AGREEMENT: &str = "service_level_agreement";
const TARGET: &str = "service_level_target";
const RESULT: &str = "service_level_result";
const AVAILABILITY_RESULT: &str = "availability_result";
const LIMIT: &str = "workload_limit";
/// The states in which an agreement counts. Once it is amended, it does not until both sides agreed
/// again.
const IN_FORCE: &[&str] = &["in_force", "under_review"];
/// The states in which a service is delivered.
const DELIVERED: &[&str] = &["live", "changing", "retiring", "transferring"];

/// How many days after the end of its window a result may be missing.
pub const RESULT_DAYS_MAX: i64 = 14;
/// How many days late a planned review is still in time.
pub const REVIEW_TOLERANCE_DAYS: i64 = 0;

/// The checks of all eight requirements.
pub fn checks() -> Vec<Check> {
    vec![
        services_agreed(),
        agreement_for_each_service(),
        targets(),
        workload_limits(),
        exceptions(),
        performance(),
        workload(),
        improvement(),
    ]
}

fn services_agreed() -> Check {
    Check::of(
        "8.3.3-1",
        "Agreements in force or under review: customer and service are named, and by whom and \
         when the customer agreed.",
    )
    .scan(agreements_in_force().rule(filled(&[
        "customer",
        "service",
        "customer_agreed_by",
        "customer_agreed_on",
    ])))
    .begin(begin())
    .mend(mend(
        "Let the customer agree to the agreements listed, and write \
         down who did and when.",
    ))
}

fn agreement_for_each_service() -> Check {
    Check::of(
        "8.3.3-2",
        "Delivered services (live, changing, retiring or transferring): an agreement in force \
         for each of their customers, and at least one. And agreements in force: the \
         requirements they rest on.",
    )
    .scan(
        every("service")
            .only(state(DELIVERED))
            .aside(
                all([given("parent"), not(given("customers"))]),
                "part of another service, without customers of its own",
            )
            .rule(covered_for_each(
                Covered {
                    each: "customers",
                    of_kind: "customer",
                    other: AGREEMENT,
                    by: "service",
                    one: "customer",
                },
                all([state(IN_FORCE), not(is_past("ends_on"))]),
                "has no agreement in force",
            )),
    )
    .scan(agreements_in_force().rule(filled(&["requirements"])))
    .begin(Step::create("service", "Record the services that you deliver, and bring them live."))
    .mend(begin())
}

fn targets() -> Check {
    Check::of(
        "8.3.3-3",
        "Agreements in force: agreed by both sides, not run out, review not overdue, with at \
         least one target in figures. And their targets: a figure, a window, and a calendar, \
         their own or the agreement's.",
    )
    .scan(current(agreements_in_force()).rule(must(
        has(TARGET, "agreement", all([in_use(), is_measurable()])),
        "has no target in figures",
    )))
    .scan(
        targets_in_force()
            .rule(must(is_measurable(), "promises no figure"))
            .rule(filled(&["window"]))
            .rule(must(
                any([given("calendar"), names("agreement", AGREEMENT, given("calendar"))]),
                "has no calendar to count by",
            )),
    )
    .begin(begin())
    .mend(Step::create(
        TARGET,
        "Agree targets in figures for the agreements listed, and renew what has run out.",
    ))
}

fn workload_limits() -> Check {
    Check::of("8.3.3-4", "Agreements in force: at least one workload limit.")
        .scan(agreements_in_force().rule(must(
            has(LIMIT, "agreement", all([in_use(), given("limit")])),
            "has no workload limit",
        )))
        .begin(begin())
        .mend(Step::create(LIMIT, "Agree how much work each agreement listed covers."))
}

fn exceptions() -> Check {
    Check::of(
        "8.3.3-5",
        "Agreements in force: agreed by both sides, not run out, review not overdue, and \
         exceptions written down, if only that there are none.",
    )
    .scan(current(agreements_in_force()).rule(filled(&["exceptions"])))
    .begin(begin())
    .mend(mend(
        "Write the exceptions into the agreements listed, or “none”, and renew what has run \
         out.",
    ))
}

fn performance() -> Check {
    Check::of(
        "8.3.3-a",
        "Targets of agreements in force: a result for each window that ended more than 14 days \
         ago. And those agreements: at least one target, and reviews held at the \
         planned interval.",
    )
    .scan(targets_in_force().rule(when(not(is_availability()), results_kept(RESULT))))
    .scan(targets_in_force().rule(when(is_availability(), results_kept(AVAILABILITY_RESULT))))
    .scan(
        agreements_in_force()
            .rule(must(has(TARGET, "agreement", in_use()), "has no target to be measured by"))
            .rule(review_kept()),
    )
    .begin(Step::create(TARGET, "Agree targets, so that results can be recorded against them."))
    .mend(Step::create(
        RESULT,
        "Record the missing results, and hold the reviews of the agreements listed.",
    ))
}

fn workload() -> Check {
    Check::of(
        "8.3.3-b",
        "Workload limits of agreements in force: a number and a period. And those agreements: \
         reviews held at the planned interval. And where a source of demand is held against a limit: it was \
         measured each month, with a month's time to write it down. Of other limits a person has to tell.",
    )
    .scan(
        every(LIMIT)
            .only(all([in_use(), agreement_is_in_force()]))
            .rule(filled(&["limit", "period"])),
    )
    .scan(
        agreements_in_force()
            .only(has(LIMIT, "agreement", in_use()))
            .rule(unless_overdue(review_kept())),
    )
    .scan(every("demand_source").only(all([in_use(), given("workload_limit")])).rule(unless_overdue(recurs(
        Recurring { other: "demand_measure", by: "source", on: "month" },
        in_use(),
        Interval {
            every: Every::Months(2),
            tolerance_days: 0,
            what: "measurement of its workload",
            awaited: "the first measurement is not due yet",
        },
    ))))
    .attest(
        "Confirm that actual workload was measured, held against its limits, reported and \
         reviewed.",
    )
    .begin(Step::create(LIMIT, "Agree how much work each agreement covers."))
    .mend(mend("Hold the reviews of the agreements listed, and look at workload in them."))
}

fn improvement() -> Check {
    Check::of(
        "8.3.3-6",
        "Results of windows that ended in the period: each that missed its target has an \
         action or a reason, or a link to another record.",
    )
    .scan(every(RESULT).dated_by("until").aside(not(in_use()), "retired").rule(when(
        is_yes("is_missed"),
        must(
            any([
                given("action"),
                has("link", "from", is("from_kind", &[RESULT])),
                has("link", "to", is("to_kind", &[RESULT])),
            ]),
            "was missed, and shows neither an improvement nor a reason",
        ),
    )))
    .begin(Step::create(RESULT, "Record the results of your targets for each window."))
    .mend(Step::change(
        RESULT,
        "Write down for each result listed what is improved, or why nothing is.",
    ))
}

fn agreements_in_force() -> Scan {
    every(AGREEMENT).only(state(IN_FORCE))
}

fn agreement_is_in_force() -> Condition {
    names("agreement", AGREEMENT, state(IN_FORCE))
}

fn begin() -> Step {
    Step::create(
        AGREEMENT,
        "Write down what is agreed with a customer for a service, and put it in force.",
    )
}

fn mend(sentence: &'static str) -> Step {
    Step::change(AGREEMENT, sentence)
}

/// Agreed by both sides, not run out, and its review not overdue.
fn current(scan: Scan) -> Scan {
    scan.rule(filled(&["customer_agreed_on", "owner_agreed_on"]))
        .rule(must(not(is_past("ends_on")), "is in force though its last day has passed"))
        .rule(when(given("review_months"), unless_overdue(review_kept())))
}

fn review_kept() -> Rule {
    last_done_in(
        "last_review_on",
        "starts_on",
        Interval {
            every: Every::MonthsIn("review_months"),
            tolerance_days: REVIEW_TOLERANCE_DAYS,
            what: "review",
            awaited: "a first review that is not due yet",
        },
    )
}

/// A time for response and resolution, a share or a time for everything else.
fn is_measurable() -> Condition {
    let is_about_time = || is("metric", &["response", "resolution"]);
    any([given("target"), all([not(is_about_time()), given("threshold")])])
}

/// Availability is counted from outages, and its results are kept apart from those of incidents.
pub(super) fn is_availability() -> Condition {
    is("metric", &["availability"])
}

/// A result of the kind for each window that is over.
pub(super) fn results_kept(result: &'static str) -> Rule {
    instances_of(
        Instances {
            other: result,
            by: "target",
            on: "until",
            part_of: "agreement",
            whole: AGREEMENT,
            begins: "starts_on",
        },
        in_use(),
        Interval {
            every: Every::WindowIn("window"),
            tolerance_days: RESULT_DAYS_MAX,
            what: "result",
            awaited: "a first result that is not due yet",
        },
    )
}

pub(super) fn targets_in_force() -> Scan {
    every(TARGET).only(all([in_use(), agreement_is_in_force()]))
}
