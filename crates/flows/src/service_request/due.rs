//! By when a request should be done: the time that its item allows, from the approval on, in the
//! item's hours, without the times in which it waited.
use super::{ITEM, REQUEST, rows};
use crate::service_level_clock::read_calendar;
use gemba_desk::{DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_vocabulary::{
    RecordId, Value,
    calendar::ServiceCalendar,
    clock::{Clock, ClockState, Pause},
};
use jiff::Timestamp;

/// Works out by when requests should be done. It remembers nothing.
#[derive(Debug, Default)]
pub struct RequestDue;

impl Flow for RequestDue {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != REQUEST || saving.record.imported {
            return Ok(());
        }
        let moment = |field: &str| saving.value(field).as_instant();
        let (approved, ended) = (moment("approved_at"), moment("fulfilled_at"));
        let Some((started, seconds)) = approved.zip(saving.value("fulfil_within").as_int()) else {
            return Ok(());
        };
        let Some(calendar) = calendar(world, saving.value("request_item").as_int())? else {
            return Ok(());
        };
        let pauses: Vec<Pause> = rows(saving.value("pauses"));
        let clock = Clock { pauses, ended, ..Clock::new(seconds, started) };
        let due: Option<Timestamp> = clock.target_reached_at(&calendar);
        saving.set("fulfil_due", due.map_or(Value::None, Value::Instant));
        let met = ended.map(|ended| clock.state(&calendar, ended) == ClockState::Met);
        saving.set("fulfil_met", met.map_or(Value::None, Value::Bool));
        Ok(())
    }

    fn topic(&self) -> &'static str {
        "request_due"
    }

    fn due(&self, _: &mut World<'_>, _: &DueWork) -> Result<DueDone, Refused> {
        Ok(DueDone::default())
    }

    fn was_saved(&self, _: &str) {}
}

/// The hours by which the time of an item is counted; day and night where it names none.
fn calendar(
    world: &mut World<'_>,
    item: Option<RecordId>,
) -> Result<Option<ServiceCalendar>, Refused> {
    let Some(item) = item else { return Ok(None) };
    let view = world.view(ITEM)?;
    let item = world.record(ITEM, item)?;
    let own = item.and_then(|item| view.value(&item, "calendar").as_int());
    let Some(own) = own else { return Ok(Some(ServiceCalendar::always())) };
    read_calendar(world, own)
}
