//! Readiness: every requirement of the standard with its answer, and the shortest way on.
mod kept;
mod one;

use super::ring::{Counts, ring, split, total};
use crate::{
    address,
    part::{empty, icon},
    shell::Page,
    texts::group,
    value::clock_words,
    visit::Visit,
};
use axum::response::Response;
use gemba_conformity::{Answer, Edition, Options, Readiness, attested};
use gemba_desk::Refused;
use gemba_model::check::Outcome;
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
const STEPS_MAX: [(Outcome, usize); 3] =
    [(Outcome::Fail, 6), (Outcome::NeedsPerson, 3), (Outcome::NoData, 3)];
const EXCEPTIONS_MAX: usize = 100;

/// `GET /readiness?clause=&result=&id=`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            if !visit.actor().is_inside() {
                return Err(Refused::Forbidden(visit.text("readiness-refused")));
            }
            let main = match (visit.query("id"), visit.query("clause"), visit.query("result")) {
                (Some(id), _, _) => one::one(visit, &id)?,
                (None, None, None) => whole(visit)?,
                (None, clause, result) => some(visit, clause.as_deref(), result.as_deref())?,
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

/// An address of readiness, in the edition that was asked for.
fn link<'a, const N: usize>(visit: &Visit, pairs: [(&'a str, &'a str); N]) -> String {
    let edition = visit.query("edition").filter(|name| name != TODAY);
    let edition = edition.as_deref().map(|name| ("edition", name));
    address::with_query("/readiness", pairs.into_iter().chain(edition))
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
        }
    }
}

fn checked(visit: &Visit, clause: Option<&str>) -> Result<Readiness, Refused> {
    let failed = |why: String| Refused::Failed(why);
    let edition = edition(visit)?;
    let evidence = visit.desk.evidence(visit.actor());
    let options = Options { period: None, exceptions_max: EXCEPTIONS_MAX };
    let answered = match clause {
        Some(clause) => visit.live.readiness_of_clause(edition, clause, &evidence, options),
        None => visit.live.readiness(edition, &evidence, options),
    };
    answered.map_err(|fault| failed(fault.0))
}

/// The group that a clause is shown in: `8.6` for `8.6.1`, `7` for `7.5.2`; in older editions the first two numbers.
fn group_of(edition: &str, clause: &str) -> String {
    let mut parts = clause.split('.');
    match (parts.next(), parts.next()) {
        (Some(first), Some(second)) if edition != TODAY || first == "8" => {
            format!("{first}.{second}")
        }
        (Some(first), _) => first.to_owned(),
        (None, _) => clause.to_owned(),
    }
}

