//! What becomes of a service management plan.
#![cfg(test)]
use crate::story::{ADA, BEN, Story, walk};
use gemba_vocabulary::{Value, actor::Role};
use serde_json::json;

const KIND: &str = "service_management_plan";
const WHOLE: &[(&str, &str)] = &[
    ("name", "Plan 2026"),
    ("owner", "1"),
    ("from", "2026-01-01"),
    ("until", "2026-12-31"),
    ("policy", "1"),
    ("limitations", "Nobody at night"),
    ("other_parties_approach", "One owner for each supplier"),
    ("technology", "This program, monitoring"),
    ("how_measured", "Sheets of figures"),
    ("how_audited", "Twice a year"),
    ("how_reported", "Monthly"),
    ("how_improved", "From the register"),
    ("verdict", "They agree"),
];
const MACHINE: &[(&str, &str, &str)] = &[
    ("draft", "draft", "refresh"),
    ("draft", "in_force", "approve"),
    ("draft", "superseded", "discard"),
    ("in_force", "in_force", "check_plans"),
    ("in_force", "in_force", "report_progress"),
    ("in_force", "in_force", "review"),
    ("in_force", "superseded", "supersede"),
];

fn told(points: &[&str]) -> Value {
    let lines = points.iter().map(|point| json!({"point": point, "what": "Mail"}));
    Value::Struct(lines.collect())
}

fn whole() -> Story {
    let mut story = Story::saved(KIND, WHOLE);
    story.knows("content", told(&["services", "obligations", "authorities", "resources"]));
    story.knows("objectives", Value::Refs(vec![1])).by(BEN, &[Role::TopManagement]);
    story
}

#[test]
fn each_step_leads_on_and_each_other_is_refused() {
    walk(KIND, MACHINE, "SPL-000002 took its place", |from, _| {
        let mut story = whole();
        story.put(from);
        story
    });
}

#[test]
fn a_plan_says_enough_and_top_management_approves_it() {
    let mut story = whole();
    story.knows("content", told(&["services", "authorities"]));
    let bare = story.take("approve", &[]).unwrap_err();
    assert_eq!(
        bare,
        "The records do not say enough: record an obligation that applies; a resource need, and fill the plan in \
         anew."
    );
    story.save(&[("how_audited", "")]).unwrap();
    assert_eq!(story.take("approve", &[]).unwrap_err(), "Before “Approve”, fill in: How audited.");
    let mut story = whole();
    story.knows("objectives", Value::Refs(vec![]));
    assert!(story.take("approve", &[]).unwrap_err().contains("No objective is agreed"));
    story.knows("objectives", Value::Refs(vec![1]));
    let own = story.by(ADA, &[Role::TopManagement]).take("approve", &[]).unwrap_err();
    assert!(own.contains("Whoever wrote a plan"), "{own}");
    story.by(BEN, &[Role::TopManagement]).take("approve", &[]).unwrap();
    let changed = story.save(&[("limitations", "None")]).unwrap_err();
    assert!(changed.contains("write a new version"), "{changed}");
}

#[test]
fn progress_and_reviews_are_kept_with_it() {
    let mut story = whole();
    story.put("in_force");
    story.noted("report_progress", &[], "The second hall is late").unwrap();
    let kept: serde_json::Value = serde_json::from_str(&story.holds("progress")).unwrap();
    assert_eq!(kept, json!([{"on": "2026-03-02", "note": "The second hall is late"}]));
    story.noted("review", &[], "It fits").unwrap();
    let no_verdict = story.take("check_plans", &[("verdict", "")]).unwrap_err();
    assert_eq!(no_verdict, "Before “Hold other plans against it”, fill in: Verdict.");
    story.take("check_plans", &[("verdict", "They agree")]).unwrap();
    let held = ["last_reviewed_on", "plans_checked_on", "plans_checked_by"];
    let held = held.map(|field| story.holds(field));
    assert_eq!(held, ["2026-03-02", "2026-03-02", "2"].map(str::to_owned));
}
