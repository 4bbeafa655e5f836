//! What a check came to.
use crate::{
    attested::{self, Attested},
    check::Step,
    grade::WouldBe,
    requirement::Basis,
    wording::Wording,
};
use gemba_model::{
    check::{Exception, Outcome, Period},
    owners::Owner,
};
use jiff::Timestamp;
use serde::Serialize;

/// The answer to one requirement, with everything needed to doubt it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The requirement's id.
    pub id: String,
    /// The number of its clause.
    pub clause: String,
    /// The title of its clause.
    pub title: String,
    /// At which stage of a certification audit it is looked at: `Stage 1`, `Stage 2` or `both`.
    pub stage: String,
    /// What is asked, in our own words.
    pub requirement: String,
    /// Whether it is demanded; an informative note is not.
    pub is_demanded: bool,
    /// How far our words were held against a source.
    pub verified: Basis,
    /// The answer.
    pub result: Outcome,
    /// What an auditor would probably call it, and why; nothing where there is nothing to write up.
    pub would_be: Option<WouldBe>,
    /// Who answers for it; nothing where nobody does.
    pub owner: Option<Owner>,
    /// How many records were judged.
    pub population: u64,
    /// Those that do not keep the rule: the first of them, in the order of their numbers, one entry
    /// a record.
    pub exceptions: Vec<Exception>,
    /// How many there are in all.
    pub exception_count: u64,
    /// The same two figures, parted by where the records came from.
    pub counted: Counted,
    /// Records whose time has not come yet, by what is awaited. They are not in the population.
    pub awaited: Vec<CountedApart>,
    /// Records that were not judged, by the reason. They are not in the population.
    pub set_aside: Vec<CountedApart>,
    /// The days looked at: what was asked for, else from the first record's day through today.
    /// Nothing without a check.
    pub period: Option<Period>,
    /// When the evidence was read.
    pub at: Timestamp,
    /// What was examined, in words.
    pub examined: String,
    /// What a person confirmed, where that made the answer a pass.
    pub attested: Option<Attested>,
    /// What came of holding our words against the organization's own copy of the standard.
    pub wording: Option<Wording>,
    /// What to do next; nothing where all is well.
    pub next_step: Option<NextStep>,
    /// SHA-256 over every record judged and what was found in it, in hexadecimal. The same evidence
    /// gives the same digest, so that a re-run shows at a glance whether it agrees. Nothing without
    /// a check.
    pub digest: Option<String>,
}

/// Records judged and exceptions, parted by where the records came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// What happened here.
    pub here: Count,
    /// What an import brought.
    pub imported: Count,
}

/// Records judged, and those of them that do not keep the rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// How many records were judged.
    pub population: u64,
    /// How many of them do not keep the rule.
    pub exceptions: u64,
}

/// Records that were counted apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountedApart {
    /// Why.
    pub reason: &'static str,
    /// How many.
    pub count: u64,
}

/// What somebody can do next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NextStep {
    /// The kind of record it concerns, if Gemba keeps one.
    pub kind: Option<&'static str>,
    /// `create`, `change`, or a verb of the kind's life.
    pub verb: Option<&'static str>,
    /// What to do, in a sentence.
    pub sentence: String,
}

impl NextStep {
    /// Something for a person to confirm.
    pub fn attest(sentence: &str) -> Self {
        Self { kind: Some(attested::KIND), verb: Some("create"), sentence: sentence.to_owned() }
    }
}

impl From<Step> for NextStep {
    fn from(step: Step) -> Self {
        Self { kind: Some(step.kind), verb: Some(step.verb), sentence: step.sentence.to_owned() }
    }
}
