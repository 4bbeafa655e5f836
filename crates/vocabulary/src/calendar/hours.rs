//! The hours of a week and the text that people write for them.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use super::CalendarError;

/// Open hours of one day on the wall clock, half-open, in whole minutes.
/// An `end` of midnight means the end of the day, 24:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DaySpan {
    /// First time inside.
    pub start: Time,
    /// First time after; midnight stands for 24:00.
    pub end: Time,
}

impl DaySpan {
    pub(super) fn start_minute(&self) -> i64 {
        i64::from(self.start.hour()) * 60 + i64::from(self.start.minute())
    }

    pub(super) fn end_minute(&self) -> i64 {
        match i64::from(self.end.hour()) * 60 + i64::from(self.end.minute()) {
            0 => 24 * 60,
            minute => minute,
        }
    }

    fn is_whole_minutes(&self) -> bool {
        [self.start, self.end]
            .iter()
            .all(|time| time.second() == 0 && time.subsec_nanosecond() == 0)
    }
}

impl fmt::Display for DaySpan {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (start, end) = (self.start_minute(), self.end_minute());
        write!(out, "{:02}:{:02}-{:02}:{:02}", start / 60, start % 60, end / 60, end % 60)
    }
}

/// The hours of a week, Monday first, or always open.
///
/// Read from and written as text: `Mon-Fri 08:00-12:00, 13:00-18:00; Sat 09:00-12:00`, or `24x7`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WeeklyHours {
    days: [Vec<DaySpan>; 7],
    always_open: bool,
}

const DAY_NAMES: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl WeeklyHours {
    /// Open at every moment, holidays included.
    pub fn always() -> Self {
        Self { days: Default::default(), always_open: true }
    }

    /// Hours per day, Monday first, in any order within the day; spans that touch become one.
    /// Refuses spans that overlap, end before they begin or hold parts of minutes, and an empty week.
    pub fn new(mut days: [Vec<DaySpan>; 7]) -> Result<Self, CalendarError> {
        if days.iter().all(Vec::is_empty) {
            return Err(CalendarError::NoHours);
        }
        for (spans, day) in days.iter_mut().zip(DAY_NAMES) {
            *spans = tidy_day(day, std::mem::take(spans))?;
        }
        Ok(Self { days, always_open: false })
    }

    /// Whether these hours are `24x7`.
    pub fn is_always(&self) -> bool {
        self.always_open
    }

    /// The spans of each day, Monday first, in order; all empty for `24x7`.
    pub fn days(&self) -> &[Vec<DaySpan>; 7] {
        &self.days
    }
}

fn tidy_day(day: &'static str, mut spans: Vec<DaySpan>) -> Result<Vec<DaySpan>, CalendarError> {
    spans.sort_by_key(DaySpan::start_minute);
    let mut tidied: Vec<DaySpan> = Vec::with_capacity(spans.len());
    for span in spans {
        if !span.is_whole_minutes() {
            return Err(CalendarError::PartOfMinute { day, span });
        }
        if span.end_minute() <= span.start_minute() {
            return Err(CalendarError::EndsBeforeStart { day, span });
        }
        match tidied.last_mut() {
            Some(last) if span.start_minute() < last.end_minute() => {
                return Err(CalendarError::Overlap { day, first: *last, second: span });
            }
            Some(last) if span.start_minute() == last.end_minute() => last.end = span.end,
            _ => tidied.push(span),
        }
    }
    Ok(tidied)
}

impl FromStr for WeeklyHours {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let text = text.trim();
        if ["24x7", "24/7", "24×7"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
            return Ok(Self::always());
        }
        let mut days: [Vec<DaySpan>; 7] = Default::default();
        for group in text.split([';', '\n']).filter(|group| !group.trim().is_empty()) {
            read_group(group, &mut days)?;
        }
        Self::new(days)
    }
}

