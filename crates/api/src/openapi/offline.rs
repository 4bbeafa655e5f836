//! The description of a continuity plan as one file.
use super::{
    paths::{Operation, id},
    reference,
};
use crate::offline::{KIND, PATH};
use gemba_model::overlay::KindView;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// The path, if there are continuity plans.
pub fn paths(views: &[Arc<KindView>]) -> Map<String, Json> {
    let view = views.iter().find(|view| view.def.name == KIND);
    view.map(|view| (PATH.to_owned(), operation(view))).into_iter().collect()
}

fn operation(view: &KindView) -> Json {
    let page = json!({
        "description": "One HTML file that needs nothing else: no network, no script, no sign-in.",
        "content": {"text/html": {"schema": {"type": "string"}}},
        "headers": {"Content-Disposition": reference("headers", "Content-Disposition")},
    });
    let what = "The plan as a file that can be read when nothing else can";
    let operation = Operation::new(format!("offline_{}", view.def.name), view.def.plural, what)
        .take([id(view)])
        .answer(200, page)
        .refuse(&[400, 401, 403, 404, 500]);
    json!({"get": operation.into_json()})
}
