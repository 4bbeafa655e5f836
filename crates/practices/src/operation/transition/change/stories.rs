//! What happens to changes, told as stories.
#![cfg(test)]
use crate::story::{ADA, BEN, Story};
use gemba_vocabulary::{Value, actor::Role};

pub(super) const DESCRIBED: &[(&str, &str)] =
    &[("description", "Larger disks"), ("category", "server"), ("configuration_items", "4,5")];
pub(super) const WEIGHED: &[(&str, &str)] = &[
    ("risk", "low"),
    ("benefit", "Room for two years"),
    ("feasibility", "Done twice before"),
    ("impact_services", "Ten minutes without mail"),
    ("impact_customers", "None at night"),
    ("impact_policies", "None"),
    ("impact_capacity", "Two terabytes more"),
    ("impact_availability", "Ten minutes"),
    ("impact_continuity", "None"),
    ("impact_security", "None"),
    ("impact_other_changes", "None"),
    ("impact_cost", "900 EUR once"),
];
pub(super) const TIMED: &[(&str, &str)] = &[
    ("starts_at", "2026-03-07T20:00:00Z"),
    ("ends_at", "2026-03-07T22:00:00Z"),
    ("told", "All users, by mail"),
];
pub(super) const READY: &[(&str, &str)] =
    &[("back_out_plan", "Old disks"), ("test_result", "Ran on a copy")];
const CAROL: i64 = 3;

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Somebody decided about the change of the story, which has the number 7.
pub(super) fn decided(story: &mut Story, by: i64, state: &str, at: &str) {
    story.given_record(
        "approval",
        &[
            ("parent_kind", text("change")),
            ("parent", Value::Int(7)),
            ("state", text(state)),
            ("id", Value::Int(by)),
            ("decided_by", Value::Ref(by)),
            ("decided_at", Value::Instant(at.parse().unwrap())),
        ],
    );
}

pub(super) fn assessed() -> Story {
    let mut story = Story::saved("change", &[("summary", "Larger disks")]);
    story.take("submit", DESCRIBED).unwrap();
    story.take("assess", WEIGHED).unwrap();
    story.given("person", BEN, "roles", text("agent, approver"));
    story.given("person", CAROL, "roles", text("service_manager"));
    story.given("person", ADA, "roles", text("approver"));
    story
}

pub(super) fn approved() -> Story {
    let mut story = assessed();
    decided(&mut story, BEN, "approved", "2026-03-02T08:00:00Z");
    story.take("approve", &[]).unwrap();
    story
}

#[test]
fn from_the_wish_to_the_last_word() {
    let mut story = approved();
    assert_eq!(story.holds("requested_by"), ADA.to_string(), "whoever recorded it wants it");
    assert_eq!(story.holds("approved_by"), BEN.to_string());
    assert_eq!(story.holds("approved_at"), "2026-03-02T08:00:00Z");
    let untold = story.take("schedule", &TIMED[..2]).unwrap_err();
    assert_eq!(untold, "Before “Schedule”, fill in: Told.");
    story.take("schedule", TIMED).unwrap();
    let bare = story.take("start", &READY[1..]).unwrap_err();
    assert_eq!(bare, "Before “Start”, fill in: Back out plan.");
    story.at("2026-03-07T20:00:00Z").take("start", READY).unwrap();
    story.at("2026-03-07T21:00:00Z").take("done", &[("outcome", "All there")]).unwrap();
    assert_eq!(story.holds("implemented_at"), "2026-03-07T21:00:00Z");
    assert_eq!(story.holds("result"), "successful");
    let early = story.take("close", &[]).unwrap_err();
    assert_eq!(early, "“Close” is for a standard change only.", "nobody looked back yet");
    assert!(story.take("pir", &[]).unwrap_err().ends_with("fill in: Review, Was effective."));
    story.given_count("incident", "caused_by", 1);
    story.take("pir", &[("review", "Went as planned"), ("was_effective", "yes")]).unwrap();
    assert_eq!(story.holds("result"), "caused_incident", "an incident names it as its cause");
    let stale = story.take("close", &[]).unwrap_err();
    assert!(stale.contains("Items updated"), "{stale}");
    story.take("close", &[("items_updated", "yes")]).unwrap();
    assert_eq!(story.state(), "closed");
}

