//! The list of any kind: saved views, filters as sentences in the address, sorting, columns, pages
//! by cursor.
mod asked_for;
mod cells;
mod narrowing;
mod sorting;

pub use asked_for::{AskedFor, Column};
pub use cells::{clock, is_due};

use crate::{
    address, asked, bulk, csv, files,
    part::{empty, icon},
    search::sign,
    shell::Page,
    special::suggestions,
    value::{Titles, Wanted},
    views::{self, Views},
    visit::Visit,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use gemba_desk::{Count, Refused};
use gemba_model::{FieldDef, Record, overlay::KindView};
use maud::{Markup, PreEscaped, html};
use std::sync::Arc;

/// Counting stops here; what is beyond is “more than”.
pub const COUNT_MAX: i64 = 1000;

/// A list on its way to the page.
struct List<'a> {
    visit: &'a Visit,
    view: &'a Arc<KindView>,
    fields: &'a [FieldDef],
    asked: &'a AskedFor,
    /// How many records meet the filters; unknown when words are searched.
    count: Option<Count>,
    /// Whether the kind is small enough to be sorted and narrowed by any field.
    is_small: bool,
    views: Views,
}

/// `GET /{kind}`
pub async fn get(visit: Visit, Path(kind): Path<String>) -> Response {
    visit
        .answer(move |visit| {
            let view = asked::kind(visit, &kind)?;
            let fields = asked::fields(visit, &view);
            let pairs = visit.pairs();
            if let Some(address) = AskedFor::tidied(visit, &view, &fields, &pairs)? {
                return Ok(Redirect::to(&address).into_response());
            }
            let asked = AskedFor::of(visit, &view, &fields, pairs)?;
            if asked.wants_csv {
                return csv::answer(visit, view, &fields, &asked);
            }
            shown(visit, &view, &fields, &asked)
        })
        .await
}

fn shown(
    visit: &Visit,
    view: &Arc<KindView>,
    fields: &[FieldDef],
    asked: &AskedFor,
) -> Result<Response, Refused> {
    let kind = view.def.name;
    let page = visit.desk.list(visit.actor(), &asked.query)?;
    let count = match &asked.query.text {
        Some(_) => None,
        None => {
            let filters = &asked.query.filters;
            Some(visit.desk.count(visit.actor(), kind, filters, COUNT_MAX)?)
        }
    };
    let is_small = !visit.desk.count(visit.actor(), kind, &[], COUNT_MAX)?.is_more;
    let views = views::of(visit, view, asked)?;
    let list = List { visit, view, fields, asked, count, is_small, views };
    let titles = list.titles(&page.records)?;
    let main = html! {
        (list.head())
        (list.tabs())
        (list.narrowing()?)
        div.sheet {
            @if page.records.is_empty() {
                (list.nothing())
            } @else {
                (list.table(&page.records, &titles))
                (list.foot(page.records.len(), page.next.as_deref()))
            }
        }
        (suggestions::below(visit, view.def.clause))
    };
    let title = visit.texts.kind_plural(view.def);
    Ok(Page::new(title, main).live(format!("/events?kind={kind}")).answer(visit))
}

