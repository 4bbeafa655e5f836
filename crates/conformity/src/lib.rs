//! What the standard asks, as data, and whether the records show that it is done.
//!
//! A requirement comes from `standards/`; its check is put together from a few combinators over the
//! records. This crate reads [`Evidence`](gemba_model::check::Evidence) and nothing else: it knows
//! no database, no clock and no page.
//!
//! The way in is [`readiness()`]; what a check is made of is told in [`check`], [`condition`] and
//! [`combinator`].
pub mod absence;
pub mod answer;
pub mod attested;
mod beside;
pub mod catalogue;
pub mod check;
pub mod checks;
pub mod combinator;
pub mod conclusion;
pub mod condition;
pub mod crosswalk;
pub mod field;
mod gathered;
pub mod grade;
mod group;
pub mod history;
pub mod integrated;
mod judged;
pub mod kept;
pub mod live;
mod mapped;
mod noted;
pub mod oscal;
pub mod own;
pub mod population;
pub mod readiness;
pub mod reads;
pub mod requirement;
pub mod run;
mod shelf;
mod spread;
pub mod stage;
pub mod suggestions;
mod tally;
pub mod todo;
pub mod wording;
pub mod world;

pub use answer::{Answer, NextStep};
pub use check::Check;
pub use crosswalk::{Crossing, crossing};
pub use integrated::{Question, Shared, shared_now};
pub use kept::{Kept, Place, judged_kinds, kept};
pub use live::Live;
pub use mapped::Became;
pub use own::{OwnRequirement, OwnSet, SetReadiness, readiness_of_set, set_named, sets};
pub use population::{Judged, judged};
pub use readiness::{Asked, Readiness, readiness, readiness_asked, readiness_of_clause};
pub use requirement::{Edition, EditionFault, Requirement};
pub use run::Options;
pub use stage::Stage;
pub use wording::{Wording, Wordings};
