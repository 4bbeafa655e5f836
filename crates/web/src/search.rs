//! Finding: the search page, the palette, and the choices of a reference.
use crate::{
    address, menu,
    part::{empty, icon, state},
    shell::{self, Page},
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use gemba_desk::{Hit, Refused};
use gemba_model::overlay::KindView;
use maud::{Markup, PreEscaped, html};
use std::sync::Arc;

const HITS_MAX: usize = 50;
const PALETTE_HITS_MAX: usize = 8;
const PALETTE_PLACES_MAX: usize = 6;
const PICK_MAX: usize = 20;

/// `GET /search?q=&kind=`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            let text = visit.query("q").unwrap_or_default();
            let kind = visit.query("kind").filter(|kind| !kind.is_empty());
            if kind.is_none()
                && let Some((kind, id)) = visit.desk.find_number(&text)
                && visit.desk.record(visit.actor(), &kind, id).is_ok()
            {
                return Ok(visit.go(&address::of_record(&kind, id), None));
            }
            let main = results(visit, &text, kind.as_deref())?;
            Ok(Page::new(visit.text("search-title"), main).answer(visit))
        })
        .await
}

/// `GET /palette?q=`
pub async fn palette(visit: Visit) -> Response {
    visit.answer(|visit| Ok(shell::fragment(found(visit)?))).await
}

/// `GET /pick/{kind}?q=`
pub async fn pick(visit: Visit, Path(kind): Path<String>) -> Response {
    visit
        .answer(move |visit| {
            let text = visit.query("q").unwrap_or_default();
            let hits = visit.desk.pick(visit.actor(), &kind, &text, PICK_MAX)?;
            Ok(shell::fragment(html! {
                @for hit in hits {
                    li role="option" data-id=(hit.id) data-label=(hit.title) {
                        (hit.title) " " small { (hit.number) }
                    }
                }
            }))
        })
        .await
}

/// The kinds that the reader may read and that stand in the menu.
fn kinds(visit: &Visit) -> Vec<Arc<KindView>> {
    let is_shown = |view: &Arc<KindView>| menu::shows(visit, view);
    visit.desk.kinds().into_iter().filter(is_shown).collect()
}

fn results(visit: &Visit, text: &str, kind: Option<&str>) -> Result<Markup, Refused> {
    let hits = if text.is_empty() {
        Vec::new()
    } else {
        visit.desk.search(visit.actor(), text, kind, HITS_MAX)?
    };
    Ok(html! {
        div.head { h1 { (visit.text("search-title")) } }
        form.find role="search" action="/search" {
            input.input type="search" name="q" value=(text) aria-label=(visit.text("search-title"))
                placeholder=(visit.text("search-hint")) data-key="s" autofocus[text.is_empty()];
            button.verb.first { (visit.text("search-verb")) }
        }
        (tabs(visit, text, kind, &hits))
        div.sheet {
            @if text.is_empty() {
                (empty("search", &visit.text("search-begin"), &visit.text("search-begin-help"), nothing()))
            } @else if hits.is_empty() {
                (empty("search", &visit.text_with("search-none", &[("text", text.into())]),
                    &visit.text("search-none-help"), nothing()))
            } @else {
                ul.hits { @for hit in &hits { (row(visit, hit)) } }
                div.foot {
                    @let key = if hits.len() < HITS_MAX { "search-count" } else { "search-first" };
                    span { (visit.text_with(key, &[("n", hits.len().into())])) }
                }
            }
        }
    })
}

fn nothing() -> Markup {
    PreEscaped(String::new())
}

/// One tab for each kind that was hit, and for the kind that is looked at.
fn tabs(visit: &Visit, text: &str, kind: Option<&str>, hits: &[Hit]) -> Markup {
    let is_hit = |view: &Arc<KindView>| {
        kind == Some(view.def.name) || hits.iter().any(|hit| hit.kind == view.def.name)
    };
    let shown: Vec<_> = kinds(visit).into_iter().filter(is_hit).collect();
    let current = |is: bool| is.then_some("page");
    html! {
        @if !shown.is_empty() {
            nav.tabs aria-label=(visit.text("search-kinds")) {
                a href=(address::with_query("/search", [("q", text)]))
                    aria-current=[current(kind.is_none())] { (visit.text("search-all")) }
                @for view in shown {
                    a href=(address::with_query("/search", [("q", text), ("kind", view.def.name)]))
                        aria-current=[current(kind == Some(view.def.name))]
                    { (visit.texts.kind_plural(view.def)) }
                }
            }
        }
    }
}

