//! Readiness: every requirement of an edition with its answer, as the command line tells it.
use crate::{
    answer::Answer,
    caller::Asked as Request,
    problem::{Fault, Problem, UNREADABLE},
    state::Api,
};
use axum::extract::State;
use gemba_conformity::{Asked, Edition, Options, Stage};
use gemba_desk::Refused;
use gemba_model::check::Outcome;
use http::StatusCode;
use serde_json::Value as Json;
use std::sync::Arc;

/// The address.
pub const PATH: &str = "/readiness";
/// What it can be asked.
pub const PARAMETERS: [&str; 4] = ["edition", "stage", "clause", "result"];
/// The edition where none is asked for.
pub const USUAL: &str = "2018";

/// `GET /readiness`
pub async fn get(State(api): State<Api>, request: Request) -> Result<Answer, Problem> {
    let [edition, stage, clause, result] = request.parameters(PARAMETERS)?;
    let refused =
        |name: &str, why: String| Problem::faults(&UNREADABLE, vec![Fault::parameter(name, why)]);
    let known = || format!("is one of: {}", Edition::NAMES.join(", "));
    let edition = Edition::named(edition.unwrap_or(USUAL));
    let edition = edition.map_err(|_| refused("edition", known()))?;
    let stage = stage
        .map(|name| Stage::named(name).ok_or_else(|| refused("stage", "is 1 or 2".to_owned())));
    let stage = stage.transpose()?;
    let result = result.map(|name| {
        let found = Outcome::ALL.into_iter().find(|outcome| outcome.name() == name);
        let names = Outcome::ALL.map(Outcome::name).join(", ");
        found.ok_or_else(|| refused("result", format!("is one of: {names}")))
    });
    let result = result.transpose()?;
    let clause = clause.map(str::to_owned);
    let (caller, live) = (Arc::clone(&request.caller), Arc::clone(&api.live));
    let told = api
        .ask(move |desk| -> Result<Json, Refused> {
            if !caller.actor.is_inside() {
                let sentence = "Readiness is shown to people inside only.";
                return Err(Refused::Forbidden(sentence.to_owned()));
            }
            let asked = Asked { clause: clause.as_deref(), stage, result };
            let evidence = desk.evidence(&caller.actor);
            let told = live.readiness_asked(edition, &asked, &evidence, Options::default());
            let told = told.map_err(|fault| Refused::Failed(fault.0))?;
            serde_json::to_value(told).map_err(|fault| Refused::Failed(fault.to_string()))
        })
        .await?;
    Ok(Answer::json(StatusCode::OK, &told))
}
