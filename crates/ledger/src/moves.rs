//! Entries whose seal does not fit the place where they stand: whether they were sealed for
//! another place, so that the report can say "moved" instead of only "changed".

use crate::audit::StoredEntry;
use crate::entry::{Head, entry_hash};
use crate::report::{Findings, entries_words};

/// How many places before and after its own are tried for an entry.
const NEAR_PLACES: u64 = 16;

/// How many entries without explanation are kept, to be compared with one another at the end.
const SUSPECTS_MAX: usize = 256;

/// Collects entries whose leaf hash is not that of their head and body hash.
#[derive(Debug, Default)]
pub(crate) struct Moves {
    /// Neighbouring entries that were all moved by the same distance.
    run: Option<Run>,
    suspects: Vec<StoredEntry>,
}

#[derive(Debug, Clone, Copy)]
struct Run {
    stored_from: u64,
    stored_to: u64,
    sealed_from: u64,
}

impl Run {
    /// The place for which the entry after this run was sealed, if it belongs to the run.
    fn next_sealed(&self) -> u64 {
        self.sealed_from.saturating_add(self.stored_to - self.stored_from)
    }
}

impl Moves {
    /// Takes an entry that does not fit its seal. Reads no body: it compares hashes only.
    pub(crate) fn take(&mut self, entry: &StoredEntry, findings: &mut Findings) {
        let stored = entry.head.index;
        let Some(sealed) = self.sealed_nearby(entry) else {
            if self.suspects.len() < SUSPECTS_MAX {
                self.suspects.push(StoredEntry { body: None, salt: None, ..entry.clone() });
            } else {
                findings.add(stored, changed_words(&entry.head));
            }
            return;
        };
        match &mut self.run {
            Some(run) if run.stored_to == stored && run.next_sealed() == sealed => {
                run.stored_to = stored.saturating_add(1);
            }
            _ => {
                self.end_run(findings);
                let stored_to = stored.saturating_add(1);
                self.run = Some(Run { stored_from: stored, stored_to, sealed_from: sealed });
            }
        }
    }

    /// Says what is left to say: the last run, and entries that changed places over a distance.
    pub(crate) fn finish(mut self, findings: &mut Findings) {
        self.end_run(findings);
        let places: Vec<u64> = self.suspects.iter().map(|entry| entry.head.index).collect();
        for entry in &self.suspects {
            let sentence = match places.iter().find(|&&place| is_sealed_as(entry, place)) {
                Some(place) => swapped_words(&entry.head, *place),
                None => changed_words(&entry.head),
            };
            findings.add(entry.head.index, sentence);
        }
    }

    fn sealed_nearby(&self, entry: &StoredEntry) -> Option<u64> {
        let stored = entry.head.index;
        let expected = self.run.filter(|run| run.stored_to == stored).map(|run| run.next_sealed());
        if let Some(sealed) = expected.filter(|&sealed| is_sealed_as(entry, sealed)) {
            return Some(sealed);
        }
        if self.suspects.len() >= SUSPECTS_MAX {
            return None;
        }
        (1..=NEAR_PLACES)
            .flat_map(|distance| [stored.checked_add(distance), stored.checked_sub(distance)])
            .flatten()
            .find(|&place| is_sealed_as(entry, place))
    }

    fn end_run(&mut self, findings: &mut Findings) {
        let Some(run) = self.run.take() else { return };
        let sealed_to = run.next_sealed();
        let stored = entries_words(run.stored_from, run.stored_to);
        let sealed = entries_words(run.sealed_from, sealed_to);
        let sentence = if run.stored_to - run.stored_from == 1 {
            format!("{stored} holds what was sealed as {sealed}: the order was changed")
        } else if run.sealed_from > run.stored_from {
            format!(
                "{stored} hold what was sealed as {sealed}: \
                 something before them was removed and the rest renumbered"
            )
        } else {
            format!(
                "{stored} hold what was sealed as {sealed}: \
                 something was put in before them and the rest renumbered"
            )
        };
        findings.add(run.stored_from, sentence);
    }
}

fn is_sealed_as(entry: &StoredEntry, place: u64) -> bool {
    let head = Head { index: place, ..entry.head.clone() };
    entry_hash(&head, &entry.body_hash) == entry.leaf_hash
}

fn swapped_words(head: &Head, place: u64) -> String {
    format!("entry {} holds what was sealed as entry {place}: the order was changed", head.index)
}

fn changed_words(head: &Head) -> String {
    format!(
        "entry {}: who, when, channel, kind, record, verb or a stored hash was changed \
         after it was sealed (now {} of {} {})",
        head.index, head.verb, head.kind, head.record
    )
}