fn row(visit: &Visit, hit: &Hit) -> Markup {
    let href = address::of_record(&hit.kind, hit.id);
    let view = visit.desk.view(&hit.kind);
    html! {
        li {
            div.top {
                span.id { (hit.number) }
                a href=(href) { (hit.title) }
                @if let Some(view) = &view {
                    span.small.faint { (visit.texts.kind_label(view.def)) }
                    (state(visit, view.def, &hit.state))
                }
            }
        }
    }
}

/// What the palette offers: things to do, places to go, records.
fn found(visit: &Visit) -> Result<Markup, Refused> {
    let text = visit.query("q").unwrap_or_default();
    let wanted = text.to_lowercase();
    let is_wanted = |label: &String| label.to_lowercase().contains(&wanted);
    let doing: Vec<_> = doings(visit).into_iter().filter(|(label, _)| is_wanted(label)).collect();
    let places: Vec<_> = places(visit).into_iter().filter(|(label, _)| is_wanted(label)).collect();
    let hits = records(visit, &text)?;
    let item = |sign: &str, label: &str, href: &str| {
        html! { li { a href=(href) { (icon(sign)) span { (label) } } } }
    };
    // Whoever types how a page begins wants to go there.
    let begins = |all: &[(String, String)]| {
        !wanted.is_empty() && all.iter().any(|(label, _)| label.to_lowercase().starts_with(&wanted))
    };
    let mut groups = [("palette-do", "plus", &doing), ("palette-go", "right", &places)];
    if begins(&places) && !begins(&doing) {
        groups.reverse();
    }
    Ok(html! {
        @if !hits.is_empty() {
            li.heading { (visit.text("palette-records")) }
            @for hit in &hits { (record(visit, hit)) }
        }
        @for (key, sign, all) in groups {
            @if !all.is_empty() {
                li.heading { (visit.text(key)) }
                @for (label, href) in all.iter().take(PALETTE_PLACES_MAX) { (item(sign, label, href)) }
            }
        }
        @if !text.is_empty() {
            li.heading { (visit.text("search-title")) }
            @let words = visit.text_with("palette-search", &[("text", text.as_str().into())]);
            (item("search", &words, &address::with_query("/search", [("q", text.as_str())])))
        }
    })
}

fn doings(visit: &Visit) -> Vec<(String, String)> {
    let may = |view: &Arc<KindView>| visit.may(view.def.name, "create");
    let make = |view: Arc<KindView>| {
        (visit.texts.create_label(view.def), format!("/{}/new", view.def.name))
    };
    kinds(visit).into_iter().filter(may).map(make).collect()
}

fn places(visit: &Visit) -> Vec<(String, String)> {
    let mut places = vec![(shell::home_title(visit), "/".to_owned())];
    if visit.actor().is_inside() {
        places.push((visit.text("readiness-title"), "/readiness".to_owned()));
    }
    let list =
        |view: Arc<KindView>| (visit.texts.kind_plural(view.def), format!("/{}", view.def.name));
    places.extend(kinds(visit).into_iter().map(list));
    if shell::may_see_permissions(visit) {
        places.push((visit.text("permissions-title"), "/permissions".to_owned()));
    }
    places.push((visit.text("account-title"), "/account".to_owned()));
    places
}

fn records(visit: &Visit, text: &str) -> Result<Vec<Hit>, Refused> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let mut hits = Vec::new();
    if let Some((kind, id)) = visit.desk.find_number(text)
        && let Some(view) = visit.desk.view(&kind)
        && let Ok(record) = visit.desk.record(visit.actor(), &kind, id)
    {
        let (number, title) = (view.def.number(id), view.title(&record));
        hits.push(Hit { kind, id, number, title, state: record.state });
    }
    for hit in visit.desk.search(visit.actor(), text, None, PALETTE_HITS_MAX)? {
        if !hits.iter().any(|one| one.kind == hit.kind && one.id == hit.id) {
            hits.push(hit);
        }
    }
    Ok(hits)
}

fn record(visit: &Visit, hit: &Hit) -> Markup {
    let label = visit
        .desk
        .view(&hit.kind)
        .map(|view| visit.texts.state_label(view.def, &hit.state))
        .unwrap_or_default();
    html! {
        li {
            a href=(address::of_record(&hit.kind, hit.id)) {
                (icon(sign(&hit.kind))) span.id { (hit.number) } span { (hit.title) } small { (label) }
            }
        }
    }
}

/// The sign of a kind among records of many kinds.
pub fn sign(kind: &str) -> &'static str {
    match kind {
        "person" => "person",
        "team" => "team",
        "calendar" => "calendar",
        "service" => "service",
        "problem" => "bug",
        "incident" => "warning",
        "attachment" => "paperclip",
        "link" => "link",
        "priority_rule" | "custom_field" => "gear",
        "task" | "approval" => "check",
        _ => "note",
    }
}
