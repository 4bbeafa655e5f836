//! What becomes of a risk.
#![cfg(test)]
use crate::story::{ADA, BEN, Story, walk};
use gemba_vocabulary::{Value, actor::Role};

const KIND: &str = "risk";
const MACHINE: &[(&str, &str, &str)] = &[
    ("identified", "assessed", "assess"),
    ("assessed", "accepted", "accept"),
    ("assessed", "treating", "treat"),
    ("treating", "treated", "finish"),
    ("treated", "monitored", "rescore"),
    ("accepted", "monitored", "watch"),
    ("monitored", "assessed", "review"),
    ("monitored", "closed", "close"),
];
const ACTIONS: &str = r#"[{"what": "Second factor", "owner": "Ben", "due": "2026-05-01"}]"#;
const WHOLE: &[(&str, &str)] = &[
    ("name", "Data read by a stranger"),
    ("owner", "1"),
    ("likelihood", "4"),
    ("impact", "4"),
    ("customer_impact", "high"),
    ("treatment", "reduce"),
    ("priority", "high"),
    ("actions", ACTIONS),
    ("how_judged", "Tries that failed"),
    ("evidence", "Seen in the settings"),
    ("residual_likelihood", "2"),
    ("residual_impact", "4"),
    ("effectiveness", "Nobody came in since"),
    ("top_manager", "9"),
    ("review_on", "2026-09-01"),
];

fn whole() -> Story {
    let mut story = Story::saved(KIND, WHOLE);
    story.by(BEN, &[Role::ServiceManager]);
    story.given_record("person", &[("name", Value::Text("Ben".to_owned()))]);
    story
}

fn say_yes(story: &mut Story, who: i64) {
    let fields = [
        ("parent_kind", Value::Text(KIND.to_owned())),
        ("parent", Value::Int(7)),
        ("state", Value::Text("approved".to_owned())),
        ("decided_by", Value::Ref(who)),
        ("decided_at", Value::Instant("2026-03-02T09:00:00Z".parse().unwrap())),
    ];
    story.given_record("approval", &fields);
}

#[test]
fn each_step_leads_on_and_each_other_is_refused() {
    walk(KIND, MACHINE, "The old portal is switched off", |from, _| {
        let mut story = whole();
        say_yes(&mut story, 9);
        story.put(from);
        story
    });
}

#[test]
fn who_accepts_a_risk_depends_on_its_score() {
    let with = |likelihood: &str, impact: &str| {
        let mut story = whole();
        story.save(&[("likelihood", likelihood), ("impact", impact)]).unwrap();
        story.put("assessed");
        story
    };
    let stranger = with("2", "3").by(3, &[Role::Security]).take("accept", &[]).unwrap_err();
    assert!(stranger.contains("Its owner, or a manager"), "{stranger}");
    with("2", "3").by(ADA, &[Role::Agent]).take("accept", &[]).unwrap();
    let owner = with("3", "4").by(ADA, &[Role::Agent]).take("accept", &[]).unwrap_err();
    assert!(owner.contains("a service manager or a process owner accepts it"), "{owner}");
    with("3", "4").by(BEN, &[Role::ProcessOwner]).take("accept", &[]).unwrap();
    let mut grave = with("4", "4");
    let manager = grave.take("accept", &[]).unwrap_err();
    assert!(manager.contains("top management accepts it"), "{manager}");
    say_yes(&mut grave, 8);
    assert!(grave.take("accept", &[]).is_err(), "somebody else's yes is not theirs");
    say_yes(&mut grave, 9);
    grave.take("accept", &[]).unwrap();
    assert_eq!((grave.state(), &*grave.holds("accepted_by")), ("accepted", "9"));
}

#[test]
fn a_yes_to_what_was_weighed_otherwise_does_not_count() {
    let mut story = whole();
    story.put("identified").take("assess", &[]).unwrap();
    say_yes(&mut story, 9);
    story.put("monitored").at("2026-04-02T09:00:00Z");
    story.noted("review", &[("impact", "5")], "More data").unwrap();
    let late = story.take("accept", &[]).unwrap_err();
    assert!(late.contains("top management accepts it"), "{late}");
}

