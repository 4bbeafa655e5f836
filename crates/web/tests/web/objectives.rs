//! The tree of objectives: what the organization is after, what serves it, and what is done for it, clean for everybody
//! who looks or listens.
use crate::house::town::{Town, bring, text, words};
use gemba_testkit::{Browser, BrowserOptions};
use gemba_vocabulary::Value;
use rust_decimal::Decimal;
use serde_json::json;

/// Two ends; one objective serves the first, one serves none.
fn planted() -> Town {
    let town = Town::open();
    let end = |name: &str| bring(&town, "business_objective", "agreed", &[("name", text(name))]);
    let clinics = end("Two more clinics");
    end("A second data centre");
    let statement =
        bring(&town, "policy_statement", "confirmed", &[("name", text("We become better"))]);
    let measure = bring(&town, "measure", "draft", &[("name", text("Incidents in time"))]);
    let actions = json!([{"what": "A second shift", "owner": "Mara Lind", "due": "2020-01-01"}]);
    let objective = bring(
        &town,
        "objective",
        "pursued",
        &[
            ("name", text("Nine of ten in time")),
            ("level", text("organization")),
            ("direction", text("higher")),
            ("owner", Value::Ref(town.mara)),
            ("business_objectives", Value::Refs(vec![clinics])),
            ("policy_statement", Value::Ref(statement)),
            ("measures", Value::Refs(vec![measure])),
            ("unit", text("%")),
            ("baseline", Value::Decimal(Decimal::from(70))),
            ("target", Value::Decimal(Decimal::from(90))),
            ("due", Value::Date("2999-12-31".parse().unwrap())),
            ("actions", Value::Struct(actions)),
        ],
    );
    bring(
        &town,
        "objective",
        "draft",
        &[
            ("name", text("Fewer calls")),
            ("level", text("organization")),
            ("direction", text("lower")),
        ],
    );
    let parent = json!({"summary": "Hire somebody", "parent_kind": "objective", "parent": objective,
        "assigned_to": town.theo});
    town.house.add("task", parent);
    town
}

#[test]
fn what_the_organization_is_after_stands_over_what_serves_it() {
    let town = planted();
    let mara = town.house.browser_of(town.mara);
    let page = mara.get("/objectives");
    let told = words(&page);
    assert!(told.contains("1 under way · 1 not evaluated yet"), "{told}");
    for word in [
        "Two more clinics",
        "Nine of ten in time Mara Lind",
        "We become better",
        "– of 90 %",
        "Not evaluated yet",
        "Incidents in time",
        "A second shift Mara Lind Late",
        "Hire somebody Theo Krause",
        "No objective serves it",
        "Without a business objective",
        "Serves no statement of the policy",
    ] {
        assert!(told.contains(word), "no “{word}” in {told}");
    }
    let html = page.text();
    for part in ["href=\"/task/1\"", "href=\"/measure/1\"", "href=\"/policy_statement/1\""] {
        assert!(html.contains(part), "no {part}");
    }
    assert!(
        html.contains("href=\"/objectives\" aria-current=\"page\""),
        "the menu knows where it is"
    );
}

#[test]
fn without_an_objective_the_page_says_what_to_do_and_nobody_outside_sees_it() {
    let town = Town::open();
    let mara = town.house.browser_of(town.mara);
    assert!(words(&mara.get("/objectives")).contains("No objective is set"));
    let hanna = town.house.browser_of(town.hanna);
    assert_eq!(hanna.get("/objectives").status, 403);
    assert!(!hanna.get("/").text().contains("/objectives"), "nothing leads there");
}

#[test]
fn the_sheets_of_direction_stand_among_the_figures() {
    let town = planted();
    let mara = town.house.browser_of(town.mara);
    let list = mara.get("/figures").text();
    for sheet in ["scope", "roles", "objectives", "plan"] {
        assert!(list.contains(&format!("href=\"/figures/{sheet}\"")), "no {sheet}");
        assert_eq!(mara.get(&format!("/figures/{sheet}")).status, 200, "{sheet}");
    }
    assert!(words(&mara.get("/figures/plan")).contains("No plan is on record"));
    assert!(words(&mara.get("/figures/scope")).contains("No scope is in force"));
}

#[tokio::test(flavor = "multi_thread")]
async fn browser_lets_axe_find_nothing_in_the_tree() {
    let town = planted();
    let looks = [
        BrowserOptions::default().size(1440, 900),
        BrowserOptions::default().size(1440, 900).dark(),
        BrowserOptions::default().size(390, 844),
    ];
    for look in looks {
        let Ok(browser) = Browser::start(look).await else { return };
        crate::house::welcome(&browser, &town.house, town.mara).await;
        for path in ["/objectives", "/figures/objectives"] {
            browser.open(&format!("{}{path}", town.house.url)).await;
            let Ok(found) = browser.axe().await else { return };
            assert_eq!(found, "", "{path}");
            let script = "return document.documentElement.scrollWidth <= innerWidth";
            let fits = browser.execute(script, vec![]).await.unwrap();
            assert_eq!(fits, json!(true), "{path} scrolls sideways");
        }
    }
}
