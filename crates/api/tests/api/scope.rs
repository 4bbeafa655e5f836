//! Who sees and does what: no token, a token that reads, a customer's people.
use crate::house::{House, at};
use gemba_desk::{Command, TokenScope};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::actor::{Actor, Channel, Role};
use serde_json::{Value as Json, json};

#[test]
fn nobody_comes_in_without_a_good_token() {
    on_both_engines(|url| {
        let house = House::open(url);
        let mara = house.person("mara", &[Role::Agent], None);
        let token = house.token(&mara, TokenScope::Read);
        let status = |line: &str| {
            let answer = house.stranger().send("GET", &at("/me"), &[("authorization", line)], None);
            if answer.status == 401 {
                assert!(answer.header("www-authenticate").unwrap().starts_with("Bearer realm="));
                assert_eq!(answer.json()["type"], "/api/v1/docs#problem-token");
            }
            answer.status
        };
        assert_eq!(house.stranger().get(&at("/me")).status, 401);
        assert_eq!(status(&format!("Bearer {token}")), 200);
        assert_eq!(status(&format!("bearer {token}")), 200);
        let other = token.replace(token.get(6..7).unwrap(), "g");
        for odd in [
            format!("Bearer {other}"),
            format!("Basic {token}"),
            token.clone(),
            "Bearer gemba_".to_owned(),
            format!("Bearer gemba_{}", "a".repeat(5_000)),
            "Bearer".to_owned(),
        ] {
            assert_eq!(status(&odd), 401, "{odd}");
        }
        let cookie = [("cookie", "gemba_session=x")];
        assert_eq!(house.stranger().send("GET", &at("/me"), &cookie, None).status, 401);
    });
}

#[test]
fn a_token_that_reads_writes_nothing() {
    on_both_engines(|url| {
        let house = House::open(url);
        let ada = house.person("ada", &[Role::Administrator], None);
        let reader = house.client(&ada, TokenScope::Read);
        let body = json!({"fields": {"summary": "x"}});
        for (method, path) in
            [("POST", "/incident"), ("PATCH", "/person/1"), ("POST", "/person/1/retire")]
        {
            let answer = reader.send_json(method, &at(path), &[], &body);
            assert_eq!(answer.status, 403, "{method} {path}: {}", answer.text());
            assert!(answer.header("www-authenticate").unwrap().contains("insufficient_scope"));
        }
        assert_eq!(reader.get(&at("/person/1")).status, 200);
        assert_eq!(reader.get(&at("/me")).json()["scope"], "read");
        assert_eq!(reader.get(&at("/incident?count=true")).json()["count"], 0);
    });
}

#[test]
fn a_change_of_the_person_counts_at_once() {
    on_both_engines(|url| {
        let house = House::open(url);
        let mara = house.person("mara", &[Role::Agent], None);
        let client = house.client(&mara, TokenScope::Write);
        let roles = || client.get(&at("/me")).json()["roles"].clone();
        assert_eq!(roles(), json!(["agent"]));
        let person = mara.person.unwrap();
        let admin = Actor::house(Channel::CommandLine);
        let Json::Object(fields) = json!({"roles": "auditor"}) else { panic!("an object") };
        let change = Command::change("person", person, None, gemba_desk::Input::Json(fields));
        house.desk.run(&admin, change).unwrap();
        assert_eq!(roles(), json!(["auditor"]));
        let body = json!({"fields": {"summary": "x"}});
        assert_eq!(client.post_json(&at("/incident"), &body).status, 403);
        house.desk.run(&admin, Command::verb("person", person, "retire")).unwrap();
        assert_eq!(client.get(&at("/me")).status, 401, "who left comes in no longer");
    });
}

