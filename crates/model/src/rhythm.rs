//! How often something is measured, reported or looked at: periods of the calendar, and when each is over.
use crate::{Choice, check::Period};
use jiff::{ToSpan, civil::Date};

/// How often something comes round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Rhythm {
    /// Every week, from Monday to Sunday.
    Week,
    /// Every month.
    Month,
    /// Every quarter of the calendar year.
    Quarter,
    /// Every half of the calendar year.
    HalfYear,
    /// Every calendar year.
    Year,
}

impl Rhythm {
    /// The whole months of one period; none of a week.
    const fn months(self) -> Option<i8> {
        match self {
            Self::Week => None,
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::HalfYear => Some(6),
            Self::Year => Some(12),
        }
    }

    /// The period in which a day lies.
    pub fn period_of(self, day: Date) -> Period {
        let from = match self.months() {
            None => day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days()),
            Some(months) => {
                let past = (day.month() - 1).checked_rem(months).unwrap_or_default();
                day.first_of_month().saturating_sub(i64::from(past).months())
            }
        };
        Period { from, until: self.moved(from, 1) }
    }

    /// The period so many before one, or after it.
    pub fn shifted(self, period: Period, by: i64) -> Period {
        let from = self.moved(period.from, by);
        Period { from, until: self.moved(from, 1) }
    }

    fn moved(self, from: Date, by: i64) -> Date {
        match self.months() {
            None => from.saturating_add(by.saturating_mul(7).days()),
            Some(months) => from.saturating_add(by.saturating_mul(i64::from(months)).months()),
        }
    }

    /// A period in a few letters, such as `2026-10`, `2026 Q4` or `2026`.
    pub fn words(self, period: Period) -> String {
        let (year, month) = (period.from.year(), period.from.month());
        match self {
            Self::Week => {
                let week = period.from.iso_week_date();
                format!("{} W{:02}", week.year(), week.week())
            }
            Self::Month => format!("{year}-{month:02}"),
            Self::Quarter => format!("{year} Q{}", (month - 1) / 3 + 1),
            Self::HalfYear => format!("{year} H{}", (month - 1) / 6 + 1),
            Self::Year => year.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_lies_in_one_period_of_each_length() {
        let day = date(2026, 11, 28);
        let of = |rhythm: Rhythm| {
            let period = rhythm.period_of(day);
            (period.from, period.until, rhythm.words(period))
        };
        let year = (date(2026, 1, 1), date(2027, 1, 1), "2026".to_owned());
        assert_eq!(
            of(Rhythm::Week),
            (date(2026, 11, 23), date(2026, 11, 30), "2026 W48".to_owned())
        );
        assert_eq!(of(Rhythm::Month), (date(2026, 11, 1), date(2026, 12, 1), "2026-11".to_owned()));
        assert_eq!(
            of(Rhythm::Quarter),
            (date(2026, 10, 1), date(2027, 1, 1), "2026 Q4".to_owned())
        );
        assert_eq!(
            of(Rhythm::HalfYear),
            (date(2026, 7, 1), date(2027, 1, 1), "2026 H2".to_owned())
        );
        assert_eq!(of(Rhythm::Year), year);
    }

    #[test]
    fn the_one_before_ends_where_it_begins() {
        for rhythm in Rhythm::ALL {
            let this = rhythm.period_of(date(2026, 2, 28));
            let before = rhythm.shifted(this, -1);
            assert_eq!((before.until, rhythm.shifted(before, 1)), (this.from, this), "{rhythm:?}");
        }
    }
}
