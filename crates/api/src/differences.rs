//! What became different since a baseline was taken.
use crate::{
    address,
    answer::Answer,
    caller::Asked,
    problem::{Fault, Problem, UNREADABLE},
    state::Api,
};
use axum::extract::{Path, State, rejection::PathRejection};
use gemba_model::{
    KindDef,
    taken::{Difference, Differing},
};
use http::StatusCode;
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// The kind of baselines.
pub const BASELINE: &str = "configuration_baseline";
/// The fields that hold what was taken, and the kinds of what it was taken of.
pub const TAKEN: [(&str, &str); 2] =
    [("taken", "configuration_item"), ("services_taken", "service")];
/// The address.
pub const PATH: &str = "/configuration_baseline/{id}/differences";

/// `GET /configuration_baseline/{id}/differences`
pub async fn get(
    State(api): State<Api>,
    path: Result<Path<String>, PathRejection>,
    asked: Asked,
) -> Result<Answer, Problem> {
    let Path(id) = path.map_err(|_| Problem::not_found("There is nothing at this address."))?;
    let view = api.view(BASELINE)?;
    let id = address::record_id(&view, &id)?;
    let [with] = asked.parameters(["with"])?;
    let with = with.map(|with| address::record_id(&view, with)).transpose().map_err(|_| {
        let fault = format!("must be a number, such as {}", view.def.number(2));
        Problem::faults(&UNREADABLE, vec![Fault::parameter("with", fault)])
    })?;
    let caller = Arc::clone(&asked.caller);
    let ask = move |desk: &gemba_desk::Desk| {
        let of_kind =
            |(field, of)| desk.differences(&caller.actor, (BASELINE, field, of), id, with);
        TAKEN.into_iter().map(of_kind).collect::<Result<Vec<_>, _>>()
    };
    let mut differences = Vec::new();
    for (found, (_, of)) in api.ask(ask).await?.iter().zip(TAKEN) {
        let def = api.view(of)?.def;
        differences.extend(found.iter().map(|one| told(one, def)));
    }
    Ok(Answer::json(StatusCode::OK, &json!({"with": with, "differences": differences})))
}

fn told(one: &Differing, def: &KindDef) -> Json {
    let (what, parts) = match &one.difference {
        Difference::Added => ("added", Vec::new()),
        Difference::Removed => ("removed", Vec::new()),
        Difference::Changed(parts) => ("changed", parts.clone()),
    };
    let parts: Vec<_> = parts
        .iter()
        .map(|part| json!({"field": part.field, "before": part.before, "after": part.after}))
        .collect();
    json!({
        "kind": def.name, "id": one.id, "number": def.number(one.id), "title": one.name,
        "difference": what, "changes": parts,
    })
}
