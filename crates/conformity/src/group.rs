//! Records that are judged together, packed: their texts lie one after another in one piece of memory, and so do the
//! numbers of others that they list.
use gemba_model::Narrow;
use gemba_vocabulary::{JsonRef, RecordId, RefsRef, ValueRef};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Narrowed records whose numbers lie together, in the order of their numbers.
#[derive(Default)]
pub(crate) struct Group {
    number: RecordId,
    heads: Vec<Head>,
    /// The values of one record after those of the other.
    values: Vec<Packed>,
    texts: String,
    ids: Vec<RecordId>,
    states: Vec<Box<str>>,
}

/// What every record has.
#[derive(Clone, Copy)]
struct Head {
    id: RecordId,
    created_at: Timestamp,
    state: u16,
    is_imported: bool,
}

/// A value without what it may be long of.
#[derive(Clone, Copy)]
enum Packed {
    None,
    Given,
    Bool(bool),
    Int(i64),
    Decimal(Decimal),
    Money(Decimal, u32, u8),
    Text(Span),
    Date(Date),
    Instant(Timestamp),
    Duration(i64),
    Ref(RecordId),
    Refs(Span),
    Struct(Span),
}

/// From where to where something lies.
#[derive(Clone, Copy)]
struct Span(u32, u32);

/// One record of a group.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    group: &'a Group,
    head: &'a Head,
    values: &'a [Packed],
}

impl Group {
    /// The group of that number, with nothing in it.
    pub fn of(number: RecordId) -> Self {
        Self { number, ..Self::default() }
    }

    /// The group of that number, with as much room as another one takes.
    pub fn like(number: RecordId, other: &Self) -> Self {
        Self {
            number,
            heads: Vec::with_capacity(other.heads.len()),
            values: Vec::with_capacity(other.values.len()),
            texts: String::with_capacity(other.texts.len() + other.texts.len() / 16),
            ids: Vec::with_capacity(other.ids.len() + other.ids.len() / 16),
            states: Vec::with_capacity(other.states.len()),
        }
    }

    /// Holds nothing any more, and is the group of that number from here on.
    pub fn begin(&mut self, number: RecordId) {
        self.number = number;
        self.heads.clear();
        self.values.clear();
        self.texts.clear();
        self.ids.clear();
        self.states.clear();
    }

    /// The same group in which some records are what they are now, or are missing.
    pub fn with(
        number: RecordId,
        old: Option<&Self>,
        changed: &BTreeMap<RecordId, Option<Row<'_>>>,
    ) -> Self {
        let mut group = old.map_or_else(|| Self::of(number), |old| Self::like(number, old));
        let others = old.into_iter().flat_map(Self::rows);
        let others = others.filter(|row| !changed.contains_key(&row.id()));
        let mut rows: Vec<_> = others.chain(changed.values().copied().flatten()).collect();
        rows.sort_by_key(|row| row.id());
        for row in rows {
            group.take(row.head, row.state(), row.all());
        }
        group.close();
        group
    }

    /// Puts one more record at the end.
    pub fn push(&mut self, record: &Narrow<'_>) {
        let Narrow { id, state, created_at, imported, values } = *record;
        let head = Head { id, created_at, state: 0, is_imported: imported };
        self.take(&head, state, values.iter().copied());
    }

