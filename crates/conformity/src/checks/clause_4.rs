//! 4 Context of the organization: what surrounds it, who has a stake, how far the system reaches.
use super::parts::{
    DELIVERED, GRACE_HOURS, at_least_yearly, check, delivered, each_process_described,
};
use crate::{
    check::{Check, Scan, every},
    combinator::{filled, interval::last_done_in, must, unless_overdue, when},
    condition::{
        Condition, all, any, given, has, in_use, is, is_listed_by, is_past, is_yes, names, not,
        recorded_within_hours, state, there_is,
    },
    reads::Reads,
    world::Slot,
};

const ISSUE: &str = "context_issue";
const PARTY: &str = "interested_party";
const SCOPE: &str = "scope_statement";

/// The checks.
pub fn checks() -> Vec<Check> {
    [context(), parties(), scope(), more_scope()].into_iter().flatten().collect()
}

fn open_issues() -> Scan {
    every(ISSUE).only(not(state(&["closed"])))
}

fn context() -> Vec<Check> {
    let of = |id, examined| {
        check(
            (id, ISSUE),
            examined,
            "Write down what inside or outside bears on you.",
            "Decide about the matters listed, and look at them again.",
        )
    };
    vec![
        of(
            "4.1-1",
            "Open matters inside and outside, both at least once: decided within 30 days, with their \
             effect, owner and what follows, and none past its day.",
        )
        .scan(
            open_issues()
                .rule(must(state(&["decided"]), "is not decided"))
                .rule(filled(&["effect", "owner"]))
                .rule(when(
                    is("relevance", &["relevant"]),
                    must(
                        any([given("risks"), given("opportunities"), given("nothing_because")]),
                        "led to no risk, no opportunity and no reason for neither",
                    ),
                ))
                .rule(must(
                    not(is_past("review_on")),
                    "is past the day on which it is looked at again",
                ))
                .rule(must(
                    there_is(ISSUE, all([state(&["decided"]), is("side", &["inside"])])),
                    "stands alone: nothing inside was named",
                ))
                .rule(must(
                    there_is(ISSUE, all([state(&["decided"]), is("side", &["outside"])])),
                    "stands alone: nothing outside was named",
                ))
                .excused_while(
                    all([state(&["identified"]), recorded_within_hours(GRACE_HOURS)]),
                    "the decision is not due yet",
                ),
        )
        .attest("Confirm that those are the matters that bear on your purpose."),
        of(
            "4.1-2 (Amd1:2024)",
            "The question of the climate: decided, with the reason, by whom and when, \
             and not past its day.",
        )
        .scan(
            open_issues()
                .only(is("category", &["climate"]))
                .rule(filled(&["relevance", "rationale", "decided_by", "decided_on", "review_on"]))
                .rule(must(
                    not(is_past("review_on")),
                    "is past the day on which it is looked at again",
                )),
        )
        .attest("Confirm that the decision on the climate still holds."),
    ]
}

fn standing_parties() -> Scan {
    every(PARTY).only(not(state(&["closed"])))
}

fn parties() -> Vec<Check> {
    let of = |id, examined| {
        check(
            (id, PARTY),
            examined,
            "Name who has a stake in your services.",
            "Complete the parties listed, and name those that are missing.",
        )
    };
    vec![
        of(
            "4.2-a",
            "Customers and suppliers at work: each is an interested \
             party. And parties: their stake.",
        )
        .scan(standing_parties().rule(filled(&["stake"])))
        .scan(
            every("customer").only(in_use()).rule(must(
                has(PARTY, "customer", not(state(&["closed"]))),
                "is no interested party",
            )),
        )
        .scan(
            every("supplier").only(state(&["active", "under_review", "remediation"])).rule(must(
                has(PARTY, "supplier", not(state(&["closed"]))),
                "is no interested party",
            )),
        )
        .attest("Confirm that nobody else matters to the system and the services."),
        of("4.2-b", "Interested parties: at least one requirement that was taken up or declined.")
            .scan(standing_parties().rule(must(
                has("party_requirement", "party", state(&["accepted", "declined"])),
                "has no requirement that was decided about",
            )))
            .attest("Confirm that those are all that matter."),
        of(
            "4.2-note (Amd1:2024)",
            "Interested parties: asked whether they require something \
             for the climate.",
        )
        .scan(standing_parties().rule(filled(&["climate"])))
        .attest("Confirm that the question was asked."),
    ]
}

