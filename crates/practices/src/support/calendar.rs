//! Calendars: the hours and holidays by which promises are counted.
use gemba_model::{FieldFault, Kind, Row, Situation, held::Structured};
use gemba_vocabulary::calendar::{ServiceCalendar, WeeklyHours, time_zone};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The hours in which a service is attended, in one time zone, without its holidays. Time outside
/// them never counts against a promise.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CAL", clause = "8.3.3", menu = Organization, settle = settle)]
#[kind(shares(Comments, Attachments, Links))]
pub struct Calendar {
    /// What people call these hours, such as “Office hours Paris”.
    #[field(searched, listed)]
    pub name: String,
    /// The weekly hours, such as `Mon-Fri 08:00-18:00`, or `24x7` for hours that never end.
    #[field(listed)]
    pub hours: String,
    /// The time zone of the clock on the wall there, such as Europe/Paris.
    #[field(listed)]
    pub time_zone: String,
    /// The days on which nobody attends, each with a date and a name.
    #[field(rows = Holiday)]
    pub holidays: Option<Structured<Vec<Holiday>>>,
    /// The country whose holidays these are, as a reminder for whoever adds next year's.
    pub country: Option<String>,
}

/// A day on which nobody attends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Calendar {
    /// The calendar that clocks count by; the error is a fault of one field.
    pub fn service_calendar(&self) -> Result<ServiceCalendar, FieldFault> {
        let fault = |field: &str, error: &dyn std::fmt::Display| {
            FieldFault::new(field, format!("cannot be used: {}", unstopped(error)))
        };
        let zone = time_zone(&self.time_zone).map_err(|error| fault("time_zone", &error))?;
        let hours: WeeklyHours = self.hours.parse().map_err(|error| fault("hours", &error))?;
        let holidays: BTreeSet<Date> =
            self.holidays.iter().flat_map(|days| &days.0).map(|day| day.date).collect();
        ServiceCalendar::new(zone, hours, holidays).map_err(|error| fault("holidays", &error))
    }
}

/// A fault is ended by whoever shows it, so a sentence gives up its full stop.
fn unstopped(error: &dyn std::fmt::Display) -> String {
    error.to_string().trim_end_matches('.').to_owned()
}

fn settle(me: &mut Calendar, _: Option<&Calendar>, _: &Situation<'_>) -> Result<(), FieldFault> {
    if let Some(holidays) = &mut me.holidays {
        holidays.0.sort_by_key(|day| day.date);
        holidays.0.dedup_by_key(|day| day.date);
    }
    me.service_calendar().map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::Holiday;
    use crate::story::Story;

    const OFFICE: &[(&str, &str)] =
        &[("name", "Office"), ("hours", "Mon-Fri 08:00-18:00"), ("time_zone", "Europe/Paris")];

    #[test]
    fn hours_and_zone_are_ones_that_a_clock_can_count_by() {
        let refused = |field, text| {
            let fields = [OFFICE, &[(field, text)]].concat();
            Story::of("calendar").save(&fields).unwrap_err()
        };
        let hours = refused("hours", "whenever");
        assert!(hours.starts_with("Hours cannot be used: "), "{hours}");
        assert!(!hours.ends_with(".."), "{hours}");
        let zone = refused("time_zone", "Paris");
        assert!(zone.starts_with("Time zone cannot be used: "), "{zone}");
    }

    #[test]
    fn holidays_stand_in_order_and_once_each() {
        let days = r#"[{"date": "2026-05-08", "name": "Victory"}, {"date": "2026-05-01"},
                       {"date": "2026-05-08", "name": "Twice"}]"#;
        let story = Story::saved("calendar", &[OFFICE, &[("holidays", days)]].concat());
        let kept: Vec<Holiday> = serde_json::from_str(&story.holds("holidays")).unwrap();
        let dates: Vec<_> = kept.iter().map(|day| day.date.to_string()).collect();
        assert_eq!(dates, ["2026-05-01", "2026-05-08"]);
        assert_eq!(kept[1].name.as_deref(), Some("Victory"));
    }

    #[test]
    fn hours_that_never_end_have_no_holidays() {
        let fields = [
            ("name", "Always"),
            ("hours", "24x7"),
            ("time_zone", "UTC"),
            ("holidays", r#"[{"date": "2026-05-01"}]"#),
        ];
        let refusal = Story::of("calendar").save(&fields).unwrap_err();
        assert!(refusal.starts_with("Holidays cannot be used: "), "{refusal}");
    }
}
