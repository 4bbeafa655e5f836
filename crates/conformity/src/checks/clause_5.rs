//! 5 Leadership: what top management does for the system, its policy, and who answers for what.
use super::parts::{DELIVERED, GRACE_HOURS, at_least_yearly, check, delivered, known};
use crate::{
    check::{Check, Scan, Step, every},
    combinator::{
        Rule, filled,
        interval::{last_done_in, renewed},
        must,
        together::{Whole, same, together},
        unless_overdue,
    },
    condition::{
        all, given, has, is, is_past, is_yes, names, not, recorded_within_hours, state, there_is,
    },
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
            "What top management did for the plan, within a year each time. And the plan in force: \
             approved, not run out, and looked at within a year.",
            "Confirm that the plan is carried out and kept up to date.",
        )
        .scan(kept_plan()),
        committed_to(
            "5.1-c",
            &["authority"],
            "What top management did for authority, within a year each time. And authorities in force: \
             the role of each, with one at least for changes, money and risks.",
            "Confirm that decisions are taken at the right levels.",
        )
        .scan(authorities()),
        committed_to(
            "5.1-d",
            &["value"],
            "What top management did about value, within a year each time. And delivered services: what \
             each is worth to customers.",
            "Confirm that it is settled what value is.",
        )
        .scan(delivered().rule(filled(&["value"]))),
        committed_to(
            "5.1-e",
            &["other_parties"],
            "What top management did about other parties, within a year each time. And suppliers at \
             work: who answers for each.",
            "Confirm that other parties are under control.",
        )
        .scan(
            every("supplier")
                .only(state(&["active", "under_review", "remediation"]))
                .rule(filled(&["owner"])),
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

fn kept_plan() -> Scan {
    every("service_management_plan")
        .only(state(&["in_force"]))
        .rule(filled(&["approved_by"]))
        .rule(must(not(is_past("until")), "has run out"))
        .rule(unless_overdue(last_done_in(
            "last_reviewed_on",
            "approved_at",
            at_least_yearly("look at it", "the first look is not due yet"),
        )))
}

fn authorities() -> Scan {
    let whole = Whole {
        kind: "authority",
        part: "decision",
        parts: &["change", "money", "risk"],
        is: same,
        otherwise: "stands beside a gap: nobody was given the authority over",
    };
    every("authority")
        .only(state(&["in_force"]))
        .rule(filled(&["role", "limit"]))
        .rule(together(whole, state(&["in_force"])))
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
                .rule(must(
                    names("document", "document", state(&["published"])),
                    "stands in an edition of the policy that does not hold",
                ))
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
            "People who work here: each said that they know the edition of the policy that holds.",
            "Publish the policy, and ask people to say that they know it.",
            "Remind the people listed.",
        )
        .scan(known(&["policy"], "has not said that they know the policy that holds")),
        check(
            ("5.2.2-c", "interested_party"),
            "Customers, users and suppliers who have a stake: when and how the policy was offered to \
             each, within 30 days.",
            "Name who has a stake in your services.",
            "Offer the policy to the parties listed.",
        )
        .scan(
            every("interested_party")
                .only(not(state(&["closed"])))
                .only(is("sort", &["customer", "user", "supplier"]))
                .rule(filled(&["policy_offered_on", "policy_offered_by"]))
                .excused_while(recorded_within_hours(GRACE_HOURS), "the offer is not due yet"),
        )
        .attest("Confirm that it was offered to everybody else to whom it should be."),
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
            .excused_while(
                has(
                    "role_assignment",
                    "role",
                    all([state(&["assigned"]), recorded_within_hours(GRACE_HOURS)]),
                ),
                "the answer of whoever was named is not due yet",
            )
    };
    vec![
        of(
            "5.3-1",
            "Roles in use: responsibilities, authorities, and who holds each. And delivered services, \
             processes and plans in force: an owner.",
        )
        .scan(used())
        .scan(every("service").only(state(DELIVERED)).rule(filled(&["owner"])))
        .scan(every("process").only(state(&["in_force"])).rule(filled(&["owner"])))
        .scan(every("service_management_plan").only(state(&["in_force"])).rule(filled(&["owner"]))),
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
