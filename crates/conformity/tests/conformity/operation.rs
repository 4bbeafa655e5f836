//! What the checks of clauses 8.2 to 8.7 see that a filled field alone does not show.
use crate::{
    sound::organization,
    world::{Records, at, on, text},
};
use gemba_model::check::Outcome;
use gemba_vocabulary::Value;
use serde_json::json;

/// What changes had to be looked at every so many months, from that day on.
fn set_interval(records: &mut Records, topic: &str, months: i64, since: &str) {
    let fields = [("topic", text(topic)), ("interval_months", Value::Int(months))];
    let id = records.add("planned_review", "planned", &fields);
    records.record("planned_review", id).created_at = since.parse().unwrap();
}

fn analyses_of_changes(days: &[&str]) -> Records {
    let mut records = organization();
    for id in records.ids("trend_analysis") {
        records.remove("trend_analysis", id);
    }
    for day in days {
        let concluded = at(&format!("{day}T10:00:00Z"));
        let fields = [("subject", text("changes")), ("concluded_at", concluded)];
        records.add("trend_analysis", "concluded", &fields);
    }
    records
}

#[test]
fn an_interval_that_was_set_holds_in_place_of_a_year_and_from_its_day_on() {
    let of = |records: &Records| records.result("8.5.1.3-8");
    let mut records = analyses_of_changes(&["2025-06-01", "2026-03-01"]);
    assert_eq!(of(&records), Outcome::Pass, "a year, where nothing is set");
    set_interval(&mut records, "problem_effect", 1, "2025-01-01T08:00:00Z");
    assert_eq!(of(&records), Outcome::Pass, "another topic");
    set_interval(&mut records, "change_trends", 3, "2026-02-01T08:00:00Z");
    assert_eq!(of(&records), Outcome::Pass, "nine months passed before three were set");
    let mut late = analyses_of_changes(&["2025-06-01", "2026-01-10"]);
    set_interval(&mut late, "change_trends", 3, "2026-02-01T08:00:00Z");
    assert_eq!(
        late.sentences("8.5.1.3-8"),
        ["TRA-000002 has had no trend analysis since 2026-01-10; one was due on 2026-05-01."]
    );
}

#[test]
fn an_interval_that_is_planned_no_longer_and_days_of_grace_count_as_they_say() {
    let mut records = analyses_of_changes(&["2026-02-10"]);
    set_interval(&mut records, "change_trends", 3, "2025-02-01T08:00:00Z");
    assert_eq!(records.result("8.5.1.3-8"), Outcome::Fail);
    let id = *records.ids("planned_review").last().unwrap();
    records.set("planned_review", id, "grace_days", Value::Int(14));
    assert_eq!(records.result("8.5.1.3-8"), Outcome::Pass);
    records.set("planned_review", id, "grace_days", Value::None);
    records.record("planned_review", id).state = "ended".into();
    assert_eq!(records.result("8.5.1.3-8"), Outcome::Pass, "a year again");
}

#[test]
fn a_change_that_was_taken_back_is_judged_like_one_that_was_carried_out() {
    let mut records = organization();
    let change = records.ids("change")[0];
    for field in ["implemented_at", "result", "investigation", "test_result", "test_waived_by"] {
        records.set("change", change, field, Value::None);
    }
    records.entry("change", change, "back_out", "2026-04-02T08:00:00Z");
    assert_eq!(records.sentences("8.5.1.3-6"), ["CHG-000001 has no “Investigation”."]);
    assert_eq!(
        records.sentences("8.5.1.3-3"),
        ["CHG-000001 was neither tested nor excused from it."]
    );
}

#[test]
fn an_emergency_is_decided_before_it_begins_too() {
    let mut records = organization();
    let change = records.ids("change")[0];
    records.set("change", change, "model", text("emergency"));
    assert_eq!(records.result("8.5.1.3-1"), Outcome::Pass);
    records.set("change", change, "approved_at", at("2026-05-02T10:00:00Z"));
    assert_eq!(records.sentences("8.5.1.3-1"), ["CHG-000001 began before it was approved."]);
}

#[test]
fn nobody_approves_the_change_that_they_asked_for() {
    let mut records = organization();
    let change = records.ids("change")[0];
    records.set("change", change, "approved_by", Value::Ref(2));
    assert_eq!(
        records.sentences("8.5.1.3-1"),
        ["CHG-000001 was approved by whoever asked for it."]
    );
    records.set("change", change, "model", text("standard"));
    assert_eq!(records.result("8.5.1.3-1"), Outcome::Pass, "its template was approved once");
}

