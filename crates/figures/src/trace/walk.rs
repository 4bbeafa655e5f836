//! The walk itself: reads records, keeps each once, and remembers what is missing.
use super::{Gap, PARTS, Step, Trace, day_of};
use crate::reading::{Read, list};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::collections::BTreeMap;

/// How many records one hop brings at most; the rest is counted.
const HOP_MAX: usize = 20;

/// What a step of a kind shows.
struct Shown {
    kind: &'static str,
    part: &'static str,
    /// Who: the first of these that is filled.
    who: &'static [&'static str],
    /// When: the first of these that is filled; else when it was recorded.
    at: &'static [&'static str],
    /// What it says that matters.
    facts: &'static [(&'static str, &'static str)],
}

const fn shown(
    (kind, part): (&'static str, &'static str),
    who: &'static [&'static str],
    at: &'static [&'static str],
    facts: &'static [(&'static str, &'static str)],
) -> Shown {
    Shown { kind, part, who, at, facts }
}

const SHOWN: &[Shown] = &[
    shown(
        ("incident", "incident"),
        &["resolved_by", "assigned_to"],
        &["opened_at"],
        &[
            ("priority", "Priority"),
            ("responded_at", "Answered"),
            ("resolved_at", "Resolved"),
            ("closed_at", "Closed"),
            ("resolve_met", "Resolved in time"),
            ("resolution", "Resolution"),
        ],
    ),
    shown(
        ("problem", "problem"),
        &["owner"],
        &[],
        &[("cause", "Cause"), ("workaround", "Workaround"), ("effect", "Effect")],
    ),
    shown(
        ("known_error", "problem"),
        &["reviewed_by"],
        &["published_at"],
        &[("workaround", "Workaround")],
    ),
    shown(
        ("change", "change"),
        &["requested_by"],
        &["started_at", "starts_at"],
        &[
            ("approved_at", "Approved"),
            ("test_result", "Test"),
            ("back_out_plan", "Back-out"),
            ("implemented_at", "Implemented"),
            ("review", "Review"),
        ],
    ),
    shown(
        ("approval", "approval"),
        &["decided_by", "approver"],
        &["decided_at"],
        &[("decision_note", "Reason")],
    ),
    shown(
        ("release", "release"),
        &["owner"],
        &["deployed_at", "planned_at"],
        &[("test_result", "Test"), ("incidents_in_window", "Incidents after it")],
    ),
    shown(
        ("deployment", "release"),
        &["assigned_to"],
        &["ended_at", "started_at"],
        &[("environment", "Environment"), ("verification", "Verified")],
    ),
    shown(("configuration_baseline", "release"), &["taken_by"], &["taken_at"], &[]),
    shown(("configuration_item", "item"), &["owner"], &[], &[("item_type", "Type")]),
    shown(("service", "service"), &["owner"], &[], &[("criticality", "Criticality")]),
    shown(
        ("service_level_agreement", "agreement"),
        &["owner"],
        &[],
        &[("starts_on", "From"), ("ends_on", "Until"), ("edition", "Edition")],
    ),
    shown(
        ("service_level_target", "target"),
        &[],
        &[],
        &[("metric", "Measured"), ("priority", "Priority"), ("threshold", "Promised, %")],
    ),
    shown(
        ("service_level_result", "result"),
        &[],
        &[],
        &[
            ("from", "From"),
            ("until", "Until"),
            ("measured_percent", "Measured, %"),
            ("is_missed", "Missed"),
            ("action", "What is done about it"),
        ],
    ),
    shown(
        ("service_report", "report"),
        &["approved_by"],
        &["sent_at", "prepared_at"],
        &[("from", "From"), ("until", "Until"), ("recipients", "To")],
    ),
    shown(
        ("nonconformity", "action"),
        &["owner"],
        &[],
        &[("correction", "Correction"), ("cause", "Cause"), ("verification", "Verified")],
    ),
    shown(
        ("corrective_action", "action"),
        &["owner"],
        &["implemented_at"],
        &[("action", "Action"), ("due", "Due"), ("result", "Result")],
    ),
    shown(
        ("improvement", "action"),
        &["owner"],
        &["implemented_at", "approved_at"],
        &[("target_date", "By"), ("verdict", "Verdict")],
    ),
    shown(("task", "action"), &["assigned_to"], &[], &[("due_on", "Due"), ("notes", "What")]),
    shown(("incident_review", "action"), &[], &[], &[("cause", "Cause"), ("actions", "Actions")]),
    shown(
        ("review_decision", "decision"),
        &["owner"],
        &["settled_at"],
        &[("due_on", "Due"), ("evidence", "Evidence")],
    ),
    shown(
        ("management_review", "decision"),
        &["signed_by", "owner"],
        &["signed_at"],
        &[("held_on", "Held")],
    ),
    shown(
        ("audit", "finding"),
        &["lead_auditor", "owner"],
        &["reported_at", "started_at"],
        &[("clauses", "Clauses")],
    ),
    shown(
        ("audit_finding", "finding"),
        &["area_manager"],
        &[],
        &[
            ("clause", "Clause"),
            ("grade", "Grade"),
            ("correction", "Correction"),
            ("cause", "Cause"),
            ("action", "Action"),
            ("closure_due", "Close by"),
            ("verification_result", "Verified"),
        ],
    ),
];

