//! 5 Leadership: what top management does for the system, its policy, and who answers for what.
use super::parts::at_least_yearly;
use super::parts::{DELIVERED, check};
use crate::{
    check::{Check, Scan, Step, every},
    combinator::{Rule, filled, interval::renewed, must, unless_overdue},
    condition::{Condition, all, given, has, in_use, is, is_past, is_yes, not, state, there_is},
};

const ACTION: &str = "leadership_action";
const STATEMENT: &str = "policy_statement";
const ROLE: &str = "role";

/// The checks.
pub fn checks() -> Vec<Check> {
    [commitment(), more_commitment(), policy(), told(), roles()].into_iter().flatten().collect()
}

/// What top management did for one of its commitments, within the last year.
fn committed_to(
    id: &'static str,
    word: &'static [&'static str],
    examined: &'static str,
    confirm: &'static str,
) -> Check {
    check(
        (id, ACTION),
        examined,
        "Write down what top management did for it.",
        "Complete what is listed, and write down what was done since.",
    )
    .scan(
        every(ACTION)
            .only(state(&["recorded"]))
            .only(is("commitment", word))
            .rule(filled(&["what", "done_on", "done_by", "evidence"]))
            .rule(unless_overdue(renewed(
                ACTION,
                "done_on",
                Some("commitment"),
                state(&["recorded"]),
                at_least_yearly("word of it", "the next is not due yet"),
            ))),
    )
    .attest(confirm)
}

fn commitment() -> Vec<Check> {
    vec![
        committed_to(
            "5.1-a",
            &["policy_and_objectives"],
            "What top management did for policy and objectives, within a year each time.",
            "Confirm that both fit where the organization is going.",
        ),
        committed_to(
            "5.1-b",
            &["plan"],
            "What top management did for the plan, within a year each time.",
            "Confirm that the plan is carried out and kept up to date.",
        ),
        committed_to(
            "5.1-c",
            &["authority"],
            "What top management did for authority, within a year each time.",
            "Confirm that decisions are taken at the right levels.",
        ),
        committed_to(
            "5.1-d",
            &["value"],
            "What top management did about value, within a year each time.",
            "Confirm that it is settled what value is.",
        ),
        committed_to(
            "5.1-e",
            &["other_parties"],
            "What top management did about other parties, within a year each time.",
            "Confirm that other parties are under control.",
        ),
        committed_to(
            "5.1-f",
            &["business_processes"],
            "What top management did to build the system into the \
                 business, within a year each time.",
            "Confirm that the business works by it.",
        ),
    ]
}

fn more_commitment() -> Vec<Check> {
    vec![
        committed_to(
            "5.1-g",
            &["resources"],
            "What top management did for resources, within a year each time.",
            "Confirm that the resources are there.",
        ),
        committed_to(
            "5.1-h",
            &["communication"],
            "What top management told people of why it matters, within a year each time.",
            "Confirm that people heard it.",
        ),
        committed_to(
            "5.1-i",
            &["results"],
            "What top management did so that results come about, within a year each time.",
            "Confirm that the system does what it should.",
        ),
        committed_to(
            "5.1-j",
            &["people"],
            "What top management did to direct and support people, within a year each time.",
            "Confirm that people are supported.",
        ),
        committed_to(
            "5.1-k",
            &["improvement"],
            "What top management did for improvement, within a year each time.",
            "Confirm that improvement is wanted from above.",
        ),
        committed_to(
            "5.1-l",
            &["managers"],
            "What top management did for other managers, within a year each time.",
            "Confirm that managers can lead in their own areas.",
        ),
    ]
}

fn statements() -> Scan {
    every(STATEMENT).only(state(&["confirmed"]))
}

