//! Reports on paper.
use crate::{
    address,
    caller::Asked,
    list::part,
    problem::{Problem, REFUSED},
    state::Api,
};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use gemba_desk::Refused;
use gemba_figures::paper::{self, REPORT, RUN};
use http::header;
use std::sync::Arc;

/// The address of a report to a customer.
pub const PATH: &str = "/service_report/{id}/paper";
/// The address of a report that comes round.
pub const RUN_PATH: &str = "/report_run/{id}/paper";
/// What it answers.
pub const MEDIA_TYPE: &str = "application/pdf";

/// `GET /service_report/{id}/paper`
pub async fn get(
    State(api): State<Api>,
    path: Result<Path<String>, PathRejection>,
    asked: Asked,
) -> Result<Response, Problem> {
    printed(api, REPORT, part(path)?, asked).await
}

/// `GET /report_run/{id}/paper`
pub async fn get_run(
    State(api): State<Api>,
    path: Result<Path<String>, PathRejection>,
    asked: Asked,
) -> Result<Response, Problem> {
    printed(api, RUN, part(path)?, asked).await
}

async fn printed(
    api: Api,
    kind: &'static str,
    id: String,
    asked: Asked,
) -> Result<Response, Problem> {
    asked.parameters([])?;
    let view = api.view(kind)?;
    let id = address::record_id(&view, &id)?;
    let none = "This house has no printer. Read the figures in the field “content”.";
    let printer = api.printer.ok_or_else(|| Problem::new(&REFUSED, none))?;
    let caller = Arc::clone(&asked.caller);
    let bytes = api
        .ask(move |desk| {
            let record = desk.record(&caller.actor, kind, id)?;
            let Some((head, content)) = paper::of_report(&desk.organization(), &view, &record)
            else {
                let sentence = "The figures of this report have not been taken. Prepare it first.";
                return Err(Refused::Not(sentence.to_owned()));
            };
            printer(&head, content).map_err(Refused::Failed)
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, MEDIA_TYPE)], bytes).into_response())
}
