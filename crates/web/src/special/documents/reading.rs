//! One edition of a document, to be read: its text as a page, what it is, its other editions, and what is different
//! from one of them.
use super::{
    KIND,
    difference::{Line, lines},
    reading_address, to_read,
};
use crate::{
    address, asked,
    part::{empty, icon, state},
    shell::Page,
    value::{Titles, day_words, moment, prose},
    verb,
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use gemba_desk::{Query, Refused};
use gemba_model::{
    Record,
    filter::{Filter, Sort},
    overlay::KindView,
};
use gemba_vocabulary::Value;
use maud::{Markup, html};
use std::sync::Arc;

const EDITIONS_MAX: usize = 100;

struct Reading<'a> {
    visit: &'a Visit,
    view: &'a KindView,
    record: &'a Record,
    titles: Titles,
    editions: Vec<Record>,
}

/// `GET /document/{id}/read?against=`
pub async fn get(visit: Visit, Path(id): Path<String>) -> Response {
    visit
        .answer(move |visit| {
            let (view, record) = asked::record(visit, KIND, &id)?;
            let against = visit.query("against").filter(|text| !text.is_empty());
            let against = against.map(|text| asked::record(visit, KIND, &text)).transpose()?;
            let titles = Titles::of(visit, &[(&view, std::slice::from_ref(&record))])?;
            let editions = editions(visit, &view, &record)?;
            let page = Reading { visit, view: &view, record: &record, titles, editions };
            let main = page.main(against.as_ref())?;
            Ok(Page::new(view.title(&record), main).answer(visit))
        })
        .await
}

/// The link to the text, on the page of a document; and to the document, on the page of a question about it.
pub fn link(visit: &Visit, view: &KindView, record: &Record) -> Markup {
    let document = match view.def.name {
        KIND => Some(record.id),
        to_read::KIND => view.value(record, KIND).as_int(),
        _ => None,
    };
    html! {
        @if let Some(id) = document {
            a.verb.plain.slim href=(reading_address(id)) { (visit.text("documents-read")) }
        }
    }
}

/// The editions of a document that the reader may see, the newest first.
fn editions(visit: &Visit, view: &KindView, record: &Record) -> Result<Vec<Record>, Refused> {
    let number = view.value(record, "number");
    if number.is_none() {
        return Ok(Vec::new());
    }
    let filters = vec![Filter::is("number", number.clone())];
    let query = Query { filters, sort: Sort::newest(), limit: EDITIONS_MAX, ..Query::of(KIND) };
    Ok(visit.desk.list(visit.actor(), &query)?.records)
}

