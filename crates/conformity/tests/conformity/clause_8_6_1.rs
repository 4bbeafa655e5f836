//! A service desk of which every check of 8.6.1 thinks well, and each way in which one can stop to.
use crate::world::{NO, Records, YES, at, date, on, text};
use gemba_model::check::{IMPORTED_STEP, Outcome, Period};
use gemba_vocabulary::{RecordId, Value};

const NORMAL: RecordId = 1;
const MAJOR: RecordId = 2;
const NEW: RecordId = 3;
const FROM_RECORDS: [&str; 8] =
    ["8.6.1-a", "8.6.1-b", "8.6.1-c", "8.6.1-d", "8.6.1-e", "8.6.1-1", "8.6.1-4", "8.6.1-5"];
const WITH_PERSON: [&str; 3] = ["8.6.1-2", "8.6.1-3", "8.6.1-6"];

/// One ordinary incident, escalated and closed late; one major incident, reviewed; one opened an
/// hour ago.
fn sound() -> Records {
    let mut desk = Records::at("2025-06-20T12:00:00Z");
    for (impact, urgency, priority) in
        [("high", "high", 1), ("high", "low", 3), ("low", "low", 5), ("medium", "medium", 3)]
    {
        desk.add(
            "priority_rule",
            "current",
            &[
                ("impact", text(impact)),
                ("urgency", text(urgency)),
                ("priority", Value::Int(priority)),
            ],
        );
    }
    let common = |desk: &mut Records, state: &str| {
        desk.add(
            "incident",
            state,
            &[
                ("service", Value::Ref(1)),
                ("category", text("Mail")),
                ("impact", text("medium")),
                ("urgency", text("medium")),
                ("priority", Value::Int(3)),
                ("opened_at", at("2025-05-05T08:00:00Z")),
                ("responded_at", at("2025-05-05T08:10:00Z")),
                ("response_due", at("2025-05-05T09:00:00Z")),
                ("resolve_due", at("2025-05-05T16:00:00Z")),
                ("resolved_at", at("2025-05-05T17:00:00Z")),
                ("resolution", text("The queue was emptied.")),
                ("resolved_by", Value::Ref(7)),
                ("close_code", text("solved")),
                ("confirmed_by_user", YES),
                ("closed_at", at("2025-05-06T08:00:00Z")),
            ],
        )
    };
    assert_eq!(common(&mut desk, "closed"), NORMAL);
    assert_eq!(common(&mut desk, "closed"), MAJOR);
    for (field, value) in [
        ("impact", text("high")),
        ("urgency", text("high")),
        ("priority", Value::Int(1)),
        ("is_major", YES),
        ("major_manager", Value::Ref(7)),
        ("top_management_notified_at", at("2025-05-05T08:30:00Z")),
        ("service_owner_confirmed", YES),
        ("restored_at", at("2025-05-05T15:00:00Z")),
        ("resolved_at", at("2025-05-05T15:30:00Z")),
    ] {
        desk.set("incident", MAJOR, field, value);
    }
    desk.add(
        "incident_review",
        "current",
        &[
            ("incident", Value::Ref(MAJOR)),
            ("held_on", on("2025-05-12")),
            ("cause", text("A disk was full.")),
            ("actions", text("Watch the disk.")),
            ("improvement", text("IMP-3")),
        ],
    );
    desk.add(
        "escalation",
        "raised",
        &[
            ("incident", Value::Ref(NORMAL)),
            ("clock", text("resolution")),
            ("at", at("2025-05-05T14:30:00Z")),
        ],
    );
    desk.entry("incident", NORMAL, "create", "2025-05-05T08:00:00Z");
    desk.entry("incident", NORMAL, "note", "2025-05-05T10:00:00Z");
    desk.entry("incident", MAJOR, "declare_major", "2025-05-05T08:20:00Z");
    desk.entry("incident", MAJOR, "wait", "2025-05-05T10:00:00Z");
    assert_eq!(desk.add("incident", "new", &[("opened_at", at("2025-06-20T11:00:00Z"))]), NEW);
    desk.record("incident", NEW).created_at = "2025-06-20T11:00:00Z".parse().unwrap();
    desk
}

#[test]
fn a_sound_desk_passes_as_far_as_records_can_tell() {
    let desk = sound();
    for id in FROM_RECORDS {
        assert_eq!(desk.result(id), Outcome::Pass, "{:?}", desk.check(id));
        assert!(desk.check(id).population > 0);
        assert_eq!(desk.check(id).next_step, None);
    }
    for id in WITH_PERSON {
        let answer = desk.check(id);
        assert_eq!(answer.result, Outcome::NeedsPerson, "{answer:?}");
        assert!(answer.next_step.unwrap().sentence.starts_with("Confirm that"));
    }
}

