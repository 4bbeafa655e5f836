//! Supplier targets: the single promises that suppliers and our own teams made to us.
use gemba_model::{Choice, FieldFault, Kind, Situation, library::fault_unless};
use gemba_vocabulary::{Ref, Seconds, Value, kind};
use rust_decimal::Decimal;

/// One promise of a contract, or of an operational agreement: what is measured, how fast or how
/// often, and by which hours. The promises to customers are held against it.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "STG", clause = "8.3.4", settle = settle)]
#[kind(shares(Comments, Links))]
pub struct SupplierTarget {
    /// What people call it, such as “Line repaired in 4 hours”.
    #[field(searched, listed)]
    pub name: String,
    /// The contract that it is part of.
    #[field(listed, filtered)]
    pub contract: Option<Ref<kind::Contract>>,
    /// The operational agreement that it is part of.
    #[field(listed, filtered)]
    pub operational_agreement: Option<Ref<kind::OperationalAgreement>>,
    /// The one service that it is for. Empty is every service that the contract or the agreement
    /// covers.
    #[field(filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// What is measured.
    #[field(listed, filtered)]
    pub metric: Metric,
    /// The priority it is for, 1 to 5. Empty means every priority.
    #[field(listed, filtered)]
    pub priority: Option<i64>,
    /// How long a response or a solution may take, in time that they attend.
    #[field(listed)]
    pub target: Option<Seconds>,
    /// The share that must keep the promise, or for availability the share of the time.
    #[field(percent, listed, unit = "%")]
    pub threshold: Option<Decimal>,
    /// The hours in which they attend. Empty takes those of the operational agreement.
    #[field(listed)]
    pub calendar: Option<Ref<kind::Calendar>>,
    /// Where the figures come from, if Gemba does not measure them itself.
    pub source: Option<String>,
}

/// What a target measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Metric {
    /// How soon somebody there begins to work on it.
    Response,
    /// How soon they have put it right.
    Resolution,
    /// How much of the time what they supply can be used.
    Availability,
    /// Something that is measured elsewhere.
    Other,
}

fn settle(
    me: &mut SupplierTarget,
    _: Option<&SupplierTarget>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(
        me.contract.is_some() != me.operational_agreement.is_some(),
        "contract",
        "or an operational agreement must be named, one of both: it says who promised it",
    )?;
    let priority = me.priority.is_none_or(|priority| (1..=5).contains(&priority));
    fault_unless(priority, "priority", "must be 1 to 5, or empty for every priority")?;
    let is_share = |share: Decimal| share > Decimal::ZERO && share <= Decimal::ONE_HUNDRED;
    fault_unless(
        me.threshold.is_none_or(is_share),
        "threshold",
        "must be more than 0 and at most 100",
    )?;
    if me.calendar.is_none()
        && let Some(agreement) = me.operational_agreement
    {
        let theirs = now.facts.value("operational_agreement", agreement.id, "calendar");
        if let Value::Ref(calendar) = theirs {
            me.calendar = Some(Ref::new(calendar));
        }
    }
    match me.metric {
        Metric::Response | Metric::Resolution => {
            fault_unless(
                me.target.is_some_and(|target| target.0 > 0),
                "target",
                "is required for a response or a solution: say how long it may take, such as 4h",
            )?;
            fault_unless(
                me.calendar.is_some(),
                "calendar",
                "is required for a response or a solution: four hours at night are not four hours \
                 by day",
            )
        }
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
    use gemba_vocabulary::Value;

    const KIND: &str = "supplier_target";
    const REPAIR: &[(&str, &str)] = &[
        ("name", "Line repaired"),
        ("contract", "4"),
        ("metric", "resolution"),
        ("target", "4h"),
        ("calendar", "2"),
    ];

    fn refused(fields: &[(&str, &str)]) -> String {
        Story::of(KIND).save(&[REPAIR, fields].concat()).unwrap_err()
    }

    #[test]
    fn one_party_promised_it() {
        assert!(refused(&[("contract", "")]).starts_with("Contract or an operational agreement"));
        assert!(refused(&[("operational_agreement", "3")]).contains("one of both"));
        Story::saved(KIND, REPAIR);
    }

    #[test]
    fn a_time_has_hours_by_which_it_is_counted() {
        assert!(refused(&[("target", "")]).starts_with("Target is required"));
        assert!(refused(&[("calendar", "")]).starts_with("Calendar is required"));
        let mut story = Story::of(KIND);
        story.given("operational_agreement", 3, "calendar", Value::Ref(5));
        let own = [("contract", ""), ("operational_agreement", "3"), ("calendar", "")];
        story.save(&[REPAIR, &own].concat()).unwrap();
        assert_eq!(story.holds("calendar"), "5", "the agreement's");
    }

    #[test]
    fn other_promises_say_the_share_or_the_source() {
        assert!(refused(&[("metric", "availability")]).starts_with("Threshold is required"));
        assert!(refused(&[("metric", "other")]).starts_with("Source is required"));
        assert!(refused(&[("priority", "6")]).starts_with("Priority must be 1 to 5"));
        assert!(refused(&[("threshold", "101")]).starts_with("Threshold must be"));
    }
}
