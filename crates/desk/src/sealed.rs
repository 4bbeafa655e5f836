//! Records together with the entries of the ledger that made them, for whoever takes them out of the house with their
//! proofs.
use crate::{
    Desk, Refused,
    happenings::happening,
    ledger::{StoredNodes, failed},
    permit::Subject,
};
use gemba_ledger::{Hash, StoredEntry, inclusion_proofs, root_at};
use gemba_model::{Record, overlay::KindView};
use gemba_store::{Db, history, records};
use gemba_vocabulary::{RecordId, actor::Actor};
use std::{cell::RefCell, collections::BTreeMap};

/// A record with everything that made it.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// The record as the reader may see it.
    pub record: Record,
    /// Its entries, the oldest first.
    pub entries: Vec<StoredEntry>,
    /// Whether record or entries name something that the reader may not know of. It is taken off the record; an entry
    /// is sealed as a whole, so that its content is not for this reader.
    pub is_narrowed: bool,
}

impl Desk {
    /// Records of a kind with their entries, each record and its entries read at one moment. What is not there, or out
    /// of the reader's sight, is left out. For people inside.
    pub fn sealed(
        &self,
        actor: &Actor,
        kind: &str,
        ids: &[RecordId],
    ) -> Result<Vec<Sealed>, Refused> {
        if !actor.is_inside() {
            let refusal = "Entries of the ledger are shown to people inside only.";
            return Err(Refused::Forbidden(refusal.to_owned()));
        }
        let view = self.known(kind)?;
        self.inner.permit.check(actor, &view, "read", &Subject::none())?;
        self.inner.store.read_at_one_moment(|db| {
            let mut found = Vec::new();
            for id in ids {
                found.extend(self.sealed_one(db, actor, &view, *id)?);
            }
            Ok(found)
        })
    }

    fn sealed_one(
        &self,
        db: &mut dyn Db,
        actor: &Actor,
        view: &KindView,
        id: RecordId,
    ) -> Result<Option<Sealed>, Refused> {
        let Some(mut record) = records::get(db, view, id)? else { return Ok(None) };
        if !self.is_in_sight(db, actor, view, &record)? {
            return Ok(None);
        }
        let mut entries = history::of_record(db, view.def.name, id, None, i64::MAX)?;
        entries.reverse();
        let mut is_narrowed = false;
        if !actor.sees_restricted() && self.names_restricted(view) {
            let whole = record.clone();
            self.mask(db, actor, view, std::slice::from_mut(&mut record))?;
            let nobody = BTreeMap::new();
            let told: Vec<_> =
                entries.iter().map(|entry| happening(view, entry, &nobody)).collect();
            let mut seen = told.clone();
            self.mask_changes(db, actor, view, &mut seen)?;
            is_narrowed = record != whole
                || seen.iter().zip(&told).any(|(seen, told)| seen.changes != told.changes);
        }
        Ok(Some(Sealed { record, entries, is_narrowed }))
    }

    /// The entries by which contents of others were erased.
    pub fn erasures(&self) -> Result<Vec<StoredEntry>, Refused> {
        self.inner.store.read(|db| Ok(history::erasures(db)?))
    }

    /// How many entries the ledger has.
    pub fn ledger_size(&self) -> Result<u64, Refused> {
        self.inner.store.read(|db| Ok(history::size(db)?))
    }

    /// The root of the ledger of that size, and the proof of each of these entries, given in rising order, that it is
    /// in there.
    pub fn prove_all(&self, indices: &[u64], size: u64) -> Result<(Hash, Vec<Vec<Hash>>), Refused> {
        self.inner.store.read_at_one_moment(|db| {
            let nodes = StoredNodes(RefCell::new(db));
            let paths = inclusion_proofs(&nodes, indices, size).map_err(failed)?;
            Ok((root_at(&nodes, size).map_err(failed)?, paths))
        })
    }

    /// Signs a statement that is no checkpoint with the ledger's key; nothing where this desk has none.
    pub fn sign_statement(&self, what: &str, says: &str) -> Result<Option<String>, Refused> {
        let signer = self.inner.signer.as_ref();
        signer.map(|signer| signer.sign_statement(what, says).map_err(failed)).transpose()
    }
}
