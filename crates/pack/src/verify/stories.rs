//! Packs over a ledger in memory, and what is found in them.
#![cfg(test)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::{Outside, Report, verify};
use crate::{
    About, Entry, FORMAT, Kept, Parts, PersonNamed, Requirement, archive,
    write::{Packed, write},
};
use gemba_conformity::{Edition, Options, readiness_of_clause};
use gemba_ledger::{
    Checkpoint, ERASE_VERB, Hash, Head, LedgerError, Nodes, Salt, Signer, StoredEntry, erase_body,
    inclusion_proofs, root_at,
};
use gemba_model::{
    Record,
    check::{Evidence, EvidenceFault},
    filter::Filter,
    overlay::KindView,
};
use gemba_vocabulary::RecordId;
use jiff::Timestamp;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// Records of which nothing may be read.
struct Nothing;

impl Evidence for Nothing {
    fn view(&self, _: &str) -> Option<KindView> {
        None
    }
    fn may_read(&self, _: &str) -> bool {
        false
    }
    fn visit(
        &self,
        _: &str,
        _: &[Filter],
        _: &mut dyn FnMut(&Record) -> bool,
    ) -> Result<(), EvidenceFault> {
        Ok(())
    }
    fn count(&self, _: &str, _: &[Filter]) -> Result<u64, EvidenceFault> {
        Ok(0)
    }
    fn without(
        &self,
        _: &str,
        _: &[Filter],
        _: &str,
        _: &str,
        _: usize,
    ) -> Result<(u64, Vec<i64>), EvidenceFault> {
        Ok((0, Vec::new()))
    }
    fn first_activity(&self, _: &str, _: &[&str]) -> Result<gemba_model::Firsts, EvidenceFault> {
        Ok(gemba_model::Firsts::default())
    }
    fn now(&self) -> Timestamp {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }
}

/// A ledger in memory.
struct Leaves(Vec<Hash>);

impl Nodes for Leaves {
    fn leaf(&self, index: u64) -> Result<Hash, LedgerError> {
        Ok(self.0[usize::try_from(index).unwrap()])
    }
    fn leaves(&self, from: u64, to: u64) -> Result<Vec<Hash>, LedgerError> {
        Ok(self.0[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()].to_vec())
    }
    fn tile(&self, _: u8, _: u64) -> Result<Option<Hash>, LedgerError> {
        Ok(None)
    }
}

fn entry(index: u64, record: i64, verb: &str, body: String) -> StoredEntry {
    let head = Head {
        index,
        at_ms: 1_767_225_600_000,
        actor: Some(1),
        channel: "page".to_owned(),
        kind: "person".to_owned(),
        record,
        verb: verb.to_owned(),
        imported: false,
    };
    StoredEntry::seal(head, body, Salt([u8::try_from(index).unwrap(); 32]))
}

fn kept(id: RecordId, values: Json, entries: &[u64], is_withheld: bool) -> Kept {
    let number = format!("PER-{id:06}");
    let values: Map<String, Json> = values.as_object().unwrap().clone();
    Kept {
        kind: "person".to_owned(),
        id,
        number,
        state: "active".to_owned(),
        version: 1,
        is_imported: false,
        created_at: Nothing.now(),
        created_by: None,
        tags: Vec::new(),
        values,
        why: vec!["Person on record".to_owned()],
        entries: entries.to_vec(),
        is_withheld,
    }
}

