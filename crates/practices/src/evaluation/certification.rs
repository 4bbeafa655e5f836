//! Certifications: a certificate on its way round its three years, with the audits that are due.
use gemba_model::{Choice, Kind, Row, Step, held::Structured, library::Count, step};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

mod cycle;
mod rules;
mod stories;
use rules::{
    is_certified, is_expired, is_recertified, is_restored, is_stage_one, is_stage_two,
    is_stage_two_over, restore, settle,
};

/// A certificate: from the application over Stage 1 and Stage 2 to the decision, and round its three years. Gemba works
/// out by when each audit is held, plans it and reminds in time.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CTN", clause = "9.2", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
pub struct Certification {
    /// What it is called, such as “ISO/IEC 20000-1 for the managed workplace”.
    #[field(searched, listed)]
    pub name: String,
    /// Who certifies.
    #[field(listed, filtered)]
    pub body: Ref<kind::CertificationBody>,
    /// Who answers for it here. They are reminded before an audit is due.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The standard.
    #[field(default = "ISO/IEC 20000-1")]
    pub standard: String,
    /// Its edition.
    #[field(default = "2018")]
    pub edition: String,
    /// The scope statement whose words stand on the certificate.
    #[field(filtered)]
    pub scope: Option<Ref<kind::ScopeStatement>>,
    /// How many people work within the scope.
    pub people_in_scope: Option<i64>,
    /// How many sites are within the scope, the central one among them.
    pub sites: Option<i64>,
    /// The days that the body's own table gives for so many people. Ask the body; the table is not public.
    #[field(unit = "days")]
    pub table_days: Option<Decimal>,
    /// What makes the audit shorter (a percentage below zero) or longer, each as the body told it.
    #[field(rows = Factor)]
    pub factors: Option<Structured<Vec<Factor>>>,
    /// What the factors come to together; never less than -30 %.
    #[field(computed, percent)]
    pub factors_percent: Option<Decimal>,
    /// How many days the audit takes: the days of the table with the factors applied.
    #[field(computed, unit = "days")]
    pub audit_days: Option<Decimal>,
    /// How many sites are visited in Stage 2: the square root of all, rounded up.
    #[field(computed)]
    pub sites_initial: Option<i64>,
    /// How many sites are visited in a surveillance audit: 0.6 times the square root, rounded up.
    #[field(computed)]
    pub sites_surveillance: Option<i64>,
    /// How many sites are visited in the audit that renews it: 0.8 times the square root, rounded up.
    #[field(computed)]
    pub sites_recertification: Option<i64>,
    /// The day on which Stage 1 begins.
    #[field(filtered)]
    pub stage_one_on: Option<Date>,
    /// The day on which Stage 2 begins. Leave time to deal with what Stage 1 was concerned about.
    #[field(filtered)]
    pub stage_two_on: Option<Date>,
    /// The number of the certificate.
    #[field(searched, listed)]
    pub certificate_number: Option<String>,
    /// The day on which the body decided.
    #[field(filtered)]
    pub decided_on: Option<Date>,
    /// Who decided there; never one of those who audited.
    pub decided_by: Option<String>,
    /// From which day the three years of a restored certificate count.
    #[field(computed)]
    pub restored_from: Option<Date>,
    /// The last day on which it is good: three years after the decision.
    #[field(computed, listed, filtered)]
    pub valid_until: Option<Date>,
    /// The last day on which it can be restored once it ran out: six months later.
    #[field(computed)]
    pub restorable_until: Option<Date>,
    /// The audits of its three years: by when each is held, and whether it was.
    #[field(computed, rows = CycleRow)]
    pub cycle: Option<Structured<Vec<CycleRow>>>,
    /// Which audit is next.
    #[field(computed, listed)]
    pub next_audit: Option<String>,
    /// By when it is held.
    #[field(computed, listed, filtered)]
    pub next_due_on: Option<Date>,
    /// How many findings are open that keep from a certificate.
    #[field(computed)]
    pub blocking_findings: Count,
    /// By when these are seen to be over: six months after the last day of Stage 2. After that, Stage 2 is held anew.
    #[field(computed)]
    pub blocking_until: Option<Date>,
    /// From which day on another Stage 2 counts, where one was not enough.
    #[field(computed)]
    pub stage_two_after: Option<Date>,
    /// The day of which its owner was reminded.
    #[field(computed)]
    pub reminded_for: Option<Date>,
}

