//! Alerts that become incidents and outages, and go again.
use crate::figures::house::{House, at, tell, typed};
use gemba_desk::{Command, Query};
use gemba_model::filter::{Filter, Sort};
use gemba_vocabulary::{RecordId, Value, actor::Role};
use serde_json::json;

const DOWN: &str = r#"[{"label": "alertname", "how": "is", "value": "InstanceDown"},
    {"label": "job", "how": "begins", "value": "mail"}]"#;

struct Mail {
    service: RecordId,
    rule: RecordId,
}

/// A service whose monitoring has a rule; more fields of the rule come along.
fn mail(house: &House, more: &[(&str, &str)]) -> Mail {
    let service = house.create("service", &[("name", "Mail")]);
    let team = house.create("team", &[("name", "Mail team")]);
    let (service_text, team) = (service.to_string(), team.to_string());
    let mut fields = vec![
        ("name", "Mail servers down"),
        ("matchers", DOWN),
        ("group_by", "site"),
        ("service", &service_text),
        ("opens_incident", "yes"),
        ("opens_outage", "yes"),
        ("impact", "high"),
        ("urgency", "high"),
        ("category", "Mail"),
        ("team", &team),
        ("when_over", "resolve"),
    ];
    fields.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    fields.extend(more);
    let rule = house.create("alert_rule", &fields);
    Mail { service, rule }
}

fn labels(instance: &str, site: &str) -> String {
    let pairs = [
        ("alertname", "InstanceDown"),
        ("job", "mail-smtp"),
        ("instance", instance),
        ("site", site),
    ];
    let pairs: Vec<_> =
        pairs.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
    json!(pairs).to_string()
}

/// An alert begins.
fn fires(house: &House, instance: &str, site: &str, starts_at: &str) -> RecordId {
    let fingerprint = format!("{instance}-{site}");
    house.create(
        "alert",
        &[
            ("name", "InstanceDown"),
            ("fingerprint", &fingerprint),
            ("summary", "No answer"),
            ("labels", &labels(instance, site)),
            ("starts_at", starts_at),
        ],
    )
}

fn ends(house: &House, alert: RecordId, at: &str) {
    house.go("alert", alert, "end", &[("ends_at", at)]).unwrap();
}

fn ids(house: &House, kind: &str) -> Vec<RecordId> {
    let sort = Sort { field: "id".to_owned(), descending: false };
    let query = Query { sort, ..Query::of(kind) };
    let page = house.desk.list(&house.manager, &query).unwrap();
    page.records.into_iter().map(|record| record.id).collect()
}

fn state(house: &House, kind: &str, id: RecordId) -> String {
    house.desk.record(&house.manager, kind, id).unwrap().state
}

#[test]
fn alerts_about_the_same_thing_make_one_incident_and_one_outage_and_both_end_with_the_last() {
    tell(|house| {
        let mail = mail(house, &[]);
        at("2025-01-02T10:00:00Z");
        let north = ["a", "b", "c"].map(|name| fires(house, name, "north", "2025-01-02T09:58:00Z"));
        let south = fires(house, "d", "south", "2025-01-02T09:59:00Z");
        house.until("2025-01-02T10:00:01Z");
        assert_eq!(ids(house, "incident").len(), 2, "one for each site");
        let incident = house.holds("alert", north[0], "incident");
        for alert in north {
            assert_eq!(house.holds("alert", alert, "incident"), incident);
            assert_eq!(house.holds("alert", alert, "rule"), mail.rule.to_string());
        }
        assert_ne!(house.holds("alert", south, "incident"), incident);
        let incident: RecordId = incident.parse().unwrap();
        assert_eq!(state(house, "incident", incident), "assigned");
        let held = ["service", "priority", "contact_type", "opened_at"];
        let held = held.map(|field| house.holds("incident", incident, field));
        assert_eq!(held, [&mail.service.to_string(), "1", "monitoring", "2025-01-02T09:58:00Z"]);
        assert!(house.holds("incident", incident, "summary").contains("InstanceDown: No answer"));
        let outages = ids(house, "outage");
        assert_eq!(outages.len(), 2);
        let outage = outages[0];
        assert_eq!(house.holds("outage", outage, "began_at"), "2025-01-02T09:58:00Z");

        // A later one of the same site belongs to it at once.
        let late = fires(house, "e", "north", "2025-01-02T10:00:00Z");
        assert_eq!(house.holds("alert", late, "incident"), incident.to_string());
        house.until("2025-01-02T10:20:00Z");
        for alert in north {
            ends(house, alert, "2025-01-02T10:15:00Z");
        }
        house.until("2025-01-02T10:21:00Z");
        assert_eq!(state(house, "incident", incident), "assigned", "one still goes on");
        ends(house, late, "2025-01-02T10:20:30Z");
        house.until("2025-01-02T10:22:00Z");
        assert_eq!(state(house, "incident", incident), "resolved");
        assert!(house.holds("incident", incident, "resolution").contains("2025-01-02 10:20 UTC"));
        assert_eq!(state(house, "outage", outage), "restored");
        assert_eq!(house.holds("outage", outage, "ended_at"), "2025-01-02T10:20:30Z");
        assert_eq!(ids(house, "incident").len(), 2);
    });
}

