//! The wheel of Plan-Do-Check-Act: where everything stands that goes round it. Its mark stands beside the state of each
//! such record.
use crate::{
    address,
    part::{empty, state},
    shell::Page,
    value::{Titles, Wanted, moment},
    visit::Visit,
};
use axum::response::Response;
use gemba_desk::Refused;
use gemba_model::{
    KindDef,
    wheel::{KINDS, Quarter, Standing, of_now, place},
};
use maud::{Markup, html};

/// Where the page stands.
pub const ADDRESS: &str = "/wheel";
const ROWS_MAX: usize = 25;
/// The arcs of the house's sign, one for each quarter.
const SMALL: [&str; 4] = [
    "M10 2.5a7.5 7.5 0 0 1 7.5 7.5",
    "M17.5 10A7.5 7.5 0 0 1 10 17.5",
    "M10 17.5A7.5 7.5 0 0 1 2.5 10",
    "M2.5 10A7.5 7.5 0 0 1 10 2.5",
];
/// The same, drawn large with gaps between, and where the number of each stands.
pub const LARGE: [(&str, u16, u16); 4] = [
    ("M165.2 36.1A124 124 0 0 1 283.9 154.8", 206, 118),
    ("M283.9 165.2A124 124 0 0 1 165.2 283.9", 206, 214),
    ("M154.8 283.9A124 124 0 0 1 36.1 165.2", 114, 214),
    ("M36.1 154.8A124 124 0 0 1 154.8 36.1", 114, 118),
];

/// Whether the reader sees the page: people inside who may read something of what is on it.
pub fn is_open(visit: &Visit) -> bool {
    visit.actor().is_inside() && !kinds(visit).is_empty()
}

/// `GET /wheel`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            if !is_open(visit) {
                return Err(Refused::Forbidden(visit.text("wheel-refused")));
            }
            let all = of_now(&visit.desk.evidence(visit.actor()), &kinds(visit));
            let all = all.map_err(|fault| Refused::Failed(fault.0))?;
            Ok(Page::new(visit.text("wheel-title"), main(visit, &all)?).answer(visit))
        })
        .await
}

/// The kinds that go round, as far as they are kept and the reader may read them.
fn kinds(visit: &Visit) -> Vec<&'static str> {
    let is_seen = |kind: &&&str| visit.desk.view(kind).is_some() && visit.may(kind, "read");
    KINDS.iter().filter(is_seen).copied().collect()
}

fn key(quarter: Quarter) -> String {
    format!("menu-{}", quarter.name())
}

/// The small mark beside a record's state: in which quarter it stands. Nothing for what is on no wheel.
pub fn mark(visit: &Visit, def: &KindDef, name: &str) -> Markup {
    let Some(quarter) = place(def, name) else { return html! {} };
    let words = visit.text_with("wheel-mark", &[("quarter", visit.text(&key(quarter)).into())]);
    let href = format!("{ADDRESS}#wheel-{}", quarter.name());
    html! {
        a.turn-mark href=(href) aria-label=(words) title=(words) {
            svg.wheel viewBox="0 0 20 20" aria-hidden="true" {
                @for (one, path) in Quarter::ALL.into_iter().zip(SMALL) {
                    path.turn[one == quarter] d=(path) {}
                }
            }
        }
    }
}

fn main(visit: &Visit, all: &[Standing]) -> Result<Markup, Refused> {
    let mut wanted = Wanted::default();
    for owner in all.iter().filter_map(|one| one.owner) {
        wanted.record("person", owner);
    }
    let titles = wanted.look_up(visit)?;
    Ok(html! {
        div.head { h1 { (visit.text("wheel-title")) } }
        p.small.faint.lead { (visit.text("wheel-what")) }
        div.stack {
            section.sheet aria-label=(visit.text("wheel-drawing")) { (drawing(visit, all)) }
            @for quarter in Quarter::ALL { (section(visit, all, quarter, &titles)) }
        }
    })
}

fn of(all: &[Standing], quarter: Quarter) -> impl Iterator<Item = &Standing> {
    all.iter().filter(move |one| one.quarter == quarter)
}

/// The wheel itself: each quarter leads to its list.
fn drawing(visit: &Visit, all: &[Standing]) -> Markup {
    html! {
        svg.pdca viewBox="0 0 320 320" role="group" aria-label=(visit.text("wheel-drawing")) {
            @for (quarter, (path, x, y)) in Quarter::ALL.into_iter().zip(LARGE) {
                @let count = u64::try_from(of(all, quarter).count()).unwrap_or(u64::MAX);
                @let label = visit.text(&key(quarter));
                a href={ "#wheel-" (quarter.name()) } {
                    path class=(quarter.name()) d=(path) {}
                    text.of x=(x) y=(y + 20) { (label) } " "
                    text.sum x=(x) y=(y) { (count) }
                }
            }
        }
    }
}

fn section(visit: &Visit, all: &[Standing], quarter: Quarter, titles: &Titles) -> Markup {
    let id = format!("wheel-{}", quarter.name());
    let here: Vec<_> = of(all, quarter).collect();
    let count = u64::try_from(here.len()).unwrap_or(u64::MAX);
    html! {
        section.sheet aria-labelledby=(id) {
            div.sheet-head {
                h2 id=(id) { (visit.text(&key(quarter))) }
                span.small.faint { (visit.text(&format!("{id}-what"))) }
            }
            @if here.is_empty() {
                (empty("wheel", &visit.text("wheel-none"), &visit.text("wheel-none-help"), html! {}))
            } @else {
                (counts(visit, &here))
                table.rows.portfolio {
                    caption.hide { (visit.text_with("wheel-count",
                        &[("quarter", visit.text(&key(quarter)).into()), ("n", count.into())])) }
                    thead { tr {
                        th.what scope="col" { (visit.text("wheel-record")) }
                        th scope="col" { (visit.text("wheel-kind")) }
                        th scope="col" { (visit.text("wheel-state")) }
                        th scope="col" { (visit.text("wheel-owner")) }
                        th scope="col" { (visit.text("wheel-since")) }
                    } }
                    tbody { @for one in here.iter().take(ROWS_MAX) { (row(visit, one, titles)) } }
                }
                @if here.len() > ROWS_MAX {
                    @let more = u64::try_from(here.len() - ROWS_MAX).unwrap_or_default();
                    p.small.faint.lead { (visit.text_with("wheel-more", &[("n", more.into())])) }
                }
            }
        }
    }
}

/// How many there are of each kind, leading to their lists.
fn counts(visit: &Visit, here: &[&Standing]) -> Markup {
    html! {
        ul.tokens.wheel-kinds {
            @for kind in KINDS {
                @let count = here.iter().filter(|one| one.kind == *kind).count();
                @if let Some(view) = visit.desk.view(kind).filter(|_| count > 0) {
                    li { a.token href=(format!("/{kind}?open=yes")) {
                        (count) " " (if count == 1 { visit.texts.kind_label(view.def) }
                            else { visit.texts.kind_plural(view.def) })
                    } }
                }
            }
        }
    }
}

fn row(visit: &Visit, one: &Standing, titles: &Titles) -> Markup {
    let view = visit.desk.view(one.kind);
    html! {
        tr {
            th.what scope="row" { a.link href=(address::of_record(one.kind, one.id)) { (one.title) } }
            td { @if let Some(view) = &view { (visit.texts.kind_label(view.def)) } }
            td { @if let Some(view) = &view { (state(visit, view.def, &one.state)) } }
            td { @if let Some(owner) = one.owner { (titles.link(visit, "person", owner)) } }
            td { (moment(visit, one.since)) }
        }
    }
}
