//! One record: recorded, read, changed, taken through its life, erased.
use crate::house::{House, at, incident};
use gemba_desk::TokenScope;
use gemba_testkit::on_both_engines;
use gemba_vocabulary::actor::Role;
use serde_json::json;

#[test]
fn a_record_is_made_read_and_changed() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        let body = json!({"fields": {"summary": "Mail does not arrive in Delft", "impact": "high",
            "urgency": "medium", "location": "Delft"}, "tags": ["Mail"]});
        let made = client.post_json(&at("/incident"), &body);
        assert_eq!(made.status, 201, "{}", made.text());
        assert_eq!(made.header("location"), Some("/api/v1/incident/1"));
        assert_eq!(made.header("etag"), Some("\"1\""));
        assert_eq!(made.header("content-type"), Some("application/json"));
        let record = made.json();
        assert_eq!(record["number"], "INC-000001");
        assert_eq!(record["state"], "new");
        assert_eq!(record["fields"]["summary"], "Mail does not arrive in Delft");
        assert_eq!(record["fields"]["reassignment_count"], 0);
        assert_eq!(record["tags"], json!(["mail"]));

        for path in ["/incident/1", "/incident/INC-000001", "/incident/inc-1"] {
            let read = client.get(&at(path));
            assert_eq!((read.status, read.json()), (200, record.clone()), "{path}");
        }
        let patch = json!({"fields": {"location": null, "category": "mail"}});
        let changed = client.send_json("PATCH", &at("/incident/1"), &[], &patch);
        assert_eq!(changed.status, 200, "{}", changed.text());
        let fields = &changed.json()["fields"];
        assert_eq!((&fields["location"], &fields["category"]), (&json!(null), &json!("mail")));
        assert_eq!(fields["summary"], "Mail does not arrive in Delft", "what is not sent stays");
        let merge = [("content-type", "application/merge-patch+json")];
        let body = br#"{"tags": []}"#;
        let changed = client.send("PATCH", &at("/incident/1"), &merge, Some(body));
        assert_eq!((changed.status, &changed.json()["tags"]), (200, &json!([])));
    });
}

#[test]
fn a_version_is_named_held_and_told() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        incident(&client, "Printer on floor 3");
        let path = at("/incident/1");
        let get = |tag: &str| client.send("GET", &path, &[("if-none-match", tag)], None);
        for tag in ["\"1\"", "W/\"1\"", "\"0\", \"1\"", "*"] {
            let same = get(tag);
            assert_eq!((same.status, same.bytes.len()), (304, 0), "{tag}");
            assert_eq!(same.header("etag"), Some("\"1\""));
        }
        assert_eq!(get("\"2\"").status, 200);

        let change = |headers: &[(&str, &str)], version: Option<i64>| {
            let mut body = json!({"fields": {"location": format!("{headers:?} {version:?}")}});
            if let Some(version) = version {
                body["version"] = json!(version);
            }
            client.send_json("PATCH", &path, headers, &body)
        };
        assert_eq!(change(&[("if-match", "\"1\"")], None).header("etag"), Some("\"2\""));
        assert_eq!(change(&[], Some(2)).header("etag"), Some("\"3\""));
        assert_eq!(change(&[("if-match", "*")], None).header("etag"), Some("\"4\""));
        for stale in [change(&[("if-match", "\"1\"")], None), change(&[], Some(3))] {
            assert_eq!(stale.status, 412, "{}", stale.text());
            assert_eq!(stale.header("content-type"), Some("application/problem+json"));
            assert_eq!(stale.json()["current"]["version"], 4);
            assert_eq!(stale.json()["type"], "/api/v1/docs#problem-stale");
        }
        let spelled = json!({"fields": {"priority_override": 1.5}, "version": 4.0});
        let spelled = client.send_json("PATCH", &path, &[], &spelled);
        assert_eq!(spelled.status, 422, "4.0 is a whole number, 1.5 is none");
        assert_eq!(spelled.json()["errors"].as_array().unwrap().len(), 1, "{}", spelled.text());
        assert_eq!(change(&[("if-match", "\"4\"")], Some(3)).status, 400);
        for odd in ["W/\"4\"", "\"x\"", "\"4\", \"5\"", ""] {
            assert_eq!(change(&[("if-match", odd)], None).status, 400, "{odd}");
        }
        assert_eq!(client.get(&path).header("etag"), Some("\"4\""), "nothing was overwritten");
    });
}

