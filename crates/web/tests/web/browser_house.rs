//! The house's own pages in a real browser: by keyboard, without a script, and under the eyes of axe.
use crate::house::{House, welcome};
use gemba_testkit::{Browser, BrowserOptions};
use gemba_vocabulary::actor::Role;
use serde_json::json;

/// A house with a little of everything that these pages show.
fn furnished() -> (House, i64) {
    let house = House::open();
    let mara = house.person("Mara Lind", Role::Administrator);
    let service = house.add("service", json!({"name": "Billing"}));
    for summary in ["Invoices are wrong", "Checkout times out"] {
        house.add(
            "incident",
            json!({"summary": summary, "service": service, "impact": "high",
            "urgency": "high", "assigned_to": mara}),
        );
    }
    house.add(
        "approval",
        json!({"summary": "New address cache", "parent_kind": "incident",
        "parent": 1, "approver": mara}),
    );
    (house, mara)
}

#[tokio::test(flavor = "multi_thread")]
async fn browser_opens_the_palette_by_keys_and_goes_where_it_was_told() {
    let Ok(browser) = Browser::start(BrowserOptions::default()).await else { return };
    let (house, mara) = furnished();
    welcome(&browser, &house, mara).await;
    browser.element(":root[data-script]").await;
    browser.element("body").await.send_keys("/").await.unwrap();
    browser.element("#palette[open] [role=option]").await;
    browser.fill("#palette input", "readin").await;
    browser.element("#palette [role=option][aria-selected=true][href='/readiness']").await;
    browser.element("#palette input").await.send_keys("\u{e007}").await.unwrap();
    let heading = browser.text("main h1, main .ring .sum").await;
    assert_eq!(heading, "Readiness");
}

#[tokio::test(flavor = "multi_thread")]
async fn browser_without_a_script_signs_in_chooses_dark_and_signs_out() {
    let options = BrowserOptions::default().without_javascript();
    let Ok(browser) = Browser::start(options).await else { return };
    let (house, mara) = furnished();
    welcome(&browser, &house, mara).await;
    assert!(browser.text("main").await.contains("Invoices are wrong"));
    browser.click(".me summary").await;
    browser.click(".me button[value=dark]").await;
    browser.element("html[data-theme=dark]").await;
    browser.click("a.ask").await;
    browser.fill("main input[name=q]", "checkout").await;
    browser.click("main .find button").await;
    assert!(browser.text(".hits").await.contains("INC-000002"));
    browser.click(".me summary").await;
    browser.click(".me form[action='/sign-out'] button").await;
    browser.element("body.door input[type=password]").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn browser_lets_axe_find_nothing_on_any_page_of_the_house() {
    let looks = [
        BrowserOptions::default(),
        BrowserOptions::default().dark(),
        BrowserOptions::default().size(390, 844),
    ];
    let (house, mara) = furnished();
    for look in looks {
        let Ok(browser) = Browser::start(look).await else { return };
        let first = ["/sign-in".to_owned(), format!("/welcome/{}", house.invitation(mara))];
        for path in &first {
            browser.open(&format!("{}{path}", house.url)).await;
            let Ok(found) = browser.axe().await else { return };
            assert_eq!(found, "", "{path}");
        }
        welcome(&browser, &house, mara).await;
        let pages = [
            "/",
            "/search",
            "/search?q=invoices",
            "/search?q=nothing",
            "/account",
            "/readiness",
            "/readiness?clause=8.6",
            "/readiness?id=8.6.1-a",
            "/readiness?result=fail",
            "/readiness?stage=1",
            "/readiness?quarter=check",
            "/permissions",
            "/pack",
            "/no/such/page/here",
        ];
        for path in pages {
            browser.open(&format!("{}{path}", house.url)).await;
            assert_eq!(browser.axe().await.unwrap(), "", "{path}");
            let script = "return document.documentElement.scrollWidth <= innerWidth";
            let fits = browser.execute(script, vec![]).await.unwrap();
            assert_eq!(fits, json!(true), "{path} scrolls sideways");
        }
    }
}
