//! Keeps records of any kind, their history and the ledger, on SQLite or PostgreSQL, from one set of definitions.
//!
//! This crate knows definitions ([`gemba_model::KindDef`]), never an incident. Only `dialect`, `sqlite` and `postgres`
//! know which engine is below. All writing goes through one writer thread ([`Store::submit`]), which commits commands
//! that arrive together in one transaction, a savepoint each.
pub mod accounts;
pub mod acts;
pub mod blobs;
mod columns;
mod condition;
mod copy;
pub mod db;
pub mod dialect;
pub mod edges;
pub mod history;
pub mod likeness;
pub mod narrow;
mod postgres;
pub mod queue;
pub mod records;
mod restricted;
pub mod schema;
pub mod search;
pub mod settings;
mod sqlite;
mod store;
mod writer;

pub use db::{Db, Row, Sql, StoreError};
pub use dialect::Dialect;
pub use sqlite::in_haste;
pub use store::Store;
pub use writer::Care;
