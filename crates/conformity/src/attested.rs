//! What people confirmed where records alone cannot say it.
//!
//! An attestation turns “needs a person” into a pass until its last day, and nothing else: where records contradict, or
//! there are none, it changes nothing. What nobody is named for, or another tool's file brought, confirms nothing.
use crate::answer::{Answer, NextStep};
use gemba_model::{
    check::{Evidence, EvidenceFault, Outcome},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{civil::Date, tz::TimeZone};
use serde::Serialize;
use std::collections::BTreeMap;

/// The kind of record.
pub const KIND: &str = "attestation";

/// What somebody confirmed about a requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attested {
    /// The record's number within its kind.
    pub record: RecordId,
    /// Its number as people see it.
    pub number: String,
    /// Who confirmed it, by their number.
    pub by: RecordId,
    /// When.
    pub on: Option<Date>,
    /// The last day on which it counts.
    pub until: Date,
}

/// Everything that was confirmed of one edition and not taken back, the newest of each requirement.
pub struct Attestations {
    by_requirement: BTreeMap<String, Attested>,
    today: Date,
}

impl Attestations {
    /// Reads them.
    pub fn of(edition: &str, evidence: &dyn Evidence) -> Result<Self, EvidenceFault> {
        let mut by_requirement = BTreeMap::new();
        if let Some(view) = evidence.view(KIND).filter(|_| evidence.may_read(KIND)) {
            evidence.visit(KIND, &[], &mut |record| {
                let text = |field: &str| view.value(record, field).as_text().unwrap_or_default();
                if &*record.state == "given"
                    && !record.imported
                    && text("edition") == edition
                    && let Some(attested) = attested(&view, record)
                {
                    by_requirement.insert(text("requirement").trim().to_owned(), attested);
                }
                true
            })?;
        }
        Ok(Self { by_requirement, today: evidence.now().to_zoned(TimeZone::UTC).date() })
    }

    /// The answer, with what was confirmed where a person had to.
    pub fn weigh(&self, mut answer: Answer) -> Answer {
        let Some(attested) = self.by_requirement.get(&answer.id) else { return answer };
        if answer.result != Outcome::NeedsPerson {
            return answer;
        }
        if attested.until >= self.today {
            answer.result = Outcome::Pass;
            answer.next_step = None;
            answer.attested = Some(attested.clone());
        } else if let Some(step) = &answer.next_step {
            let sentence = format!(
                "{} What was confirmed as {} ran out on {}.",
                step.sentence, attested.number, attested.until
            );
            answer.next_step = Some(NextStep { sentence, ..step.clone() });
        }
        answer
    }
}

fn attested(view: &KindView, record: &gemba_model::Record) -> Option<Attested> {
    let day = |field: &str| match view.value(record, field) {
        Value::Date(day) => Some(*day),
        _ => None,
    };
    Some(Attested {
        record: record.id,
        number: view.def.number(record.id),
        by: view.value(record, "attested_by").as_int()?,
        on: day("attested_on"),
        until: day("expires_on")?,
    })
}
