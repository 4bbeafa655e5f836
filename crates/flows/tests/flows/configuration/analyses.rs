//! Analyses take their figures themselves; one approved version of a policy is in force.
use crate::configuration::{add, house, open, typed};
use gemba_desk::{Command, Desk, Imported, Input};
use gemba_model::filter::Filter;
use gemba_testkit::on_both_engines;
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel, Role},
};
use jiff::Timestamp;
use serde_json::{Value as Json, json};

fn imported(desk: &Desk, kind: &str, at: &str, state: &str, fields: Json) -> i64 {
    let at: Timestamp = at.parse().unwrap();
    let imported = Imported { at, state: Some(state.to_owned()), origin: None, by: None };
    let command = Command::create(kind, typed(fields)).with_import(imported);
    desk.run(&Actor::house(Channel::Import), command).unwrap().record.id
}

fn analysis(desk: &Desk, subject: &str) -> (i64, Json, Json, Json) {
    let fields = json!({"name": "Spring", "subject": subject, "from": "2026-04-01",
        "until": "2026-06-30"});
    let id = add(desk, "trend_analysis", fields);
    let view = desk.view("trend_analysis").unwrap();
    let record = desk.record(&house(), "trend_analysis", id).unwrap();
    let held = |field: &str| view.value(&record, field).to_json();
    (id, held("figures"), held("signals"), held("decisions"))
}

fn figure<'a>(figures: &'a Json, name: &str) -> &'a Json {
    let all = figures.as_array().unwrap();
    &all.iter().find(|one| one["figure"] == name).unwrap_or_else(|| panic!("{name}: {all:?}"))["value"]
}

#[test]
fn the_clusters_of_incidents_wait_for_a_decision_each() {
    on_both_engines(|url| {
        let desk = open(url);
        let mail = add(&desk, "service", json!({"name": "Mail"}));
        for month in ["2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05"] {
            for day in 1..=4 {
                let at = format!("{month}-0{day}T09:00:00Z");
                let fields = json!({"summary": "Slow", "opened_at": at, "category": "network"});
                imported(&desk, "incident", &at, "closed", fields);
            }
        }
        for day in 10..=29 {
            let at = format!("2026-06-{day}T09:00:00Z");
            let fields = json!({"summary": "Full", "opened_at": at, "category": "disk",
                "service": mail});
            imported(&desk, "incident", &at, "closed", fields);
        }
        // Cancelled ones and those of another time do not count.
        for (at, state) in [("2026-06-10T09:00:00Z", "cancelled"), ("2026-07-01T00:00:00Z", "new")]
        {
            imported(&desk, "incident", at, state, json!({"summary": "No", "opened_at": at}));
        }
        let (id, figures, signals, decisions) = analysis(&desk, "incidents");
        assert_eq!(
            (figure(&figures, "Incidents"), figure(&figures, "May 2026")),
            (&json!("28"), &json!("4"))
        );
        let clusters: Vec<_> =
            signals.as_array().unwrap().iter().map(|one| one["cluster"].clone()).collect();
        assert_eq!(clusters, ["June 2026", "Category: disk", "Category: network", "Service: Mail"]);
        assert_eq!(signals[3]["why"], "20 of 28 incidents");
        let waiting: Vec<_> = clusters.iter().map(|one| json!({"cluster": one})).collect();
        assert_eq!(decisions, json!(waiting));

        let person = json!({"name": "Mia", "email": "mia@example.org", "roles": "process_owner"});
        let mia = add(&desk, "person", person);
        let said = json!({"analysed_by": mia, "conclusions": "Disks fill up."});
        let conclude = |fields: Json| {
            let command = Command::verb("trend_analysis", id, "conclude");
            desk.run(&house(), command.with_input(typed(fields)))
        };
        let refusal = conclude(said.clone()).unwrap_err().to_string();
        assert!(refusal.contains("“June 2026” stands out"), "{refusal}");
        let problem = add(&desk, "problem", json!({"summary": "Disks", "source": "trend"}));
        assert_eq!(problem, 1);
        let decided: Vec<_> = clusters
            .iter()
            .map(|one| match one.as_str() {
                Some("Category: network") => json!({"cluster": one, "reason": "As every month"}),
                _ => json!({"cluster": one, "problem": "PRB-000001"}),
            })
            .collect();
        let mut whole = said;
        whole["decisions"] = json!(decided);
        assert_eq!(conclude(whole).unwrap().record.state, "concluded");
    });
}

