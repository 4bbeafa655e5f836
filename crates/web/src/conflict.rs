//! When somebody saved a record while another wrote: both versions side by side, and a choice for
//! each field.
use crate::{
    address,
    field_input::Inputs,
    form::{self, VERSION},
    part::{csrf, icon},
    shell::Page,
    value::moment,
    visit::{Posted, Visit},
};
use axum::response::Response;
use gemba_desk::{Happening, Refused};
use gemba_model::{FieldDef, Record, overlay::KindView};
use http::StatusCode;
use maud::{Markup, html};
use std::collections::BTreeMap;

const KEEP: &str = "keep-";
const NEWER_MAX: usize = 200;

/// What was sent, without the fields for which the sender chose what is saved already.
pub fn settled(posted: Posted) -> Posted {
    let is_left = |name: &str| {
        let field = name.strip_suffix("_text").or_else(|| name.strip_suffix("_currency"));
        let theirs = |field: &str| posted.text(&format!("{KEEP}{field}")) == "theirs";
        theirs(name) || field.is_some_and(theirs)
    };
    let pairs: Vec<_> = posted.pairs.iter().filter(|(name, _)| !is_left(name)).cloned().collect();
    Posted { fields: pairs.iter().cloned().collect(), pairs }
}

/// One field of which two versions say different things.
struct Row<'a> {
    field: &'a FieldDef,
    mine: String,
    theirs: String,
    /// Whether the writer changed it at all since they began.
    is_mine_new: bool,
}

/// The page with both versions. Nothing is lost: what was typed goes along in the form.
pub fn answer(
    visit: &Visit,
    view: &KindView,
    record: &Record,
    version: i64,
    fields: &[FieldDef],
    mut inputs: Inputs,
) -> Result<Response, Refused> {
    let typed = inputs.read(visit, view, fields, Some(record));
    let newer = newer(visit, view, record, version)?;
    let base = base(visit, view, &newer);
    let row = |field: &'_ FieldDef| {
        let theirs = form::held(visit, view, record, field);
        // What could not be read is kept as it was typed, and told again when it is saved.
        let is_odd = inputs.is_faulty_in(&[field]);
        let odd = is_odd.then(|| inputs.text(&field.name).to_owned());
        let mine = typed.get(&*field.name).cloned().or(odd)?;
        let before = base.get(&*field.name).cloned().unwrap_or_else(|| theirs.clone());
        Some((mine.clone(), theirs, mine != before))
    };
    let rows: Vec<_> = fields
        .iter()
        .filter_map(|field| {
            let (mine, theirs, is_mine_new) = row(field)?;
            Some(Row { field, mine, theirs, is_mine_new })
        })
        .collect();
    if rows.is_empty() && !typed.contains_key("tags") {
        // Both wrote the same: there is nothing left to save.
        return Ok(visit.go(&address::of_record(view.def.name, record.id), None));
    }
    let by = newer.first();
    let main = page(visit, view, record, by, &rows, &inputs)?;
    let title = visit.text("conflict-title-quietly");
    Ok(Page::new(title, main).status(StatusCode::CONFLICT).answer(visit))
}

/// What happened since the version that the writer saw, newest first.
fn newer(
    visit: &Visit,
    view: &KindView,
    record: &Record,
    version: i64,
) -> Result<Vec<Happening>, Refused> {
    let count = usize::try_from(record.version.saturating_sub(version)).unwrap_or(0);
    visit.desk.history(visit.actor(), view.def.name, record.id, None, count.min(NEWER_MAX))
}

/// What the fields held at the version that the writer saw, as far as they changed since.
fn base(visit: &Visit, view: &KindView, newer: &[Happening]) -> BTreeMap<String, String> {
    let mut base = BTreeMap::new();
    for change in newer.iter().flat_map(|happening| &happening.changes) {
        // The oldest of the newer changes says last what stood there before.
        base.insert(change.field.clone(), crate::field_input::inputs::spelled(visit, &change.old));
    }
    let is_known = |field: &String| view.field(field).is_some();
    base.retain(|field, _| is_known(field));
    base
}

fn page(
    visit: &Visit,
    view: &KindView,
    record: &Record,
    by: Option<&Happening>,
    rows: &[Row<'_>],
    inputs: &Inputs,
) -> Result<Markup, Refused> {
    let (def, own) = (view.def, address::of_record(view.def.name, record.id));
    let title = match by {
        Some(by) => visit.text_with("conflict-title", &[("name", by.actor_name.as_str().into())]),
        None => visit.text("conflict-title-quietly"),
    };
    let hint = visit.text_with("conflict-hint", &[("n", rows.len().into())]);
    let mut shown = Vec::new();
    for row in rows {
        shown.push(versus(visit, view, row)?);
    }
    Ok(html! {
        nav aria-label=(visit.text("path")) {
            ol.path {
                li { a href={ "/" (def.name) } { (visit.texts.kind_plural(def)) } }
                li { a href=(own) { (def.number(record.id)) } }
            }
        }
        div.head { h1 { (title) } }
        form.stack.tight method="post" action={ (own) "/edit" } {
            (csrf(visit))
            input type="hidden" name=(VERSION) value=(record.version);
            @for (name, text) in inputs.pairs() { (carried(name, text, rows)) }
            div.hint.warn role="alert" { (icon("warning")) p { (hint) } }
            div.sheet {
                table.versus {
                    caption.hide { (visit.text("conflict-caption")) }
                    thead {
                        tr {
                            th scope="col" { (visit.text("conflict-field")) }
                            th scope="col" {
                                (visit.text("conflict-mine")) " "
                                small { (visit.text("conflict-mine-help")) }
                            }
                            th scope="col" {
                                (visit.text("conflict-theirs")) " "
                                @if let Some(by) = by {
                                    small { (by.actor_name) ", " (moment(visit, by.at)) }
                                }
                            }
                        }
                    }
                    tbody { @for row in &shown { (row) } }
                }
            }
            div.form-foot {
                button.verb.first { (visit.text("conflict-save")) }
                a.verb href=(own) { (visit.text("conflict-drop")) }
            }
        }
    })
}

/// What was typed goes along unseen, for the fields in question.
fn carried(name: &str, text: &str, rows: &[Row<'_>]) -> Markup {
    let is_of = |row: &Row<'_>| {
        let field = &*row.field.name;
        name == field
            || name.strip_suffix("_text") == Some(field)
            || name.strip_suffix("_currency") == Some(field)
    };
    html! {
        @if rows.iter().any(is_of) || name == "tags" {
            input type="hidden" name=(name) value=(text);
        }
    }
}

fn versus(visit: &Visit, view: &KindView, row: &Row<'_>) -> Result<Markup, Refused> {
    let kind = view.def.name;
    let mine = form::told(visit, kind, row.field, &row.mine)?;
    let theirs = form::told(visit, kind, row.field, &row.theirs)?;
    let keep = format!("{KEEP}{}", row.field.name);
    let (label_mine, label_theirs) = (visit.text("conflict-mine"), visit.text("conflict-theirs"));
    Ok(html! {
        tr {
            th scope="row" { (visit.texts.field_label(kind, row.field)) }
            td data-label=(label_mine) {
                label {
                    input type="radio" name=(keep) value="mine" checked[row.is_mine_new];
                    " " span { (mine) }
                }
            }
            td data-label=(label_theirs) {
                label {
                    input type="radio" name=(keep) value="theirs" checked[!row.is_mine_new];
                    " " span { (theirs) }
                }
            }
        }
    })
}
