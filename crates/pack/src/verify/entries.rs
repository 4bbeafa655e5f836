//! The entries of the ledger: their hashes, their proofs, and that the ledger only grew.
use super::{Ledger, Reading};
use crate::names;
use gemba_ledger::{
    ERASE_VERB, Hash, StoredEntry, Verifier, body_hash, entry_hash, verify_consistency,
    verify_inclusion,
};
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

/// An entry as it was read.
pub struct Read {
    pub entry: StoredEntry,
    pub body: Option<Json>,
}

#[derive(Deserialize)]
struct Proof {
    index: u64,
    path: Vec<Hash>,
}

#[derive(Deserialize)]
struct Earlier {
    size: u64,
    note: String,
    proof: Vec<Hash>,
}

/// Checks each entry by itself and against the root; returns those that can be relied on.
pub fn check(reading: &mut Reading) -> Ledger {
    let mut ledger = Ledger::new();
    let (mut bare, mut withheld, mut last) = (Vec::new(), 0, None);
    for (line, row) in reading.lines(names::ENTRIES) {
        let is_withheld = row.get("withheld").and_then(Json::as_bool).unwrap_or_default();
        let entry: StoredEntry = match serde_json::from_value(row) {
            Ok(entry) => entry,
            Err(error) => {
                let sentence = format!("It is no entry: {error}.");
                reading.report.fault(names::ENTRIES, Some(line), sentence);
                continue;
            }
        };
        let index = entry.head.index;
        if let Err(sentence) = itself(&entry, last) {
            reading.report.fault(names::ENTRIES, Some(line), sentence);
        }
        last = Some(index);
        withheld += usize::from(is_withheld);
        if entry.body.is_none() && !is_withheld {
            bare.push((line, index));
        }
        let body = entry.body.as_deref().and_then(|body| serde_json::from_str(body).ok());
        ledger.insert(index, Read { entry, body });
    }
    let erased = erased(&ledger);
    for (line, index) in &bare {
        if !erased.contains(index) {
            let sentence = format!("The content of entry {index} is missing without permission.");
            reading.report.fault(names::ENTRIES, Some(*line), sentence);
        }
    }
    proofs(reading, &ledger);
    reading.agrees("entries", ledger.len());
    reading.agrees("withheld", withheld);
    reading.agrees("erased", bare.len());
    reading.report.count("entries of the ledger", ledger.len());
    if withheld > 0 {
        reading.report.notes.push(format!(
            "The content of {withheld} entries is withheld, because it names what its maker may not know of."
        ));
    }
    if !bare.is_empty() {
        let count = bare.len();
        reading
            .report
            .notes
            .push(format!("The content of {count} entries was erased, with permission."));
    }
    ledger
}

fn itself(entry: &StoredEntry, last: Option<u64>) -> Result<(), String> {
    let index = entry.head.index;
    if let (Some(body), Some(salt)) = (&entry.body, &entry.salt)
        && body_hash(salt, body) != entry.body_hash
    {
        return Err(format!("The content of entry {index} was changed."));
    }
    if entry.body.is_some() != entry.salt.is_some() {
        return Err(format!("Entry {index} has content without salt, or salt without content."));
    }
    if entry_hash(&entry.head, &entry.body_hash) != entry.leaf_hash {
        return Err(format!("Who, when or what of entry {index} was changed."));
    }
    if last.is_some_and(|last| last >= index) {
        return Err(format!("Entry {index} is out of order."));
    }
    Ok(())
}

/// The places of entries whose content was erased by an entry that is here.
fn erased(ledger: &Ledger) -> BTreeSet<u64> {
    let erasures = ledger.values().filter(|read| read.entry.head.verb == ERASE_VERB);
    let listed = erasures.filter_map(|read| {
        let listed = read.body.as_ref()?.get("erased")?.as_array()?.iter();
        let before = read.entry.head.index;
        Some(listed.filter_map(Json::as_u64).filter(move |index| *index < before))
    });
    listed.flatten().collect()
}

