//! The page on which a baseline is compared.
use crate::house::House;
use gemba_desk::{Command, Imported, Input};
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel, Role},
};
use jiff::Timestamp;
use serde_json::{Value as Json, json};

/// A baseline as the flow leaves it.
fn baseline(house: &House, name: &str, taken: &Json) -> i64 {
    let fields = vec![
        ("name".to_owned(), Value::Text(name.to_owned())),
        ("taken".to_owned(), Value::Struct(taken.clone())),
    ];
    let at = Timestamp::UNIX_EPOCH;
    let imported = Imported { at, state: None, origin: None, by: None };
    let command = Command::create("configuration_baseline", Input::Values(fields));
    let importer = Actor::house(Channel::Import);
    house.desk.run(&importer, command.with_import(imported)).unwrap().record.id
}

#[test]
fn what_became_different_is_told_part_by_part() {
    let house = House::open();
    let fields = json!({"name": "mail-1", "location": "Leiden", "description": "<b>"});
    house.add("configuration_item", fields);
    let taken = |location: &str| {
        json!([{"id": 1, "name": "mail-1", "version": 1, "state": "live", "relations":
            ["runs_on CFG-000009"], "fields": {"name": "mail-1", "location": location}}])
    };
    let before = baseline(&house, "Before", &taken("Delft"));
    let after = baseline(&house, "After", &taken("Delft"));
    let client = house.browser_of(house.person("Mara Lind", Role::Agent));
    let record = client.get(&format!("/configuration_baseline/{before}")).text();
    let own = format!("/configuration_baseline/{before}/compare");
    assert!(record.contains(&format!("href=\"{own}\"")), "no way to the comparison");
    let now = client.get(&own).text();
    for said in [
        "One configuration item is different",
        "Services",
        "Delft",
        "Leiden",
        "Live",
        "Planned",
        "runs on CFG-000009",
        "&lt;b&gt;",
    ] {
        assert!(now.contains(said), "{said} is not told");
    }
    let other = client.get(&format!("{own}?with={after}")).text();
    assert!(other.contains("Nothing is different") && !other.contains("Leiden"));
    assert_eq!(client.get(&format!("{own}?with=nonsense")).status, 404);
    let outside = house.browser_of(house.person("Ines Roth", Role::Requester));
    assert_eq!(outside.get(&own).status, 403);
}
