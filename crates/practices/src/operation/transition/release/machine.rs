//! Every step of the life of a release, walked and refused.
#![cfg(test)]
use crate::story::{Story, walk};
use gemba_vocabulary::Value;
use serde_json::json;

/// The life of a release: from, to, verb.
const LIFE: &[(&str, &str, &str)] = &[
    ("planned", "built", "build"),
    ("built", "tested", "test"),
    ("tested", "accepted", "accept"),
    ("tested", "accepted_with_decision", "decide"),
    ("tested", "rejected", "reject"),
    ("accepted", "ready", "baseline"),
    ("accepted_with_decision", "ready", "baseline"),
    ("ready", "deploying", "deploy"),
    ("deploying", "deployed", "verify"),
    ("deploying", "rolled_back", "rollback"),
    ("deployed", "watching", "open_window"),
    ("watching", "reviewed", "close_window"),
    ("rolled_back", "reviewed", "analyse"),
    ("reviewed", "closed", "close"),
];

const PASSED: &str = r#"[{"text": "Scanners connect", "result": "passed"}]"#;
const FAILED: &str = r#"[{"text": "Scanners connect", "result": "failed", "seen": "One lost"}]"#;
const PLANNED: &[(&str, &str)] = &[
    ("release_type", "1"),
    ("changes", "5"),
    ("configuration_items", "4"),
    ("planned_at", "2026-03-09T20:00:00Z"),
    ("deliverables", "Firmware"),
    ("method", "In three groups"),
];

fn deployed(story: &mut Story, state: &str, ended_at: &str) {
    let fields = [
        ("release", Value::Ref(7)),
        ("id", Value::Int(1)),
        ("state", Value::Text(state.to_owned())),
        ("ended_at", Value::Instant(ended_at.parse().unwrap())),
    ];
    story.given_record("deployment", &fields);
}

/// A baseline of one part, taken then.
fn baseline(story: &mut Story, id: i64, taken_at: &str, item: i64) {
    let taken_at = Value::Instant(taken_at.parse().unwrap());
    story.given("configuration_baseline", id, "taken_at", taken_at);
    let taken = Value::Struct(json!([{"id": item}]));
    story.given("configuration_baseline", id, "taken", taken);
}

/// A release that has everything that any step could ask for.
fn whole(verb: &str) -> Story {
    let mut story = Story::saved("release", &[("name", "Wi-Fi 8.1")]);
    baseline(&mut story, 3, "2026-03-02T08:00:00Z", 4);
    baseline(&mut story, 2, "2026-03-02T08:00:00Z", 9);
    baseline(&mut story, 1, "2026-04-02T08:00:00Z", 4);
    let criteria = if verb == "decide" { FAILED } else { PASSED };
    let rest = [
        ("acceptance_criteria", criteria),
        ("test_environment", "Lab"),
        ("test_result", "All scanners"),
        ("decision", "One aisle stays wired"),
        ("decided_with", "Osprey"),
        ("baseline", "3"),
        ("told", "All sites"),
        ("integrity_check", "Sums are equal"),
        ("equals_baseline", "yes"),
        ("analysis", "Reached"),
        ("cause", "A wrong sum"),
        ("agreed_actions", "Check sums first"),
        ("shared_with", "Service desk"),
    ];
    story.save(&[PLANNED, &rest].concat()).unwrap();
    story.given("change", 5, "state", Value::Text("scheduled".to_owned()));
    deployed(&mut story, "done", "2026-03-02T08:30:00Z");
    story
}

/// Brings a release to a state by its own steps, so that what they fill in is there.
fn at(from: &str, verb: &str) -> Story {
    let mut story = whole(verb);
    let way: &[&str] = match from {
        "accepted" => &["accept"],
        "ready" => &["accept", "baseline"],
        "deploying" => &["accept", "baseline", "deploy"],
        "deployed" => &["accept", "baseline", "deploy", "verify"],
        "watching" => &["accept", "baseline", "deploy", "verify", "open_window"],
        _ => &[],
    };
    if !way.is_empty() && verb != "decide" {
        story.put("tested");
        for verb in way {
            story.take(verb, &[]).unwrap();
        }
    }
    story.put(from);
    story
}

