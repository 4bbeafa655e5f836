//! The check of a whole log, entry by entry, in memory that does not grow with the log.
//!
//! What it relies on is only the signed checkpoints: everything stored beside the entries is
//! compared with what they themselves say, and the root that follows with what was signed.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::entry::{ERASE_VERB, Head, Salt, body_hash, entry_hash, erased_indices};
use crate::moves::Moves;
use crate::report::{Findings, KnownCheckpoint, Report, Totals, entries_words};
use crate::tree::{CompactRange, EMPTY_ROOT, Hash, Tile};

/// An entry as a store keeps it. In JSON the head's fields stand beside the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredEntry {
    /// Who, when, what.
    #[serde(flatten)]
    pub head: Head,
    /// The content as the exact text that was hashed; none once erased.
    pub body: Option<String>,
    /// The salt of the body's hash; none once erased.
    pub salt: Option<Salt>,
    /// The commitment to the body; never erased.
    pub body_hash: Hash,
    /// The leaf of the tree; never erased.
    pub leaf_hash: Hash,
}

impl StoredEntry {
    /// Seals an entry: computes both hashes that are stored with it.
    pub fn seal(head: Head, body: String, salt: Salt) -> Self {
        let body_hash = body_hash(&salt, &body);
        let leaf_hash = entry_hash(&head, &body_hash);
        Self { head, body: Some(body), salt: Some(salt), body_hash, leaf_hash }
    }

    /// The entry after its content was erased: head and hashes stay, and so do all proofs.
    pub fn erased(self) -> Self {
        Self { body: None, salt: None, ..self }
    }
}

/// A check under way. Feed it every entry in the order of the log, then ask for the report.
#[derive(Debug)]
pub struct Audit {
    /// In ascending size; those before `checkpoints_next` were reached.
    checkpoints: Vec<KnownCheckpoint>,
    checkpoints_next: usize,
    /// The tree over all entries so far; none from the first gap on.
    tree: Option<CompactRange>,
    /// The index that the next entry should have.
    expected: u64,
    previous: Option<u64>,
    /// Indices that were skipped and not yet seen, from the first to one after the last.
    gaps: BTreeMap<u64, u64>,
    erased: BTreeSet<u64>,
    /// Which bodies may be absent, and the entry that says so.
    erasable: BTreeMap<u64, u64>,
    failed: Vec<KnownCheckpoint>,
    moves: Moves,
    findings: Findings,
    totals: Totals,
}

impl Audit {
    /// A check against these checkpoints, whose signatures the caller has verified with a key
    /// that did not come along with the log.
    pub fn new(mut checkpoints: Vec<KnownCheckpoint>) -> Self {
        checkpoints.sort_by_key(|checkpoint| checkpoint.size);
        let mut audit = Self {
            checkpoints,
            checkpoints_next: 0,
            tree: Some(CompactRange::default()),
            expected: 0,
            previous: None,
            gaps: BTreeMap::new(),
            erased: BTreeSet::new(),
            erasable: BTreeMap::new(),
            failed: Vec::new(),
            moves: Moves::default(),
            findings: Findings::default(),
            totals: Totals::default(),
        };
        audit.compare_checkpoints();
        audit
    }

    /// Checks the next entry. Returns the nodes over 256, 65,536 … leaves that it completes, for
    /// [`Self::compare_tile`]; a caller whose store keeps none ignores them.
    pub fn add(&mut self, entry: &StoredEntry) -> Vec<Tile> {
        self.totals.entries = self.totals.entries.saturating_add(1);
        if entry.head.imported {
            self.totals.imported = self.totals.imported.saturating_add(1);
        }
        let in_order = self.check_place(entry.head.index);
        let body_holds = self.check_body(entry);
        let leaf_holds = entry_hash(&entry.head, &entry.body_hash) == entry.leaf_hash;
        if !leaf_holds {
            self.moves.take(entry, &mut self.findings);
        }
        if body_holds && leaf_holds && entry.head.verb == ERASE_VERB {
            self.note_erasure(entry);
        }
        // The stored leaf hash and not the computed one goes into the tree. Where they differ is
        // a finding already; this way the checkpoints still tell whether all the others hold.
        let Some(tree) = self.tree.as_mut().filter(|_| in_order) else { return Vec::new() };
        let tiles = tree.append(entry.leaf_hash);
        self.compare_checkpoints();
        tiles
    }

