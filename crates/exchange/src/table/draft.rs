//! One row of a table, read: what it says of a record, and which record it means.
use super::{
    export::partner,
    import::Trouble,
    references::{Found, References},
};
use gemba_model::{FieldDef, Holds, Record, overlay::KindView, parse};
use gemba_vocabulary::{RecordId, Value, cell::bared};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::Value as Json;

/// What stands in a table for one field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Raw {
    Text(String),
    Json(Json),
}

impl Raw {
    /// The words of a reference, a tag or a name: several where there can be several.
    fn words(&self) -> Vec<String> {
        let text = |json: &Json| json.as_str().map_or_else(|| json.to_string(), str::to_owned);
        let words: Vec<String> = match self {
            Self::Text(text) => bared(text).split(',').map(str::to_owned).collect(),
            Self::Json(Json::Null) => Vec::new(),
            Self::Json(Json::Array(items)) => items.iter().map(text).collect(),
            Self::Json(json) => vec![text(json)],
        };
        let words = words.into_iter().map(|word| word.trim().to_owned());
        words.filter(|word| !word.is_empty()).collect()
    }

    /// The whole as one word; nothing if it is empty.
    fn word(&self) -> Option<String> {
        let word = match self {
            Self::Text(text) => bared(text).trim().to_owned(),
            Self::Json(Json::Null) => String::new(),
            Self::Json(Json::String(text)) => text.trim().to_owned(),
            Self::Json(json) => json.to_string(),
        };
        (!word.is_empty()).then_some(word)
    }
}

/// What a row says of a record.
#[derive(Default)]
pub(crate) struct Draft {
    /// Its number where the file comes from.
    pub number: Option<RecordId>,
    /// Its origin; nothing inside if the file says that it has none.
    #[expect(
        clippy::option_option,
        reason = "not in the table, empty there, or given are three things"
    )]
    pub origin: Option<Option<String>>,
    pub state: Option<String>,
    pub created_at: Option<Timestamp>,
    pub created_by: Option<RecordId>,
    pub updated_at: Option<Timestamp>,
    pub updated_by: Option<RecordId>,
    pub tags: Option<Vec<String>>,
    pub values: Vec<(String, Value)>,
    /// References to records that are not here, or not yet.
    pub missing: Vec<Missing>,
}

/// A reference to a record that is not here, or not yet.
#[derive(Clone, Debug)]
pub(crate) struct Missing {
    pub field: String,
    kind: String,
    words: Vec<String>,
}

impl Missing {
    /// What it names, for people.
    pub fn named(&self) -> String {
        self.words.join(", ")
    }

    /// What it comes to by now.
    pub fn find(
        &self,
        view: &KindView,
        references: &mut References<'_>,
    ) -> Result<Option<Value>, Trouble> {
        let Some(field) = view.field(&self.field) else { return Ok(None) };
        referred(field, &self.kind, &self.words, references)
    }
}

/// Reads rows of one kind.
pub(crate) struct Reader<'a> {
    pub view: &'a KindView,
    pub zone: &'a TimeZone,
}

