//! 8.2.1 to 8.2.5: delivery, planning, other parties, catalogue, assets.
use super::parts::{as_set, check, delivered};
use crate::{
    check::{Check, Scan, every},
    combinator::{
        filled,
        interval::{Recurring, recurs},
        must, when,
    },
    condition::{
        Condition, all, any, given, has, in_use, is, is_listed_by, is_past, is_yes, names, not,
        recorded_within_hours, state,
    },
};

/// How long a proposal may wait until it is ranked, in hours.
pub const RANKING_HOURS_MAX: i64 = 24 * 60;
const INVOLVEMENT: &str = "party_involvement";
const ENTRY: &str = "catalogue_entry";
const ITEM: &str = "configuration_item";
const PUBLISHED: &[&str] = &["published", "revised"];
/// A change that was asked for and is not over.
const UNDER_WAY: &[&str] =
    &["requested", "submitted", "assessed", "approved", "authorised", "scheduled", "implementing"];
const IN_SERVICE: &[&str] = &["live", "in_maintenance"];
const BEGIN_INVOLVEMENT: &str =
    "Write down what other parties supply or run, and who of yours controls it.";
const MEND_INVOLVEMENT: &str = "Complete the involvements listed.";

/// The checks.
pub fn checks() -> Vec<Check> {
    [
        delivery(),
        planning(),
        more_planning(),
        parties(),
        more_parties(),
        controls(),
        catalogue(),
        assets(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn delivery() -> Vec<Check> {
    let begin = "Write down the work that delivering your services takes, with who does it.";
    let mend = "Give the tasks listed to somebody, or finish what is past its day.";
    vec![
        check(
            ("8.2.1-1", "task"),
            "Tasks that are not dropped: somebody or a team does each.",
            begin,
            mend,
        )
        .scan(
            every("task")
                .only(not(state(&["cancelled"])))
                .rule(must(any([given("assigned_to"), given("team")]), "is with nobody")),
        )
        .attest("Confirm that activities and resources are coordinated."),
        check(
            ("8.2.1-2", "task"),
            "Tasks that are not dropped: none is open past its day.",
            begin,
            mend,
        )
        .scan(
            every("task").only(not(state(&["cancelled"]))).rule(must(
                not(all([state(&["open"]), is_past("due_on")])),
                "is open past its day",
            )),
        )
        .attest("Confirm that all work that delivery needs is done."),
    ]
}

fn planning() -> Vec<Check> {
    vec![
        check(
            ("8.2.2-1", "service_requirement"),
            "Delivered services: at least one approved requirement. And requirements \
                 approved: where each comes from, and how it is seen to be met.",
            "Write down what a service must do, and let somebody else approve it.",
            "Write and approve the requirements of the services listed.",
        )
        .scan(delivered().rule(must(
            has("service_requirement", "service", state(&["approved"])),
            "has no approved requirement",
        )))
        .scan(
            every("service_requirement")
                .only(state(&["approved"]))
                .rule(filled(&["source", "acceptance"])),
        )
        .attest("Confirm that the requirements are all that your services have to meet."),
        check(
            ("8.2.2-2", "service"),
            "Delivered services: how critical they are, and why.",
            "Record the services that you deliver.",
            "Rate how critical the services listed are, and say why.",
        )
        .scan(delivered().rule(filled(&["criticality", "criticality_reason"])))
        .attest("Confirm that the needs of customers, users and others were weighed."),
        check(
            ("8.2.2-3", "service_relation"),
            "Relations between services that hold: each duplicate was \
                 looked at, with what became of it.",
            "Write down which services depend on or duplicate each other.",
            "Decide about the duplicates listed, and say when they were looked at.",
        )
        .scan(
            every("service_relation")
                .only(state(&["current"]))
                .rule(when(is("relation", &["duplicates"]), filled(&["outcome", "reviewed_on"]))),
        )
        .attest("Confirm that all dependencies and duplicates are written down."),
    ]
}

fn more_planning() -> Vec<Check> {
    vec![
        check(
            ("8.2.2-4", "service_proposal"),
            "Proposals that are ranked or older than 60 days: the need, the benefit, limitations and risks.",
            "Propose what should change in your services.",
            "Complete the proposals listed.",
        )
        .scan(
            every("service_proposal")
                .only(not(state(&["declined"])))
                .rule(filled(&["need", "benefit", "limitations", "risks"]))
                .excused_while(
                    all([state(&["proposed"]), recorded_within_hours(RANKING_HOURS_MAX)]),
                    "a new proposal is still being thought through",
                ),
        )
        .attest("Confirm that changes were proposed wherever services and requirements differ."),
        check(
            ("8.2.2-5", "service_proposal"),
            "Proposals: each is ranked within 60 days, with the reason.",
            "Propose what should change in your services, and rank it.",
            "Rank the proposals listed.",
        )
        .scan(
            every("service_proposal")
                .only(not(state(&["declined"])))
                .rule(filled(&["rank_score", "rank_rationale"]))
                .excused_while(
                    recorded_within_hours(RANKING_HOURS_MAX),
                    "the ranking is not due yet",
                ),
        )
        .attest("Confirm that business need, objectives and resources decided the order."),
    ]
}

fn involvements() -> Scan {
    every(INVOLVEMENT).only(state(&["active"]))
}

fn of_involvement(id: &'static str, examined: &'static str) -> Check {
    check((id, INVOLVEMENT), examined, BEGIN_INVOLVEMENT, MEND_INVOLVEMENT)
}

fn run_by_others(by: &'static str) -> Condition {
    has(INVOLVEMENT, by, all([state(&["active"]), is("extent", &["whole"])]))
}

fn parties() -> Vec<Check> {
    vec![
        of_involvement(
            "8.2.3.1-1",
            "Active involvements: who of yours controls what the other party does.",
        )
        .scan(involvements().rule(filled(&["control_owner"])))
        .attest("Confirm that you answer for all of it, whoever does the work."),
        check(
            ("8.2.3.1-2", "party_evaluation"),
            "Suppliers with a contract: each was chosen by an \
                 evaluation against written criteria, with the reason.",
            "Evaluate another party against your criteria.",
            "Evaluate the suppliers listed.",
        )
        .scan(
            every("supplier")
                .only(state(&["contracted", "active", "under_review", "remediation"]))
                .rule(must(
                    has(
                        "party_evaluation",
                        "supplier",
                        all([state(&["chosen", "outdated"]), given("reason"), given("scores")]),
                    ),
                    "was chosen without an evaluation",
                )),
        )
        .attest("Confirm that the criteria are used for every party."),
        of_involvement(
            "8.2.3.1-3",
            "Delivered services, live configuration items and processes in force: not all of them are \
             supplied or run wholly by others.",
        )
        .scan(delivered().at_most_percent(
            99,
            run_by_others("service"),
            "is run wholly by others, as all are",
        ))
        .scan(every(ITEM).only(state(IN_SERVICE)).at_most_percent(
            99,
            run_by_others("configuration_item"),
            "is supplied wholly by others, as all are",
        ))
        .scan(every("process").only(state(&["in_force"])).at_most_percent(
            99,
            all([given("outsourced_to"), not(given("outsourced_parts"))]),
            "is run wholly by others, as all are",
        )),
        of_involvement(
            "8.2.3.1-a",
            "Delivered services: those with a supplier have an active involvement \
             that says what the supplier does. And costs of a supplier booked on a service: that \
             service has one.",
        )
        .scan(delivered().rule(when(
            given("delivered_by"),
            must(
                has(INVOLVEMENT, "service", state(&["active"])),
                "has a supplier, but no involvement says what it does",
            ),
        )))
        .scan(
            every("cost_record").only(in_use()).only(all([given("supplier"), given("service")])).rule(must(
                names("service", "service", has(INVOLVEMENT, "service", state(&["active"]))),
                "pays a supplier for a service of which no involvement says what the supplier does",
            )),
        ),
    ]
}

fn more_parties() -> Vec<Check> {
    vec![
        of_involvement(
            "8.2.3.1-b",
            "Active involvements in components: which one, what is \
             done, and in which stage.",
        )
        .scan(involvements().only(is("concerns", &["component"])).rule(filled(&[
            "configuration_item",
            "activities",
            "stage",
        ]))),
        of_involvement(
            "8.2.3.1-c",
            "Active involvements in processes: which one, what is done, \
             and in which stage.",
        )
        .scan(involvements().only(is("concerns", &["process"])).rule(filled(&[
            "process",
            "activities",
            "stage",
        ]))),
        of_involvement(
            "8.2.3.1-4",
            "Active involvements: what is done, and how it joins with what you do.",
        )
        .scan(involvements().rule(filled(&["activities", "interface"])))
        .attest("Confirm that the parts work together so that service requirements are met."),
        of_involvement(
            "8.2.3.1-5",
            "Active involvements: in which stage the other party takes part.",
        )
        .scan(involvements().rule(filled(&["stage", "interface"])))
        .attest(
            "Confirm that planning, design, transition, delivery and \
                 improvement are coordinated.",
        ),
    ]
}

fn controls() -> Vec<Check> {
    let measured = |what: &'static [&'static str]| {
        involvements().only(is("concerns", what)).rule(recurs(
            Recurring { other: "party_measure", by: "involvement", on: "to" },
            all([state(&["evaluated"]), given("target"), given("value"), given("evaluation")]),
            as_set("suppliers", "measurement with a judgement", "the first one is not due yet"),
        ))
    };
    let of = |id: &'static str, examined: &'static str| {
        check(
            (id, "party_measure"),
            examined,
            "Measure what another party achieves, and judge it.",
            "Measure and judge the involvements listed.",
        )
    };
    vec![
        of(
            "8.2.3.2-a",
            "Active involvements in processes: measured against a target and judged, again and \
             again.",
        )
        .scan(measured(&["process"])),
        of(
            "8.2.3.2-b",
            "Active involvements in services and components: measured against a target and judged, \
             again and again.",
        )
        .scan(measured(&["service", "component"])),
    ]
}

fn catalogue() -> Vec<Check> {
    let begin = "Write the catalogue entry of a service.";
    let mend = "Complete and publish the entries listed.";
    let entries = || every(ENTRY).only(state(PUBLISHED));
    let listed = || {
        delivered()
            .aside(given("parent"), "part of another service")
            .rule(must(has(ENTRY, "service", state(PUBLISHED)), "has no published catalogue entry"))
    };
    vec![
        check(
            ("8.2.4-1", ENTRY),
            "Delivered services: each has a published catalogue entry. And published \
             entries: who keeps them right, and since when they are published.",
            begin,
            mend,
        )
        .scan(listed())
        .scan(entries().rule(filled(&["owner", "published_at"])))
        .attest("Confirm that the catalogue is kept up to date."),
        check(
            ("8.2.4-2", ENTRY),
            "Delivered services: each has a published catalogue entry. And published \
             entries: description, outcome and dependencies, if only that there are \
             none.",
            begin,
            mend,
        )
        .scan(listed())
        .scan(entries().rule(filled(&["description", "outcome", "dependencies"]))),
        check(
            ("8.2.4-3", ENTRY),
            "Published entries: somebody from outside sees each.",
            begin,
            mend,
        )
        .scan(entries().rule(must(
            any([
                is_yes("shown_outside"),
                given("shown_to"),
                is_yes("for_everybody"),
                given("for_customers"),
            ]),
            "is shown to nobody",
        )))
        .attest("Confirm that everybody concerned reaches their part."),
    ]
}

fn assets() -> Vec<Check> {
    vec![
        check(
            ("8.2.5-1", "licence"),
            "Licences in use: none is used beyond what was bought, or past its last day. And live \
                 configuration items: none is past its manufacturer's support, unless a change under way replaces \
                 it, or a risk that somebody accepted or treats names it.",
            "Record your licences and what you use of them.",
            "Buy what is missing, or give back what is used beyond the licences listed.",
        )
        .scan(
            every("licence")
                .only(in_use())
                .rule(must(not(is_yes("is_over_used")), "is used beyond what was bought"))
                .rule(must(not(is_past("valid_until")), "has run out")),
        )
        .scan(
            every(ITEM)
                .only(state(IN_SERVICE))
                .rule(must(
                    any([
                        not(is_yes("support_ended")),
                        is_listed_by("change", "configuration_items", state(UNDER_WAY)),
                        is_listed_by("risk", "items", state(&["accepted", "treating", "treated", "monitored"])),
                    ]),
                    "is past its manufacturer's support, and neither a change nor a risk deals with that",
                )),
        )
        .attest("Confirm that the obligations on assets are met."),
    ]
}
