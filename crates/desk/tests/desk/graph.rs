//! What depends on what, told through the desk.
use crate::house::{add, json, open, person};
use gemba_desk::{Asked, Command, Desk, Refused, Way};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::actor::{Actor, Channel, Role};
use serde_json::json;

fn item(desk: &Desk, actor: &Actor, name: &str) -> i64 {
    add(desk, actor, "configuration_item", json!({"name": name, "item_type": "server"}))
}

fn relate(desk: &Desk, actor: &Actor, from: i64, relation: &str, to: i64) -> i64 {
    let fields = json!({"from": from, "relation": relation, "to": to});
    add(desk, actor, "configuration_relation", fields)
}

/// What is reached from an item, as `kind id depth`.
fn told(desk: &Desk, actor: &Actor, id: i64, way: Way) -> Vec<String> {
    let impact = desk.impact(actor, "configuration_item", id, &Asked::all(way)).unwrap();
    impact.reached.iter().map(|one| format!("{} {} {}", one.kind, one.id, one.depth)).collect()
}

#[test]
fn trouble_of_a_host_reaches_the_service_and_the_path_says_how() {
    on_both_engines(|url| {
        let desk = open(url);
        let manager = person(&desk, "mara", Role::ServiceManager, None);
        let mail = add(&desk, &manager, "service", json!({"name": "Mail"}));
        let (host, machine) = (item(&desk, &manager, "host-3"), item(&desk, &manager, "mail-1"));
        let runs = relate(&desk, &manager, machine, "runs_on", host);
        assert_eq!(told(&desk, &manager, host, Way::Up), ["configuration_item 2 1"]);
        // The service is named later: the graph follows what was done since.
        let names =
            Command::change("configuration_item", machine, None, json(json!({"service": mail})));
        desk.run(&manager, names).unwrap();
        assert_eq!(told(&desk, &manager, host, Way::Up), ["configuration_item 2 1", "service 1 2"]);
        let impact =
            desk.impact(&manager, "configuration_item", host, &Asked::all(Way::Up)).unwrap();
        assert_eq!(impact.path(1), [0, 1]);
        let words: Vec<_> = impact.reached.iter().map(|one| (one.by, one.begins_here)).collect();
        assert_eq!(words, [("runs_on", true), ("service", false)]);
        let below = desk.impact(&manager, "service", mail, &Asked::all(Way::Down)).unwrap();
        let below: Vec<_> = below.reached.iter().map(|one| (one.id, one.depth)).collect();
        assert_eq!(below, [(machine, 1), (host, 2)]);
        let near = Asked::all(Way::Up).within(1);
        let near = desk.impact(&manager, "configuration_item", host, &near).unwrap();
        assert_eq!(near.reached.len(), 1);
        // What ended leads nowhere; what is taken up again does.
        desk.run(&manager, Command::verb("configuration_relation", runs, "end")).unwrap();
        assert!(told(&desk, &manager, host, Way::Up).is_empty());
        desk.run(&manager, Command::verb("configuration_relation", runs, "restore")).unwrap();
        assert_eq!(told(&desk, &manager, host, Way::Up).len(), 2);
    });
}

#[test]
fn what_was_refused_or_rolled_back_is_no_edge() {
    on_both_engines(|url| {
        let desk = open(url);
        let manager = person(&desk, "mara", Role::ServiceManager, None);
        let (one, two) = (item(&desk, &manager, "one"), item(&desk, &manager, "two"));
        relate(&desk, &manager, one, "depends_on", two);
        assert_eq!(told(&desk, &manager, two, Way::Up).len(), 1);
        let relation = |from: i64, to: i64| {
            let fields = json!({"from": from, "relation": "depends_on", "to": to});
            Command::create("configuration_relation", json(fields))
        };
        let twice = desk.run(&manager, relation(one, two)).unwrap_err();
        assert!(twice.to_string().contains("has this relation already (CRL-000001)"), "{twice}");
        let mut answers =
            desk.run_many(&manager, vec![relation(two, one), relation(two, 99)]).unwrap();
        assert!(answers.pop().unwrap().is_err(), "there is no CFG-000099");
        assert!(answers.pop().unwrap().is_ok());
        assert_eq!(told(&desk, &manager, two, Way::Up), ["configuration_item 1 1"]);
        assert_eq!(told(&desk, &manager, one, Way::Up), ["configuration_item 2 1"]);
    });
}

#[test]
fn a_node_sees_at_once_what_another_node_did() {
    on_both_engines(|url| {
        let (here, there) = (open(url), open(url));
        let manager = person(&here, "mara", Role::ServiceManager, None);
        let (one, two) = (item(&here, &manager, "one"), item(&here, &manager, "two"));
        assert!(told(&there, &manager, two, Way::Up).is_empty());
        let relation = relate(&here, &manager, one, "uses", two);
        assert_eq!(told(&there, &manager, two, Way::Up), ["configuration_item 1 1"]);
        there.run(&manager, Command::verb("configuration_relation", relation, "end")).unwrap();
        assert!(told(&here, &manager, two, Way::Up).is_empty());
    });
}

#[test]
fn people_from_outside_learn_nothing_of_what_carries_their_services() {
    on_both_engines(|url| {
        let desk = open(url);
        let house = Actor::house(Channel::CommandLine);
        let customer = add(&desk, &house, "customer", json!({"name": "Delta"}));
        let contact = person(&desk, "ines", Role::CustomerContact, Some(customer));
        let mail = add(&desk, &house, "service", json!({"name": "Mail"}));
        let larger = json!({"name": "Office", "parent": mail});
        add(&desk, &house, "service", larger);
        let server = json!({"name": "mail-1", "service": mail});
        let server = add(&desk, &house, "configuration_item", server);
        let all = desk.impact(&house, "service", mail, &Asked::all(Way::Down)).unwrap();
        assert_eq!(all.reached.len(), 2);
        let seen = desk.impact(&contact, "service", mail, &Asked::all(Way::Down)).unwrap();
        assert!(seen.reached.is_empty(), "{seen:?}");
        let asked = desk.impact(&contact, "configuration_item", server, &Asked::all(Way::Up));
        assert!(matches!(asked, Err(Refused::Forbidden(_))), "{asked:?}");
    });
}
