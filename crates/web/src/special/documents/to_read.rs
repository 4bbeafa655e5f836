//! What the reader is asked to read and to confirm, on their first page and beside the text.
use super::reading_address;
use crate::{address, part::icon, value::day_words, visit::Visit};
use gemba_desk::{Query, Refused};
use gemba_model::{
    filter::{Filter, Sort},
    overlay::KindView,
};
use gemba_vocabulary::Value;
use maud::{Markup, html};

/// The kind of questions.
pub const KIND: &str = "acknowledgement";
const SHOWN_MAX: usize = 50;

/// A question to the reader that waits for them.
pub struct Asked {
    /// Its number.
    pub id: i64,
}

/// What waits for the reader of that document, if anything does.
pub fn asked_of(visit: &Visit, document: i64) -> Result<Option<Asked>, Refused> {
    if !visit.actor().is_inside() {
        return Ok(None);
    }
    let more = Filter::is("document", Value::Ref(document));
    Ok(waiting(visit, Some(more))?.into_iter().next().map(|record| Asked { id: record.id }))
}

fn waiting(visit: &Visit, more: Option<Filter>) -> Result<Vec<gemba_model::Record>, Refused> {
    let is_kept = visit.desk.view(KIND).is_some() && visit.may(KIND, "read");
    let Some(me) = visit.actor().person.filter(|_| is_kept) else { return Ok(Vec::new()) };
    let mut filters =
        vec![Filter::is("person", Value::Ref(me)), Filter::is("open", Value::Bool(true))];
    filters.extend(more);
    let sort = Sort { field: "due_on".to_owned(), descending: false };
    let query = Query { filters, sort, limit: SHOWN_MAX, ..Query::of(KIND) };
    Ok(visit.desk.list(visit.actor(), &query)?.records)
}

/// A line for each thing that the reader is asked to read.
pub fn needs(visit: &Visit) -> Result<Vec<Markup>, Refused> {
    let Some(view) = visit.desk.view(KIND) else { return Ok(Vec::new()) };
    let today = visit.desk.now().to_zoned(visit.zone.clone()).date();
    let item = |record: &gemba_model::Record| item(visit, &view, record, today);
    Ok(waiting(visit, None)?.iter().map(item).collect())
}

fn item(
    visit: &Visit,
    view: &KindView,
    record: &gemba_model::Record,
    today: jiff::civil::Date,
) -> Markup {
    let document = view.value(record, "document").as_int();
    let href = document.map_or_else(|| address::of_record(KIND, record.id), reading_address);
    let due = if let Value::Date(day) = view.value(record, "due_on") { Some(*day) } else { None };
    let is_late = due.is_some_and(|day| day < today);
    let title = visit.text_with("home-read", &[("what", view.title(record).into())]);
    html! {
        li {
            @if is_late { span.bad-ink { (icon("note")) } } @else { (icon("note")) }
            div {
                a href=(href) { b { (title) } }
                p {
                    (view.def.number(record.id))
                    @if let Some(day) = due {
                        " · " (visit.text_with("home-read-by", &[("day", day_words(day).into())]))
                    }
                }
            }
            a.verb.slim href=(href) { (visit.text("documents-read")) }
        }
    }
}
