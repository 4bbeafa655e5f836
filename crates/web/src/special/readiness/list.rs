//! The shortest list of things to do, with what an auditor looks for first on top.
use super::{label, link_to, sign, way};
use crate::{address, part::empty, visit::Visit};
use gemba_conformity::{Answer, Readiness, absence::Absence, todo::Todo};
use gemba_model::check::Outcome;
use maud::{Markup, PreEscaped, html};

/// How many things to do are shown at once; the others are folded.
const SHOWN_MAX: usize = 10;
/// How many requirements a thing to do names.
const NAMED_MAX: usize = 6;

/// The list.
pub fn list(visit: &Visit, report: &Readiness) -> Markup {
    let missing: Vec<_> =
        report.absences.iter().filter(|one| one.result == Outcome::Fail).collect();
    let (shown, folded) = report.todo.split_at(report.todo.len().min(SHOWN_MAX));
    html! {
        section.sheet {
            div.sheet-head {
                h2 { (visit.text("readiness-next")) }
                span.small.faint { (visit.text("readiness-next-help")) }
            }
            @if report.todo.is_empty() {
                (empty("check", &visit.text("readiness-next-none"),
                    &visit.text("readiness-next-none-help"), PreEscaped(String::new())))
            } @else {
                ul.todo {
                    @for one in missing { (absence(visit, one)) }
                    @for one in shown { (entry(visit, report, one)) }
                }
                @if !folded.is_empty() {
                    details.more {
                        summary.verb.slim {
                            (visit.text_with("readiness-more", &[("n", folded.len().into())]))
                        }
                        ul.todo { @for one in folded { (entry(visit, report, one)) } }
                    }
                }
            }
        }
    }
}

/// A question that an auditor asks first and that has to be answered with no.
fn absence(visit: &Visit, one: &Absence) -> Markup {
    let href = link_to(visit, &one.requirement);
    let values = [("n", one.exception_count.into()), ("all", one.population.into())];
    html! {
        li {
            span.result.fail { (sign(one.result)) span.hide { (label(visit, one.result)) } }
            div {
                a href=(href) { b { (one.question) } }
                p { (visit.text_with("readiness-absent", &values)) " · " (one.requirement) }
            }
            a.verb.slim href=(href) {
                (visit.text_with("readiness-see", &[("n", one.exception_count.into())]))
            }
        }
    }
}

fn entry(visit: &Visit, report: &Readiness, one: &Todo) -> Markup {
    let first = one.requirements.first();
    let answer = first.and_then(|id| report.requirements.iter().find(|answer| answer.id == *id));
    html! {
        @if let Some(answer) = answer {
            li {
                span class={ "result " (super::class(answer.result)) } {
                    (sign(answer.result)) span.hide { (label(visit, answer.result)) }
                }
                div {
                    a href=(link_to(visit, &answer.id)) { b { (sentence(one, answer)) } }
                    p {
                        (turns(visit, one)) " "
                        @for id in one.requirements.iter().take(NAMED_MAX) {
                            " " a.link href=(link_to(visit, id)) { (id) }
                        }
                        @if one.requirements.len() > NAMED_MAX { " …" }
                    }
                }
                (button(visit, one, answer))
            }
        }
    }
}

/// What is wrong with the one record that a single requirement is about says more than the rule.
fn sentence(one: &Todo, answer: &Answer) -> String {
    match (&*one.requirements, &*answer.exceptions) {
        ([_], [exception]) => exception.sentence.clone(),
        _ => one.sentence.clone(),
    }
}

fn turns(visit: &Visit, one: &Todo) -> String {
    let values = [
        ("n", one.requirements.len().into()),
        ("majors", one.majors.into()),
        ("minors", one.minors.into()),
    ];
    let key = match (one.majors, one.minors) {
        (0, 0) => "readiness-turns",
        (_, 0) => "readiness-turns-majors",
        (0, _) => "readiness-turns-minors",
        _ => "readiness-turns-both",
    };
    visit.text_with(key, &values)
}

fn button(visit: &Visit, one: &Todo, answer: &Answer) -> Markup {
    if let [only] = &*one.records
        && one.record_count == 1
    {
        let href = address::of_record(&only.kind, only.record);
        return html! { a.verb.slim href=(href) { (visit.text("readiness-open")) } };
    }
    way::button(visit, answer)
}
