//! A storm of alerts: none is lost, and few incidents come of it.
use super::{alert, call, rule};
use crate::place::{API, Place, house};
use gemba_desk::Query;
use gemba_model::filter::Filter;
use gemba_testkit::on_both_engines;
use gemba_vocabulary::Value;
use jiff::Timestamp;
use serde_json::Value as Json;
use std::time::Instant;

const HOSTS: usize = 5_000;
const SITES: usize = 5;
const CALL: usize = 250;

fn clock() -> Timestamp {
    "2026-11-01T10:00:00Z".parse().unwrap()
}

#[test]
fn ten_thousand_alerts_make_five_incidents_and_none_is_lost() {
    on_both_engines(|url| {
        let place = Place::open(url, clock);
        rule(&place);
        let probe = place.api_of(place.person("Probe", "program"));
        let began = Instant::now();
        let mut told = 0;
        for is_firing in [true, false] {
            let alerts: Vec<_> =
                (0..HOSTS).map(|number| alert(number, number % SITES, is_firing)).collect();
            for part in alerts.chunks(CALL) {
                let answer = probe.post_json(&format!("{API}/alerts/alertmanager"), &call(part));
                assert_eq!(answer.status, 200, "{}", answer.text());
                told += answer.json()["told"].as_u64().unwrap();
                while place.desk.run_due().unwrap() > 0 {}
            }
            let count = |filters: &[Filter]| {
                place.desk.count(&house(), "alert", filters, 100_000).unwrap().count
            };
            let state = if is_firing { "firing" } else { "resolved" };
            let state = Filter::is("state", Value::Text(state.to_owned()));
            assert_eq!(count(&[]), i64::try_from(HOSTS).unwrap());
            assert_eq!(count(&[state]), i64::try_from(HOSTS).unwrap());
            for kind in ["incident", "outage"] {
                let records = place.desk.list(&house(), &Query::of(kind)).unwrap().records;
                assert_eq!(records.len(), SITES, "{kind}");
            }
            let incidents = place.desk.list(&house(), &Query::of("incident")).unwrap().records;
            for incident in &incidents {
                let of = Filter::is("incident", Value::Ref(incident.id));
                assert_eq!(count(&[of]), i64::try_from(HOSTS / SITES).unwrap());
                assert_eq!(incident.state, if is_firing { "assigned" } else { "resolved" });
            }
        }
        assert_eq!(told, u64::try_from(2 * HOSTS).unwrap());
        let seconds = began.elapsed().as_secs_f64();
        let engine: &str = url.split(':').next().unwrap();
        eprintln!("{told} alerts on {engine} in {seconds:.1} s");
        let figures: Json =
            serde_json::json!({"engine": engine, "alerts": told, "seconds": seconds});
        assert!(figures["seconds"].as_f64().unwrap() < 600.0, "{figures}");
    });
}
