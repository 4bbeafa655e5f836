//! A structured value is filled in by rows: kept, added, taken away and refused without a script.
use crate::house::{
    post,
    town::{Town, between, house_itself, sent, words},
};
use gemba_desk::Command;
use gemba_vocabulary::actor::Role;
use serde_json::{Value as Json, json};

const OFFICE: &[(&str, &str)] =
    &[("name", "Office"), ("hours", "Mon-Fri 08:00-18:00"), ("time_zone", "Europe/Paris")];

fn held(town: &Town) -> Json {
    let record = town.house.desk.record(&house_itself(), "calendar", 1).unwrap();
    let view = town.house.desk.view("calendar").unwrap();
    view.value(&record, "holidays").to_json()
}

#[test]
fn holidays_are_typed_in_rows_that_are_added_and_taken_away() {
    let town = Town::open();
    let boss = town.house.browser_of(town.house.person("Bo Boss", Role::ServiceManager));
    let form = boss.get("/calendar/new");
    assert!(!form.text().contains("textarea id=\"f-holidays\""), "no JSON to type");
    assert!(form.text().contains("name=\"holidays.0.date\""), "{}", form.text());
    // A row more: nothing is saved, and what was typed is still there.
    let typed = [
        OFFICE,
        &[
            ("holidays", ""),
            ("holidays.0.date", "2026-12-25"),
            ("holidays.0.name", "Christmas"),
            ("_rows", "holidays"),
        ],
    ]
    .concat();
    let more = post(&boss, "/calendar/new", &typed);
    assert_eq!(more.status, 200);
    assert_eq!(town.house.desk.count(&house_itself(), "calendar", &[], 9).unwrap().count, 0);
    let html = more.text();
    assert!(html.contains("value=\"Office\"") && html.contains("value=\"Christmas\""), "{html}");
    assert!(html.contains("name=\"holidays.1.date\"") && !html.contains("holidays.2.date"));

    let rows = [
        OFFICE,
        &[
            ("holidays", ""),
            ("holidays.0.date", "2026-12-25"),
            ("holidays.0.name", "Christmas"),
            ("holidays.1.date", "2026-05-01"),
            ("holidays.1.name", ""),
            ("holidays.2.date", ""),
            ("holidays.2.name", " "),
        ],
    ]
    .concat();
    let page = sent(&boss, "/calendar/new", &rows);
    let told = words(&page);
    assert!(told.contains("1 May 2026") && told.contains("25 Dec 2026 · Christmas"), "{told}");
    let kept = json!([{"date": "2026-05-01"}, {"date": "2026-12-25", "name": "Christmas"}]);
    assert_eq!(held(&town), kept, "in order, without the empty row");

    // The form shows what is kept; sent as it is, it changes nothing.
    let form = boss.get("/calendar/1/edit").text();
    assert!(form.contains("name=\"holidays.1.name\" type=\"text\" value=\"Christmas\""), "{form}");
    let same = [
        ("_version", "1"),
        ("holidays", ""),
        ("holidays.0.date", "2026-05-01"),
        ("holidays.0.name", ""),
        ("holidays.1.date", "2026-12-25"),
        ("holidays.1.name", "Christmas"),
    ];
    sent(&boss, "/calendar/1/edit", &same);
    assert_eq!(town.version_of("calendar", 1), "1");
    let fewer = [&same[..], &[("_rows", "holidays.0")]].concat();
    let fewer = post(&boss, "/calendar/1/edit", &fewer).text();
    assert!(fewer.contains("name=\"holidays.0.date\" type=\"date\" value=\"2026-12-25\""));
    assert!(!fewer.contains("holidays.1.date"), "{fewer}");
    sent(&boss, "/calendar/1/edit", &[("_version", "1"), ("holidays", "")]);
    assert_eq!(held(&town), Json::Null, "every row was taken away");
    sent(&boss, "/calendar/1/edit", &[("_version", "2"), ("country", "France")]);
    assert_eq!(town.version_of("calendar", 1), "3");
}

