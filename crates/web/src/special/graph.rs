//! What hangs together with a configuration item or a service: a picture drawn on the server, and the same as tables.
mod drawing;
mod layout;
mod scene;

use crate::{
    address, asked,
    part::{icon, state},
    shell::Page,
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use gemba_desk::{Refused, Way};
use gemba_model::{FieldDef, KindDef, Record, overlay::KindView};
use maud::{Markup, html};
use scene::{Scene, Side, Wanted};

pub(crate) use layout::fitted;

/// How far one can look.
const DEPTH_MAX: u32 = 4;
/// How far one looks when nobody says.
const DEPTH_USUAL: u32 = 2;

/// `GET /{kind}/{id}/graph`
pub async fn get(visit: Visit, Path((kind, id)): Path<(String, String)>) -> Response {
    visit
        .answer(move |visit| {
            let (view, record) = asked::record(visit, &kind, &id)?;
            if !visit.desk.graph_kinds().contains(view.def.name) {
                return Err(Refused::Unknown(visit.text("problem-no-page")));
            }
            let scene = Scene::of(visit, &view, &record, Wanted::read(visit))?;
            let number = view.def.number(record.id);
            let title = visit.text_with("graph-title", &[("number", number.into())]);
            let main = main(visit, &view, &record, &scene, &title);
            Ok(Page::new(title, main).answer(visit))
        })
        .await
}

/// Whether a kind has such a page, and the link to it.
pub fn link(visit: &Visit, def: &KindDef, record: &Record) -> Markup {
    let has = visit.actor().is_inside() && visit.desk.graph_kinds().contains(def.name);
    html! {
        @if has {
            a.verb.plain.slim href={ (address::of_record(def.name, record.id)) "/graph" } {
                (icon("link")) (visit.text("graph-open"))
            }
        }
    }
}

fn main(visit: &Visit, view: &KindView, record: &Record, scene: &Scene, title: &str) -> Markup {
    let own = address::of_record(view.def.name, record.id);
    html! {
        nav aria-label=(visit.text("path")) {
            ol.path {
                li { a href={ "/" (view.def.name) } { (visit.texts.kind_plural(view.def)) } }
                li { a href=(own) { (view.def.number(record.id)) " " (view.title(record)) } }
            }
        }
        div.head { h1 { (title) } (state(visit, view.def, &record.state)) }
        (asking(visit, scene))
        div.stack {
            section.sheet {
                div.sheet-head {
                    h2 #graph-picture { (visit.text("graph-picture")) }
                    span.small.faint { (told(visit, scene)) }
                }
                div.scroll tabindex="0" role="region" aria-labelledby="graph-picture" {
                    (drawing::draw(visit, scene))
                }
            }
            @for side in &scene.sides { (table(visit, scene, side)) }
        }
    }
}

/// How much is drawn, and of how much.
fn told(visit: &Visit, scene: &Scene) -> String {
    let (shown, all) = (scene.nodes.len().saturating_sub(1), scene.found.len());
    let values = [("shown", shown.into()), ("all", all.into())];
    visit.text_with(if shown == all { "graph-all-shown" } else { "graph-part-shown" }, &values)
}

/// What is asked for, as a form that needs no script.
fn asking(visit: &Visit, scene: &Scene) -> Markup {
    let wanted = &scene.wanted;
    let ways = [("", "graph-both"), ("up", "graph-up"), ("down", "graph-down")];
    let ways = ways.map(|(name, key)| (name.to_owned(), visit.text(key)));
    let depths = (1..=DEPTH_MAX).map(|depth| (depth.to_string(), depth.to_string()));
    let any = || (String::new(), visit.text("graph-any"));
    let words = visit.desk.graph_words();
    let mut by: Vec<_> = words
        .iter()
        .map(|(def, field, name)| ((*name).to_owned(), word(visit, def, field, name)))
        .collect();
    by.dedup();
    by.insert(0, any());
    let mut types: Vec<_> = scene.types.iter().map(|one| (one.clone(), one.clone())).collect();
    types.insert(0, any());
    html! {
        form.asking method="get" {
            (select(visit, "graph-depth", "depth", depths, &wanted.depth.to_string()))
            (select(visit, "graph-way", "way", ways, &wanted.way))
            (select(visit, "graph-by", "by", by, &wanted.by))
            (select(visit, "graph-type", "type", types, &wanted.item_type))
            button.verb { (visit.text("graph-show")) }
        }
    }
}

fn select(
    visit: &Visit,
    key: &str,
    name: &str,
    choices: impl IntoIterator<Item = (String, String)>,
    chosen: &str,
) -> Markup {
    html! {
        div.field {
            label for={ "graph-" (name) } { (visit.text(key)) }
            select id={ "graph-" (name) } name=(name) {
                @for (value, label) in choices {
                    option value=(value) selected[value == chosen] { (label) }
                }
            }
        }
    }
}

/// What an edge says, as a word: the choice, or the field that names the other record.
fn word(visit: &Visit, def: &KindDef, field: &str, name: &str) -> String {
    let Some(field) = def.field(field) else { return name.to_owned() };
    if is_choice(field) {
        visit.texts.choice_label(def.name, field, name)
    } else {
        visit.texts.field_label(def.name, field)
    }
}

fn is_choice(field: &FieldDef) -> bool {
    !field.choices().is_empty()
}

/// Everything that lies one way, the nearest first.
fn table(visit: &Visit, scene: &Scene, side: &Side) -> Markup {
    let (key, none) = match side.way {
        Way::Up => ("graph-up", "graph-none-up"),
        Way::Down => ("graph-down", "graph-none-down"),
    };
    let heads = ["graph-record", "graph-type", "graph-state", "graph-depth", "graph-reached-by"];
    html! {
        section.sheet {
            div.sheet-head {
                h2 { (visit.text(key)) }
                span.num.small.faint { (side.rows.len()) }
            }
            @if side.rows.is_empty() {
                p.empty { (visit.text(none)) }
            } @else {
                div.scroll {
                    table.rows {
                        thead { tr { @for key in heads { th scope="col" { (visit.text(key)) } } } }
                        tbody {
                            @for row in &side.rows { (self::row(visit, scene, row)) }
                        }
                    }
                }
            }
        }
    }
}

fn row(visit: &Visit, scene: &Scene, row: &scene::Row) -> Markup {
    let view = visit.desk.view(row.kind);
    let href = address::of_record(row.kind, row.id);
    let known = scene.known(row.kind, row.id);
    html! {
        tr {
            th.what scope="row" {
                a.link href=(href) { (known.title) } " " small { (known.number) }
            }
            td { (known.type_name) }
            td { @if let Some(view) = &view { (state(visit, view.def, &known.state)) } }
            td.num { (row.depth) }
            td.text { (sentence(visit, scene, row)) }
        }
    }
}

/// How a record hangs on the one before it: “runs on host-3”, or “mail-1 names it as service”.
fn sentence(visit: &Visit, scene: &Scene, row: &scene::Row) -> String {
    let words = visit.desk.graph_words();
    let found = words.iter().find(|(_, _, name)| *name == row.by);
    let Some((def, field, name)) = found else { return String::new() };
    let word = word(visit, def, field, name).to_lowercase();
    let other = scene.known(row.from.0, row.from.1).title;
    let values = [("word", word.into()), ("other", other.into())];
    let is_choice = def.field(field).is_some_and(is_choice);
    let key = match (is_choice, row.begins_here) {
        (true, true) => "graph-says",
        (true, false) => "graph-is-said",
        (false, true) => "graph-names",
        (false, false) => "graph-is-named",
    };
    visit.text_with(key, &values)
}
