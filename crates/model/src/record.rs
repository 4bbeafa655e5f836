//! A record on its way between a typed room and the generic floors.
use gemba_vocabulary::{RecordId, Value};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// One record of any kind, with its envelope.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Number within the kind; 0 before it was saved.
    pub id: RecordId,
    /// Counts up at every accepted command, from 1.
    pub version: i64,
    /// The state of its life.
    pub state: String,
    /// The built-in fields, in the order of the definition.
    pub values: Vec<Value>,
    /// The fields that the organization added.
    pub custom: BTreeMap<String, Value>,
    /// When it was recorded; for imported records, when the source says so.
    pub created_at: Timestamp,
    /// Who recorded it.
    pub created_by: Option<RecordId>,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Who changed it last.
    pub updated_by: Option<RecordId>,
    /// Whether it came from another tool's data.
    pub imported: bool,
    /// Where it came from, such as `servicenow:INC0000045`; unique within the kind.
    pub origin: Option<String>,
    /// Free words by which people find it again.
    pub tags: Vec<String>,
}

impl Record {
    /// A new record of `field_count` empty fields.
    pub fn blank(field_count: usize, state: &str) -> Self {
        Self { state: state.to_owned(), values: vec![Value::None; field_count], ..Self::default() }
    }
}

/// What is wrong with one field, in words that continue its label: `Summary is required`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// The field's name.
    pub field: String,
    /// What is wrong with it.
    pub fault: String,
}

impl FieldFault {
    /// A fault of the field named.
    pub fn new(field: &str, fault: impl Into<String>) -> Self {
        Self { field: field.to_owned(), fault: fault.into() }
    }
}
