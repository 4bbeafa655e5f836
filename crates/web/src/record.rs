//! The page of any record: what it is, what can be done with it now, what happened to it, what
//! hangs on it.
mod connected;
mod facts;
pub mod followers;
mod parts;

pub use connected::{approval, link, task, watcher};

use crate::{
    asked, leading,
    part::{icon, state},
    shell::Page,
    special::{
        answers,
        catalogue::{builder, way},
        change_calendar, cost_of_change, documents, escalate, figures, fix_effect, graph,
        processes,
    },
    timeline::{self, Story},
    value::{self, Titles},
    verb,
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use followers::Followers;
use gemba_desk::Refused;
use gemba_model::{FieldDef, Holds, Record, overlay::KindView};
use gemba_vocabulary::Value;
use maud::{Markup, html};

/// A record on its way to the page.
struct Shown<'a> {
    visit: &'a Visit,
    view: &'a KindView,
    record: &'a Record,
    fields: &'a [FieldDef],
    titles: &'a Titles,
}

/// `GET /{kind}/{id}`
pub async fn get(visit: Visit, Path((kind, id)): Path<(String, String)>) -> Response {
    visit
        .answer(move |visit| {
            let (view, record) = asked::record(visit, &kind, &id)?;
            let fields = asked::fields(visit, &view);
            let titles = Titles::of(visit, &[(&view, std::slice::from_ref(&record))])?;
            let (view, record) = (&*view, &record);
            let shown = Shown { visit, view, record, fields: &fields, titles: &titles };
            let main = shown.main()?;
            let number = view.def.number(record.id);
            let title = format!("{number} {}", view.title(record));
            let live = format!("/events?kind={}&record={}", view.def.name, record.id);
            Ok(Page::new(title, main).live(live).answer(visit))
        })
        .await
}

impl Shown<'_> {
    fn main(&self) -> Result<Markup, Refused> {
        let Self { visit, view, record, .. } = *self;
        let story = Story::of(visit, view, record)?;
        let parts = parts::of(visit, view, record)?;
        let effect = fix_effect::section(visit, view, record)?;
        let cost = cost_of_change::section(visit, view, record)?;
        let answers = answers::beside_record(visit, view, record)?;
        let collisions = change_calendar::beside::section(visit, view, record)?;
        let built = builder::section(visit, view, record)?;
        let minutes = crate::special::minutes::section(visit, view, record)?;
        let followers = Followers::of(visit, view, record)?;
        let escalate = escalate::button(visit, view, record)?;
        let offers = visit.desk.offers(visit.actor(), view.def.name, record)?;
        Ok(html! {
            div.path-line {
                (self.path())
                div.verbs {
                    (escalate)
                    (graph::link(visit, view.def, record))
                    (crate::special::baseline::link(visit, view, record))
                    (crate::special::offline::link(visit, view, record))
                    (way::link(visit, view, record))
                    (crate::special::trace::link(visit, view, record))
                    (crate::special::samples::link(visit, view, record))
                    (crate::special::invite::link(visit, view, record))
                    (documents::reading::link(visit, view, record))
                    (processes::link(visit, view, record))
                    (figures::paper::link(visit, view, record))
                    @if let Some(followers) = &followers { (followers.button()) }
                }
            }
            div.head #head data-live-part {
                h1 { (view.title(record)) }
                (state(visit, view.def, &record.state))
                (crate::special::wheel::mark(visit, view.def, &record.state))
                div.verbs { (verb::buttons(visit, view, record, &offers)) }
            }
            div.record {
                div.story {
                    (way::section(visit, view, record))
                    (self.texts())
                    (minutes)
                    (figures::kept::section(visit, view, record))
                    (built)
                    (crate::special::before_after::section(visit, view, record))
                    (parts.tasks)
                    (story.shown(visit, view, record))
                    (timeline::composer(visit, view, record))
                }
                aside.facts aria-label=(visit.text("facts")) {
                    (self.clocks())
                    (collisions)
                    (cost)
                    (answers)
                    (leading::section(visit, view, record))
                    (effect)
                    (figures::links(visit, view, record))
                    (self.details())
                    (parts.connected)
                    (parts.approvals)
                    (parts.attachments)
                    (parts.related)
                    @if let Some(followers) = &followers { (followers.section()) }
                    (self.evidence(story.newest_entry()))
                }
            }
        })
    }

    fn path(&self) -> Markup {
        let (visit, def) = (self.visit, self.view.def);
        let number = def.number(self.record.id);
        html! {
            nav aria-label=(visit.text("path")) {
                ol.path {
                    li { a href={ "/" (def.name) } { (visit.texts.kind_plural(def)) } }
                    li {
                        span { (number) } " "
                        button.square.slim.script-only type="button" data-copy=(number)
                            aria-label=(visit.text("copy-number")) { (icon("copy")) }
                    }
                }
            }
        }
    }

    fn value(&self, field: &FieldDef) -> &Value {
        self.view.value(self.record, &field.name)
    }

    fn is_empty(&self, field: &FieldDef) -> bool {
        match self.value(field) {
            Value::None => true,
            Value::Refs(ids) => ids.is_empty(),
            Value::Text(text) => text.is_empty(),
            Value::Struct(json) => {
                json.is_null()
                    || json.as_array().is_some_and(Vec::is_empty)
                    || json.as_object().is_some_and(serde_json::Map::is_empty)
            }
            _ => false,
        }
    }

    /// The long texts, each under its own heading.
    fn texts(&self) -> Markup {
        let kind = self.view.def.name;
        let is_long = |field: &&FieldDef| {
            field.holds == Holds::LongText
                && field.name != self.view.def.title
                && !self.is_empty(field)
        };
        html! {
            @for field in self.fields.iter().filter(is_long) {
                section.part #{ "text-" (field.name) } data-live-part {
                    h2 { (self.visit.texts.field_label(kind, field)) }
                    (value::shown(self.visit, self.titles, kind, field, self.value(field)))
                }
            }
        }
    }
}
