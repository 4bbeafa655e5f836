//! A trace: one record followed through all that came of it and all that it rests on, with what is missing said openly.
//! Auditors follow an incident to the report that told of it, a change to its review, a missed target to its action.
mod follow;
mod walk;

use gemba_model::check::{Evidence, EvidenceFault};
use gemba_vocabulary::RecordId;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde_json::{Value as Json, json};
use walk::Walk;

/// The kinds that can be followed.
pub const KINDS: [&str; 7] = [
    "incident",
    "problem",
    "change",
    "service",
    "service_level_result",
    "review_decision",
    "audit_finding",
];

/// The parts of a trace, in the order in which one leads to the next, with what people call them.
pub const PARTS: [(&str, &str); 14] = [
    ("incident", "Incident"),
    ("problem", "Problem and known error"),
    ("finding", "Finding"),
    ("decision", "Decision of the review"),
    ("change", "Change"),
    ("approval", "Approval"),
    ("release", "Release and deployment"),
    ("item", "Configuration items"),
    ("service", "Service"),
    ("agreement", "Agreement"),
    ("target", "Targets"),
    ("result", "Results"),
    ("report", "Service reports"),
    ("action", "Actions"),
];

/// A record on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// To which part it belongs.
    pub part: &'static str,
    /// Its kind.
    pub kind: &'static str,
    /// Its number within the kind.
    pub id: RecordId,
    /// Its number as people see it.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// Where it stands, by the state's name.
    pub state: String,
    /// Who did it or answers for it, by their name.
    pub who: Option<String>,
    /// When it was.
    pub at: Option<Timestamp>,
    /// How the way leads here, in words.
    pub because: String,
    /// What it says that matters here: a label and the words.
    pub facts: Vec<(&'static str, String)>,
}

/// Something that is missing on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The number of the record at which it is missing.
    pub number: String,
    /// Its kind.
    pub kind: &'static str,
    /// Its number within the kind.
    pub id: RecordId,
    /// What is missing, in a sentence.
    pub sentence: String,
}

/// A record with all that it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The records on the way: by parts, and in each by time.
    pub steps: Vec<Step>,
    /// What is missing.
    pub gaps: Vec<Gap>,
    /// When the records were read.
    pub at: Timestamp,
}

/// Follows a record; nothing if it is not there to be seen, or nothing follows from its kind.
pub fn trace(
    evidence: &dyn Evidence,
    kind: &str,
    id: RecordId,
    zone: &TimeZone,
) -> Result<Option<Trace>, EvidenceFault> {
    let Some(kind) = KINDS.into_iter().find(|one| *one == kind) else { return Ok(None) };
    let mut walk = Walk::new(evidence, zone.clone());
    if !follow::begin(&mut walk, kind, id)? {
        return Ok(None);
    }
    Ok(Some(walk.told()))
}

impl Trace {
    /// The steps of a part.
    pub fn of<'a>(&'a self, part: &'a str) -> impl Iterator<Item = &'a Step> {
        self.steps.iter().filter(move |one| one.part == part)
    }

    /// The trace as programs read it.
    pub fn told(&self) -> Json {
        let step = |one: &Step| {
            let facts =
                one.facts.iter().map(|(label, value)| json!({"label": label, "value": value}));
            json!({
                "part": one.part, "kind": one.kind, "id": one.id, "number": one.number,
                "title": one.title, "state": one.state, "who": one.who, "at": one.at,
                "because": one.because, "facts": facts.collect::<Vec<_>>(),
            })
        };
        let gap = |one: &Gap| json!({"kind": one.kind, "id": one.id, "number": one.number, "sentence": one.sentence});
        json!({
            "at": self.at,
            "steps": self.steps.iter().map(step).collect::<Vec<_>>(),
            "gaps": self.gaps.iter().map(gap).collect::<Vec<_>>(),
        })
    }
}

/// The day of a moment.
fn day_of(at: Timestamp, zone: &TimeZone) -> Date {
    at.to_zoned(zone.clone()).date()
}