fn groups(answers: &[Answer], of: impl Fn(&Answer) -> String) -> Vec<(String, Counts)> {
    let mut groups: Vec<(String, Counts)> = Vec::new();
    for answer in answers {
        let name = of(answer);
        if groups.last().is_none_or(|(last, _)| *last != name) {
            groups.push((name, Counts::new()));
        }
        if let Some((_, counts)) = groups.last_mut() {
            *counts.entry(answer.result).or_default() += 1;
        }
    }
    groups
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

fn whole(visit: &Visit) -> Result<Markup, Refused> {
    let report = checked(visit, None)?;
    let groups = groups(&report.requirements, |answer| group_of(report.edition, &answer.clause));
    let count = |outcome| report.summary.get(&outcome).copied().unwrap_or(0);
    let (pass, all) = (count(Outcome::Pass), report.requirements.len());
    let told = [("n", pass.into()), ("all", all.into())];
    let names: Vec<_> = groups.clone();
    Ok(html! {
        (head(visit, &report))
        (editions(visit))
        div.board {
            div.stack {
                section.card {
                    (ring(&names, &visit.text_with("readiness-ring", &told), &group(&pass.to_string()),
                        &visit.text_with("readiness-of", &told)))
                    div.legend {
                        @for outcome in OUTCOMES {
                            a href=(link(visit, [("result", outcome.name())])) {
                                span class={ "result " (class(outcome)) } {
                                    (sign(outcome)) " " (label(visit, outcome)) " "
                                    b { (count(outcome)) }
                                }
                            }
                        }
                    }
                    p.note { (visit.text("readiness-note")) }
                }
            }
            div.stack {
                (next(visit, &report.requirements))
                (clauses(visit, &report, &groups))
            }
        }
    })
}

fn next(visit: &Visit, answers: &[Answer]) -> Markup {
    let steps = STEPS_MAX.into_iter().flat_map(|(outcome, max)| {
        answers.iter().filter(move |answer| answer.result == outcome).take(max)
    });
    let steps: Vec<_> = steps.map(|answer| step(visit, answer)).collect();
    html! {
        section.sheet {
            div.sheet-head {
                h2 { (visit.text("readiness-next")) }
                span.small.faint { (visit.text("readiness-next-help")) }
            }
            @if steps.is_empty() {
                (empty("check", &visit.text("readiness-next-none"),
                    &visit.text("readiness-next-none-help"), PreEscaped(String::new())))
            } @else { ul.todo { @for step in steps { (step) } } }
        }
    }
}

fn step(visit: &Visit, answer: &Answer) -> Markup {
    let href = link(visit, [("id", answer.id.as_str())]);
    let sentence = match (answer.exceptions.first(), &answer.next_step) {
        (Some(exception), _) => exception.sentence.clone(),
        (None, Some(step)) => step.sentence.clone(),
        (None, None) => answer.requirement.clone(),
    };
    html! {
        li {
            span class={ "result " (class(answer.result)) } {
                (sign(answer.result)) span.hide { (label(visit, answer.result)) }
            }
            div {
                a href=(href) { b { (sentence) } }
                p { (answer.id) " · " (answer.title) " · " (how_many(visit, answer)) }
            }
            (way(visit, answer))
        }
    }
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

/// The button that leads to where it can be put right.
fn way(visit: &Visit, answer: &Answer) -> Markup {
    if let [one] = answer.exceptions.as_slice() {
        let href = address::of_record(&one.kind, one.record);
        return html! { a.verb.slim href=(href) { (visit.text("readiness-open")) } };
    }
    if answer.exception_count > 0 {
        let href = link(visit, [("id", answer.id.as_str())]);
        let words = visit.text_with("readiness-see", &[("n", answer.exception_count.into())]);
        return html! { a.verb.slim href=(href) { (words) } };
    }
    let step = answer.next_step.as_ref();
    let view = step.and_then(|step| step.kind).and_then(|kind| visit.desk.view(kind));
    let (Some(view), Some(verb)) = (view, step.and_then(|step| step.verb)) else {
        return html! { span {} };
    };
    let kind = view.def.name;
    let new = format!("/{kind}/new");
    let href = if kind == attested::KIND {
        let edition = visit.query("edition").unwrap_or_else(|| TODAY.to_owned());
        address::with_query(&new, [("requirement", &*answer.id), ("edition", &*edition)])
    } else {
        new
    };
    html! {
        @if verb == "create" && visit.may(kind, "create") {
            a.verb.slim href=(href) { (visit.texts.create_label(view.def)) }
        } @else if visit.may(kind, "read") {
            a.verb.slim href={ "/" (kind) } { (visit.texts.kind_plural(view.def)) }
        } @else { span {} }
    }
}

fn clauses(visit: &Visit, report: &Readiness, groups: &[(String, Counts)]) -> Markup {
    let title = visit.text("readiness-clauses");
    html! {
        section.sheet {
            div.sheet-head { h2 { (title) } }
            table.rows.clauses {
                caption.hide { (title) }
                thead {
                    tr {
                        th scope="col" { (visit.text("readiness-clause")) }
                        th scope="col" { (visit.text("readiness-about")) }
                        th.bar-cell scope="col" { (visit.text("readiness-results")) }
                        th.end scope="col" { (label(visit, Outcome::Pass)) }
                    }
                }
                tbody {
                    @for (name, counts) in groups {
                        @let href = link(visit, [("clause", name.as_str())]);
                        @let pass = counts.get(&Outcome::Pass).copied().unwrap_or(0);
                        @let values = [("n", pass.into()), ("all", total(counts).into())];
                        tr data-href=(href) {
                            td.clause { (name) }
                            td.what { a href=(href) { (about(visit, report, name)) } }
                            td.bar-cell { (split(counts, &spelled(visit, counts))) }
                            td.end { (visit.text_with("readiness-n-of", &values)) }
                        }
                    }
                }
            }
        }
    }
}

fn about(visit: &Visit, report: &Readiness, name: &str) -> String {
    if report.edition != TODAY {
        let mut answers = report.requirements.iter();
        let first = answers.find(|answer| group_of(report.edition, &answer.clause) == name);
        return first.map(|answer| answer.title.clone()).unwrap_or_default();
    }
    visit.text(&format!("clause-{}", name.replace('.', "-")))
}

fn spelled(visit: &Visit, counts: &Counts) -> String {
    let part = |outcome: Outcome| {
        let count = counts.get(&outcome).copied().filter(|count| *count > 0)?;
        Some(format!("{count} {}", label(visit, outcome).to_lowercase()))
    };
    OUTCOMES.into_iter().filter_map(part).collect::<Vec<_>>().join(", ")
}

fn some(visit: &Visit, clause: Option<&str>, result: Option<&str>) -> Result<Markup, Refused> {
    let report = checked(visit, clause)?;
    let wanted = result.and_then(|name| OUTCOMES.into_iter().find(|one| one.name() == name));
    let of_clause = report.requirements.clone();
    let shown = report.requirements.iter();
    let shown: Vec<_> =
        shown.filter(|answer| wanted.is_none_or(|one| one == answer.result)).collect();
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
                @if let Some(wanted) = wanted { li { (label(visit, wanted)) } }
            }
        }
        (head(visit, &report))
        (tabs(visit, clause, wanted))
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

fn tabs(visit: &Visit, clause: Option<&str>, wanted: Option<Outcome>) -> Markup {
    let href = |outcome: Option<Outcome>| {
        let (clause, result) = (clause.unwrap_or_default(), outcome.map_or("", Outcome::name));
        let anything = clause.is_empty() && result.is_empty();
        let result = if anything { "all" } else { result };
        link(visit, [("clause", clause), ("result", result)])
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
                        @let href = link(visit, [("id", answer.id.as_str())]);
                        tr data-href=(href) {
                            td.id { (answer.id) }
                            td.what { a href=(href) { (answer.requirement) } }
                            td { (pill(visit, answer.result)) }
                            td.wide.end { (group(&answer.population.to_string())) }
                            td.wide.end { (group(&answer.exception_count.to_string())) }
                        }
                    }
                }
            }
        }
    }
}
