//! Sheets of figures as pages: listed, asked for a period, opened to their data, and shown to people inside only.
use crate::house::town::{Town, words};
use gemba_desk::{Command, Imported, Input};
use gemba_figures::SHEETS;
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel},
};
use jiff::{ToSpan, tz::TimeZone};

/// A live service of a customer, without an agreement.
fn delivered(town: &Town) -> i64 {
    let fields = vec![
        ("name".to_owned(), Value::Text("Mail".to_owned())),
        ("customers".to_owned(), Value::Refs(vec![town.osprey])),
    ];
    let at = town.house.desk.now();
    let imported = Imported { at, state: Some("live".to_owned()), origin: None, by: None };
    let command = Command::create("service", Input::Values(fields)).with_import(imported);
    town.house.desk.run(&Actor::house(Channel::Import), command).unwrap().record.id
}

#[test]
fn every_sheet_is_listed_and_opens_even_where_there_is_nothing_to_tell() {
    let town = Town::open();
    let mara = town.house.browser_of(town.mara);
    let list = words(&mara.get("/figures"));
    for sheet in SHEETS {
        assert!(
            list.contains(sheet.label) && list.contains(sheet.what),
            "{} in {list}",
            sheet.name
        );
        let answer = mara.get(&format!("/figures/{}", sheet.name));
        assert_eq!(answer.status, 200, "{}: {}", sheet.name, words(&answer));
        assert!(words(&answer).contains(sheet.label));
    }
    assert_eq!(mara.get("/figures/nothing").status, 404);
    assert!(mara.get("/").text().contains("href=\"/figures\""), "the menu leads there");
}

#[test]
fn a_figure_opens_to_its_definition_and_its_data() {
    let town = Town::open();
    delivered(&town);
    let mara = town.house.browser_of(town.mara);
    let answer = mara.get("/figures/service-levels");
    let page = words(&answer);
    assert!(page.contains("Delivered without an agreement 1"), "{page}");
    assert!(page.contains("missed") && page.contains("(clause 8.3.3)"), "{page}");
    assert!(answer.text().contains("href=\"/customer/1\">Osprey Logistics"), "{}", answer.text());
    let month = town.house.desk.now().to_zoned(TimeZone::UTC).date().first_of_month();
    let before = month.saturating_sub(1.month());
    assert!(page.contains(&before.strftime("%B %Y").to_string()), "last month, as usual: {page}");
    let next = format!("from={month}&amp;until=");
    assert!(answer.text().contains(&next), "the way to this month: {}", answer.text());
}

#[test]
fn what_cannot_be_asked_is_told_in_a_sentence() {
    let town = Town::open();
    let mara = town.house.browser_of(town.mara);
    let backward = mara.get("/figures/service-levels?from=2026-10-01&until=2026-09-01");
    assert_eq!(backward.status, 422);
    assert!(words(&backward).contains("must lie after"), "{}", words(&backward));
    let unknown = mara.get("/figures/service-levels?about=99");
    assert_eq!(unknown.status, 404, "{}", words(&unknown));
    // This house has no printer.
    let printed = mara.get("/figures/service-levels/paper.pdf");
    assert!(words(&printed).contains("has no printer"), "{}", words(&printed));
}

#[test]
fn people_from_outside_see_no_figures_and_no_way_to_them() {
    let town = Town::open();
    let hanna = town.house.browser_of(town.hanna);
    for path in ["/figures", "/figures/service-levels", "/figures/service-levels/paper.pdf"] {
        assert_eq!(hanna.get(path).status, 403, "{path}");
    }
    assert!(!hanna.get("/").text().contains("/figures"), "nothing leads there");
}
