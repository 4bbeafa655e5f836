//! Releases: changes that go to the living service together, planned, tested, accepted and watched.
use gemba_model::{Choice, Kind, acceptance::Criterion, held::Structured, library::Count};
use gemba_vocabulary::{Ref, kind};
use jiff::Timestamp;

mod life;
mod machine;
mod rules;
use life::LIFE;
use rules::settle;

/// One or more changes that go to the living service together.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "REL", clause = "8.5.3", life, settle = settle)]
#[kind(shares(Comments, Attachments, Tasks, Links, Watchers, Tags))]
pub struct Release {
    /// What it is called, with its number, such as “Warehouse 4.2”.
    #[field(searched, listed)]
    pub name: String,
    /// What it brings, for those who read about it.
    #[field(long, searched)]
    pub description: Option<String>,
    /// Which sort of release it is.
    #[field(filtered, listed)]
    pub release_type: Option<Ref<kind::ReleaseType>>,
    /// The service that it is for.
    #[field(filtered, listed)]
    pub service: Option<Ref<kind::Service>>,
    /// Who answers for it.
    #[field(filtered, listed)]
    pub owner: Option<Ref<kind::Person>>,
    /// The changes that it brings. There is no release without one.
    #[field(filtered)]
    pub changes: Vec<Ref<kind::Change>>,
    /// The problems that end with it.
    #[field(filtered)]
    pub problems: Vec<Ref<kind::Problem>>,
    /// The known errors that end with it.
    #[field(filtered)]
    pub known_errors: Vec<Ref<kind::KnownError>>,
    /// The parts that it touches.
    #[field(filtered)]
    pub configuration_items: Vec<Ref<kind::ConfigurationItem>>,
    /// When it is to go to the living service.
    #[field(listed, filtered)]
    pub planned_at: Option<Timestamp>,
    /// What is handed over: programs, settings, instructions.
    #[field(long)]
    pub deliverables: Option<String>,
    /// How it is deployed, in which order, and how it is taken back.
    #[field(long)]
    pub method: Option<String>,
    /// What it must fulfil before it is accepted, each with what the test showed.
    #[field(rows = Criterion)]
    pub acceptance_criteria: Option<Structured<Vec<Criterion>>>,
    /// Where it was tested.
    pub test_environment: Option<String>,
    /// What the tests showed, in words.
    #[field(long)]
    pub test_result: Option<String>,
    /// What was decided about the criteria that failed.
    #[field(long)]
    pub decision: Option<String>,
    /// The parties who decided about the criteria that failed.
    pub decided_with: Option<String>,
    /// When it was accepted.
    #[field(computed)]
    pub accepted_at: Option<Timestamp>,
    /// Who accepted it.
    #[field(computed)]
    pub accepted_by: Option<Ref<kind::Person>>,
    /// The baseline of the parts that it touches, to compare with and to go back to.
    #[field(filtered)]
    pub baseline: Option<Ref<kind::ConfigurationBaseline>>,
    /// When that baseline was taken.
    #[field(computed)]
    pub baseline_taken_at: Option<Timestamp>,
    /// The parts that it holds.
    #[field(computed)]
    pub baseline_items: Vec<Ref<kind::ConfigurationItem>>,
    /// Who was told of the time and what it means for them, and how.
    pub told: Option<String>,
    /// When its deployment began.
    #[field(computed)]
    pub deploying_since: Option<Timestamp>,
    /// What the check of the deployed parts showed: sums, signatures, first tries.
    #[field(long)]
    pub integrity_check: Option<String>,
    /// Whether every part was compared with its kept state after going back, and is equal.
    pub equals_baseline: bool,
    /// When its deployment was over.
    #[field(computed, filtered)]
    pub deployed_at: Option<Timestamp>,
    /// How many days incidents are counted after its deployment.
    #[field(default = "14")]
    pub watch_days: i64,
    /// Until when incidents are counted.
    #[field(computed, filtered)]
    pub watch_until: Option<Timestamp>,
    /// Incidents since its deployment that name one of its changes as their cause, or one of its
    /// parts, or are linked to it.
    #[field(computed, filtered, default = "0", label = "Incidents in the window")]
    pub incidents_in_window: Count,
    /// Whether it reached what it was for, and why or why not.
    #[field(long)]
    pub analysis: Option<String>,
    /// Why it was taken back.
    #[field(long)]
    pub cause: Option<String>,
    /// What was agreed to do better.
    #[field(long)]
    pub agreed_actions: Option<String>,
    /// With whom the outcome and the next dates were shared, and how.
    pub shared_with: Option<String>,
}

/// Where a release stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is known what it brings.
    Planned,
    /// It is put together.
    #[choice(tone = Going)]
    Built,
    /// It was tested.
    #[choice(tone = Waiting)]
    Tested,
    /// It fulfils all its criteria.
    #[choice(tone = Going)]
    Accepted,
    /// It goes ahead although a criterion failed; the parties decided so.
    #[choice(tone = Going, label = "Accepted by decision")]
    AcceptedWithDecision,
    /// It does not go ahead.
    #[choice(tone = Off, end)]
    Rejected,
    /// The state before it is kept: it can be deployed.
    #[choice(tone = Waiting)]
    Ready,
    /// It is on its way to the living service.
    #[choice(tone = Going)]
    Deploying,
    /// It is in use, and was checked.
    #[choice(tone = Done)]
    Deployed,
    /// It went wrong, and the state before it is back.
    #[choice(tone = Off)]
    RolledBack,
    /// It is in use, and incidents are counted.
    #[choice(tone = Going)]
    Watching,
    /// Somebody looked back on it.
    #[choice(tone = Done)]
    Reviewed,
    /// It is over.
    #[choice(tone = Done, end)]
    Closed,
}