impl Reading<'_> {
    fn main(&self, against: Option<&(Arc<KindView>, Record)>) -> Result<Markup, Refused> {
        let Self { visit, view, record, .. } = *self;
        let own = address::of_record(KIND, record.id);
        let text = view.value(record, "text").as_text().unwrap_or_default();
        let asked = to_read::asked_of(visit, record.id)?;
        Ok(html! {
            nav aria-label=(visit.text("path")) {
                ol.path {
                    @if visit.actor().is_inside() {
                        li { a href=(super::ADDRESS) { (visit.text("documents-title")) } }
                    } @else { li { a href="/document" { (visit.texts.kind_plural(view.def)) } } }
                    li { a href=(own) { (view.def.number(record.id)) } }
                }
            }
            div.head {
                h1 { (view.title(record)) }
                (state(visit, view.def, &record.state))
                @if let Some(question) = &asked { (self.confirm(question)) }
            }
            div.record {
                div.story {
                    @if let Some((_, other)) = against { (self.difference(other)) }
                    section.sheet.paper aria-label=(visit.text("documents-text")) {
                        @if text.is_empty() {
                            (empty("note", &visit.text("documents-no-text"), &self.where_it_is(), html! {}))
                        } @else { (prose(text)) }
                    }
                    @if let Some(question) = &asked { div.verbs { (self.confirm(question)) } }
                }
                aside.facts aria-label=(visit.text("facts")) { (self.facts()) (self.history(against)) }
            }
        })
    }

    fn confirm(&self, question: &to_read::Asked) -> Markup {
        let back = reading_address(self.record.id);
        let to = verb::address_of(to_read::KIND, question.id, "acknowledge");
        html! {
            div.verbs {
                a.verb.first data-dialog href=(address::with_query(&to, [(crate::form::NEXT, &*back)])) {
                    (icon("check")) " " (self.visit.text("documents-confirm"))
                }
            }
        }
    }

    /// Where a document is that is not kept as a text.
    fn where_it_is(&self) -> String {
        let place = self.view.value(self.record, "place").as_text().unwrap_or_default();
        if place.is_empty() { self.visit.text("documents-as-file") } else { place.to_owned() }
    }

    fn facts(&self) -> Markup {
        let Self { visit, view, record, titles, .. } = self;
        let value = |field: &str| view.value(record, field);
        let held =
            |field: &str| value(field).as_text().map(str::to_owned).filter(|text| !text.is_empty());
        let person = |field: &str| {
            let id = value(field).as_int().filter(|id| titles.get("person", *id).is_some())?;
            Some(titles.link(visit, "person", id))
        };
        let day = |field: &str| match value(field) {
            Value::Date(day) => Some(html! { time datetime=(day) { (day_words(*day)) } }),
            _ => None,
        };
        let line = |field: &str| held(field).map(|words| html! { (words) });
        let at = value("approved_at").as_instant().map(|at| moment(visit, at));
        let pairs = [
            ("number", line("number")),
            ("edition", line("edition")),
            ("owner", person("owner")),
            ("author", person("author")),
            ("approved_by", person("approved_by")),
            ("approved_at", at),
            ("effective_from", day("effective_from")),
            ("next_review_on", day("next_review_on")),
            ("language", line("language")),
            ("source", line("source")),
            ("source_version", line("source_version")),
        ];
        let label = |name: &str| {
            view.field(name).map(|field| visit.texts.field_label(KIND, field)).unwrap_or_default()
        };
        html! {
            section {
                h2 { (visit.text("documents-about")) }
                dl.pairs {
                    @for (name, shown) in pairs {
                        @if let Some(shown) = shown { dt { (label(name)) } dd { (shown) } }
                    }
                }
            }
            @if let Some(new) = held("what_is_new") {
                section { h2 { (label("what_is_new")) } (prose(&new)) }
            }
        }
    }

    /// The other editions, each with what is different from it.
    fn history(&self, against: Option<&(Arc<KindView>, Record)>) -> Markup {
        let Self { visit, view, record, editions, .. } = self;
        let edition = |one: &Record| view.value(one, "edition").to_text();
        html! {
            @if editions.len() > 1 {
                section {
                    h2 { (visit.text("documents-editions")) }
                    ul.items {
                        @for one in editions {
                            li {
                                @if one.id == record.id {
                                    b { (visit.text_with("documents-edition-n", &[("n", edition(one).into())])) }
                                } @else {
                                    a.link href=(reading_address(one.id)) {
                                        (visit.text_with("documents-edition-n", &[("n", edition(one).into())]))
                                    }
                                    @if against.is_none_or(|(_, other)| other.id != one.id) {
                                        @let to = reading_address(record.id);
                                        @let id = one.id.to_string();
                                        " " a.link.small href=(address::with_query(&to, [("against", &*id)])) {
                                            (visit.text("documents-compare"))
                                        }
                                    }
                                }
                                " " (state(visit, view.def, &one.state))
                            }
                        }
                    }
                }
            }
        }
    }

    fn difference(&self, other: &Record) -> Markup {
        let Self { visit, view, record, .. } = self;
        let text = |one: &Record| view.value(one, "text").to_text();
        let (before, after) = (text(other), text(record));
        let told = lines(&before, &after);
        let is_same = told.iter().all(|line| matches!(line, Line::Same(_)));
        let edition = view.value(other, "edition").to_text();
        html! {
            section.sheet aria-labelledby="difference" {
                div.sheet-head {
                    h2 #difference {
                        (visit.text_with("documents-against", &[("n", edition.into())]))
                    }
                }
                @if is_same {
                    p.calendar-word { (visit.text("documents-same")) }
                } @else {
                    div.difference.scroll tabindex="0" role="group" aria-labelledby="difference" {
                        @for line in told { (self.line(line)) }
                    }
                }
            }
        }
    }

    fn line(&self, line: Line<'_>) -> Markup {
        let visit = self.visit;
        html! {
            @match line {
                Line::Same(text) => p { (text) },
                Line::Gone(text) => p { span.hide { (visit.text("documents-gone")) " " } del { (text) } },
                Line::New(text) => p { span.hide { (visit.text("documents-new")) " " } ins { (text) } },
            }
        }
    }
}
