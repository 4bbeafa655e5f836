//! Risks: what may happen and would do harm, who bears it, and what is done about it.
use gemba_model::{Choice, Kind, Row, Step, held::Structured, library::Level, step};
use gemba_vocabulary::{Money, Ref, kind, risk::Authority};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

mod rules;
mod stories;
use rules::{
    accept, assess, is_accepted_by_authority, is_assessed, is_finished, is_gone, is_planned,
    is_rescored, is_watched, rescore, settle,
};

/// Something that may happen and would do harm: to the organization, to what was promised, to information, to
/// the availability or continuity of services, or to how they are managed. Its score is likelihood times
/// impact, each from 1 to 5, and says by the criteria in force who may accept it.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "RSK", clause = "6.1", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Tasks, Links, Tags, Watchers, Review))]
pub struct Risk {
    /// What may happen, in one line, such as “Patient data read by a stranger”.
    #[field(searched, listed)]
    pub name: String,
    /// What would be harmed.
    #[field(listed, filtered, default = "security")]
    pub aspect: Aspect,
    /// Where the harm would come from, and what makes it possible.
    #[field(long, searched)]
    pub source: Option<String>,
    /// What would follow if it happened.
    #[field(long, searched)]
    pub consequence: Option<String>,
    /// The matters inside and outside from which it comes.
    #[field(filtered)]
    pub issues: Vec<Ref<kind::ContextIssue>>,
    /// The requirements of interested parties from which it comes.
    #[field(filtered)]
    pub party_requirements: Vec<Ref<kind::PartyRequirement>>,
    /// The service requirements that would not be met.
    #[field(filtered)]
    pub service_requirements: Vec<Ref<kind::ServiceRequirement>>,
    /// The services that would suffer.
    #[field(filtered)]
    pub services: Vec<Ref<kind::Service>>,
    /// The configuration items that would suffer.
    pub items: Vec<Ref<kind::ConfigurationItem>>,
    /// The other parties through whom it may come.
    #[field(filtered)]
    pub suppliers: Vec<Ref<kind::Supplier>>,
    /// Who answers for it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// How likely it is: 1 is hardly ever, 2 every few years, 3 once a year, 4 every few months, 5 every few weeks.
    #[field(filtered)]
    pub likelihood: Option<i64>,
    /// How bad it would be: 1 is hardly felt, 2 a nuisance, 3 a service down for hours, 4 down for days or data lost, 5
    /// a danger to the organization.
    #[field(filtered)]
    pub impact: Option<i64>,
    /// The customers who would be hit. Empty means all.
    #[field(filtered)]
    pub customers: Vec<Ref<kind::Customer>>,
    /// How hard customers would be hit.
    #[field(filtered)]
    pub customer_impact: Option<Level>,
    /// Likelihood times impact, before anything is done about it.
    #[field(computed, listed, filtered)]
    pub score: Option<i64>,
    /// The criteria in force by which it was weighed. Where there are none, the usual bands of 6 and 12 hold.
    #[field(computed, filtered)]
    pub criteria: Option<Ref<kind::RiskCriteria>>,
    /// Who may accept it with that score: up to 6 its owner, up to 12 a manager, above that top management, unless the
    /// criteria in force say otherwise.
    #[field(computed, filtered)]
    pub authority: Option<Authorized>,
    /// Who speaks for top management about it. They are asked under “Approvals” where it takes them, unless they take
    /// the step themselves.
    pub top_manager: Option<Ref<kind::Person>>,
    /// Who accepted it as it is now, by their own step or by their approval.
    #[field(computed, listed)]
    pub accepted_by: Option<Ref<kind::Person>>,
    /// When it was accepted.
    #[field(computed)]
    pub accepted_at: Option<Timestamp>,
    /// What is done about it.
    #[field(filtered)]
    pub treatment: Option<Treatment>,
    /// How early it is treated, compared with others.
    #[field(listed, filtered)]
    pub priority: Option<Level>,
    /// The pieces of work of the treatment, each with who does it and by when. Each becomes a task of that person.
    #[field(rows = Action)]
    pub actions: Option<Structured<Vec<Action>>>,
    /// The processes into which the treatment is built.
    #[field(filtered)]
    pub processes: Vec<Ref<kind::Process>>,
    /// The improvement that carries the treatment.
    #[field(filtered)]
    pub improvement: Option<Ref<kind::Improvement>>,
    /// The change that carries the treatment.
    #[field(filtered)]
    pub change: Option<Ref<kind::Change>>,
    /// By what it will be judged whether the treatment did what it should.
    #[field(long)]
    pub how_judged: Option<String>,
    /// The controls that make it less.
    #[field(filtered)]
    pub controls: Vec<Ref<kind::Control>>,
    /// By what it is seen that the treatment is done.
    #[field(long)]
    pub evidence: Option<String>,
    /// How likely it is after the treatment, 1 to 5.
    pub residual_likelihood: Option<i64>,
    /// How bad it would be after the treatment, 1 to 5.
    pub residual_impact: Option<i64>,
    /// Likelihood times impact after the treatment.
    #[field(computed, listed, filtered)]
    pub residual_score: Option<i64>,
    /// By how much the treatment made the score less.
    #[field(computed, percent, label = "Treatment effect")]
    pub treatment_effect: Option<Decimal>,
    /// Whether the treatment did what it should, in words.
    #[field(long)]
    pub effectiveness: Option<String>,
    /// What it would cost if it happened once.
    pub single_loss: Option<Money>,
    /// How often it happens in a year, such as 0.3.
    pub yearly_rate: Option<Decimal>,
    /// How often it happens in a year after the treatment.
    pub residual_rate: Option<Decimal>,
    /// What the treatment costs in a year.
    pub treatment_cost: Option<Money>,
    /// What it is expected to cost in a year: a single loss times its rate.
    #[field(computed, label = "Yearly loss expected")]
    pub loss_before: Option<Money>,
    /// What it is expected to cost in a year after the treatment.
    #[field(computed, label = "Yearly loss after treatment")]
    pub loss_after: Option<Money>,
    /// What the treatment saves of the expected loss in a year, less what it costs.
    #[field(computed)]
    pub net_benefit: Option<Money>,
    /// The day by which it is looked at again.
    #[field(listed, filtered)]
    pub review_on: Option<Date>,
    /// Each score that it was given, the oldest first.
    #[field(computed, rows = Scored)]
    pub scores: Option<Structured<Vec<Scored>>>,
}

