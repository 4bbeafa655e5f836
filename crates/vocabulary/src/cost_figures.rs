//! What services cost: how a shared amount is split in cents, how actual costs stand against a budget, and what a unit
//! of a service costs (definition "Cost").
use crate::problem_figures::rounded;
use rust_decimal::Decimal;

const CENT_PLACES: u32 = 2;
const UNIT_PLACES: u32 = 4;

/// Rounded to cents, half a cent away from zero.
pub fn cents(amount: Decimal) -> Decimal {
    let mut amount = rounded(amount, CENT_PLACES);
    amount.rescale(CENT_PLACES);
    amount
}

/// Splits an amount by weights in cents, so that the parts add up to it exactly: each part is rounded down, and the
/// cents that are left go to the largest remainders, of equal ones to the name that comes first (figures CST-1, CST-2).
/// The parts stand in the order of the weights. Nothing where no weight is above zero, or one is below, or the amount
/// is finer than a cent.
pub fn split(amount: Decimal, weights: &[(String, Decimal)]) -> Option<Vec<Decimal>> {
    let sum: Decimal = weights.iter().map(|(_, weight)| *weight).sum();
    let is_below = weights.iter().any(|(_, weight)| weight.is_sign_negative());
    if sum <= Decimal::ZERO || is_below || cents(amount) != amount {
        return None;
    }
    let cent = Decimal::new(1, CENT_PLACES);
    let whole = amount.abs();
    let mut parts = Vec::new();
    for (name, weight) in weights {
        let exact = whole.checked_mul(*weight)?.checked_div(sum)?;
        let down = exact.trunc_with_scale(CENT_PLACES);
        parts.push((exact - down, name, down));
    }
    let mut left = whole - parts.iter().map(|(_, _, down)| *down).sum::<Decimal>();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|one, other| {
        let key = |place: &usize| parts.get(*place).map(|(rest, name, _)| (*rest, *name));
        let (one, other) = (key(one), key(other));
        let by_rest = other.map(|(rest, _)| rest).cmp(&one.map(|(rest, _)| rest));
        by_rest.then(one.map(|(_, name)| name).cmp(&other.map(|(_, name)| name)))
    });
    let mut shares: Vec<Decimal> = parts.iter().map(|(_, _, down)| *down).collect();
    for place in order {
        let has_weight = weights.get(place).is_some_and(|(_, weight)| !weight.is_zero());
        if let Some(share) = shares.get_mut(place).filter(|_| left > Decimal::ZERO && has_weight) {
            *share += cent;
            left -= cent;
        }
    }
    let sign = if amount.is_sign_negative() { -Decimal::ONE } else { Decimal::ONE };
    Some(shares.into_iter().map(|share| cents(share * sign)).collect())
}

/// How actual costs stand against the budget of the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variance {
    /// Actual minus budget: above zero where more was spent than planned.
    pub amount: Decimal,
    /// The same as a share of the budget; nothing without a budget.
    pub percent: Option<Decimal>,
}

impl Variance {
    /// Of what was spent and what was planned (figure CST-4).
    pub fn of(actual: Decimal, budget: Decimal) -> Self {
        let amount = actual - budget;
        Self { amount: cents(amount), percent: percent(amount, budget) }
    }
}

/// A share in hundredths, to two places; nothing of nothing.
pub fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    let share = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    (whole > Decimal::ZERO).then(|| rounded(share, CENT_PLACES))
}

/// What a budget holds for some of its months, phased evenly.
pub fn phased(budget: Decimal, months: usize, of: usize) -> Option<Decimal> {
    let share = budget.checked_mul(Decimal::from(months))?.checked_div(Decimal::from(of))?;
    Some(cents(share))
}

/// What the whole period will come to if it goes on as in the months that are over: a straight line (figure CST-4).
/// Nothing before the first month is over.
pub fn straight_line(actual: Decimal, months_over: usize, months: usize) -> Option<Decimal> {
    let rate = actual.checked_mul(Decimal::from(months))?;
    rate.checked_div(Decimal::from(months_over)).map(cents)
}

