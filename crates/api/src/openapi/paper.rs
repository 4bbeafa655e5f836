//! The description of reports on paper.
use super::paths::{Operation, id};
use crate::paper::{MEDIA_TYPE, PATH, RUN_PATH};
use gemba_figures::paper::{REPORT, RUN};
use gemba_model::overlay::KindView;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// The path, if there are reports.
pub fn paths(views: &[Arc<KindView>]) -> Map<String, Json> {
    let found = [(REPORT, PATH, "A service report as PDF"), (RUN, RUN_PATH, "A report as PDF")];
    let found = found.into_iter().filter_map(|(kind, path, title)| {
        let view = views.iter().find(|view| view.def.name == kind)?;
        Some((path.to_owned(), operation(view, title)))
    });
    found.collect()
}

fn operation(view: &KindView, title: &str) -> Json {
    let pdf = json!({
        "description": "The report as it was kept when its figures were taken.",
        "content": {MEDIA_TYPE: {"schema": {"type": "string", "contentEncoding": "binary"}}},
    });
    let operation = Operation::new(format!("paper_{}", view.def.name), view.def.plural, title)
        .take([id(view)])
        .answer(200, pdf)
        .refuse(&[400, 401, 403, 404, 409, 500]);
    json!({"get": operation.into_json()})
}
