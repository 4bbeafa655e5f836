//! The change calendar with ten thousand changes: its pages, and scheduling into it.
use crate::{
    Scale,
    engines::Engine,
    house::{self, House, owner, values},
    load::{self, Plan},
    report::{Report, Target, median, milliseconds},
    server::Server,
    words::Dice,
};
use anyhow::{Context, Result, ensure};
use gemba_desk::{Command, Desk, Imported};
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Channel},
};
use jiff::{SignedDuration, Timestamp};
use std::{path::Path, rc::Rc, time::Instant};

const BATCH_RECORDS: usize = 2_000;
const ITEMS: u32 = 5_000;
const SERVICES: u32 = 80;
/// The changes lie within so many days before and after now.
const DAYS: u32 = 180;
const SEED: u64 = 85;
/// How many changes are moved while that is measured.
const MOVES: usize = 200;
const PAGES: [(&str, &str); 3] = [
    ("change calendar, month", "/change/calendar"),
    ("change calendar, week", "/change/calendar?view=week"),
    ("change calendar, services", "/change/calendar?view=services"),
];

/// Measures one engine.
pub fn measure(program: &Path, engine: &Engine, scale: &Scale, report: &mut Report) -> Result<()> {
    let database = engine.fresh("calendar");
    let key = engine.folder.path().join("calendar.key");
    let desk = house::open(&database)?;
    let house = Rc::new(House::set_up(&desk)?);
    let changes = fill(&desk, scale.changes)?;
    report.tell(&format!("{} changes", changes.len()));
    moves(&desk, &changes, engine, report)?;
    drop(desk);
    let server = Server::start(program, &database, &key)?;
    for (name, path) in PAGES {
        let request = house.page(path);
        let (status, text) = load::once(server.address, &request)?;
        ensure!(status == 200, "{name}: the server answered {status}:\n{text}");
        ensure!(text.contains("class=\"planned"), "{name}: no change is shown:\n{text}");
        let (address, phase) = (server.address, scale.phase);
        let requests_max = scale.requests;
        let plan = Plan { address, connections: 1, phase, requests_max, status: 200 };
        let load = server.explain(load::run(&plan, move |_| request.clone()))?;
        report.add(engine.name, format!("{name}: p50"), load.p50_ms(), "ms", Target::AtMost(50.0));
        report.add(engine.name, format!("{name}: p99"), load.p99_ms(), "ms", Target::None);
    }
    server.stop()
}

/// Half of the changes lie behind and are closed, the others are scheduled; they were brought in, so
/// that some collide.
fn fill(desk: &Desk, changes: u32) -> Result<Vec<RecordId>> {
    let many = |kind: &str, name: &str, count: u32| -> Result<Vec<RecordId>> {
        let create = |number| {
            let name = Value::Text(format!("{name} {number}"));
            Command::create(kind, values(vec![("name", name)]))
        };
        let answers = desk.run_many(&owner(), (0..count).map(create).collect())?;
        answers.into_iter().map(|answer| Ok(answer?.record.id)).collect()
    };
    let items = many("configuration_item", "host", ITEMS)?;
    let services = many("service", "Service", SERVICES)?;
    relate(desk, &items)?;
    let importer = Actor { channel: Channel::Import, ..owner() };
    let (now, mut dice) = (Timestamp::now(), Dice::new(SEED));
    let commands = (0..changes).map(|number| {
        let minutes = i64::from(dice.throw(2 * DAYS * 24 * 60)) - i64::from(DAYS) * 24 * 60;
        let from = now + SignedDuration::from_mins(minutes);
        let to = from + SignedDuration::from_mins(i64::from(30 + dice.throw(240)));
        let mut some = |ids: &[RecordId]| {
            let place = usize::try_from(dice.throw(u32::try_from(ids.len()).unwrap_or(1)));
            place.ok().and_then(|place| ids.get(place)).copied().unwrap_or(1)
        };
        let fields = vec![
            ("summary", Value::Text(format!("Patches of round {number}"))),
            ("category", Value::Text("patch".to_owned())),
            ("service", Value::Ref(some(&services))),
            ("configuration_items", Value::Refs(vec![some(&items), some(&items)])),
            ("starts_at", Value::Instant(from)),
            ("ends_at", Value::Instant(to)),
        ];
        let state = if to < now { "closed" } else { "scheduled" };
        let imported = Imported {
            at: from.min(now),
            state: Some(state.to_owned()),
            origin: Some(format!("measures:{number}")),
            by: None,
        };
        Command::create("change", values(fields)).with_import(imported)
    });
    let commands: Vec<_> = commands.collect();
    let mut made = Vec::new();
    for some in commands.chunks(BATCH_RECORDS) {
        for answer in desk.run_many(&importer, some.to_vec())? {
            made.push(answer?.record.id);
        }
    }
    Ok(made)
}

/// Every item needs the next one, in groups of ten: what collides by a relation is looked for.
fn relate(desk: &Desk, items: &[RecordId]) -> Result<()> {
    let groups = items.chunks(10).flat_map(|group| group.windows(2));
    let relation = |pair: &[RecordId]| {
        let end = |place: usize| pair.get(place).map_or(Value::None, |id| Value::Ref(*id));
        let relation = Value::Text("depends_on".to_owned());
        let fields = vec![("from", end(0)), ("relation", relation), ("to", end(1))];
        Command::create("configuration_relation", values(fields))
    };
    let commands: Vec<_> = groups.map(relation).collect();
    for some in commands.chunks(BATCH_RECORDS) {
        for answer in desk.run_many(&owner(), some.to_vec())? {
            answer?;
        }
    }
    Ok(())
}

/// How long it takes to give a new change its time: what stands in its way is looked for.
fn moves(desk: &Desk, changes: &[RecordId], engine: &Engine, report: &mut Report) -> Result<()> {
    let now = Timestamp::now();
    let (mut times, mut found) = (Vec::new(), 0);
    let view = desk.view("change").context("there are no changes")?;
    for place in 0..MOVES {
        let hours = i64::try_from(place).unwrap_or_default();
        let item = 1 + i64::try_from(place * 7).unwrap_or_default();
        let from = now + SignedDuration::from_hours(1 + hours);
        let fields = vec![
            ("summary", Value::Text("One more round".to_owned())),
            ("service", Value::Ref(1 + hours % i64::from(SERVICES))),
            ("configuration_items", Value::Refs(vec![item])),
            ("starts_at", Value::Instant(from)),
            ("ends_at", Value::Instant(from + SignedDuration::from_hours(8))),
        ];
        let begun = Instant::now();
        let done = desk.run(&owner(), Command::create("change", values(fields)))?;
        times.push(milliseconds(begun.elapsed()));
        let collisions = view.value(&done.record, "collisions");
        found += usize::from(!collisions.is_none());
    }
    ensure!(found > 0, "nothing collided among {} changes", changes.len());
    let name = "a change with its collisions, written";
    report.add(engine.name, name, median(times), "ms", Target::AtMost(50.0));
    Ok(())
}
