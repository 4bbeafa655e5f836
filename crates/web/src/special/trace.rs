//! A trace: one record followed on one page through all that came of it and all that it rests on.
use crate::{
    address, asked,
    part::{icon, state},
    search::sign,
    shell::Page,
    value::{clock_words, moment},
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use gemba_desk::Refused;
use gemba_figures::trace::{Gap, KINDS, PARTS, Step, Trace, trace};
use gemba_model::{Record, overlay::KindView};
use maud::{Markup, html};

/// Where it stands.
pub const ADDRESS: &str = "/trace/{kind}/{id}";

/// The address of the trace of a record.
pub fn href(kind: &str, id: i64) -> String {
    format!("/trace/{kind}/{id}")
}

/// The link on the page of a record that can be followed.
pub fn link(visit: &Visit, view: &KindView, record: &Record) -> Markup {
    let name: &str = view.def.name;
    html! {
        @if visit.actor().is_inside() && KINDS.contains(&name) {
            a.verb.plain.slim href=(href(name, record.id)) { (visit.text("trace-open")) }
        }
    }
}

/// `GET /trace/{kind}/{id}`
pub async fn get(visit: Visit, Path((kind, id)): Path<(String, String)>) -> Response {
    visit
        .answer(move |visit| {
            if !visit.actor().is_inside() {
                return Err(Refused::Forbidden(visit.text("trace-refused")));
            }
            let (view, record) = asked::record(visit, &kind, &id)?;
            let evidence = visit.desk.evidence(visit.actor());
            let found = trace(&evidence, view.def.name, record.id, &visit.zone);
            let found = found.map_err(|fault| Refused::Failed(fault.0))?;
            let found = found.ok_or_else(|| Refused::Unknown(visit.text("problem-no-page")))?;
            let title =
                visit.text_with("trace-title", &[("number", view.def.number(record.id).into())]);
            Ok(Page::new(title.clone(), main(visit, &view, &record, &title, &found)).answer(visit))
        })
        .await
}

fn main(visit: &Visit, view: &KindView, record: &Record, title: &str, found: &Trace) -> Markup {
    let own = address::of_record(view.def.name, record.id);
    let at = [("time", clock_words(visit, found.at).into())];
    html! {
        nav aria-label=(visit.text("path")) {
            ol.path {
                li { a href={ "/" (view.def.name) } { (visit.texts.kind_plural(view.def)) } }
                li { a href=(own) { (view.def.number(record.id)) } }
            }
        }
        div.head {
            h1 { (title) ": " (view.title(record)) }
            (state(visit, view.def, &record.state))
            span.soft { (visit.text_with("trace-as-of", &at)) }
        }
        div.record {
            div.story {
                (gaps(visit, &found.gaps))
                @for (name, label) in PARTS {
                    @let steps: Vec<_> = found.of(name).collect();
                    @if !steps.is_empty() { (part(visit, name, label, &steps)) }
                }
            }
            aside.facts aria-label=(visit.text("trace-in-time")) { (in_time(visit, found)) }
        }
    }
}

fn gaps(visit: &Visit, gaps: &[Gap]) -> Markup {
    html! {
        section.sheet aria-labelledby="trace-gaps" {
            div.sheet-head {
                h2 #trace-gaps { (visit.text("trace-gaps")) }
                span.small.faint { (visit.text("trace-gaps-help")) }
            }
            @if gaps.is_empty() {
                p.foot { (visit.text("trace-whole")) }
            } @else {
                ul.todo {
                    @for gap in gaps {
                        li {
                            span.result.fail { (icon("fail")) }
                            div {
                                b { (gap.sentence) }
                                p { a.link href=(address::of_record(gap.kind, gap.id)) { (gap.number) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn part(visit: &Visit, name: &str, label: &str, steps: &[&Step]) -> Markup {
    let id = format!("trace-{name}");
    html! {
        section.sheet aria-labelledby=(id) {
            div.sheet-head { h2 id=(id) { (label) } }
            ul.todo { @for step in steps { (one(visit, step)) } }
        }
    }
}

fn one(visit: &Visit, step: &Step) -> Markup {
    let view = visit.desk.view(step.kind);
    html! {
        li {
            (icon(sign(step.kind)))
            div {
                a href=(address::of_record(step.kind, step.id)) { b { (step.title) } }
                " " span.id { (step.number) }
                p {
                    (step.because)
                    @if let Some(who) = &step.who { " · " (who) }
                    @if let Some(at) = step.at { " · " (moment(visit, at)) }
                }
                @for (label, words) in &step.facts {
                    p { (label) ": " (crate::value::beginning(words)) }
                }
            }
            @if let Some(view) = &view { (state(visit, view.def, &step.state)) }
        }
    }
}

/// All of it once more, in the order in which it happened.
fn in_time(visit: &Visit, found: &Trace) -> Markup {
    let mut steps: Vec<_> = found.steps.iter().filter_map(|one| Some((one.at?, one))).collect();
    steps.sort_by_key(|(at, one)| (*at, one.kind, one.id));
    html! {
        section {
            h2 { (visit.text("trace-in-time")) }
            dl.pairs {
                @for (at, one) in steps {
                    dt { (clock_words(visit, at)) }
                    dd { a.link.in-text href=(address::of_record(one.kind, one.id)) { (one.number) } " " (one.title) }
                }
            }
        }
    }
}
