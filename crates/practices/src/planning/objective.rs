//! Objectives: what service management shall reach by when, and how far it is.
use gemba_model::{Choice, Kind, Row, Step, held::Structured, library::Count, step};
use gemba_vocabulary::{Ref, kind, objective::Course};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

mod rules;
mod stories;
use rules::{
    agree, close_told, is_agreed, is_met, is_missed, is_told, note_told, revise, settle, was_told,
};

/// What service management shall reach by when: a number that can be measured, which statement of the
/// policy it serves, what is done for it and by whom. How far it is comes from its evaluations.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "OBJ", clause = "6.2", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers, Review))]
pub struct Objective {
    /// What shall be reached, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// For which level it is set.
    #[field(listed, filtered, default = "organization")]
    pub level: Level,
    /// The function or team for which it is set, such as “Service desk”.
    #[field(searched)]
    pub function: Option<String>,
    /// The process for which it is set.
    #[field(filtered)]
    pub process: Option<Ref<kind::Process>>,
    /// The service for which it is set.
    #[field(filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// Who answers for it: a person, not a team.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// What the organization as a whole is after that this serves.
    #[field(filtered)]
    pub business_objectives: Vec<Ref<kind::BusinessObjective>>,
    /// The statement of the policy that it serves.
    #[field(filtered)]
    pub policy_statement: Option<Ref<kind::PolicyStatement>>,
    /// The obligations that it takes into account.
    #[field(filtered)]
    pub obligations: Vec<Ref<kind::Obligation>>,
    /// The service requirements that it takes into account.
    #[field(filtered)]
    pub service_requirements: Vec<Ref<kind::ServiceRequirement>>,
    /// The requirements of interested parties that it takes into account.
    #[field(filtered)]
    pub party_requirements: Vec<Ref<kind::PartyRequirement>>,
    /// The measures by which it is watched. The first that has a value is taken in evaluations.
    #[field(filtered)]
    pub measures: Vec<Ref<kind::Measure>>,
    /// What is measured, in words.
    #[field(long)]
    pub metric: Option<String>,
    /// In what it is measured, such as % or hours.
    #[field(listed)]
    pub unit: Option<String>,
    /// Whether more or less is better.
    #[field(default = "higher")]
    pub direction: Direction,
    /// Where it stood at the beginning.
    pub baseline: Option<Decimal>,
    /// What shall be reached.
    #[field(listed)]
    pub target: Option<Decimal>,
    /// The first day of the way. Empty takes the day on which it was agreed.
    pub begins_on: Option<Date>,
    /// The day by which it shall be reached.
    #[field(listed, filtered)]
    pub due: Option<Date>,
    /// What it takes: people, tools, money.
    #[field(long)]
    pub resources: Option<String>,
    /// What is done for it, each with who does it and by when.
    #[field(rows = Action)]
    pub actions: Option<Structured<Vec<Action>>>,
    /// How it is judged what was reached, and from which data.
    #[field(long)]
    pub how_evaluated: Option<String>,
    /// Every so many months it is evaluated.
    #[field(default = "3", unit = "months")]
    pub evaluate_months: Option<i64>,
    /// Who is being told now.
    pub audience: Option<String>,
    /// By which way they are told, such as a meeting or a page.
    pub channel: Option<String>,
    /// Who was told of it, how and when.
    #[field(computed, rows = Told)]
    pub told: Option<Structured<Vec<Told>>>,
    /// Where it stands, from the last evaluation.
    #[field(computed, listed)]
    pub actual: Option<Decimal>,
    /// Which share of the way from the baseline to the target is done.
    #[field(computed, percent, listed)]
    pub attainment: Option<Decimal>,
    /// How that compares with the time that is gone.
    #[field(computed, listed, filtered)]
    pub course: Option<CourseNow>,
    /// The day on which it was evaluated last.
    #[field(computed, filtered)]
    pub evaluated_on: Option<Date>,
    /// The day by which it is evaluated again.
    #[field(computed, filtered)]
    pub next_evaluation_on: Option<Date>,
    /// The day of which its owner was reminded.
    #[field(computed)]
    pub reminded_for: Option<Date>,
    /// Who agreed to it.
    #[field(computed)]
    pub agreed_by: Option<Ref<kind::Person>>,
    /// When it was agreed.
    #[field(computed, filtered)]
    pub agreed_at: Option<Timestamp>,
    /// How often it was agreed.
    #[field(computed)]
    pub edition: Count,
    /// What was changed after it was agreed, and why; the oldest first.
    #[field(computed, rows = Revision)]
    pub revisions: Option<Structured<Vec<Revision>>>,
}

