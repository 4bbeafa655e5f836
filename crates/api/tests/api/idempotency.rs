//! A request with an idempotency key is done once at most.
use crate::house::{House, at};
use gemba_desk::TokenScope;
use gemba_testkit::on_both_engines;
use gemba_vocabulary::actor::Role;
use serde_json::json;
use std::thread;

#[test]
fn a_request_sent_again_gets_the_same_answer_and_is_done_once() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        let body = json!({"fields": {"summary": "Lift stands still"}});
        let post = |key: &str, body: &serde_json::Value| {
            client.send_json("POST", &at("/incident"), &[("idempotency-key", key)], body)
        };
        let first = post("lift-1", &body);
        assert_eq!((first.status, first.header("idempotency-replayed")), (201, None));
        let again = post("lift-1", &body);
        assert_eq!((again.status, &again.bytes), (201, &first.bytes));
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        for name in ["location", "etag", "content-type"] {
            assert_eq!(again.header(name), first.header(name), "{name}");
        }
        let other = post("lift-1", &json!({"fields": {"summary": "Another"}}));
        assert_eq!(other.status, 422);
        assert_eq!(other.json()["type"], "/api/v1/docs#problem-key-used");
        assert_eq!(post("lift-2", &body).json()["id"], 2, "another key is another request");
        assert_eq!(client.get(&at("/incident?count=true")).json()["count"], 2);

        // A verb too, and a refusal is remembered as well.
        let comment = |key: &str, words: &str| {
            let headers = [("idempotency-key", key)];
            client.send_json("POST", &at("/incident/1/comment"), &headers, &json!({"note": words}))
        };
        assert_eq!(comment("c", "Coming").json()["version"], 2);
        assert_eq!(comment("c", "Coming").json()["version"], 2);
        let start =
            || client.send("POST", &at("/incident/1/start"), &[("idempotency-key", "s")], None);
        assert_eq!((start().status, start().header("idempotency-replayed")), (409, Some("true")));
        // What could not even be read did not use the key up.
        assert_eq!(post("lift-3", &json!({"fields": {"nonsense": 1}})).status, 422);
        assert_eq!(post("lift-3", &body).status, 201);
        // A key belongs to its person.
        let other = house.person("otto", &[Role::Agent], None);
        let otto = house.client(&other, TokenScope::Write);
        let headers = [("idempotency-key", "lift-1")];
        assert_eq!(otto.send_json("POST", &at("/incident"), &headers, &body).json()["id"], 4);
        for odd in ["two words", "ä", &"k".repeat(201)] {
            assert_eq!(post(odd, &body).status, 400, "{odd}");
        }
    });
}

#[test]
fn of_many_at_once_with_one_key_one_is_done() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        let body = json!({"fields": {"summary": "Only once"}});
        let told: Vec<_> = thread::scope(|scope| {
            let post = || {
                let headers = [("idempotency-key", "race")];
                let answer = client.send_json("POST", &at("/incident"), &headers, &body);
                let is_replayed = answer.header("idempotency-replayed").is_some();
                (answer.status, answer.text(), is_replayed)
            };
            let threads: Vec<_> = (0..16).map(|_| scope.spawn(post)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(told.iter().filter(|one| !one.2).count(), 1, "{told:?}");
        assert!(told.iter().all(|one| one.0 == 201 && one.1 == told[0].1), "{told:?}");
        assert_eq!(client.get(&at("/incident?count=true")).json()["count"], 1);
    });
}

#[test]
fn the_answer_that_told_of_somebody_is_erased_with_them() {
    on_both_engines(|url| {
        let house = House::open(url);
        let ada = house.person("ada", &[Role::Administrator], None);
        let client = house.client(&ada, TokenScope::Write);
        let body = json!({"fields": {"name": "Zoe Zimmer", "email": "zoe@example.org"}});
        let make =
            || client.send_json("POST", &at("/person"), &[("idempotency-key", "zoe")], &body);
        let id = make().json()["id"].clone();
        assert!(make().text().contains("Zoe Zimmer"));
        let reason = json!({"note": "Asked for by letter"});
        let erase = |tag: &str| {
            let path = at(&format!("/person/{id}/erase"));
            client.send_json("POST", &path, &[("if-match", tag)], &reason)
        };
        let stale = erase("\"7\"");
        assert_eq!((stale.status, stale.json()["current"]["version"].clone()), (412, json!(1)));
        assert_eq!(erase("\"1\"").status, 200);
        let again = make();
        assert_eq!(again.status, 409, "{}", again.text());
        assert!(!again.text().contains("Zimmer"), "{}", again.text());
    });
}
