//! Which records go into a pack, and why; and reading them with what made them.
use super::gather::{each, is_over};
use crate::fault::ExchangeError;
use gemba_conformity::{Answer, population::ByKind};
use gemba_desk::{Desk, Sealed};
use gemba_model::overlay::KindView;
use gemba_pack::{Entry, Kept, Wanted};
use gemba_vocabulary::{RecordId, Value, actor::Actor};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds of which every record goes in, or every one that is not over.
const WHOLE: [(&str, Which); 14] = [
    ("policy_statement", Which::NotOver),
    ("security_policy", Which::NotOver),
    ("change_policy", Which::NotOver),
    ("scope_statement", Which::NotOver),
    ("service_level_agreement", Which::NotOver),
    ("operational_agreement", Which::NotOver),
    ("contract", Which::NotOver),
    ("attestation", Which::All),
    ("audit_programme", Which::All),
    ("audit", Which::All),
    ("audit_finding", Which::All),
    ("nonconformity", Which::All),
    ("corrective_action", Which::All),
    ("wording_check", Which::All),
];
/// So many records are read at one moment.
const AT_ONCE: usize = 200;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    All,
    NotOver,
}

/// Records that go in, each with the reasons.
#[derive(Default)]
pub struct Chosen {
    by_kind: BTreeMap<String, BTreeMap<RecordId, BTreeSet<String>>>,
}

/// Records, their entries, and what is named and could not be read.
type Read = (Vec<Kept>, BTreeMap<u64, Entry>, Vec<String>);

impl Chosen {
    /// Takes a record in.
    pub fn take(&mut self, kind: &str, id: RecordId, why: String) {
        let of_kind = self.by_kind.entry(kind.to_owned()).or_default();
        of_kind.entry(id).or_default().insert(why);
    }

    /// Takes in what an answer lists, what was judged for it, and what a person confirmed.
    pub fn answer(&mut self, answer: &Answer, judged: &ByKind) {
        for one in &answer.exceptions {
            self.take(&one.kind, one.record, format!("exception of {}", answer.id));
        }
        for (kind, judged) in judged {
            for id in &judged.last {
                self.take(kind, *id, format!("evidence of {}", answer.id));
            }
        }
        if let Some(attested) = &answer.attested {
            let why = format!("attestation of {}", answer.id);
            self.take(gemba_conformity::attested::KIND, attested.record, why);
        }
    }

    /// Takes in the kinds that are in a pack as a whole.
    pub fn whole_kinds(&mut self, desk: &Desk, actor: &Actor) -> Result<(), ExchangeError> {
        for (kind, which) in WHOLE {
            each(desk, actor, kind, &mut |view, record| {
                if which == Which::All || !is_over(view, &record.state) {
                    self.take(kind, record.id, format!("{} on record", view.def.label));
                }
            })?;
        }
        Ok(())
    }

    /// Reads them, each with the entries that made it.
    pub fn read(self, desk: &Desk, actor: &Actor) -> Result<Read, ExchangeError> {
        let (mut records, mut entries, mut missing) =
            (Vec::new(), BTreeMap::<u64, Entry>::new(), Vec::new());
        for (kind, mut chosen) in self.by_kind {
            let Some(view) = desk.view(&kind) else { continue };
            if !desk.may(actor, &kind, "read") {
                missing.extend(chosen.keys().map(|id| format!("{kind} {id}")));
                continue;
            }
            let ids: Vec<_> = chosen.keys().copied().collect();
            for part in ids.chunks(AT_ONCE) {
                for sealed in desk.sealed(actor, &kind, part)? {
                    let why = chosen.remove(&sealed.record.id).unwrap_or_default();
                    records.push(kept(&view, &sealed, why));
                    for stored in sealed.entries {
                        let index = stored.head.index;
                        let is_withheld = sealed.is_narrowed && stored.body.is_some();
                        entries.insert(index, Entry { stored, path: Vec::new(), is_withheld });
                    }
                }
            }
            missing.extend(chosen.keys().map(|id| format!("{kind} {id}")));
        }
        if entries.values().any(|entry| entry.stored.body.is_none()) {
            for stored in desk.erasures()? {
                let index = stored.head.index;
                let entry = Entry { stored, path: Vec::new(), is_withheld: false };
                entries.entry(index).or_insert(entry);
            }
        }
        Ok((records, entries, missing))
    }
}

fn kept(view: &KindView, sealed: &Sealed, why: BTreeSet<String>) -> Kept {
    let record = &sealed.record;
    let values = view.all_fields().filter_map(|field| {
        let value = view.value(record, &field.name);
        let is_empty = value.is_none() || *value == Value::Refs(Vec::new());
        (!is_empty).then(|| (field.name.to_string(), value.to_json()))
    });
    Kept {
        kind: view.def.name.to_owned(),
        id: record.id,
        number: view.def.number(record.id),
        state: record.state.clone(),
        version: record.version,
        is_imported: record.imported,
        created_at: record.created_at,
        created_by: record.created_by,
        tags: record.tags.clone(),
        values: values.collect::<Map<_, _>>(),
        why: why.into_iter().collect(),
        entries: sealed.entries.iter().map(|entry| entry.head.index).collect(),
        is_withheld: sealed.is_narrowed,
    }
}

/// What audits drew; what was drawn goes in.
pub fn samples(
    desk: &Desk,
    actor: &Actor,
    wanted: &Wanted,
    chosen: &mut Chosen,
) -> Result<Json, ExchangeError> {
    if let Some(audit) = wanted.audit {
        desk.record(actor, "audit", audit)?;
    }
    let mut told = Vec::new();
    each(desk, actor, "audit", &mut |view, record| {
        if wanted.audit.is_some_and(|audit| audit != record.id) {
            return;
        }
        let samples = view.value(record, "samples").to_json();
        let number = view.def.number(record.id);
        let rows = samples.as_array().into_iter().flatten();
        for drawn in rows.filter_map(|row| row.get("drawn").and_then(Json::as_str)) {
            let numbers = drawn.split([',', ' ']).filter(|number| !number.is_empty());
            for (kind, id) in numbers.filter_map(|number| desk.find_number(number)) {
                chosen.take(&kind, id, format!("sample of {number}"));
            }
        }
        if samples.as_array().is_some_and(|rows| !rows.is_empty()) {
            told.push(json!({"audit": number, "name": view.title(record), "samples": samples}));
        }
    })?;
    Ok(json!({"audits": told}))
}

/// What was said about our words for the requirements, where a kind for that is kept.
pub fn wording(desk: &Desk, actor: &Actor) -> Result<Json, ExchangeError> {
    let mut told = Vec::new();
    each(desk, actor, "wording_check", &mut |view, record| {
        let mut one = Map::new();
        one.insert("number".to_owned(), json!(view.def.number(record.id)));
        one.insert("state".to_owned(), json!(record.state));
        for field in view.all_fields() {
            let value = view.value(record, &field.name);
            if !value.is_none() {
                one.insert(field.name.to_string(), value.to_json());
            }
        }
        told.push(Json::Object(one));
    })?;
    Ok(json!({"checks": told}))
}
