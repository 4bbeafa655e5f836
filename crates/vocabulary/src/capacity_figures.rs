//! When capacity runs out: the line through monthly values, where it crosses a threshold, and by when something must be
//! decided (definition "Capacity forecast").
use crate::problem_figures::rounded;
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// So many points make a line that says anything.
pub const POINTS_MIN: usize = 6;
const PLACES: u32 = 4;

/// The straight line with the least squares through points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    slope: Decimal,
    intercept: Decimal,
    /// The share of the spread that the line explains; nothing where the values do not differ.
    pub r_squared: Option<Decimal>,
}

/// Where a line crosses a threshold, counted in periods as its points are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// The place at which it does, to one place.
    pub at: Decimal,
    /// The first whole period in which the line has reached the threshold.
    pub first_full_over: i64,
}

impl Crossing {
    /// The period by which something must be decided, so that it takes effect in time.
    pub const fn decide_by(&self, lead_periods: i64) -> i64 {
        self.first_full_over.saturating_sub(lead_periods)
    }
}

impl Line {
    /// The line through points (figures CAP-1 and CAP-2); nothing of fewer than six, or of one period alone.
    pub fn of(points: &[(i64, Decimal)]) -> Option<Self> {
        if points.len() < POINTS_MIN {
            return None;
        }
        let count = Decimal::from(u64::try_from(points.len()).ok()?);
        let mean_x = points.iter().map(|(x, _)| Decimal::from(*x)).sum::<Decimal>() / count;
        let mean_y = points.iter().map(|(_, y)| *y).sum::<Decimal>() / count;
        let (mut xx, mut xy, mut yy) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
        for (x, y) in points {
            let (x, y) = (Decimal::from(*x) - mean_x, *y - mean_y);
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
        let slope = xy.checked_div(xx)?;
        let r_squared = xx.checked_mul(yy).and_then(|both| (xy * xy).checked_div(both));
        let r_squared = r_squared.map(|share| rounded(share, PLACES));
        Some(Self { slope, intercept: mean_y - slope * mean_x, r_squared })
    }

    /// By how much it rises in a period, to four places.
    pub fn slope(&self) -> Decimal {
        rounded(self.slope, PLACES)
    }

    /// What it comes to before the first period, to four places.
    pub fn intercept(&self) -> Decimal {
        rounded(self.intercept, PLACES)
    }

    /// What it comes to in a period, to two places.
    pub fn at(&self, period: i64) -> Decimal {
        rounded(self.intercept + self.slope * Decimal::from(period), 2)
    }

    /// Where it crosses a threshold on its way up; nothing where it does not rise.
    pub fn crossing(&self, threshold: Decimal) -> Option<Crossing> {
        if self.slope <= Decimal::ZERO {
            return None;
        }
        let at = (threshold - self.intercept).checked_div(self.slope)?;
        Some(Crossing { at: rounded(at, 1), first_full_over: rounded(at, PLACES).ceil().to_i64()? })
    }

    /// The threshold against which this line has to be held if demand were higher and there were more capacity, each by
    /// so many hundredths: both are told as a threshold, so that the line itself stays what was measured.
    pub fn threshold_if(threshold: Decimal, growth: Decimal, added: Decimal) -> Option<Decimal> {
        let factor = |percent: Decimal| Decimal::ONE + percent / Decimal::ONE_HUNDRED;
        let demand = factor(growth);
        if demand <= Decimal::ZERO {
            return None;
        }
        threshold.checked_mul(factor(added))?.checked_div(demand)
    }
}

/// The value that so many hundredths of all do not exceed: nearest rank (figure CAP-3); nothing of nothing.
pub fn percentile(values: &[Decimal], hundredths: u32) -> Option<Decimal> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let count = Decimal::from(u64::try_from(sorted.len()).ok()?);
    let rank = (count * Decimal::from(hundredths) / Decimal::ONE_HUNDRED).ceil().to_usize()?;
    sorted.get(rank.max(1).checked_sub(1)?).copied()
}

