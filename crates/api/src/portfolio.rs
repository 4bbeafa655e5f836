//! The portfolio of services, and who supplies or runs what.
use crate::{answer::Answer, caller::Asked, problem::Problem, state::Api};
use axum::extract::State;
use gemba_desk::{Desk, Refused};
use gemba_model::portfolio;
use gemba_vocabulary::actor::Actor;
use http::StatusCode;
use serde_json::Value as Json;
use std::sync::Arc;

/// The address.
pub const PATH: &str = "/portfolio";

/// `GET /portfolio`
pub async fn get(State(api): State<Api>, asked: Asked) -> Result<Answer, Problem> {
    asked.parameters([])?;
    let caller = Arc::clone(&asked.caller);
    let told = api.ask(move |desk| told(desk, &caller.actor)).await?;
    Ok(Answer::json(StatusCode::OK, &told))
}

fn told(desk: &Desk, actor: &Actor) -> Result<Json, Refused> {
    if !actor.is_inside() {
        let why = "The portfolio is shown to people inside only.";
        return Err(Refused::Forbidden(why.to_owned()));
    }
    let portfolio = portfolio::of_now(&desk.evidence(actor));
    portfolio.map(|portfolio| portfolio.told()).map_err(|fault| Refused::Failed(fault.0))
}
