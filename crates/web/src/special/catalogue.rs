//! The service catalogue as those see it whom it is for: what there is, what one gets from it, and what can be ordered.
pub mod builder;
pub mod order;
pub mod way;

use crate::{
    address, asked,
    part::{empty, icon},
    shell::Page,
    texts::group,
    value::{duration_words, prose},
    visit::Visit,
};
use axum::response::Response;
use gemba_desk::{Query, Refused};
use gemba_model::{
    Record,
    filter::{Filter, Sort},
    overlay::KindView,
};
use gemba_vocabulary::Value;
use maud::{Markup, PreEscaped, html};
use std::sync::Arc;

/// Where the page stands.
pub const ADDRESS: &str = "/catalogue";
/// The kind of what people find here.
pub const ENTRY: &str = "catalogue_entry";
/// The kind of what they order here.
pub const ITEM: &str = "request_item";
const READ_MAX: usize = 200;
const WORDS: &str = "q";
const VIEW: &str = "view";
const TECHNICAL: &str = "technical";

/// `GET /catalogue?q=&view=technical`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            let shelf = Shelf::read(visit)?;
            Ok(Page::new(visit.text("catalogue-title"), shelf.main()).answer(visit))
        })
        .await
}

/// Whether the reader finds anything in the catalogue.
pub fn is_open(visit: &Visit) -> bool {
    visit.may(ENTRY, "read") && visit.may(ITEM, "read")
}

struct Shelf<'a> {
    visit: &'a Visit,
    entry_view: Arc<KindView>,
    item_view: Arc<KindView>,
    entries: Vec<Record>,
    items: Vec<Record>,
    words: String,
    is_technical: bool,
}

impl<'a> Shelf<'a> {
    fn read(visit: &'a Visit) -> Result<Self, Refused> {
        let (entry_view, item_view) = (asked::kind(visit, ENTRY)?, asked::kind(visit, ITEM)?);
        let on_offer = |kind: &str| {
            let sort = Sort { field: "name".to_owned(), descending: false };
            let filters = vec![Filter::is("state", Value::Text("published".to_owned()))];
            let query = Query { filters, sort, limit: READ_MAX, ..Query::of(kind) };
            Ok::<_, Refused>(visit.desk.list(visit.actor(), &query)?.records)
        };
        let words = visit.query(WORDS).unwrap_or_default().trim().to_owned();
        let is_technical =
            visit.actor().is_inside() && visit.query(VIEW).as_deref() == Some(TECHNICAL);
        let (mut entries, mut items) = (on_offer(ENTRY)?, on_offer(ITEM)?);
        let wanted = words.to_lowercase();
        if !wanted.is_empty() {
            let says = |view: &KindView, record: &Record, fields: &[&str]| {
                fields.iter().any(|field| {
                    view.value(record, field).to_text().to_lowercase().contains(&wanted)
                })
            };
            let of = |item: &Record| item_view.value(item, ENTRY).as_int();
            let found = |entry: &Record| {
                says(&entry_view, entry, &["name", "category", "description", "outcome"])
            };
            let whole: Vec<_> =
                entries.iter().filter(|entry| found(entry)).map(|one| one.id).collect();
            items.retain(|item| {
                of(item).is_some_and(|entry| whole.contains(&entry))
                    || says(&item_view, item, &["name", "description"])
            });
            entries.retain(|entry| {
                whole.contains(&entry.id) || items.iter().any(|item| of(item) == Some(entry.id))
            });
        }
        Ok(Self { visit, entry_view, item_view, entries, items, words, is_technical })
    }

    fn main(&self) -> Markup {
        let visit = self.visit;
        let category = |entry: &&Record| self.entry_view.value(entry, "category").to_text();
        let mut entries: Vec<_> = self.entries.iter().collect();
        entries.sort_by_key(category);
        html! {
            div.head {
                h1 { (visit.text("catalogue-title")) }
                span.soft { (visit.text("catalogue-about")) }
                div.verbs { (self.switch()) (self.manage()) }
            }
            form.find method="get" action=(ADDRESS) role="search" {
                @if self.is_technical { input type="hidden" name=(VIEW) value=(TECHNICAL); }
                label.hide for="catalogue-words" { (visit.text("catalogue-find")) }
                input.input #catalogue-words type="search" name=(WORDS) value=(self.words)
                    placeholder=(visit.text("catalogue-find"));
                button.verb { (icon("search")) " " (visit.text("catalogue-look")) }
            }
            @if self.entries.is_empty() { div.sheet { (self.none()) } }
            div.offers { @for entry in entries { (self.offer(entry)) } }
        }
    }

