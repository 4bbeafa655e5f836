//! Restricted records: whoever has not the role for it must not learn that they exist. Every way of reading and of
//! writing asks here; what cannot be told is out of sight.
use crate::{Desk, Happening, Refused, door::Passage};
use gemba_model::{
    FieldDef, KindDef, Record,
    filter::{Filter, Test},
    overlay::KindView,
    restricted::{Bar, Barred, bars, named, of_itself, without},
};
use gemba_store::{
    Db,
    records::{self, Listing},
};
use gemba_vocabulary::{RecordId, Value, actor::Actor};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One question to the store has a mark for each record.
const ASKED_MAX: usize = 1_024;
/// A number that no record has.
const NOBODY: RecordId = 0;

/// What bars records of each kind, where anything does.
pub(crate) fn all(kinds: &[&'static KindDef]) -> HashMap<&'static str, Vec<Bar>> {
    let each = kinds.iter().map(|def| (def.name, bars(kinds, def)));
    each.filter(|(_, bars)| !bars.is_empty()).collect()
}

/// What a value names that the one before did not.
pub(crate) fn newly_named(before: &Value, value: &Value) -> Value {
    let known = match before {
        Value::Ref(id) => vec![*id],
        Value::Refs(ids) => ids.clone(),
        _ => return value.clone(),
    };
    without(value, |id| known.contains(&id))
}

/// The restricted records that some are asked about, by kind.
pub(crate) type Unseen = BTreeMap<String, BTreeSet<RecordId>>;

impl Desk {
    /// The condition under which the actor may know of a record of the kind; nothing where all may be known.
    pub(crate) fn bar(&self, actor: &Actor, view: &KindView) -> Option<Filter> {
        if actor.sees_restricted() {
            return None;
        }
        let bars = self.inner.bars.get(view.def.name)?;
        Some(Filter { field: "id".to_owned(), test: Test::Unbarred(bars.clone()) })
    }

    /// Whether the actor sees a record: it is within their scope, and nothing bars it.
    pub(crate) fn is_in_sight(
        &self,
        db: &mut dyn Db,
        actor: &Actor,
        view: &KindView,
        record: &Record,
    ) -> Result<bool, Refused> {
        if !Self::is_in_scope(actor, view, record) {
            return Ok(false);
        }
        let Some(bars) = self.inner.bars.get(view.def.name) else { return Ok(true) };
        if actor.sees_restricted() {
            return Ok(true);
        }
        Ok(match of_itself(bars, view, record) {
            Barred::Yes => false,
            Barred::No => true,
            Barred::Ask => !self.in_sight(db, actor, view, vec![record.id])?.is_empty(),
        })
    }

    /// Those of some records of a kind that nothing bars, in the same order.
    pub(crate) fn in_sight(
        &self,
        db: &mut dyn Db,
        actor: &Actor,
        view: &KindView,
        ids: Vec<RecordId>,
    ) -> Result<Vec<RecordId>, Refused> {
        let Some(bar) = self.bar(actor, view) else { return Ok(ids) };
        let mut seen = BTreeSet::new();
        for part in ids.chunks(ASKED_MAX) {
            let part = part.iter().copied().map(Value::Int).collect();
            let among = Filter { field: "id".to_owned(), test: Test::Is(part) };
            seen.extend(numbers(db, view, &[among, bar.clone()])?);
        }
        Ok(ids.into_iter().filter(|id| seen.contains(id)).collect())
    }

    /// All records of a kind that are out of the actor's sight because they are restricted.
    pub(crate) fn out_of_sight(
        &self,
        db: &mut dyn Db,
        actor: &Actor,
        view: &KindView,
    ) -> Result<BTreeSet<RecordId>, Refused> {
        match self.inner.bars.get(view.def.name) {
            Some(bars) if !actor.sees_restricted() => Ok(records::barred(db, view.def, bars)?),
            _ => Ok(BTreeSet::new()),
        }
    }

    /// All records out of the actor's sight that records of a kind could name.
    pub(crate) fn all_unseen(
        &self,
        db: &mut dyn Db,
        actor: &Actor,
        view: &KindView,
    ) -> Result<Unseen, Refused> {
        let mut unseen = Unseen::new();
        for target in view.all_fields().filter_map(|field| self.masked_target(actor, field)) {
            if !unseen.contains_key(target.def.name) {
                let hidden = self.out_of_sight(db, actor, &target)?;
                unseen.insert(target.def.name.to_owned(), hidden);
            }
        }
        unseen.retain(|_, hidden| !hidden.is_empty());
        Ok(unseen)
    }

    /// Narrows a question to what the actor may know of. Who asks for what names a barred record hears the same as of a
    /// record that does not exist.
    pub(crate) fn narrow(
        &self,
        db: &mut dyn Db,
        actor: &Actor,
        view: &KindView,
        filters: &mut Vec<Filter>,
    ) -> Result<(), Refused> {
        for filter in &mut *filters {
            let Some(field) = view.field(&filter.field) else { continue };
            let Some(target) = self.masked_target(actor, field) else { continue };
            if let Test::Is(values) | Test::IsNot(values) = &mut filter.test {
                let ids: Vec<_> = values.iter().filter_map(Value::as_int).collect();
                let seen = self.in_sight(db, actor, &target, ids)?;
                for value in values {
                    if value.as_int().is_some_and(|id| !seen.contains(&id)) {
                        *value = Value::Ref(NOBODY);
                    }
                }
            }
        }
        filters.extend(self.bar(actor, view));
        Ok(())
    }

    /// Whether records of the kind can name records that are out of sight.
    pub(crate) fn names_restricted(&self, view: &KindView) -> bool {
        let is_barred = |kind: &str| self.inner.bars.contains_key(kind);
        view.all_fields().any(|field| field.holds.target().is_some_and(is_barred))
    }

    /// The kind that a field refers to, if the actor may not know of all its records.
    fn masked_target(&self, actor: &Actor, field: &FieldDef) -> Option<std::sync::Arc<KindView>> {
        let target = field.holds.target().filter(|target| self.inner.bars.contains_key(*target))?;
        self.view(target).filter(|target| self.bar(actor, target).is_some())
    }

    /// Takes off records what they name and the actor may not know of.
    pub(crate) fn mask(
        &self,
        db: &mut dyn Db,
        actor: &Actor,
        view: &KindView,
        records: &mut [Record],
    ) -> Result<(), Refused> {
        if actor.sees_restricted() || !self.names_restricted(view) {
            return Ok(());
        }
        let mut named_by_kind = Unseen::new();
        for field in view.all_fields().filter(|field| self.masked_target(actor, field).is_some()) {
            let kind = field.holds.target().unwrap_or_default().to_owned();
            let ids =
                records.iter().flat_map(|record| named(field, view.value(record, &field.name)));
            named_by_kind.entry(kind).or_default().extend(ids);
        }
        let unseen = self.unseen(db, actor, named_by_kind)?;
        records.iter_mut().for_each(|record| take_off(view, record, &unseen));
        Ok(())
    }

    /// The same for what changed.
    pub(crate) fn mask_changes(
        &self,
        db: &mut dyn Db,
        actor: &Actor,
        view: &KindView,
        happenings: &mut [Happening],
    ) -> Result<(), Refused> {
        if actor.sees_restricted() || !self.names_restricted(view) {
            return Ok(());
        }
        let mut named_by_kind = Unseen::new();
        for change in happenings.iter().flat_map(|one| &one.changes) {
            let field = view.field(&change.field);
            let Some(field) = field.filter(|field| self.masked_target(actor, field).is_some())
            else {
                continue;
            };
            let kind = field.holds.target().unwrap_or_default().to_owned();
            let ids = [&change.old, &change.new].into_iter().flat_map(|value| named(field, value));
            named_by_kind.entry(kind).or_default().extend(ids);
        }
        let unseen = self.unseen(db, actor, named_by_kind)?;
        if unseen.is_empty() {
            return Ok(());
        }
        for one in happenings {
            for change in &mut one.changes {
                let target = view.field(&change.field).and_then(|field| field.holds.target());
                let Some(hidden) = target.and_then(|target| unseen.get(target)) else { continue };
                change.old = without(&change.old, |id| hidden.contains(&id));
                change.new = without(&change.new, |id| hidden.contains(&id));
            }
            one.changes.retain(|change| change.old != change.new);
        }
        Ok(())
    }

    /// Those of some records that the actor may not know of.
    fn unseen(&self, db: &mut dyn Db, actor: &Actor, named: Unseen) -> Result<Unseen, Refused> {
        let mut unseen = Unseen::new();
        for (kind, ids) in named {
            let view = self.known(&kind)?;
            let seen = self.in_sight(db, actor, &view, ids.iter().copied().collect())?;
            let seen: BTreeSet<_> = seen.into_iter().collect();
            let hidden: BTreeSet<_> = ids.difference(&seen).copied().collect();
            if !hidden.is_empty() {
                unseen.insert(kind, hidden);
            }
        }
        Ok(unseen)
    }
}

impl Passage<'_> {
    /// What somebody gives for a field, with what it names already and they do not see: who does not know of it does
    /// not take it off.
    pub fn with_unseen(
        &self,
        db: &mut dyn Db,
        field: &FieldDef,
        value: Value,
        before: Option<&Record>,
    ) -> Result<Value, Refused> {
        let Some(before) = before else { return Ok(value) };
        let Some(target) = self.desk.masked_target(self.actor, field) else { return Ok(value) };
        let held = self.view.value(before, &field.name);
        let ids = named(field, held);
        let seen = self.desk.in_sight(db, self.actor, &target, ids.clone())?;
        let unseen = ids.into_iter().filter(|id| !seen.contains(id));
        Ok(match (value, held) {
            (Value::None, Value::Ref(_)) => unseen.map(Value::Ref).next().unwrap_or_default(),
            (Value::None, Value::Refs(_)) => Value::Refs(unseen.collect()),
            (Value::Refs(given), _) => Value::Refs(given.into_iter().chain(unseen).collect()),
            (value, _) => value,
        })
    }
}

/// Takes off a record what it names of these.
pub(crate) fn take_off(view: &KindView, record: &mut Record, unseen: &Unseen) {
    if unseen.is_empty() {
        return;
    }
    for field in view.all_fields() {
        let target = field.holds.target().and_then(|target| unseen.get(target));
        let Some(hidden) = target else { continue };
        let left = without(view.value(record, &field.name), |id| hidden.contains(&id));
        match view.def.position(&field.name).and_then(|at| record.values.get_mut(at)) {
            Some(slot) => *slot = left,
            None if left.is_none() => _ = record.custom.remove(&*field.name),
            None => _ = record.custom.insert(field.name.to_string(), left),
        }
    }
}

/// The numbers of the records that meet the filters.
fn numbers(db: &mut dyn Db, view: &KindView, filters: &[Filter]) -> Result<Vec<RecordId>, Refused> {
    let sort = gemba_model::filter::Sort::newest();
    let listing =
        Listing { filters, scopes: &[], met: None, sort: &sort, after: None, limit: ASKED_MAX };
    Ok(records::list(db, view, &listing)?.into_iter().map(|record| record.id).collect())
}