/// A record that was found on the way.
pub(super) struct Found {
    pub kind: &'static str,
    pub id: RecordId,
    pub number: String,
    pub state: String,
    values: BTreeMap<String, Value>,
}

impl Found {
    /// What it holds in a field.
    pub fn value(&self, field: &str) -> &Value {
        self.values.get(field).unwrap_or(&Value::None)
    }

    /// The record that a field names.
    pub fn one(&self, field: &str) -> Option<RecordId> {
        self.value(field).as_int()
    }

    /// The records that a field names.
    pub fn many(&self, field: &str) -> Vec<RecordId> {
        match self.value(field) {
            Value::Refs(ids) => ids.clone(),
            Value::Ref(id) => vec![*id],
            _ => Vec::new(),
        }
    }

    pub fn date(&self, field: &str) -> Option<Date> {
        if let Value::Date(day) = self.value(field) { Some(*day) } else { None }
    }

    pub fn has(&self, field: &str) -> bool {
        !self.value(field).is_none()
    }

    pub fn says(&self, field: &str) -> bool {
        *self.value(field) == Value::Bool(true)
    }
}

pub(super) struct Walk<'a> {
    evidence: &'a dyn Evidence,
    zone: TimeZone,
    people: BTreeMap<RecordId, String>,
    steps: Vec<Step>,
    gaps: Vec<Gap>,
}

impl<'a> Walk<'a> {
    pub fn new(evidence: &'a dyn Evidence, zone: TimeZone) -> Self {
        Self { evidence, zone, people: BTreeMap::new(), steps: Vec::new(), gaps: Vec::new() }
    }

    pub fn day(&self, at: Timestamp) -> Date {
        day_of(at, &self.zone)
    }

    pub fn today(&self) -> Date {
        self.day(self.evidence.now())
    }

    /// Something is missing at a record.
    pub fn gap(&mut self, at: &Found, sentence: &str) {
        let sentence = sentence.to_owned();
        self.gaps.push(Gap { number: at.number.clone(), kind: at.kind, id: at.id, sentence });
    }

    /// Goes to the record of that number; nothing if the reader does not see it.
    pub fn go(
        &mut self,
        kind: &'static str,
        id: RecordId,
        because: &str,
    ) -> Result<Option<Found>, EvidenceFault> {
        Ok(self.find(kind, &[Filter::is("id", Value::Int(id))], because)?.pop())
    }

    /// Goes to each of these records.
    pub fn go_all(
        &mut self,
        kind: &'static str,
        ids: &[RecordId],
        because: &str,
    ) -> Result<Vec<Found>, EvidenceFault> {
        let mut all = Vec::new();
        for id in ids.iter().take(HOP_MAX) {
            all.extend(self.go(kind, *id, because)?);
        }
        Ok(all)
    }

