//! The description of how alerts are told.
use super::{
    paths::{Operation, told},
    reference,
    schemas::sealed,
};
use crate::alerts::{ALERTS_MAX, PATH};
use gemba_model::overlay::KindView;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// The path, if there are alerts.
pub fn paths(views: &[Arc<KindView>]) -> Map<String, Json> {
    let view = views.iter().find(|view| view.def.name == "alert");
    view.map(|view| (PATH.to_owned(), operation(view))).into_iter().collect()
}

fn operation(view: &KindView) -> Json {
    let body = json!({"required": true, "content": {"application/json": {
        "schema": reference("schemas", "AlertmanagerCall"),
    }}});
    let answer = told("What became of the alerts.", reference("schemas", "AlertsHeard"));
    let operation = Operation::new("hear_alerts".to_owned(), view.def.plural, "Hear alerts")
        .describe(
            "Takes the webhook of Prometheus Alertmanager, version 4. Each alert is one record, known by its \
             fingerprint; the rules of alerts say what becomes of it. All alerts of a call are heard or none. A call \
             that comes twice changes nothing the second time.",
        )
        .body(body)
        .answer(200, answer)
        .refuse(&[400, 401, 403, 409, 413, 415, 422, 500]);
    json!({"post": operation.into_json()})
}

/// The schemas of call and answer.
pub fn schemas() -> Map<String, Json> {
    let text = json!({"type": "string"});
    let texts =
        json!({"type": "object", "additionalProperties": {"type": "string"}, "maxProperties": 200});
    let moment = json!({"type": "string", "format": "date-time"});
    let alert = json!({
        "type": "object",
        "required": ["status", "labels", "startsAt"],
        "properties": {
            "status": {"enum": ["firing", "resolved"]},
            "labels": texts, "annotations": texts, "startsAt": moment, "endsAt": moment,
            "generatorURL": text,
            "fingerprint": {"type": "string", "maxLength": 250},
        },
    });
    let call = json!({
        "type": "object",
        "required": ["version", "alerts"],
        "properties": {
            "version": {"enum": ["4"]},
            "alerts": {"type": "array", "items": alert, "maxItems": ALERTS_MAX},
        },
        "description": "What Alertmanager sends; other members of it are not read.",
    });
    let number = json!({"type": "integer"});
    let heard = json!({"told": number, "new": number, "changed": number, "unchanged": number});
    Map::from_iter([
        ("AlertmanagerCall".to_owned(), call),
        ("AlertsHeard".to_owned(), sealed(heard, false)),
    ])
}
