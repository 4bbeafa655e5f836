//! What a new house begins with, and the demo organization, made on a real desk.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is how a test fails"
)]

mod customers_and_suppliers;
mod gaps;
mod kit;
mod measuring_and_reviewing;
mod seed;
mod year;
