//! Management review: to be written.
use gemba_model::{Choice, Kind, Step, step};
use gemba_vocabulary::{Ref, kind};

/// A review of the system by top management.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "MGR", clause = "9.3", menu = Check, life)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
pub struct ManagementReview {
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

const LIFE: &[Step<ManagementReview>] =
    &[step("end", "End", &[State::Draft], State::Ended).help("It is over.")];
