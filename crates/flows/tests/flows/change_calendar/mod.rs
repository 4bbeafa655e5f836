//! What stands in the way of changes, what comes of releases, and how what people order is done,
//! told at the desk on both engines.

mod collisions;
mod effects;
mod house;
mod majors;
mod releases;
mod requests;
mod templates;
