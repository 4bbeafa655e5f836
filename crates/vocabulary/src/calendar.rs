//! When a service is attended: weekly hours and holidays on the clock of the business.
//!
//! One rule decides everything: a moment is open when a clock on the wall of the business shows a
//! time within the hours of that weekday, and the date on that wall is no holiday. Daylight saving
//! needs no rule of its own. An hour that is skipped never shows on the wall and is not open time
//! (hours that begin inside it begin when it ends); an hour that is repeated shows twice and counts
//! twice; a whole date that a zone skipped (Apia, 30 December 2011) has no open time. So a day of
//! `00:00-24:00` lasts 23, 24 or 25 hours, as it does in life.

mod hours;

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub use hours::{DaySpan, WeeklyHours};

/// What is wrong with hours, a holiday or a time zone, told to the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The text has no hours at all.
    #[error("No opening hours are given. Write for example `Mon-Fri 08:00-18:00`, or `24x7`.")]
    NoHours,
    /// A word stands where a day should.
    #[error(
        "`{0}` is no day of the week. Use Mon, Tue, Wed, Thu, Fri, Sat, Sun or a range, Mon-Fri."
    )]
    UnknownDay(String),
    /// A word stands where a time should.
    #[error(
        "`{0}` is no pair of times. Write hours and minutes, for example 08:30-12:00; \
         midnight at the end of a day is 24:00."
    )]
    BadTimes(String),
    /// Days and times are not in order.
    #[error(
        "In `{0}` days and times do not stand in order. Write the days, then their times, and \
         part such groups by a semicolon: `Mon-Fri 08:00-12:00, 13:00-18:00; Sat 09:00-12:00`."
    )]
    BadGroup(String),
    /// A span ends where or before it begins.
    #[error(
        "On {day} the hours {span} end before they begin. Hours that pass midnight are written as \
         two: 22:00-24:00, and 00:00-06:00 on the next day."
    )]
    EndsBeforeStart {
        /// The day's name.
        day: &'static str,
        /// The hours as given.
        span: DaySpan,
    },
    /// Two spans of one day share time.
    #[error("On {day} the hours {first} and {second} overlap. Join them or move one of them.")]
    Overlap {
        /// The day's name.
        day: &'static str,
        /// The span that begins first.
        first: DaySpan,
        /// The span that begins while the first still runs.
        second: DaySpan,
    },
    /// A time has seconds.
    #[error("On {day} the hours {span} hold parts of a minute. Give whole minutes.")]
    PartOfMinute {
        /// The day's name.
        day: &'static str,
        /// The hours as given, seconds left out.
        span: DaySpan,
    },
    /// Holidays would be ignored.
    #[error(
        "Hours of `24x7` never close, so its holidays would not count. Take the holidays away, or \
         write the hours as `Mon-Sun 00:00-24:00` to close on them."
    )]
    HolidaysNeverClose,
    /// No zone of that name.
    #[error("There is no time zone `{0}`. Use a name such as Europe/Paris or America/New_York.")]
    UnknownTimeZone(String),
}

/// Finds a time zone by its IANA name in the data that the program carries, never in the machine's.
pub fn time_zone(name: &str) -> Result<TimeZone, CalendarError> {
    TimeZoneDatabase::bundled()
        .get(name.trim())
        .ok()
        .filter(|zone| !zone.is_unknown())
        .ok_or_else(|| CalendarError::UnknownTimeZone(name.trim().to_owned()))
}

/// A stretch of real time, half-open: `from` belongs to it, `to` does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First moment inside.
    pub from: Timestamp,
    /// First moment after.
    pub to: Timestamp,
}

const DAY_SECONDS: i64 = 86_400;
/// How long a calendar may stay closed before it counts as never open again: ten years.
const CLOSED_SECONDS_MAX: i64 = 3_653 * DAY_SECONDS;