#[test]
fn what_was_only_assessed_is_not_started() {
    let refusal = assessed().take("start", &[]).unwrap_err();
    assert!(refusal.contains("not possible while the change is assessed"), "{refusal}");
    let mut smuggled = assessed();
    smuggled.put("scheduled");
    let refusal = smuggled.take("start", READY).unwrap_err();
    assert!(refusal.contains("Have it approved first"), "{refusal}");
}

#[test]
fn each_of_the_nine_views_is_asked_for() {
    for (missing, _) in WEIGHED {
        let mut story = Story::saved("change", &[("summary", "Larger disks")]);
        story.take("submit", DESCRIBED).unwrap();
        let rest: Vec<_> = WEIGHED.iter().filter(|(name, _)| name != missing).copied().collect();
        let refusal = story.take("assess", &rest).unwrap_err();
        assert!(refusal.starts_with("Before “Assess”, fill in: "), "{missing}: {refusal}");
    }
}

#[test]
fn approvals_are_counted_and_only_those_of_others_who_may_decide() {
    let mut story = assessed();
    let none = story.take("approve", &[]).unwrap_err();
    assert!(none.starts_with("It needs 1 approval, and has 0."), "{none}");
    decided(&mut story, ADA, "approved", "2026-03-02T08:00:00Z");
    story.given("person", 4, "roles", text("agent"));
    decided(&mut story, 4, "approved", "2026-03-02T08:00:00Z");
    let own = story.take("approve", &[]).unwrap_err();
    assert!(own.ends_with("nobody approves their own change."), "{own}");
    decided(&mut story, BEN, "rejected", "2026-03-02T08:10:00Z");
    let no = story.take("approve", &[]).unwrap_err();
    assert!(no.starts_with("Somebody who was asked said no"), "{no}");
    decided(&mut story, BEN, "approved", "2026-03-02T08:20:00Z");
    story.take("approve", &[]).unwrap();
    assert_eq!(story.state(), "approved");
}

#[test]
fn a_high_risk_takes_two_and_nobody_who_was_asked_is_passed_over() {
    let mut story = assessed();
    story.save(&[("risk", "high")]).unwrap();
    decided(&mut story, BEN, "approved", "2026-03-02T08:00:00Z");
    let one = story.take("approve", &[]).unwrap_err();
    assert!(one.starts_with("It needs 2 approvals, and has 1."), "{one}");
    decided(&mut story, 3, "approved", "2026-03-02T08:00:00Z");
    let mut waiting = assessed();
    decided(&mut waiting, BEN, "approved", "2026-03-02T08:00:00Z");
    decided(&mut waiting, 3, "asked", "2026-03-02T08:00:00Z");
    let open = waiting.take("approve", &[]).unwrap_err();
    assert!(open.starts_with("Somebody who was asked has not decided yet"), "{open}");
    story.take("approve", &[]).unwrap();
}

#[test]
fn a_rule_says_who_has_to_approve_what() {
    let mut story = Story::saved("change", &[("summary", "Larger disks"), ("service", "5")]);
    let rule = [
        ("id", Value::Int(9)),
        ("about", text("change")),
        ("state", text("current")),
        ("only_named", Value::Bool(false)),
    ];
    story.given_record("approval_rule", &rule);
    story.given("approval_rule", 9, "name", text("Vital services"));
    story.given(
        "approval_rule",
        9,
        "condition",
        text("service.criticality == \"critical\" && change.risk == \"low\""),
    );
    story.given("service", 5, "criticality", text("critical"));
    story.take("submit", DESCRIBED).unwrap();
    story.take("assess", WEIGHED).unwrap();
    assert_eq!(story.holds("approval_rules"), "9");
    story.given("person", BEN, "roles", text("approver"));
    decided(&mut story, BEN, "approved", "2026-03-02T08:00:00Z");
    let other = story.take("approve", &[]).unwrap_err();
    assert!(other.contains("“Vital services” asks for 1 approval"), "{other}");
    let yes = [
        ("parent_kind", text("change")),
        ("parent", Value::Int(7)),
        ("state", text("approved")),
        ("id", Value::Int(30)),
        ("rule", Value::Ref(9)),
        ("decided_by", Value::Ref(30)),
    ];
    story.given_record("approval", &yes);
    story.take("approve", &[]).unwrap();
}

