//! The description: made from the definitions, whole, and with what the organization added.
use crate::house::{House, at};
use gemba_api::ROUTES;
use gemba_desk::TokenScope;
use gemba_figures::trace::KINDS as TRACED;
use gemba_testkit::{Browser, BrowserOptions, on_both_engines};
use gemba_vocabulary::actor::Role;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

fn operations(document: &Json) -> Vec<(String, String, &Json)> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().iter();
            methods.map(move |(method, one)| (method.to_uppercase(), path.clone(), one))
        })
        .collect()
}

#[test]
fn the_description_covers_every_route_for_every_kind() {
    on_both_engines(|url| {
        let house = House::open(url);
        let answer = house.stranger().get(&at("/openapi.json"));
        assert_eq!(answer.header("content-type"), Some("application/json"));
        let document = answer.json();
        assert_eq!(document["openapi"], "3.1.0");
        let said: BTreeSet<_> =
            operations(&document).into_iter().map(|(method, path, _)| (method, path)).collect();
        let graph = house.desk.graph_kinds();
        for route in ROUTES {
            for view in house.desk.kinds() {
                let path = route.path.replace("{kind}", view.def.name);
                let mut verbs: Vec<_> = view.steps.iter().map(|step| step.verb).collect();
                verbs.extend(["comment", "note"]);
                // A file's record is made by sending the file.
                let is_file = (route.method, path.as_str()) == ("POST", "/attachment");
                // Only what is made of parts has an impact to tell.
                let is_apart = path.ends_with("/impact") && !graph.contains(view.def.name);
                let is_untold = path.ends_with("/trace") && !TRACED.contains(&view.def.name);
                if is_file || is_apart || is_untold {
                    continue;
                }
                for verb in verbs {
                    let place = (route.method.to_owned(), path.replace("{verb}", verb));
                    assert!(said.contains(&place), "{place:?} is not described");
                }
            }
        }
        let names: Vec<_> = operations(&document)
            .into_iter()
            .map(|(_, _, one)| one["operationId"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(
            names.iter().collect::<BTreeSet<_>>().len(),
            names.len(),
            "each has its own name"
        );
        let seen = house.stranger().send(
            "GET",
            &at("/openapi.json"),
            &[("if-none-match", answer.header("etag").unwrap())],
            None,
        );
        assert_eq!(seen.status, 304);
    });
}

#[test]
fn every_reference_within_the_description_leads_somewhere() {
    let views: Vec<_> = gemba_practices::KINDS
        .iter()
        .map(|face| std::sync::Arc::new(gemba_model::overlay::KindView::plain(*face)))
        .collect();
    let document = gemba_api::openapi::document(&views);
    let (mut open, mut count) = (vec![&document], 0);
    while let Some(json) = open.pop() {
        if let Some(target) = json.get("$ref").and_then(Json::as_str) {
            let pointer = target.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{target} leads nowhere");
            count += 1;
        }
        match json {
            Json::Object(members) => open.extend(members.values()),
            Json::Array(items) => open.extend(items),
            _ => {}
        }
    }
    assert!(count > 1_000, "{count} references");
    // A schema of the house and one of a kind must not share a name.
    let schemas = document["components"]["schemas"].as_object().unwrap();
    assert_eq!(schemas.len(), 46 + views.len() * 6);
    let incident = &document["components"]["schemas"]["IncidentFields"]["properties"];
    assert_eq!(incident["priority"]["readOnly"], true);
    assert_eq!(incident["opened_at"]["format"], "date-time");
    assert_eq!(incident["impact"]["enum"], json!(["low", "medium", "high", null]));
    let new = &document["components"]["schemas"]["IncidentNew"]["properties"]["fields"];
    assert_eq!(new["required"], json!(["summary"]));
    assert!(new["properties"].get("priority").is_none(), "nobody sets what Gemba works out");
    assert!(new["properties"]["summary"]["description"].as_str().unwrap().contains("in one line"));
    for (method, path, operation) in operations(&document) {
        let answers = operation["responses"].as_object().unwrap();
        let is_public = operation.get("security") == Some(&json!([{}, {"token": []}]));
        assert_eq!(is_public, ["/docs", "/openapi.json"].contains(&path.as_str()), "{path}");
        assert!(answers.contains_key("401"), "a wrong token is told: {method} {path}");
        assert!(answers.keys().any(|status| status.starts_with('2')), "{method} {path}");
    }
}

#[test]
fn a_field_that_the_organization_adds_is_described_written_read_and_narrowed_by() {
    on_both_engines(|url| {
        let house = House::open(url);
        let admin =
            house.client(&house.person("ada", &[Role::Administrator], None), TokenScope::Write);
        let add = |fields: Json| {
            let answer = admin.post_json(&at("/custom_field"), &json!({"fields": fields}));
            assert_eq!(answer.status, 201, "{}", answer.text());
        };
        let before = admin.get(&at("/openapi.json"));
        let outside = house.stranger().get(&at("/openapi.json"));
        add(
            json!({"of_kind": "incident", "field": "x_room", "label": "Room <b>", "holds": "choice",
            "choices": "Red\nBlue room", "help": "Where the lamp is."}),
        );
        add(
            json!({"of_kind": "incident", "field": "x_seats", "holds": "integer", "filtered": true}),
        );
        let after = admin.get(&at("/openapi.json"));
        assert_ne!(after.header("etag"), before.header("etag"));
        strangers_learn_nothing(&house, outside.header("etag"));
        let document = after.json();
        let room = &document["components"]["schemas"]["IncidentFields"]["properties"]["x_room"];
        assert_eq!(room["title"], "Room <b>");
        assert!(room["description"].as_str().unwrap().contains("Where the lamp is."));
        let new = &document["components"]["schemas"]["IncidentNew"]["properties"]["fields"];
        assert_eq!(new["properties"]["x_room"]["enum"], json!(["Red", "Blue room", null]));
        let list = document["paths"]["/incident"]["get"]["parameters"].as_array().unwrap();
        assert!(list.iter().any(|parameter| parameter["name"] == "x_seats"));
        let page = admin.get(&at("/docs?kind=incident"));
        assert!(page.text().contains("x_room") && !page.text().contains("Room <b>"));

        let body = json!({"fields": {"summary": "A lamp", "x_room": "Blue room", "x_seats": 12}});
        let made = admin.post_json(&at("/incident"), &body);
        assert_eq!(made.status, 201, "{}", made.text());
        assert_eq!(made.json()["fields"]["x_room"], "Blue room");
        let wrong = json!({"fields": {"summary": "A lamp", "x_room": "Green", "x_seats": "12"}});
        assert_eq!(
            admin.post_json(&at("/incident"), &wrong).json()["errors"].as_array().unwrap().len(),
            2
        );
        let count = |query: &str| {
            admin.get(&at(&format!("/incident?count=true&{query}"))).json()["count"].clone()
        };
        assert_eq!(count("x_seats=ge:12"), 1);
        assert_eq!(count("x_seats=13"), 0);
        assert_eq!(count("x_room=Blue%20room"), 1);
        let kinds = admin.get(&at("/kinds")).text();
        assert!(kinds.contains("\"x_room\""), "the definitions tell it too");
    });
}

/// What the organization added is told to its own people alone.
fn strangers_learn_nothing(house: &House, etag: Option<&str>) {
    let customer = house.add("customer", json!({"name": "Nordsee Bank"}));
    let noor = house.person("noor", &[Role::CustomerContact], Some(customer));
    for asker in [house.stranger(), house.client(&noor, TokenScope::Read)] {
        for path in ["/openapi.json", "/docs?kind=incident"] {
            let told = asker.get(&at(path));
            assert_eq!((told.status, told.header("etag")), (200, etag), "{path}");
            assert_eq!(told.header("vary").map(|vary| vary.contains("authorization")), Some(true));
            assert!(told.text().contains("resolve_incident"), "{path} is whole but for that");
            assert!(!told.text().contains("x_room") && !told.text().contains("x_seats"), "{path}");
        }
    }
    let wrong = house.stranger().with_header("authorization", "Bearer gemba_wrong");
    assert_eq!(wrong.get(&at("/openapi.json")).status, 401);
}

#[test]
fn the_page_for_people_needs_no_script_and_explains_every_refusal() {
    on_both_engines(|url| {
        let house = House::open(url);
        let answer = house.stranger().get(&at("/docs"));
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
        assert!(
            answer.header("content-security-policy").unwrap().starts_with("default-src 'none'")
        );
        let page = answer.text();
        assert!(!page.contains("<script") && !page.contains("style=\""));
        assert!(page.contains("/assets/gemba.css"));
        assert!(page.contains("href=\"docs?kind=incident\""));
        let chapter = house.stranger().get(&at("/docs?kind=incident")).text();
        assert!(chapter.contains("id=\"resolve_incident\"") && !chapter.contains("close_problem"));
        assert_eq!(house.stranger().get(&at("/docs?kind=nothing")).status, 400);
        for sort in gemba_api::problem::SORTS {
            assert!(page.contains(&format!("id=\"problem-{}\"", sort.name)), "{}", sort.name);
        }
    });
}

#[test]
fn added_fields_of_every_type_are_kept_and_narrow_lists() {
    on_both_engines(|url| {
        let house = House::open(url);
        let ada = house.person("ada", &[Role::Administrator], None);
        let admin = house.client(&ada, TokenScope::Write);
        let team = house.add("team", json!({"name": "Night shift"}));
        // What it holds, a value, and a filter that finds it.
        let types: &[(&str, Json, &str)] = &[
            ("short_text", json!("abc"), "abc"),
            ("long_text", json!("abc"), "has:b"),
            ("integer", json!(5), "ge:5"),
            ("date", json!("2026-01-02"), "lt:2026-01-03"),
            ("duration", json!(60), "lt:90"),
            ("reference", json!(team), "TEA-000001"),
            ("references", json!([team]), "1"),
            ("decimal", json!("5.5"), "lt:10"),
            ("percent", json!("5.5"), "5.50"),
            ("money", json!({"amount": "5.5", "currency": "EUR"}), "ge:5.50%20EUR"),
            ("yes_no", json!(true), "yes"),
            ("instant", json!("2026-01-02T03:04:05Z"), "lt:2026-01-02T03:04:05.5Z"),
        ];
        let mut fields = json!({"summary": "A lamp"});
        for (holds, value, _) in types {
            let target = holds.starts_with("ref").then_some("team");
            let field = format!("x_{holds}");
            let added = json!({"of_kind": "incident", "field": field, "holds": holds,
                "target": target, "filtered": true});
            let answer = admin.post_json(&at("/custom_field"), &json!({"fields": added}));
            assert_eq!(answer.status, 201, "{}", answer.text());
            fields[field] = value.clone();
        }
        let made = admin.post_json(&at("/incident"), &json!({"fields": fields}));
        assert_eq!(made.status, 201, "{}", made.text());
        let other = admin.post_json(&at("/incident"), &json!({"fields": {"summary": "Other"}}));
        assert_eq!(other.status, 201, "{}", other.text());
        for (holds, value, filter) in types {
            assert_eq!(&made.json()["fields"][format!("x_{holds}")], value);
            let count = |filter: &str| {
                let answer = admin.get(&at(&format!("/incident?count=true&x_{holds}={filter}")));
                (answer.status, answer.json()["count"].clone())
            };
            assert_eq!(count("filled"), (200, json!(1)), "{holds}");
            assert_eq!(count("empty"), (200, json!(1)), "{holds}");
            assert_eq!(count(filter), (200, json!(1)), "{holds}={filter}");
            let sorted = admin.get(&at(&format!("/incident?limit=1&sort=x_{holds}"))).status;
            let is_sorted = !matches!(*holds, "long_text" | "references" | "money");
            assert_eq!(sorted, if is_sorted { 200 } else { 400 }, "{holds}");
        }
    });
}

#[tokio::test]
async fn the_page_for_people_can_be_read_by_everybody() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::open(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
    let Ok(browser) = Browser::start(BrowserOptions::default()).await else { return };
    for path in ["/docs", "/docs?kind=change"] {
        browser.open(&format!("{}{}", house.url, at(path))).await;
        let Ok(found) = browser.axe().await else { return };
        assert_eq!(found, "", "{path}");
    }
}
