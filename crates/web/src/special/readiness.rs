//! Readiness: every requirement of the standard with its answer, and the shortest way on.
mod course;
mod kept;
mod list;
mod one;
mod own;
mod stage;
mod turn;
mod way;
mod whole;

pub use kept::places;
pub use whole::spelled;

use super::ring::{Counts, total};
use crate::{
    address,
    part::{empty, icon},
    shell::Page,
    texts::group,
    value::clock_words,
    visit::Visit,
};
use axum::response::Response;
use gemba_conformity::{
    Answer, Asked, Edition, Options, Readiness, Stage, grade::Grade, stage::quarter_of,
};
use gemba_desk::Refused;
use gemba_model::{check::Outcome, wheel::Quarter};
use maud::{Markup, PreEscaped, html};
use std::collections::BTreeMap;

/// Every result in the order in which rings and bars show them.
pub const OUTCOMES: [Outcome; 6] = [
    Outcome::Pass,
    Outcome::Fail,
    Outcome::NoData,
    Outcome::NotYetDue,
    Outcome::NeedsPerson,
    Outcome::NoCheckYet,
];
const TODAY: &str = "2018";
const EXCEPTIONS_MAX: usize = 100;

/// `GET /readiness?edition=&stage=&clause=&result=&quarter=&id=`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            if !visit.actor().is_inside() {
                return Err(Refused::Forbidden(visit.text("readiness-refused")));
            }
            if let Some(page) = own::page(visit)? {
                return Ok(page.answer(visit));
            }
            let is_narrowed =
                ["clause", "result", "quarter"].iter().any(|name| visit.query(name).is_some());
            let main = match visit.query("id") {
                Some(id) => one::one(visit, &id)?,
                None if is_narrowed => some(visit)?,
                None => whole::whole(visit)?,
            };
            Ok(Page::new(visit.text("readiness-title"), main).answer(visit))
        })
        .await
}

/// The class of a result in style sheets.
pub fn class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "pass",
        Outcome::Fail => "fail",
        Outcome::NoData => "nodata",
        Outcome::NotYetDue => "notdue",
        Outcome::NeedsPerson => "person",
        Outcome::NoCheckYet => "nocheck",
    }
}

fn sign(outcome: Outcome) -> Markup {
    icon(if outcome == Outcome::NeedsPerson { "attest" } else { class(outcome) })
}

fn label(visit: &Visit, outcome: Outcome) -> String {
    visit.text(&format!("outcome-{}", outcome.name().replace('_', "-")))
}

fn pill(visit: &Visit, outcome: Outcome) -> Markup {
    html! {
        span class={ "result pill " (class(outcome)) } { (sign(outcome)) " " (label(visit, outcome)) }
    }
}

/// The edition that was asked for; today's if none was.
fn edition(visit: &Visit) -> Result<&'static Edition, Refused> {
    let name = visit.query("edition");
    let edition = Edition::named(name.as_deref().unwrap_or(TODAY));
    edition.map_err(|fault| Refused::Unknown(fault.to_string()))
}

/// An address of readiness, in the edition and the stage that were asked for.
fn link<'a, const N: usize>(visit: &Visit, pairs: [(&'a str, &'a str); N]) -> String {
    let edition = visit.query("edition").filter(|name| name != TODAY);
    let edition = edition.as_deref().map(|name| ("edition", name));
    let stage = asked_stage(visit).map(|stage| ("stage", stage.name()));
    address::with_query("/readiness", pairs.into_iter().chain(edition).chain(stage))
}

/// The page of a requirement, in the edition that was asked for.
fn link_to(visit: &Visit, id: &str) -> String {
    let edition = visit.query("edition").filter(|name| name != TODAY).unwrap_or_default();
    address::with_query("/readiness", [("id", id), ("edition", &*edition)])
}

/// The stage that was asked for.
fn asked_stage(visit: &Visit) -> Option<Stage> {
    visit.query("stage").as_deref().and_then(Stage::named)
}

/// The choice between editions.
fn editions(visit: &Visit) -> Markup {
    let asked = visit.query("edition");
    let asked = asked.as_deref().unwrap_or(TODAY);
    let href = |name: &str| {
        address::with_query("/readiness", Some(("edition", name)).filter(|_| name != TODAY))
    };
    html! {
        nav.tabs aria-label=(visit.text("readiness-editions")) {
            @for name in Edition::NAMES {
                a href=(href(name)) aria-current=[(name == asked).then_some("page")] {
                    "ISO/IEC 20000-1:" (name)
                }
            }
            (own::tabs(visit))
        }
    }
}

/// The answers, of one clause or of all, that the stage asked for looks at.
fn checked(visit: &Visit, clause: Option<&str>) -> Result<Readiness, Refused> {
    checked_of(visit, &Asked { clause, stage: asked_stage(visit), result: None })
}

fn checked_of(visit: &Visit, asked: &Asked<'_>) -> Result<Readiness, Refused> {
    let edition = edition(visit)?;
    let evidence = visit.desk.evidence(visit.actor());
    let options = Options { period: None, exceptions_max: EXCEPTIONS_MAX };
    let answered = visit.live.readiness_asked(edition, asked, &evidence, options);
    answered.map_err(|fault| Refused::Failed(fault.0))
}

