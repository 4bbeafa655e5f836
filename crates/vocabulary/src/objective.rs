//! How far an objective is: which share of the way is done, and whether that is enough for the time that is gone.
use crate::problem_figures::rounded;
use rust_decimal::Decimal;

/// How an objective stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Course {
    /// The target is reached.
    Reached,
    /// The share of the way that is done is at least that of the time that is gone.
    OnTrack,
    /// It is less, but at least half of it.
    AtRisk,
    /// It is less than half of it.
    OffTrack,
}

impl Course {
    /// Its name in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::OnTrack => "on_track",
            Self::AtRisk => "at_risk",
            Self::OffTrack => "off_track",
        }
    }
}

/// Which share of the way from the baseline to the target is done, of a hundred. Nothing where there is no way to go.
pub fn attainment_percent(baseline: Decimal, target: Decimal, actual: Decimal) -> Option<Decimal> {
    let way = target.checked_sub(baseline)?;
    let done = actual.checked_sub(baseline)?;
    Some(rounded(done.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(way)?, 2))
}

/// Whether the target is reached.
pub fn is_reached(target: Decimal, actual: Decimal, is_higher_better: bool) -> bool {
    if is_higher_better { actual >= target } else { actual <= target }
}

/// How an objective stands when `elapsed` of a hundred of its time is gone. Without a baseline, or where it asks for
/// what is there already, it is reached or it is not.
pub fn course(
    baseline: Option<Decimal>,
    target: Decimal,
    actual: Decimal,
    is_higher_better: bool,
    elapsed: Decimal,
) -> Course {
    if is_reached(target, actual, is_higher_better) {
        return Course::Reached;
    }
    let done = baseline.and_then(|baseline| attainment_percent(baseline, target, actual));
    match done {
        Some(done) if done >= elapsed => Course::OnTrack,
        Some(done) if done * Decimal::TWO >= elapsed => Course::AtRisk,
        _ => Course::OffTrack,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(baseline: i64, target: i64, actual: i64) -> Option<String> {
        let [baseline, target, actual] = [baseline, target, actual].map(Decimal::from);
        attainment_percent(baseline, target, actual).map(|share| share.to_string())
    }

    #[test]
    fn the_way_is_measured_from_the_baseline_whichever_way_is_better() {
        assert_eq!(share(70, 90, 85).as_deref(), Some("75"));
        assert_eq!(share(40, 10, 20).as_deref(), Some("66.67"), "less is better");
        assert_eq!(share(70, 90, 60).as_deref(), Some("-50"), "further off than before");
        assert_eq!(share(90, 90, 95), None);
    }

    #[test]
    fn what_is_done_is_held_against_the_time_that_is_gone() {
        let at = |actual: i64, elapsed: i64| {
            let [target, actual] = [90, actual].map(Decimal::from);
            course(Some(Decimal::from(70)), target, actual, true, Decimal::from(elapsed))
        };
        assert_eq!(at(90, 10), Course::Reached);
        assert_eq!(at(80, 50), Course::OnTrack);
        assert_eq!(at(75, 50), Course::AtRisk);
        assert_eq!(at(74, 50), Course::OffTrack);
        let ten = Decimal::TEN;
        assert_eq!(course(None, ten, Decimal::TWO, false, ten), Course::Reached);
        assert_eq!(course(None, ten, Decimal::ONE_HUNDRED, false, ten), Course::OffTrack);
    }
}
