//! What belongs to no kind: search, who I am, the description of the API and the page that shows
//! it.
use crate::{
    answer::Answer,
    caller::{Asked, authenticated},
    definitions, filters,
    openapi::Described,
    problem::{Fault, Problem, UNREADABLE},
    state::Api,
};
use axum::{
    body::Bytes,
    extract::{Query, State, rejection::QueryRejection},
    response::{IntoResponse, Response},
};
use gemba_desk::{Hit, TokenScope};
use http::{HeaderMap, StatusCode, header};
use serde_json::{Value as Json, json};
use std::sync::Arc;

const HITS_USUAL: usize = 20;
/// How many records a search finds at most.
pub const HITS_MAX: i64 = 100;
const PAGE_POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// `GET /search`
pub async fn search(State(api): State<Api>, asked: Asked) -> Result<Answer, Problem> {
    let [text, kind, limit] = asked.parameters(["q", "kind", "limit"])?;
    let fault = |name: &str, fault: String| {
        Problem::faults(&UNREADABLE, vec![Fault::parameter(name, fault)])
    };
    let text = text.ok_or_else(|| fault("q", "is needed: the words to search for".to_owned()))?;
    let text = filters::words(text).map_err(|why| fault("q", why))?;
    let limit = limit.map_or(Ok(HITS_USUAL), |text| {
        filters::limit(text, HITS_MAX).map_err(|why| fault("limit", why))
    })?;
    if let Some(kind) = kind
        && api.desk.view(kind).is_none()
    {
        return Err(fault("kind", format!("names “{kind}”, which is no kind")));
    }
    let (caller, kind) = (Arc::clone(&asked.caller), kind.map(str::to_owned));
    let hits =
        api.ask(move |desk| desk.search(&caller.actor, &text, kind.as_deref(), limit)).await?;
    let hits: Vec<_> = hits.iter().map(hit).collect();
    Ok(Answer::json(StatusCode::OK, &json!({"hits": hits})))
}

fn hit(hit: &Hit) -> Json {
    json!({
        "kind": hit.kind,
        "id": hit.id,
        "number": hit.number,
        "title": hit.title,
        "state": hit.state,
    })
}

/// `GET /kinds`
pub async fn kinds(State(api): State<Api>, asked: Asked) -> Result<Answer, Problem> {
    let [] = asked.parameters([])?;
    let actor = &asked.caller.actor;
    let views = api.desk.kinds();
    let kinds: Vec<_> = views
        .iter()
        .filter(|view| api.desk.may(actor, view.def.name, "read"))
        .map(|view| definitions::kind(view, &api.desk.visible_fields(actor, view.def.name)))
        .collect();
    Ok(Answer::json(StatusCode::OK, &json!({"kinds": kinds})))
}

/// `GET /me`
pub async fn me(State(api): State<Api>, asked: Asked) -> Result<Answer, Problem> {
    let [] = asked.parameters([])?;
    let organization = api.ask(|desk| Ok(desk.organization())).await?;
    let actor = &asked.caller.actor;
    let roles: Vec<_> = actor.roles.iter().map(|role| role.name()).collect();
    let scope = match asked.caller.scope {
        TokenScope::Read => "read",
        TokenScope::Write => "write",
    };
    let json = json!({
        "person": actor.person,
        "name": actor.name,
        "roles": roles,
        "customer": actor.customer,
        "teams": actor.teams,
        "scope": scope,
        "organization": organization,
    });
    Ok(Answer::json(StatusCode::OK, &json))
}

/// `GET /openapi.json`
pub async fn openapi(
    State(api): State<Api>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    described(&api, &headers, "application/json", |described| Some(described.json.clone())).await
}

/// Which page of the description is asked for.
#[derive(serde::Deserialize)]
pub struct Chapter {
    /// The kind that it is about; without one it is the first page.
    #[serde(default)]
    kind: String,
}

/// `GET /docs?kind=`
pub async fn docs(
    State(api): State<Api>,
    chapter: Result<Query<Chapter>, QueryRejection>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    let policy = [(header::CONTENT_SECURITY_POLICY, PAGE_POLICY)];
    let html = "text/html; charset=utf-8";
    let Query(chapter) = chapter.map_err(|why| not_taken(why.body_text()))?;
    let page = |described: &Described| described.pages.get(&chapter.kind).cloned();
    Ok((policy, described(&api, &headers, html, page).await?))
}

fn not_taken(why: String) -> Problem {
    Problem::faults(&UNREADABLE, vec![Fault::parameter("kind", why)])
}

/// What the organization added is told to its own people alone: the names of its fields may say
/// more than it wants strangers to know.
async fn described(
    api: &Api,
    headers: &HeaderMap,
    media_type: &'static str,
    text: impl Fn(&Described) -> Option<Bytes>,
) -> Result<Response, Problem> {
    let is_colleague = headers.contains_key(header::AUTHORIZATION)
        && authenticated(api, headers).await?.actor.is_inside();
    let described =
        if is_colleague { api.description.of(&api.desk.kinds()) } else { Arc::clone(&api.plain) };
    let text = text(&described);
    let text = text.ok_or_else(|| not_taken("is no kind of record".to_owned()))?;
    let about = [(header::ETAG, described.etag.as_str()), (header::VARY, "authorization")];
    let is_seen = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .any(|line| line.to_str().is_ok_and(|line| line.contains(&described.etag)));
    if is_seen {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    let media_type = [(header::CONTENT_TYPE, media_type)];
    Ok((about, media_type, text).into_response())
}
