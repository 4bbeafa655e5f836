//! Stories of problems: how one is found, mended, lived with, and comes back.
#![cfg(test)]
use crate::story::{Story, walk};
use gemba_vocabulary::Value;

/// The life of a problem: from, to, verb.
const MACHINE: &[(&str, &str, &str)] = &[
    ("logged", "assessed", "classify"),
    ("assessed", "investigating", "start"),
    ("investigating", "known_error", "cause_found"),
    ("investigating", "cause_not_found", "stop"),
    ("known_error", "fix_planned", "plan_fix"),
    ("fix_planned", "resolved", "fix_done"),
    ("known_error", "accepted", "accept"),
    ("accepted", "known_error", "review"),
    ("resolved", "closed", "close"),
    ("resolved", "investigating", "recur"),
    ("cause_not_found", "closed", "close"),
];

/// A problem that has everything that any step could ask for.
fn whole() -> Story {
    let rest = [
        ("summary", "Disks fill up"),
        ("owner", "2"),
        ("cause", "No log rotation"),
        ("workaround", "Delete old logs"),
        ("effort", "Three weeks of logs"),
        ("change", "5"),
        ("review_on", "2026-06-01"),
        ("effect", "None since"),
        ("is_effective", "yes"),
    ];
    let mut story = Story::saved("problem", &[WEIGHED, &rest].concat());
    story.given_count("known_error", "problem", 1);
    closed(&mut story);
    story
}

/// Its change was closed, and did what it was for.
fn closed(story: &mut Story) {
    story.given("change", 5, "state", Value::Text("closed".to_owned()));
    story.given("change", 5, "result", Value::Text("successful".to_owned()));
}

#[test]
fn each_step_of_its_life_leads_on_and_every_other_is_refused_with_a_sentence() {
    walk("problem", MACHINE, "The board agreed", |from, verb| {
        let mut story = whole();
        if verb == "review" {
            story.at("2026-06-02T08:00:00Z");
        }
        story.put(from);
        story
    });
}

/// What is taken away from a whole problem, and the step that then is refused.
const GUARDED: &[(&str, &str, &str)] = &[
    ("assessed", "start", "owner"),
    ("investigating", "cause_found", "cause"),
    ("investigating", "cause_found", "workaround"),
    ("investigating", "stop", "effort"),
    ("known_error", "accept", "review_on"),
    ("resolved", "close", "effect"),
    ("resolved", "close", "is_effective"),
];

#[test]
fn what_a_guard_asks_for_is_missed() {
    for (from, verb, missing) in GUARDED {
        let mut story = whole();
        let empty = if missing.starts_with("is_") { "no" } else { "" };
        story.save(&[(missing, empty)]).unwrap();
        story.put(from);
        let refusal = story.noted(verb, &[], "The board agreed").unwrap_err();
        assert!(refusal.starts_with("Before “"), "{from} {verb} without {missing}: {refusal}");
        assert_eq!(story.state(), *from);
    }
}

#[test]
fn a_cause_is_found_when_a_known_error_tells_of_it() {
    let mut story = whole();
    story.given_count("known_error", "problem", 0).put("investigating");
    let refusal = story.take("cause_found", &[]).unwrap_err();
    assert!(refusal.starts_with("No known error tells"), "{refusal}");
}

#[test]
fn how_a_cause_was_looked_for_is_kept_as_rows() {
    let whys = r#"[{"question":"Why was it full?","answer":"Logs","evidence":"600 GB"}]"#;
    let sides = r#"[{"side":"where","is":"Hanover","is_not":"Linden"}]"#;
    let bones = r#"[{"sort":"process","cause":"No hand-over list","finding":"open"}]"#;
    let rows = [("whys", whys), ("comparisons", sides), ("bones", bones)];
    let mut story = Story::saved("problem", &[&[("summary", "Disks")][..], &rows].concat());
    assert!(story.holds("bones").contains("No hand-over list"));
    story.save(&[("watch_days", "7")]).unwrap();
    assert!(story.save(&[("watch_days", "0")]).unwrap_err().contains("1 to 365"));
}

const WEIGHED: &[(&str, &str)] = &[("category", "disk"), ("impact", "high"), ("urgency", "low")];

