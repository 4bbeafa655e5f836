//! What becomes of an improvement.
#![cfg(test)]
use crate::story::{ADA, BEN, Story, walk};
use gemba_vocabulary::{Value, actor::Role};
use serde_json::json;

const KIND: &str = "improvement";
const MACHINE: &[(&str, &str, &str)] = &[
    ("proposed", "evaluated", "evaluate"),
    ("evaluated", "approved", "approve"),
    ("evaluated", "rejected", "reject"),
    ("approved", "planned", "plan"),
    ("planned", "implementing", "start"),
    ("implementing", "implemented", "finish"),
    ("implemented", "target_met", "measure"),
    ("target_missed", "implementing", "continue"),
    ("target_met", "reported", "report"),
    ("target_missed", "reported", "report"),
];
const RATINGS: &str =
    r#"[{"criterion": "Value", "points": 4}, {"criterion": "Fit with objectives", "points": 5}]"#;
const WHOLE: &[(&str, &str)] = &[
    ("name", "Passwords are reset without a call"),
    ("description", "A third of all calls are about passwords."),
    ("owner", "1"),
    ("ratings", RATINGS),
    ("priority", "1"),
    ("sponsor", "9"),
    ("dimension", "productivity"),
    ("metric", "Calls about passwords in a week"),
    ("baseline", "11"),
    ("target", "6"),
    ("target_date", "2026-06-30"),
    ("plan", r#"[{"what": "A page for it", "who": "Ben", "due": "2026-04-01"}]"#),
    ("touches", "neither"),
    ("actual", "4"),
    ("further_action", "The page gets a shorter address."),
    ("reported_in", "RPR-000003, to all heads of teams"),
];

fn weighed(story: &mut Story) {
    let id = [("id", Value::Int(5)), ("state", Value::Text("in_force".to_owned()))];
    story.given_record("improvement_criteria", &id);
    let criteria = json!([
        {"criterion": "Value", "weight": 3},
        {"criterion": "Fit with objectives", "weight": 5, "serves_objectives": true},
    ]);
    story.given("improvement_criteria", 5, "criteria", Value::Struct(criteria));
    story.given("person", 9, "roles", Value::Text("top_management".to_owned()));
}

fn whole() -> Story {
    let mut story = Story::of(KIND);
    weighed(&mut story);
    story.save(WHOLE).unwrap();
    story.by(BEN, &[Role::ServiceManager]);
    story
}

#[test]
fn each_step_leads_on_and_each_other_is_refused() {
    walk(KIND, MACHINE, "It costs more than it brings", |from, _| {
        let mut story = whole();
        story.put(from);
        story
    });
}

#[test]
fn it_is_rated_by_every_criterion_in_force() {
    let mut story = Story::saved(KIND, &[("name", "A page"), ("description", "Calls")]);
    assert!(story.take("evaluate", &[]).unwrap_err().contains("No criteria are in force"));
    weighed(&mut story);
    story.save(&[]).unwrap();
    assert!(story.holds("ratings").contains("Fit with objectives"), "their names stand ready");
    let half = r#"[{"criterion": "value", "points": 4}]"#;
    let missing = story.take("evaluate", &[("ratings", half)]).unwrap_err();
    assert_eq!(missing, "Rate it from 0 to 5 by: Fit with objectives.");
    let beyond = r#"[{"criterion": "Value", "points": 6}]"#;
    assert!(story.save(&[("ratings", beyond)]).unwrap_err().contains("must be from 0 to 5"));
    story.take("evaluate", &[("ratings", RATINGS)]).unwrap();
    // 3 × 4 and 5 × 5 make 37 of 40.
    assert_eq!((&*story.holds("score"), &*story.holds("criteria")), ("92.5", "5"));
}

#[test]
fn top_management_stands_behind_it_and_nobody_approves_their_own_idea() {
    let mut story = whole();
    story.put("evaluated");
    let own = story.by(ADA, &[Role::ServiceManager]).take("approve", &[]).unwrap_err();
    assert!(own.contains("does not approve it"), "{own}");
    story.by(BEN, &[Role::ServiceManager]);
    let other = story.take("approve", &[("sponsor", "3")]).unwrap_err();
    assert!(other.contains("has to be of top management"), "{other}");
    story.take("approve", &[]).unwrap();
    assert_eq!(story.holds("approved_by"), "2");
}

#[test]
fn it_has_a_target_and_a_change_where_something_is_touched() {
    let mut story = whole();
    story.put("approved");
    let same = story.take("plan", &[("target", "11")]).unwrap_err();
    assert!(same.contains("the value of today"), "{same}");
    let bare = story.take("plan", &[("target", ""), ("plan", "")]).unwrap_err();
    assert_eq!(bare, "Before “Plan”, fill in: Target, Plan.");
    story.take("plan", &[("touches", "system")]).unwrap();
    assert!(story.take("start", &[]).unwrap_err().contains("a change carries it out"));
    story.given("change", 4, "state", Value::Text("assessed".to_owned()));
    assert!(story.take("start", &[("change", "4")]).unwrap_err().contains("not approved yet"));
    story.given("change", 4, "state", Value::Text("scheduled".to_owned()));
    story.take("start", &[("change", "4")]).unwrap();
    story.take("finish", &[]).unwrap();
    assert_eq!(story.holds("changed_on"), "2026-03-02");
    let moved = story.save(&[("target", "10")]).unwrap_err();
    assert!(moved.contains("stays as it was when the work began"), "{moved}");
}

#[test]
fn the_value_reached_decides_and_a_missed_target_has_a_further_action() {
    let mut story = whole();
    story.put("implemented");
    let missed = [("actual", "7"), ("further_action", "")];
    assert!(story.take("measure", &missed).unwrap_err().contains("The target was missed"));
    story.take("measure", &[("actual", "7")]).unwrap();
    assert_eq!(story.state(), "target_missed");
    let silent = [("further_action", "")];
    assert!(story.take("continue", &silent).unwrap_err().contains("Further action"));
    assert!(story.take("report", &silent).unwrap_err().contains("why nothing is"));
    story.take("continue", &[]).unwrap();
    story.take("finish", &[]).unwrap();
    assert_eq!(story.holds("actual"), "", "it is measured anew");
    story.take("measure", &[("actual", "6")]).unwrap();
    assert_eq!(story.state(), "target_met");
    assert!(story.take("report", &[("reported_in", "")]).unwrap_err().contains("Service report"));
    story.given("report_run", 3, "state", Value::Text("prepared".to_owned()));
    assert!(story.take("report", &[]).unwrap_err().contains("was not sent yet"));
    story.given("report_run", 3, "state", Value::Text("sent".to_owned()));
    story.take("report", &[]).unwrap();
}

fn readings(before: &[i64], after: &[i64]) -> String {
    let day = |month: u32, place: usize| format!("2026-{month:02}-{:02}", place + 1);
    let of = |month: u32, all: &[i64]| -> Vec<_> {
        let each = all.iter().enumerate();
        each.map(|(place, value)| json!({"on": day(month, place), "value": value.to_string()}))
            .collect()
    };
    json!([of(2, before), of(3, after)].concat()).to_string()
}

#[test]
fn only_signals_say_that_it_really_became_better() {
    let before = [10, 12, 8, 10, 14, 12];
    let verdict = |before: &[i64], after: &[i64]| {
        let mut story = whole();
        let fields = [("changed_on", "2026-03-01"), ("readings", &*readings(before, after))];
        story.at("2026-03-20T09:00:00Z");
        story.save(&fields).unwrap();
        (story.holds("verdict"), story.holds("mean_after"), story.holds("verdict_note"))
    };
    let (real, mean, note) = verdict(&before, &[3, 2, 4]);
    assert_eq!((&*real, &*mean), ("better", "3"));
    assert!(note.contains("between 3.552 and 18.448"), "{note}");
    let (chance, mean, _) = verdict(&before, &[9, 8, 9]);
    assert_eq!((&*chance, &*mean), ("same", "8.6667"), "a lower mean alone is none");
    let (few, _, note) = verdict(&before[..4], &[3, 2, 4]);
    assert_eq!(few, "too_few");
    assert!(note.contains("it takes 6 values before"), "{note}");
    assert_eq!(verdict(&before, &[30, 31, 32]).0, "worse");
}

#[test]
fn what_was_measured_counts_before_what_was_typed() {
    let mut story = whole();
    for (place, value) in [10, 12, 8, 10, 14, 12, 3, 2, 4].into_iter().enumerate() {
        let month = format!(
            "{}-01",
            ["2025-06", "2025-07", "2025-08", "2025-09", "2025-10", "2025-11"]
                .get(place)
                .unwrap_or(&["2025-12", "2026-01", "2026-02"][place.saturating_sub(6).min(2)])
        );
        let fields = [
            ("measure", Value::Ref(8)),
            ("until", Value::Date(month.parse().unwrap())),
            ("value", Value::Decimal(value.into())),
        ];
        story.given_record("measurement", &fields);
    }
    // The sixth value is that of October; November's is the first after.
    story.save(&[("measure", "8"), ("changed_on", "2025-11-01")]).unwrap();
    assert_eq!((&*story.holds("verdict"), &*story.holds("mean_before")), ("better", "11"));
    assert!(story.holds("series").contains("2025-05-31"), "with the values that it rests on");
}
