//! Where answers may be known already to what somebody is writing down: the one place that knows by
//! which kinds, states and fields.
use crate::filter::{Filter, Test};
use gemba_vocabulary::Value;

/// The kind whose records are held against what is known.
pub const ASKING: &str = "incident";
/// Its fields that are read as words.
pub const WORDS: [&str; 1] = ["summary"];
/// Its fields that can be the same, each with how much that says.
pub const SAME: [(&str, u32); 2] = [("service", 3), ("configuration_item", 6)];
/// Fewer points are no likeness.
pub const POINTS_MIN: u32 = 6;

/// A kind of answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Major incidents that are open: what is reported may be a part of one.
    MajorIncident,
    /// Known errors that are published.
    KnownError,
    /// Knowledge articles that are published.
    Article,
    /// Incidents that were much the same.
    Incident,
}

impl Source {
    /// All, the most urgent first.
    pub const ALL: [Self; 4] =
        [Self::MajorIncident, Self::KnownError, Self::Article, Self::Incident];

    /// Its name in addresses and texts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MajorIncident => "major_incident",
            Self::KnownError => "known_error",
            Self::Article => "knowledge_article",
            Self::Incident => "incident",
        }
    }

    /// The kind in which they are looked for.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::MajorIncident | Self::Incident => ASKING,
            Self::KnownError => "known_error",
            Self::Article => "knowledge_article",
        }
    }

    /// The field of such a record that can name the same as the asking record's field does.
    pub fn field_for(self, field: &str) -> &str {
        match (self, field) {
            (Self::KnownError | Self::Article, "configuration_item") => "configuration_items",
            (_, other) => other,
        }
    }

    /// The field of the asking record that takes the answer over with one press.
    pub const fn taken_by(self) -> Option<&'static str> {
        match self {
            Self::MajorIncident => Some("parent"),
            Self::KnownError => Some("known_error"),
            Self::Article => Some("articles"),
            Self::Incident => None,
        }
    }

    /// The field that tells the answer itself.
    pub const fn told_by(self) -> &'static str {
        match self {
            Self::MajorIncident => "description",
            Self::KnownError => "workaround",
            Self::Article => "text",
            Self::Incident => "resolution",
        }
    }

    /// What such a record must meet.
    pub fn filters(self) -> Vec<Filter> {
        let in_state = |state: &str| vec![Filter::is("state", Value::Text(state.to_owned()))];
        let is_major = Filter::is("is_major", Value::Bool(true));
        match self {
            Self::KnownError | Self::Article => in_state("published"),
            Self::MajorIncident => vec![is_major, Filter::is("open", Value::Bool(true))],
            Self::Incident => {
                let open = |state: &str| Value::Text(state.to_owned());
                let test = Test::IsNot(vec![open("cancelled"), open("major")]);
                vec![Filter { field: "state".to_owned(), test }]
            }
        }
    }
}
