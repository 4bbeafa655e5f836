//! What runs out, by the day by which somebody has to act.
use crate::{answer::Answer, caller::Asked, problem::Problem, state::Api};
use axum::extract::State;
use gemba_desk::{Desk, Refused};
use gemba_model::lifecycle::{self, Ending, Nearness};
use gemba_vocabulary::actor::Actor;
use http::StatusCode;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// The address.
pub const PATH: &str = "/lifecycle";

/// `GET /lifecycle`
pub async fn get(State(api): State<Api>, asked: Asked) -> Result<Answer, Problem> {
    let [] = asked.parameters([])?;
    let caller = Arc::clone(&asked.caller);
    let json = api.ask(move |desk: &Desk| endings(desk, &caller.actor)).await?;
    Ok(Answer::json(StatusCode::OK, &json))
}

fn endings(desk: &Desk, actor: &Actor) -> Result<Json, Refused> {
    if !actor.is_inside() {
        let sentence = "What runs out is shown to people inside only.";
        return Err(Refused::Forbidden(sentence.to_owned()));
    }
    let today = lifecycle::day_of(desk.now());
    let endings = lifecycle::read(&desk.evidence(actor), today);
    let endings = endings.map_err(|fault| Refused::Failed(fault.0))?;
    let mut json = Map::from_iter([("as_of".to_owned(), json!(today))]);
    for nearness in Nearness::ALL {
        let group = lifecycle::of_group(&endings, nearness).into_iter().map(told);
        json.insert(nearness.name().to_owned(), group.collect());
    }
    Ok(Json::Object(json))
}

fn told(ending: &Ending) -> Json {
    json!({
        "ends": ending.sort.name(), "day": ending.day, "days": ending.days,
        "kind": ending.sort.kind(), "id": ending.id, "number": ending.number,
        "title": ending.title, "owner": ending.owner,
    })
}
