//! Questions about what a record holds beside single values: rows, several records named at once, and who is who.
use super::Condition;
use crate::{field::Field, reads::Reads, world::Slot};
use jiff::SignedDuration;
use std::collections::BTreeSet;

/// Every row of the field says something in each of these cells. It holds where there is no row.
pub fn each_row(field: &'static str, cells: &'static [&'static str]) -> Condition {
    let at = Field::of(field);
    Condition::new(Reads::fields(&[field]), move |member| {
        let rows = member.value(&at).rows().unwrap_or_default();
        rows.iter().all(|row| {
            let mut said = cells.iter().map(|cell| row.get(*cell).filter(|said| !said.is_null()));
            said.all(|said| {
                said.is_some_and(|said| said.as_str().is_none_or(|text| !text.trim().is_empty()))
            })
        })
    })
}

/// At least one row of the field says yes in that cell.
pub fn a_row_says_yes(field: &'static str, cell: &'static str) -> Condition {
    let at = Field::of(field);
    Condition::new(Reads::fields(&[field]), move |member| {
        let rows = member.value(&at).rows().unwrap_or_default();
        rows.iter().any(|row| row.get(cell).is_some_and(|said| *said == true))
    })
}

/// The two fields do not name the same record. It holds where one of them names none.
pub fn differ(one: &'static str, other: &'static str) -> Condition {
    Condition::new(Reads::fields(&[one, other]), move |member| {
        let named = |field: &str| member.value(field).as_int();
        named(one).is_none() || named(one) != named(other)
    })
}

/// The day in the one field is not after that in the other. It holds where the first is empty.
pub fn days_in_order(first: &'static str, second: &'static str) -> Condition {
    let (first_at, second_at) = (Field::of(first), Field::of(second));
    Condition::new(Reads::fields(&[first, second]), move |member| {
        let (first, second) = (member.day(&first_at), member.day(&second_at));
        first.is_none_or(|first| second.is_some_and(|second| first <= second))
    })
}

/// At least one of the records of kind `other` that the field lists meets the condition.
pub fn lists_one(field: &'static str, other: &'static str, that: Condition) -> Condition {
    let reads = that.reads.clone().of_kind(other).and(Reads::fields(&[field]));
    let at = Field::of(field);
    Condition::new(reads, move |member| {
        let mut named =
            member.value(&at).refs().iter().filter_map(|id| member.world.find(other, id));
        named.any(|one| that.holds(&one))
    })
}

/// What the record names in its field `mine` is listed in the field `by` of some record of kind `other` that meets the
/// condition.
pub fn listed_with(
    mine: &'static str,
    other: &'static str,
    by: &'static str,
    that: Condition,
) -> Condition {
    let reads = that.reads.clone().and(Reads::fields(&[by])).of_kind(other);
    let (slot, read) = (Slot::fresh(), reads.others.keys().copied().collect::<Vec<_>>());
    let at = Field::of(mine);
    Condition::new(reads.and(Reads::fields(&[mine])), move |member| {
        let Some(named) = member.value(&at).as_int() else { return false };
        let listed = member.world.once(slot, &read, || {
            let mut listed = BTreeSet::new();
            for one in member.world.all(other).filter(|one| that.holds(one)) {
                listed.extend(one.value(by).refs().iter());
            }
            listed
        });
        listed.is_some_and(|listed| listed.contains(&named))
    })
}

/// The choice or one of the words, parted by commas, that the field holds is this one.
pub fn has_word(field: &'static str, word: &'static str) -> Condition {
    let at = Field::of(field);
    Condition::new(Reads::fields(&[field]), move |member| {
        member.text(&at).split(',').any(|said| said.trim().eq_ignore_ascii_case(word))
    })
}

/// The first of these verbs in its history was taken less than so many hours ago.
pub fn did_within_hours(verbs: &'static [&'static str], hours: i64) -> Condition {
    Condition::new(Reads::history(verbs), move |member| {
        let first = member.first_activity(verbs);
        let over =
            first.and_then(|first| first.checked_add(SignedDuration::from_hours(hours)).ok());
        over.is_some_and(|over| !member.world.reached(over))
    })
}
