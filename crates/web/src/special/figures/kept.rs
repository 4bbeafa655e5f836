//! The figures that a report keeps, shown as they were when they were taken.
use crate::{part::icon, visit::Visit};
use gemba_figures::paper;
use gemba_model::{Record, overlay::KindView};
use gemba_vocabulary::Value;
use maud::{Markup, html};
use serde_json::Value as Json;

/// The section; nothing for other kinds, and before figures were taken.
pub fn section(visit: &Visit, view: &KindView, record: &Record) -> Markup {
    let content = match view.value(record, "content") {
        Value::Struct(content) if paper::is_report(view.def.name) => content,
        _ => return html! {},
    };
    html! {
        @for part in list(content, "parts") {
            @let figures = list(part, "figures");
            @if !figures.is_empty() {
                section.part {
                    h2 { (text(part, "title")) }
                    div.tiles { @for figure in figures { (tile(visit, figure)) } }
                }
            } @else {
                @for told in list(part, "tables") { (table(text(part, "title"), told)) }
            }
        }
    }
}

fn list<'a>(json: &'a Json, name: &str) -> &'a [Json] {
    json.get(name).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

fn text<'a>(json: &'a Json, name: &str) -> &'a str {
    json.get(name).and_then(Json::as_str).unwrap_or_default()
}

/// A table that stands alone, such as where figures lead.
fn table(title: &str, table: &Json) -> Markup {
    let value = |cell: &Json| text_of(cell.get("value").filter(|value| !value.is_null()));
    html! {
        section.part {
            h2 { (title) }
            div.scroll tabindex="0" role="group" aria-label=(title) {
                table.rows.told.keep {
                    thead { tr {
                        @for column in list(table, "columns") { th scope="col" { (text(column, "label")) } }
                    } }
                    tbody {
                        @for row in list(table, "rows") {
                            tr { @for cell in row.as_array().into_iter().flatten() { td { (value(cell)) } } }
                        }
                    }
                }
            }
        }
    }
}

/// A value as it was told: numbers as they are, an amount with its currency.
fn value(figure: &Json) -> Option<String> {
    match figure.get("value")? {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        Json::Object(money) => {
            Some(format!("{} {}", text_of(money.get("amount")), text_of(money.get("currency"))))
        }
        other => Some(other.to_string()),
    }
}

fn text_of(json: Option<&Json>) -> String {
    match json {
        Some(Json::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

fn tile(visit: &Visit, figure: &Json) -> Markup {
    let unit = text(figure, "unit");
    let judged = match text(figure, "judged") {
        "kept" => Some(("token fine", "check", "figures-kept")),
        "near" => Some(("token warm", "clock", "figures-near")),
        "missed" => Some(("token hot", "warning", "figures-missed")),
        _ => None,
    };
    html! {
        details.tile {
            summary {
                span.label { (text(figure, "label")) }
                span.value {
                    @match value(figure) {
                        Some(value) => { (value) @if !unit.is_empty() { "\u{202f}" small { (unit) } } },
                        None => span.faint { (visit.text("figures-undefined")) },
                    }
                }
                @if let Some((class, sign, key)) = judged { span class=(class) { (icon(sign)) (visit.text(key)) } }
            }
            div.opened {
                @let why = text(figure, "undefined");
                @if !why.is_empty() { p { (why) } }
                p.small { (text(figure, "definition")) }
            }
        }
    }
}
