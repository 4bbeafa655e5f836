//! The description of reports on paper.
use super::paths::{Operation, id};
use crate::paper::{MEDIA_TYPE, PATH};
use gemba_figures::paper::REPORT;
use gemba_model::overlay::KindView;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// The path, if there are reports.
pub fn paths(views: &[Arc<KindView>]) -> Map<String, Json> {
    let view = views.iter().find(|view| view.def.name == REPORT);
    view.map(|view| (PATH.to_owned(), operation(view))).into_iter().collect()
}

fn operation(view: &KindView) -> Json {
    let pdf = json!({
        "description": "The report as it was kept when its figures were taken.",
        "content": {MEDIA_TYPE: {"schema": {"type": "string", "contentEncoding": "binary"}}},
    });
    let operation = Operation::new(
        "paper_service_report".to_owned(),
        view.def.plural,
        "A service report as PDF",
    )
    .take([id(view)])
    .answer(200, pdf)
    .refuse(&[400, 401, 403, 404, 409, 500]);
    json!({"get": operation.into_json()})
}
