//! What people from outside read on their own pages: names, times, and files of their own.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]
mod house;
use gemba_desk::{Command, Input};
use house::town::{Town, between, house_itself, words};
use serde_json::json;

#[test]
fn people_from_outside_read_the_name_of_the_team_and_times_in_their_own_zone() {
    let town = Town::open();
    let opened = json!({"customer": town.osprey, "reporter": town.hanna, "team": 1,
        "opened_at": "2026-01-15T12:00:00Z"});
    town.incident("Invoices are wrong", opened);
    town.house.desk.set_zone("Europe/Paris").unwrap();
    let hanna = town.house.browser_of(town.hanna);
    let page = hanna.get("/incident/1");
    let text = words(&page);
    assert!(text.contains("Service desk") && !text.contains("TEA-000001"), "{text}");
    assert!(!page.text().contains("href=\"/team/1\""), "the team's page is not theirs");
    assert!(text.contains("15 Jan 2026, 13:00"), "the organization's clock: {text}");
    assert!(page.text().contains("13:00:00 CET (Europe/Paris)\""), "{}", page.text());

    let fields = json!({"time_zone": "America/Bogota"});
    let serde_json::Value::Object(fields) = fields else { unreachable!() };
    let change = Command::change("person", town.hanna, None, Input::Json(fields));
    town.house.desk.run(&house_itself(), change).unwrap();
    let page = hanna.get("/incident/1");
    assert!(words(&page).contains("15 Jan 2026, 07:00"), "{}", words(&page));
    assert!(page.text().contains("(America/Bogota)\""), "{}", page.text());
    let you = words(&hanna.get("/account"));
    assert!(you.contains("America/Bogota"), "{you}");
    let story = between(&page, "id=\"timeline\"", "</ol>");
    assert!(story.contains("(America/Bogota)\""), "the story says the zone too: {story}");
}
