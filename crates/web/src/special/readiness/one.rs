//! One requirement: its answer, what was looked at, where the evidence is kept, and where other standards ask for it.
use super::{
    checked_of, class, course, edition, grade, how_many, kept, label, link, pill, sign, way,
};
use crate::{
    address,
    part::{empty, icon},
    special::{suggestions, wording},
    texts::group,
    value::{Wanted, clock_words, day_words, number},
    visit::Visit,
};
use gemba_conformity::{
    Answer, Asked, Readiness, Requirement, Stage,
    answer::{Count, CountedApart},
    attested, crossing,
};
use gemba_desk::Refused;
use gemba_model::check::{Exception, Outcome};
use maud::{Markup, PreEscaped, html};

/// A requirement with everything that its answer rests on.
pub fn one(visit: &Visit, id: &str) -> Result<Markup, Refused> {
    let unknown = || Refused::Unknown(visit.text("readiness-unknown"));
    let edition = edition(visit)?;
    let added = match edition.requirement(id) {
        None => wording::added(visit, edition, id)?,
        Some(_) => None,
    };
    let requirement = edition.requirement(id).or(added.as_ref()).ok_or_else(unknown)?;
    let asked = Asked { clause: Some(&requirement.clause), ..Asked::default() };
    let report = checked_of(visit, &asked)?;
    let answer = report.requirements.iter().find(|answer| answer.id == id).ok_or_else(unknown)?;
    let of_clause = link(visit, [("clause", answer.clause.as_str())]);
    Ok(html! {
        nav aria-label=(visit.text("path")) {
            ol.path {
                li { a href=(link(visit, [])) { (visit.text("readiness-title")) } }
                li { a href=(of_clause) { (answer.clause) " " (answer.title) } }
                li { (answer.id) }
            }
        }
        div.head { h1 { (answer.requirement.trim_end_matches('.')) } (pill(visit, answer.result)) }
        div.record {
            div.story {
                @if let Some(step) = &answer.next_step {
                    div.hint {
                        (icon("right")) p { (step.sentence) }
                        @if answer.exception_count == 0 { (way::button(visit, answer)) }
                    }
                }
                (exceptions(visit, answer))
                (course::history(visit, requirement, answer)?)
            }
            aside.facts aria-label=(visit.text("facts")) {
                (judged(visit, answer)?)
                (became(visit, requirement))
                (wording::section(visit, edition, answer)?)
                (kept::section(visit, &answer.id))
                (looked_at(visit, answer, &report))
                (guidance(visit, requirement))
                (suggestions::beside(visit, &requirement.clause, false))
                (elsewhere(visit, requirement))
            }
        }
    })
}

/// Who answers for it, and what an auditor would probably call it.
fn judged(visit: &Visit, answer: &Answer) -> Result<Markup, Refused> {
    let mut wanted = Wanted::default();
    if let Some(owner) = &answer.owner {
        wanted.record("person", owner.person);
    }
    let titles = wanted.look_up(visit)?;
    Ok(html! {
        section.lead {
            h2 { (visit.text("readiness-judged")) }
            dl.pairs {
                dt { (visit.text("readiness-owner")) }
                dd {
                    @if let Some(owner) = &answer.owner {
                        (titles.link(visit, "person", owner.person)) " "
                        a.link href=(address::of_record(owner.kind, owner.record)) { (owner.number) }
                    } @else {
                        (visit.text("readiness-owner-none"))
                        @if visit.may(ASSIGNMENT, "create") {
                            " " a.in-text href={ "/" (ASSIGNMENT) "/new" } { (visit.text("readiness-appoint")) }
                        }
                    }
                }
                dt { (visit.text("readiness-stage")) }
                dd { (stages(visit, answer)) }
                @if let Some(would_be) = &answer.would_be {
                    dt { (visit.text("readiness-would-be")) }
                    dd { (grade(visit, would_be.grade)) ". " (would_be.because) }
                }
                @if !answer.is_demanded {
                    dt { (visit.text("readiness-would-be")) }
                    dd { (visit.text("readiness-not-demanded")) }
                }
            }
        }
    })
}

const ASSIGNMENT: &str = "role_assignment";

fn stages(visit: &Visit, answer: &Answer) -> String {
    let looks = Stage::ALL.into_iter().filter(|stage| stage.looks_at(&answer.stage));
    let names: Vec<_> =
        looks.map(|stage| visit.text(&format!("readiness-stage-{}", stage.name()))).collect();
    names.join(" ")
}

/// What an auditor looks at, and how it usually fails.
fn guidance(visit: &Visit, requirement: &Requirement) -> Markup {
    html! {
        @if !requirement.common_nonconformity.is_empty() {
            section {
                h2 { (visit.text("readiness-guidance")) }
                dl.pairs {
                    dt { (visit.text("readiness-usually-fails")) }
                    dd { (requirement.common_nonconformity) }
                }
            }
        }
    }
}

