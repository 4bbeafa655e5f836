//! What the figures of problems come to: whether a fix helped, which few cause most, and whether a
//! month is out of the ordinary.
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// The days before a fix over which incidents are counted.
pub const DAYS_BEFORE: u64 = 60;
const MONTH_DAYS: u64 = 30;
const SHARE_PERCENT: u64 = 80;
/// So many months make a chart that says anything.
const MONTHS_MIN: usize = 6;
const ROOT_TURNS: usize = 60;

/// How often incidents happened before and after a fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// Incidents in 30 days, before.
    pub before_per_30d: Decimal,
    /// Incidents in 30 days, after.
    pub after_per_30d: Decimal,
    /// By how many of a hundred they became fewer; less than nothing if they became more. None if
    /// there were none before.
    pub reduction_percent: Option<Decimal>,
}

/// A count of incidents in some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// How many there were.
    pub incidents: u64,
    /// In how many days.
    pub days: u64,
}

impl Counted {
    fn per_month(self) -> Option<Decimal> {
        let incidents = Decimal::from(self.incidents) * Decimal::from(MONTH_DAYS);
        incidents.checked_div(Decimal::from(self.days))
    }
}

/// What a fix did (figure PRB-1); nothing as long as no day has passed before or after it.
pub fn effect(before: Counted, after: Counted) -> Option<Effect> {
    let (before, after) = (before.per_month()?, after.per_month()?);
    let reduction = ((before - after) * Decimal::ONE_HUNDRED).checked_div(before);
    Some(Effect {
        before_per_30d: rounded(before, 2),
        after_per_30d: rounded(after, 2),
        reduction_percent: reduction.map(|percent| rounded(percent, 2)),
    })
}

/// The few that make most of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pareto {
    /// How many of them it takes.
    pub set_size: usize,
    /// How many of a hundred they make together.
    pub share_percent: Decimal,
}

/// The fewest that together make four fifths (figure PRB-2), whatever their order; nothing if there
/// is nothing to share.
pub fn pareto(counts: &[u64]) -> Option<Pareto> {
    let whole: u64 = counts.iter().sum();
    let mut counts = counts.to_vec();
    counts.sort_unstable_by(|one, other| other.cmp(one));
    let mut sum: u64 = 0;
    for (place, count) in counts.iter().enumerate() {
        sum = sum.saturating_add(*count);
        let share =
            (Decimal::from(sum) * Decimal::ONE_HUNDRED).checked_div(Decimal::from(whole))?;
        if share >= Decimal::from(SHARE_PERCENT) {
            return Some(Pareto { set_size: place + 1, share_percent: rounded(share, 2) });
        }
    }
    None
}

/// Within which limits counts vary by chance alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountChart {
    /// The usual count.
    pub mean: Decimal,
    /// Above this it is no chance.
    pub ucl: Decimal,
    /// Below this it is no chance.
    pub lcl: Decimal,
}

impl CountChart {
    /// The chart of these counts, one a month (figure TRD-1); nothing of fewer than six months, which
    /// say too little.
    pub fn of(counts: &[u64]) -> Option<Self> {
        if counts.len() < MONTHS_MIN {
            return None;
        }
        let months = Decimal::from(u64::try_from(counts.len()).ok()?);
        let mean = Decimal::from(counts.iter().sum::<u64>()).checked_div(months)?;
        let spread = Decimal::from(3) * root(mean);
        Some(Self {
            mean: rounded(mean, 4),
            ucl: rounded(mean + spread, 4),
            lcl: rounded((mean - spread).max(Decimal::ZERO), 4),
        })
    }

    /// Whether a month with so many incidents is out of the ordinary.
    pub fn is_alarm(&self, count: u64) -> bool {
        let count = Decimal::from(count);
        count > self.ucl || count < self.lcl
    }
}

/// The square root, by Newton's way.
pub(crate) fn root(square: Decimal) -> Decimal {
    let mut root = square.max(Decimal::ONE);
    for _ in 0..ROOT_TURNS {
        let Some(part) = square.checked_div(root) else { return Decimal::ZERO };
        root = (root + part) / Decimal::TWO;
    }
    if square.is_zero() { Decimal::ZERO } else { root }
}

pub(crate) fn rounded(figure: Decimal, places: u32) -> Decimal {
    figure.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero).normalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn vector_prb_1_a_fix_that_helped() {
        let before = Counted { incidents: 24, days: DAYS_BEFORE };
        let effect = effect(before, Counted { incidents: 2, days: 40 }).unwrap();
        assert_eq!(effect.before_per_30d, decimal("12"));
        assert_eq!(effect.after_per_30d, decimal("1.5"));
        assert_eq!(effect.reduction_percent, Some(decimal("87.5")));
    }

    #[test]
    fn without_days_there_is_no_effect_and_more_incidents_are_less_than_none_fewer() {
        let two = Counted { incidents: 2, days: 60 };
        assert_eq!(effect(two, Counted { incidents: 0, days: 0 }), None);
        let worse = effect(two, Counted { incidents: 2, days: 30 }).unwrap();
        assert_eq!(worse.reduction_percent, Some(decimal("-100")));
        let new = effect(Counted { incidents: 0, days: 60 }, two).unwrap();
        assert_eq!(new.reduction_percent, None);
    }

    #[test]
    fn vector_prb_2_two_of_five_make_four_fifths() {
        let pareto = pareto(&[10, 50, 4, 30, 6]).unwrap();
        assert_eq!(pareto, Pareto { set_size: 2, share_percent: decimal("80") });
        assert_eq!(super::pareto(&[]), None);
        assert_eq!(super::pareto(&[0, 0]), None);
    }

    #[test]
    fn vector_trd_1_sixty_three_is_no_chance() {
        let chart = CountChart::of(&[41, 38, 45, 40, 44, 39, 43, 42]).unwrap();
        assert_eq!(chart.mean, decimal("41.5"));
        assert_eq!(chart.ucl, decimal("60.8261"));
        assert_eq!(chart.lcl, decimal("22.1739"));
        assert!(chart.is_alarm(63) && !chart.is_alarm(60) && chart.is_alarm(22));
    }

    #[test]
    fn a_chart_of_quiet_months_begins_at_nothing_and_of_few_months_is_none() {
        let quiet = CountChart::of(&[0; 6]).unwrap();
        assert_eq!((quiet.mean, quiet.ucl, quiet.lcl), Default::default());
        assert!(quiet.is_alarm(1));
        assert_eq!(CountChart::of(&[4, 4, 4, 4, 4]), None);
        assert_eq!(CountChart::of(&[1; 12]).unwrap().lcl, Decimal::ZERO);
    }
}
