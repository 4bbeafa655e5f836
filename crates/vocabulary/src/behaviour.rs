//! Process behaviour charts: within which limits a measure varies by chance alone, and which values are signals.
//!
//! Limits of single values come from the mean moving range (XmR chart: mean ± 2.66 times that range, D. J. Wheeler,
//! "Understanding Variation"); those of counts from their mean (c-chart: mean ± 3 times its square root, definition
//! "Trend"). A signal is a prompt to look, not a verdict.
use crate::problem_figures::{root, rounded};
use rust_decimal::Decimal;

/// So many values make limits that say anything.
pub const VALUES_MIN: usize = 6;
/// So many in a row on one side of the mean are no chance.
const RUN: usize = 8;
const PLACES: u32 = 4;

/// Within which limits a measure varies by chance, and where it does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behaviour {
    /// The usual value.
    pub mean: Decimal,
    /// Above this it is no chance.
    pub upper: Decimal,
    /// Below this it is no chance.
    pub lower: Decimal,
    /// The values that are signals, in their order.
    pub signals: Vec<Signal>,
}

/// A value that is no chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signal {
    /// Its place among the values.
    pub place: usize,
    /// By which rule.
    pub rule: Rule,
}

/// Why a value is no chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// It lies outside the limits.
    Outside,
    /// It ends a run of eight on one side of the mean.
    Run,
}

impl Rule {
    /// Its name in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Outside => "outside",
            Self::Run => "run",
        }
    }
}

impl Behaviour {
    /// The chart of single values; nothing of fewer than six.
    pub fn of_individuals(values: &[Decimal]) -> Option<Self> {
        let mean = mean(values)?;
        let moves = values.windows(2).filter_map(|pair| Some((pair.last()? - pair.first()?).abs()));
        let moves: Vec<_> = moves.collect();
        let sum: Decimal = moves.iter().sum();
        let range = sum.checked_div(Decimal::from(u64::try_from(moves.len()).ok()?))?;
        let reach = Decimal::new(266, 2) * range;
        Some(Self::within(values, mean, mean + reach, mean - reach))
    }

    /// The chart of counts; nothing of fewer than six.
    pub fn of_counts(values: &[Decimal]) -> Option<Self> {
        let mean = mean(values)?;
        let reach = Decimal::from(3) * root(mean.max(Decimal::ZERO));
        Some(Self::within(values, mean, mean + reach, (mean - reach).max(Decimal::ZERO)))
    }

    fn within(values: &[Decimal], mean: Decimal, upper: Decimal, lower: Decimal) -> Self {
        let mut signals = Vec::new();
        let (mut above, mut below) = (0, 0);
        for (place, value) in values.iter().enumerate() {
            above = if *value > mean { above + 1 } else { 0 };
            below = if *value < mean { below + 1 } else { 0 };
            if *value > upper || *value < lower {
                signals.push(Signal { place, rule: Rule::Outside });
            } else if above >= RUN || below >= RUN {
                signals.push(Signal { place, rule: Rule::Run });
            }
        }
        let [mean, upper, lower] = [mean, upper, lower].map(|limit| rounded(limit, PLACES));
        Self { mean, upper, lower, signals }
    }
}

fn mean(values: &[Decimal]) -> Option<Decimal> {
    if values.len() < VALUES_MIN {
        return None;
    }
    let sum: Decimal = values.iter().sum();
    sum.checked_div(Decimal::from(u64::try_from(values.len()).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimals(values: &[i64]) -> Vec<Decimal> {
        values.iter().copied().map(Decimal::from).collect()
    }

    #[test]
    fn vector_trd_1_counts_have_the_limits_of_their_mean() {
        let chart = Behaviour::of_counts(&decimals(&[41, 38, 45, 40, 44, 39, 43, 42])).unwrap();
        assert_eq!(chart.mean.to_string(), "41.5");
        assert_eq!(
            (chart.upper.to_string(), chart.lower.to_string()),
            ("60.8261".to_owned(), "22.1739".to_owned())
        );
        assert!(chart.signals.is_empty());
    }

    #[test]
    fn single_values_have_the_limits_of_their_moves() {
        // Moves 2, 4, 2, 4, 2 make 2.8 on average; 2.66 times that is 7.448.
        let chart = Behaviour::of_individuals(&decimals(&[10, 12, 8, 10, 14, 12])).unwrap();
        assert_eq!(chart.mean.to_string(), "11");
        assert_eq!(
            (chart.upper.to_string(), chart.lower.to_string()),
            ("18.448".to_owned(), "3.552".to_owned())
        );
    }

    #[test]
    fn what_lies_outside_or_runs_on_one_side_is_a_signal() {
        let mut values = vec![10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 40];
        let chart = Behaviour::of_individuals(&decimals(&values)).unwrap();
        assert_eq!(chart.signals.last(), Some(&Signal { place: 10, rule: Rule::Outside }));
        values = vec![4, 6, 4, 6, 4, 6, 4, 6];
        values.extend([12, 11, 12, 11, 12, 11, 12, 11]);
        let chart = Behaviour::of_individuals(&decimals(&values)).unwrap();
        let ran = |place| chart.signals.contains(&Signal { place, rule: Rule::Run });
        assert!(!ran(6) && ran(7) && !ran(14) && ran(15), "{:?}", chart.signals);
    }

    #[test]
    fn few_values_say_nothing_and_equal_ones_do_not_vary() {
        assert_eq!(Behaviour::of_individuals(&decimals(&[1, 2, 3, 4, 5])), None);
        let flat = Behaviour::of_individuals(&decimals(&[7; 9])).unwrap();
        assert_eq!((flat.upper, flat.lower), (Decimal::from(7), Decimal::from(7)));
        assert!(flat.signals.is_empty());
    }
}
