//! Figures: what the records of an organization come to, such as availability or cost. Each figure says its
//! definition, the data it rests on and the exceptions in it, and is told alike on its page, over the API, in its
//! report and on paper.
//!
//! Pure: a sheet is worked out from [`gemba_model::check::Evidence`] and nothing else. What a formula says stands in
//! `gemba_vocabulary`; here stands from which records its numbers come.
pub mod alignment;
pub mod applicability;
pub mod asked;
pub mod attended;
pub mod audit_programme;
pub mod audits;
pub mod availability;
pub mod awareness;
pub mod capacity;
pub mod changes;
pub mod communications;
pub mod competence;
pub mod complaints;
pub mod configuration;
pub mod continuity;
pub mod cost;
mod counted;
mod counting;
pub mod demand;
pub mod documents;
pub mod improvements;
pub mod incidents;
pub mod intervals;
pub mod knowledge;
pub mod mandatory;
pub mod measures;
pub mod nonconformities;
pub mod objectives;
pub mod paper;
pub mod picked;
pub mod plan;
pub mod problems;
pub mod processes;
pub mod reading;
pub mod register;
pub mod releases;
pub mod requests;
pub mod risks;
pub mod roles;
pub mod samples;
pub mod satisfaction;
pub mod scope;
pub mod security;
pub mod service_levels;
pub mod service_report;
pub mod sheet;
pub mod supplier_waiting;
pub mod told;
pub mod trace;
mod words;

pub use asked::{Ask, Usual};
pub use register::{SHEETS, SheetDef, sheet_named};
pub use sheet::{
    Cell, Chart, Column, Figure, FigureDef, Judged, Named, Part, Point, Row, Sheet, Sort, Table,
};
