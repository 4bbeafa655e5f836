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
