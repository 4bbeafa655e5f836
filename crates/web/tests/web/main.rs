//! Every page as a person meets it: over a small house, by requests and in a real browser.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is how a test fails"
)]

mod alignment;
mod answers;
mod audits;
mod baseline;
mod browser_house;
mod browser_records;
mod catalogue;
mod change_calendar;
mod documents;
mod evaluation;
mod figures;
mod following;
mod graph;
mod guards;
mod house;
mod lifecycle;
mod lists;
mod objectives;
mod offline;
mod on_call;
mod outside;
mod pages;
mod portfolio;
mod records;
mod rows;
mod sign_in;
mod start;
mod texts;
mod trends;
mod wheel;