#[test]
fn what_begins_again_reopens_its_incident_and_its_outage() {
    tell(|house| {
        mail(house, &[]);
        at("2025-01-02T10:00:00Z");
        let alert = fires(house, "a", "north", "2025-01-02T09:58:00Z");
        house.until("2025-01-02T10:10:00Z");
        ends(house, alert, "2025-01-02T10:09:00Z");
        house.until("2025-01-02T10:11:00Z");
        let incident = ids(house, "incident")[0];
        assert_eq!(state(house, "incident", incident), "resolved");
        house.go("alert", alert, "fire", &[("starts_at", "2025-01-02T10:11:00Z")]).unwrap();
        house.until("2025-01-02T10:12:00Z");
        assert_eq!(state(house, "incident", incident), "in_progress");
        assert_eq!(state(house, "outage", ids(house, "outage")[0]), "open");
        assert_eq!(house.holds("alert", alert, "incident"), incident.to_string());
        assert_eq!(house.holds("alert", alert, "times"), "2");
        ends(house, alert, "2025-01-02T10:11:30Z");
        house.until("2025-01-02T10:13:00Z");
        assert_eq!((ids(house, "incident").len(), ids(house, "outage").len()), (1, 1));
        assert_eq!(state(house, "incident", incident), "resolved");
    });
}

#[test]
fn what_is_over_before_its_time_opens_nothing() {
    tell(|house| {
        mail(house, &[("after_minutes", "5")]);
        at("2025-01-02T10:00:00Z");
        let short = fires(house, "a", "north", "2025-01-02T09:59:00Z");
        house.until("2025-01-02T10:03:00Z");
        ends(house, short, "2025-01-02T10:03:00Z");
        house.until("2025-01-02T10:30:00Z");
        assert!(ids(house, "incident").is_empty());
        fires(house, "b", "north", "2025-01-02T10:30:00Z");
        house.until("2025-01-02T10:34:59Z");
        assert!(ids(house, "incident").is_empty());
        house.until("2025-01-02T10:35:00Z");
        assert_eq!(ids(house, "incident").len(), 1);
    });
}

#[test]
fn without_a_rule_an_alert_is_kept_and_nothing_more_and_the_first_rule_that_holds_counts() {
    tell(|house| {
        let alert = fires(house, "a", "north", "2025-01-02T08:58:00Z");
        house.until("2025-01-02T10:00:00Z");
        assert_eq!(house.holds("alert", alert, "rule"), "");
        assert!(ids(house, "incident").is_empty());
        let mail = mail(house, &[]);
        let quiet = house.create(
            "alert_rule",
            &[
                ("name", "Quiet"),
                ("order", "1"),
                ("matchers", r#"[{"label": "site", "how": "is", "value": "lab"}]"#),
            ],
        );
        let in_lab = fires(house, "a", "lab", "2025-01-02T10:00:00Z");
        let north = fires(house, "b", "north", "2025-01-02T10:00:00Z");
        house.until("2025-01-02T10:01:00Z");
        assert_eq!(house.holds("alert", in_lab, "rule"), quiet.to_string());
        assert_eq!(house.holds("alert", north, "rule"), mail.rule.to_string());
        assert_eq!(ids(house, "incident").len(), 1);
        house.go("alert_rule", mail.rule, "retire", &[]).unwrap();
        let later = fires(house, "c", "west", "2025-01-02T10:01:00Z");
        assert_eq!(house.holds("alert", later, "rule"), "");
    });
}

#[test]
fn a_rule_that_leaves_it_to_people_says_once_that_all_is_over() {
    tell(|house| {
        mail(house, &[("when_over", "note"), ("opens_outage", "no")]);
        at("2025-01-02T10:00:00Z");
        let both = ["a", "b"].map(|name| fires(house, name, "north", "2025-01-02T09:58:00Z"));
        house.until("2025-01-02T10:05:00Z");
        for alert in both {
            ends(house, alert, "2025-01-02T10:05:00Z");
        }
        house.until("2025-01-02T10:06:00Z");
        let incident = ids(house, "incident")[0];
        assert_eq!(state(house, "incident", incident), "assigned");
        let told = house.desk.history(&house.manager, "incident", incident, None, 50).unwrap();
        let notes: Vec<_> = told.iter().filter(|one| one.verb == "note").collect();
        assert_eq!(notes.len(), 1);
        assert!(ids(house, "outage").is_empty());
    });
}

#[test]
fn alerts_of_a_rule_that_restricts_make_an_incident_that_few_may_know_of() {
    tell(|house| {
        mail(house, &[("restricts", "yes")]);
        let officer = house.person("Olga", Role::Security, None);
        at("2025-01-02T10:00:00Z");
        let alert = fires(house, "a", "north", "2025-01-02T09:58:00Z");
        house.until("2025-01-02T10:01:00Z");
        assert!(ids(house, "incident").is_empty(), "a manager sees none");
        assert!(ids(house, "alert").is_empty());
        assert!(house.desk.record(&house.agent, "alert", alert).is_err());
        let seen = house.desk.list(&officer, &Query::of("incident")).unwrap().records;
        assert_eq!(seen.len(), 1);
        let filters = vec![Filter::is("incident", Value::Ref(seen[0].id))];
        let alerts = house.desk.list(&officer, &Query { filters, ..Query::of("alert") }).unwrap();
        assert_eq!(alerts.records.len(), 1);
        let note = Command::verb("incident", seen[0].id, "note").with_note("Hm");
        assert!(house.run(&house.agent, note.with_input(typed(&[]))).is_err());
    });
}
