//! Ordering an item: its form, in which each answer can bring up further questions, and handing it in.
use super::{ADDRESS, ENTRY, ITEM, price_words, time_words};
use crate::{
    address, asked,
    field_input::Inputs,
    form,
    part::{csrf, icon, mistakes},
    shell::{Page, html_of},
    value::prose,
    visit::{Flash, Posted, Visit},
};
use axum::{extract::Path, response::Response};
use gemba_desk::{Command, Refused};
use gemba_model::{
    FieldDef, Record,
    overlay::KindView,
    request_form::{self, Answer, Question},
};
use gemba_vocabulary::Value;
use http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::Arc};

/// The kind of what is ordered.
const REQUEST: &str = "service_request";
/// The button without a script that looks which questions are asked now.
const LOOK: &str = "_look";
const PREFIX: &str = "o";
/// Keeps the inputs of the item's own questions apart from those of the request.
const QUESTION: &str = "q_";
/// What else is asked of everybody, and of people inside.
const ALSO: &[&str] = &["requested_for", "description"];
const ALSO_INSIDE: &[&str] = &["requested_by"];

/// Where an item is ordered.
pub fn address_of(item: i64) -> String {
    format!("/{ITEM}/{item}/order")
}

/// `GET /request_item/{id}/order`
pub async fn get(visit: Visit, Path(id): Path<String>) -> Response {
    visit
        .answer(move |visit| {
            let form = Form::of(visit, &id)?;
            let mut inputs = Inputs::of_new(visit, PREFIX, &form.also, &visit.pairs())?;
            for question in &form.questions {
                let name = input_of(question);
                inputs.set(&name, &visit.query(&question.name).unwrap_or_default());
            }
            Ok(form.answer(StatusCode::OK, &inputs))
        })
        .await
}

/// `POST /request_item/{id}/order`
pub async fn post(visit: Visit, Path(id): Path<String>, posted: Posted) -> Response {
    visit
        .answer(move |visit| {
            let form = Form::of(visit, &id)?;
            let fields = form.every_field();
            let mut inputs = Inputs::of_posted(PREFIX, &fields, &posted);
            if posted.fields.contains_key(LOOK) {
                inputs.name_references(visit, &form.also)?;
                return Ok(form.answer(StatusCode::OK, &inputs));
            }
            form.is_on_offer()?;
            let mut given = inputs.read(visit, &form.request_view, &form.also, None);
            let answers = form.check(&mut inputs);
            if !inputs.is_faulty() {
                given.insert(ITEM.to_owned(), form.item.id.to_string());
                let answers = serde_json::to_string(&answers).unwrap_or_default();
                given.insert("answers".to_owned(), answers);
                match hand_in(visit, given) {
                    Ok(answer) => return Ok(answer),
                    Err(why) => inputs.refused(visit, &form.request_view, why)?,
                }
            }
            inputs.name_references(visit, &form.also)?;
            Ok(form.answer(StatusCode::UNPROCESSABLE_ENTITY, &inputs))
        })
        .await
}

/// Writes the request down and hands it in; if it cannot be handed in, it waits on its own page, where it is said why.
fn hand_in(visit: &Visit, given: BTreeMap<String, String>) -> Result<Response, Refused> {
    let command = Command::create(REQUEST, form::texts(visit, given));
    let done = visit.desk.run(visit.actor(), command)?;
    let own = address::of_record(REQUEST, done.record.id);
    let view = asked::kind(visit, REQUEST)?;
    let number = view.def.number(done.record.id);
    let submit = Command::verb(REQUEST, done.record.id, "submit");
    let key = match visit.desk.run(visit.actor(), submit) {
        Ok(done) if done.record.state == "approved" => "flash-order-approved",
        Ok(_) => "flash-order-asked",
        Err(Refused::Not(_) | Refused::Forbidden(_)) => "flash-order-kept",
        Err(other) => return Err(other),
    };
    Ok(visit.go(&own, Some(Flash::new(key).with("number", &number))))
}

fn input_of(question: &Question) -> String {
    format!("{QUESTION}{}", question.name)
}

/// The field of a question, under the name of its input.
fn field_of(question: &Question) -> FieldDef {
    FieldDef { name: input_of(question).into(), ..question.field() }
}

/// The form of one item.
struct Form<'a> {
    visit: &'a Visit,
    item_view: Arc<KindView>,
    request_view: Arc<KindView>,
    item: Record,
    questions: Vec<Question>,
    /// What every request asks for.
    also: Vec<FieldDef>,
}

impl<'a> Form<'a> {
    fn of(visit: &'a Visit, id: &str) -> Result<Self, Refused> {
        let request_view = asked::kind_for(visit, REQUEST, "create")?;
        let (item_view, item) = asked::record(visit, ITEM, id)?;
        let questions = match item_view.value(&item, "questions") {
            Value::Struct(json) => Vec::deserialize(json).unwrap_or_default(),
            _ => Vec::new(),
        };
        let is_inside = visit.actor().is_inside();
        let may_pick = visit.may("person", "read");
        let is_asked = |field: &&FieldDef| {
            let name = &&*field.name;
            ALSO.contains(name) && (may_pick || field.holds.target().is_none())
                || is_inside && ALSO_INSIDE.contains(name)
        };
        let fields = asked::fields(visit, &request_view);
        let also = fields.iter().filter(is_asked).cloned().collect();
        Ok(Self { visit, item_view, request_view, item, questions, also })
    }

