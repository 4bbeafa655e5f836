//! 7 Support: resources, competence, awareness, communication, documented information, knowledge.
use super::parts::{check, delivered};
use crate::{
    check::{Check, Scan, Step, every},
    combinator::{Rule, filled, must, when},
    condition::{
        Condition, all, any, given, has, in_order, in_use, is, is_past, not, state, there_is,
    },
};

const DOCUMENT: &str = "document";
const TOPIC: &str = "communication_topic";

/// The checks.
pub fn checks() -> Vec<Check> {
    [people(), awareness(), communication(), documents(), controlled(), held(), knowledge()]
        .into_iter()
        .flatten()
        .collect()
}

fn people() -> Vec<Check> {
    let needs = || every("competence_requirement").only(state(&["in_force"]));
    vec![
        check(("7.1-1", "resource_need"), "Needs for resources: decided, with the reason; what was decided is provided by its day.", "Write down what it takes to run the system and the services.", "Decide about the needs listed, or provide what was decided.")
            .scan(
                every("resource_need")
                    .only(not(state(&["closed"])))
                    .rule(filled(&["owner", "decision", "decision_reason"]))
                    .rule(must(not(all([state(&["decided"]), is_past("needed_by")])), "is past its day and not provided"))
                    .excused_while(state(&["identified"]), "the decision is not taken yet"),
            )
            .attest("Confirm that people, technology, information and money suffice."),
        check(("7.2-a", "competence_requirement"), "Competence requirements in force: skill, level, for whom, and why.", "Write down which competence a role needs.", "Complete the requirements listed.")
            .scan(needs().rule(filled(&["skill", "level", "basis"])).rule(must(
                any([given("role"), given("process"), given("team"), given("people")]),
                "is required of nobody",
            )))
            .attest("Confirm that every role that bears on performance is covered."),
        check(("7.2-b", "competence_requirement"), "Competence requirements in force: somebody was assessed who has it, and the proof has not run out.", "Write down which competence a role needs.", "Assess who has the competences listed, or gain them.")
            .scan(needs().rule(must(
                has("competence", "requirement", all([state(&["assessed"]), not(is_past("valid_until"))])),
                "is met by nobody",
            ))),
        check(("7.2-c", "training"), "Trainings that are over: whether they worked, by which method, and who looked.", "Plan what closes a gap in competence.", "Check whether the trainings listed worked.")
            .scan(
                every("training")
                    .only(not(state(&["cancelled"])))
                    .rule(when(state(&["effective", "not_effective"]), filled(&["check_method", "check_finding", "checked_by", "checked_on"])))
                    .rule(must(not(all([state(&["planned"]), is_past("due_on")])), "is past its day")),
            ),
        check(("7.2-d", "competence"), "Assessed competences: what they rest on, the proof, who assessed and when.", "Write down a competence that somebody has.", "Complete the competences listed.")
            .scan(every("competence").only(state(&["assessed"])).rule(filled(&["basis", "evidence", "assessed_by", "assessed_on"]))),
    ]
}

