//! Role assignments: whoever is given a role gets a task to take it on, and stops holding it after the last day.
use crate::complaint_watch::fields;
use gemba_desk::{Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_model::{Record, filter::Filter, overlay::KindView};
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use serde_json::json;

/// The assignments of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct RoleAssignments;

const TOPIC: &str = "role_assignments";
const KIND: &str = "role_assignment";
const TASKS_MAX: usize = 100;

impl Flow for RoleAssignments {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != KIND || saving.record.imported {
            return Ok(());
        }
        let is_new = matches!(saving.verb, "assign" | "acknowledge" | "end");
        let end = after_last_day(saving.view, saving.record);
        let held = matches!(&*saving.record.state, "assigned" | "acknowledged");
        let due = if is_new { Some(world.now()) } else { end.filter(|_| held) };
        saving.plan(TOPIC, due);
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(KIND)?;
        let Some(record) = world.record(KIND, work.record)? else { return Ok(done) };
        let tasks = open_tasks(world, record.id)?;
        let end = after_last_day(&view, &record);
        match &*record.state {
            "assigned" | "acknowledged" if end.is_some_and(|end| end <= world.now()) => {
                let over = Command::verb(KIND, record.id, "end");
                done.commands.push(over.with_note("The last day of the assignment is over."));
            }
            "assigned" => {
                if tasks.is_empty() {
                    done.commands.push(Command::create("task", task(&view, &record)));
                }
                done.again = end;
            }
            state => {
                let over = |id: RecordId| match state {
                    "acknowledged" => Command::verb("task", id, "finish"),
                    _ => Command::verb("task", id, "cancel").with_note("The assignment ended."),
                };
                done.commands.extend(tasks.into_iter().map(over));
                done.again = end.filter(|_| state == "acknowledged");
            }
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

/// The first moment at which the last day is over.
fn after_last_day(view: &KindView, record: &Record) -> Option<Timestamp> {
    let Value::Date(last) = view.value(record, "to") else { return None };
    let next = last.checked_add(1.day()).ok()?;
    Some(next.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// The open tasks of an assignment.
fn open_tasks(world: &mut World<'_>, id: RecordId) -> Result<Vec<RecordId>, Refused> {
    let filters = [
        Filter::is("parent_kind", Value::Text(KIND.to_owned())),
        Filter::is("parent", Value::Int(id)),
        Filter::is("state", Value::Text("open".to_owned())),
    ];
    let found = world.find("task", &filters, TASKS_MAX)?;
    Ok(found.into_iter().map(|task| task.id).collect())
}

fn task(view: &KindView, record: &Record) -> Input {
    fields(json!({
        "summary": format!("Take the role on: {}", view.title(record)),
        "parent_kind": KIND,
        "parent": record.id,
        "assigned_to": view.value(record, "person").to_json(),
        "notes": "Read what the role answers for and may decide. Then open the assignment and take “Take it on”.",
    }))
}