    fn every_field(&self) -> Vec<FieldDef> {
        self.questions.iter().map(field_of).chain(self.also.iter().cloned()).collect()
    }

    fn is_on_offer(&self) -> Result<(), Refused> {
        if self.item.state == "published" {
            return Ok(());
        }
        Err(Refused::Not(self.visit.text("order-not-on-offer")))
    }

    /// The answers that are in the form, by the words of their questions.
    fn typed(&self, inputs: &Inputs) -> BTreeMap<String, String> {
        let typed = |question: &Question| {
            (question.name.clone(), inputs.text(&input_of(question)).to_owned())
        };
        self.questions.iter().map(typed).collect()
    }

    /// The answers in order; what is wrong is written beside its question.
    fn check(&self, inputs: &mut Inputs) -> Vec<Answer> {
        let answer = |(name, answer): (String, String)| Answer { name, question: None, answer };
        let asked = request_form::asked(&self.questions, &self.typed(inputs));
        let asked: Vec<&str> = asked.iter().map(|question| question.name.as_str()).collect();
        let typed = self.typed(inputs).into_iter();
        let typed: Vec<_> =
            typed.filter(|(name, _)| asked.contains(&name.as_str())).map(answer).collect();
        match request_form::settled(&self.questions, &typed) {
            Ok(answers) => answers,
            Err(faults) => {
                for (name, fault) in faults {
                    let question = self.questions.iter().find(|one| one.name == name);
                    let words = question.map_or(name.as_str(), |one| &one.question);
                    inputs.fault_said(&format!("{QUESTION}{name}"), format!("{words}: {fault}."));
                }
                Vec::new()
            }
        }
    }

    fn answer(&self, status: StatusCode, inputs: &Inputs) -> Response {
        let visit = self.visit;
        if visit.is_fragment {
            return html_of(status, self.asked(inputs));
        }
        let title = self.item_view.title(&self.item);
        Page::new(title, self.main(inputs)).status(status).answer(visit)
    }

    fn main(&self, inputs: &Inputs) -> Markup {
        let visit = self.visit;
        let name = self.item_view.title(&self.item);
        let is_on_offer = self.item.state == "published";
        let every = self.every_field();
        let faults = inputs.mistakes(&every.iter().collect::<Vec<_>>());
        html! {
            nav aria-label=(visit.text("path")) {
                ol.path {
                    li { a href=(ADDRESS) { (visit.text("catalogue-title")) } }
                    li { (name) }
                }
            }
            div.head { h1 { (name) } }
            div.form-page {
                form.form method="post" action=(address_of(self.item.id)) novalidate data-guard
                    data-asks="order-questions"
                {
                    (csrf(visit))
                    @if !is_on_offer {
                        div.hint.warn { (icon("warning")) p { (visit.text("order-preview")) } }
                    }
                    @if let Some(sentence) = inputs.refusal() { (mistakes(sentence, &faults)) }
                    @else if !faults.is_empty() {
                        (mistakes(&visit.text_with("form-faults", &[("n", faults.len().into())]), &faults))
                    }
                    // Enter presses the first button of a form, which is to be the one that sends.
                    @if is_on_offer {
                        button.hide tabindex="-1" aria-hidden="true" { (visit.text("order-send")) }
                    }
                    div #order-questions aria-live="polite" { (self.asked(inputs)) }
                    fieldset.group {
                        legend { (visit.text("order-also")) }
                        (form::laid_out(visit, REQUEST, &self.also.iter().collect::<Vec<_>>(), inputs))
                    }
                    div.form-foot {
                        @if is_on_offer { button.verb.first { (visit.text("order-send")) } }
                        @if self.questions.iter().any(|one| one.asked_if.is_some()) {
                            button.verb.no-script name=(LOOK) value="1" { (visit.text("order-look")) }
                        }
                        a.verb.plain href=(ADDRESS) { (visit.text("form-leave")) }
                    }
                }
                (self.beside())
            }
        }
    }

    /// The questions that are asked now.
    fn asked(&self, inputs: &Inputs) -> Markup {
        let asked = request_form::asked(&self.questions, &self.typed(inputs));
        let fields: Vec<_> = asked.into_iter().map(field_of).collect();
        html! {
            @if !fields.is_empty() {
                fieldset.group {
                    legend { (self.visit.text("order-questions")) }
                    (form::laid_out(self.visit, "order", &fields.iter().collect::<Vec<_>>(), inputs))
                }
            }
        }
    }

    fn beside(&self) -> Markup {
        let visit = self.visit;
        let value = |field: &str| self.item_view.value(&self.item, field);
        let price = price_words(value("price"));
        let entry = value(ENTRY).as_int();
        html! {
            aside.beside aria-label=(visit.text("form-about")) {
                section {
                    h2 { (visit.text("order-about")) }
                    div.prose { (prose(&value("description").to_text())) }
                    dl.pairs {
                        dt { (visit.text("order-price")) }
                        dd {
                            @if price.is_empty() { (visit.text("order-free")) } @else { (price) }
                        }
                        @if let Value::Duration(seconds) = value("fulfil_within") {
                            dt { (visit.text("order-within")) }
                            dd { (time_words(visit, &self.item_view, &self.item, *seconds)) }
                        }
                    }
                    @if let Some(entry) = entry {
                        p.small { a href=(address::of_record(ENTRY, entry)) { (visit.text("order-entry")) } }
                    }
                }
                section {
                    h2 { (visit.text("order-then")) }
                    p { (visit.text("order-then-help")) }
                }
            }
        }
    }
}