fn head(visit: &Visit, report: &Readiness) -> Markup {
    let at = clock_words(visit, report.at);
    let values = [("standard", report.standard.into()), ("time", at.into())];
    html! {
        div.head {
            h1 { (visit.text("readiness-title")) }
            span.soft { (visit.text_with("readiness-as-of", &values)) }
        }
    }
}

/// What an auditor would probably call it.
fn grade(visit: &Visit, grade: Grade) -> String {
    visit.text(&format!("readiness-would-be-{}", grade.name()))
}

/// What was looked at, in a few words.
fn how_many(visit: &Visit, answer: &Answer) -> String {
    let key = match (answer.exception_count, answer.population) {
        (0, 0) => "readiness-nothing",
        (0, _) => "readiness-looked",
        (1, _) => "readiness-one-of",
        _ => "readiness-some-of",
    };
    let values = [("n", answer.exception_count.into()), ("all", answer.population.into())];
    visit.text_with(key, &values)
}

/// How many of some pass.
fn how_far(visit: &Visit, counts: &Counts) -> String {
    let pass = counts.get(&Outcome::Pass).copied().unwrap_or(0);
    visit.text_with("readiness-n-of", &[("n", pass.into()), ("all", total(counts).into())])
}

/// The requirements of a clause or a quarter of the wheel, or those that came to a result.
fn some(visit: &Visit) -> Result<Markup, Refused> {
    let (clause, result) = (visit.query("clause"), visit.query("result"));
    let clause = clause.as_deref();
    let report = checked(visit, clause)?;
    let wanted =
        result.and_then(|name| OUTCOMES.into_iter().find(|one| one.name() == name.as_str()));
    let quarter = visit.query("quarter");
    let quarter = quarter.and_then(|name| Quarter::ALL.into_iter().find(|one| one.name() == name));
    let of_clause = report.requirements.clone();
    let shown = report.requirements.iter().filter(|answer| {
        wanted.is_none_or(|one| one == answer.result)
            && quarter.is_none_or(|one| one == quarter_of(report.edition, &answer.clause))
    });
    let shown: Vec<_> = shown.collect();
    let mut by_clause: BTreeMap<usize, Vec<&Answer>> = BTreeMap::new();
    for answer in &shown {
        let place = of_clause.iter().position(|one| one.clause == answer.clause);
        by_clause.entry(place.unwrap_or_default()).or_default().push(*answer);
    }
    Ok(html! {
        nav aria-label=(visit.text("path")) {
            ol.path {
                li { a href=(link(visit, [])) { (visit.text("readiness-title")) } }
                @if let Some(clause) = clause { li { (clause) } }
                @if let Some(quarter) = quarter {
                    li { (visit.text(&format!("menu-{}", quarter.name()))) }
                }
                @if let Some(wanted) = wanted { li { (label(visit, wanted)) } }
            }
        }
        (head(visit, &report))
        (tabs(visit, clause, quarter, wanted))
        div.stack {
            @if shown.is_empty() {
                div.sheet {
                    (empty("nodata", &visit.text("readiness-none"), &visit.text("readiness-none-help"),
                        PreEscaped(String::new())))
                }
            }
            @for answers in by_clause.values() { (requirements(visit, answers)) }
        }
    })
}

fn tabs(
    visit: &Visit,
    clause: Option<&str>,
    quarter: Option<Quarter>,
    wanted: Option<Outcome>,
) -> Markup {
    let href = |outcome: Option<Outcome>| {
        let (clause, result) = (clause.unwrap_or_default(), outcome.map_or("", Outcome::name));
        let quarter = quarter.map_or("", Quarter::name);
        let anything = clause.is_empty() && quarter.is_empty() && result.is_empty();
        let result = if anything { "all" } else { result };
        link(visit, [("clause", clause), ("quarter", quarter), ("result", result)])
    };
    let current = |is: bool| is.then_some("page");
    html! {
        nav.tabs aria-label=(visit.text("readiness-results")) {
            a href=(href(None)) aria-current=[current(wanted.is_none())] { (visit.text("all")) }
            @for outcome in OUTCOMES {
                a href=(href(Some(outcome))) aria-current=[current(wanted == Some(outcome))] {
                    (label(visit, outcome))
                }
            }
        }
    }
}

fn requirements(visit: &Visit, answers: &[&Answer]) -> Markup {
    let Some(first) = answers.first() else { return PreEscaped(String::new()) };
    let title = format!("{} {}", first.clause, first.title);
    html! {
        section.sheet {
            div.sheet-head { h2 { (title) } }
            table.rows {
                caption.hide { (title) }
                thead {
                    tr {
                        th scope="col" { (visit.text("readiness-id")) }
                        th scope="col" { (visit.text("readiness-requirement")) }
                        th scope="col" { (visit.text("readiness-result")) }
                        th.wide.end scope="col" { (visit.text("readiness-population")) }
                        th.wide.end scope="col" { (visit.text("readiness-exceptions")) }
                    }
                }
                tbody {
                    @for answer in answers {
                        @let href = link_to(visit, &answer.id);
                        tr data-href=(href) {
                            td.id { (answer.id) }
                            td.what { a href=(href) { (answer.requirement) } }
                            td {
                                (pill(visit, answer.result))
                                @if let Some(would_be) = &answer.would_be {
                                    " " span.small.faint { (grade(visit, would_be.grade)) }
                                }
                            }
                            td.wide.end { (group(&answer.population.to_string())) }
                            td.wide.end { (group(&answer.exception_count.to_string())) }
                        }
                    }
                }
            }
        }
    }
}
