//! What stands in the way of changes, what comes of releases, and how what people order is done,
//! told at the desk on both engines.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod collisions;
mod effects;
mod house;
mod majors;
mod releases;
mod requests;
mod templates;
