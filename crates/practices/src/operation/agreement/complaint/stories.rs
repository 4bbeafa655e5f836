//! Stories of complaints: from the first word to the answer that is accepted.
#![cfg(test)]
use crate::story::{ADA, BEN, Story, walk};
use gemba_vocabulary::{
    Value,
    actor::{Channel, Role},
};

const KIND: &str = "complaint";
const ZOE: i64 = 9;
const HELENE: i64 = 8;
const WHOLE: &[(&str, &str)] = &[
    ("summary", "Nobody rang back"),
    ("customer", "4"),
    ("complainant", "9"),
    ("service", "3"),
    ("category", "information"),
    ("owner", "1"),
];
const ANSWER: &[(&str, &str)] = &[
    ("outcome", "justified"),
    ("answer", "We are sorry: the call was noted and not handed on."),
    ("actions", "Calls are noted in the incident from now on"),
];

fn acknowledged() -> Story {
    let mut story = Story::saved(KIND, WHOLE);
    story.take("ack", &[]).unwrap();
    story
}

fn answered() -> Story {
    let mut story = acknowledged();
    story.take("start", &[]).unwrap();
    story.take("answer", ANSWER).unwrap();
    story
}

#[test]
fn its_times_come_from_what_was_agreed_with_the_customer() {
    let mut story = Story::of(KIND);
    story.given("person", ZOE, "customer", Value::Ref(4));
    story.given("customer", 4, "complaint_acknowledge_days", Value::Int(2));
    story.given("customer", 4, "complaint_answer_days", Value::Int(5));
    story.given("customer", 4, "relationship_manager", Value::Ref(ADA));
    story.save(&[("summary", "Late again"), ("complainant", "9")]).unwrap();
    let told =
        ["customer", "owner", "acknowledge_due", "answer_due"].map(|field| story.holds(field));
    assert_eq!(told, ["4", "1", "2026-03-04T09:00:00Z", "2026-03-07T09:00:00Z"]);
    let usual = Story::saved(KIND, WHOLE);
    assert_eq!(usual.holds("acknowledge_due"), "2026-03-03T09:00:00Z");
    assert_eq!(usual.holds("answer_due"), "2026-03-12T09:00:00Z");
}

#[test]
fn what_takes_longer_than_agreed_says_why() {
    let mut story = Story::saved(KIND, WHOLE);
    story.at("2026-03-03T09:00:01Z");
    let late = story.take("ack", &[]).unwrap_err();
    assert!(late.contains("Say under “Late because”"), "{late}");
    story.take("ack", &[("late_because", "It lay in a mailbox that nobody reads")]).unwrap();
    let mut story = acknowledged();
    story.take("start", &[]).unwrap();
    story.at("2026-03-12T09:00:01Z");
    assert!(story.take("answer", ANSWER).unwrap_err().contains("“Late because”"));
}

#[test]
fn whom_it_is_about_does_not_look_into_it() {
    let mut story = acknowledged();
    let refusal = story.take("start", &[("subject", "1")]).unwrap_err();
    assert!(refusal.contains("whom the complaint is about"), "{refusal}");
    story.take("start", &[("subject", "2")]).unwrap();
    let mut story = acknowledged();
    story.given("incident", 6, "assigned_to", Value::Ref(ADA));
    story.save(&[("incident", "6")]).unwrap();
    assert!(story.take("start", &[]).is_err(), "Ada worked on the incident");
    story.take("start", &[("owner", "2")]).unwrap();
    let own = Story::of(KIND).save(&[WHOLE, &[("owner", "9")]].concat()).unwrap_err();
    assert_eq!(own, "Owner is the one who complains; name another.");
}

#[test]
fn it_is_over_when_the_customer_accepts_or_stays_silent() {
    let mut story = answered();
    let refusal = story.take("accept", &[]).unwrap_err();
    assert!(refusal.contains("has not accepted the answer"), "{refusal}");
    story.take("accept", &[("accepted_by_customer", "yes")]).unwrap();
    assert_eq!(story.holds("closed_by_silence"), "no");
    let mut story = answered();
    story.by(ZOE, &[Role::CustomerContact]).of_customer(4).take("accept", &[]).unwrap();
    assert_eq!(story.holds("closed_by_silence"), "no");
    let mut story = answered();
    story.at("2026-03-12T08:59:59Z");
    assert!(story.take("accept", &[]).is_err());
    story.at("2026-03-12T09:00:00Z").take("accept", &[]).unwrap();
    assert_eq!((story.state(), &*story.holds("closed_by_silence")), ("closed", "yes"));
}

#[test]
fn a_higher_level_answers_what_did_not_satisfy() {
    let mut story = answered();
    story.given("customer", 4, "complaint_escalates_to", Value::Ref(HELENE));
    story.by(ZOE, &[Role::CustomerContact]).of_customer(4);
    assert!(story.take("escalate", &[]).is_err(), "why not?");
    story.noted("escalate", &[], "It happened again on Monday").unwrap();
    assert_eq!(story.holds("escalated_to"), HELENE.to_string());
    assert_eq!(story.holds("escalation_count"), "1");
    let mut inside = story;
    inside.by(ADA, &[Role::Agent]);
    let own = inside.take("answer", &[("escalated_to", "1")]).unwrap_err();
    assert!(own.contains("neither its owner"), "{own}");
    let other = inside.by(BEN, &[Role::ServiceManager]).take("answer", &[]).unwrap_err();
    assert!(other.contains("by whoever it was escalated to"), "{other}");
    inside.by(HELENE, &[Role::ServiceManager]).take("answer", &[]).unwrap();
    assert_eq!(inside.state(), "answered");
    assert_eq!(inside.holds("answered_by"), HELENE.to_string());
}

#[test]
fn an_objection_has_its_time() {
    let mut story = answered();
    story.at("2026-03-13T09:00:00Z").by(ZOE, &[Role::Requester]).of_customer(4);
    assert!(story.noted("escalate", &[], "Still not").unwrap_err().contains("are over"));
}

#[test]
fn the_machine_of_a_complaint() {
    let machine = &[
        ("received", "acknowledged", "ack"),
        ("acknowledged", "investigating", "start"),
        ("investigating", "answered", "answer"),
        ("answered", "closed", "accept"),
        ("answered", "escalated", "escalate"),
        ("escalated", "answered", "answer"),
    ];
    walk(KIND, machine, "It happened again", |state, _| {
        let fields = [WHOLE, ANSWER, &[("escalated_to", "2")]].concat();
        let mut story = Story::saved(KIND, &fields);
        story.put(state);
        if state == "escalated" {
            story.by(BEN, &[Role::ServiceManager]);
        }
        if state == "answered" {
            story.save(&[("accepted_by_customer", "yes")]).unwrap();
        }
        story
    });
}

#[test]
fn what_an_import_brings_is_taken_as_it_was() {
    let mut story = Story::of(KIND);
    story.through(Channel::Import).save(&[WHOLE, &[("owner", "9")]].concat()).unwrap();
}
