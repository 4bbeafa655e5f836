//! Brings in what NetBox knows: the JSON dump of its data (`manage.py dumpdata`). Sites, racks, devices, virtual
//! machines, their interfaces and addresses become configuration items; how they hang together becomes relations.
//!
//! NetBox leads: a second run changes what NetBox tells differently since, and nothing else.
mod dump;
mod models;
mod relations;

use crate::{
    fault::{ExchangeError, Fault, Faults, Progress, is_of_one_line},
    reading::unpacked,
};
use dump::{Dump, Key, Object};
use gemba_desk::{Command, Desk, Imported, Input, Refused};
use gemba_model::{Record, overlay::KindView};
use gemba_vocabulary::{RecordId, Value, actor::Actor};
use jiff::Timestamp;
use models::{MODELS, Model};
use serde::Serialize;
use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    io::Read,
    sync::Arc,
};

/// The word that brings a dump in.
pub const WORD: &str = "netbox";
const KIND: &str = "configuration_item";
/// So many commands share a transaction.
const COMMANDS_AT_ONCE: usize = 200;

/// What came of one sort of thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// How many the dump tells of.
    pub told: u64,
    /// Of these, made here.
    pub created: u64,
    /// Changed here.
    pub changed: u64,
    /// As they were.
    pub unchanged: u64,
}

/// What came of an import.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Summary {
    /// The objects of the dump.
    pub objects: u64,
    /// Of these, the ones that become nothing here.
    pub passed_over: u64,
    /// Configuration items by their type.
    pub items: BTreeMap<&'static str, Counts>,
    /// Relations by their name.
    pub relations: BTreeMap<&'static str, Counts>,
    /// What was left out, each with the reason.
    pub faults: Faults,
}

impl fmt::Display for Summary {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { objects, passed_over, .. } = self;
        writeln!(to, "{objects} objects, {passed_over} of them no configuration items.")?;
        for (what, counts) in self.items.iter().chain(&self.relations) {
            let Counts { told, created, changed, unchanged } = counts;
            let what = what.replace('_', " ");
            writeln!(
                to,
                "{told} {what}: {created} made, {changed} changed, {unchanged} as they were."
            )?;
        }
        self.faults.tell(to, "left out")
    }
}

/// Brings a dump in; it may be compressed with gzip. A broken piece is among the faults and costs itself.
pub fn import<'a>(
    desk: &Desk,
    actor: &Actor,
    from: impl Read + 'a,
    progress: Progress<'_>,
) -> Result<Summary, ExchangeError> {
    let mut dump = Dump::read(unpacked(from)?)?;
    if dump.count == 0 {
        return Err(ExchangeError::wrong("The file holds no objects; it is no dump of NetBox."));
    }
    let view = desk.view(KIND).ok_or_else(|| ExchangeError::wrong("There are no items."))?;
    let faults = std::mem::take(&mut dump.faults);
    let (objects, passed_over) = (dump.count, dump.passed_over);
    let summary = Summary { objects, passed_over, faults, ..Summary::default() };
    let (ids, pending) = (HashMap::new(), Vec::new());
    let mut importing = Importing { desk, actor, view, dump: &dump, ids, summary, pending };
    let total = MODELS.iter().map(|model| dump.of(model.name).count()).sum::<usize>();
    let total = u64::try_from(total).unwrap_or_default();
    let mut done = 0;
    for model in MODELS {
        for (number, object) in dump.of(model.name) {
            importing.item(model, number, object)?;
            done += 1;
            progress(done, total);
        }
    }
    importing.flush()?;
    relations::bring_in(&mut importing)?;
    importing.flush()?;
    importing.summary.faults.sort();
    Ok(importing.summary)
}

/// An import on its way.
struct Importing<'a> {
    desk: &'a Desk,
    actor: &'a Actor,
    view: Arc<KindView>,
    dump: &'a Dump,
    /// The configuration item of each object.
    ids: HashMap<Key, RecordId>,
    summary: Summary,
    /// What is to be done next, in one transaction.
    pending: Vec<(Command, Pending)>,
}

/// What a command is about.
struct Pending {
    line: u64,
    about: About,
}

enum About {
    Item {
        key: Key,
        item_type: &'static str,
        is_new: bool,
    },
    /// A relation that NetBox names no longer.
    Gone,
    Relation {
        name: &'static str,
        is_new: bool,
    },
}

