//! What top management looks at in a review: the inputs that clause 9.3 names, and what the records say of each.
use crate::{Choice, Row};
use serde::{Deserialize, Serialize};

/// One input of a review by top management.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Choice, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// What became of what earlier reviews decided.
    #[choice(label = "a) Earlier decisions")]
    EarlierDecisions,
    /// What changed inside and outside that bears on the system, the climate among it.
    #[choice(label = "b) Changes inside and outside")]
    Context,
    /// Requirements that were not met, and what was done, over time.
    #[choice(label = "c) Nonconformities, over time")]
    Nonconformities,
    /// What was measured, over time.
    #[choice(label = "c) Measures, over time")]
    Measures,
    /// What audits found, over time.
    #[choice(label = "c) Audits, over time")]
    Audits,
    /// What could be made better.
    #[choice(label = "d) Opportunities to improve")]
    Improvements,
    /// What customers and others said.
    #[choice(label = "e) What customers and others said")]
    Feedback,
    /// Whether the policies are kept, and whether they still suit.
    #[choice(label = "f) Policies: kept and suitable")]
    Policies,
    /// Which objectives were reached.
    #[choice(label = "g) Objectives")]
    Objectives,
    /// How the services did.
    #[choice(label = "h) Performance of services")]
    Services,
    /// How the others did who contribute to services.
    #[choice(label = "i) Performance of other parties")]
    OtherParties,
    /// People, skills, technology, information and money, now and later.
    #[choice(label = "j) Resources and abilities")]
    Resources,
    /// The risks, and whether what was done about them helped.
    #[choice(label = "k) Risks and what was done")]
    Risks,
    /// What comes that can bear on the system and the services.
    #[choice(label = "l) What is going to change")]
    Changes,
}

impl Input {
    /// What people call it.
    pub fn label(self) -> &'static str {
        let all = Self::ALL.iter().zip(Self::CHOICES);
        let mut found = all.filter(|(one, _)| **one == self).map(|(_, choice)| &*choice.label);
        found.next().unwrap_or_default()
    }
}

/// What the records say of an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct InputPoint {
    /// To which input it belongs.
    pub input: Input,
    /// The number of the record, such as OBJ-000012.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// What there is to say of it.
    pub point: String,
}

/// What the review made of an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct InputComment {
    /// The input.
    pub input: Input,
    /// What was made of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}
