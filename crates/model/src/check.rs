//! What a conformity check is given to read, and what it answers.
use crate::{
    filter::Filter,
    firsts::Firsts,
    narrow::{AskedField, Narrow},
    overlay::KindView,
    record::Record,
};
use gemba_vocabulary::{RecordId, ValueRef};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use std::{collections::BTreeSet, ops::RangeInclusive};

/// The answer to one requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Every member of the population keeps the rule.
    Pass,
    /// At least one does not.
    Fail,
    /// There is nothing to look at. Never a pass.
    NoData,
    /// The first interval has not run out yet.
    NotYetDue,
    /// Records alone cannot say; an entitled person must.
    NeedsPerson,
    /// Nobody has written the check yet.
    NoCheckYet,
}

impl Outcome {
    /// Every outcome, in the order of reports.
    pub const ALL: [Self; 6] = [
        Self::Pass,
        Self::Fail,
        Self::NoData,
        Self::NotYetDue,
        Self::NeedsPerson,
        Self::NoCheckYet,
    ];

    /// Its name in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::NoData => "no_data",
            Self::NotYetDue => "not_yet_due",
            Self::NeedsPerson => "needs_person",
            Self::NoCheckYet => "no_check_yet",
        }
    }
}

/// The days over which a check looks, from the first to before the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The day after the last.
    pub until: Date,
}

/// One member of the population that does not keep the rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exception {
    /// The kind of the record.
    pub kind: String,
    /// Its number within the kind.
    pub record: i64,
    /// What is wrong, in a sentence.
    pub sentence: String,
}

/// The verb that stands for a step of a record's history which an import brought, at the step's own time. The step
/// that opened the record is none: it says that something was recorded, not that anybody acted.
pub const IMPORTED_STEP: &str = "imported_step";

/// What a check reads. The desk answers from the store; tests answer from a list.
pub trait Evidence {
    /// The kind of that name, as the organization sees it.
    fn view(&self, kind: &str) -> Option<KindView>;

    /// Whether the reader may read records of the kind at all.
    fn may_read(&self, _kind: &str) -> bool {
        true
    }
    /// Visits every record of a kind that meets the filters, in the order of their numbers, until the visitor says no.
    fn visit(
        &self,
        kind: &str,
        filters: &[Filter],
        visitor: &mut dyn FnMut(&Record) -> bool,
    ) -> Result<(), EvidenceFault>;
    /// Counts the records of a kind that meet the filters.
    fn count(&self, kind: &str, filters: &[Filter]) -> Result<u64, EvidenceFault>;
    /// Counts the records of a kind that meet all filters, whose `field` names no record of `other` by its `by`:
    /// "every X has a Y". Returns the count and up to `limit` numbers of those without.
    fn without(
        &self,
        kind: &str,
        filters: &[Filter],
        other: &str,
        by: &str,
        limit: usize,
    ) -> Result<(u64, Vec<i64>), EvidenceFault>;
    /// When each record of a kind was first acted on: the time of its earliest entry of one of these verbs.
    /// Records without such an entry are left out. Besides the verbs of the kind's life, `create`, `change` and `comment`,
    /// there are `note`, which stands for words to colleagues whether they came alone or with a step, and
    /// [`IMPORTED_STEP`].
    fn first_activity(&self, kind: &str, verbs: &[&str]) -> Result<Firsts, EvidenceFault>;
    /// When the evidence is read.
    fn now(&self) -> Timestamp;

    /// Visits the records of a kind whose numbers lie in the range, in their order, until the visitor says no. Each
    /// comes with its number, its state, when it was recorded and whether it was imported, and with the values of these
    /// built-in fields alone, in the order in which they are asked for.
    fn visit_fields(
        &self,
        kind: &str,
        fields: &[AskedField<'_>],
        numbers: RangeInclusive<RecordId>,
        visitor: &mut dyn FnMut(&Narrow<'_>) -> bool,
    ) -> Result<(), EvidenceFault> {
        let missing = || EvidenceFault(format!("There is no kind “{kind}”."));
        let view = self.view(kind).ok_or_else(missing)?;
        let places: Vec<_> = fields.iter().map(|field| view.def.position(field.name)).collect();
        self.visit(kind, &[], &mut |record| {
            let value = |place: &Option<usize>| place.and_then(|place| record.values.get(place));
            let values =
                places.iter().map(|place| value(place).map_or(ValueRef::None, ValueRef::of));
            let values = values.zip(fields).map(|(value, field)| field.narrowed(value));
            let values: Vec<_> = values.collect();
            !numbers.contains(&record.id) || visitor(&Narrow::of(record, &values))
        })
    }

    /// The highest number that a record of the kind has; 0 where there is none.
    fn last_number(&self, kind: &str) -> Result<RecordId, EvidenceFault> {
        let mut last = 0;
        self.visit(kind, &[], &mut |record| {
            last = last.max(record.id);
            true
        })?;
        Ok(last)
    }

    /// When one record was first acted on: the same as [`Self::first_activity`] says of it.
    fn first_activity_of(
        &self,
        kind: &str,
        verbs: &[&str],
        record: RecordId,
    ) -> Result<Option<Timestamp>, EvidenceFault> {
        Ok(self.first_activity(kind, verbs)?.get(record))
    }

    /// The same evidence for several threads at once; nothing where it can be read by one only.
    fn shared(&self) -> Option<&(dyn Evidence + Sync)> {
        None
    }

    /// Runs the same work on as many threads as pay, `most` at most, and comes back when all of them are done. Alone
    /// where the evidence can be read by one only.
    fn at_once(&self, _most: usize, work: &(dyn Fn() + Sync)) {
        work();
    }

    /// Up to where the history of all records has been written. Nothing where that is not known, or where the reader
    /// sees less than everything: what was worked out from all records is not for them.
    fn position(&self) -> Result<Option<u64>, EvidenceFault> {
        Ok(None)
    }

    /// What changed since the history had been written up to there; nothing where that cannot be told.
    fn changed_since(&self, _position: u64) -> Result<Option<Changed>, EvidenceFault> {
        Ok(None)
    }
}

/// What changed between two positions of the history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Up to where the history has been written now.
    pub position: u64,
    /// The records that something was done to: kind and number.
    pub records: BTreeSet<(String, RecordId)>,
}

/// Why evidence could not be read.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0}")]
pub struct EvidenceFault(pub String);
