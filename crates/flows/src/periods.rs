//! What flows need that do something when a period is over: the day it is, the moment after a day, and a task that is
//! given once.
use crate::complaint_watch::fields;
use gemba_desk::{Command, Input, Refused, World};
use gemba_model::filter::Filter;
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use serde_json::{Value as Json, json};

/// So many minutes after a period, so that what happened in its last minutes is on record.
const MINUTES_AFTER: i64 = 30;
const SUMMARY_CHARACTERS_MAX: usize = 180;
const TASKS_READ_MAX: usize = 500;

/// The day it is where the organization is.
pub(crate) fn today(world: &World<'_>) -> Date {
    world.now().to_zoned(world.zone()).date()
}

/// The day of a moment, in UTC.
pub(crate) fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// Shortly after a day begins where the organization is; now if that is over.
pub(crate) fn after(world: &World<'_>, day: Date) -> Option<Timestamp> {
    let begin = day.to_zoned(world.zone()).ok()?.timestamp();
    Some(begin.checked_add(MINUTES_AFTER.minutes()).ok()?.max(world.now()))
}

/// A record works out anew what it knows of others.
pub(crate) fn look_again(kind: &str, id: RecordId) -> Command {
    Command::change(kind, id, None, Input::Nothing)
}

/// A task of a record, unless the same one was given before.
pub(crate) fn task_once(
    world: &mut World<'_>,
    (kind, id): (&str, RecordId),
    summary: &str,
    notes: &str,
    assigned_to: &Json,
    due: &Value,
) -> Result<Option<Command>, Refused> {
    let summary: String = summary.chars().take(SUMMARY_CHARACTERS_MAX).collect();
    let filters = [
        Filter::is("parent_kind", Value::Text(kind.to_owned())),
        Filter::is("parent", Value::Int(id)),
    ];
    let view = world.view("task")?;
    let tasks = world.find("task", &filters, TASKS_READ_MAX)?;
    if tasks.iter().any(|task| view.value(task, "summary").as_text() == Some(&*summary)) {
        return Ok(None);
    }
    let with = json!({
        "summary": summary,
        "parent_kind": kind,
        "parent": id,
        "assigned_to": assigned_to,
        "due_on": due.to_json(),
        "notes": notes,
    });
    Ok(Some(Command::create("task", fields(with))))
}
