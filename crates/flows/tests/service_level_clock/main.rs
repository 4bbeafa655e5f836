//! The service level clock through the door of a real desk, on both engines.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests fail so")]
mod agreements;
mod asks;
mod escalations;
mod house;
mod vectors;
