//! Context issue: to be written.
use gemba_model::{Choice, Kind, Step, step};
use gemba_vocabulary::{Ref, kind};

/// A matter inside or outside that bears on the service management system.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "ISU", clause = "4.1", menu = Plan, life)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
pub struct ContextIssue {
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

const LIFE: &[Step<ContextIssue>] =
    &[step("end", "End", &[State::Draft], State::Ended).help("It is over.")];
