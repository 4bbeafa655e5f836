//! The end of a request that was done: after the days that its item allows, without a word from whoever asked for it.
use super::{ITEM, REQUEST};
use gemba_desk::{Command, DueDone, DueWork, Flow, Refused, Saving, World};
use jiff::{SignedDuration, Timestamp};

/// Closes requests that were done and of which nobody said anything. It remembers nothing.
#[derive(Debug, Default)]
pub struct RequestClosing;

const TOPIC: &str = "request_closing";
const DAYS_USUAL: i64 = 5;

impl Flow for RequestClosing {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != REQUEST || saving.record.imported {
            return Ok(());
        }
        let was_done = saving.before.is_some_and(|before| before.state == "fulfilled");
        let is_done = saving.record.state == "fulfilled";
        if is_done != was_done {
            let due = if is_done { silent_at(world, saving)? } else { None };
            saving.plan(TOPIC, due);
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let request = world.record(REQUEST, work.record)?;
        let is_done = request.is_some_and(|request| request.state == "fulfilled");
        let close = Command::verb(REQUEST, work.record, "close")
            .with_note("Nobody said anything for the days that the item allows.");
        Ok(DueDone {
            commands: if is_done { vec![close] } else { Vec::new() },
            ..DueDone::default()
        })
    }

    fn was_saved(&self, _: &str) {}
}

fn silent_at(world: &mut World<'_>, saving: &Saving<'_>) -> Result<Option<Timestamp>, Refused> {
    let view = world.view(ITEM)?;
    let item = saving.value("request_item").as_int().unwrap_or_default();
    let item = world.record(ITEM, item)?;
    let days = item.and_then(|item| view.value(&item, "close_after_days").as_int());
    let hours = days.unwrap_or(DAYS_USUAL).saturating_mul(24);
    let done = saving.value("fulfilled_at").as_instant();
    Ok(done.and_then(|done| done.checked_add(SignedDuration::from_hours(hours)).ok()))
}
