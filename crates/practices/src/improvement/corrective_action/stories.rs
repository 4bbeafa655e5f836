//! What becomes of a corrective action.
#![cfg(test)]
use crate::story::{ADA, BEN, Story, walk};
use gemba_vocabulary::{Value, actor::Role};

const KIND: &str = "corrective_action";
const MACHINE: &[(&str, &str, &str)] = &[
    ("proposed", "approved", "approve"),
    ("approved", "in_progress", "start"),
    ("in_progress", "implemented", "finish"),
    ("implemented", "effective", "check_ok"),
    ("implemented", "ineffective", "check_bad"),
    ("ineffective", "proposed", "rework"),
    ("effective", "closed", "close"),
];
const WHOLE: &[(&str, &str)] = &[
    ("name", "A step for the look back in the template"),
    ("nonconformity", "3"),
    ("owner", "1"),
    ("action", "The template gets the step, and cannot be closed without it."),
    ("cause", "The template has no such step."),
    ("due", "2026-03-20"),
    ("effort", "low"),
    ("proportion", "An hour of work for a lapse that harmed nobody."),
    ("evidence", "Version 4 of the template"),
    ("result", "Ten later changes were all looked back on."),
];

fn whole() -> Story {
    let mut story = Story::saved(KIND, WHOLE);
    story.by(BEN, &[Role::ServiceManager]);
    story
}

#[test]
fn each_step_leads_on_and_each_other_is_refused() {
    walk(KIND, MACHINE, "Another one is better", |from, _| {
        let mut story = whole();
        story.put(from);
        story
    });
}

#[test]
fn it_is_approved_in_proportion_by_somebody_else_once_the_cause_is_known() {
    let mut story = Story::saved(KIND, &[("name", "A step"), ("nonconformity", "3")]);
    story.by(BEN, &[Role::ServiceManager]);
    let bare = story.take("approve", &[]).unwrap_err();
    assert_eq!(bare, "Before “Approve”, fill in: Owner, Action, Due, Effort, Proportion.");
    story.save(&[("action", "The template gets the step.")]).unwrap();
    let all = [("owner", "2"), ("due", "2026-03-20"), ("effort", "low"), ("proportion", "An hour")];
    assert!(story.take("approve", &all).unwrap_err().contains("The cause is not known"));
    story.given("nonconformity", 3, "cause", Value::Text("No such step".to_owned()));
    story.save(&[]).unwrap();
    assert!(story.take("approve", &all).unwrap_err().contains("does not approve it"));
    story.given("nonconformity", 3, "severity", Value::Text("minor".to_owned()));
    let much =
        [&all[1..2], &[("owner", "1"), ("effort", "high"), ("proportion", "Weeks")]].concat();
    assert!(story.take("approve", &much).unwrap_err().contains("minor and the effort high"));
    story.take("approve", &[&all[1..], &[("owner", "1")]].concat()).unwrap();
    assert_eq!((&*story.holds("approved_by"), &*story.holds("cause")), ("2", "No such step"));
}

#[test]
fn it_is_checked_after_a_while_by_somebody_else() {
    let mut story = whole();
    story.put("in_progress").take("finish", &[]).unwrap();
    assert_eq!((&*story.holds("check_from"), &*story.holds("result")), ("2026-04-01", ""));
    let result = [("result", "Ten later changes were all looked back on.")];
    let early = story.take("check_ok", &result).unwrap_err();
    assert!(early.contains("Check it from 2026-04-01 on"), "{early}");
    story.at("2026-03-31T09:00:00Z");
    assert!(story.take("check_ok", &result).is_err(), "a day short");
    story.at("2026-04-01T09:00:00Z");
    let own = story.by(ADA, &[Role::Agent]).take("check_ok", &result).unwrap_err();
    assert!(own.contains("Nobody checks their own work"), "{own}");
    let bare = story.by(BEN, &[Role::ServiceManager]).take("check_ok", &[]).unwrap_err();
    assert_eq!(bare, "Before “It works”, fill in: Result.");
    story.take("check_ok", &result).unwrap();
    assert_eq!((story.state(), &*story.holds("checked_by")), ("effective", "2"));
}

#[test]
fn what_does_not_work_is_thought_over_with_another_cause() {
    let mut story = whole();
    story.put("in_progress").take("finish", &[]).unwrap();
    story.take("check_bad", &[("result", "It happened again on the next day.")]).unwrap();
    assert_eq!((story.state(), &*story.holds("failed_count")), ("ineffective", "1"));
    let same = story.take("rework", &[("cause", "the template has no such step.")]).unwrap_err();
    assert!(same.contains("the one that was refuted"), "{same}");
    story.take("rework", &[("cause", "Nobody knew who looks back.")]).unwrap();
    assert_eq!((story.state(), &*story.holds("effort")), ("proposed", ""));
    assert!(story.take("approve", &[]).unwrap_err().contains("Effort, Proportion"));
    let moved = story.save(&[("nonconformity", "4")]).unwrap_err();
    assert!(moved.contains("stays the same"), "{moved}");
}
