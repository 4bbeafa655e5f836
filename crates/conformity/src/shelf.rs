//! The records of one kind in memory, narrowed to what is read of them, and which of them name which others.
use crate::{
    gathered::{Quick, Shape},
    world::{Member, World},
};
use gemba_model::{KindDef, Record};
use gemba_vocabulary::{RecordId, Value};
use jiff::Timestamp;
use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    ops::RangeInclusive,
};

/// The records of one kind, in the order of their numbers.
#[derive(Default)]
pub(crate) struct Shelf {
    held: Vec<Held>,
    naming: Vec<Naming>,
}

/// For each record of another kind, those that name it in one field, in the order of their numbers.
pub(crate) type Naming = HashMap<RecordId, Vec<RecordId>, Quick>;

/// One record.
pub(crate) struct Held {
    id: RecordId,
    state: Cow<'static, str>,
    values: Box<[Value]>,
    created_at: Timestamp,
    is_imported: bool,
}

impl Held {
    fn of(record: &Record, def: &'static KindDef) -> Self {
        // The definition's own spelling takes no memory.
        let known = def.state(&record.state).map(|state| Cow::Borrowed(&*state.name));
        Self {
            id: record.id,
            state: known.unwrap_or_else(|| Cow::Owned(record.state.clone())),
            values: record.values.clone().into(),
            created_at: record.created_at,
            is_imported: record.imported,
        }
    }

    /// As a rule sees it.
    pub fn member<'a>(&'a self, shape: &'a Shape, world: &'a World) -> Member<'a> {
        let parts = (self.id, &*self.state, &*self.values);
        Member::of(parts, (self.created_at, self.is_imported), shape, world)
    }

    /// Whom it names in the field at that place.
    fn named(&self, place: Option<usize>) -> &[RecordId] {
        match place.and_then(|place| self.values.get(place)) {
            Some(Value::Refs(ids)) => ids,
            Some(Value::Ref(id) | Value::Int(id) | Value::Duration(id)) => std::slice::from_ref(id),
            _ => &[],
        }
    }
}

impl Shelf {
    /// Nothing.
    pub const NONE: Self = Self { held: Vec::new(), naming: Vec::new() };

    /// Puts one more record at the end.
    pub fn push(&mut self, record: &Record, def: &'static KindDef) {
        self.held.push(Held::of(record, def));
    }

    /// Puts the records of the part that follows at the end.
    pub fn append(&mut self, mut part: Self) {
        self.held.append(&mut part.held);
    }

    /// Works out who names whom, by the places of the fields.
    pub fn index(&mut self, places: &[Option<usize>]) {
        self.held.shrink_to_fit();
        self.naming = places.iter().map(|_| Naming::default()).collect();
        for (naming, place) in self.naming.iter_mut().zip(places) {
            for held in &self.held {
                for named in held.named(*place) {
                    let names = naming.entry(*named).or_default();
                    // One that names another twice is told once.
                    if names.last() != Some(&held.id) {
                        names.push(held.id);
                    }
                }
            }
        }
    }

    /// Who names whom, by the place of the field among those by which records name others.
    pub fn naming(&self, place: usize) -> Option<&Naming> {
        self.naming.get(place)
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Held> {
        self.held.iter()
    }

    /// Those whose numbers lie in the range.
    pub fn within(&self, numbers: &RangeInclusive<RecordId>) -> &[Held] {
        let from = self.held.partition_point(|held| held.id < *numbers.start());
        let to = self.held.partition_point(|held| held.id <= *numbers.end());
        self.held.get(from..to).unwrap_or_default()
    }

    /// The record of that number.
    pub fn get(&self, id: RecordId) -> Option<&Held> {
        self.held.get(self.place(id).ok()?)
    }

    fn place(&self, id: RecordId) -> Result<usize, usize> {
        // Nearly always none is missing.
        let guess = usize::try_from(id).ok().and_then(|id| id.checked_sub(1));
        if let Some(guess) =
            guess.filter(|guess| self.held.get(*guess).is_some_and(|one| one.id == id))
        {
            return Ok(guess);
        }
        self.held.binary_search_by_key(&id, |held| held.id)
    }

    /// The last number.
    pub fn last(&self) -> RecordId {
        self.held.last().map_or(0, |held| held.id)
    }

    /// Puts what a record is now, or nothing, where it was before. Returns whom it names and named.
    pub fn replace(
        &mut self,
        id: RecordId,
        mut now: Self,
        places: &[Option<usize>],
    ) -> BTreeSet<(u8, RecordId)> {
        let mut touched = BTreeSet::new();
        let place = self.place(id);
        let before = place.ok().and_then(|place| self.held.get(place));
        for (held, is_now) in before
            .into_iter()
            .map(|one| (one, false))
            .chain(now.held.first().map(|one| (one, true)))
        {
            for (number, (naming, place)) in self.naming.iter_mut().zip(places).enumerate() {
                for named in held.named(*place) {
                    touched.insert((u8::try_from(number).unwrap_or(u8::MAX), *named));
                    let names = naming.entry(*named).or_default();
                    match (names.binary_search(&id), is_now) {
                        (Ok(at), false) => _ = names.remove(at),
                        (Err(at), true) => names.insert(at, id),
                        (Ok(_), true) | (Err(_), false) => {}
                    }
                }
            }
        }
        match (place, now.held.pop()) {
            (Ok(place), Some(now)) => self.held.splice(place..=place, [now]).for_each(drop),
            (Ok(place), None) => _ = self.held.remove(place),
            (Err(place), Some(now)) => self.held.insert(place, now),
            (Err(_), None) => {}
        }
        touched
    }
}
