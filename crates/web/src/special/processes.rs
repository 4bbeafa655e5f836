//! Processes: each with who answers for it, how it is measured and what was recorded; and one of them as a page that is
//! put together from the records.
mod one;

use crate::{
    address, asked,
    part::{empty, icon},
    shell::Page,
    value::{Titles, Wanted},
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use gemba_desk::Refused;
use gemba_figures::{
    Judged,
    processes::{Measure, Process, in_force, measures},
};
use gemba_model::{
    check::EvidenceFault,
    filter::{Filter, Test},
};
use gemba_vocabulary::Value;
use jiff::ToSpan;
use maud::{Markup, html};

/// Where the page stands; each process stands below it, by its clause.
pub const ADDRESS: &str = "/processes";
/// The kind of processes.
pub const KIND: &str = "process";
/// What was recorded is counted over so many days.
const DAYS: i64 = 90;
const COUNT_MAX: i64 = 10_000;

/// `GET /processes`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            let (all, measures) = read(visit)?;
            let main = main(visit, &all, &measures)?;
            Ok(Page::new(visit.text("processes-title"), main).answer(visit))
        })
        .await
}

/// `GET /processes/{clause}`
pub async fn of_clause(visit: Visit, Path(clause): Path<String>) -> Response {
    visit
        .answer(move |visit| {
            let is_number =
                |part: &str| !part.is_empty() && part.bytes().all(|one| one.is_ascii_digit());
            if !clause.split('.').all(is_number) {
                return Err(Refused::Unknown(visit.text("problem-no-page")));
            }
            let (all, measures) = read(visit)?;
            let of: Vec<_> = all.into_iter().filter(|one| one.clause == clause).collect();
            let main = one::main(visit, &clause, &of, &measures)?;
            let title = of.first().map_or_else(
                || visit.text_with("processes-of-clause", &[("clause", clause.as_str().into())]),
                |one| one.named.title.clone(),
            );
            Ok(Page::new(title, main).answer(visit))
        })
        .await
}

fn read(visit: &Visit) -> Result<(Vec<Process>, Vec<Measure>), Refused> {
    if !visit.actor().is_inside() {
        return Err(Refused::Forbidden(visit.text("processes-refused")));
    }
    asked::kind_for(visit, KIND, "read")?;
    let evidence = visit.desk.evidence(visit.actor());
    let failed = |fault: EvidenceFault| Refused::Failed(fault.0);
    Ok((in_force(&evidence).map_err(failed)?, measures(&evidence).map_err(failed)?))
}

fn main(visit: &Visit, all: &[Process], measures: &[Measure]) -> Result<Markup, Refused> {
    let mut wanted = Wanted::default();
    for owner in all.iter().filter_map(|one| one.owner) {
        wanted.record("person", owner);
    }
    let titles = wanted.look_up(visit)?;
    let view = asked::kind(visit, KIND)?;
    let heads = ["clause", "name", "owner", "measures", "recorded", "open"];
    Ok(html! {
        div.head {
            h1 { (visit.text("processes-title")) }
            span.soft { (visit.text_with("entries", &[("n", all.len().into())])) }
            div.verbs {
                a.verb href="/process" { (visit.text("processes-all-editions")) }
                @if visit.may(KIND, "create") {
                    a.verb.first href="/process/new" { (visit.texts.create_label(view.def)) }
                }
            }
        }
        section.sheet aria-label=(visit.text("processes-title")) {
            @if all.is_empty() {
                (empty("wheel", &visit.text("processes-none"), &visit.text("processes-none-help"), html! {}))
            } @else {
                div.scroll tabindex="0" role="group" aria-label=(visit.text("processes-title")) {
                    table.rows {
                        thead { tr {
                            @for head in heads { th scope="col" { (visit.text(&format!("processes-{head}"))) } }
                        } }
                        tbody { @for one in all { (row(visit, one, measures, &titles)?) } }
                    }
                }
            }
        }
    })
}

fn row(
    visit: &Visit,
    one: &Process,
    measures: &[Measure],
    titles: &Titles,
) -> Result<Markup, Refused> {
    let of: Vec<_> = one.measured_by(measures).collect();
    let missed = of.iter().filter(|measure| measure.judged == Judged::Missed).count();
    let recorded: i64 = recorded(visit, &one.clause)?.iter().map(|(_, count)| count).sum();
    let open: usize = one::open_about(visit, one.named.id)?.iter().map(|(_, all)| all.len()).sum();
    Ok(html! {
        tr {
            td.nowrap { (one.clause) }
            th.what scope="row" { a.link href={ (ADDRESS) "/" (one.clause) } { (one.named.title) } }
            td { @match one.owner {
                Some(owner) => (titles.link(visit, "person", owner)),
                None => span.token.hot { (icon("warning")) (visit.text("documents-nobody")) },
            } }
            td {
                @if of.is_empty() { span.faint { (visit.text("processes-not-measured")) } }
                @else { (of.len()) }
                @if missed > 0 {
                    " " span.token.hot { (visit.text_with("processes-missed", &[("n", missed.into())])) }
                }
            }
            td { (recorded) }
            td { @if open > 0 { (open) } }
        }
    })
}

/// How many records of each kind of a clause were made in the last days.
fn recorded(visit: &Visit, clause: &str) -> Result<Vec<(&'static str, i64)>, Refused> {
    let since =
        visit.desk.now().to_zoned(visit.zone.clone()).saturating_sub(DAYS.days()).timestamp();
    let since =
        Filter { field: "created_at".to_owned(), test: Test::AtLeast(Value::Instant(since)) };
    let mut counts = Vec::new();
    for view in visit.desk.kinds() {
        let def = view.def;
        if serves(def.clause, clause) && visit.may(def.name, "read") && def.name != KIND {
            let filters = std::slice::from_ref(&since);
            let count = visit.desk.count(visit.actor(), def.name, filters, COUNT_MAX)?;
            counts.push((def.name, count.count));
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Ok(counts)
}

/// Whether a clause is another one or a part of it.
fn serves(clause: &str, of: &str) -> bool {
    clause == of || clause.strip_prefix(of).is_some_and(|rest| rest.starts_with('.'))
}

/// The link to the page of a process, on the page of its record; and to the whole, where it has no clause.
pub fn link(
    visit: &Visit,
    view: &gemba_model::overlay::KindView,
    record: &gemba_model::Record,
) -> Markup {
    let clause = view.value(record, "clause").as_text();
    html! {
        @if view.def.name == KIND && visit.actor().is_inside() && record.state == "in_force" {
            @if let Some(clause) = clause {
                a.verb.plain.slim href={ (ADDRESS) "/" (address::encoded(clause)) } {
                    (visit.text("processes-page"))
                }
            }
        }
    }
}
