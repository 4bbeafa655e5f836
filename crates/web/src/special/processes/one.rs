//! One process as a page: what it is, how it is measured, what was recorded, what is open about it, and what others do.
use super::{ADDRESS, DAYS, KIND, recorded, serves};
use crate::{
    address, asked,
    part::{empty, icon, state},
    special::{figures, suggestions},
    value::{self, Titles, Wanted},
    visit::Visit,
};
use gemba_desk::{Query, Refused};
use gemba_figures::{
    Judged, SHEETS,
    processes::{Measure, Process},
};
use gemba_model::{
    Record,
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value};
use maud::{Markup, html};
use std::sync::Arc;

const SHOWN_MAX: usize = 50;
/// What may be open about a process: these kinds name one by this field.
const ABOUT: [&str; 4] = ["process_variance", "nonconformity", "audit_finding", "improvement"];
/// The texts of a process that stand below one another, after what goes in and what comes out.
const TEXTS: [&str; 3] = ["controls", "records", "outsourced_parts"];

/// The page of a clause: each process in force, and what belongs to the clause itself.
pub fn main(
    visit: &Visit,
    clause: &str,
    all: &[Process],
    measures: &[Measure],
) -> Result<Markup, Refused> {
    let view = asked::kind(visit, KIND)?;
    let mut parts = Vec::new();
    for one in all {
        parts.push(described(visit, &view, one, measures)?);
    }
    let title = match all.first() {
        Some(first) => first.named.title.clone(),
        None => visit.text_with("processes-of-clause", &[("clause", clause.into())]),
    };
    let new = address::with_query("/process/new", [("clause", clause)]);
    Ok(html! {
        nav aria-label=(visit.text("path")) {
            ol.path { li { a href=(ADDRESS) { (visit.text("processes-title")) } } li { (clause) } }
        }
        div.head {
            h1 { (title) }
            div.verbs {
                @if all.is_empty() && visit.may(KIND, "create") {
                    a.verb.first href=(new) { (visit.texts.create_label(view.def)) }
                }
                @if let Some(first) = all.first() {
                    a.verb href=(address::of_record(KIND, first.named.id)) { (visit.text("processes-record")) }
                }
            }
        }
        div.record {
            div.story {
                @if all.is_empty() {
                    section.sheet {
                        (empty("wheel", &visit.text("processes-not-described"),
                            &visit.text("processes-not-described-help"), html! {}))
                    }
                }
                @for part in parts { (part) }
            }
            aside.facts aria-label=(visit.text("facts")) {
                (lately(visit, clause)?)
                (sheets(visit, clause))
                (suggestions::beside(visit, clause, true))
            }
        }
    })
}

fn described(
    visit: &Visit,
    view: &KindView,
    one: &Process,
    measures: &[Measure],
) -> Result<Markup, Refused> {
    let record = visit.desk.record(visit.actor(), KIND, one.named.id)?;
    let titles = Titles::of(visit, &[(view, std::slice::from_ref(&record))])?;
    let page = Described { visit, view, record: &record, titles: &titles };
    let holders = holders(visit, view, &record)?;
    let open = open_about(visit, one.named.id)?;
    Ok(html! {
        section.sheet aria-labelledby={ "process-" (one.named.id) } {
            div.sheet-head {
                h2 id={ "process-" (one.named.id) } { (one.named.title) }
                (state(visit, view.def, &record.state))
                span.small.faint {
                    (visit.text_with("documents-edition-n",
                        &[("n", view.value(&record, "edition").to_text().into())]))
                }
            }
            dl.pairs.across.padded {
                div { dt { (page.label("owner")) } dd { (page.shown("owner")) } }
                @for field in ["purpose", "inputs", "outputs", "interfaces"] {
                    @if !page.is_empty(field) { div { dt { (page.label(field)) } dd { (page.shown(field)) } } }
                }
            }
        }
        (page.rows("activities", &["what", "who"]))
        (measured(visit, &page, one, measures))
        @for field in TEXTS {
            @if !page.is_empty(field) {
                section.part { h2 { (page.label(field)) } (page.shown(field)) }
            }
        }
        @if !page.is_empty("outsourced_to") {
            section.part { h2 { (page.label("outsourced_to")) } p { (page.shown("outsourced_to")) } }
        }
        (roles(visit, &page, &holders)?)
        (still_open(visit, &open))
    })
}