#[test]
fn a_category_of_the_policy_leads_into_a_transition() {
    let mut records = organization();
    let rows = json!([{"category": "Platform", "when": "Always", "through_transition": true}]);
    for id in records.ids("change_policy") {
        records.set("change_policy", id, "categories", Value::Struct(rows.clone()));
    }
    let led = records.ids("change")[0];
    records.set("change", led, "category", text("platform"));
    assert_eq!(records.result("8.5.1.2-c"), Outcome::Pass, "a transition names it");
    for id in records.ids("service_transition") {
        records.remove("service_transition", id);
    }
    assert_eq!(records.result("8.5.1.2-c"), Outcome::Fail);
    records.set("change", led, "category", text("Small things"));
    assert_eq!(records.result("8.5.1.2-c"), Outcome::Pass);
}

#[test]
fn what_did_not_pass_its_test_needs_a_decision() {
    let mut records = organization();
    let transition = records.ids("service_transition")[0];
    records.set("service_transition", transition, "decision", Value::None);
    assert_eq!(records.sentences("8.5.2.3-1"), ["STR-000001 has no “Decision”."]);
    assert_eq!(records.result("8.5.2.3-2"), Outcome::Fail);
    let passed = json!([{"text": "It is quick", "result": "passed"}]);
    records.set("service_transition", transition, "acceptance_criteria", Value::Struct(passed));
    assert_eq!(records.result("8.5.2.3-1"), Outcome::Pass);
    let open = json!([{"text": "It is quick", "result": "open"}]);
    records.set("service_transition", transition, "acceptance_criteria", Value::Struct(open));
    assert_eq!(records.sentences("8.5.2.3-1"), ["STR-000001 was accepted before all was tested."]);
}

#[test]
fn the_first_contract_with_a_supplier_changes_none_and_a_later_one_is_looked_at_before() {
    let mut records = organization();
    assert_eq!(records.check("8.3.4.1-8").population, 1);
    let check = *records.ids("alignment_check").last().unwrap();
    records.set("alignment_check", check, "concluded_at", at("2026-05-02T10:00:00Z"));
    assert_eq!(records.result("8.3.4.1-8"), Outcome::Fail, "it came after the signature");
    let later = *records.ids("contract").last().unwrap();
    records.remove("contract", later);
    assert_eq!(records.result("8.3.4.1-8"), Outcome::NoData);
}

#[test]
fn one_check_of_all_contracts_covers_those_that_were_signed_before_it() {
    let mut records = organization();
    for id in records.ids("alignment_check") {
        records.set("alignment_check", id, "contract", Value::None);
        records.set("alignment_check", id, "agreement", Value::None);
        records.set("alignment_check", id, "compared_at", at("2026-04-01T10:00:00Z"));
    }
    assert_eq!(
        records.sentences("8.3.4.1-3"),
        ["CON-000002 was never held against what you promised."]
    );
    records.set("contract", 2, "signed_on", on("2026-03-01"));
    assert_eq!(records.result("8.3.4.1-3"), Outcome::Pass);
}

#[test]
fn support_that_ended_is_dealt_with_by_a_change_or_a_risk() {
    let mut records = organization();
    let item = records.ids("configuration_item")[0];
    records.set("configuration_item", item, "support_ended", Value::Bool(true));
    assert_eq!(records.result("8.2.5-1"), Outcome::NeedsPerson, "changes and risks name it");
    for kind in ["change", "risk"] {
        for id in records.ids(kind) {
            records.remove(kind, id);
        }
    }
    assert_eq!(records.result("8.2.5-1"), Outcome::Fail);
}

#[test]
fn a_policy_is_told_to_each_audience_and_a_critical_service_has_a_plan() {
    let mut records = organization();
    let told = json!([{"audience": "staff", "channel": "Meeting"}]);
    records.set("security_policy", 1, "told", Value::Struct(told));
    assert_eq!(records.result("8.7.3.1-a"), Outcome::NeedsPerson);
    assert_eq!(records.result("8.7.3.1-b"), Outcome::Fail);
    assert_eq!(records.result("8.7.3.1-c"), Outcome::Fail);
    assert_eq!(records.result("8.7.2-3"), Outcome::NeedsPerson);
    records.set("service", 2, "criticality", text("critical"));
    assert_eq!(
        records.sentences("8.7.2-3"),
        ["SVC-000002 is critical, and no approved plan covers it."]
    );
}

#[test]
fn what_is_done_is_closed_within_a_month() {
    let mut records = organization();
    let request = records.ids("service_request")[0];
    let add = |records: &mut Records, days: &str| {
        let id = records.add("service_request", "fulfilled", &[]);
        records.record("service_request", id).created_at = days.parse().unwrap();
    };
    add(&mut records, "2026-05-01T08:00:00Z");
    assert_eq!(records.result("8.6.2-d"), Outcome::Pass);
    add(&mut records, "2026-04-01T08:00:00Z");
    let said = records.sentences("8.6.2-d");
    assert_eq!(said, [format!("REQ-{:06} is fulfilled and was not closed.", request + 2)]);
}