/// Three people: one as recorded, one who was erased, one who is not for the maker's eyes.
fn parts() -> Parts {
    let made = |pay: &str| {
        json!({"state": ["", "active"], "changes": {"name": [null, "Ada"], "pay":
            [null, {"amount": pay, "currency": "EUR"}]}})
        .to_string()
    };
    let entries = [
        entry(0, 1, "create", made("4800.00")),
        entry(1, 2, "create", made("1")).erased(),
        entry(2, 3, "create", made("2")),
        entry(3, 2, ERASE_VERB, erase_body(&[1])),
        entry(4, 1, "change", json!({"changes": {"seen": [null, false]}}).to_string()),
    ];
    let nodes = Leaves(entries.iter().map(|entry| entry.leaf_hash).collect());
    let paths = inclusion_proofs(&nodes, &[0, 1, 2, 3, 4], 5).unwrap();
    let root = root_at(&nodes, 5).unwrap();
    let checkpoint = Checkpoint::new("gemba/test", 5, root).unwrap();
    let entries = entries.into_iter().zip(paths);
    let entries = entries
        .map(|(stored, path)| Entry { is_withheld: stored.head.index == 2, stored, path })
        .collect();
    let edition = Edition::named("2018").unwrap();
    let report = readiness_of_clause(edition, "4.1", &Nothing, Options::default()).unwrap();
    let requirements = report.requirements.into_iter().map(|answer| Requirement {
        answer,
        sort: "record".to_owned(),
        stage: "both".to_owned(),
        owner: None,
        judged: BTreeMap::new(),
    });
    let pay = json!({"amount": "4800", "currency": "EUR"});
    Parts {
        about: About {
            number: None,
            reason: "A story".to_owned(),
            edition: "2018".to_owned(),
            standard: edition.standard.to_owned(),
            period: None,
            stage: None,
            at: Nothing.now(),
            by: PersonNamed::default(),
            organization: "Quay IT".to_owned(),
            read_from: 5,
        },
        requirements: requirements.collect(),
        sheets: BTreeMap::new(),
        documents: Vec::new(),
        samples: json!({}),
        wording: json!({}),
        records: vec![
            kept(1, json!({"name": "Ada", "pay": pay}), &[0, 4], false),
            kept(2, json!({"name": "Erased person 2"}), &[1, 3], false),
            kept(3, json!({"name": "Ada"}), &[2], true),
        ],
        entries,
        people: Vec::new(),
        actions: Vec::new(),
        missing: Vec::new(),
        ledger_size: 5,
        ledger_root: root,
        checkpoint: signer().sign(&checkpoint),
        earlier: Vec::new(),
        verifier: signer().verifier().to_string(),
        report: None,
    }
}

fn signer() -> Signer {
    Signer::from_seed("gemba/test", [3; 32]).unwrap()
}

fn packed(parts: &Parts) -> Packed {
    let sign =
        |says: &str| signer().sign_statement(FORMAT, says).map_err(|error| error.to_string());
    write(parts, &sign).unwrap()
}

fn found(parts: &Parts) -> Report {
    let key = signer().verifier();
    verify(&packed(parts).bytes, Outside { verifier: Some(&key), checkpoint: None })
}

fn said(report: &Report) -> String {
    report.faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_was_erased_or_withheld_is_said_and_nothing_is_held_against_it() {
    let report = found(&parts());
    assert_eq!(said(&report), "");
    let notes = report.notes.join("\n");
    assert!(notes.contains("The content of 1 entries is withheld"), "{notes}");
    assert!(notes.contains("The content of 1 entries was erased, with permission"), "{notes}");
    assert!(notes.contains("2 records could not be added up"), "{notes}");
    let (files, _) = archive::unzipped(&packed(&parts()).bytes).unwrap();
    let entries = String::from_utf8(files["ledger/entries.jsonl"].clone()).unwrap();
    assert_eq!(entries.matches("Ada").count(), 1, "what is withheld is not there");
}

#[test]
fn content_that_is_missing_without_an_entry_that_allows_it_is_a_fault() {
    let mut parts = parts();
    parts.entries.retain(|entry| entry.stored.head.index != 3);
    parts.records[1].entries.pop();
    let told = said(&found(&parts));
    assert!(told.contains("The content of entry 1 is missing without permission"), "{told}");
}

#[test]
fn money_is_the_same_however_it_is_spelled_and_nothing_is_nothing() {
    let mut other = parts();
    other.records[0].values.insert("pay".to_owned(), json!({"amount": "48", "currency": "EUR"}));
    let told = said(&found(&other));
    assert!(told.contains("line 1: PER-000001: “pay” is not what entry 0 says"), "{told}");
    let mut other = parts();
    other.records[0].values.insert("seen".to_owned(), json!(false));
    assert_eq!(said(&found(&other)), "");
    other.records[0].values.insert("seen".to_owned(), json!(true));
    assert!(said(&found(&other)).contains("“seen” is not what entry 4 says"));
}

#[test]
fn a_record_that_names_entries_of_another_is_a_fault() {
    let mut parts = parts();
    parts.records[0].entries = vec![0];
    let told = said(&found(&parts));
    assert!(told.contains("It names entries 0, and these are its own: 0, 4."), "{told}");
}

#[test]
fn the_same_parts_make_the_same_file() {
    assert_eq!(packed(&parts()).bytes, packed(&parts()).bytes);
    assert_eq!(packed(&parts()).digest, crate::write::hash(&packed(&parts()).bytes));
}