impl List<'_> {
    /// The headlines of what the columns refer to: those of fields that nobody sees are not looked
    /// up.
    fn titles(&self, records: &[Record]) -> Result<Titles, Refused> {
        let mut wanted = Wanted::default();
        for record in records {
            for field in self.asked.referring() {
                wanted.value(field, self.view.value(record, &field.name));
            }
            if self.asked.columns.contains(&Column::CreatedBy)
                && let Some(person) = record.created_by
            {
                wanted.record("person", person);
            }
        }
        wanted.look_up(self.visit)
    }

    fn head(&self) -> Markup {
        let (visit, def) = (self.visit, self.view.def);
        let csv = self.asked.address_with(&[("csv", "1")], &["after"]);
        html! {
            div.head {
                h1 { (visit.texts.kind_plural(def)) }
                @if let Some(words) = self.count_words() { span.soft { (words) } }
                div.verbs {
                    (self.column_choice())
                    a.verb.hide-phone href=(csv) download={ (def.name) ".csv" } {
                        (icon("download")) " " (visit.text("list-csv"))
                    }
                    (self.creating())
                }
            }
        }
    }

    fn creating(&self) -> Markup {
        let (visit, def) = (self.visit, self.view.def);
        html! {
            @if self.may_create() {
                a.verb.first href={ "/" (def.name) "/new" } data-key="c" {
                    (visit.texts.create_label(def)) " " kbd { "C" }
                }
            }
        }
    }

    /// A file comes with its content, on the page of the record that it belongs to.
    fn may_create(&self) -> bool {
        self.visit.may(self.view.def.name, "create") && self.view.def.name != files::KIND
    }

    fn count_words(&self) -> Option<String> {
        let count = self.count?;
        let key = if count.is_more { "list-more-than" } else { "list-count" };
        Some(self.visit.text_with(key, &[("n", count.count.into())]))
    }

    fn tabs(&self) -> Markup {
        let visit = self.visit;
        html! {
            nav.tabs aria-label=(visit.text("views")) {
                @for tab in &self.views.tabs {
                    a href=(tab.href) aria-current=[tab.is_current.then_some("page")] {
                        (tab.label)
                        @if tab.is_current && let Some(count) = self.count {
                            " " span.count { (short(count)) }
                        }
                    }
                }
            }
        }
    }

    fn column_choice(&self) -> Markup {
        let visit = self.visit;
        let is_shown = |column: &Column| self.asked.columns.contains(column);
        let all = Column::all(visit, self.view, self.fields);
        let as_it_was = self.asked.address_with(&[], &["columns"]);
        html! {
            details.pop.from-end {
                summary.verb { (icon("columns")) " " (visit.text("columns")) }
                form.panel method="get" {
                    (self.asked.hidden(&["columns", "after"]))
                    h2 { (visit.text("columns-shown")) }
                    div.choices {
                        @for column in &all {
                            label {
                                input type="checkbox" name="column" value=(column.name())
                                    checked[is_shown(column)];
                                " " (column.label(visit, self.view.def))
                            }
                        }
                    }
                    div.verbs {
                        button.verb.first.slim { (visit.text("columns-show")) }
                        a.verb.slim href=(as_it_was) { (visit.text("columns-reset")) }
                    }
                }
            }
        }
    }

    fn table(&self, records: &[Record], titles: &Titles) -> Markup {
        let (visit, def) = (self.visit, self.view.def);
        let bulk = bulk::bar(visit, self.view, self.fields, records);
        let has_bulk = !bulk.0.is_empty();
        let places = self.asked.places();
        let table = html! {
            table.rows {
                caption.hide { (visit.texts.kind_plural(def)) }
                thead {
                    tr {
                        @if has_bulk {
                            th.check scope="col" {
                                label {
                                    input type="checkbox" data-all
                                        aria-label=(visit.text("list-choose-all"));
                                }
                            }
                        }
                        @for (column, class) in &places { (self.header(column, class)) }
                    }
                }
                tbody #rows data-live-part {
                    @for record in records { (self.row(record, titles, &places, has_bulk)) }
                }
            }
        };
        html! {
            @if has_bulk {
                form method="post" action={ "/" (def.name) "/bulk" } {
                    (crate::part::csrf(visit))
                    input type="hidden" name=(bulk::BACK) value=(visit.uri);
                    (table)
                    (bulk)
                }
            } @else { (table) }
        }
    }

    fn header(&self, column: &Column, class: &str) -> Markup {
        let (visit, sort) = (self.visit, &self.asked.query.sort);
        let label = column.label(visit, self.view.def);
        let class = (!class.is_empty()).then_some(class);
        let Some(name) = self.sorted_name(column) else {
            return html! {
                th class=[class] scope="col" {
                    @if column.is_sign() { span.hide { (label) } } @else { (label) }
                }
            };
        };
        let is_here = sort.field == name;
        let direction = is_here.then_some(if sort.descending { "descending" } else { "ascending" });
        let spelled = sorting::turned(sort, &name);
        let href = self.asked.address_with(&[("sort", &spelled)], &["after"]);
        html! {
            th class=[class] scope="col" aria-sort=[direction] {
                a href=(href) {
                    @if column.is_sign() { span.hide { (label) } (bars()) } @else { (label) }
                }
            }
        }
    }

    fn nothing(&self) -> Markup {
        let (visit, def) = (self.visit, self.view.def);
        let plural = visit.texts.kind_plural(def).to_lowercase();
        let is_narrowed = self.asked.is_narrowed();
        let title = visit.text_with("list-none", &[("kinds", plural.as_str().into())]);
        let words =
            if is_narrowed { visit.text("list-none-narrowed") } else { visit.texts.kind_help(def) };
        let verbs = html! {
            @if is_narrowed {
                a.verb href={ "/" (def.name) "?view=all" } {
                    (visit.text_with("list-show-all", &[("kinds", plural.into())]))
                }
            }
            (self.creating_plainly())
        };
        empty(sign(def.name), &title, &words, verbs)
    }

    fn creating_plainly(&self) -> Markup {
        let (visit, def) = (self.visit, self.view.def);
        html! {
            @if self.may_create() {
                a.verb.first href={ "/" (def.name) "/new" } { (visit.texts.create_label(def)) }
            }
        }
    }

    fn foot(&self, shown: usize, next: Option<&str>) -> Markup {
        let visit = self.visit;
        let is_first = self.asked.query.after.is_none();
        let shown = visit.text_with("list-shown", &[("n", shown.into())]);
        let key = |keys: &[&str], label: String| {
            html! { span { @for key in keys { kbd { (key) } " " } (label) } }
        };
        html! {
            div.foot {
                span {
                    (shown)
                    @if let Some(words) = self.count_words() { " · " (words) }
                }
                div.verbs {
                    @if is_first {
                        @if next.is_some() {
                            span.verb.slim aria-disabled="true" { (visit.text("list-first")) }
                        }
                    } @else {
                        a.verb.slim href=(self.asked.address_with(&[], &["after"])) {
                            (visit.text("list-first"))
                        }
                    }
                    @if let Some(next) = next {
                        @let href = self.asked.address_with(&[("after", next)], &[]);
                        a.verb.slim href=(href) rel="next" {
                            (visit.text("list-next"))
                        }
                    }
                }
                span.keys {
                    (key(&["J", "K"], visit.text("key-move")))
                    (key(&["Enter"], visit.text("key-open")))
                    (key(&["X"], visit.text("list-key-choose")))
                    (key(&["?"], visit.text("list-key-all")))
                }
            }
        }
    }
}

/// The sign above a column of bars.
fn bars() -> Markup {
    html! { span.prio aria-hidden="true" { i {} i {} i {} i {} } }
}

/// A count in few letters.
fn short(count: Count) -> String {
    let words = crate::texts::group(&count.count.to_string());
    if count.is_more { format!("{words}+") } else { words }
}

/// Nothing at all.
pub(crate) fn blank() -> Markup {
    PreEscaped(String::new())
}

/// The address of a list with these pairs.
pub(crate) fn address_of(kind: &str, pairs: &[(String, String)]) -> String {
    let pairs = pairs.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    address::with_query(&format!("/{kind}"), pairs)
}