impl Reader<'_> {
    /// Reads what a row says.
    pub fn read(
        &self,
        row: &[(String, Raw)],
        references: &mut References<'_>,
    ) -> Result<Draft, Trouble> {
        let mut draft = Draft::default();
        for (name, raw) in row {
            match name.as_str() {
                "number" | "id" => {
                    draft.number = raw.word().map(|word| self.number(&word)).transpose()?;
                }
                "origin" => draft.origin = Some(raw.word()),
                "state" => draft.state = raw.word().map(|word| self.state(&word)).transpose()?,
                "created_at" => draft.created_at = self.moment(name, raw)?,
                "updated_at" => draft.updated_at = self.moment(name, raw)?,
                "created_by" => draft.created_by = person(name, raw, references)?,
                "updated_by" => draft.updated_by = person(name, raw, references)?,
                "tags" => draft.tags = Some(raw.words()),
                // Bookkeeping of the Gemba that the file comes from.
                "version" | "imported" | "kind" => {}
                _ => self.field(name, raw, row, references, &mut draft)?,
            }
        }
        Ok(draft)
    }

    fn number(&self, word: &str) -> Result<RecordId, Trouble> {
        let by_number = || {
            let (prefix, id) = gemba_vocabulary::id::parse_number(word)?;
            (prefix == self.view.def.prefix).then_some(id)
        };
        let id = word.parse().ok().or_else(by_number).filter(|id| *id > 0);
        id.ok_or_else(|| {
            let label = self.view.def.label.to_lowercase();
            let example = self.view.def.number(12);
            Trouble::row(format!(
                "has the number “{word}”, which is no {label}'s, such as {example}"
            ))
        })
    }

    fn state(&self, word: &str) -> Result<String, Trouble> {
        let mut states = self.view.def.states.iter();
        let is_it = |state: &&gemba_model::ChoiceDef| {
            state.name == word || state.label.eq_ignore_ascii_case(word)
        };
        let found = states.find(is_it).map(|state| state.name.to_string());
        found.ok_or_else(|| {
            let names: Vec<_> = self.view.def.states.iter().map(|state| &*state.name).collect();
            Trouble::row(format!("has the state “{word}”; there are: {}", names.join(", ")))
        })
    }

    fn moment(&self, name: &str, raw: &Raw) -> Result<Option<Timestamp>, Trouble> {
        let field = FieldDef::new("moment", Holds::Instant, false);
        Ok(self.value(&field, raw).map_err(|fault| about(name, &fault))?.as_instant())
    }

    fn field(
        &self,
        name: &str,
        raw: &Raw,
        row: &[(String, Raw)],
        references: &mut References<'_>,
        draft: &mut Draft,
    ) -> Result<(), Trouble> {
        let Some(field) = self.view.field(name) else {
            let plural = self.view.def.plural.to_lowercase();
            return Err(Trouble::row(format!("gives “{name}”, which is no field of {plural}")));
        };
        let partner = partner(self.view, field);
        let by_partner = || {
            let (_, raw) = row.iter().find(|(name, _)| Some(name) == partner.as_ref())?;
            raw.word()
        };
        let Some(kind) = field.holds.target().map(str::to_owned).or_else(by_partner) else {
            let value = self.value(field, raw).map_err(|fault| about(name, &fault))?;
            draft.values.push((name.to_owned(), value));
            return Ok(());
        };
        let words = match field.holds {
            Holds::Refs(_) => raw.words(),
            _ => raw.word().into_iter().collect(),
        };
        match referred(field, &kind, &words, references)? {
            Some(value) => draft.values.push((name.to_owned(), value)),
            None => draft.missing.push(Missing { field: name.to_owned(), kind, words }),
        }
        Ok(())
    }

    fn value(&self, field: &FieldDef, raw: &Raw) -> Result<Value, String> {
        match raw {
            Raw::Text(text) => {
                let is_words = matches!(field.holds, Holds::ShortText | Holds::LongText);
                parse::from_text(field, if is_words { bared(text) } else { text }, self.zone)
            }
            Raw::Json(Json::String(text)) if field.holds == Holds::Instant => {
                parse::from_text(field, text, self.zone)
            }
            Raw::Json(json) => parse::from_json(field, json),
        }
    }
}

/// The value of a reference; nothing while one of the records that it names is not here.
fn referred(
    field: &FieldDef,
    kind: &str,
    words: &[String],
    references: &mut References<'_>,
) -> Result<Option<Value>, Trouble> {
    let mut ids = Vec::new();
    for word in words {
        match references.find(kind, word)? {
            Found::Here(id) => ids.push(id),
            Found::Missing => return Ok(None),
            Found::Wrong(fault) => return Err(about(&field.name, &fault)),
        }
    }
    Ok(Some(match (&field.holds, ids.first()) {
        (_, None) => Value::None,
        (Holds::Refs(_), _) => Value::Refs(ids),
        (Holds::Int, Some(id)) => Value::Int(*id),
        (_, Some(id)) => Value::Ref(*id),
    }))
}

/// Who wrote it; someone who is not here is nobody.
fn person(
    name: &str,
    raw: &Raw,
    references: &mut References<'_>,
) -> Result<Option<RecordId>, Trouble> {
    let Some(word) = raw.word() else { return Ok(None) };
    match references.find("person", &word)? {
        Found::Here(id) => Ok(Some(id)),
        Found::Missing => Ok(None),
        Found::Wrong(fault) => Err(about(name, &fault)),
    }
}

fn about(name: &str, fault: &str) -> Trouble {
    Trouble::row(format!("gives a “{name}” that {fault}"))
}

impl Draft {
    /// The fields that hold something else in the record.
    pub fn differences(&self, view: &KindView, record: &Record) -> Vec<(String, Value)> {
        let differs = |(name, value): &&(String, Value)| {
            let held = view.value(record, name);
            held != value && !(is_empty(held) && is_empty(value))
        };
        self.values.iter().filter(differs).cloned().collect()
    }

    /// Whether the tags are others.
    pub fn has_other_tags(&self, record: &Record) -> bool {
        self.tags.as_ref().is_some_and(|tags| *tags != record.tags)
    }

    /// Whether the state is another.
    pub fn has_other_state(&self, record: &Record) -> bool {
        self.state.as_ref().is_some_and(|state| *state != record.state)
    }
}

/// Whether a value holds nothing, however that is spelled.
pub(crate) fn is_empty(value: &Value) -> bool {
    match value {
        Value::None => true,
        Value::Text(text) => text.is_empty(),
        Value::Refs(ids) => ids.is_empty(),
        _ => false,
    }
}
