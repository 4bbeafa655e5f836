//! Agreements of which every check of 8.3.3 thinks well, and each way in which one can stop to.
use crate::world::{NO, Records, YES, date, on, text};
use gemba_model::check::{Outcome, Period};
use gemba_vocabulary::{RecordId, Value};

const FROM_RECORDS: [&str; 7] =
    ["8.3.3-1", "8.3.3-2", "8.3.3-3", "8.3.3-4", "8.3.3-5", "8.3.3-a", "8.3.3-6"];
const WITH_PERSON: &str = "8.3.3-b";
const SLA: &str = "service_level_agreement";
const SLT: &str = "service_level_target";
const SLR: &str = "service_level_result";

/// One live service, agreed with its one customer, measured in March, April and May; April was
/// missed.
fn sound() -> Records {
    let mut desk = Records::at("2025-06-12T12:00:00Z");
    desk.add("customer", "current", &[("name", text("Acme"))]);
    desk.add("service", "live", &[("name", text("Mail")), ("customers", Value::Refs(vec![1]))]);
    desk.add(
        SLA,
        "in_force",
        &[
            ("customer", Value::Ref(1)),
            ("service", Value::Ref(1)),
            ("calendar", Value::Ref(1)),
            ("starts_on", on("2025-03-01")),
            ("requirements", text("Mail within a minute.")),
            ("exceptions", text("none")),
            ("review_months", Value::Int(12)),
            ("last_review_on", on("2025-05-20")),
            ("customer_agreed_by", text("Ann")),
            ("customer_agreed_on", on("2025-02-20")),
            ("owner_agreed_by", Value::Ref(1)),
            ("owner_agreed_on", on("2025-02-21")),
        ],
    );
    desk.add(
        SLT,
        "current",
        &[
            ("agreement", Value::Ref(1)),
            ("metric", text("resolution")),
            ("target", Value::Duration(28800)),
            ("window", text("month")),
        ],
    );
    desk.add(
        "workload_limit",
        "current",
        &[("agreement", Value::Ref(1)), ("limit", Value::Int(500)), ("period", text("month"))],
    );
    for (from, until, is_missed) in [
        ("2025-03-01", "2025-04-01", NO),
        ("2025-04-01", "2025-05-01", YES),
        ("2025-05-01", "2025-06-01", NO),
    ] {
        result(&mut desk, from, until, is_missed);
    }
    desk.set(SLR, 2, "action", text("A second person at night."));
    desk
}

fn result(desk: &mut Records, from: &str, until: &str, is_missed: Value) -> RecordId {
    let fields = [
        ("target", Value::Ref(1)),
        ("agreement", Value::Ref(1)),
        ("from", on(from)),
        ("until", on(until)),
        ("is_missed", is_missed),
    ];
    desk.add(SLR, "current", &fields)
}

fn after(kind: &str, field: &str, value: Value) -> Records {
    let mut desk = sound();
    desk.set(kind, 1, field, value);
    desk
}

#[test]
fn sound_agreements_pass_as_far_as_records_can_tell() {
    let desk = sound();
    for id in FROM_RECORDS {
        assert_eq!(desk.result(id), Outcome::Pass, "{:?}", desk.check(id));
        assert!(desk.check(id).population > 0);
    }
    assert_eq!(desk.result(WITH_PERSON), Outcome::NeedsPerson);
}

#[test]
fn without_records_nothing_passes() {
    let desk = Records::at("2025-06-12T12:00:00Z");
    for id in FROM_RECORDS.iter().chain([&WITH_PERSON]) {
        assert_eq!(desk.result(id), Outcome::NoData, "{id}");
    }
}

#[test]
fn agreements_that_do_not_count_are_no_data() {
    for state in ["draft", "negotiation", "agreed", "amended", "terminated"] {
        let mut desk = sound();
        desk.record(SLA, 1).state = state.to_owned();
        for id in ["8.3.3-1", "8.3.3-3", "8.3.3-4", "8.3.3-5", "8.3.3-a", "8.3.3-b"] {
            assert_eq!(desk.result(id), Outcome::NoData, "{id} of {state}");
        }
        assert_eq!(desk.result("8.3.3-2"), Outcome::Fail, "the service is live all the same");
    }
}

#[test]
fn the_customer_agreed() {
    let desk = after(SLA, "customer_agreed_by", Value::None);
    assert_eq!(desk.sentences("8.3.3-1"), ["SLA-000001 has no “Customer agreed by”."]);
}

