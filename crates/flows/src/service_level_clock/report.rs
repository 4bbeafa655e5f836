//! What the clock needs to know of an incident.
use gemba_desk::Refused;
use gemba_model::{Record, overlay::KindView};
use gemba_vocabulary::{RecordId, Value, calendar::Span};
use jiff::Timestamp;
use serde::{Deserialize, de::DeserializeOwned};

/// The facts of an incident that its clocks rest on. As long as they stay, so do its clocks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Report {
    /// The customer who is affected.
    pub customer: Option<RecordId>,
    /// The service that suffers.
    pub service: Option<RecordId>,
    /// The agreement found for it before.
    pub agreement: Option<RecordId>,
    /// 1 before 5.
    pub priority: Option<i64>,
    /// When both clocks start.
    pub opened_at: Option<Timestamp>,
    /// When the response ended its clock.
    pub responded_at: Option<Timestamp>,
    /// When the solution ended its clock.
    pub resolved_at: Option<Timestamp>,
    /// The times in which it waited.
    pub waits: Vec<Wait>,
    /// The times from a solution to a reopening.
    pub stopped: Vec<Span>,
    /// Whether it was reported twice or in error.
    pub is_cancelled: bool,
}

/// A time in which an incident waited for something.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Wait {
    /// What for, by the name of the choice.
    pub reason: String,
    /// Since when.
    pub from: Timestamp,
    /// Until when; nothing while it waits.
    #[serde(default)]
    pub to: Option<Timestamp>,
}

impl Report {
    /// Reads the facts of an incident.
    pub fn of(view: &KindView, incident: &Record) -> Result<Self, Refused> {
        let value = |field: &str| view.value(incident, field);
        Ok(Self {
            customer: value("customer").as_int(),
            service: value("service").as_int(),
            agreement: value("agreement").as_int(),
            priority: value("priority").as_int(),
            opened_at: value("opened_at").as_instant(),
            responded_at: value("responded_at").as_instant(),
            resolved_at: value("resolved_at").as_instant(),
            waits: parts("pauses", value("pauses"))?,
            stopped: parts("stopped", value("stopped"))?,
            is_cancelled: incident.state == "cancelled",
        })
    }

    /// When it was last reopened.
    pub fn reopened_at(&self) -> Option<Timestamp> {
        self.stopped.iter().map(|span| span.to).max()
    }

    /// Whether nothing can change its clocks any more, unless one of its facts changes.
    pub fn is_over(&self) -> bool {
        self.resolved_at.is_some() || self.is_cancelled
    }
}

/// Reads a structured value; nothing is an empty one.
pub(super) fn parts<T: DeserializeOwned>(field: &str, value: &Value) -> Result<Vec<T>, Refused> {
    let Value::Struct(json) = value else { return Ok(Vec::new()) };
    Vec::deserialize(json).map_err(|error| {
        Refused::Failed(format!("Gemba could not read its own field “{field}”: {error}."))
    })
}
