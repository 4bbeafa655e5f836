//! The desk: the one door through which everything is changed and read, for every channel.
//!
//! A command goes: who asks → may they ([`permit`]) → does the record allow it (its room's guard) → save the record, its
//! history and the ledger entry and queue what follows, in one transaction → tell those who listen. There is no second
//! way to write. Reading carries the reader's scope, so that a customer's people never see another customer's records.
pub mod access;
pub mod accounts;
mod brought;
pub mod command;
pub mod desk;
mod door;
mod erase;
pub mod evidence;
mod facts;
pub mod files;
mod finding;
pub mod flow;
pub mod graph;
mod happenings;
mod jobs;
pub mod ledger;
mod names;
mod once;
mod overlay;
pub mod permit;
pub mod query;
mod reading;
pub mod refused;
mod restricted;
mod save;
pub mod sealed;
mod similar;
mod taken;
mod titles;
mod together;
pub mod told;

pub use command::{Command, Done, Imported, Input};
pub use desk::{Desk, Kinds, Setup};
pub use flow::{Attempt, DueDone, DueWork, Flow, Saving, World};
pub use graph::{Asked, Between, Hits, Impact, Reached, Way};
pub use once::{Answered, Once};
pub use query::{Count, ME, Page, Query};
pub use refused::Refused;
pub use sealed::Sealed;
pub use similar::{Alike, Likeness};
pub use together::Together;
pub use told::{
    Event, FieldChange, Happening, Hit, NewSession, Offer, Session, StoredFile, TokenInfo,
    TokenScope,
};