fn policy() -> Vec<Check> {
    let of = |id: &'static str,
              word: &'static [&'static str],
              examined: &'static str,
              rule: Rule,
              confirm: &'static str| {
        check(
            (id, STATEMENT),
            examined,
            "Write the statement into your policy.",
            "Complete the statements listed.",
        )
        .scan(
            statements()
                .only(is("commitment", word))
                .rule(filled(&["text", "document", "confirmed_by"]))
                .rule(rule),
        )
        .attest(confirm)
    };
    let nothing_more = || filled(&[]);
    vec![
        of(
            "5.2.1-a",
            &["purpose"],
            "Confirmed statements of the policy on its purpose.",
            nothing_more(),
            "Confirm that the policy suits the purpose of the organization.",
        ),
        of(
            "5.2.1-b",
            &["objectives"],
            "Confirmed statements of the policy that frame objectives.",
            must(there_is("objective", given("policy_statement")), "frames no objective"),
            "Confirm that the objectives follow from it.",
        ),
        of(
            "5.2.1-c",
            &["requirements"],
            "Confirmed statements of the policy on meeting requirements.",
            nothing_more(),
            "Confirm that this is a commitment.",
        ),
        of(
            "5.2.1-d",
            &["improvement"],
            "Confirmed statements of the policy on improvement of system and services.",
            filled(&["covers"]),
            "Confirm that this is a commitment.",
        ),
    ]
}

fn told() -> Vec<Check> {
    let policies = || every("document").only(state(&["published"])).only(is("sort", &["policy"]));
    let begin = "Write your policy as a document.";
    let inside: fn() -> Condition = || all([in_use(), not(given("customer"))]);
    vec![
        check(
            ("5.2.2-a", "document"),
            "Published policies: number, approval and who can read them.",
            begin,
            "Complete the policies listed.",
        )
        .scan(policies().rule(filled(&["number", "approved_by", "published_at", "distribution"])))
        .attest("Confirm that people find the policy."),
        check(
            ("5.2.2-b", "acknowledgement"),
            "People who work here: each said that they know the policy.",
            "Publish the policy, and ask people to say that they know it.",
            "Remind the people listed.",
        )
        .scan(
            every("person").only(inside()).aside(is("roles", &["program"]), "a program").rule(
                must(
                    has(
                        "acknowledgement",
                        "person",
                        all([state(&["acknowledged"]), is("topic", &["policy"])]),
                    ),
                    "has not said that they know the policy",
                ),
            ),
        ),
        check(
            ("5.2.2-c", "interested_party"),
            "Interested parties, people inside aside: when and how the policy was offered.",
            "Name who has a stake in your services.",
            "Offer the policy to the parties listed.",
        )
        .scan(
            every("interested_party")
                .only(not(state(&["closed"])))
                .only(not(is("sort", &["staff", "owner"])))
                .rule(filled(&["policy_offered_on", "policy_offered_by"])),
        )
        .attest("Confirm that it was offered to whom it should be."),
    ]
}

fn roles() -> Vec<Check> {
    let of = |id, examined| {
        Check::of(id, examined)
            .begin(Step::create(ROLE, "Describe a role with what it answers for."))
            .mend(Step::create(
                "role_assignment",
                "Give the roles listed to somebody who says yes to it.",
            ))
    };
    let held = || {
        must(
            has("role_assignment", "role", all([state(&["acknowledged"]), not(is_past("to"))])),
            "is held by nobody who said yes to it",
        )
    };
    let used = || {
        every(ROLE)
            .only(state(&["in_use"]))
            .rule(filled(&["responsibilities", "authorities"]))
            .rule(held())
    };
    vec![
        of(
            "5.3-1",
            "Roles in use: responsibilities, authorities, and who holds each. And \
             delivered services and processes in force: an owner.",
        )
        .scan(used())
        .scan(every("service").only(state(DELIVERED)).rule(filled(&["owner"])))
        .scan(every("process").only(state(&["in_force"])).rule(filled(&["owner"]))),
        of(
            "5.3-a",
            "Roles in use that answer for the system meeting the standard: who holds each.",
        )
        .scan(used().only(is_yes("sms_conformity")))
        .attest("Confirm that whoever holds it has the authority."),
        of("5.3-b", "Roles in use that report performance to top management: who holds each.")
            .scan(used().only(is_yes("performance_reporting")))
            .attest("Confirm that these reports reach top management."),
    ]
}
