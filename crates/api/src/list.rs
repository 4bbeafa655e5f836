//! `GET /{kind}`: the records of a kind, narrowed, sorted, a page at a time; or how many there are.
use crate::{
    address,
    answer::Answer,
    caller::Asked,
    filters::{self, Wanted},
    problem::Problem,
    record,
    state::Api,
};
use axum::extract::{Path, State, rejection::PathRejection};
use gemba_desk::Query;
use gemba_model::overlay::KindView;
use http::{StatusCode, header};
use serde_json::json;
use std::sync::Arc;

/// Counting stops here: nobody waits for an exact number of many.
pub const COUNT_MAX: i64 = 1_000;
/// With words the records themselves are looked up, so counting stops earlier.
const FOUND_MAX: usize = 500;

/// Lists or counts.
pub async fn get(
    State(api): State<Api>,
    path: Result<Path<String>, PathRejection>,
    asked: Asked,
) -> Result<Answer, Problem> {
    let kind = part(path)?;
    let view = api.view(&kind)?;
    let wanted = filters::read(&api.desk, &view, &asked.caller.actor, &asked.pairs)?;
    if wanted.count {
        return count(&api, &asked, wanted).await;
    }
    page(&api, &view, &asked, wanted).await
}

/// The parts of a path; text that is not UTF-8 is refused.
pub fn part<T>(path: Result<Path<T>, PathRejection>) -> Result<T, Problem> {
    let detail = "The path of the address is not valid text; write it in UTF-8.";
    path.map(|Path(parts)| parts).map_err(|_| Problem::unreadable(detail))
}

async fn page(
    api: &Api,
    view: &Arc<KindView>,
    asked: &Asked,
    wanted: Wanted,
) -> Result<Answer, Problem> {
    let Wanted { query, only, .. } = wanted;
    let (caller, shown) = (Arc::clone(&asked.caller), Arc::clone(view));
    let (json, next) = api
        .ask(move |desk| {
            let page = desk.list(&caller.actor, &query)?;
            let told = |one| record::to_json(&caller.actor, &shown, one, only.as_deref());
            let records: Vec<_> = page.records.iter().map(told).collect();
            Ok((json!({"records": records, "next": page.next}), page.next))
        })
        .await?;
    let answer = Answer::json(StatusCode::OK, &json);
    Ok(match next {
        Some(next) => answer.with(header::LINK, &link(asked, &next)),
        None => answer,
    })
}

/// Where the next page begins, as RFC 8288 writes it.
pub fn link(asked: &Asked, next: &str) -> String {
    let pairs = asked.pairs.iter().filter(|(name, _)| name != "after");
    let pairs = pairs.map(|(name, text)| (name.as_str(), text.as_str()));
    let address = address::with_pairs(&asked.path, pairs.chain([("after", next)]));
    format!("<{address}>; rel=\"next\"")
}

async fn count(api: &Api, asked: &Asked, wanted: Wanted) -> Result<Answer, Problem> {
    let caller = Arc::clone(&asked.caller);
    let (count, more) = api
        .ask(move |desk| {
            let query = wanted.query;
            if query.text.is_some() {
                let query = Query { after: None, limit: FOUND_MAX, ..query };
                let page = desk.list(&caller.actor, &query)?;
                let found = i64::try_from(page.records.len()).unwrap_or(COUNT_MAX);
                return Ok((found, page.next.is_some()));
            }
            let count = desk.count(&caller.actor, &query.kind, &query.filters, COUNT_MAX)?;
            Ok((count.count, count.is_more))
        })
        .await?;
    Ok(Answer::json(StatusCode::OK, &json!({"count": count, "more": more})))
}
