//! What becomes of a finding.
#![cfg(test)]
use crate::story::{ADA, BEN, Story, walk};
use gemba_vocabulary::{Value, actor::Role};

const KIND: &str = "audit_finding";
const LEAD: i64 = 5;
const MACHINE: &[(&str, &str, &str)] = &[
    ("raised", "agreed", "agree"),
    ("raised", "disputed", "dispute"),
    ("disputed", "agreed", "confirm"),
    ("disputed", "withdrawn", "withdraw"),
    ("agreed", "correction_done", "correct"),
    ("correction_done", "cause_analysed", "analyse"),
    ("cause_analysed", "action_planned", "plan"),
    ("action_planned", "action_done", "do"),
    ("action_done", "verified", "verify"),
    ("action_done", "action_planned", "not_effective"),
    ("verified", "closed", "close"),
];
const WHOLE: &[(&str, &str)] = &[
    ("name", "Four changes without a look back"),
    ("audit", "3"),
    ("clause", "8.5.1.3-d"),
    ("evidence", "CHG-000004, CHG-000007, CHG-000009, CHG-000012"),
    ("grade", "minor"),
    ("area_manager", "1"),
    ("correction", "They were looked back on; their records say so."),
    ("cause", "The template has no step for it."),
    ("similar_cases", "The other templates have it."),
    ("action", "The template gets the step."),
    ("action_owner", "1"),
    ("action_due", "2026-04-01"),
    ("plan_accepted_by", "5"),
    ("action_evidence", "Version 4 of the template"),
    ("verification_result", "Ten later changes, all looked back on."),
];

fn whole() -> Story {
    let mut story = Story::of(KIND);
    story.given("audit", 3, "lead_auditor", Value::Ref(LEAD));
    story.save(WHOLE).unwrap();
    story
}

#[test]
fn each_step_leads_on_and_each_other_is_refused() {
    walk(KIND, MACHINE, "It was seen otherwise", |from, verb| {
        let mut story = whole();
        story.put(from);
        if ["confirm", "withdraw", "verify", "not_effective"].contains(&verb) {
            story.by(LEAD, &[Role::Auditor]);
        }
        story
    });
}

#[test]
fn the_area_agrees_or_disputes_and_the_lead_auditor_decides() {
    let mut story = whole();
    let other = story.by(BEN, &[Role::Agent]).take("agree", &[]).unwrap_err();
    assert!(other.contains("Whoever answers for the area"), "{other}");
    assert!(story.noted("dispute", &[], "No").is_err());
    story.by(ADA, &[Role::Agent]).noted("dispute", &[], "They were looked back on").unwrap();
    let own = story.noted("withdraw", &[], "It is not so").unwrap_err();
    assert!(own.contains("Whoever led the audit decides"), "{own}");
    story.by(LEAD, &[Role::Auditor]).noted("confirm", &[], "After the fact").unwrap();
    assert_eq!(story.state(), "agreed");
    for (field, value) in [("grade", "observation"), ("evidence", "Nothing much")] {
        let fault = story.save(&[(field, value)]).unwrap_err();
        assert!(fault.contains("stay as the area agreed"), "{fault}");
    }
    let mut bare = Story::saved(KIND, &[("name", "Something"), ("audit", "3")]);
    let missing = bare.take("agree", &[]).unwrap_err();
    assert_eq!(
        missing,
        "Before “Agree”, fill in: Clause or Own rule, Evidence, Grade, Area manager."
    );
}

#[test]
fn times_are_usual_unless_they_are_set_and_can_be_set_for_each() {
    let story = whole();
    assert_eq!(
        (&*story.holds("response_due"), &*story.holds("closure_due")),
        ("2026-03-16", "2026-08-29")
    );
    let major = Story::saved(KIND, &[("name", "None at all"), ("audit", "3"), ("grade", "major")]);
    assert_eq!(major.holds("closure_due"), "2026-05-31");
    let set = [("name", "One"), ("audit", "3"), ("grade", "major"), ("closure_due", "2026-04-01")];
    assert_eq!(Story::saved(KIND, &set).holds("closure_due"), "2026-04-01");
}

#[test]
fn it_is_verified_after_a_while_by_somebody_else() {
    let mut story = whole();
    story.put("action_planned").take("do", &[]).unwrap();
    assert_eq!(story.holds("verify_from"), "2026-04-01");
    story.by(ADA, &[Role::Agent]).at("2026-04-02T09:00:00Z");
    let own = story.take("verify", &[]).unwrap_err();
    assert!(own.contains("Nobody verifies their own work"), "{own}");
    story.by(LEAD, &[Role::Auditor]).at("2026-03-31T09:00:00Z");
    assert!(story.take("verify", &[]).unwrap_err().contains("Verify it from 2026-04-01 on"));
    story.noted("not_effective", &[], "CHG-000020 was not").unwrap();
    assert_eq!((story.state(), &*story.holds("failed_count")), ("action_planned", "1"));
    story.by(ADA, &[Role::Agent]).take("do", &[("action_evidence", "Version 5")]).unwrap();
    story.by(LEAD, &[Role::Auditor]).at("2026-05-02T09:00:00Z").take("verify", &[]).unwrap();
    assert_eq!((story.state(), &*story.holds("verified_by")), ("verified", "5"));
}

#[test]
fn the_plan_is_accepted_on_the_other_side() {
    let mut story = whole();
    story.put("cause_analysed");
    let own = story.take("plan", &[("plan_accepted_by", "1")]).unwrap_err();
    assert!(own.contains("on the auditors' side"), "{own}");
    story.take("plan", &[]).unwrap();
}

#[test]
fn what_the_nonconformity_says_need_not_be_said_twice() {
    let mut story = whole();
    let led = [("id", Value::Int(8)), ("audit_finding", Value::Ref(7))];
    story.given_record("nonconformity", &led);
    story.save(&[("correction", ""), ("cause", ""), ("similar_cases", "")]).unwrap();
    assert_eq!(story.holds("nonconformity"), "8");
    story.put("agreed");
    assert!(story.take("correct", &[]).is_err(), "nobody said it");
    let text = |words: &str| Value::Text(words.to_owned());
    story.given("nonconformity", 8, "correction", text("They were looked back on"));
    story.given("nonconformity", 8, "cause", text("No step"));
    story.given("nonconformity", 8, "similar_where", text("All templates"));
    story.take("correct", &[]).unwrap();
    story.take("analyse", &[]).unwrap();
    let fault = story.save(&[("grade", "observation")]).unwrap_err();
    assert!(fault.contains("stay as the area agreed"), "{fault}");
}