#[test]
fn a_rule_asks_only_where_its_condition_holds() {
    let mut story = Story::saved("change", &[("summary", "Larger disks"), ("service", "5")]);
    let rule = [
        ("id", Value::Int(9)),
        ("about", text("change")),
        ("state", text("current")),
        ("only_named", Value::Bool(false)),
    ];
    story.given_record("approval_rule", &rule);
    story.given("approval_rule", 9, "condition", text("change.risk == \"high\""));
    story.take("submit", DESCRIBED).unwrap();
    story.take("assess", WEIGHED).unwrap();
    assert_eq!(story.holds("approval_rules"), "");
}

#[test]
fn approval_comes_before_the_start() {
    let mut story = assessed();
    story.save(TIMED).unwrap();
    decided(&mut story, BEN, "approved", "2026-03-02T08:00:00Z");
    let late = story.at("2026-03-07T20:00:00Z").take("approve", &[]).unwrap_err();
    assert!(late.contains("Plan a later start"), "{late}");
    story.at("2026-03-07T19:59:59Z").take("approve", &[]).unwrap();
    let moved = story.save(&[("starts_at", "2026-03-02T08:00:00Z")]).unwrap_err();
    assert!(moved.contains("approval comes before the start"), "{moved}");
}

#[test]
fn only_whoever_wants_it_takes_it_back() {
    let mut story = Story::saved("change", &[("summary", "Larger disks")]);
    let bare = story.take("submit", &[]).unwrap_err();
    assert_eq!(bare, "Before “Submit”, fill in: Description, Category, Configuration items.");
    story.take("submit", DESCRIBED).unwrap();
    let other = story.by(BEN, &[Role::Agent]).take("withdraw", &[]).unwrap_err();
    assert!(other.contains("Only whoever wants the change"), "{other}");
    story.by(ADA, &[Role::Agent]).take("withdraw", &[]).unwrap();
    assert_eq!(story.state(), "withdrawn");
}

#[test]
fn work_does_not_end_before_it_begins_and_collisions_are_accepted_with_a_reason() {
    let mut story = approved();
    let backward = &[("starts_at", "2026-03-07T20:00:00Z"), ("ends_at", "2026-03-07T20:00:00Z")];
    let refusal = story.save(backward).unwrap_err();
    assert_eq!(refusal, "Ends at must lie after the start.");
    let silent = story.take("schedule", &[TIMED, &[("collision_accepted_by", "2")]].concat());
    assert!(silent.unwrap_err().contains("say why the collisions may stay"));
}

