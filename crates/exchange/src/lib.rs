//! What comes in from other tools and goes out to them: event logs, CSV and JSON of every kind, and
//! figures.
//!
//! This crate knows the desk and nothing below it: every row that it brings in goes through the one
//! door, marked with where it came from, and everything that it takes out carries the reader's
//! scope.
pub mod endoflife;
pub mod events;
pub mod fault;
pub mod mail;
pub mod netbox;
pub mod pack;
pub mod prometheus;
mod reading;
pub mod report;
pub mod settling;
pub mod table;

pub use fault::{ExchangeError, Fault, Faults, Progress};
