//! What becomes of an objective.
#![cfg(test)]
use crate::story::{ADA, BEN, Story, walk};
use gemba_vocabulary::{Value, actor::Role};
use rust_decimal::Decimal;

const KIND: &str = "objective";
const ACTIONS: &str = r#"[{"what": "A second shift", "owner": "Ben", "due": "2026-05-01"}]"#;
const WHOLE: &[(&str, &str)] = &[
    ("name", "Nine of ten incidents in time"),
    ("level", "process"),
    ("process", "2"),
    ("owner", "1"),
    ("policy_statement", "1"),
    ("service_requirements", "4"),
    ("metric", "Share of incidents in time"),
    ("unit", "%"),
    ("baseline", "78"),
    ("target", "90"),
    ("due", "2026-12-31"),
    ("resources", "One more agent"),
    ("actions", ACTIONS),
    ("how_evaluated", "Share of incidents in time, each quarter"),
    ("audience", "Service desk"),
    ("channel", "Weekly meeting"),
];
const MACHINE: &[(&str, &str, &str)] = &[
    ("draft", "agreed", "agree"),
    ("draft", "closed", "drop"),
    ("agreed", "agreed", "communicate"),
    ("agreed", "pursued", "pursue"),
    ("agreed", "draft", "revise"),
    ("agreed", "closed", "drop"),
    ("pursued", "pursued", "communicate"),
    ("pursued", "met", "meet"),
    ("pursued", "missed", "miss"),
    ("pursued", "draft", "revise"),
    ("pursued", "closed", "drop"),
    ("met", "closed", "close"),
    ("missed", "draft", "revise"),
    ("missed", "closed", "close"),
];

fn whole() -> Story {
    let mut story = Story::saved(KIND, WHOLE);
    story.by(BEN, &[Role::TopManagement]);
    story
}

#[test]
fn each_step_leads_on_and_each_other_is_refused() {
    walk(KIND, MACHINE, "The tool came late", |from, verb| {
        let mut story = whole();
        let told = serde_json::json!([{"audience": "All", "channel": "Talk", "on": "2026-01-05"}]);
        story.knows("told", Value::Struct(told)).put(from);
        let actual = if verb == "meet" { 91 } else { 80 };
        story.knows("actual", Value::Decimal(Decimal::from(actual)));
        story
    });
}

#[test]
fn it_can_be_measured_serves_the_policy_and_has_actions() {
    let mut story = Story::saved(KIND, &[("name", "Be good"), ("level", "process")]);
    story.by(BEN, &[Role::ServiceManager]);
    let bare = story.take("agree", &[]).unwrap_err();
    assert_eq!(
        bare,
        "Before “Agree”, fill in: Owner, Process, Policy statement, Obligations, Service requirements or Party \
         requirements, Metric, Unit, Baseline, Target, Due, Resources, Actions, How evaluated."
    );
    story.save(WHOLE).unwrap();
    let past = story.take("agree", &[("due", "2026-03-02")]).unwrap_err();
    assert!(past.contains("must lie ahead"), "{past}");
    let wrong = story.save(&[("target", "70")]).unwrap_err();
    assert!(wrong.contains("wrong side of the baseline"), "{wrong}");
    story.save(&[("direction", "lower"), ("target", "70")]).unwrap();
}

#[test]
fn who_agrees_depends_on_the_level() {
    let mut story = whole();
    story.save(&[("level", "organization")]).unwrap();
    let manager = story.by(BEN, &[Role::ServiceManager]).take("agree", &[]).unwrap_err();
    assert!(manager.contains("for the whole organization"), "{manager}");
    let own = story.by(ADA, &[Role::TopManagement]).take("agree", &[]).unwrap_err();
    assert!(own.contains("Whoever wrote an objective"), "{own}");
    story.save(&[("level", "process")]).unwrap();
    story.by(BEN, &[Role::ServiceManager]).take("agree", &[]).unwrap();
    let changed = story.save(&[("target", "80")]).unwrap_err();
    assert!(changed.contains("revise the objective"), "{changed}");
}

#[test]
fn those_concerned_are_told_before_it_is_pursued_and_again_after_a_revision() {
    let mut story = Story::saved(KIND, WHOLE);
    story.save(&[("audience", ""), ("channel", "")]).unwrap();
    story.by(BEN, &[Role::TopManagement]).take("agree", &[]).unwrap();
    assert!(story.take("pursue", &[]).unwrap_err().contains("Nobody was told"));
    let told = [("audience", "Service desk"), ("channel", "Weekly meeting")];
    story.take("communicate", &told).unwrap();
    story.take("pursue", &[]).unwrap();
    story.noted("revise", &[], "A customer left").unwrap();
    assert_eq!((story.state(), &*story.holds("agreed_by")), ("draft", ""));
    story.save(&[("target", "85")]).unwrap();
    story.take("agree", &[]).unwrap();
    assert_eq!((&*story.holds("edition"), &*story.holds("told")), ("2", ""));
    let kept: serde_json::Value = serde_json::from_str(&story.holds("revisions")).unwrap();
    assert_eq!((&kept[0]["target"], &kept[0]["reason"]), (&"90".into(), &"A customer left".into()));
}

#[test]
fn it_is_met_by_its_last_evaluation_and_by_nothing_else() {
    let mut story = whole();
    story.put("pursued");
    assert!(story.take("meet", &[]).unwrap_err().contains("Nobody evaluated it"));
    story.knows("actual", Value::Decimal(Decimal::from(89)));
    assert!(story.take("meet", &[]).unwrap_err().contains("is not reached"));
    story.knows("actual", Value::Decimal(Decimal::from(90)));
    assert!(story.noted("miss", &[], "Late").unwrap_err().contains("is reached"));
    story.take("meet", &[]).unwrap();
    story.noted("close", &[], "We keep it up as a measure").unwrap();
}
