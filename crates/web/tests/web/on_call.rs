//! Who is on call through the pages, what is raised by hand, and what waits on the first page for an answer.
use crate::house::town::{Town, between, sent, words};
use jiff::{SignedDuration, ToSpan, tz::TimeZone};
use serde_json::json;

/// A rota of the service desk that began three weeks ago.
fn rota(town: &Town, level: &str, people: &[i64]) -> i64 {
    let today = town.house.desk.now().to_zoned(TimeZone::UTC).date();
    town.house.add(
        "on_call_rota",
        json!({"name": format!("Desk, {level}"), "team": 1, "level": level, "people": people,
               "starts_on": today.saturating_sub(21.days()).to_string(), "time_zone": "UTC",
               "acknowledge_minutes": 25}),
    )
}

#[test]
fn the_page_says_who_is_on_call_and_how_to_reach_them_and_marks_what_was_swapped() {
    let town = Town::open();
    let mara = town.house.browser_of(town.mara);
    assert!(words(&mara.get("/on-call")).contains("Nobody is on call"));
    let first = rota(&town, "first", &[town.mara]);
    rota(&town, "manager", &[town.theo]);
    let page = mara.get("/on-call");
    let told = words(&page);
    for part in ["Service desk", "First level", "Mara Lind", "Manager", "Theo Krause"] {
        assert!(told.contains(part), "no {part} in {told}");
    }
    assert!(page.text().contains("mailto:mara@example.org"));
    assert!(!told.contains("instead of"), "{told}");
    let (now, hour) = (town.house.desk.now(), SignedDuration::from_hours(1));
    let swap = json!({"reason": "Dentist", "rota": first, "person": town.theo,
        "starts_at": (now - hour).to_string(), "ends_at": (now + hour).to_string()});
    town.house.add("on_call_override", swap);
    let page = mara.get("/on-call");
    assert!(words(&page).contains("instead of Mara Lind"), "{}", words(&page));
    let html = page.text();
    assert!(html.contains("class=\"swapped\"") && html.contains("/on_call_override/1"));
    assert!(html.contains("/on_call_override/new?rota=1"), "each shift can be swapped");
    let hanna = town.house.browser_of(town.hanna);
    assert_eq!(hanna.get("/on-call").status, 403);
}

#[test]
fn a_shift_is_swapped_by_the_form_that_it_leads_to() {
    let town = Town::open();
    rota(&town, "first", &[town.mara]);
    let mara = town.house.browser_of(town.mara);
    let html = mara.get("/on-call").text();
    let (_, rest) = html.split_once("/on_call_override/new?rota=").unwrap();
    let query = rest.split('"').next().unwrap().replace("&amp;", "&");
    let form = mara.get(&format!("/on_call_override/new?rota={query}"));
    let held = |name: &str| between(&form, &format!("name=\"{name}\""), ">");
    assert!(held("starts_at").contains("value=\"20"), "{}", held("starts_at"));
    let pair = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)).unwrap();
    let (from, to) = (pair("starts_at="), pair("ends_at="));
    let theo = town.theo.to_string();
    let fields = [
        ("reason", "Holiday"),
        ("rota", "1"),
        ("person", &*theo),
        ("starts_at", from),
        ("ends_at", to),
        ("_next", "/on-call"),
    ];
    let page = sent(&mara, "/on_call_override/new", &fields);
    assert!(words(&page).contains("instead of Mara Lind"), "{}", words(&page));
}

#[test]
fn an_incident_is_raised_by_hand_to_who_is_on_call_and_acknowledged_on_the_first_page() {
    let town = Town::open();
    rota(&town, "first", &[town.mara]);
    rota(&town, "second", &[town.theo]);
    let incident = town.incident("Mail rests", json!({"team": 1}));
    let mara = town.house.browser_of(town.mara);
    let page = mara.get(&format!("/incident/{incident}"));
    assert!(words(&page).contains("Theo Krause, on call now"), "{}", words(&page));
    let query = between(&page, "/escalation/new?", "\"").replace("&amp;", "&");
    let form = mara.get(&format!("/escalation/new?{query}"));
    assert!(form.text().contains("value=\"Theo Krause\""), "{}", form.text());
    assert!(query.contains("direction=functional") && query.contains("rota=2"), "{query}");
    let (number, theo) = (incident.to_string(), town.theo.to_string());
    let fields = [
        ("summary", "INC-000001: Mail rests"),
        ("incident", &*number),
        ("direction", "functional"),
        ("to_team", "1"),
        ("to_person", &*theo),
        ("rota", "2"),
        ("reason", "by_hand"),
        ("clock", "none"),
    ];
    let page = sent(&mara, "/escalation/new", &fields);
    assert!(words(&page).contains("Raised"), "{}", words(&page));
    let theo = town.house.browser_of(town.theo);
    let home = words(&theo.get("/"));
    assert!(home.contains("raised to you") && home.contains("goes a level up at"), "{home}");
    assert!(!words(&mara.get("/")).contains("goes a level up"), "it is Theo's");
    let refused =
        crate::house::post(&town.house.browser_of(town.hanna), "/escalation/1/do/acknowledge", &[]);
    assert_ne!(refused.status, 303, "not for people from outside");
    sent(&theo, "/escalation/1/do/acknowledge", &[]);
    let home = words(&theo.get("/"));
    assert!(home.contains("you look after it") && !home.contains("goes a level up"), "{home}");
    sent(&theo, "/escalation/1/do/end", &[]);
    assert!(words(&theo.get("/")).contains("Nothing waits for you"));
}

#[test]
fn a_problem_is_raised_to_who_leads_its_owners_team_and_people_from_outside_raise_nothing() {
    let town = Town::open();
    rota(&town, "manager", &[town.theo]);
    let problem = town.house.add("problem", json!({"summary": "Disks", "owner": town.mara}));
    let mara = town.house.browser_of(town.mara);
    let page = mara.get(&format!("/problem/{problem}"));
    assert!(
        words(&page).contains("To more authority Theo Krause, on call now"),
        "{}",
        words(&page)
    );
    assert!(page.text().contains("/escalation/new?problem=1"));
    let own = town.incident("Mine", json!({"reporter": town.hanna, "customer": town.osprey}));
    let page = town.house.browser_of(town.hanna).get(&format!("/incident/{own}"));
    assert!(page.status == 200 && !words(&page).contains("Escalate"), "{}", words(&page));
}
