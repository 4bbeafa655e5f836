//! A review by top management as its minutes: each input with what the records say of it and what was made of that, and
//! what was decided.
use crate::{address, part::state, value::day_words, visit::Visit};
use gemba_desk::{Query, Refused};
use gemba_model::{
    Choice, FieldDef, Record,
    filter::Filter,
    overlay::KindView,
    review_inputs::{Input, InputComment, InputPoint},
};
use gemba_vocabulary::{Value, id::parse_number};
use maud::{Markup, html};
use serde::de::DeserializeOwned;

const KIND: &str = "management_review";
const DECISION: &str = "review_decision";
const DECISIONS_MAX: usize = 200;

/// The section; nothing for other kinds, and for people from outside.
pub fn section(visit: &Visit, view: &KindView, record: &Record) -> Result<Markup, Refused> {
    if view.def.name != KIND || !visit.actor().is_inside() {
        return Ok(html! {});
    }
    let points: Vec<InputPoint> = rows(view.value(record, "inputs"));
    let comments: Vec<InputComment> = rows(view.value(record, "comments"));
    Ok(html! {
        (decisions(visit, record)?)
        section.part #minutes data-live-part {
            h2 { (visit.text("minutes-inputs")) }
            div.stack { @for input in Input::ALL { div {
                h3 { (input.label()) }
                ul.items {
                    @for one in points.iter().filter(|one| one.input == *input) {
                        li {
                            span.name { (one.point) }
                            @if let Some(number) = &one.record { span.end { (link(visit, number)) } }
                        }
                    }
                }
                @let said = comments.iter().find(|one| one.input == *input);
                @match said.and_then(|one| one.comment.as_deref()) {
                    Some(comment) => p { b { (visit.text("minutes-comment")) ": " } (comment) },
                    None => p.small.faint { (visit.text("minutes-no-comment")) },
                }
            } } }
        }
    })
}

/// Whether the minutes tell a field, so that nothing else has to.
pub fn tells(view: &KindView, field: &FieldDef) -> bool {
    view.def.name == KIND && matches!(&*field.name, "inputs" | "comments")
}

fn rows<T: DeserializeOwned>(value: &Value) -> Vec<T> {
    let Value::Struct(json) = value else { return Vec::new() };
    serde_json::from_value(json.clone()).unwrap_or_default()
}

/// A record by its number, leading to its page if the reader may open it.
fn link(visit: &Visit, number: &str) -> Markup {
    let found = parse_number(number).and_then(|(prefix, id)| {
        let kinds = visit.desk.kinds();
        let view = kinds.iter().find(|view| view.def.prefix == prefix)?;
        visit.may(view.def.name, "read").then(|| address::of_record(view.def.name, id))
    });
    html! {
        @match found {
            Some(href) => a.link href=(href) { (number) },
            None => (number),
        }
    }
}

/// What was decided, and the way to add a decision.
fn decisions(visit: &Visit, record: &Record) -> Result<Markup, Refused> {
    let Some(view) = visit.desk.view(DECISION).filter(|_| visit.may(DECISION, "read")) else {
        return Ok(html! {});
    };
    let query = Query {
        filters: vec![Filter::is("review", Value::Ref(record.id))],
        limit: DECISIONS_MAX,
        ..Query::of(DECISION)
    };
    let mut found = visit.desk.list(visit.actor(), &query)?.records;
    found.sort_by_key(|one| one.id);
    let is_open = matches!(&*record.state, "planned" | "prepared" | "held");
    let id = record.id.to_string();
    let add = address::with_query("/review_decision/new", [("review", &*id)]);
    Ok(html! {
        section.part #decisions data-live-part {
            h2 { (visit.text("minutes-decisions")) }
            @if found.is_empty() { p.small.faint { (visit.text("minutes-no-decision")) } }
            ul.items {
                @for one in &found {
                    li {
                        span.name {
                            a.link href=(address::of_record(DECISION, one.id)) { (view.title(one)) }
                            @if let Value::Date(due) = view.value(one, "due_on") {
                                small { (visit.text("minutes-due")) " " (day_words(*due)) }
                            }
                        }
                        span.end { (state(visit, view.def, &one.state)) }
                    }
                }
            }
            @if is_open && visit.may(DECISION, "create") {
                a.verb.slim href=(add) data-dialog { (visit.text("minutes-add")) }
            }
        }
    })
}
