//! The sealed log of what happened: an append-only Merkle tree (RFC 6962, RFC 9162) over entries,
//! and signed checkpoints of it (C2SP tlog-checkpoint in a signed note, Ed25519), so that an
//! auditor can find, without Gemba, what was changed, removed or reordered after the fact.
//!
//! This crate is pure. It knows no database, disk, clock, environment or randomness: salts, keys,
//! times and stored hashes come in as parameters. It also knows nothing of records and rooms:
//! an entry is a head of plain values and a body of JSON text.
//!
//! - [`entry`]: what an entry is and the exact bytes that are hashed for it.
//! - [`tree`]: hashes, the tree kept in O(log n) memory, stored nodes of every 256 leaves.
//! - [`proof`]: that an entry is in the log, and that a log only grew.
//! - [`checkpoint`]: the signed statement of a log's size and root.
//! - [`audit`]: the check of a whole log, with sentences on what is wrong ([`report`]).
//!
//! `docs/ledger.md` says the same for an auditor, with a recipe in Python.

pub mod audit;
pub mod checkpoint;
pub mod entry;
pub mod error;
mod moves;
pub mod proof;
pub mod report;
pub mod statement;
pub mod tree;

pub use audit::{Audit, StoredEntry};
pub use checkpoint::{Checkpoint, Signer, Verifier};
pub use entry::{ERASE_VERB, Head, Salt, body_hash, entry_hash, erase_body, leaf_data};
pub use error::LedgerError;
pub use proof::{
    consistency_proof, inclusion_proof, inclusion_proofs, verify_consistency, verify_inclusion,
};
pub use report::{Finding, KnownCheckpoint, Report, Totals};
pub use tree::{
    CompactRange, EMPTY_ROOT, Hash, Nodes, TILE_LEAVES, Tile, completed_tiles, leaf_hash,
    node_hash, root_at, root_of,
};
