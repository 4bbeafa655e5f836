//! What the demo leaves open on purpose, one file for each half of the clauses.
pub mod operation;