struct Described<'a> {
    visit: &'a Visit,
    view: &'a KindView,
    record: &'a Record,
    titles: &'a Titles,
}

impl Described<'_> {
    fn value(&self, field: &str) -> &Value {
        self.view.value(self.record, field)
    }

    fn is_empty(&self, field: &str) -> bool {
        let value = self.value(field);
        value.is_none() || value.to_text().is_empty()
    }

    fn label(&self, field: &str) -> String {
        let field = self.view.field(field);
        field.map(|field| self.visit.texts.field_label(KIND, field)).unwrap_or_default()
    }

    fn shown(&self, field: &str) -> Markup {
        let Some(def) = self.view.field(field) else { return html! {} };
        value::shown(self.visit, self.titles, KIND, def, self.value(field))
    }

    /// A list of rows as a table; nothing where it has none.
    fn rows(&self, field: &str, columns: &[&str]) -> Markup {
        let (Some(def), Value::Struct(rows)) = (self.view.field(field), self.value(field)) else {
            return html! {};
        };
        let rows = rows.as_array().cloned().unwrap_or_default();
        let id = format!("rows-{field}-{}", self.record.id);
        let label = |name: &str| {
            let column = def.rows.iter().find(|one| one.name == name);
            column.map(|one| one.label.to_string()).unwrap_or_default()
        };
        let cell = |row: &serde_json::Value, name: &str| {
            row.get(name).and_then(|text| text.as_str()).unwrap_or_default().to_owned()
        };
        html! {
            @if !rows.is_empty() {
                section.sheet aria-labelledby=(id) {
                    div.sheet-head { h2 id=(id) { (self.label(field)) } }
                    table.rows {
                        thead { tr { @for name in columns { th scope="col" { (label(name)) } } } }
                        tbody { @for row in &rows {
                            tr { @for name in columns { td.text { (cell(row, name)) } } }
                        } }
                    }
                }
            }
        }
    }
}

/// The criteria, and the measures that tell how far they are met.
fn measured(visit: &Visit, page: &Described<'_>, one: &Process, measures: &[Measure]) -> Markup {
    let of: Vec<_> = one.measured_by(measures).collect();
    let id = format!("measures-{}", one.named.id);
    let heads = ["measure", "target", "latest"];
    html! {
        (page.rows("criteria", &["criterion", "target"]))
        section.sheet aria-labelledby=(id) {
            div.sheet-head {
                h2 id=(id) { (visit.text("processes-measures")) }
                @if visit.may("measure", "create") {
                    @let process = one.named.id.to_string();
                    a.link.small href=(address::with_query("/measure/new", [(KIND, &*process)])) {
                        (visit.text("processes-add-measure"))
                    }
                }
            }
            @if of.is_empty() {
                p.calendar-word { span.token.warm { (icon("warning")) (visit.text("processes-not-measured")) } }
            } @else {
                table.rows {
                    thead { tr {
                        @for head in heads { th scope="col" { (visit.text(&format!("processes-{head}"))) } }
                    } }
                    tbody { @for measure in of { tr {
                        th.what scope="row" {
                            a.link href=(address::of_record("measure", measure.named.id)) { (measure.named.title) }
                        }
                        td { (measure.target.to_text()) " " (measure.unit) }
                        td {
                            @if measure.latest.is_none() { span.faint { (visit.text("processes-no-value")) } }
                            @else { (judged(visit, measure)) }
                        }
                    } } }
                }
            }
        }
    }
}

fn judged(visit: &Visit, measure: &Measure) -> Markup {
    let value = format!("{} {}", measure.latest.to_text(), measure.unit);
    let (tone, word) = match measure.judged {
        Judged::Not => return html! { (value) },
        Judged::Kept => ("token fine", "figures-kept"),
        Judged::Near => ("token warm", "figures-near"),
        Judged::Missed => ("token hot", "figures-missed"),
    };
    html! { (value) " " span class=(tone) { (visit.text(word)) } }
}

