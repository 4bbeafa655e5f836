//! Brings a table in: a row makes a record, changes the one that it means, or is left out with a
//! reason.
use super::{
    Format,
    draft::{Draft, Missing, Raw, Reader, is_empty},
    references::{Found, References},
    rows::{self, ReadRow},
};
use crate::{
    fault::{ExchangeError, Fault, Faults, Progress},
    reading::unpacked,
};
use gemba_desk::{Command, Desk, Done, Imported, Input, Query, Refused};
use gemba_model::{FieldDef, Record, overlay::KindView};
use gemba_vocabulary::{RecordId, Value, actor::Actor};
use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;
use serde_json::{Map, Value as Json};
use std::{fmt, io::Read, sync::Arc};

/// How a table is to be read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The zone of times without one.
    pub zone: TimeZone,
    /// A name for the other Gemba that the table comes from; nothing if it comes from this one, or
    /// goes into an empty one. With a name, numbers in the table are never taken for numbers here:
    /// each record has its old number in its origin, behind the name (`old:INC-000123`), and is
    /// found by it.
    pub source: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { zone: TimeZone::UTC, source: None }
    }
}

/// What came of an import.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Summary {
    /// The rows of the file.
    pub rows: u64,
    /// The records made.
    pub created: u64,
    /// Of these, the ones that have another number here than in the file.
    pub renumbered: u64,
    /// The records changed.
    pub changed: u64,
    /// The rows that say what is here already.
    pub unchanged: u64,
    /// References left empty, because what they name is not here.
    pub left_empty: Faults,
    /// The rows that were left out, each with the reason.
    pub faults: Faults,
}

/// The summary as people read it at a terminal.
impl fmt::Display for Summary {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rows, created, changed, unchanged, renumbered, .. } = self;
        writeln!(to, "{rows} rows: {created} made, {changed} changed, {unchanged} as they were.")?;
        if *renumbered > 0 {
            writeln!(to, "{renumbered} have another number here; their origin tells the old one.")?;
        }
        self.left_empty.tell(to, "came in, but not whole")?;
        self.faults.tell(to, "left out")
    }
}

/// Why a row, or all of them, could not be brought in.
pub(crate) enum Trouble {
    /// Words that continue “Line 17 …”.
    Row(String),
    All(ExchangeError),
}

impl Trouble {
    pub fn row(what: impl Into<String>) -> Self {
        Self::Row(what.into())
    }
}

impl From<ExchangeError> for Trouble {
    fn from(error: ExchangeError) -> Self {
        Self::All(error)
    }
}

impl From<Refused> for Trouble {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Failed(_) => Self::All(refused.into()),
            refused => Self::Row(format!("was refused: {refused}")),
        }
    }
}

/// Brings in a table of one kind. The file may be compressed with gzip. A broken row is among the
/// faults and costs itself; the error is for what concerns all rows. A row means the record of its
/// origin, else the one of its number; without either it makes a new one.
pub fn import<'a>(
    desk: &Desk,
    actor: &Actor,
    kind: &str,
    format: Format,
    options: &Options,
    from: impl Read + 'a,
    progress: Progress<'_>,
) -> Result<Summary, ExchangeError> {
    let view = desk
        .view(kind)
        .ok_or_else(|| ExchangeError::wrong(format!("There is no kind “{kind}” to bring in.")))?;
    let from = unpacked(from)?;
    let mut importing = Importing::new(desk, actor, view, options)?;
    let mut rows = rows::read(&importing.view, format, from)?;
    rows.try_for_each(|row| {
        importing.take(row?)?;
        progress(importing.summary.rows, 0);
        Ok::<_, ExchangeError>(())
    })?;
    importing.finish()
}

