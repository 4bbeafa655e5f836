//! What depends on what, asked over HTTP.
use crate::house::{House, at};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::actor::Role;
use serde_json::json;

#[test]
fn what_depends_on_a_server_is_told_with_the_way_to_it() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        let mail = house.add("service", json!({"name": "Mail"}));
        let host = house.add("configuration_item", json!({"name": "host-3"}));
        let machine = house.add("configuration_item", json!({"name": "mail-1", "service": mail}));
        let runs = json!({"from": machine, "relation": "runs_on", "to": host});
        house.add("configuration_relation", runs);
        let path = at("/configuration_item/1/impact");
        let told = client.get(&path);
        assert_eq!(told.status, 200, "{}", told.text());
        let told = told.json();
        assert_eq!((&told["count"], &told["next"]), (&json!(2), &json!(null)));
        assert_eq!(
            told["records"][1],
            json!({"kind": "service", "id": 1, "number": "SVC-000001", "title": "Mail",
                "state": "proposed", "depth": 2, "by": "service", "begins_here": false,
                "path": ["CFG-000002", "SVC-000001"]})
        );
        let first = client.get(&format!("{path}?limit=1&by=runs_on,service"));
        assert_eq!(first.json()["next"], 1);
        let link = first.header("link").unwrap();
        assert!(link.contains("by=runs_on%2Cservice&limit=1&offset=1"), "{link}");
        let second = client.get(&format!("{path}?limit=1&offset=1")).json();
        assert_eq!(second["records"][0]["number"], "SVC-000001");
        assert_eq!(client.get(&format!("{path}?depth=1")).json()["count"], 1);
        assert_eq!(client.get(&format!("{path}?by=uses")).json()["count"], 0);
        let below = client.get(&at("/service/1/impact?direction=dependencies")).json();
        let numbers: Vec<_> =
            below["records"].as_array().unwrap().iter().map(|one| &one["number"]).collect();
        assert_eq!(numbers, ["CFG-000002", "CFG-000001"]);
    });
}

#[test]
fn a_question_that_cannot_be_read_says_what_is_wrong() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        house.add("configuration_item", json!({"name": "host-3"}));
        house.add("incident", json!({"summary": "Mail rests"}));
        let odd = "/configuration_item/1/impact?direction=up&depth=0&by=eats&limit=5000";
        let told = client.get(&at(odd));
        let faults = told.json()["errors"].as_array().unwrap().clone();
        let named: Vec<_> = faults.iter().map(|fault| fault["field"].as_str().unwrap()).collect();
        assert_eq!((told.status, named), (400, vec!["depth", "limit", "direction", "by"]));
        assert_eq!(client.get(&at("/incident/1/impact")).status, 404);
        assert_eq!(client.get(&at("/configuration_item/9/impact")).status, 404);
        let customer = house.add("customer", json!({"name": "Delta"}));
        let contact = house.person("ines", &[Role::CustomerContact], Some(customer));
        let contact = house.client(&contact, gemba_desk::TokenScope::Read);
        assert_eq!(contact.get(&at("/configuration_item/1/impact")).status, 403);
    });
}
