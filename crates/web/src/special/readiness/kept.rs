//! Where the evidence of a requirement is kept, as links that lead there.
use crate::{menu, special::figures, visit::Visit};
use gemba_conformity::{Place, kept};
use gemba_figures::sheet_named;
use maud::{Markup, html};

/// The places where the evidence of a requirement is kept, as far as the reader may see them. Empty if none was told.
pub fn section(visit: &Visit, requirement: &str) -> Markup {
    let told = kept(requirement);
    html! {
        @if let Some(told) = told {
            section.lead {
                h2 { (visit.text("readiness-kept")) }
                p.small { (told.how) }
                ul.plain {
                    @for (href, label) in places(visit, requirement) { li { a.link href=(href) { (label) } } }
                }
            }
        }
    }
}

/// The places alone: where each leads, and what it is called.
pub fn places(visit: &Visit, requirement: &str) -> Vec<(String, String)> {
    let told = kept(requirement).map(|told| told.places.as_slice()).unwrap_or_default();
    told.iter().filter_map(|place| way(visit, place)).collect()
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
