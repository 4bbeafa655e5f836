//! What a document can be begun from: short patterns of ours, and the templates that the organization published itself.
use super::KIND;
use crate::{address, part::icon, visit::Visit};
use gemba_desk::{Query, Refused};
use gemba_model::{
    filter::{Filter, Sort},
    overlay::KindView,
};
use gemba_vocabulary::Value;
use maud::{Markup, html};

/// What an address names a pattern by.
const FROM: &str = "_template";
const SHOWN_MAX: usize = 50;

/// A pattern that comes with Gemba.
struct Pattern {
    /// Its name in addresses; what it is called is the text `documents-pattern-NAME`.
    name: &'static str,
    /// The sort of document that it makes.
    sort: &'static str,
    text: &'static str,
}

const PATTERNS: [Pattern; 6] = [
    Pattern { name: "policy", sort: "policy", text: include_str!("templates/policy.md") },
    Pattern { name: "procedure", sort: "procedure", text: include_str!("templates/procedure.md") },
    Pattern {
        name: "instruction",
        sort: "instruction",
        text: include_str!("templates/instruction.md"),
    },
    Pattern { name: "plan", sort: "plan", text: include_str!("templates/plan.md") },
    Pattern { name: "minutes", sort: "record", text: include_str!("templates/minutes.md") },
    Pattern { name: "report", sort: "report", text: include_str!("templates/report.md") },
];

/// The choice of patterns, beside the button for a new document.
pub fn offer(visit: &Visit) -> Result<Markup, Refused> {
    let filters = vec![
        Filter::is("sort", Value::Text("template".to_owned())),
        Filter::is("state", Value::Text("published".to_owned())),
    ];
    let sort = Sort { field: "name".to_owned(), descending: false };
    let query = Query { filters, sort, limit: SHOWN_MAX, ..Query::of(KIND) };
    let own = visit.desk.list(visit.actor(), &query)?.records;
    let Some(view) = visit.desk.view(KIND) else { return Ok(html! {}) };
    let to = |name: &str| address::with_query("/document/new", [(FROM, name)]);
    Ok(html! {
        details.pop.from-end {
            summary.verb { (icon("note")) " " (visit.text("documents-begin-from")) }
            div.panel {
                ul.items {
                    @for pattern in &PATTERNS {
                        li { a.link href=(to(pattern.name)) {
                            (visit.text(&format!("documents-pattern-{}", pattern.name)))
                        } }
                    }
                    @for one in &own {
                        li { a.link href=(to(&view.def.number(one.id))) { (view.title(one)) } }
                    }
                }
            }
        }
    })
}

/// What the form of a new document begins with, if its address names a pattern: field and text.
pub fn fills(visit: &Visit, view: &KindView) -> Result<Vec<(String, String)>, Refused> {
    let Some(name) = visit.query(FROM).filter(|_| view.def.name == KIND) else {
        return Ok(Vec::new());
    };
    let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    if let Some(pattern) = PATTERNS.iter().find(|pattern| pattern.name == name) {
        return Ok(vec![pair("sort", pattern.sort), pair("text", pattern.text)]);
    }
    let Some((_, id)) = visit.desk.find_number(&name).filter(|(kind, _)| kind == KIND) else {
        return Ok(Vec::new());
    };
    let record = visit.desk.record(visit.actor(), KIND, id)?;
    Ok(vec![pair("text", &view.value(&record, "text").to_text())])
}