/// Everybody who works here said that they know it.
fn known(id: &'static str, topic: &'static [&'static str], examined: &'static str) -> Check {
    let here: fn() -> Condition = || all([in_use(), not(given("customer"))]);
    Check::of(id, examined)
        .scan(every("person").only(here()).aside(is("roles", &["program"]), "a program").rule(
            must(
                has(
                    "acknowledgement",
                    "person",
                    all([state(&["acknowledged"]), is("topic", topic)]),
                ),
                "has not said so",
            ),
        ))
        .begin(Step::create("person", "Record who works here, contractors too."))
        .mend(Step::create("acknowledgement", "Ask the people listed to say that they know it."))
}

fn awareness() -> Vec<Check> {
    vec![
        known("7.3-a", &["policy"], "People who work here, contractors too: each said that they know the policy."),
        known("7.3-b", &["objectives"], "People who work here, contractors too: each said that they know the objectives."),
        known("7.3-c", &["services"], "People who work here, contractors too: each said that they know the services of their work.")
            .attest("Confirm that they know them when asked."),
        known("7.3-d", &["contribution"], "People who work here, contractors too: each said that they know what they contribute.")
            .attest("Confirm that they know it when asked."),
        known("7.3-e", &["consequences"], "People who work here, contractors too: each said that they know what follows from not keeping the rules."),
    ]
}

fn communication() -> Vec<Check> {
    let of = |id, examined, rule: Rule, confirm| {
        check((id, TOPIC), examined, "Plan what is communicated.", "Complete the topics listed.")
            .scan(every(TOPIC).only(state(&["in_use"])).rule(rule))
            .attest(confirm)
    };
    let is_there = |sort: &'static [&'static str]| {
        there_is(TOPIC, all([state(&["in_use"]), is("sort", sort)]))
    };
    vec![
        of(
            "7.4-a",
            "Topics in use: what is told. The policy, major incidents, changes and reports are among them.",
            must(
                all([
                    given("what"),
                    is_there(&["policy"]),
                    is_there(&["major_incidents"]),
                    is_there(&["changes"]),
                    is_there(&["reports"]),
                ]),
                "does not say what is told, or one of policy, major incidents, changes and reports is no topic",
            ),
            "Confirm that nothing is missing.",
        ),
        of(
            "7.4-b",
            "Topics in use: when; what recurs is not overdue.",
            must(
                all([
                    any([given("trigger"), given("interval_months")]),
                    not(is_past("next_due_on")),
                ]),
                "says not when, or is overdue",
            ),
            "Confirm that it was told when it should be.",
        ),
        of(
            "7.4-c",
            "Topics in use: with whom.",
            must(
                any([given("audience"), given("parties"), given("customers"), given("suppliers")]),
                "is told to nobody",
            ),
            "Confirm that no interested party is left out.",
        ),
        of(
            "7.4-d",
            "Topics in use: by which way.",
            filled(&["channel"]),
            "Confirm that this is how it is told.",
        ),
        of(
            "7.4-e",
            "Topics in use: who tells it.",
            must(any([given("owner"), given("role")]), "is told by nobody"),
            "Confirm that they do.",
        ),
    ]
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
            "Published documents: beside them there is a scope, a plan, objectives, risk criteria, processes, a change policy, a security policy, a continuity plan, an audit programme, a policy and procedures.",
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
            "Published documents: approved before they were published.",
            must(in_order("approved_at", "published_at"), "was published before it was approved"),
        ),
    ]
}

fn controlled() -> Vec<Check> {
    let due = || must(not(is_past("next_review_on")), "is past the day of its review");
    vec![
        of_documents("7.5.3.1-a", "Published documents: who can read each, and none past the day of its review.", due()).attest("Confirm that they are found where they are needed."),
        of_documents("7.5.3.1-b", "Published documents: how confidential each is.", filled(&["classification"])).attest("Confirm that they are protected."),
        of_documents("7.5.3.2-a", "Published documents: who can read each.", filled(&["distribution"])).attest("Confirm that access is as it should be."),
        of_documents("7.5.3.2-b", "Published documents: the medium.", filled(&["medium"])).attest("Confirm that backups were restored to see that they can be read."),
        of_documents("7.5.3.2-c", "Published documents that took another's place: what is new.", when(given("previous"), filled(&["what_is_new", "edition"]))),
        of_documents("7.5.3.2-d", "Published documents: for how long each is kept. And rules of keeping in force: what comes after.", filled(&["retention_rule"]))
            .scan(every("retention_rule").only(state(&["in_force"])).rule(filled(&["basis", "afterwards"])))
            .attest("Confirm that what had to go was disposed of."),
        check(("7.5.3.2-2", DOCUMENT), "Documents from outside: source, version, and when that was checked.", "Register a document from outside.", "Check the documents listed.")
            .scan(published().only(is("comes_from", &["outside"])).rule(filled(&["source", "source_version", "checked_on"])).rule(due()))
            .attest("Confirm that those are all that you need from outside."),
    ]
}

