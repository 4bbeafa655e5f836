//! How many targets of an agreement were met, told strictly and with the agreed exceptions.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// Counted targets of a period. Both figures are always shown together, so that an exception is
/// never taken out in silence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attainment {
    /// Ended in time.
    pub met: u64,
    /// Ended late, agreed exceptions included.
    pub missed_closed: u64,
    /// Not ended, and late already.
    pub open_breached: u64,
    /// Of the late ones, those that the agreement itself lists as exceptions.
    pub excluded_by_exception: u64,
}

impl Attainment {
    /// Met out of all, with every late one counted as missed: a percentage of two decimals,
    /// half rounded up. None when nothing was counted, which is not 100 percent.
    pub fn strict_percent(&self) -> Option<Decimal> {
        percent(self.met, self.missed())
    }

    /// The same without the agreed exceptions. Only late ones can be taken out: an exception too many
    /// never turns into a target met. None when nothing is left.
    pub fn with_exceptions_percent(&self) -> Option<Decimal> {
        percent(
            self.met,
            (self.missed() - Decimal::from(self.excluded_by_exception)).max(Decimal::ZERO),
        )
    }

    fn missed(&self) -> Decimal {
        Decimal::from(self.missed_closed) + Decimal::from(self.open_breached)
    }
}

fn percent(met: u64, missed: Decimal) -> Option<Decimal> {
    let met = Decimal::from(met);
    let share = (met * Decimal::ONE_HUNDRED).checked_div(met + missed)?;
    Some(share.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
}

impl Attainment {
    /// How many were counted, every late one among them.
    pub fn counted(&self) -> u64 {
        self.met.saturating_add(self.missed_closed).saturating_add(self.open_breached)
    }

    /// Both shares added up over several targets or periods.
    pub fn with(self, other: Self) -> Self {
        Self {
            met: self.met.saturating_add(other.met),
            missed_closed: self.missed_closed.saturating_add(other.missed_closed),
            open_breached: self.open_breached.saturating_add(other.open_breached),
            excluded_by_exception: self
                .excluded_by_exception
                .saturating_add(other.excluded_by_exception),
        }
    }
}

/// Where a running period will end, if it goes on as before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outlook {
    /// The share that will have kept the promise at the end: a percentage of two decimals.
    pub percent: Decimal,
    /// How many more may be missed before the promise is broken for good; below zero it is.
    pub may_miss: i64,
}

/// The outlook of a period of which `elapsed` of `whole` is over, in any unit. The rest brings as many as came so far
/// in the same time, and of these the share `usual_missed` (0 to 1) of earlier periods is missed. None as long as
/// nothing has elapsed or nothing was counted.
pub fn outlook(
    so_far: &Attainment,
    (elapsed, whole): (i64, i64),
    usual_missed: Decimal,
    threshold_percent: Decimal,
) -> Option<Outlook> {
    let missed = Decimal::from(so_far.missed_closed) + Decimal::from(so_far.open_breached)
        - Decimal::from(so_far.excluded_by_exception);
    let counted = Decimal::from(so_far.met) + missed;
    let expected = (counted * Decimal::from(whole)).checked_div(Decimal::from(elapsed))?;
    let rest = (expected - counted).max(Decimal::ZERO);
    let missed_at_end = missed + rest * usual_missed;
    let share = (expected - missed_at_end) * Decimal::ONE_HUNDRED;
    let allowed = expected * (Decimal::ONE_HUNDRED - threshold_percent) / Decimal::ONE_HUNDRED;
    Some(Outlook {
        percent: share
            .checked_div(expected)?
            .round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero),
        may_miss: i64::try_from((allowed - missed).floor()).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_month_shows_where_it_ends() {
        let so_far = Attainment { met: 45, missed_closed: 5, ..Attainment::default() };
        let usual = Decimal::new(5, 2);
        let seen = outlook(&so_far, (15, 30), usual, Decimal::from(90)).unwrap();
        // 100 in all, 5 missed and 2.5 to come; ten may be missed.
        assert_eq!((seen.percent, seen.may_miss), (Decimal::new(925, 1), 5));
        let broken = Attainment { missed_closed: 12, ..so_far };
        assert!(outlook(&broken, (30, 30), usual, Decimal::from(90)).unwrap().may_miss < 0);
        assert_eq!(outlook(&so_far, (0, 30), usual, Decimal::from(90)), None);
        assert_eq!(outlook(&Attainment::default(), (15, 30), usual, Decimal::from(90)), None);
    }
}