/// When a service is attended: weekly hours and holidays in the time zone of the business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceCalendar {
    time_zone: TimeZone,
    hours: WeeklyHours,
    holidays: BTreeSet<Date>,
    /// The holidays again, as days since 1970-01-01, for the arithmetic below.
    holiday_days: BTreeSet<i64>,
    /// The week again, Monday first, as seconds since the day's midnight on the wall.
    week_seconds: [Vec<(i64, i64)>; 7],
}

impl ServiceCalendar {
    /// A calendar of these hours, closed on these dates. Refuses holidays beside hours of `24x7`,
    /// which they could not close, and a time zone that jiff could not tell.
    pub fn new(
        time_zone: TimeZone,
        hours: WeeklyHours,
        holidays: BTreeSet<Date>,
    ) -> Result<Self, CalendarError> {
        if time_zone.is_unknown() {
            return Err(CalendarError::UnknownTimeZone("Etc/Unknown".to_owned()));
        }
        if hours.is_always() && !holidays.is_empty() {
            return Err(CalendarError::HolidaysNeverClose);
        }
        let seconds = |span: &DaySpan| (span.start_minute() * 60, span.end_minute() * 60);
        let week_seconds = hours.days().each_ref().map(|spans| spans.iter().map(seconds).collect());
        let epoch = jiff::civil::date(1970, 1, 1);
        let holiday_days =
            holidays.iter().map(|date| date.duration_since(epoch).as_hours() / 24).collect();
        Ok(Self { time_zone, hours, holidays, holiday_days, week_seconds })
    }

    /// Always open, in Universal Time.
    pub fn always() -> Self {
        Self {
            time_zone: TimeZone::UTC,
            hours: WeeklyHours::always(),
            holidays: BTreeSet::new(),
            holiday_days: BTreeSet::new(),
            week_seconds: Default::default(),
        }
    }

    /// The zone of the clock on the wall of the business.
    pub fn time_zone(&self) -> &TimeZone {
        &self.time_zone
    }

    /// The weekly hours.
    pub fn hours(&self) -> &WeeklyHours {
        &self.hours
    }

    /// The dates on which the service is not attended.
    pub fn holidays(&self) -> &BTreeSet<Date> {
        &self.holidays
    }

    /// Whether the service is attended at this moment.
    pub fn is_open(&self, at: Timestamp) -> bool {
        if self.hours.is_always() {
            return true;
        }
        let local_second = floor_second(at) + i64::from(self.time_zone.to_offset(at).seconds());
        let second = local_second.rem_euclid(DAY_SECONDS);
        self.spans_of_day(local_second.div_euclid(DAY_SECONDS))
            .iter()
            .any(|(start, end)| *start <= second && second < *end)
    }

    /// The first open moment at or after `at`; none if nothing opens within ten years.
    pub fn next_open(&self, at: Timestamp) -> Option<Timestamp> {
        self.open_spans(at).next().map(|span| span.from)
    }

