//! The words of the house: names, numbers of records, plain values, time and people. Imports nothing of ours.
pub mod actor;
pub mod alerts;
pub mod alignment;
pub mod attainment;
pub mod audit_figures;
pub mod audit_time;
pub mod availability;
pub mod before_after;
pub mod behaviour;
pub mod calendar;
pub mod capacity_figures;
pub mod cell;
pub mod certificate;
pub mod change_figures;
pub mod clause;
pub mod clock;
pub mod collision;
pub mod cost_figures;
pub mod demand_figures;
pub mod id;
pub mod kinds;
pub mod money;
pub mod objective;
pub mod on_call;
pub mod parties;
pub mod paths;
pub mod problem_figures;
pub mod product;
pub mod recovery;
pub mod risk;
pub mod sample;
pub mod satisfaction;
pub mod value;
pub mod value_ref;

pub use id::{RecordId, Ref};
pub use kinds::Marker;
pub use money::Money;
pub use value::{Seconds, Value};
pub use value_ref::{JsonRef, RefsRef, ValueRef};

/// The markers of all kinds, for use in references: `Ref<kind::Problem>`.
pub use kinds as kind;