/// For which level an objective is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Level {
    /// For service management as a whole.
    Organization,
    /// For a function or team.
    Function,
    /// For a process.
    Process,
    /// For a service.
    Service,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// How what is done compares with the time that is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum CourseNow {
    /// The target is reached.
    Reached,
    /// As much of the way is done as of the time.
    OnTrack,
    /// Less of the way is done than of the time.
    AtRisk,
    /// Less than half as much of the way is done as of the time.
    OffTrack,
}

impl From<Course> for CourseNow {
    fn from(course: Course) -> Self {
        match course {
            Course::Reached => Self::Reached,
            Course::OnTrack => Self::OnTrack,
            Course::AtRisk => Self::AtRisk,
            Course::OffTrack => Self::OffTrack,
        }
    }
}

/// What is done for an objective.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Action {
    /// What is done.
    pub what: String,
    /// Who does it.
    pub owner: String,
    /// By when.
    pub due: Date,
    /// What it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resources: Option<String>,
    /// How far it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<Progress>,
}

/// How far an action is.
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

/// Somebody was told of an objective.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Told {
    /// Who was told.
    pub audience: String,
    /// By which way.
    pub channel: String,
    /// When.
    pub on: Date,
}

/// A change of an objective that had been agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Revision {
    /// When it was taken back.
    pub on: Date,
    /// Why.
    pub reason: String,
    /// The target until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Decimal>,
    /// The last day until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
}

/// Where an objective stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written, or written anew.
    Draft,
    /// It was agreed; those concerned have yet to be told.
    #[choice(tone = Waiting)]
    Agreed,
    /// Something is done for it, and it is evaluated.
    #[choice(tone = Going)]
    Pursued,
    /// It was reached.
    #[choice(tone = Done)]
    Met,
    /// It was not reached.
    #[choice(tone = Major)]
    Missed,
    /// It is over, and it is said what follows.
    #[choice(tone = Off, end)]
    Closed,
}

const LIFE: &[Step<Objective>] = &[
    step("agree", "Agree", &[State::Draft], State::Agreed)
        .help(
            "It holds from now on. Top management agrees to one for the whole organization, a service manager may \
             to others; nobody to what they wrote themselves.",
        )
        .asks(&[
            "owner",
            "policy_statement",
            "metric",
            "baseline",
            "target",
            "unit",
            "due",
            "resources",
            "actions",
            "how_evaluated",
        ])
        .guard(is_agreed)
        .then(agree),
    step("communicate", "Record who was told", &[State::Agreed], State::Agreed)
        .help("Somebody whom it concerns was told of it today.")
        .asks(&["audience", "channel"])
        .guard(is_told)
        .then(note_told),
    step("communicate", "Record who was told", &[State::Pursued], State::Pursued)
        .help("Somebody whom it concerns was told of it today.")
        .asks(&["audience", "channel"])
        .guard(is_told)
        .then(note_told),
    step("pursue", "Pursue", &[State::Agreed], State::Pursued)
        .help("Those concerned were told, and something is done for it.")
        .guard(was_told),
    step("meet", "Met", &[State::Pursued], State::Met)
        .help("The last evaluation says that the target is reached.")
        .guard(is_met),
    step("miss", "Missed", &[State::Pursued], State::Missed)
        .help("It was not reached, or will not be. Say why.")
        .needs_note()
        .guard(is_missed),
    step("revise", "Revise", &[State::Agreed, State::Pursued, State::Missed], State::Draft)
        .help("Takes it back to change what was agreed. Say why; what held until now stays on record.")
        .needs_note()
        .then(revise),
    step("close", "Close", &[State::Met, State::Missed], State::Closed)
        .help("It is over. Say what follows: another objective, an improvement, or nothing.")
        .needs_note()
        .guard(close_told),
    step("drop", "Drop", &[State::Draft, State::Agreed, State::Pursued], State::Closed)
        .help("It is no longer wanted. Say why.")
        .needs_note(),
];
