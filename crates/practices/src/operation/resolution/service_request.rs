//! Service requests: somebody asks for something that is on offer, and gets it.
use gemba_model::{Choice, Kind, Row, held::Structured, request_form::Answer};
use gemba_vocabulary::{Money, Ref, Seconds, kind};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

mod life;
mod rules;
mod stories;
use life::LIFE;
use rules::settle;

/// Somebody asks for something that the catalogue offers, from the form to the last word. Work
/// begins once everybody who has to approve it said yes.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "REQ", clause = "8.6.2", title = "summary", life, settle = settle)]
#[kind(shares(Comments, Attachments, Tasks, Links, Watchers, Tags, Approvals))]
pub struct ServiceRequest {
    /// What is asked for, in one line. Empty means the name of the item.
    #[field(searched, listed, visible)]
    pub summary: Option<String>,
    /// What is ordered.
    #[field(listed, filtered, visible)]
    pub request_item: Ref<kind::RequestItem>,
    /// Who asks for it.
    #[field(listed, filtered, visible, scope = Requester)]
    pub requested_by: Option<Ref<kind::Person>>,
    /// Who gets it, if it is somebody else.
    #[field(filtered, visible)]
    pub requested_for: Option<Ref<kind::Person>>,
    /// The answers to the questions of the item's form.
    #[field(rows = Answer, visible)]
    pub answers: Option<Structured<Vec<Answer>>>,
    /// What else is worth knowing.
    #[field(long, searched, visible)]
    pub description: Option<String>,
    /// The customer that it is done for.
    #[field(filtered, listed, visible, scope = Customer)]
    pub customer: Option<Ref<kind::Customer>>,
    /// The service that it belongs to, as the item says.
    #[field(computed, filtered, visible)]
    pub service: Option<Ref<kind::Service>>,
    /// What sort of request it is, as the item says.
    #[field(computed, filtered)]
    pub category: Option<String>,
    /// What it costs, as the item said when it was ordered.
    #[field(computed, visible)]
    pub price: Option<Money>,
    /// How soon it is done beside others, 1 first and 5 last, as the item's rules say.
    #[field(computed, filtered, listed, visible)]
    pub priority: Option<i64>,
    /// Another priority than the item's rules give.
    pub priority_override: Option<i64>,
    /// Why it has another priority.
    pub override_reason: Option<String>,
    /// The team that does it.
    #[field(filtered, listed)]
    pub team: Option<Ref<kind::Team>>,
    /// Who does it.
    #[field(filtered, listed)]
    pub assigned_to: Option<Ref<kind::Person>>,
    /// The rules that ask for approval.
    #[field(computed)]
    pub approval_rules: Vec<Ref<kind::ApprovalRule>>,
    /// When it was handed in.
    #[field(computed, filtered, visible, label = "Handed in at")]
    pub submitted_at: Option<Timestamp>,
    /// When everybody who has to approve it had said yes.
    #[field(computed, visible)]
    pub approved_at: Option<Timestamp>,
    /// Who said yes last. Empty where nobody had to.
    #[field(computed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// Why it was not approved, or why it was taken back.
    #[field(computed, visible)]
    pub decision: Option<String>,
    /// How long it may take from the approval on, as the item said.
    #[field(computed, label = "Done within")]
    pub fulfil_within: Option<Seconds>,
    /// By when it should be done.
    #[field(computed, filtered, listed, visible, label = "Due")]
    pub fulfil_due: Option<Timestamp>,
    /// Whether it was done in time.
    #[field(computed, filtered, label = "Done in time")]
    pub fulfil_met: Option<bool>,
    /// When work on it began.
    #[field(computed)]
    pub started_at: Option<Timestamp>,
    /// What it waits for, while it waits.
    #[field(visible)]
    pub waits_for: Option<String>,
    /// The supplier whom it waits for, if it is one.
    #[field(filtered)]
    pub supplier: Option<Ref<kind::Supplier>>,
    /// The times in which it waited, each with its reason.
    #[field(computed, rows = Wait)]
    pub pauses: Option<Structured<Vec<Wait>>>,
    /// What was done, and what whoever asked for it should know.
    #[field(long, searched, visible)]
    pub fulfilment: Option<String>,
    /// The parts that were handed over or set up.
    pub configuration_items: Vec<Ref<kind::ConfigurationItem>>,
    /// The standard change by which it was done, where it changes something.
    #[field(filtered)]
    pub change: Option<Ref<kind::Change>>,
    /// When it was done.
    #[field(computed, filtered, visible, label = "Done at")]
    pub fulfilled_at: Option<Timestamp>,
    /// Who did it.
    #[field(computed, label = "Done by")]
    pub fulfilled_by: Option<Ref<kind::Person>>,
    /// Whether whoever asked for it says that it is as it should be.
    #[field(visible)]
    pub confirmed_by_user: bool,
    /// How it ended.
    #[field(computed, filtered)]
    pub close_code: Option<CloseCode>,
    /// When it was closed.
    #[field(computed, filtered)]
    pub closed_at: Option<Timestamp>,
}

/// A time in which a request waited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Wait {
    /// What it waited for.
    pub reason: String,
    /// Since when.
    pub from: Timestamp,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
    /// The number of the supplier whom it waited for, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplier: Option<String>,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum CloseCode {
    /// Whoever asked for it said that it is as it should be.
    Confirmed,
    /// Nobody said anything for the days that the item allows.
    NoAnswer,
    /// It was taken back.
    TakenBack,
    /// It was not approved.
    NotApproved,
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being filled in.
    New,
    /// Somebody has to say yes.
    #[choice(tone = Waiting)]
    AwaitingApproval,
    /// It may be done.
    #[choice(tone = Waiting)]
    Approved,
    /// Somebody works on it.
    #[choice(tone = Going, label = "In progress")]
    Fulfilling,
    /// It waits for something.
    #[choice(tone = Waiting)]
    Pending,
    /// It is done; whoever asked for it says whether it is as it should be.
    #[choice(tone = Done, label = "Done")]
    Fulfilled,
    /// It is over.
    #[choice(tone = Done, end)]
    Closed,
    /// Somebody said no.
    #[choice(tone = Off, end)]
    Rejected,
    /// Whoever asked for it took it back.
    #[choice(tone = Off, end)]
    Cancelled,
}