#[test]
fn without_incidents_nothing_passes() {
    let desk = Records::at("2025-06-20T12:00:00Z");
    for id in FROM_RECORDS.iter().chain(&WITH_PERSON) {
        let answer = desk.check(id);
        assert_eq!(answer.result, Outcome::NoData, "{id}");
        assert_eq!((answer.population, answer.exception_count), (0, 0));
        assert!(answer.next_step.is_some_and(|step| step.kind.is_some()));
    }
}

#[test]
fn without_a_major_incident_there_is_no_data_on_major_incidents() {
    let mut desk = sound();
    desk.set("incident", MAJOR, "is_major", NO);
    for id in ["8.6.1-3", "8.6.1-4", "8.6.1-5", "8.6.1-6"] {
        assert_eq!(desk.result(id), Outcome::NoData, "{id}");
    }
    assert_eq!(desk.result("8.6.1-2"), Outcome::NeedsPerson);
}

/// What becomes of the sound desk when one field of one incident holds something else.
fn after(id: RecordId, field: &str, value: Value) -> Records {
    let mut desk = sound();
    desk.set("incident", id, field, value);
    desk
}

#[test]
fn an_incident_without_service_and_category_is_not_classified() {
    let mut desk = after(NORMAL, "service", Value::None);
    desk.set("incident", NORMAL, "category", text("  "));
    assert_eq!(desk.sentences("8.6.1-a"), ["INC-000001 has no “Service” and no “Category”."]);
    let step = desk.check("8.6.1-a").next_step.unwrap();
    assert_eq!((step.kind, step.verb), (Some("incident"), Some("change")));
}

#[test]
fn a_new_incident_may_wait_over_a_weekend_for_its_classification() {
    let mut desk = sound();
    let answer = desk.check("8.6.1-a");
    assert_eq!((answer.population, answer.awaited[0].count), (2, 1));
    desk.now = "2025-06-23T11:00:01Z".parse().unwrap();
    assert_eq!(desk.sentences("8.6.1-a"), ["INC-000003 has no “Service” and no “Category”."]);
}

#[test]
fn a_cancelled_incident_is_counted_apart() {
    let mut desk = after(NORMAL, "service", Value::None);
    desk.record("incident", NORMAL).state = "cancelled".to_owned();
    let answer = desk.check("8.6.1-a");
    assert_eq!((answer.result, answer.population), (Outcome::Pass, 1));
    assert_eq!((answer.set_aside[0].reason, answer.set_aside[0].count), ("cancelled", 1));
}

#[test]
fn other_is_a_category_for_a_tenth_at_most() {
    let mut desk = sound();
    for number in 0..8 {
        let opened = at("2025-05-07T08:00:00Z");
        let category = text(if number == 0 { "other" } else { "Print" });
        let fields = [("service", Value::Ref(1)), ("category", category), ("opened_at", opened)];
        desk.add("incident", "triaged", &fields);
    }
    assert_eq!(desk.result("8.6.1-a"), Outcome::Pass, "one of ten");
    desk.set("incident", NORMAL, "category", text("Other"));
    assert_eq!(
        desk.sentences("8.6.1-a"),
        [
            "INC-000001 is of category “Other”: that holds for 2 of 10, and at most 10 % may.",
            "INC-000004 is of category “Other”: that holds for 2 of 10, and at most 10 % may.",
        ]
    );
}

#[test]
fn a_priority_comes_from_the_matrix_or_with_a_reason() {
    let sentence = |desk: &Records| desk.sentences("8.6.1-b").join(" ");
    let mut desk = after(NORMAL, "priority", Value::Int(2));
    assert_eq!(
        sentence(&desk),
        "INC-000001 has priority 2, but the matrix gives 3 for impact medium and urgency medium."
    );
    desk.set("incident", NORMAL, "priority_override", Value::Int(2));
    assert_eq!(sentence(&desk), "INC-000001 has priority 2 by hand, without a reason.");
    desk.set("incident", NORMAL, "override_reason", text("The board meets."));
    assert_eq!(desk.result("8.6.1-b"), Outcome::Pass);
    desk.set("incident", NORMAL, "priority", Value::Int(1));
    assert_eq!(sentence(&desk), "INC-000001 has priority 1, though 2 was chosen by hand.");

    let desk = after(NORMAL, "urgency", Value::None);
    assert_eq!(sentence(&desk), "INC-000001 has no “Urgency”.");
    let mut desk = after(NORMAL, "urgency", text("low"));
    assert_eq!(
        sentence(&desk),
        "INC-000001 has priority 3, but the matrix gives none for impact medium and urgency low."
    );
    desk = sound();
    desk.record("priority_rule", 4).state = "retired".to_owned();
    assert!(sentence(&desk).contains("the matrix gives none"), "a retired cell counts no more");
}

