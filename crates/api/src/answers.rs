//! What is known already that may be the answer to an incident.
use crate::{address, answer::Answer, caller::Asked, list::part, problem::Problem, state::Api};
use axum::extract::{Path, State, rejection::PathRejection};
use gemba_desk::{Alike, Desk, Refused};
use gemba_model::known_answers::{ASKING, POINTS_MIN, SAME, Source, WORDS};
use gemba_vocabulary::{RecordId, Value, actor::Actor};
use http::StatusCode;
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// The address; only incidents are held against what is known.
pub const PATH: &str = "/incident/{id}/answers";
/// How many answers of each sort are told.
pub const EACH_MAX: usize = 10;

/// `GET /incident/{id}/answers`
pub async fn get(
    State(api): State<Api>,
    path: Result<Path<String>, PathRejection>,
    asked: Asked,
) -> Result<Answer, Problem> {
    let id = part(path)?;
    let view = api.view(ASKING)?;
    let id = address::record_id(&view, &id)?;
    let [] = asked.parameters([])?;
    let caller = Arc::clone(&asked.caller);
    let json = api.ask(move |desk: &Desk| answers(desk, &caller.actor, id)).await?;
    Ok(Answer::json(StatusCode::OK, &json))
}

fn answers(desk: &Desk, actor: &Actor, id: RecordId) -> Result<Json, Refused> {
    let record = desk.record(actor, ASKING, id)?;
    let Some(view) = desk.view(ASKING) else { return Ok(json!({"answers": []})) };
    let text = WORDS.map(|field| view.value(&record, field).to_text()).join(" ");
    let mut told = Vec::new();
    for source in Source::ALL {
        let Some(of) = desk.view(source.kind()) else { continue };
        let same =
            SAME.into_iter().filter_map(|(field, points)| match view.value(&record, field) {
                Value::Ref(id) => Some((source.field_for(field), *id, points)),
                _ => None,
            });
        let alike = Alike {
            kind: source.kind(),
            filters: source.filters(),
            text: &text,
            usual: ASKING,
            same: same.collect(),
            but: Some(id),
            points_min: POINTS_MIN,
            limit: EACH_MAX,
        };
        told.extend(desk.similar(actor, &alike)?.iter().map(|like| {
            json!({
                "sort": source.name(), "kind": source.kind(), "id": like.record.id,
                "number": of.def.number(like.record.id), "title": of.title(&like.record),
                "state": like.record.state, "points": like.points,
                "answer": of.value(&like.record, source.told_by()).to_text(),
            })
        }));
    }
    Ok(json!({"answers": told}))
}