#[test]
fn a_mistake_in_a_row_is_told_at_its_input() {
    let town = Town::open();
    let boss = town.house.browser_of(town.house.person("Bo Boss", Role::ServiceManager));
    let rows = [
        OFFICE,
        &[
            ("holidays", ""),
            ("holidays.0.date", "soon"),
            ("holidays.0.name", "Feast"),
            ("holidays.1.date", ""),
            ("holidays.1.name", "Other"),
        ],
    ]
    .concat();
    let answer = post(&boss, "/calendar/new", &rows);
    assert_eq!(answer.status, 422);
    let (html, text) = (answer.text(), words(&answer));
    assert!(text.contains("2 things are not right yet"), "{text}");
    assert!(text.contains("Holidays in row 1: Date must be"), "{text}");
    assert!(text.contains("Holidays in row 2: Date is required."), "{text}");
    assert!(html.contains("href=\"#f-holidays.1.date\""), "{html}");
    let cell = between(&answer, "id=\"f-holidays.0.date\"", ">");
    assert!(cell.contains("aria-invalid=\"true\"") && cell.contains("value=\"soon\""), "{cell}");
    assert!(html.contains("value=\"Other\""), "{html}");
}

#[test]
fn rows_go_along_when_somebody_else_saved_first() {
    let town = Town::open();
    let boss = town.house.browser_of(town.house.person("Bo Boss", Role::ServiceManager));
    sent(&boss, "/calendar/new", OFFICE);
    let change = gemba_desk::Input::Values(vec![(
        "country".to_owned(),
        gemba_vocabulary::Value::Text("France".to_owned()),
    )]);
    town.house.desk.run(&house_itself(), Command::change("calendar", 1, None, change)).unwrap();
    let late = [
        ("_version", "1"),
        ("holidays", ""),
        ("holidays.0.date", "2026-05-01"),
        ("holidays.0.name", "Labour Day"),
    ];
    let conflict = post(&boss, "/calendar/1/edit", &late);
    assert_eq!(conflict.status, 409, "{}", words(&conflict));
    assert!(words(&conflict).contains("1 May 2026 · Labour Day"), "{}", words(&conflict));
    let carried = between(&conflict, "name=\"holidays\" value=\"", "\"").replace("&quot;", "\"");
    let chosen = [("_version", "2"), ("keep-holidays", "mine"), ("holidays", carried.as_str())];
    sent(&boss, "/calendar/1/edit", &chosen);
    assert_eq!(held(&town), json!([{"date": "2026-05-01", "name": "Labour Day"}]));
}

#[test]
fn an_item_is_offered_a_row_for_each_attribute_of_its_type() {
    let town = Town::open();
    let attributes = json!([
        {"name": "Memory", "unit": "GB", "needed": "always"},
        {"name": "Raid", "choices": "none, mirror", "help": "As the controller says."},
    ]);
    town.house.add("configuration_item_type", json!({"name": "Server", "attributes": attributes}));
    let given = json!([{"name": "raid", "value": "mirror"}]);
    let fields = json!({"name": "mail-1", "item_type": "server", "attributes": given});
    let item = town.house.add("configuration_item", fields);
    let mara = town.house.browser_of(town.mara);
    let page = mara.get(&format!("/configuration_item/{item}/edit"));
    let html = page.text();
    assert!(html.contains("name=\"attributes.0.name\" type=\"text\" value=\"Raid\""), "{html}");
    assert!(html.contains("name=\"attributes.1.name\" type=\"text\" value=\"Memory\""), "{html}");
    let told = words(&page);
    assert!(told.contains("Attributes of the type “server”"), "{told}");
    assert!(told.contains("one of: none, mirror") && told.contains("As the controller"), "{told}");
    let new = mara.get("/configuration_item/new?item_type=SERVER").text();
    assert!(new.contains("value=\"Memory\"") && new.contains("value=\"Raid\""), "{new}");
    let other = mara.get("/configuration_item/new?item_type=printer").text();
    assert!(!other.contains("value=\"Memory\""), "another type has others");
}
