//! What others do: suggestions for a clause, beside lists, forms and processes. They ask for nothing and stay folded
//! until somebody wants them.
use crate::{part::icon, visit::Visit};
use gemba_conformity::suggestions::{Suggestion, suggested_for};
use maud::{Markup, html};

/// Below a list of a kind of the clause.
pub fn below(visit: &Visit, clause: &str) -> Markup {
    let found = suggested_for(clause).filter(|_| visit.actor().is_inside());
    html! {
        @if let Some(found) = found {
            details.more.others {
                summary.small.faint { (icon("down")) " " (visit.text("others-title")) }
                (words(visit, found))
            }
        }
    }
}

/// Beside a form or a process of the clause, open or folded.
pub fn beside(visit: &Visit, clause: &str, is_open: bool) -> Markup {
    let found = suggested_for(clause).filter(|_| visit.actor().is_inside());
    html! {
        @if let Some(found) = found {
            section {
                details.others open[is_open] {
                    summary { (icon("down")) " " (visit.text("others-title")) }
                    (words(visit, found))
                }
            }
        }
    }
}

fn words(visit: &Visit, found: &Suggestion) -> Markup {
    html! {
        div.small {
            p { (found.suggestion) }
            p { b { (visit.text("others-documents")) } " " (found.documents) }
            p { b { (visit.text("others-roles")) } " " (found.roles) }
            p.faint { (visit.text_with("others-source", &[("clause", found.clause.as_str().into())])) }
        }
    }
}
