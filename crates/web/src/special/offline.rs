//! A continuity plan as one file that can be read when nothing else can.
use crate::{address, asked, shell::header_value, visit::Visit};
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use gemba_desk::Refused;
use gemba_figures::continuity::offline;
use gemba_model::{Record, overlay::KindView};
use http::{HeaderValue, header};
use maud::{Markup, html};

/// The kind of plans.
pub const KIND: &str = "continuity_plan";
/// It is kept, not opened here: nothing in it runs or loads.
const POLICY: &str = "sandbox; default-src 'none'";

/// `GET /continuity_plan/{id}/offline.html`
pub async fn get(visit: Visit, Path(id): Path<String>) -> Response {
    visit
        .answer(move |visit| {
            let (_, record) = asked::record(visit, KIND, &id)?;
            let evidence = visit.desk.evidence(visit.actor());
            let page = offline::page(&evidence, record.id, &visit.zone);
            let page = page.map_err(|fault| Refused::Failed(fault.0))?;
            let gone = || Refused::NotFound { kind: KIND.to_owned(), id: record.id };
            let page = page.ok_or_else(gone)?;
            let disposition = format!("attachment; filename=\"{}\"", page.file_name);
            let mut response = page.html.into_response();
            let headers = response.headers_mut();
            let html = HeaderValue::from_static("text/html; charset=utf-8");
            headers.insert(header::CONTENT_TYPE, html);
            headers.insert(header::CONTENT_DISPOSITION, header_value(&disposition));
            let policy = HeaderValue::from_static(POLICY);
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
            Ok(response)
        })
        .await
}

/// The link to the file, on the page of a plan.
pub fn link(visit: &Visit, view: &KindView, record: &Record) -> Markup {
    html! {
        @if view.def.name == KIND && visit.actor().is_inside() {
            a.verb.plain.slim href={ (address::of_record(KIND, record.id)) "/offline.html" }
                download {
                (visit.text("offline-copy"))
            }
        }
    }
}
