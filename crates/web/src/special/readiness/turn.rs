//! The wheel of Plan-Do-Check-Act over the requirements: how many of each quarter's clauses pass.
use super::link;
use crate::{special::wheel::LARGE, visit::Visit};
use gemba_conformity::Readiness;
use gemba_model::{check::Outcome, wheel::Quarter};
use maud::{Markup, html};

/// The wheel; each quarter leads to its requirements.
pub fn wheel(visit: &Visit, report: &Readiness) -> Markup {
    let title = visit.text("readiness-wheel");
    html! {
        section.card {
            h2 { (title) }
            svg.pdca viewBox="0 0 320 320" role="group" aria-label=(title) {
                @for ((quarter, (path, x, y)), part) in
                    Quarter::ALL.into_iter().zip(LARGE).zip(&report.by_quarter) {
                    @let share = part.count(Outcome::Pass).saturating_mul(100)
                        .checked_div(part.requirements).unwrap_or_default();
                    a href=(link(visit, [("quarter", quarter.name())])) {
                        path class=(quarter.name()) d=(path) {}
                        text.of x=(x) y=(y + 20) { (visit.text(&format!("menu-{}", quarter.name()))) } " "
                        text.sum x=(x) y=(y) { (share) "%" }
                    }
                }
            }
            p.note { (visit.text("readiness-wheel-help")) }
        }
    }
}
