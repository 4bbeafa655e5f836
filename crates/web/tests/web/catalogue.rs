//! The catalogue: found by those whom it is for, ordered by its form, and followed on its way.
use crate::house::{
    post,
    town::{Town, sent, text, words},
};
use gemba_desk::{Command, Imported, Input};
use gemba_testkit::{Browser, BrowserOptions};
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel},
};
use jiff::Timestamp;
use serde_json::json;

/// A catalogue with one entry and two items, one for everybody and one for Osprey alone.
struct Shop {
    town: Town,
    phone: i64,
    badge: i64,
}

fn told(town: &Town, kind: &str, fields: Vec<(&str, Value)>, state: &str) -> i64 {
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let imported = Imported {
        at: Timestamp::UNIX_EPOCH,
        state: Some(state.to_owned()),
        origin: None,
        by: None,
    };
    let command = Command::create(kind, Input::Values(fields)).with_import(imported);
    town.house.desk.run(&Actor::house(Channel::Import), command).unwrap().record.id
}

fn open() -> Shop {
    let town = Town::open();
    let entry = vec![
        ("name", text("Phones <b>")),
        ("service", Value::Ref(2)),
        ("category", text("Working together")),
        ("description", text("Phones for *everybody*.")),
        ("outcome", text("People reach you")),
        ("technical_view", text("Stock in cupboard 4")),
        ("shown_outside", Value::Bool(true)),
    ];
    let entry = told(&town, "catalogue_entry", entry, "published");
    let questions = json!([
        {"name": "size", "question": "Which size?", "answer": "choice", "choices": "small; large",
         "needed": true},
        {"name": "why", "question": "Why a large one?", "answer": "line", "needed": true,
         "asked_if": "answers.size == \"large\""},
    ]);
    let office = json!({"name": "Office", "hours": "Mon-Fri 08:00-18:00", "time_zone": "UTC"});
    let hours = town.house.add("calendar", office);
    let item = |name: &str, more: Vec<(&'static str, Value)>| {
        let fields = vec![
            ("name", text(name)),
            ("catalogue_entry", Value::Ref(entry)),
            ("description", text("A phone, ready to use")),
            ("instruction", text("Take one from the cupboard")),
            ("price", Value::Money("300 EUR".parse().unwrap())),
            ("fulfil_within", Value::Duration(86_400)),
            ("calendar", Value::Ref(hours)),
            ("priority", Value::Int(3)),
            ("close_after_days", Value::Int(5)),
        ];
        told(&town, "request_item", [fields, more].concat(), "published")
    };
    let phone = item(
        "Phone",
        vec![("questions", Value::Struct(questions)), ("shown_outside", Value::Bool(true))],
    );
    let badge = item("Badge", vec![("shown_to", Value::Refs(vec![town.linden]))]);
    Shop { town, phone, badge }
}

#[test]
fn those_whom_it_is_for_find_it_and_nobody_reads_what_is_for_colleagues() {
    let shop = open();
    let hanna = shop.town.house.browser_of(shop.town.hanna);
    let answer = hanna.get("/catalogue");
    let page = words(&answer);
    assert!(answer.text().contains("Phones &lt;b&gt;"), "escaped");
    assert!(answer.text().contains("<em>everybody</em>"), "Markdown");
    // A day of service is no day of 24 hours, for people outside no more than for colleagues.
    assert!(page.contains("300 EUR · within 24 service hours"), "{page}");
    assert!(!page.contains("Badge"), "it is for Linden alone");
    assert!(!words(&hanna.get("/catalogue?view=technical")).contains("cupboard 4"));
    assert_eq!(hanna.get(&format!("/request_item/{}/order", shop.badge)).status, 404);
    let mara = shop.town.house.browser_of(shop.town.mara);
    assert!(words(&mara.get("/catalogue?view=technical")).contains("cupboard 4"));
    assert!(words(&mara.get("/catalogue")).contains("Badge"));
    assert!(words(&hanna.get("/catalogue?q=phone")).contains("Order"));
    assert!(words(&hanna.get("/catalogue?q=boat")).contains("Nothing on offer says that"));
    assert!(words(&hanna.get("/")).contains("Ask for something"));
}

