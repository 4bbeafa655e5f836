//! Service level results: what a target came to in a period.
use gemba_model::{Choice, FieldFault, Kind, Situation, library::fault_unless};
use gemba_vocabulary::{Ref, attainment::Attainment, kind};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// What one target came to in one period, told strictly and with the agreed exceptions side by
/// side.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "SLR", clause = "8.3.3", title = "name", menu = Check, settle = settle)]
#[kind(shares(Comments, Links, Tasks))]
pub struct ServiceLevelResult {
    /// The target and the period together.
    #[field(computed, searched, listed, visible)]
    pub name: Option<String>,
    /// The target that was measured.
    #[field(listed, filtered, visible)]
    pub target: Ref<kind::ServiceLevelTarget>,
    /// The agreement that the target is part of.
    #[field(listed, filtered, visible)]
    pub agreement: Ref<kind::ServiceLevelAgreement>,
    /// The first day of the period.
    #[field(listed, visible)]
    pub from: Date,
    /// The day after the last day of the period.
    #[field(listed, visible)]
    pub until: Date,
    /// How many kept the promise.
    #[field(default = "0")]
    pub met: i64,
    /// How many did not, those still open and already late among them.
    #[field(default = "0")]
    pub missed: i64,
    /// How many of the missed ones were still open when the period ended.
    #[field(default = "0")]
    pub open_late: i64,
    /// How many of the missed ones the agreement itself excepts.
    #[field(default = "0")]
    pub excluded: i64,
    /// The share that was measured, where it is no count, such as that of the agreed time.
    #[field(percent, unit = "%")]
    pub measured_percent: Option<Decimal>,
    /// The same without what the agreement excepts, such as agreed maintenance.
    #[field(percent, unit = "%")]
    pub measured_with_exceptions: Option<Decimal>,
    /// The edition of the agreement that was in force.
    pub agreement_edition: Option<i64>,
    /// Who found the figures.
    #[field(default = "hand", filtered)]
    pub measured_by: MeasuredBy,
    /// The share that kept the promise, with every late one counted.
    #[field(percent, listed, visible, computed, unit = "%")]
    pub strict_percent: Option<Decimal>,
    /// The share that kept the promise, without the ones that the agreement excepts.
    #[field(percent, listed, visible, computed, unit = "%")]
    pub with_exceptions_percent: Option<Decimal>,
    /// Whether the share stayed below what was promised.
    #[field(listed, filtered, visible)]
    pub is_missed: bool,
    /// What is done about a missed target, or why nothing is.
    #[field(long)]
    pub action: Option<String>,
}

/// Who found the figures of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum MeasuredBy {
    /// Gemba counted them from its records.
    Gemba,
    /// A person wrote down what was measured elsewhere.
    Hand,
}

fn settle(
    me: &mut ServiceLevelResult,
    _: Option<&ServiceLevelResult>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.from < me.until, "until", "must lie after the first day")?;
    let count = |field: &str, count: i64| {
        u64::try_from(count).map_err(|_| FieldFault::new(field, "must not be negative"))
    };
    fault_unless(me.excluded <= me.missed, "excluded", "are more than were missed")?;
    fault_unless(me.open_late <= me.missed, "open_late", "are more than were missed")?;
    count("open_late", me.open_late)?;
    let attainment = Attainment {
        met: count("met", me.met)?,
        missed_closed: count("missed", me.missed)?,
        open_breached: 0,
        excluded_by_exception: count("excluded", me.excluded)?,
    };
    me.strict_percent = me.measured_percent.or_else(|| attainment.strict_percent());
    let excepted = me.measured_with_exceptions.or(me.measured_percent);
    me.with_exceptions_percent = excepted.or_else(|| attainment.with_exceptions_percent());
    let target = now.facts.value("service_level_target", me.target.id, "name");
    let target =
        target.as_text().map_or_else(|| format!("Target {}", me.target.id), ToOwned::to_owned);
    me.name = Some(format!("{target}, from {}", me.from));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::Story;
    use gemba_vocabulary::Value;

    const JANUARY: &[(&str, &str)] =
        &[("target", "3"), ("agreement", "4"), ("from", "2026-01-01"), ("until", "2026-02-01")];

    #[test]
    fn both_shares_are_worked_out_from_the_counts() {
        let mut story = Story::of("service_level_result");
        story.given("service_level_target", 3, "name", Value::Text("P1 solved".to_owned()));
        let counts = &[("met", "90"), ("missed", "10"), ("excluded", "4")];
        story.save(&[JANUARY, counts].concat()).unwrap();
        assert_eq!(story.holds("strict_percent"), "90");
        assert_eq!(story.holds("with_exceptions_percent"), "93.75");
        assert_eq!(story.holds("name"), "P1 solved, from 2026-01-01");
    }

    #[test]
    fn nothing_counted_is_no_share_at_all() {
        let counts = &[("met", "0"), ("missed", "0"), ("excluded", "0")];
        let story = Story::saved("service_level_result", &[JANUARY, counts].concat());
        assert_eq!(story.holds("strict_percent"), "");
    }

    #[test]
    fn counts_that_cannot_be_are_refused() {
        let save = |met, missed, excluded| {
            let counts = &[("met", met), ("missed", missed), ("excluded", excluded)];
            Story::of("service_level_result").save(&[JANUARY, counts].concat()).unwrap_err()
        };
        assert_eq!(save("-1", "0", "0"), "Met must not be negative.");
        assert_eq!(save("5", "1", "2"), "Excluded are more than were missed.");
    }

    #[test]
    fn a_share_that_was_measured_stands_for_the_counts() {
        let shares = &[("measured_percent", "98.0159"), ("measured_with_exceptions", "98.8")];
        let mut story = Story::saved("service_level_result", &[JANUARY, shares].concat());
        let both = (story.holds("strict_percent"), story.holds("with_exceptions_percent"));
        assert_eq!(both, ("98.0159".to_owned(), "98.8".to_owned()));
        story.save(&[("measured_with_exceptions", "")]).unwrap();
        assert_eq!(story.holds("with_exceptions_percent"), "98.0159");
    }
}
