//! The service level clock through the door of a real desk, on both engines.
mod agreements;
mod asks;
mod escalations;
pub mod house;
mod vectors;
