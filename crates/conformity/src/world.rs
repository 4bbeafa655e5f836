//! What a rule may look at: the record judged, what other records say of it, and what happened to
//! it.
use crate::reads::{Names, Reads};
use gemba_model::{
    Record,
    check::{Evidence, EvidenceFault, Period},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::collections::{BTreeMap, BTreeSet, HashMap};

const NOTHING: &Value = &Value::None;

/// A record as a rule sees it.
#[derive(Clone, Copy)]
pub struct Member<'a> {
    record: &'a Record,
    shape: &'a Shape,
    /// What else there is.
    pub world: &'a World,
}

/// Everything besides the record judged, gathered before the first one is.
pub struct World {
    /// When the evidence is read.
    pub now: Timestamp,
    /// The last day that counts: today in UTC, or the last day of a period that is over.
    pub today: Date,
    /// The days looked at; nothing if all of them are.
    pub period: Option<Period>,
    shelves: HashMap<&'static str, Shelf>,
    histories: HashMap<&'static str, Vec<History>>,
}

/// A kind as a check reads it: its definition and where each field that is read stands.
pub struct Shape {
    /// The kind, as the organization sees it.
    pub view: KindView,
    places: HashMap<&'static str, usize>,
}

/// The records of one kind, with the fields that are read and no others.
struct Shelf {
    shape: Shape,
    records: BTreeMap<RecordId, Record>,
    naming: HashMap<&'static str, HashMap<RecordId, Vec<RecordId>>>,
}

struct History {
    verbs: Vec<&'static str>,
    first: BTreeMap<RecordId, Timestamp>,
}

impl<'a> Member<'a> {
    /// The record, of the kind of that shape.
    pub fn new(record: &'a Record, shape: &'a Shape, world: &'a World) -> Self {
        Self { record, shape, world }
    }

    /// Its number within the kind.
    pub fn id(&self) -> RecordId {
        self.record.id
    }

    /// Its number as people see it.
    pub fn number(&self) -> String {
        self.shape.view.def.number(self.record.id)
    }

    /// The state of its life.
    pub fn state(&self) -> &'a str {
        &self.record.state
    }

    /// Whether it came from another tool's data.
    pub fn is_imported(&self) -> bool {
        self.record.imported
    }

    /// When it was recorded.
    pub fn recorded_at(&self) -> Timestamp {
        self.record.created_at
    }

    /// What it holds in a field that its check said it reads.
    pub fn value(&self, field: &str) -> &'a Value {
        let place = self.shape.places.get(field);
        place.and_then(|place| self.record.values.get(*place)).unwrap_or(NOTHING)
    }

    /// Whether it holds something in the field. A blank text is nothing, and so is a list without rows.
    pub fn has(&self, field: &str) -> bool {
        match self.value(field) {
            Value::None => false,
            Value::Text(text) => !text.trim().is_empty(),
            Value::Refs(ids) => !ids.is_empty(),
            Value::Struct(rows) => !rows.as_array().is_some_and(Vec::is_empty),
            _ => true,
        }
    }

    /// The text or choice in the field; the empty text if there is none.
    pub fn text(&self, field: &str) -> &'a str {
        self.value(field).as_text().unwrap_or_default()
    }

    /// The moment in the field.
    pub fn instant(&self, field: &str) -> Option<Timestamp> {
        self.value(field).as_instant()
    }

    /// The day in the field; of a moment, its day in UTC.
    pub fn day(&self, field: &str) -> Option<Date> {
        match self.value(field) {
            Value::Date(day) => Some(*day),
            Value::Instant(at) => Some(day_of(*at)),
            _ => None,
        }
    }

    /// What people call the field, as it stands on pages.
    pub fn title<'b>(&self, field: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.shape.view.field(field).map_or(field, |field| &field.label)
    }

    /// What people call the field, inside a sentence.
    pub fn label(&self, field: &str) -> String {
        lower_first(self.title(field))
    }

    /// The records of another kind that name this one in their field `by`, in the order of their
    /// numbers.
    pub fn named_by(&self, kind: &str, by: &str) -> impl Iterator<Item = Member<'a>> {
        let world = self.world;
        let shelved = world.shelves.get(kind);
        let ids = shelved.and_then(|shelved| shelved.naming.get(by)?.get(&self.id()));
        ids.into_iter().flatten().filter_map(move |id| shelved?.member(*id, world))
    }

    /// The record of another kind that this one names in the field.
    pub fn named(&self, field: &str, kind: &str) -> Option<Member<'a>> {
        self.world.shelves.get(kind)?.member(self.value(field).as_int()?, self.world)
    }

    /// When the first entry of one of these verbs was written into its history.
    pub fn first_activity(&self, verbs: &[&str]) -> Option<Timestamp> {
        let histories = self.world.histories.get(self.shape.view.def.name)?;
        let history = histories.iter().find(|history| history.verbs == verbs)?;
        history.first.get(&self.id()).copied()
    }
}

