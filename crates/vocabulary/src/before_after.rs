//! Before and after a change: whether a measure really became another one, or varies as it did before.
//!
//! The limits come from the values before alone (XmR chart, see [`crate::behaviour`]). Values after that lie outside
//! them, or a run of eight on one side of the former mean, are signals. A difference of two means is none.
use crate::{behaviour::Behaviour, problem_figures::rounded};
use rust_decimal::Decimal;

/// So many values before make limits that say anything.
pub const BEFORE_MIN: usize = crate::behaviour::VALUES_MIN;
/// So many values after are needed before anything is said.
pub const AFTER_MIN: usize = 3;
const RUN: usize = 8;
const PLACES: u32 = 4;

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// The more the better.
    More,
    /// The less the better.
    Less,
}

/// What before and after come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Signals say that it became better.
    Better,
    /// Signals say that it became worse.
    Worse,
    /// Signals point both ways: it is not steady after the change.
    Unsteady,
    /// It varies as it did before.
    Same,
    /// There are too few values to say.
    TooFew,
}

/// Before and after with the verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// The mean before; nothing without values.
    pub mean_before: Option<Decimal>,
    /// The mean after.
    pub mean_after: Option<Decimal>,
    /// The limits of the values before, lower and upper.
    pub limits: Option<(Decimal, Decimal)>,
    /// The verdict.
    pub verdict: Verdict,
}

/// Holds the values after a change against those before it, both in the order of time.
pub fn compare(before: &[Decimal], after: &[Decimal], better: Better) -> Compared {
    let chart = Behaviour::of_individuals(before);
    let verdict = match &chart {
        Some(chart) if after.len() >= AFTER_MIN => verdict(chart, after, better),
        _ => Verdict::TooFew,
    };
    Compared {
        mean_before: mean(before),
        mean_after: mean(after),
        limits: chart.map(|chart| (chart.lower, chart.upper)),
        verdict,
    }
}

fn verdict(chart: &Behaviour, after: &[Decimal], better: Better) -> Verdict {
    let (mut up, mut down) = (false, false);
    let (mut above, mut below) = (0, 0);
    for value in after {
        above = if *value > chart.mean { above + 1 } else { 0 };
        below = if *value < chart.mean { below + 1 } else { 0 };
        up = up || *value > chart.upper || above >= RUN;
        down = down || *value < chart.lower || below >= RUN;
    }
    match (up, down, better) {
        (false, false, _) => Verdict::Same,
        (true, true, _) => Verdict::Unsteady,
        (true, false, Better::More) | (false, true, Better::Less) => Verdict::Better,
        (true, false, Better::Less) | (false, true, Better::More) => Verdict::Worse,
    }
}

fn mean(values: &[Decimal]) -> Option<Decimal> {
    let sum: Decimal = values.iter().sum();
    let count = Decimal::from(u64::try_from(values.len()).ok()?);
    sum.checked_div(count).map(|mean| rounded(mean, PLACES))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(before: &[i64], after: &[i64], better: Better) -> Compared {
        let decimals = |all: &[i64]| all.iter().copied().map(Decimal::from).collect::<Vec<_>>();
        compare(&decimals(before), &decimals(after), better)
    }

    /// Mean 11, moves 2.8 on average: from 3.552 to 18.448.
    const BEFORE: &[i64] = &[10, 12, 8, 10, 14, 12];

    #[test]
    fn a_value_outside_the_former_limits_is_a_real_change() {
        let compared = of(BEFORE, &[4, 3, 4], Better::Less);
        assert_eq!(compared.verdict, Verdict::Better);
        assert_eq!(compared.limits, Some((Decimal::new(3552, 3), Decimal::new(18448, 3))));
        assert_eq!(of(BEFORE, &[4, 3, 4], Better::More).verdict, Verdict::Worse);
        assert_eq!(of(BEFORE, &[19, 3, 4], Better::More).verdict, Verdict::Unsteady);
    }

    #[test]
    fn a_lower_mean_within_the_limits_is_no_change_until_it_lasts() {
        let short = of(BEFORE, &[9, 8, 9, 10, 8, 9, 10], Better::Less);
        assert_eq!(short.verdict, Verdict::Same);
        assert_eq!((short.mean_before, short.mean_after), (Some(11.into()), Some(9.into())));
        let long = of(BEFORE, &[9, 8, 9, 10, 8, 9, 10, 9], Better::Less);
        assert_eq!(long.verdict, Verdict::Better, "eight in a row");
    }

    #[test]
    fn few_values_are_said_to_be_few() {
        assert_eq!(of(&BEFORE[..5], &[1, 1, 1, 1], Better::Less).verdict, Verdict::TooFew);
        assert_eq!(of(BEFORE, &[1, 1], Better::Less).verdict, Verdict::TooFew);
        let none = of(&[], &[], Better::More);
        assert_eq!((none.mean_before, none.mean_after, none.limits), (None, None, None));
    }
}
