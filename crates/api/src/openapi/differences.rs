//! The description of how baselines are compared.
use super::{
    paths::{Operation, id, told},
    reference,
    schemas::sealed,
};
use crate::differences::{BASELINE, PATH, TAKEN};
use gemba_model::overlay::KindView;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// The path, if there are baselines.
pub fn paths(views: &[Arc<KindView>]) -> Map<String, Json> {
    let view = views.iter().find(|view| view.def.name == BASELINE);
    view.map(|view| (PATH.to_owned(), operation(view))).into_iter().collect()
}

fn operation(view: &KindView) -> Json {
    let with = json!({"name": "with", "in": "query",
        "description": "Another baseline; without it what is now.",
        "schema": super::number_of(view.def.name)});
    let answer = told(
        "The configuration items and services that differ.",
        reference("schemas", "Differences"),
    );
    let name = format!("differences_{}", view.def.name);
    let operation =
        Operation::new(name, view.def.plural, "What became different since it was taken")
            .take([id(view), with])
            .answer(200, answer)
            .refuse(&[400, 401, 403, 404, 500]);
    json!({"get": operation.into_json()})
}

/// The schemas of the answer.
pub fn schemas() -> Map<String, Json> {
    let text = json!({"type": "string"});
    let change = sealed(json!({"field": text, "before": {}, "after": {}}), false);
    let difference = json!({
        "kind": {"enum": TAKEN.map(|(_, of)| of)},
        "id": {"type": "integer", "format": "int64"}, "number": text, "title": text,
        "difference": {"enum": ["added", "removed", "changed"],
            "description": "`added`: not in this baseline; `removed`: in this baseline only."},
        "changes": {"type": "array", "items": change},
    });
    let all = json!({
        "with": {"type": ["integer", "null"], "description": "Nothing for what is now."},
        "differences": {"type": "array", "items": reference("schemas", "Difference")},
    });
    Map::from_iter([
        ("Differences".to_owned(), sealed(all, false)),
        ("Difference".to_owned(), sealed(difference, false)),
    ])
}
