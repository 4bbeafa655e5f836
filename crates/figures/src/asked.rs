//! For what a sheet is asked: a period, a time zone and, if wanted, one record.
use gemba_model::check::Period;
use gemba_vocabulary::{RecordId, calendar::Span};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

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