    fn take<'v>(&mut self, head: &Head, state: &str, values: impl Iterator<Item = ValueRef<'v>>) {
        let known = self.states.iter().position(|one| **one == *state);
        let place = known.unwrap_or_else(|| {
            self.states.push(state.into());
            self.states.len() - 1
        });
        self.heads.push(Head { state: u16::try_from(place).unwrap_or(u16::MAX), ..*head });
        values.for_each(|value| self.pack(value));
    }

    fn pack(&mut self, value: ValueRef<'_>) {
        match value {
            ValueRef::None => self.values.push(Packed::None),
            ValueRef::Given => self.values.push(Packed::Given),
            ValueRef::Bool(yes) => self.values.push(Packed::Bool(yes)),
            ValueRef::Int(number) => self.values.push(Packed::Int(number)),
            ValueRef::Decimal(number) => self.values.push(Packed::Decimal(number)),
            ValueRef::Money(amount, currency) => {
                let Span(from, to) = self.text(currency);
                let length = u8::try_from(to - from).unwrap_or(u8::MAX);
                self.values.push(Packed::Money(amount, from, length));
            }
            ValueRef::Text(text) => {
                let text = self.text(text);
                self.values.push(Packed::Text(text));
            }
            ValueRef::Date(day) => self.values.push(Packed::Date(day)),
            ValueRef::Instant(at) => self.values.push(Packed::Instant(at)),
            ValueRef::Duration(seconds) => self.values.push(Packed::Duration(seconds)),
            ValueRef::Ref(id) => self.values.push(Packed::Ref(id)),
            ValueRef::Refs(ids) => {
                let from = place(self.ids.len());
                self.ids.extend(ids.iter());
                self.values.push(Packed::Refs(Span(from, place(self.ids.len()))));
            }
            ValueRef::Struct(json) => {
                let json = match json {
                    JsonRef::Told(text) => self.text(text),
                    JsonRef::Held(json) => self.text(&json.to_string()),
                };
                self.values.push(Packed::Struct(json));
            }
        }
    }

    fn text(&mut self, text: &str) -> Span {
        let from = place(self.texts.len());
        self.texts.push_str(text);
        Span(from, place(self.texts.len()))
    }

    /// Gives memory back once the last record is there.
    pub fn close(&mut self) {
        self.values.shrink_to_fit();
        self.texts.shrink_to_fit();
        self.ids.shrink_to_fit();
    }

    /// The number of the group.
    pub fn number(&self) -> RecordId {
        self.number
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// Its records.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.heads.len()).filter_map(|place| self.row(place))
    }

    /// The record of that number.
    pub fn get(&self, id: RecordId) -> Option<Row<'_>> {
        // Nearly always none is missing.
        let first = self.heads.first().map_or(0, |head| head.id);
        let guess = usize::try_from(id.saturating_sub(first)).ok();
        let is_it = |place: &usize| self.heads.get(*place).is_some_and(|head| head.id == id);
        let place = guess.filter(is_it);
        self.row(place.or_else(|| self.heads.binary_search_by_key(&id, |head| head.id).ok())?)
    }

    fn row(&self, place: usize) -> Option<Row<'_>> {
        let width = self.values.len().checked_div(self.heads.len()).unwrap_or_default();
        let values = self.values.get(place * width..(place + 1) * width)?;
        Some(Row { group: self, head: self.heads.get(place)?, values })
    }

    fn told(&self, Span(from, to): Span) -> &str {
        self.texts.get(index(from)..index(to)).unwrap_or_default()
    }

    fn listed(&self, Span(from, to): Span) -> &[RecordId] {
        self.ids.get(index(from)..index(to)).unwrap_or_default()
    }
}

impl<'a> Row<'a> {
    /// The number of the record.
    pub fn id(self) -> RecordId {
        self.head.id
    }

    /// The state of its life.
    pub fn state(self) -> &'a str {
        self.group
            .states
            .get(usize::from(self.head.state))
            .map(|state| &**state)
            .unwrap_or_default()
    }

    /// When it was recorded.
    pub fn created_at(self) -> Timestamp {
        self.head.created_at
    }

    /// Whether it came from another tool's data.
    pub fn is_imported(self) -> bool {
        self.head.is_imported
    }

    /// What it holds in the field at that place.
    pub fn value(self, place: usize) -> ValueRef<'a> {
        self.values.get(place).map_or(ValueRef::None, |packed| self.unpacked(packed))
    }

    /// Whether it holds something in the field at that place.
    pub fn is_given(self, place: usize) -> bool {
        match self.values.get(place) {
            None | Some(Packed::None) => false,
            Some(Packed::Text(_) | Packed::Refs(_) | Packed::Struct(_)) => {
                self.value(place).is_given()
            }
            Some(_) => true,
        }
    }

    #[inline]
    fn unpacked(self, packed: &Packed) -> ValueRef<'a> {
        match *packed {
            Packed::None => ValueRef::None,
            Packed::Given => ValueRef::Given,
            Packed::Bool(yes) => ValueRef::Bool(yes),
            Packed::Int(number) => ValueRef::Int(number),
            Packed::Decimal(number) => ValueRef::Decimal(number),
            Packed::Money(amount, from, length) => {
                ValueRef::Money(amount, self.group.told(Span(from, from + u32::from(length))))
            }
            Packed::Text(text) => ValueRef::Text(self.group.told(text)),
            Packed::Date(day) => ValueRef::Date(day),
            Packed::Instant(at) => ValueRef::Instant(at),
            Packed::Duration(seconds) => ValueRef::Duration(seconds),
            Packed::Ref(id) => ValueRef::Ref(id),
            Packed::Refs(ids) => ValueRef::Refs(RefsRef::Ids(self.group.listed(ids))),
            Packed::Struct(json) => ValueRef::Struct(JsonRef::Told(self.group.told(json))),
        }
    }

    fn all(self) -> impl Iterator<Item = ValueRef<'a>> {
        self.values.iter().map(move |packed| self.unpacked(packed))
    }

    /// Whom it names in the field at that place.
    pub fn named(self, place: Option<usize>) -> &'a [RecordId] {
        match place.and_then(|place| self.values.get(place)) {
            Some(Packed::Refs(ids)) => self.group.listed(*ids),
            Some(Packed::Ref(id) | Packed::Int(id) | Packed::Duration(id)) => {
                std::slice::from_ref(id)
            }
            _ => &[],
        }
    }
}

