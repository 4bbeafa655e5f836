//! Days of the demo, counted back from the moment at which it is looked at.
//!
//! The data says `w12 10:00` for ten o'clock twelve working days ago, `d3 02:40` for a calendar day, `m3.5 10:00` for
//! the fifth of the month three months ago, `m3.5+` for the first working day from then on, and `+5 22:00` for a day
//! that lies ahead, all on the clock of the organization's time zone.
use crate::data::broken;
use gemba_desk::Refused;
use gemba_vocabulary::calendar::ServiceCalendar;
use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, Time},
};

/// The demo's days.
pub struct Days {
    /// The moment at which the demo is looked at.
    pub until: Timestamp,
    office: ServiceCalendar,
    today: Date,
    /// The working days before today, the last one first.
    working: Vec<Date>,
}

const WORKING_DAYS_MAX: usize = 70;
const LOOK_BACK_DAYS: i64 = 120;

impl Days {
    /// Counts back from `until` by the days on which the office is open.
    pub fn new(office: ServiceCalendar, until: Timestamp) -> Self {
        let today = until.to_zoned(office.time_zone().clone()).date();
        let is_working = |day: &Date| is_working(&office, *day);
        let days = (1..LOOK_BACK_DAYS).map(|back| today.saturating_sub(back.days()));
        let working = days.filter(is_working).take(WORKING_DAYS_MAX).collect();
        Self { until, office, today, working }
    }

    /// The hours in which the office works.
    pub fn office(&self) -> &ServiceCalendar {
        &self.office
    }

    /// Reads `w12 10:00`, `d3 02:40` or `+5 22:00`.
    pub fn moment(&self, text: &str) -> Result<Timestamp, Refused> {
        let fault = || broken(format!("“{text}” is no moment; write w12 10:00"));
        let (day, time) = text.split_once(' ').ok_or_else(fault)?;
        let time: Time = time.parse().map_err(|_| fault())?;
        Ok(moment_of(&self.office, self.date(day)?, time))
    }

    /// Reads `w12`, `d3`, `m3.5` or `+5`.
    pub fn date(&self, text: &str) -> Result<Date, Refused> {
        let fault = || broken(format!("“{text}” is no day; write w12, d3, m3.5 or +5"));
        let count = |digits: &str| digits.parse::<i64>().map_err(|_| fault());
        if let Some(digits) = text.strip_prefix('+') {
            return Ok(self.today.saturating_add(count(digits)?.days()));
        }
        if let Some(digits) = text.strip_prefix('d') {
            return Ok(self.today.saturating_sub(count(digits)?.days()));
        }
        if let Some(from) = text.strip_suffix('+') {
            let from = self.date(from)?;
            let days = (0..LOOK_BACK_DAYS).map(|on| from.saturating_add(on.days()));
            return days.into_iter().find(|day| is_working(&self.office, *day)).ok_or_else(fault);
        }
        if let Some(month) = text.strip_prefix('m') {
            let (back, day) = month.split_once('.').unwrap_or((month, "1"));
            let first = self.today.first_of_month().saturating_sub(count(back)?.months());
            let day = first.saturating_add(count(day)?.saturating_sub(1).days());
            return Ok(day.min(first.last_of_month()));
        }
        let back = count(text.strip_prefix('w').ok_or_else(fault)?)?;
        let place = usize::try_from(back.saturating_sub(1)).map_err(|_| fault())?;
        self.working.get(place).copied().ok_or_else(fault)
    }

    /// How many calendar days ago a day was.
    pub fn since(&self, day: Date) -> i64 {
        day.until(self.today).map_or(0, |span| i64::from(span.get_days()))
    }

    /// A moment so many calendar days ago.
    pub fn back(&self, days: i64, time: Time) -> Timestamp {
        moment_of(&self.office, self.today.saturating_sub(days.days()), time)
    }

    /// The last moment from which so much attended time goes by until now.
    pub fn before(&self, hours: &ServiceCalendar, seconds: i64) -> Timestamp {
        let (mut early, mut late) = (
            self.until.as_second().saturating_sub(LOOK_BACK_DAYS * 86_400),
            self.until.as_second(),
        );
        let moment = |second| Timestamp::from_second(second).unwrap_or(self.until);
        while late - early > 1 {
            let middle = early.midpoint(late);
            if hours.open_seconds_between(moment(middle), self.until) >= seconds {
                early = middle;
            } else {
                late = middle;
            }
        }
        moment(early)
    }
}

/// Reads a length of time: `15m`, `2h`, `1d`.
pub fn length(text: &str) -> Result<SignedDuration, Refused> {
    let seconds = gemba_model::parse::duration(text);
    let seconds = seconds.map_err(|fault| broken(format!("“{text}” {fault}")))?;
    Ok(SignedDuration::from_secs(seconds))
}

fn is_working(office: &ServiceCalendar, day: Date) -> bool {
    office.is_open(moment_of(office, day, jiff::civil::time(12, 0, 0, 0)))
}

/// A time that the clocks skip becomes the one an hour later, as on every wall.
fn moment_of(office: &ServiceCalendar, day: Date, time: Time) -> Timestamp {
    let zoned = day.to_datetime(time).to_zoned(office.time_zone().clone());
    zoned.map(|zoned| zoned.timestamp()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Days;
    use gemba_vocabulary::calendar::{ServiceCalendar, time_zone};
    use jiff::Timestamp;

    fn days(until: &str) -> Days {
        let holidays = ["2026-12-25".parse().unwrap()].into();
        let office = ServiceCalendar::new(
            time_zone("Europe/Berlin").unwrap(),
            "Mon-Fri 08:00-18:00".parse().unwrap(),
            holidays,
        );
        Days::new(office.unwrap(), until.parse().unwrap())
    }

    #[test]
    fn working_days_leave_weekends_and_holidays_out() {
        let days = days("2026-12-28T10:00:00Z");
        let date = |text| days.date(text).unwrap().to_string();
        assert_eq!((date("w1"), date("w2")), ("2026-12-24".into(), "2026-12-23".into()));
        assert_eq!((date("d1"), date("+4")), ("2026-12-27".into(), "2027-01-01".into()));
        let at = days.moment("w1 10:30").unwrap();
        assert_eq!(at, "2026-12-24T09:30:00Z".parse::<Timestamp>().unwrap());
        assert_eq!((date("m1"), date("m10.31")), ("2026-11-01".into(), "2026-02-28".into()));
        assert_eq!((date("m0.24+"), date("m0.26+")), ("2026-12-24".into(), "2026-12-28".into()));
        assert!(days.moment("w1").is_err() && days.date("x3").is_err());
    }

    #[test]
    fn attended_time_is_counted_back_over_a_weekend() {
        let days = days("2026-11-23T07:30:00Z");
        let at = days.before(days.office(), 3_600);
        // Half an hour of Monday morning, and the rest on Friday.
        assert_eq!(at, "2026-11-20T16:30:00Z".parse::<Timestamp>().unwrap());
        let night = ServiceCalendar::always();
        let at = days.before(&night, 3_600);
        assert_eq!(at, "2026-11-23T06:30:00Z".parse::<Timestamp>().unwrap());
    }
}
