//! Continuity plans: how services come back after a disaster, and how things become normal again.
use gemba_model::{Choice, Kind, Row, held::Structured};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

mod life;
#[cfg(test)]
mod stories;
use life::{LIFE, settle};

/// How services come back after a disaster: when it is invoked and by whom, what is done, what works
/// in the meantime, and how things become normal again. It is tried out at an interval, and again
/// when much changed.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CPL", clause = "8.7.2", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Links, Tasks, Watchers, Tags, Review))]
pub struct ContinuityPlan {
    /// What it is called, such as “Loss of a data hall”.
    #[field(searched, listed)]
    pub name: String,
    /// The services that it brings back.
    #[field(listed, filtered)]
    pub services: Vec<Ref<kind::Service>>,
    /// The configuration items on which it rests. When one of them changes in a large way, the plan
    /// is tried out again.
    #[field(filtered)]
    pub configuration_items: Vec<Ref<kind::ConfigurationItem>>,
    /// Who keeps it up to date.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The requirements that it meets.
    pub requirements: Vec<Ref<kind::ContinuityRequirement>>,
    /// When it is invoked: what must have happened.
    #[field(long, searched, label = "Criteria for invoking it")]
    pub criteria: Option<String>,
    /// Who may invoke it.
    #[field(label = "Who may invoke it")]
    pub invokers: Vec<Ref<kind::Person>>,
    /// Who may invoke it when none of those can be reached.
    pub deputies: Vec<Ref<kind::Person>>,
    /// Who answers for what once it is invoked, and how everybody is called together.
    #[field(long)]
    pub responsibilities: Option<String>,
    /// What is done, in this order, each by somebody.
    #[field(rows = Procedure)]
    pub procedures: Option<Structured<Vec<Procedure>>>,
    /// What the services reach while it is in use.
    #[field(rows = Target)]
    pub targets: Option<Structured<Vec<Target>>>,
    /// What recovery needs: the order and what depends on what, people, machines, data, and places to
    /// work at.
    #[field(long, label = "Resources and locations")]
    pub resources: Option<String>,
    /// Whom to reach, and how, even at night and without our own systems.
    #[field(rows = Contact)]
    pub contacts: Option<Structured<Vec<Contact>>>,
    /// How things become normal again: the steps, how data are brought together, and when it is over.
    #[field(long)]
    pub return_to_normal: Option<String>,
    /// Where copies of the plan are that do not need the usual place or systems.
    #[field(rows = Copied)]
    pub copies: Option<Structured<Vec<Copied>>>,
    /// How many months may pass between two trials.
    #[field(unit = "months", default = "12")]
    pub test_months: i64,
    /// Why a large change since the last trial needs no new one. It counts for that change only.
    #[field(long)]
    pub waiver: Option<String>,
    /// The change that the reason is about.
    pub waived_change: Option<Ref<kind::Change>>,
    /// The plan that took its place. It is neither tried out nor invoked any more.
    #[field(filtered)]
    pub replaced_by: Option<Ref<kind::ContinuityPlan>>,
    /// Who approved it last.
    #[field(computed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// The day on which it was approved last.
    #[field(computed, filtered)]
    pub approved_on: Option<Date>,
    /// The day of the last trial whose result is on record.
    #[field(computed, listed, filtered)]
    pub last_test_on: Option<Date>,
    /// The day by which it is tried out again, if nothing large changes before.
    #[field(computed, listed, filtered)]
    pub test_due_on: Option<Date>,
    /// The last large change of what it covers.
    #[field(computed, filtered)]
    pub changed_by: Option<Ref<kind::Change>>,
    /// The day of that change.
    #[field(computed)]
    pub changed_on: Option<Date>,
    /// Whether a trial is missing: the day has passed, or much changed since the last one.
    #[field(computed, listed, filtered, label = "Test missing")]
    pub test_missing: bool,
}

/// A step of the recovery.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Procedure {
    /// What is done.
    pub what: String,
    /// Who does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// By how many minutes after the declaration it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_minutes: Option<i64>,
}

/// What a service reaches while the plan is in use.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Row)]
pub struct Target {
    /// The service, or the part of it.
    pub service: String,
    /// What works, and for whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// How much of the time it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub availability_percent: Option<Decimal>,
}

/// Somebody to reach.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Contact {
    /// The name.
    pub name: String,
    /// What they do in the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Another way, such as a mail address outside of our own mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<String>,
}

/// A copy of the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Copied {
    /// Where it is.
    pub place: String,
    /// The day on which somebody looked whether it is there and current.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_on: Option<Date>,
}

/// Where a continuity plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// It is in force.
    #[choice(tone = Done)]
    Approved,
    /// It is in force and was tried out; what was found is being worked on.
    #[choice(tone = Going)]
    Exercised,
    /// It was invoked.
    #[choice(tone = Going)]
    Invoked,
    /// The services are being brought back by it.
    #[choice(tone = Going)]
    Recovering,
    /// Normal service is back; the look back is still to come.
    #[choice(tone = Waiting)]
    Returned,
}
