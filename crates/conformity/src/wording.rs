//! How our words for requirements were held against the organization's own copy of the standard.
//!
//! What an organization put right stands beside our words, never in their place. A requirement that our list lacked is
//! answered like one that only a person can tell: it waits until somebody confirms it.
use crate::{
    answer::{Answer, NextStep},
    attested::Attestations,
    requirement::{Automation, Basis, Edition, Requirement},
    run::blank,
};
use gemba_model::{
    Record,
    check::{Evidence, EvidenceFault, Outcome},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use std::{collections::BTreeMap, sync::Arc};

/// The kind of record.
pub const KIND: &str = "wording_check";

/// What came of comparing our words with the standard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wording {
    /// `agrees`, `corrected` or `added`.
    pub verdict: String,
    /// The record's number within its kind.
    pub record: RecordId,
    /// Its number as people see it.
    pub number: String,
    /// Who compared, by their number.
    pub by: Option<RecordId>,
    /// When.
    pub on: Option<Date>,
    /// Why the words were put right or added.
    pub reason: Option<String>,
    /// What is asked, in the organization's own words, where they differ from ours.
    pub corrected: Option<String>,
    /// The copy of the standard that was read.
    pub held_against: String,
}

/// Everything that counts of one edition, the newest of each requirement.
#[derive(Clone, Debug, Default)]
pub struct Wordings {
    by_requirement: BTreeMap<String, Wording>,
    notes: Vec<String>,
    waiting: BTreeMap<String, Wording>,
}

impl Wordings {
    /// Reads them. What another tool's file brought compares nothing.
    pub fn of(edition: &str, evidence: &dyn Evidence) -> Result<Self, EvidenceFault> {
        let mut all = Self::default();
        let Some(view) = evidence.view(KIND).filter(|_| evidence.may_read(KIND)) else {
            return Ok(all);
        };
        evidence.visit(KIND, &[], &mut |record| {
            let text = |field: &str| view.value(record, field).as_text().unwrap_or_default();
            if !record.imported && text("edition").trim() == edition {
                let requirement = text("requirement").trim().to_owned();
                match &*record.state {
                    "given" => {
                        if view.value(record, "is_note").is_yes() {
                            all.notes.push(requirement.clone());
                        }
                        all.by_requirement.insert(requirement, read(&view, record));
                    }
                    "proposed" => {
                        all.waiting.insert(requirement, read(&view, record));
                    }
                    _ => {}
                }
            }
            true
        })?;
        Ok(all)
    }

    /// What counts of that requirement.
    pub fn about(&self, requirement: &str) -> Option<&Wording> {
        self.by_requirement.get(requirement)
    }

    /// What waits for somebody else to approve it.
    pub fn waiting(&self, requirement: &str) -> Option<&Wording> {
        self.waiting.get(requirement)
    }

    /// Everything that waits for somebody else, by the number of the requirement.
    pub fn all_waiting(&self) -> impl Iterator<Item = (&str, &Wording)> {
        self.waiting.iter().map(|(id, wording)| (id.as_str(), wording))
    }

    /// How many requirements of the edition's own list were compared.
    pub fn compared(&self, edition: &Edition) -> usize {
        let own = edition.requirements.iter();
        own.filter(|one| self.by_requirement.contains_key(&one.id)).count()
    }

    /// The requirements that the list lacked.
    pub fn added(&self, edition: &Edition) -> Vec<Requirement> {
        let added = self.by_requirement.iter().filter(|(_, one)| one.verdict == "added");
        added.map(|(id, one)| requirement(edition, id, one, self.notes.contains(id))).collect()
    }

    /// The answers with what was compared, and one more for each requirement that the list lacked.
    pub(crate) fn told(
        &self,
        edition: &Edition,
        mut answers: Vec<Answer>,
        is_asked: impl Fn(&Requirement) -> bool,
        attestations: impl FnOnce() -> Result<Arc<Attestations>, EvidenceFault>,
        at: Timestamp,
    ) -> Result<Vec<Answer>, EvidenceFault> {
        let added: Vec<_> = self.added(edition).into_iter().filter(|one| is_asked(one)).collect();
        if !added.is_empty() {
            let attestations = attestations()?;
            for one in &added {
                let last = answers.iter().rposition(|answer| answer.clause == one.clause);
                let place = last.map_or(answers.len(), |last| last.saturating_add(1));
                let answer = by_person(one, blank(one, at));
                answers.insert(place, attestations.weigh(answer));
            }
        }
        for answer in &mut answers {
            answer.wording = self.about(&answer.id).cloned();
        }
        Ok(answers)
    }
}

/// The answer to a requirement that nothing but a person can tell of.
pub(crate) fn by_person(requirement: &Requirement, blank: Answer) -> Answer {
    if !requirement.is_demanded {
        let examined = "Nothing: it is a note, and nothing has to be done about it.".to_owned();
        return Answer { examined, ..blank };
    }
    Answer {
        result: Outcome::NeedsPerson,
        examined: "Nothing: only a person can tell.".to_owned(),
        next_step: Some(NextStep::attest("Confirm that it is met, and say what that rests on.")),
        ..blank
    }
}

fn read(view: &KindView, record: &Record) -> Wording {
    let text = |field: &str| view.value(record, field).as_text().map(str::to_owned);
    let on = match view.value(record, "checked_on") {
        Value::Date(day) => Some(*day),
        _ => None,
    };
    Wording {
        verdict: text("verdict").unwrap_or_default(),
        record: record.id,
        number: view.def.number(record.id),
        by: view.value(record, "checked_by").as_int(),
        on,
        reason: text("reason"),
        corrected: text("corrected"),
        held_against: text("held_against").unwrap_or_default(),
    }
}

fn requirement(edition: &Edition, id: &str, wording: &Wording, is_note: bool) -> Requirement {
    let clause = id.split('-').next().unwrap_or(id).to_owned();
    let known = edition.requirements.iter().find(|one| one.clause == clause);
    Requirement {
        title: known.map_or_else(|| clause.clone(), |known| known.title.clone()),
        clause,
        id: id.to_owned(),
        text: wording.corrected.clone().unwrap_or_default(),
        ..own_words(!is_note)
    }
}

/// A requirement in an organization's own words, before anything is said about it.
pub(crate) fn own_words(is_demanded: bool) -> Requirement {
    Requirement {
        clause: String::new(),
        title: String::new(),
        id: String::new(),
        text: String::new(),
        kind: "record".to_owned(),
        documented_information: String::new(),
        planned_interval: false,
        evidence_record: String::new(),
        stage: "both".to_owned(),
        common_nonconformity: String::new(),
        pass_rule: "a person confirms it".to_owned(),
        automation: Automation::Person,
        is_demanded,
        verified: Basis::Own,
        became: None,
    }
}
