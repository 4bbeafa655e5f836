//! Stories of service proposals.
#![cfg(test)]
use crate::story::{ADA, BEN, Story, walk};
use gemba_vocabulary::actor::Role;

const KIND: &str = "service_proposal";

const WHOLE: &[(&str, &str)] = &[
    ("name", "Telephone numbers that move along"),
    ("about", "change"),
    ("service", "3"),
    ("need", "Wards move twice a year"),
    ("benefit", "Forty calls to the desk less"),
    ("objective", "Fewer calls that nobody needs"),
    ("cost", "4000 EUR"),
    ("limitations", "Only with the new switch"),
    ("risks", "Emergency calls show the wrong building"),
    ("rank_need", "wanted"),
    ("rank_aims", "directly"),
    ("rank_reach", "some"),
    ("rank_means", "whole"),
    ("rank_risk", "medium"),
    ("rank_rationale", "Before the booking of rooms: the clinic pays for it"),
];

fn told_by_ada() -> Story {
    Story::saved(KIND, WHOLE)
}

#[test]
fn five_answers_make_a_score_that_anybody_can_follow() {
    let mut story = told_by_ada();
    assert_eq!(story.holds("rank_score"), "10", "2 × (1 + 2) + 1 + 2 + 1");
    story.save(&[("rank_need", "must"), ("rank_reach", "many"), ("rank_risk", "low")]).unwrap();
    assert_eq!(story.holds("rank_score"), "14", "no proposal has more");
    story.save(&[("rank_means", "")]).unwrap();
    assert_eq!(story.holds("rank_score"), "", "an answer is missing");
    let none = [
        ("rank_need", "nice"),
        ("rank_aims", "none"),
        ("rank_reach", "few"),
        ("rank_means", "none"),
        ("rank_risk", "high"),
    ];
    story.save(&none).unwrap();
    assert_eq!(story.holds("rank_score"), "0");
}

#[test]
fn whatever_is_decided_was_weighed_first() {
    let mut story = Story::saved(KIND, &[("name", "A vault"), ("about", "new_service")]);
    let bare = story.take("rank", &[("cost", "1 EUR")]).unwrap_err();
    assert_eq!(
        bare,
        "Before “Rank”, fill in: Need, Benefit, Objective, Limitations, Risks, Rank need, Rank \
         aims, Rank reach, Rank means, Rank risk, Rank rationale."
    );
    let early = story.by(BEN, &[Role::ServiceManager]).take("accept", &[]).unwrap_err();
    assert!(early.contains("it leads on from: ranked"), "{early}");
    let mut story = told_by_ada();
    story.save(&[("service", "")]).unwrap();
    let refusal = story.take("rank", &[]).unwrap_err();
    assert_eq!(refusal, "Before “Rank”, fill in: Service.", "what exists is named");
    let refusal = story.save(&[("cost", "-5 EUR")]).unwrap_err();
    assert!(refusal.starts_with("Cost is less than nothing"), "{refusal}");
}

#[test]
fn somebody_else_decides_and_what_was_decided_by_stays() {
    let mut story = told_by_ada();
    story.take("rank", &[]).unwrap();
    let own = story.take("accept", &[]).unwrap_err();
    assert!(own.starts_with("Nobody decides about what they proposed themselves."), "{own}");
    assert!(story.noted("decline", &[], "Too dear").unwrap_err().contains("somebody else"));
    story.by(BEN, &[Role::ServiceManager]);
    assert!(story.take("decline", &[]).is_err(), "a reason is missing");
    story.take("accept", &[]).unwrap();
    assert_eq!(story.holds("decided_by"), BEN.to_string());
    let refusal = story.save(&[("rank_need", "must")]).unwrap_err();
    assert!(refusal.starts_with("Rank score is what it was decided by;"), "{refusal}");
    story.by(ADA, &[Role::ServiceManager]);
    let refusal = story.take("carry_out", &[]).unwrap_err();
    assert!(refusal.starts_with("Nothing carries it out yet."), "{refusal}");
    story.take("carry_out", &[("service_transition", "6")]).unwrap();
    assert_eq!(story.state(), "carried_out");
}

#[test]
fn a_new_service_leads_on_to_what_came_of_it() {
    let mut story = told_by_ada();
    story.save(&[("about", "new_service"), ("service", "")]).unwrap();
    story.take("rank", &[]).unwrap();
    story.by(BEN, &[Role::ServiceManager]).take("accept", &[]).unwrap();
    let refusal = story.take("carry_out", &[("change", "5")]).unwrap_err();
    assert_eq!(refusal, "Before “Carry out”, fill in: Service.");
    story.take("carry_out", &[("change", "5"), ("service", "8")]).unwrap();
    assert_eq!(story.holds("service"), "8");
}

/// The life of a proposal: from, to, verb.
const MACHINE: &[(&str, &str, &str)] = &[
    ("proposed", "ranked", "rank"),
    ("ranked", "ranked", "rank"),
    ("ranked", "accepted", "accept"),
    ("ranked", "declined", "decline"),
    ("accepted", "carried_out", "carry_out"),
];

#[test]
fn each_step_leads_on_when_its_guard_is_met_and_each_other_is_refused() {
    walk(KIND, MACHINE, "There is no money this year", |from, _| {
        let mut story = told_by_ada();
        story.save(&[("change", "5")]).unwrap();
        story.by(BEN, &[Role::ServiceManager]).put(from);
        story
    });
}
