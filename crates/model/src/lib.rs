//! What a record kind is: its fields, its life, its rules. Data, not code; no I/O.
//!
//! This crate knows nothing of incidents, databases or pages. A room in `practices` writes a plain struct and derives
//! [`Kind`]; every floor above sees [`KindDef`] and [`AnyKind`] only.
extern crate self as gemba_model;

pub mod acceptance;
pub mod agenda;
pub mod approval_rules;
pub mod awareness;
pub mod change_calendar;
pub mod change_figures;
pub mod check;
pub mod condition;
pub mod edge;
pub mod field;
pub mod filter;
pub mod firsts;
pub mod grades;
pub mod held;
pub mod item_attributes;
pub mod judgement;
pub mod kind;
pub mod known_answers;
pub mod leading;
pub mod library;
pub mod life;
pub mod lifecycle;
pub mod narrow;
pub mod on_call;
pub mod on_offer;
pub mod overlay;
pub mod owners;
pub mod parse;
pub mod parties;
pub mod planned_interval;
pub mod portfolio;
pub mod problem_effect;
pub mod record;
pub mod recovery;
pub mod request_form;
pub mod restricted;
pub mod review_inputs;
pub mod rhythm;
pub mod taken;
pub mod trend_figures;
pub mod trends;
pub mod wheel;

pub use edge::{EdgeDef, Feels};
pub use field::{ChoiceDef, FieldDef, Holds, Scope, Tone};
pub use firsts::Firsts;
pub use gemba_model_derive::{Choice, Kind, Row};
pub use held::{Choice, Held, Row};
pub use kind::{AnyKind, Feature, Kind, KindDef, Menu, Of};
pub use life::{Facts, Refusal, Situation, Step, StepDef, step};
pub use narrow::{AskedField, Narrow};
pub use record::{FieldFault, Record};

/// What the derive's expansion names; not for use by hand.
#[doc(hidden)]
pub mod expansion {
    pub use gemba_vocabulary as vocabulary;
}