fn proofs(reading: &mut Reading, ledger: &Ledger) {
    let mut proven = BTreeMap::new();
    for (line, row) in reading.lines(names::PROOFS) {
        match serde_json::from_value::<Proof>(row) {
            Ok(proof) => _ = proven.insert(proof.index, (line, proof.path)),
            Err(error) => {
                let sentence = format!("It is no proof: {error}.");
                reading.report.fault(names::PROOFS, Some(line), sentence);
            }
        }
    }
    let Some(checkpoint) = reading.checkpoint.clone() else { return };
    let (size, root) = (checkpoint.size(), checkpoint.root());
    let mut count = 0;
    for (index, read) in ledger {
        let Some((line, path)) = proven.remove(index) else {
            let sentence = format!("The proof of entry {index} is missing.");
            reading.report.fault(names::PROOFS, None, sentence);
            continue;
        };
        match verify_inclusion(&read.entry.leaf_hash, *index, size, &path, &root) {
            Ok(()) => count += 1,
            Err(error) => {
                let sentence =
                    format!("Entry {index} is not in the ledger that was signed: {error}.");
                reading.report.fault(names::PROOFS, Some(line), sentence);
            }
        }
    }
    for (index, (line, _)) in proven {
        let sentence = format!("It proves entry {index}, which is not here.");
        reading.report.fault(names::PROOFS, Some(line), sentence);
    }
    reading.report.count("proofs that they are in the ledger signed", count);
}

/// Checks that the ledger only grew since earlier checkpoints: those that came along, and the one kept outside.
pub fn growth(reading: &mut Reading, verifier: Option<&Verifier>, outside: Option<&str>) {
    let Some((verifier, now)) = verifier.zip(reading.checkpoint.clone()) else { return };
    let (mut by_size, mut count, mut foreign) = (BTreeMap::new(), 0, 0);
    for (line, row) in reading.lines(names::EARLIER) {
        let earlier: Earlier = match serde_json::from_value(row) {
            Ok(earlier) => earlier,
            Err(error) => {
                let sentence = format!("It is no checkpoint: {error}.");
                reading.report.fault(names::EARLIER, Some(line), sentence);
                continue;
            }
        };
        // A ledger whose key was lost has checkpoints of another one.
        let Ok(checkpoint) = verifier.verify(&earlier.note) else {
            foreign += 1;
            continue;
        };
        let (old, new) = (checkpoint.size(), now.size());
        let holds = verify_consistency(old, new, &checkpoint.root(), &now.root(), &earlier.proof);
        match holds {
            Ok(()) if old == earlier.size => count += 1,
            Ok(()) => {
                let sentence = "It is of another size than it says.";
                reading.report.fault(names::EARLIER, Some(line), sentence);
            }
            Err(error) => {
                let sentence =
                    format!("The ledger is not the one of {old} entries with more added: {error}.");
                reading.report.fault(names::EARLIER, Some(line), sentence);
            }
        }
        by_size.insert(old, earlier.proof);
    }
    reading.report.count("earlier checkpoints that it grew from", count);
    if foreign > 0 {
        let note = format!(
            "{foreign} earlier checkpoints are signed by another key and were not checked."
        );
        reading.report.notes.push(note);
    }
    if let Some(note) = outside {
        kept_outside(reading, verifier, &now, note, &by_size);
    }
}

fn kept_outside(
    reading: &mut Reading,
    verifier: &Verifier,
    now: &gemba_ledger::Checkpoint,
    note: &str,
    by_size: &BTreeMap<u64, Vec<Hash>>,
) {
    let old = match verifier.verify(note) {
        Ok(old) => old,
        Err(error) => {
            let sentence = format!("Your checkpoint cannot be used: {error}.");
            return reading.report.fault("", None, sentence);
        }
    };
    let nothing = Vec::new();
    let proof = if old.size() == now.size() { Some(&nothing) } else { by_size.get(&old.size()) };
    let Some(proof) = proof else {
        let mut sizes: Vec<_> = by_size.keys().map(u64::to_string).collect();
        sizes.push(now.size().to_string());
        let sentence = format!(
            "The pack has no proof from your checkpoint of {} entries; it has some from {}. Ask for a pack with yours, \
             or check with one of these sizes.",
            old.size(),
            sizes.join(", ")
        );
        return reading.report.fault("", None, sentence);
    };
    match verify_consistency(old.size(), now.size(), &old.root(), &now.root(), proof) {
        Ok(()) => reading
            .report
            .count("entries that your own checkpoint vouches for", entries(old.size())),
        Err(error) => {
            let sentence = format!(
                "The ledger is not the one of your checkpoint of {} entries with more added: {error}.",
                old.size()
            );
            reading.report.fault(names::CHECKPOINT, None, sentence);
        }
    }
}

fn entries(size: u64) -> usize {
    usize::try_from(size).unwrap_or(usize::MAX)
}
