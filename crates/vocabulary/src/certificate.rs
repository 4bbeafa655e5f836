//! The three years of a certificate: by when which audit is held (ISO/IEC 17021-1).
use jiff::{ToSpan, civil::Date};

/// How long a certificate is good for.
pub const YEARS: i64 = 3;
/// By how many months after the last day of Stage 2 what was grave is seen to be over, or Stage 2 is held anew. So long
/// a certificate that ran out can be restored, too.
pub const MONTHS: i64 = 6;

/// The last day on which a certificate is good.
pub fn valid_until(decided_on: Date) -> Date {
    decided_on.saturating_add(YEARS.years()).saturating_sub(1.day())
}

/// The last day on which one that ran out can be restored.
pub fn restored_until(valid_until: Date) -> Date {
    valid_until.saturating_add(MONTHS.months())
}

/// The last day on which a grave finding of Stage 2 can be seen to be over.
pub fn majors_until(last_day: Date) -> Date {
    last_day.saturating_add(MONTHS.months())
}

/// By when the surveillance audits are held: the first within twelve months of the decision, the second by the end of
/// the next calendar year, and neither after the certificate has run out.
pub fn surveillance(decided_on: Date) -> [Date; 2] {
    let first = decided_on.saturating_add(12.months());
    let second = Date::new(first.year().saturating_add(1), 12, 31).unwrap_or(first);
    [first, second.min(valid_until(decided_on))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn three_years_begin_with_the_decision() {
        let decided = date(2026, 6, 15);
        assert_eq!(valid_until(decided), date(2029, 6, 14));
        assert_eq!(surveillance(decided), [date(2027, 6, 15), date(2028, 12, 31)]);
        assert_eq!(restored_until(date(2029, 6, 14)), date(2029, 12, 14));
        assert_eq!(surveillance(date(2026, 1, 2)), [date(2027, 1, 2), date(2028, 12, 31)]);
        assert_eq!(majors_until(date(2026, 8, 31)), date(2027, 2, 28));
    }

    #[test]
    fn no_audit_is_due_after_the_end() {
        let decided = date(2026, 1, 1);
        assert_eq!(valid_until(decided), date(2028, 12, 31));
        assert_eq!(surveillance(decided)[1], date(2028, 12, 31));
    }
}
