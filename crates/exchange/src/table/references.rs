//! How a table names other records, and which record here a name means.
use crate::fault::ExchangeError;
use gemba_desk::{Desk, Query, Refused};
use gemba_model::{Record, filter::Filter, overlay::KindView};
use gemba_vocabulary::{RecordId, Value, actor::Actor, id::parse_number};
use std::collections::HashMap;

/// Writes references: an origin where there is one, otherwise the number.
pub(crate) struct Spelling<'a> {
    desk: &'a Desk,
    actor: &'a Actor,
    spelled: HashMap<(String, RecordId), String>,
}

impl<'a> Spelling<'a> {
    pub fn new(desk: &'a Desk, actor: &'a Actor) -> Self {
        Self { desk, actor, spelled: HashMap::new() }
    }

    /// The spelling of a reference to a record of a kind.
    pub fn of(&mut self, kind: &str, id: RecordId) -> String {
        let key = (kind.to_owned(), id);
        if let Some(spelled) = self.spelled.get(&key) {
            return spelled.clone();
        }
        // A record that the reader may not see is named by its number, as on a page.
        let origin = self.desk.record(self.actor, kind, id).ok().and_then(|record| record.origin);
        let number =
            self.desk.view(kind).map_or_else(|| id.to_string(), |view| view.def.number(id));
        let spelled = origin.filter(|origin| is_spelling(origin)).unwrap_or(number);
        self.spelled.insert(key, spelled.clone());
        spelled
    }
}

/// Whether an origin can be told from a number, and from two references in one cell.
fn is_spelling(origin: &str) -> bool {
    origin.contains(':') && !origin.contains(',') && origin.trim() == origin
}

/// What stands for a Gemba that nobody named in origins of records that could not keep their
/// number.
const SOURCE_UNNAMED: &str = "gemba";

/// What a reference comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// This record.
    Here(RecordId),
    /// Nothing that is here, or not yet.
    Missing,
    /// Nothing, or nothing certain; the words continue the name of the field.
    Wrong(String),
}

/// Finds the records that a table names.
pub(crate) struct References<'a> {
    desk: &'a Desk,
    actor: &'a Actor,
    /// What origins of records begin with that have another number here than in the Gemba they came
    /// from.
    source: &'a str,
    /// Whether every number is one of that other Gemba.
    is_foreign: bool,
    known: HashMap<(String, String), RecordId>,
}

impl<'a> References<'a> {
    /// Finds them for a table of the other Gemba of that name, or for one of this Gemba.
    pub fn new(desk: &'a Desk, actor: &'a Actor, source: Option<&'a str>) -> Self {
        let is_foreign = source.is_some();
        let source = source.unwrap_or(SOURCE_UNNAMED);
        Self { desk, actor, source, is_foreign, known: HashMap::new() }
    }

    /// The record of a kind that a text names.
    pub fn find(&mut self, kind: &str, text: &str) -> Result<Found, ExchangeError> {
        let text = text.trim();
        let key = (kind.to_owned(), text.to_owned());
        if let Some(id) = self.known.get(&key) {
            return Ok(Found::Here(*id));
        }
        let found = if text.contains(':') {
            let record = self.by_origin(kind, text)?;
            record.map_or(Found::Missing, |record| Found::Here(record.id))
        } else {
            self.by_number(kind, text)?
        };
        if let Found::Here(id) = found {
            self.known.insert(key, id);
        }
        Ok(found)
    }

    fn by_number(&self, kind: &str, text: &str) -> Result<Found, ExchangeError> {
        let Some(view) = self.desk.view(kind) else { return Ok(Found::Missing) };
        if let Ok(id) = text.parse::<RecordId>() {
            if self.is_foreign {
                return self.by_number(kind, &view.def.number(id));
            }
            let here = self.record(kind, id)?;
            return Ok(here.map_or(Found::Missing, |record| Found::Here(record.id)));
        }
        let label = view.def.label.to_lowercase();
        let Some((prefix, id)) = parse_number(text) else {
            let fault = format!(
                "names “{text}”, which is no {label}'s number, such as {}",
                view.def.number(12)
            );
            return self.by_name(&view, text, fault);
        };
        if prefix != view.def.prefix {
            let fault = format!("names “{text}”, which is no {label}");
            return self.by_name(&view, text, fault);
        }
        let number = view.def.number(id);
        let moved = self.by_origin(kind, &self.origin(&number))?;
        if self.is_foreign {
            return Ok(moved.map_or(Found::Missing, |record| Found::Here(record.id)));
        }
        Ok(match (moved, self.record(kind, id)?) {
            (None, None) => Found::Missing,
            (Some(moved), None) => Found::Here(moved.id),
            (moved, Some(here)) => match (moved, self.moved_from(&here)) {
                (None, None) => Found::Here(here.id),
                (Some(moved), Some(_)) => Found::Here(moved.id),
                (None, Some(origin)) => Found::Wrong(format!(
                    "names {number}, which was another record where the file may come from; write \
                     {origin} if you mean the {label} that has this number here"
                )),
                (Some(moved), None) => Found::Wrong(format!(
                    "names {number}, which may be the {label} of that number here or the one that \
                     came in as {number} and is {} here; write its origin, {}, or the bare number \
                     {id}; or name the Gemba of the whole file (source “{}”)",
                    view.def.number(moved.id),
                    self.origin(&number),
                    self.source
                )),
            },
        })
    }

    /// The one record in use of that name; another Gemba's names are none of ours.
    fn by_name(&self, view: &KindView, text: &str, fault: String) -> Result<Found, ExchangeError> {
        if self.is_foreign {
            return Ok(Found::Wrong(fault));
        }
        let filters = vec![
            Filter::is(view.def.title, Value::Text(text.to_owned())),
            Filter::is("open", Value::Bool(true)),
        ];
        let query = Query { filters, limit: 2, ..Query::of(view.def.name) };
        let label = view.def.label.to_lowercase();
        Ok(match self.desk.list(self.actor, &query)?.records.as_slice() {
            [] => Found::Wrong(fault),
            [one] => Found::Here(one.id),
            _ => Found::Wrong(format!(
                "names “{text}”, and more than one {label} is called so; write its number, such as {}",
                view.def.number(12)
            )),
        })
    }

    /// The origin of a record that had this number in the Gemba it came from.
    pub fn origin(&self, number: &str) -> String {
        format!("{}:{number}", self.source)
    }

    /// The origin of a record here that had another number in the Gemba it came from.
    pub fn moved_from<'r>(&self, record: &'r Record) -> Option<&'r str> {
        let origin = record.origin.as_deref()?;
        let is_moved = origin
            .strip_prefix(self.source)
            .and_then(|rest| rest.strip_prefix(':'))
            .is_some_and(|number| parse_number(number).is_some());
        is_moved.then_some(origin)
    }

    /// The record of a kind that came from there.
    pub fn by_origin(&self, kind: &str, origin: &str) -> Result<Option<Record>, ExchangeError> {
        Ok(self.desk.by_origin(self.actor, kind, origin)?)
    }

    /// The record of a kind that has this number here.
    pub fn record(&self, kind: &str, id: RecordId) -> Result<Option<Record>, ExchangeError> {
        match self.desk.record(self.actor, kind, id) {
            Ok(record) => Ok(Some(record)),
            Err(Refused::NotFound { .. }) => Ok(None),
            Err(refused) => Err(refused.into()),
        }
    }
}
