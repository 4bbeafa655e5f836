//! Counts how changes went: the one place that knows by which fields. What the counts come to stands
//! in [`gemba_vocabulary::change_figures`].
use crate::filter::{Filter, Test};
use gemba_vocabulary::{Value, calendar::Span, change_figures::ChangeFigures};

/// Counts the changes that were closed within a time, or ever; `count` counts the changes that meet
/// all filters.
pub fn count<E>(
    within: Option<Span>,
    mut count: impl FnMut(&[Filter]) -> Result<u64, E>,
) -> Result<ChangeFigures, E> {
    let text = |field: &str, value: &str| Filter::is(field, Value::Text(value.to_owned()));
    let yes = |field: &str, value: bool| Filter::is(field, Value::Bool(value));
    let of_time = |field: &str| match within {
        Some(span) => vec![
            Filter { field: field.to_owned(), test: Test::AtLeast(Value::Instant(span.from)) },
            Filter { field: field.to_owned(), test: Test::Less(Value::Instant(span.to)) },
        ],
        None => Vec::new(),
    };
    // What another tool brought may say nothing about it, which is no “yes”.
    let known_before =
        Filter { field: "unauthorised".to_owned(), test: Test::IsNot(vec![Value::Bool(true)]) };
    let closed = [of_time("closed_at"), vec![text("state", "closed"), known_before]];
    let closed = closed.concat();
    let mut of_closed = |more: Option<Filter>| {
        let filters: Vec<_> = closed.iter().cloned().chain(more).collect();
        count(&filters)
    };
    Ok(ChangeFigures {
        closed: of_closed(None)?,
        successful: of_closed(Some(text("result", "successful")))?,
        rolled_back: of_closed(Some(text("result", "rolled_back")))?,
        failed: of_closed(Some(text("result", "failed")))?,
        caused_incident: of_closed(Some(text("result", "caused_incident")))?,
        emergency: of_closed(Some(text("model", "emergency")))?,
        misused: of_closed(Some(yes("misuse", true)))?,
        unauthorised: count(&[of_time("created_at"), vec![yes("unauthorised", true)]].concat())?,
    })
}
