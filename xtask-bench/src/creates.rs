//! Durable creates of incidents through the API, against one fsync per insert in bare SQLite on the same disk.
use crate::{
    Scale, baseline,
    engines::Engine,
    house::{self, House},
    load::{self, Load, Plan},
    report::{Report, Target, median, number},
    server::Server,
};
use anyhow::{Result, ensure};
use std::{collections::BTreeMap, path::Path, rc::Rc, time::Duration};

/// Connections, and how many times as many creates as bare inserts they should bring.
const LOADS: &[(usize, Target)] =
    &[(1, Target::None), (16, Target::AtLeast(1.5)), (64, Target::AtLeast(3.0))];
/// When the disk was so many times as fast before a load as after it, or the other way round, others use it too.
const STEADY_TIMES_MAX: f64 = 1.5;
const WARM_UP: Duration = Duration::from_millis(500);

/// Measures one engine.
pub fn measure(program: &Path, engine: &Engine, scale: &Scale, report: &mut Report) -> Result<()> {
    let database = engine.fresh("creates");
    let house = {
        let desk = house::open(&database)?;
        Rc::new(House::set_up(&desk)?)
    };
    let server = Server::start(program, &database, &engine.folder.path().join("creates.key"))?;
    let mut created = run(&server, &house, 8, WARM_UP, true)?.count();
    let mut rounds = Vec::new();
    let mut bare = vec![bare_inserts(engine, scale)?];
    for is_agreed in [true, false] {
        for (connections, target) in LOADS {
            let before = server.processor_seconds()?;
            let load = run(&server, &house, *connections, scale.phase, is_agreed)?;
            created += load.count();
            let spent = spent(&before, &server.processor_seconds()?);
            let with = if is_agreed { "" } else { ", no agreement" };
            let name = format!("creates, {connections} connections{with}");
            report.add(engine.name, &name, load.per_second(), "a second", Target::None);
            report.add(engine.name, format!("{name}: p99"), load.p99_ms(), "ms", Target::None);
            report.say(format!("{}: {name}: {}", engine.name, shares(&spent, &load)));
            // What counts is the whole work of an incident: with its clock and its alarms.
            let target = if is_agreed { *target } else { Target::None };
            let around = [bare.last().copied().unwrap_or_default(), bare_inserts(engine, scale)?];
            bare.extend(around.last());
            rounds.push(Round { name, rate: load.per_second(), target, around });
        }
    }
    tell_ratios(engine, &rounds, &bare, report);
    if !engine.is_sqlite() {
        let rate = baseline::postgres_inserts_per_second(&engine.fresh("bare"), scale.phase / 3)?;
        let name = "bare inserts into PostgreSQL, one commit each";
        report.add(engine.name, name, rate, "a second", Target::None);
    }
    report.add(engine.name, "memory after the creates", server.memory_mb()?, "MB", Target::None);
    server.stop()?;
    all_are_there(&database, created)
}

/// One load, and what the bare database did just before and just after it.
struct Round {
    name: String,
    rate: f64,
    target: Target,
    around: [f64; 2],
}

fn bare_inserts(engine: &Engine, scale: &Scale) -> Result<f64> {
    baseline::sqlite_inserts_per_second(engine.folder.path(), scale.phase / 3)
}

/// Holds each load against the bare inserts around it. On a disk that others use as well the ratio says nothing, and
/// then it is neither met nor missed.
fn tell_ratios(engine: &Engine, rounds: &[Round], bare: &[f64], report: &mut Report) {
    let name = "bare inserts into SQLite, one fsync each";
    report.add(engine.name, name, median(bare.to_vec()), "a second", Target::None);
    for round in rounds {
        let [before, after] = round.around;
        let ratio = round.rate / f64::midpoint(before, after);
        let is_steady = before.max(after) <= before.min(after) * STEADY_TIMES_MAX;
        let target = if is_steady { round.target } else { Target::None };
        let name = format!("{}: to bare", round.name);
        report.add(engine.name, &name, ratio, "times", target);
        if !is_steady {
            report.say(format!(
                "{}: {name}: the disk was not steady (bare inserts {before:.0} before, {after:.0} after); not judged.",
                engine.name
            ));
        }
    }
}

fn run(
    server: &Server,
    house: &Rc<House>,
    connections: usize,
    phase: Duration,
    is_agreed: bool,
) -> Result<Load> {
    let plan =
        Plan { address: server.address, connections, phase, requests_max: usize::MAX, status: 201 };
    let house = Rc::clone(house);
    server.explain(load::run(&plan, move |number| house.create(number, is_agreed)))
}

/// Every create that was acknowledged is in the store, and no other.
fn all_are_there(database: &str, created: usize) -> Result<()> {
    let desk = house::open(database)?;
    let count = desk.count(&house::owner(), "incident", &[], i64::MAX)?.count;
    ensure!(
        usize::try_from(count)? == created,
        "{created} creates were acknowledged, but {count} incidents are there"
    );
    Ok(())
}

/// Processor time by thread during a load.
fn spent(before: &BTreeMap<String, f64>, after: &BTreeMap<String, f64>) -> Vec<(String, f64)> {
    let since = |(name, seconds): (&String, &f64)| {
        (name.clone(), seconds - before.get(name).copied().unwrap_or_default())
    };
    let mut spent: Vec<_> = after.iter().map(since).filter(|(_, seconds)| *seconds > 0.0).collect();
    spent.sort_by(|one, other| other.1.total_cmp(&one.1));
    spent
}

/// Microseconds of each thread for one create.
fn shares(spent: &[(String, f64)], load: &Load) -> String {
    let each: Vec<_> = spent
        .iter()
        .map(|(name, seconds)| {
            let microseconds = seconds * 1_000_000.0 / number(load.count().max(1));
            format!("{name} {microseconds:.0} µs")
        })
        .collect();
    format!("{} for each create", each.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_on_an_unsteady_disk_is_not_judged() {
        let engine = Engine::sqlite().unwrap();
        let mut report = Report::new(true);
        let round = |around| Round {
            name: "creates".to_owned(),
            rate: 3_000.0,
            target: Target::AtLeast(1.5),
            around,
        };
        let rounds = [round([1_000.0, 1_200.0]), round([400.0, 4_000.0])];
        tell_ratios(&engine, &rounds, &[400.0, 1_000.0, 4_000.0], &mut report);
        let json = report.json();
        assert_eq!(json["measures"][0]["value"], 1_000.0);
        assert_eq!(json["measures"][1]["met"], true);
        assert_eq!(json["measures"][2]["met"], serde_json::Value::Null);
        assert!(json["remarks"][0].as_str().unwrap().contains("400 before, 4000 after"));
    }

    #[test]
    fn what_a_thread_spent_is_the_difference() {
        let before = BTreeMap::from([("a".to_owned(), 1.0)]);
        let after =
            BTreeMap::from([("a".to_owned(), 1.5), ("b".to_owned(), 2.0), ("c".to_owned(), 0.0)]);
        assert_eq!(spent(&before, &after), [("b".to_owned(), 2.0), ("a".to_owned(), 0.5)]);
    }
}
