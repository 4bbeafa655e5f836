//! Each record is what its entries add up to.
use super::{Ledger, Reading, entries};
use crate::names;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};

/// What is asked of records later on: their numbers by kind and id, and the texts of documents.
#[derive(Default)]
pub struct Found {
    pub known: BTreeSet<(String, i64)>,
    /// The whys of each record.
    pub why: Vec<(String, Vec<String>)>,
    /// The text of each document by its number.
    pub texts: BTreeMap<String, String>,
}

/// Checks every record.
pub fn check(reading: &mut Reading, ledger: &Ledger) -> Found {
    let mut found = Found::default();
    let mut by_record: BTreeMap<(&str, i64), Vec<u64>> = BTreeMap::new();
    for (index, read) in ledger {
        let head = &read.entry.head;
        by_record.entry((head.kind.as_str(), head.record)).or_default().push(*index);
    }
    let files: Vec<_> =
        reading.members.keys().filter(|name| name.starts_with(names::RECORDS)).cloned().collect();
    let (mut count, mut replayed) = (0, 0);
    for file in files {
        let of = file.strip_prefix(names::RECORDS).and_then(|name| name.strip_suffix(".jsonl"));
        let of = of.unwrap_or_default().to_owned();
        for (line, record) in reading.lines(&file) {
            count += 1;
            let one = One::of(&record);
            let told = one.judge(&of, ledger, &by_record);
            replayed += usize::from(told.is_replayed);
            for sentence in told.sentences {
                reading.report.fault(&file, Some(line), format!("{}: {sentence}", one.number));
            }
            if !found.known.insert((of.clone(), one.id)) {
                reading.report.fault(&file, Some(line), format!("{} is here twice.", one.number));
            }
            if let Some(text) = one.values.get("text").and_then(Json::as_str) {
                found.texts.insert(one.number.to_owned(), text.to_owned());
            }
            let why = record.get("why").and_then(Json::as_array).into_iter().flatten();
            let why = why.filter_map(|why| Some(why.as_str()?.to_owned())).collect();
            found.why.push((of.clone(), why));
        }
    }
    reading.agrees("records", count);
    reading.report.count("records", count);
    reading.report.count("records that are what their entries add up to", replayed);
    if count > replayed {
        let rest = count - replayed;
        let note =
            format!("{rest} records could not be added up, since content is withheld or erased.");
        reading.report.notes.push(note);
    }
    found
}

struct One<'a> {
    record: &'a Json,
    number: &'a str,
    id: i64,
    values: Map<String, Json>,
}

#[derive(Default)]
struct Told {
    sentences: Vec<String>,
    is_replayed: bool,
}

impl<'a> One<'a> {
    fn of(record: &'a Json) -> Self {
        let number = record.get("number").and_then(Json::as_str).unwrap_or_default();
        let id = record.get("id").and_then(Json::as_i64).unwrap_or_default();
        let values = record.get("values").and_then(Json::as_object).cloned().unwrap_or_default();
        Self { record, number, id, values }
    }

    fn judge(
        &self,
        kind: &str,
        ledger: &Ledger,
        by_record: &BTreeMap<(&str, i64), Vec<u64>>,
    ) -> Told {
        let mut told = Told::default();
        if self.record.get("kind").and_then(Json::as_str) != Some(kind) {
            told.sentences.push("It is of another kind than its file.".to_owned());
        }
        let listed = self.record.get("entries").and_then(Json::as_array).into_iter().flatten();
        let listed: Vec<_> = listed.filter_map(Json::as_u64).collect();
        let here = by_record.get(&(kind, self.id)).cloned().unwrap_or_default();
        if listed.is_empty() || listed != here {
            let places = |all: &[u64]| {
                let all: Vec<_> = all.iter().map(u64::to_string).collect();
                if all.is_empty() { "none".to_owned() } else { all.join(", ") }
            };
            let (listed, here) = (places(&listed), places(&here));
            told.sentences
                .push(format!("It names entries {listed}, and these are its own: {here}."));
        }
        let read: Vec<_> = here.iter().filter_map(|index| ledger.get(index)).collect();
        if read.iter().any(|one| one.body.is_none()) {
            return told;
        }
        told.is_replayed = !read.is_empty();
        let sum = Sum::of(&read, &mut told.sentences);
        self.compare(&sum, &mut told.sentences);
        told
    }

