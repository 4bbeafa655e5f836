//! A record narrowed to what somebody reads of it, while it passes.
use crate::Record;
use gemba_vocabulary::{RecordId, ValueRef};
use jiff::Timestamp;

/// A field that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskedField<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether all that matters is that something was given: then it may come as [`ValueRef::Given`].
    pub only_given: bool,
}

impl<'a> AskedField<'a> {
    /// A field whose value is looked at.
    pub fn whole(name: &'a str) -> Self {
        Self { name, only_given: false }
    }

    /// What is told of a value to whoever asks so.
    pub fn narrowed(self, value: ValueRef<'_>) -> ValueRef<'_> {
        match (self.only_given, value.is_given()) {
            (false, _) => value,
            (true, true) => ValueRef::Given,
            (true, false) => ValueRef::None,
        }
    }
}

/// A record while it passes, with the values of those fields alone that were asked for, in that order. Nothing of it is
/// copied.
#[derive(Clone, Copy, Debug)]
pub struct Narrow<'a> {
    /// Its number within the kind.
    pub id: RecordId,
    /// The state of its life.
    pub state: &'a str,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// Whether it came from another tool's data.
    pub imported: bool,
    /// What it holds in the fields asked for.
    pub values: &'a [ValueRef<'a>],
}

impl<'a> Narrow<'a> {
    /// A record with these of its values.
    pub fn of(record: &'a Record, values: &'a [ValueRef<'a>]) -> Self {
        Self {
            id: record.id,
            state: &record.state,
            created_at: record.created_at,
            imported: record.imported,
            values,
        }
    }
}