/// What a risk would harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Aspect {
    /// That information is kept secret, right and at hand.
    Security,
    /// That services can be used as agreed.
    Availability,
    /// That services go on, or come back, after a grave event.
    Continuity,
    /// That services are managed as intended.
    ManagementSystem,
    /// The organization itself: its money, people, name.
    Organization,
    /// That services do what was promised and required.
    ServiceRequirement,
    /// That suppliers and others do their part.
    OtherParty,
}

/// Who may accept a risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Authorized {
    /// Whoever owns it.
    Owner,
    /// A service manager or a process owner.
    Manager,
    /// Whoever speaks for top management.
    TopManagement,
}

impl From<Authority> for Authorized {
    fn from(authority: Authority) -> Self {
        match authority {
            Authority::Owner => Self::Owner,
            Authority::Manager => Self::Manager,
            Authority::TopManagement => Self::TopManagement,
        }
    }
}

/// What is done about a risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Treatment {
    /// Controls make it less likely or less bad.
    Reduce,
    /// What it comes from is given up.
    Avoid,
    /// Somebody else bears it, such as an insurer.
    Share,
    /// It is borne as it is.
    Bear,
}

/// A piece of work of a treatment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Action {
    /// What is done.
    pub what: String,
    /// Who does it, by the name as it stands among the people.
    pub owner: String,
    /// By when.
    pub due: Date,
    /// How early it comes, compared with the others; 1 comes first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<i64>,
    /// How far it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<Progress>,
}

/// How far a piece of work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// Nobody has begun.
    Open,
    /// Somebody is at it.
    Going,
    /// It is done.
    Done,
}

/// A score that a risk was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Scored {
    /// When it was given.
    pub at: Timestamp,
    /// How likely it was.
    pub likelihood: i64,
    /// How bad it would have been.
    pub impact: i64,
    /// The score.
    pub score: i64,
    /// Whether it is what was left after the treatment.
    #[serde(default)]
    pub is_residual: bool,
}

/// Where a risk stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It was named, and nobody has weighed it.
    Identified,
    /// It was weighed; what becomes of it is to be decided.
    #[choice(tone = Waiting)]
    Assessed,
    /// It is borne as it is.
    Accepted,
    /// Something is being done about it.
    #[choice(tone = Going)]
    Treating,
    /// What was planned is done; what is left has yet to be weighed.
    #[choice(tone = Waiting)]
    Treated,
    /// It is looked at again by its day.
    #[choice(tone = Done)]
    Monitored,
    /// Where it came from is gone.
    #[choice(tone = Off, end)]
    Closed,
}

const LIFE: &[Step<Risk>] = &[
    step("assess", "Assess", &[State::Identified], State::Assessed)
        .help("Says how likely it is, how bad it would be and how hard customers would be hit.")
        .asks(&["owner", "likelihood", "impact", "customer_impact"])
        .guard(is_assessed)
        .then(assess),
    step("accept", "Accept", &[State::Assessed], State::Accepted)
        .help("It is borne as it is. The criteria say whether its owner, a manager or top management accepts it.")
        .asks(&["top_manager", "review_on"])
        .guard(|me, now| is_accepted_by_authority(me, me.score, now))
        .then(accept),
    step("treat", "Treat", &[State::Assessed], State::Treating)
        .help("Something is done about it: say what, who does it and by when, and how it will be judged.")
        .asks(&["treatment", "priority", "actions", "processes", "controls", "how_judged"])
        .guard(is_planned),
    step("finish", "Finish treatment", &[State::Treating], State::Treated)
        .help("What was planned is done. Say by what that is seen.")
        .asks(&["evidence", "controls"])
        .guard(is_finished),
    step("rescore", "Score what is left", &[State::Treated], State::Monitored)
        .help("Says what is left of it, whether the treatment did what it should, and when it is looked at again.")
        .asks(&[
            "residual_likelihood",
            "residual_impact",
            "effectiveness",
            "residual_rate",
            "top_manager",
            "review_on",
        ])
        .guard(is_rescored)
        .then(rescore),
    step("watch", "Watch", &[State::Accepted], State::Monitored)
        .help("It is looked at again by a day that lies ahead.")
        .asks(&["review_on"])
        .guard(is_watched),
    step("review", "Review", &[State::Monitored], State::Assessed)
        .help("Its day has come, or something changed. Weigh it anew and say what changed.")
        .asks(&["likelihood", "impact", "customer_impact"])
        .needs_note()
        .guard(is_assessed)
        .then(assess),
    step("close", "Close", &[State::Monitored], State::Closed)
        .help("Where it came from is gone. A manager says so, with what shows it, and not the owner alone.")
        .needs_note()
        .guard(is_gone),
];