#[test]
fn an_imported_priority_of_another_matrix_is_counted_apart() {
    let mut desk = after(NORMAL, "priority", Value::Int(2));
    desk.record("incident", NORMAL).imported = true;
    let answer = desk.check("8.6.1-b");
    assert_eq!((answer.result, answer.set_aside[0].count), (Outcome::Pass, 1));
    desk.set("incident", NORMAL, "impact", Value::None);
    let answer = desk.check("8.6.1-b");
    assert_eq!((answer.result, answer.counted.imported.exceptions), (Outcome::Fail, 1));
    assert_eq!((answer.counted.here.population, answer.counted.here.exceptions), (1, 0));
}

#[test]
fn whoever_misses_a_due_time_is_escalated() {
    let mut desk = sound();
    let late = "INC-000001 passed its resolution due time 2025-05-05T16:00:00Z without an \
                escalation.";
    desk.set("escalation", 1, "clock", text("response"));
    assert_eq!(desk.sentences("8.6.1-c"), [late], "another clock's does not count");
    desk.set("escalation", 1, "clock", text("none"));
    assert_eq!(desk.result("8.6.1-c"), Outcome::Pass, "one by hand counts for both");
    desk.set("escalation", 1, "at", at("2025-05-08T16:00:01Z"));
    assert_eq!(desk.sentences("8.6.1-c"), [late], "too late");
    desk.set("escalation", 1, "at", at("2025-05-08T16:00:00Z"));
    assert_eq!(desk.result("8.6.1-c"), Outcome::Pass, "just in time");
    desk.record("escalation", 1).state = "withdrawn".to_owned();
    assert_eq!(desk.sentences("8.6.1-c"), [late], "taken back");
    desk.now = "2025-05-08T16:00:00Z".parse().unwrap();
    assert_eq!(desk.check("8.6.1-c").awaited[0].count, 1, "it may still come");

    let desk = after(MAJOR, "responded_at", at("2025-05-05T09:00:01Z"));
    assert!(desk.sentences("8.6.1-c")[0].starts_with("INC-000002 passed its response due time"));
    let mut desk = after(MAJOR, "resolved_at", Value::None);
    assert!(desk.sentences("8.6.1-c")[0].starts_with("INC-000002 passed its resolution due time"));
    desk.set("incident", MAJOR, "resolve_due", Value::None);
    assert_eq!(desk.result("8.6.1-c"), Outcome::Pass, "a clock that waits passes nothing");
}

#[test]
fn incidents_without_a_clock_are_not_judged_on_escalation() {
    let mut desk = sound();
    for id in [NORMAL, MAJOR] {
        for field in ["response_due", "resolve_due"] {
            desk.set("incident", id, field, Value::None);
        }
    }
    desk.record("incident", MAJOR).imported = true;
    let answer = desk.check("8.6.1-c");
    assert_eq!(answer.result, Outcome::NoData);
    let apart: Vec<_> = answer.set_aside.iter().map(|it| (it.reason, it.count)).collect();
    assert_eq!(
        apart,
        [("imported without due times", 1), ("without a clock: no agreement gives a due time", 2)]
    );
}

#[test]
fn a_closed_incident_says_how_it_was_resolved_and_why_it_was_closed() {
    for (field, label) in [
        ("resolved_at", "Resolved at"),
        ("resolution", "Resolution"),
        ("resolved_by", "Resolved by"),
    ] {
        let desk = after(NORMAL, field, Value::None);
        assert_eq!(desk.sentences("8.6.1-d"), [format!("INC-000001 has no “{label}”.")]);
    }
    let desk = after(NORMAL, "close_code", Value::None);
    assert_eq!(desk.sentences("8.6.1-e"), ["INC-000001 has no “Close code”."]);
    let mut desk = after(NORMAL, "confirmed_by_user", NO);
    assert_eq!(
        desk.sentences("8.6.1-e"),
        ["INC-000001 was closed neither by the user's confirmation nor by a rule."]
    );
    desk.set("incident", NORMAL, "closed_by_rule", text("5 working days silent"));
    assert_eq!(desk.result("8.6.1-e"), Outcome::Pass);
}

