//! Fills a store with records of any kind, worked out from its definition: many to a transaction, straight into the
//! store. What the rooms would refuse is not refused here; the checks have to read it all the same.
use crate::words::Dice;
use anyhow::{Context, Result, ensure};
use gemba_conformity::{Check, reads::Names, run::reads_of};
use gemba_model::{
    FieldDef, KindDef, Record,
    check::IMPORTED_STEP,
    field::{ChoiceDef, Holds},
    overlay::KindView,
};
use gemba_practices::{KINDS, register};
use gemba_store::{
    Db, Store, StoreError,
    history::{self, NewEntry},
    narrow, records,
};
use gemba_vocabulary::{Money, RecordId, Value};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

const BATCH_RECORDS: u32 = 20_000;
const SPAN_SECONDS: i64 = 2 * 365 * 24 * 3_600;
const SEED: u64 = 390;
/// Of a hundred fields that may be empty, this many are.
const EMPTY_PERCENT: u32 = 15;
/// Of a hundred records whose history is asked about, this many were acted on.
const ACTED_PERCENT: u32 = 60;
const ROWS_MAX: u32 = 3;

/// What is asked of a filling.
pub struct Wanted {
    /// How many incidents there are.
    pub incidents: u32,
    /// How many records of each other kind that a check reads.
    pub others: u32,
}

/// One kind with what checks read of it.
struct Filled {
    def: &'static KindDef,
    names: Names,
    count: u32,
}

/// Fills the store, and tells how far it is. Returns how many records there are.
pub fn fill(
    address: &str,
    checks: &[Check],
    wanted: &Wanted,
    tell: &mut dyn FnMut(String),
) -> Result<u64> {
    let defs: Vec<_> = KINDS.iter().map(|kind| kind.def()).collect();
    let store = store(address)?;
    let read = read_by(checks);
    let filled = defs.iter().filter_map(|def| {
        let names = read.get(def.name)?.clone();
        let count = if def.name == "incident" { wanted.incidents } else { wanted.others };
        Some(Filled { def, names, count })
    });
    let filled: Vec<_> = filled.collect();
    ensure!(filled.len() == read.len(), "a check reads a kind that there is not");
    let counts: BTreeMap<_, _> = filled.iter().map(|kind| (kind.def.name, kind.count)).collect();
    let around = Arc::new(Around { counts, begin: Timestamp::now() - seconds(SPAN_SECONDS) });
    let dice = Arc::new(Mutex::new(Dice::new(SEED)));
    let mut total = 0;
    for kind in filled {
        let (name, count, kind) = (kind.def.name, kind.count, Arc::new(kind));
        for from in (0..count).step_by(usize::try_from(BATCH_RECORDS)?) {
            let until = count.min(from + BATCH_RECORDS);
            let (kind, around, dice) = (Arc::clone(&kind), Arc::clone(&around), Arc::clone(&dice));
            store.write(move |db| {
                let mut dice = dice.lock().unwrap_or_else(PoisonError::into_inner);
                (from..until).try_for_each(|number| one(db, &kind, &around, number, &mut dice))
            })?;
        }
        total += u64::from(count);
        tell(format!("{count} records of {name}"));
    }
    Ok(total)
}

/// The store itself.
pub fn store(address: &str) -> Result<Store> {
    let defs: Vec<_> = KINDS.iter().map(|kind| kind.def()).collect();
    Ok(Store::open(address, &defs)?)
}

/// Changes one record: its state is the next one of its life, and a field that was given is empty. Behind the last
/// record, records are counted from the first again.
pub fn change(store: &Store, kind: &str, id: RecordId) -> Result<()> {
    let face = register::kind(kind).with_context(|| format!("there is no kind {kind}"))?;
    let view = KindView::plain(face);
    Ok(store.write(move |db| {
        let missing = || StoreError::unexpected("there is no such record");
        let last = narrow::last_number(db, view.def.name)?;
        let id = if last > 0 { (id - 1) % last + 1 } else { id };
        let mut record = records::get(db, &view, id)?.ok_or_else(missing)?;
        let states = view.def.states;
        let place = states.iter().position(|state| state.name == record.state);
        let next = states.iter().cycle().nth(place.map_or(0, |place| place + 1));
        record.state = next.map_or_else(String::new, |state| state.name.to_string());
        record.version += 1;
        let fields = view.def.fields.iter().zip(&mut record.values);
        let given = fields.filter(|(field, value)| !field.required && !value.is_none());
        given.take(1).for_each(|(_, value)| *value = Value::None);
        records::update(db, view.def, &record)?;
        let body = r#"{"by":"Filler"}"#.to_owned();
        enter(db, view.def, &record, id, ("change", Timestamp::now(), body))
    })?)
}

/// What the checks read, by kind.
pub fn read_by(checks: &[Check]) -> BTreeMap<&'static str, Names> {
    let mut read = BTreeMap::<_, Names>::new();
    for (kind, reads) in checks.iter().flat_map(reads_of) {
        read.entry(kind).or_default().take(reads.own);
        for (other, names) in reads.others {
            read.entry(other).or_default().take(names);
        }
    }
    read
}

/// What the records refer to, and when they begin.
struct Around {
    counts: BTreeMap<&'static str, u32>,
    begin: Timestamp,
}

