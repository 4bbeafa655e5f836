//! The description of what is known already to an incident.
use super::{
    impact::query,
    number_of,
    paths::{Operation, id, told},
    reference,
    schemas::sealed,
};
use crate::answers::{EACH_MAX, PATH, PATH_OF_NEW};
use gemba_model::{
    known_answers::{ASKING, Source},
    overlay::KindView,
};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// The path, if there are incidents.
pub fn paths(views: &[Arc<KindView>]) -> Map<String, Json> {
    let view = views.iter().find(|view| view.def.name == ASKING);
    let both = view.map(|view| {
        [(PATH.to_owned(), operation(view)), (PATH_OF_NEW.to_owned(), operation_of_new(view))]
    });
    both.into_iter().flatten().collect()
}

fn operation_of_new(view: &KindView) -> Json {
    let answer = told("What may be the answer.", reference("schemas", "KnownAnswers"));
    let text = || json!({"type": "string"});
    let parameters = [
        query("summary", "What does not work, in one line.", text()),
        query("description", "What happened, and what was expected.", text()),
        query("service", "The service that suffers.", number_of("service")),
        query("configuration_item", "The part that failed.", number_of("configuration_item")),
    ];
    let what = "What is known already about an incident that is not recorded yet";
    let operation = Operation::new("answers_before".to_owned(), view.def.plural, what)
        .describe(
            "Asked while somebody still writes it down. Without any of the four nothing is told; words \
             count by how rare they are.",
        )
        .take(parameters)
        .answer(200, answer)
        .refuse(&[400, 401, 403, 404, 500]);
    json!({"get": operation.into_json()})
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