#[test]
fn every_delivered_service_has_an_agreement_for_each_customer() {
    let mut desk = after("service", "customers", Value::Refs(vec![1, 2]));
    assert_eq!(desk.sentences("8.3.3-2"), ["SVC-000001 has no agreement in force for CUS-000002."]);
    desk.set("service", 1, "customers", Value::None);
    assert_eq!(desk.result("8.3.3-2"), Outcome::Pass, "an internal service with one agreement");
    desk.set(SLA, 1, "ends_on", on("2025-06-11"));
    assert_eq!(desk.sentences("8.3.3-2"), ["SVC-000001 has no agreement in force."]);
    desk.set(SLA, 1, "ends_on", on("2025-06-12"));
    assert_eq!(desk.result("8.3.3-2"), Outcome::Pass, "its last day still counts");

    let desk = after(SLA, "requirements", Value::None);
    assert_eq!(desk.sentences("8.3.3-2"), ["SLA-000001 has no “Requirements”."]);
}

#[test]
fn a_service_that_nobody_uses_needs_no_agreement() {
    let mut desk = sound();
    desk.record("service", 1).state = "testing".to_owned();
    assert_eq!(desk.result("8.3.3-2"), Outcome::NoData);
    desk.add("service", "live", &[("parent", Value::Ref(1))]);
    let answer = desk.check("8.3.3-2");
    assert_eq!((answer.result, answer.set_aside[0].count), (Outcome::NoData, 1));
}

#[test]
fn an_agreement_has_targets_in_figures() {
    let mut desk = after(SLT, "target", Value::None);
    assert_eq!(
        desk.sentences("8.3.3-3"),
        ["SLA-000001 has no target in figures.", "SLT-000001 promises no figure."]
    );
    desk.set(SLT, 1, "threshold", Value::Decimal(95.into()));
    assert_eq!(desk.result("8.3.3-3"), Outcome::Fail, "a solution needs a time");
    desk.set(SLT, 1, "metric", text("availability"));
    assert_eq!(desk.result("8.3.3-3"), Outcome::Pass);
    desk.set(SLT, 1, "window", Value::None);
    assert_eq!(desk.sentences("8.3.3-3"), ["SLT-000001 has no “Window”."]);

    let mut desk = after(SLA, "calendar", Value::None);
    assert_eq!(desk.sentences("8.3.3-3"), ["SLT-000001 has no calendar to count by."]);
    desk.set(SLT, 1, "calendar", Value::Ref(1));
    assert_eq!(desk.result("8.3.3-3"), Outcome::Pass);

    desk.record(SLT, 1).state = "retired".to_owned();
    assert_eq!(desk.sentences("8.3.3-3"), ["SLA-000001 has no target in figures."]);
}

#[test]
fn an_agreement_is_approved_by_both_and_not_run_out() {
    for id in ["8.3.3-3", "8.3.3-5"] {
        let desk = after(SLA, "owner_agreed_on", Value::None);
        assert_eq!(desk.sentences(id), ["SLA-000001 has no “Owner agreed on”."]);
        let desk = after(SLA, "ends_on", on("2025-06-11"));
        assert_eq!(desk.sentences(id), ["SLA-000001 is in force though its last day has passed."]);
        let desk = after(SLA, "last_review_on", on("2024-06-11"));
        assert_eq!(
            desk.sentences(id),
            ["SLA-000001 has had no review since 2024-06-11; one was due on 2025-06-11."]
        );
        let desk = after(SLA, "last_review_on", Value::None);
        assert_eq!(desk.result(id), Outcome::Pass, "the first review is not due yet");
    }
}

#[test]
fn an_agreement_has_limits_and_exceptions() {
    let desk = after("workload_limit", "limit", Value::None);
    assert_eq!(desk.sentences("8.3.3-4"), ["SLA-000001 has no workload limit."]);
    let desk = after(SLA, "exceptions", Value::None);
    assert_eq!(desk.sentences("8.3.3-5"), ["SLA-000001 has no “Exceptions”."]);
}

#[test]
fn every_window_has_its_result() {
    let mut desk = sound();
    desk.remove(SLR, 2);
    let gap = ["SLT-000001 had a result on 2025-06-01 that was due on 2025-05-01."];
    assert_eq!(desk.sentences("8.3.3-a"), gap, "a later one does not heal it");
    let mut desk = sound();
    desk.remove(SLR, 3);
    assert_eq!(desk.result("8.3.3-a"), Outcome::Pass, "twelve days after May may still do");
    desk.now = "2025-06-16T00:00:00Z".parse().unwrap();
    assert_eq!(
        desk.sentences("8.3.3-a"),
        ["SLT-000001 has had no result since 2025-05-01; one was due on 2025-06-01."]
    );
    let mut desk = sound();
    desk.record(SLR, 2).state = "retired".to_owned();
    assert_eq!(desk.sentences("8.3.3-a"), gap, "a retired one is none");
}

