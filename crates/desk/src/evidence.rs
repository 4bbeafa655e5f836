//! What conformity checks read, answered from the store.
use crate::{Desk, Refused, World, permit::Subject, restricted::take_off};
use gemba_model::{
    Record,
    check::{Evidence, EvidenceFault},
    filter::Filter,
    overlay::KindView,
};
use gemba_store::{Db, history, records};
use gemba_vocabulary::{RecordId, actor::Actor};
use jiff::Timestamp;
use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

struct DeskEvidence<'a> {
    desk: &'a Desk,
    /// Who reads; nobody where a flow does.
    actor: Option<&'a Actor>,
    /// The transaction that writes, where a flow reads within it.
    within: Option<RefCell<&'a mut dyn Db>>,
    now: Timestamp,
}

impl Desk {
    /// What checks read. Only people inside check: evidence is never narrowed to a customer's part.
    pub fn evidence<'a>(&'a self, actor: &'a Actor) -> impl Evidence + 'a {
        DeskEvidence { desk: self, actor: Some(actor), within: None, now: self.now() }
    }

    /// How many steps of a kind's records came from other tools.
    pub fn imported_steps(&self, actor: &Actor, kind: &str) -> Result<i64, Refused> {
        let view = self.known(kind)?;
        self.inner.permit.check(actor, &view, "read", &Subject::none())?;
        self.inner.store.read(|db| Ok(history::count_imported(db, kind)?))
    }
}

impl World<'_> {
    /// What figures are worked out from, within the transaction that writes.
    pub fn evidence(&mut self) -> impl Evidence + '_ {
        let now = self.now();
        let (desk, db) = self.parts();
        DeskEvidence { desk, actor: None, within: Some(RefCell::new(db)), now }
    }
}

impl DeskEvidence<'_> {
    fn known(&self, kind: &str) -> Result<Arc<KindView>, EvidenceFault> {
        let view = self.desk.known(kind).map_err(fault)?;
        let Some(actor) = self.actor else { return Ok(view) };
        if !actor.is_inside() {
            return Err(EvidenceFault("Conformity is shown to people inside only.".to_owned()));
        }
        self.desk.inner.permit.check(actor, &view, "read", &Subject::none()).map_err(fault)?;
        Ok(view)
    }

    /// The same without what is out of the reader's sight. A flow reads everything: what it keeps are figures, and
    /// promises are kept or missed whoever looks.
    fn narrowed(&self, view: &KindView, filters: &[Filter]) -> Vec<Filter> {
        let bar = self.actor.and_then(|actor| self.desk.bar(actor, view));
        filters.iter().cloned().chain(bar).collect()
    }

    fn read<T>(
        &self,
        reading: impl FnOnce(&mut dyn Db) -> Result<T, Refused>,
    ) -> Result<T, EvidenceFault> {
        let read = match &self.within {
            Some(db) => {
                let Ok(mut db) = db.try_borrow_mut() else {
                    return Err(EvidenceFault("Records are being read already.".to_owned()));
                };
                reading(&mut **db)
            }
            None => self.desk.inner.store.read(reading),
        };
        read.map_err(fault)
    }
}

fn fault(refused: Refused) -> EvidenceFault {
    EvidenceFault(refused.to_string())
}

impl Evidence for DeskEvidence<'_> {
    fn view(&self, kind: &str) -> Option<KindView> {
        self.desk.view(kind).map(|view| (*view).clone())
    }

    fn may_read(&self, kind: &str) -> bool {
        self.known(kind).is_ok()
    }

    fn visit(
        &self,
        kind: &str,
        filters: &[Filter],
        visitor: &mut dyn FnMut(&Record) -> bool,
    ) -> Result<(), EvidenceFault> {
        let view = self.known(kind)?;
        let filters = self.narrowed(&view, filters);
        self.read(|db| {
            let Some(actor) = self.actor.filter(|_| self.desk.names_restricted(&view)) else {
                return Ok(records::visit(db, &view, &filters, visitor)?);
            };
            let unseen = self.desk.all_unseen(db, actor, &view)?;
            if unseen.is_empty() {
                return Ok(records::visit(db, &view, &filters, visitor)?);
            }
            Ok(records::visit(db, &view, &filters, &mut |record| {
                let mut record = record.clone();
                take_off(&view, &mut record, &unseen);
                visitor(&record)
            })?)
        })
    }

    fn count(&self, kind: &str, filters: &[Filter]) -> Result<u64, EvidenceFault> {
        let view = self.known(kind)?;
        let filters = self.narrowed(&view, filters);
        let count = self.read(|db| Ok(records::count(db, &view, &filters, &[], i64::MAX)?))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    fn without(
        &self,
        kind: &str,
        filters: &[Filter],
        other: &str,
        by: &str,
        limit: usize,
    ) -> Result<(u64, Vec<RecordId>), EvidenceFault> {
        let (view, other) = (self.known(kind)?, self.known(other)?);
        let filters = self.narrowed(&view, filters);
        self.read(|db| Ok(records::without(db, &view, &filters, &other, by, limit)?))
    }

    fn first_activity(
        &self,
        kind: &str,
        verbs: &[&str],
    ) -> Result<BTreeMap<RecordId, Timestamp>, EvidenceFault> {
        let view = self.known(kind)?;
        let times = self.read(|db| {
            let mut times = history::first_of(db, kind, verbs)?;
            if let Some(actor) = self.actor {
                let hidden = self.desk.out_of_sight(db, actor, &view)?;
                times.retain(|record, _| !hidden.contains(record));
            }
            Ok(times)
        })?;
        let moment = |ms| Timestamp::from_millisecond(ms).unwrap_or_default();
        Ok(times.into_iter().map(|(record, ms)| (record, moment(ms))).collect())
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}