#[test]
fn an_answer_brings_up_the_questions_that_follow_and_all_of_them_are_asked() {
    let shop = open();
    let hanna = shop.town.house.browser_of(shop.town.hanna);
    let form = format!("/request_item/{}/order", shop.phone);
    let first = words(&hanna.get(&form));
    assert!(first.contains("Which size?") && !first.contains("Why a large one?"), "{first}");
    let looked = post(&hanna, &form, &[("q_size", "large"), ("_look", "1")]);
    assert_eq!(looked.status, 200);
    assert!(words(&looked).contains("Why a large one?"));
    let bare = post(&hanna, &form, &[("q_size", "large")]);
    assert_eq!(bare.status, 422);
    assert!(words(&bare).contains("Why a large one?: is required."), "{}", words(&bare));
    let odd = post(&hanna, &form, &[("q_size", "huge")]);
    assert!(words(&odd).contains("must be one of: small, large"), "{}", words(&odd));
    let fields = [("q_size", "large"), ("q_why", "My <eyes>"), ("description", "By Monday")];
    let page = sent(&hanna, &form, &fields);
    let told = words(&page);
    assert!(told.contains("was handed in. Nobody has to approve it."), "{told}");
    assert!(told.contains("Handed in") && told.contains("Confirmed"), "the way: {told}");
    assert!(page.text().contains("My &lt;eyes&gt;"), "{told}");
    assert!(words(&hanna.get("/")).contains("Requests on their way"));
}

#[test]
fn what_is_not_on_offer_can_be_tried_but_not_ordered() {
    let shop = open();
    let (mara, house) = (shop.town.house.browser_of(shop.town.mara), &shop.town.house);
    let draft = house.add("request_item", json!({"name": "Boat", "catalogue_entry": 1}));
    let form = format!("/request_item/{draft}/order");
    let page = words(&mara.get(&form));
    assert!(page.contains("This is how the form looks") && !page.contains("Hand in"), "{page}");
    assert!(words(&mara.get(&format!("/request_item/{draft}"))).contains("Try the form"));
    let refused = post(&mara, &form, &[]);
    assert_eq!(refused.status, 422);
    assert!(words(&refused).contains("not on offer now"), "{}", words(&refused));
}

#[test]
fn whoever_is_asked_decides_even_from_outside_and_nobody_else_sees_the_question() {
    let shop = open();
    let (house, town) = (&shop.town.house, &shop.town);
    let hanna = house.browser_of(town.hanna);
    let other = house.add(
        "person",
        json!({"name": "Iris", "email": "iris@example.org", "roles": "requester",
               "customer": town.osprey}),
    );
    let iris = house.browser_of(other);
    let approval = house.add(
        "approval",
        json!({"summary": "May Iris have a phone?", "parent_kind": "request_item",
               "parent": shop.phone, "approver": town.hanna}),
    );
    assert!(words(&hanna.get("/")).contains("May Iris have a phone?"));
    assert_eq!(iris.get(&format!("/approval/{approval}")).status, 404);
    let fields = [("decision_note", "Yes, she travels")];
    let page = sent(&hanna, &format!("/approval/{approval}/do/approve"), &fields);
    assert!(words(&page).contains("Approved"), "{}", words(&page));
}

#[tokio::test(flavor = "multi_thread")]
async fn browser_orders_a_phone_and_is_asked_what_follows() {
    let Ok(browser) = Browser::start(BrowserOptions::default()).await else { return };
    let shop = open();
    crate::house::welcome(&browser, &shop.town.house, shop.town.hanna).await;
    browser.click(".head a[href='/catalogue']").await;
    browser.click(".offer a.verb").await;
    browser.click("input[name=q_size][value=large]").await;
    browser.fill("input[name=q_why]", "My eyes").await;
    browser.click("input[name=q_size][value=small]").await;
    browser.element("#order-questions:not(:has([name=q_why]))").await;
    browser.click("input[name=q_size][value=large]").await;
    browser.fill("input[name=q_why]", "My eyes").await;
    browser.click(".form-foot button.first").await;
    assert!(browser.text(".flash").await.contains("Nobody has to approve it"));
    assert!(browser.text("#way").await.contains("My eyes"));
}

