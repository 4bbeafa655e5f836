//! From a living demo, each of many sabotages turns the requirement red that it belongs to, and no other. Somebody
//! does them from behind, in the database: most of them the program itself would refuse.
mod list;

use crate::house::House;
use list::{SABOTAGES, Sabotage};
use rusqlite::Connection;
use serde_json::Value as Json;
use std::{collections::BTreeMap, fs};

/// What readiness says of each requirement: its result, and how many exceptions it counts.
type Said = BTreeMap<String, (String, u64)>;

fn said(house: &House) -> Said {
    let report = house.json(&["readiness", "--json"]);
    let answers = report["requirements"].as_array().unwrap();
    let text = |answer: &Json, field: &str| answer[field].as_str().unwrap().to_owned();
    let of = |answer: &Json| {
        let count = answer["exception_count"].as_u64().unwrap();
        (text(answer, "id"), (text(answer, "result"), count))
    };
    answers.iter().map(of).collect()
}

/// Whether an answer is red: it fails, or there is nothing left to show.
fn is_red(result: &str) -> bool {
    matches!(result, "fail" | "no_data")
}

/// The requirements that turned red, or were red and count more exceptions now.
fn worse(before: &Said, after: &Said) -> Vec<String> {
    assert_eq!(before.len(), after.len());
    let is_worse = |(id, (result, count)): (&String, &(String, u64))| {
        let (was, counted) = &before[id];
        let is_worse = (is_red(result) && !is_red(was)) || count > counted;
        is_worse.then(|| id.clone())
    };
    after.iter().filter_map(is_worse).collect()
}

/// A copy of the house, as it stands.
fn copy_of(house: &House) -> House {
    let copy = House::sqlite();
    fs::copy(house.path("house.db"), copy.path("house.db")).unwrap();
    fs::copy(house.path("key"), copy.path("key")).unwrap();
    copy
}

/// What a sabotage makes worse, where that is not what it should.
fn amiss(demo: &House, before: &Said, sabotage: &Sabotage) -> Option<String> {
    let house = copy_of(demo);
    let connection = Connection::open(house.path("house.db")).unwrap();
    let changed = connection.execute(sabotage.sql, []).unwrap();
    drop(connection);
    let found = worse(before, &said(&house));
    let is_right = changed > 0 && found == sabotage.worse;
    let what = sabotage.what;
    (!is_right)
        .then(|| format!("{what}: {changed} rows, {found:?} instead of {:?}", sabotage.worse))
}

/// Each requirement of each edition has a check.
fn assert_every_edition_is_answered(demo: &House) {
    for (edition, rows) in [("2018", 390), ("2011", 388), ("2005", 25)] {
        let report = demo.json(&["readiness", "--edition", edition, "--json"]);
        assert_eq!(report["requirements"].as_array().unwrap().len(), rows, "{edition}");
        assert_eq!(report["summary"]["no_check_yet"], 0, "{edition}");
    }
}

#[test]
fn each_sabotage_turns_the_right_requirement_red_and_no_other() {
    assert!(SABOTAGES.len() >= 25);
    let demo = House::sqlite();
    demo.run(&["demo", "--seed-only"]);
    assert_every_edition_is_answered(&demo);
    let before = said(&demo);
    assert_eq!(
        worse(&before, &said(&copy_of(&demo))),
        Vec::<String>::new(),
        "a copy is no sabotage"
    );
    let amiss: Vec<_> =
        SABOTAGES.iter().filter_map(|sabotage| amiss(&demo, &before, sabotage)).collect();
    assert!(amiss.is_empty(), "{}", amiss.join("\n"));
}
