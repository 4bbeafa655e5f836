//! What the checks of the management system find, and what they leave alone: one fault at a time.
use crate::{
    sound::organization,
    world::{Records, at, on, text},
};
use gemba_model::check::Outcome;
use gemba_vocabulary::Value;

fn is_fine(records: &Records, id: &str) -> bool {
    matches!(records.result(id), Outcome::Pass | Outcome::NeedsPerson)
}

#[test]
fn a_clause_without_a_process_is_named_once() {
    let mut records = organization();
    let last = *records.ids("process").last().unwrap();
    records.set("process", last, "clause", text("8.7.1"));
    for id in ["4.4-1", "7.5.4-e"] {
        let gap = "PRC-000001 stands beside a gap: no process is in force for 8.7.2, 8.7.3.";
        assert_eq!(records.sentences(id), [gap], "{id}");
    }
    records.set("process", last, "clause", text("8.7"));
    assert!(is_fine(&records, "4.4-1") && is_fine(&records, "7.5.4-e"));
}

#[test]
fn what_was_said_of_an_edition_counts_as_long_as_it_holds() {
    let mut records = organization();
    assert_eq!(records.result("7.3-a"), Outcome::Pass);
    records.record("document", 1).state = "superseded".into();
    assert_eq!(records.sentences("7.3-a"), ["PER-000001 has not said so."]);
    assert_eq!(records.result("5.2.2-b"), Outcome::Fail);
    let asked = [
        ("person", Value::Ref(1)),
        ("topic", text("policy")),
        ("document", Value::Ref(2)),
        ("due_on", on("2026-06-01")),
    ];
    let asked = records.add("acknowledgement", "asked", &asked);
    assert_eq!(records.result("7.3-a"), Outcome::NotYetDue, "whoever was asked has their time");
    records.set("acknowledgement", asked, "due_on", on("2026-05-01"));
    assert_eq!(records.result("7.3-a"), Outcome::Fail);
}

#[test]
fn statements_stand_in_the_policy_that_holds() {
    let mut records = organization();
    records.record("document", 1).state = "superseded".into();
    assert_eq!(records.result("5.2.1-a"), Outcome::Fail);
}

#[test]
fn the_policy_is_offered_to_whom_we_serve_and_who_serves_us() {
    let mut records = organization();
    records.set("interested_party", 1, "policy_offered_on", Value::None);
    assert_eq!(records.result("5.2.2-c"), Outcome::Fail);
    records.set("interested_party", 1, "sort", text("regulator"));
    assert_eq!(records.result("5.2.2-c"), Outcome::NoData);
}

#[test]
fn everybody_of_whom_a_competence_is_required_has_it() {
    let mut records = organization();
    let mut held = |field: &str, value: Value| {
        records.set("competence", 1, field, value);
        records.sentences("7.2-b")
    };
    assert!(held("level", Value::Int(3)).is_empty());
    assert_eq!(held("level", Value::Int(2)), ["CPQ-000001 is not met by PER-000001."]);
    assert!(held("level", Value::Int(4)).is_empty());
    assert_eq!(held("valid_until", on("2026-05-01")).len(), 1);
    records.record("training", 1).state = "planned".into();
    records.set("training", 1, "due_on", on("2026-07-01"));
    assert_eq!(records.result("7.2-b"), Outcome::NotYetDue, "a training runs");
    records.set("training", 1, "due_on", on("2026-05-01"));
    assert_eq!(records.result("7.2-b"), Outcome::Fail);
}

#[test]
fn a_role_waits_a_month_for_whoever_was_named() {
    let mut records = organization();
    records.record("role_assignment", 1).state = "assigned".into();
    assert_eq!(records.result("5.3-a"), Outcome::Fail, "named half a year ago");
    records.record("role_assignment", 1).created_at = records.now;
    assert_eq!(records.result("5.3-a"), Outcome::NotYetDue);
}

#[test]
fn a_programme_that_is_over_left_nothing_out() {
    let mut records = organization();
    records.set("audit", 1, "clauses", text("4, 5, 6, 7, 8.2, 8.3, 8.4, 8.5, 8.6, 9.2, 10.1"));
    assert_eq!(records.result("9.2.1-a2"), Outcome::Pass, "its time is not over");
    records.set("audit_programme", 1, "period_until", on("2026-05-01"));
    let gap = "AUP-000001 ended without an audit of 8.7.1, 8.7.2, 8.7.3.";
    assert_eq!(records.sentences("9.2.1-a2"), [gap]);
    records.set("audit", 1, "clauses", text("4, 5, 6, 7, 8, 9, 10"));
    assert_eq!(records.result("9.2.1-a2"), Outcome::Pass);
}

