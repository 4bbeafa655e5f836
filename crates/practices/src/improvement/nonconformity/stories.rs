//! What becomes of a nonconformity.
#![cfg(test)]
use crate::story::{ADA, BEN, Story, walk};
use gemba_vocabulary::{Value, actor::Role};

const KIND: &str = "nonconformity";
const MACHINE: &[(&str, &str, &str)] = &[
    ("recorded", "corrected", "correct"),
    ("corrected", "analysed", "analyse"),
    ("analysed", "acting", "act"),
    ("acting", "verified", "verify"),
    ("analysed", "verified", "leave"),
    ("verified", "corrected", "reopen"),
    ("verified", "closed", "close"),
    ("recorded", "withdrawn", "withdraw"),
];
const WHOLE: &[(&str, &str)] = &[
    ("name", "Changes without review"),
    ("owner", "1"),
    ("requirement", "8.5.1.3-d"),
    ("severity", "minor"),
    ("description", "Four changes of March were closed without a look back."),
    ("review_note", "Four of nineteen, all of one team, since January."),
    ("correction", "The four were looked back on."),
    ("corrected_by", "1"),
    ("corrected_on", "2026-02-20"),
    ("consequences", "Nobody was harmed; the record of each was completed."),
    ("cause_method", "five_whys"),
    ("cause", "The template of that team has no step for it."),
    ("cause_evidence", "The other templates have it, and their changes were all reviewed."),
    ("similar_where", "The templates of the other three teams."),
    ("similar", "none"),
    ("action_needed", "needed"),
    ("no_action_because", "It cannot happen again: that way of working has ended."),
    ("system_change", "none_needed"),
    ("system_change_note", "The process says it already."),
    ("verification", "Of ten later changes all were reviewed."),
];

fn whole(action: &str) -> Story {
    let mut story = Story::saved(KIND, WHOLE);
    story.by(BEN, &[Role::ServiceManager]);
    let fields = [("nonconformity", Value::Ref(7)), ("state", Value::Text(action.to_owned()))];
    story.given_record("corrective_action", &fields);
    story
}

#[test]
fn each_step_leads_on_and_each_other_is_refused() {
    walk(KIND, MACHINE, "It was seen again", |from, verb| {
        let mut story = whole("closed");
        if verb == "leave" {
            story.save(&[("action_needed", "not_needed")]).unwrap();
        }
        story.put(from);
        story
    });
}

#[test]
fn the_fault_is_put_right_before_its_cause_is_looked_for() {
    let mut story = Story::saved(KIND, &[("name", "Changes without review")]);
    let bare = story.take("correct", &[]).unwrap_err();
    assert_eq!(
        bare,
        "Before “Put right”, fill in: Owner, Requirement, Severity, Review note, Correction, Corrected by, \
         Corrected on, Consequences."
    );
    assert!(story.take("analyse", &[]).unwrap_err().contains("leads on from: corrected"));
    let fault = story.save(&[("requirement", "8.5.1.")]).unwrap_err();
    assert!(fault.contains("must be a clause"), "{fault}");
    story.save(&[("requirement", "Our rule on looking back")]).unwrap();
}

#[test]
fn the_finding_said_again_is_no_cause() {
    for cause in ["changes without review", "Four changes of March were closed without a look back"]
    {
        let mut story = whole("proposed");
        story.save(&[("cause", cause)]).unwrap();
        let refusal = story.put("corrected").take("analyse", &[]).unwrap_err();
        assert!(refusal.contains("once more"), "{refusal}");
    }
    let mut story = whole("proposed");
    let found = story.put("corrected").take("analyse", &[("similar", "found")]).unwrap_err();
    assert!(found.contains("Similar cases"), "{found}");
}

#[test]
fn nobody_verifies_their_own_work_and_only_what_works_is_verified() {
    let mut own = whole("effective");
    let refusal = own.by(ADA, &[Role::ProcessOwner]).put("acting").take("verify", &[]).unwrap_err();
    assert!(refusal.contains("Nobody verifies their own work"), "{refusal}");
    for unfinished in ["in_progress", "implemented", "ineffective"] {
        let refusal = whole(unfinished).put("acting").take("verify", &[]).unwrap_err();
        assert!(refusal.contains("found to be effective"), "{unfinished}: {refusal}");
    }
    let mut story = whole("effective");
    let made = [("system_change", "made")];
    assert!(story.put("acting").take("verify", &made).unwrap_err().contains("Name under “Change”"));
    story.take("verify", &[("system_change", "made"), ("change", "5")]).unwrap();
    assert_eq!((story.state(), &*story.holds("verified_by")), ("verified", "2"));
    assert!(story.take("close", &[]).unwrap_err().contains("still open"), "effective, not closed");
}

#[test]
fn without_an_action_there_is_nothing_to_carry_out() {
    let mut story = Story::saved(KIND, WHOLE);
    story.by(BEN, &[Role::ServiceManager]).put("analysed");
    assert!(story.take("act", &[]).unwrap_err().contains("No corrective action"));
    assert!(story.take("leave", &[]).unwrap_err().contains("says that action is needed"));
    story.save(&[("action_needed", "not_needed")]).unwrap();
    assert!(story.take("act", &[]).unwrap_err().contains("no action is needed"));
    story.take("leave", &[]).unwrap();
    story.take("close", &[]).unwrap();
    assert_ne!(story.holds("closed_at"), "");
}

#[test]
fn what_an_audit_and_an_incident_know_is_filled_in() {
    let mut story = Story::of(KIND);
    story.given("audit_finding", 3, "clause", Value::Text("8.6.1-c".to_owned()));
    story.given("incident", 4, "service", Value::Ref(9));
    story.save(&[("name", "No owner"), ("audit_finding", "3"), ("incident", "4")]).unwrap();
    assert_eq!((&*story.holds("requirement"), &*story.holds("service")), ("8.6.1-c", "9"));
}
