//! Workload limits: how much work an agreement covers.
use gemba_model::{Choice, FieldFault, Kind, Situation, library::fault_unless};
use gemba_vocabulary::{Ref, kind};

/// How much of something an agreement covers in a period, such as 500 incidents a month.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "WLL", clause = "8.3.3", settle = settle)]
#[kind(shares(Comments))]
pub struct WorkloadLimit {
    /// What people call the limit.
    #[field(searched, listed, visible)]
    pub name: String,
    /// The agreement it is part of.
    #[field(listed, filtered, visible)]
    pub agreement: Ref<kind::ServiceLevelAgreement>,
    /// What is counted, such as “incidents” or “active users”.
    #[field(listed, visible)]
    pub metric: String,
    /// How many are covered in each period.
    #[field(listed, visible)]
    pub limit: i64,
    /// The period that the limit is for.
    #[field(listed, visible, default = "month")]
    pub period: Period,
}

/// The period of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Period {
    /// Each day.
    Day,
    /// Each week, from Monday.
    Week,
    /// Each calendar month.
    Month,
    /// Each calendar year.
    Year,
}

fn settle(
    me: &mut WorkloadLimit,
    _: Option<&WorkloadLimit>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.limit >= 0, "limit", "must not be negative")
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    #[test]
    fn a_limit_is_for_a_period_and_not_below_zero() {
        let fields =
            [("name", "Incidents"), ("agreement", "3"), ("metric", "incidents"), ("limit", "500")];
        let mut story = Story::saved("workload_limit", &fields);
        assert_eq!(story.holds("period"), "month");
        assert_eq!(story.save(&[("limit", "-1")]).unwrap_err(), "Limit must not be negative.");
        assert_eq!(story.holds("limit"), "500");
    }
}
