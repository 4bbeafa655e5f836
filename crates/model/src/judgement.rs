//! How a value stands against what was wanted: one rule for the room that keeps it, the sheets and the pages.
use crate::Choice;
use rust_decimal::Decimal;

/// On which side of the target a value is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Better {
    /// More is better: the target is the least that is wanted.
    Higher,
    /// Less is better: the target is the most that is wanted.
    Lower,
}

/// How a value stands against what was wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Judged {
    /// The target is met.
    #[choice(tone = Done)]
    Met,
    /// The target is met, but the warning limit is passed.
    #[choice(tone = Waiting)]
    Near,
    /// The target is missed.
    #[choice(tone = Major)]
    Missed,
}

impl Judged {
    /// How a value stands against a target and the limit before it.
    pub fn of(value: Decimal, better: Better, target: Decimal, warning: Option<Decimal>) -> Self {
        let keeps = |limit: Decimal| match better {
            Better::Higher => value >= limit,
            Better::Lower => value <= limit,
        };
        if !keeps(target) {
            Self::Missed
        } else if warning.is_some_and(|warning| !keeps(warning)) {
            Self::Near
        } else {
            Self::Met
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_warning_limit_lies_on_the_good_side_of_the_target() {
        let of = |value: i64, better, target: i64, warning: Option<i64>| {
            Judged::of(value.into(), better, target.into(), warning.map(Into::into))
        };
        assert_eq!(of(94, Better::Higher, 95, Some(97)), Judged::Missed);
        assert_eq!(of(95, Better::Higher, 95, Some(97)), Judged::Near);
        assert_eq!(of(97, Better::Higher, 95, Some(97)), Judged::Met);
        assert_eq!(of(5, Better::Lower, 5, None), Judged::Met);
        assert_eq!(of(5, Better::Lower, 5, Some(4)), Judged::Near);
        assert_eq!(of(6, Better::Lower, 5, Some(4)), Judged::Missed);
    }
}
