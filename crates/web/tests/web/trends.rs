//! Trends are drawn and told; what a fix did stands beside its problem.
use crate::house::town::{Town, words};
use gemba_desk::{Command, Imported, Input};
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel},
};
use jiff::{SignedDuration, Timestamp, ToSpan, tz::TimeZone};
use serde_json::json;

/// The middle of the month so many months ago.
fn months_ago(town: &Town, months: i32) -> String {
    let first = town.house.desk.now().to_zoned(TimeZone::UTC).date().first_of_month();
    let day = first.saturating_sub(months.months()).saturating_add(14.days());
    format!("{day}T12:00:00Z")
}

#[test]
fn a_month_out_of_the_ordinary_and_the_few_that_make_most_are_told() {
    let town = Town::open();
    let mara = town.house.browser_of(town.mara);
    let page = words(&mara.get("/trends"));
    assert!(page.contains("Limits need six whole months"), "{page}");
    for month in 1..=8 {
        let count = if month == 1 { 12 } else { 2 };
        for place in 0..count {
            let category = if place < 2 { "disk" } else { "printing" };
            let more = json!({"opened_at": months_ago(&town, month), "category": category});
            town.incident("Something", more);
        }
    }
    let answer = mara.get("/trends");
    let page = words(&answer);
    assert!(page.contains("out of the ordinary") && page.contains("3.2 a month"), "{page}");
    assert!(page.contains("2 of 2 make 100 % of them"), "{page}");
    let html = answer.text();
    assert!(html.contains("class=\"alarm\"") && html.contains("<polyline"), "{html}");
    assert!(html.contains("href=\"/incident?category=disk\""), "{html}");
    let hanna = town.house.browser_of(town.hanna);
    assert_eq!(hanna.get("/trends").status, 403);
}

fn days_ago(town: &Town, days: i64) -> Timestamp {
    town.house.desk.now().saturating_sub(SignedDuration::from_hours(24 * days)).unwrap()
}

#[test]
fn what_a_fix_did_stands_beside_its_problem() {
    let town = Town::open();
    let open = town.house.add("problem", json!({"summary": "Disks"}));
    let mara = town.house.browser_of(town.mara);
    let page = |id| words(&mara.get(&format!("/problem/{id}")));
    assert!(!page(open).contains("What the fix did"), "nothing is fixed");
    let fixed = days_ago(&town, 30);
    let fields = vec![
        ("summary".to_owned(), Value::Text("Disks of old".to_owned())),
        ("resolved_at".to_owned(), Value::Instant(fixed)),
    ];
    let state = Some("resolved".to_owned());
    let imported = Imported { at: fixed, state, origin: None, by: None };
    let command = Command::create("problem", Input::Values(fields)).with_import(imported);
    let fixed = town.house.desk.run(&Actor::house(Channel::Import), command).unwrap().record.id;
    for days in [2, 40, 41, 42] {
        let opened = days_ago(&town, days).to_string();
        town.incident("Disk", json!({"problem": fixed, "opened_at": opened}));
    }
    let told = page(fixed);
    assert!(told.contains("What the fix did") && told.contains("1.5"), "{told}");
    assert!(told.contains("33.33 %"), "{told}");
}
