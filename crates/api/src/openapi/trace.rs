//! The description of traces.
use super::{
    paths::{Operation, id, told},
    reference,
};
use gemba_figures::trace::{KINDS, PARTS};
use gemba_model::overlay::KindView;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// A path for each kind that can be followed.
pub fn paths(views: &[Arc<KindView>]) -> Map<String, Json> {
    let followed = |view: &&Arc<KindView>| KINDS.contains(&view.def.name);
    let path = |view: &Arc<KindView>| (format!("/{}/{{id}}/trace", view.def.name), operation(view));
    views.iter().filter(followed).map(path).collect()
}

fn operation(view: &KindView) -> Json {
    let what = "The record followed through all that came of it";
    let operation = Operation::new(format!("trace_{}", view.def.name), view.def.plural, what)
        .describe("The same as on the page: each record on the way, and what is missing. People inside only.")
        .take([id(view)])
        .answer(200, told("The trace.", reference("schemas", "Trace")))
        .refuse(&[400, 401, 403, 404, 500]);
    json!({"get": operation.into_json()})
}

/// The schemas of the answers.
pub fn schemas() -> Map<String, Json> {
    let text = json!({"type": "string"});
    let maybe = json!({"type": ["string", "null"]});
    let number = json!({"type": "integer", "format": "int64"});
    let moment = json!({"type": "string", "format": "date-time"});
    let parts = PARTS.map(|(name, _)| name);
    let step = json!({
        "type": "object",
        "properties": {
            "part": {"enum": parts}, "kind": text, "id": number, "number": text, "title": text,
            "state": text, "who": maybe,
            "at": {"type": ["string", "null"], "format": "date-time"}, "because": text,
            "facts": {"type": "array", "items": {"type": "object",
                "properties": {"label": text, "value": text}, "required": ["label", "value"]}},
        },
        "required": ["part", "kind", "id", "number", "title", "state", "who", "at", "because", "facts"],
    });
    let gap = json!({
        "type": "object",
        "properties": {"kind": text, "id": number, "number": text, "sentence": text},
        "required": ["kind", "id", "number", "sentence"],
    });
    let trace = json!({
        "type": "object",
        "properties": {
            "at": moment,
            "steps": {"type": "array", "items": step},
            "gaps": {"type": "array", "items": gap},
        },
        "required": ["at", "steps", "gaps"],
    });
    Map::from_iter([("Trace".to_owned(), trace)])
}
