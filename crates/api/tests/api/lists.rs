//! Lists: pages without gap or double, filters, sorting, counting, search.
use crate::house::{House, at, incident};
use gemba_desk::TokenScope;
use gemba_desk::{Command, Input};
use gemba_testkit::{TestClient, on_both_engines};
use gemba_vocabulary::{
    RecordId,
    actor::{Actor, Channel, Role},
};
use serde_json::{Value as Json, json};

/// Follows the links of a list and tells the numbers found, page by page.
fn followed(client: &TestClient, path: &str) -> Vec<RecordId> {
    let (mut ids, mut path) = (Vec::new(), at(path));
    loop {
        let page = client.get(&path);
        assert_eq!(page.status, 200, "{path}: {}", page.text());
        let json = page.json();
        let records = json["records"].as_array().unwrap();
        ids.extend(records.iter().map(|record| record["id"].as_i64().unwrap()));
        let Some(link) = page.header("link") else {
            assert_eq!(json["next"], Json::Null);
            return ids;
        };
        assert!(json["next"].is_string() && link.ends_with("; rel=\"next\""), "{link}");
        link.split(['<', '>']).nth(1).unwrap().clone_into(&mut path);
    }
}

#[test]
fn a_thousand_records_are_paged_without_gap_or_double() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        let commands = (0..1_000).map(|place| {
            // Many share a place, and some have none: the number decides among equals.
            let location = (place % 7 > 0).then(|| format!("Floor {}", place % 7));
            let fields = json!({"summary": format!("Lamp {place}"), "location": location});
            let Json::Object(fields) = fields else { panic!("an object") };
            Command::create("incident", Input::Json(fields))
        });
        let done = house.desk.run_many(&Actor::house(Channel::CommandLine), commands.collect());
        assert!(done.unwrap().iter().all(Result::is_ok));
        let all: Vec<RecordId> = (1..=1_000).collect();
        for sort in ["id", "-id", "location", "-location", "created_at", "-updated_at", "state"] {
            let mut ids = followed(&client, &format!("/incident?sort={sort}&limit=93"));
            if sort == "id" {
                assert_eq!(ids, all);
            }
            ids.sort_unstable();
            assert_eq!(ids, all, "sorted by {sort}");
        }
        let some = followed(&client, "/incident?location=Floor%203&limit=10&sort=-id");
        assert_eq!(some.len(), 143);
        assert!(some.is_sorted_by(|a, b| a > b));
        let count = client.get(&at("/incident?count=true")).json();
        assert_eq!(count, json!({"count": 1_000, "more": false}));
        incident(&client, "One more");
        let count = client.get(&at("/incident?count=true")).json();
        assert_eq!(count, json!({"count": 1_000, "more": true}), "counting stops");
        let found = client.get(&at("/incident?count=true&q=lamp")).json();
        assert_eq!(found, json!({"count": 500, "more": true}));
        let few = client.get(&at("/incident?count=true&q=lamp&location=Floor%203")).json();
        assert_eq!(few, json!({"count": 143, "more": false}), "however many the words meet");
    });
}