/// A place in a group; no group is as large as 4 GB.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn index(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gemba_vocabulary::{Money, Value};
    use jiff::civil::date;
    use serde_json::json;

    fn values() -> Vec<Value> {
        vec![
            Value::None,
            Value::Bool(false),
            Value::Int(-7),
            Value::Decimal(Decimal::new(125, 2)),
            Value::Money(Money { amount: Decimal::new(5, 1), currency: "EUR".to_owned() }),
            Value::Text("größer".to_owned()),
            Value::Date(date(2026, 11, 29)),
            Value::Instant(Timestamp::UNIX_EPOCH),
            Value::Duration(60),
            Value::Ref(3),
            Value::Refs(vec![4, 15]),
            Value::Struct(json!([{"a": 1}])),
            Value::Refs(Vec::new()),
            Value::Text(String::new()),
        ]
    }

    fn push(group: &mut Group, id: RecordId, state: &str, values: &[Value]) {
        let values: Vec<_> = values.iter().map(ValueRef::of).collect();
        let (created_at, imported) = (Timestamp::UNIX_EPOCH, id % 2 == 0);
        group.push(&Narrow { id, state, created_at, imported, values: &values });
    }

    fn of(ids: &[RecordId]) -> Group {
        let mut group = Group::of(0);
        for id in ids {
            let state = if id % 3 == 0 { "closed" } else { "new" };
            push(&mut group, *id, state, &[Value::Ref(*id), Value::Text(format!("No. {id}"))]);
        }
        group
    }

    fn told(group: &Group) -> Vec<(RecordId, &str, bool, Value, Value)> {
        let value = |row: Row<'_>, place| row.value(place).to_value();
        let rows = group.rows();
        rows.map(|row| (row.id(), row.state(), row.is_imported(), value(row, 0), value(row, 1)))
            .collect()
    }

    #[test]
    fn what_is_packed_comes_out_as_it_was() {
        let mut group = Group::of(0);
        push(&mut group, 1, "new", &values());
        push(&mut group, 2, "new", &values());
        group.close();
        for row in group.rows() {
            let out: Vec<_> =
                (0..values().len()).map(|place| row.value(place).to_value()).collect();
            assert_eq!(out, values());
            let given: Vec<_> = (0..values().len()).map(|place| row.is_given(place)).collect();
            assert_eq!(
                given,
                values().iter().map(|one| ValueRef::of(one).is_given()).collect::<Vec<_>>()
            );
            assert_eq!((row.named(Some(9)), row.named(Some(10))), (&[3][..], &[4, 15][..]));
            assert_eq!((row.named(Some(5)), row.named(None)), (&[][..], &[][..]));
        }
    }

    #[test]
    fn a_record_is_found_by_its_number_where_others_are_missing() {
        let group = of(&[2, 3, 7]);
        assert_eq!(group.get(7).unwrap().value(0).to_value(), Value::Ref(7));
        assert!([0, 1, 4, 8, -1].iter().all(|id| group.get(*id).is_none()));
        let mut bare = Group::of(0);
        push(&mut bare, 5, "new", &[]);
        assert_eq!(bare.get(5).unwrap().value(0).to_value(), Value::None, "nothing is read of it");
    }

    #[test]
    fn some_records_are_changed_added_and_taken_away_at_once() {
        let (old, now) = (of(&[1, 2, 4]), of(&[0, 3, 4]));
        let mut again = Group::of(0);
        push(&mut again, 4, "shut", &[Value::Ref(40), Value::None]);
        let changed =
            BTreeMap::from([(0, now.get(0)), (2, None), (3, now.get(3)), (4, again.get(4))]);
        let group = Group::with(0, Some(&old), &changed);
        let ids: Vec<_> = group.rows().map(Row::id).collect();
        assert_eq!(ids, [0, 1, 3, 4]);
        assert_eq!(
            told(&group)[..3],
            [told(&now)[..1].to_vec(), told(&old)[..1].to_vec(), told(&now)[1..2].to_vec()]
                .concat()
        );
        assert_eq!(group.get(4).unwrap().state(), "shut");
        assert_eq!(told(&Group::with(0, None, &changed)).len(), 3);
        let none = BTreeMap::from([(1, None), (2, None), (4, None)]);
        assert!(Group::with(0, Some(&old), &none).is_empty());
    }
}
