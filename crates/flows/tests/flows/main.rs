//! Everything that happens by itself when a record changes or time goes on, told at the desk on both engines.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is how a test fails"
)]

mod change_calendar;
mod configuration;
mod desk;
mod figures;
mod on_call;
mod portfolio;
mod service_level_clock;
