//! Where the evidence of a requirement is kept, as links that lead there.
use crate::{menu, special::figures, visit::Visit};
use gemba_conformity::{Place, judged_kinds, kept};
use gemba_figures::sheet_named;
use maud::{Markup, html};

/// The places where the evidence of a requirement is kept, as far as the reader may see them. Empty if none is known.
pub fn section(visit: &Visit, requirement: &str) -> Markup {
    let places = places(visit, requirement);
    html! {
        @if !places.is_empty() {
            section.lead {
                h2 { (visit.text("readiness-kept")) }
                @if let Some(told) = kept(requirement) { p.small { (told.how) } }
                ul.plain {
                    @for (href, label) in places { li { a.link href=(href) { (label) } } }
                }
            }
        }
    }
}

/// The places alone: where each leads, and what it is called. Where nobody told more, the kinds that its check judges.
pub fn places(visit: &Visit, requirement: &str) -> Vec<(String, String)> {
    match kept(requirement) {
        Some(told) => told.places.iter().filter_map(|place| way(visit, place)).collect(),
        None => {
            let kinds = judged_kinds(requirement).iter();
            let places = kinds.map(|kind| Place::Kind { kind: (*kind).to_owned(), field: None });
            places.filter_map(|place| way(visit, &place)).collect()
        }
    }
}

fn way(visit: &Visit, place: &Place) -> Option<(String, String)> {
    match place {
        Place::Kind { kind, field } => {
            let view = visit.desk.view(kind).filter(|_| visit.may(kind, "read"))?;
            let plural = visit.texts.kind_plural(view.def);
            let field = field.as_ref().and_then(|name| view.field(name));
            let label = match field {
                Some(field) => format!("{plural}: {}", visit.texts.field_label(kind, field)),
                None => plural,
            };
            Some((format!("/{kind}"), label))
        }
        Place::Sheet(name) => {
            let def = sheet_named(name).filter(|def| figures::may_see(visit, def))?;
            Some((format!("{}/{name}", figures::ADDRESS), def.label.to_owned()))
        }
        Place::Page(address) => {
            let key = menu::page_key(visit, address)?;
            Some((address.clone(), visit.text(key)))
        }
    }
}
