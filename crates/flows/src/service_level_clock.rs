//! The service level clock: at every save of an incident its promise is found, its due moments are
//! worked out, and the next moment at which somebody must be told is planned.
//!
//! Nothing is counted up. Both clocks follow from the incident's own facts (opened, answered,
//! waited, resolved, reopened) and from the target, so that whoever has the same facts comes to the
//! same figures. What the words mean exactly stands in `docs/service-level-clock.md`.
mod agreement;
mod alarm;
mod report;

pub(crate) use agreement::read_calendar;

use agreement::{Agreement, Memory, Metric, Target};
use gemba_desk::{DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_vocabulary::{
    RecordId, Value,
    clock::{Clock, ClockState},
};
use jiff::Timestamp;
use report::Report;
use std::sync::Arc;

/// The clock of one desk. It remembers agreements, targets and calendars until one of them changes.
#[derive(Debug, Default)]
pub struct ServiceLevelClock {
    memory: Memory,
}

const TOPIC: &str = "service_level_clock";
const INCIDENT: &str = "incident";

impl Flow for ServiceLevelClock {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        let kind = saving.view.def.name;
        // Here too, not only once it is durable: the next command may be in the same transaction.
        self.memory.forget(kind);
        // What another tool counted is kept as it told it; its pauses are not known here.
        if kind != INCIDENT || saving.record.imported {
            return Ok(());
        }
        let report = Report::of(saving.view, saving.record)?;
        let before = saving.before.map(|before| Report::of(saving.view, before)).transpose()?;
        if report.is_over() && before.as_ref() == Some(&report) {
            return Ok(());
        }
        let agreement = self.agreement_for(world, &report, before.as_ref())?;
        let id = agreement.as_ref().map(|agreement| agreement.id);
        saving.set("agreement", reference(id));
        let counted = agreement.as_deref().filter(|_| !report.is_cancelled);
        fill(saving, counted, &report);
        let mut next = None;
        if let Some(agreement) = counted.filter(|_| !report.is_over()) {
            let alarms = alarm::open_alarms(world, agreement, &report, saving.record)?;
            next = alarms.iter().map(|alarm| alarm.raise_at).min();
        }
        let had_agreement = before.is_some_and(|before| before.agreement.is_some());
        if next.is_some() || had_agreement {
            saving.plan(TOPIC, next);
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        if work.kind != INCIDENT {
            return Ok(done);
        }
        let view = world.view(INCIDENT)?;
        let Some(incident) = world.record(INCIDENT, work.record)? else { return Ok(done) };
        let report = Report::of(&view, &incident)?;
        let Some(id) = report.agreement.filter(|_| !report.is_over()) else { return Ok(done) };
        let Some(agreement) = self.memory.agreement(world, id)? else { return Ok(done) };
        for alarm in alarm::open_alarms(world, &agreement, &report, &incident)? {
            // Whoever comes late, after the server was down, does not wake anybody at night either.
            if alarm.raise_at <= world.now() {
                done.commands
                    .extend(alarm::escalation(world, &agreement, &view, &incident, &alarm)?);
            } else {
                done.again = Some(done.again.map_or(alarm.raise_at, |at| at.min(alarm.raise_at)));
            }
        }
        Ok(done)
    }

    fn was_saved(&self, kind: &str) {
        self.memory.forget(kind);
    }
}

impl ServiceLevelClock {
    /// The agreement whose promises count for an incident. Once found it stays, whatever becomes of
    /// the agreement, as long as it was made for this customer and service and for that day.
    fn agreement_for(
        &self,
        world: &mut World<'_>,
        report: &Report,
        before: Option<&Report>,
    ) -> Result<Option<Arc<Agreement>>, Refused> {
        let (Some(customer), Some(service), Some(opened_at)) =
            (report.customer, report.service, report.opened_at)
        else {
            return Ok(None);
        };
        let is_same_promise = before.is_some_and(|before| {
            (before.customer, before.service) == (report.customer, report.service)
        });
        if let Some(id) = report.agreement.filter(|_| is_same_promise)
            && let Some(kept) = self.memory.agreement(world, id)?
            && kept.covers(opened_at)
        {
            return Ok(Some(kept));
        }
        self.memory.agreement_for(world, customer, service, opened_at)
    }
}

/// Writes into the incident what follows from its promise; without one, nothing is due.
fn fill(saving: &mut Saving<'_>, agreement: Option<&Agreement>, report: &Report) {
    let promised = |metric| {
        let target = agreement?.target(metric, report.priority)?;
        Some((target, target.clock(report)?))
    };
    let (response, resolution) = (promised(Metric::Response), promised(Metric::Resolution));
    saving.set("response_due", due(response.as_ref()));
    saving.set("response_met", met(response.as_ref()));
    saving.set("resolve_due", due(resolution.as_ref()));
    saving.set("resolve_met", met(resolution.as_ref()));
    let seconds = resolution.as_ref().map(|(target, _)| target.seconds);
    saving.set("resolve_seconds", seconds.map_or(Value::None, Value::Duration));
    let elapsed = resolution.as_ref().and_then(|(target, clock)| {
        // A running clock would be wrong a second later; only what has ended is written down.
        clock.ended.map(|ended| clock.elapsed_seconds(&target.calendar, ended))
    });
    saving.set("resolve_elapsed", elapsed.map_or(Value::None, Value::Duration));
}

/// When the time is over. While the clock is paused nobody knows, unless it was over before.
fn due(promise: Option<&(&Target, Clock)>) -> Value {
    let due: Option<Timestamp> =
        promise.and_then(|(target, clock)| clock.target_reached_at(&target.calendar));
    due.map_or(Value::None, Value::Instant)
}

/// Whether it ended in time; nothing before it has ended.
fn met(promise: Option<&(&Target, Clock)>) -> Value {
    let state = promise
        .and_then(|(target, clock)| clock.ended.map(|ended| clock.state(&target.calendar, ended)));
    state.map_or(Value::None, |state| Value::Bool(state == ClockState::Met))
}

fn reference(id: Option<RecordId>) -> Value {
    id.map_or(Value::None, Value::Ref)
}