#[test]
fn an_interval_that_the_organization_set_is_held() {
    let mut records = organization();
    records.set("management_review", 1, "held_on", on("2026-01-05"));
    assert_eq!(records.result("9.3-1"), Outcome::Pass, "a year, where nobody set anything");
    let set = [("topic", text("management_review")), ("interval_months", Value::Int(3))];
    let set = records.add("planned_review", "planned", &set);
    assert!(records.sentences("9.3-1")[0].contains("one was due on 2026-04-05"));
    records.record("planned_review", set).state = "ended".into();
    assert_eq!(records.result("9.3-1"), Outcome::Pass);
}

#[test]
fn a_review_without_top_management_is_none() {
    let mut records = organization();
    records.set("person", 1, "roles", text("agent, service_manager"));
    let wrong = records.sentences("9.3-1");
    assert_eq!(wrong, ["MGR-000001 was held without top management."]);
}

#[test]
fn whoever_answers_for_a_finding_is_told_of_it() {
    let mut records = organization();
    let finding = [("audit", Value::Ref(1)), ("area_manager", Value::Ref(7))];
    let finding = records.add("audit_finding", "agreed", &finding);
    assert_eq!(records.result("9.2.2-d"), Outcome::Fail);
    records.set("audit_finding", finding, "area_manager", Value::Ref(1));
    assert_eq!(records.result("9.2.2-d"), Outcome::Pass);
}

#[test]
fn a_report_that_found_nothing_is_in_order_and_a_finding_without_a_decision_is_not() {
    let mut records = organization();
    let findings = |records: &mut Records, rows| {
        records.set("report_run", 1, "findings", Value::Struct(rows));
        records.result("9.4-4")
    };
    assert_eq!(findings(&mut records, serde_json::json!([])), Outcome::Pass);
    let bare = serde_json::json!([{"finding": "Late", "decision": " ", "owner": "Ada"}]);
    assert_eq!(findings(&mut records, bare), Outcome::Fail);
}

#[test]
fn the_system_is_changed_or_not_before_a_nonconformity_is_verified() {
    let mut records = organization();
    records.set("nonconformity", 1, "system_change", Value::None);
    assert_eq!(records.result("10.1.1-e"), Outcome::Fail);
    records.record("nonconformity", 1).state = "acting".into();
    assert_eq!(records.result("10.1.1-e"), Outcome::NoData, "nobody asks for it yet");
}

#[test]
fn an_effect_is_checked_by_another_and_not_too_early() {
    let mut records = organization();
    records.set("corrective_action", 1, "check_from", on("2026-05-02"));
    let early = ["CRA-000001 was checked before its effect could show."];
    assert_eq!(records.sentences("10.1.1-d"), early);
    records.set("corrective_action", 1, "checked_at", at("2026-05-02T08:00:00Z"));
    assert!(is_fine(&records, "10.1.1-d"));
    records.set("corrective_action", 1, "owner", Value::Ref(1));
    assert_eq!(records.sentences("10.1.1-d"), ["CRA-000001 was checked by its owner."]);
}

#[test]
fn what_was_measured_is_reported_within_a_month() {
    let mut records = organization();
    let unreported = [("actual", Value::Decimal(3.into())), ("reported_in", Value::None)];
    let one = records.add("improvement", "target_met", &unreported);
    assert_eq!(records.result("10.2-e"), Outcome::Fail);
    records.entry("improvement", one, "measure", "2026-05-10T08:00:00Z");
    assert_eq!(records.result("10.2-e"), Outcome::Pass, "its time is not over");
}

#[test]
fn a_measure_of_a_process_has_values() {
    let mut records = organization();
    let none = |records: &mut Records| records.set("measure", 3, "latest_value", Value::None);
    none(&mut records);
    let wrong = ["PRC-000002 is measured by nothing whose values are taken."];
    assert_eq!(records.sentences("8.1-b"), wrong);
    records.record("measure", 3).created_at = records.now;
    assert_eq!(records.result("8.1-b"), Outcome::Pass, "a month has to end first");
    records.record("measure", 3).state = "retired".into();
    assert_eq!(records.result("8.1-b"), Outcome::Fail);
}

#[test]
fn each_party_hears_something_and_each_customer_was_weighed() {
    let mut records = organization();
    for id in records.ids("communication_topic") {
        for field in ["parties", "customers", "suppliers"] {
            records.set("communication_topic", id, field, Value::Refs(Vec::new()));
        }
    }
    assert_eq!(records.sentences("7.4-c"), ["IPA-000001 is told nothing by plan."]);
    records.set("communication_topic", 2, "customers", Value::Refs(vec![1]));
    assert!(is_fine(&records, "7.4-c"), "{:?}", records.sentences("7.4-c"));
    records.set("scope_statement", 1, "requirements", Value::Refs(vec![9]));
    assert_eq!(records.result("4.3-b"), Outcome::Fail);
    records.set("scope_statement", 1, "approved_at", at("2025-01-01T08:00:00Z"));
    assert!(is_fine(&records, "4.3-b"), "it was required later");
}
