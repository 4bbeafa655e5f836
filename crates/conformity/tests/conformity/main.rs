//! What the checks say of small worlds of records, held in memory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod clause_8_3_3;
mod clause_8_6_1;
mod combinator;
mod faults;
mod kept;
mod live;
mod management;
mod narrow;
mod operation;
mod readiness;
mod register;
mod sound;
mod told;
mod world;