fn in_force() -> Scan {
    every(SCOPE).only(state(&["in_force"]))
}

fn of_scope(id: &'static str, examined: &'static str) -> Check {
    check(
        (id, SCOPE),
        examined,
        "Write your scope statement.",
        "Write a new version of the scope statement.",
    )
}

/// It was recorded after the scope in force was approved.
fn recorded_after_the_scope() -> Condition {
    let reads = Reads::states(&["in_force"]).and(Reads::fields(&["approved_at"])).of_kind(SCOPE);
    let slot = Slot::fresh();
    Condition::new(reads, move |member| {
        let first = member.world.once(slot, &[SCOPE], || {
            let scopes = member.world.all(SCOPE).filter(|one| one.state() == "in_force");
            scopes.filter_map(|scope| scope.instant("approved_at")).min()
        });
        first.and_then(|first| *first).is_some_and(|at| at < member.recorded_at())
    })
}

fn names_the_whole() -> Condition {
    all([given("organization"), given("services"), is_yes("all_clauses")])
}

fn scope() -> Vec<Check> {
    vec![
        of_scope(
            "4.3-1",
            "The scope statement in force: organization and services, \
             all clauses, and who approved it.",
        )
        .scan(
            in_force()
                .rule(must(
                    names_the_whole(),
                    "does not name organization and services, or leaves a \
                 clause out",
                ))
                .rule(filled(&["approved_by", "approved_at"])),
        )
        .attest("Confirm that the borders are where the system ends."),
        of_scope("4.3-a", "The scope statement in force: the matters of 4.1 that were weighed.")
            .scan(in_force().rule(filled(&["issues"])))
            .attest("Confirm that those matters decided the scope."),
        of_scope(
            "4.3-b",
            "The scope statement in force: the requirements of parties that were weighed. And what \
             customers required before it was approved, and was accepted: each is among them.",
        )
        .scan(in_force().rule(filled(&["requirements"])))
        .scan(
            every("party_requirement")
                .only(state(&["accepted"]))
                .only(names("party", PARTY, is("sort", &["customer"])))
                .only(not(recorded_after_the_scope()))
                .rule(must(
                    is_listed_by(SCOPE, "requirements", state(&["in_force"])),
                    "was not weighed when the scope was decided",
                )),
        )
        .attest("Confirm that those requirements decided the scope."),
        of_scope(
            "4.3-c",
            "Delivered services: each is in the scope in force, or left \
             out with a reason.",
        )
        .scan(every("service").only(state(DELIVERED)).rule(must(
            any([
                is_listed_by(SCOPE, "services", state(&["in_force"])),
                is_listed_by(
                    SCOPE,
                    "left_out",
                    all([state(&["in_force"]), given("left_out_because")]),
                ),
            ]),
            "is neither in the scope nor left out with a reason",
        ))),
    ]
}

fn more_scope() -> Vec<Check> {
    vec![
        of_scope(
            "4.3-2",
            "The scope statement in force: the organization by its name, the services, and the \
             sentence they make. And the services in it: a published entry of the catalogue.",
        )
        .scan(in_force().rule(filled(&["organization", "services", "statement"])))
        .scan(
            delivered()
                .aside(given("parent"), "part of another service")
                .only(is_listed_by(SCOPE, "services", state(&["in_force"])))
                .rule(must(
                    has("catalogue_entry", "service", state(&["published", "revised"])),
                    "is in the scope and in no catalogue",
                )),
        ),
        of_scope(
            "4.3-3",
            "The scope statement in force: who keeps it, and that it was looked at again within a year.",
        )
        .scan(in_force().rule(filled(&["owner", "statement"])).rule(unless_overdue(last_done_in(
            "last_reviewed_on",
            "approved_at",
            at_least_yearly("look at it", "the first look is not due yet"),
        ))))
        .attest("Confirm that whoever needs the scope can read it."),
        check(
            ("4.4-1", "process"),
            "Processes in force: owner, purpose, inputs, outputs and interfaces, and one at least for \
             each clause of the standard that asks for a process.",
            "Describe a process.",
            "Complete the processes listed.",
        )
        .scan(
            every("process")
                .only(state(&["in_force"]))
                .rule(filled(&["owner", "purpose", "inputs", "outputs", "interfaces"]))
                .rule(each_process_described()),
        )
        .attest("Confirm that the processes run, and that together they are the system."),
    ]
}
