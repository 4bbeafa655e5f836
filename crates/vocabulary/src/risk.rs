//! How great a risk is, who may bear it, and what it is expected to cost.
use crate::{Money, problem_figures::rounded};
use rust_decimal::Decimal;

/// The least and the greatest weight of likelihood and impact.
pub const WEIGHTS: std::ops::RangeInclusive<i64> = 1..=5;
/// The greatest score that the owner of a risk may accept.
pub const OWNER_SCORE_MAX: i64 = 6;
/// The greatest score that a manager may accept.
pub const MANAGER_SCORE_MAX: i64 = 12;

/// Who may accept a risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Authority {
    /// Whoever owns it.
    Owner,
    /// A manager.
    Manager,
    /// Top management.
    TopManagement,
}

/// Up to which score the owner of a risk, and up to which a manager may accept it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bands {
    /// The greatest score for the owner.
    pub owner_max: i64,
    /// The greatest score for a manager.
    pub manager_max: i64,
}

impl Bands {
    /// The bands of whoever decided on no others.
    pub const USUAL: Self = Self { owner_max: OWNER_SCORE_MAX, manager_max: MANAGER_SCORE_MAX };
}

impl Authority {
    /// Who may accept a risk of that score by the usual bands.
    pub const fn over(score: i64) -> Self {
        Self::within(score, Bands::USUAL)
    }

    /// Who may accept a risk of that score.
    pub const fn within(score: i64, bands: Bands) -> Self {
        if score <= bands.owner_max {
            Self::Owner
        } else if score <= bands.manager_max {
            Self::Manager
        } else {
            Self::TopManagement
        }
    }

    /// Its name in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Manager => "manager",
            Self::TopManagement => "top_management",
        }
    }
}

/// Likelihood times impact, each 1 to 5; nothing beyond that.
pub fn score(likelihood: i64, impact: i64) -> Option<i64> {
    (WEIGHTS.contains(&likelihood) && WEIGHTS.contains(&impact)).then(|| likelihood * impact)
}

/// By how much of a hundred a treatment made the score less.
pub fn treatment_effect_percent(inherent: i64, residual: i64) -> Option<Decimal> {
    let less = Decimal::from(inherent.checked_sub(residual)?);
    let share = less.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(Decimal::from(inherent))?;
    Some(rounded(share, 2))
}

/// What a loss is expected to cost in a year: a single loss, times how often it comes in a year.
pub fn annual_loss_expectancy(single: &Money, yearly_rate: Decimal) -> Option<Money> {
    let amount = single.amount.checked_mul(yearly_rate)?;
    Some(Money { amount: rounded(amount, 2), currency: single.currency.clone() })
}

/// What a treatment is worth in a year: what it saves of the expected loss, less what it costs. Nothing across
/// currencies.
pub fn net_benefit(before: &Money, after: &Money, cost: &Money) -> Option<Money> {
    let is_one = before.currency == after.currency && after.currency == cost.currency;
    let saved = before.amount.checked_sub(after.amount)?;
    let amount = saved.checked_sub(cost.amount)?;
    is_one.then(|| Money { amount, currency: before.currency.clone() })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    #[test]
    fn the_score_says_who_may_bear_a_risk_and_the_treatment_what_it_took_off() {
        // RSK-1
        let (inherent, residual) = (score(4, 4).unwrap(), score(2, 4).unwrap());
        assert_eq!((inherent, residual), (16, 8));
        assert_eq!(Authority::over(residual).name(), "manager");
        assert_eq!(treatment_effect_percent(inherent, residual).unwrap(), Decimal::new(50, 0));
        let bands = [(1, "owner"), (6, "owner"), (8, "manager"), (12, "manager")];
        for (score, name) in bands {
            assert_eq!(Authority::over(score).name(), name, "{score}");
        }
        for score in [15, 16, 25] {
            assert_eq!(Authority::over(score), Authority::TopManagement, "{score}");
        }
        for (likelihood, impact) in [(0, 3), (6, 1), (3, 0), (1, 6), (-1, -1)] {
            assert_eq!(score(likelihood, impact), None);
        }
        assert_eq!(treatment_effect_percent(0, 0), None);
        assert_eq!(treatment_effect_percent(6, 8).unwrap().to_string(), "-33.33");
    }

    #[test]
    fn a_loss_is_expected_by_its_size_and_its_rate() {
        // RSK-2
        let single = money("25000 EUR");
        let before = annual_loss_expectancy(&single, Decimal::new(3, 1)).unwrap();
        let after = annual_loss_expectancy(&single, Decimal::new(1, 1)).unwrap();
        assert_eq!((before.amount, after.amount), (Decimal::from(7500), Decimal::from(2500)));
        let benefit = net_benefit(&before, &after, &money("4000 EUR")).unwrap();
        assert_eq!(benefit.amount, Decimal::from(1000));
        assert_eq!(net_benefit(&before, &after, &money("4000 USD")), None);
    }
}
