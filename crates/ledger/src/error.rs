//! What the ledger can say went wrong, as sentences.

use thiserror::Error;

/// Why the ledger refuses a text, a key, a proof or a request for one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LedgerError {
    /// A hash, salt or stored tree that is not in its form.
    #[error("This is not a valid {what}: {why}.")]
    Malformed {
        /// What was being read, such as "hash".
        what: &'static str,
        /// What is wrong with it and what is expected.
        why: String,
    },
    /// A key's text or name that is not in its form.
    #[error("This is not a valid key: {0}.")]
    Key(String),
    /// A note or checkpoint that is not in its form, or that this key did not sign.
    #[error("The checkpoint is refused: {0}.")]
    Checkpoint(String),
    /// A proof was asked for an entry that the log of that size does not have.
    #[error(
        "Entry {index} is not in a log of {size} entries; ask for 0 up to one less than {size}."
    )]
    NoSuchEntry {
        /// The entry asked for.
        index: u64,
        /// The size of the log asked for.
        size: u64,
    },
    /// A consistency proof was asked from a larger log to a smaller one.
    #[error("A log of {old} entries cannot have grown to {new}; give the smaller size first.")]
    Shrinks {
        /// The size given as the earlier one.
        old: u64,
        /// The size given as the later one.
        new: u64,
    },
    /// A proof does not prove what it is given for.
    #[error("The proof does not hold: {0}.")]
    ProofFails(&'static str),
    /// Stored nodes of the tree could not be read; the store says why.
    #[error("The stored tree could not be read: {0}.")]
    Nodes(String),
}

impl LedgerError {
    pub(crate) fn malformed(what: &'static str, why: impl Into<String>) -> Self {
        Self::Malformed { what, why: why.into() }
    }
}
