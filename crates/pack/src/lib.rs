//! A pack for auditors: one file, made of what the ledger and the records say at one moment, that can be checked
//! offline and without a database.
//!
//! This crate knows the format and nothing of where the parts come from: [`write()`] makes the file from plain
//! [`Parts`], [`verify()`] says whether one holds what it says. `docs/audit-pack.md` tells the format to an auditor,
//! with a recipe in Python.
pub mod archive;
pub mod asked;
pub mod index;
mod oscal;
pub mod parts;
pub mod report;
mod texts;
pub mod verify;
pub mod write;

pub use asked::{Made, Wanted};
pub use parts::{
    About, Action, Document, Earlier, Entry, Kept, Owner, Parts, PersonNamed, Requirement,
};
pub use report::report;
pub use verify::{Fault, Outside, Report, verify};
pub use write::{Packed, write};

/// The name of the format, which is also the first line of the statement that is signed.
pub const FORMAT: &str = "gemba-pack-v1";

/// So many records of its population are in a pack for each requirement, at most.
pub const RECORDS_EACH_MAX: usize = 25;

/// The files of a pack that have names of their own.
pub mod names {
    /// What it is and how it is checked.
    pub const README: &str = "README.txt";
    /// Every other file, with its hash.
    pub const MANIFEST: &str = "manifest.json";
    /// The signature under the manifest.
    pub const SIGNATURE: &str = "manifest.sig";
    /// The signed checkpoint of the ledger.
    pub const CHECKPOINT: &str = "checkpoint.txt";
    /// The public key.
    pub const VERIFIER: &str = "verifier.txt";
    /// Every requirement with its answer.
    pub const INDEX: &str = "index.json";
    /// The same as a table.
    pub const TABLE: &str = "index.csv";
    /// What is not shown to be met.
    pub const GAPS: &str = "gaps.json";
    /// What audits drew.
    pub const SAMPLES: &str = "samples.json";
    /// What was said about our words for the requirements.
    pub const WORDING: &str = "wording.json";
    /// Who is meant by the numbers of people.
    pub const PEOPLE: &str = "people.json";
    /// The entries of the ledger that made the records.
    pub const ENTRIES: &str = "ledger/entries.jsonl";
    /// The proof of each of them.
    pub const PROOFS: &str = "ledger/proofs.jsonl";
    /// Earlier checkpoints, with the proof that the ledger only grew since.
    pub const EARLIER: &str = "ledger/checkpoints.jsonl";
    /// The same for people, on paper.
    pub const REPORT: &str = "report.pdf";
    /// Where the records are.
    pub const RECORDS: &str = "records/";
    /// Where the documents are.
    pub const DOCUMENTS: &str = "documents/";
}
