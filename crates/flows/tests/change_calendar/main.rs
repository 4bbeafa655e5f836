//! What stands in the way of changes, told at the desk on both engines.
mod collisions;
mod effects;
mod house;
mod templates;
