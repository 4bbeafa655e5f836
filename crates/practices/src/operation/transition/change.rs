//! Changes: whatever is added, altered or taken away, decided before it is done.
use gemba_model::{Choice, Kind, Row, held::Structured, library::Level};
use gemba_vocabulary::{Ref, kind};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

mod life;
mod machines;
mod routing;
mod rules;
mod stories;
mod weighing;
use life::LIFE;
use routing::Concern;
use rules::{begins, settle};
use weighing::{Experience, Parties, Reach, Reversal, Testing};

/// Something to be added, altered or taken away that could affect a service. It is decided before
/// it begins.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CHG", clause = "8.5.1", life, begins = begins, settle = settle)]
#[kind(shares(Comments, Attachments, Tasks, Links, Watchers, Tags, Approvals))]
pub struct Change {
    /// What changes, in one line.
    #[field(searched, listed, visible)]
    pub summary: String,
    /// What exactly changes and why, and what stays as it is.
    #[field(long, searched, visible)]
    pub description: Option<String>,
    /// How it is handled: by template, in full, or at once. It is fixed once the change is recorded.
    #[field(filtered, listed, default = "normal", label = "Change model")]
    pub model: Model,
    /// The template of a standard change. It must be in force.
    #[field(filtered, label = "Template")]
    pub change_template: Option<Ref<kind::ChangeTemplate>>,
    /// The service that changes.
    #[field(filtered, listed, visible)]
    pub service: Option<Ref<kind::Service>>,
    /// What it does to the portfolio. Empty means that an existing service goes on, changed.
    #[field(filtered)]
    pub concerns: Option<Concern>,
    /// Other services that people cannot use, or only in part, while the work goes on.
    pub other_services: Vec<Ref<kind::Service>>,
    /// The customer that it is done for.
    #[field(filtered, visible, scope = Customer)]
    pub customer: Option<Ref<kind::Customer>>,
    /// What sort of change it is, in your own words.
    #[field(filtered)]
    pub category: Option<String>,
    /// The parts that are touched.
    #[field(filtered)]
    pub configuration_items: Vec<Ref<kind::ConfigurationItem>>,
    /// The processes that it alters. Their next edition is approved once this change is.
    #[field(filtered)]
    pub processes: Vec<Ref<kind::Process>>,
    /// The documents that it alters.
    #[field(filtered)]
    pub documents: Vec<Ref<kind::Document>>,
    /// Who wants it. Empty means whoever recorded it.
    #[field(filtered, scope = Requester)]
    pub requested_by: Option<Ref<kind::Person>>,
    /// The incident that an emergency change puts right, or that a standard change brought about.
    #[field(filtered)]
    pub incident: Option<Ref<kind::Incident>>,
    /// The harm that is near if an emergency change waits, where there is no incident yet.
    pub threat: Option<String>,
    /// How many people feel it if it goes wrong.
    pub risk_reach: Option<Reach>,
    /// How often it was done before.
    pub risk_experience: Option<Experience>,
    /// How much of it was tried out beforehand.
    pub risk_testing: Option<Testing>,
    /// How fast things can be put back.
    pub risk_back_out: Option<Reversal>,
    /// How many teams and suppliers have to act together.
    pub risk_parties: Option<Parties>,
    /// The sum of the five answers: each counts 0, 1 or 2, and 10 is the worst.
    #[field(computed, filtered)]
    pub risk_score: Option<i64>,
    /// How likely and how bad it would be if it went wrong. The five answers decide it; without
    /// them it is given by hand.
    #[field(listed, filtered)]
    pub risk: Option<Level>,
    /// Whether it may hit customers or services hard: a high risk, on a service of high criticality.
    #[field(computed, filtered)]
    pub major_impact: bool,
    /// What is gained by it, and lost without it.
    #[field(long)]
    pub benefit: Option<String>,
    /// Whether it can be done with the people, the skills and the technology at hand.
    #[field(long)]
    pub feasibility: Option<String>,
    /// What it does to services that run today. “None” is an answer.
    #[field(label = "Effect on services")]
    pub impact_services: Option<String>,
    /// What it does to customers, users and others. “None” is an answer.
    #[field(label = "Effect on customers and users")]
    pub impact_customers: Option<String>,
    /// What it does to policies and plans, such as the continuity plan. “None” is an answer.
    #[field(label = "Effect on policies and plans")]
    pub impact_policies: Option<String>,
    /// What it does to capacity. “None” is an answer.
    #[field(label = "Effect on capacity")]
    pub impact_capacity: Option<String>,
    /// What it does to availability. “None” is an answer.
    #[field(label = "Effect on availability")]
    pub impact_availability: Option<String>,
    /// What it does to the continuity of services after a disaster. “None” is an answer.
    #[field(label = "Effect on continuity")]
    pub impact_continuity: Option<String>,
    /// What it does to information security. “None” is an answer.
    #[field(label = "Effect on security")]
    pub impact_security: Option<String>,
    /// What it does to other changes, releases and their plans. “None” is an answer.
    #[field(label = "Effect on other changes")]
    pub impact_other_changes: Option<String>,
    /// What it costs, once and from then on. “None” is an answer.
    #[field(label = "Cost")]
    pub impact_cost: Option<String>,
    /// The assessment in a few sentences, for whoever decides.
    #[field(long)]
    pub impact_assessment: Option<String>,
    /// How many people must approve it. Empty means one, and two where the risk is high.
    pub approvals_needed: Option<i64>,
    /// The rules that ask for approval, found out when it was assessed.
    #[field(computed)]
    pub approval_rules: Vec<Ref<kind::ApprovalRule>>,
    /// The meeting that decides about it.
    #[field(filtered)]
    pub meeting: Option<Ref<kind::ChangeAdvisoryMeeting>>,
    /// How it is done, step by step.
    #[field(long)]
    pub plan: Option<String>,
    /// How things are put back if it goes wrong.
    #[field(long)]
    pub back_out_plan: Option<String>,
    /// What the test showed, or why there was none.
    #[field(long)]
    pub test_result: Option<String>,
    /// Who decided that an emergency change goes without a test.
    pub test_waived_by: Option<Ref<kind::Person>>,
    /// Whether everything that the template asks for beforehand is given.
    pub preconditions_met: bool,
    /// When the work is to begin.
    #[field(listed, visible, filtered)]
    pub starts_at: Option<Timestamp>,
    /// When the work is to be over.
    #[field(visible, filtered)]
    pub ends_at: Option<Timestamp>,
    /// Who was told of the time and what it means for them, and how.
    pub told: Option<String>,
    /// What else is planned for that time and touches the same, as it was when this was last saved.
    #[field(computed, rows = FoundCollision)]
    pub collisions: Option<Structured<Vec<FoundCollision>>>,
    /// Who decided that the collisions may stay as they are.
    pub collision_accepted_by: Option<Ref<kind::Person>>,
    /// Why the collisions may stay as they are.
    pub collision_reason: Option<String>,
    /// When it was approved.
    #[field(computed)]
    pub approved_at: Option<Timestamp>,
    /// Who approved it last.
    #[field(computed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When the work began.
    #[field(computed)]
    pub started_at: Option<Timestamp>,
    /// When it was done.
    #[field(computed, filtered)]
    pub implemented_at: Option<Timestamp>,
    /// What came of it, in words.
    #[field(long)]
    pub outcome: Option<String>,
    /// What came of it, as one word to count by.
    #[field(computed, filtered, label = "Result")]
    pub result: Option<ChangeResult>,
    /// When it was closed.
    #[field(computed, filtered)]
    pub closed_at: Option<Timestamp>,
    /// Why it went wrong.
    #[field(long)]
    pub investigation: Option<String>,
    /// What was agreed to do about it.
    #[field(long)]
    pub agreed_actions: Option<String>,
    /// What the look back found: whether it reached what it was for, and what to do better.
    #[field(long)]
    pub review: Option<String>,
    /// Whether it reached what it was for.
    pub was_effective: Option<bool>,
    /// Whether the records of the parts that it touched are up to date.
    pub items_updated: bool,
    /// By when the record of an emergency change is to be made whole.
    #[field(computed, filtered)]
    pub retrospective_due: Option<Date>,
    /// Whether the look back found that it could not have waited.
    pub criteria_met: Option<bool>,
    /// Whether it was handled as an emergency without being one.
    #[field(computed, filtered)]
    pub misuse: bool,
    /// Whether it was found after it was done, without anybody's approval.
    #[field(filtered, label = "Found without approval")]
    pub unauthorised: bool,
}

