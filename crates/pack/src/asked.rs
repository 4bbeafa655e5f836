//! What is asked of a pack, and what came of it.
use gemba_model::check::Period;
use gemba_vocabulary::RecordId;

/// What a pack is to be about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// What it is made for, in a few words.
    pub reason: String,
    /// The edition's name, such as `2018`.
    pub edition: String,
    /// The days looked at; nothing means all of them.
    pub period: Option<Period>,
    /// The stage of a certification audit, 1 or 2; nothing means both.
    pub stage: Option<u8>,
    /// The audit whose samples are in it; nothing means those of every audit.
    pub audit: Option<RecordId>,
}

/// A pack that was made and is on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its record within its kind.
    pub record: RecordId,
    /// The record's number as people see it.
    pub number: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// Its SHA-256 in hexadecimal.
    pub digest: String,
    /// How many requirements it answers.
    pub requirements: usize,
    /// How many of these it says are not shown to be met.
    pub gaps: usize,
    /// How many records are in it.
    pub records: usize,
    /// How many entries of the ledger are in it.
    pub entries: usize,
    /// How many entries the ledger has that it is bound to.
    pub ledger_size: u64,
}
