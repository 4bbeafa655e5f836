//! Conformity: every requirement checked in a house with a million incidents and many records of every other kind.
use crate::{
    Scale, any_kind,
    engines::Engine,
    house::{self, owner},
    machine,
    report::{Report, Target, median, milliseconds},
};
use anyhow::Result;
use gemba_conformity::{Edition, Live, Options, Readiness, checks, readiness};
use gemba_desk::Desk;
use gemba_model::check::Outcome;
use gemba_store::Store;
use std::{path::Path, time::Instant};

const TURNS: usize = 5;
const FULL_MS_MAX: f64 = 3_000.0;
const CHANGED_MS_MAX: f64 = 100.0;
const TURNS_OF_CHANGE: i64 = 7;
const SLOWEST_TOLD: usize = 12;
const CHANGED: [&str; 4] = ["incident", "service_level_agreement", "change", "person"];

/// Measures one engine. A house that was kept is taken as it is.
pub fn measure(
    engine: &Engine,
    scale: &Scale,
    kept: Option<&Path>,
    report: &mut Report,
) -> Result<()> {
    let address = match kept {
        Some(path) if engine.is_sqlite() => format!("sqlite:{}", path.display()),
        _ => engine.fresh("conformity"),
    };
    let is_there = kept.is_some_and(|path| engine.is_sqlite() && path.exists());
    let edition = Edition::named("2018")?;
    if !is_there {
        let begun = Instant::now();
        let wanted = any_kind::Wanted { incidents: scale.incidents, others: scale.others };
        let hasty = Desk::address_in_haste(&address);
        let checks = checks::of(edition);
        let count = any_kind::fill(&hasty, &checks, &wanted, &mut |text| report.tell(&text))?;
        let name = format!("filling with {count} records of every kind that is checked");
        report.add(engine.name, name, begun.elapsed().as_secs_f64(), "s", Target::None);
    }
    let desk = house::open(&address)?;
    full(&desk, engine, report)?;
    live(&desk, &address, engine, report)
}

/// Every requirement of today's edition, from nothing.
fn full(desk: &Desk, engine: &Engine, report: &mut Report) -> Result<()> {
    let edition = Edition::named("2018")?;
    let before = machine::memory_held_mb();
    let (mut times, mut processor, mut told) = (Vec::new(), Vec::new(), String::new());
    for _ in 0..TURNS {
        let (begun, taken) = (Instant::now(), machine::processor_seconds());
        let owner = owner();
        let answered = readiness(edition, &desk.evidence(&owner), Options::default())?;
        times.push(milliseconds(begun.elapsed()));
        processor.push(machine::processor_seconds() - taken);
        report.tell(&format!("{:.0} ms", times.last().copied().unwrap_or_default()));
        let counts =
            answered.summary.iter().filter(|(outcome, _)| **outcome != Outcome::NoCheckYet);
        told = counts
            .map(|(outcome, n)| format!("{n} {}", outcome.name()))
            .collect::<Vec<_>>()
            .join(", ");
    }
    let fastest = times.iter().copied().fold(f64::INFINITY, f64::min);
    report.add(engine.name, "all requirements, from nothing, fastest", fastest, "ms", Target::None);
    let limit = Target::AtMost(FULL_MS_MAX);
    report.add(engine.name, "all requirements, from nothing", median(times), "ms", limit);
    let name = "the same, processor time";
    report.add(engine.name, name, median(processor), "s", Target::None);
    let grown = machine::memory_held_mb() - before;
    report.add(engine.name, "memory it left held", grown, "MB", Target::None);
    report.say(format!("What it came to: {told}."));
    Ok(())
}

/// The same held in memory, and asked for again after one record was changed.
fn live(desk: &Desk, address: &str, engine: &Engine, report: &mut Report) -> Result<()> {
    let edition = Edition::named("2018")?;
    let (live, owner) = (Live::default(), owner());
    let ask = || -> Result<(Readiness, f64)> {
        let begun = Instant::now();
        let answered = live.readiness(edition, &desk.evidence(&owner), Options::default())?;
        Ok((answered, milliseconds(begun.elapsed())))
    };
    let before = machine::memory_held_mb();
    let (_, first) = ask()?;
    report.add(engine.name, "all requirements, held for the first time", first, "ms", Target::None);
    let held = machine::memory_held_mb() - before;
    report.add(engine.name, "memory held for it", held, "MB", Target::None);
    let again = (0..TURNS).map(|_| Ok(ask()?.1)).collect::<Result<Vec<_>>>()?;
    report.add(engine.name, "the same, asked again", median(again), "ms", Target::None);
    let store = any_kind::store(address)?;
    for kind in CHANGED {
        let mut times = Vec::new();
        for turn in 1..=TURNS_OF_CHANGE {
            any_kind::change(&store, kind, turn * 1_999)?;
            times.push(ask()?.1);
        }
        let slowest = times.iter().copied().fold(0.0, f64::max);
        let limit = Target::AtMost(CHANGED_MS_MAX);
        let name = |what| format!("after one {kind} changed{what}");
        report.add(engine.name, name(""), median(times), "ms", limit);
        report.add(engine.name, name(", slowest"), slowest, "ms", Target::None);
    }
    of_each_kind(&store, engine, &ask, report)?;
    let (held, _) = ask()?;
    let anew = readiness(edition, &desk.evidence(&owner), Options::default())?;
    let both = held.requirements.iter().zip(&anew.requirements);
    let differ = both.filter(|(held, anew)| held.digest != anew.digest).count();
    report.say(format!(
        "Held against a run from nothing, {differ} of {} answers differ.",
        anew.requirements.len()
    ));
    Ok(())
}

/// One record of each kind that checks read is changed in turn.
fn of_each_kind(
    store: &Store,
    engine: &Engine,
    ask: &dyn Fn() -> Result<(Readiness, f64)>,
    report: &mut Report,
) -> Result<()> {
    let mut times = Vec::new();
    for kind in any_kind::read_by(&checks::of(Edition::named("2018")?)).into_keys() {
        any_kind::change(store, kind, 4_711)?;
        times.push((ask()?.1, kind));
    }
    times.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let (slowest, _) = times.first().copied().unwrap_or_default();
    let all: Vec<_> = times.iter().map(|(time, _)| *time).collect();
    let over = times.iter().filter(|(time, _)| *time > CHANGED_MS_MAX).count();
    let name = format!("after one record of each of {} kinds changed", all.len());
    report.add(engine.name, name.clone(), median(all), "ms", Target::AtMost(CHANGED_MS_MAX));
    report.add(engine.name, format!("{name}, slowest"), slowest, "ms", Target::None);
    let told = times.iter().take(SLOWEST_TOLD).map(|(time, kind)| format!("{kind} {time:.0} ms"));
    let told = told.collect::<Vec<_>>().join(", ");
    report.say(format!("{over} kinds took longer than {CHANGED_MS_MAX} ms; the slowest: {told}."));
    Ok(())
}