#[test]
fn a_customers_people_see_their_customers_records_alone() {
    on_both_engines(|url| {
        let house = House::open(url);
        let ours = house.add("customer", json!({"name": "Nordsee Bank"}));
        let theirs = house.add("customer", json!({"name": "Alpen Versicherung"}));
        let contact = house.person("noor", &[Role::CustomerContact], Some(ours));
        let client = house.client(&contact, TokenScope::Write);
        let agent = house.agent();
        let mut ids = Vec::new();
        for (customer, summary) in [(ours, "Our mail is slow"), (theirs, "Their mail is slow")] {
            let fields = json!({"summary": summary, "customer": customer, "category": "mail"});
            let body = json!({"fields": fields, "tags": ["internal"]});
            let made = agent.post_json(&at("/incident"), &body).json();
            let id = made["id"].as_i64().unwrap();
            for (verb, words) in [("comment", "We look into it"), ("note", "Relay 2 again")] {
                let path = at(&format!("/incident/{id}/{verb}"));
                assert_eq!(agent.post_json(&path, &json!({"note": words})).status, 200);
            }
            ids.push(id);
        }
        let numbers = |path: &str, list: &str| {
            let answer = client.get(&at(path));
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
            let json = answer.json();
            let all = json[list].as_array().unwrap().iter();
            all.map(|one| one["id"].as_i64().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(numbers("/incident", "records"), [ids[0]]);
        assert_eq!(numbers("/incident?q=mail", "records"), [ids[0]]);
        assert_eq!(numbers("/search?q=mail", "hits"), [ids[0]]);
        assert_eq!(numbers("/customer", "records"), [ours]);
        assert_eq!(client.get(&at("/incident?count=true")).json()["count"], 1);
        assert_eq!(numbers(&format!("/search?q=INC-{:06}", ids[1]), "hits"), [0_i64; 0]);
        for part in ["", "/history", "/verbs"] {
            let other = client.get(&at(&format!("/incident/{}{part}", ids[1])));
            assert_eq!(other.status, 404, "{part}: {}", other.text());
        }
        let path = at(&format!("/incident/{}/comment", ids[1]));
        assert_eq!(client.post_json(&path, &json!({"note": "Hello?"})).status, 404);

        let record = client.get(&at(&format!("/incident/{}", ids[0]))).json();
        assert!(record["fields"].get("category").is_none(), "{record:#}");
        assert_eq!(record["tags"], json!([]));
        let history = client.get(&at(&format!("/incident/{}/history", ids[0])));
        assert!(history.text().contains("We look into it"), "{}", history.text());
        assert!(!history.text().contains("Relay 2"), "{}", history.text());
        assert!(!history.text().contains("category"), "{}", history.text());

        let mine = client.post_json(&at("/incident"), &json!({"fields": {"summary": "Help"}}));
        assert_eq!(mine.status, 201, "{}", mine.text());
        assert_eq!(mine.json()["fields"]["customer"], ours);
        assert!(mine.json()["fields"].get("category").is_none(), "{}", mine.text());
        let hidden = json!({"fields": {"summary": "Help", "category": "mail"}});
        assert_eq!(client.post_json(&at("/incident"), &hidden).status, 422);
        for odd in ["category=mail", "tag=internal", "origin=x", "sort=category", "fields=category"]
        {
            assert_eq!(client.get(&at(&format!("/incident?{odd}"))).status, 400, "{odd}");
        }
        assert_eq!(client.get(&at("/problem")).status, 403);
        let kinds = client.get(&at("/kinds"));
        assert!(!kinds.text().contains("\"problem\",\"prefix\""), "kinds that one may read");
        assert!(!kinds.text().contains("\"major_manager\""), "fields that one may see");
        let stale = client.send_json(
            "POST",
            &at(&format!("/incident/{}/comment", ids[0])),
            &[("if-match", "\"1\"")],
            &json!({"note": "Hello?"}),
        );
        assert_eq!(stale.status, 412);
        assert!(stale.json()["current"]["fields"].get("category").is_none(), "{}", stale.text());
    });
}
