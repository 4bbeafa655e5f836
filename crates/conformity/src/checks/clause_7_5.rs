//! 7.5 Documented information: what has to be written down, and how it is kept right.
use super::parts::{check, delivered, each_process_described};
use crate::{
    check::{Check, Scan, every},
    combinator::{Rule, filled, must, when},
    condition::{all, any, given, has, held::differ, in_order, is, is_past, not, state, there_is},
};

const DOCUMENT: &str = "document";
const OVERDUE: &str = "is past the day of its review";

/// The checks.
pub fn checks() -> Vec<Check> {
    [documents(), controlled(), held(), more_held()].into_iter().flatten().collect()
}

fn published() -> Scan {
    every(DOCUMENT).only(state(&["published"]))
}

fn of_documents(id: &'static str, examined: &'static str, rule: Rule) -> Check {
    check(
        (id, DOCUMENT),
        examined,
        "Write a document.",
        "Complete the documents listed with a new version.",
    )
    .scan(published().rule(rule))
}

fn documents() -> Vec<Check> {
    let current =
        |kind: &'static str, states: &'static [&'static str]| there_is(kind, state(states));
    let document = |sort: &'static [&'static str]| {
        there_is(DOCUMENT, all([state(&["published"]), is("sort", sort)]))
    };
    vec![
        of_documents(
            "7.5.1-a",
            "Published documents: beside them there is a scope, a plan, objectives, \
                 risk criteria, processes, a change policy, a security policy, a \
                 continuity plan, an audit programme, a policy and procedures.",
            must(
                all([
                    all([
                        current("scope_statement", &["in_force"]),
                        current("service_management_plan", &["in_force"]),
                        current("objective", &["agreed", "pursued", "met", "missed"]),
                    ]),
                    all([
                        current("risk_criteria", &["in_force"]),
                        current("process", &["in_force"]),
                        current("change_policy", &["in_force"]),
                    ]),
                    all([
                        current("security_policy", &["in_force"]),
                        current("continuity_plan", &["approved", "exercised"]),
                        current("audit_programme", &["in_force"]),
                    ]),
                    all([document(&["policy"]), document(&["procedure"])]),
                ]),
                "stands beside a gap: one of the documents that the standard demands is missing",
            ),
        ),
        of_documents("7.5.1-b", "Published documents: an owner.", filled(&["owner"]))
            .attest("Confirm that you have all that you need."),
        of_documents(
            "7.5.2-a",
            "Published documents: number, edition, author and day.",
            filled(&["number", "edition", "author", "published_at"]),
        ),
        of_documents(
            "7.5.2-b",
            "Published documents: language and medium.",
            filled(&["language", "medium"]),
        )
        .attest("Confirm that they suit their readers."),
        of_documents(
            "7.5.2-c",
            "Published documents: approved before they were published, and not by their author.",
            must(in_order("approved_at", "published_at"), "was published before it was approved"),
        )
        .scan(
            published()
                .rule(filled(&["author", "approved_by"]))
                .rule(must(differ("author", "approved_by"), "was approved by its author")),
        ),
    ]
}

fn controlled() -> Vec<Check> {
    let due = || must(not(is_past("next_review_on")), OVERDUE);
    let ours =
        || must(any([is("comes_from", &["outside"]), not(is_past("next_review_on"))]), OVERDUE);
    vec![
        of_documents(
            "7.5.3.1-a",
            "Published documents: who can read each, and none of our own past the day of its review.",
            filled(&["distribution"]),
        )
        .scan(published().rule(ours()))
        .attest("Confirm that they are found where they are needed."),
        of_documents(
            "7.5.3.1-b",
            "Published documents: how confidential each is.",
            filled(&["classification"]),
        )
        .attest("Confirm that they are protected."),
        of_documents(
            "7.5.3.2-a",
            "Published documents: who can read each.",
            filled(&["distribution"]),
        )
        .attest("Confirm that access is as it should be."),
        of_documents("7.5.3.2-b", "Published documents: the medium.", filled(&["medium"]))
            .attest("Confirm that backups were restored to see that they can be read."),
        of_documents(
            "7.5.3.2-c",
            "Published documents that took another's place: what is new.",
            when(given("previous"), filled(&["what_is_new", "edition"])),
        ),
        of_documents(
            "7.5.3.2-d",
            "Published documents: for how long each is kept. And rules of keeping in \
             force: what comes after.",
            filled(&["retention_rule"]),
        )
        .scan(
            every("retention_rule")
                .only(state(&["in_force"]))
                .rule(filled(&["basis", "afterwards"])),
        )
        .attest("Confirm that what had to go was disposed of."),
        check(
            ("7.5.3.2-2", DOCUMENT),
            "Documents from outside: source, version, and when that was checked.",
            "Register a document from outside.",
            "Check the documents listed.",
        )
        .scan(
            published()
                .only(is("comes_from", &["outside"]))
                .rule(filled(&["source", "source_version", "checked_on"]))
                .rule(due()),
        )
        .attest("Confirm that those are all that you need from outside."),
    ]
}

