//! How many days an audit for a certificate takes: the days of the certification body's table and what changes them.
use rust_decimal::Decimal;

/// What reasons for less time take away at most, of a hundred (ISO/IEC 20000-6).
pub const LEAST_PERCENT: i64 = -30;

/// What the factors come to together, of a hundred: their sum, and never less than the least.
pub fn sum_percent(factors: impl IntoIterator<Item = Decimal>) -> Decimal {
    factors.into_iter().sum::<Decimal>().max(Decimal::from(LEAST_PERCENT))
}

/// The days of the table with the factors applied, to a tenth of a day.
pub fn days(table: Decimal, factors: impl IntoIterator<Item = Decimal>) -> Decimal {
    let whole = Decimal::ONE_HUNDRED + sum_percent(factors);
    (table * whole / Decimal::ONE_HUNDRED).round_dp(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vector_aud_1_eight_days_with_two_reasons_for_less_and_one_for_more() {
        let factors = [-20, -20, 10].map(Decimal::from);
        assert_eq!(sum_percent(factors), Decimal::from(-30));
        assert_eq!(days(Decimal::from(8), factors), Decimal::new(56, 1));
    }

    #[test]
    fn reasons_for_less_are_capped_and_reasons_for_more_are_not() {
        let days = |factors: &[i64]| {
            days(Decimal::from(10), factors.iter().map(|one| Decimal::from(*one)))
        };
        assert_eq!(days(&[]), Decimal::from(10));
        assert_eq!(days(&[-20, -40]), Decimal::from(7));
        assert_eq!(days(&[40, 30]), Decimal::from(17));
    }
}
