//! Documents are read, confirmed and compared; the register tells what is in force; processes are pages made of
//! records.
use crate::house::{
    post,
    town::{Town, between, bring, text, words},
};
use gemba_testkit::{Browser, BrowserOptions};
use gemba_vocabulary::{Value, actor::Role};
use jiff::civil::date;
use serde_json::json;

fn policy(town: &Town, edition: &str, state: &str, words: &str, more: &[(&str, Value)]) -> i64 {
    let usual = [
        ("name", text("Service management policy")),
        ("number", text("POL-1")),
        ("edition", text(edition)),
        ("sort", text("policy")),
        ("serves", text("5.2.1-a, 5.2.2-a")),
        ("text", text(words)),
        ("owner", Value::Ref(town.mara)),
        ("published_at", Value::Instant(town.house.desk.now())),
    ];
    bring(town, "document", state, &[&usual, more].concat())
}

#[test]
fn a_document_is_read_as_a_page_and_confirmed_by_whoever_is_asked() {
    let town = Town::open();
    let id =
        policy(&town, "2", "published", "# Why\n\nGood **work** <script>alert(1)</script>", &[]);
    let asked =
        json!({"person": town.mara, "document": id, "topic": "policy", "due_on": "2026-01-01"});
    town.house.add("acknowledgement", asked);
    let mara = town.house.browser_of(town.mara);
    let home = mara.get("/");
    assert!(
        words(&home).contains("Read: Service management policy, edition 2"),
        "{}",
        words(&home)
    );
    assert!(home.text().contains(&format!("href=\"/document/{id}/read\"")));
    let page = mara.get(&format!("/document/{id}/read"));
    assert_eq!(page.status, 200);
    assert!(page.text().contains("<strong>work</strong>"), "Markdown is shown");
    assert!(!page.text().contains("alert(1)</script>"), "nothing runs in it");
    assert!(words(&page).contains("I have read it") && words(&page).contains("POL-1"));
    let theo = town.house.browser_of(town.theo);
    let others = theo.get(&format!("/document/{id}/read"));
    assert!(!words(&others).contains("I have read it"), "nobody confirms for somebody else");
    let refused = post(&theo, "/acknowledgement/1/do/acknowledge", &[]);
    assert_eq!(refused.status, 422, "{}", words(&refused));
    let done = post(&mara, "/acknowledgement/1/do/acknowledge", &[]);
    assert_eq!(done.status, 303, "{}", words(&done));
    let page = mara.get(&format!("/document/{id}/read"));
    assert!(!words(&page).contains("I have read it"), "it is confirmed");
}

#[test]
fn editions_are_laid_side_by_side() {
    let town = Town::open();
    let first = policy(&town, "1", "superseded", "Same\n\nOld <b>line</b>", &[]);
    let second = policy(&town, "2", "published", "Same\n\nNew line", &[]);
    let mara = town.house.browser_of(town.mara);
    let page = mara.get(&format!("/document/{second}/read"));
    assert!(words(&page).contains("Edition 1") && words(&page).contains("compare"));
    let page = mara.get(&format!("/document/{second}/read?against={first}"));
    let difference = between(&page, "id=\"difference\"", "</section>");
    assert!(difference.contains("<del>Old &lt;b&gt;line&lt;/b&gt;</del>"), "{difference}");
    assert!(difference.contains("<ins>New line</ins>") && difference.contains("<p>Same</p>"));
    let itself = mara.get(&format!("/document/{second}/read?against={second}"));
    assert!(words(&itself).contains("The text is the same."));
}

#[test]
fn people_served_read_what_is_for_them_and_nothing_else() {
    let town = Town::open();
    let inside = policy(&town, "1", "published", "Ours", &[]);
    let theirs = [
        ("number", text("INS-1")),
        ("distribution", text("customers")),
        ("shown_to", Value::Refs(vec![town.osprey])),
    ];
    let theirs = policy(&town, "1", "published", "How to ring us", &theirs);
    let hanna = town.house.browser_of(town.hanna);
    assert_eq!(hanna.get(&format!("/document/{inside}/read")).status, 404);
    let page = hanna.get(&format!("/document/{theirs}/read"));
    assert!(words(&page).contains("How to ring us"), "{}", words(&page));
    assert_eq!(hanna.get("/documents").status, 403);
    assert_eq!(hanna.get("/processes").status, 403);
}

#[test]
fn the_register_tells_what_holds_what_is_late_and_what_is_missing() {
    let town = Town::open();
    let mara = town.house.browser_of(town.mara);
    let page = words(&mara.get("/documents"));
    assert!(page.contains("No documents yet") && page.contains("not found"), "{page}");
    let late = [("next_review_on", Value::Date(date(2025, 1, 31)))];
    let id = policy(&town, "1", "published", "Short", &late);
    let answer = mara.get("/documents");
    let sheet = between(&answer, "id=\"sort-policy\"", "</section>");
    assert!(
        sheet.contains(&format!("/document/{id}/read")) && sheet.contains("token hot"),
        "{sheet}"
    );
    assert!(words(&answer).contains("One review is overdue"), "{}", words(&answer));
    let mandatory = between(&answer, "id=\"mandatory\"", "</section>");
    let row =
        mandatory.split("<tr>").find(|row| row.contains("Service management policy")).unwrap();
    assert!(row.contains(&format!("href=\"/document/{id}\"")), "{row}");
    let catalogue = mandatory.split("<tr>").find(|row| row.contains("Service catalogue")).unwrap();
    assert!(catalogue.contains("not found"), "{catalogue}");
}

