//! Who is reached when time runs out, when everybody is needed, and when nobody answers.
#![allow(missing_docs, dead_code, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
mod calls;
#[path = "../service_level_clock/house.rs"]
mod house;
mod ladder;
mod problems;
mod rotas;
