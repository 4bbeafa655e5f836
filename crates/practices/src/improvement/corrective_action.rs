//! Corrective actions: what takes the cause of a nonconformity away, and whether it did.
use gemba_model::{Choice, Kind, Step, library::Level, step};
use gemba_vocabulary::{Ref, kind};
use jiff::{Timestamp, civil::Date};

mod rules;
mod stories;
use rules::{check, finish, is_approved, is_checked, is_finished, is_reworked, rework, settle};

/// What takes the cause of a nonconformity away, in proportion to what it does. It is closed when somebody else saw,
/// some time after, that it works.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CRA", clause = "10.1", menu = Act, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
pub struct CorrectiveAction {
    /// What is done, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// The nonconformity whose cause it takes away.
    #[field(listed, filtered)]
    pub nonconformity: Ref<kind::Nonconformity>,
    /// Who does it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// What is done, and how that takes the cause away.
    #[field(long, searched)]
    pub action: Option<String>,
    /// The cause that it takes away. Empty takes that of the nonconformity.
    #[field(long, searched)]
    pub cause: Option<String>,
    /// By when it is done.
    #[field(listed, filtered)]
    pub due: Option<Date>,
    /// How much work or money it takes.
    #[field(filtered)]
    pub effort: Option<Level>,
    /// Why this is neither too much nor too little for what the nonconformity does.
    #[field(long)]
    pub proportion: Option<String>,
    /// Who approved it.
    #[field(computed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// The change that carries it out, where a service or the system is touched.
    #[field(filtered)]
    pub change: Option<Ref<kind::Change>>,
    /// What shows that it was done.
    #[field(long)]
    pub evidence: Option<String>,
    /// When it was done.
    #[field(computed, filtered)]
    pub implemented_at: Option<Timestamp>,
    /// How many days after it was done it is checked at the earliest: long enough for the fault to come back.
    #[field(unit = "days", default = "30")]
    pub check_after_days: i64,
    /// The day from which on it can be checked.
    #[field(computed, filtered, listed)]
    pub check_from: Option<Date>,
    /// What was looked at, and whether the cause is gone. It stays on record.
    #[field(long, searched)]
    pub result: Option<String>,
    /// Who checked it. Never its owner.
    #[field(computed)]
    pub checked_by: Option<Ref<kind::Person>>,
    /// When it was checked last.
    #[field(computed, filtered)]
    pub checked_at: Option<Timestamp>,
    /// The cause that it was thought to take away and did not. What comes next names another one.
    #[field(computed)]
    pub refuted_cause: Option<String>,
    /// How often it was found not to work.
    #[field(computed, filtered)]
    pub failed_count: gemba_model::library::Count,
    /// When it was closed.
    #[field(computed, filtered)]
    pub closed_at: Option<Timestamp>,
}

/// Where a corrective action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Somebody says what should be done.
    Proposed,
    /// It may be done.
    #[choice(tone = Going)]
    Approved,
    /// It is being done.
    #[choice(tone = Going)]
    InProgress,
    /// It was done; whether it works has to be seen.
    #[choice(tone = Waiting)]
    Implemented,
    /// Somebody else saw that it works.
    #[choice(tone = Done)]
    Effective,
    /// It was done and does not work.
    #[choice(tone = Major)]
    Ineffective,
    /// It is over.
    #[choice(tone = Done, end)]
    Closed,
}

const LIFE: &[Step<CorrectiveAction>] = &[
    step("approve", "Approve", &[State::Proposed], State::Approved)
        .help(
            "It is neither too much nor too little for what the nonconformity does. Somebody other than its owner says \
             so.",
        )
        .asks(&["owner", "due", "effort", "proportion", "check_after_days"])
        .guard(is_approved)
        .then(|me, now| me.approved_by = now.actor.person.map(Ref::new)),
    step("start", "Start", &[State::Approved], State::InProgress).help("Its owner begins."),
    step("finish", "Done", &[State::InProgress], State::Implemented)
        .help("It is done. Say what shows that.")
        .asks(&["evidence", "change"])
        .guard(is_finished)
        .then(finish),
    step("check_ok", "It works", &[State::Implemented], State::Effective)
        .help("Time has passed and the cause is gone. Somebody other than its owner looked, and says at what.")
        .asks(&["result"])
        .guard(|me, now| is_checked("It works", me, now))
        .then(check),
    step("check_bad", "It does not work", &[State::Implemented], State::Ineffective)
        .help("The fault came back or could come back. Say what was seen.")
        .asks(&["result"])
        .guard(|me, now| is_checked("It does not work", me, now))
        .then(|me, now| {
            check(me, now);
            me.refuted_cause.clone_from(&me.cause);
            me.failed_count.add_one();
        }),
    step("rework", "Think again", &[State::Ineffective], State::Proposed)
        .help("The cause was another one. Say which, and what is done now.")
        .asks(&["cause", "action", "due"])
        .guard(is_reworked)
        .then(rework),
    step("close", "Close", &[State::Effective], State::Closed)
        .help("Nothing is left to do about it.")
        .then(|me, now| me.closed_at = Some(now.now)),
];