impl World {
    /// Gathers what the reads say from the evidence.
    pub fn gather(
        reads: &BTreeMap<&'static str, Names>,
        others: &BTreeSet<&'static str>,
        evidence: &dyn Evidence,
        period: Option<Period>,
    ) -> Result<Self, EvidenceFault> {
        let now = evidence.now();
        let last = period.and_then(|period| period.until.yesterday().ok());
        let today = last.map_or(day_of(now), |last| last.min(day_of(now)));
        let (mut shelves, mut histories) = (HashMap::new(), HashMap::new());
        for (kind, names) in reads {
            if others.contains(kind) {
                shelves.insert(*kind, Shelf::fill(kind, names, evidence)?);
            }
            let of_kind: &mut Vec<History> = histories.entry(*kind).or_default();
            for verbs in &names.histories {
                let first = evidence.first_activity(kind, verbs)?;
                of_kind.push(History { verbs: verbs.clone(), first });
            }
        }
        Ok(Self { now, today, period, shelves, histories })
    }

    /// Every record of another kind that was gathered, in the order of their numbers.
    pub fn all(&self, kind: &str) -> impl Iterator<Item = Member<'_>> {
        let shelved = self.shelves.get(kind);
        let records = shelved.into_iter().flat_map(|shelved| shelved.records.values());
        records.filter_map(move |record| Some(Member::new(record, &shelved?.shape, self)))
    }

    /// The record of another kind with that number, if it was gathered.
    pub fn find(&self, kind: &str, id: RecordId) -> Option<Member<'_>> {
        self.shelves.get(kind)?.member(id, self)
    }

    /// The number of a record of another kind, as people see it.
    pub fn number(&self, kind: &str, id: RecordId) -> String {
        let shelved = self.shelves.get(kind);
        shelved.map_or_else(|| id.to_string(), |shelved| shelved.shape.view.def.number(id))
    }

    /// Whether the period looked at, if there is one, holds the day.
    pub fn looks_at(&self, day: Date) -> bool {
        self.period.is_none_or(|period| period.from <= day && day < period.until)
    }
}

impl Shape {
    /// The kind of that name, once everything that is read of it is known to exist.
    pub fn of(kind: &str, names: &Names, evidence: &dyn Evidence) -> Result<Self, EvidenceFault> {
        let missing =
            || EvidenceFault(format!("A check reads “{kind}”, but there is no such kind."));
        let view = evidence.view(kind).ok_or_else(missing)?;
        if let Some(unknown) = names.unknown_in(&view).into_iter().next() {
            return Err(EvidenceFault(format!("A check reads what does not exist: {unknown}")));
        }
        let place = |field: &&'static str| Some((*field, view.def.position(field)?));
        let places = names.fields.iter().filter_map(place).collect();
        Ok(Self { view, places })
    }
}

impl Shelf {
    fn fill(
        kind: &'static str,
        names: &Names,
        evidence: &dyn Evidence,
    ) -> Result<Self, EvidenceFault> {
        let whole = Shape::of(kind, names, evidence)?;
        let places: Vec<(&'static str, usize)> = whole.places.into_iter().collect();
        let mut records = BTreeMap::new();
        evidence.visit(kind, &[], &mut |record| {
            records.insert(record.id, narrowed(record, &places));
            true
        })?;
        let places = places.iter().enumerate().map(|(new, (field, _))| (*field, new)).collect();
        let shape = Shape { view: whole.view, places };
        let naming = names.naming.iter().map(|by| (*by, index(&records, &shape, by))).collect();
        Ok(Self { shape, records, naming })
    }

    fn member<'a>(&'a self, id: RecordId, world: &'a World) -> Option<Member<'a>> {
        Some(Member::new(self.records.get(&id)?, &self.shape, world))
    }
}

fn narrowed(record: &Record, places: &[(&'static str, usize)]) -> Record {
    let value = |place: &usize| record.values.get(*place).cloned().unwrap_or_default();
    Record {
        id: record.id,
        state: record.state.clone(),
        values: places.iter().map(|(_, place)| value(place)).collect(),
        created_at: record.created_at,
        imported: record.imported,
        ..Record::default()
    }
}

fn index(
    records: &BTreeMap<RecordId, Record>,
    shape: &Shape,
    by: &str,
) -> HashMap<RecordId, Vec<RecordId>> {
    let mut index: HashMap<RecordId, Vec<RecordId>> = HashMap::new();
    let Some(place) = shape.places.get(by) else { return index };
    for record in records.values() {
        if let Some(named) = record.values.get(*place).and_then(Value::as_int) {
            index.entry(named).or_default().push(record.id);
        }
    }
    index
}

/// The day of a moment, in UTC.
pub fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

fn lower_first(label: &str) -> String {
    let mut letters = label.chars();
    let (first, second) = (letters.next(), letters.next());
    // An abbreviation keeps its capitals.
    if second.is_some_and(char::is_uppercase) {
        return label.to_owned();
    }
    first.into_iter().flat_map(char::to_lowercase).chain(label.chars().skip(1)).collect()
}

/// What checks read, by kind: of the kinds judged and of the others; and which kinds are read as
/// others.
pub fn joined<'a>(
    reads: impl Iterator<Item = (&'static str, &'a Reads)>,
) -> (BTreeMap<&'static str, Names>, BTreeSet<&'static str>) {
    let (mut all, mut others) = (BTreeMap::<_, Names>::new(), BTreeSet::new());
    for (kind, reads) in reads {
        all.entry(kind).or_default().take(reads.own.clone());
        for (other, names) in &reads.others {
            all.entry(other).or_default().take(names.clone());
            others.insert(*other);
        }
    }
    (all, others)
}