#[test]
fn changes_and_problems_are_counted_by_the_rules_of_their_reports() {
    on_both_engines(|url| {
        let desk = open(url);
        for (at, result) in [
            ("2026-04-10T09:00:00Z", "successful"),
            ("2026-06-30T23:59:59Z", "failed"),
            ("2026-07-01T00:00:00Z", "failed"),
        ] {
            let fields = json!({"summary": "Switch", "result": result, "closed_at": at,
                "unauthorised": false});
            imported(&desk, "change", at, "closed", fields);
        }
        let (_, figures, signals, _) = analysis(&desk, "changes");
        assert_eq!(
            (figure(&figures, "Changes closed"), figure(&figures, "Successful")),
            (&json!("2"), &json!("50 %"))
        );
        assert_eq!(signals, json!([{"cluster": "Changes that failed", "why": "1 in the period"}]));

        for (summary, before, after) in [("Disks", "12", "1.5"), ("Cables", "2", "3")] {
            let at = "2026-05-10T09:00:00Z";
            let fields = json!({"summary": summary, "closed_at": at, "incidents_before": before,
                "incidents_after": after});
            imported(&desk, "problem", at, "closed", fields);
        }
        let (_, figures, signals, _) = analysis(&desk, "problems");
        assert_eq!(
            (figure(&figures, "Problems closed"), figure(&figures, "Fewer incidents by")),
            (&json!("2"), &json!("67.86 %"))
        );
        let why = "2 incidents in 30 days before the fix, 3 after it";
        assert_eq!(signals, json!([{"cluster": "PRB-000002 Cables", "why": why}]));
    });
}

#[test]
fn a_new_approved_version_supersedes_the_one_before() {
    on_both_engines(|url| {
        let desk = open(url);
        let manager = |name: &str| {
            let email = format!("{name}@example.org");
            let fields = json!({"name": name, "email": email, "roles": "service_manager"});
            let id = add(&desk, "person", fields);
            let roles = vec![Role::ServiceManager];
            Actor { person: Some(id), name: name.to_owned(), roles, ..house() }
        };
        let (mia, tom) = (manager("mia"), manager("tom"));
        let write = |name: &str| {
            let fields = json!({"name": name, "owner": mia.person, "users_min": 50,
                "procedure": "Call the duty manager."});
            desk.run(&mia, Command::create("major_incident_criteria", typed(fields)))
                .unwrap()
                .record
                .id
        };
        let approve = |actor: &Actor, id: i64| {
            desk.run(actor, Command::verb("major_incident_criteria", id, "approve"))
        };
        let (first, second) = (write("2025"), write("2026"));
        assert!(approve(&mia, first).is_err(), "whoever wrote them does not approve them");
        approve(&tom, first).unwrap();
        desk.run_due().unwrap();
        approve(&tom, second).unwrap();
        desk.run_due().unwrap();
        let view = desk.view("major_incident_criteria").unwrap();
        let record = |id| desk.record(&house(), "major_incident_criteria", id).unwrap();
        assert_eq!((&*record(first).state, &*record(second).state), ("superseded", "in_force"));
        assert!(!view.value(&record(first), "superseded_at").is_none());
        let in_force = [Filter::is("state", Value::Text("in_force".to_owned()))];
        assert_eq!(desk.count(&house(), "major_incident_criteria", &in_force, 9).unwrap().count, 1);
        let nothing = Command::change("major_incident_criteria", second, None, Input::Nothing);
        desk.run(&tom, nothing).unwrap();
    });
}
