//! Records in a real browser: raised and worked with and without a script, and under the eyes of
//! axe.
use crate::house::{House, welcome};
use gemba_desk::Command;
use gemba_testkit::{Browser, BrowserOptions};
use gemba_vocabulary::actor::{Actor, Channel, Role};
use serde_json::json;

/// A house with an incident that everything hangs on.
fn furnished() -> (House, i64) {
    let house = House::open();
    let mara = house.add(
        "person",
        json!({"name": "Mara Lind", "email": "mara@example.org", "roles": "agent,administrator"}),
    );
    let theo = house.person("Theo Krause", Role::Agent);
    house.add("team", json!({"name": "Service desk"}));
    let customer = house.add("customer", json!({"name": "Osprey Logistics"}));
    let service = house.add("service", json!({"name": "Billing"}));
    house.add("priority_rule", json!({"impact": "high", "urgency": "high", "priority": 1}));
    for summary in ["Invoices are wrong", "Checkout times out"] {
        let fields = json!({"summary": summary, "service": service, "impact": "high",
            "urgency": "high", "assigned_to": mara, "customer": customer, "category": "software",
            "description": "Since **today**", "tags": ["month-end"]});
        house.add("incident", fields);
    }
    house.add("problem", json!({"summary": "Cache is stale", "source": "reactive"}));
    let parent = |mut fields: serde_json::Value| {
        fields["parent_kind"] = json!("incident");
        fields["parent"] = json!(1);
        fields
    };
    house.add("task", parent(json!({"summary": "Ring Hanna", "assigned_to": theo})));
    house.add("approval", parent(json!({"summary": "May we?", "approver": mara})));
    house.add(
        "link",
        json!({"from_kind": "incident", "from": 1, "relation": "caused_by",
            "to_kind": "problem", "to": 1}),
    );
    let house_itself = Actor::house(Channel::CommandLine);
    house.desk.attach(&house_itself, "incident", 1, "a.txt", b"text".to_vec()).unwrap();
    for (verb, text) in [("comment", "We are on it"), ("note", "It is the cache")] {
        let command = Command::verb("incident", 1, verb).with_note(text);
        house.desk.run(&house_itself, command).unwrap();
    }
    house.add(
        "custom_field",
        json!({"of_kind": "incident", "field": "x_cost", "label": "Cost", "holds": "money"}),
    );
    (house, mara)
}

#[tokio::test(flavor = "multi_thread")]
async fn browser_raises_an_incident_with_a_picker_and_takes_a_step_in_a_dialog() {
    let Ok(browser) = Browser::start(BrowserOptions::default()).await else { return };
    let (house, mara) = furnished();
    welcome(&browser, &house, mara).await;
    browser.open(&format!("{}/incident/new", house.url)).await;
    browser.element(":root[data-script]").await;
    browser.fill("#f-summary", "Printer on fire").await;
    browser.fill("#f-service", "bil").await;
    browser.click("[role=option][data-label=Billing]").await;
    browser.click(".form-foot button.first").await;
    assert!(browser.text(".flash").await.contains("INC-000003 is recorded."));
    assert!(browser.text("#details").await.contains("Billing"));
    // The usual step by its key, in a dialog: refused first, then taken.
    let key = browser.element(".head .verb.first").await.attr("data-key").await.unwrap().unwrap();
    browser.element(":root[data-script]").await;
    browser.element("body").await.send_keys(&key).await.unwrap();
    browser.element("dialog[open] .ask-form").await;
    browser.click("dialog[open] button.first").await;
    assert!(browser.text("dialog[open] .summary").await.contains("Category"));
    browser.fill("dialog[open] #v-category", "hardware").await;
    for name in ["impact", "urgency"] {
        browser.click(&format!("dialog[open] input[name={name}][value=high]")).await;
    }
    browser.click("dialog[open] button.first").await;
    // The step that follows stands on the next page only.
    browser.element("a[href='/incident/3/do/assign']").await;
    assert!(browser.text(".flash").await.contains("INC-000003 is now triaged."));
    // What somebody else writes appears without a hand.
    let command = Command::verb("incident", 3, "note").with_note("It smells of smoke");
    house.desk.run(&Actor::house(Channel::CommandLine), command).unwrap();
    browser.element("#timeline .said.inside").await;
    assert!(browser.text("#timeline").await.contains("It smells of smoke"));
}

#[tokio::test(flavor = "multi_thread")]
async fn browser_without_a_script_works_an_incident_and_keeps_a_view() {
    let options = BrowserOptions::default().without_javascript();
    let Ok(browser) = Browser::start(options).await else { return };
    let (house, mara) = furnished();
    welcome(&browser, &house, mara).await;
    browser.open(&format!("{}/incident/new", house.url)).await;
    browser.click(".form-foot button.first").await;
    assert!(browser.text(".summary").await.contains("Summary is required."));
    browser.fill("#f-summary", "Printer on fire").await;
    browser.fill("#f-service", "SVC-000001").await;
    browser.click(".form-foot button.first").await;
    browser.element(".flash").await;
    assert!(browser.text(".head h1").await.contains("Printer on fire"));
    browser.fill(".write textarea", "Bring a bucket").await;
    browser.click(".write button[value=inside]").await;
    assert!(browser.text("#timeline .said.inside").await.contains("Bring a bucket"));
    // The page stands where the note is; a person scrolls up to the steps.
    browser.open(&format!("{}/incident/3", house.url)).await;
    browser.click(".head .verb.first").await;
    browser.fill("#v-category", "hardware").await;
    for name in ["impact", "urgency"] {
        browser.click(&format!("input[name={name}][value=high]")).await;
    }
    browser.click(".ask-form button.first").await;
    assert!(browser.text(".flash").await.contains("is now triaged"));
    // Narrow by state, in two steps; then keep that.
    browser.open(&format!("{}/incident?by=state", house.url)).await;
    browser.click(".chips .pop[open] input[value=triaged]").await;
    browser.click(".chips .pop[open] button.first").await;
    browser.element(".chips a[aria-label='Remove the filter State is Triaged']").await;
    assert!(browser.text("#rows").await.contains("Printer on fire"));
    assert!(!browser.text("#rows").await.contains("Checkout"));
    browser.click(".chips .pop:has(#view-name) summary").await;
    browser.fill("#view-name", "Looked at").await;
    browser.click(".pop:has(#view-name) button.first").await;
    browser.element(".flash").await;
    assert!(browser.text(".tabs [aria-current]").await.contains("Looked at"));
}

