//! Sheets of figures: what records come to, each figure with its definition, the data it rests on, and its exceptions.
pub mod chart;
pub mod kept;
pub mod paper;
mod shown;

use crate::{address, asked, part::icon, shell::Page, value::day_words, visit::Visit};
use axum::{extract::Path, response::Response};
use gemba_desk::Refused;
use gemba_figures::{Ask, SHEETS, Sheet, SheetDef, sheet_named};
use gemba_model::{Record, check::Period, filter::Filter, overlay::KindView};
use gemba_vocabulary::{RecordId, Value};
use jiff::ToSpan;
use maud::{Markup, html};

/// Where the list of sheets stands; each sheet stands below it.
pub const ADDRESS: &str = "/figures";
/// So many records are offered to narrow a sheet to.
const CHOICES_MAX: usize = 500;

/// Whether the reader may see a sheet.
pub fn may_see(visit: &Visit, def: &SheetDef) -> bool {
    visit.actor().is_inside() && visit.may(def.kind, "read")
}

/// Whether the reader may see any.
pub fn is_open(visit: &Visit) -> bool {
    SHEETS.iter().any(|def| may_see(visit, def))
}

/// `GET /figures`
pub async fn list(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            if !is_open(visit) {
                return Err(Refused::Forbidden(visit.text("figures-refused")));
            }
            let main = html! {
                div.head { h1 { (visit.text("figures-title")) } }
                section.sheet aria-label=(visit.text("figures-title")) {
                    ul.sheets {
                        @for def in SHEETS.iter().filter(|def| may_see(visit, def)) {
                            li {
                                a.link href={ (ADDRESS) "/" (def.name) } { (def.label) }
                                " " small.faint { (def.clause) }
                                p.small { (def.what) }
                            }
                        }
                    }
                }
            };
            Ok(Page::new(visit.text("figures-title"), main).answer(visit))
        })
        .await
}

/// `GET /figures/{sheet}?from=&until=&about=`
pub async fn get(visit: Visit, Path(name): Path<String>) -> Response {
    visit
        .answer(move |visit| {
            let (def, ask, sheet) = asked_for(visit, &name)?;
            let main = main(visit, def, &ask, &sheet)?;
            Ok(Page::new(def.label, main).answer(visit))
        })
        .await
}

/// The sheet that an address asks for, if the reader may see it.
fn asked_for(visit: &Visit, name: &str) -> Result<(&'static SheetDef, Ask, Sheet), Refused> {
    let unknown = || Refused::Unknown(visit.text("problem-no-page"));
    let def = sheet_named(name).ok_or_else(unknown)?;
    if !may_see(visit, def) {
        return Err(Refused::Forbidden(visit.text("figures-refused")));
    }
    let ask = ask_of(visit, def)?;
    let evidence = visit.desk.evidence(visit.actor());
    let sheet = (def.read)(&evidence, &ask).map_err(|fault| Refused::Failed(fault.0))?;
    Ok((def, ask, sheet))
}

fn ask_of(visit: &Visit, def: &SheetDef) -> Result<Ask, Refused> {
    let about = match (def.about, visit.query("about").filter(|text| !text.is_empty())) {
        (Some(kind), Some(text)) => Some(asked::record(visit, kind, &text)?.1.id),
        _ => None,
    };
    let (from, until) = (visit.query("from"), visit.query("until"));
    let days = (from.as_deref(), until.as_deref());
    Ask::of(def.usual, days, visit.zone.clone(), visit.desk.now(), about).map_err(Refused::Not)
}

/// The address of a sheet for a period and a record.
pub fn address_of(def: &SheetDef, period: Option<Period>, about: Option<RecordId>) -> String {
    let days = period.map(|period| (period.from.to_string(), period.until.to_string()));
    let about = about.map(|id| id.to_string());
    let pairs = days.iter().flat_map(|(from, until)| [("from", &**from), ("until", &**until)]);
    let pairs = pairs.chain(about.iter().map(|id| ("about", &**id)));
    address::with_query(&format!("{ADDRESS}/{}", def.name), pairs)
}

/// The address of a sheet on paper.
fn paper_address(def: &SheetDef, ask: &Ask) -> String {
    let shown = address_of(def, Some(ask.period), ask.about);
    shown.replacen(&format!("/{}", def.name), &format!("/{}/paper.pdf", def.name), 1)
}

