//! Service level targets: the single promises of an agreement, each with its measure.
use gemba_model::{Choice, FieldFault, Kind, Situation, library::fault_unless};
use gemba_vocabulary::{Ref, Seconds, kind};
use rust_decimal::Decimal;

/// One promise of an agreement: what is measured, how fast or how often, and over which time.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "SLT", clause = "8.3.3", settle = settle)]
#[kind(shares(Comments, Links))]
pub struct ServiceLevelTarget {
    /// What people call the target, such as “Priority 1 solved in 4 hours”.
    #[field(searched, listed, visible)]
    pub name: String,
    /// The agreement it is part of.
    #[field(listed, filtered, visible)]
    pub agreement: Ref<kind::ServiceLevelAgreement>,
    /// What is measured.
    #[field(listed, filtered, visible)]
    pub metric: Metric,
    /// The priority it is for, 1 to 5. Empty means every priority.
    #[field(listed, filtered, visible)]
    pub priority: Option<i64>,
    /// How long a response or a solution may take, in attended time.
    #[field(listed, visible)]
    pub target: Option<Seconds>,
    /// The share that must keep the promise.
    #[field(percent, visible, unit = "%")]
    pub threshold: Option<Decimal>,
    /// The time over which the share is counted.
    #[field(default = "month")]
    pub window: Window,
    /// The hours by which it is counted, if they differ from the agreement's.
    pub calendar: Option<Ref<kind::Calendar>>,
    /// Whether the clock stands still while a supplier works on it. Leave it off unless the
    /// agreement says so.
    pub pauses_for_supplier: bool,
    /// Whether the clock stands still until a planned change. Leave it off unless the agreement
    /// says so.
    pub pauses_for_change: bool,
    /// How long beforehand planned work must be announced so that it does not count as downtime.
    /// Empty means at any time before it begins.
    pub maintenance_notice: Option<Seconds>,
    /// How far time counts as downtime in which a service can be used in part. Empty means not at
    /// all.
    #[field(unit = "%")]
    pub degraded_percent: Option<Decimal>,
    /// How many people use the service, for availability by people.
    #[field(unit = "people")]
    pub user_count: Option<i64>,
    /// The share of the time after which somebody is warned.
    #[field(default = "80", unit = "%")]
    pub warn_percent: Option<i64>,
    /// Where the figures come from, if Gemba does not measure them itself.
    pub source: Option<String>,
}

/// What a target measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Metric {
    /// How soon somebody begins to work on an incident.
    Response,
    /// How soon an incident is solved.
    Resolution,
    /// How much of the agreed time the service can be used.
    Availability,
    /// Something that is measured elsewhere.
    Other,
}

/// The time over which a share is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Window {
    /// A calendar month.
    Month,
    /// Three calendar months, from January, April, July or October.
    Quarter,
    /// A calendar year.
    Year,
}

const WARN_PERCENT: i64 = 80;

fn settle(
    me: &mut ServiceLevelTarget,
    _: Option<&ServiceLevelTarget>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    let warn_percent = *me.warn_percent.get_or_insert(WARN_PERCENT);
    fault_unless((1..=99).contains(&warn_percent), "warn_percent", "must be 1 to 99")?;
    let priority = me.priority.is_none_or(|priority| (1..=5).contains(&priority));
    fault_unless(priority, "priority", "must be 1 to 5, or empty for every priority")?;
    let notice = me.maintenance_notice.is_none_or(|notice| notice.0 >= 0);
    fault_unless(notice, "maintenance_notice", "cannot be below zero")?;
    let weights = Decimal::ZERO..=Decimal::ONE_HUNDRED;
    let weight = me.degraded_percent.is_none_or(|weight| weights.contains(&weight));
    fault_unless(weight, "degraded_percent", "must be 0 to 100")?;
    let users = me.user_count.is_none_or(|users| users > 0);
    fault_unless(users, "user_count", "must be more than 0, or empty")?;
    let is_share = |share: Decimal| share > Decimal::ZERO && share <= Decimal::ONE_HUNDRED;
    fault_unless(
        me.threshold.is_none_or(is_share),
        "threshold",
        "must be more than 0 and at most 100",
    )?;
    match me.metric {
        Metric::Response | Metric::Resolution => fault_unless(
            me.target.is_some_and(|target| target.0 > 0),
            "target",
            "is required for a response or a solution: say how long it may take, such as 4h",
        ),
        Metric::Availability => fault_unless(
            me.threshold.is_some(),
            "threshold",
            "is required for availability: say which share of the time it must be there",
        ),
        Metric::Other => fault_unless(
            me.source.is_some(),
            "source",
            "is required for what Gemba does not measure itself: say where the figures come from",
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    const NAMED: &[(&str, &str)] = &[("name", "P1 solved"), ("agreement", "3")];

    fn refused(fields: &[(&str, &str)]) -> String {
        Story::of("service_level_target").save(&[NAMED, fields].concat()).unwrap_err()
    }

    #[test]
    fn a_promise_of_time_says_how_long() {
        assert!(refused(&[("metric", "resolution")]).starts_with("Target is required"));
        assert!(refused(&[("metric", "response"), ("target", "0")]).starts_with("Target is"));
        let story = Story::saved(
            "service_level_target",
            &[NAMED, &[("metric", "resolution"), ("target", "4h"), ("priority", "1")]].concat(),
        );
        assert_eq!(story.holds("target"), "14400");
        assert_eq!((&*story.holds("window"), &*story.holds("warn_percent")), ("month", "80"));
        assert_eq!(story.holds("pauses_for_supplier"), "no");
    }

    #[test]
    fn other_promises_say_the_share_or_the_source() {
        assert!(refused(&[("metric", "availability")]).starts_with("Threshold is required"));
        assert!(refused(&[("metric", "other")]).starts_with("Source is required"));
    }

    #[test]
    fn shares_and_priorities_stay_within_bounds() {
        let timed = [("metric", "response"), ("target", "15m")];
        let with = |name, text| refused(&[&timed[..], &[(name, text)]].concat());
        assert!(with("priority", "6").starts_with("Priority must be 1 to 5"));
        assert!(with("threshold", "100.5").starts_with("Threshold must be"));
        assert!(with("threshold", "0").starts_with("Threshold must be"));
        assert!(with("warn_percent", "100").starts_with("Warn percent must be"));
        assert!(with("degraded_percent", "101").starts_with("Degraded percent must be 0 to 100"));
        assert!(with("user_count", "0").starts_with("User count must be more than 0"));
    }
}
