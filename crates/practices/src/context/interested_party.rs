//! Interested party: to be written.
use gemba_model::{Choice, Kind, Step, step};
use gemba_vocabulary::{Ref, kind};

/// Somebody who has a stake in the services or in how they are managed.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "IPA", clause = "4.2", menu = Plan, life)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
pub struct InterestedParty {
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

const LIFE: &[Step<InterestedParty>] =
    &[step("end", "End", &[State::Draft], State::Ended).help("It is over.")];
