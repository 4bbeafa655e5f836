//! Stories of configuration that span records: baselines.
mod analyses;
mod reminders;
mod support;

use crate::desk::{add, house, open, typed};
use gemba_desk::{Command, Desk, Imported, Refused};
use gemba_model::taken::{Difference, Part};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel},
};
use serde_json::{Value as Json, json};

const BASELINE: (&str, &str, &str) = ("configuration_baseline", "taken", "configuration_item");

fn change(desk: &Desk, kind: &str, id: i64, fields: Json) {
    desk.run(&house(), Command::change(kind, id, None, typed(fields))).unwrap();
}

fn item(desk: &Desk, name: &str, service: Option<i64>) -> i64 {
    let fields = json!({"name": name, "item_type": "server", "service": service});
    add(desk, "configuration_item", fields)
}

#[test]
fn a_baseline_keeps_what_was_and_tells_what_became_different() {
    on_both_engines(|url| {
        let desk = open(url);
        let mail = add(&desk, "service", json!({"name": "Mail"}));
        let (one, two) = (item(&desk, "mail-1", Some(mail)), item(&desk, "mail-2", Some(mail)));
        let other = item(&desk, "file-1", None);
        let uses = json!({"from": one, "relation": "uses", "to": other});
        let uses = add(&desk, "configuration_relation", uses);
        let before = add(
            &desk,
            "configuration_baseline",
            json!({"name": "Before release 4", "service": mail}),
        );
        let record = desk.record(&house(), "configuration_baseline", before).unwrap();
        let view = desk.view("configuration_baseline").unwrap();
        assert_eq!(*view.value(&record, "item_count"), Value::Int(2), "file-1 is no part of it");
        assert_eq!(*view.value(&record, "service_count"), Value::Int(1), "the service is one too");
        let services = ("configuration_baseline", "services_taken", "service");
        let same = desk.differences(&house(), services, before, None).unwrap();
        assert_eq!(same, []);
        change(&desk, "service", mail, json!({"criticality": "high"}));
        let found = desk.differences(&house(), services, before, None).unwrap();
        let told: Vec<_> = found.iter().map(|one| (one.id, &*one.name)).collect();
        assert_eq!(told, [(mail, "Mail")], "{found:?}");
        let same = desk.differences(&house(), BASELINE, before, None).unwrap();
        assert_eq!(same, [], "nothing happened yet");

        change(&desk, "configuration_item", one, json!({"location": "Delft"}));
        desk.run(&house(), Command::verb("configuration_relation", uses, "end")).unwrap();
        desk.run(&house(), Command::verb("configuration_item", two, "order")).unwrap();
        let three = item(&desk, "mail-3", Some(mail));
        let found = desk.differences(&house(), BASELINE, before, None).unwrap();
        let part = |field: &str, before: Json, after: Json| Part {
            field: field.to_owned(),
            before,
            after,
        };
        let told: Vec<_> = found.iter().map(|one| (one.id, one.difference.clone())).collect();
        let first = vec![
            part("location", Json::Null, json!("Delft")),
            part("relations", json!(["uses CFG-000003"]), Json::Null),
        ];
        let second = vec![part("state", json!("planned"), json!("ordered"))];
        assert_eq!(
            told,
            [(one, Difference::Changed(first)), (two, Difference::Changed(second.clone()))]
        );
        let after = add(&desk, "configuration_baseline", json!({"name": "After", "service": mail}));
        let found = desk.differences(&house(), BASELINE, before, Some(after)).unwrap();
        assert_eq!(
            found.last().map(|one| (one.id, one.difference.clone())),
            Some((three, Difference::Added))
        );
        assert_eq!(found.len(), 3);
        let back = desk.differences(&house(), BASELINE, after, Some(before)).unwrap();
        assert_eq!(back.last().map(|one| one.difference.clone()), Some(Difference::Removed));
    });
}

#[test]
fn a_baseline_of_nothing_is_refused_and_one_that_was_taken_stays_as_it_is() {
    on_both_engines(|url| {
        let desk = open(url);
        let take = |fields: Json| {
            desk.run(&house(), Command::create("configuration_baseline", typed(fields)))
        };
        let refused = take(json!({"name": "Nothing"})).unwrap_err();
        assert!(matches!(&refused, Refused::Not(why) if why.contains("no configuration item")));
        let (one, two) = (item(&desk, "one", None), item(&desk, "two", None));
        let taken = take(json!({"name": "One alone", "items": [one]})).unwrap().record;
        let view = desk.view("configuration_baseline").unwrap();
        assert_eq!(*view.value(&taken, "item_count"), Value::Int(1));
        let alter = |fields: Json| {
            let change = Command::change("configuration_baseline", taken.id, None, typed(fields));
            desk.run(&house(), change)
        };
        let refused = alter(json!({"items": [one, two]})).unwrap_err().to_string();
        assert!(refused.contains("take another one"), "{refused}");
        let refused = alter(json!({"taken": []})).unwrap_err().to_string();
        assert!(refused.contains("worked out by Gemba"), "{refused}");
        let renamed = alter(json!({"name": "The first alone"})).unwrap().record;
        assert_eq!(view.value(&renamed, "taken"), view.value(&taken, "taken"));
    });
}

