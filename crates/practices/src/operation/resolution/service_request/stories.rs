//! Stories of service requests: from the form to the last word, and what is refused on the way.
#![cfg(test)]
use crate::story::{ADA, BEN, Story, walk};
use gemba_vocabulary::{
    Value,
    actor::{Channel, Role},
};
use serde_json::json;

/// The rows of the machine `request`; what is taken back may be asked for or approved, as long as nobody has begun.
const MACHINE: &[(&str, &str, &str)] = &[
    ("new", "awaiting_approval", "submit"),
    ("awaiting_approval", "approved", "approve"),
    ("awaiting_approval", "rejected", "reject"),
    ("approved", "fulfilling", "start"),
    ("fulfilling", "pending", "wait"),
    ("pending", "fulfilling", "resume"),
    ("fulfilling", "fulfilled", "finish"),
    ("fulfilled", "closed", "close"),
    ("fulfilled", "fulfilling", "reopen"),
    ("new", "cancelled", "cancel"),
    ("awaiting_approval", "cancelled", "cancel"),
    ("approved", "cancelled", "cancel"),
];

const ITEM: i64 = 3;
const RULE: i64 = 9;

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// A world in which phones can be ordered: large ones need somebody's yes.
fn world(story: &mut Story) {
    let questions = json!([
        {"name": "size", "question": "Which size?", "answer": "choice", "choices": "small; large",
         "needed": true},
        {"name": "why", "question": "Why a large one?", "answer": "line", "needed": true,
         "asked_if": "answers.size == \"large\""},
    ]);
    let item = [
        ("state", text("published")),
        ("name", text("Phone")),
        ("category", text("hardware")),
        ("catalogue_entry", Value::Ref(4)),
        ("questions", Value::Struct(questions)),
        ("price", Value::Money("300 EUR".parse().unwrap())),
        ("fulfil_within", Value::Duration(86_400)),
        ("team", Value::Ref(6)),
        ("instruction", text("Take one from stock")),
        ("approval_rules", Value::Refs(vec![RULE])),
        ("priority", Value::Int(4)),
        (
            "priority_rules",
            Value::Struct(json!([
                {"when": "answers.size == \"large\"", "priority": 2},
            ])),
        ),
        ("close_after_days", Value::Int(5)),
    ];
    for (field, value) in item {
        story.given("request_item", ITEM, field, value);
    }
    story.given("catalogue_entry", 4, "service", Value::Ref(5));
    story.given("catalogue_entry", 4, "state", text("published"));
    story.given("approval_rule", RULE, "state", text("current"));
    story.given("approval_rule", RULE, "name", text("Large phones"));
    story.given("approval_rule", RULE, "condition", text("answers.size == \"large\""));
}

fn ordered(size: &str) -> Story {
    let mut story = Story::of("service_request");
    world(&mut story);
    let answers = json!([
        {"name": "size", "answer": size},
        {"name": "why", "answer": "My eyes"},
    ]);
    story.save(&[("request_item", "3"), ("answers", &answers.to_string())]).unwrap();
    story
}

fn yes(story: &mut Story) {
    let given = [
        ("parent_kind", text("service_request")),
        ("parent", Value::Int(7)),
        ("state", text("approved")),
        ("rule", Value::Ref(RULE)),
        ("decided_by", Value::Ref(BEN)),
    ];
    story.given_record("approval", &given);
}

/// A request in that state, with all that the step could ask for.
fn ready(from: &str, verb: &str) -> Story {
    let mut story = ordered("large");
    if from != "new" {
        story.take("submit", &[]).unwrap();
    }
    yes(&mut story);
    if !matches!(from, "new" | "awaiting_approval") {
        story.by(BEN, &[Role::Agent]).take("approve", &[]).unwrap();
        story.by(ADA, &[Role::Agent]);
    }
    if matches!(from, "fulfilled" | "closed") {
        story.take("start", &[]).unwrap();
        story.take("finish", &[("fulfilment", "It is on your desk")]).unwrap();
    }
    story.save(&[("confirmed_by_user", "yes"), ("fulfilment", "There")]).unwrap();
    if verb == "wait" {
        story.save(&[("waits_for", "The post")]).unwrap();
    }
    if verb == "approve" {
        story.by(BEN, &[Role::Approver]);
    }
    story.put(from);
    story
}

#[test]
fn each_step_of_its_life_leads_on_and_every_other_is_refused_with_a_sentence() {
    walk("service_request", MACHINE, "The phone is out of stock", ready);
}

