//! Says whether a pack holds what it says: each file, each entry, each record, and the figures of the index.
mod entries;
mod figures;
mod files;
mod records;
mod stories;

use crate::{archive, names};
use gemba_ledger::{Checkpoint, Verifier};
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// What a verifier keeps outside the pack.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outside<'a> {
    /// The public key.
    pub verifier: Option<&'a Verifier>,
    /// The signed note of an earlier checkpoint.
    pub checkpoint: Option<&'a str>,
}

/// Something that is not as it has to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The file; empty for the pack as a whole.
    pub file: String,
    /// The line in it, counted from 1.
    pub line: Option<usize>,
    /// What is wrong, in a sentence.
    pub sentence: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.file.as_str(), self.line) {
            ("", _) => write!(to, "{}", self.sentence),
            (file, Some(line)) => write!(to, "{file} line {line}: {}", self.sentence),
            (file, None) => write!(to, "{file}: {}", self.sentence),
        }
    }
}

/// What was found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// What the pack says of itself; nothing where that cannot be read.
    pub about: Option<Json>,
    /// What was checked, and how much of it.
    pub checked: Vec<Checked>,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// What a reader has to know besides.
    pub notes: Vec<String>,
}

/// Something that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// What.
    pub what: &'static str,
    /// How many of it.
    pub count: usize,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.faults.is_empty()
    }

    fn fault(&mut self, file: &str, line: Option<usize>, sentence: impl Into<String>) {
        self.faults.push(Fault { file: file.to_owned(), line, sentence: sentence.into() });
    }

    fn count(&mut self, what: &'static str, count: usize) {
        self.checked.push(Checked { what, count });
    }
}

/// A pack while it is being read.
struct Reading {
    members: archive::Members,
    manifest: Json,
    checkpoint: Option<Checkpoint>,
    report: Report,
}

impl Reading {
    fn text(&mut self, name: &str) -> Option<String> {
        let bytes = self.members.get(name)?;
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Some(text.to_owned());
        }
        self.report.fault(name, None, "It is not written in UTF-8.");
        None
    }

    fn json(&mut self, name: &str) -> Option<Json> {
        let text = self.text(name)?;
        match serde_json::from_str(&text) {
            Ok(json) => Some(json),
            Err(error) => {
                self.report.fault(name, None, format!("It cannot be read as JSON: {error}."));
                None
            }
        }
    }

    /// The lines of a file, each with its number; those that cannot be read are faults.
    fn lines(&mut self, name: &str) -> Vec<(usize, Json)> {
        let Some(text) = self.text(name) else { return Vec::new() };
        let mut rows = Vec::new();
        for (line, text) in (1..).zip(text.lines()) {
            match serde_json::from_str(text) {
                Ok(json) => rows.push((line, json)),
                Err(error) => {
                    let said = format!("It cannot be read as JSON: {error}.");
                    self.report.fault(name, Some(line), said);
                }
            }
        }
        rows
    }

    /// A count that the manifest says, held against what is there.
    fn agrees(&mut self, what: &str, found: usize) {
        let said = self.manifest.get("counts").and_then(|counts| counts.get(what));
        if said.and_then(Json::as_u64) != u64::try_from(found).ok() {
            let said = said.map_or("nothing".to_owned(), Json::to_string);
            let sentence = format!("It says {said} {what}, and there are {found}.");
            self.report.fault(names::MANIFEST, None, sentence);
        }
    }
}

/// Checks a pack. Without a key from outside it is checked with the key that came along, which proves only that the
/// pack agrees with itself; the notes say so.
pub fn verify(bytes: &[u8], outside: Outside<'_>) -> Report {
    let mut report = Report::default();
    let (members, faults) = match archive::unzipped(bytes) {
        Ok(read) => read,
        Err(sentence) => {
            report.fault("", None, sentence);
            return report;
        }
    };
    for (file, sentence) in faults {
        report.fault(&file, None, sentence);
    }
    let mut reading = Reading { members, manifest: Json::Null, checkpoint: None, report };
    reading.manifest = reading.json(names::MANIFEST).unwrap_or_default();
    let verifier = files::key(&mut reading, outside.verifier);
    files::check(&mut reading, verifier.as_ref());
    let ledger = entries::check(&mut reading);
    entries::growth(&mut reading, verifier.as_ref(), outside.checkpoint);
    let records = records::check(&mut reading, &ledger);
    figures::check(&mut reading, &records);
    let mut report = reading.report;
    report.about = reading.manifest.get("about").cloned();
    report
}

/// Entries by their places in the ledger.
type Ledger = BTreeMap<u64, entries::Read>;
