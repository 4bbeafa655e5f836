//! What depends on a record, and what it depends on.
use crate::{
    address,
    answer::Answer,
    caller::Asked,
    filters,
    list::part,
    problem::{Fault, Problem, UNREADABLE},
    state::Api,
};
use axum::extract::{Path, State, rejection::PathRejection};
use gemba_desk::{Asked as Question, Desk, Impact, Refused, Way};
use gemba_vocabulary::{RecordId, actor::Actor};
use http::{StatusCode, header};
use serde_json::{Value as Json, json};
use std::{collections::BTreeSet, sync::Arc};

/// The ways that can be gone, by their names in an address.
pub const WAYS: [(&str, Way); 2] = [("dependents", Way::Up), ("dependencies", Way::Down)];
/// How many records are told at most.
pub const RECORDS_MAX: i64 = 1_000;
/// How many are told when nobody says.
pub const RECORDS_USUAL: usize = 100;
/// How many edges away one can look; without a depth there is no end.
pub const DEPTH_MAX: i64 = 1_000;

/// Where a page of the answer begins and how long it is.
#[derive(Clone, Copy)]
struct Span {
    offset: usize,
    limit: usize,
}

/// What was asked.
struct Wanted {
    direction: &'static str,
    question: Question,
    span: Span,
}

/// `GET /{kind}/{id}/impact`
pub async fn get(
    State(api): State<Api>,
    path: Result<Path<(String, String)>, PathRejection>,
    asked: Asked,
) -> Result<Answer, Problem> {
    let (kind, id) = part(path)?;
    let view = api.view(&kind)?;
    let id = address::record_id(&view, &id)?;
    if !api.desk.graph_kinds().contains(kind.as_str()) {
        return Err(Problem::not_found("Records of this kind do not depend on one another."));
    }
    let given = asked.parameters(["direction", "depth", "by", "limit", "offset"])?;
    let Wanted { direction, question, span } = read(&api.desk, given)?;
    let caller = Arc::clone(&asked.caller);
    let ask = move |desk: &Desk| {
        let impact = desk.impact(&caller.actor, &kind, id, &question)?;
        page(desk, &caller.actor, direction, &impact, span)
    };
    let (json, next) = api.ask(ask).await?;
    let answer = Answer::json(StatusCode::OK, &json);
    let Some(next) = next.map(|next| next.to_string()) else { return Ok(answer) };
    let [direction, depth, by, limit, _] = given;
    let kept = [("direction", direction), ("depth", depth), ("by", by), ("limit", limit)];
    let kept = kept.into_iter().filter_map(|(name, text)| Some((name, text?)));
    let address = address::with_pairs(&asked.path, kept.chain([("offset", next.as_str())]));
    Ok(answer.with(header::LINK, &format!("<{address}>; rel=\"next\"")))
}

fn read(desk: &Desk, given: [Option<&str>; 5]) -> Result<Wanted, Problem> {
    let [direction, depth, by, limit, offset] = given;
    let mut faults = Vec::new();
    let mut number = |name: &str, text: Option<&str>, usual: usize, most: i64| {
        let read = text.map_or(Ok(usual), |text| filters::limit(text, most));
        read.unwrap_or_else(|fault| {
            faults.push(Fault::parameter(name, fault));
            usual
        })
    };
    let depth = depth.map(|depth| number("depth", Some(depth), 1, DEPTH_MAX));
    let limit = number("limit", limit, RECORDS_USUAL, RECORDS_MAX);
    let offset = number("offset", offset.filter(|offset| *offset != "0"), 0, i64::MAX);
    let way = WAYS.iter().find(|(name, _)| direction.is_none_or(|direction| direction == *name));
    if way.is_none() {
        faults.push(Fault::parameter("direction", "must be dependents or dependencies"));
    }
    let by: BTreeSet<_> = by.into_iter().flat_map(|by| by.split(',')).map(str::to_owned).collect();
    let known: BTreeSet<_> = desk.graph_words().into_iter().map(|(_, _, word)| word).collect();
    if let Some(odd) = by.iter().find(|word| !known.contains(word.as_str())) {
        let known = known.into_iter().collect::<Vec<_>>().join(", ");
        let fault = format!("names “{odd}”, which is no relation; there are: {known}");
        faults.push(Fault::parameter("by", fault));
    }
    match way.copied() {
        Some((direction, way)) if faults.is_empty() => {
            let depth_max = depth.and_then(|depth| u32::try_from(depth).ok()).unwrap_or(u32::MAX);
            let question = Question { way, depth_max, by };
            Ok(Wanted { direction, question, span: Span { offset, limit } })
        }
        _ => Err(Problem::faults(&UNREADABLE, faults)),
    }
}

/// One page of what was found, and where the next begins.
fn page(
    desk: &Desk,
    actor: &Actor,
    direction: &str,
    impact: &Impact,
    span: Span,
) -> Result<(Json, Option<usize>), Refused> {
    let number = |kind: &str, id: RecordId| desk.view(kind).map(|view| view.def.number(id));
    let shown = impact.reached.iter().enumerate().skip(span.offset).take(span.limit);
    let shown: Vec<_> = shown.collect();
    let named: Vec<_> = shown.iter().map(|(_, one)| (one.kind, one.id)).collect();
    let hits = desk.hits(actor, &named)?;
    let records: Vec<_> = shown
        .iter()
        .filter_map(|(at, one)| {
            let hit = hits.get(&(one.kind, one.id))?;
            let path = impact.path(*at).into_iter().filter_map(|at| impact.reached.get(at));
            let path: Vec<_> = path.filter_map(|one| number(one.kind, one.id)).collect();
            Some(json!({
                "kind": one.kind, "id": one.id, "number": hit.number, "title": hit.title,
                "state": hit.state, "depth": one.depth, "by": one.by,
                "begins_here": one.begins_here, "path": path,
            }))
        })
        .collect();
    let count = impact.reached.len();
    let end = span.offset.saturating_add(span.limit);
    let next = (end < count).then_some(end);
    let json = json!({"direction": direction, "count": count, "records": records, "next": next});
    Ok((json, next))
}