#[test]
fn a_sample_is_drawn_by_a_seed_and_its_findings_say_how_accurate_the_whole_is() {
    on_both_engines(|url| {
        let desk = open(url);
        let items: Vec<_> = (0..30).map(|at| item(&desk, &format!("host-{at}"), None)).collect();
        add(&desk, "configuration_item", json!({"name": "rack", "item_type": "rack"}));
        let fields =
            json!({"name": "Servers", "item_type": "server", "sample_size": 10, "seed": 42});
        let audit = add(&desk, "configuration_audit", fields);
        let drawn = desk.run(&house(), Command::verb("configuration_audit", audit, "draw"));
        let drawn = drawn.unwrap().record;
        let view = desk.view("configuration_audit").unwrap();
        let sample = gemba_vocabulary::sample::draw(&items, 10, 42);
        assert_eq!(
            *view.value(&drawn, "sample"),
            Value::Refs(sample.clone()),
            "anybody can draw it"
        );
        assert_eq!(
            *view.value(&drawn, "population_count"),
            Value::Int(30),
            "the rack is no server"
        );
        let number = |id: &i64| format!("CFG-{id:06}");
        let findings = |wrong: usize| -> Json {
            let one = |(at, id): (usize, &i64)| {
                let result = if at < wrong { "differs" } else { "matches" };
                json!({"item": number(id), "result": result})
            };
            sample.iter().enumerate().map(one).collect()
        };
        let change = |fields: Json| {
            let change = Command::change("configuration_audit", audit, None, typed(fields));
            desk.run(&house(), change)
        };
        let mut other = findings(0);
        other[0]["item"] = json!("CFG-000031");
        let refused = change(json!({"findings": other})).unwrap_err().to_string();
        assert!(refused.contains("CFG-000031, which was not drawn"), "{refused}");
        let mut fewer = findings(0);
        fewer.as_array_mut().unwrap().pop();
        let refused = change(json!({"findings": fewer})).unwrap_err().to_string();
        assert!(refused.contains("every item drawn stays"), "{refused}");
        assert!(change(json!({"seed": 43})).is_err(), "the seed stays");
        let checked = change(json!({"findings": findings(2)})).unwrap().record;
        let told = |field: &str| view.value(&checked, field).to_text();
        let percent: f64 = told("accuracy_percent").parse().unwrap();
        assert!((percent - 80.0).abs() < 1e-9, "{percent}");
        assert_eq!(
            (&*told("accuracy_low_percent"), &*told("accuracy_high_percent")),
            ("49.02", "94.33")
        );
        let finish = || Command::verb("configuration_audit", audit, "finish");
        let refused = desk.run(&house(), finish()).unwrap_err().to_string();
        assert!(refused.contains("Something was found wrong"), "{refused}");
        let finish = finish().with_input(typed(json!({"actions": "Names put right"})));
        assert_eq!(desk.run(&house(), finish).unwrap().record.state, "finished");
    });
}

#[test]
fn no_part_is_retired_while_a_live_service_depends_on_it_however_far_away() {
    on_both_engines(|url| {
        let desk = open(url);
        // Both came from elsewhere, as they stood there.
        let live = |kind: &str, name: &str| {
            let state = Some("live".to_owned());
            let imported = Imported { at: desk.now(), state, origin: None, by: None };
            let create = Command::create(kind, typed(json!({"name": name})));
            let importer = Actor::house(Channel::Import);
            desk.run(&importer, create.with_import(imported)).unwrap().record.id
        };
        let (mail, host) = (live("service", "Mail"), live("configuration_item", "host-3"));
        let machine = item(&desk, "mail-1", Some(mail));
        let runs = json!({"from": machine, "relation": "runs_on", "to": host});
        let runs = add(&desk, "configuration_relation", runs);
        let change = add(&desk, "change", json!({"summary": "Take host-3 away"}));
        let retire = || {
            let fields = typed(json!({"change": change}));
            desk.run(
                &house(),
                Command::verb("configuration_item", host, "retire").with_input(fields),
            )
        };
        let refused = retire().unwrap_err().to_string();
        assert!(refused.contains("“Mail” depends on it, over CFG-000002"), "{refused}");
        desk.run(&house(), Command::verb("configuration_relation", runs, "end")).unwrap();
        assert_eq!(retire().unwrap().record.state, "retired");
    });
}