    /// Compares a node that [`Self::add`] returned with the one in the store.
    pub fn compare_tile(&mut self, tile: &Tile, stored: Option<Hash>) {
        self.totals.tiles = self.totals.tiles.saturating_add(1);
        if stored == Some(tile.hash) {
            return;
        }
        let (from, to) = tile.entries().unwrap_or_default();
        let over = entries_words(from, to);
        let wrong = if stored.is_some() { "is not the one over them" } else { "is missing" };
        let sentence = format!(
            "the stored node of level {} over {over} {wrong}; rebuild the stored nodes",
            tile.level
        );
        self.findings.add(from, sentence);
    }

    /// Ends the check: what was seen late, what is missing, and the figures.
    pub fn finish(mut self) -> Report {
        std::mem::take(&mut self.moves).finish(&mut self.findings);
        self.report_gaps();
        self.report_erasures();
        self.report_unreached_checkpoints();
        self.report_failed_checkpoints();
        let root = self.tree.map(|tree| tree.root());
        self.findings.into_report(self.totals, root)
    }

    /// Whether the entry stands where it should; otherwise what is missing or out of order.
    fn check_place(&mut self, index: u64) -> bool {
        let previous = self.previous.replace(index);
        if index == self.expected {
            self.expected = index.saturating_add(1);
            return true;
        }
        self.tree = None;
        if index > self.expected {
            self.gaps.insert(self.expected, index);
            self.expected = index.saturating_add(1);
            return false;
        }
        let gap = self.gaps.range(..=index).next_back().map(|(from, to)| (*from, *to));
        let sentence = match gap.filter(|(_, to)| index < *to) {
            Some((from, to)) => {
                self.gaps.remove(&from);
                for (from, to) in [(from, index), (index.saturating_add(1), to)] {
                    if from < to {
                        self.gaps.insert(from, to);
                    }
                }
                let after = previous.unwrap_or_default();
                format!("entry {index} is out of order: it stands after entry {after}")
            }
            None => format!("entry {index} stands more than once in the log"),
        };
        self.findings.add(index, sentence);
        false
    }

    /// Whether the content is there and is what was sealed.
    fn check_body(&mut self, entry: &StoredEntry) -> bool {
        let index = entry.head.index;
        let wrong = match (&entry.body, &entry.salt) {
            (Some(body), Some(salt)) if body_hash(salt, body) == entry.body_hash => return true,
            (Some(_), Some(_)) => "its content was changed after it was sealed",
            (Some(_), None) => "the salt of its content is missing, so it cannot be checked",
            (None, salt) => {
                self.erased.insert(index);
                if salt.is_none() {
                    return false;
                }
                "its content is erased but the salt is not, so the content can be guessed"
            }
        };
        let Head { verb, kind, record, .. } = &entry.head;
        let sentence = format!("entry {index}: {wrong} ({verb} of {kind} {record})");
        self.findings.add(index, sentence);
        false
    }

    /// Takes down which earlier bodies an erase entry allows to be absent.
    fn note_erasure(&mut self, entry: &StoredEntry) {
        let by = entry.head.index;
        match erased_indices(entry.body.as_deref().unwrap_or_default()) {
            Ok(indices) => {
                for index in indices {
                    if index < by {
                        self.erasable.entry(index).or_insert(by);
                    } else {
                        let sentence =
                            format!("entry {by}: it erases entry {index}, which is not before it");
                        self.findings.add(by, sentence);
                    }
                }
            }
            Err(error) => self.findings.add(by, format!("entry {by}: {error}")),
        }
    }

    /// Compares the root with every checkpoint of the present size.
    fn compare_checkpoints(&mut self) {
        let Some(tree) = &self.tree else { return };
        while let Some(checkpoint) = self.checkpoints.get(self.checkpoints_next) {
            if checkpoint.size != tree.size() {
                break;
            }
            self.checkpoints_next += 1;
            if checkpoint.root == tree.root() {
                self.totals.checkpoints_matched += 1;
                self.totals.vouched_entries = checkpoint.size;
            } else {
                self.totals.checkpoints_failed += 1;
                self.failed.push(checkpoint.clone());
            }
        }
    }

