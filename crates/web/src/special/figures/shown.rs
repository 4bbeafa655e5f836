//! The parts of a sheet on its page.
use super::chart;
use crate::{
    address,
    part::icon,
    texts::group,
    value::{day_words, duration_words, moment},
    visit::Visit,
};
use gemba_figures::{Cell, Column, Figure, Judged, Named, Part, Table};
use gemba_vocabulary::Value;
use maud::{Markup, html};

/// A table shows so many rows; the API tells all.
const ROWS_MAX: usize = 200;

/// One part.
pub fn part(visit: &Visit, place: usize, part: &Part) -> Markup {
    let id = format!("part-{place}");
    html! {
        section.sheet aria-labelledby=(id) {
            div.sheet-head {
                h2 id=(id) {
                    @match &part.about { Some(about) => (named(visit, about)), None => (part.title) }
                }
            }
            @if !part.figures.is_empty() {
                div.tiles {
                    @for figure in &part.figures { (self::figure(visit, figure)) }
                }
            }
            @for note in &part.notes { p.note.small { (icon("note")) " " (note) } }
            @for chart in &part.charts { (chart::drawn(visit, &id, chart)) }
            @for table in &part.tables {
                h3.table-title { (table.label) }
                (rows(visit, table))
            }
        }
    }
}

fn figure(visit: &Visit, figure: &Figure) -> Markup {
    html! {
        details.tile {
            summary {
                span.label { (figure.def.label) }
                span.value {
                    @if figure.value.is_none() { span.faint { (visit.text("figures-undefined")) } }
                    @else { (value(visit, &figure.value, figure.def.unit)) }
                }
                (judged(visit, figure.judged))
            }
            div.opened {
                @if let Some(why) = &figure.undefined { p { (why) } }
                p.small { (figure.def.definition) }
                @if !figure.exceptions.is_empty() {
                    h3 { (visit.text("figures-exceptions")) }
                    ul.items {
                        @for (about, why) in &figure.exceptions {
                            li { @if let Some(about) = about { (named(visit, about)) ": " } (why) }
                        }
                    }
                }
                @if let Some(table) = &figure.rests_on {
                    h3 { (table.label) }
                    (rows(visit, table))
                }
            }
        }
    }
}

fn judged(visit: &Visit, judged: Judged) -> Markup {
    let (class, sign, key) = match judged {
        Judged::Not => return html! {},
        Judged::Kept => ("token fine", "check", "figures-kept"),
        Judged::Near => ("token warm", "clock", "figures-near"),
        Judged::Missed => ("token hot", "warning", "figures-missed"),
    };
    html! { span class=(class) { (icon(sign)) (visit.text(key)) } }
}

/// A record, leading to its page if the reader may open it.
fn named(visit: &Visit, about: &Named) -> Markup {
    html! {
        @if visit.may(about.kind, "read") {
            a.link.in-text href=(address::of_record(about.kind, about.id)) { (about.title) }
        } @else { (about.title) }
    }
}

fn value(visit: &Visit, value: &Value, unit: &str) -> Markup {
    let words = match value {
        Value::None => return html! {},
        Value::Instant(at) => return moment(visit, *at),
        Value::Bool(yes) => visit.text(if *yes { "yes" } else { "no" }),
        Value::Int(number) => group(&number.to_string()),
        Value::Decimal(number) => group(&number.normalize().to_string()),
        Value::Money(money) => format!("{} {}", group(&money.amount.to_string()), money.currency),
        Value::Date(day) => day_words(*day),
        Value::Duration(seconds) => duration_words(&visit.texts, *seconds),
        other => other.to_text(),
    };
    html! { (words) @if !unit.is_empty() { "\u{202f}" small { (unit) } } }
}

fn is_number(value: &Value) -> bool {
    matches!(value, Value::Int(_) | Value::Decimal(_) | Value::Money(_) | Value::Duration(_))
}

/// A table; what is said where it is empty.
fn rows(visit: &Visit, table: &Table) -> Markup {
    if table.rows.is_empty() {
        return html! { p.note.small.faint { (table.empty) } };
    }
    let is_right = |place: usize| {
        table.rows.iter().filter_map(|row| row.get(place)).any(|cell| is_number(&cell.value))
    };
    html! {
        div.scroll tabindex="0" role="group" aria-label=(table.label) {
            table.rows.told.keep {
                thead { tr {
                    @for (place, column) in table.columns.iter().enumerate() {
                        th.number[is_right(place)] scope="col" { (head(column)) }
                    }
                } }
                tbody {
                    @for row in table.rows.iter().take(ROWS_MAX) {
                        tr {
                            @for (place, cell) in row.iter().enumerate() {
                                td.number[is_right(place)] { (self::cell(visit, cell)) }
                            }
                        }
                    }
                }
            }
        }
        @if table.rows.len() > ROWS_MAX {
            p.foot { (visit.text_with("figures-cut", &[("n", ROWS_MAX.into()), ("all", table.rows.len().into())])) }
        }
    }
}

fn head(column: &Column) -> Markup {
    html! { (column.label) @if !column.unit.is_empty() { " " small.faint { (column.unit) } } }
}

fn cell(visit: &Visit, cell: &Cell) -> Markup {
    html! {
        @match &cell.about {
            Some(about) => (named(visit, about)),
            None => (value(visit, &cell.value, "")),
        }
        @if cell.judged != Judged::Not { " " (judged(visit, cell.judged)) }
    }
}
