//! Nonconformities: a requirement was not met; what was done about it, why it came about, and what keeps it away.
use gemba_model::{Choice, Kind, Step, step};
use gemba_vocabulary::{Ref, kind};
use jiff::{Timestamp, civil::Date};

mod rules;
mod stories;
use rules::{
    is_acting, is_analysed, is_closed, is_corrected, is_unneeded, is_verified, settle, verify,
};

/// A requirement was not met: one of the standard, of a customer, of the law, or of our own. It is put right, what it
/// led to is dealt with, its cause is found, and it is checked that the cause is gone.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "NCN", clause = "10.1", menu = Act, plural = "Nonconformities", life)]
#[kind(settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
pub struct Nonconformity {
    /// What was not met, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// Who answers for it until it is closed.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// How it came to light.
    #[field(listed, filtered, default = "observation")]
    pub source: Source,
    /// The finding of an audit that it comes from.
    #[field(filtered)]
    pub audit_finding: Option<Ref<kind::AuditFinding>>,
    /// The incident that showed it.
    #[field(filtered)]
    pub incident: Option<Ref<kind::Incident>>,
    /// The complaint that showed it.
    #[field(filtered)]
    pub complaint: Option<Ref<kind::Complaint>>,
    /// The promise that was not kept.
    pub service_level_result: Option<Ref<kind::ServiceLevelResult>>,
    /// The review of a supplier in which it came up.
    pub supplier_review: Option<Ref<kind::SupplierReview>>,
    /// The planned review that was not held in time.
    pub planned_review: Option<Ref<kind::PlannedReview>>,
    /// The measure that showed it.
    pub measure: Option<Ref<kind::Measure>>,
    /// The requirement that was not met, by its number in the standard, such as 8.6.1-c, or the rule of our own.
    #[field(listed, filtered, searched)]
    pub requirement: Option<String>,
    /// The service that it touches.
    #[field(listed, filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// The process in which it happened.
    #[field(filtered)]
    pub process: Option<Ref<kind::Process>>,
    /// The customers who felt it.
    #[field(filtered)]
    pub customers: Vec<Ref<kind::Customer>>,
    /// What is, and what should have been.
    #[field(long, searched)]
    pub description: Option<String>,
    /// How grave it is.
    #[field(listed, filtered)]
    pub severity: Option<Severity>,
    /// The facts as they were looked into: since when, how often, how far it reaches.
    #[field(long, searched)]
    pub review_note: Option<String>,
    /// How the fault itself was put right.
    #[field(long, searched)]
    pub correction: Option<String>,
    /// Who put it right.
    pub corrected_by: Option<Ref<kind::Person>>,
    /// The day on which it was put right.
    #[field(filtered)]
    pub corrected_on: Option<Date>,
    /// What it led to, and what was done about that: customers told, records mended, work done again.
    #[field(long)]
    pub consequences: Option<String>,
    /// How the cause was looked for.
    pub cause_method: Option<CauseMethod>,
    /// Why it came about. The finding in other words is no cause, and “human error” is where the question begins.
    #[field(long, searched)]
    pub cause: Option<String>,
    /// What shows that this is the cause.
    #[field(long)]
    pub cause_evidence: Option<String>,
    /// Where like cases were looked for: other services, customers, processes, teams.
    #[field(long)]
    pub similar_where: Option<String>,
    /// What was found there.
    #[field(filtered)]
    pub similar: Option<Similar>,
    /// The like cases, by their numbers or in words. They can also be linked below.
    #[field(long)]
    pub similar_cases: Option<String>,
    /// Whether something is done so that it does not come back.
    #[field(filtered)]
    pub action_needed: Option<ActionNeeded>,
    /// Why nothing is done, if nothing is. Cheap to bear or gone by itself is a reason; no time is none.
    #[field(long)]
    pub no_action_because: Option<String>,
    /// Whether the way we manage services was changed: a policy, a process, a plan, a document.
    #[field(filtered)]
    pub system_change: Option<SystemChange>,
    /// The change that carried it out.
    pub change: Option<Ref<kind::Change>>,
    /// What was changed, or why nothing had to be.
    #[field(long)]
    pub system_change_note: Option<String>,
    /// What shows that it does not come back.
    #[field(long)]
    pub verification: Option<String>,
    /// Who looked whether it came back. Never its owner.
    #[field(computed)]
    pub verified_by: Option<Ref<kind::Person>>,
    /// When that was.
    #[field(computed)]
    pub verified_at: Option<Timestamp>,
    /// When it was closed.
    #[field(computed, filtered)]
    pub closed_at: Option<Timestamp>,
}

