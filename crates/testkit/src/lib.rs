//! What the tests of every floor share: a throwaway PostgreSQL, both engines for one story, a real
//! browser, a plain HTTP client and the real data sets.
//!
//! This crate is only ever a dev-dependency. What a machine lacks is a [`Skipped`] with a sentence,
//! and on CI (the variable `CI` is set) a failure.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "it is test code: a panic is how a test fails, and standard error is how it speaks"
)]

pub mod browser;
mod chromedriver;
pub mod cluster;
pub mod data;
pub mod engines;
pub mod http;
pub mod mail_server;
pub mod postgres;
mod skipped;
#[cfg(test)]
mod tests_server;
pub mod tools;

pub use browser::{Browser, BrowserOptions};
pub use cluster::Cluster;
pub use data::gemba_data;
pub use engines::{on_both_empty_engines, on_both_engines};
pub use http::{Answer, TestClient};
pub use postgres::PostgresDatabase;
pub use skipped::Skipped;

/// The WebDriver client behind [`Browser`], for locators, keys and element types.
pub use fantoccini;
