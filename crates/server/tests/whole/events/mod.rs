//! Events that come in from outside: alerts over the API, in storms, and from real tools.
mod calls;
mod real;
mod storm;

use crate::place::Place;
use gemba_vocabulary::RecordId;
use serde_json::{Value as Json, json};

/// A service, its team, and a rule that makes one incident and one outage of each site.
pub fn rule(place: &Place) -> RecordId {
    let service = place.add("service", json!({"name": "Mail"}));
    let team = place.add("team", json!({"name": "Mail team"}));
    place.add(
        "alert_rule",
        json!({"name": "Down", "matchers": [{"label": "alertname", "how": "is", "value": "InstanceDown"}],
            "group_by": "site", "service": service, "opens_incident": true, "opens_outage": true,
            "impact": "high", "urgency": "high", "category": "Mail", "team": team,
            "when_over": "resolve"}),
    );
    service
}

/// An alert as Alertmanager tells it.
pub fn alert(number: usize, site: usize, is_firing: bool) -> Json {
    json!({
        "status": if is_firing { "firing" } else { "resolved" },
        "labels": {"alertname": "InstanceDown", "instance": format!("host-{number}:9100"),
            "job": "node", "severity": "critical", "site": format!("site-{site}")},
        "annotations": {"summary": format!("host-{number} does not answer")},
        "startsAt": "2026-11-01T08:00:00.123456789Z",
        "endsAt": if is_firing { "0001-01-01T00:00:00Z" } else { "2026-11-01T08:30:00Z" },
        "generatorURL": "http://prometheus.example/graph?g0.expr=up+%3D%3D+0",
        "fingerprint": format!("{number:016x}"),
    })
}

/// A call of Alertmanager's webhook.
pub fn call(alerts: &[Json]) -> Json {
    json!({"version": "4", "groupKey": "{}:{}", "truncatedAlerts": 0, "status": "firing",
        "receiver": "gemba", "groupLabels": {}, "commonLabels": {}, "commonAnnotations": {},
        "externalURL": "http://alertmanager.example", "alerts": alerts})
}