    /// Goes to all records whose field names that one.
    pub fn naming(
        &mut self,
        (kind, field): (&'static str, &str),
        id: RecordId,
        because: &str,
    ) -> Result<Vec<Found>, EvidenceFault> {
        self.find(kind, &[Filter::is(field, Value::Ref(id))], because)
    }

    /// Goes to all records that hang on that one as its parts do: approvals and tasks.
    pub fn parts(
        &mut self,
        kind: &'static str,
        parent: &Found,
        because: &str,
    ) -> Result<Vec<Found>, EvidenceFault> {
        let of = [
            Filter::is("parent_kind", Value::Text(parent.kind.to_owned())),
            Filter::is("parent", Value::Int(parent.id)),
        ];
        self.find(kind, &of, because)
    }

    /// Goes to all records that meet the filters, the newest where they are many.
    pub fn find(
        &mut self,
        kind: &'static str,
        filters: &[Filter],
        because: &str,
    ) -> Result<Vec<Found>, EvidenceFault> {
        let Some(shown) = SHOWN.iter().find(|one| one.kind == kind) else { return Ok(Vec::new()) };
        if !self.evidence.may_read(kind) {
            return Ok(Vec::new());
        }
        let mut found = list(self.evidence, kind, filters, |one| Some(taken(one, shown, because)))?;
        let more = found.len().saturating_sub(HOP_MAX);
        found.drain(..more);
        let mut all = Vec::new();
        for (mut step, person, found) in found {
            if let Some(id) = person {
                step.who = self.called(id)?;
            }
            if more > 0 && all.is_empty() {
                step.because =
                    format!("{} So do {more} earlier ones that are not shown.", step.because);
            }
            if !self.steps.iter().any(|one| (one.kind, one.id) == (step.kind, step.id)) {
                self.steps.push(step);
            }
            all.push(found);
        }
        Ok(all)
    }

    fn called(&mut self, id: RecordId) -> Result<Option<String>, EvidenceFault> {
        if let Some(name) = self.people.get(&id) {
            return Ok(Some(name.clone()));
        }
        let of = [Filter::is("id", Value::Int(id))];
        let name = list(self.evidence, "person", &of, |one| Some(one.named().title))?.pop();
        if let Some(name) = &name {
            self.people.insert(id, name.clone());
        }
        Ok(name)
    }

    /// What was found, by parts and in each by time.
    pub fn told(mut self) -> Trace {
        let place = |one: &Step| PARTS.iter().position(|(part, _)| *part == one.part);
        self.steps.sort_by_key(|one| (place(one), one.at, one.kind, one.id));
        Trace { steps: self.steps, gaps: self.gaps, at: self.evidence.now() }
    }
}

/// What a record shows, who it names, and what it holds.
fn taken(one: &Read<'_>, shown: &'static Shown, because: &str) -> (Step, Option<RecordId>, Found) {
    let filled = |field: &&&str| !one.value(field).is_none();
    let at = shown.at.iter().find_map(|field| one.instant(field));
    let facts = shown.facts.iter().filter(|(field, _)| filled(&field));
    let words = |field: &str| match one.value(field) {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Instant(at) => at.strftime("%Y-%m-%d %H:%M UTC").to_string(),
        Value::Text(text) => text.clone(),
        other => other.to_text(),
    };
    let step = Step {
        part: shown.part,
        kind: shown.kind,
        id: one.id(),
        number: one.number(),
        title: one.named().title,
        state: one.state().to_owned(),
        who: None,
        at: Some(at.unwrap_or(one.record.created_at)),
        because: because.to_owned(),
        facts: facts.map(|(field, label)| (*label, words(field))).collect(),
    };
    let person = shown.who.iter().find(filled).and_then(|field| one.int(field));
    let found = Found {
        kind: shown.kind,
        id: one.id(),
        number: one.number(),
        state: one.state().to_owned(),
        values: one.values(),
    };
    (step, person, found)
}
