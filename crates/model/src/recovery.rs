//! What tests of continuity plans and their use in earnest have in common: the moments that were measured, held against
//! what was required, and the actions that are to follow.
use crate::{Row, Situation};
use gemba_vocabulary::{
    RecordId,
    recovery::{Moments, Start, is_met, whole_minutes},
};
use jiff::{SignedDuration, civil::Date};
use serde::{Deserialize, Serialize};

/// The kind that says what was required.
pub const REQUIREMENT: &str = "continuity_requirement";

/// Something that is done because of what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Action {
    /// What is done.
    pub what: String,
    /// Who does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// The day by which it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// The day on which it was done; empty while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_on: Option<Date>,
}

impl Action {
    /// Whether somebody is to do it by a day.
    pub fn is_assigned(&self) -> bool {
        let has_words = |text: &str| !text.trim().is_empty();
        has_words(&self.what) && self.who.as_deref().is_some_and(has_words) && self.due_on.is_some()
    }
}

/// What was measured, beside what was required.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// From the disruption until the service was back, in minutes.
    pub recovery_minutes: Option<i64>,
    /// From the declaration until the service was back, in minutes.
    pub declared_minutes: Option<i64>,
    /// The minutes before the disruption of which data were lost.
    pub loss_minutes: Option<i64>,
    /// Whether the service came back in time, counted from where the requirement says.
    pub rto_met: Option<bool>,
    /// Whether no more data were lost than was allowed.
    pub rpo_met: Option<bool>,
}

impl Measured {
    /// Holds moments against a requirement, if there is one.
    pub fn of(moments: &Moments, requirement: Option<RecordId>, now: &Situation<'_>) -> Self {
        let asked = |field: &str| {
            requirement.map(|id| now.facts.value(REQUIREMENT, id, field)).unwrap_or_default()
        };
        let length = |field: &str| asked(field).as_int().map(SignedDuration::from_secs);
        let start = match asked("clock_starts").as_text() {
            Some("declaration") => Start::Declaration,
            _ => Start::Disruption,
        };
        Self {
            recovery_minutes: moments.recovery_time(Start::Disruption).map(whole_minutes),
            declared_minutes: moments.recovery_time(Start::Declaration).map(whole_minutes),
            loss_minutes: moments.data_loss().map(whole_minutes),
            rto_met: is_met(moments.recovery_time(start), length("rto")),
            rpo_met: is_met(moments.data_loss(), length("rpo")),
        }
    }
}

/// The first moment that lies before the one that it follows, as the field with its fault.
pub fn out_of_order(moments: &Moments) -> Option<(&'static str, &'static str)> {
    let is_before = |one: Option<jiff::Timestamp>, other: Option<jiff::Timestamp>| {
        one.zip(other).is_some_and(|(one, other)| one < other)
    };
    let pairs = [
        (moments.declared, moments.disrupted, "declared_at", "lies before the disruption"),
        (moments.disrupted, moments.last_good, "last_good_at", "lies after the disruption"),
        (moments.restored, moments.disrupted, "restored_at", "lies before the disruption"),
        (moments.restored, moments.declared, "restored_at", "lies before it was declared"),
    ];
    let wrong = pairs.into_iter().find(|(one, other, ..)| is_before(*one, *other));
    wrong.map(|(_, _, field, fault)| (field, fault))
}
