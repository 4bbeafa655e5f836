//! What depends on what, in a house with 100,000 configuration items and 500,000 relations.
use crate::{
    Scale,
    engines::Engine,
    house::{self, House, owner, values},
    load::{self, Plan},
    report::{Report, Target, milliseconds},
    server::Server,
    words::Dice,
};
use anyhow::{Result, ensure};
use gemba_desk::{Command, Desk};
use gemba_vocabulary::Value;
use std::{cell::RefCell, path::Path, rc::Rc, time::Instant};

const ITEMS: u32 = 100_000;
const ITEMS_QUICK: u32 = 10_000;
const RELATIONS_EACH: u32 = 5;
const BATCH: u32 = 2_000;
const SEED: u64 = 7;
const WHOLE_MS_MAX: f64 = 50.0;

/// A question, with a name for the table.
struct Reading {
    name: &'static str,
    path: fn(&mut Dice, u32) -> String,
    target: Target,
}

const READINGS: &[Reading] = &[
    Reading {
        name: "impact on all items",
        path: |_, _| "/configuration_item/1/impact".to_owned(),
        target: Target::AtMost(WHOLE_MS_MAX),
    },
    Reading {
        name: "all that one item depends on",
        path: |_, count| format!("/configuration_item/{count}/impact?direction=dependencies"),
        target: Target::AtMost(WHOLE_MS_MAX),
    },
    Reading {
        name: "impact of any item, four deep",
        path: |dice, count| format!("/configuration_item/{}/impact?depth=4", 1 + dice.throw(count)),
        target: Target::None,
    },
];

/// Measures one engine.
pub fn measure(program: &Path, engine: &Engine, scale: &Scale, report: &mut Report) -> Result<()> {
    let database = engine.fresh("impact");
    let items = if scale.is_quick { ITEMS_QUICK } else { ITEMS };
    let desk = house::open(&database)?;
    let house = Rc::new(House::set_up(&desk)?);
    let begun = Instant::now();
    fill(&desk, items, report)?;
    let seconds = begun.elapsed().as_secs_f64();
    let relations = items * RELATIONS_EACH;
    let name = format!("filling with {items} items, {relations} relations");
    report.add(engine.name, name, seconds, "s", Target::None);
    drop(desk);
    let key = engine.folder.path().join("impact.key");
    let server = Server::start(program, &database, &key)?;
    for (place, reading) in READINGS.iter().enumerate() {
        let begun = Instant::now();
        let dice = RefCell::new(Dice::new(SEED));
        let (path, asked) = (reading.path, Rc::clone(&house));
        let ask = move |_: usize| asked.api(&path(&mut dice.borrow_mut(), items));
        let (status, text) = load::once(server.address, &ask(0))?;
        ensure!(status == 200, "{}: the server answered {status}:\n{text}", reading.name);
        if place == 0 {
            let first = milliseconds(begun.elapsed());
            report.add(engine.name, "first question, reads all", first, "ms", Target::None);
            let whole = format!("\"count\":{}", items - 1);
            ensure!(text.contains(&whole), "not everything was reached:\n{text}");
        }
        let (phase, requests_max) = (scale.phase, scale.requests);
        let address = server.address;
        let plan = Plan { address, connections: 1, phase, requests_max, status: 200 };
        let load = server.explain(load::run(&plan, ask))?;
        report.add(
            engine.name,
            format!("{}: p50", reading.name),
            load.p50_ms(),
            "ms",
            reading.target,
        );
        report.add(
            engine.name,
            format!("{}: p99", reading.name),
            load.p99_ms(),
            "ms",
            Target::None,
        );
    }
    let memory = server.memory_mb()?;
    report.add(engine.name, "resident memory with the graph", memory, "MB", Target::None);
    server.stop()
}

/// Each item depends on five of those before it, so that all depend on the first.
fn fill(desk: &Desk, items: u32, report: &Report) -> Result<()> {
    let mut dice = Dice::new(SEED);
    let item = |number: u32| {
        let name = ("name", Value::Text(format!("item-{number}")));
        let item_type = ("item_type", Value::Text("server".to_owned()));
        Command::create("configuration_item", values(vec![name, item_type]))
    };
    let mut number = 0;
    while number < items {
        let until = items.min(number + BATCH);
        run(desk, (number..until).map(item).collect())?;
        number = until;
    }
    let mut commands = Vec::new();
    for from in 2..=items {
        for to in depends_on(&mut dice, from) {
            let fields = vec![
                ("from", Value::Ref(from.into())),
                ("relation", Value::Text("depends_on".to_owned())),
                ("to", Value::Ref(to.into())),
            ];
            commands.push(Command::create("configuration_relation", values(fields)));
        }
        if commands.len() > 2_000 || from == items {
            run(desk, std::mem::take(&mut commands))?;
        }
        if from % 20_000 == 0 {
            report.tell(&format!("{from} items with relations"));
        }
    }
    Ok(())
}

/// Some of the items before one, each once: those near it and any.
fn depends_on(dice: &mut Dice, from: u32) -> Vec<u32> {
    let mut found = Vec::new();
    for turn in 0..RELATIONS_EACH {
        let before = from - 1;
        let near = 1 + before.saturating_sub(1 + dice.throw(before.min(500)));
        let one = if turn < 2 { near.max(1) } else { 1 + dice.throw(before) };
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

fn run(desk: &Desk, commands: Vec<Command>) -> Result<()> {
    for answer in desk.run_many(&owner(), commands)? {
        answer?;
    }
    Ok(())
}
