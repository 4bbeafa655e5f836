//! The page of what hangs together with a configuration item.
use crate::house::House;
use gemba_vocabulary::actor::Role;
use serde_json::json;

struct Town {
    house: House,
    host: i64,
}

/// A service on two machines on one host in a rack; a backup of one of them.
fn town() -> Town {
    let house = House::open();
    let mail = house.add("service", json!({"name": "Mail"}));
    let item = |name: &str, item_type: &str, service: Option<i64>| {
        let fields = json!({"name": name, "item_type": item_type, "service": service});
        house.add("configuration_item", fields)
    };
    let (rack, host) = (item("rack <4>", "rack", None), item("host-3", "server", None));
    let one = item("mail-1", "virtual machine", Some(mail));
    let two = item("mail-2", "virtual machine", Some(mail));
    let relate = |from: i64, relation: &str, to: i64| {
        let fields = json!({"from": from, "relation": relation, "to": to});
        house.add("configuration_relation", fields)
    };
    relate(host, "located_in", rack);
    relate(one, "runs_on", host);
    relate(two, "runs_on", host);
    relate(one, "connected_to", two);
    Town { house, host }
}

#[test]
fn the_page_draws_and_lists_what_depends_on_a_host_and_what_it_depends_on() {
    let Town { house, host } = town();
    let client = house.browser_of(house.person("Mara Lind", Role::Agent));
    let record = client.get(&format!("/configuration_item/{host}")).text();
    assert!(record.contains(&format!("href=\"/configuration_item/{host}/graph\"")), "{record}");
    let page = client.get(&format!("/configuration_item/{host}/graph"));
    let text = page.text();
    assert_eq!(page.status, 200, "{text}");
    assert_eq!(text.matches("<a class=\"node").count(), 5, "{text}");
    assert_eq!(text.matches("class=\"line-of\"").count(), 6, "{text}");
    assert!(text.contains("rack &lt;4&gt;") && !text.contains("rack <4>"));
    assert!(text.contains("<title>Mail, Service · Proposed, SVC-000001</title>"));
    let said = ["runs on host-3", "mail-1 names it as service"];
    for sentence in said {
        assert!(text.contains(sentence), "{sentence} is not told");
    }
    let near = client.get(&format!("/configuration_item/{host}/graph?depth=1&way=up")).text();
    assert_eq!(near.matches("<a class=\"node").count(), 3, "{near}");
    assert!(!near.contains("rack &lt;4&gt;"));
}

#[test]
fn it_is_narrowed_by_relation_and_by_type_and_leaves_the_way_visible() {
    let Town { house, host } = town();
    let client = house.browser_of(house.person("Mara Lind", Role::Agent));
    let of = |query: &str| client.get(&format!("/configuration_item/{host}/graph?{query}")).text();
    let narrow = of("type=Service");
    assert_eq!(narrow.matches("<a class=\"node").count(), 2, "{narrow}");
    assert_eq!(narrow.matches("line-of gap").count(), 1, "over machines that are left out");
    let located = of("by=located_in");
    assert_eq!(located.matches("<a class=\"node").count(), 2, "{located}");
    assert!(located.contains("Nothing on record depends on it."));
    assert!(
        of("by=eats&depth=99&way=sideways").contains("<a class=\"node"),
        "nonsense is passed over"
    );
}

#[test]
fn only_what_is_made_of_parts_has_the_page_and_only_people_inside_see_it() {
    let Town { house, host } = town();
    house.add("incident", json!({"summary": "Mail rests"}));
    let client = house.browser_of(house.person("Mara Lind", Role::Agent));
    assert_eq!(client.get("/incident/1/graph").status, 404);
    assert!(!client.get("/incident/1").text().contains("/graph\""));
    assert_eq!(client.get("/service/1/graph").status, 200);
    let outside = house.browser_of(house.person("Ines Roth", Role::Requester));
    assert_eq!(outside.get(&format!("/configuration_item/{host}/graph")).status, 403);
    let service = outside.get("/service/1/graph").text();
    assert!(!service.contains("mail-1"), "{service}");
}
