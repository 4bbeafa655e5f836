//! Service transitions: services that are new, changed in a big way, removed or handed over, planned,
//! designed, built, tested and reported on.
use gemba_model::{
    Choice, Kind, Row,
    acceptance::{Criterion, TestResult},
    held::Structured,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

mod life;
mod machine;
mod rules;
use life::LIFE;
use rules::settle;

/// A service on its way: into use, through a big change, out of use, or to somebody else.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "STR", clause = "8.5.2", life, settle = settle)]
#[kind(shares(Comments, Attachments, Tasks, Links, Watchers, Tags, Approvals))]
pub struct ServiceTransition {
    /// What is on its way, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// What becomes of the service.
    #[field(filtered, listed)]
    pub direction: Direction,
    /// The service.
    #[field(filtered, listed)]
    pub service: Option<Ref<kind::Service>>,
    /// The change by which it is decided, scheduled and reviewed.
    #[field(filtered)]
    pub change: Option<Ref<kind::Change>>,
    /// The approved requirements that it is planned by.
    pub requirements: Vec<Ref<kind::ServiceRequirement>>,
    /// Who answers for all of it.
    #[field(filtered, listed)]
    pub owner: Option<Ref<kind::Person>>,
    /// Who decides about the design.
    pub design_led_by: Option<Ref<kind::Person>>,
    /// Who decides about building and testing.
    pub build_led_by: Option<Ref<kind::Person>>,
    /// Who decides about bringing it into use.
    pub transition_led_by: Option<Ref<kind::Person>>,
    /// What is done by whom and when, other parties included.
    #[field(rows = Activity)]
    pub activities: Option<Structured<Vec<Activity>>>,
    /// The people it takes.
    pub human_resources: Option<String>,
    /// The technology it takes.
    pub technical_resources: Option<String>,
    /// The information it takes.
    pub information_resources: Option<String>,
    /// The money it takes, once and from then on.
    pub financial_resources: Option<String>,
    /// What it needs of other services. “None” is an answer.
    #[field(long)]
    pub dependencies: Option<String>,
    /// What it does to the management system, other services, changes on their way, and people.
    #[field(long)]
    pub effects: Option<String>,
    /// What must hold before it is accepted, agreed before the first test.
    #[field(rows = Criterion)]
    pub acceptance_criteria: Option<Structured<Vec<Criterion>>>,
    /// What is to be reached, in figures, and what was reached.
    #[field(rows = Outcome)]
    pub intended_outcomes: Option<Structured<Vec<Outcome>>>,
    /// When it is to be in use, out of use, or handed over.
    #[field(listed, filtered)]
    pub due_on: Option<Date>,
    /// For a removal: what becomes of data, documents and parts: kept, disposed of, handed over.
    #[field(long)]
    pub disposition: Option<String>,
    /// For a transfer: what moves: data, documents, knowledge, parts.
    #[field(long)]
    pub handed_over: Option<String>,
    /// For a transfer: who receives it, or hands it to us.
    pub counterpart: Option<String>,
    /// The parts that it touches.
    pub configuration_items: Vec<Ref<kind::ConfigurationItem>>,
    /// The design: who does what, what is new in technology and agreements, who learns what, what
    /// changes in the catalogue and in the management system.
    #[field(long)]
    pub design: Option<String>,
    /// Each requirement with the part of the design that fulfils it, and the test that shows it.
    #[field(rows = Trace)]
    pub trace: Option<Structured<Vec<Trace>>>,
    /// What was decided about what failed.
    #[field(long)]
    pub decision: Option<String>,
    /// The parties who decided about what failed.
    pub decided_with: Option<String>,
    /// When it was accepted.
    #[field(computed)]
    pub accepted_at: Option<Timestamp>,
    /// Who accepted it.
    #[field(computed)]
    pub accepted_by: Option<Ref<kind::Person>>,
    /// The releases by which it came into use.
    pub releases: Vec<Ref<kind::Release>>,
    /// What was reached, against what was intended.
    #[field(long)]
    pub report: Option<String>,
    /// Who got the report.
    pub reported_to: Option<String>,
}

/// What becomes of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Direction {
    /// It is new.
    New,
    /// It changes in a big way.
    Changed,
    /// It is taken away.
    Removed,
    /// It goes to a customer or another party.
    TransferredOut,
    /// It comes from a customer or another party.
    TransferredIn,
}

/// Something that is done on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Activity {
    /// What is done.
    pub what: String,
    /// Who does it, of ours or of another party.
    pub who: String,
    /// From when on.
    pub from: Date,
    /// Until when.
    pub to: Date,
}

/// Something that is to be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Outcome {
    /// What is measured.
    pub metric: String,
    /// What it is before.
    pub before: String,
    /// What it is to be.
    pub target: String,
    /// When it is measured.
    pub measured_on: Date,
    /// What it came to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached: Option<String>,
}

/// A requirement, followed to its test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Trace {
    /// What is required.
    pub requirement: String,
    /// The part of the design that fulfils it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub design: Option<String>,
    /// The test that shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test: Option<String>,
    /// What the test showed.
    pub result: TestResult,
}

/// Where a transition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being planned.
    Planning,
    /// Its plan is whole.
    #[choice(tone = Waiting)]
    Planned,
    /// Its design is written down.
    #[choice(tone = Going)]
    Designed,
    /// It is built and was tested.
    #[choice(tone = Waiting)]
    Tested,
    /// It may come into use.
    #[choice(tone = Going)]
    Accepted,
    /// It came into use, went out of use, or was handed over.
    #[choice(tone = Done)]
    Completed,
    /// What was reached was told.
    #[choice(tone = Done, end)]
    Reported,
    /// It was given up.
    #[choice(tone = Off, end)]
    GivenUp,
}
