//! The change calendar through the pages: months, weeks and services, freezes, and what collides.
use crate::house::town::{Town, between, words};
use gemba_desk::{Command, Imported, Input};
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel, Role},
};
use serde_json::json;

/// Another tool's change: it has its time, whatever stands in its way.
fn change(town: &Town, summary: &str, state: &str, from: &str, to: &str, customer: Option<i64>) {
    let at = |text: &str| Value::Instant(format!("2026-03-{text}:00Z").parse().unwrap());
    let mut fields = vec![
        ("summary".to_owned(), Value::Text(summary.to_owned())),
        ("service".to_owned(), Value::Ref(1)),
        ("starts_at".to_owned(), at(from)),
        ("ends_at".to_owned(), at(to)),
    ];
    fields.extend(customer.map(|id| ("customer".to_owned(), Value::Ref(id))));
    let state = Some(state.to_owned());
    let at = "2026-03-01T08:00:00Z".parse().unwrap();
    let imported = Imported { at, state, origin: None, by: None };
    let command = Command::create("change", Input::Values(fields)).with_import(imported);
    town.house.desk.run(&Actor::house(Channel::Import), command).unwrap();
}

fn filled() -> Town {
    let town = Town::open();
    change(&town, "Larger disks", "scheduled", "07T20:00", "07T22:00", Some(town.osprey));
    change(&town, "New memory", "approved", "07T21:00", "07T23:00", None);
    change(&town, "New lamp", "scheduled", "09T08:00", "10T09:00", None);
    change(&town, "Never mind", "rejected", "07T20:00", "07T22:00", None);
    town.house.add(
        "freeze_window",
        json!({"name": "Books are closed", "starts_at": "2026-03-25T00:00:00Z",
               "ends_at": "2026-03-27T00:00:00Z"}),
    );
    town
}

/// What the page shows of a day.
fn day(text: &str, date: &str) -> String {
    let (_, rest) = text.split_once(&format!("datetime=\"{date}\"")).expect("the day is shown");
    let rest = rest.split("<h2>").next().unwrap();
    rest.to_owned()
}

#[test]
fn a_month_shows_what_changes_what_stands_still_and_what_collides() {
    let town = filled();
    let mara = town.house.browser_of(town.mara);
    let page = mara.get("/change/calendar?on=2026-03-15");
    assert_eq!(page.status, 200);
    let text = page.text();
    assert!(words(&page).contains("March 2026"), "{}", words(&page));
    assert!(words(&page).contains("2 changes collide with something"), "{}", words(&page));
    let seventh = day(&text, "2026-03-07");
    for part in ["Larger disks", "New memory", "/change/1", "collides with one other", "20:00"] {
        assert!(seventh.contains(part), "no {part} on the 7th: {seventh}");
    }
    assert!(!seventh.contains("Never mind"), "what was rejected takes no time");
    let (ninth, tenth) = (day(&text, "2026-03-09"), day(&text, "2026-03-10"));
    assert!(ninth.contains("08:00") && tenth.contains("New lamp"), "it takes two days");
    assert!(!tenth.contains("08:00") && !tenth.contains("collides"), "{tenth}");
    assert!(day(&text, "2026-03-26").contains("Books are closed"));
    assert!(!day(&text, "2026-03-27").contains("Books are closed"), "it ends at midnight");
    let april = mara.get("/change/calendar?on=2026-04-15").text();
    assert!(!april.contains("Larger disks"));
}

#[test]
fn weeks_and_services_are_shown_and_narrowed_to_one_service() {
    let town = filled();
    let mara = town.house.browser_of(town.mara);
    let week = mara.get("/change/calendar?view=week&on=2026-03-09").text();
    assert!(week.contains("New lamp") && !week.contains("Larger disks"), "the week before");
    let services = mara.get("/change/calendar?view=services&on=2026-03-07");
    let row = between(&services, "<tbody>", "</tbody>");
    assert!(row.contains("Billing") && row.contains("Larger disks"), "{row}");
    let other = mara.get("/change/calendar?view=services&on=2026-03-07&service=2");
    assert!(words(&other).contains("No change in this week"), "{}", words(&other));
    assert!(mara.get("/change/calendar?on=nonsense").text().contains("id=\"calendar\""));
}

#[test]
fn beside_a_change_stands_what_is_in_its_way_now() {
    let town = filled();
    let mara = town.house.browser_of(town.mara);
    let page = mara.get("/change/2");
    let beside = between(&page, "id=\"collisions\"", "</section>");
    for part in ["Larger disks", "not accepted", "Billing", "/change/calendar?view=week"] {
        assert!(beside.contains(part), "no {part} in {beside}");
    }
    let free = between(&mara.get("/change/3"), "id=\"collisions\"", "</section>");
    assert!(free.contains("Nothing else is scheduled"), "{free}");
}

#[test]
fn a_customer_sees_their_own_changes_alone() {
    let town = filled();
    let hanna = town.house.browser_of(town.hanna);
    let page = hanna.get("/change/calendar?on=2026-03-15");
    let text = page.text();
    assert!(text.contains("Larger disks"), "{}", words(&page));
    for hidden in ["New memory", "New lamp", "Books are closed", "How changes went", "collides"] {
        assert!(!text.contains(hidden), "{hidden} is told to a customer");
    }
    let nobody = town.house.person("Rita Request", Role::Requester);
    let refused = town.house.browser_of(nobody).get("/change/calendar");
    assert_eq!(refused.status, 403, "{}", words(&refused));
}

#[test]
fn a_change_that_waits_shows_what_it_costs_and_what_is_left_of_the_budgets() {
    let town = Town::open();
    let house = &town.house;
    let own = house
        .add("cost_type", json!({"name": "Licences", "nature": "direct", "sort": "operating"}));
    let euro = |amount: &str| json!({"amount": amount, "currency": "EUR"});
    let budget = house.add(
        "budget",
        json!({"service": 1, "cost_type": own, "from": "2026-01-01", "until": "2026-12-31",
               "amount": euro("1200"), "owner": town.mara, "basis": "Last year"}),
    );
    let tess = house.person("Tess", Role::ServiceManager);
    let tess = house.desk.speak_for(tess, Channel::Page).unwrap();
    house.desk.run(&tess, Command::verb("budget", budget, "approve")).unwrap();
    house.add(
        "cost_record",
        json!({"text": "January", "service": 1, "cost_type": own, "booked_on": "2026-01-31",
               "amount": euro("300")}),
    );
    let change = house.add(
        "change",
        json!({"summary": "A new node", "service": 1, "impact_cost": "8000 EUR once"}),
    );
    let page = house.browser_of(town.mara).get(&format!("/change/{change}"));
    let shown = between(&page, "id=\"change-cost\"", "</section>");
    for part in ["8000 EUR once", "900.00 EUR left of 1200.00 EUR for 2026"] {
        assert!(shown.contains(part), "no {part}: {shown}");
    }
}
