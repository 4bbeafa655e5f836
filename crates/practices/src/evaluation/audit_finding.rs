//! Findings of audits: what was found at one requirement, whether the area agrees, and what was done about it.
use gemba_model::{
    Choice, Kind, Step,
    grades::{Grade, Verification},
    library::Count,
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{Timestamp, civil::Date};

mod grading;
mod rules;
mod stories;
use rules::{
    agree, correct, is_agreed, is_analysed, is_confirmed, is_corrected, is_disputed, is_done,
    is_found_bad, is_lead, is_planned, is_verified, settle, verify,
};

/// What an audit found at one requirement, with what shows it. Whoever answers for the area agrees or says why not;
/// then it is put right, its cause is found and taken away, and somebody else sees that it is.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "FND", clause = "9.2", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
pub struct AuditFinding {
    /// What was found, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// The audit that found it.
    #[field(listed, filtered)]
    pub audit: Ref<kind::Audit>,
    /// The requirement at which it was found, by its number, such as 8.6.1-c.
    #[field(listed, filtered)]
    pub clause: Option<String>,
    /// The rule of our own that was not kept, if it is one.
    pub own_rule: Option<String>,
    /// The process in which it was found.
    #[field(filtered)]
    pub process: Option<Ref<kind::Process>>,
    /// The service at which it was found.
    #[field(filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// What is, and what should be.
    #[field(long, searched)]
    pub description: Option<String>,
    /// What shows it: records by their numbers, what was seen, who said it. Records can also be linked below.
    #[field(long, searched)]
    pub evidence: Option<String>,
    /// How grave it is. A breach is never a mere opportunity.
    #[field(listed, filtered)]
    pub grade: Option<Grade>,
    /// What the certification body calls this grade, where the audit is held by one. Then Gemba says how grave it is.
    #[field(filtered)]
    pub body_grade: Option<String>,
    /// Whether there is no certificate while it is open.
    #[field(computed, filtered)]
    pub blocks: bool,
    /// When the area agreed, or the lead auditor decided. From then on what was found and how grave it is stay.
    #[field(computed, filtered)]
    pub agreed_at: Option<Timestamp>,
    /// Who answers for the area, and agrees or says why not.
    #[field(listed, filtered)]
    pub area_manager: Option<Ref<kind::Person>>,
    /// Who led the audit.
    #[field(computed, filtered)]
    pub lead_auditor: Option<Ref<kind::Person>>,
    /// The finding of an earlier audit at the same requirement, if there was one.
    #[field(computed, filtered)]
    pub repeats: Option<Ref<kind::AuditFinding>>,
    /// By when the area answers. Empty takes what the grade says. Once agreed, only the auditors set another day.
    #[field(filtered)]
    pub response_due: Option<Date>,
    /// By when it is closed. Empty takes what the grade says: of days since it was raised, or of months since the
    /// audit.
    #[field(listed, filtered)]
    pub closure_due: Option<Date>,
    /// How it is seen that it is over. Empty takes what the grade says.
    #[field(filtered)]
    pub verification: Option<Verification>,
    /// How many days after the action it is verified at the earliest.
    #[field(unit = "days", default = "30")]
    pub verify_after_days: i64,
    /// The nonconformity that it led to.
    #[field(computed, filtered)]
    pub nonconformity: Option<Ref<kind::Nonconformity>>,
    /// How the fault itself was put right, and what shows it. Empty takes what stands in the nonconformity.
    #[field(long)]
    pub correction: Option<String>,
    /// When it was put right.
    #[field(computed)]
    pub corrected_at: Option<Timestamp>,
    /// Why it came about. Empty takes what stands in the nonconformity.
    #[field(long, searched)]
    pub cause: Option<String>,
    /// Where like cases were looked for, and what was found.
    #[field(long)]
    pub similar_cases: Option<String>,
    /// What takes the cause away.
    #[field(long, searched)]
    pub action: Option<String>,
    /// Who does that.
    #[field(filtered)]
    pub action_owner: Option<Ref<kind::Person>>,
    /// By when.
    #[field(filtered)]
    pub action_due: Option<Date>,
    /// Who accepted the plan for the auditors. It may be the lead auditor's word.
    pub plan_accepted_by: Option<Ref<kind::Person>>,
    /// What shows that the action was done.
    #[field(long)]
    pub action_evidence: Option<String>,
    /// When the action was done.
    #[field(computed, filtered)]
    pub action_done_at: Option<Timestamp>,
    /// The day from which on it can be verified.
    #[field(computed, filtered)]
    pub verify_from: Option<Date>,
    /// What was looked at, and whether it is over.
    #[field(long)]
    pub verification_result: Option<String>,
    /// Who verified it.
    #[field(computed)]
    pub verified_by: Option<Ref<kind::Person>>,
    /// When it was verified.
    #[field(computed)]
    pub verified_at: Option<Timestamp>,
    /// How often the action was found not to work.
    #[field(computed, filtered)]
    pub failed_count: Count,
    /// When it was closed.
    #[field(computed, filtered)]
    pub closed_at: Option<Timestamp>,
}

/// Where a finding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// The auditors wrote it down.
    #[choice(tone = Waiting)]
    Raised,
    /// The area agrees that it is so.
    #[choice(tone = Going)]
    Agreed,
    /// The area says that it is not so; the lead auditor decides.
    #[choice(tone = Waiting)]
    Disputed,
    /// The lead auditor took it back.
    #[choice(tone = Off, end)]
    Withdrawn,
    /// The fault itself is put right.
    #[choice(tone = Going)]
    CorrectionDone,
    /// It is known why it came about.
    #[choice(tone = Going)]
    CauseAnalysed,
    /// It is set what takes the cause away, by whom and by when.
    #[choice(tone = Going)]
    ActionPlanned,
    /// It was done; whether it works has to be seen.
    #[choice(tone = Waiting)]
    ActionDone,
    /// Somebody else saw that it works.
    #[choice(tone = Done)]
    Verified,
    /// It is over.
    #[choice(tone = Done, end)]
    Closed,
}

