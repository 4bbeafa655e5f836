//! Evidence with one record as it is about to be saved.
use gemba_model::{
    Firsts, Record,
    check::{Evidence, EvidenceFault},
    filter::Filter,
    overlay::KindView,
};
use jiff::Timestamp;

/// The same evidence, in which one record stands as it is about to be saved. It is given to whoever visits it by
/// filters that the stored record meets.
pub struct AsSaved<'a> {
    /// What is stored.
    pub stored: &'a dyn Evidence,
    /// The kind of the record.
    pub kind: &'a str,
    /// The record as it is about to be saved.
    pub record: &'a Record,
}

impl Evidence for AsSaved<'_> {
    fn view(&self, kind: &str) -> Option<KindView> {
        self.stored.view(kind)
    }

    fn visit(
        &self,
        kind: &str,
        filters: &[Filter],
        visitor: &mut dyn FnMut(&Record) -> bool,
    ) -> Result<(), EvidenceFault> {
        self.stored.visit(kind, filters, &mut |record| {
            let is_it = kind == self.kind && record.id == self.record.id;
            visitor(if is_it { self.record } else { record })
        })
    }

    fn count(&self, kind: &str, filters: &[Filter]) -> Result<u64, EvidenceFault> {
        self.stored.count(kind, filters)
    }

    fn without(
        &self,
        kind: &str,
        filters: &[Filter],
        other: &str,
        by: &str,
        limit: usize,
    ) -> Result<(u64, Vec<i64>), EvidenceFault> {
        self.stored.without(kind, filters, other, by, limit)
    }

    fn first_activity(&self, kind: &str, verbs: &[&str]) -> Result<Firsts, EvidenceFault> {
        self.stored.first_activity(kind, verbs)
    }

    fn now(&self) -> Timestamp {
        self.stored.now()
    }
}
