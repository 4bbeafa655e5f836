//! What became different since a baseline was taken: against what is now, or against another baseline.
use crate::{
    address, asked,
    shell::Page,
    value::{self, Titles, moment},
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use gemba_desk::{Query, Refused};
use gemba_model::{
    Record,
    overlay::KindView,
    parse,
    taken::{Difference, Differing, Part, RELATIONS},
};
use gemba_vocabulary::{RecordId, Value};
use maud::{Markup, html};
use serde_json::Value as Json;
use std::sync::Arc;

/// The kind of baselines.
pub const KIND: &str = "configuration_baseline";
/// The fields that hold what was taken, and the kinds of what it was taken of.
const TAKEN: [(&str, &str); 2] = [("taken", "configuration_item"), ("services_taken", "service")];
const OTHERS_MAX: usize = 100;
const SHOWN_MAX: usize = 500;

/// `GET /configuration_baseline/{id}/compare`
pub async fn get(visit: Visit, Path(id): Path<String>) -> Response {
    visit
        .answer(move |visit| {
            let (view, record) = asked::record(visit, KIND, &id)?;
            let with = visit.query("with").filter(|with| !with.is_empty());
            let with = with.map(|with| asked::id_of(visit, &view, &with)).transpose()?;
            let mut found = Vec::new();
            for (field, of) in TAKEN {
                let taken = (KIND, field, of);
                let differing = visit.desk.differences(visit.actor(), taken, record.id, with)?;
                found.push((asked::kind(visit, of)?, differing));
            }
            let title = visit.text_with("compare-title", &[("name", view.title(&record).into())]);
            let page = Comparison { visit, view: &view, record: &record, with };
            Ok(Page::new(title.clone(), page.main(&title, &found)?).answer(visit))
        })
        .await
}

/// The link to the comparison, on the page of a baseline.
pub fn link(visit: &Visit, view: &KindView, record: &Record) -> Markup {
    html! {
        @if view.def.name == KIND {
            a.verb.plain.slim href={ (address::of_record(KIND, record.id)) "/compare" } {
                (visit.text("compare-open"))
            }
        }
    }
}

struct Comparison<'a> {
    visit: &'a Visit,
    view: &'a KindView,
    record: &'a Record,
    with: Option<RecordId>,
}

/// What became different of records of one kind.
struct Sheet<'a> {
    visit: &'a Visit,
    items: &'a KindView,
}

impl Comparison<'_> {
    fn main(
        &self,
        title: &str,
        found: &[(Arc<KindView>, Vec<Differing>)],
    ) -> Result<Markup, Refused> {
        let Self { visit, view, record, .. } = *self;
        let own = address::of_record(KIND, record.id);
        Ok(html! {
            nav aria-label=(visit.text("path")) {
                ol.path {
                    li { a href={ "/" (KIND) } { (visit.texts.kind_plural(view.def)) } }
                    li { a href=(own) { (view.def.number(record.id)) } }
                }
            }
            div.head { h1 { (title) } }
            (self.asking()?)
            div.stack {
                @for (items, found) in found { (Sheet { visit, items }.sheet(found)) }
            }
        })
    }

    fn asking(&self) -> Result<Markup, Refused> {
        let Self { visit, view, record, .. } = *self;
        let query = Query { limit: OTHERS_MAX, ..Query::of(KIND) };
        let others = visit.desk.list(visit.actor(), &query)?.records;
        let others = others.iter().filter(|other| other.id != record.id);
        Ok(html! {
            form.asking method="get" {
                div.field {
                    label for="with" { (visit.text("compare-with")) }
                    select #with name="with" {
                        option value="" selected[self.with.is_none()] {
                            (visit.text("compare-now"))
                        }
                        @for other in others {
                            option value=(other.id) selected[self.with == Some(other.id)] {
                                (view.def.number(other.id)) " " (view.title(other))
                            }
                        }
                    }
                }
                button.verb { (visit.text("compare-do")) }
                span.small.faint {
                    @if let Value::Instant(at) = view.value(record, "taken_at") {
                        (visit.text("compare-taken")) " " (moment(visit, *at))
                    }
                }
            }
        })
    }
}

impl Sheet<'_> {
    fn sheet(&self, found: &[Differing]) -> Markup {
        let Self { visit, items } = *self;
        let is_service = items.def.name == "service";
        let key = if is_service { "compare-services-found" } else { "compare-found" };
        let said = visit.text_with(key, &[("n", found.len().into())]);
        html! {
            section.sheet {
                div.sheet-head {
                    h2 { (visit.texts.kind_plural(items.def)) }
                    span.small.faint { (said) }
                }
                @if !found.is_empty() {
                    div.scroll { (self.table(found)) }
                }
                @if found.len() > SHOWN_MAX {
                    p.foot { (visit.text_with("compare-cut", &[("n", SHOWN_MAX.into())])) }
                }
            }
        }
    }

    fn table(&self, found: &[Differing]) -> Markup {
        let visit = self.visit;
        let heads = ["compare-item", "compare-field", "compare-before", "compare-after"];
        html! {
            table.rows {
                thead { tr { @for key in heads { th scope="col" { (visit.text(key)) } } } }
                tbody {
                    @for one in found.iter().take(SHOWN_MAX) { (self.rows(one)) }
                }
            }
        }
    }

    fn rows(&self, one: &Differing) -> Markup {
        let (visit, def) = (self.visit, self.items.def);
        let item = html! {
            a.link href=(address::of_record(def.name, one.id)) { (one.name) } " "
            small { (def.number(one.id)) }
        };
        let whole = |key: &str| {
            html! { tr { th.what scope="row" { (item) } td colspan="3" { (visit.text(key)) } } }
        };
        match &one.difference {
            Difference::Added => whole("compare-added"),
            Difference::Removed => whole("compare-removed"),
            Difference::Changed(parts) => html! {
                @for (place, part) in parts.iter().enumerate() {
                    tr {
                        th.what scope="row" {
                            @if place == 0 { (item) } @else { span.hide { (one.name) } }
                        }
                        td { (self.label(part)) }
                        td.text { (self.said(part, &part.before)) }
                        td.text { (self.said(part, &part.after)) }
                    }
                }
            },
        }
    }

    fn label(&self, part: &Part) -> String {
        match (self.items.field(&part.field), part.field.as_str()) {
            (Some(field), _) => self.visit.texts.field_label(self.items.def.name, field),
            (None, RELATIONS) => self.visit.text("compare-relations"),
            _ => self.visit.text("graph-state"),
        }
    }

    fn said(&self, part: &Part, held: &Json) -> String {
        let def = self.items.def;
        let Some(field) = self.items.field(&part.field) else {
            return match held {
                Json::Array(lines) => {
                    let lines: Vec<_> = lines.iter().filter_map(Json::as_str).collect();
                    lines.join(", ").replace('_', " ")
                }
                Json::String(state) => self.visit.texts.state_label(def, state),
                _ => String::new(),
            };
        };
        let value = parse::from_json(field, held).unwrap_or_default();
        value::words(self.visit, &Titles::default(), def.name, field, &value)
    }
}