#[tokio::test(flavor = "multi_thread")]
async fn browser_without_a_script_asks_what_follows_by_a_press() {
    let options = BrowserOptions::default().without_javascript();
    let Ok(browser) = Browser::start(options).await else { return };
    let shop = open();
    crate::house::welcome(&browser, &shop.town.house, shop.town.hanna).await;
    browser.open(&format!("{}/request_item/{}/order", shop.town.house.url, shop.phone)).await;
    browser.click("input[name=q_size][value=large]").await;
    browser.click("button[name=_look]").await;
    browser.fill("input[name=q_why]", "My eyes").await;
    browser.click(".form-foot button.first").await;
    assert!(browser.text(".flash").await.contains("Nobody has to approve it"));
}

/// The pages that are looked at.
fn pages(shop: &Shop, request: i64) -> Vec<String> {
    let house = &shop.town.house;
    let review = house.add("management_review", json!({"planned_on": "2026-12-10"}));
    house.add("improvement", json!({"name": "Fewer calls", "description": "Too many calls"}));
    vec![
        "/catalogue".to_owned(),
        "/catalogue?view=technical".to_owned(),
        "/catalogue?q=nothing-like-it".to_owned(),
        format!("/request_item/{}/order", shop.phone),
        format!("/request_item/{}", shop.phone),
        format!("/service_request/{request}"),
        "/service_request".to_owned(),
        "/request_item/new".to_owned(),
        "/approval_rule/new".to_owned(),
        "/portfolio".to_owned(),
        "/lifecycle".to_owned(),
        "/on-call".to_owned(),
        "/trends".to_owned(),
        "/wheel".to_owned(),
        "/improvement/1".to_owned(),
        "/figures/audit-programme".to_owned(),
        "/figures/scope".to_owned(),
        "/figures/roles".to_owned(),
        "/figures/plan".to_owned(),
        "/figures".to_owned(),
        "/figures/service-levels".to_owned(),
        "/figures/availability".to_owned(),
        "/figures/risks".to_owned(),
        "/figures/measures".to_owned(),
        "/intervals".to_owned(),
        format!("/management_review/{review}"),
        "/change/calendar".to_owned(),
        "/catalogue-check".to_owned(),
        "/catalogue-check?show=all&clause=8.2".to_owned(),
        "/requirement-sets".to_owned(),
        "/shared-requirements".to_owned(),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn browser_lets_axe_find_nothing_in_what_is_offered_run_and_watched() {
    let looks = [
        BrowserOptions::default().size(1440, 900),
        BrowserOptions::default().size(1440, 900).dark(),
        BrowserOptions::default().size(390, 844),
    ];
    let shop = open();
    let house = &shop.town.house;
    let answers = json!([{"name": "size", "answer": "large"}, {"name": "why", "answer": "Eyes"}]);
    let request = json!({"request_item": shop.phone, "answers": answers});
    let request = house.add("service_request", request);
    house.add(
        "fulfilment_step",
        json!({"summary": "Wrap it", "request_item": shop.phone,
        "only_if": "answers.size == \"large\""}),
    );
    let team = house.add("team", json!({"name": "Network"}));
    house.add(
        "on_call_rota",
        json!({"name": "Network, first", "team": team,
        "people": [shop.town.mara, shop.town.theo], "starts_on": "2026-01-01",
        "time_zone": "Europe/Paris"}),
    );
    house.add(
        "licence",
        json!({"name": "Editor", "metric": "core", "entitled": 4,
        "owner": shop.town.mara, "valid_until": "2026-01-01"}),
    );
    house.add(
        "service_proposal",
        json!({"name": "Backup for notebooks", "need": "Lost files", "about": "new_service"}),
    );
    let pages = pages(&shop, request);
    for look in looks {
        let Ok(browser) = Browser::start(look).await else { return };
        crate::house::welcome(&browser, house, shop.town.mara).await;
        for path in &pages {
            browser.open(&format!("{}{path}", house.url)).await;
            let Ok(found) = browser.axe().await else { return };
            assert_eq!(found, "", "{path}");
            let script = "return document.documentElement.scrollWidth <= innerWidth";
            let fits = browser.execute(script, vec![]).await.unwrap();
            assert_eq!(fits, json!(true), "{path} scrolls sideways");
        }
    }
}
