//! One audit of several standards: what they ask alike is asked once, and every standard's clause that the answer
//! serves stands beside it.
use super::{readiness, ring::split};
use crate::{address, part::empty, shell::Page, texts::group, visit::Visit};
use axum::response::Response;
use gemba_conformity::{Question, Shared};
use gemba_desk::Refused;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Where the page stands.
pub const ADDRESS: &str = "/shared-requirements";

/// `GET /shared-requirements?standard=`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            if !visit.actor().is_inside() {
                return Err(Refused::Forbidden(visit.text("readiness-refused")));
            }
            let only = visit.query("standard").filter(|name| !name.is_empty());
            let evidence = visit.desk.evidence(visit.actor());
            let told = visit.live.shared_now(only.as_deref(), &evidence);
            let (known, told) = told.map_err(|fault| Refused::Failed(fault.0))?;
            if only.as_ref().is_some_and(|only| !known.contains(only)) {
                return Err(Refused::Unknown(visit.text("shared-unknown")));
            }
            let main = main(visit, &known, only.as_deref(), &told);
            Ok(Page::new(visit.text("shared-title"), main).answer(visit))
        })
        .await
}

fn main(visit: &Visit, known: &[String], only: Option<&str>, told: &Shared) -> Markup {
    let values = [("n", told.asked_once.into()), ("all", told.asked_apart.into())];
    let href =
        |name: Option<&str>| address::with_query(ADDRESS, name.map(|name| ("standard", name)));
    html! {
        div.head {
            h1 { (visit.text("shared-title")) }
            span.soft { (visit.text_with("shared-instead", &values)) }
        }
        p.small.faint.lead { (visit.text("shared-what")) }
        nav.tabs aria-label=(visit.text("shared-standards")) {
            a href=(href(None)) aria-current=[only.is_none().then_some("page")] { (visit.text("all")) }
            @for name in known {
                a href=(href(Some(name))) aria-current=[(only == Some(name)).then_some("page")] { (name) }
            }
        }
        section.sheet aria-label=(visit.text("shared-title")) {
            @if told.questions.is_empty() {
                (empty("nodata", &visit.text("shared-none"), &visit.text("shared-none-help"), html! {}))
            } @else {
                div.scroll tabindex="0" role="group" aria-label=(visit.text("shared-questions")) {
                    table.rows.portfolio {
                        thead { tr {
                            th scope="col" { (visit.text("readiness-clause")) }
                            th.what scope="col" { (visit.text("readiness-about")) }
                            th.end scope="col" { (visit.text("shared-requirements")) }
                            th.bar-cell scope="col" { (visit.text("readiness-results")) }
                            th scope="col" { (visit.text("shared-evidence")) }
                            th scope="col" { (visit.text("shared-serves")) }
                        } }
                        tbody { @for one in &told.questions { (row(visit, one)) } }
                    }
                }
            }
        }
    }
}

fn row(visit: &Visit, one: &Question) -> Markup {
    let href = address::with_query("/readiness", [("clause", one.clause.as_str())]);
    let count = |number: &u64| u32::try_from(*number).unwrap_or(u32::MAX);
    let counts: BTreeMap<_, _> =
        one.results.iter().map(|(outcome, number)| (*outcome, count(number))).collect();
    html! {
        tr {
            td.clause { (one.clause) }
            th.what scope="row" { a.link href=(href) { (one.title) } }
            td.end { (group(&one.requirements.len().to_string())) }
            td.bar-cell { (split(&counts, &readiness::spelled(visit, &counts))) }
            td { (evidence(visit, one)) }
            td {
                ul.plain {
                    @for served in &one.serves {
                        li { (served.standard) ": " (served.places.join("; ")) }
                    }
                }
            }
        }
    }
}

/// The places where the evidence is kept, each once.
fn evidence(visit: &Visit, one: &Question) -> Markup {
    let mut places: Vec<(String, String)> = Vec::new();
    for id in &one.requirements {
        for place in readiness::places(visit, id) {
            if !places.iter().any(|known| known.0 == place.0) {
                places.push(place);
            }
        }
    }
    html! {
        ul.plain {
            @for (href, label) in places.iter().take(PLACES_MAX) { li { a.link href=(href) { (label) } } }
        }
    }
}

/// So many places tell where to look; the requirement itself tells all.
const PLACES_MAX: usize = 4;
