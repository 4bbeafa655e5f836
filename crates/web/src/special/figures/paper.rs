//! Sheets and reports on paper.
use super::asked_for;
use crate::{address, asked, part::icon, shell::header_value, visit::Visit};
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use gemba_desk::Refused;
use gemba_figures::paper::{self, Head, REPORT, RUN};
use gemba_model::{Record, overlay::KindView};
use http::header;
use maud::{Markup, html};
use serde_json::Value as Json;

/// `GET /service_report/{id}/paper.pdf`
pub async fn of_report(visit: Visit, Path(id): Path<String>) -> Response {
    of_kept(visit, REPORT, id).await
}

/// `GET /report_run/{id}/paper.pdf`
pub async fn of_run(visit: Visit, Path(id): Path<String>) -> Response {
    of_kept(visit, RUN, id).await
}

async fn of_kept(visit: Visit, kind: &'static str, id: String) -> Response {
    visit
        .answer(move |visit| {
            let (view, record) = asked::record(visit, kind, &id)?;
            let organization = visit.desk.organization();
            let report = paper::of_report(&organization, &view, &record);
            let (head, content) =
                report.ok_or_else(|| Refused::Not(visit.text("figures-not-prepared")))?;
            printed(visit, &head, content, &view.def.number(record.id))
        })
        .await
}

/// `GET /figures/{sheet}/paper.pdf?from=&until=&about=`
pub async fn of_sheet(visit: Visit, Path(name): Path<String>) -> Response {
    visit
        .answer(move |visit| {
            let (def, ask, sheet) = asked_for(visit, &name)?;
            let head = paper::of_sheet(&visit.desk.organization(), def, &ask);
            printed(visit, &head, &sheet.told(def, &ask), def.name)
        })
        .await
}

fn printed(visit: &Visit, head: &Head, sheet: &Json, name: &str) -> Result<Response, Refused> {
    let printer = visit.printer.ok_or_else(|| Refused::Not(visit.text("figures-no-printer")))?;
    let bytes = printer(head, sheet).map_err(Refused::Failed)?;
    let named = format!("attachment; filename=\"{name}.pdf\"");
    let headers = [
        (header::CONTENT_TYPE, header_value("application/pdf")),
        (header::CONTENT_DISPOSITION, header_value(&named)),
        (header::X_CONTENT_TYPE_OPTIONS, header_value("nosniff")),
    ];
    Ok((headers, bytes).into_response())
}

/// Leads from a report to its paper, once its figures were taken.
pub fn link(visit: &Visit, view: &KindView, record: &Record) -> Markup {
    let is_ready = paper::is_report(view.def.name)
        && visit.printer.is_some()
        && !view.value(record, "content").is_none();
    let href = format!("{}/paper.pdf", address::of_record(view.def.name, record.id));
    html! {
        @if is_ready { a.verb.slim href=(href) { (icon("download")) " " (visit.text("figures-paper")) } }
    }
}