#[test]
fn a_record_goes_its_way_by_verbs_and_its_history_is_told() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        let team = house.add("team", json!({"name": "Mail team"}));
        let service = house.add("service", json!({"name": "Mail"}));
        incident(&client, "Mail does not arrive");
        let verb = |verb: &str, body: serde_json::Value| {
            client.post_json(&at(&format!("/incident/1/{verb}")), &body)
        };
        let offered = client.get(&at("/incident/1/verbs")).json();
        assert_eq!(offered["state"], "new");
        let classify =
            offered["verbs"].as_array().unwrap().iter().find(|v| v["verb"] == "classify");
        assert!(classify.unwrap()["refusal"].is_string(), "it says what is missing: {offered}");

        let early = verb("resolve", json!({"fields": {"resolution": "Restarted"}}));
        assert_eq!(early.status, 409, "{}", early.text());
        assert!(early.json()["detail"].as_str().unwrap().contains("is not possible while"));
        let fields =
            json!({"service": service, "category": "mail", "impact": "high", "urgency": "high"});
        let done = verb("classify", json!({"fields": fields, "note": "Third one today"}));
        assert_eq!(
            (done.status, &done.json()["state"]),
            (200, &json!("triaged")),
            "{}",
            done.text()
        );
        let done = verb("assign", json!({"fields": {"team": format!("TEA-{team:06}")}}));
        assert_eq!((done.status, &done.json()["fields"]["team"]), (200, &json!(team)));
        let empty = client.send("POST", &at("/incident/INC-1/start"), &[], None);
        assert_eq!((empty.status, &empty.json()["state"]), (200, &json!("in_progress")));
        let stale = client.send_json(
            "POST",
            &at("/incident/1/comment"),
            &[("if-match", "\"2\"")],
            &json!({"note": "We are on it"}),
        );
        assert_eq!(stale.status, 412);
        assert_eq!(verb("comment", json!({"note": "We are on it"})).status, 200);
        assert_eq!(verb("note", json!({"note": "Relay 2 is full"})).status, 200);
        let wordless = verb("comment", json!({}));
        assert_eq!(wordless.status, 422);
        assert_eq!(wordless.json()["errors"][0]["pointer"], "#/note");

        let mut told = Vec::new();
        let mut path = at("/incident/1/history?limit=2");
        loop {
            let page = client.get(&path);
            assert_eq!(page.status, 200, "{}", page.text());
            let entries = page.json()["entries"].as_array().unwrap().clone();
            assert!(entries.len() <= 2);
            told.extend(entries.iter().map(|one| one["verb"].as_str().unwrap().to_owned()));
            let Some(link) = page.header("link") else { break };
            path = link.split(['<', '>']).nth(1).unwrap().to_owned();
        }
        assert_eq!(told, ["note", "comment", "start", "assign", "classify", "create"]);
        let whole = client.get(&at("/incident/1/history")).json();
        let classify = &whole["entries"][4];
        assert_eq!(classify["state"], json!({"from": "new", "to": "triaged"}));
        assert_eq!(classify["text"], "Third one today");
        assert_eq!(classify["channel"], "api");
        assert_eq!(classify["actor_name"], "mara");
        assert_eq!(whole["next"], json!(null));
    });
}

#[test]
fn what_is_wrong_is_said_at_its_place() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        let body = json!({"fields": {"impact": "enormous", "priority": 1, "opened_at": "yesterday",
            "customer": 77, "is_it": true}, "state": "new"});
        let answer = client.post_json(&at("/incident"), &body);
        assert_eq!(answer.status, 422);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        let problem = answer.json();
        assert_eq!(problem["status"], 422);
        assert_eq!(problem["title"], "Something is missing or wrong");
        let errors = problem["errors"].as_array().unwrap();
        let at_place = |pointer: &str| {
            let found = errors.iter().find(|one| one["pointer"] == pointer);
            found.unwrap_or_else(|| panic!("{pointer} in {problem:#}"))["detail"].clone()
        };
        assert_eq!(at_place("#/fields/impact"), "must be one of: low, medium, high");
        assert_eq!(at_place("#/fields/is_it"), "is not a field of this kind");
        assert!(at_place("#/fields/opened_at").as_str().unwrap().contains("with its zone"));
        assert!(at_place("#/state").as_str().unwrap().contains("is not known here"));

        // What only the desk can know comes back in the same shape.
        let post = |fields: serde_json::Value| {
            let answer = client.post_json(&at("/incident"), &json!({"fields": fields}));
            (answer.status, answer.json()["errors"][0].clone())
        };
        let (status, error) = post(json!({}));
        assert_eq!((status, &error["pointer"]), (422, &json!("#/fields/summary")));
        assert_eq!(error["detail"], "is required");
        let (status, error) = post(json!({"summary": "x", "customer": 77}));
        assert_eq!((status, &error["field"]), (422, &json!("customer")));
        let (status, error) = post(json!({"summary": "x", "priority": 1}));
        assert_eq!(
            (status, &error["detail"]),
            (422, &json!("is worked out by Gemba and cannot be set"))
        );
        let (status, error) = post(json!({"summary": "x", "customer": "INC-000001"}));
        assert_eq!((status, &error["field"]), (422, &json!("customer")));
        let misplaced = client.post_json(&at("/incident"), &json!({"summary": "x"}));
        assert!(misplaced.text().contains("belongs within"), "{}", misplaced.text());
        assert_eq!(
            client.get(&at("/incident?count=true")).json()["count"],
            0,
            "nothing was recorded"
        );
    });
}

#[test]
fn a_person_is_erased_by_an_administrator_with_a_reason() {
    on_both_engines(|url| {
        let house = House::open(url);
        let admin =
            house.client(&house.person("ada", &[Role::Administrator], None), TokenScope::Write);
        let gone = house.person("gustav", &[Role::Requester], None);
        let path = at(&format!("/person/{}/erase", gone.person.unwrap()));
        assert_eq!(admin.post_json(&path, &json!({})).status, 409);
        let reason = json!({"note": "Asked for by letter", "version": 9});
        assert_eq!(admin.post_json(&path, &reason).status, 412);
        let done = admin.post_json(&path, &json!({"note": "Asked for by letter"}));
        assert_eq!(done.status, 200, "{}", done.text());
        assert_eq!(done.json()["fields"]["email"], json!(null));
        assert_eq!(house.agent().post_json(&path, &json!({"note": "Me too"})).status, 403);
        let other = admin.post_json(&at("/team/1/erase"), &json!({"note": "x"}));
        assert_eq!(other.status, 404, "only people have that verb");
    });
}