#[test]
fn each_step_leads_on_and_every_other_is_refused_with_a_sentence() {
    walk("release", LIFE, "It had to be", |from, verb| {
        let mut story = at(from, verb);
        if verb == "close_window" {
            story.at("2026-03-20T09:00:00Z");
        }
        story
    });
}

/// What is taken away from a whole release, and the step that then is refused.
const GUARDED: &[(&str, &str, &str, &str)] = &[
    ("planned", "build", "changes", ""),
    ("planned", "build", "deliverables", ""),
    ("planned", "build", "method", ""),
    ("built", "test", "test_environment", ""),
    ("built", "test", "acceptance_criteria", r#"[{"text": "It works", "result": "open"}]"#),
    ("tested", "accept", "acceptance_criteria", FAILED),
    ("tested", "decide", "decided_with", ""),
    ("tested", "decide", "acceptance_criteria", PASSED),
    ("accepted", "baseline", "baseline", ""),
    ("accepted", "baseline", "baseline", "2"),
    ("accepted", "baseline", "baseline", "1"),
    ("ready", "deploy", "baseline", ""),
    ("ready", "deploy", "baseline", "2"),
    ("ready", "deploy", "told", ""),
    ("deploying", "verify", "integrity_check", ""),
    ("deploying", "rollback", "equals_baseline", "no"),
    ("watching", "close_window", "analysis", ""),
    ("rolled_back", "analyse", "cause", ""),
    ("reviewed", "close", "shared_with", ""),
];

#[test]
fn what_a_guard_asks_for_is_missed() {
    for (from, verb, field, text) in GUARDED {
        let mut story = at(from, verb);
        story.save(&[(field, text)]).unwrap();
        story.at("2026-03-20T09:00:00Z");
        let taken = story.noted(verb, &[], "It had to be");
        let refusal = taken.expect_err(&format!("{from} {verb} without {field}"));
        assert!(refusal.ends_with('.') && refusal.len() > 20, "{refusal}");
        assert_eq!(story.state(), *from);
    }
}

#[test]
fn changes_are_approved_and_deployments_are_over_before_it_goes_on() {
    let mut story = at("ready", "deploy");
    story.given("change", 5, "state", Value::Text("assessed".to_owned()));
    let open = story.take("deploy", &[]).unwrap_err();
    assert!(open.starts_with("Not approved: CHG-000005."), "{open}");
    let mut story = at("deploying", "verify");
    deployed(&mut story, "running", "2026-03-02T08:40:00Z");
    let runs = story.take("verify", &[]).unwrap_err();
    assert!(runs.starts_with("One of its deployments is not over"), "{runs}");
}

#[test]
fn a_baseline_is_taken_before_the_deployment_and_the_window_begins_at_its_end() {
    let mut story = at("deploying", "verify");
    let late = story.save(&[("baseline", "2")]).unwrap_err();
    assert!(late.contains("a baseline is taken before it"), "{late}");
    let mut story = at("watching", "close_window");
    assert_eq!(story.holds("deployed_at"), "2026-03-02T08:30:00Z", "the end of its deployment");
    assert_eq!(story.holds("watch_until"), "2026-03-16T08:30:00Z");
    let early = story.at("2026-03-16T08:29:59Z").take("close_window", &[]).unwrap_err();
    assert!(early.starts_with("The days of watching are not over"), "{early}");
    story.save(&[("watch_days", "10")]).unwrap();
    assert_eq!(story.holds("watch_until"), "2026-03-12T08:30:00Z");
    story.take("close_window", &[]).unwrap();
}