/// What one unit costs in one month, to four places (figure CST-3); nothing without units or months.
pub fn unit_cost(total: Decimal, units: Decimal, months: usize) -> Option<Decimal> {
    let shares = units.checked_mul(Decimal::from(months))?;
    if shares <= Decimal::ZERO {
        return None;
    }
    Some(rounded(total.checked_div(shares)?, UNIT_PLACES))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn weights(all: &[(&str, &str)]) -> Vec<(String, Decimal)> {
        all.iter().map(|(name, weight)| ((*name).to_owned(), decimal(weight))).collect()
    }

    #[test]
    fn vector_cst_1_parts_of_a_third_add_up_and_ties_go_by_name() {
        let equally = weights(&[("Mail", "1"), ("ERP", "1"), ("Desk", "1")]);
        let parts = split(decimal("20000.00"), &equally).unwrap();
        assert_eq!(parts, ["6666.66", "6666.67", "6666.67"].map(decimal));
        assert_eq!(parts.iter().sum::<Decimal>(), decimal("20000.00"));
    }

    #[test]
    fn vector_cst_2_support_hours_carry_a_shared_cost() {
        let hours = weights(&[("Mail", "300"), ("ERP", "450"), ("Desk", "250")]);
        let parts = split(decimal("36000"), &hours).unwrap();
        assert_eq!(parts, ["10800.00", "16200.00", "9000.00"].map(decimal));
        let total = |direct: &str, place: usize| decimal(direct) + parts[place];
        assert_eq!(total("42000", 0), decimal("52800"));
        assert_eq!(total("96000", 1), decimal("112200"));
        assert_eq!(total("30000", 2), decimal("39000"));
    }

    #[test]
    fn vector_cst_3_a_mailbox_and_a_user_cost_so_much_a_month() {
        let unit = |total, units| unit_cost(decimal(total), decimal(units), 12);
        assert_eq!(unit("52800", "1200"), Some(decimal("3.6667")));
        assert_eq!(unit("112200", "240"), Some(decimal("38.9583")));
        assert_eq!(unit("112200", "0"), None);
        assert_eq!(unit_cost(decimal("1"), decimal("1"), 0), None);
    }

    #[test]
    fn vector_cst_4_half_a_year_over_budget() {
        let half = phased(decimal("120000"), 6, 12).unwrap();
        let variance = Variance::of(decimal("66500"), half);
        assert_eq!(variance.amount, decimal("6500"));
        assert_eq!(variance.percent, Some(decimal("10.83")));
        let year = straight_line(decimal("66500"), 6, 12).unwrap();
        assert_eq!(year, decimal("133000"));
        assert_eq!(percent(year - decimal("120000"), decimal("120000")), Some(decimal("10.83")));
    }

    #[test]
    fn what_cannot_be_split_is_not_split() {
        let none = weights(&[("Mail", "0"), ("Desk", "0")]);
        assert_eq!(split(decimal("1"), &none), None);
        assert_eq!(split(decimal("1"), &[]), None);
        assert_eq!(split(decimal("1"), &weights(&[("Mail", "2"), ("Desk", "-1")])), None);
        assert_eq!(split(decimal("0.001"), &weights(&[("Mail", "1")])), None);
        let credit = split(decimal("-0.05"), &weights(&[("B", "1"), ("A", "1")])).unwrap();
        assert_eq!(credit, ["-0.02", "-0.03"].map(decimal), "a credit is split like a cost");
        let unused = split(decimal("0.01"), &weights(&[("A", "0"), ("B", "3"), ("C", "3")]));
        assert_eq!(unused.unwrap(), ["0.00", "0.01", "0.00"].map(decimal));
    }

    #[test]
    fn without_a_budget_or_a_month_there_is_no_share_and_no_forecast() {
        assert_eq!(Variance::of(decimal("5"), Decimal::ZERO).percent, None);
        assert_eq!(straight_line(decimal("5"), 0, 12), None);
        assert_eq!(phased(decimal("5"), 1, 0), None);
    }
}
