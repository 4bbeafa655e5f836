//! The time limits of complaints: whoever owns one gets a task when a limit that was agreed with the customer is over.
use gemba_desk::{Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_model::{Record, overlay::KindView};
use gemba_vocabulary::{Value, actor::Channel};
use jiff::Timestamp;
use serde_json::{Map, Value as Json, json};

/// The watch of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ComplaintWatch;

const TOPIC: &str = "complaint_watch";
const KIND: &str = "complaint";
const SUMMARY_CHARACTERS_MAX: usize = 150;

/// The limit that runs: until somebody says that it arrived, then until somebody answers.
fn limit(view: &KindView, record: &Record) -> Option<Timestamp> {
    let field = match &*record.state {
        "received" => "acknowledge_due",
        "acknowledged" | "investigating" | "escalated" => "answer_due",
        _ => return None,
    };
    view.value(record, field).as_instant()
}

fn was_warned(view: &KindView, record: &Record, limit: Timestamp) -> bool {
    view.value(record, "warned_for").as_instant() == Some(limit)
}

/// A limit is over the millisecond after it.
fn after(limit: Timestamp) -> Timestamp {
    limit.checked_add(jiff::SignedDuration::from_millis(1)).unwrap_or(limit)
}

impl Flow for ComplaintWatch {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != KIND || saving.record.imported {
            return Ok(());
        }
        let limit = limit(saving.view, saving.record);
        // Only the queue saves it by the timer: the task was written just before.
        if let Some(limit) = limit.filter(|limit| *limit < world.now())
            && saving.actor.channel == Channel::Timer
        {
            saving.set("warned_for", Value::Instant(limit));
        }
        let open = limit.filter(|limit| !was_warned(saving.view, saving.record, *limit));
        saving.plan(TOPIC, open.map(|limit| after(limit).max(world.now())));
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(KIND)?;
        let Some(record) = world.record(KIND, work.record)? else { return Ok(done) };
        let Some(limit) = limit(&view, &record) else { return Ok(done) };
        if limit < world.now() && !was_warned(&view, &record, limit) {
            done.commands.push(Command::create("task", task(&view, &record, limit)));
            done.commands.push(Command::change(KIND, record.id, None, Input::Nothing));
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

fn task(view: &KindView, record: &Record, limit: Timestamp) -> Input {
    let what = if record.state == "received" { "Acknowledge" } else { "Answer" };
    let title: String = view.title(record).chars().take(SUMMARY_CHARACTERS_MAX).collect();
    let day = limit.to_zoned(jiff::tz::TimeZone::UTC).date();
    // On a higher level it waits for whoever it was escalated to.
    let who = if record.state == "escalated" { "escalated_to" } else { "owner" };
    fields(json!({
        "summary": format!("{what} the complaint: {title}"),
        "parent_kind": KIND,
        "parent": record.id,
        "assigned_to": view.value(record, who).to_json(),
        "due_on": day.to_string(),
        "notes": "The time that was agreed with the customer is over.",
    }))
}

/// Fields of a command.
pub(crate) fn fields(json: Json) -> Input {
    Input::Json(match json {
        Json::Object(fields) => fields,
        _ => Map::new(),
    })
}
