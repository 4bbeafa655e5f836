//! A continuity plan as one file that can be read when nothing else can.
use crate::{address, caller::Asked, list::part, problem::Problem, state::Api};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use gemba_desk::Refused;
use gemba_figures::continuity::offline;
use http::{HeaderValue, header};
use std::sync::Arc;

/// The kind of plans.
pub const KIND: &str = "continuity_plan";
/// The address.
pub const PATH: &str = "/continuity_plan/{id}/offline.html";
/// It is kept, not opened here: nothing in it runs or loads.
const POLICY: &str = "sandbox; default-src 'none'";

/// `GET /continuity_plan/{id}/offline.html`
pub async fn get(
    State(api): State<Api>,
    path: Result<Path<String>, PathRejection>,
    asked: Asked,
) -> Result<Response, Problem> {
    let id = part(path)?;
    let view = api.view(KIND)?;
    let id = address::record_id(&view, &id)?;
    let [] = asked.parameters([])?;
    let caller = Arc::clone(&asked.caller);
    let page = api
        .ask(move |desk| {
            desk.record(&caller.actor, KIND, id)?;
            let evidence = desk.evidence(&caller.actor);
            let page = offline::page(&evidence, id, &desk.zone());
            let page = page.map_err(|fault| Refused::Failed(fault.0))?;
            page.ok_or(Refused::NotFound { kind: KIND.to_owned(), id })
        })
        .await?;
    let disposition = format!("attachment; filename=\"{}\"", page.file_name);
    let mut response = page.html.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}
