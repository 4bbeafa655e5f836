//! What is held beside the answers of checks: what people confirmed, how our words were held against the standard, and
//! who answers for what. Each is read anew once a record of its kinds has changed, and on another day.
use crate::{
    attested::{self, Attestations},
    wording::{self, Wordings},
    world::day_of,
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    owners::{self, Owners},
};
use jiff::civil::Date;
use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::Arc,
};

/// What is held.
#[derive(Default)]
pub(crate) struct Beside {
    day: Option<Date>,
    attestations: BTreeMap<String, Arc<Attestations>>,
    wordings: BTreeMap<String, Arc<Wordings>>,
    owners: Option<Arc<Owners>>,
}

impl Beside {
    /// Forgets what rests on records of the kind.
    pub fn touch(&mut self, kind: &str) {
        if kind == attested::KIND {
            self.attestations.clear();
        } else if kind == wording::KIND {
            self.wordings.clear();
        } else if owners::KINDS.contains(&kind) {
            self.owners = None;
        }
    }

    /// Forgets what was read on another day.
    fn today(&mut self, evidence: &dyn Evidence) -> &mut Self {
        let today = day_of(evidence.now());
        if self.day != Some(today) {
            *self = Self { day: Some(today), ..Self::default() };
        }
        self
    }

    pub fn attestations(
        &mut self,
        edition: &str,
        evidence: &dyn Evidence,
    ) -> Result<Arc<Attestations>, EvidenceFault> {
        let held = &mut self.today(evidence).attestations;
        keep(held, edition, || Attestations::of(edition, evidence))
    }

    pub fn wordings(
        &mut self,
        edition: &str,
        evidence: &dyn Evidence,
    ) -> Result<Arc<Wordings>, EvidenceFault> {
        let held = &mut self.today(evidence).wordings;
        keep(held, edition, || Wordings::of(edition, evidence))
    }

    pub fn owners(&mut self, evidence: &dyn Evidence) -> Result<Arc<Owners>, EvidenceFault> {
        let held = &mut self.today(evidence).owners;
        if let Some(held) = held {
            return Ok(Arc::clone(held));
        }
        Ok(Arc::clone(held.insert(Arc::new(Owners::of(evidence)?))))
    }
}

fn keep<T>(
    held: &mut BTreeMap<String, Arc<T>>,
    edition: &str,
    read: impl FnOnce() -> Result<T, EvidenceFault>,
) -> Result<Arc<T>, EvidenceFault> {
    Ok(Arc::clone(match held.entry(edition.to_owned()) {
        Entry::Occupied(held) => held.into_mut(),
        Entry::Vacant(place) => place.insert(Arc::new(read()?)),
    }))
}
