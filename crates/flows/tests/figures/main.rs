//! Figures through the door: what is recorded as people record it comes to the figures that the definitions say.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
mod applicability;
mod attestations;
mod audits;
mod availability;
mod capacity;
mod certifications;
mod continuity;
mod customers;
mod direction;
mod documents;
mod evaluation;
mod events;
mod house;
mod improvement;
mod live;
mod mail;
mod money;
mod own_requirements;
mod readiness;
mod security;
mod service_levels;
mod suppliers;
mod wordings;
