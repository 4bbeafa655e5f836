//! Every step of the life of a service transition, walked and refused.
#![cfg(test)]
use crate::story::{Story, walk};
use gemba_vocabulary::Value;

/// The life of a service transition: from, to, verb.
const LIFE: &[(&str, &str, &str)] = &[
    ("planning", "planned", "plan"),
    ("planned", "designed", "design"),
    ("designed", "tested", "test"),
    ("tested", "accepted", "accept"),
    ("accepted", "completed", "complete"),
    ("completed", "reported", "report"),
    ("planning", "given_up", "give_up"),
    ("planned", "given_up", "give_up"),
    ("designed", "given_up", "give_up"),
    ("tested", "given_up", "give_up"),
];

const OPEN: &str = r#"[{"text": "Ward works offline", "result": "open"}]"#;
const PASSED: &str = r#"[{"text": "Ward works offline", "result": "passed"}]"#;
const FAILED: &str = r#"[{"text": "Ward works offline", "result": "failed"}]"#;
const REQUIRED: &str = r#"[{"requirement": "Two seconds", "result": "open"}]"#;
const TRACED: &str =
    r#"[{"requirement": "Two seconds", "design": "Index", "test": "T1", "result": "passed"}]"#;
const INTENDED: &str = r#"[{"metric": "Seconds", "before": "12", "target": "2",
    "measured_on": "2026-06-01"}]"#;
const REACHED: &str = r#"[{"metric": "Seconds", "before": "12", "target": "2",
    "measured_on": "2026-06-01", "reached": "1.8"}]"#;
const ACTIVITIES: &str =
    r#"[{"what": "Build", "who": "Supplier", "from": "2026-03-01", "to": "2026-04-01"}]"#;

fn whole(verb: &str) -> Story {
    let mut story = Story::of("service_transition");
    let criteria = if verb == "plan" { OPEN } else { PASSED };
    let fields = [
        ("name", "New clinic service"),
        ("direction", "new"),
        ("change", "5"),
        ("service", "3"),
        ("requirements", "11,12"),
        ("design_led_by", "1"),
        ("build_led_by", "2"),
        ("transition_led_by", "1"),
        ("activities", ACTIVITIES),
        ("human_resources", "Two people"),
        ("technical_resources", "One cluster"),
        ("information_resources", "The old manual"),
        ("financial_resources", "20,000 EUR"),
        ("dependencies", "Network"),
        ("effects", "Wards learn it"),
        ("acceptance_criteria", criteria),
        ("intended_outcomes", REACHED),
        ("trace", TRACED),
        ("due_on", "2026-05-01"),
        ("design", "See the paper"),
        ("releases", "9"),
        ("report", "Reached"),
        ("reported_to", "Linden Clinic"),
    ];
    story.save(&fields).unwrap();
    story.given("release", 9, "state", Value::Text("watching".to_owned()));
    for (id, state) in [(11, "approved"), (12, "draft"), (13, "approved")] {
        let service = if id == 13 { 4 } else { 3 };
        story.given("service_requirement", id, "state", Value::Text(state.to_owned()));
        story.given("service_requirement", id, "service", Value::Ref(service));
    }
    story
}

#[test]
fn each_step_leads_on_and_every_other_is_refused_with_a_sentence() {
    walk("service_transition", LIFE, "It had to be", |from, verb| {
        let mut story = whole(verb);
        story.put(from);
        story
    });
}

/// What is taken away or spoiled, and the step that then is refused.
const GUARDED: &[(&str, &str, &str, &str)] = &[
    ("planning", "plan", "change", ""),
    ("planning", "plan", "build_led_by", ""),
    ("planning", "plan", "requirements", ""),
    ("planning", "plan", "requirements", "12"),
    ("planning", "plan", "requirements", "11,13"),
    ("planning", "plan", "financial_resources", ""),
    ("planning", "plan", "acceptance_criteria", PASSED),
    ("planning", "plan", "intended_outcomes", "[]"),
    ("planning", "plan", "direction", "removed"),
    ("planning", "plan", "direction", "transferred_out"),
    ("planned", "design", "trace", REQUIRED),
    ("designed", "test", "trace", REQUIRED),
    ("designed", "test", "acceptance_criteria", OPEN),
    ("tested", "accept", "acceptance_criteria", FAILED),
    ("accepted", "complete", "releases", ""),
    ("completed", "report", "intended_outcomes", INTENDED),
    ("completed", "report", "reported_to", ""),
];

#[test]
fn what_a_guard_asks_for_is_missed() {
    for (from, verb, field, text) in GUARDED {
        let mut story = whole(verb);
        story.save(&[(field, text)]).unwrap();
        let refusal = story.put(from).take(verb, &[]).expect_err(&format!("{verb} {field}"));
        assert!(refusal.ends_with('.') && refusal.len() > 20, "{refusal}");
        assert_eq!(story.state(), *from);
    }
}

#[test]
fn what_failed_needs_the_parties_and_a_release_that_is_not_deployed_waits() {
    let mut story = whole("accept");
    story.save(&[("acceptance_criteria", FAILED)]).unwrap();
    let decided = [("decision", "Paper for a week"), ("decided_with", "Linden Clinic")];
    story.put("tested").take("accept", &decided).unwrap();
    story.given("release", 9, "state", Value::Text("ready".to_owned()));
    let early = story.take("complete", &[]).unwrap_err();
    assert!(early.starts_with("One of its releases is not deployed"), "{early}");
    let backward = r#"[{"what": "Build", "who": "We", "from": "2026-04-01", "to": "2026-03-01"}]"#;
    let refusal = story.save(&[("activities", backward)]).unwrap_err();
    assert_eq!(refusal, "Activities hold one that ends before it begins.");
}
