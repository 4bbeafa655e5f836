//! The chain of one agreement: customer, promises, service, and who supplies it by which promise.
use crate::sheet::Named;
use gemba_vocabulary::{RecordId, alignment::Measure};

/// One agreement with a customer and all that it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// The agreement.
    pub about: Named,
    /// The customer.
    pub customer: Named,
    /// The service.
    pub service: Named,
    /// What we promised.
    pub targets: Vec<Told>,
    /// Who supplies the service to us, and what they promised.
    pub parties: Vec<Party>,
    /// Which of their promises carries which of ours.
    pub links: Vec<Link>,
    /// What does not carry.
    pub findings: Vec<Finding>,
    /// How many of our promises were compared with at least one of theirs.
    pub compared: usize,
}

impl Chain {
    /// What contradicts our promises.
    pub fn broken(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|one| one.is_broken)
    }

    /// Our promise that a finding is about.
    pub fn target(&self, finding: &Finding) -> Option<&Told> {
        self.targets.get(finding.target?)
    }

    /// The party that a finding is about.
    pub fn party(&self, finding: &Finding) -> Option<&Party> {
        self.parties.get(finding.party?)
    }
}

/// A promise, with what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Its record.
    pub about: Named,
    /// What is promised.
    pub measure: Measure,
    /// What it says, such as `solved in 4 h (Round the clock)`.
    pub words: String,
}

/// Somebody who supplies the service, by one contract or operational agreement.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// The supplier, the team or the customer.
    pub who: Named,
    /// The contract or the operational agreement; the supplier itself where nothing binds it.
    pub under: Named,
    /// What they promised for this service.
    pub promises: Vec<Told>,
}

impl Party {
    /// Whether it supplies by this contract.
    pub fn is_contract(&self, id: RecordId) -> bool {
        self.under.kind == "contract" && self.under.id == id
    }
}

/// One promise of ours that rests on one party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The place of our promise.
    pub target: usize,
    /// The place of the party.
    pub party: usize,
    /// The place of their promise among those of the party; none if they have none of the kind.
    pub promise: Option<usize>,
    /// Whether it does not carry.
    pub is_weak: bool,
    /// Whether it carries with little room to spare.
    pub is_near: bool,
}

/// Something that does not carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// By what it is known again: the records and the weakness.
    pub key: String,
    /// The number of our promise, or of the agreement.
    pub record: String,
    /// The place of our promise.
    pub target: Option<usize>,
    /// The place of the party.
    pub party: Option<usize>,
    /// The place of their promise among those of the party.
    pub promise: Option<usize>,
    /// What is wrong, in a few words for the picture.
    pub short: String,
    /// What is wrong, in a sentence.
    pub sentence: String,
    /// Whether a promise contradicts ours, rather than that there is none.
    pub is_broken: bool,
}
