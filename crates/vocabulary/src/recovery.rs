//! Service continuity: how fast a service came back and how much was lost, against what was required; and when a plan
//! is due to be tried out again.
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};

/// From when on the time until recovery is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// From the disruption itself.
    #[default]
    Disruption,
    /// From the moment at which the plan was invoked.
    Declaration,
}

/// What happened, in a test or in earnest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moments {
    /// When the service was lost.
    pub disrupted: Option<Timestamp>,
    /// When it was decided to invoke the plan.
    pub declared: Option<Timestamp>,
    /// The time of the last data that could be recovered whole.
    pub last_good: Option<Timestamp>,
    /// When somebody made sure that the service was back.
    pub restored: Option<Timestamp>,
}

impl Moments {
    /// How long it took until the service was back; nothing where a moment is missing.
    pub fn recovery_time(&self, start: Start) -> Option<SignedDuration> {
        let begin = match start {
            Start::Disruption => self.disrupted,
            Start::Declaration => self.declared,
        };
        Some(self.restored?.duration_since(begin?))
    }

    /// For how long before the disruption data were lost; nothing where a moment is missing.
    pub fn data_loss(&self) -> Option<SignedDuration> {
        Some(self.disrupted?.duration_since(self.last_good?))
    }
}

/// Whether what took so long keeps what was required: exactly on time is in time. Nothing where either is unknown.
pub fn is_met(actual: Option<SignedDuration>, required: Option<SignedDuration>) -> Option<bool> {
    Some(actual? <= required?)
}

/// Whole minutes, rounded up: a recovery is not told shorter than it was.
pub fn whole_minutes(length: SignedDuration) -> i64 {
    let (minutes, rest) = (length.as_secs().div_euclid(60), length.as_secs().rem_euclid(60));
    minutes + i64::from(rest > 0)
}

/// When a plan is to be tried out again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retest {
    /// The day by the calendar: the last test and the interval, on the last day of a month that is too short.
    pub calendar_due: Option<Date>,
    /// Whether the environment changed in a large way since the last test.
    pub after_change: bool,
}

impl Retest {
    /// From the day of the last test, the interval in months and the day of the last major change of what the plan
    /// covers.
    pub fn of(last_test: Option<Date>, months: i64, changed: Option<Date>) -> Self {
        Self {
            calendar_due: last_test.and_then(|last| last.checked_add(months.months()).ok()),
            after_change: changed
                .is_some_and(|changed| last_test.is_none_or(|last| last < changed)),
        }
    }

    /// Whether a test is missing on that day: the environment changed, or the day has passed.
    pub fn is_missing(&self, today: Date) -> bool {
        self.after_change || self.calendar_due.is_none_or(|due| due < today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn at(time: &str) -> Option<Timestamp> {
        Some(format!("2025-03-10T{time}:00Z").parse().unwrap())
    }

    #[test]
    fn vector_bcm_1_where_the_clock_starts_decides() {
        let moments = Moments {
            disrupted: at("02:10"),
            declared: at("02:40"),
            last_good: at("01:58"),
            restored: at("06:25"),
        };
        let (rto, rpo) = (SignedDuration::from_hours(4), SignedDuration::from_mins(15));
        assert_eq!(moments.data_loss().map(whole_minutes), Some(12));
        assert_eq!(is_met(moments.data_loss(), Some(rpo)), Some(true));
        let from = |start| moments.recovery_time(start);
        assert_eq!(from(Start::Disruption).map(whole_minutes), Some(255));
        assert_eq!(is_met(from(Start::Disruption), Some(rto)), Some(false));
        assert_eq!(from(Start::Declaration).map(whole_minutes), Some(225));
        assert_eq!(is_met(from(Start::Declaration), Some(rto)), Some(true));
        assert_eq!(Start::default(), Start::Disruption);
    }

    #[test]
    fn what_nobody_measured_is_neither_met_nor_missed() {
        let moments = Moments { disrupted: at("02:10"), ..Moments::default() };
        assert_eq!(moments.recovery_time(Start::Disruption), None);
        assert_eq!(is_met(None, Some(SignedDuration::from_hours(4))), None);
        assert_eq!(is_met(Some(SignedDuration::from_hours(4)), None), None);
        assert_eq!(whole_minutes(SignedDuration::from_secs(61)), 2);
    }

    #[test]
    fn vector_bcm_2_a_major_change_asks_for_a_test_before_the_calendar_does() {
        let retest = Retest::of(Some(date(2025, 3, 10)), 12, Some(date(2025, 8, 2)));
        assert_eq!(retest.calendar_due, Some(date(2026, 3, 10)));
        assert!(retest.after_change);
        assert!(retest.is_missing(date(2025, 12, 1)));
        let tested = Retest::of(Some(date(2025, 8, 2)), 12, Some(date(2025, 8, 2)));
        assert!(!tested.after_change && !tested.is_missing(date(2026, 8, 2)));
        assert!(tested.is_missing(date(2026, 8, 3)), "the day after it was due");
        assert!(Retest::of(None, 12, None).is_missing(date(2025, 1, 1)), "it was never tested");
    }
}