#[test]
fn a_document_is_begun_from_a_pattern_or_from_the_edition_before() {
    let town = Town::open();
    let mara = town.house.browser_of(town.mara);
    let page = mara.get("/documents");
    assert!(page.text().contains("/document/new?_template=procedure"), "the patterns are offered");
    let form = mara.get("/document/new?_template=procedure");
    assert!(form.text().contains("## Who takes part"), "{}", form.text());
    let own = [("sort", text("template")), ("name", text("Our letter")), ("number", text("TPL-1"))];
    let own = policy(&town, "1", "published", "Dear NAME", &own);
    assert!(mara.get("/documents").text().contains("Our letter"));
    let form = mara.get(&format!("/document/new?_template=DOC-{own:06}"));
    assert!(form.text().contains("Dear NAME"));
    let id = policy(&town, "1", "published", "Held on to", &[]);
    let page = mara.get(&format!("/document/{id}"));
    assert!(words(&page).contains("Write the next edition"), "{}", words(&page));
    let form = mara.get(&format!("/document/new?_from=DOC-{id:06}"));
    assert!(form.text().contains("Held on to") && form.text().contains("POL-1"));
}

#[test]
fn a_process_is_a_page_made_of_records() {
    let town = Town::open();
    let mara = town.house.browser_of(town.mara);
    assert!(words(&mara.get("/processes")).contains("No process is in force yet"));
    let empty = words(&mara.get("/processes/8.6.1"));
    assert!(empty.contains("No process of this clause is in force"), "{empty}");
    assert!(empty.contains("What others do here") && empty.contains("One place where everything"));
    let rows = json!([{"what": "Record <it>", "who": "The desk"}]);
    let criteria = json!([{"criterion": "Resolved in time", "target": "95 %"}]);
    let fields = [
        ("name", text("Incident management")),
        ("clause", text("8.6.1")),
        ("owner", Value::Ref(town.mara)),
        ("purpose", text("Services are back soon")),
        ("inputs", text("What people report")),
        ("outputs", text("Services that work")),
        ("activities", Value::Struct(rows)),
        ("criteria", Value::Struct(criteria)),
        ("controls", text("A look at the queue each morning")),
        ("records", text("Incidents")),
    ];
    let id = bring(&town, "process", "in_force", &fields);
    town.incident("No mail", json!({}));
    town.house.add("process_variance", json!({"name": "Closed without asking", "process": id}));
    let list = words(&mara.get("/processes"));
    assert!(list.contains("8.6.1 Incident management") && list.contains("no measure"), "{list}");
    let answer = mara.get("/processes/8.6.1");
    let page = words(&answer);
    for told in [
        "Mara Lind",
        "Services are back soon",
        "What people report",
        "Record &lt;it&gt;",
        "Resolved in time",
        "A look at the queue each morning",
        "no measure",
        "Closed without asking",
        "Recorded in 90 days",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let lately = between(&answer, "Recorded in 90 days", "</section>");
    let incidents = lately.split("<dt>").find(|row| row.contains("/incident\"")).unwrap();
    assert!(incidents.contains("<dd>1</dd>"), "{incidents}");
    assert!(words(&mara.get(&format!("/process/{id}"))).contains("Its page"));
    assert_eq!(mara.get("/processes/8.x").status, 404);
}

#[test]
fn what_others_do_stands_folded_beside_lists_and_forms() {
    let town = Town::open();
    let auditor = town.house.person("Vera Roth", Role::Auditor);
    let vera = town.house.browser_of(auditor);
    let list = vera.get("/problem");
    let others = between(&list, "<details class=\"more others\"", "</details>");
    assert!(others.contains("What others do here") && !others.starts_with(" open"), "{others}");
    let mara = town.house.browser_of(town.mara);
    assert!(mara.get("/problem/new").text().contains("What others do here"));
    let hanna = town.house.browser_of(town.hanna);
    assert!(
        !hanna.get("/incident").text().contains("What others do here"),
        "it is for people inside"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn browser_lets_axe_find_nothing_in_what_is_read_registered_and_described() {
    let looks = [
        BrowserOptions::default().size(1440, 900),
        BrowserOptions::default().size(1440, 900).dark(),
        BrowserOptions::default().size(390, 844),
    ];
    let town = Town::open();
    let before = policy(&town, "1", "superseded", "Old line", &[]);
    let words =
        "## When\n\n| Day | Time |\n|---|---|\n| Monday | 8 |\n\n- [Us](https://example.org)";
    let late = [("next_review_on", Value::Date(date(2025, 1, 31)))];
    let document = policy(&town, "2", "published", words, &late);
    let criteria = json!([{"criterion": "Resolved in time", "target": "95 %"}]);
    let process = [
        ("name", text("Incident management")),
        ("clause", text("8.6.1")),
        ("owner", Value::Ref(town.mara)),
        ("purpose", text("Services are back soon")),
        ("criteria", Value::Struct(criteria)),
    ];
    bring(&town, "process", "in_force", &process);
    let pages = [
        "/documents".to_owned(),
        format!("/document/{document}/read"),
        format!("/document/{document}/read?against={before}"),
        "/processes".to_owned(),
        "/processes/8.6.1".to_owned(),
        "/figures/documents".to_owned(),
        "/problem".to_owned(),
        "/document/new?_template=procedure".to_owned(),
    ];
    for look in looks {
        let Ok(browser) = Browser::start(look).await else { return };
        crate::house::welcome(&browser, &town.house, town.mara).await;
        for path in &pages {
            browser.open(&format!("{}{path}", town.house.url)).await;
            let Ok(found) = browser.axe().await else { return };
            assert_eq!(found, "", "{path}");
            let script = "return document.documentElement.scrollWidth <= innerWidth";
            let fits = browser.execute(script, vec![]).await.unwrap();
            assert_eq!(fits, json!(true), "{path} scrolls sideways");
        }
    }
}
