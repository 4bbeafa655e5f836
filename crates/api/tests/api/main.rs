//! Stories through the served API, on both engines.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "it is test code: a panic is how a test fails"
)]

mod addresses;
mod answers;
mod description;
mod differences;
mod figures;
mod files;
mod house;
mod idempotency;
mod impact;
mod lifecycle;
mod lists;
mod offline;
mod on_call;
mod portfolio;
mod readiness;
mod records;
mod schemathesis;
mod scope;
