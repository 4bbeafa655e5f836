//! The stages of a certification audit: the choice between them, and what each would probably conclude.
use super::{TODAY, link_to};
use crate::{part::icon, visit::Visit};
use gemba_conformity::{
    Readiness, Stage,
    conclusion::{Conclusion, Reason, Verdict},
};
use maud::{Markup, html};

/// How many requirements a reason names.
const NAMED_MAX: usize = 6;

/// The choice between both stages and each of them.
pub fn tabs(visit: &Visit) -> Markup {
    let asked = visit.query("stage");
    let asked = asked.as_deref().and_then(Stage::named);
    let edition = visit.query("edition").filter(|name| name != TODAY).unwrap_or_default();
    let href = |stage: Option<Stage>| {
        let stage = stage.map_or("", Stage::name);
        crate::address::with_query("/readiness", [("edition", &*edition), ("stage", stage)])
    };
    let current = |stage: Option<Stage>| (asked == stage).then_some("page");
    html! {
        nav.tabs aria-label=(visit.text("readiness-stages")) {
            a href=(href(None)) aria-current=[current(None)] { (visit.text("readiness-stage-both")) }
            @for stage in Stage::ALL {
                a href=(href(Some(stage))) aria-current=[current(Some(stage))] {
                    (visit.text(&format!("readiness-stage-{}", stage.name())))
                }
            }
        }
    }
}

/// What each stage would probably conclude; where one is asked about, that one alone.
pub fn conclusions(visit: &Visit, report: &Readiness) -> Markup {
    let shown =
        report.conclusions.iter().filter(|one| report.stage.is_none_or(|asked| asked == one.stage));
    let told =
        [("majors", report.forecast.majors.into()), ("minors", report.forecast.minors.into())];
    html! {
        section.sheet {
            div.sheet-head {
                h2 { (visit.text("readiness-forecast")) }
                span.small.faint { (visit.text_with("readiness-would-be-all", &told)) }
            }
            ul.todo { @for one in shown { (conclusion(visit, one)) } }
            div.foot { span { (visit.text("readiness-forecast-help")) } }
        }
    }
}

fn conclusion(visit: &Visit, one: &Conclusion) -> Markup {
    let stage = visit.text(&format!("readiness-stage-{}", one.stage.name()));
    html! {
        li {
            (sign(visit, one.verdict))
            div {
                b.say { (stage) ": " (verdict(visit, one.verdict)) }
                @for reason in &one.reasons { (said(visit, reason)) }
                @if one.reasons.is_empty() { p { (visit.text("readiness-ready-help")) } }
            }
        }
    }
}

fn said(visit: &Visit, reason: &Reason) -> Markup {
    html! {
        p {
            (reason.sentence)
            @for id in reason.requirements.iter().take(NAMED_MAX) {
                " " a.link href=(link_to(visit, id)) { (id) }
            }
            @if reason.requirements.len() > NAMED_MAX { " …" }
        }
    }
}

fn verdict(visit: &Visit, verdict: Verdict) -> String {
    visit.text(&format!("readiness-verdict-{}", verdict.name().replace('_', "-")))
}

fn sign(visit: &Visit, of: Verdict) -> Markup {
    let (class, sign) = match of {
        Verdict::Ready => ("pass", "pass"),
        Verdict::ReadyWithConcerns => ("person", "attest"),
        Verdict::NotReady => ("fail", "fail"),
    };
    html! {
        span class={ "result " (class) } { (icon(sign)) span.hide { (verdict(visit, of)) } }
    }
}
