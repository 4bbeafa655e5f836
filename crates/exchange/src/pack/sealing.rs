//! The seal of the ledger over everything that was gathered, the proof of each entry, and earlier seals.
use crate::fault::ExchangeError;
use gemba_desk::{Desk, ledger::KeptCheckpoint};
use gemba_ledger::Hash;
use gemba_pack::{Earlier, Entry};
use jiff::{ToSpan, tz::TimeZone};
use std::collections::BTreeMap;

/// For so many days back the last checkpoint of each day is in a pack; before that, the last of each month.
const DAYS: i64 = 31;

/// Entries under a seal.
pub struct Sealed {
    pub size: u64,
    pub root: Hash,
    pub checkpoint: String,
    pub earlier: Vec<Earlier>,
    pub entries: Vec<Entry>,
}

/// Seals the ledger as it is now and proves each of these entries in it.
pub fn seal(desk: &Desk, entries: BTreeMap<u64, Entry>) -> Result<Sealed, ExchangeError> {
    desk.seal()?;
    let mut kept = desk.checkpoints()?;
    let last = kept.pop().ok_or_else(|| ExchangeError::wrong("The ledger is empty."))?;
    let indices: Vec<_> = entries.keys().copied().collect();
    let (root, paths) = desk.prove_all(&indices, last.size)?;
    let entries = entries.into_values().zip(paths);
    let entries = entries.map(|(entry, path)| Entry { path, ..entry }).collect();
    let mut earlier = Vec::new();
    for one in some(kept, &last) {
        let proof = desk.prove_growth(one.size, last.size)?;
        earlier.push(Earlier { size: one.size, note: one.note, proof });
    }
    Ok(Sealed { size: last.size, root, checkpoint: last.note, earlier, entries })
}

/// The first checkpoint, the last of each month, and the last of each of the latest days.
fn some(kept: Vec<KeptCheckpoint>, last: &KeptCheckpoint) -> Vec<KeptCheckpoint> {
    let day = |one: &KeptCheckpoint| one.at.to_zoned(TimeZone::UTC).date();
    let recent = day(last).saturating_sub(DAYS.days());
    let mut by_time = BTreeMap::new();
    let first = kept.first().cloned();
    for one in kept {
        let day = day(&one);
        by_time.insert(if day >= recent { day } else { day.last_of_month() }, one);
    }
    let mut chosen: Vec<_> = first.into_iter().chain(by_time.into_values()).collect();
    chosen.sort_by_key(|one| one.size);
    chosen.dedup_by_key(|one| one.size);
    chosen
}