fn one(
    db: &mut dyn Db,
    kind: &Filled,
    around: &Around,
    number: u32,
    dice: &mut Dice,
) -> Result<(), StoreError> {
    let share = SPAN_SECONDS * i64::from(number) / i64::from(kind.count.max(1));
    let at = around.begin + seconds(share);
    let at = Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at);
    let state = choice(kind.def.states, dice);
    let values = kind.def.fields.iter().map(|field| value(kind, field, around, at, number, dice));
    let record = Record {
        version: 1,
        state,
        values: values.collect(),
        created_at: at,
        updated_at: at,
        imported: dice.throw(10) == 0,
        ..Record::default()
    };
    let id = records::insert(db, kind.def, &record)?;
    let body = format!(r#"{{"by":"Filler","set":{{"state":[null,"{}"]}}}}"#, record.state);
    enter(db, kind.def, &record, id, ("create", at, body))?;
    for verbs in &kind.names.histories {
        if dice.throw(100) < ACTED_PERCENT {
            let at = at + SignedDuration::from_mins(i64::from(1 + dice.throw(600)));
            let verb = dice.pick(verbs);
            let body = r#"{"by":"Filler","text":"Looked into it."}"#.to_owned();
            let verb = if verb == IMPORTED_STEP { "assign" } else { verb };
            enter(db, kind.def, &record, id, (verb, at, body))?;
        }
    }
    Ok(())
}

fn enter(
    db: &mut dyn Db,
    def: &KindDef,
    record: &Record,
    id: RecordId,
    (verb, at, body): (&str, Timestamp, String),
) -> Result<(), StoreError> {
    let entry = NewEntry {
        at_ms: at.as_millisecond(),
        actor: Some(1),
        channel: "page",
        kind: def.name,
        record: id,
        verb,
        imported: record.imported,
        body,
        salt: [7; 32],
    };
    history::append(db, entry).map(drop)
}

fn value(
    kind: &Filled,
    field: &FieldDef,
    around: &Around,
    at: Timestamp,
    number: u32,
    dice: &mut Dice,
) -> Value {
    if !field.required && !field.unique && dice.throw(100) < EMPTY_PERCENT {
        return if matches!(field.holds, Holds::Refs(_)) {
            Value::Refs(Vec::new())
        } else {
            Value::None
        };
    }
    let later = at + SignedDuration::from_mins(i64::from(dice.throw(60 * 24 * 30)));
    match &field.holds {
        Holds::Choice(choices) => Value::Text(choice(choices, dice)),
        Holds::Ref(_) if field.unique => Value::Ref(RecordId::from(number) + 1),
        Holds::Ref(target) => one_of(around, target, dice).map_or(Value::None, Value::Ref),
        Holds::Refs(target) => {
            let ids = (0..dice.throw(4)).filter_map(|_| one_of(around, target, dice));
            Value::Refs(ids.collect())
        }
        Holds::Instant => Value::Instant(later),
        Holds::Date => Value::Date(day(later + seconds(i64::from(dice.throw(40)) * 864_000))),
        Holds::ShortText if field.unique => Value::Text(format!("{} {number}", field.label)),
        Holds::ShortText => Value::Text(words(kind, field, number, dice)),
        Holds::Int if field.unique => Value::Int(i64::from(number)),
        Holds::Struct => rows(field, at, dice),
        holds => plain(holds, field, dice),
    }
}

fn plain(holds: &Holds, field: &FieldDef, dice: &mut Dice) -> Value {
    let small = i64::from(1 + dice.throw(12));
    match holds {
        Holds::Bool => Value::Bool(dice.throw(3) == 0),
        Holds::Int => Value::Int(small),
        Holds::Decimal | Holds::Percent => Value::Decimal(small.into()),
        Holds::Money => Value::Money(Money { amount: small.into(), currency: "EUR".to_owned() }),
        Holds::Duration => Value::Duration(small * 1_800),
        _ => Value::Text(format!("{}: as it was agreed, and written down here.", field.label)),
    }
}

/// A word that a check looks for, or a title.
fn words(kind: &Filled, field: &FieldDef, number: u32, dice: &mut Dice) -> String {
    let known = kind.names.choices.iter().filter(|(name, _)| *name == field.name);
    let known: Vec<_> = known.map(|(_, choice)| *choice).collect();
    if known.is_empty() || dice.throw(4) == 0 {
        return format!("{} {number}", field.label);
    }
    dice.pick(&known).to_owned()
}

/// Rows of a structured field; an empty object where it is no list of rows.
fn rows(field: &FieldDef, at: Timestamp, dice: &mut Dice) -> Value {
    if field.rows.is_empty() {
        return Value::Struct(serde_json::json!({}));
    }
    let row = |dice: &mut Dice| {
        let cell = |cell: &FieldDef| {
            let value = match &cell.holds {
                Holds::Choice(choices) => Value::Text(choice(choices, dice)),
                Holds::Instant => Value::Instant(at),
                Holds::Date => Value::Date(day(at)),
                Holds::Ref(_) => Value::Ref(1),
                Holds::Refs(_) => Value::Refs(vec![1]),
                holds => plain(holds, cell, dice),
            };
            (cell.name.to_string(), value.to_json())
        };
        field.rows.iter().map(cell).collect::<serde_json::Map<_, _>>()
    };
    Value::Struct((0..=dice.throw(ROWS_MAX)).map(|_| row(dice)).collect::<Vec<_>>().into())
}

fn one_of(around: &Around, kind: &str, dice: &mut Dice) -> Option<RecordId> {
    let count = around.counts.get(kind)?;
    Some(RecordId::from(dice.throw(*count)) + 1)
}

fn choice(choices: &[ChoiceDef], dice: &mut Dice) -> String {
    let names: Vec<_> = choices.iter().map(|choice| &*choice.name).collect();
    dice.pick(&names).to_owned()
}

fn seconds(count: i64) -> SignedDuration {
    SignedDuration::from_secs(count)
}

fn day(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}