#[test]
fn a_result_dated_ahead_has_not_come_yet() {
    let mut desk = sound();
    desk.remove(SLR, 3);
    desk.now = "2025-06-16T00:00:00Z".parse().unwrap();
    result(&mut desk, "2025-06-01", "2025-07-01", NO);
    assert_eq!(
        desk.sentences("8.3.3-a"),
        ["SLT-000001 has had no result since 2025-05-01; one was due on 2025-06-01."]
    );
}

#[test]
fn a_gap_before_the_period_is_past() {
    let mut desk = sound();
    desk.remove(SLR, 2);
    let june = Period { from: date("2025-06-01"), until: date("2025-07-01") };
    assert_eq!(desk.check_within("8.3.3-a", Some(june)).result, Outcome::Pass);
    let may = Period { from: date("2025-05-01"), until: date("2025-06-01") };
    assert_eq!(desk.check_within("8.3.3-a", Some(may)).result, Outcome::Fail);
}

#[test]
fn a_first_result_is_due_after_the_first_whole_window() {
    let mut desk = sound();
    for id in 1..=3 {
        desk.remove(SLR, id);
    }
    desk.set(SLA, 1, "starts_on", on("2025-04-15"));
    desk.now = "2025-06-15T23:59:00Z".parse().unwrap();
    assert_eq!(desk.result("8.3.3-a"), Outcome::NotYetDue, "May is over for 14 days");
    desk.now = "2025-06-16T00:00:00Z".parse().unwrap();
    assert_eq!(
        desk.sentences("8.3.3-a"),
        ["SLT-000001 has had no result since 2025-05-01; one was due on 2025-06-01."]
    );
    desk.set(SLT, 1, "window", text("quarter"));
    assert_eq!(desk.result("8.3.3-a"), Outcome::NotYetDue, "the third quarter has not begun");
}

#[test]
fn an_agreement_is_reviewed_at_planned_intervals() {
    let desk = after(SLA, "review_months", Value::None);
    assert_eq!(
        desk.sentences("8.3.3-a"),
        ["SLA-000001 has no planned interval: “Review months” is empty."]
    );
    let mut desk = after(SLA, "last_review_on", Value::None);
    desk.set(SLA, 1, "review_months", Value::Int(3));
    let overdue = "SLA-000001 has had no review since 2025-03-01; one was due on 2025-06-01.";
    assert_eq!(desk.sentences("8.3.3-a"), [overdue]);
    assert_eq!(desk.sentences("8.3.3-b"), [overdue]);
    let mut desk = sound();
    desk.record(SLT, 1).state = "retired".to_owned();
    assert_eq!(desk.sentences("8.3.3-a"), ["SLA-000001 has no target to be measured by."]);
}

#[test]
fn workload_is_never_passed_by_records_alone() {
    let desk = after("workload_limit", "period", Value::None);
    assert_eq!(desk.sentences("8.3.3-b"), ["WLL-000001 has no “Period”."]);
    let desk = after("workload_limit", "agreement", Value::Ref(9));
    assert_eq!(desk.result("8.3.3-b"), Outcome::NoData);
}

#[test]
fn a_missed_target_leads_to_something() {
    let mut desk = sound();
    desk.set(SLR, 2, "action", Value::None);
    let idle = ["SLR-000002 was missed, and shows neither an improvement nor a reason."];
    assert_eq!(desk.sentences("8.3.3-6"), idle);
    assert_eq!(desk.check("8.3.3-6").population, 3);
    let link = [
        ("from_kind", text("incident")),
        ("from", Value::Int(2)),
        ("to_kind", text("problem")),
        ("to", Value::Int(2)),
    ];
    desk.add("link", "current", &link);
    assert_eq!(desk.sentences("8.3.3-6"), idle, "that link is about something else");
    desk.set("link", 1, "to_kind", text(SLR));
    assert_eq!(desk.result("8.3.3-6"), Outcome::Pass);
    desk.remove("link", 1);
    desk.record(SLR, 2).state = "retired".to_owned();
    let answer = desk.check("8.3.3-6");
    assert_eq!((answer.result, answer.population), (Outcome::Pass, 2));
    assert_eq!((answer.set_aside[0].reason, answer.set_aside[0].count), ("retired", 1));
}
