//! Tests and invocations as they are on record, with the actions that came of them.
use super::standing::RECORDED;
use crate::{
    reading::{self, Read, in_states},
    sheet::Named,
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    recovery::Action,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::collections::BTreeMap;

/// A test or an invocation.
#[derive(Clone, Debug)]
pub struct Event {
    /// The record.
    pub named: Named,
    /// The plan.
    pub plan: Option<RecordId>,
    /// The requirement it is measured against.
    pub requirement: Option<RecordId>,
    /// Its day.
    pub on: Option<Date>,
    /// Where it stands.
    pub state: String,
    /// The minutes from the disruption, from the declaration, and of lost data.
    pub minutes: [Option<i64>; 3],
    /// Whether recovery was in time.
    pub rto_met: Value,
    /// Whether no more was lost than allowed.
    pub rpo_met: Value,
    /// What it came to, in a word.
    pub verdict: String,
    /// What is done about it.
    pub actions: Vec<Action>,
}

impl Event {
    /// Whether somebody measured how long it took.
    pub fn is_measured(&self) -> bool {
        self.minutes.iter().any(Option::is_some)
    }
}

fn event(one: &Read<'_>, on: Option<Date>) -> Event {
    Event {
        named: one.named(),
        plan: one.int("plan"),
        requirement: one.int("requirement"),
        on,
        state: one.state().to_owned(),
        minutes: ["recovery_minutes", "declared_minutes", "loss_minutes"].map(|of| one.int(of)),
        rto_met: one.value("rto_met").clone(),
        rpo_met: one.value("rpo_met").clone(),
        verdict: one.text("verdict"),
        actions: actions(one),
    }
}

fn actions(one: &Read<'_>) -> Vec<Action> {
    match one.value("actions") {
        Value::Struct(json) => serde_json::from_value(json.clone()).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn day(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// The tests whose result is on record, in the order of their days.
pub fn tests(evidence: &dyn Evidence) -> Result<Vec<Event>, EvidenceFault> {
    let read = |one: &Read<'_>| Some(event(one, one.date("held_on")));
    let mut tests = reading::list(evidence, "continuity_test", &[in_states(&RECORDED)], read)?;
    tests.sort_by_key(|one| (one.on, one.named.id));
    Ok(tests)
}

/// Every invocation, in the order of their days.
pub fn invocations(evidence: &dyn Evidence) -> Result<Vec<Event>, EvidenceFault> {
    let read = |one: &Read<'_>| Some(event(one, one.instant("declared_at").map(day)));
    let mut all = reading::list(evidence, "invocation", &[], read)?;
    all.sort_by_key(|one| (one.on, one.named.id));
    Ok(all)
}

/// What a requirement demands.
#[derive(Clone, Debug)]
pub struct Required {
    /// The record.
    pub named: Named,
    /// Its service.
    pub service: Option<RecordId>,
    /// Whether it is agreed.
    pub is_agreed: bool,
    /// The minutes until the service must be back.
    pub rto: Option<i64>,
    /// The minutes of which data may be lost.
    pub rpo: Option<i64>,
    /// From when on the time is counted.
    pub clock_starts: String,
}

/// Every requirement, by number.
pub fn requirements(
    evidence: &dyn Evidence,
) -> Result<BTreeMap<RecordId, Required>, EvidenceFault> {
    let minutes = |seconds: Option<i64>| seconds.map(|seconds| seconds.div_euclid(60));
    let read = reading::list(evidence, "continuity_requirement", &[], |one| {
        let required = Required {
            named: one.named(),
            service: one.int("service"),
            is_agreed: one.state() == "agreed",
            rto: minutes(one.int("rto")),
            rpo: minutes(one.int("rpo")),
            clock_starts: one.text("clock_starts"),
        };
        Some((one.id(), required))
    })?;
    Ok(read.into_iter().collect())
}