#[test]
fn what_needs_nobodys_yes_is_approved_when_it_is_handed_in() {
    let mut story = ordered("small");
    assert_eq!(story.holds("summary"), "Phone");
    assert_eq!((&*story.holds("service"), &*story.holds("team")), ("5", "6"));
    assert_eq!((&*story.holds("priority"), &*story.holds("price")), ("4", "300 EUR"));
    assert!(!story.holds("answers").contains("My eyes"), "what was not asked is not kept");
    story.take("submit", &[]).unwrap();
    assert_eq!((story.state(), &*story.holds("approval_rules")), ("approved", ""));
    assert_eq!(story.holds("approved_at"), story.holds("submitted_at"));
}

#[test]
fn what_a_rule_asks_for_waits_for_the_yes_of_somebody_else() {
    let mut story = ordered("large");
    assert_eq!(story.holds("priority"), "2", "a rule of the item");
    story.take("submit", &[]).unwrap();
    assert_eq!((story.state(), &*story.holds("approval_rules")), ("awaiting_approval", "9"));
    let early = story.by(BEN, &[Role::Approver]).take("approve", &[]).unwrap_err();
    assert!(early.contains("“Large phones” asks for 1 approval, and 0 were given"), "{early}");
    yes(&mut story);
    let own = story.by(ADA, &[Role::Approver]).take("approve", &[]).unwrap_err();
    assert!(own.starts_with("Nobody approves their own request"), "{own}");
    story.by(BEN, &[Role::Approver]).at("2026-03-02T10:00:00Z").take("approve", &[]).unwrap();
    assert_eq!((&*story.holds("approved_by"), story.state()), ("2", "approved"));
}

#[test]
fn nobody_begins_before_it_was_approved() {
    let mut story = ordered("large");
    story.take("submit", &[]).unwrap();
    let early = story.take("start", &[]).unwrap_err();
    assert!(
        early.contains("not possible while the service request is awaiting approval"),
        "{early}"
    );
    let forced = story.put("approved").take("start", &[]).unwrap_err();
    assert!(forced.contains("nobody may begin"), "{forced}");
}

#[test]
fn the_form_asks_over_every_channel_alike() {
    let mut story = Story::of("service_request");
    world(&mut story);
    let bare = story.save(&[("request_item", "3")]).unwrap_err();
    assert_eq!(bare, "Answers do not fit the form: “Which size?” is required.");
    let odd = json!([{"name": "size", "answer": "huge"}, {"name": "colour", "answer": "red"}]);
    let odd = story.save(&[("request_item", "3"), ("answers", &odd.to_string())]).unwrap_err();
    assert!(
        odd.contains("“colour” is no question") && odd.contains("one of: small, large"),
        "{odd}"
    );
    let mut story = ordered("large");
    story.take("submit", &[]).unwrap();
    let late = story.save(&[("answers", "")]).unwrap_err();
    assert!(late.contains("are fixed once it is asked for"), "{late}");
    for (kind, id) in [("request_item", ITEM), ("catalogue_entry", 4)] {
        let mut story = Story::of("service_request");
        world(&mut story);
        story.given(kind, id, "state", text("revised"));
        assert!(story.save(&[("request_item", "3")]).unwrap_err().contains("not on offer"));
    }
}

#[test]
fn it_is_done_when_every_step_had_its_turn_and_every_task_is_over() {
    let mut story = ordered("small");
    story.take("submit", &[]).unwrap();
    story.take("start", &[]).unwrap();
    assert_eq!(story.holds("assigned_to"), ADA.to_string());
    let done = &[("fulfilment", "It is on your desk")];
    let step =
        [("id", Value::Int(11)), ("request_item", Value::Ref(ITEM)), ("state", text("current"))];
    story.given_record("fulfilment_step", &step);
    let early = story.take("finish", done).unwrap_err();
    assert!(early.contains("has not had its turn"), "{early}");
    let task = |state: &str| {
        [
            ("id", Value::Int(21)),
            ("parent_kind", text("service_request")),
            ("parent", Value::Int(7)),
            ("fulfilment_step", Value::Ref(11)),
            ("state", text(state)),
        ]
    };
    story.given("fulfilment_step", 11, "only_if", text("answers.size == \"large\""));
    story.given_record("task", &task("open"));
    let open = story.take("finish", done).unwrap_err();
    assert!(open.contains("A task of it is still open"), "{open}");
}

