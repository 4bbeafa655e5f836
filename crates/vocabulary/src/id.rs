//! How records are named: a number within their kind, and typed references to it.
use crate::kinds::Marker;
use std::{fmt, marker::PhantomData};

/// The number of a record within its kind. Counted up from 1 and never used again.
pub type RecordId = i64;

/// A reference to a record of the kind that `K` marks.
pub struct Ref<K> {
    /// The number of the record referred to.
    pub id: RecordId,
    of: PhantomData<fn() -> K>,
}

impl<K> Ref<K> {
    /// Refers to record `id` of kind `K`; whether it exists is the store's to say.
    pub const fn new(id: RecordId) -> Self {
        Self { id, of: PhantomData }
    }
}

impl<K> Clone for Ref<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Ref<K> {}
impl<K> PartialEq for Ref<K> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}
impl<K> Eq for Ref<K> {}
impl<K: Marker> fmt::Debug for Ref<K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}#{}", K::NAME, self.id)
    }
}

/// Writes a record's number as people see it: `INC-000123`.
pub fn number(prefix: &str, id: RecordId) -> String {
    format!("{prefix}-{id:06}")
}

/// Reads a number as people write it: `INC-000123`, `inc123` or `INC 123` give `("INC", 123)`.
pub fn parse_number(text: &str) -> Option<(String, RecordId)> {
    let text = text.trim();
    let digits_at = text.find(|letter: char| letter.is_ascii_digit())?;
    let (prefix, digits) = text.split_at(digits_at);
    let prefix = prefix.trim_end_matches(['-', ' ', '#']);
    let prefix_is_a_word = !prefix.is_empty() && prefix.chars().all(|c| c.is_ascii_alphabetic());
    let id = digits.parse().ok()?;
    prefix_is_a_word.then(|| (prefix.to_ascii_uppercase(), id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_back_as_it_was_written() {
        assert_eq!(number("INC", 123), "INC-000123");
        assert_eq!(parse_number("INC-000123"), Some(("INC".into(), 123)));
        assert_eq!(parse_number("inc 7"), Some(("INC".into(), 7)));
        assert_eq!(parse_number("mail is down 7"), None);
        assert_eq!(parse_number("12"), None);
    }
}
