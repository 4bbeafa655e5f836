//! What a review with a customer or a supplier talks about: points that are taken from the records.
use crate::{Choice, Row};
use serde::{Deserialize, Serialize};

/// One point of an agenda, with the record that it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct AgendaItem {
    /// Under which heading it stands.
    pub topic: Topic,
    /// The number of the record, such as INC-000012.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// What there is to say of it.
    pub point: String,
}

/// The headings of an agenda, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Choice, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// What was promised and what came of it, and what went badly wrong.
    Performance,
    /// What was changed, and what is going to be.
    Changes,
    /// Who was not content, and why.
    Complaints,
    /// What was agreed to be done and is not done.
    Actions,
    /// What comes: times without changes, planned work, contracts that end.
    Outlook,
    /// What is in dispute, and what it is about.
    Disputes,
}