/// Reads one group, days and then their times, and adds it to the week.
fn read_group(group: &str, week: &mut [Vec<DaySpan>; 7]) -> Result<(), CalendarError> {
    // People write dashes of all lengths, with and without space around them.
    let plain = group.replace(['–', '—'], "-");
    let joined = plain.split('-').map(str::trim).collect::<Vec<_>>().join("-");
    let (mut chosen, mut spans) = ([false; 7], Vec::new());
    for word in joined.split([',', ' ', '\t', '\r']).filter(|word| !word.is_empty()) {
        if word.starts_with(|first: char| first.is_ascii_digit()) {
            spans.push(read_times(word)?);
        } else if spans.is_empty() {
            choose_days(word, &mut chosen)?;
        } else {
            return Err(CalendarError::BadGroup(group.trim().to_owned()));
        }
    }
    if spans.is_empty() || !chosen.contains(&true) {
        return Err(CalendarError::BadGroup(group.trim().to_owned()));
    }
    for (day, _) in week.iter_mut().zip(chosen).filter(|(_, chosen)| *chosen) {
        day.extend_from_slice(&spans);
    }
    Ok(())
}

/// Marks the days of `Mon`, `Monday` or `Mon-Fri`; a range may pass the week's end: `Sat-Mon`.
fn choose_days(word: &str, chosen: &mut [bool; 7]) -> Result<(), CalendarError> {
    let unknown = || CalendarError::UnknownDay(word.to_owned());
    let day_index = |name: &str| {
        let name = name.trim_end_matches('.').to_lowercase();
        let known = |day: &&str| name.len() >= 2 && day.to_lowercase().starts_with(&name);
        DAY_NAMES.iter().position(known).ok_or_else(unknown)
    };
    let (first, last) = word.split_once('-').unwrap_or((word, word));
    let (first, last) = (day_index(first)?, day_index(last)?);
    for (index, day) in chosen.iter_mut().enumerate() {
        let inside = if first <= last {
            first <= index && index <= last
        } else {
            first <= index || index <= last
        };
        *day |= inside;
    }
    Ok(())
}

fn read_times(word: &str) -> Result<DaySpan, CalendarError> {
    let read = || {
        let (start, end) = word.split_once('-')?;
        let end = match end {
            "24:00" | "24" => Time::midnight(),
            // Midnight as an end is always written 24:00, so that 00:00 is never a riddle.
            end => read_time(end).filter(|time| *time != Time::midnight())?,
        };
        Some(DaySpan { start: read_time(start)?, end })
    };
    read().ok_or_else(|| CalendarError::BadTimes(word.to_owned()))
}

/// Reads `8`, `08`, `8:30` or `08:30`.
fn read_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':').unwrap_or((text, "00"));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if hour.len() > 2 || minute.len() != 2 || !digits(hour) || !digits(minute) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

impl fmt::Display for WeeklyHours {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.always_open {
            return out.write_str("24x7");
        }
        let mut rest: Vec<_> = DAY_NAMES.iter().zip(&self.days).collect();
        rest.reverse();
        let mut separator = "";
        while let Some((first, spans)) = rest.pop() {
            let mut last = None;
            while let Some((day, _)) = rest.pop_if(|(_, others)| *others == spans) {
                last = Some(day);
            }
            if spans.is_empty() {
                continue;
            }
            write!(out, "{separator}{first:.3}")?;
            if let Some(last) = last {
                write!(out, "-{last:.3}")?;
            }
            for (index, span) in spans.iter().enumerate() {
                write!(out, "{}{span}", if index == 0 { " " } else { ", " })?;
            }
            separator = "; ";
        }
        Ok(())
    }
}

impl TryFrom<String> for WeeklyHours {
    type Error = CalendarError;

    fn try_from(text: String) -> Result<Self, CalendarError> {
        text.parse()
    }
}

impl From<WeeklyHours> for String {
    fn from(hours: WeeklyHours) -> Self {
        hours.to_string()
    }
}
