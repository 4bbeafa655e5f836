//! What a pack is made of, as plain data.
use gemba_conformity::Answer;
use gemba_ledger::{Hash, StoredEntry};
use gemba_model::check::{Outcome, Period};
use gemba_vocabulary::RecordId;
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// What a pack is about.
#[derive(Clone, Debug, Serialize)]
pub struct About {
    /// The number of its own record, if there is one.
    pub number: Option<String>,
    /// What it was made for.
    pub reason: String,
    /// The edition's name, such as `2018`.
    pub edition: String,
    /// Its full name.
    pub standard: String,
    /// The days looked at; nothing if all are.
    pub period: Option<Period>,
    /// The stage of a certification audit; nothing if both are meant.
    pub stage: Option<u8>,
    /// When it was made.
    pub at: Timestamp,
    /// Who made it.
    pub by: PersonNamed,
    /// Whose it is.
    pub organization: String,
    /// How many entries the ledger had when the first record was read. Those after it, to the size of the checkpoint,
    /// were written meanwhile.
    pub read_from: u64,
}

/// Somebody, by number and name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PersonNamed {
    /// Their number; nothing for Gemba itself.
    pub id: Option<RecordId>,
    /// Their name.
    pub name: String,
}

/// Who answers for a requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Owner {
    /// Their number.
    pub person: RecordId,
    /// Their name.
    pub name: String,
    /// Why they do, such as “owner of PRC-000003”.
    pub why: String,
}

/// A requirement with its answer.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// The answer, with all that it rests on.
    pub answer: Answer,
    /// What would show it: a record, a process, a document …
    pub sort: String,
    /// At which stage of a certification audit it is looked at.
    pub stage: String,
    /// Who answers for it.
    pub owner: Option<Owner>,
    /// The kinds of record that show it, with how many of each were judged.
    pub judged: BTreeMap<String, u64>,
}

impl Requirement {
    /// Whether it is shown to be met.
    pub fn is_met(&self) -> bool {
        self.answer.result == Outcome::Pass
    }
}

/// A record with why it is here and what made it.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its kind.
    pub kind: String,
    /// Its number within the kind.
    pub id: RecordId,
    /// Its number as people see it.
    pub number: String,
    /// The state of its life.
    pub state: String,
    /// How often it was written.
    pub version: i64,
    /// Whether it came from another tool's data.
    pub is_imported: bool,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// Who recorded it.
    pub created_by: Option<RecordId>,
    /// Free words by which it is found.
    pub tags: Vec<String>,
    /// What its fields hold; empty ones are left out.
    pub values: Map<String, Json>,
    /// Why it is here, such as “exception of 8.6.1-d”.
    pub why: Vec<String>,
    /// The entries of the ledger that made it, the oldest first.
    pub entries: Vec<u64>,
    /// Whether something in it is not for whoever made the pack, so that the content of its entries is withheld.
    pub is_withheld: bool,
}

/// An entry of the ledger.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The entry.
    pub stored: StoredEntry,
    /// The hashes from its leaf up to the root.
    pub path: Vec<Hash>,
    /// Whether its content is left out, because it names what whoever made the pack may not know of.
    pub is_withheld: bool,
}

/// An earlier checkpoint with the proof that the ledger only grew since.
#[derive(Clone, Debug, Serialize)]
pub struct Earlier {
    /// How many entries it vouches for.
    pub size: u64,
    /// The signed note.
    pub note: String,
    /// The hashes from it to the checkpoint of the pack.
    pub proof: Vec<Hash>,
}

/// A document in force, or a file kept with one.
#[derive(Clone, Debug)]
pub struct Document {
    /// The name of its file, below `documents/`.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Something that is being done about what was not met.
#[derive(Clone, Debug)]
pub struct Action {
    /// Its kind.
    pub kind: String,
    /// Its number within the kind.
    pub id: RecordId,
    /// Its number as people see it.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// What is done, or what was not met.
    pub words: String,
    /// By when.
    pub due: Option<Date>,
    /// The requirements or clauses that it is about; nothing where nobody said so.
    pub about: Vec<String>,
}

/// Everything that goes into a pack.
#[derive(Clone, Debug)]
pub struct Parts {
    /// What it is about.
    pub about: About,
    /// Every requirement in the order of the standard.
    pub requirements: Vec<Requirement>,
    /// Every sheet of figures, by its name, as data with its definitions.
    pub sheets: BTreeMap<String, Json>,
    /// Documents in force.
    pub documents: Vec<Document>,
    /// What audits drew.
    pub samples: Json,
    /// What was said about our words for the requirements.
    pub wording: Json,
    /// The records, in the order of their kinds and numbers.
    pub records: Vec<Kept>,
    /// Their entries, in the order of their places.
    pub entries: Vec<Entry>,
    /// Who is meant by the numbers of people.
    pub people: Vec<PersonNamed>,
    /// What is being done about gaps.
    pub actions: Vec<Action>,
    /// Records that are named and are not here, each with the reason.
    pub missing: Vec<String>,
    /// How many entries the ledger has.
    pub ledger_size: u64,
    /// Its root.
    pub ledger_root: Hash,
    /// The signed checkpoint of it.
    pub checkpoint: String,
    /// Earlier checkpoints.
    pub earlier: Vec<Earlier>,
    /// The public key, as text.
    pub verifier: String,
    /// The report on paper, if it could be printed.
    pub report: Option<Vec<u8>>,
}
