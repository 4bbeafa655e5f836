//! The command line: what can be asked at a terminal, and how progress and answers are shown there.
//!
//! This crate knows words and bars, nothing of records: `server` carries out what was asked.
pub mod args;
pub mod terminal;

pub use args::{Args, Ask, AuditAsk, LedgerAsk, Place, TokenAsk, UserAsk};
