//! What stands in the way of changes, and what comes of releases, told at the desk on both engines.
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
mod templates;
