//! Calendars as figures count by them.
use crate::reading::list;
use gemba_model::check::{Evidence, EvidenceFault};
use gemba_vocabulary::{
    RecordId, Value,
    calendar::{ServiceCalendar, Span, time_zone},
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Every calendar that can be counted by.
#[derive(Debug, Default)]
pub struct Attended(BTreeMap<RecordId, ServiceCalendar>);

impl Attended {
    /// Reads them all. One that cannot be used is left out.
    pub fn read(evidence: &dyn Evidence) -> Result<Self, EvidenceFault> {
        let all = list(evidence, "calendar", &[], |one| {
            let zone = time_zone(&one.text("time_zone")).ok()?;
            let hours = one.text("hours").parse().ok()?;
            let calendar = ServiceCalendar::new(zone, hours, holidays(one.value("holidays")));
            Some((one.id(), calendar.ok()?))
        })?;
        Ok(Self(all.into_iter().collect()))
    }

    /// The calendar of that number.
    pub fn get(&self, id: Option<RecordId>) -> Option<&ServiceCalendar> {
        self.0.get(&id?)
    }

    /// How many seconds of a time are attended; all of them where there is no calendar.
    pub fn seconds(&self, id: Option<RecordId>, span: Span) -> i64 {
        match self.get(id) {
            Some(calendar) => calendar.open_seconds_between(span.from, span.to),
            None => span.to.duration_since(span.from).as_secs().max(0),
        }
    }
}

fn holidays(value: &Value) -> BTreeSet<Date> {
    let Value::Struct(json) = value else { return BTreeSet::new() };
    let rows = json.as_array().into_iter().flatten();
    rows.filter_map(|row| row.get("date")?.as_str()?.parse().ok()).collect()
}
