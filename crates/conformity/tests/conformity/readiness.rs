//! The report on a whole edition.
use crate::world::{Records, at, text};
use gemba_conformity::{Edition, Options, checks, readiness, readiness_of_clause};
use gemba_model::check::Outcome;
use gemba_vocabulary::Value;
use serde_json::Value as Json;

fn report_of(records: &Records) -> gemba_conformity::Readiness {
    readiness(Edition::named("2018").unwrap(), records, Options::default()).unwrap()
}

#[test]
fn an_empty_organization_passes_nothing() {
    let report = report_of(&Records::at("2025-06-20T12:00:00Z"));
    assert_eq!(report.requirements.len(), 390);
    let checked = checks::of(Edition::named("2018").unwrap()).len();
    assert_eq!(report.summary[&Outcome::NoData], u64::try_from(checked).unwrap());
    assert_eq!(report.summary.values().sum::<u64>(), 390);
    for answer in &report.requirements {
        assert!(matches!(answer.result, Outcome::NoData | Outcome::NoCheckYet), "{}", answer.id);
    }
}

#[test]
fn an_older_edition_is_answered_by_what_it_became_and_passes_nothing_without_data() {
    let empty = Records::at("2025-06-20T12:00:00Z");
    for (name, count) in [("2011", 388), ("2005", 25)] {
        let edition = Edition::named(name).unwrap();
        let report = readiness(edition, &empty, Options::default()).unwrap();
        assert_eq!((report.edition, report.requirements.len()), (name, count));
        assert_eq!(report.summary[&Outcome::Pass] + report.summary[&Outcome::NeedsPerson], 0);
        assert!(report.summary[&Outcome::NoData] > 0, "{:?}", report.summary);
    }
    let mut records = Records::at("2025-06-20T12:00:00Z");
    records.add("incident", "assigned", &[("opened_at", at("2025-06-01T08:00:00Z"))]);
    let edition = Edition::named("2011").unwrap();
    let report = readiness_of_clause(edition, "8.1", &records, Options::default()).unwrap();
    let fails = report.requirements.iter().filter(|answer| answer.result == Outcome::Fail);
    let fails: Vec<_> = fails.collect();
    assert!(!fails.is_empty() && fails.iter().all(|answer| answer.clause.starts_with("8.1")));
    assert_eq!(fails[0].exceptions[0].kind, "incident");
}

#[test]
fn the_json_has_the_keys_that_were_promised() {
    let mut records = Records::at("2025-06-20T12:00:00Z");
    records.add("incident", "assigned", &[("opened_at", at("2025-06-01T08:00:00Z"))]);
    let json = serde_json::to_value(report_of(&records)).unwrap();
    assert_eq!(json["edition"], "2018");
    assert_eq!(json["at"], "2025-06-20T12:00:00Z");
    let summary = json["summary"].as_object().unwrap();
    for name in ["pass", "fail", "no_data", "not_yet_due", "needs_person", "no_check_yet"] {
        assert!(summary[name].is_u64(), "{name}");
    }
    let requirements = json["requirements"].as_array().unwrap();
    let of = |id: &str| requirements.iter().find(|one| one["id"] == id).unwrap();
    let classified = of("8.6.1-a");
    assert_eq!(classified["clause"], "8.6.1");
    assert_eq!(classified["result"], "fail");
    assert_eq!(classified["population"], 1);
    assert_eq!(classified["period"]["from"], "2025-06-01");
    assert_eq!(classified["period"]["until"], "2025-06-21");
    let exception = &classified["exceptions"][0];
    assert_eq!(exception["kind"], "incident");
    assert_eq!(exception["record"], 1);
    assert_eq!(exception["sentence"], "INC-000001 has no “Service” and no “Category”.");
    let empty = of("4.1-1");
    assert_eq!(empty["result"], "no_data");
    assert_eq!(empty["exceptions"], Json::Array(Vec::new()));
    assert_eq!(empty["attested"], Json::Null);
}

#[test]
fn every_requirement_has_a_check() {
    let report = report_of(&Records::at("2025-06-20T12:00:00Z"));
    let unchecked = report.requirements.iter().filter(|one| one.result == Outcome::NoCheckYet);
    assert_eq!(unchecked.map(|one| &one.id).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn one_pass_over_the_incidents_serves_every_check() {
    let mut records = Records::at("2025-06-20T12:00:00Z");
    for _ in 0..50 {
        let fields = [("category", text("Mail")), ("service", Value::Ref(1))];
        records.add("incident", "assigned", &fields);
    }
    let report = report_of(&records);
    assert_eq!(report.requirements.iter().filter(|answer| answer.population == 50).count(), 4);
    assert_eq!(records.visits.borrow()["incident"], 1);
}

#[test]
fn one_clause_can_be_asked_for_alone() {
    let records = Records::at("2025-06-20T12:00:00Z");
    let count = |clause: &str| {
        let edition = Edition::named("2018").unwrap();
        let report = readiness_of_clause(edition, clause, &records, Options::default()).unwrap();
        report.requirements.len()
    };
    assert_eq!(count("8.6.1"), 11);
    assert_eq!(count("8.3.3"), 8);
    assert!(count("8.6") > 11, "with its sub-clauses");
    assert_eq!(count("8.6.10"), 0);
    assert!(!records.visits.borrow().contains_key("customer_that_is_not_asked_for"));
}