#[test]
fn a_list_is_narrowed_by_what_its_address_says() {
    on_both_engines(|url| {
        let house = House::open(url);
        let mara = house.person("mara", &[Role::Agent], None);
        let client = house.client(&mara, TokenScope::Write);
        let customer = house.add("customer", json!({"name": "Nordsee Bank"}));
        for (summary, impact, who) in [
            ("Mail is slow", "high", mara.person),
            ("Mail is down", "low", None),
            ("me", "high", None),
        ] {
            let fields = json!({"summary": summary, "impact": impact, "urgency": "high",
                "assigned_to": who, "customer": customer});
            let answer =
                client.post_json(&at("/incident"), &json!({"fields": fields, "tags": [summary]}));
            assert_eq!(answer.status, 201, "{}", answer.text());
        }
        let service = json!({"name": "Mail", "customers": [customer]});
        house.add("service", service);
        let cases: &[(&str, &[RecordId])] = &[
            ("/incident?impact=high", &[3, 1]),
            ("/incident?impact=high,low", &[3, 2, 1]),
            ("/incident?impact=not:high", &[2]),
            ("/incident?priority=lt:2", &[3, 1]),
            ("/incident?priority=ge:2", &[2]),
            ("/incident?assigned_to=me", &[1]),
            ("/incident?assigned_to=empty", &[3, 2]),
            ("/incident?assigned_to=filled", &[1]),
            ("/incident?summary=has:MAIL", &[2, 1]),
            ("/incident?summary=me", &[3]),
            ("/incident?summary=Mail%20is%20slow", &[1]),
            ("/incident?tag=slow", &[1]),
            ("/incident?tag=empty", &[]),
            ("/incident?tag=filled&tag=not:slow", &[3, 2]),
            ("/incident?tag=has:DOW", &[2]),
            ("/incident?assigned_to=not:me", &[3, 2]),
            ("/incident?id=2,3", &[3, 2]),
            ("/incident?open=yes&state=new", &[3, 2, 1]),
            ("/incident?customer=CUS-000001&impact=low", &[2]),
            ("/incident?created_at=ge:2020-01-01T00:00Z", &[3, 2, 1]),
            ("/incident?created_at=lt:2020-01-01T00:00Z", &[]),
            ("/incident?pauses=empty", &[3, 2, 1]),
            ("/incident?q=mail&impact=low", &[2]),
            ("/incident?q=...", &[]),
            ("/service?customers=1", &[1]),
            ("/service?customers=2", &[]),
            ("/service?customers=not:2", &[1]),
            ("/service?customers=empty", &[]),
        ];
        for (path, expected) in cases {
            assert_eq!(followed(&client, path), *expected, "{path}");
        }
        let one = client.get(&at("/incident?id=1&fields=summary,team")).json();
        let fields = one["records"][0]["fields"].as_object().unwrap().keys().cloned();
        assert_eq!(fields.collect::<Vec<_>>(), ["summary", "team"]);
    });
}

#[test]
fn what_a_list_cannot_be_asked_is_refused() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        for odd in [
            "nonsense=1",
            "priority=high",
            "priority=has:1",
            "sort=nonsense",
            "sort=description",
            "sort=tag",
            "limit=0",
            "limit=201",
            "limit=x",
            "limit=1&limit=2",
            "count=maybe",
            "after=x",
            "after=WzEsMV0x",
            "fields=nonsense",
            "state=gone",
            "tag=lt:x",
            "summary=has:%00",
            "customers=1",
            "impact=not:",
            "customer=9223372036854775807",
            "pauses=5",
            "columns=x",
            "customer=INC-000001",
            "impact=",
            "opened_at=lt:",
            "q=%00",
            "q=%ff",
            "customer=me",
            "id=9223372036854775808",
            "state=%E0%A4%A",
        ] {
            let answer = client.get(&at(&format!("/incident?{odd}")));
            assert_eq!(answer.status, 400, "{odd}: {}", answer.text());
            assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{odd}");
        }
    });
}

#[test]
fn a_search_finds_words_and_numbers() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        incident(&client, "Toast in the printer");
        house.add("problem", json!({"summary": "Printers burn"}));
        let hits = |query: &str| {
            let answer = client.get(&at(&format!("/search?{query}")));
            assert_eq!(answer.status, 200, "{}", answer.text());
            let json = answer.json();
            let hits = json["hits"].as_array().unwrap().iter();
            hits.map(|hit| hit["number"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(hits("q=printer"), ["INC-000001", "PRB-000001"]);
        assert_eq!(hits("q=printer&kind=problem"), ["PRB-000001"]);
        assert_eq!(hits("q=inc1"), ["INC-000001"]);
        assert_eq!(hits("q=printer&limit=1").len(), 1);
        assert_eq!(hits("q=%2A%22%27%28").len(), 0);
        let words = "w".repeat(200);
        assert_eq!(hits(&format!("q={words}")).len(), 0);
        for odd in ["", "?q=", "?q=x&kind=nothing", "?q=x&limit=101", "?q=x&other=1"] {
            assert_eq!(client.get(&at(&format!("/search{odd}"))).status, 400, "{odd}");
        }
        assert_eq!(client.get(&at(&format!("/search?q={words}w"))).status, 400);
    });
}
