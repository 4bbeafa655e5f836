//! The description of what runs out.
use super::{
    paths::{HOUSE, Operation, told},
    reference,
    schemas::sealed,
};
use crate::lifecycle::PATH;
use gemba_model::{
    lifecycle::{Nearness, Sort},
    overlay::KindView,
};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// The path, if there is anything that runs out.
pub fn paths(views: &[Arc<KindView>]) -> Map<String, Json> {
    let is_kept =
        Sort::ALL.iter().any(|sort| views.iter().any(|view| view.def.name == sort.kind()));
    is_kept.then(|| (PATH.to_owned(), operation())).into_iter().collect()
}

fn operation() -> Json {
    let answer = told("What runs out, by how near it is.", reference("schemas", "Lifecycle"));
    let operation = Operation::new("lifecycle".to_owned(), HOUSE, "What runs out within a year")
        .describe(
            "Warranties, the support of products, the last days for notice of contracts, contracts \
             of which notice was given, and licences, each by the day by which somebody has to act.",
        )
        .answer(200, answer)
        .refuse(&[400, 401, 403, 500]);
    json!({"get": operation.into_json()})
}

/// The schemas of the answer.
pub fn schemas() -> Map<String, Json> {
    let text = json!({"type": "string"});
    let number = json!({"type": "integer", "format": "int64"});
    let one = json!({
        "ends": {"enum": Sort::ALL.map(Sort::name)},
        "day": {"type": ["string", "null"], "format": "date",
            "description": "The last day; nothing where it is over and nobody knows since when."},
        "days": {"type": ["integer", "null"],
            "description": "How many days away that is; below zero it is over."},
        "kind": text, "id": number, "number": text, "title": text,
        "owner": {"type": ["integer", "null"], "format": "int64",
            "description": "The number of the person who answers for it."},
    });
    let mut all =
        Map::from_iter([("as_of".to_owned(), json!({"type": "string", "format": "date"}))]);
    for nearness in Nearness::ALL {
        let list = json!({"type": "array", "items": reference("schemas", "Ending")});
        all.insert(nearness.name().to_owned(), list);
    }
    Map::from_iter([
        ("Lifecycle".to_owned(), sealed(Json::Object(all), false)),
        ("Ending".to_owned(), sealed(one, false)),
    ])
}
