//! Reads a calendar of changes: the one place that knows by which fields a change, a freeze window
//! and a relation say when and what. The rule of collisions itself stands in
//! [`gemba_vocabulary::collision`].
//!
//! Who asks brings the way to find records: a flow within its transaction, a page with its reader's
//! eyes.
use crate::{
    Record,
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{
    RecordId, Value,
    calendar::Span,
    collision::{Freeze, Planned},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The states in which a change holds its time: what is scheduled later has to give way.
pub const STATES_THAT_HOLD: [&str; 3] = ["authorised", "scheduled", "implementing"];
/// The states in which a change is still to come, so that it matters what stands in its way.
pub const STATES_TO_COME: [&str; 9] = [
    "draft",
    "requested",
    "raised",
    "submitted",
    "assessed",
    "approved",
    "authorised",
    "scheduled",
    "implementing",
];
const ITEMS_AT_ONCE: usize = 200;

/// A way to find records.
pub trait Finder {
    /// Why it cannot.
    type Fault;
    /// The records of a kind that meet all filters; none if there is no such kind, or if whoever asks
    /// may not read it.
    fn find(&mut self, kind: &str, filters: &[Filter]) -> Result<Vec<Record>, Self::Fault>;
    /// The kind of that name.
    fn view(&self, kind: &str) -> Option<Arc<KindView>>;
}

/// The changes and freeze windows of a time.
#[derive(Debug, Default)]
pub struct ChangeCalendar {
    /// Changes with a time, with their records, in the order in which they were found.
    pub changes: Vec<(Planned, Record)>,
    /// Times in which nothing is changed, with their records.
    pub freezes: Vec<(Freeze, Record)>,
}

impl ChangeCalendar {
    /// Reads the changes in these states, and the freeze windows, that fall into a time.
    pub fn read<F: Finder>(finder: &mut F, span: Span, states: &[&str]) -> Result<Self, F::Fault> {
        let mut calendar = Self::default();
        if let Some(view) = finder.view("change") {
            let filters = within(span, states);
            let found = finder.find("change", &filters)?;
            let planned = |record: Record| planned(&view, &record).map(|one| (one, record));
            let changes = found.into_iter().filter_map(planned);
            calendar.changes = changes.filter(|(one, _)| one.span.to > span.from).collect();
        }
        if let Some(view) = finder.view("freeze_window") {
            let found = finder.find("freeze_window", &within(span, &["announced"]))?;
            let freeze = |record: Record| freeze(&view, &record).map(|one| (one, record));
            let freezes = found.into_iter().filter_map(freeze);
            calendar.freezes = freezes.filter(|(one, _)| one.span.to > span.from).collect();
        }
        Ok(calendar)
    }

    /// Adds to each change what its configuration items are related to, one step away.
    pub fn relate<F: Finder>(&mut self, finder: &mut F) -> Result<(), F::Fault> {
        let items = self.changes.iter().flat_map(|(one, _)| one.items.iter().copied());
        let neighbours = neighbours(finder, &items.collect())?;
        for (one, _) in &mut self.changes {
            one.related = related(one, &neighbours);
        }
        Ok(())
    }

    /// The changes alone.
    pub fn planned(&self) -> Vec<Planned> {
        self.changes.iter().map(|(planned, _)| planned.clone()).collect()
    }

    /// The freeze windows alone.
    pub fn frozen(&self) -> Vec<Freeze> {
        self.freezes.iter().map(|(freeze, _)| freeze.clone()).collect()
    }
}

/// When a change takes place and what it touches; nothing without a time.
pub fn planned(view: &KindView, record: &Record) -> Option<Planned> {
    let refs = |field| refs(view.value(record, field));
    Some(Planned {
        change: record.id,
        span: span(view, record)?,
        services: refs("service").chain(refs("other_services")).collect(),
        items: refs("configuration_items").collect(),
        related: BTreeSet::new(),
    })
}

/// A change with what its configuration items are related to, one step away.
pub fn with_related<F: Finder>(finder: &mut F, mut one: Planned) -> Result<Planned, F::Fault> {
    let neighbours = neighbours(finder, &one.items)?;
    one.related = related(&one, &neighbours);
    Ok(one)
}

fn freeze(view: &KindView, record: &Record) -> Option<Freeze> {
    Some(Freeze {
        window: record.id,
        span: span(view, record)?,
        services: refs(view.value(record, "services")).collect(),
        exceptions: refs(view.value(record, "exceptions")).collect(),
    })
}

fn span(view: &KindView, record: &Record) -> Option<Span> {
    let at = |field| view.value(record, field).as_instant();
    at("starts_at").zip(at("ends_at")).map(|(from, to)| Span { from, to })
}

fn refs(value: &Value) -> impl Iterator<Item = RecordId> {
    let ids: &[RecordId] = match value {
        Value::Ref(id) => std::slice::from_ref(id),
        Value::Refs(ids) => ids,
        _ => &[],
    };
    ids.iter().copied()
}

fn within(span: Span, states: &[&str]) -> Vec<Filter> {
    let test = |field: &str, test| Filter { field: field.to_owned(), test };
    let states = states.iter().map(|state| Value::Text((*state).to_owned())).collect();
    vec![
        test("ends_at", Test::AtLeast(Value::Instant(span.from))),
        test("starts_at", Test::Less(Value::Instant(span.to))),
        test("state", Test::Is(states)),
    ]
}

type Neighbours = BTreeMap<RecordId, BTreeSet<RecordId>>;

fn neighbours<F: Finder>(
    finder: &mut F,
    items: &BTreeSet<RecordId>,
) -> Result<Neighbours, F::Fault> {
    let mut neighbours = Neighbours::new();
    let Some(view) = finder.view("configuration_relation") else { return Ok(neighbours) };
    let items: Vec<_> = items.iter().copied().map(Value::Ref).collect();
    for some in items.chunks(ITEMS_AT_ONCE) {
        for end in ["from", "to"] {
            let of = Filter { field: end.to_owned(), test: Test::Is(some.to_vec()) };
            let found = finder
                .find("configuration_relation", &[of, Filter::is("open", Value::Bool(true))])?;
            for relation in found {
                let end = |field| view.value(&relation, field).as_int();
                if let Some((from, to)) = end("from").zip(end("to")) {
                    neighbours.entry(from).or_default().insert(to);
                    neighbours.entry(to).or_default().insert(from);
                }
            }
        }
    }
    Ok(neighbours)
}

fn related(one: &Planned, neighbours: &Neighbours) -> BTreeSet<RecordId> {
    one.items.iter().filter_map(|item| neighbours.get(item)).flatten().copied().collect()
}
