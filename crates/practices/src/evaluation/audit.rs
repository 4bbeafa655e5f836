//! Audits: what was looked at against which criteria, by whom, with which samples, and what was concluded.
use gemba_model::{Choice, Kind, Row, Step, held::Structured, step};
use gemba_vocabulary::{Ref, kind};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

mod points;
mod rules;
mod stories;
use rules::{is_closed, is_drawable, is_prepared, is_reported, is_startable, settle};

/// A look at whether the work is done as the standard and our own rules ask, and whether that works. Nobody audits
/// their own work: Gemba looks for that in what people own and in what they did.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "AUD", clause = "9.2", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
pub struct Audit {
    /// What it is called, such as “Incidents and requests, spring”.
    #[field(searched, listed)]
    pub name: String,
    /// Who answers for it being held and followed up.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// What sort of audit it is.
    #[field(listed, filtered, default = "internal")]
    pub sort: Sort,
    /// The certification that it is held for.
    #[field(filtered)]
    pub certification: Option<Ref<kind::Certification>>,
    /// The certification body that holds it; its grades and times count. Empty takes the one of the certification, and
    /// our own grades where there is none.
    #[field(filtered)]
    pub body: Option<Ref<kind::CertificationBody>>,
    /// The programme that it belongs to.
    #[field(filtered)]
    pub programme: Option<Ref<kind::AuditProgramme>>,
    /// The clauses of the standard against which it looks, such as “8.6.1, 8.6.2, 10.1”.
    #[field(searched, listed)]
    pub clauses: Option<String>,
    /// Our own rules against which it looks: policies, processes, agreements, with their versions.
    #[field(long)]
    pub own_criteria: Option<String>,
    /// The processes that it looks at.
    #[field(filtered)]
    pub processes: Vec<Ref<kind::Process>>,
    /// The services that it looks at.
    #[field(filtered)]
    pub services: Vec<Ref<kind::Service>>,
    /// The sites or teams that it looks at.
    pub sites: Option<String>,
    /// The first day of the work that it looks at.
    #[field(filtered)]
    pub period_from: Option<Date>,
    /// The last day of the work that it looks at.
    #[field(filtered)]
    pub period_until: Option<Date>,
    /// How it looks: talks, looking on, samples of records.
    #[field(long)]
    pub methods: Option<String>,
    /// Who leads it.
    #[field(listed, filtered)]
    pub lead_auditor: Option<Ref<kind::Person>>,
    /// Who audits besides.
    #[field(filtered)]
    pub auditors: Vec<Ref<kind::Person>>,
    /// Who audits from outside, with their organization.
    pub external_auditors: Option<String>,
    /// With whom they speak.
    pub auditees: Vec<Ref<kind::Person>>,
    /// Its plan: when, what, with whom.
    #[field(rows = PlanRow)]
    pub plan: Option<Structured<Vec<PlanRow>>>,
    /// The day on which it begins.
    #[field(listed, filtered)]
    pub starts_on: Option<Date>,
    /// The day on which it ends.
    #[field(filtered)]
    pub ends_on: Option<Date>,
    /// What speaks against an auditor: what they own or did of that which is audited. It must be empty to begin.
    #[field(computed, rows = Conflict)]
    pub conflicts: Option<Structured<Vec<Conflict>>>,
    /// When that was looked up.
    #[field(computed)]
    pub independence_checked_at: Option<Timestamp>,
    /// The kind of record of which the next sample is drawn, such as `incident`.
    pub sample_kind: Option<String>,
    /// Only those in this state, such as `closed`. Empty draws from all.
    pub sample_state: Option<String>,
    /// Only those that a list narrowed like this would show, such as `priority=lt:3&team=2`: copy what stands behind
    /// the question mark in the address of the list. Empty draws from all.
    pub sample_filter: Option<String>,
    /// How many are drawn. Empty takes so many that a share is known to ten points, in 95 of 100 such samples.
    pub sample_size: Option<i64>,
    /// The number from which the sample follows; whoever has it draws the same. Empty takes one from the moment.
    pub sample_seed: Option<i64>,
    /// The samples that were drawn, each so that anybody can draw it again.
    #[field(computed, rows = Sample)]
    pub samples: Option<Structured<Vec<Sample>>>,
    /// What was seen at each drawn record.
    #[field(rows = Seen)]
    pub seen: Option<Structured<Vec<Seen>>>,
    /// What is looked at in every audit of this sort, and what was seen there.
    #[field(rows = Point)]
    pub checklist: Option<Structured<Vec<Point>>>,
    /// When it began.
    #[field(computed)]
    pub started_at: Option<Timestamp>,
    /// Whether our own rules are kept.
    #[field(filtered)]
    pub own_requirements: Option<Conclusion>,
    /// Whether the standard is met, as far as this audit looked.
    #[field(filtered)]
    pub standard: Option<Conclusion>,
    /// Whether what is written is really done, and works.
    #[field(filtered)]
    pub effectiveness: Option<Conclusion>,
    /// For Stage 1: whether we are ready for Stage 2.
    #[field(filtered)]
    pub readiness: Option<Readiness>,
    /// For Stage 1: what could become a finding in Stage 2.
    #[field(long, searched)]
    pub concerns: Option<String>,
    /// What goes well, and what others could learn from.
    #[field(long)]
    pub strengths: Option<String>,
    /// What was concluded, in words. The findings stand by themselves.
    #[field(long, searched)]
    pub report: Option<String>,
    /// Who gets the report: those who answer for what was audited among them.
    pub recipients: Vec<Ref<kind::Person>>,
    /// When it was reported.
    #[field(computed, filtered)]
    pub reported_at: Option<Timestamp>,
    /// When it was closed.
    #[field(computed)]
    pub closed_at: Option<Timestamp>,
}