#[test]
fn the_risk_comes_from_five_answers() {
    let answers = |reach: &str, experience: &str, testing: &str, reversal: &str, parties: &str| {
        let answers = [
            ("summary", "Larger disks"),
            ("risk_reach", reach),
            ("risk_experience", experience),
            ("risk_testing", testing),
            ("risk_back_out", reversal),
            ("risk_parties", parties),
        ];
        let story = Story::saved("change", &answers);
        (story.holds("risk_score"), story.holds("risk"))
    };
    let is = |score: &str, risk: &str| (score.to_owned(), risk.to_owned());
    assert_eq!(answers("few", "often", "whole", "minutes", "one"), is("0", "low"));
    assert_eq!(answers("some", "seldom", "part", "minutes", "one"), is("3", "low"));
    assert_eq!(answers("some", "seldom", "part", "hours", "one"), is("4", "medium"));
    assert_eq!(answers("many", "never", "part", "hours", "one"), is("6", "medium"));
    assert_eq!(answers("many", "never", "part", "hours", "few"), is("7", "high"));
    assert_eq!(answers("many", "never", "none", "never", "many"), is("10", "high"));
    assert_eq!(answers("many", "often", "whole", "never", "one"), is("4", "high"), "grave");
    let part = [("summary", "Larger disks"), ("risk_reach", "few")];
    let refusal = Story::of("change").save(&part).unwrap_err();
    assert_eq!(refusal, "Risk reach is one of five questions; answer all five, or none.");
}

/// A standard change of the template 9, recorded by Ada.
pub(super) fn standard() -> Story {
    let mut story = Story::of("change");
    story.given("change_template", 9, "state", text("in_force"));
    story.given("change_template", 9, "plan", text("Restart the queue"));
    story.given("change_template", 9, "configuration_items", Value::Refs(vec![4]));
    let begin = [("summary", "Restart"), ("model", "standard"), ("change_template", "9")];
    story.save(&begin).unwrap();
    story
}

#[test]
fn a_standard_change_takes_over_what_its_template_says_while_that_is_in_force() {
    let story = standard();
    assert_eq!(story.state(), "requested");
    assert_eq!(story.holds("plan"), "Restart the queue");
    assert_eq!(story.holds("configuration_items"), "4");
    let bare = Story::of("change").save(&[("summary", "Restart"), ("model", "standard")]);
    assert!(bare.unwrap_err().starts_with("Template is missing"));
    let mut draft = Story::of("change");
    draft.given("change_template", 9, "state", text("suspended"));
    let begin = [("summary", "Restart"), ("model", "standard"), ("change_template", "9")];
    assert!(draft.save(&begin).unwrap_err().starts_with("Template is not in force"));
    let mut story = standard();
    let model = story.save(&[("model", "normal")]).unwrap_err();
    assert!(model.starts_with("Change model is fixed"), "{model}");
}

#[test]
fn a_failed_standard_change_waits_for_its_template() {
    let mut story = standard();
    let time = [&TIMED[..2], &[("preconditions_met", "yes")]].concat();
    let bare = story.take("auto_authorise", &TIMED[..2]).unwrap_err();
    assert!(bare.contains("Preconditions met"), "{bare}");
    story.take("auto_authorise", &time).unwrap();
    let early = story.take("implement", &[("outcome", "Done")]).unwrap_err();
    assert!(early.starts_with("It is done within its time only"), "{early}");
    story.at("2026-03-07T21:00:00Z").take("implement", &[("outcome", "Done")]).unwrap();
    let alone = story.noted("fail", &[], "It stopped again").unwrap_err();
    assert!(alone.starts_with("Name the incident"), "{alone}");
    story.noted("fail", &[("incident", "12")], "It stopped again").unwrap();
    assert_eq!(story.holds("result"), "caused_incident");
    story.given("change_template", 9, "state", text("suspended"));
    let looked = [
        ("investigation", "The queue has a twin"),
        ("agreed_actions", "Name both"),
        ("review", "The template missed it"),
    ];
    let suspended = story.take("pir", &looked).unwrap_err();
    assert!(suspended.starts_with("Its template is still suspended"), "{suspended}");
    story.given("change_template", 9, "state", text("in_force")).take("pir", &looked).unwrap();
    story.take("close", &[("items_updated", "yes")]).unwrap();
    assert_eq!(story.state(), "closed");
}

/// An emergency change, recorded by Ada.
pub(super) fn emergency() -> Story {
    Story::saved("change", &[("summary", "New certificate"), ("model", "emergency")])
}

