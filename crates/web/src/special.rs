//! The few pages that know what a kind is about: the first page, the catalogue with its order forms, the calendar of
//! changes, who is on call, the clock of a promise, and readiness.
pub mod alignment;
pub mod answers;
pub mod baseline;
pub mod catalogue;
pub mod change_calendar;
pub mod clock;
pub mod cost_of_change;
pub mod escalate;
pub mod figures;
pub mod fix_effect;
pub mod following;
pub mod graph;
pub mod home;
pub mod item_attributes;
pub mod lifecycle;
pub mod offline;
pub mod on_call;
pub mod portfolio;
pub mod raised;
pub mod readiness;
mod ring;
pub mod start;
pub mod trends;
