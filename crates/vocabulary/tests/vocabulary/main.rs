//! The words everything is told in, held against worked figures and models.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is how a test fails"
)]

mod attainment;
mod calendar;
mod clock;
mod clock_against_model;
mod on_call;
mod sample;
