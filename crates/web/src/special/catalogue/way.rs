//! The way of a request, on its page: where it stands between the form and the last word, for
//! whoever asked for it. On an item's page: the way to its form.
use super::{ITEM, order};
use crate::{part::icon, value::moment, visit::Visit};
use gemba_model::{FieldDef, Record, overlay::KindView, request_form::Answer};
use gemba_vocabulary::Value;
use maud::{Markup, html};
use serde::Deserialize as _;

const REQUEST: &str = "service_request";

/// What a step of the way is, and the states in which it is the one that goes on.
const WAY: [(&str, &[&str]); 4] = [
    ("way-asked", &["new"]),
    ("way-approved", &["awaiting_approval"]),
    ("way-done", &["approved", "fulfilling", "pending"]),
    ("way-confirmed", &["fulfilled"]),
];
/// When each step was over.
const OVER_AT: [&str; 4] = ["submitted_at", "approved_at", "fulfilled_at", "closed_at"];

/// Whether the way tells what a field holds, so that the details need not.
pub fn tells(view: &KindView, field: &FieldDef) -> bool {
    view.def.name == REQUEST && field.name == "answers"
}

/// What was answered, in the words of the questions.
fn answers(record: &Record, view: &KindView) -> Vec<Answer> {
    let Value::Struct(json) = view.value(record, "answers") else { return Vec::new() };
    Vec::deserialize(json).unwrap_or_default()
}

/// The way; nothing for other kinds.
pub fn section(visit: &Visit, view: &KindView, record: &Record) -> Markup {
    if view.def.name != REQUEST {
        return html! {};
    }
    let is_off = matches!(record.state.as_str(), "rejected" | "cancelled");
    let here = WAY.iter().position(|(_, states)| states.contains(&record.state.as_str()));
    let value = |field: &str| view.value(record, field);
    let decision = value("decision").to_text();
    html! {
        section.sheet.way #way data-live-part aria-label=(visit.text("way-title")) {
            ol {
                @for (place, ((key, _), over)) in WAY.iter().zip(OVER_AT).enumerate() {
                    @let at = value(over).as_instant().filter(|_| !(is_off && place == 3));
                    @let is_here = here == Some(place);
                    li class=(if is_here { "here" } else if at.is_some() { "over" } else { "to-come" })
                        aria-current=[is_here.then_some("step")]
                    {
                        b { (visit.text(key)) }
                        small {
                            @if let Some(at) = at { (moment(visit, at)) }
                            @else if place == 2 { (due(visit, value("fulfil_due"))) }
                        }
                    }
                }
            }
            @let answers = answers(record, view);
            @if !answers.is_empty() {
                dl.pairs {
                    @for one in &answers {
                        dt { (one.question.as_deref().unwrap_or(&one.name)) } dd { (one.answer) }
                    }
                }
            }
            @if is_off {
                p.hint.warn {
                    (icon("warning")) span { (view.def.state(&record.state).map_or("", |s| &s.label)) }
                    @if !decision.is_empty() { span { (decision) } }
                }
            }
        }
    }
}

fn due(visit: &Visit, due: &Value) -> Markup {
    html! {
        @if let Some(due) = due.as_instant() {
            (visit.text("way-due")) " " (moment(visit, due))
        }
    }
}

/// Where the form of an item can be tried out, for those who write it; and ordered, for everybody.
pub fn link(visit: &Visit, view: &KindView, record: &Record) -> Markup {
    let may = view.def.name == ITEM && visit.may(REQUEST, "create");
    let is_over = view.def.state(&record.state).is_none_or(|state| state.is_end);
    let key = if record.state == "published" { "catalogue-order" } else { "order-try" };
    html! {
        @if may && !is_over {
            a.verb.slim href=(order::address_of(record.id)) { (visit.text(key)) }
        }
    }
}