fn exceptions(visit: &Visit, answer: &Answer) -> Markup {
    let item = |one: &Exception| {
        html! {
            li {
                span.result.fail { (sign(Outcome::Fail)) span.hide { (label(visit, Outcome::Fail)) } }
                div {
                    a href=(address::of_record(&one.kind, one.record)) { b { (one.sentence) } }
                    p { (number(visit, &one.kind, one.record)) }
                }
                (way::of_exception(visit, answer, one))
            }
        }
    };
    let shown = answer.exceptions.len();
    let count = usize::try_from(answer.exception_count).unwrap_or(usize::MAX);
    html! {
        section.sheet {
            div.sheet-head {
                h2 { (visit.text("readiness-exceptions")) }
                span.small.faint { (how_many(visit, answer)) }
            }
            @if answer.exceptions.is_empty() {
                (empty(class_sign(answer.result), &label(visit, answer.result),
                    &visit.text("readiness-no-exception"), PreEscaped(String::new())))
            } @else {
                ul.todo { @for one in &answer.exceptions { (item(one)) } }
                @if count > shown {
                    div.foot {
                        @let values = [("n", shown.into()), ("all", count.into())];
                        span { (visit.text_with("readiness-first", &values)) }
                    }
                }
            }
        }
    }
}

fn class_sign(outcome: Outcome) -> &'static str {
    if outcome == Outcome::NeedsPerson { "attest" } else { class(outcome) }
}

fn both(visit: &Visit, count: Count) -> String {
    let values = [("n", count.exceptions.into()), ("all", count.population.into())];
    visit.text_with("readiness-both", &values)
}

fn looked_at(visit: &Visit, answer: &Answer, report: &Readiness) -> Markup {
    let figure = |count: u64| group(&count.to_string());
    let apart = |key: &str, counted: &[CountedApart]| {
        html! {
            @for one in counted {
                dt { (visit.text(key)) } dd { (figure(one.count)) " " (one.reason) }
            }
        }
    };
    let here = answer.counted.here;
    let imported = answer.counted.imported;
    html! {
        section.lead {
            h2 { (visit.text("readiness-looked-at")) }
            dl.pairs {
                @if !answer.examined.is_empty() {
                    dt { (visit.text("readiness-examined")) } dd { (answer.examined) }
                }
                dt { (visit.text("readiness-population")) } dd { (figure(answer.population)) }
                dt { (visit.text("readiness-exceptions")) } dd { (figure(answer.exception_count)) }
                dt { (visit.text("readiness-here")) }
                dd { (both(visit, here)) }
                dt { (visit.text("readiness-imported")) }
                dd { (both(visit, imported)) }
                (apart("readiness-awaited", &answer.awaited))
                (apart("readiness-aside", &answer.set_aside))
                @if let Some(period) = answer.period {
                    dt { (visit.text("readiness-from")) } dd { (day_words(period.from)) }
                    dt { (visit.text("readiness-until")) } dd { (day_words(period.until)) }
                }
                @if let Some(attested) = &answer.attested {
                    dt { (visit.text("readiness-attested")) }
                    dd {
                        a.link href=(address::of_record(attested::KIND, attested.record)) {
                            (attested.number)
                        }
                        " " (visit.text_with("readiness-attested-until", &[("day", day_words(attested.until).into())]))
                    }
                }
                dt { (visit.text("readiness-at")) } dd { (clock_words(visit, answer.at)) }
            }
        }
        section {
            h2 { (visit.text("readiness-evidence")) }
            dl.pairs {
                dt { (visit.text("readiness-standard")) } dd { (report.standard) }
                dt { (visit.text("readiness-clause")) } dd { (answer.clause) }
                @if let Some(digest) = &answer.digest {
                    dt { (visit.text("readiness-digest")) } dd.mono.small { (digest) }
                }
            }
        }
    }
}

/// What a requirement of an older edition became.
fn became(visit: &Visit, requirement: &Requirement) -> Markup {
    html! {
        @if let Some(became) = &requirement.became {
            section.lead {
                h2 { (visit.text("readiness-became")) }
                ul.plain {
                    @for id in &became.ids {
                        @let href = address::with_query("/readiness", [("id", id.as_str())]);
                        li { a.link href=(href) { (id) } }
                    }
                }
                @if let Some(beyond) = &became.beyond {
                    p.small.faint { (visit.text_with("readiness-beyond", &[("change", beyond.as_str().into())])) }
                }
            }
        }
    }
}

/// Where the clause is found again in other standards.
fn elsewhere(visit: &Visit, requirement: &Requirement) -> Markup {
    let crossing = crossing(&requirement.clause).filter(|_| requirement.became.is_none());
    html! {
        @if let Some(crossing) = crossing {
            section {
                h2 { (visit.text("readiness-elsewhere")) }
                dl.pairs {
                    @for (standard, place) in crossing.others() {
                        dt { (standard) } dd { (place) }
                    }
                }
                p.small.faint { (visit.text("readiness-elsewhere-help")) }
            }
        }
    }
}