/// The mean, to four places; nothing of nothing.
pub fn mean(values: &[Decimal]) -> Option<Decimal> {
    let count = Decimal::from(u64::try_from(values.len()).ok()?);
    Some(rounded(values.iter().sum::<Decimal>().checked_div(count)?, PLACES))
}

/// By how many hundredths of a limit it was exceeded (figure CAP-4): nothing above it, and nothing of no limit.
pub fn over_limit_percent(limit: Decimal, actual: Decimal) -> Option<Decimal> {
    let over = (actual - limit).max(Decimal::ZERO) * Decimal::ONE_HUNDRED;
    Some(rounded(over.checked_div(limit)?, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn points(values: &[i64]) -> Vec<(i64, Decimal)> {
        (1..).zip(values.iter().map(|value| Decimal::from(*value))).collect()
    }

    const PEAKS: [i64; 6] = [52, 54, 57, 59, 63, 66];

    #[test]
    fn vectors_cap_1_and_2_the_line_crosses_and_tells_by_when_to_decide() {
        let line = Line::of(&points(&PEAKS)).unwrap();
        assert_eq!((line.slope(), line.intercept()), (decimal("2.8286"), decimal("48.6")));
        assert_eq!(line.at(9), decimal("74.06"));
        assert_eq!(line.r_squared, Some(decimal("0.9895")));
        let crossing = line.crossing(decimal("80")).unwrap();
        assert_eq!(crossing, Crossing { at: decimal("11.1"), first_full_over: 12 });
        assert_eq!(crossing.decide_by(2), 10);
    }

    #[test]
    fn vector_cap_3_the_nearest_rank() {
        let values =
            [31, 35, 36, 38, 40, 41, 41, 44, 45, 46, 47, 48, 50, 52, 55, 58, 60, 63, 71, 93];
        let values = values.map(Decimal::from);
        assert_eq!(percentile(&values, 95), Some(decimal("71")));
        assert_eq!(percentile(&values, 100), Some(decimal("93")));
        assert_eq!(percentile(&values, 0), Some(decimal("31")));
        assert_eq!(percentile(&[], 95), None);
    }

    #[test]
    fn vector_cap_4_how_far_a_limit_was_exceeded() {
        let over = |limit, actual| over_limit_percent(Decimal::from(limit), Decimal::from(actual));
        assert_eq!(over(500, 560), Some(decimal("12")));
        assert_eq!(over(500, 499), Some(Decimal::ZERO));
        assert_eq!(over(0, 1), None);
    }

    #[test]
    fn what_does_not_rise_or_is_too_short_crosses_nothing() {
        assert_eq!(Line::of(&points(&PEAKS[..5])), None);
        let flat = Line::of(&points(&[60; 6])).unwrap();
        assert_eq!((flat.crossing(decimal("80")), flat.r_squared), (None, None));
        let falling = Line::of(&points(&[66, 63, 59, 57, 54, 52])).unwrap();
        assert_eq!(falling.crossing(decimal("80")), None);
        let at_once = Line::of(&points(&[10, 20, 30, 40, 50, 60])).unwrap();
        let crossing = at_once.crossing(decimal("80")).unwrap();
        assert_eq!(crossing.first_full_over, 8, "a month that just reaches it is over");
    }

    #[test]
    fn more_demand_lowers_the_threshold_and_more_capacity_lifts_it() {
        let line = Line::of(&points(&PEAKS)).unwrap();
        let first = |growth, added| {
            let held = Line::threshold_if(decimal("80"), decimal(growth), decimal(added))?;
            Some(line.crossing(held)?.first_full_over)
        };
        assert_eq!(first("0", "0"), Some(12));
        assert_eq!(first("10", "0"), Some(9), "72.73 is crossed in month 8.5");
        assert_eq!(first("0", "25"), Some(19), "100 is crossed in month 18.2");
        assert_eq!(first("-100", "0"), None);
    }
}
