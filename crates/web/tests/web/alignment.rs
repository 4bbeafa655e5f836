//! The chains of promises: drawn on the server, told in words, and clean for everybody who looks or listens.
use crate::house::town::{Town, bring, text, words};
use gemba_desk::{Command, Input};
use gemba_testkit::{Browser, BrowserOptions};
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel},
};
use serde_json::json;

/// Billing is promised to Osprey in four hours and rests on a supplier who may take eight.
fn chained() -> Town {
    let town = Town::open();
    let calendar =
        json!({"name": "Office", "hours": "Mon-Fri 08:00-18:00", "time_zone": "Europe/Paris"});
    let office = town.house.add("calendar", calendar);
    let agreement = bring(
        &town,
        "service_level_agreement",
        "in_force",
        &[
            ("name", text("Billing for Osprey")),
            ("customer", Value::Ref(town.osprey)),
            ("service", Value::Ref(1)),
            ("calendar", Value::Ref(office)),
        ],
    );
    for (name, target) in [("Solved in four hours", "4h"), ("Begun in an hour", "1h")] {
        let metric = if target == "4h" { "resolution" } else { "response" };
        let seconds = if target == "4h" { 14_400 } else { 3_600 };
        town.house.add(
            "service_level_target",
            json!({"name": name, "agreement": agreement, "metric": metric, "target": seconds}),
        );
    }
    let supplier = town.house.add("supplier", json!({"name": "Lines Ltd"}));
    let contract = bring(
        &town,
        "contract",
        "in_force",
        &[
            ("name", text("Site lines")),
            ("supplier", Value::Ref(supplier)),
            ("services", Value::Refs(vec![1])),
        ],
    );
    town.house.add(
        "supplier_target",
        json!({"name": "Line repaired", "contract": contract, "metric": "resolution",
        "target": 28_800, "calendar": office}),
    );
    town
}

#[test]
fn a_chain_is_drawn_with_its_weak_link_in_words() {
    let town = chained();
    let mara = town.house.browser_of(town.mara);
    let page = mara.get("/alignment");
    let told = words(&page);
    assert!(told.contains("1 weak link · 1 promise without support"), "{told}");
    assert!(told.contains("Weak: 8 h instead of 4 h"), "in the picture: {told}");
    assert!(
        told.contains("Lines Ltd may take 8 h for “Line repaired”, while we promised “Solved in four hours” in 4 h."),
        "{told}"
    );
    assert!(told.contains("Nothing promised") && told.contains("no response target"), "{told}");
    let html = page.text();
    for part in [
        "line-of weak",
        "node weak",
        "node lack",
        "href=\"/supplier_target/1\"",
        "href=\"/customer/1\"",
    ] {
        assert!(html.contains(part), "no {part}");
    }
    assert!(
        html.contains("href=\"/alignment\" aria-current=\"page\""),
        "the menu knows where it is"
    );
    assert!(words(&mara.get("/alignment?agreement=9")).contains("Nothing rests on anybody else"));
}

#[test]
fn what_was_decided_stands_beside_it_and_the_check_leads_to_its_records() {
    let town = chained();
    let manager = town.house.add("person", json!({"name": "Tom", "roles": "service_manager"}));
    let found = json!([{"key": "SLT-000001/STG-000001/slower", "record": "SLT-000001",
        "finding": "Lines Ltd may take longer than we may."}]);
    let fields = [("checked_by", Value::Ref(manager)), ("findings", Value::Struct(found))];
    let check = bring(&town, "alignment_check", "open", &fields);
    let tom = town.house.browser_of(manager);
    let page = tom.get(&format!("/alignment_check/{check}")).text();
    assert!(
        page.contains("href=\"/service_level_target/1\">SLT-000001</a>"),
        "a way to each record"
    );
    let decisions = json!([
        {"key": "SLT-000001/STG-000001/slower", "decision": "renegotiate", "reason": "By June"},
        {"key": "SLA-000001/CON-000001/response/no_target", "decision": "accept", "reason": "We ring"},
    ]);
    let with = json!({"decisions": decisions, "conclusions": "One is weak"});
    let with = with.as_object().unwrap().clone();
    let conclude =
        Command::verb("alignment_check", check, "conclude").with_input(Input::Json(with));
    town.house.desk.run(&Actor::house(Channel::CommandLine), conclude).unwrap();
    let told = words(&tom.get("/alignment"));
    assert!(
        told.contains("1 weak link , 1 decided on") || told.contains("1 weak link, 1 decided on"),
        "{told}"
    );
    assert!(told.contains("Renegotiate: By June"), "{told}");
}

#[test]
fn it_is_shown_to_people_inside_only() {
    let town = chained();
    let hanna = town.house.browser_of(town.hanna);
    assert_eq!(hanna.get("/alignment").status, 403);
    assert!(!hanna.get("/").text().contains("/alignment"), "nothing leads there");
}

#[test]
fn whoever_is_served_answers_and_complains_on_a_page_of_theirs() {
    let town = Town::open();
    let survey = bring(
        &town,
        "satisfaction_survey",
        "running",
        &[
            ("name", text("In spring")),
            ("sort", text("periodic")),
            ("question", text("How content are you with Billing?")),
        ],
    );
    let question = town.house.add("survey_answer", json!({"survey": survey, "person": town.hanna}));
    let hanna = town.house.browser_of(town.hanna);
    let home = hanna.get("/");
    assert!(words(&home).contains("How content are you?"), "it waits for her");
    let page = hanna.get(&format!("/survey_answer/{question}"));
    assert!(words(&page).contains("How content are you with Billing?"), "{}", words(&page));
    assert!(home.text().contains("href=\"/complaint/new\""));
    let sent =
        crate::house::town::sent(&hanna, "/complaint/new", &[("summary", "Nobody rang back")]);
    assert!(words(&sent).contains("Nobody rang back"), "{}", words(&sent));
    assert!(words(&hanna.get("/")).contains("Your complaints"));
    let form = hanna.get("/complaint/new").text();
    for inside in ["findings", "actions", "owner", "subject", "escalated_to"] {
        assert!(!form.contains(&format!("name=\"{inside}\"")), "{inside} is ours");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn browser_lets_axe_find_nothing_in_a_chain() {
    let town = chained();
    let looks = [
        BrowserOptions::default().size(1440, 900),
        BrowserOptions::default().size(1440, 900).dark(),
        BrowserOptions::default().size(390, 844),
    ];
    for look in looks {
        let Ok(browser) = Browser::start(look).await else { return };
        crate::house::welcome(&browser, &town.house, town.mara).await;
        browser.open(&format!("{}/alignment", town.house.url)).await;
        let Ok(found) = browser.axe().await else { return };
        assert_eq!(found, "", "/alignment");
        let script = "return document.documentElement.scrollWidth <= innerWidth";
        let fits = browser.execute(script, vec![]).await.unwrap();
        assert_eq!(fits, json!(true), "/alignment scrolls sideways");
    }
}
