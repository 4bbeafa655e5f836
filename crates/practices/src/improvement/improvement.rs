//! Improvements: an opportunity to become better, weighed, carried out, and measured before and after.
use gemba_model::{Choice, Kind, Row, Step, held::Structured, step};
use gemba_vocabulary::{Ref, before_after, kind};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

mod rules;
mod stories;
mod weighing;
use rules::{
    finish, has_met, is_approved, is_continued, is_evaluated, is_finished, is_measured, is_planned,
    is_reported, is_startable, settle,
};

/// An opportunity to make services, or the way they are managed, better. It is weighed by the criteria in force, given
/// a target, carried out, measured before and after, and told.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "IMP", clause = "10.2", menu = Act, life, settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Links, Tasks, Tags, Watchers))]
pub struct Improvement {
    /// What would be better, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// Who carries it out.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// What is not good enough today, and what could be done.
    #[field(long, searched)]
    pub description: Option<String>,
    /// Where it comes from.
    #[field(listed, filtered, default = "idea")]
    pub source: Source,
    /// Who had the idea. Empty takes whoever writes it down.
    #[field(filtered)]
    pub proposed_by: Option<Ref<kind::Person>>,
    /// The finding of an audit that it comes from.
    pub audit_finding: Option<Ref<kind::AuditFinding>>,
    /// The review by top management that it comes from.
    pub management_review: Option<Ref<kind::ManagementReview>>,
    /// The complaint that it comes from.
    pub complaint: Option<Ref<kind::Complaint>>,
    /// The survey that it comes from.
    pub survey: Option<Ref<kind::SatisfactionSurvey>>,
    /// The analysis of trends that it comes from.
    pub trend_analysis: Option<Ref<kind::TrendAnalysis>>,
    /// The missed promise that it comes from.
    pub service_level_result: Option<Ref<kind::ServiceLevelResult>>,
    /// The service that it is about.
    #[field(filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// The process that it is about.
    #[field(filtered)]
    pub process: Option<Ref<kind::Process>>,
    /// The objective that it serves.
    #[field(filtered)]
    pub objective: Option<Ref<kind::Objective>>,
    /// The version of the criteria by which it is weighed.
    #[field(computed)]
    pub criteria: Option<Ref<kind::ImprovementCriteria>>,
    /// How it does by each criterion, from 0 to 5.
    #[field(rows = Rating)]
    pub ratings: Option<Structured<Vec<Rating>>>,
    /// What the ratings come to with their weights, of a hundred.
    #[field(computed, listed, filtered, percent)]
    pub score: Option<Decimal>,
    /// Its place among the others: 1 is first.
    #[field(listed, filtered)]
    pub priority: Option<i64>,
    /// Who in top management stands behind it.
    #[field(filtered)]
    pub sponsor: Option<Ref<kind::Person>>,
    /// What becomes better.
    #[field(filtered)]
    pub dimension: Option<Dimension>,
    /// By what that is seen, such as “Hours until an incident is resolved”.
    pub metric: Option<String>,
    /// The measure that tells it, if there is one.
    #[field(filtered)]
    pub measure: Option<Ref<kind::Measure>>,
    /// In what the metric counts, such as h, % or EUR.
    pub unit: Option<String>,
    /// The value today.
    pub baseline: Option<Decimal>,
    /// The value to be reached.
    pub target: Option<Decimal>,
    /// The day by which it is to be reached.
    #[field(listed, filtered)]
    pub target_date: Option<Date>,
    /// The pieces of work, each with who does it and by when.
    #[field(rows = Work)]
    pub plan: Option<Structured<Vec<Work>>>,
    /// What it costs, in work or money.
    pub effort: Option<String>,
    /// Whether a service or the way we manage services is changed by it.
    #[field(filtered)]
    pub touches: Option<Touches>,
    /// The change that carries it out.
    #[field(filtered)]
    pub change: Option<Ref<kind::Change>>,
    /// The day on which it took effect: values from that day on count as after.
    #[field(filtered)]
    pub changed_on: Option<Date>,
    /// Values by hand, before and after, where no measure tells them.
    #[field(rows = Reading)]
    pub readings: Option<Structured<Vec<Reading>>>,
    /// The value that was reached.
    pub actual: Option<Decimal>,
    /// The mean of the values before.
    #[field(computed)]
    pub mean_before: Option<Decimal>,
    /// The mean of the values after.
    #[field(computed)]
    pub mean_after: Option<Decimal>,
    /// Whether the values really became others, or vary as they did before.
    #[field(computed, filtered)]
    pub verdict: Option<Verdict>,
    /// The values of the measure. Where it tells none, those by hand count.
    #[field(computed, rows = Reading, label = "Values")]
    pub series: Option<Structured<Vec<Reading>>>,
    /// What the verdict rests on: values, limits and signals.
    #[field(computed)]
    pub verdict_note: Option<String>,
    /// What is done now, where the target was missed.
    #[field(long)]
    pub further_action: Option<String>,
    /// In which report it was told, by its number, and to whom.
    pub reported_in: Option<String>,
    /// The report to a customer in which it was told.
    pub service_report: Option<Ref<kind::ServiceReport>>,
    /// When it was approved.
    #[field(computed)]
    pub approved_at: Option<Timestamp>,
    /// Who approved it.
    #[field(computed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When it was carried out.
    #[field(computed, filtered)]
    pub implemented_at: Option<Timestamp>,
    /// When it was told.
    #[field(computed, filtered)]
    pub reported_at: Option<Timestamp>,
}