/// What makes an audit shorter or longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Factor {
    /// What it is, such as “Certified for ISO 9001 already”.
    pub name: String,
    /// By how many percent the audit is longer; below zero means shorter.
    pub percent: Decimal,
}

/// An audit of the three years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct CycleRow {
    /// Which one.
    pub audit: String,
    /// By when it is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// The last day on which it was held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Date>,
    /// The number of the audit here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Which sort of audit it is.
    pub sort: CycleSort,
}

/// The sorts of audits of the three years, called as audits call them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CycleSort {
    /// Whether everything is ready.
    #[choice(label = "Stage 1")]
    StageOne,
    /// Whether it works.
    #[choice(label = "Stage 2")]
    StageTwo,
    /// Whether it still works.
    Surveillance,
    /// Whether the certificate is good for three more years.
    Recertification,
    /// Something gave reason to look in between.
    Special,
}

/// Where a certification stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It was asked for.
    Applied,
    /// The body looked whether we are ready.
    #[choice(tone = Going)]
    StageOneDone,
    /// The body looked whether it works, and has to decide.
    #[choice(tone = Waiting)]
    StageTwoDone,
    /// The certificate is good.
    #[choice(tone = Done)]
    Certified,
    /// The body suspended it; the mark must not be used.
    #[choice(tone = Major)]
    Suspended,
    /// It ran out. For six months it can be restored.
    #[choice(tone = Major)]
    Expired,
    /// It was withdrawn, or nobody wants it any more.
    #[choice(tone = Off, end)]
    Withdrawn,
}

const LIFE: &[Step<Certification>] = &[
    step("stage_one", "Stage 1 is done", &[State::Applied], State::StageOneDone)
        .help("The body looked whether we are ready, and said so in its report.")
        .guard(is_stage_one),
    step("stage_two", "Stage 2 is done", &[State::StageOneDone], State::StageTwoDone)
        .help("The body looked whether it works, and reported.")
        .guard(is_stage_two),
    step("repeat", "Another Stage 2", &[State::StageTwoDone], State::StageOneDone)
        .help("What was grave was not seen to be over within six months. Say why; Stage 2 is held anew.")
        .needs_note()
        .guard(is_stage_two_over)
        .then(|me, now| me.stage_two_after = Some(gemba_model::library::today(now))),
    step("certify", "Certified", &[State::StageTwoDone], State::Certified)
        .help("The body decided. Nothing grave may be open.")
        .asks(&["certificate_number", "decided_on", "decided_by"])
        .guard(is_certified),
    step("recertify", "Certified anew", &[State::Certified], State::Certified)
        .help("The body renewed it after the audit at the end of the three years.")
        .asks(&["certificate_number", "decided_on", "decided_by"])
        .guard(is_recertified)
        .then(|me, _| me.restored_from = None),
    step("suspend", "Suspended", &[State::Certified], State::Suspended)
        .help("The body suspended it. Say why, and what it asks for; stop using its mark.")
        .needs_note(),
    step("reinstate", "Good again", &[State::Suspended], State::Certified)
        .help("The body lifted the suspension. Say what was shown.")
        .needs_note(),
    step("expire", "Ran out", &[State::Certified, State::Suspended], State::Expired)
        .help("Its last day is past.")
        .guard(is_expired),
    step("restore", "Restored", &[State::Expired], State::Certified)
        .help("Within six months after it ran out the body finished what was left to do.")
        .asks(&["certificate_number", "decided_on", "decided_by"])
        .guard(is_restored)
        .then(restore),
    step(
        "withdraw",
        "Withdrawn",
        &[
            State::Applied,
            State::StageOneDone,
            State::StageTwoDone,
            State::Certified,
            State::Suspended,
            State::Expired,
        ],
        State::Withdrawn,
    )
    .help("The body withdrew it, or we gave it up. Say why.")
    .needs_note(),
];