/// What sort of audit it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Sort {
    /// We look at ourselves.
    Internal,
    /// We look at somebody who works for us.
    Supplier,
    /// A certification body looks whether we are ready.
    #[choice(label = "Certification, stage 1")]
    StageOne,
    /// A certification body looks whether it works.
    #[choice(label = "Certification, stage 2")]
    StageTwo,
    /// A certification body looks again within the three years.
    Surveillance,
    /// A certification body looks at the end of the three years.
    Recertification,
    /// A certification body looks for a reason of its own: a wider scope, a complaint, a suspension.
    Special,
    /// A customer looks at us.
    Customer,
}

/// A row of an audit's plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct PlanRow {
    /// When, such as “Monday 9:00”.
    pub when: String,
    /// What is looked at.
    pub what: String,
    /// With whom.
    pub whom: String,
}

/// What speaks against an auditor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Conflict {
    /// The auditor.
    pub auditor: String,
    /// What they own or did.
    pub what: String,
    /// Why that speaks against them.
    pub why: String,
}

/// A sample that was drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Sample {
    /// When it was drawn.
    pub at: Timestamp,
    /// Of which kind of record.
    pub kind: String,
    /// From which of them.
    pub of: String,
    /// How many there were to draw from.
    pub population: i64,
    /// The number from which it follows.
    pub seed: i64,
    /// Which were drawn.
    pub drawn: String,
    /// The test that all of them meet, as the address of a list spells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// The numbers of all that there were to draw from, such as 1-40, 42; empty where they are too many to write down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<String>,
}

/// What was seen at a record of a sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Seen {
    /// The number of the record, such as INC-000012.
    pub record: String,
    /// What was seen.
    pub verdict: Verdict,
    /// What there is to say of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What was seen at a record of a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nobody looked at it yet.
    NotSeen,
    /// It was looked at, and nothing was found.
    InOrder,
    /// Something was found; there is a finding.
    Finding,
}

/// A point that every audit of a sort looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Point {
    /// What is looked at.
    pub point: String,
    /// Whether it was.
    #[serde(default)]
    pub done: bool,
    /// What was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
}

/// What Stage 1 concluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Readiness {
    /// Stage 2 can be held as planned.
    Ready,
    /// Stage 2 can be held once the areas of concern are dealt with.
    AreasOfConcern,
    /// Stage 1 is held again.
    NotReady,
}

/// What an audit concluded of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Conclusion {
    /// Yes, it is so.
    Met,
    /// Yes, but for the findings.
    MetButForFindings,
    /// No, it is not so.
    NotMet,
}

/// Where an audit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Its day and its auditors are thought of.
    Planned,
    /// What it looks at, how and with whom is set.
    #[choice(tone = Waiting)]
    Prepared,
    /// It is being held.
    #[choice(tone = Going)]
    InProgress,
    /// Its results were told to those who answer for what was audited.
    #[choice(tone = Done)]
    Reported,
    /// All its findings are closed.
    #[choice(tone = Done, end)]
    Closed,
    /// It is not held.
    #[choice(tone = Off, end)]
    Cancelled,
}

const LIFE: &[Step<Audit>] = &[
    step("prepare", "Prepare", &[State::Planned], State::Prepared)
        .help("Sets against what it looks, at what, how, by whom and with whom.")
        .asks(&[
            "clauses",
            "own_criteria",
            "processes",
            "services",
            "sites",
            "period_from",
            "period_until",
            "methods",
            "lead_auditor",
            "auditors",
            "auditees",
            "plan",
            "starts_on",
            "ends_on",
        ])
        .guard(is_prepared),
    step("check_independence", "Check independence", &[State::Planned], State::Planned)
        .help("Looks up whether an auditor owns, or worked on, what is audited."),
    step("check_independence", "Check independence", &[State::Prepared], State::Prepared)
        .help("Looks up whether an auditor owns, or worked on, what is audited."),
    step("start", "Begin", &[State::Prepared], State::InProgress)
        .help("It begins. No auditor may own, or have worked on, what is audited.")
        .guard(is_startable)
        .then(|me, now| me.started_at = Some(now.now)),
    step("draw", "Draw a sample", &[State::Prepared], State::Prepared)
        .help("Draws records by chance from all of the audited time, so that nobody chooses which are looked at.")
        .asks(&["sample_kind", "sample_state", "sample_filter", "sample_size", "sample_seed"])
        .guard(is_drawable),
    step("draw", "Draw a sample", &[State::InProgress], State::InProgress)
        .help("Draws records by chance from all of the audited time, so that nobody chooses which are looked at.")
        .asks(&["sample_kind", "sample_state", "sample_filter", "sample_size", "sample_seed"])
        .guard(is_drawable),
    step("report", "Report", &[State::InProgress], State::Reported)
        .help("Tells the results to those who answer for what was audited.")
        .asks(&[
            "own_requirements",
            "standard",
            "effectiveness",
            "readiness",
            "concerns",
            "checklist",
            "strengths",
            "report",
            "recipients",
        ])
        .guard(is_reported)
        .then(|me, now| me.reported_at = Some(now.now)),
    step("close", "Close", &[State::Reported], State::Closed)
        .help("All its findings are closed or withdrawn.")
        .guard(is_closed)
        .then(|me, now| me.closed_at = Some(now.now)),
    step("cancel", "Cancel", &[State::Planned, State::Prepared, State::InProgress], State::Cancelled)
        .help("It is not held. Say why, and what covers its areas instead.")
        .needs_note(),
];
