//! The few pages that know what a kind is about: the first page, the calendar of changes, the clock of a
//! promise, and readiness.
pub mod answers;
pub mod baseline;
pub mod change_calendar;
pub mod clock;
pub mod fix_effect;
pub mod following;
pub mod graph;
pub mod home;
pub mod portfolio;
pub mod readiness;
mod ring;
pub mod trends;
