//! The wheel: everything that goes round stands in its quarter, and each record says in which.
use crate::house::town::{Town, bring_as_of, text, words};
use gemba_desk::{Command, Input};
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel},
};
use jiff::Timestamp;
use serde_json::json;

/// A record in a later state, recorded long ago.
fn bring(town: &Town, kind: &str, state: &str, fields: &[(&str, Value)]) -> i64 {
    bring_as_of(Timestamp::UNIX_EPOCH, town, kind, state, fields)
}

#[test]
fn each_record_stands_in_its_quarter_until_it_is_over() {
    let town = Town::open();
    let mara = town.house.browser_of(town.mara);
    let empty = words(&mara.get("/wheel"));
    assert!(empty.contains("Nothing stands here"), "{empty}");
    town.house.add("improvement", json!({"name": "Fewer <b>calls</b>"}));
    bring(&town, "improvement", "implementing", &[("name", text("Shorter forms"))]);
    bring(&town, "improvement", "reported", &[("name", text("Told and over"))]);
    bring(&town, "risk", "monitored", &[("name", text("Hall A is lost"))]);
    bring(&town, "nonconformity", "verified", &[("name", text("No look back"))]);
    let answer = mara.get("/wheel");
    let (page, told) = (answer.text(), words(&answer));
    assert!(page.contains("Fewer &lt;b&gt;calls&lt;/b&gt;"), "escaped");
    let place = |needle: &str| page.find(needle).unwrap_or_else(|| panic!("no {needle}"));
    let quarters = ["plan", "do", "check", "act"].map(|one| place(&format!("id=\"wheel-{one}\"")));
    let records = ["Fewer &lt;b", "Shorter forms", "Hall A is lost", "No look back"].map(place);
    for (at, record) in records.into_iter().enumerate() {
        assert!(record > quarters[at], "{at}");
        assert!(quarters.get(at + 1).is_none_or(|next| record < *next), "{at}");
    }
    assert!(!told.contains("Told and over"), "it left the wheel");
    assert!(
        page.contains(">Plan</text> <text class=\"sum\"") && page.contains("svg class=\"pdca\""),
        "{page}"
    );
    assert!(page.contains("href=\"/wheel\" aria-current=\"page\""));
    let hanna = town.house.browser_of(town.hanna);
    assert_eq!(hanna.get("/wheel").status, 403);
}

#[test]
fn a_record_shows_its_quarter_beside_its_state() {
    let town = Town::open();
    let mara = town.house.browser_of(town.mara);
    let open = town.house.add("improvement", json!({"name": "Fewer calls"}));
    let over = bring(&town, "improvement", "reported", &[("name", text("Told"))]);
    let page = mara.get(&format!("/improvement/{open}"));
    assert!(page.text().contains("aria-label=\"On the wheel: Plan\""), "{}", page.text());
    assert!(!mara.get(&format!("/improvement/{over}")).text().contains("turn-mark"));
    town.incident("Mail", json!({}));
    assert!(!mara.get("/incident/1").text().contains("turn-mark"), "incidents are on no wheel");
}

#[test]
fn an_improvement_shows_before_and_after_with_the_limits_of_before() {
    let town = Town::open();
    let mara = town.house.browser_of(town.mara);
    let values = [10, 12, 8, 10, 14, 12, 3, 2, 4];
    let reading = |(place, value): (usize, &i64)| {
        let month = if place < 6 { 4 } else { 5 };
        json!({"on": format!("2026-{month:02}-{:02}", place + 1), "value": value.to_string()})
    };
    let readings: Vec<_> = values.iter().enumerate().map(reading).collect();
    let with = json!({"name": "Fewer calls", "metric": "Calls in a week", "baseline": "11", "target": "6",
                      "readings": readings});
    let open = town.house.add("improvement", with);
    let page = || mara.get(&format!("/improvement/{open}"));
    assert!(page().text().contains("id=\"before-after\""), "its values are drawn before it began");
    let changed = json!({"changed_on": "2026-05-01"});
    let fields = changed.as_object().unwrap().clone();
    let command = Command::change("improvement", open, None, Input::Json(fields));
    town.house.desk.run(&Actor::house(Channel::CommandLine), command).unwrap();
    let (answer, told) = (page(), words(&page()));
    assert!(told.contains("Really better") && told.contains("between 3.552 and 18.448"), "{told}");
    assert_eq!(answer.text().matches(" running\"").count(), 3, "what came after is hollow");
    assert!(!mara.get(&format!("/person/{}", town.mara)).text().contains("before-after"));
}
