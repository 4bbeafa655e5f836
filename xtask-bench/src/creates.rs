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
/// The disk is asked before, between and after, since it is not always equally fast.
const WARM_UP: Duration = Duration::from_millis(500);

/// Measures one engine.
pub fn measure(program: &Path, engine: &Engine, scale: &Scale, report: &mut Report) -> Result<()> {
    let database = engine.fresh("creates");
    let house = {
        let desk = house::open(&database)?;
        Rc::new(House::set_up(&desk)?)
    };
    let server = Server::start(program, &database, &engine.folder.path().join("creates.key"))?;
    let folder = engine.folder.path();
    let mut created = run(&server, &house, 8, WARM_UP, true)?.count();
    let mut bare = vec![baseline::sqlite_inserts_per_second(folder, scale.phase / 3)?];
    let mut rates = Vec::new();
    for is_agreed in [true, false] {
        for (connections, target) in LOADS {
            let before = server.processor_seconds()?;
            let load = run(&server, &house, *connections, scale.phase, is_agreed)?;
            created += load.count();
            let spent = spent(&before, &server.processor_seconds()?);
            bare.push(baseline::sqlite_inserts_per_second(folder, scale.phase / 3)?);
            let with = if is_agreed { "" } else { ", no agreement" };
            let name = format!("creates, {connections} connections{with}");
            report.add(engine.name, &name, load.per_second(), "a second", Target::None);
            report.add(engine.name, format!("{name}: p99"), load.p99_ms(), "ms", Target::None);
            report.say(format!("{}: {name}: {}", engine.name, shares(&spent, &load)));
            // What counts is the whole work of an incident: with its clock and its alarms.
            let target = if is_agreed { *target } else { Target::None };
            rates.push((name, load.per_second(), target));
        }
    }
    let bare = median(bare);
    report.add(
        engine.name,
        "bare inserts into SQLite, one fsync each",
        bare,
        "a second",
        Target::None,
    );
    if !engine.is_sqlite() {
        let rate = baseline::postgres_inserts_per_second(&engine.fresh("bare"), scale.phase / 3)?;
        let name = "bare inserts into PostgreSQL, one commit each";
        report.add(engine.name, name, rate, "a second", Target::None);
    }
    for (name, rate, target) in rates {
        report.add(engine.name, format!("{name}: to bare"), rate / bare, "times", target);
    }
    report.add(engine.name, "memory after the creates", server.memory_mb()?, "MB", Target::None);
    server.stop()?;
    all_are_there(&database, created)
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
    fn what_a_thread_spent_is_the_difference() {
        let before = BTreeMap::from([("a".to_owned(), 1.0)]);
        let after =
            BTreeMap::from([("a".to_owned(), 1.5), ("b".to_owned(), 2.0), ("c".to_owned(), 0.0)]);
        assert_eq!(spent(&before, &after), [("b".to_owned(), 2.0), ("a".to_owned(), 0.5)]);
    }
}