/// Who holds the roles of a process today: role and person.
fn holders(
    visit: &Visit,
    view: &KindView,
    record: &Record,
) -> Result<Vec<(RecordId, RecordId)>, Refused> {
    const HELD: &str = "role_assignment";
    let Value::Refs(roles) = view.value(record, "roles") else { return Ok(Vec::new()) };
    let Some(held) = visit.desk.view(HELD).filter(|_| visit.may(HELD, "read") && !roles.is_empty())
    else {
        return Ok(Vec::new());
    };
    let roles = roles.iter().copied().map(Value::Ref).collect();
    let filters = vec![
        Filter { field: "role".to_owned(), test: Test::Is(roles) },
        Filter::is("open", Value::Bool(true)),
    ];
    let query = Query { filters, limit: SHOWN_MAX, ..Query::of(HELD) };
    let found = visit.desk.list(visit.actor(), &query)?.records;
    let number = |one: &Record, field: &str| held.value(one, field).as_int();
    Ok(found.iter().filter_map(|one| number(one, "role").zip(number(one, "person"))).collect())
}

fn roles(
    visit: &Visit,
    page: &Described<'_>,
    holders: &[(RecordId, RecordId)],
) -> Result<Markup, Refused> {
    let Value::Refs(roles) = page.value("roles") else { return Ok(html! {}) };
    let mut wanted = Wanted::default();
    for (_, person) in holders {
        wanted.record("person", *person);
    }
    let people = wanted.look_up(visit)?;
    Ok(html! {
        @if !roles.is_empty() {
            section.part {
                h2 { (page.label("roles")) }
                ul.items { @for role in roles { li {
                    (page.titles.link(visit, "role", *role))
                    @for (_, person) in holders.iter().filter(|(held, _)| held == role) {
                        " · " (people.link(visit, "person", *person))
                    }
                } } }
            }
        }
    })
}

/// Records of one kind.
pub type OfKind = (Arc<KindView>, Vec<Record>);

/// What is open about a process, kind by kind.
pub fn open_about(visit: &Visit, process: RecordId) -> Result<Vec<OfKind>, Refused> {
    let mut all = Vec::new();
    for kind in ABOUT {
        let view = visit.desk.view(kind).filter(|_| visit.may(kind, "read"));
        let Some(view) = view.filter(|view| view.field(KIND).is_some()) else { continue };
        let filters =
            vec![Filter::is(KIND, Value::Ref(process)), Filter::is("open", Value::Bool(true))];
        let query = Query { filters, limit: SHOWN_MAX, ..Query::of(kind) };
        let records = visit.desk.list(visit.actor(), &query)?.records;
        if !records.is_empty() {
            all.push((view, records));
        }
    }
    Ok(all)
}

fn still_open(visit: &Visit, open: &[OfKind]) -> Markup {
    html! {
        @if !open.is_empty() {
            section.sheet aria-label=(visit.text("processes-still-open")) {
                div.sheet-head { h2 { (visit.text("processes-still-open")) } }
                ul.todo { @for (view, records) in open { @for record in records { li {
                    (icon("note"))
                    div {
                        a href=(address::of_record(view.def.name, record.id)) { b { (view.title(record)) } }
                        p { (visit.texts.kind_label(view.def)) " · " (view.def.number(record.id)) }
                    }
                    (state(visit, view.def, &record.state))
                } } } }
            }
        }
    }
}

/// What was recorded lately, by kind.
fn lately(visit: &Visit, clause: &str) -> Result<Markup, Refused> {
    let counts = recorded(visit, clause)?;
    let label = |kind: &str| {
        visit.desk.view(kind).map(|view| visit.texts.kind_plural(view.def)).unwrap_or_default()
    };
    Ok(html! {
        @if !counts.is_empty() {
            section {
                h2 { (visit.text_with("processes-lately", &[("n", DAYS.into())])) }
                dl.pairs { @for (kind, count) in counts {
                    dt { a.link href={ "/" (kind) } { (label(kind)) } } dd { (count) }
                } }
            }
        }
    })
}

/// The sheets of figures of the clause.
fn sheets(visit: &Visit, clause: &str) -> Markup {
    let own: Vec<_> = SHEETS
        .iter()
        .filter(|sheet| serves(sheet.clause, clause) && figures::may_see(visit, sheet))
        .collect();
    html! {
        @if !own.is_empty() {
            section {
                h2 { (visit.text("figures-title")) }
                ul.items { @for sheet in own {
                    li { a.link href=(figures::address_of(sheet, None, None)) { (sheet.label) } }
                } }
            }
        }
    }
}
