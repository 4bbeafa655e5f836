//! Report definition: to be written.
use gemba_model::{Choice, Kind, Step, step};
use gemba_vocabulary::{Ref, kind};

/// What is reported, to whom, why and how often.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "RPD", clause = "9.4", menu = Check, life)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
pub struct ReportDefinition {
    /// What it is called, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// Who answers for it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// It is over.
    #[choice(tone = Off, end)]
    Ended,
}

const LIFE: &[Step<ReportDefinition>] =
    &[step("end", "End", &[State::Draft], State::Ended).help("It is over.")];