impl Importing<'_> {
    fn item(&mut self, model: &Model, number: i64, object: &Object) -> Result<(), ExchangeError> {
        let origin = format!("netbox:{}:{number}", model.name);
        let here = self.desk.by_origin(self.actor, KIND, &origin)?;
        let values = self.values(model, number, object);
        let state = models::state(object.text("status"));
        let is_same = here.as_ref().is_some_and(|record| self.is_same(record, &values, state));
        let counts = self.summary.items.entry(model.item_type).or_default();
        counts.told += 1;
        counts.unchanged += u64::from(is_same);
        let key = (model.name.to_owned(), number);
        let now = self.desk.now();
        let (command, is_new) = match here {
            Some(record) if is_same => {
                self.ids.insert(key, record.id);
                return Ok(());
            }
            Some(record) => {
                let change = Command::change(KIND, record.id, None, Input::Values(values));
                (change.with_import(told_at(now, state, None)), false)
            }
            None => {
                let at = object.text("created").and_then(|text| text.parse().ok()).unwrap_or(now);
                let given = values.into_iter().filter(|(_, value)| !value.is_none()).collect();
                let create = Command::create(KIND, Input::Values(given));
                (create.with_import(told_at(at, state, Some(origin))), true)
            }
        };
        let about = About::Item { key, item_type: model.item_type, is_new };
        self.push(command, Pending { line: object.line, about })
    }

    fn push(&mut self, command: Command, pending: Pending) -> Result<(), ExchangeError> {
        self.pending.push((command, pending));
        if self.pending.len() < COMMANDS_AT_ONCE { Ok(()) } else { self.flush() }
    }

    /// Does what is pending; what is refused costs itself.
    fn flush(&mut self) -> Result<(), ExchangeError> {
        let (commands, pending): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.pending).into_iter().unzip();
        if commands.is_empty() {
            return Ok(());
        }
        let answers = self.desk.run_many(self.actor, commands)?;
        for (answer, Pending { line, about }) in answers.into_iter().zip(pending) {
            match answer {
                Ok(done) => self.count(about, done.record.id),
                Err(refused) if is_of_one_line(&refused) => {
                    self.summary.faults.add(Fault::new(line, about.refused(&refused)));
                }
                Err(refused) => return Err(refused.into()),
            }
        }
        Ok(())
    }

    fn count(&mut self, about: About, id: RecordId) {
        let (counts, is_new) = match about {
            About::Gone => return,
            About::Item { key, item_type, is_new } => {
                self.ids.insert(key, id);
                (self.summary.items.entry(item_type).or_default(), is_new)
            }
            About::Relation { name, is_new } => {
                (self.summary.relations.entry(name).or_default(), is_new)
            }
        };
        counts.created += u64::from(is_new);
        counts.changed += u64::from(!is_new);
    }

    /// What NetBox tells of an object, as fields of an item.
    fn values(&self, model: &Model, number: i64, object: &Object) -> Vec<(String, Value)> {
        let text = |text: Option<String>| text.map_or(Value::None, Value::Text);
        let site = object.number("site").and_then(|site| self.dump.get("dcim.site", site));
        let site = site.and_then(|site| site.text("name")).map(str::to_owned);
        [
            ("name", Value::Text(self.dump.title(model, number, object))),
            ("item_type", Value::Text(model.item_type.to_owned())),
            ("description", text(self.dump.description(object))),
            ("location", text(site)),
            ("serial", text(object.text("serial").map(str::to_owned))),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }

    fn is_same(&self, record: &Record, values: &[(String, Value)], state: &str) -> bool {
        let holds = |(name, value): &(String, Value)| self.view.value(record, name) == value;
        record.state == state && values.iter().all(holds)
    }
}

impl About {
    fn refused(&self, refused: &Refused) -> String {
        match self {
            Self::Item { key: (model, number), .. } => {
                format!("is {model} {number}, which was refused: {refused}")
            }
            Self::Gone => format!("tells a relation anew whose old one was kept: {refused}"),
            Self::Relation { .. } => format!("tells a relation that was refused: {refused}"),
        }
    }
}

fn told_at(at: Timestamp, state: &str, origin: Option<String>) -> Imported {
    Imported { at, state: Some(state.to_owned()), origin, by: None }
}