/// How a change is handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Model {
    /// It is small, well known and done by a template.
    Standard,
    /// It is assessed and approved in full.
    Normal,
    /// It cannot wait, because harm is near.
    Emergency,
}

/// What came of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum ChangeResult {
    /// It does what it was for.
    Successful,
    /// Things were put back as they had been.
    RolledBack,
    /// It went wrong, and things were not put back.
    Failed,
    /// It was done, and an incident came of it.
    CausedIncident,
}

/// Something that is planned for the same time as a change and touches the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct FoundCollision {
    /// The kind of what stands in the way: another change, or a freeze window.
    pub with_kind: String,
    /// The number of what stands in the way.
    pub with: i64,
    /// What both touch.
    pub because: String,
    /// From when on.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
    /// Whether somebody decided that it may stay so.
    #[serde(default)]
    pub accepted: bool,
}

/// Where a change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// A standard change was asked for.
    #[choice(tone = Waiting)]
    Requested,
    /// Somebody says that it cannot wait.
    #[choice(tone = Major)]
    Raised,
    /// It was handed in and waits to be assessed.
    #[choice(tone = Waiting)]
    Submitted,
    /// Its risk and effects are known, and it waits for a decision.
    #[choice(tone = Waiting)]
    Assessed,
    /// It may be done.
    #[choice(tone = Going)]
    Approved,
    /// Whoever may decide in an emergency said that it may be done.
    #[choice(tone = Going)]
    Authorised,
    /// It may not be done.
    #[choice(tone = Off, end)]
    Rejected,
    /// Its time is fixed, and those concerned were told.
    #[choice(tone = Waiting)]
    Scheduled,
    /// It is being done.
    #[choice(tone = Going)]
    Implementing,
    /// It was done and checked.
    #[choice(tone = Done)]
    Implemented,
    /// It went wrong, and things were put back.
    #[choice(tone = Off)]
    BackedOut,
    /// It went wrong.
    #[choice(tone = Major)]
    Failed,
    /// The emergency is over, and its record is whole: somebody looks back on it.
    #[choice(tone = Going)]
    Retrospective,
    /// Somebody looked back on it.
    #[choice(tone = Done)]
    Reviewed,
    /// It is over.
    #[choice(tone = Done, end)]
    Closed,
    /// Whoever wanted it took it back.
    #[choice(tone = Off, end)]
    Withdrawn,
}
