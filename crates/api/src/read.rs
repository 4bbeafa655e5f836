//! Reading one record: itself, its history, and what can be done with it now.
use crate::{
    address,
    answer::{Answer, etag},
    caller::Asked,
    filters,
    list::part,
    problem::{Fault, Problem, UNREADABLE},
    record,
    state::Api,
};
use axum::extract::{Path, State, rejection::PathRejection};
use gemba_desk::{Desk, Happening, Offer};
use gemba_model::FieldDef;
use http::{HeaderMap, StatusCode, header};
use serde_json::{Value as Json, json};
use std::sync::Arc;

const HISTORY_ENTRIES_USUAL: usize = 50;
type Parts = Result<Path<(String, String)>, PathRejection>;

/// `GET /{kind}/{id}`
pub async fn get(State(api): State<Api>, path: Parts, asked: Asked) -> Result<Answer, Problem> {
    let (kind, id) = part(path)?;
    let view = api.view(&kind)?;
    let id = address::record_id(&view, &id)?;
    let [] = asked.parameters([])?;
    let caller = Arc::clone(&asked.caller);
    let record = api.ask(move |desk| desk.record(&caller.actor, &kind, id)).await?;
    if has_seen(&asked.headers, record.version) {
        let mut answer = Answer::json(StatusCode::NOT_MODIFIED, &Json::Null).with_version(&record);
        answer.headers.remove(header::CONTENT_TYPE);
        answer.body.clear();
        return Ok(answer);
    }
    let json = record::to_json(&asked.caller.actor, &view, &record, None);
    Ok(Answer::json(StatusCode::OK, &json).with_version(&record))
}

/// Whether the caller already has this version.
fn has_seen(headers: &HeaderMap, version: i64) -> bool {
    let wanted = etag(version);
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == wanted)
}

/// `GET /{kind}/{id}/history`
pub async fn history(State(api): State<Api>, path: Parts, asked: Asked) -> Result<Answer, Problem> {
    let (kind, id) = part(path)?;
    let view = api.view(&kind)?;
    let id = address::record_id(&view, &id)?;
    let [before, limit] = asked.parameters(["before", "limit"])?;
    let fault = |name: &str, fault: String| {
        Problem::faults(&UNREADABLE, vec![Fault::parameter(name, fault)])
    };
    let before = match before {
        Some(text) => {
            let entry = address::number(text).and_then(|entry| u64::try_from(entry).ok());
            let missing = || fault("before", "must be the number of an entry".to_owned());
            Some(entry.ok_or_else(missing)?)
        }
        None => None,
    };
    let limit = limit.map_or(Ok(HISTORY_ENTRIES_USUAL), |text| {
        filters::limit(text, filters::PAGE_RECORDS_MAX).map_err(|why| fault("limit", why))
    })?;
    let caller = Arc::clone(&asked.caller);
    // One more than is told says whether there is a next page.
    let read = move |desk: &Desk| desk.history(&caller.actor, &kind, id, before, limit + 1);
    let told = api.ask(read).await?;
    let has_more = told.len() > limit;
    let told: Vec<_> = told.into_iter().take(limit).collect();
    let next = told.last().filter(|_| has_more).map(|last| last.entry);
    let entries: Vec<_> = told.iter().map(happening).collect();
    let answer = Answer::json(StatusCode::OK, &json!({"entries": entries, "next": next}));
    Ok(match next {
        Some(next) => {
            let (limit, next) = (limit.to_string(), next.to_string());
            let pairs = [("limit", limit.as_str()), ("before", next.as_str())];
            let address = address::with_pairs(&asked.path, pairs.into_iter());
            answer.with(header::LINK, &format!("<{address}>; rel=\"next\""))
        }
        None => answer,
    })
}

fn happening(one: &Happening) -> Json {
    let changes: Vec<_> = one
        .changes
        .iter()
        .map(|change| {
            json!({"field": change.field, "old": change.old.to_json(), "new": change.new.to_json()})
        })
        .collect();
    json!({
        "entry": one.entry,
        "at": one.at.to_string(),
        "actor": one.actor,
        "actor_name": one.actor_name,
        "channel": one.channel,
        "verb": one.verb,
        "imported": one.imported,
        "changes": changes,
        "state": one.state.as_ref().map(|(from, to)| json!({"from": from, "to": to})),
        "text": one.text,
        "erased": one.is_erased,
    })
}

/// `GET /{kind}/{id}/verbs`
pub async fn verbs(State(api): State<Api>, path: Parts, asked: Asked) -> Result<Answer, Problem> {
    let (kind, id) = part(path)?;
    let view = api.view(&kind)?;
    let id = address::record_id(&view, &id)?;
    let [] = asked.parameters([])?;
    let caller = Arc::clone(&asked.caller);
    let (record, offers, fields) = api
        .ask(move |desk| {
            let record = desk.record(&caller.actor, &kind, id)?;
            let offers = desk.offers(&caller.actor, &kind, &record)?;
            Ok((record, offers, desk.visible_fields(&caller.actor, &kind)))
        })
        .await?;
    let verbs: Vec<_> = offers.iter().map(|one| offer(one, &fields)).collect();
    let json = json!({"state": record.state, "version": record.version, "verbs": verbs});
    Ok(Answer::json(StatusCode::OK, &json).with_version(&record))
}

fn offer(offer: &Offer, fields: &[FieldDef]) -> Json {
    let is_seen = |name: &&&str| fields.iter().any(|field| field.name == ***name);
    let asks: Vec<_> = offer.step.asks.iter().filter(is_seen).collect();
    json!({
        "verb": offer.step.verb,
        "label": offer.step.label,
        "help": offer.step.help,
        "to": offer.step.to,
        "asks": asks,
        "needs_note": offer.step.needs_note,
        "refusal": offer.refusal,
    })
}
