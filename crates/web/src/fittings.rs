//! What the program brings to the pages besides the desk. The pages know these as functions, not who made them.
use gemba_conformity::Live;
use gemba_desk::{Desk, Refused};
use gemba_figures::paper::Printer;
use gemba_pack::{Made, Wanted};
use gemba_vocabulary::{RecordId, actor::Actor};
use jiff::civil::Date;
use serde_json::Value as Json;
use std::sync::Arc;

/// Everything that is brought; a house can do without any of it.
#[derive(Clone, Debug, Default)]
pub struct Fittings {
    /// Prints reports.
    pub printer: Option<Printer>,
    /// Sets up an empty house.
    pub kit: Option<&'static Kit>,
    /// Answers about conformity that are held, for all who see everything.
    pub live: Arc<Live>,
    /// Makes packs for auditors.
    pub packer: Option<Packer>,
}

/// Makes a pack for auditors with the rights of somebody, and keeps on record that it was made.
pub type Packer = fn(&Desk, &Actor, &Wanted) -> Result<Made, Refused>;

/// A starter kit: answers about an organization, as JSON, become records to begin with.
#[derive(Debug)]
pub struct Kit {
    /// The names of what can be true of an organization; each has a text `start-holds-…`.
    pub holds: &'static [&'static str],
    /// The countries and regions whose holidays are known: code and name.
    pub places: fn() -> Vec<(&'static str, &'static str)>,
    /// What would be made from the answers.
    pub plan: fn(&Json, Date) -> Result<Planned, Refused>,
    /// Makes it, all of it or nothing.
    pub establish: fn(&Desk, &Actor, &Json) -> Result<(), Refused>,
    /// What was made here; nothing before it was.
    pub made: fn(&Desk) -> Result<Option<Vec<FromKit>>, Refused>,
}

/// What a kit would make.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// Kind and title of each record, in order.
    pub records: Vec<(String, String)>,
    /// What the organization should know, in sentences.
    pub remarks: Vec<String>,
}

/// A record that came from the kit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromKit {
    /// Its kind.
    pub kind: String,
    /// Its number.
    pub id: RecordId,
    /// Who decides about it.
    pub approver: RecordId,
}
