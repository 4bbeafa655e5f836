//! Pages, search, memory and start in a house with a million incidents.
use crate::{
    Scale,
    engines::Engine,
    fill,
    house::{self, House},
    load::{self, Load, Plan},
    report::{Report, Target, median, milliseconds},
    server::Server,
    words::{COMMON, Dice, MEDIUM, RARE},
};
use anyhow::{Result, ensure};
use std::{
    cell::RefCell,
    path::Path,
    rc::Rc,
    time::{Duration, Instant},
};

const STARTS: usize = 3;
const WARM_UP_REQUESTS: usize = 20;
const MEMORY_MB_MAX: f64 = 150.0;
const START_MS_MAX: f64 = 300.0;

/// One figure of reading.
struct Reading {
    name: &'static str,
    path: fn(&mut Dice, u32) -> String,
    is_page: bool,
    p50: Target,
    p99: Target,
    /// What the answer must hold, so that an empty one is not taken for a fast one.
    holds: &'static str,
}

const READINGS: &[Reading] = &[
    Reading {
        name: "incident list, page",
        path: |_, _| "/incident".to_owned(),
        is_page: true,
        p50: Target::AtMost(2.0),
        p99: Target::AtMost(10.0),
        holds: "INC-",
    },
    Reading {
        name: "incident list by team, page",
        path: |dice, _| format!("/incident?team={}", 1 + dice.throw(60)),
        is_page: true,
        p50: Target::None,
        p99: Target::None,
        holds: "INC-",
    },
    Reading {
        name: "incident list, API",
        path: |_, _| "/incident".to_owned(),
        is_page: false,
        p50: Target::None,
        p99: Target::None,
        holds: "\"summary\"",
    },
    Reading {
        name: "incident detail, page",
        path: |dice, count| format!("/incident/{}", 1 + dice.throw(count)),
        is_page: true,
        p50: Target::AtMost(1.5),
        p99: Target::None,
        holds: "INC-",
    },
    Reading {
        name: "incident detail, API",
        path: |dice, count| format!("/incident/{}", 1 + dice.throw(count)),
        is_page: false,
        p50: Target::None,
        p99: Target::None,
        holds: "\"summary\"",
    },
    Reading {
        name: "search for a rare word, page",
        path: |_, _| format!("/search?q={RARE}"),
        is_page: true,
        p50: Target::AtMost(10.0),
        p99: Target::None,
        holds: RARE,
    },
    Reading {
        name: "search for a word in 200, page",
        path: |_, _| format!("/search?q={MEDIUM}"),
        is_page: true,
        p50: Target::AtMost(10.0),
        p99: Target::None,
        holds: MEDIUM,
    },
    Reading {
        name: "search for a common word, page",
        path: |_, _| format!("/search?q={COMMON}"),
        is_page: true,
        p50: Target::AtMost(10.0),
        p99: Target::None,
        holds: COMMON,
    },
    Reading {
        name: "search for two words, API",
        path: |_, _| format!("/search?q={MEDIUM}%20{COMMON}"),
        is_page: false,
        p50: Target::AtMost(10.0),
        p99: Target::None,
        holds: MEDIUM,
    },
    Reading {
        name: "palette, three letters of a common word",
        path: |_, _| "/palette?q=can".to_owned(),
        is_page: true,
        p50: Target::AtMost(10.0),
        p99: Target::None,
        holds: COMMON,
    },
    Reading {
        name: "picker of people, three letters",
        path: |dice, _| format!("/pick/person?q=Colleague%20{}", 1 + dice.throw(9)),
        is_page: true,
        p50: Target::AtMost(10.0),
        p99: Target::None,
        holds: "Colleague",
    },
];

/// Measures one engine.
pub fn measure(program: &Path, engine: &Engine, scale: &Scale, report: &mut Report) -> Result<()> {
    let database = engine.fresh("many");
    let house = Rc::new(filled(&database, engine, scale, report)?);
    let key = engine.folder.path().join("many.key");
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let server = Server::start(program, &database, &key)?;
        starts.push(milliseconds(server.started_in));
        server.stop()?;
    }
    let start = median(starts);
    report.add(engine.name, "start to first answer", start, "ms", Target::AtMost(START_MS_MAX));
    let server = Server::start(program, &database, &key)?;
    for reading in READINGS {
        read(&server, &house, reading, engine, scale, report)?;
    }
    several_at_once(&server, &house, engine, scale, report)?;
    let memory = server.memory_mb()?;
    report.add(engine.name, "resident memory", memory, "MB", Target::AtMost(MEMORY_MB_MAX));
    server.stop()
}

fn filled(database: &str, engine: &Engine, scale: &Scale, report: &mut Report) -> Result<House> {
    let desk = house::open(database)?;
    let house = House::set_up(&desk)?;
    let begun = Instant::now();
    fill::fill(&desk, scale.incidents, &mut |number| {
        if number % 100_000 == 0 {
            report.tell(&format!("{number} incidents"));
        }
    })?;
    let seconds = begun.elapsed().as_secs_f64();
    let name = format!("filling with {} incidents", scale.incidents);
    report.add(engine.name, name, seconds, "s", Target::None);
    report.add(
        engine.name,
        "filling",
        f64::from(scale.incidents) / seconds,
        "a second",
        Target::None,
    );
    Ok(house)
}

fn read(
    server: &Server,
    house: &Rc<House>,
    reading: &Reading,
    engine: &Engine,
    scale: &Scale,
    report: &mut Report,
) -> Result<()> {
    let ask = asking(house, reading, scale.incidents);
    let (status, text) = load::once(server.address, &ask(0))?;
    ensure!(status == 200, "{}: the server answered {status}:\n{text}", reading.name);
    ensure!(text.contains(reading.holds), "{}: nothing was found:\n{text}", reading.name);
    let plan = |requests_max| Plan {
        address: server.address,
        connections: 1,
        phase: scale.phase,
        requests_max,
        status: 200,
    };
    server.explain(load::run(&plan(WARM_UP_REQUESTS), asking(house, reading, scale.incidents)))?;
    let load: Load = server.explain(load::run(&plan(scale.requests), ask))?;
    report.add(engine.name, format!("{}: p50", reading.name), load.p50_ms(), "ms", reading.p50);
    report.add(engine.name, format!("{}: p99", reading.name), load.p99_ms(), "ms", reading.p99);
    Ok(())
}

/// The same list for several readers at once: how many pages two cores make.
fn several_at_once(
    server: &Server,
    house: &Rc<House>,
    engine: &Engine,
    scale: &Scale,
    report: &mut Report,
) -> Result<()> {
    let phase = scale.phase.min(Duration::from_secs(5));
    for reading in READINGS.iter().take(1) {
        let plan = Plan {
            address: server.address,
            connections: 16,
            phase,
            requests_max: usize::MAX,
            status: 200,
        };
        let load = server.explain(load::run(&plan, asking(house, reading, scale.incidents)))?;
        let name = format!("{}, 16 readers at once", reading.name);
        report.add(engine.name, name, load.per_second(), "a second", Target::None);
    }
    Ok(())
}

fn asking(house: &Rc<House>, reading: &Reading, count: u32) -> impl Fn(usize) -> Vec<u8> + 'static {
    let (house, path, is_page) = (Rc::clone(house), reading.path, reading.is_page);
    let dice = RefCell::new(Dice::new(7));
    move |_| {
        let path = path(&mut dice.borrow_mut(), count);
        if is_page { house.page(&path) } else { house.api(&path) }
    }
}