/// What the documentation has to hold, each as its own kind of record.
fn held() -> Vec<Check> {
    let of = |id, kind, examined, scan: Scan, confirm| {
        check((id, kind), examined, "Write it, and let it be approved.", "Complete what is listed.")
            .scan(scan)
            .attest(confirm)
    };
    let in_force = |kind: &'static str, fields: &'static [&'static str]| {
        every(kind).only(state(&["in_force"])).rule(filled(fields))
    };
    vec![
        of(
            "7.5.4-a",
            "scope_statement",
            "The scope statement in force.",
            in_force("scope_statement", &["statement", "approved_by"]),
            "Confirm that it is current.",
        ),
        of(
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
        of(
            "7.5.4-c",
            "service_management_plan",
            "The plan in force, not run out.",
            in_force("service_management_plan", &["approved_by"])
                .rule(must(not(is_past("until")), "has run out")),
            "Confirm that it is current.",
        ),
        of(
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
        of(
            "7.5.4-e",
            "process",
            "Processes in force.",
            in_force("process", &["purpose", "approved_by"]),
            "Confirm that all processes are described.",
        ),
        of(
            "7.5.4-f",
            "service_requirement",
            "Approved service requirements.",
            every("service_requirement").only(state(&["approved"])).rule(filled(&["text"])),
            "Confirm that they are current.",
        ),
        of(
            "7.5.4-g",
            "catalogue_entry",
            "Published catalogue entries.",
            every("catalogue_entry")
                .only(state(&["published", "revised"]))
                .rule(filled(&["description"])),
            "Confirm that they are current.",
        ),
        of(
            "7.5.4-h",
            "service_level_agreement",
            "Agreements in force.",
            every("service_level_agreement")
                .only(state(&["in_force", "under_review"]))
                .rule(filled(&["customer_agreed_on"])),
            "Confirm that they are current.",
        ),
        of(
            "7.5.4-i",
            "contract",
            "Contracts in force.",
            in_force("contract", &["scope", "signed_on"]),
            "Confirm that every supplier has one.",
        ),
        of(
            "7.5.4-j",
            "operational_agreement",
            "Agreements in force with internal suppliers and customers who supply you.",
            every("operational_agreement")
                .only(state(&["in_force", "under_review"]))
                .rule(filled(&["agreed_on"])),
            "Confirm that each of them has one.",
        ),
        of(
            "7.5.4-k",
            DOCUMENT,
            "Published procedures.",
            published().only(is("sort", &["procedure"])).rule(filled(&["approved_by", "text"])),
            "Confirm that all procedures that the standard demands are among them.",
        ),
        check(
            ("7.5.4-l", "incident"),
            "Records of the work: incidents, changes and tasks say when they began.",
            "Do the work in Gemba: its records are the proof.",
            "Complete the records listed.",
        )
        .scan(every("incident").dated_by("opened_at").rule(filled(&["opened_at"])))
        .scan(every("change").only(not(state(&["draft"]))).rule(filled(&["summary"]))),
    ]
}

fn knowledge() -> Vec<Check> {
    let articles = || every("knowledge_article").only(state(&["published"]));
    let of = |id, examined| {
        check(
            (id, "knowledge_article"),
            examined,
            "Write down what is worth knowing.",
            "Look at the articles listed again.",
        )
    };
    vec![
        of("7.6-1", "Published articles: an owner, and none past the day of its review. And delivered services: something is known of each.")
            .scan(articles().rule(filled(&["owner"])).rule(must(not(is_past("review_due_on")), "is past the day of its review")))
            .scan(delivered().aside(given("parent"), "part of another service").rule(must(
                any([
                    has("knowledge_article", "service", state(&["published"])),
                    has("known_error", "service", not(state(&["retired"]))),
                ]),
                "has neither an article nor a known error",
            )))
            .attest("Confirm that this is the knowledge that is needed."),
        of("7.6-2", "Published articles: somebody looked at each before.").scan(articles().rule(filled(&["reviewed_by"])))
            .attest("Confirm that the right people find and use them."),
    ]
}
