//! The records of one kind in memory, narrowed to what is read of them, and which of them name which others.
use crate::{
    gathered::{Quick, Shape},
    group::{Group, Row},
    spread::CHUNK,
    world::{Member, World},
};
use gemba_model::Narrow;
use gemba_vocabulary::RecordId;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::RangeInclusive,
};

/// The records of one kind, in the order of their numbers.
#[derive(Default)]
pub(crate) struct Shelf {
    /// Those that are judged together lie together.
    groups: Vec<Group>,
    naming: Vec<Naming>,
}

/// For each record of another kind, those that name it in one field, in the order of their numbers.
pub(crate) type Naming = HashMap<RecordId, Vec<RecordId>, Quick>;

impl Shelf {
    /// Nothing.
    pub const NONE: Self = Self { groups: Vec::new(), naming: Vec::new() };

    /// Puts one more record at the end.
    pub fn push(&mut self, record: &Narrow<'_>) {
        let number = record.id.div_euclid(CHUNK);
        match self.groups.last_mut() {
            Some(group) if group.number() == number => group.push(record),
            last => {
                let mut group = last
                    .as_deref()
                    .map_or_else(|| Group::of(number), |last| Group::like(number, last));
                last.into_iter().for_each(Group::close);
                group.push(record);
                self.groups.push(group);
            }
        }
    }

    /// Puts the records of the part that follows at the end. A part holds whole groups.
    pub fn append(&mut self, mut part: Self) {
        self.groups.append(&mut part.groups);
    }

    /// Works out who names whom, by the places of the fields.
    pub fn index(&mut self, places: &[Option<usize>]) {
        self.groups.last_mut().into_iter().for_each(Group::close);
        self.naming = places.iter().map(|_| Naming::default()).collect();
        for (naming, place) in self.naming.iter_mut().zip(places) {
            for row in self.groups.iter().flat_map(Group::rows) {
                for named in row.named(*place) {
                    let names = naming.entry(*named).or_default();
                    // One that names another twice is told once.
                    if names.last() != Some(&row.id()) {
                        names.push(row.id());
                    }
                }
            }
        }
    }

    /// Who names whom, by the place of the field among those by which records name others.
    pub fn naming(&self, place: usize) -> Option<&Naming> {
        self.naming.get(place)
    }

    /// All of them, as rules see them.
    pub fn members<'a>(
        &'a self,
        shape: &'a Shape,
        world: &'a World,
    ) -> impl Iterator<Item = Member<'a>> {
        let rows = self.groups.iter().flat_map(Group::rows);
        rows.map(|row| Member::of(row, shape, world))
    }

    /// The groups whose records' numbers lie in the range, which holds whole groups.
    pub fn groups(&self, numbers: &RangeInclusive<RecordId>) -> impl Iterator<Item = &Group> {
        let (from, to) = (numbers.start().div_euclid(CHUNK), numbers.end().div_euclid(CHUNK));
        let first = self.groups.partition_point(|group| group.number() < from);
        let groups = self.groups.get(first..).unwrap_or_default().iter();
        groups.take_while(move |group| group.number() <= to)
    }

    /// The record of that number.
    pub fn get(&self, id: RecordId) -> Option<Row<'_>> {
        let place = self.place(id.div_euclid(CHUNK)).ok()?;
        self.groups.get(place)?.get(id)
    }

    fn place(&self, number: RecordId) -> Result<usize, usize> {
        // Nearly always none is missing.
        let first = self.groups.first().map_or(0, Group::number);
        let guess = usize::try_from(number.saturating_sub(first)).ok();
        let is_it =
            |place: &usize| self.groups.get(*place).is_some_and(|one| one.number() == number);
        match guess.filter(is_it) {
            Some(place) => Ok(place),
            None => self.groups.binary_search_by_key(&number, Group::number),
        }
    }

    /// The last number.
    pub fn last(&self) -> RecordId {
        self.groups.last().and_then(|group| group.rows().last()).map_or(0, Row::id)
    }

    /// Puts what some records are now, or nothing, where they were before. Returns whom they name and named.
    pub fn replace(
        &mut self,
        now: &BTreeMap<RecordId, Self>,
        places: &[Option<usize>],
    ) -> BTreeSet<(u8, RecordId)> {
        let (mut touched, mut changed) = (BTreeSet::new(), BTreeMap::<_, BTreeMap<_, _>>::new());
        for (id, one) in now {
            let after = one.get(*id);
            self.rename(*id, after, places, &mut touched);
            changed.entry(id.div_euclid(CHUNK)).or_default().insert(*id, after);
        }
        for (number, changed) in changed {
            let place = self.place(number);
            let old = place.ok().and_then(|place| self.groups.get(place));
            let group = Group::with(number, old, &changed);
            match (place, group.is_empty()) {
                (Ok(place), false) => self.groups.splice(place..=place, [group]).for_each(drop),
                (Ok(place), true) => _ = self.groups.remove(place),
                (Err(place), false) => self.groups.insert(place, group),
                (Err(_), true) => {}
            }
        }
        touched
    }

    /// Brings up to date whom a record names.
    fn rename(
        &mut self,
        id: RecordId,
        after: Option<Row<'_>>,
        places: &[Option<usize>],
        touched: &mut BTreeSet<(u8, RecordId)>,
    ) {
        let named = |row: Option<Row<'_>>| -> Vec<Vec<RecordId>> {
            let of_place = |place: &Option<usize>| row.map(|row| row.named(*place).to_vec());
            places.iter().map(|place| of_place(place).unwrap_or_default()).collect()
        };
        let (before, since) = (named(self.get(id)), named(after));
        for ((place, naming), (before, since)) in
            (0..).zip(&mut self.naming).zip(before.iter().zip(&since))
        {
            touched.extend(before.iter().chain(since).map(|named| (place, *named)));
            for named in before {
                naming.entry(*named).or_default().retain(|one| *one != id);
            }
            for named in since {
                let names = naming.entry(*named).or_default();
                if let Err(at) = names.binary_search(&id) {
                    names.insert(at, id);
                }
            }
        }
    }
}
