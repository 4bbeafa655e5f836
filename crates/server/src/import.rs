//! `gemba import`: brings records in and says what came of it.
use crate::{asked::owner, house};
use anyhow::{Context, Result};
use gemba_cli::{
    Place,
    terminal::{Bar, say},
};
use gemba_exchange::{endoflife, events, netbox, prometheus, settling, table};
use gemba_vocabulary::actor::{Actor, Channel};
use jiff::tz::TimeZone;
use std::{
    fs::File,
    path::{Path, PathBuf},
};

/// How a file is to be read, and its summary told.
pub struct How {
    /// The mapping of an event log.
    pub map: Option<PathBuf>,
    /// The time zone of times without one.
    pub zone: Option<String>,
    /// The name of the other Gemba that a table comes from.
    pub source: Option<String>,
    /// Tell the summary as JSON.
    pub json: bool,
}

/// Brings a file in.
pub fn import(what: &str, file: &Path, how: How, place: &Place) -> Result<()> {
    if what == prometheus::WORD {
        return ask_prometheus(&file.to_string_lossy(), how.json, place);
    }
    let from = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let desk = house::open(place)?;
    let actor = Actor { channel: Channel::Import, ..owner() };
    let bar = Bar::new("Importing");
    let mut progress = |done, total| bar.at(done, total);
    let summary = if desk.view(what).is_some() {
        let format = table::Format::of_file(&file.to_string_lossy())
            .context("a table is a file that ends in .csv or .json, or with .gz behind it")?;
        let zone = how.zone.as_deref().map_or(Ok(TimeZone::UTC), TimeZone::get);
        let zone = zone.context("--zone is no time zone; write one such as Europe/Berlin")?;
        let options = table::Options { zone, source: how.source };
        let summary = table::import(&desk, &actor, what, format, &options, from, &mut progress)?;
        settling::work_out(&desk, &actor, what)?;
        told(&summary, &summary, how.json)?
    } else if what == endoflife::WORD {
        let summary = endoflife::import(&desk, &actor, from, &mut progress)?;
        settling::work_out(&desk, &actor, "configuration_item")?;
        told(&summary, &summary, how.json)?
    } else if what == netbox::WORD {
        let summary = netbox::import(&desk, &actor, from, &mut progress)?;
        told(&summary, &summary, how.json)?
    } else {
        let map = mapping(what, how.map.as_deref())?;
        let zone = how.zone.as_deref();
        let summary = events::import(&desk, &actor, &map, zone, from, &mut progress)?;
        told(&summary, &summary, how.json)?
    };
    bar.end();
    desk.seal()?;
    say(summary.trim_end());
    Ok(())
}

/// The bearer token with which Prometheus is asked.
const PROMETHEUS_TOKEN: &str = "GEMBA_PROMETHEUS_TOKEN";

/// Brings in the use of capacity from the Prometheus at an address.
fn ask_prometheus(address: &str, as_json: bool, place: &Place) -> Result<()> {
    let desk = house::open(place)?;
    let actor = Actor { channel: Channel::Import, ..owner() };
    let token = std::env::var(PROMETHEUS_TOKEN).ok().filter(|token| !token.is_empty());
    let server = prometheus::Server { address: address.to_owned(), token };
    let bar = Bar::new("Asking");
    let mut progress = |done, total| bar.at(done, total);
    let summary = prometheus::import(&desk, &actor, &server, &mut progress)?;
    bar.end();
    desk.seal()?;
    say(told(&summary, &summary, as_json)?.trim_end());
    Ok(())
}

fn mapping(what: &str, map: Option<&Path>) -> Result<events::Map> {
    if what != "events" {
        return Ok(events::Map::shipped(what)?);
    }
    let path = map.context("an event log needs its mapping: --map MAP.toml")?;
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(events::Map::parse(&text)?)
}

fn told(
    words: &impl std::fmt::Display,
    data: &impl serde::Serialize,
    as_json: bool,
) -> Result<String> {
    Ok(if as_json { serde_json::to_string_pretty(data)? } else { words.to_string() })
}
