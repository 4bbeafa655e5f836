//! How results came to be: the trend of the whole over the snapshots, and the history of one requirement.
use super::{TODAY, pill};
use crate::{
    address,
    special::figures::chart,
    value::{clock_words, number},
    visit::Visit,
};
use gemba_conformity::{
    Answer, Readiness, Requirement,
    history::{Course, KIND, Snapshot, is_open_to},
};
use gemba_desk::Refused;
use gemba_figures::{Chart, Point, Sort};
use gemba_model::check::{Evidence as _, Outcome};
use maud::{Markup, html};
use rust_decimal::Decimal;

/// So many points are drawn at most; of more snapshots every second or third is.
const POINTS_MAX: usize = 60;
/// So many changes of a requirement are shown, the newest first.
const TURNS_MAX: usize = 12;

fn failed(fault: impl ToString) -> Refused {
    Refused::Failed(fault.to_string())
}

/// How the whole went over time. Nothing for whoever may not read the history.
pub fn trend(visit: &Visit, report: &Readiness) -> Result<Markup, Refused> {
    let evidence = visit.desk.evidence(visit.actor());
    if !evidence.may_read(KIND) {
        return Ok(html! {});
    }
    let course = Course::of(report.edition, &evidence).map_err(failed)?;
    let last = course.snapshots.last();
    let new = format!("/{KIND}/new");
    let new = address::with_query(&new, [("edition", report.edition)]);
    let passing = |one: &Snapshot| one.results.get(&Outcome::Pass).copied().unwrap_or_default();
    let words = match last {
        Some(last) => {
            let values = [
                ("n", course.snapshots.len().into()),
                ("time", clock_words(visit, last.at).into()),
            ];
            visit.text_with("readiness-kept-last", &values)
        }
        None => visit.text("readiness-kept-none"),
    };
    Ok(html! {
        section.sheet {
            div.sheet-head {
                h2 { (visit.text("readiness-trend")) }
                @if visit.may(KIND, "create") {
                    a.verb.slim href=(new) { (visit.text("readiness-keep")) }
                }
            }
            @let label = visit.text("readiness-trend-passing");
            (chart::drawn_with(visit, "readiness", &drawing("passing", label, &course, passing),
                &html! { (words) }))
            @let label = visit.text("readiness-trend-majors");
            (chart::drawn_with(visit, "readiness", &drawing("majors", label, &course, |one| one.majors),
                &html! { (visit.text("readiness-trend-majors-help")) }))
            @if report.stage.is_some() {
                p.note.small.faint { (visit.text("readiness-trend-whole")) }
            }
        }
    })
}

fn drawing(
    name: &'static str,
    label: String,
    course: &Course,
    value: impl Fn(&Snapshot) -> i64,
) -> Chart {
    let every = course.snapshots.len().div_ceil(POINTS_MAX).max(1);
    // The newest is always among those that are drawn.
    let drawn = course.snapshots.iter().rev().step_by(every);
    let point = |one: &Snapshot| Point {
        label: one.at.strftime("%Y-%m-%d").to_string(),
        value: Some(Decimal::from(value(one))),
        is_open: false,
    };
    let mut points: Vec<_> = drawn.map(point).collect();
    points.reverse();
    Chart { name, label, unit: "", sort: Sort::Plain, points, lines: Vec::new() }
}

/// What became of one requirement: since when its result is what it is, and what it was before.
pub fn history(
    visit: &Visit,
    requirement: &Requirement,
    answer: &Answer,
) -> Result<Markup, Refused> {
    let evidence = visit.desk.evidence(visit.actor());
    let is_open = evidence.may_read(KIND) && is_open_to(requirement, &evidence).map_err(failed)?;
    if !is_open {
        return Ok(html! {});
    }
    let edition = visit.query("edition").unwrap_or_else(|| TODAY.to_owned());
    let course = Course::of(&edition, &evidence).map_err(failed)?;
    let turns = course.turns(&answer.id);
    let title = visit.text("readiness-history");
    Ok(html! {
        section.sheet {
            div.sheet-head {
                h2 { (title) }
                span.small.faint {
                    @if let Some(since) = course.since(answer) {
                        (visit.text_with("readiness-since", &[("time", clock_words(visit, since).into())]))
                    } @else { (visit.text("readiness-since-now")) }
                }
            }
            @if !turns.is_empty() {
                table.rows {
                    caption.hide { (title) }
                    thead { tr {
                        th scope="col" { (visit.text("readiness-found")) }
                        th scope="col" { (visit.text("readiness-result")) }
                        th.wide.end scope="col" { (visit.text("readiness-population")) }
                        th.wide.end scope="col" { (visit.text("readiness-exceptions")) }
                        th.wide scope="col" { (visit.text("readiness-snapshot")) }
                    } }
                    tbody {
                        @for turn in turns.iter().rev().take(TURNS_MAX) {
                            tr {
                                td { (clock_words(visit, turn.at)) }
                                td { (pill(visit, turn.to)) }
                                td.wide.end { (turn.population) }
                                td.wide.end { (turn.exceptions) }
                                td.wide {
                                    a.link href=(address::of_record(KIND, turn.snapshot)) {
                                        (number(visit, KIND, turn.snapshot))
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
