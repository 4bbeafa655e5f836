//! What is known already that may be the answer to an incident.
use crate::{
    address,
    answer::Answer,
    caller::Asked,
    list::part,
    problem::{Fault, Problem, UNREADABLE},
    state::Api,
};
use axum::extract::{Path, State, rejection::PathRejection};
use gemba_desk::{Alike, Desk, Query, Refused};
use gemba_model::known_answers::{ASKING, POINTS_MIN, SAME, Source, WORDS};
use gemba_vocabulary::{RecordId, Value, actor::Actor};
use http::StatusCode;
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// The address; only incidents are held against what is known.
pub const PATH: &str = "/incident/{id}/answers";
/// The address for what is not recorded yet.
pub const PATH_OF_NEW: &str = "/incident/answers";
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

/// `GET /incident/answers?summary=&description=&service=&configuration_item=`
pub async fn of_new(State(api): State<Api>, asked: Asked) -> Result<Answer, Problem> {
    api.view(ASKING)?;
    let given = asked.parameters(["summary", "description", "service", "configuration_item"])?;
    let [summary, description, service, item] = given;
    let text = [summary, description].map(Option::unwrap_or_default).join(" ");
    let mut faults = Vec::new();
    let mut same = Vec::new();
    for (name, number) in [("service", service), ("configuration_item", item)] {
        let Some(number) = number else { continue };
        let view = api.view(name)?;
        match address::record_id(&view, number) {
            Ok(id) => same.push((name, id)),
            Err(_) => {
                let example = view.def.number(1);
                faults.push(Fault::parameter(name, format!("must be a number, such as {example}")));
            }
        }
    }
    if !faults.is_empty() {
        return Err(Problem::faults(&UNREADABLE, faults));
    }
    let caller = Arc::clone(&asked.caller);
    let about = About { text, same, but: None };
    let ask = move |desk: &Desk| {
        // Whoever may see no incidents has none to ask about.
        desk.list(&caller.actor, &Query { limit: 1, ..Query::of(ASKING) })?;
        // Who says nothing yet hears nothing.
        let is_empty = about.text.trim().is_empty() && about.same.is_empty();
        if is_empty { Ok(json!({"answers": []})) } else { found(desk, &caller.actor, &about) }
    };
    Ok(Answer::json(StatusCode::OK, &api.ask(ask).await?))
}

/// What an answer is looked for by.
struct About {
    text: String,
    /// Fields of an incident and the records that they name.
    same: Vec<(&'static str, RecordId)>,
    but: Option<RecordId>,
}

fn answers(desk: &Desk, actor: &Actor, id: RecordId) -> Result<Json, Refused> {
    let record = desk.record(actor, ASKING, id)?;
    let Some(view) = desk.view(ASKING) else { return Ok(json!({"answers": []})) };
    let text = WORDS.map(|field| view.value(&record, field).to_text()).join(" ");
    let same = SAME.into_iter().filter_map(|(field, _)| match view.value(&record, field) {
        Value::Ref(id) => Some((field, *id)),
        _ => None,
    });
    found(desk, actor, &About { text, same: same.collect(), but: Some(id) })
}

fn found(desk: &Desk, actor: &Actor, about: &About) -> Result<Json, Refused> {
    let mut told = Vec::new();
    for source in Source::ALL {
        let Some(of) = desk.view(source.kind()) else { continue };
        let same = about.same.iter().filter_map(|(field, id)| {
            let (_, points) = SAME.into_iter().find(|(one, _)| one == field)?;
            Some((source.field_for(field), *id, points))
        });
        let alike = Alike {
            kind: source.kind(),
            filters: source.filters(),
            text: &about.text,
            usual: ASKING,
            same: same.collect(),
            but: about.but,
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
