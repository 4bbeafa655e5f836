//! `gemba import`: brings records in and says what came of it.
use crate::{asked::owner, house};
use anyhow::{Context, Result};
use gemba_cli::{
    Place,
    terminal::{Bar, note, say},
};
use gemba_desk::Desk;
use gemba_exchange::{Faults, events, table};
use gemba_vocabulary::actor::{Actor, Channel};
use serde_json::Value as Json;
use std::{fs::File, path::Path};

const SHOWN_FAULTS_MAX: usize = 50;

/// Brings a file in.
pub fn import(
    what: &str,
    file: &Path,
    map: Option<&Path>,
    zone: Option<&str>,
    json: bool,
    place: &Place,
) -> Result<()> {
    let source = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let desk = house::open(place)?;
    let actor = Actor { channel: Channel::Import, ..owner() };
    let bar = Bar::new("Importing");
    let mut progress = |done, total| bar.at(done, total);
    let mapping = match (what, map) {
        ("events", Some(path)) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            Some(events::Map::parse(&text)?)
        }
        ("events", None) => anyhow::bail!("an event log needs its mapping: --map MAP.toml"),
        (kind, _) if desk.view(kind).is_some() => None,
        (name, _) => Some(events::Map::shipped(name)?),
    };
    let (summary, faults) = match mapping {
        Some(map) => {
            let summary = events::import(&desk, &actor, &map, zone, source, &mut progress)?;
            (serde_json::to_value(&summary)?, summary.faults)
        }
        None => of_kind(&desk, &actor, what, file, source, &mut progress)?,
    };
    bar.end();
    desk.seal()?;
    tell(&summary, &faults, json);
    Ok(())
}

fn of_kind(
    desk: &Desk,
    actor: &Actor,
    kind: &str,
    file: &Path,
    source: File,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Json, Faults)> {
    let name = file.to_string_lossy().to_lowercase();
    let is_json = name.trim_end_matches(".gz").ends_with(".json");
    let summary = if is_json {
        table::import_json(desk, actor, kind, source, progress)?
    } else {
        table::import_csv(desk, actor, kind, source, progress)?
    };
    Ok((serde_json::to_value(&summary)?, summary.faults))
}

fn tell(summary: &Json, faults: &Faults, json: bool) {
    if json {
        say(&summary.to_string());
        return;
    }
    for fault in faults.first.iter().take(SHOWN_FAULTS_MAX) {
        note(&fault.to_string());
    }
    if let Some(summary) = summary.as_object() {
        for (name, value) in summary.iter().filter(|(name, _)| *name != "faults") {
            say(&format!("{:<16} {value}", name.replace('_', " ")));
        }
    }
    say(&format!("{:<16} {}", "lines left out", faults.count));
}
