//! What the check of a whole log found, as sentences and figures.

use serde::Serialize;

use crate::checkpoint::Checkpoint;
use crate::tree::Hash;

/// How many findings a report keeps word for word; the rest are counted.
pub const FINDINGS_MAX: usize = 1000;

/// One thing that is wrong with a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The entry it is about, or the first of several; none when it cannot be pinned to one.
    pub index: Option<u64>,
    /// What is wrong, as a sentence to a person.
    pub sentence: String,
}

/// A checkpoint that the log must agree with, whose signature was verified by the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownCheckpoint {
    /// How many entries the log had.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// When and by whom it was signed, to be read by a person after the word "signed", such as
    /// `2026-03-01 04:00 UTC`. May be empty.
    pub signed: String,
}

impl KnownCheckpoint {
    /// A verified checkpoint with the words on when it was signed.
    pub fn new(checkpoint: &Checkpoint, signed: &str) -> Self {
        Self { size: checkpoint.size(), root: checkpoint.root(), signed: signed.to_owned() }
    }

    /// How sentences call it: "the checkpoint of size 42 signed 2026-03-01".
    pub(crate) fn words(&self) -> String {
        let signed = if self.signed.is_empty() { "" } else { " signed " };
        format!("the checkpoint of size {}{signed}{}", self.size, self.signed)
    }
}

/// The figures of a checked log.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Totals {
    /// Entries that were read.
    pub entries: u64,
    /// Entries among them that an import brought.
    pub imported: u64,
    /// Entries whose body is erased, as a later entry allows.
    pub erased: u64,
    /// Checkpoints whose root the log has.
    pub checkpoints_matched: u64,
    /// Checkpoints that the log contradicts, or is too short for.
    pub checkpoints_failed: u64,
    /// Checkpoints that cannot be compared, since an earlier entry is missing.
    pub checkpoints_unknown: u64,
    /// Entries from the start that a matching checkpoint vouches for. What comes after them can
    /// still have been rewritten as a whole by whoever can write to the database.
    pub vouched_entries: u64,
    /// Stored nodes of the tree that were compared.
    pub tiles: u64,
}

/// The result of checking a whole log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What is wrong: entry by entry, at most [`FINDINGS_MAX`], then what concerns none alone.
    /// Empty for a log that is whole.
    pub findings: Vec<Finding>,
    /// How many findings there are, those included that are not kept word for word.
    pub findings_total: u64,
    /// The figures.
    pub totals: Totals,
    /// The root over all entries; none when entries are missing or out of order.
    pub root: Option<Hash>,
}

impl Report {
    /// Whether nothing at all is wrong.
    pub fn is_clean(&self) -> bool {
        self.findings_total == 0
    }
}

/// Gathers findings up to a bound, so that a thoroughly broken log cannot exhaust memory.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    kept: Vec<Finding>,
    /// What concerns no single entry; few by nature, and kept however many others there are.
    summary: Vec<Finding>,
    total: u64,
}

impl Findings {
    pub(crate) fn add(&mut self, index: u64, sentence: String) {
        self.total = self.total.saturating_add(1);
        if self.kept.len() < FINDINGS_MAX {
            self.kept.push(Finding { index: Some(index), sentence });
        }
    }

    pub(crate) fn add_summary(&mut self, sentence: String) {
        self.total = self.total.saturating_add(1);
        self.summary.push(Finding { index: None, sentence });
    }

    pub(crate) fn into_report(mut self, totals: Totals, root: Option<Hash>) -> Report {
        self.kept.sort_by_key(|finding| finding.index);
        self.kept.append(&mut self.summary);
        Report { findings: self.kept, findings_total: self.total, totals, root }
    }
}

/// "entry 5" or "entries 5 to 9"; `to` is the one after the last.
pub(crate) fn entries_words(from: u64, to: u64) -> String {
    let last = to.saturating_sub(1);
    if last <= from { format!("entry {from}") } else { format!("entries {from} to {last}") }
}
