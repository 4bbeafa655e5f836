//! How results came to be what they are: from the snapshots that are kept, each of which names what had turned.
use crate::{
    answer::Answer,
    checks,
    requirement::{Edition, EditionFault, Requirement},
    run,
};
use gemba_model::{
    Record,
    check::{Evidence, EvidenceFault, Outcome},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// The kind of record that a snapshot is.
pub const KIND: &str = "readiness_snapshot";

/// The field of a snapshot that counts each result.
pub const COUNTS: [(Outcome, &str); 6] = [
    (Outcome::Pass, "passing"),
    (Outcome::Fail, "failing"),
    (Outcome::NoData, "without_data"),
    (Outcome::NotYetDue, "not_yet_due"),
    (Outcome::NeedsPerson, "waiting_for_person"),
    (Outcome::NoCheckYet, "without_check"),
];

/// A requirement whose result became another, as a snapshot holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turned {
    /// Its id.
    pub requirement: String,
    /// What it was before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What it became.
    pub to: String,
    /// How many records were judged.
    pub population: i64,
    /// How many of them did not keep the rule.
    pub exceptions: i64,
}

/// A change of the result of one requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Turn {
    /// When it was found.
    pub at: Timestamp,
    /// The snapshot that found it.
    pub snapshot: RecordId,
    /// What it was before; nothing if it was not looked at before.
    pub from: Option<Outcome>,
    /// What it became.
    pub to: Outcome,
    /// How many records were judged.
    pub population: i64,
    /// How many of them did not keep the rule.
    pub exceptions: i64,
}

/// What a snapshot counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Snapshot {
    /// Its number within the kind.
    pub record: RecordId,
    /// When the records were read.
    pub at: Timestamp,
    /// How many requirements came to each result.
    pub results: BTreeMap<Outcome, i64>,
    /// How many would have been major.
    pub majors: i64,
    /// How many would have been minor.
    pub minors: i64,
}

/// The snapshots of one edition, the oldest first, and what turned in each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// The snapshots.
    pub snapshots: Vec<Snapshot>,
    turns: BTreeMap<String, Vec<Turn>>,
}

impl Course {
    /// Reads the snapshots of an edition; none for whoever may not read them. What a file brought is no history of
    /// ours.
    pub fn of(edition: &str, evidence: &dyn Evidence) -> Result<Self, EvidenceFault> {
        let mut course = Self::default();
        let Some(view) = evidence.view(KIND).filter(|_| evidence.may_read(KIND)) else {
            return Ok(course);
        };
        evidence.visit(KIND, &[], &mut |record| {
            let is_of = view.value(record, "edition").as_text() == Some(edition);
            if is_of && !record.imported {
                course.take(&view, record);
            }
            true
        })?;
        Ok(course)
    }

    fn take(&mut self, view: &KindView, record: &Record) {
        let Value::Instant(at) = *view.value(record, "taken_at") else { return };
        let count = |field: &str| view.value(record, field).as_int().unwrap_or_default();
        self.snapshots.push(Snapshot {
            record: record.id,
            at,
            results: COUNTS.map(|(outcome, field)| (outcome, count(field))).into(),
            majors: count("would_be_major"),
            minors: count("would_be_minor"),
        });
        let Value::Struct(Json::Array(rows)) = view.value(record, "turned") else { return };
        for row in rows {
            let Ok(turned) = Turned::deserialize(row) else { continue };
            let Some(to) = outcome(&turned.to) else { continue };
            let turn = Turn {
                at,
                snapshot: record.id,
                from: turned.from.as_deref().and_then(outcome),
                to,
                population: turned.population,
                exceptions: turned.exceptions,
            };
            self.turns.entry(turned.requirement).or_default().push(turn);
        }
    }

    /// What became of a requirement, the oldest first.
    pub fn turns(&self, requirement: &str) -> &[Turn] {
        self.turns.get(requirement).map_or(&[], Vec::as_slice)
    }

    /// The last known result of a requirement.
    pub fn last(&self, requirement: &str) -> Option<Outcome> {
        self.turns(requirement).last().map(|turn| turn.to)
    }

    /// Since when a result is what it is; nothing if no snapshot has found it so yet.
    pub fn since(&self, answer: &Answer) -> Option<Timestamp> {
        let last = self.turns(&answer.id).last()?;
        (last.to == answer.result).then_some(last.at)
    }

    /// The answers whose result is another than the last known one.
    pub fn turned(&self, answers: &[Answer]) -> Vec<Turned> {
        let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let turned = answers.iter().filter(|one| self.last(&one.id) != Some(one.result));
        let row = |answer: &Answer| Turned {
            requirement: answer.id.clone(),
            from: self.last(&answer.id).map(|outcome| outcome.name().to_owned()),
            to: answer.result.name().to_owned(),
            population: count(answer.population),
            exceptions: count(answer.exception_count),
        };
        turned.map(row).collect()
    }
}

fn outcome(name: &str) -> Option<Outcome> {
    Outcome::ALL.into_iter().find(|outcome| outcome.name() == name)
}

/// Whether a reader may see what became of a requirement: whoever may read all records that show it.
pub fn is_open_to(
    requirement: &Requirement,
    evidence: &dyn Evidence,
) -> Result<bool, EditionFault> {
    let today = Edition::named("2018")?;
    let own = [requirement.id.clone()];
    let ids = requirement.became.as_ref().map_or(&own[..], |became| &became.ids);
    let checks = checks::held(today);
    let mut checks = checks.iter().filter(|check| ids.iter().any(|id| id == check.id()));
    Ok(checks.all(|check| run::kinds_of(check).into_iter().all(|kind| evidence.may_read(kind))))
}