fn known_error() -> Story {
    let mut story = Story::saved("problem", &[("summary", "Disks fill up")]);
    story.take("classify", WEIGHED).unwrap();
    story.take("start", &[("owner", "2")]).unwrap();
    story.given_count("known_error", "problem", 1);
    let found = &[("cause", "No log rotation"), ("workaround_none", "yes")];
    story.take("cause_found", found).unwrap();
    story
}

fn fix_planned() -> Story {
    let mut story = known_error();
    story.take("plan_fix", &[("change", "5")]).unwrap();
    story
}

#[test]
fn a_known_error_is_not_closed_without_a_solution() {
    let refusal = known_error().noted("close", &[], "Tired of it").unwrap_err();
    assert!(refusal.contains("leads on from: resolved, cause not found"), "{refusal}");
}

#[test]
fn a_cause_comes_with_a_workaround_or_the_word_that_there_is_none() {
    let mut story = Story::saved("problem", &[("summary", "Disks fill up")]);
    let bare = story.take("classify", &[("category", "disk")]).unwrap_err();
    assert_eq!(bare, "Before “Classify”, fill in: Impact, Urgency.");
    story.take("classify", WEIGHED).unwrap();
    assert_eq!(story.holds("priority"), "3");
    assert!(story.take("start", &[]).unwrap_err().ends_with("fill in: Owner."));
    story.take("start", &[("owner", "2")]).unwrap();
    let refusal = story.take("cause_found", &[("cause", "No rotation")]).unwrap_err();
    assert!(refusal.contains("No workaround found"), "{refusal}");
    story.given_count("known_error", "problem", 1);
    let way = &[("cause", "No rotation"), ("workaround", "Delete old logs")];
    story.take("cause_found", way).unwrap();
    assert_eq!(story.state(), "known_error");
}

#[test]
fn it_is_fixed_when_its_change_is_done_and_closed_when_that_helped() {
    let mut story = known_error();
    let bare = story.take("plan_fix", &[]).unwrap_err();
    assert!(bare.contains("Name the change"), "{bare}");
    let mut story = fix_planned();
    let early = story.take("fix_done", &[]).unwrap_err();
    assert!(early.contains("not closed as successful"), "{early}");
    closed(&mut story);
    story.take("fix_done", &[]).unwrap();
    let bare = story.take("close", &[]).unwrap_err();
    assert_eq!(bare, "Before “Close”, fill in: Effect, Fix was effective.");
    let effect = [("effect", "12 a month before, none since"), ("is_effective", "yes")];
    story.at("2026-03-31T09:00:00Z");
    let early = story.take("close", &effect).unwrap_err();
    assert!(early.starts_with("The solution is still being watched."), "{early}");
    story.at("2026-04-01T09:00:00Z").take("close", &effect).unwrap();
    assert_eq!((story.state(), &*story.holds("closed_at")), ("closed", "2026-04-01T09:00:00Z"));
}

#[test]
fn living_with_it_has_a_day_to_look_again() {
    let mut story = known_error();
    let days = [("accepted_until", "2026-12-31"), ("review_on", "2026-06-01")];
    assert!(story.take("accept", &days).unwrap_err().starts_with("Say why"));
    let past = story.noted("accept", &[("review_on", "2026-03-02")], "Too dear").unwrap_err();
    assert!(past.contains("has passed"), "{past}");
    let late = [("accepted_until", "2026-05-31"), ("review_on", "2026-06-01")];
    let late = story.noted("accept", &late, "Too dear").unwrap_err();
    assert!(late.contains("lies after the day"), "{late}");
    story.noted("accept", &days, "Too dear, says the board").unwrap();
    let early = story.take("review", &[]).unwrap_err();
    assert!(early.contains("has not come yet"), "{early}");
    story.at("2026-06-01T08:00:00Z").take("review", &[]).unwrap();
    assert_eq!(story.state(), "known_error");
}

#[test]
fn how_long_it_may_wait_before_it_is_escalated_is_said_in_days() {
    let mut story = Story::saved("problem", &[("summary", "Disks fill up")]);
    let held = |story: &Story| {
        ["escalate_after_days", "escalate_untouched_days"].map(|field| story.holds(field))
    };
    assert_eq!(held(&story), ["90", "30"]);
    let refusal = story.save(&[("escalate_untouched_days", "0")]).unwrap_err();
    assert_eq!(refusal, "Escalate when left alone for must be 1 to 3650 days, or empty.");
    story.save(&[("escalate_after_days", ""), ("escalate_untouched_days", "14")]).unwrap();
    assert_eq!(held(&story), ["", "14"]);
}
