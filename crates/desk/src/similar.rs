//! Records much like what somebody is writing down: by shared words, the rarer the better, and by naming the same
//! records. Every answer carries the reader's scope.
use crate::{Desk, Query, Refused};
use gemba_model::{
    Record,
    filter::{Filter, Test},
};
use gemba_store::likeness;
use gemba_vocabulary::{RecordId, Value, actor::Actor};
use std::collections::{BTreeMap, BTreeSet};

/// So many records of the best words are looked at …
const WORDS_RECORDS_MAX: usize = 50;
/// … and so many, the newest, that name the same.
const SAME_RECORDS_MAX: usize = 20;

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Alike<'a> {
    /// The kind of the records.
    pub kind: &'a str,
    /// What they must meet.
    pub filters: Vec<Filter>,
    /// The words that they should share.
    pub text: &'a str,
    /// The kind in which people write most, by which common words are told from rare ones.
    pub usual: &'a str,
    /// The records that they should name: by which field, which, and how much that says.
    pub same: Vec<(&'a str, RecordId, u32)>,
    /// The record that is not an answer to itself.
    pub but: Option<RecordId>,
    /// Fewer points are no likeness.
    pub points_min: u32,
    /// How many at most.
    pub limit: usize,
}

/// A record that is much like it.
#[derive(Clone, Debug)]
pub struct Likeness {
    /// The record, as far as the reader sees it.
    pub record: Record,
    /// How much it is alike.
    pub points: u32,
    /// The fields by which it names the same.
    pub same: BTreeSet<String>,
}

impl Desk {
    /// Finds the records that are most alike, the most alike first.
    pub fn similar(&self, actor: &Actor, alike: &Alike<'_>) -> Result<Vec<Likeness>, Refused> {
        let view = self.known(alike.kind)?;
        if !self.may(actor, alike.kind, "read") {
            return Ok(Vec::new());
        }
        let words = match Self::text_scopes(actor, &view) {
            None => BTreeMap::new(),
            Some(scopes) => self.inner.store.read(|db| {
                let question = self.question(actor, &view, alike.text, &scopes, 0);
                let usual = self.all_kinds().number(alike.usual);
                Ok::<_, Refused>(likeness::points(db, question, usual)?)
            })?,
        };
        let mut best: Vec<_> = words.iter().map(|(id, points)| (*points, *id)).collect();
        best.sort_unstable_by(|one, other| other.cmp(one));
        best.truncate(WORDS_RECORDS_MAX);
        let ids: Vec<_> = best.into_iter().map(|(_, id)| Value::Int(id)).collect();
        let mut found = BTreeMap::new();
        if !ids.is_empty() {
            let named = Filter { field: "id".to_owned(), test: Test::Is(ids) };
            for record in self.meeting(actor, alike, named, WORDS_RECORDS_MAX)? {
                let points = words.get(&record.id).copied().unwrap_or_default();
                found.insert(record.id, Likeness { record, points, same: BTreeSet::new() });
            }
        }
        for (field, id, points) in &alike.same {
            let is_seen =
                view.field(field).is_some_and(|it| actor.is_inside() || it.customer_visible);
            if !is_seen {
                continue;
            }
            let names = Filter::is(field, Value::Ref(*id));
            for record in self.meeting(actor, alike, names, SAME_RECORDS_MAX)? {
                let words = words.get(&record.id).copied().unwrap_or_default();
                found.entry(record.id).or_insert(Likeness {
                    record,
                    points: words,
                    same: BTreeSet::new(),
                });
            }
            for one in found.values_mut() {
                let is_same = match view.value(&one.record, field) {
                    Value::Ref(other) => other == id,
                    Value::Refs(others) => others.contains(id),
                    _ => false,
                };
                if is_same && one.same.insert((*field).to_owned()) {
                    one.points = one.points.saturating_add(*points);
                }
            }
        }
        let mut found: Vec<_> = found.into_values().collect();
        found.retain(|one| one.points >= alike.points_min && Some(one.record.id) != alike.but);
        found.sort_by_key(|one| std::cmp::Reverse((one.points, one.record.id)));
        found.truncate(alike.limit);
        Ok(found)
    }

    fn meeting(
        &self,
        actor: &Actor,
        alike: &Alike<'_>,
        more: Filter,
        limit: usize,
    ) -> Result<Vec<Record>, Refused> {
        let filters = alike.filters.iter().cloned().chain([more]).collect();
        let query = Query { filters, limit, ..Query::of(alike.kind) };
        Ok(self.list(actor, &query)?.records)
    }
}
