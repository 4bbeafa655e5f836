//! The programming interface: JSON for every kind of record, and its description made from the
//! definitions.
//!
//! This crate knows nothing of incidents and nothing of databases: it speaks to the desk, which
//! decides what the caller may see and do. `routes` is every address, `caller` who asks, `problem`
//! every way to say no, `shape` what a field looks like in JSON, `openapi` all of it written down.
mod address;
mod alerts;
mod answer;
mod answers;
mod body;
mod caller;
mod definitions;
mod differences;
mod docs_page;
mod figures;
mod files;
mod filters;
mod house;
mod idempotency;
mod impact;
mod lifecycle;
mod list;
mod offline;
mod on_call;
pub mod openapi;
mod packs;
mod paper;
mod portfolio;
pub mod problem;
mod read;
mod readiness;
mod record;
mod routes;
mod shape;
mod shared_requirements;
mod state;
mod trace;
mod write;

pub use caller::CACHED_SECONDS_MAX;
pub use routes::{Access, ROUTES, Route, router, router_with};

/// Where the server mounts [`router`].
pub const MOUNT: &str = "/api/v1";