    fn compare(&self, sum: &Sum<'_>, sentences: &mut Vec<String>) {
        let fields: BTreeSet<_> =
            sum.values.keys().copied().chain(self.values.keys().map(String::as_str)).collect();
        for field in fields {
            let (value, entry) = sum.values.get(field).copied().unwrap_or((&Json::Null, 0));
            if !is_same(value, self.values.get(field).unwrap_or(&Json::Null)) {
                sentences.push(if sum.values.contains_key(field) {
                    format!("“{field}” is not what entry {entry} says.")
                } else {
                    format!("“{field}” is filled in, and no entry says so.")
                });
            }
        }
        let state = self.record.get("state").unwrap_or(&Json::Null);
        if !is_same(sum.state.0, state) {
            sentences.push(format!("Its state is not what entry {} says.", sum.state.1));
        }
        let tags = self.record.get("tags").unwrap_or(&Json::Null);
        if !is_same(sum.tags.0, tags) {
            sentences.push(format!("“tags” are not what entry {} says.", sum.tags.1));
        }
    }
}

/// What entries add up to, each part with the entry that said it last.
struct Sum<'a> {
    values: BTreeMap<&'a str, (&'a Json, u64)>,
    state: (&'a Json, u64),
    tags: (&'a Json, u64),
}

impl<'a> Sum<'a> {
    fn of(read: &[&'a entries::Read], sentences: &mut Vec<String>) -> Self {
        const NOTHING: &Json = &Json::Null;
        let mut sum = Self { values: BTreeMap::new(), state: (NOTHING, 0), tags: (NOTHING, 0) };
        for one in read {
            let index = one.entry.head.index;
            let Some(body) = &one.body else { continue };
            if let Some(both) = body.get("state") {
                follow(&mut sum.state, both, index, "its state", sentences);
            }
            for (field, both) in body.get("changes").and_then(Json::as_object).into_iter().flatten()
            {
                if field == "tags" {
                    follow(&mut sum.tags, both, index, "“tags”", sentences);
                    continue;
                }
                let slot = sum.values.entry(field).or_insert((NOTHING, 0));
                follow(slot, both, index, &format!("“{field}”"), sentences);
            }
        }
        sum
    }
}

/// Takes one step from an old value to a new one; the old one has to be what entries before it made.
fn follow<'a>(
    slot: &mut (&'a Json, u64),
    both: &'a Json,
    index: u64,
    what: &str,
    sentences: &mut Vec<String>,
) {
    let old = both.get(0).unwrap_or(&Json::Null);
    if !is_same(old, slot.0) {
        sentences.push(format!(
            "Entry {index} says that {what} was another before: an entry is missing."
        ));
    }
    *slot = (both.get(1).unwrap_or(&Json::Null), index);
}

/// Whether two values are the same. Nothing, no, zero and an empty list are one: what was never filled in counts so.
fn is_same(one: &Json, other: &Json) -> bool {
    let is_nothing = |json: &Json| match json {
        Json::Null | Json::Bool(false) => true,
        Json::Number(number) => number.as_f64() == Some(0.0),
        Json::String(text) => text.is_empty(),
        Json::Array(all) => all.is_empty(),
        _ => false,
    };
    one == other || (is_nothing(one) && is_nothing(other)) || is_same_money(one, other)
}

/// Whether two values are the same sum of money: 4800 and 4800.00 are.
fn is_same_money(one: &Json, other: &Json) -> bool {
    let parts = |json: &Json| {
        let text = |field: &str| json.get(field).and_then(Json::as_str).map(str::to_owned);
        let amount = text("amount")?;
        let amount = if amount.contains('.') {
            amount.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            amount
        };
        Some((amount, text("currency")?))
    };
    parts(one).is_some_and(|one| Some(one) == parts(other))
}
