//! Readiness of sets of one's own: the same questions, asked of what an organization holds itself to besides the
//! standard.
use super::{EXCEPTIONS_MAX, OUTCOMES, how_many, label, link, pill, sign, way};
use crate::{
    address,
    part::{empty, icon},
    shell::Page,
    special::{
        readiness::{class, spelled},
        ring::{Counts, ring, split, total},
    },
    texts::group,
    value::{clock_words, number},
    visit::Visit,
};
use gemba_conformity::{
    Answer, Edition, Options, OwnRequirement, OwnSet, SetReadiness, attested, own,
};
use gemba_desk::Refused;
use gemba_model::check::{EvidenceFault, Outcome};
use maud::{Markup, html};

/// The page of the set that the address names as its edition; nothing if that is no set of one's own.
pub fn page(visit: &Visit) -> Result<Option<Page>, Refused> {
    let Some(name) = visit.query("edition").filter(|name| Edition::named(name).is_err()) else {
        return Ok(None);
    };
    let evidence = visit.desk.evidence(visit.actor());
    let Some(set) = own::set_named(&name, &evidence).map_err(failed)? else { return Ok(None) };
    let options = Options { period: None, exceptions_max: EXCEPTIONS_MAX };
    let report = visit.live.readiness_of_set(&set, None, &evidence, options).map_err(failed)?;
    let title = set.name.clone();
    let main = match visit.query("id") {
        Some(id) => {
            let asked = own::requirements(set.record, &evidence).map_err(failed)?;
            let asked = asked.into_iter().find(|one| one.asked.id == id);
            let answer = report.requirements.iter().find(|answer| answer.id == id);
            let unknown = || Refused::Unknown(visit.text("own-unknown"));
            let (asked, answer) = asked.zip(answer).ok_or_else(unknown)?;
            one(visit, &set, &asked, answer)
        }
        None => whole(visit, &report),
    };
    Ok(Some(Page::new(title, main)))
}

fn failed(fault: EvidenceFault) -> Refused {
    Refused::Failed(fault.0)
}

/// The sets in force beside the editions of the standard. Nothing where there is none.
pub fn tabs(visit: &Visit) -> Markup {
    let evidence = visit.desk.evidence(visit.actor());
    let sets = if visit.may(own::SET, "read") { own::sets(&evidence) } else { Ok(Vec::new()) };
    // The page is about the standard: what it cannot tell of other sets, their own page says.
    let mut sets = sets.unwrap_or_default();
    sets.retain(|set| set.state == "in_force");
    let asked = visit.query("edition").unwrap_or_default();
    html! {
        @if !sets.is_empty() {
            nav.tabs aria-label=(visit.text("own-sets")) {
                @for set in &sets {
                    a href=(address::with_query("/readiness", [("edition", set.name.as_str())]))
                        aria-current=[(set.name == asked || set.number == asked).then_some("page")] {
                        (set.name)
                    }
                }
            }
        }
    }
}

fn path(visit: &Visit, set: &OwnSet, id: Option<&str>) -> Markup {
    html! {
        nav aria-label=(visit.text("path")) {
            ol.path {
                li { a href="/readiness" { (visit.text("readiness-title")) } }
                @match id {
                    Some(id) => {
                        li { a href=(link(visit, [])) { (set.name) } }
                        li { (id) }
                    },
                    None => li { a href=(address::of_record(own::SET, set.record)) { (set.number) } },
                }
            }
        }
    }
}

fn whole(visit: &Visit, report: &SetReadiness) -> Markup {
    let set = &report.set;
    let count = |outcome| report.summary.get(&outcome).copied().unwrap_or(0);
    let (pass, all) = (count(Outcome::Pass), report.requirements.len());
    let told = [("n", pass.into()), ("all", all.into())];
    let values = [
        ("standard", report.standard.as_str().into()),
        ("time", clock_words(visit, report.at).into()),
    ];
    let wanted = visit.query("result");
    let is_wanted = |answer: &&Answer| {
        wanted.as_deref().is_none_or(|name| name.is_empty() || answer.result.name() == name)
    };
    let shown: Vec<_> = report.requirements.iter().filter(is_wanted).collect();
    let parts = by_part(&report.requirements);
    // Names of parts are too long to stand around the ring.
    let around: Vec<_> = parts.iter().map(|(_, counts)| (String::new(), counts.clone())).collect();
    html! {
        (path(visit, set, None))
        div.head {
            h1 { (set.name) }
            span.soft { (visit.text_with("readiness-as-of", &values)) }
        }
        @if set.state != "in_force" { p.small.faint.lead { (visit.text("own-draft")) } }
        (tabs(visit))
        div.board {
            div.stack {
                section.card {
                    (ring(&around, &visit.text_with("readiness-ring", &told), &group(&pass.to_string()),
                        &visit.text_with("readiness-of", &told)))
                    div.legend {
                        @for outcome in OUTCOMES {
                            a href=(link(visit, [("result", outcome.name())])) {
                                span class={ "result " (class(outcome)) } {
                                    (sign(outcome)) " " (label(visit, outcome)) " " b { (count(outcome)) }
                                }
                            }
                        }
                    }
                }
            }
            div.stack {
                @if shown.is_empty() {
                    section.sheet {
                        (empty("nodata", &visit.text("readiness-none"), &visit.text("readiness-none-help"),
                            html! { a.verb href=(link(visit, [])) { (visit.text("all")) } }))
                    }
                }
                @for (part, counts) in &parts {
                    @let of: Vec<_> = shown.iter().filter(|answer| answer.clause == *part).copied().collect();
                    @if !of.is_empty() {
                        @let passing = counts.get(&Outcome::Pass).copied().unwrap_or(0);
                        @let values = [("n", passing.into()), ("all", total(counts).into())];
                        section.sheet {
                            div.sheet-head {
                                h2 { @if part.is_empty() { (visit.text("own-no-part")) } @else { (part) } }
                                span.small.faint { (visit.text_with("readiness-n-of", &values)) }
                                (split(counts, &spelled(visit, counts)))
                            }
                            (rows(visit, &of))
                        }
                    }
                }
            }
        }
    }
}

