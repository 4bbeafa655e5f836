//! What was raised to the reader, on their first page, until they say that they look after it.
use crate::{
    address,
    part::icon,
    value::{clock_words, moment},
    verb,
    visit::Visit,
};
use gemba_desk::{Query, Refused};
use gemba_model::{
    Record,
    filter::{Filter, Sort, Test},
    overlay::KindView,
};
use gemba_vocabulary::Value;
use maud::{Markup, html};

const KIND: &str = "escalation";
const SHOWN_MAX: usize = 20;

/// A line for each escalation to the reader, or to a team of theirs and nobody in it.
pub fn needs(visit: &Visit) -> Result<Vec<Markup>, Refused> {
    let view = visit.desk.view(KIND).filter(|_| visit.may(KIND, "read"));
    let (Some(view), Some(me)) = (view, visit.actor().person) else { return Ok(Vec::new()) };
    let teams: Vec<_> = visit.actor().teams.iter().copied().map(Value::Ref).collect();
    let mut asked = vec![vec![Filter::is("to_person", Value::Ref(me))]];
    if !teams.is_empty() {
        asked.push(vec![
            Filter { field: "to_team".to_owned(), test: Test::Is(teams) },
            Filter { field: "to_person".to_owned(), test: Test::Empty },
        ]);
    }
    let mut records = Vec::new();
    for mut filters in asked {
        filters.push(Filter::is("open", Value::Bool(true)));
        let query = Query { filters, sort: Sort::newest(), limit: SHOWN_MAX, ..Query::of(KIND) };
        records.extend(visit.desk.list(visit.actor(), &query)?.records);
    }
    records.sort_by_key(|record| (record.state != "raised", std::cmp::Reverse(record.id)));
    Ok(records.iter().map(|record| item(visit, &view, record)).collect())
}

fn item(visit: &Visit, view: &KindView, record: &Record) -> Markup {
    let own = address::of_record(KIND, record.id);
    let is_raised = record.state == "raised";
    let about = ["incident", "problem"]
        .into_iter()
        .find_map(|kind| Some((kind, view.value(record, kind).as_int()?)));
    let until = view.value(record, "acknowledge_by").as_instant().filter(|_| is_raised);
    let at = view.value(record, "at").as_instant().unwrap_or(record.created_at);
    let step = if is_raised { "acknowledge" } else { "end" };
    let step = view.step(step, &record.state);
    html! {
        li {
            span class=(if is_raised { "bad-ink" } else { "warn" }) { (icon("up")) }
            div {
                a href=(own) { b { (view.title(record)) } }
                p {
                    @if let Some((kind, id)) = about {
                        a.link href=(address::of_record(kind, id)) {
                            (crate::value::number(visit, kind, id))
                        }
                        " · "
                    }
                    (visit.text(if is_raised { "raised-to-you" } else { "raised-yours" }))
                    " " (moment(visit, at))
                    @if let Some(until) = until {
                        " · " (visit.text_with("raised-until", &[("time", clock_words(visit, until).into())]))
                    }
                }
            }
            @if let Some(step) = step {
                a.verb.slim data-dialog href=(address::with_query(
                    &verb::address_of(KIND, record.id, step.verb), [(crate::form::NEXT, "/")]
                )) { (visit.texts.verb_label(KIND, step)) }
            }
        }
    }
}
