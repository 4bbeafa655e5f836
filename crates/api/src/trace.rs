//! A trace: a record followed through all that came of it and all that it rests on, and what is missing on the way.
use crate::{address, answer::Answer, caller::Asked, list::part, problem::Problem, state::Api};
use axum::extract::{Path, State, rejection::PathRejection};
use gemba_desk::Refused;
use gemba_figures::trace::{KINDS, trace};
use http::StatusCode;
use std::sync::Arc;

/// The address.
pub const PATH: &str = "/{kind}/{id}/trace";

/// `GET /{kind}/{id}/trace`
pub async fn get(
    State(api): State<Api>,
    path: Result<Path<(String, String)>, PathRejection>,
    asked: Asked,
) -> Result<Answer, Problem> {
    let (kind, id) = part(path)?;
    let view = api.view(&kind)?;
    let id = address::record_id(&view, &id)?;
    let [] = asked.parameters([])?;
    if !KINDS.contains(&kind.as_str()) {
        let detail = format!("These records can be followed: {}.", KINDS.join(", "));
        return Err(Problem::not_found(detail));
    }
    let caller = Arc::clone(&asked.caller);
    let ask = move |desk: &gemba_desk::Desk| {
        if !caller.actor.is_inside() {
            return Err(Refused::Forbidden("Traces are shown to people inside only.".to_owned()));
        }
        desk.record(&caller.actor, &kind, id)?;
        let found = trace(&desk.evidence(&caller.actor), &kind, id, &desk.zone());
        let found = found.map_err(|fault| Refused::Failed(fault.0))?;
        found.map(|one| one.told()).ok_or(Refused::NotFound { kind, id })
    };
    Ok(Answer::json(StatusCode::OK, &api.ask(ask).await?))
}