fn rows(visit: &Visit, answers: &[&Answer]) -> Markup {
    html! {
        table.rows {
            thead { tr {
                th scope="col" { (visit.text("readiness-id")) }
                th scope="col" { (visit.text("readiness-requirement")) }
                th scope="col" { (visit.text("readiness-result")) }
                th.wide.end scope="col" { (visit.text("readiness-population")) }
                th.wide.end scope="col" { (visit.text("readiness-exceptions")) }
            } }
            tbody {
                @for answer in answers {
                    @let href = link(visit, [("id", answer.id.as_str())]);
                    tr data-href=(href) {
                        td.id { (answer.id) }
                        td.what { a href=(href) { (answer.title) } }
                        td { (pill(visit, answer.result)) }
                        td.wide.end { (group(&answer.population.to_string())) }
                        td.wide.end { (group(&answer.exception_count.to_string())) }
                    }
                }
            }
        }
    }
}

/// One requirement with what it rests on.
fn one(visit: &Visit, set: &OwnSet, asked: &OwnRequirement, answer: &Answer) -> Markup {
    html! {
        (path(visit, set, Some(&answer.id)))
        div.head { h1 { (answer.title) } (pill(visit, answer.result)) }
        div.record {
            div.story {
                (crate::value::prose(&answer.requirement))
                @if let Some(guidance) = &asked.guidance {
                    h2 { (visit.text("own-guidance")) }
                    (crate::value::prose(guidance))
                }
                @if let Some(step) = &answer.next_step {
                    div.hint {
                        (icon("right")) p { (step.sentence) }
                        @if answer.exception_count == 0 { (way::button(visit, answer)) }
                    }
                }
                (exceptions(visit, answer))
            }
            aside.facts aria-label=(visit.text("facts")) { (facts(visit, set, asked, answer)) }
        }
    }
}

fn facts(visit: &Visit, set: &OwnSet, asked: &OwnRequirement, answer: &Answer) -> Markup {
    html! {
        section.lead {
            h2 { (visit.text("readiness-looked-at")) }
            dl.pairs {
                dt { (visit.text("readiness-examined")) } dd { (answer.examined) }
                dt { (visit.text("readiness-population")) } dd { (group(&answer.population.to_string())) }
                dt { (visit.text("readiness-exceptions")) } dd { (group(&answer.exception_count.to_string())) }
                @if let Some(attested) = &answer.attested {
                    dt { (visit.text("readiness-attested")) }
                    dd { a.link href=(address::of_record(attested::KIND, attested.record)) { (attested.number) } }
                }
                dt { (visit.text("readiness-at")) } dd { (clock_words(visit, answer.at)) }
            }
        }
        @if !asked.shown_by.is_empty() {
            section.lead {
                h2 { (visit.text("own-shown-by")) }
                ul.plain {
                    @for id in &asked.shown_by {
                        li { a.link href=(address::with_query("/readiness", [("id", id.as_str())])) { (id) } }
                    }
                }
            }
        }
        section {
            h2 { (visit.text("readiness-evidence")) }
            dl.pairs {
                dt { (visit.text("own-set")) }
                dd { a.link href=(address::of_record(own::SET, set.record)) { (set.full_name()) } }
                @if !answer.clause.is_empty() { dt { (visit.text("own-part")) } dd { (answer.clause) } }
                dt { (visit.text("readiness-requirement")) }
                dd { a.link href=(address::of_record(own::REQUIREMENT, asked.record)) {
                    (number(visit, own::REQUIREMENT, asked.record))
                } }
                @if let Some(digest) = &answer.digest {
                    dt { (visit.text("readiness-digest")) } dd.mono.small { (digest) }
                }
            }
        }
    }
}

fn exceptions(visit: &Visit, answer: &Answer) -> Markup {
    html! {
        section.sheet {
            div.sheet-head {
                h2 { (visit.text("readiness-exceptions")) }
                span.small.faint { (how_many(visit, answer)) }
            }
            @if answer.exceptions.is_empty() {
                (empty("check", &label(visit, answer.result), &visit.text("readiness-no-exception"), html! {}))
            } @else {
                ul.todo {
                    @for one in &answer.exceptions {
                        li {
                            span.result.fail {
                                (sign(Outcome::Fail)) span.hide { (label(visit, Outcome::Fail)) }
                            }
                            div {
                                a href=(address::of_record(&one.kind, one.record)) { b { (one.sentence) } }
                                p { (number(visit, &one.kind, one.record)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How many requirements of each part of the set came to each result, in the order of the set.
fn by_part(answers: &[Answer]) -> Vec<(String, Counts)> {
    let mut parts: Vec<(String, Counts)> = Vec::new();
    for answer in answers {
        if parts.last().is_none_or(|(last, _)| *last != answer.clause) {
            parts.push((answer.clause.clone(), Counts::new()));
        }
        if let Some((_, counts)) = parts.last_mut() {
            *counts.entry(answer.result).or_default() += 1;
        }
    }
    parts
}
