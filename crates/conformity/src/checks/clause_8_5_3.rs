//! 8.5.3 Release and deployment: planned, accepted, with a baseline, watched and learned from.
use super::parts::check;
use crate::{
    check::{Check, every},
    combinator::{filled, must, when},
    condition::{given, in_order, in_use, is_past, is_yes, not, some_row_says, state},
};

const RELEASE: &str = "release";
const GOING_LIVE: &[&str] =
    &["deploying", "deployed", "rolled_back", "watching", "reviewed", "closed"];
const ACCEPTED: &[&str] = &[
    "accepted",
    "accepted_with_decision",
    "ready",
    "deploying",
    "deployed",
    "rolled_back",
    "watching",
    "reviewed",
    "closed",
];

fn of_release(id: &'static str, examined: &'static str) -> Check {
    check((id, RELEASE), examined, "Plan a release.", "Complete the releases listed.")
}

/// The checks.
pub fn checks() -> Vec<Check> {
    [released(), gone_live(), learned()].into_iter().flatten().collect()
}

fn released() -> Vec<Check> {
    let all_releases = || every(RELEASE).only(not(state(&["rejected"])));
    vec![
        check(
            ("8.5.3-1", "release_type"),
            "Types of release in use: how often, and how each is \
                 handled; one is for emergencies.",
            "Define a type of release.",
            "Complete the types of release, one of them for emergencies.",
        )
        .scan(
            every("release_type")
                .only(in_use())
                .rule(filled(&["frequency", "handling"]))
                .at_most_percent(
                    99,
                    not(is_yes("is_emergency")),
                    "is not for emergencies, as none is",
                ),
        )
        .attest("Confirm that the types are those you use."),
        of_release("8.5.3-2", "Releases, rejected ones aside: when each goes live, and how.")
            .scan(all_releases().rule(filled(&["planned_at", "method"])))
            .attest("Confirm that parts of services are planned with them."),
        of_release("8.5.3-3", "Releases, rejected ones aside: the changes they carry out.")
            .scan(all_releases().rule(filled(&["changes"]))),
        of_release("8.5.3-4", "Releases, rejected ones aside: day, deliverables and method.")
            .scan(all_releases().rule(filled(&["planned_at", "deliverables", "method"])))
            .attest("Confirm that the plans were kept up to date."),
    ]
}

fn gone_live() -> Vec<Check> {
    let accepted = || every(RELEASE).only(state(ACCEPTED));
    let going = || every(RELEASE).only(state(GOING_LIVE));
    vec![
        of_release(
            "8.5.3-5",
            "Releases that went live: acceptance criteria, each tested, and accepted before they \
             began to go live; where a criterion failed, by a decision.",
        )
        .scan(
            going()
                .rule(filled(&["acceptance_criteria", "accepted_by"]))
                .rule(must(
                    in_order("accepted_at", "deploying_since"),
                    "began to go live before it was accepted",
                ))
                .rule(must(
                    not(some_row_says("acceptance_criteria", "result", &["open"])),
                    "went live before each of its criteria was tested",
                ))
                .rule(when(
                    some_row_says("acceptance_criteria", "result", &["failed"]),
                    filled(&["decision"]),
                )),
        ),
        of_release(
            "8.5.3-6",
            "Accepted releases: where criteria failed, what was decided and with whom.",
        )
        .scan(accepted().rule(when(given("decision"), filled(&["decided_with"])))),
        of_release(
            "8.5.3-7",
            "Releases that went live: a baseline of the items they touch, taken before.",
        )
        .scan(going().rule(filled(&["baseline"])).rule(must(
            in_order("baseline_taken_at", "deploying_since"),
            "began to go live before its baseline was taken",
        ))),
        of_release(
            "8.5.3-8",
            "Releases that went live, those taken back aside: how it was seen that \
             all of it is whole.",
        )
        .scan(
            going()
                .aside(state(&["rolled_back", "deploying"]), "taken back, or still going live")
                .rule(filled(&["integrity_check"])),
        )
        .attest("Confirm that services and parts were kept whole."),
    ]
}

fn learned() -> Vec<Check> {
    let over = || every(RELEASE).only(state(&["reviewed", "closed"]));
    vec![
        of_release("8.5.3-9", "Reviewed releases: what was found of their success or failure.")
            .scan(over().rule(filled(&["analysis"]))),
        of_release(
            "8.5.3-10",
            "Releases that are live: the window in which incidents are counted; it \
             was not left open.",
        )
        .scan(
            every(RELEASE)
                .only(state(&["watching", "reviewed", "closed"]))
                .only(given("deployed_at"))
                .rule(filled(&["watch_until"])),
        ),
        of_release("8.5.3-11", "Reviewed releases: analysis, and what was agreed.")
            .scan(over().rule(filled(&["analysis", "agreed_actions"]))),
        of_release(
            "8.5.3-12",
            "Reviewed releases: who was told how they came out. And those to come: a \
             day that is not past.",
        )
        .scan(over().rule(filled(&["shared_with"])))
        .scan(
            every(RELEASE)
                .only(state(&[
                    "planned",
                    "built",
                    "tested",
                    "accepted",
                    "accepted_with_decision",
                    "ready",
                ]))
                .rule(must(not(is_past("planned_at")), "is past its day and has not gone live")),
        ),
    ]
}
