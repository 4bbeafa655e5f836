//! How changes went, as shares of a hundred.
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// Counted changes of a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeFigures {
    /// Those that are over and were approved before they were done.
    pub closed: u64,
    /// Of them, those that do what they were for.
    pub successful: u64,
    /// Of them, those that were put back.
    pub rolled_back: u64,
    /// Of them, those that went wrong and were not put back.
    pub failed: u64,
    /// Of them, those that an incident came of.
    pub caused_incident: u64,
    /// Of them, those that could not wait.
    pub emergency: u64,
    /// Of them, those that were handled as an emergency without being one.
    pub misused: u64,
    /// Those that were found after they were done, which nobody had approved. They are not among the
    /// others.
    pub unauthorised: u64,
}

impl ChangeFigures {
    /// How many of a hundred that are over do what they were for; none if none is over.
    pub fn success_percent(&self) -> Option<Decimal> {
        percent(self.successful, self.closed)
    }

    /// How many of a hundred that are over could not wait; none if none is over.
    pub fn emergency_percent(&self) -> Option<Decimal> {
        percent(self.emergency, self.closed)
    }

    /// How many of a hundred that happened were approved by nobody; none if nothing happened.
    pub fn unauthorised_percent_of_all(&self) -> Option<Decimal> {
        percent(self.unauthorised, self.closed.saturating_add(self.unauthorised))
    }
}

/// A share with two decimals, half rounded up.
fn percent(part: u64, whole: u64) -> Option<Decimal> {
    let share = (Decimal::from(part) * Decimal::ONE_HUNDRED).checked_div(Decimal::from(whole))?;
    Some(share.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vector CHG-1.
    #[test]
    fn a_hundred_and_twenty_changes() {
        let figures = ChangeFigures {
            closed: 120,
            successful: 111,
            rolled_back: 5,
            caused_incident: 4,
            emergency: 9,
            unauthorised: 3,
            ..ChangeFigures::default()
        };
        assert_eq!(figures.success_percent(), Some(Decimal::new(925, 1)));
        assert_eq!(figures.emergency_percent(), Some(Decimal::new(75, 1)));
        assert_eq!(figures.unauthorised_percent_of_all(), Some(Decimal::new(244, 2)));
    }

    #[test]
    fn nothing_counted_is_no_share_and_not_a_hundred() {
        let none = ChangeFigures::default();
        assert_eq!((none.success_percent(), none.unauthorised_percent_of_all()), (None, None));
    }
}
