//! Stories of what comes in and goes out, told to a real desk on both engines.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    missing_docs
)]

mod endoflife;
mod events;
mod ledger;
mod mail;
mod manual;
mod netbox;
mod pack;
mod pack_tampering;
mod prometheus;
mod real;
mod reports;
mod tables;

use gemba_desk::{Desk, Setup};
use gemba_vocabulary::actor::{Actor, Channel};
use jiff::Timestamp;

fn now() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

fn later() -> Timestamp {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

/// A desk with every kind and nothing in it.
fn desk(address: &str) -> Desk {
    desk_at(address, now)
}

fn desk_at(address: &str, clock: fn() -> Timestamp) -> Desk {
    Desk::open(Setup {
        address: address.to_owned(),
        kinds: gemba_practices::KINDS,
        flows: Vec::new(),
        signer: None,
        clock,
    })
    .unwrap()
}

fn importer() -> Actor {
    Actor::house(Channel::Import)
}
