//! Every address: the table of routes, methods, bodies that cannot be read.
use crate::house::{House, at, incident};
use gemba_api::{Access, ROUTES};
use gemba_desk::{Command, Imported, Input, TokenScope};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel, Role},
};
use serde_json::json;

/// A path of the table with something in the place of its parts.
fn filled(path: &str) -> String {
    // Not every kind is one that others depend on.
    let kind = if path.ends_with("/impact") { "configuration_item" } else { "incident" };
    let path = path.replace("{kind}", kind).replace("{id}", "1").replace("{file}", "1");
    at(&path.replace("{verb}", "comment").replace("{sheet}", "availability"))
}

/// A service report and a report that comes round, whose figures were taken.
fn prepared_reports(house: &House) {
    let customer = house.add("customer", json!({"name": "Delta"}));
    prepared(house, "service_report", ("customer", customer));
    let definition = house.add("report_definition", json!({"name": "Month"}));
    prepared(house, "report_run", ("definition", definition));
}

fn prepared(house: &House, kind: &str, (field, id): (&str, i64)) {
    let day = |text: &str| Value::Date(text.parse().unwrap());
    let fields = [
        (field, Value::Ref(id)),
        ("from", day("2026-10-01")),
        ("until", day("2026-11-01")),
        ("content", Value::Struct(json!({"parts": []}))),
    ];
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let at = house.desk.now();
    let imported = Imported { at, state: Some("prepared".to_owned()), origin: None, by: None };
    let command = Command::create(kind, Input::Values(fields)).with_import(imported);
    house.desk.run(&Actor::house(Channel::Import), command).unwrap();
}

#[test]
fn every_route_asks_for_what_the_table_says() {
    on_both_engines(|url| {
        let house = House::open(url);
        let ada = house.person("ada", &[Role::Administrator], None);
        incident(&house.client(&ada, TokenScope::Write), "A lamp");
        let item = house.add("configuration_item", json!({"name": "host-3"}));
        house.add("configuration_baseline", json!({"name": "Before", "items": [item]}));
        house.add("continuity_plan", json!({"name": "Fire"}));
        prepared_reports(&house);
        house.desk.attach(&ada, "incident", 1, "a.txt", b"text".to_vec()).unwrap();
        let reader = house.client(&ada, TokenScope::Read);
        for route in ROUTES {
            let (method, path) = (route.method, filled(route.path));
            let stranger = house.stranger().send(method, &path, &[], None).status;
            let read = reader.send_json(method, &path, &[], &json!({"note": "x"})).status;
            let path = if path.ends_with("/search") { format!("{path}?q=lamp") } else { path };
            match route.access {
                Access::Public => assert_eq!(stranger, 200, "{method} {path}"),
                Access::Read => {
                    assert_eq!(stranger, 401, "{method} {path}");
                    assert_eq!(
                        reader.send(method, &path, &[], None).status,
                        200,
                        "{method} {path}"
                    );
                }
                Access::Write => assert_eq!((stranger, read), (401, 403), "{method} {path}"),
            }
            assert!(!route.what.is_empty(), "{path} says what it is for");
        }
    });
}

#[test]
fn every_address_says_which_methods_it_takes() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        incident(&client, "A lamp");
        for path in ROUTES.iter().map(|route| route.path) {
            let own: Vec<_> = ROUTES
                .iter()
                .filter(|route| route.path == path)
                .map(|route| route.method)
                .collect();
            let options = client.send("OPTIONS", &filled(path), &[], None);
            assert_eq!((options.status, options.bytes.len()), (204, 0), "{path}");
            let allowed = options.header("allow").unwrap().to_owned();
            let allowed: Vec<_> = allowed.split(", ").collect();
            assert!(own.iter().all(|method| allowed.contains(method)), "{path}: {allowed:?}");
            assert_eq!(allowed.contains(&"HEAD"), own.contains(&"GET"), "{path}: {allowed:?}");
            for method in ["PUT", "DELETE", "TRACE", "GET", "POST", "PATCH"] {
                if !own.contains(&method) {
                    let answer = client.send(method, &filled(path), &[], None);
                    assert_eq!(answer.status, 405, "{method} {path}: {}", answer.text());
                    assert_eq!(answer.header("allow"), options.header("allow"), "{method} {path}");
                    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
                }
            }
        }
        let head =
            client.send("HEAD", &at("/incident/1"), &[("accept-encoding", "identity")], None);
        assert_eq!((head.status, head.bytes.len()), (200, 0));
        assert_eq!(head.header("etag"), Some("\"1\""));
        assert_eq!(head.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(head.header("cache-control"), Some("private, no-cache"));
    });
}

