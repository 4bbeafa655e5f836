//! Brings in until when products are supported: the products of endoflife.date, as one list of JSON objects with their
//! release cycles. Each cycle becomes a product cycle.
//!
//! The list leads for what it names: a second run changes what it tells differently since, and nothing else. Cycles
//! that somebody wrote down here for other products stay as they are.
use crate::{
    fault::{ExchangeError, Fault, Faults, Progress, is_of_one_line},
    reading::unpacked,
    table::json::Objects,
};
use gemba_desk::{Command, Desk, Input};
use gemba_model::{Record, check::Evidence, overlay::KindView};
use gemba_vocabulary::{RecordId, Value, actor::Actor, product};
use jiff::{civil::Date, tz::TimeZone};
use serde::Serialize;
use serde_json::{Map, Value as Json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    io::Read,
    sync::Arc,
};

/// The word that brings a list in.
pub const WORD: &str = "endoflife";
/// Where the list comes from.
const SOURCE: &str = "endoflife.date";
const KIND: &str = "product_cycle";
/// So many commands share a transaction.
const COMMANDS_AT_ONCE: usize = 200;

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The products that the list tells of.
    pub products: u64,
    /// Their cycles.
    pub cycles: u64,
    /// Of these, made here.
    pub created: u64,
    /// Changed here.
    pub changed: u64,
    /// As they were.
    pub unchanged: u64,
    /// What was left out, each with the reason.
    pub faults: Faults,
}

impl fmt::Display for Summary {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { products, cycles, created, changed, unchanged, faults } = self;
        writeln!(to, "{products} products with {cycles} release cycles.")?;
        writeln!(to, "{created} made, {changed} changed, {unchanged} as they were.")?;
        faults.tell(to, "left out")
    }
}

/// Brings a list in; it may be compressed with gzip. A broken piece is among the faults and costs itself.
pub fn import<'a>(
    desk: &Desk,
    actor: &Actor,
    from: impl Read + 'a,
    progress: Progress<'_>,
) -> Result<Summary, ExchangeError> {
    let view = desk.view(KIND).ok_or_else(|| ExchangeError::wrong("There are no cycles."))?;
    let here = here(desk, actor, &view)?;
    let today = desk.now().to_zoned(TimeZone::UTC).date();
    let summary = Summary::default();
    let (pending, told) = (Vec::new(), BTreeSet::new());
    let mut importing = Importing { desk, actor, view, here, told, today, summary, pending };
    let mut objects = Objects::not_indented(unpacked(from)?);
    while let Some(object) = objects.next()? {
        match object {
            Ok((line, object)) => importing.product(line, &object)?,
            Err(fault) => importing.summary.faults.add(fault),
        }
        progress(importing.summary.products, 0);
    }
    importing.flush()?;
    if importing.summary.products == 0 {
        return Err(ExchangeError::wrong(
            "The file holds no products with releases; it is no list of endoflife.date.",
        ));
    }
    importing.summary.faults.sort();
    Ok(importing.summary)
}

/// The cycles that are here, by their keys.
fn here(
    desk: &Desk,
    actor: &Actor,
    view: &KindView,
) -> Result<BTreeMap<String, Record>, ExchangeError> {
    let mut here = BTreeMap::new();
    desk.evidence(actor).visit(KIND, &[], &mut |record| {
        here.insert(view.value(record, "key").to_text(), record.clone());
        true
    })?;
    Ok(here)
}

/// An import on its way.
struct Importing<'a> {
    desk: &'a Desk,
    actor: &'a Actor,
    view: Arc<KindView>,
    here: BTreeMap<String, Record>,
    /// The keys of the cycles told so far.
    told: BTreeSet<String>,
    today: Date,
    summary: Summary,
    /// What is to be done next, in one transaction: the line that tells it, and whether it makes a record.
    pending: Vec<(Command, u64, Option<RecordId>)>,
}