    fn report_gaps(&mut self) {
        for (&from, &to) in &self.gaps {
            let verb = if to - from == 1 { "is" } else { "are" };
            let sentence = format!("{} {verb} missing (removed)", entries_words(from, to));
            self.findings.add(from, sentence);
        }
    }

    fn report_erasures(&mut self) {
        for &index in &self.erased {
            if self.erasable.contains_key(&index) {
                self.totals.erased = self.totals.erased.saturating_add(1);
            } else {
                let sentence = format!(
                    "entry {index}: its content is missing, and no intact later entry allows \
                     it to be erased"
                );
                self.findings.add(index, sentence);
            }
        }
        for (index, by) in &self.erasable {
            let gap = self.gaps.range(..=index).next_back();
            let missing = gap.is_some_and(|(_, to)| index < to);
            if !missing && !self.erased.contains(index) {
                let sentence =
                    format!("entry {index}: entry {by} erased its content, yet it is still there");
                self.findings.add(*index, sentence);
            }
        }
    }

    /// Checkpoints of sizes that were never reached: the end is missing, or a gap stood before.
    fn report_unreached_checkpoints(&mut self) {
        let unreached = self.checkpoints.get(self.checkpoints_next..).unwrap_or_default();
        if let Some(last) = unreached.last().filter(|last| last.size > self.expected) {
            let verb = if last.size - self.expected == 1 { "is" } else { "are" };
            let sentence = format!(
                "{} {verb} missing at the end (removed): {} proves that there were {} entries",
                entries_words(self.expected, last.size),
                last.words(),
                last.size
            );
            self.findings.add(self.expected, sentence);
        }
        let short = unreached.iter().filter(|checkpoint| checkpoint.size > self.expected).count();
        let unknown = unreached.len() - short;
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        self.totals.checkpoints_failed =
            self.totals.checkpoints_failed.saturating_add(count(short));
        self.totals.checkpoints_unknown = count(unknown);
        if let Some(first) = unreached.first().filter(|_| unknown > 0) {
            let rest = if unknown > 1 { " and later ones" } else { "" };
            let sentence = format!(
                "{}{rest} cannot be compared, since entries before are missing or out of order",
                first.words()
            );
            self.findings.add_summary(sentence);
        }
    }

    fn report_failed_checkpoints(&mut self) {
        let good = self.totals.vouched_entries;
        let (false_ones, broken): (Vec<_>, Vec<_>) = std::mem::take(&mut self.failed)
            .into_iter()
            .partition(|checkpoint| self.totals.checkpoints_matched > 0 && checkpoint.size <= good);
        // A later root that agrees vouches for all before it, so the log is not what is wrong.
        if let Some(first) = false_ones.first() {
            let rest = more_words(false_ones.len(), "and", "others like it");
            let sentence = format!(
                "{} is not of this log{rest}: the one of size {good} agrees with the log, so \
                 the checkpoint itself is false or of another log",
                first.words()
            );
            self.findings.add_summary(sentence);
        }
        if let Some(first) = broken.first() {
            let rest = more_words(broken.len(), "nor", "later ones");
            let between = between_words(good, first);
            let sentence = format!("the log no longer matches {}{rest}; {between}", first.words());
            self.findings.add_summary(sentence);
        }
    }
}

/// Where to look for what a failed checkpoint shows.
fn between_words(good: u64, failed: &KnownCheckpoint) -> String {
    if failed.size == 0 {
        return format!("an empty log has the root {EMPTY_ROOT}");
    }
    let last = failed.size - 1;
    if last <= good {
        return format!("entry {good} was changed or exchanged");
    }
    format!("something between entry {good} and entry {last} was changed, moved or put in")
}

/// " (nor the 3 later ones)" for four checkpoints, nothing for one.
fn more_words(count: usize, joint: &str, what: &str) -> String {
    match count.saturating_sub(1) {
        0 => String::new(),
        more => format!(" ({joint} {more} {what})"),
    }
}
