//! What several standards ask alike, each question once.
use crate::{answer::Answer, caller::Asked, problem::Problem, state::Api};
use axum::extract::State;
use gemba_conformity::Live;
use gemba_desk::{Desk, Refused};
use gemba_vocabulary::actor::Actor;
use http::StatusCode;
use serde_json::Value as Json;
use std::sync::Arc;

/// The address.
pub const PATH: &str = "/shared-requirements";

/// `GET /shared-requirements?standard=`
pub async fn get(State(api): State<Api>, asked: Asked) -> Result<Answer, Problem> {
    let [standard] = asked.parameters(["standard"])?;
    let standard = standard.map(std::string::ToString::to_string);
    let (caller, live) = (Arc::clone(&asked.caller), Arc::clone(&api.live));
    let told = move |desk: &Desk| told(desk, &live, &caller.actor, standard.as_deref());
    let told = api.ask(told).await?;
    Ok(Answer::json(StatusCode::OK, &told))
}

fn told(desk: &Desk, live: &Live, actor: &Actor, only: Option<&str>) -> Result<Json, Refused> {
    if !actor.is_inside() {
        let why = "What several standards ask is shown to people inside only.";
        return Err(Refused::Forbidden(why.to_owned()));
    }
    let told = live.shared_now(only, &desk.evidence(actor));
    let (names, told) = told.map_err(|fault| Refused::Failed(fault.0))?;
    if let Some(only) = only.filter(|only| !names.iter().any(|name| name == only)) {
        return Err(Refused::Unknown(format!("“{only}” is none of: {}.", names.join(", "))));
    }
    serde_json::to_value(told).map_err(|error| Refused::Failed(error.to_string()))
}
