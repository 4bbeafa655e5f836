//! Every step of the three lives of a change, walked and refused.
#![cfg(test)]
use super::stories::{DESCRIBED, READY, TIMED, WEIGHED, approved, assessed, decided, emergency};
use super::stories::{standard, text};
use crate::story::{ADA, BEN, Story, walk};
use gemba_vocabulary::{Value, actor::Role};

/// The life of a standard change: from, to, verb.
const STANDARD: &[(&str, &str, &str)] = &[
    ("requested", "scheduled", "auto_authorise"),
    ("scheduled", "implemented", "implement"),
    ("implemented", "closed", "close"),
    ("implemented", "failed", "fail"),
    ("failed", "reviewed", "pir"),
    ("reviewed", "closed", "close"),
];
/// The life of a normal change.
const NORMAL: &[(&str, &str, &str)] = &[
    ("draft", "submitted", "submit"),
    ("submitted", "assessed", "assess"),
    ("assessed", "approved", "approve"),
    ("assessed", "rejected", "reject"),
    ("approved", "scheduled", "schedule"),
    ("scheduled", "implementing", "start"),
    ("implementing", "implemented", "done"),
    ("implementing", "backed_out", "back_out"),
    ("implementing", "failed", "fail"),
    ("implemented", "reviewed", "pir"),
    ("backed_out", "reviewed", "pir"),
    ("failed", "reviewed", "pir"),
    ("reviewed", "closed", "close"),
    ("submitted", "withdrawn", "withdraw"),
];
/// The life of an emergency change.
const EMERGENCY: &[(&str, &str, &str)] = &[
    ("raised", "authorised", "emergency_approve"),
    ("authorised", "implementing", "start"),
    ("implementing", "implemented", "done"),
    ("implementing", "backed_out", "back_out"),
    ("implemented", "retrospective", "complete_record"),
    ("backed_out", "retrospective", "complete_record"),
    ("retrospective", "closed", "close"),
];

/// A change that has everything that any step could ask for.
fn whole(model: &str) -> Story {
    let mut story = match model {
        "standard" => standard(),
        "normal" => approved(),
        _ => emergency(),
    };
    let looked = [
        ("outcome", "It works"),
        ("incident", "12"),
        ("threat", "Cards fail from noon on"),
        ("investigation", "A wrong name"),
        ("agreed_actions", "Name it right"),
        ("review", "As planned"),
        ("was_effective", "yes"),
        ("items_updated", "yes"),
        ("criteria_met", "yes"),
        ("preconditions_met", "yes"),
    ];
    story.save(&[DESCRIBED, WEIGHED, TIMED, READY, &looked].concat()).unwrap();
    story.given("person", BEN, "roles", text("approver"));
    decided(&mut story, BEN, "approved", "2026-03-02T08:00:00Z");
    story
}

/// Such a change in that state, at the time and by the person that the step needs.
fn ready(model: &str, from: &str, verb: &str) -> Story {
    let mut story = whole(model);
    match verb {
        "implement" => {
            story.at("2026-03-07T21:00:00Z");
        }
        "emergency_approve" => {
            story.by(BEN, &[Role::ServiceManager]);
        }
        "start" if model == "emergency" => {
            story.by(BEN, &[Role::ServiceManager]).put("raised");
            story.take("emergency_approve", &[]).unwrap();
        }
        "withdraw" => {
            story.by(ADA, &[Role::Agent]);
        }
        _ => {}
    }
    story.put(from);
    story
}

#[test]
fn each_step_of_each_life_leads_on_and_every_other_is_refused_with_a_sentence() {
    for (model, life) in [("standard", STANDARD), ("normal", NORMAL), ("emergency", EMERGENCY)] {
        walk("change", life, "Because it had to be", |from, verb| ready(model, from, verb));
    }
}

/// What is taken away from a whole change, and the step that then is refused.
const GUARDED: &[(&str, &str, &str, &str)] = &[
    ("standard", "requested", "auto_authorise", "starts_at"),
    ("standard", "requested", "auto_authorise", "preconditions_met"),
    ("standard", "implemented", "close", "outcome"),
    ("standard", "implemented", "fail", "incident"),
    ("standard", "failed", "pir", "agreed_actions"),
    ("normal", "draft", "submit", "category"),
    ("normal", "draft", "submit", "configuration_items"),
    ("normal", "submitted", "assess", "impact_security"),
    ("normal", "approved", "schedule", "ends_at"),
    ("normal", "approved", "schedule", "told"),
    ("normal", "scheduled", "start", "back_out_plan"),
    ("normal", "scheduled", "start", "test_result"),
    ("normal", "implementing", "done", "outcome"),
    ("normal", "implemented", "pir", "was_effective"),
    ("normal", "backed_out", "pir", "investigation"),
    ("normal", "failed", "pir", "agreed_actions"),
    ("normal", "reviewed", "close", "items_updated"),
    ("emergency", "raised", "emergency_approve", "threat"),
    ("emergency", "authorised", "start", "back_out_plan"),
    ("emergency", "implemented", "complete_record", "impact_cost"),
    ("emergency", "backed_out", "complete_record", "criteria_met"),
    ("emergency", "retrospective", "close", "review"),
];

#[test]
fn what_a_guard_asks_for_is_missed() {
    for (model, from, verb, missing) in GUARDED {
        let mut story = whole(model);
        story.by(BEN, &[Role::ServiceManager]).given("incident", 12, "priority", Value::Int(5));
        if (*model, *verb) == ("emergency", "start") {
            story.put("raised").take("emergency_approve", &[]).unwrap();
        }
        story.put(from);
        let empty =
            if missing.ends_with("_met") || missing.ends_with("_updated") { "no" } else { "" };
        let empty = if *missing == "criteria_met" { "" } else { empty };
        story.save(&[(missing, empty)]).unwrap();
        let taken = story.noted(verb, &[], "Because it had to be");
        let refusal = taken.expect_err(&format!("{model} {from} {verb} without {missing}"));
        assert!(refusal.ends_with('.') && refusal.len() > 20, "{refusal}");
        assert_eq!(story.state(), *from);
    }
}

#[test]
fn approval_is_missed_where_nobody_gave_it() {
    let mut story = assessed();
    assert!(story.take("approve", &[]).unwrap_err().starts_with("It needs 1 approval"));
}