/// An import on its way.
struct Importing<'a> {
    desk: &'a Desk,
    actor: &'a Actor,
    view: Arc<KindView>,
    options: &'a Options,
    references: References<'a>,
    /// The number that the next new record will have, as far as one can tell.
    next: RecordId,
    /// Whether a number may have been skipped since.
    is_next_certain: bool,
    deferred: Vec<Deferred>,
    summary: Summary,
}

/// References that may be found once the whole file was read.
struct Deferred {
    line: u64,
    id: RecordId,
    missing: Vec<Missing>,
}

impl<'a> Importing<'a> {
    fn new(
        desk: &'a Desk,
        actor: &'a Actor,
        view: Arc<KindView>,
        options: &'a Options,
    ) -> Result<Self, ExchangeError> {
        let newest = desk.list(actor, &Query { limit: 1, ..Query::of(view.def.name) })?;
        let next = newest.records.first().map_or(1, |record| record.id + 1);
        Ok(Self {
            desk,
            actor,
            view,
            options,
            references: References::new(desk, actor, options.source.as_deref()),
            next,
            is_next_certain: true,
            deferred: Vec::new(),
            summary: Summary::default(),
        })
    }

    fn take(&mut self, row: ReadRow) -> Result<(), ExchangeError> {
        self.summary.rows += 1;
        let (line, row) = match row {
            Ok(row) => row,
            Err(fault) => {
                self.summary.faults.add(fault);
                return Ok(());
            }
        };
        match self.row(line, &row) {
            Ok(()) => Ok(()),
            Err(Trouble::Row(what)) => {
                let what = what.trim_end_matches('.');
                self.summary.faults.add(Fault::new(line, format!("{what}.")));
                Ok(())
            }
            Err(Trouble::All(error)) => Err(error),
        }
    }

    fn row(&mut self, line: u64, row: &[(String, Raw)]) -> Result<(), Trouble> {
        let reader = Reader { view: &self.view, zone: &self.options.zone };
        let mut draft = reader.read(row, &mut self.references)?;
        let missing = std::mem::take(&mut draft.missing);
        let id = match self.meant(&draft)? {
            Some(record) => self.update(&record, &draft)?,
            None => self.create(&draft, &missing)?,
        };
        if !missing.is_empty() {
            self.deferred.push(Deferred { line, id, missing });
        }
        Ok(())
    }

    /// The record that a row means; nothing if it means a new one.
    fn meant(&mut self, draft: &Draft) -> Result<Option<Record>, Trouble> {
        let kind = self.view.def.name;
        if let Some(Some(origin)) = &draft.origin {
            return Ok(self.references.by_origin(kind, origin)?);
        }
        let Some(id) = draft.number else { return Ok(None) };
        let number = self.view.def.number(id);
        if self.options.source.is_some() {
            return Ok(self.references.by_origin(kind, &self.references.origin(&number))?);
        }
        let Some(created_at) = draft.created_at else {
            // Written by hand: the number is one of ours.
            return match self.references.find(kind, &number)? {
                Found::Here(id) => Ok(self.references.record(kind, id)?),
                Found::Missing => Err(Trouble::row(format!(
                    "names {number}, which is not here; leave the number empty for a new record"
                ))),
                Found::Wrong(fault) => Err(Trouble::Row(fault)),
            };
        };
        // Taken out of a Gemba: of this one, if the record of that number began at that time.
        let moved = self.references.by_origin(kind, &self.references.origin(&number))?;
        if let Some(moved) = moved {
            if moved.created_at == created_at {
                return Ok(Some(moved));
            }
            return Err(Trouble::row(format!(
                "tells of another {number} than the one that came in before; if this file comes \
                 from another Gemba, name that (source)"
            )));
        }
        let is_it = |record: &Record| {
            let has_none = draft.origin.is_none() || record.origin.is_none();
            record.created_at == created_at
                && has_none
                && self.references.moved_from(record).is_none()
        };
        Ok(self.references.record(kind, id)?.filter(is_it))
    }