#[test]
fn the_history_shows_action_before_the_resolution() {
    let mut desk = sound();
    desk.forget_entries();
    desk.entry("incident", MAJOR, IMPORTED_STEP, "2025-05-05T10:00:00Z");
    desk.entry("incident", NORMAL, "create", "2025-05-05T08:00:00Z");
    let idle = ["INC-000001 shows no action taken before its resolution."];
    assert_eq!(desk.sentences("8.6.1-1"), idle, "to record it is no action");
    desk.entry("incident", NORMAL, "note", "2025-05-05T17:00:00Z");
    assert_eq!(desk.sentences("8.6.1-1"), idle, "the words of the resolution are none");
    desk.entry("incident", NORMAL, "comment", "2025-05-05T16:59:59Z");
    assert_eq!(desk.result("8.6.1-1"), Outcome::Pass);
}

#[test]
fn a_major_incident_is_confirmed_led_and_told_of() {
    let desk = after(MAJOR, "restored_at", Value::None);
    assert_eq!(desk.sentences("8.6.1-3"), ["INC-000002 has no “Restored at”."]);
    let mut desk = after(MAJOR, "service_owner_confirmed", NO);
    assert_eq!(
        desk.sentences("8.6.1-3"),
        ["INC-000002 was resolved without the service owner's confirmation."]
    );
    desk.entry("incident", MAJOR, "downgrade", "2025-05-05T12:00:00Z");
    assert_eq!(desk.result("8.6.1-3"), Outcome::NeedsPerson, "it was no longer major");

    let desk = after(MAJOR, "major_manager", Value::None);
    assert_eq!(desk.sentences("8.6.1-5"), ["INC-000002 has no “Major manager”."]);

    let desk = after(MAJOR, "top_management_notified_at", Value::None);
    assert_eq!(
        desk.sentences("8.6.1-4"),
        ["INC-000002 has no time at which top management was told."]
    );
    let desk = after(MAJOR, "top_management_notified_at", at("2025-05-05T09:20:01Z"));
    assert_eq!(
        desk.sentences("8.6.1-4"),
        ["INC-000002 was declared major at 2025-05-05T08:20:00Z, but top management was told at \
          2025-05-05T09:20:01Z."]
    );
}

#[test]
fn a_major_incident_is_reviewed_within_two_weeks() {
    let missing = ["INC-000002 has no review with cause, actions and improvement by 2025-05-19, \
                    14 days after 2025-05-05."];
    let mut desk = sound();
    desk.set("incident_review", 1, "held_on", on("2025-05-19"));
    assert_eq!(desk.result("8.6.1-6"), Outcome::NeedsPerson);
    desk.set("incident_review", 1, "held_on", on("2025-05-20"));
    assert_eq!(desk.sentences("8.6.1-6"), missing);
    let mut desk = sound();
    desk.set("incident_review", 1, "improvement", Value::None);
    assert_eq!(desk.sentences("8.6.1-6"), missing);
    desk.remove("incident_review", 1);
    desk.now = "2025-05-19T23:00:00Z".parse().unwrap();
    assert_eq!(desk.result("8.6.1-6"), Outcome::NotYetDue);
    desk.now = "2025-05-20T00:00:00Z".parse().unwrap();
    assert_eq!(desk.sentences("8.6.1-6"), missing);
}

#[test]
fn a_period_is_counted_by_the_day_of_opening() {
    let mut desk = after(NORMAL, "service", Value::None);
    let within = |desk: &Records, from: &str, until: &str| {
        desk.check_within("8.6.1-a", Some(Period { from: date(from), until: date(until) }))
    };
    let before = within(&desk, "2025-05-01", "2025-05-05");
    assert_eq!((before.result, before.population), (Outcome::NoData, 0));
    let on_the_day = within(&desk, "2025-05-05", "2025-05-06");
    assert_eq!((on_the_day.result, on_the_day.population), (Outcome::Fail, 2));
    assert_eq!(on_the_day.period.unwrap().until, date("2025-05-06"));

    let all = desk.check("8.6.1-a").period.unwrap();
    assert_eq!((all.from, all.until), (date("2025-05-05"), date("2025-06-21")));

    desk.set("incident", NORMAL, "opened_at", Value::None);
    desk.record("incident", NORMAL).created_at = "2025-05-02T00:00:00Z".parse().unwrap();
    let recorded = within(&desk, "2025-05-01", "2025-05-05");
    assert_eq!(recorded.exceptions[0].sentence, "INC-000001 has no “Service” and no “Opened at”.");
}
