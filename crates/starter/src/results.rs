//! What the targets came to in a month, counted from the incidents themselves.
use crate::{
    cast::{Cast, target_for},
    catalogue::{agreement_key, target_key},
    data::{Class, Target, broken},
    days::Days,
    deed::{Act, Deed, fields},
    stage::Stage,
};
use gemba_desk::{Command, Desk, Input, Query, Refused};
use gemba_model::{Record, filter::Filter, overlay::KindView};
use gemba_vocabulary::{RecordId, Value, actor::Actor, attainment::Attainment};
use jiff::{Timestamp, ToSpan, civil::Date};
use rust_decimal::Decimal;
use serde_json::json;

const MANAGER: &str = "tom";
const INCIDENTS_MAX: usize = 10_000;
/// Hours into the third day of a month, by when the figures are looked at.
const LOOK_DAYS: i64 = 2;
const LOOK_SECONDS: i64 = 5_400;

/// A look at the figures early in each month that begins within the demo.
pub fn deeds(days: &Days, from: Timestamp) -> Vec<Deed> {
    let office = days.office();
    let zone = office.time_zone();
    let day_of = |at: Timestamp| at.to_zoned(zone.clone()).date();
    let mut month = day_of(from).first_of_month().saturating_add(1.month());
    let mut deeds = Vec::new();
    while month <= day_of(days.until) {
        let looked = month.saturating_add(LOOK_DAYS.days()).to_zoned(zone.clone());
        let looked = looked.map_or(days.until, |zoned| zoned.timestamp());
        let when = office.after_open_seconds(looked, LOOK_SECONDS).unwrap_or(days.until);
        deeds.push(Deed { at: when, by: MANAGER.to_owned(), act: Act::Measure });
        month = month.saturating_add(1.month());
    }
    deeds
}

/// The commands that write the results of the month before down.
pub fn of_month_before(
    stage: &Stage<'_>,
    actor: &Actor,
    now: Timestamp,
) -> Result<Vec<Command>, Refused> {
    let cast = Cast { data: stage.data, days: stage.days };
    let zone = stage.days.office().time_zone().clone();
    let until = now.to_zoned(zone).date().first_of_month();
    let first = until.saturating_sub(1.month()).max(stage.days.date("w26")?);
    let actions = &stage.data.phrases.missed_action;
    let mut actions = actions.iter().map(String::as_str);
    let mut commands = Vec::new();
    for (agreement, class) in cast.agreements() {
        let id = stage.id(&agreement_key(&agreement.customer, &agreement.service))?;
        let month = Month::read(stage.desk, actor, id, class, first, until, stage.days)?;
        for (place, target) in class.targets.iter().enumerate() {
            let (met, missed) = month.tally(place, target);
            let attainment = Attainment { met, missed_closed: missed, ..Attainment::default() };
            let share: Decimal = target
                .share
                .parse()
                .map_err(|_| broken(format!("“{}” is no share", target.share)))?;
            let is_missed = attainment.strict_percent().is_some_and(|percent| percent < share);
            // Once the words have run out, a missed target stays without an action: an honest gap.
            let action = if is_missed { actions.next() } else { None };
            let mut with = fields([
                ("from", json!(first.to_string())),
                ("until", json!(until.to_string())),
                ("met", json!(met)),
                ("missed", json!(missed)),
                ("excluded", json!(0)),
                ("is_missed", json!(is_missed)),
                ("action", json!(action)),
                ("agreement", json!(id)),
            ]);
            let target = stage.id(&target_key(agreement, place))?;
            with.insert("target".to_owned(), json!(target));
            commands.push(Command::create("service_level_result", Input::Json(with)));
        }
    }
    Ok(commands)
}

/// The incidents of an agreement, seen for one month.
struct Month<'a> {
    class: &'a Class,
    incidents: Vec<Seen>,
    from: Timestamp,
    until: Timestamp,
}

/// What counts of an incident.
struct Seen {
    priority: i64,
    response: Clock,
    resolution: Clock,
}

#[derive(Clone, Copy)]
struct Clock {
    due: Option<Timestamp>,
    ended: Option<Timestamp>,
    is_met: bool,
}

impl<'a> Month<'a> {
    fn read(
        desk: &Desk,
        actor: &Actor,
        agreement: RecordId,
        class: &'a Class,
        from: Date,
        until: Date,
        days: &Days,
    ) -> Result<Self, Refused> {
        let view = desk.view("incident").ok_or_else(|| broken("no incidents".to_owned()))?;
        let filters = vec![Filter::is("agreement", Value::Ref(agreement))];
        let query = Query { filters, limit: INCIDENTS_MAX, ..Query::of("incident") };
        let records = desk.list(actor, &query)?.records;
        let records = records.iter().filter(|record| record.state != "cancelled");
        let midnight = |day: Date| {
            let zoned = day.to_zoned(days.office().time_zone().clone());
            zoned.map(|zoned| zoned.timestamp()).unwrap_or_default()
        };
        let incidents = records.map(|record| Seen::of(&view, record)).collect();
        Ok(Self { class, incidents, from: midnight(from), until: midnight(until) })
    }

    /// How many kept the target in this month, and how many did not.
    fn tally(&self, place: usize, target: &Target) -> (u64, u64) {
        let (mut met, mut missed) = (0, 0);
        for seen in &self.incidents {
            let own = target_for(self.class, &target.metric, seen.priority);
            if own.is_none_or(|(own, _)| own != place) {
                continue;
            }
            let clock = if target.metric == "response" { seen.response } else { seen.resolution };
            let is_within = |at: Timestamp| self.from <= at && at < self.until;
            match clock.ended.filter(|ended| *ended < self.until) {
                Some(ended) if !is_within(ended) => {}
                Some(_) if clock.is_met => met += 1,
                Some(_) => missed += 1,
                None if clock.due.is_some_and(|due| due < self.until) => missed += 1,
                None => {}
            }
        }
        (met, missed)
    }
}

impl Seen {
    fn of(view: &KindView, record: &Record) -> Self {
        let value = |field: &str| view.value(record, field);
        let clock = |due: &str, ended: &str, met: &str| Clock {
            due: value(due).as_instant(),
            ended: value(ended).as_instant(),
            is_met: value(met).is_yes(),
        };
        Self {
            priority: value("priority").as_int().unwrap_or(0),
            response: clock("response_due", "responded_at", "response_met"),
            resolution: clock("resolve_due", "resolved_at", "resolve_met"),
        }
    }
}
