//! 7 Support: resources, competence, awareness, communication, knowledge. (7.5 has a file of its own.)
use super::{
    competence::nobody_lacks_it,
    parts::{check, delivered, known},
};
use crate::{
    check::{Check, Scan, Step, every},
    combinator::{Rule, filled, must, when},
    condition::{
        all, any, given, has, held::listed_with, is, is_listed_by, is_past, not, state, there_is,
    },
};

const TOPIC: &str = "communication_topic";

/// The checks.
pub fn checks() -> Vec<Check> {
    [people(), more_people(), awareness(), communication(), knowledge()]
        .into_iter()
        .flatten()
        .collect()
}

fn competences_needed() -> Scan {
    every("competence_requirement").only(state(&["in_force"]))
}

fn people() -> Vec<Check> {
    vec![
        check(
            ("7.1-1", "resource_need"),
            "Needs for resources: decided, with the reason; what was decided is \
             provided by its day.",
            "Write down what it takes to run the system and the services.",
            "Decide about the needs listed, or provide what was decided.",
        )
        .scan(
            every("resource_need")
                .only(not(state(&["closed"])))
                .rule(filled(&["owner", "decision", "decision_reason"]))
                .rule(must(
                    not(all([state(&["decided"]), is_past("needed_by")])),
                    "is past its day and not provided",
                ))
                .excused_while(state(&["identified"]), "the decision is not taken yet"),
        )
        .attest("Confirm that people, technology, information and money suffice."),
        check(
            ("7.2-a", "competence_requirement"),
            "Competence requirements in force: skill, level, for whom, and why.",
            "Write down which competence a role needs.",
            "Complete the requirements listed.",
        )
        .scan(competences_needed().rule(filled(&["skill", "level", "basis"])).rule(must(
            any([given("role"), given("process"), given("team"), given("people")]),
            "is required of nobody",
        )))
        .attest("Confirm that every role that bears on performance is covered."),
        check(
            ("7.2-b", "competence_requirement"),
            "Competence requirements in force: everybody of whom each is required was assessed to have \
             it at its level, with a proof that has not run out, or a training for it runs.",
            "Write down which competence a role needs.",
            "Assess who has the competences listed, or gain them.",
        )
        .scan(competences_needed().rule(nobody_lacks_it())),
    ]
}

fn more_people() -> Vec<Check> {
    vec![
        check(
            ("7.2-c", "training"),
            "Trainings that are over: whether they worked, by which method, and who \
             looked.",
            "Plan what closes a gap in competence.",
            "Check whether the trainings listed worked.",
        )
        .scan(
            every("training")
                .only(not(state(&["cancelled"])))
                .rule(when(
                    state(&["effective", "not_effective"]),
                    filled(&["check_method", "check_finding", "checked_by", "checked_on"]),
                ))
                .rule(must(not(all([state(&["planned"]), is_past("due_on")])), "is past its day")),
        ),
        check(
            ("7.2-d", "competence"),
            "Assessed competences: what they rest on, the proof, who assessed and \
             when.",
            "Write down a competence that somebody has.",
            "Complete the competences listed.",
        )
        .scan(every("competence").only(state(&["assessed"])).rule(filled(&[
            "basis",
            "evidence",
            "assessed_by",
            "assessed_on",
        ]))),
    ]
}

/// Everybody who works here said that they know it.
fn aware(id: &'static str, topic: &'static [&'static str], examined: &'static str) -> Check {
    Check::of(id, examined)
        .scan(known(topic, "has not said so"))
        .begin(Step::create("person", "Record who works here, contractors too."))
        .mend(Step::create("acknowledgement", "Ask the people listed to say that they know it."))
}

fn awareness() -> Vec<Check> {
    vec![
        aware(
            "7.3-a",
            &["policy"],
            "People who work here, contractors too: each said that they know the policy.",
        ),
        aware(
            "7.3-b",
            &["objectives"],
            "People who work here, contractors too: each said that they know the \
             objectives.",
        ),
        aware(
            "7.3-c",
            &["services"],
            "People who work here, contractors too: each said that they know the \
             services of their work.",
        )
        .attest("Confirm that they know them when asked."),
        aware(
            "7.3-d",
            &["contribution"],
            "People who work here, contractors too: each said that they know what \
             they contribute.",
        )
        .attest("Confirm that they know it when asked."),
        aware(
            "7.3-e",
            &["consequences"],
            "People who work here, contractors too: each said that they know what \
             follows from not keeping the rules.",
        ),
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
            "Topics in use: with whom. And interested parties, people inside aside: something is told \
             to each.",
            must(
                any([given("audience"), given("parties"), given("customers"), given("suppliers")]),
                "is told to nobody",
            ),
            "Confirm that each of them hears what concerns them.",
        )
        .scan(every("interested_party").only(state(&["confirmed"])).only(not(is("sort", &["staff"]))).rule(
            must(
                any([
                    is_listed_by(TOPIC, "parties", state(&["in_use"])),
                    listed_with("customer", TOPIC, "customers", state(&["in_use"])),
                    listed_with("supplier", TOPIC, "suppliers", state(&["in_use"])),
                ]),
                "is told nothing by plan",
            ),
        )),
        of("7.4-d", "Topics in use: by which way.", filled(&["channel"]), "Confirm that it is so."),
        of(
            "7.4-e",
            "Topics in use: who tells it.",
            must(any([given("owner"), given("role")]), "is told by nobody"),
            "Confirm that they do.",
        ),
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
        of(
            "7.6-1",
            "Published articles: an owner, and none past the day of its review. And \
             delivered services: something is known of each.",
        )
        .scan(
            articles()
                .rule(filled(&["owner"]))
                .rule(must(not(is_past("review_due_on")), "is past the day of its review")),
        )
        .scan(delivered().aside(given("parent"), "part of another service").rule(must(
            any([
                has("knowledge_article", "service", state(&["published"])),
                has("known_error", "service", not(state(&["retired"]))),
            ]),
            "has neither an article nor a known error",
        )))
        .attest("Confirm that this is the knowledge that is needed."),
        of("7.6-2", "Published articles: somebody looked at each before.")
            .scan(articles().rule(filled(&["reviewed_by"])))
            .attest("Confirm that the right people find and use them."),
    ]
}
