//! Brings in the event log of another tool: each row becomes a step of a record's history, at its
//! own time.
//!
//! What a log looks like is said by a [`Map`]. The file is read as a whole first, so that a case's
//! steps are in order whatever the order of the rows, then written in the order in which the cases
//! began. Whatever came in before is found again by its origin, so that the same file changes
//! nothing and a grown one adds what is new.
mod dates;
mod derived;
mod known;
pub mod map;
mod names;
mod plan;
mod rows;
mod write;

pub use map::Map;

use crate::{
    fault::{ExchangeError, Faults, Progress},
    reading::{Records, unpacked},
};
use gemba_desk::Desk;
use gemba_vocabulary::actor::Actor;
use serde::Serialize;
use std::{collections::BTreeMap, fmt, io::Read};

/// What came of an import.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Summary {
    /// The rows of the file, its header and blank lines aside.
    pub rows: u64,
    /// The rows that became steps now.
    pub steps: u64,
    /// Of these, steps before ones that came in earlier: they are on record, but change nothing any
    /// more.
    pub late_steps: u64,
    /// The rows that came in earlier.
    pub known_steps: u64,
    /// The rows that repeat another to the letter.
    pub repeated_rows: u64,
    /// The records made, one for each new case.
    pub records: u64,
    /// The records made because a row names them, by kind.
    pub named_records: BTreeMap<String, u64>,
    /// How often the column of the state said something that leaves the state as it was, by what it
    /// said.
    pub state_kept: BTreeMap<String, u64>,
    /// Columns of the file that the mapping does not mention.
    pub unused_columns: Vec<String>,
    /// The lines that were left out, each with the reason.
    pub faults: Faults,
}

/// The summary as people read it at a terminal.
impl fmt::Display for Summary {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rows, steps, known_steps, repeated_rows, .. } = self;
        writeln!(
            to,
            "{rows} rows: {steps} steps written, {known_steps} known from before, {repeated_rows} \
             repeated."
        )?;
        if self.late_steps > 0 {
            writeln!(
                to,
                "{} steps came in after later ones: written down, but nothing was turned back.",
                self.late_steps
            )?;
        }
        write!(to, "{} records made.", self.records)?;
        if !self.named_records.is_empty() {
            write!(
                to,
                " Made on the way because rows name them: {}.",
                counts(&self.named_records, ["", ""])
            )?;
        }
        writeln!(to)?;
        if !self.state_kept.is_empty() {
            writeln!(to, "Left the state as it was: {}.", counts(&self.state_kept, ["“", "”"]))?;
        }
        if !self.unused_columns.is_empty() {
            let names = self.unused_columns.join(", ");
            writeln!(to, "Columns that the mapping does not mention: {names}.")?;
        }
        self.faults.tell(to, "left out")
    }
}

fn counts(counts: &BTreeMap<String, u64>, [open, close]: [&str; 2]) -> String {
    let one = |(name, count): (&String, &u64)| format!("{open}{name}{close} {count}");
    counts.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Brings in an event log. `zone` is the time zone of times without one; nothing leaves it to the
/// mapping. The file may be compressed with gzip. A broken row is among the faults and costs
/// itself; the error is for what concerns all rows.
pub fn import<'a>(
    desk: &Desk,
    actor: &Actor,
    map: &Map,
    zone: Option<&str>,
    from: impl Read + 'a,
    progress: Progress<'_>,
) -> Result<Summary, ExchangeError> {
    let (mut records, header) = Records::new(unpacked(from)?, map.delimiter)?;
    let plan = plan::Plan::new(desk, map, zone, &header)?;
    let log = rows::Log::read(&plan, &mut records)?;
    drop(records);
    write::Writing::new(desk, actor, &plan, log, progress).run()
}
