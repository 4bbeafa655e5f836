//! A request with an idempotency key is done once at most.
use crate::house::{House, at, incident};
use gemba_testkit::on_both_engines;
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
        let other = house.person("otto", &[gemba_vocabulary::actor::Role::Agent], None);
        let otto = house.client(&other, gemba_desk::TokenScope::Write);
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
        let statuses: Vec<u16> = thread::scope(|scope| {
            let threads: Vec<_> = (0..12)
                .map(|_| {
                    scope.spawn(|| {
                        let headers = [("idempotency-key", "race")];
                        client.send_json("POST", &at("/incident"), &headers, &body).status
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(statuses.contains(&201), "{statuses:?}");
        assert!(statuses.iter().all(|status| [201, 409].contains(status)), "{statuses:?}");
        assert_eq!(client.get(&at("/incident?count=true")).json()["count"], 1);
    });
}

#[test]
fn what_was_begun_and_cut_off_is_not_done_again() {
    on_both_engines(|url| {
        let house = House::open(url);
        let mara = house.person("mara", &[gemba_vocabulary::actor::Role::Agent], None);
        let client = house.client(&mara, gemba_desk::TokenScope::Write);
        incident(&client, "Before");
        let body = json!({"fields": {"summary": "Cut off"}});
        let post =
            || client.send_json("POST", &at("/incident"), &[("idempotency-key", "cut")], &body);
        // As another server leaves it that stopped between the beginning and the answer.
        assert_eq!(post().status, 201);
        let begun = house.desk.remembered(&mara, "begun cut").unwrap().unwrap();
        house.desk.remember(&mara, "begun cut-2", &begun.fingerprint, "another server").unwrap();
        let headers = [("idempotency-key", "cut-2")];
        let cut = client.send_json("POST", &at("/incident"), &headers, &body);
        assert_eq!(cut.status, 409, "{}", cut.text());
        assert_eq!(cut.json()["type"], "/api/v1/docs#problem-undecided");
        assert_eq!(client.get(&at("/incident?count=true")).json()["count"], 2);
    });
}
