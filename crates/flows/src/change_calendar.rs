//! The change calendar: at every save of a change it is worked out what stands in its way, and no
//! change is scheduled into a collision that nobody has accepted. A standard change that fails takes
//! its template out of use.
use gemba_desk::{Command, DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::{
    FieldFault, Record,
    change_calendar::{self, ChangeCalendar, Finder, STATES_THAT_HOLD, STATES_TO_COME},
    filter::Filter,
    overlay::KindView,
};
use gemba_vocabulary::{
    RecordId, Value,
    collision::{Collision, Obstacle, Planned, Shared, collisions},
};
use serde_json::{Value as Json, json};
use std::{collections::BTreeSet, sync::Arc};

/// The change calendar of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ChangeCalendarFlow;

const TOPIC: &str = "change_calendar";
const CHANGE: &str = "change";
/// The kind, and the field of a change that refers to it.
const TEMPLATE: &str = "change_template";
const RECORDS_READ_MAX: usize = 10_000;
/// How many collisions a refusal names.
const NAMED_MAX: usize = 3;

impl Flow for ChangeCalendarFlow {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != CHANGE || saving.record.imported {
            return Ok(());
        }
        if saving.record.state == "failed" && !saving.value(TEMPLATE).is_none() {
            saving.plan(TOPIC, Some(world.now()));
        }
        // What is over keeps what stood in its way then.
        if !STATES_TO_COME.contains(&&*saving.record.state) {
            return Ok(());
        }
        let planned = change_calendar::planned(saving.view, saving.record);
        let before = saving.before.map(|before| Stored::of(saving.view, before));
        let touched = before.as_ref().is_none_or(|before| before.planned != planned);
        let is_held = STATES_THAT_HOLD.contains(&&*saving.record.state);
        let found = planned.map(|one| in_the_way(world, one)).transpose()?.unwrap_or_default();
        let accepted = accepted(saving, before.as_ref(), &found);
        let open: Vec<_> = found.iter().filter(|one| !accepted.contains(&key(one.with))).collect();
        let was_held = saving.before.is_some_and(|one| STATES_THAT_HOLD.contains(&&*one.state));
        let is_emergency = saving.value("model").as_text() == Some("emergency");
        if is_held && (touched || !was_held) && !is_emergency && !open.is_empty() {
            return Err(refusal(world, &open)?);
        }
        let rows = found.iter().map(|one| row(world, one, accepted.contains(&key(one.with))));
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        let is_empty = rows.is_empty() && saving.value("collisions").is_none();
        if !is_empty {
            saving.set("collisions", Value::Struct(Json::Array(rows)));
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(CHANGE)?;
        let Some(change) = world.record(CHANGE, work.record)? else { return Ok(done) };
        let Some(template) = view.value(&change, TEMPLATE).as_int() else { return Ok(done) };
        let record = world.record(TEMPLATE, template)?;
        if change.state == "failed" && record.is_some_and(|one| one.state == "in_force") {
            let number = view.def.number(change.id);
            let command = Command::verb(TEMPLATE, template, "suspend");
            done.commands.push(command.with_note(&format!("{number} went wrong by it.")));
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

/// Finds records within the transaction that writes.
pub(crate) struct Within<'a, 'b>(pub &'a mut World<'b>);

impl Finder for Within<'_, '_> {
    type Fault = Refused;
    fn find(&mut self, kind: &str, filters: &[Filter]) -> Result<Vec<Record>, Refused> {
        self.0.find(kind, filters, RECORDS_READ_MAX)
    }
    fn view(&self, kind: &str) -> Option<Arc<KindView>> {
        self.0.view(kind).ok()
    }
}

/// What was stored of a change before.
struct Stored {
    planned: Option<Planned>,
    accepted_by: Value,
    reason: Value,
    accepted: BTreeSet<(&'static str, RecordId)>,
}

impl Stored {
    fn of(view: &KindView, record: &Record) -> Self {
        let value = |field| view.value(record, field).clone();
        let rows = match value("collisions") {
            Value::Struct(Json::Array(rows)) => rows,
            _ => Vec::new(),
        };
        let accepted = rows.iter().filter(|row| row["accepted"] == json!(true)).filter_map(|row| {
            let with = row["with"].as_i64()?;
            let is_change = row["with_kind"] == json!(CHANGE);
            Some(key(if is_change { Obstacle::Change(with) } else { Obstacle::Freeze(with) }))
        });
        Self {
            planned: change_calendar::planned(view, record),
            accepted_by: value("collision_accepted_by"),
            reason: value("collision_reason"),
            accepted: accepted.collect(),
        }
    }
}

fn key(with: Obstacle) -> (&'static str, RecordId) {
    match with {
        Obstacle::Change(id) => (CHANGE, id),
        Obstacle::Freeze(id) => ("freeze_window", id),
    }
}

fn in_the_way(world: &mut World<'_>, planned: Planned) -> Result<Vec<Collision>, Refused> {
    let mut finder = Within(world);
    let mut calendar = ChangeCalendar::read(&mut finder, planned.span, &STATES_THAT_HOLD)?;
    calendar.relate(&mut finder)?;
    let planned = change_calendar::with_related(&mut finder, planned)?;
    let others = calendar.planned();
    Ok(collisions(&planned, &others, &calendar.frozen()))
}

/// The collisions that somebody accepted: all of them when the acceptance is given just now, else
/// those that were accepted before.
fn accepted(
    saving: &Saving<'_>,
    before: Option<&Stored>,
    found: &[Collision],
) -> BTreeSet<(&'static str, RecordId)> {
    let (by, reason) = (saving.value("collision_accepted_by"), saving.value("collision_reason"));
    if by.is_none() || reason.is_none() {
        return BTreeSet::new();
    }
    let is_new = before.is_none_or(|one| one.accepted_by != *by || one.reason != *reason);
    if is_new {
        return found.iter().map(|one| key(one.with)).collect();
    }
    before.map(|one| one.accepted.clone()).unwrap_or_default()
}

fn row(world: &mut World<'_>, one: &Collision, accepted: bool) -> Result<Json, Refused> {
    let (with_kind, with) = key(one.with);
    Ok(json!({
        "with_kind": with_kind,
        "with": with,
        "because": because(world, one)?,
        "from": one.span.from,
        "to": one.span.to,
        "accepted": accepted,
    }))
}

/// What both touch, in words: the name of the first, and how many more.
fn because(world: &mut World<'_>, one: &Collision) -> Result<String, Refused> {
    let mut name = |kind: &str, id: RecordId| -> Result<String, Refused> {
        let view = world.view(kind)?;
        let record = world.record(kind, id)?;
        Ok(record.map_or_else(|| view.def.number(id), |record| view.title(&record)))
    };
    let words = match one.shared.first() {
        Some(Shared::Item(id)) => name("configuration_item", *id)?,
        Some(Shared::Related(id)) => {
            format!("{}, which is related", name("configuration_item", *id)?)
        }
        Some(Shared::Service(id)) => name("service", *id)?,
        Some(Shared::Everything) | None => "all services".to_owned(),
    };
    let more = one.shared.len().saturating_sub(1);
    Ok(if more == 0 { words } else { format!("{words} and {more} more") })
}

fn refusal(world: &mut World<'_>, open: &[&Collision]) -> Result<Refused, Refused> {
    let mut named = Vec::new();
    for one in open.iter().take(NAMED_MAX) {
        let (kind, id) = key(one.with);
        let view = world.view(kind)?;
        let title = world.record(kind, id)?.map(|record| view.title(&record)).unwrap_or_default();
        let because = because(world, one)?;
        named.push(format!("{} “{title}” ({because})", view.def.number(id)));
    }
    let more = open.len().saturating_sub(NAMED_MAX);
    if more > 0 {
        named.push(format!("{more} more"));
    }
    let fault = format!(
        "lies in the time of {}; move it, or name who accepts the collision, and why",
        named.join(", ")
    );
    Ok(FieldFault::new("starts_at", fault).into())
}
