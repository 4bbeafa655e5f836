//! What a rule may look at: the record judged, what other records say of it, and what happened to
//! it.
use crate::{
    field::FieldName,
    gathered::{Gathered, Quick, Shape},
    group::Row,
    noted::{Key, Noted},
};
use gemba_model::check::Period;
use gemba_vocabulary::{RecordId, ValueRef};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::{
    any::Any,
    cell::{Cell, RefCell},
    collections::HashMap,
    ops::RangeInclusive,
    rc::Rc,
    sync::Arc,
};

/// A record as a rule sees it.
#[derive(Clone, Copy)]
pub struct Member<'a> {
    row: Row<'a>,
    shape: &'a Shape,
    /// What else there is.
    pub world: &'a World,
}

/// Everything besides the record judged, and what judging it looked at. Each thread has its own.
pub struct World {
    gathered: Arc<Gathered>,
    now: Timestamp,
    today: Date,
    period: Option<Period>,
    is_noting: bool,
    noted: RefCell<Noted>,
    /// The kind judged, and the numbers of the records judged together.
    judging: Cell<Option<(u16, RecordId, RecordId)>>,
    once: RefCell<HashMap<usize, Once, Quick>>,
}

/// Something worked out once for all records judged, and until when it is right.
#[derive(Clone)]
struct Once {
    made: Rc<dyn Any>,
    expires: Option<Timestamp>,
}

impl<'a> Member<'a> {
    /// A record, narrowed to what is read of its kind.
    pub(crate) fn of(row: Row<'a>, shape: &'a Shape, world: &'a World) -> Self {
        Self { row, shape, world }
    }

    /// Its number within the kind.
    pub fn id(&self) -> RecordId {
        self.row.id()
    }

    /// Its number as people see it.
    pub fn number(&self) -> String {
        self.shape.view.def.number(self.id())
    }

    /// The state of its life.
    pub fn state(&self) -> &'a str {
        self.row.state()
    }

    /// Whether it came from another tool's data.
    pub fn is_imported(&self) -> bool {
        self.row.is_imported()
    }

    /// When it was recorded.
    pub fn recorded_at(&self) -> Timestamp {
        self.row.created_at()
    }

    /// What it holds in a field that its check said it reads.
    pub fn value(&self, field: impl FieldName) -> ValueRef<'a> {
        let Some(place) = field.place(self.shape) else { return ValueRef::None };
        let value = self.row.value(place);
        debug_assert!(
            !matches!(value, ValueRef::Given),
            "the value of “{}” is looked at, and its check said that it only asks whether it was given",
            field.name()
        );
        value
    }

    /// Whether it holds something in the field. A blank text is nothing, and so is a list without rows.
    pub fn has(&self, field: impl FieldName) -> bool {
        field.place(self.shape).is_some_and(|place| self.row.is_given(place))
    }

    /// The text or choice in the field; the empty text if there is none.
    pub fn text(&self, field: impl FieldName) -> &'a str {
        self.value(field).as_text().unwrap_or_default()
    }

    /// The moment in the field.
    pub fn instant(&self, field: impl FieldName) -> Option<Timestamp> {
        self.value(field).as_instant()
    }

    /// The day in the field; of a moment, its day in UTC.
    pub fn day(&self, field: impl FieldName) -> Option<Date> {
        match self.value(field) {
            ValueRef::Date(day) => Some(day),
            ValueRef::Instant(at) => Some(day_of(at)),
            _ => None,
        }
    }

    /// What people call a field that its check said it reads, as it stands on pages.
    pub fn title<F: FieldName>(&self, field: F) -> &'a str {
        field.place(self.shape).and_then(|place| self.shape.title(place)).unwrap_or_default()
    }

    /// What people call the field, inside a sentence.
    pub fn label(&self, field: impl FieldName) -> String {
        lower_first(self.title(field))
    }

    /// The records of another kind that name this one in their field `by`, alone or among others, in the order of
    /// their numbers.
    pub fn named_by(&self, kind: &str, by: &str) -> impl Iterator<Item = Member<'a>> + use<'a> {
        let world = self.world;
        let other = world.gathered.kind(kind);
        let naming = other.and_then(|other| other.naming(by).map(|naming| (other, naming)));
        if let Some((other, (place, _))) = naming {
            world.note(|| world.key_of_naming(self, other.shape.number, place));
        }
        let ids = naming.and_then(|(_, (_, naming))| naming.get(&self.id()));
        let ids = ids.map(Vec::as_slice).unwrap_or_default();
        ids.iter().filter_map(move |id| world.shelved(other?.shape.number, *id))
    }

    /// The record of another kind that this one names in the field.
    pub fn named(&self, field: impl FieldName, kind: &str) -> Option<Member<'a>> {
        let id = self.value(field).as_int()?;
        let number = self.world.gathered.kind(kind)?.shape.number;
        self.world.note(|| Key::content(number, id));
        self.world.shelved(number, id)
    }

    /// When the first entry of one of these verbs was written into its history.
    pub fn first_activity(&self, verbs: &[&str]) -> Option<Timestamp> {
        self.world.gathered.first_activity(self.shape.number, verbs, self.id())
    }
}

impl World {
    /// The world of what was gathered, at a moment.
    pub(crate) fn new(gathered: Arc<Gathered>, now: Timestamp, period: Option<Period>) -> Self {
        let last = period.and_then(|period| period.until.yesterday().ok());
        let today = last.map_or(day_of(now), |last| last.min(day_of(now)));
        Self {
            gathered,
            now,
            today,
            period,
            is_noting: false,
            noted: RefCell::default(),
            judging: Cell::default(),
            once: RefCell::default(),
        }
    }

