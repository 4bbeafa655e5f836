//! The way on: the button that opens the record to put right, or the form to begin with, filled as far as it is known.
use super::{TODAY, link_to};
use crate::{address, visit::Visit};
use gemba_conformity::{Answer, NextStep, attested};
use gemba_model::{Holds, check::Exception, overlay::KindView};
use maud::{Markup, html};
use std::sync::Arc;

/// The button that leads to where it can be put right.
pub fn button(visit: &Visit, answer: &Answer) -> Markup {
    if let [one] = answer.exceptions.as_slice() {
        return of_exception(visit, answer, one);
    }
    if answer.exception_count > 0 {
        let words = visit.text_with("readiness-see", &[("n", answer.exception_count.into())]);
        return html! { a.verb.slim href=(link_to(visit, &answer.id)) { (words) } };
    }
    let Some((view, verb)) = step(visit, answer.next_step.as_ref()) else {
        return html! { span {} };
    };
    let kind = view.def.name;
    html! {
        @if verb == "create" && visit.may(kind, "create") {
            a.verb.slim href=(form(visit, &view, answer, None)) { (visit.texts.create_label(view.def)) }
        } @else if visit.may(kind, "read") {
            a.verb.slim href={ "/" (kind) } { (visit.texts.kind_plural(view.def)) }
        } @else { span {} }
    }
}

/// The button beside one exception: a form for what is missing of it, where it is mended by a record of another kind
/// that names it; else the record itself.
pub fn of_exception(visit: &Visit, answer: &Answer, one: &Exception) -> Markup {
    let new = step(visit, answer.next_step.as_ref())
        .filter(|(view, verb)| {
            let is_missing = *verb == "change" && view.def.name != one.kind;
            (*verb == "create" || is_missing) && visit.may(view.def.name, "create")
        })
        .filter(|(view, _)| naming(view, &one.kind).is_some());
    let open = address::of_record(&one.kind, one.record);
    html! {
        @if let Some((view, _)) = new {
            a.verb.slim href=(form(visit, &view, answer, Some(one))) {
                (visit.texts.create_label(view.def))
            }
        } @else {
            a.verb.slim href=(open) { (visit.text("readiness-open")) }
        }
    }
}

fn step<'a>(visit: &Visit, step: Option<&'a NextStep>) -> Option<(Arc<KindView>, &'a str)> {
    let step = step?;
    Some((visit.desk.view(step.kind?)?, step.verb?))
}

/// The field by which a new record of a kind names a record of another.
fn naming(view: &KindView, kind: &str) -> Option<String> {
    let names = |holds: &Holds| matches!(holds, Holds::Ref(to) | Holds::Refs(to) if *to == kind);
    let mut fields = view.def.fields.iter();
    let found = fields.find(|field| !field.computed && names(&field.holds))?;
    Some(found.name.to_string())
}

/// The address of a form for a new record, filled with what is known: the requirement or the clause it is for, and the
/// record that is without it.
fn form(visit: &Visit, view: &KindView, answer: &Answer, of: Option<&Exception>) -> String {
    let edition = visit.query("edition").unwrap_or_else(|| TODAY.to_owned());
    let is_confirmation = view.def.name == attested::KIND;
    let has_clause = view.def.fields.iter().any(|field| {
        field.name == "clause" && !field.computed && matches!(field.holds, Holds::ShortText)
    });
    let named = of.and_then(|one| Some((naming(view, &one.kind)?, one.record.to_string())));
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    if is_confirmation {
        pairs.extend([("requirement", &*answer.id), ("edition", &*edition)]);
    } else if has_clause {
        pairs.push(("clause", &answer.clause));
    }
    if let Some((field, record)) = &named {
        pairs.push((field, record));
    }
    address::with_query(&format!("/{}/new", view.def.name), pairs)
}
