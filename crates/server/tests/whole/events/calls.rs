//! What a call of the webhook comes to, and what is refused.
use super::{alert, call, rule};
use crate::place::{API, Place, house};
use gemba_desk::Query;
use gemba_testkit::{TestClient, on_both_engines};
use jiff::Timestamp;
use serde_json::{Value as Json, json};

fn clock() -> Timestamp {
    "2026-11-01T10:00:00Z".parse().unwrap()
}

fn tell(client: &TestClient, body: &Json) -> (u16, Json) {
    let answer = client.post_json(&format!("{API}/alerts/alertmanager"), body);
    (answer.status, answer.json())
}

fn count(place: &Place, kind: &str) -> i64 {
    place.desk.count(&house(), kind, &[], 100_000).unwrap().count
}

#[test]
fn each_alert_is_one_record_however_often_it_is_told() {
    on_both_engines(|url| {
        let place = Place::open(url, clock);
        rule(&place);
        let probe = place.api_of(place.person("Probe", "program"));
        let both = call(&[alert(1, 1, true), alert(2, 1, true)]);
        let (status, heard) = tell(&probe, &both);
        assert_eq!(
            (status, heard),
            (200, json!({"told": 2, "new": 2, "changed": 0, "unchanged": 0}))
        );
        let (_, again) = tell(&probe, &both);
        assert_eq!(again, json!({"told": 2, "new": 0, "changed": 0, "unchanged": 2}));
        while place.desk.run_due().unwrap() > 0 {}
        assert_eq!((count(&place, "incident"), count(&place, "outage")), (1, 1));
        let (_, over) = tell(&probe, &call(&[alert(1, 1, false), alert(2, 1, false)]));
        assert_eq!(over["changed"], json!(2));
        let (_, late) = tell(&probe, &both);
        assert_eq!(late["unchanged"], json!(2), "an old word that comes late changes nothing");
        while place.desk.run_due().unwrap() > 0 {}
        let incident = place.desk.list(&house(), &Query::of("incident")).unwrap().records.remove(0);
        assert_eq!(incident.state, "resolved");
        let mut again = alert(1, 1, true);
        again["startsAt"] = json!("2026-11-01T09:00:00Z");
        let (_, heard) = tell(&probe, &call(&[again]));
        assert_eq!(heard["changed"], json!(1));
        while place.desk.run_due().unwrap() > 0 {}
        assert_eq!(place.record("incident", incident.id).state, "in_progress");
        // What was over before anybody heard of it is kept too.
        let (_, heard) = tell(&probe, &call(&[alert(3, 2, false)]));
        assert_eq!((heard["new"].clone(), count(&place, "alert")), (json!(1), 3));
        while place.desk.run_due().unwrap() > 0 {}
        assert_eq!(count(&place, "incident"), 1);
    });
}

#[test]
fn a_call_that_is_not_whole_writes_nothing_and_says_where() {
    on_both_engines(|url| {
        let place = Place::open(url, clock);
        let probe = place.api_of(place.person("Probe", "program"));
        let broken = |member: &str, value: Json| {
            let mut one = alert(2, 1, true);
            one[member] = value;
            call(&[alert(1, 1, true), one])
        };
        let cases = [
            (broken("status", json!("burning")), "alerts[1].status"),
            (broken("labels", json!({"a": 1})), "alerts[1].labels"),
            (broken("labels", Json::Null), "alerts[1].labels"),
            (broken("startsAt", json!("yesterday")), "alerts[1].startsAt"),
            (broken("endsAt", json!(7)), "alerts[1].endsAt"),
            (broken("fingerprint", json!("f".repeat(300))), "alerts[1].fingerprint"),
            (json!({"version": "3", "alerts": []}), "version"),
            (json!({"version": "4", "alerts": {}}), "alerts"),
        ];
        for (body, place_of_fault) in &cases {
            let (status, problem) = tell(&probe, body);
            assert_eq!(status, 422, "{problem}");
            assert_eq!(problem["errors"][0]["field"], json!(place_of_fault), "{problem}");
        }
        let path = format!("{API}/alerts/alertmanager");
        let send = |kind: &str, bytes: &[u8]| {
            let headers = [("content-type", kind)];
            probe.send("POST", &path, &headers, Some(bytes)).status
        };
        assert_eq!(send("application/json", b"{\"version\": "), 400);
        assert_eq!(
            send("application/json", b"{\"version\": \"4\", \"alerts\": [\"\\u0000\"]}"),
            400
        );
        assert_eq!(send("text/plain", b"{}"), 415);
        let large = vec![b' '; 16 * 1024 * 1024 + 1];
        assert_eq!(send("application/json", &large), 413);
        assert_eq!(count(&place, "alert"), 0);
    });
}

#[test]
fn only_who_may_report_alerts_does_and_nobody_without_a_token() {
    on_both_engines(|url| {
        let place = Place::open(url, clock);
        let told = call(&[alert(1, 1, true)]);
        let stranger = TestClient::new(&place.url);
        assert_eq!(tell(&stranger, &told).0, 401);
        for role in ["requester", "auditor", "approver", "customer_contact"] {
            let client = place.api_of(place.person(&format!("The {role}"), role));
            assert_eq!(tell(&client, &told).0, 403, "{role}");
        }
        assert_eq!(count(&place, "alert"), 0);
        let agent = place.api_of(place.person("Anna", "agent"));
        assert_eq!(tell(&agent, &told).0, 200);
    });
}
