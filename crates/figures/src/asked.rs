//! For what a sheet is asked: a period, a time zone and, if wanted, one record.
use gemba_model::check::Period;
use gemba_vocabulary::{RecordId, calendar::Span};
use jiff::{Timestamp, ToSpan, Unit, civil::Date, tz::TimeZone};

/// The period that a sheet shows if nobody asked for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Usual {
    /// The month that was over last.
    LastMonth,
    /// The month that runs.
    ThisMonth,
    /// The last twelve months that are over.
    TwelveMonths,
    /// The calendar year that runs.
    ThisYear,
    /// Today alone: the sheet tells how things stand.
    Today,
}

impl Usual {
    /// Its days, seen from today.
    pub fn period(self, today: Date) -> Period {
        let month = today.first_of_month();
        let (from, until) = match self {
            Self::LastMonth => (month.saturating_sub(1.month()), month),
            Self::ThisMonth => (month, month.saturating_add(1.month())),
            Self::TwelveMonths => (month.saturating_sub(12.months()), month),
            Self::ThisYear => {
                let year = today.first_of_year();
                (year, year.saturating_add(1.year()))
            }
            Self::Today => (today, today.saturating_add(1.day())),
        };
        Period { from, until }
    }
}

/// What is asked of a sheet.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The days it is about.
    pub period: Period,
    /// Where days begin.
    pub zone: TimeZone,
    /// The one record it is narrowed to, of the kind that the sheet says.
    pub about: Option<RecordId>,
}

impl Ask {
    /// The period as moments: from the beginning of its first day to before its last.
    pub fn span(&self) -> Span {
        Span { from: self.begin_of(self.period.from), to: self.begin_of(self.period.until) }
    }

    /// The moment at which a day begins.
    pub fn begin_of(&self, day: Date) -> Timestamp {
        day.to_zoned(self.zone.clone()).map(|at| at.timestamp()).unwrap_or_default()
    }

    /// The months that begin within the period, the oldest first; that of its first day if none does.
    pub fn months(&self) -> Vec<Date> {
        let first = self.period.from.first_of_month();
        let each = (0..).map(|place: i32| first.saturating_add(place.months()));
        each.take_while(|month| *month < self.period.until).take(MONTHS_MAX).collect()
    }
}

const MONTHS_MAX: usize = 240;

/// A longer time is not told at once.
const YEARS_MAX: i32 = 10;

impl Ask {
    /// What is asked in words: the first day and the day after the last, or nothing for the usual period. The error is
    /// a sentence to whoever asked.
    pub fn of(
        usual: Usual,
        (from, until): (Option<&str>, Option<&str>),
        zone: TimeZone,
        now: Timestamp,
        about: Option<RecordId>,
    ) -> Result<Self, String> {
        let day = |name: &str, text: Option<&str>| {
            let text = text.map(str::trim).filter(|text| !text.is_empty());
            let day = text.map(str::parse::<Date>).transpose();
            day.map_err(|_| format!("“{name}” must be a day such as 2026-10-01."))
        };
        let today = now.to_zoned(zone.clone()).date();
        let usual = usual.period(today);
        let period = match (day("from", from)?, day("until", until)?) {
            (None, None) => usual,
            (Some(from), Some(until)) => Period { from, until },
            (Some(from), None) => Period { from, until: from.saturating_add(length(usual)) },
            (None, Some(until)) => Period { from: until.saturating_sub(length(usual)), until },
        };
        if period.from >= period.until {
            return Err("“until” must lie after “from”: it is the day after the last.".to_owned());
        }
        if period.from.saturating_add(YEARS_MAX.years()) < period.until {
            return Err(format!("Ask for {YEARS_MAX} years at most."));
        }
        Ok(Self { period, zone, about })
    }

    /// The period before this one, or after it, of the same length: in whole months if it is one of whole months.
    pub fn moved(&self, periods: i32) -> Period {
        let length = length(self.period);
        let by = length.checked_mul(i64::from(periods)).unwrap_or_default();
        let from = self.period.from.saturating_add(by);
        Period { from, until: from.saturating_add(length) }
    }
}

/// How long a period is: in whole months if it begins and ends with one, else in days.
fn length(period: Period) -> jiff::Span {
    let is_whole = period.from.day() == 1 && period.until.day() == 1;
    let unit = if is_whole { Unit::Month } else { Unit::Day };
    period.from.until((unit, period.until)).unwrap_or_else(|_| 1.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn ask(from: Option<&str>, until: Option<&str>) -> Result<Ask, String> {
        let now = "2026-11-28T12:00:00Z".parse().unwrap();
        Ask::of(Usual::LastMonth, (from, until), TimeZone::UTC, now, None)
    }

    #[test]
    fn what_is_not_asked_for_is_usual() {
        let usual = ask(None, Some(" ")).unwrap();
        assert_eq!(usual.period, Period { from: date(2026, 10, 1), until: date(2026, 11, 1) });
        let from = ask(Some("2026-02-01"), None).unwrap();
        assert_eq!(from.period.until, date(2026, 3, 1), "a month, as usual");
        assert_eq!(usual.months(), [date(2026, 10, 1)]);
    }

    #[test]
    fn days_that_cannot_be_are_told() {
        assert!(ask(Some("October"), None).unwrap_err().contains("2026-10-01"));
        assert!(ask(Some("2026-10-01"), Some("2026-10-01")).unwrap_err().contains("after"));
        assert!(ask(Some("2001-10-01"), Some("2026-10-01")).unwrap_err().contains("10 years"));
    }

    #[test]
    fn the_next_period_has_the_same_length() {
        let month = ask(Some("2026-01-01"), Some("2026-02-01")).unwrap();
        assert_eq!(month.moved(1), Period { from: date(2026, 2, 1), until: date(2026, 3, 1) });
        let quarter = ask(Some("2026-01-01"), Some("2026-04-01")).unwrap();
        assert_eq!(quarter.moved(-1), Period { from: date(2025, 10, 1), until: date(2026, 1, 1) });
        let week = ask(Some("2026-01-05"), Some("2026-01-12")).unwrap();
        assert_eq!(week.moved(1), Period { from: date(2026, 1, 12), until: date(2026, 1, 19) });
    }
}
