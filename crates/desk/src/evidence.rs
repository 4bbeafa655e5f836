//! What conformity checks read, answered from the store.
use crate::{Desk, Refused, permit::Subject};
use gemba_model::{
    Record,
    check::{Evidence, EvidenceFault},
    filter::Filter,
    overlay::KindView,
};
use gemba_store::{history, records};
use gemba_vocabulary::{RecordId, actor::Actor};
use jiff::Timestamp;
use std::collections::BTreeMap;

struct DeskEvidence<'a> {
    desk: &'a Desk,
    actor: &'a Actor,
    now: Timestamp,
}

impl Desk {
    /// What checks read. Only people inside check: evidence is never narrowed to a customer's part.
    pub fn evidence<'a>(&'a self, actor: &'a Actor) -> impl Evidence + 'a {
        DeskEvidence { desk: self, actor, now: self.now() }
    }

    /// How many steps of a kind's records came from other tools.
    pub fn imported_steps(&self, actor: &Actor, kind: &str) -> Result<i64, Refused> {
        let view = self.known(kind)?;
        self.inner.permit.check(actor, &view, "read", &Subject::none())?;
        self.inner.store.read(|db| Ok(history::count_imported(db, kind)?))
    }
}

impl DeskEvidence<'_> {
    fn known(&self, kind: &str) -> Result<std::sync::Arc<KindView>, EvidenceFault> {
        let view = self.desk.known(kind).map_err(fault)?;
        if !self.actor.is_inside() {
            return Err(EvidenceFault("Conformity is shown to people inside only.".to_owned()));
        }
        self.desk.inner.permit.check(self.actor, &view, "read", &Subject::none()).map_err(fault)?;
        Ok(view)
    }
}

fn fault(refused: Refused) -> EvidenceFault {
    EvidenceFault(refused.to_string())
}

impl Evidence for DeskEvidence<'_> {
    fn view(&self, kind: &str) -> Option<KindView> {
        self.desk.view(kind).map(|view| (*view).clone())
    }

    fn visit(
        &self,
        kind: &str,
        filters: &[Filter],
        visitor: &mut dyn FnMut(&Record) -> bool,
    ) -> Result<(), EvidenceFault> {
        let view = self.known(kind)?;
        let store = &self.desk.inner.store;
        store
            .read(|db| Ok::<_, Refused>(records::visit(db, &view, filters, visitor)?))
            .map_err(fault)
    }

    fn count(&self, kind: &str, filters: &[Filter]) -> Result<u64, EvidenceFault> {
        let view = self.known(kind)?;
        let count = self
            .desk
            .inner
            .store
            .read(|db| Ok::<_, Refused>(records::count(db, &view, filters, &[], i64::MAX)?))
            .map_err(fault)?;
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
        let store = &self.desk.inner.store;
        store
            .read(|db| Ok::<_, Refused>(records::without(db, &view, filters, &other, by, limit)?))
            .map_err(fault)
    }

    fn first_activity(
        &self,
        kind: &str,
        verbs: &[&str],
    ) -> Result<BTreeMap<RecordId, Timestamp>, EvidenceFault> {
        self.known(kind)?;
        let store = &self.desk.inner.store;
        let times = store
            .read(|db| Ok::<_, Refused>(history::first_of(db, kind, verbs)?))
            .map_err(fault)?;
        let moment = |ms| Timestamp::from_millisecond(ms).unwrap_or_default();
        Ok(times.into_iter().map(|(record, ms)| (record, moment(ms))).collect())
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}
