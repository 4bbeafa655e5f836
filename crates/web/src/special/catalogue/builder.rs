//! What a request item consists of, on its page: the questions of its form in order, and the steps
//! by which it is done, stage by stage, with what leads to a further one.
use super::ITEM;
use crate::{address, part::icon, visit::Visit};
use gemba_desk::{Query, Refused};
use gemba_model::{
    Choice as _, FieldDef, Record,
    filter::{Filter, Sort},
    overlay::KindView,
    request_form::{Answered, Question},
};
use gemba_vocabulary::Value;
use maud::{Markup, html};
use serde::Deserialize as _;

const STEP: &str = "fulfilment_step";

/// Whether the section tells what a field holds, so that the details need not.
pub fn tells(view: &KindView, field: &FieldDef) -> bool {
    view.def.name == ITEM && field.name == "questions"
}

/// The section; nothing for other kinds and for people from outside.
pub fn section(visit: &Visit, view: &KindView, record: &Record) -> Result<Markup, Refused> {
    if view.def.name != ITEM || !visit.actor().is_inside() {
        return Ok(html! {});
    }
    let questions: Vec<Question> = match view.value(record, "questions") {
        Value::Struct(json) => Vec::deserialize(json).unwrap_or_default(),
        _ => Vec::new(),
    };
    Ok(html! {
        section.part #item-form data-live-part {
            h2 { (visit.text("item-form")) }
            @if questions.is_empty() { p.soft { (visit.text("item-form-none")) } }
            @else { div.sheet { (form(visit, &questions)) } }
        }
        (steps(visit, record)?)
    })
}

fn form(visit: &Visit, questions: &[Question]) -> Markup {
    let label = |answered: Answered| {
        let place = Answered::ALL.iter().position(|one| *one == answered);
        let choice = place.and_then(|place| Answered::CHOICES.get(place));
        choice.map_or_else(String::new, |one| one.label.to_lowercase())
    };
    html! {
        div.scroll tabindex="0" role="region" aria-label=(visit.text("item-form")) {
            table.rows {
                thead { tr {
                    th scope="col" { (visit.text("item-question")) }
                    th scope="col" { (visit.text("item-answer")) }
                    th scope="col" { (visit.text("item-asked-if")) }
                } }
                tbody {
                    @for one in questions {
                        tr {
                            td {
                                (one.question)
                                @if one.needed { " " span.must { (visit.text("item-needed")) } }
                                div.small.faint.mono { (one.name) }
                            }
                            td {
                                @match &one.choices {
                                    Some(choices) => (choices.replace(';', " /")),
                                    None => (label(one.answer)),
                                }
                            }
                            td { @if let Some(condition) = &one.asked_if { code { (condition) } } }
                        }
                    }
                }
            }
        }
    }
}

fn steps(visit: &Visit, record: &Record) -> Result<Markup, Refused> {
    let Some(view) = visit.desk.view(STEP).filter(|_| visit.may(STEP, "read")) else {
        return Ok(html! {});
    };
    let filters =
        vec![Filter::is(ITEM, Value::Ref(record.id)), Filter::is("open", Value::Bool(true))];
    let sort = Sort { field: "id".to_owned(), descending: false };
    let query = Query { filters, sort, ..Query::of(STEP) };
    let mut steps = visit.desk.list(visit.actor(), &query)?.records;
    let stage = |step: &Record| view.value(step, "stage").as_int().unwrap_or(1);
    steps.sort_by_key(stage);
    let mut stages: Vec<i64> = steps.iter().map(stage).collect();
    stages.dedup();
    let add = address::with_query(
        &format!("/{STEP}/new"),
        [(ITEM, record.id.to_string().as_str()), ("_next", &address::of_record(ITEM, record.id))],
    );
    Ok(html! {
        section.part #item-steps data-live-part {
            h2 {
                (visit.text("item-steps"))
                @if visit.may(STEP, "create") {
                    a.square.slim href=(add) aria-label=(visit.text("item-step-add"))
                        title=(visit.text("item-step-add")) { (icon("plus")) }
                }
            }
            @if stages.is_empty() { p.soft { (visit.text("item-steps-none")) } }
            @else {
                div.sheet {
                    ol.stages {
                        @for number in &stages {
                            li {
                                h3.small.faint { (visit.text_with("item-stage", &[("n", (*number).into())])) }
                                ul.items {
                                    @for step in steps.iter().filter(|step| stage(step) == *number) {
                                        (one(visit, &view, step))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    })
}

fn one(visit: &Visit, view: &KindView, step: &Record) -> Markup {
    let condition = view.value(step, "only_if").to_text();
    html! {
        li {
            span.name {
                a.link href=(address::of_record(STEP, step.id)) { (view.title(step)) }
                @if !condition.is_empty() {
                    small { (visit.text("item-only-if")) " " code { (condition) } }
                }
            }
        }
    }
}
