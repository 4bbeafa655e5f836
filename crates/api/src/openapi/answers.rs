//! The description of what is known already to an incident.
use super::{
    paths::{Operation, id, told},
    reference,
    schemas::sealed,
};
use crate::answers::{EACH_MAX, PATH};
use gemba_model::{
    known_answers::{ASKING, Source},
    overlay::KindView,
};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// The path, if there are incidents.
pub fn paths(views: &[Arc<KindView>]) -> Map<String, Json> {
    let view = views.iter().find(|view| view.def.name == ASKING);
    view.map(|view| (PATH.to_owned(), operation(view))).into_iter().collect()
}

fn operation(view: &KindView) -> Json {
    let answer = told("What may be the answer.", reference("schemas", "KnownAnswers"));
    let name = format!("answers_{}", view.def.name);
    let operation = Operation::new(name, view.def.plural, "What is known already about it")
        .describe(
            "Open major incidents, published known errors and knowledge articles, and incidents \
             much the same: by rare words, the same service or the same part.",
        )
        .take([id(view)])
        .answer(200, answer)
        .refuse(&[400, 401, 403, 404, 500]);
    json!({"get": operation.into_json()})
}

/// The schemas of the answer.
pub fn schemas() -> Map<String, Json> {
    let text = json!({"type": "string"});
    let one = json!({
        "sort": {"enum": Source::ALL.map(Source::name)},
        "kind": text, "id": {"type": "integer", "format": "int64"}, "number": text, "title": text,
        "state": text,
        "points": {"type": "integer", "description": "How much it is alike."},
        "answer": {"type": "string", "description": "Its workaround, text or resolution."},
    });
    let all = json!({
        "answers": {"type": "array", "items": reference("schemas", "KnownAnswer"),
            "maxItems": EACH_MAX * Source::ALL.len()},
    });
    Map::from_iter([
        ("KnownAnswers".to_owned(), sealed(all, false)),
        ("KnownAnswer".to_owned(), sealed(one, false)),
    ])
}