#[test]
fn what_cannot_be_read_is_refused_with_its_reason() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        incident(&client, "A lamp");
        let send = |kind: &str, body: &[u8]| {
            let answer =
                client.send("POST", &at("/incident"), &[("content-type", kind)], Some(body));
            assert_eq!(answer.header("content-type"), Some("application/problem+json"));
            (answer.status, answer.json()["detail"].as_str().unwrap().to_owned())
        };
        let good = br#"{"fields": {"summary": "A"}}"#;
        let json = "application/json";
        assert_eq!(send("text/plain", good).0, 415);
        assert_eq!(send("application/merge-patch+json", good).0, 415);
        assert_eq!(send("application/json; charset=latin1", good).0, 415);
        assert_eq!(send(json, b"").0, 400);
        let (status, detail) = send(json, b"{\"fields\": {\"summary\": }}");
        assert_eq!(status, 400);
        assert!(detail.contains("line 1 column"), "{detail}");
        assert_eq!(send(json, b"\xff\xfe").0, 400);
        assert_eq!(send(json, b"[]").0, 422);
        assert_eq!(send(json, "[".repeat(100_000).as_bytes()).0, 400);
        assert_eq!(send(json, br#"{"fields": {"summary": "a\u0000b"}}"#).0, 400);
        assert_eq!(send(json, br#"{"fields": {"summary": "\ud800"}}"#).0, 400);
        assert_eq!(send(json, br#"{"fields": {"summary": "a", "x\u0000": 1}}"#).0, 400);
        assert_eq!(send(json, br#"{"fields": {"summary": 1e999}}"#).0, 400);
        assert_eq!(send(json, br#"{"fields": []}"#).0, 422);
        assert_eq!(send(json, br#"{"fields": {"summary": "A"}, "tags": "a"}"#).0, 422);
        let long = format!(r#"{{"fields": {{"summary": "{}"}}}}"#, "x".repeat(251));
        assert_eq!(send(json, long.as_bytes()).0, 422);
        let large = format!(r#"{{"note": "{}"}}"#, "x".repeat(1024 * 1024));
        assert_eq!(send(json, large.as_bytes()).0, 413);

        for (path, status) in [
            ("/nothing", 404),
            ("/incident/2", 404),
            ("/incident/0", 400),
            ("/incident/abc", 400),
            ("/incident/-1", 400),
            ("/incident/99999999999999999999", 400),
            ("/incident/9223372036854775807", 404),
            ("/incident/1%00", 400),
            ("/incident/%ff", 400),
            ("/incident/PRB-000001", 404),
            ("/incident/1?x=1", 400),
            ("/incident/1/history?before=-1", 400),
            ("/incident/1/history?before=18446744073709551615", 400),
            ("/incident/1/history?limit=1000", 400),
            ("/a/b/c/d/e", 404),
        ] {
            let answer = client.get(&at(path));
            assert_eq!(answer.status, status, "{path}: {}", answer.text());
            assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path}");
        }
        let verb = client.post_json(&at("/incident/1/explode"), &json!({}));
        assert_eq!(verb.status, 404);
        for verb in ["create", "change", "read", "import_step"] {
            let answer = client.post_json(&at(&format!("/incident/1/{verb}")), &json!({}));
            assert_eq!(answer.status, 404, "{verb}: {}", answer.text());
        }
        assert_eq!(client.get(&at("/incident?count=true")).json()["count"], 1);
    });
}