/// What the documentation has to hold, each as its own kind of record.
fn held_as(
    id: &'static str,
    kind: &'static str,
    examined: &'static str,
    scan: Scan,
    confirm: &'static str,
) -> Check {
    check((id, kind), examined, "Write it, and let it be approved.", "Complete what is listed.")
        .scan(scan)
        .attest(confirm)
}

fn in_force(kind: &'static str, fields: &'static [&'static str]) -> Scan {
    every(kind).only(state(&["in_force"])).rule(filled(fields))
}

fn held() -> Vec<Check> {
    vec![
        held_as(
            "7.5.4-a",
            "scope_statement",
            "The scope statement in force.",
            in_force("scope_statement", &["statement", "approved_by"]),
            "Confirm that it is current.",
        ),
        held_as(
            "7.5.4-b",
            DOCUMENT,
            "The published policy. And agreed objectives.",
            published().only(is("sort", &["policy"])).rule(filled(&["approved_by"])),
            "Confirm that both are current.",
        )
        .scan(
            every("objective")
                .only(state(&["agreed", "pursued", "met", "missed"]))
                .rule(filled(&["target"])),
        ),
        held_as(
            "7.5.4-c",
            "service_management_plan",
            "The plan in force, not run out.",
            in_force("service_management_plan", &["approved_by"])
                .rule(must(not(is_past("until")), "has run out")),
            "Confirm that it is current.",
        ),
        held_as(
            "7.5.4-d",
            "change_policy",
            "The change policy in force; beside it a security policy and a continuity plan.",
            in_force("change_policy", &["approved_by"]).rule(must(
                all([
                    there_is("security_policy", state(&["in_force"])),
                    there_is("continuity_plan", state(&["approved", "exercised"])),
                ]),
                "stands alone: there is no security policy or no continuity plan",
            )),
            "Confirm that they are current.",
        ),
        held_as(
            "7.5.4-e",
            "process",
            "Processes in force: purpose and approval, and one at least for each clause of the standard \
             that asks for a process.",
            in_force("process", &["purpose", "approved_by"]).rule(each_process_described()),
            "Confirm that they are described as they run.",
        ),
        held_as(
            "7.5.4-f",
            "service_requirement",
            "Approved service requirements. And delivered services: at least one of each.",
            every("service_requirement").only(state(&["approved"])).rule(filled(&["text"])),
            "Confirm that they are current.",
        )
        .scan(delivered().aside(given("parent"), "part of another service").rule(must(
            has("service_requirement", "service", state(&["approved"])),
            "has no approved requirement",
        ))),
    ]
}

fn more_held() -> Vec<Check> {
    vec![
        held_as(
            "7.5.4-g",
            "catalogue_entry",
            "Published catalogue entries.",
            every("catalogue_entry")
                .only(state(&["published", "revised"]))
                .rule(filled(&["description"])),
            "Confirm that they are current.",
        ),
        held_as(
            "7.5.4-h",
            "service_level_agreement",
            "Agreements in force.",
            every("service_level_agreement")
                .only(state(&["in_force", "under_review"]))
                .rule(filled(&["customer_agreed_on"])),
            "Confirm that they are current.",
        ),
        held_as(
            "7.5.4-i",
            "contract",
            "Contracts in force. And suppliers at work: one of each.",
            in_force("contract", &["scope", "signed_on"]),
            "Confirm that they are current.",
        )
        .scan(
            every("supplier").only(state(&["active", "under_review", "remediation"])).rule(must(
                has("contract", "supplier", state(&["in_force"])),
                "has no contract in force",
            )),
        ),
        held_as(
            "7.5.4-j",
            "operational_agreement",
            "Agreements in force with internal suppliers and customers who supply you.",
            every("operational_agreement")
                .only(state(&["in_force", "under_review"]))
                .rule(filled(&["agreed_on"])),
            "Confirm that each of them has one.",
        ),
        held_as(
            "7.5.4-k",
            DOCUMENT,
            "Published procedures.",
            published().only(is("sort", &["procedure"])).rule(filled(&["approved_by", "text"])),
            "Confirm that all procedures that the standard demands are among them.",
        ),
        check(
            ("7.5.4-l", "incident"),
            "Records of the work: incidents say when they began, and changes what they are.",
            "Do the work in Gemba: its records are the proof.",
            "Complete the records listed.",
        )
        .scan(every("incident").dated_by("opened_at").rule(filled(&["opened_at"])))
        .scan(every("change").only(not(state(&["draft"]))).rule(filled(&["summary"]))),
    ]
}
