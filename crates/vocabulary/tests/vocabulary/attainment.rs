//! Attainment where the worked example of the clock's vectors does not look: nothing, all, halves.

use gemba_vocabulary::attainment::Attainment;
use rust_decimal::Decimal;

#[test]
fn nothing_counted_is_no_figure() {
    assert_eq!(Attainment::default().strict_percent(), None);
    assert_eq!(Attainment::default().with_exceptions_percent(), None);
}

#[test]
fn when_only_exceptions_remain_the_strict_figure_still_stands() {
    let all_excused =
        Attainment { missed_closed: 3, excluded_by_exception: 3, ..Default::default() };
    assert_eq!(all_excused.strict_percent(), Some(Decimal::ZERO));
    assert_eq!(all_excused.with_exceptions_percent(), None);
}

#[test]
fn exceptions_beyond_the_late_ones_win_nothing() {
    let generous =
        Attainment { met: 1, missed_closed: 1, open_breached: 1, excluded_by_exception: 50 };
    assert_eq!(generous.with_exceptions_percent(), Some(Decimal::ONE_HUNDRED));
    assert_eq!(generous.strict_percent(), Some(Decimal::new(33_33, 2)));
}

#[test]
fn halves_are_rounded_up() {
    // 1/32 is 3.125 percent and 3/32 is 9.375: rounding halves to even would give 3.12.
    for (met, hundredths) in [(1, 3_13), (3, 9_38)] {
        let attainment = Attainment { met, missed_closed: 32 - met, ..Default::default() };
        assert_eq!(attainment.strict_percent(), Some(Decimal::new(hundredths, 2)));
    }
}

#[test]
fn open_and_late_counts_as_missed() {
    let attainment = Attainment { met: 3, open_breached: 1, ..Default::default() };
    assert_eq!(attainment.strict_percent(), Some(Decimal::new(75, 0)));
}

#[test]
fn the_largest_counts_do_not_overflow() {
    let attainment = Attainment {
        met: u64::MAX,
        missed_closed: u64::MAX,
        open_breached: 0,
        excluded_by_exception: u64::MAX,
    };
    assert_eq!(attainment.strict_percent(), Some(Decimal::new(50, 0)));
    assert_eq!(attainment.with_exceptions_percent(), Some(Decimal::ONE_HUNDRED));
}