fn main(visit: &Visit, def: &SheetDef, ask: &Ask, sheet: &Sheet) -> Result<Markup, Refused> {
    Ok(html! {
        nav aria-label=(visit.text("path")) {
            ol.path { li { a href=(ADDRESS) { (visit.text("figures-title")) } } }
        }
        div.head {
            h1 { (def.label) }
            (period(visit, def, ask))
            div.verbs { (narrowing(visit, def, ask)?) }
        }
        p.small.faint.lead { (def.what) }
        div.stack {
            @if sheet.parts.is_empty() {
                section.sheet {
                    (crate::part::empty("filter", &visit.text("figures-none"),
                        &visit.text("figures-none-help"), html! {}))
                }
            }
            @for (place, part) in sheet.parts.iter().enumerate() { (shown::part(visit, place, part)) }
        }
    })
}

/// The days that are told, and the way to those before and after.
fn period(visit: &Visit, def: &SheetDef, ask: &Ask) -> Markup {
    let step = |by: i32, key: &str, sign: &str| {
        let href = address_of(def, Some(ask.moved(by)), ask.about);
        html! { a.square href=(href) aria-label=(visit.text(key)) { (icon(sign)) } }
    };
    html! {
        div.span {
            (step(-1, "figures-before", "left"))
            span { (period_words(ask.period)) }
            (step(1, "figures-after", "right"))
        }
    }
}

/// A period in words: its month, its months, or its days.
pub fn period_words(period: Period) -> String {
    let last = period.until.saturating_sub(1.day());
    let is_whole = period.from.day() == 1 && period.until.day() == 1;
    let month = |day: jiff::civil::Date| day.strftime("%b %Y").to_string();
    if is_whole && period.from.first_of_month() == last.first_of_month() {
        return period.from.strftime("%B %Y").to_string();
    }
    if is_whole {
        return format!("{} – {}", month(period.from), month(last));
    }
    if period.from == last {
        return day_words(last);
    }
    format!("{} – {}", day_words(period.from), day_words(last))
}

fn narrowing(visit: &Visit, def: &SheetDef, ask: &Ask) -> Result<Markup, Refused> {
    let choices = match def.about.and_then(|kind| visit.desk.view(kind)) {
        Some(view) => choices(visit, &view)?,
        None => Vec::new(),
    };
    let kind = def.about.and_then(|kind| visit.desk.view(kind));
    let label = kind.map(|view| visit.texts.kind_label(view.def)).unwrap_or_default();
    Ok(html! {
        details.pop.from-end {
            summary.verb { (icon("filter")) " " (visit.text("figures-ask")) }
            form.panel.asking method="get" action={ (ADDRESS) "/" (def.name) } {
                label { (visit.text("figures-from"))
                    input type="date" name="from" value=(ask.period.from); }
                label { (visit.text("figures-until"))
                    input type="date" name="until" value=(ask.period.until); }
                @if !choices.is_empty() {
                    label { (label)
                        select name="about" {
                            option value="" { (visit.text("figures-all")) }
                            @for (id, title) in &choices {
                                option value=(id) selected[Some(*id) == ask.about] { (title) }
                            }
                        }
                    }
                }
                button.verb.primary { (visit.text("figures-show")) }
            }
        }
        @if visit.printer.is_some() {
            a.verb href=(paper_address(def, ask)) {
                (icon("download")) " " (visit.text("figures-paper"))
            }
        }
        button.verb.script-only type="button" data-print { (visit.text("figures-print")) }
    })
}

fn choices(visit: &Visit, view: &KindView) -> Result<Vec<(RecordId, String)>, Refused> {
    let open = Filter::is("open", Value::Bool(true));
    let query = gemba_desk::Query {
        filters: vec![open],
        limit: CHOICES_MAX,
        ..gemba_desk::Query::of(view.def.name)
    };
    let records = visit.desk.list(visit.actor(), &query)?.records;
    let mut choices: Vec<_> = records.iter().map(|one| (one.id, view.title(one))).collect();
    choices.sort_by(|one, other| one.1.cmp(&other.1));
    Ok(choices)
}

/// Leads from a record to the sheets that can be narrowed to it.
pub fn links(visit: &Visit, view: &KindView, record: &Record) -> Markup {
    let sheets = SHEETS.iter().filter(|def| def.about == Some(view.def.name));
    let sheets: Vec<_> = sheets.filter(|def| may_see(visit, def)).collect();
    html! {
        @if !sheets.is_empty() {
            section aria-labelledby="figures-of" {
                h2 #figures-of { (visit.text("figures-title")) }
                ul.plain {
                    @for def in sheets {
                        li { a.link href=(address_of(def, None, Some(record.id))) { (def.label) } }
                    }
                }
            }
        }
    }
}
