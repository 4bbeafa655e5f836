//! The ledger as a whole: sealing it with signed checkpoints, verifying it, proving entries of it.
use crate::{Desk, Refused};
use gemba_ledger::{
    Audit, Checkpoint, Hash, KnownCheckpoint, LedgerError, Nodes, Report, StoredEntry, Verifier,
};
use gemba_store::{Db, StoreError, history};
use jiff::Timestamp;
use std::cell::RefCell;

/// A checkpoint as kept.
#[derive(Clone, Debug)]
pub struct KeptCheckpoint {
    /// How many entries it vouches for.
    pub size: u64,
    /// When it was signed.
    pub at: Timestamp,
    /// The signed note.
    pub note: String,
}

/// An entry with the proof that it is in the ledger.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Proof {
    /// The entry.
    pub entry: StoredEntry,
    /// The size of the ledger that the proof is for.
    pub size: u64,
    /// The root of that ledger.
    pub root: Hash,
    /// The hashes from the entry's leaf up to the root (RFC 6962).
    pub path: Vec<Hash>,
    /// The signed checkpoint of that size, if there is one.
    pub checkpoint: Option<String>,
}

impl Desk {
    /// Signs a checkpoint if the ledger grew since the last one; returns it.
    pub fn seal(&self) -> Result<Option<String>, Refused> {
        let desk = self.clone();
        self.inner.store.write(move |db| {
            let Some(signer) = &desk.inner.signer else { return Ok(None) };
            let (size, root) = history::root_so_far(db);
            let last = history::checkpoints(db)?.last().map(|(size, _, _)| *size);
            if size == 0 || last == Some(size) {
                return Ok(None);
            }
            let now = desk.now();
            let checkpoint = Checkpoint::new(signer.name(), size, root)
                .and_then(|checkpoint| checkpoint.with_extension(&format!("time {now}")))
                .map_err(failed)?;
            let note = signer.sign(&checkpoint);
            history::save_checkpoint(db, size, now.as_millisecond(), &note)?;
            Ok(Some(note))
        })
    }

    /// The key by which checkpoints are checked, to be kept apart from the database.
    pub fn verifier(&self) -> Option<Verifier> {
        self.inner.signer.as_ref().map(gemba_ledger::Signer::verifier)
    }

    /// The checkpoints kept, smallest first.
    pub fn checkpoints(&self) -> Result<Vec<KeptCheckpoint>, Refused> {
        let rows = self.inner.store.read(|db| Ok::<_, Refused>(history::checkpoints(db)?))?;
        let kept = |(size, at_ms, note)| KeptCheckpoint {
            size,
            at: Timestamp::from_millisecond(at_ms).unwrap_or_default(),
            note,
        };
        Ok(rows.into_iter().map(kept).collect())
    }

    /// Checks the whole ledger, entry by entry, against itself and the signed checkpoints. A checkpoint whose signature is
    /// not by `verifier` is reported as a finding of its own.
    pub fn verify_ledger(
        &self,
        verifier: Option<&Verifier>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(Report, Vec<String>), Refused> {
        let (mut known, mut forged) = (Vec::new(), Vec::new());
        for kept in self.checkpoints()? {
            let Some(verifier) = verifier else { continue };
            let signed = kept.at.strftime("%Y-%m-%d %H:%M UTC").to_string();
            match verifier.verify(&kept.note) {
                Ok(checkpoint) if checkpoint.size() == kept.size => {
                    known.push(KnownCheckpoint::new(&checkpoint, &signed));
                }
                Ok(_) => forged.push(format!(
                    "The checkpoint kept for size {} is for another size.",
                    kept.size
                )),
                Err(error) => forged.push(format!(
                    "The checkpoint of size {} is not signed by this ledger's key: {error}",
                    kept.size
                )),
            }
        }
        let report = self.inner.store.read_at_one_moment(|db| {
            let mut audit = Audit::new(known);
            let mut tiles = Vec::new();
            let mut count = 0_u64;
            history::each(db, &mut |entry| {
                tiles.extend(audit.add(&entry));
                count += 1;
                if count.is_multiple_of(1000) {
                    progress(count);
                }
                Ok(true)
            })?;
            for tile in tiles {
                let stored = history::tile(db, tile.level, tile.index)?;
                audit.compare_tile(&tile, stored);
            }
            progress(count);
            Ok::<_, Refused>((audit.finish(), history::root(db)?))
        });
        let (report, (size, root)) = report?;
        if report.root.is_some_and(|found| found != root) || report.totals.entries != size {
            forged.push(format!(
                "The stored end of the ledger (size {size}) does not agree with its entries ({}).",
                report.totals.entries
            ));
        }
        Ok((report, forged))
    }

    /// Visits every entry in order, for an export that an auditor can check without Gemba.
    pub fn each_entry(
        &self,
        visitor: &mut dyn FnMut(&StoredEntry) -> std::io::Result<()>,
    ) -> Result<(), Refused> {
        self.inner.store.read(|db| {
            history::each(db, &mut |entry| {
                visitor(&entry).map_err(|error| StoreError::unexpected(error.to_string()))?;
                Ok(true)
            })?;
            Ok::<_, Refused>(())
        })
    }

    /// Proves that an entry is in the ledger of the smallest checkpoint that covers it, or of the whole ledger.
    pub fn prove(&self, index: u64) -> Result<Proof, Refused> {
        let checkpoint = self.checkpoints()?.into_iter().find(|kept| kept.size > index);
        self.inner.store.read_at_one_moment(|db| {
            let (whole, _) = history::root(db)?;
            let size = checkpoint.as_ref().map_or(whole, |kept| kept.size);
            let entry = history::get(db, index)?
                .ok_or_else(|| Refused::Unknown(format!("The ledger has no entry {index}.")))?;
            let nodes = StoredNodes(RefCell::new(db));
            let path = gemba_ledger::inclusion_proof(&nodes, index, size).map_err(failed)?;
            let root = gemba_ledger::root_at(&nodes, size).map_err(failed)?;
            Ok(Proof { entry, size, root, path, checkpoint: checkpoint.map(|kept| kept.note) })
        })
    }

    /// Proves that the ledger of size `new` is the ledger of size `old` with entries added.
    pub fn prove_growth(&self, old: u64, new: u64) -> Result<Vec<Hash>, Refused> {
        self.inner.store.read_at_one_moment(|db| {
            let nodes = StoredNodes(RefCell::new(db));
            gemba_ledger::consistency_proof(&nodes, old, new).map_err(failed)
        })
    }
}

pub(crate) fn failed(error: LedgerError) -> Refused {
    Refused::Not(error.to_string())
}

/// The stored hashes, as proofs ask for them.
pub(crate) struct StoredNodes<'a>(pub RefCell<&'a mut dyn Db>);

fn unread(error: StoreError) -> LedgerError {
    LedgerError::Nodes(error.to_string())
}

impl Nodes for StoredNodes<'_> {
    fn leaf(&self, index: u64) -> Result<Hash, LedgerError> {
        let found = self.leaves(index, index.saturating_add(1))?;
        found
            .first()
            .copied()
            .ok_or_else(|| LedgerError::Nodes(format!("there is no leaf {index}")))
    }

    fn leaves(&self, from: u64, to: u64) -> Result<Vec<Hash>, LedgerError> {
        history::leaves(*self.0.borrow_mut(), from, to).map_err(unread)
    }

    fn tile(&self, level: u8, index: u64) -> Result<Option<Hash>, LedgerError> {
        history::tile(*self.0.borrow_mut(), level, index).map_err(unread)
    }
}