#[test]
fn an_emergency_needs_a_reason_and_somebody_who_may_decide() {
    let mut story = emergency();
    assert_eq!(story.state(), "raised");
    let agent = story.by(BEN, &[Role::Approver]).take("emergency_approve", &[]).unwrap_err();
    assert!(agent.contains("Call one of them"), "{agent}");
    let own = story.by(ADA, &[Role::ServiceManager]).take("emergency_approve", &[]).unwrap_err();
    assert!(own.starts_with("Nobody authorises their own change"), "{own}");
    story.by(BEN, &[Role::ServiceManager]);
    story.given("incident", 12, "priority", Value::Int(3));
    let calm = story.take("emergency_approve", &[("incident", "12")]).unwrap_err();
    assert!(calm.starts_with("It is no emergency yet"), "{calm}");
    story.given("incident", 12, "priority", Value::Int(2));
    story.take("emergency_approve", &[("incident", "12")]).unwrap();
    assert_eq!(story.holds("approved_by"), BEN.to_string());
}

#[test]
fn an_emergency_is_looked_back_on_and_its_misuse_is_told() {
    let mut story = emergency();
    story.by(BEN, &[Role::ServiceManager]);
    story.take("emergency_approve", &[("threat", "Cards fail from noon on")]).unwrap();
    let bare = story.take("start", &[("back_out_plan", "None: it is broken")]).unwrap_err();
    assert!(bare.contains("who decided to go without one"), "{bare}");
    let ready = [("back_out_plan", "None: it is broken"), ("test_waived_by", "2")];
    story.take("start", &ready).unwrap();
    // A Friday: the third working day after it is a Wednesday.
    story.at("2026-03-06T11:00:00Z").take("done", &[("outcome", "Cards work")]).unwrap();
    assert_eq!(story.holds("retrospective_due"), "2026-03-11");
    let met = [("criteria_met", "no")];
    assert!(story.take("complete_record", &met).unwrap_err().contains("Effect on security"));
    story.take("complete_record", &[WEIGHED, &met].concat()).unwrap();
    assert_eq!(story.holds("misuse"), "yes", "it could have waited");
    assert!(story.take("close", &[]).unwrap_err().ends_with("fill in: Review."));
    story.take("close", &[("review", "Watch the dates")]).unwrap();
    assert_eq!(story.state(), "closed");
}

#[test]
fn what_is_new_leaves_moves_or_hits_hard_goes_through_design_and_transition() {
    let scheduled = |story: &mut Story| story.take("schedule", TIMED);
    for (concerns, why) in [
        ("new_service", "brings a new service"),
        ("removal", "takes a service away"),
        ("transfer_out", "hands a service over"),
        ("transfer_in", "takes a service over"),
    ] {
        let mut story = approved();
        story.save(&[("concerns", concerns)]).unwrap();
        let refusal = scheduled(&mut story).unwrap_err();
        assert!(refusal.contains(why) && refusal.contains("Begin a transition"), "{refusal}");
        story.given_count("service_transition", "change", 1);
        scheduled(&mut story).unwrap();
    }
    let mut story = approved();
    story.given("service", 5, "criticality", text("critical"));
    story.save(&[("service", "5"), ("risk", "high")]).unwrap();
    assert_eq!(story.holds("major_impact"), "yes");
    assert!(scheduled(&mut story).unwrap_err().contains("may hit customers hard"));
    story.given("service", 5, "criticality", text("low"));
    story.save(&[("told", "All")]).unwrap();
    assert_eq!(story.holds("major_impact"), "no");
    scheduled(&mut story).unwrap();
}

#[test]
fn the_policy_in_force_sends_categories_through_design_and_transition() {
    let mut story = approved();
    let categories = serde_json::json!([
        {"category": "network"}, {"category": "Server", "through_transition": true},
    ]);
    let policy = [("state", text("in_force")), ("categories", Value::Struct(categories))];
    story.given_record("change_policy", &policy);
    let refusal = story.take("schedule", TIMED).unwrap_err();
    assert!(refusal.contains("that the change policy sends there"), "{refusal}");
}