const LIFE: &[Step<AuditFinding>] = &[
    step("agree", "Agree", &[State::Raised], State::Agreed)
        .help("It is as the auditors say. Whoever answers for the area says so.")
        .guard(is_agreed)
        .then(agree),
    step("dispute", "Dispute", &[State::Raised], State::Disputed)
        .help("It is not as the auditors say. Whoever answers for the area says why; the lead auditor decides.")
        .needs_note()
        .guard(is_disputed),
    step("confirm", "Confirm", &[State::Disputed], State::Agreed)
        .help("It stays as it is. The lead auditor says why.")
        .needs_note()
        .guard(is_confirmed)
        .then(agree),
    step("withdraw", "Withdraw", &[State::Disputed], State::Withdrawn)
        .help("It is taken back. The lead auditor says why.")
        .needs_note()
        .guard(is_lead),
    step("correct", "Put right", &[State::Agreed], State::CorrectionDone)
        .help("The fault itself is put right. Say how, and what shows it.")
        .asks(&["correction"])
        .guard(is_corrected)
        .then(correct),
    step("analyse", "Analyse", &[State::CorrectionDone], State::CauseAnalysed)
        .help("Says why it came about, and where like cases were looked for.")
        .asks(&["cause", "similar_cases"])
        .guard(is_analysed),
    step("plan", "Plan the action", &[State::CauseAnalysed], State::ActionPlanned)
        .help("Says what takes the cause away, by whom and by when. Somebody on the auditors' side accepts it.")
        .asks(&["action", "action_owner", "action_due", "plan_accepted_by"])
        .guard(is_planned),
    step("do", "Action done", &[State::ActionPlanned], State::ActionDone)
        .help("It is done. Say what shows that.")
        .asks(&["action_evidence"])
        .guard(is_done)
        .then(|me, now| me.action_done_at = Some(now.now)),
    step("verify", "Verify", &[State::ActionDone], State::Verified)
        .help("Time has passed, and it works. Somebody who neither owns the area nor did the action says so.")
        .asks(&["verification_result"])
        .guard(is_verified)
        .then(verify),
    step("not_effective", "It does not work", &[State::ActionDone], State::ActionPlanned)
        .help("It came back, or could come back. Say what was seen; another action is planned.")
        .needs_note()
        .guard(is_found_bad)
        .then(|me, _| {
            me.failed_count.add_one();
            (me.action_done_at, me.action_evidence) = (None, None);
        }),
    step("close", "Close", &[State::Verified], State::Closed)
        .help("Nothing is left to do about it.")
        .then(|me, now| me.closed_at = Some(now.now)),
];
