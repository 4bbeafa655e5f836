//! The points of an agenda, and how they are found.
use gemba_desk::{Refused, World};
use gemba_model::{
    Record,
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, civil::Date};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// Of which time an agenda talks.
pub(crate) struct Times {
    pub since: Date,
    pub since_at: Timestamp,
    pub now: Timestamp,
}

const READ_MAX: usize = 2_000;

/// An agenda that is being put together.
#[derive(Default)]
pub(crate) struct Agenda(Vec<Json>);

impl Agenda {
    /// Adds a point without a record.
    pub fn say(&mut self, topic: &str, point: &str) {
        self.0.push(json!({"topic": topic, "point": point}));
    }

    /// Adds a point for each record, up to so many; then how many more there are.
    pub fn each(
        &mut self,
        topic: &str,
        found: &Found,
        shown_max: usize,
        words: impl Fn(&KindView, &Record) -> String,
    ) {
        let Found { view, records } = found;
        for record in records.iter().take(shown_max) {
            let point = words(view, record);
            self.0.push(
                json!({"topic": topic, "record": view.def.number(record.id), "point": point}),
            );
        }
        let more = records.len().saturating_sub(shown_max);
        if more > 0 {
            self.say(topic, &format!("And {more} more {}.", view.def.plural.to_lowercase()));
        }
    }

    /// As data.
    pub fn into_json(self) -> Json {
        Json::Array(self.0)
    }
}

/// Records of one kind.
pub(crate) struct Found {
    pub view: Arc<KindView>,
    pub records: Vec<Record>,
}

impl Found {
    /// The records that meet all filters.
    pub fn read(world: &mut World<'_>, kind: &str, filters: &[Filter]) -> Result<Self, Refused> {
        Ok(Self { view: world.view(kind)?, records: world.find(kind, filters, READ_MAX)? })
    }

    /// Only those of which something holds.
    pub fn only(mut self, holds: impl Fn(&KindView, &Record) -> bool) -> Self {
        let view = Arc::clone(&self.view);
        self.records.retain(|record| holds(&view, record));
        self
    }

    /// The numbers of the records.
    pub fn ids(&self) -> Vec<RecordId> {
        self.records.iter().map(|record| record.id).collect()
    }
}

/// At or after a value.
pub(crate) fn at_least(field: &str, value: Value) -> Filter {
    Filter { field: field.to_owned(), test: Test::AtLeast(value) }
}

/// One of some records.
pub(crate) fn one_of(field: &str, ids: &[RecordId]) -> Filter {
    let values = ids.iter().copied().map(Value::Ref).collect();
    Filter { field: field.to_owned(), test: Test::Is(values) }
}

/// One of some states.
pub(crate) fn in_states(states: &[&str]) -> Filter {
    let states = states.iter().map(|state| Value::Text((*state).to_owned())).collect();
    Filter { field: "state".to_owned(), test: Test::Is(states) }
}

/// Open tasks of records of a kind.
pub(crate) fn open_tasks(
    world: &mut World<'_>,
    kind: &str,
    of: &[RecordId],
) -> Result<Found, Refused> {
    let filters = [
        Filter::is("parent_kind", Value::Text(kind.to_owned())),
        Filter::is("open", Value::Bool(true)),
    ];
    let of = of.to_vec();
    let tasks = Found::read(world, "task", &filters)?;
    Ok(tasks
        .only(|view, task| view.value(task, "parent").as_int().is_some_and(|id| of.contains(&id))))
}

/// A task with its day.
pub(crate) fn task_words(view: &KindView, task: &Record) -> String {
    match view.value(task, "due_on") {
        Value::Date(day) => format!("{} (due {day})", view.title(task)),
        _ => view.title(task),
    }
}

/// The day of a moment.
pub(crate) fn day(view: &KindView, record: &Record, field: &str) -> String {
    match view.value(record, field) {
        Value::Instant(at) => super::today(*at).to_string(),
        Value::Date(day) => day.to_string(),
        _ => "no day yet".to_owned(),
    }
}
