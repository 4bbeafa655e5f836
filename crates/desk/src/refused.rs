//! Why something was not done, in words for the person who asked.
use gemba_model::{FieldFault, Record, Refusal};
use gemba_store::StoreError;
use gemba_vocabulary::RecordId;

/// Why the desk did not do what was asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Refused {
    /// There is no such record, or the asker may not know that there is one.
    #[error("There is no {kind} with the number {id}, or you may not see it.")]
    NotFound {
        /// The kind asked for.
        kind: String,
        /// The number asked for.
        id: RecordId,
    },
    /// The asker's roles do not allow it.
    #[error("{0}")]
    Forbidden(String),
    /// Fields are missing or wrong.
    #[error("{}", sentences(.0))]
    Invalid(Vec<FieldFault>),
    /// The record does not allow it now.
    #[error("{0}")]
    Not(String),
    /// Somebody changed the record in between.
    #[error("Somebody changed this record while you worked on it: you saw version {given}, it is now version {}. Nothing was overwritten.", current.version)]
    Stale {
        /// The record as it is now.
        current: Box<Record>,
        /// The version that the asker saw.
        given: i64,
    },
    /// A kind, field, filter or cursor that does not exist.
    #[error("{0}")]
    Unknown(String),
    /// The machine failed; details are in the log.
    #[error("{0}")]
    Failed(String),
}

fn sentences(faults: &[FieldFault]) -> String {
    faults.iter().map(|one| format!("{} {}.", one.field, one.fault)).collect::<Vec<_>>().join(" ")
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotUnique(_) => {
                Self::Not("There is already a record with this value; it must be unique.".into())
            }
            other => Self::Failed(format!("Gemba could not do this: {other}.")),
        }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::Not(refusal.0)
    }
}

impl From<FieldFault> for Refused {
    fn from(fault: FieldFault) -> Self {
        Self::Invalid(vec![fault])
    }
}