#[test]
fn what_is_left_is_scored_and_accepted_by_who_may() {
    let mut story = whole();
    assert_eq!((&*story.holds("score"), &*story.holds("residual_score")), ("16", "8"));
    assert_eq!((&*story.holds("authority"), &*story.holds("treatment_effect")), ("manager", "50"));
    story.put("treated");
    let owner = story.by(ADA, &[Role::Agent]).take("rescore", &[]).unwrap_err();
    assert!(owner.contains("a process owner accepts it"), "{owner}");
    story.by(BEN, &[Role::ServiceManager]).take("rescore", &[]).unwrap();
    assert_eq!((story.state(), &*story.holds("accepted_by")), ("monitored", "2"));
    let fault = story.save(&[("residual_impact", "1")]).unwrap_err();
    assert!(fault.contains("was accepted as it is"), "{fault}");
    story.noted("review", &[("likelihood", "3")], "A new portal").unwrap();
    assert_eq!((story.state(), &*story.holds("residual_score")), ("assessed", ""));
    let scores: serde_json::Value = serde_json::from_str(&story.holds("scores")).unwrap();
    let kept: Vec<_> = scores.as_array().unwrap().iter().map(|one| one["score"].clone()).collect();
    assert_eq!(kept, [8, 12]);
}

#[test]
fn a_loss_is_expected_and_a_treatment_is_worth_what_it_saves() {
    let mut story = whole();
    let money = [
        ("single_loss", "25000 EUR"),
        ("yearly_rate", "0.3"),
        ("residual_rate", "0.1"),
        ("treatment_cost", "4000 EUR"),
    ];
    story.save(&money).unwrap();
    let held = ["loss_before", "loss_after", "net_benefit"].map(|field| story.holds(field));
    assert_eq!(held, ["7500 EUR", "2500 EUR", "1000 EUR"].map(str::to_owned));
    story.save(&[("treatment_cost", "4000 USD")]).unwrap();
    assert_eq!(story.holds("net_benefit"), "", "nothing is said across currencies");
    assert!(story.save(&[("yearly_rate", "-1")]).unwrap_err().contains("must be 0 or more"));
    assert!(story.save(&[("impact", "6")]).unwrap_err().contains("must be 1 to 5"));
}

#[test]
fn a_risk_is_closed_by_a_manager_who_does_not_own_it() {
    let mut story = whole();
    story.put("monitored").by(ADA, &[Role::ServiceManager]);
    let own = story.noted("close", &[], "Switched off").unwrap_err();
    assert!(own.contains("who does not own it closes it"), "{own}");
    story.by(BEN, &[Role::ServiceManager]).noted("close", &[], "Switched off").unwrap();
}

#[test]
fn top_management_accepts_what_it_bears_by_its_own_step() {
    let mut grave = whole();
    grave.put("assessed").by(5, &[Role::TopManagement]).take("accept", &[]).unwrap();
    assert_eq!(grave.holds("accepted_by"), "5");
}

#[test]
fn the_criteria_in_force_say_who_may_accept_what() {
    let mut story = whole();
    let in_force = [("state", Value::Text("in_force".to_owned())), ("id", Value::Int(3))];
    story.given_record("risk_criteria", &in_force);
    story.given("risk_criteria", 3, "owner_score_max", Value::Int(4));
    story.given("risk_criteria", 3, "manager_score_max", Value::Int(16));
    story.save(&[]).unwrap();
    assert_eq!((&*story.holds("criteria"), &*story.holds("authority")), ("3", "manager"));
    story.put("assessed").take("accept", &[]).unwrap();
    assert_eq!(story.holds("accepted_by"), "2");
    story.put("assessed").by(ADA, &[Role::Agent]);
    let owner = story.take("accept", &[]).unwrap_err();
    assert!(owner.contains("a service manager or a process owner"), "{owner}");
}

#[test]
fn a_piece_of_work_is_done_by_a_person() {
    let mut story = whole();
    story.put("assessed");
    let team = r#"[{"what": "Second factor", "owner": "The platform team", "due": "2026-05-01"}]"#;
    let nobody = story.take("treat", &[("actions", team)]).unwrap_err();
    assert!(nobody.contains("is not the name of anybody on record"), "{nobody}");
}