    fn switch(&self) -> Markup {
        if !self.visit.actor().is_inside() {
            return html! {};
        }
        let href = |view: &str| {
            let pairs = [(WORDS, self.words.as_str()), (VIEW, view)];
            address::with_query(ADDRESS, pairs.into_iter().filter(|(_, text)| !text.is_empty()))
        };
        html! {
            @if self.is_technical {
                a.verb.plain href=(href("")) { (self.visit.text("catalogue-business")) }
            } @else {
                a.verb.plain href=(href(TECHNICAL)) { (self.visit.text("catalogue-technical")) }
            }
        }
    }

    fn manage(&self) -> Markup {
        html! {
            @if self.visit.may(ENTRY, "create") {
                a.verb href={ "/" (ENTRY) } { (self.visit.text("catalogue-manage")) }
            }
        }
    }

    fn none(&self) -> Markup {
        let (key, help) = if self.words.is_empty() {
            ("catalogue-none", "catalogue-none-help")
        } else {
            ("catalogue-not-found", "catalogue-not-found-help")
        };
        let report = html! {
            @if self.visit.may("incident", "create") {
                a.verb href="/incident/new" { (self.visit.text("catalogue-report")) }
            }
        };
        empty("search", &self.visit.text(key), &self.visit.text(help), report)
    }

    fn offer(&self, entry: &Record) -> Markup {
        let visit = self.visit;
        let said = |field: &str| self.entry_view.value(entry, field).to_text();
        let own = address::of_record(ENTRY, entry.id);
        let of_entry =
            |item: &&Record| self.item_view.value(item, ENTRY).as_int() == Some(entry.id);
        let items: Vec<_> = self.items.iter().filter(of_entry).collect();
        let technical = said("technical_view");
        html! {
            article.sheet.offer {
                div.sheet-head {
                    h2 { a href=(own) { (said("name")) } }
                    span.small.faint { (said("category")) }
                }
                div.offer-words {
                    div.prose { (prose(&said("description"))) }
                    @if self.is_technical && !technical.is_empty() {
                        div.prose.offer-technical { (prose(&technical)) }
                    }
                    dl.pairs {
                        @for (key, field) in
                            [("catalogue-outcome", "outcome"), ("catalogue-hours", "hours"),
                             ("catalogue-dependencies", "dependencies")]
                        {
                            @let words = said(field);
                            @if !words.is_empty() { dt { (visit.text(key)) } dd { (words) } }
                        }
                    }
                }
                @if items.is_empty() { (self.how(&said("how_to_request"))) }
                @else { ul.items { @for item in items { (self.item(item)) } } }
            }
        }
    }

    fn how(&self, how: &str) -> Markup {
        html! {
            @if !how.is_empty() {
                div.offer-words {
                    h3.small.faint { (self.visit.text("catalogue-how")) }
                    div.prose { (prose(how)) }
                }
            }
        }
    }

    fn item(&self, item: &Record) -> Markup {
        let visit = self.visit;
        let value = |field: &str| self.item_view.value(item, field);
        let name = value("name").to_text();
        let details: Vec<String> = [
            price_words(value("price")),
            match value("fulfil_within") {
                Value::Duration(seconds) => {
                    let time = time_words(visit, &self.item_view, item, *seconds);
                    visit.text_with("catalogue-within", &[("time", time.into())])
                }
                _ => String::new(),
            },
        ]
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect();
        let label = visit.text_with("catalogue-order-what", &[("what", name.as_str().into())]);
        html! {
            li {
                span.name { (name) @if !details.is_empty() { small { (details.join(" · ")) } } }
                @if visit.may("service_request", "create") {
                    a.verb.slim href=(order::address_of(item.id)) aria-label=(label) {
                        (visit.text("catalogue-order"))
                    }
                }
            }
        }
    }
}

/// A price in words; nothing for none.
fn price_words(price: &Value) -> String {
    let Value::Money(price) = price else { return String::new() };
    format!("{} {}", group(&price.amount.to_string()), price.currency)
}

/// A length of time in words: in hours where it is counted by a calendar, whose days are no days of 24 hours.
fn time_words(visit: &Visit, view: &KindView, item: &Record, seconds: i64) -> String {
    if view.value(item, "calendar").is_none() || seconds < 3_600 {
        return duration_words(&visit.texts, seconds);
    }
    visit.text_with("catalogue-hours-of-service", &[("n", (seconds / 3_600).into())])
}

/// What leads to the catalogue, where people look for what they can have.
pub fn link(visit: &Visit) -> Markup {
    if !is_open(visit) || !visit.may("service_request", "create") {
        return PreEscaped(String::new());
    }
    html! { a.verb href=(ADDRESS) { (visit.text("catalogue-ask")) } }
}
