//! `cargo xtask bench`: how fast a release build of Gemba is on this machine, measured through its own doors.
//!
//! Every figure comes from the program as it ships: a server in a process of its own, asked over HTTP. Only the bare
//! database that it is held against, and the filling with a million incidents, happen in this process.
mod any_kind;
mod baseline;
mod calendar;
mod conformity;
mod creates;
mod engines;
mod fill;
mod house;
mod impact;
mod import;
mod levels;
mod load;
mod machine;
mod many;
mod report;
mod server;
mod words;

use anyhow::{Context, Result, bail};
use clap::{Parser, ValueEnum};
use engines::Engine;
use report::Report;
use std::{
    io::Write,
    path::{Path, PathBuf},
    time::Duration,
};

/// Measures a release build of Gemba and holds the figures against their targets.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask bench")]
struct Args {
    /// 100,000 incidents instead of 1,000,000, and short phases. The figures are rough.
    #[arg(long)]
    quick: bool,
    /// Measure one part only.
    #[arg(long, value_enum, value_name = "PART")]
    only: Option<Part>,
    /// Measure on one engine only.
    #[arg(long, value_enum, value_name = "ENGINE")]
    engine: Option<EngineName>,
    /// How many incidents the filled house has.
    #[arg(long, value_name = "COUNT")]
    incidents: Option<u32>,
    /// How many changes the calendar has; 10,000 without this option.
    #[arg(long, value_name = "COUNT")]
    changes: Option<u32>,
    /// How many records of each other kind there are where conformity is measured; 20,000 without this option.
    #[arg(long, value_name = "COUNT")]
    others: Option<u32>,
    /// Keep the SQLite file in which conformity is measured there, and take it as it is if it is there already.
    #[arg(long, value_name = "FILE")]
    keep: Option<PathBuf>,
}

/// A part of the measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Durable creates through the API, against bare inserts.
    Creates,
    /// Pages, search, memory and start with many incidents.
    Many,
    /// The change calendar, and scheduling into it.
    Calendar,
    /// What depends on what, with 100,000 configuration items and 500,000 relations.
    Impact,
    /// Service levels of a month with many incidents.
    Levels,
    /// Every requirement checked, with many records of every kind.
    Conformity,
    /// Import of the real log, and the check of clause 8.6.1 over it.
    Import,
}

/// An engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum EngineName {
    /// SQLite inside the program.
    Sqlite,
    /// A PostgreSQL server of one's own, with fsync.
    Postgres,
}

/// How much is done.
pub struct Scale {
    /// How long one phase of load takes.
    pub phase: Duration,
    /// How many incidents the filled house has.
    pub incidents: u32,
    /// How many changes the calendar has.
    pub changes: u32,
    /// How many records of each other kind there are where conformity is measured.
    pub others: u32,
    /// How many requests each reading figure is made of, at most.
    pub requests: usize,
    /// Whether rough figures will do.
    pub is_quick: bool,
}

const CHANGES: u32 = 10_000;
const OTHERS: u32 = 20_000;
const OTHERS_QUICK: u32 = 2_000;

fn main() -> Result<()> {
    let args = Args::parse();
    let program = program()?;
    let scale = scale(&args);
    let mut report = Report::new(args.quick);
    for engine in engines(&args, &mut report)? {
        measure(&args, &program, &engine, &scale, &mut report)?;
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}\n{}", report.table(), report.json())?;
    Ok(())
}

fn measure(
    args: &Args,
    program: &Path,
    engine: &Engine,
    scale: &Scale,
    report: &mut Report,
) -> Result<()> {
    let wants = |part: Part| args.only.is_none_or(|only| only == part);
    if wants(Part::Creates) {
        creates::measure(program, engine, scale, report).context("creates")?;
    }
    if wants(Part::Impact) {
        impact::measure(program, engine, scale, report).context("impact")?;
    }
    if wants(Part::Levels) {
        levels::measure(program, engine, scale, report).context("levels")?;
    }
    if wants(Part::Import) {
        import::measure(program, engine, report).context("import")?;
    }
    if wants(Part::Conformity) {
        conformity::measure(engine, scale, args.keep.as_deref(), report).context("conformity")?;
    }
    if wants(Part::Calendar) {
        calendar::measure(program, engine, scale, report).context("change calendar")?;
    }
    if wants(Part::Many) {
        many::measure(program, engine, scale, report).context("many incidents")?;
    }
    Ok(())
}

fn scale(args: &Args) -> Scale {
    let (phase, incidents, requests) =
        if args.quick { (3, 100_000, 300) } else { (10, 1_000_000, 2_000) };
    let incidents = args.incidents.unwrap_or(incidents);
    let changes = args.changes.unwrap_or(CHANGES);
    let others = args.others.unwrap_or(if args.quick { OTHERS_QUICK } else { OTHERS });
    let (phase, is_quick) = (Duration::from_secs(phase), args.quick);
    Scale { phase, incidents, changes, others, requests, is_quick }
}

fn engines(args: &Args, report: &mut Report) -> Result<Vec<Engine>> {
    let wants = |name: EngineName| args.engine.is_none_or(|engine| engine == name);
    let mut engines = Vec::new();
    if wants(EngineName::Sqlite) {
        engines.push(Engine::sqlite()?);
    }
    if wants(EngineName::Postgres) {
        match Engine::postgres() {
            Some(engine) => engines.push(engine),
            None => report.say("PostgreSQL is not installed; nothing was measured on it."),
        }
    }
    if engines.is_empty() {
        bail!("there is no engine to measure on");
    }
    Ok(engines)
}

/// The release build of the program, which lies beside this one.
fn program() -> Result<PathBuf> {
    let path = std::env::current_exe()?.with_file_name("gemba");
    if !path.exists() {
        bail!("{} is missing; start this with `cargo xtask bench`", path.display());
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_options_are_consistent() {
        Args::command().debug_assert();
        let args = Args::parse_from(["bench", "--quick", "--only", "many", "--engine", "sqlite"]);
        assert_eq!((args.only, args.engine), (Some(Part::Many), Some(EngineName::Sqlite)));
        assert_eq!(scale(&args).incidents, 100_000);
    }
}