/// How a nonconformity came to light.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Source {
    /// An audit found it.
    Audit,
    /// An incident showed it.
    Incident,
    /// Somebody served was not content.
    Complaint,
    /// A promised service level was missed.
    ServiceLevel,
    /// A review by top management or with a customer.
    Review,
    /// A supplier or another party did not do what was agreed.
    Supplier,
    /// A measure left its bounds.
    Measure,
    /// A planned review was not held in time.
    OverdueReview,
    /// Somebody here noticed it at work.
    Observation,
}

/// How grave a nonconformity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Severity {
    /// A lapse; the aims are still reached.
    Minor,
    /// Something is missing, or fails so that the aims are in doubt.
    Major,
}

/// How a cause was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum CauseMethod {
    /// Asking why until nothing but the cause is left.
    FiveWhys,
    /// Laying out people, tools, rules and surroundings, and going through each.
    Fishbone,
    /// Putting what happened in the order of time.
    Timeline,
    /// Holding what happened against where it does not happen.
    Comparison,
    /// Going through the process step by step with those who do it.
    WalkThrough,
}

/// What the look for like cases came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Similar {
    /// There is no other.
    None,
    /// It could happen elsewhere too.
    Possible,
    /// It happened elsewhere too.
    Found,
}

/// Whether something is done against the cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum ActionNeeded {
    /// Something is done.
    Needed,
    /// Nothing needs to be done.
    NotNeeded,
}

/// What became of the way we manage services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum SystemChange {
    /// It was changed.
    Made,
    /// It did not have to be changed.
    NoneNeeded,
}

/// Where a nonconformity stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It was written down.
    Recorded,
    /// The fault itself is put right.
    #[choice(tone = Going)]
    Corrected,
    /// Its cause is known, and like cases were looked for.
    #[choice(tone = Going)]
    Analysed,
    /// What takes the cause away is being done.
    #[choice(tone = Going)]
    Acting,
    /// Somebody else saw that it does not come back.
    #[choice(tone = Done)]
    Verified,
    /// It is over.
    #[choice(tone = Done, end)]
    Closed,
    /// It turned out to be none.
    #[choice(tone = Off, end)]
    Withdrawn,
}

const LIFE: &[Step<Nonconformity>] = &[
    step("correct", "Put right", &[State::Recorded], State::Corrected)
        .help("The fault itself is put right, and what it led to is dealt with. The cause comes after that.")
        .asks(&[
            "requirement",
            "severity",
            "review_note",
            "correction",
            "corrected_by",
            "corrected_on",
            "consequences",
        ])
        .guard(is_corrected),
    step("analyse", "Analyse", &[State::Corrected], State::Analysed)
        .help("Says why it came about, what shows that, and where like cases were looked for.")
        .asks(&[
            "cause_method",
            "cause",
            "cause_evidence",
            "similar_where",
            "similar",
            "similar_cases",
            "action_needed",
        ])
        .guard(is_analysed),
    step("act", "Act", &[State::Analysed], State::Acting)
        .help("What takes the cause away is proposed below, as one corrective action or several.")
        .guard(is_acting),
    step("verify", "Verify", &[State::Acting], State::Verified)
        .help("Somebody other than its owner saw that the actions work and that it does not come back.")
        .asks(&["system_change", "change", "system_change_note", "verification"])
        .guard(is_verified)
        .then(verify),
    step("leave", "Nothing more to do", &[State::Analysed], State::Verified)
        .help("It was put right, and nothing is done about its cause. Somebody other than its owner agrees to that.")
        .asks(&["no_action_because", "system_change", "system_change_note", "verification"])
        .guard(is_unneeded)
        .then(verify),
    step("reopen", "It came back", &[State::Verified], State::Corrected)
        .help("It happened again: the cause was another one. Say what was seen.")
        .needs_note()
        .then(|me, _| (me.verified_by, me.verified_at) = (None, None)),
    step("close", "Close", &[State::Verified], State::Closed)
        .help("It is over: every corrective action is closed.")
        .guard(is_closed)
        .then(|me, now| me.closed_at = Some(now.now)),
    step("withdraw", "Withdraw", &[State::Recorded], State::Withdrawn)
        .help("It turned out that the requirement was met, or that it is none. Say why.")
        .needs_note(),
];
