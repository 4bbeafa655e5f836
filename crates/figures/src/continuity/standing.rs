//! Whether a plan is due to be tried out: by the calendar, or because much changed since the last trial.
use crate::reading::{self, in_states};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::{Filter, Test},
};
use gemba_vocabulary::{RecordId, Value, recovery::Retest};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// The states of a test whose result is on record.
pub(super) const RECORDED: [&str; 3] = ["recorded", "reviewed", "closed"];

/// What a plan covers, as far as trials are concerned.
#[derive(Clone, Debug, Default)]
pub struct Covered {
    /// Its number; 0 before it was saved.
    pub plan: RecordId,
    /// The services that it brings back.
    pub services: Vec<RecordId>,
    /// The configuration items on which it rests.
    pub items: Vec<RecordId>,
    /// How many months may pass between two trials.
    pub test_months: i64,
    /// The change that needs no new trial, by a reason on record.
    pub waived_change: Option<RecordId>,
}

/// How a plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The day of the last trial.
    pub last_test: Option<Date>,
    /// The last large change of what it covers, with its day.
    pub changed: Option<(RecordId, Date)>,
    /// When it is tried out again.
    pub retest: Retest,
    /// Whether a trial is missing today.
    pub is_missing: bool,
}

/// The day of a moment, in Universal Time.
fn day(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// How a plan stands today.
pub fn standing(evidence: &dyn Evidence, covered: &Covered) -> Result<Standing, EvidenceFault> {
    let filters = [Filter::is("plan", Value::Ref(covered.plan)), in_states(&RECORDED)];
    let held = reading::list(evidence, "continuity_test", &filters, |one| one.date("held_on"))?;
    let last_test = held.into_iter().max();
    let changed = last_change(evidence, covered)?;
    let retest = Retest::of(last_test, covered.test_months, changed.map(|(_, on)| on));
    let is_missing = retest.is_missing(day(evidence.now()));
    Ok(Standing { last_test, changed, retest, is_missing })
}

/// The last change that was done, was not put back, weighs much, and touches what the plan covers.
fn last_change(
    evidence: &dyn Evidence,
    covered: &Covered,
) -> Result<Option<(RecordId, Date)>, EvidenceFault> {
    let mut found = Vec::new();
    let ties = [("service", &covered.services), ("configuration_items", &covered.items)];
    for (field, ids) in ties.into_iter().filter(|(_, ids)| !ids.is_empty()) {
        let ids = ids.iter().copied().map(Value::Ref).collect();
        let filters = [
            Filter { field: field.to_owned(), test: Test::Is(ids) },
            Filter { field: "implemented_at".to_owned(), test: Test::Filled },
        ];
        found.extend(reading::list(evidence, "change", &filters, |one| {
            let is_large = one.value("major_impact").is_yes() || one.text("risk") == "high";
            let stands = one.text("result") != "rolled_back";
            let is_waived = covered.waived_change == Some(one.id());
            let on = one.instant("implemented_at")?;
            (is_large && stands && !is_waived).then(|| (one.id(), day(on)))
        })?);
    }
    Ok(found.into_iter().max_by_key(|(id, on)| (*on, *id)))
}
