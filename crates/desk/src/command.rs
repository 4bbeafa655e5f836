//! A command: everything that changes anything, from whichever channel, in one shape.
use crate::{files::Content, refused::Refused};
use gemba_model::{FieldDef, FieldFault, Record, overlay::KindView, parse};
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// What someone asks to be done.
#[derive(Clone, Debug)]
pub struct Command {
    /// The kind of the record.
    pub kind: String,
    /// The record, or nothing for a new one.
    pub record: Option<RecordId>,
    /// `create`, `change`, `comment`, `note`, `erase`, or a verb of its life.
    pub verb: String,
    /// The fields given; those not named stay as they are.
    pub input: Input,
    /// The comment, the note, or the reason for the verb.
    pub note: Option<String>,
    /// The version that the asker saw; an older one than the stored is refused.
    pub version: Option<i64>,
    /// Set when it happened in another tool and is only written down here.
    pub imported: Option<Imported>,
    /// What a new file holds; [`crate::Desk::upload`] gives it.
    pub content: Option<Content>,
}

/// The fields given with a command.
#[derive(Clone, Debug, Default)]
pub enum Input {
    /// None.
    #[default]
    Nothing,
    /// As typed into a form or written in CSV; an empty text clears a field.
    Text {
        /// Field and text.
        fields: BTreeMap<String, String>,
        /// The zone of moments without one.
        zone: TimeZone,
    },
    /// As sent to the API; `null` clears a field.
    Json(Map<String, Json>),
    /// As values.
    Values(Vec<(String, Value)>),
}

/// What another tool says of something that happened there.
#[derive(Clone, Debug)]
pub struct Imported {
    /// When it happened there.
    pub at: Timestamp,
    /// The state that it led to; nothing leaves the state as it is.
    pub state: Option<String>,
    /// The record's name there, such as `servicenow:INC0000045`.
    pub origin: Option<String>,
    /// Who did it there.
    pub by: Option<RecordId>,
}

/// An accepted command.
#[derive(Clone, Debug)]
pub struct Done {
    /// The kind of the record.
    pub kind: String,
    /// The record as it is now.
    pub record: Record,
    /// The index of the ledger's entry; nothing if nothing changed.
    pub entry: Option<u64>,
}

impl Command {
    /// Makes a new record.
    pub fn create(kind: &str, input: Input) -> Self {
        Self { input, ..Self::of(kind, None, "create") }
    }

    /// Changes fields of a record.
    pub fn change(kind: &str, id: RecordId, version: Option<i64>, input: Input) -> Self {
        Self { input, version, ..Self::of(kind, Some(id), "change") }
    }

    /// Takes a step of a record's life, or comments on it.
    pub fn verb(kind: &str, id: RecordId, verb: &str) -> Self {
        Self::of(kind, Some(id), verb)
    }

    /// With these fields.
    pub fn with_input(self, input: Input) -> Self {
        Self { input, ..self }
    }

    /// With this comment, note or reason.
    pub fn with_note(self, text: &str) -> Self {
        Self { note: Some(text.to_owned()), ..self }
    }

    /// As seen at this version.
    pub fn with_version(self, version: i64) -> Self {
        Self { version: Some(version), ..self }
    }

    /// As told by another tool.
    pub fn with_import(self, imported: Imported) -> Self {
        Self { imported: Some(imported), ..self }
    }

    /// With the content of a file.
    pub(crate) fn with_content(self, content: Content) -> Self {
        Self { content: Some(content), ..self }
    }

    fn of(kind: &str, record: Option<RecordId>, verb: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            record,
            verb: verb.to_owned(),
            input: Input::Nothing,
            note: None,
            version: None,
            imported: None,
            content: None,
        }
    }
}

/// The fields given, read as values of the kind; `tags` comes apart.
pub(crate) struct Given {
    pub values: Vec<(String, Value)>,
    pub tags: Option<Vec<String>>,
}

const TAGS_MAX: usize = 20;

impl Input {
    /// Reads the fields given as values, or says what is wrong with each.
    pub(crate) fn read(self, view: &KindView) -> Result<Given, Refused> {
        let (mut values, mut faults, mut tags) = (Vec::new(), Vec::new(), None);
        let mut take = |name: &str, read: &dyn Fn(&FieldDef) -> Result<Value, String>| match view
            .field(name)
            .ok_or_else(|| "is not a field of this kind".to_owned())
        {
            Ok(field) => match read(field) {
                Ok(value) => values.push((name.to_owned(), value)),
                Err(fault) => faults.push(FieldFault::new(name, fault)),
            },
            Err(fault) => faults.push(FieldFault::new(name, fault)),
        };
        match self {
            Self::Nothing => {}
            Self::Text { fields, zone } => {
                for (name, text) in &fields {
                    if name == "tags" {
                        tags = Some(text.clone());
                    } else {
                        take(name, &|field| parse::from_text(field, text, &zone));
                    }
                }
            }
            Self::Json(fields) => {
                for (name, json) in &fields {
                    if name == "tags" {
                        tags = Some(tags_of(json));
                    } else {
                        take(name, &|field| parse::from_json(field, json));
                    }
                }
            }
            Self::Values(given) => {
                for (name, value) in given {
                    take(&name, &|_| Ok(value.clone()));
                }
            }
        }
        if faults.is_empty() {
            Ok(Given { values, tags: tags.map(|text| words(&text)) })
        } else {
            Err(Refused::Invalid(faults))
        }
    }
}

fn tags_of(json: &Json) -> String {
    match json {
        Json::Array(items) => items.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(","),
        Json::String(text) => text.clone(),
        _ => String::new(),
    }
}

fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split([',', ' ', '\n']) {
        let word: String = word
            .to_lowercase()
            .chars()
            .filter(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_'))
            .take(40)
            .collect();
        if !word.is_empty() && !words.contains(&word) && words.len() < TAGS_MAX {
            words.push(word);
        }
    }
    words
}
