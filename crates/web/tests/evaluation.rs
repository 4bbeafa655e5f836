//! Planned intervals, minutes and kept reports as pages: what is due, what was looked at, and what was told.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod house;
use gemba_desk::{Command, Imported, Input};
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel, Role},
};
use house::town::{Town, words};
use serde_json::json;

#[test]
fn each_topic_stands_with_its_interval_or_the_way_to_set_one() {
    let town = Town::open();
    let mara = town.house.browser_of(town.house.person("Tom", Role::ServiceManager));
    let answer = mara.get("/intervals");
    let page = words(&answer);
    assert!(page.contains("17 topics without an interval · nothing overdue"), "{page}");
    let set =
        "/planned_review/new?topic=costs&amp;summary=Costs%20and%20budgets&amp;interval_months=3";
    assert!(answer.text().contains(set), "{}", answer.text());
    assert!(mara.get(&set.replace("&amp;", "&")).text().contains("Costs and budgets"));
    let review = json!({"summary": "Costs", "topic": "costs", "interval_months": 3,
        "last_held_on": "2025-01-31", "owner": town.mara});
    town.house.add("planned_review", review);
    town.house.add(
        "planned_review",
        json!({"summary": "The cellar key", "parent_kind": "service", "parent": 1}),
    );
    let page = words(&mara.get("/intervals"));
    assert!(page.contains("16 topics without an interval · 1 overdue"), "{page}");
    assert!(page.contains("8.4.1 Costs and budgets every 3 months"), "{page}");
    assert!(page.contains("What else you look at") && page.contains("The cellar key"), "{page}");
    assert!(mara.get("/").text().contains("href=\"/intervals\""), "the menu leads there");
    let hanna = town.house.browser_of(town.hanna);
    assert_eq!(hanna.get("/intervals").status, 403);
}

/// A record with what a flow worked out, as an import brings it.
fn bring(town: &Town, kind: &str, state: &str, fields: &[(&str, Value)]) -> i64 {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let at = town.house.desk.now();
    let imported = Imported { at, state: Some(state.to_owned()), origin: None, by: None };
    let command = Command::create(kind, Input::Values(fields)).with_import(imported);
    town.house.desk.run(&Actor::house(Channel::Import), command).unwrap().record.id
}

fn day(text: &str) -> Value {
    Value::Date(text.parse().unwrap())
}

#[test]
fn a_review_is_read_as_its_minutes() {
    let town = Town::open();
    let tom = town.house.browser_of(town.house.person("Tom", Role::ServiceManager));
    let inputs =
        json!([{"input": "services", "record": "SVC-000001", "point": "All targets kept"}]);
    let comments = json!([{"input": "services", "comment": "As it should be"}]);
    let fields = [
        ("planned_on", day("2026-12-10")),
        ("inputs", Value::Struct(inputs)),
        ("comments", Value::Struct(comments)),
    ];
    let review = bring(&town, "management_review", "prepared", &fields);
    let answer = tom.get(&format!("/management_review/{review}"));
    let page = words(&answer);
    assert!(page.contains("f) Policies: kept and suitable Nothing was said of it yet."), "{page}");
    assert!(page.contains("All targets kept SVC-000001"), "{page}");
    assert!(page.contains("What was made of it: As it should be"), "{page}");
    assert!(answer.text().contains("href=\"/service/1\""), "{}", answer.text());
    assert!(answer.text().contains(&format!("/review_decision/new?review={review}")));
    let decision = json!({"name": "All is well", "review": review, "sort": "no_change",
        "reason": "Each objective was reached"});
    town.house.add("review_decision", decision);
    assert!(words(&tom.get(&format!("/management_review/{review}"))).contains("All is well"));
}

#[test]
fn a_report_shows_the_figures_that_it_keeps() {
    let town = Town::open();
    let mara = town.house.browser_of(town.mara);
    let definition = json!({"name": "Month", "purpose": "Whom to ring", "audience": "Us",
        "readers": [town.mara], "owner": town.mara, "sheets": [{"sheet": "complaints"}]});
    let definition = town.house.add("report_definition", definition);
    let figure = json!({"name": "received", "label": "Complaints received", "value": 3, "unit": "",
        "judged": "missed", "definition": "All that arrived.", "undefined": null});
    let content = json!({"parts": [{"title": "Complaints: All customers", "figures": [figure]}]});
    let fields = [
        ("definition", Value::Ref(definition)),
        ("from", day("2026-01-01")),
        ("until", day("2026-02-01")),
        ("content", Value::Struct(content)),
    ];
    let run = bring(&town, "report_run", "prepared", &fields);
    let page = words(&mara.get(&format!("/report_run/{run}")));
    assert!(page.contains("Complaints: All customers Complaints received 3 missed"), "{page}");
    let printed = mara.get(&format!("/report_run/{run}/paper.pdf"));
    assert!(words(&printed).contains("has no printer"), "{}", words(&printed));
}