    fn create(&mut self, draft: &Draft, missing: &[Missing]) -> Result<RecordId, Trouble> {
        let own_origin = draft.origin.clone().flatten();
        let is_certain = self.is_next_certain && self.options.source.is_none();
        let has_other_number = draft.number.is_some_and(|id| id != self.next || !is_certain);
        let origin = match (own_origin, draft.number) {
            (Some(origin), _) => Some(origin),
            (None, Some(id)) if has_other_number => {
                Some(self.references.origin(&self.view.def.number(id)))
            }
            (None, _) => None,
        };
        let first_state = self.view.def.first_state();
        let is_told = draft.created_at.is_some()
            || origin.is_some()
            || draft.state.as_deref().is_some_and(|state| state != first_state);
        self.check_complete(draft, missing, is_told)?;
        let values = draft.values.iter().filter(|(_, value)| !value.is_none()).cloned().collect();
        let mut command = Command::create(self.view.def.name, input(values, draft.tags.as_deref()));
        if is_told {
            command = command.with_import(Imported {
                at: draft.created_at.unwrap_or_else(|| self.desk.now()),
                state: draft.state.clone(),
                origin,
                by: draft.created_by,
            });
        }
        let done = match self.desk.run(self.actor, command) {
            Ok(done) => done,
            Err(refused) => {
                self.is_next_certain = false;
                return Err(refused.into());
            }
        };
        let id = done.record.id;
        self.next = id + 1;
        self.summary.created += 1;
        self.summary.renumbered += u64::from(draft.number.is_some_and(|number| number != id));
        let is_touched =
            draft.updated_at != draft.created_at || draft.updated_by != draft.created_by;
        if let Some(at) = draft.updated_at.filter(|_| is_told && is_touched) {
            self.tell(id, Vec::new(), None, None, at, draft.updated_by)?;
        }
        Ok(id)
    }

    /// What a room asks of every record is asked of those from elsewhere too, though their rules
    /// are their own.
    fn check_complete(
        &self,
        draft: &Draft,
        missing: &[Missing],
        is_told: bool,
    ) -> Result<(), Trouble> {
        let is_required = |field: &&FieldDef| field.required && !field.computed;
        for field in self.view.all_fields().filter(is_required) {
            if let Some(missing) = missing.iter().find(|one| one.field == field.name) {
                let named = missing.named();
                let name = &field.name;
                return Err(Trouble::row(format!(
                    "names {named} as “{name}”, which is not here; bring that in first"
                )));
            }
            let given = draft.values.iter().find(|(name, _)| *name == field.name);
            let is_given = given.is_some_and(|(_, value)| !is_empty(value));
            if is_told && !is_given && field.default.is_none() {
                return Err(Trouble::row(format!("gives no “{}”, which is required", field.name)));
            }
        }
        Ok(())
    }

    fn update(&mut self, record: &Record, draft: &Draft) -> Result<RecordId, Trouble> {
        let changes = draft.differences(&self.view, record);
        let (has_other_tags, has_other_state) =
            (draft.has_other_tags(record), draft.has_other_state(record));
        let is_newer = draft.updated_at.is_some_and(|at| at > record.updated_at);
        if changes.is_empty() && !has_other_tags && !has_other_state {
            let is_told = is_newer && self.is_told_there(record)?;
            match draft.updated_at.filter(|_| is_told) {
                Some(at) => self.tell(record.id, Vec::new(), None, None, at, draft.updated_by)?,
                None => self.summary.unchanged += 1,
            }
            return Ok(record.id);
        }
        if let Some(at) = draft.updated_at.filter(|at| *at < record.updated_at) {
            return Err(Trouble::row(format!(
                "tells of {} as it was at {at}, but it was changed here at {}; nothing was \
                 overwritten. Take the table out again and change that",
                self.view.def.number(record.id),
                record.updated_at
            )));
        }
        // What came from elsewhere goes on there: the file tells what happened since, or fills what
        // it could not yet.
        let completes = !has_other_tags
            && !has_other_state
            && changes.iter().all(|(name, value)| {
                matches!(value, Value::Ref(_) | Value::Refs(_))
                    && is_empty(self.view.value(record, name))
            });
        match draft.updated_at {
            Some(at) if (is_newer || completes) && self.is_told_there(record)? => {
                let tags = draft.tags.as_deref();
                self.tell(record.id, changes, tags, draft.state.clone(), at, draft.updated_by)?;
            }
            _ if has_other_state => {
                let state = draft.state.as_deref().unwrap_or_default();
                return Err(Trouble::row(format!(
                    "has the state “{state}”, but {} is “{}” here; a file takes no steps of a \
                     life, so take them on its page",
                    self.view.def.number(record.id),
                    record.state
                )));
            }
            _ => {
                let input = input(changes, draft.tags.as_deref());
                let version = Some(record.version);
                self.run(Command::change(self.view.def.name, record.id, version, input))?;
            }
        }
        self.summary.changed += 1;
        Ok(record.id)
    }