#[test]
fn a_step_that_its_condition_does_not_need_holds_nothing_up() {
    let mut story = ordered("small");
    story.take("submit", &[]).unwrap();
    story.take("start", &[]).unwrap();
    let step =
        [("id", Value::Int(11)), ("request_item", Value::Ref(ITEM)), ("state", text("current"))];
    story.given_record("fulfilment_step", &step);
    story.given("fulfilment_step", 11, "only_if", text("answers.size == \"large\""));
    let bare = story.take("finish", &[]).unwrap_err();
    assert_eq!(bare, "Before “Done”, fill in: Fulfilment.");
    story.take("finish", &[("fulfilment", "It is on your desk")]).unwrap();
    assert_eq!(story.holds("fulfilled_by"), ADA.to_string());
}

#[test]
fn whoever_asked_has_the_last_word_or_some_days_to_say_it() {
    let mut story = ready("fulfilled", "close");
    story.save(&[("confirmed_by_user", "no")]).unwrap();
    story.by(BEN, &[Role::Agent]);
    let early = story.at("2026-03-07T08:59:59Z").take("close", &[]).unwrap_err();
    assert!(early.contains("has not said yet"), "{early}");
    story.at("2026-03-07T09:00:00Z").take("close", &[]).unwrap();
    assert_eq!(story.holds("close_code"), "no_answer");
    let mut story = ready("fulfilled", "close");
    story.take("close", &[]).unwrap();
    assert_eq!(story.holds("close_code"), "confirmed");
}

#[test]
fn what_is_not_as_it_should_be_goes_on_for_a_fortnight() {
    let mut story = ready("fulfilled", "reopen");
    story.at("2026-03-03T09:00:00Z").noted("reopen", &[], "The screen is broken").unwrap();
    assert_eq!((&*story.holds("fulfilled_at"), &*story.holds("confirmed_by_user")), ("", "no"));
    assert!(story.holds("pauses").contains("2026-03-03T09:00:00Z"), "the clock stood still");
    let mut story = ready("fulfilled", "reopen");
    let late = story.at("2026-03-16T09:00:00Z").noted("reopen", &[], "Broken").unwrap_err();
    assert!(late.contains("Ask for it anew"), "{late}");
}

#[test]
fn only_those_whose_it_is_take_it_back() {
    let mut story = ordered("large");
    story.take("submit", &[]).unwrap();
    story.by(BEN, &[Role::Requester]);
    let stranger = story.noted("cancel", &[], "Mine is better").unwrap_err();
    assert!(stranger.starts_with("Only whoever asked for it"), "{stranger}");
    story.by(ADA, &[Role::Requester]).noted("cancel", &[], "Found my old one").unwrap();
    assert_eq!(story.holds("decision"), "Found my old one");
    assert_eq!(story.holds("close_code"), "taken_back");
}

#[test]
fn people_outside_ask_for_their_own_alone() {
    let mut story = Story::of("service_request");
    world(&mut story);
    story.by(ADA, &[Role::CustomerContact]).of_customer(12);
    story.given("person", ADA, "customer", Value::Ref(12));
    story.given("person", 30, "customer", Value::Ref(13));
    story.given("person", 31, "customer", Value::Ref(12));
    let answers = json!([{"name": "size", "answer": "small"}]).to_string();
    let order = |whom| [("request_item", "3"), ("answers", &*answers), ("requested_for", whom)];
    let other = story.save(&order("30")).unwrap_err();
    assert!(other.contains("somebody of your own organization"), "{other}");
    story.save(&order("31")).unwrap();
    assert_eq!(story.holds("customer"), "12");
}

#[test]
fn another_priority_needs_a_reason() {
    let mut story = ordered("small");
    let bare = story.save(&[("priority_override", "1")]).unwrap_err();
    assert!(bare.starts_with("Override reason is required"), "{bare}");
    story.save(&[("priority_override", "1"), ("override_reason", "Begins today")]).unwrap();
    assert_eq!(story.holds("priority"), "1");
    story.save(&[("priority_override", "")]).unwrap();
    assert_eq!((&*story.holds("priority"), &*story.holds("override_reason")), ("4", ""));
}

#[test]
fn what_another_tool_tells_is_kept_as_it_tells_it() {
    let mut story = Story::of("service_request");
    story.through(Channel::Import);
    story.save(&[("request_item", "3"), ("priority", "5"), ("summary", "Old phone")]).unwrap();
    assert_eq!((&*story.holds("priority"), &*story.holds("summary")), ("5", "Old phone"));
}