/// Where an improvement comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Source {
    /// Somebody here had an idea.
    Idea,
    /// A review by top management or with a customer.
    Review,
    /// An audit.
    Audit,
    /// A promise that was not kept.
    Breach,
    /// What people answered when they were asked.
    Survey,
    /// A complaint.
    Complaint,
    /// What records show over time.
    Trend,
    /// An objective that is to be reached.
    Objective,
    /// A supplier or another party proposed it.
    OtherParty,
}

/// What becomes better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Dimension {
    /// That things are done right.
    Quality,
    /// What customers have of it.
    Value,
    /// What we are able to do.
    Capability,
    /// What it costs.
    Cost,
    /// How much is done with the same work.
    Productivity,
    /// How well people, machines and energy are used.
    ResourceUse,
    /// How likely or how bad harm is.
    Risk,
}

/// What an improvement changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Touches {
    /// Neither a service nor the system.
    Neither,
    /// A service.
    Service,
    /// The way services are managed: a policy, a process, a plan, a document.
    System,
}

/// Whether values really became others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Verdict {
    /// Signals say that it became better.
    #[choice(label = "Really better")]
    Better,
    /// Signals say that it became worse.
    #[choice(label = "Really worse")]
    Worse,
    /// Signals point both ways.
    Unsteady,
    /// It varies as it did before.
    #[choice(label = "No change that is more than chance")]
    Same,
    /// Too few values to say.
    TooFew,
}

impl From<before_after::Verdict> for Verdict {
    fn from(verdict: before_after::Verdict) -> Self {
        match verdict {
            before_after::Verdict::Better => Self::Better,
            before_after::Verdict::Worse => Self::Worse,
            before_after::Verdict::Unsteady => Self::Unsteady,
            before_after::Verdict::Same => Self::Same,
            before_after::Verdict::TooFew => Self::TooFew,
        }
    }
}

/// How an improvement does by a criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Rating {
    /// The criterion, as it stands in the criteria in force.
    pub criterion: String,
    /// From 0, not at all, to 5, fully.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<i64>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A piece of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Work {
    /// What is done.
    pub what: String,
    /// Who does it.
    pub who: String,
    /// By when.
    pub due: Date,
}

/// A value that somebody took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Reading {
    /// The day it stands for, such as the last of a week or month.
    pub on: Date,
    /// The value.
    pub value: Decimal,
}

/// Where an improvement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Somebody says what could be better.
    Proposed,
    /// It was weighed; somebody decides.
    #[choice(tone = Waiting)]
    Evaluated,
    /// It shall be done.
    #[choice(tone = Going)]
    Approved,
    /// It is not done.
    #[choice(tone = Off, end)]
    Rejected,
    /// Its target, its work and its day are set.
    #[choice(tone = Going)]
    Planned,
    /// It is being done.
    #[choice(tone = Going)]
    Implementing,
    /// It was done; whether it is better has to be seen.
    #[choice(tone = Waiting)]
    Implemented,
    /// What was aimed at is reached.
    #[choice(tone = Done)]
    TargetMet,
    /// What was aimed at is not reached.
    #[choice(tone = Major)]
    TargetMissed,
    /// It was told what became of it.
    #[choice(tone = Done, end)]
    Reported,
}

const LIFE: &[Step<Improvement>] = &[
    step("evaluate", "Evaluate", &[State::Proposed], State::Evaluated)
        .help("It is rated by each criterion in force, the fit with objectives among them.")
        .asks(&["ratings", "objective"])
        .guard(is_evaluated),
    step("approve", "Approve", &[State::Evaluated], State::Approved)
        .help("It shall be done, in its place among the others. Somebody in top management stands behind it.")
        .asks(&["priority", "owner", "sponsor"])
        .guard(is_approved)
        .then(|me, now| {
            me.approved_at = Some(now.now);
            me.approved_by = now.actor.person.map(Ref::new);
        }),
    step("reject", "Reject", &[State::Evaluated], State::Rejected)
        .help("It is not done. Say why, so that whoever proposed it can understand.")
        .needs_note(),
    step("plan", "Plan", &[State::Approved], State::Planned)
        .help("Says what is aimed at, from which value on, by when, and who does what.")
        .asks(&[
            "dimension", "metric", "measure", "unit", "baseline", "target", "target_date", "plan", "effort", "touches",
            "change",
        ])
        .guard(is_planned),
    step("start", "Start", &[State::Planned], State::Implementing)
        .help("The work begins. Where a service or the system is touched, a change carries it out.")
        .asks(&["touches", "change"])
        .guard(is_startable),
    step("finish", "Done", &[State::Implementing], State::Implemented)
        .help("It was carried out. From the day on which it took effect its values count as after.")
        .asks(&["changed_on"])
        .guard(is_finished)
        .then(finish),
    step("measure", "Measure", &[State::Implemented], State::TargetMissed)
        .help("Holds the value that was reached against the target. Say what is done now if it was missed.")
        .asks(&["actual", "readings", "further_action"])
        .guard(is_measured)
        .or_to(State::TargetMet, has_met),
    step("continue", "Go on", &[State::TargetMissed], State::Implementing)
        .help("The target was missed, and something more is done.")
        .asks(&["further_action", "target_date", "plan"])
        .guard(is_continued),
    step("report", "Report", &[State::TargetMet, State::TargetMissed], State::Reported)
        .help("It was told what became of it. Say in which report, and to whom.")
        .asks(&["reported_in", "service_report", "further_action"])
        .guard(is_reported)
        .then(|me, now| me.reported_at = Some(now.now)),
];