    /// Whether what becomes of a record is still told by where it came from, and not by the work here.
    fn is_told_there(&self, record: &Record) -> Result<bool, Trouble> {
        Ok(self.desk.is_told_elsewhere(self.actor, self.view.def.name, record.id)?)
    }

    /// Writes down what happened to a record elsewhere.
    fn tell(
        &self,
        id: RecordId,
        values: Vec<(String, Value)>,
        tags: Option<&[String]>,
        state: Option<String>,
        at: Timestamp,
        by: Option<RecordId>,
    ) -> Result<(), Trouble> {
        let command = Command::verb(self.view.def.name, id, "import_step")
            .with_input(input(values, tags))
            .with_import(Imported { at, state, origin: None, by });
        self.run(command).map(|_| ())
    }

    fn run(&self, command: Command) -> Result<Done, Trouble> {
        Ok(self.desk.run(self.actor, command)?)
    }

    /// Looks once more for what references named before it was there; says which are left empty.
    fn finish(mut self) -> Result<Summary, ExchangeError> {
        for deferred in std::mem::take(&mut self.deferred) {
            match self.complete(&deferred) {
                Ok(()) => {}
                Err(Trouble::Row(what)) => {
                    self.summary.left_empty.add(Fault::new(deferred.line, format!("{what}.")));
                }
                Err(Trouble::All(error)) => return Err(error),
            }
        }
        self.summary.left_empty.sort();
        Ok(self.summary)
    }

    fn complete(&mut self, deferred: &Deferred) -> Result<(), Trouble> {
        let mut values = Vec::new();
        let mut missing = Vec::new();
        for one in &deferred.missing {
            match one.find(&self.view, &mut self.references)? {
                Some(value) => values.push((one.field.clone(), value)),
                None => missing.push(format!("{} as “{}”", one.named(), one.field)),
            }
        }
        let record = self.references.record(self.view.def.name, deferred.id)?;
        if let Some(record) = record {
            values.retain(|(name, value)| self.view.value(&record, name) != value);
            if !values.is_empty() && self.is_told_there(&record)? {
                self.tell(record.id, values, None, None, record.updated_at, record.updated_by)?;
            } else if !values.is_empty() {
                let input = input(values, None);
                self.run(Command::change(self.view.def.name, record.id, None, input))?;
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        Err(Trouble::row(format!(
            "names {}, which is not here, so that was left empty; bring that in, and then this \
             file again",
            missing.join(" and ")
        )))
    }
}

fn input(values: Vec<(String, Value)>, tags: Option<&[String]>) -> Input {
    let mut fields: Map<String, Json> =
        values.into_iter().map(|(name, value)| (name, value.to_json())).collect();
    if let Some(tags) = tags {
        fields.insert("tags".to_owned(), tags.iter().cloned().collect());
    }
    Input::Json(fields)
}