impl Importing<'_> {
    fn product(&mut self, line: u64, object: &Map<String, Json>) -> Result<(), ExchangeError> {
        let id = object.get("id").and_then(Json::as_str).unwrap_or_default();
        let releases = object.get("releases").and_then(Json::as_array);
        let (Some(releases), false) = (releases, product::key(id).is_empty()) else {
            self.summary.faults.add(Fault::new(line, "is no product with an id and releases."));
            return Ok(());
        };
        self.summary.products += 1;
        let title = text(object, "title");
        let other = ["alternate_urls", "alternative_urls"];
        let other = other.iter().filter_map(|name| object.get(*name)?.as_array()).flatten();
        let other: Vec<_> =
            other.filter_map(Json::as_str).map(|one| one.trim_matches('/')).collect();
        let of_product = [
            ("product", Value::Text(id.to_owned())),
            ("product_title", title),
            ("also_called", words(&other.join(", "))),
            ("source", Value::Text(SOURCE.to_owned())),
        ];
        for release in releases {
            self.summary.cycles += 1;
            match release.as_object().ok_or("is no object").and_then(|one| cycle(one)) {
                Ok(values) => {
                    let values = of_product.iter().cloned().chain(values).collect();
                    self.cycle(line, id, values)?;
                }
                Err(fault) => {
                    let sentence = format!("tells of {id} a release that {fault}.");
                    self.summary.faults.add(Fault::new(line, sentence));
                }
            }
        }
        Ok(())
    }

    fn cycle(
        &mut self,
        line: u64,
        id: &str,
        mut values: Vec<(&'static str, Value)>,
    ) -> Result<(), ExchangeError> {
        let of = |name: &str| values.iter().find(|one| one.0 == name).map(|one| one.1.to_text());
        let cycle = of("cycle").unwrap_or_default();
        let key = format!("{} {}", product::key(id), cycle.to_lowercase());
        if !self.told.insert(key.clone()) {
            let fault = format!("tells of {id} {cycle} a second time.");
            self.summary.faults.add(Fault::new(line, fault));
            return Ok(());
        }
        let held = self.here.get(&key);
        let is_same = |record: &Record| {
            values.iter().all(|(name, value)| self.view.value(record, name) == value)
        };
        if held.is_some_and(is_same) {
            self.summary.unchanged += 1;
            return Ok(());
        }
        values.push(("fetched_on", Value::Date(self.today)));
        let values = values.into_iter().map(|(name, value)| (name.to_owned(), value));
        let (command, before) = match held {
            Some(held) => {
                let input = Input::Values(values.collect());
                (Command::change(KIND, held.id, None, input), Some(held.id))
            }
            None => {
                let given = values.filter(|(_, value)| !value.is_none()).collect();
                (Command::create(KIND, Input::Values(given)), None)
            }
        };
        self.pending.push((command, line, before));
        if self.pending.len() < COMMANDS_AT_ONCE { Ok(()) } else { self.flush() }
    }

    /// Does what is pending; what is refused costs itself.
    fn flush(&mut self) -> Result<(), ExchangeError> {
        let pending = std::mem::take(&mut self.pending);
        if pending.is_empty() {
            return Ok(());
        }
        let commands = pending.iter().map(|(command, ..)| command.clone()).collect();
        let answers = self.desk.run_many(self.actor, commands)?;
        for (answer, (_, line, before)) in answers.into_iter().zip(pending) {
            match answer {
                Ok(_) if before.is_some() => self.summary.changed += 1,
                Ok(_) => self.summary.created += 1,
                Err(refused) if is_of_one_line(&refused) => {
                    let fault = format!("tells of a release that was refused: {refused}");
                    self.summary.faults.add(Fault::new(line, fault));
                }
                Err(refused) => return Err(refused.into()),
            }
        }
        Ok(())
    }
}

/// What the list tells of a release, as fields of a cycle; the error continues “a release that …”.
fn cycle(release: &Map<String, Json>) -> Result<Vec<(&'static str, Value)>, &'static str> {
    let named = text(release, "releaseCycle");
    let components = product::components(&named.to_text());
    if components.is_empty() {
        return Err("names no cycle");
    }
    let label = product::plain_label(&text(release, "releaseLabel").to_text());
    let label = label.replace("__RELEASE_CYCLE__", &named.to_text()).replace("__CODENAME__", "");
    let label = Some(label).filter(|label| product::components(label) != components);
    let (end, has_ended) = day(release, "eol")?;
    let active = day(release, "eoas").or_else(|_| day(release, "support"))?.0;
    let (active, extended) = (active, day(release, "eoes")?.0);
    let released = day(release, "releaseDate")?.0;
    // A few cycles are told to end before they came out; what is kept then is their end.
    let ends = [&end, &active, &extended].into_iter().filter_map(as_date).min();
    let released = if as_date(&released) > ends && ends.is_some() { Value::None } else { released };
    Ok(vec![
        ("cycle", named),
        ("cycle_label", words(&label.unwrap_or_default())),
        ("released_on", released),
        ("active_until", active),
        ("end_of_life_on", end),
        ("has_ended", Value::Bool(has_ended)),
        ("extended_until", extended),
        ("latest_version", text(release, "latest")),
    ])
}

fn as_date(value: &Value) -> Option<Date> {
    if let Value::Date(day) = value { Some(*day) } else { None }
}

/// A day; or whether it has come, where the list says yes or no instead.
fn day(release: &Map<String, Json>, field: &str) -> Result<(Value, bool), &'static str> {
    match release.get(field) {
        None | Some(Json::Null) => Ok((Value::None, false)),
        Some(Json::Bool(has_come)) => Ok((Value::None, *has_come)),
        Some(Json::String(text)) => match text.parse() {
            Ok(day) => Ok((Value::Date(day), false)),
            Err(_) => Err("has a day that is none"),
        },
        Some(_) => Err("has a day that is none"),
    }
}

fn text(object: &Map<String, Json>, field: &str) -> Value {
    words(object.get(field).and_then(Json::as_str).unwrap_or_default())
}

fn words(text: &str) -> Value {
    let text = text.trim();
    if text.is_empty() { Value::None } else { Value::Text(text.to_owned()) }
}