    /// The same, which notes what is looked at.
    pub(crate) fn noting(self, is_noting: bool) -> Self {
        Self { is_noting, ..self }
    }

    /// When the evidence is read. What looks at it has to be judged again whenever it is asked for: where something
    /// is compared with a moment, [`Self::reached`] is better.
    pub fn now(&self) -> Timestamp {
        self.expires(self.now);
        self.now
    }

    /// The last day that counts: today in UTC, or the last day of a period that is over. Where something is compared
    /// with a day, [`Self::reached_day`] is better.
    pub fn today(&self) -> Date {
        self.today.tomorrow().into_iter().for_each(|day| self.expires(begin_of(day)));
        self.today
    }

    /// Whether it is that moment or later.
    pub fn reached(&self, moment: Timestamp) -> bool {
        let is_reached = self.now >= moment;
        if !is_reached {
            self.expires(moment);
        }
        is_reached
    }

    /// Whether it is later than that moment.
    pub fn has_passed(&self, moment: Timestamp) -> bool {
        let is_past = self.now > moment;
        if !is_past {
            let next = jiff::SignedDuration::from_nanos(1);
            self.expires(moment.checked_add(next).unwrap_or(moment));
        }
        is_past
    }

    /// Whether the last day that counts is that day or a later one.
    pub fn reached_day(&self, day: Date) -> bool {
        let is_reached = self.today >= day;
        if !is_reached {
            self.expires(begin_of(day));
        }
        is_reached
    }

    /// Whether the last day that counts is later than that day.
    pub fn has_passed_day(&self, day: Date) -> bool {
        day.tomorrow().is_ok_and(|next| self.reached_day(next))
    }

    /// Every record of another kind that was gathered, in the order of their numbers.
    pub fn all(&self, kind: &str) -> impl Iterator<Item = Member<'_>> {
        let shelved = self.gathered.kind(kind);
        if let Some(kind) = shelved {
            self.note(|| Key::whole(kind.shape.number));
        }
        shelved.into_iter().flat_map(|kind| kind.shelf().members(&kind.shape, self))
    }

    /// The record of another kind with that number, if it was gathered.
    pub fn find(&self, kind: &str, id: RecordId) -> Option<Member<'_>> {
        let number = self.gathered.kind(kind)?.shape.number;
        self.note(|| Key::content(number, id));
        self.shelved(number, id)
    }

    /// The number of a record of another kind, as people see it.
    pub fn number(&self, kind: &str, id: RecordId) -> String {
        let known = self.gathered.kind(kind);
        known.map_or_else(|| id.to_string(), |kind| kind.shape.view.def.number(id))
    }

    /// The days looked at; nothing if all of them are.
    pub fn period(&self) -> Option<Period> {
        self.period
    }

    /// Whether the period looked at, if there is one, holds the day.
    pub fn looks_at(&self, day: Date) -> bool {
        self.period.is_none_or(|period| period.from <= day && day < period.until)
    }

    /// What is the same for every record judged is worked out once, from all records of these kinds. `slot` tells it
    /// from everything else that is.
    pub fn once<'k, T: 'static>(
        &self,
        slot: Slot,
        kinds: impl IntoIterator<Item = &'k &'static str>,
        make: impl FnOnce() -> T,
    ) -> Option<Rc<T>> {
        for kind in kinds.into_iter().filter(|_| self.is_noting) {
            let number = self.gathered.kind(kind).map(|kind| kind.shape.number);
            number.into_iter().for_each(|number| self.note(|| Key::whole(number)));
        }
        let held = self.once.borrow().get(&slot.0).cloned();
        let once = held.unwrap_or_else(|| {
            let before = self.noted.take();
            let made: Rc<dyn Any> = Rc::new(make());
            let noted = self.noted.replace(before);
            let once = Once { made, expires: noted.expires };
            self.once.borrow_mut().insert(slot.0, once.clone());
            once
        });
        once.expires.into_iter().for_each(|at| self.expires(at));
        once.made.downcast().ok()
    }

    fn shelved(&self, kind: u16, id: RecordId) -> Option<Member<'_>> {
        let kind = self.gathered.at(kind)?;
        Some(Member::of(kind.shelf().get(id)?, &kind.shape, self))
    }

    fn key_of_naming(&self, member: &Member<'_>, other: u16, by: u8) -> Key {
        let is_own = self.judging.get().is_some_and(|(kind, from, to)| {
            kind == member.shape.number && (from..=to).contains(&member.id())
        });
        if is_own { Key::of_own(other, by) } else { Key::naming(other, by, member.id()) }
    }

    fn note(&self, key: impl FnOnce() -> Key) {
        if self.is_noting {
            self.noted.borrow_mut().take(key());
        }
    }

    fn expires(&self, at: Timestamp) {
        // Whatever a period that is over holds stays as it is; such a world notes nothing.
        if self.is_noting {
            self.noted.borrow_mut().expire(at);
        }
    }

    /// From here on these records are judged. What was noted before is forgotten.
    pub(crate) fn begin(&self, kind: u16, numbers: &RangeInclusive<RecordId>) {
        self.judging.set(Some((kind, *numbers.start(), *numbers.end())));
        self.noted.take();
    }

    /// What was looked at since the beginning.
    pub(crate) fn end(&self) -> Noted {
        self.noted.take().closed()
    }
}

/// A place for something that is worked out once.
#[derive(Clone, Copy, Debug)]
pub struct Slot(usize);

impl Slot {
    /// A place of its own.
    pub fn fresh() -> Self {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// The day of a moment, in UTC.
pub fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

fn begin_of(day: Date) -> Timestamp {
    day.to_zoned(TimeZone::UTC).map_or(Timestamp::MAX, |at| at.timestamp())
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
