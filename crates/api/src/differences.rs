//! What became different since a baseline was taken.
use crate::{
    address,
    answer::Answer,
    caller::Asked,
    problem::{Fault, Problem, UNREADABLE},
    state::Api,
};
use axum::extract::{Path, State, rejection::PathRejection};
use gemba_model::taken::{Difference, Differing};
use http::StatusCode;
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// The kind of baselines, the field that holds what was taken, and the kind of what it was taken of.
pub const BASELINE: (&str, &str, &str) = ("configuration_baseline", "taken", "configuration_item");
/// The address.
pub const PATH: &str = "/configuration_baseline/{id}/differences";

/// `GET /configuration_baseline/{id}/differences`
pub async fn get(
    State(api): State<Api>,
    path: Result<Path<String>, PathRejection>,
    asked: Asked,
) -> Result<Answer, Problem> {
    let Path(id) = path.map_err(|_| Problem::not_found("There is nothing at this address."))?;
    let view = api.view(BASELINE.0)?;
    let id = address::record_id(&view, &id)?;
    let [with] = asked.parameters(["with"])?;
    let with = with.map(|with| address::record_id(&view, with)).transpose().map_err(|_| {
        let fault = format!("must be a number, such as {}", view.def.number(2));
        Problem::faults(&UNREADABLE, vec![Fault::parameter("with", fault)])
    })?;
    let caller = Arc::clone(&asked.caller);
    let ask = move |desk: &gemba_desk::Desk| desk.differences(&caller.actor, BASELINE, id, with);
    let found = api.ask(ask).await?;
    let items = api.view(BASELINE.2)?;
    let differences: Vec<_> =
        found.iter().map(|one| told(one, &items.def.number(one.id))).collect();
    Ok(Answer::json(StatusCode::OK, &json!({"with": with, "differences": differences})))
}

fn told(one: &Differing, number: &str) -> Json {
    let (what, parts) = match &one.difference {
        Difference::Added => ("added", Vec::new()),
        Difference::Removed => ("removed", Vec::new()),
        Difference::Changed(parts) => ("changed", parts.clone()),
    };
    let parts: Vec<_> = parts
        .iter()
        .map(|part| json!({"field": part.field, "before": part.before, "after": part.after}))
        .collect();
    json!({"id": one.id, "number": number, "title": one.name, "difference": what, "changes": parts})
}
