//! The whole program, as a person starts it: its command line, its server, its crashes.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "test code: a panic is how a test fails"
)]

mod audit_story;
mod browser_story;
mod clock;
mod commands;
mod crash;
mod events;
mod first_year_story;
mod forbidden;
mod hands;
mod house;
mod init;
// The kit of the program itself: what it brings to the pages.
#[path = "../../src/kit.rs"]
mod kit;
mod log;
mod month_story;
mod packs;
mod place;
mod readiness;
mod restricted;
mod sabotage;
mod tampering;
