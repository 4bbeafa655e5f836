//! What records say of an input: points, each with its record, and how kinds are read of which it is not certain that
//! they are kept.
use crate::reviews::agenda::Found;
use gemba_desk::{Refused, World};
use gemba_model::{Record, overlay::KindView, review_inputs::Input};
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, ToSpan, civil::Date};
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

/// Of which time a review talks.
pub(super) struct Times {
    pub since: Date,
    pub since_at: Timestamp,
    pub today: Date,
    pub now: Timestamp,
    /// The review itself.
    pub review: RecordId,
}

/// So many quarters show where something leads.
pub(super) const QUARTERS: i64 = 4;
const POINTS_MAX: usize = 6;

/// The points of all inputs.
#[derive(Default)]
pub(super) struct Points(Vec<Json>);

impl Points {
    /// A point without a record.
    pub fn say(&mut self, input: Input, point: &str) {
        self.0.push(json!({"input": input, "point": point}));
    }

    /// A point about a record.
    pub fn record(&mut self, input: Input, view: &KindView, record: &Record, point: &str) {
        let number = view.def.number(record.id);
        self.0.push(json!({"input": input, "record": number, "point": point}));
    }

    /// A point for each record, up to some; then how many more there are.
    pub fn each(
        &mut self,
        input: Input,
        found: &Found,
        words: impl Fn(&KindView, &Record) -> String,
    ) {
        for record in found.records.iter().take(POINTS_MAX) {
            self.record(input, &found.view, record, &words(&found.view, record));
        }
        let more = found.records.len().saturating_sub(POINTS_MAX);
        if more > 0 {
            self.say(input, &format!("And {more} more {}.", found.view.def.plural.to_lowercase()));
        }
    }

    /// That nothing is on record of an input of which nothing was said.
    pub fn close(&mut self, input: Input) {
        let name = json!(input);
        if !self.0.iter().any(|point| point.get("input") == Some(&name)) {
            self.say(input, "Nothing is recorded.");
        }
    }

    pub fn into_json(self) -> Json {
        Json::Array(self.0)
    }
}

/// All records of a kind; nothing where it is not kept.
pub(super) fn all(world: &mut World<'_>, kind: &str) -> Result<Option<Found>, Refused> {
    if world.view(kind).is_err() {
        return Ok(None);
    }
    Found::read(world, kind, &[]).map(Some)
}

/// The records of a kind that are not over.
pub(super) fn open(found: Found) -> Found {
    found.only(|view, one| !is_over(view, one))
}

/// Whether a record's state is one of the last.
pub(super) fn is_over(view: &KindView, record: &Record) -> bool {
    view.def.state(&record.state).is_some_and(|state| state.is_end)
}

/// Where a record stands, in words.
pub(super) fn state(view: &KindView, record: &Record) -> String {
    let label = view.def.state(&record.state).map_or(&*record.state, |state| &*state.label);
    label.to_lowercase()
}

/// A field as text; empty where it is not kept.
pub(super) fn text(view: &KindView, record: &Record, field: &str) -> String {
    view.value(record, field).to_text()
}

/// A field as a number.
pub(super) fn number(view: &KindView, record: &Record, field: &str) -> Option<Decimal> {
    match view.value(record, field) {
        Value::Decimal(number) => Some(*number),
        other => other.as_int().map(Decimal::from),
    }
}

/// A field as a day.
pub(super) fn day(view: &KindView, record: &Record, field: &str) -> Option<Date> {
    match view.value(record, field) {
        Value::Date(day) => Some(*day),
        Value::Instant(at) => Some(crate::periods::day_of(*at)),
        _ => None,
    }
}

/// The field of a kind that names records of another.
pub(super) fn field_to<'a>(view: &'a KindView, kind: &str) -> Option<&'a str> {
    let fields = view.def.fields.iter();
    fields.filter(|field| field.holds.target() == Some(kind)).map(|field| &*field.name).next()
}

/// How many there are in each state, in words.
pub(super) fn by_state(found: &Found) -> String {
    let states = found.view.def.states.iter();
    let counted = states.filter_map(|state| {
        let count = found.records.iter().filter(|one| one.state == state.name).count();
        (count > 0).then(|| format!("{count} {}", state.label.to_lowercase()))
    });
    counted.collect::<Vec<_>>().join(", ")
}

/// How many records came in each of the last quarters, the oldest first.
pub(super) fn by_quarter(found: &Found, times: &Times) -> String {
    let count = |back: i64| {
        let begin = |back: i64| {
            let months = back.saturating_mul(3).months();
            crate::reviews::begin_of(times.today.saturating_sub(months))
        };
        let (from, to) = (begin(back), begin(back - 1));
        let within = |one: &&Record| from <= one.created_at && (one.created_at < to || back == 1);
        found.records.iter().filter(within).count().to_string()
    };
    (1..=QUARTERS).rev().map(count).collect::<Vec<_>>().join(", ")
}
