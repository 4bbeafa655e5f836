//! What runs out stands on one page, by the day by which somebody has to act.
use crate::house::town::{Town, between, words};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use serde_json::json;

fn day(town: &Town, days: i64) -> Date {
    town.house.desk.now().to_zoned(TimeZone::UTC).date().saturating_add(days.days())
}

#[test]
fn what_runs_out_is_told_by_how_near_it_is_with_its_owner() {
    let town = Town::open();
    let mara = town.house.browser_of(town.mara);
    let page = words(&mara.get("/lifecycle"));
    assert!(page.contains("Nothing runs out within a year"), "{page}");
    let item = |name: &str, days: i64| {
        let until = day(&town, days).to_string();
        let fields = json!({"name": name, "warranty_until": until, "owner": town.theo});
        town.house.add("configuration_item", fields)
    };
    let old = item("old-1", -8);
    item("near-1", 12);
    item("far-1", 200);
    item("beyond-1", 400);
    let until = day(&town, 60).to_string();
    let licence = json!({"name": "Editor", "metric": "core", "entitled": 4, "valid_until": until});
    town.house.add("licence", licence);

    let answer = mara.get("/lifecycle");
    let group = |name: &str| between(&answer, &format!("id=\"lifecycle-{name}\""), "</section>");
    let overdue = group("overdue");
    assert!(overdue.contains("old-1") && overdue.contains("8 days ago"), "{overdue}");
    assert!(overdue.contains(&format!("href=\"/configuration_item/{old}\"")), "{overdue}");
    assert!(overdue.contains("Warranty") && overdue.contains("Theo Krause"), "{overdue}");
    let near = group("within-30-days");
    assert!(near.contains("near-1") && near.contains("in 12 days"), "{near}");
    let later = group("within-90-days");
    assert!(later.contains("Editor") && later.contains("Nobody"), "{later}");
    assert!(group("within-a-year").contains("far-1"));
    assert!(!answer.text().contains("beyond-1"), "it is more than a year away");
    assert!(answer.text().contains("href=\"/lifecycle\" aria-current=\"page\""));
}

#[test]
fn what_is_no_longer_in_use_runs_out_of_nothing_and_outsiders_see_none_of_it() {
    let town = Town::open();
    let until = day(&town, 5).to_string();
    let fields = json!({"name": "Editor", "metric": "core", "entitled": 4, "valid_until": until});
    let licence = town.house.add("licence", fields);
    let mara = town.house.browser_of(town.mara);
    assert!(words(&mara.get("/lifecycle")).contains("Editor"));
    let retire = gemba_desk::Command::verb("licence", licence, "retire");
    town.house.desk.run(&crate::house::town::house_itself(), retire).unwrap();
    assert!(!words(&mara.get("/lifecycle")).contains("Editor"));
    let hanna = town.house.browser_of(town.hanna);
    let refused = hanna.get("/lifecycle");
    assert_eq!(refused.status, 403);
    assert!(words(&refused).contains("shown to people inside only"));
    assert!(!hanna.get("/").text().contains("/lifecycle"), "nothing leads there");
}