    /// The open spans from `from` on, in order and apart; the first begins at `from` if that is open.
    /// Spans may touch, at midnight or where the clock changes. Ends after ten closed years.
    pub fn open_spans(&self, from: Timestamp) -> OpenSpans<'_> {
        let start_second = floor_second(from);
        OpenSpans {
            calendar: self,
            from,
            always_once: self.hours.is_always(),
            stretch: Stretch::at(&self.time_zone, start_second),
            index: 0,
            give_up_second: start_second.saturating_add(CLOSED_SECONDS_MAX),
        }
    }

    /// The open time in `[from, to)`, exact; zero if `to` is not after `from`.
    pub fn open_time_between(&self, from: Timestamp, to: Timestamp) -> SignedDuration {
        let mut total = SignedDuration::ZERO;
        for span in self.open_spans(from).take_while(|span| span.from < to) {
            total = total.saturating_add(span.to.min(to).duration_since(span.from));
        }
        total
    }

    /// The open time in `[from, to)` in whole seconds, rounded down.
    pub fn open_seconds_between(&self, from: Timestamp, to: Timestamp) -> i64 {
        self.open_time_between(from, to).as_secs()
    }

    /// The first moment by which this much open time has passed since `start`: `start` itself for
    /// nothing, the closing time for all of a day. None if the calendar stays closed for ten years.
    pub fn after_open_time(&self, start: Timestamp, time: SignedDuration) -> Option<Timestamp> {
        let mut remaining = time;
        if remaining <= SignedDuration::ZERO {
            return Some(start);
        }
        for span in self.open_spans(start) {
            let length = span.to.duration_since(span.from);
            if remaining <= length {
                return span.from.checked_add(remaining).ok();
            }
            remaining = remaining.saturating_sub(length);
        }
        None
    }

    /// The same as `after_open_time`, in seconds.
    pub fn after_open_seconds(&self, start: Timestamp, seconds: i64) -> Option<Timestamp> {
        self.after_open_time(start, SignedDuration::from_secs(seconds))
    }

    /// Hours of a local day, counted from 1970-01-01, which was a Thursday.
    fn spans_of_day(&self, day: i64) -> &[(i64, i64)] {
        let weekday = usize::try_from((day + 3).rem_euclid(7)).unwrap_or(0);
        match self.week_seconds.get(weekday) {
            Some(spans) if !spans.is_empty() && !self.holiday_days.contains(&day) => spans,
            _ => &[],
        }
    }
}

/// Seconds since 1970, rounded down (jiff rounds towards zero).
fn floor_second(at: Timestamp) -> i64 {
    at.as_second() - i64::from(at.subsec_nanosecond() < 0)
}

/// The open spans of a calendar from a moment on.
#[derive(Debug, Clone)]
pub struct OpenSpans<'a> {
    calendar: &'a ServiceCalendar,
    from: Timestamp,
    always_once: bool,
    stretch: Option<Stretch>,
    /// The next span of the stretch's day.
    index: usize,
    give_up_second: i64,
}

/// Real time without a change of the clock, in which local time is a plain shift, and a day in it.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    start_second: i64,
    end_second: i64,
    offset_seconds: i64,
    /// The local day under way, counted from 1970-01-01.
    day: i64,
}

impl Stretch {
    fn at(zone: &TimeZone, start_second: i64) -> Option<Self> {
        let start = Timestamp::from_second(start_second).ok()?;
        let offset_seconds = i64::from(zone.to_offset(start).seconds());
        let change = zone.following(start).next().map_or(Timestamp::MAX, |next| next.timestamp());
        let day = (start_second + offset_seconds).div_euclid(DAY_SECONDS);
        Some(Self { start_second, end_second: change.as_second(), offset_seconds, day })
    }

    fn day_start_second(&self) -> i64 {
        self.day * DAY_SECONDS - self.offset_seconds
    }
}

impl Iterator for OpenSpans<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        if self.calendar.hours.is_always() {
            return std::mem::take(&mut self.always_once)
                .then_some(Span { from: self.from, to: Timestamp::MAX });
        }
        loop {
            let stretch = self.stretch.as_mut()?;
            let midnight = stretch.day_start_second();
            if midnight >= stretch.end_second {
                let change = stretch.end_second;
                // The last second of time has no stretch after it.
                self.stretch = (change < Timestamp::MAX.as_second())
                    .then(|| Stretch::at(&self.calendar.time_zone, change))
                    .flatten();
                self.index = 0;
                continue;
            }
            let Some((start, end)) = self.calendar.spans_of_day(stretch.day).get(self.index) else {
                stretch.day += 1;
                self.index = 0;
                if midnight > self.give_up_second {
                    self.stretch = None;
                }
                continue;
            };
            self.index += 1;
            let start = (midnight + start).max(stretch.start_second);
            let end = (midnight + end).min(stretch.end_second);
            if start < end {
                let to = Timestamp::from_second(end).ok()?;
                let from = Timestamp::from_second(start).ok()?.max(self.from);
                if from < to {
                    self.give_up_second = end.saturating_add(CLOSED_SECONDS_MAX);
                    return Some(Span { from, to });
                }
            }
        }
    }
}