/// Pages of every sort that records have.
const PAGES: &[&str] = &[
    "/incident",
    "/incident?view=all&service=1&priority=ge:1&assigned_to=me",
    "/incident?by=service",
    "/incident?by=state",
    "/incident?by=opened_at",
    "/incident?columns=number,state,x_cost,tags,created_by&sort=-priority",
    "/incident?q=nothing-like-it",
    "/supplier",
    "/person",
    "/custom_field",
    "/incident/1",
    "/incident/2?before=3",
    "/person/1",
    "/customer/1",
    "/problem/1",
    "/incident/new",
    "/incident/1/edit",
    "/custom_field/new",
    "/calendar/new",
    "/service/new",
    "/incident/1/do/classify",
    "/incident/1/do/cancel",
    "/incident/1/task",
    "/incident/1/approval",
    "/incident/1/link",
];

/// What dark or narrow pages may do differently shows on these.
const MAIN_PAGES: &[&str] =
    &["/incident?by=state", "/incident/1", "/incident/new", "/incident/1/do/cancel"];

#[tokio::test(flavor = "multi_thread")]
async fn browser_lets_axe_find_nothing_on_any_page_of_records() {
    look_at(BrowserOptions::default().size(1440, 900), PAGES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn browser_lets_axe_find_nothing_on_records_in_the_dark() {
    look_at(BrowserOptions::default().size(1440, 900).dark(), MAIN_PAGES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn browser_lets_axe_find_nothing_on_records_on_a_phone() {
    look_at(BrowserOptions::default().size(390, 844), MAIN_PAGES).await;
}

async fn look_at(look: BrowserOptions, pages: &[&str]) {
    let Ok(browser) = Browser::start(look).await else { return };
    let (house, mara) = furnished();
    welcome(&browser, &house, mara).await;
    for path in pages {
        browser.open(&format!("{}{path}", house.url)).await;
        let Ok(found) = browser.axe().await else { return };
        assert_eq!(found, "", "{path}");
        let script = "return document.documentElement.scrollWidth <= innerWidth";
        let fits = browser.execute(script, vec![]).await.unwrap();
        assert_eq!(fits, json!(true), "{path} scrolls sideways");
    }
    // With everything unfolded, with mistakes, with two versions side by side, with rows ticked.
    let unfold = "document.querySelectorAll('details:not(.pop)').forEach(d => d.open = true)";
    for path in ["/incident/1", "/incident/new"] {
        browser.open(&format!("{}{path}", house.url)).await;
        browser.execute(unfold, vec![]).await.unwrap();
        assert_eq!(browser.axe().await.unwrap(), "", "{path}, unfolded");
    }
    browser.click(".form-foot button.first").await;
    browser.element(".summary").await;
    assert_eq!(browser.axe().await.unwrap(), "", "a form with mistakes");
    browser.open(&format!("{}/incident/1/edit", house.url)).await;
    browser.fill("#f-summary", "Another title").await;
    let note = Command::verb("incident", 1, "note").with_note("Meanwhile");
    house.desk.run(&Actor::house(Channel::CommandLine), note).unwrap();
    browser.click(".form-foot button.first").await;
    browser.element("table.versus").await;
    assert_eq!(browser.axe().await.unwrap(), "", "two versions");
    browser.open(&format!("{}/incident", house.url)).await;
    browser.click("#rows input[type=checkbox]").await;
    assert_eq!(browser.axe().await.unwrap(), "", "a list with a row ticked");
}

#[tokio::test(flavor = "multi_thread")]
async fn browser_adds_and_drops_rows_in_place_and_enter_saves_the_form() {
    let Ok(browser) = Browser::start(BrowserOptions::default()).await else { return };
    let (house, mara) = furnished();
    let fields = json!({"name": "Office", "hours": "Mon-Fri 08:00-18:00", "time_zone": "UTC",
        "holidays": [{"date": "2026-05-01", "name": "Labour Day"}]});
    house.add("calendar", fields);
    welcome(&browser, &house, mara).await;
    browser.open(&format!("{}/calendar/1/edit", house.url)).await;
    browser.element(":root[data-script]").await;
    for _ in 0..2 {
        browser.click("[data-add-row]").await;
    }
    browser.click("[name='_rows'][value='holidays.1']").await;
    // The row left has a number of its own; in English the day is typed month first.
    browser.element("[name='holidays.2.date']").await.send_keys("12252026").await.unwrap();
    browser.fill("[name='holidays.2.name']", "Christmas\u{e007}").await;
    assert!(browser.text(".flash").await.contains("CAL-000001 is saved."));
    let told = browser.text("#details").await;
    assert!(told.contains("25 Dec 2026 · Christmas") && told.contains("Labour Day"), "{told}");
}
