//! A small world of records in memory, of the kinds that the product really has.
use gemba_conformity::{Answer, Edition, Options, readiness_of_clause};
use gemba_model::{
    Firsts, Holds, Record,
    check::{Changed, Evidence, EvidenceFault, Outcome, Period},
    filter::Filter,
    overlay::KindView,
};
use gemba_practices::register;
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, civil::Date};
use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
};

/// Records and entries of history, and a count of how often each kind was read.
#[derive(Clone)]
pub struct Records {
    pub now: Timestamp,
    by_kind: BTreeMap<String, Vec<Record>>,
    entries: Vec<(String, RecordId, String, Timestamp)>,
    pub visits: RefCell<HashMap<String, u64>>,
    /// What was touched, in order; nothing where nobody keeps it.
    pub log: Option<Vec<(String, RecordId)>>,
}

pub type Fields<'a> = &'a [(&'a str, Value)];

impl Records {
    pub fn at(now: &str) -> Self {
        Self {
            now: instant(now),
            by_kind: BTreeMap::new(),
            entries: Vec::new(),
            visits: RefCell::default(),
            log: None,
        }
    }

    /// Adds a record that was recorded half a year before now, and tells its number.
    pub fn add(&mut self, kind: &str, state: &str, fields: Fields<'_>) -> RecordId {
        let def = register::kind(kind).unwrap_or_else(|| panic!("no kind {kind}")).def();
        assert!(def.state(state).is_some(), "{kind} has no state {state}");
        let of_kind = self.by_kind.entry(kind.to_owned()).or_default();
        let mut record = Record::blank(def.fields.len(), state);
        record.id = of_kind.last().map_or(0, |last| last.id) + 1;
        record.created_at = self.now - jiff::SignedDuration::from_hours(24 * 183);
        let id = record.id;
        of_kind.push(record);
        for (field, value) in fields {
            self.set(kind, id, field, value.clone());
        }
        id
    }

    /// Changes one field; the value must be of the type that the field holds.
    pub fn set(&mut self, kind: &str, id: RecordId, field: &str, value: Value) {
        let def = register::kind(kind).unwrap().def();
        let place = def.position(field).unwrap_or_else(|| panic!("{kind} has no field {field}"));
        assert!(fits(&def.fields[place].holds, &value), "{kind}.{field} cannot hold {value:?}");
        self.record(kind, id).values[place] = value;
    }

    pub fn record(&mut self, kind: &str, id: RecordId) -> &mut Record {
        self.touch(kind, id);
        let of_kind = self.by_kind.get_mut(kind).unwrap();
        of_kind.iter_mut().find(|record| record.id == id).unwrap()
    }

    fn touch(&mut self, kind: &str, id: RecordId) {
        self.log.iter_mut().for_each(|log| log.push((kind.to_owned(), id)));
    }

    /// Puts a record like another one under a number that is free.
    pub fn copy(&mut self, kind: &str, id: RecordId, to: RecordId) {
        self.touch(kind, to);
        let of_kind = self.by_kind.get_mut(kind).unwrap();
        let mut record = of_kind.iter().find(|record| record.id == id).unwrap().clone();
        record.id = to;
        let place = of_kind.partition_point(|record| record.id < to);
        of_kind.insert(place, record);
    }

    pub fn value(&self, kind: &str, id: RecordId, field: &str) -> Value {
        let place = register::kind(kind).unwrap().def().position(field).unwrap();
        let record = self.by_kind[kind].iter().find(|record| record.id == id);
        record.unwrap().values[place].clone()
    }

    pub fn kinds(&self) -> Vec<String> {
        self.by_kind.keys().cloned().collect()
    }

    pub fn entry(&mut self, kind: &str, id: RecordId, verb: &str, at: &str) {
        self.touch(kind, id);
        self.entries.push((kind.to_owned(), id, verb.to_owned(), instant(at)));
    }

    /// The numbers of all records of a kind.
    pub fn ids(&self, kind: &str) -> Vec<RecordId> {
        self.by_kind.get(kind).into_iter().flatten().map(|record| record.id).collect()
    }

    pub fn forget_entries(&mut self) {
        self.entries.clear();
    }

    pub fn remove(&mut self, kind: &str, id: RecordId) {
        self.touch(kind, id);
        self.by_kind.get_mut(kind).unwrap().retain(|record| record.id != id);
    }

    /// Turns the order of a kind's records round, as a store with a fault would.
    pub fn turn_round(&mut self, kind: &str) {
        self.by_kind.get_mut(kind).unwrap().reverse();
    }

    /// What the check of the requirement says, over all days.
    pub fn check(&self, id: &str) -> Answer {
        self.check_within(id, None)
    }

    pub fn check_within(&self, id: &str, period: Option<Period>) -> Answer {
        let clause = id.split('-').next().unwrap();
        let options = Options { period, ..Options::default() };
        let edition = Edition::named("2018").unwrap();
        let report = readiness_of_clause(edition, clause, self, options).unwrap();
        report.requirements.into_iter().find(|answer| answer.id == id).unwrap()
    }

    pub fn result(&self, id: &str) -> Outcome {
        self.check(id).result
    }

    /// The sentences of all exceptions to the requirement.
    pub fn sentences(&self, id: &str) -> Vec<String> {
        let answer = self.check(id);
        assert_eq!(answer.result == Outcome::Fail, answer.exception_count > 0, "{answer:?}");
        answer.exceptions.into_iter().map(|exception| exception.sentence).collect()
    }
}

impl Evidence for Records {
    fn view(&self, kind: &str) -> Option<KindView> {
        register::kind(kind).map(KindView::plain)
    }

    fn visit(
        &self,
        kind: &str,
        filters: &[Filter],
        visitor: &mut dyn FnMut(&Record) -> bool,
    ) -> Result<(), EvidenceFault> {
        assert!(filters.is_empty(), "this world does not filter");
        *self.visits.borrow_mut().entry(kind.to_owned()).or_default() += 1;
        let _ = self.by_kind.get(kind).into_iter().flatten().all(visitor);
        Ok(())
    }

    fn count(&self, kind: &str, filters: &[Filter]) -> Result<u64, EvidenceFault> {
        assert!(filters.is_empty(), "this world does not filter");
        Ok(self.by_kind.get(kind).map_or(0, |records| records.len().try_into().unwrap()))
    }

    fn without(
        &self,
        _: &str,
        _: &[Filter],
        _: &str,
        _: &str,
        _: usize,
    ) -> Result<(u64, Vec<i64>), EvidenceFault> {
        Err(EvidenceFault("This world cannot answer that.".to_owned()))
    }

    fn first_activity(&self, kind: &str, verbs: &[&str]) -> Result<Firsts, EvidenceFault> {
        let entries = self.entries.iter();
        let met = entries.filter(|(of, _, verb, _)| of == kind && verbs.contains(&verb.as_str()));
        Ok(Firsts::of(met.map(|(_, id, _, at)| (*id, *at)).collect()))
    }

    fn position(&self) -> Result<Option<u64>, EvidenceFault> {
        Ok(self.log.as_ref().map(|log| log.len().try_into().unwrap()))
    }

    fn changed_since(&self, position: u64) -> Result<Option<Changed>, EvidenceFault> {
        let Some(log) = &self.log else { return Ok(None) };
        let from = usize::try_from(position).unwrap();
        let records = log[from..].iter().cloned().collect();
        Ok(Some(Changed { position: log.len().try_into().unwrap(), records }))
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}

fn fits(holds: &Holds, value: &Value) -> bool {
    match (holds, value) {
        (_, Value::None)
        | (Holds::ShortText | Holds::LongText, Value::Text(_))
        | (Holds::Int, Value::Int(_))
        | (Holds::Decimal | Holds::Percent, Value::Decimal(_))
        | (Holds::Money, Value::Money(_))
        | (Holds::Struct, Value::Struct(_))
        | (Holds::Bool, Value::Bool(_))
        | (Holds::Date, Value::Date(_))
        | (Holds::Instant, Value::Instant(_))
        | (Holds::Duration, Value::Duration(_))
        | (Holds::Ref(_), Value::Ref(_))
        | (Holds::Refs(_), Value::Refs(_)) => true,
        (Holds::Choice(choices), Value::Text(name)) => {
            choices.iter().any(|choice| choice.name == *name)
        }
        _ => false,
    }
}

pub fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub fn at(moment: &str) -> Value {
    Value::Instant(instant(moment))
}

pub fn on(day: &str) -> Value {
    Value::Date(date(day))
}

pub fn instant(moment: &str) -> Timestamp {
    moment.parse().unwrap()
}

pub fn date(day: &str) -> Date {
    day.parse().unwrap()
}

pub const YES: Value = Value::Bool(true);
pub const NO: Value = Value::Bool(false);
