//! The first day: questions, a look at what would be made, and the drafts by whoever decides about them.
use crate::house::{House, PASSWORD, post, serve_with, town::words, welcome};
use gemba_desk::{Command, Desk, Input, Refused};
use gemba_model::FieldFault;
use gemba_testkit::{Browser, BrowserOptions};
use gemba_vocabulary::actor::{Actor, Role};
use gemba_web::{Fittings, FromKit, Kit, Planned};
use jiff::civil::Date;
use serde_json::{Value as Json, json};

/// A kit of two policies, for whoever is called anything.
static KIT: Kit = Kit { holds: &["suppliers"], places, plan, establish, made };
const MADE: &str = "kit_of_test";

fn places() -> Vec<(&'static str, &'static str)> {
    vec![("DE", "Germany"), ("DE-HH", "Germany")]
}

fn plan(answers: &Json, _: Date) -> Result<Planned, Refused> {
    if answers["organization"] == "" {
        return Err(Refused::Invalid(vec![FieldFault::new("organization", "is required")]));
    }
    let title = format!("Rules of {}", answers["organization"].as_str().unwrap());
    let services = answers["service"].as_array().unwrap().iter();
    let remarks = services.map(|one| one["name"].as_str().unwrap().to_owned()).collect();
    let records =
        vec![("change_policy".to_owned(), title.clone()), ("change_policy".to_owned(), title)];
    Ok(Planned { records, remarks })
}

fn establish(desk: &Desk, actor: &Actor, answers: &Json) -> Result<(), Refused> {
    let named = json!({"name": format!("Rules of {}", answers["organization"].as_str().unwrap())});
    let fields = named.as_object().unwrap().clone();
    let scribe = Actor { person: None, ..actor.clone() };
    let policy =
        desk.run(&scribe, Command::create("change_policy", Input::Json(fields)))?.record.id;
    desk.set_setting(MADE, &policy.to_string())
}

fn made(desk: &Desk) -> Result<Option<Vec<FromKit>>, Refused> {
    let id = desk.setting(MADE)?.map(|text| text.parse().unwrap());
    let policy = |id| FromKit { kind: "change_policy".to_owned(), id, approver: 1 };
    Ok(id.map(|id| vec![policy(id)]))
}

fn open() -> (House, i64) {
    let mut house = House::open();
    house.url = serve_with(house.desk.clone(), Fittings { kit: Some(&KIT), ..Fittings::default() });
    let mara = house.person("Mara Lind", Role::Administrator);
    (house, mara)
}

const ANSWERS: [(&str, &str); 6] = [
    ("organization", "Quay <IT>"),
    ("people", "3"),
    ("country", "DE-HH"),
    ("holds_suppliers", "yes"),
    ("service_1_name", "Mail"),
    ("service_1_customer", "School"),
];

#[test]
fn the_first_administrator_is_led_to_the_questions_and_nobody_else() {
    let (house, mara) = open();
    let answer = house.stranger().post_form(
        &format!("/welcome/{}", house.invitation(mara)),
        &[("password", PASSWORD), ("again", PASSWORD)],
    );
    assert_eq!(answer.header("location"), Some("/start"));
    let theo = house.person("Theo Krause", Role::Agent);
    let answer = house.stranger().post_form(
        &format!("/welcome/{}", house.invitation(theo)),
        &[("password", PASSWORD), ("again", PASSWORD)],
    );
    assert_eq!(answer.header("location"), Some("/"));
    let theo = house.browser_of(theo);
    assert_eq!(theo.get("/start").status, 403);
    assert!(!theo.get("/").text().contains("href=\"/start\""));
    // A house with services is no longer an empty one.
    house.add("service", json!({"name": "Mail"}));
    let answer = house.stranger().post_form(
        "/sign-in",
        &[("email", "mara.lind@example.org"), ("password", PASSWORD), ("next", "")],
    );
    assert_eq!(answer.header("location"), Some("/"));
}

#[test]
fn what_is_missing_is_said_beside_what_was_typed() {
    let (house, mara) = open();
    let mara = house.browser_of(mara);
    let page = mara.get("/start");
    assert!(words(&page).contains("Other hours") && page.text().contains("value=\"DE-HH\""));
    let answer = post(&mara, "/start", &[("service_1_name", "Mail & more"), ("do", "preview")]);
    assert_eq!(answer.status, 422);
    let text = answer.text();
    assert!(words(&answer).contains("Name is required."), "{}", words(&answer));
    assert!(text.contains("href=\"#organization\"") && text.contains("Mail &amp; more"), "{text}");
    assert!(made(&house.desk).unwrap().is_none());
}

#[test]
fn a_look_makes_nothing_and_the_second_button_makes_everything_once() {
    let (house, mara) = open();
    let mara = house.browser_of(mara);
    let with = |verb: &'static str| [&ANSWERS[..], &[("do", verb)]].concat();
    let look = post(&mara, "/start", &with("preview"));
    let told = words(&look);
    assert!(told.contains("2 records") && told.contains("Rules of Quay &lt;IT&gt;"), "{told}");
    assert!(told.contains("Change policies") && made(&house.desk).unwrap().is_none());
    assert!(look.text().contains("name=\"service_1_customer\" value=\"School\""));
    let back = post(&mara, "/start", &with("back"));
    assert!(back.text().contains("value=\"School\"") && back.text().contains("checked"));
    let done = post(&mara, "/start", &with("establish"));
    assert_eq!((done.status, done.header("location")), (303, Some("/start/drafts")));
    let page = mara.get("/start/drafts");
    let told = words(&page);
    assert!(told.contains("0 of 1 decided") && told.contains("as it came"), "{told}");
    assert!(told.contains("Rules of Quay") && told.contains("Approve"), "{told}");
    let again = mara.get("/start");
    assert_eq!((again.status, again.header("location")), (303, Some("/start/drafts")));
    assert!(mara.get("/").text().contains("href=\"/start/drafts\""));
    house.desk.set_setting(MADE, "1").unwrap();
    let discard = post(&mara, "/change_policy/1/do/discard", &[("_note", "Ours is better")]);
    assert_eq!(discard.status, 303, "{}", words(&discard));
    assert!(words(&mara.get("/start/drafts")).contains("All drafts are decided"));
}

#[tokio::test(flavor = "multi_thread")]
async fn browser_lets_axe_find_nothing_on_the_first_day() {
    let looks = [
        BrowserOptions::default(),
        BrowserOptions::default().dark(),
        BrowserOptions::default().size(390, 844),
    ];
    for look in looks {
        let Ok(browser) = Browser::start(look).await else { return };
        let (house, mara) = open();
        welcome(&browser, &house, mara).await;
        let whole = async |name: &str| {
            let Ok(found) = browser.axe().await else { return };
            assert_eq!(found, "", "{name}");
            let script = "return document.documentElement.scrollWidth <= innerWidth";
            let fits = browser.execute(script, vec![]).await.unwrap();
            assert_eq!(fits, json!(true), "{name} scrolls sideways");
        };
        browser.element("main #organization").await;
        whole("the questions").await;
        browser.click("main button[value=preview]").await;
        browser.element("main .summary").await;
        whole("the questions with mistakes").await;
        browser.fill("#organization", "Quay IT").await;
        browser.click("main button[value=preview]").await;
        browser.element("main button[value=establish]").await;
        whole("what would be made").await;
        browser.click("main button[value=establish]").await;
        browser.element("main .todo").await;
        whole("the drafts").await;
    }
}
