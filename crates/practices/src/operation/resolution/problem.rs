//! Problem management: find what causes incidents, and keep them from coming back.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{Level, fault_unless, fill_in, has_note, is_import, only_if, table_priority, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{SignedDuration, Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

mod stories;

/// The cause of one or more incidents, known or still looked for.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "PRB", clause = "8.6.3", life, settle = settle)]
#[kind(shares(Comments, Attachments, Tasks, Links, Watchers, Tags, Approvals))]
pub struct Problem {
    /// What goes wrong again and again, in one line.
    #[field(searched, listed, visible)]
    pub summary: String,
    /// What is known about it so far.
    #[field(long, searched)]
    pub description: Option<String>,
    /// The service that suffers from it.
    #[field(filtered, listed)]
    pub service: Option<Ref<kind::Service>>,
    /// What sort of problem it is, in your own words.
    pub category: Option<String>,
    /// How it came to notice.
    #[field(default = "reactive")]
    pub source: Source,
    /// How much it affects.
    pub impact: Option<Level>,
    /// How fast the harm grows.
    pub urgency: Option<Level>,
    /// Which problem is worked on first, from the organization's table of impact and urgency.
    #[field(computed, listed, filtered)]
    pub priority: Option<i64>,
    /// Who looks for the cause and sees to the end of it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The part that it seems to come from.
    #[field(filtered)]
    pub configuration_item: Option<Ref<kind::ConfigurationItem>>,
    /// What causes it.
    #[field(long, searched)]
    pub cause: Option<String>,
    /// How people can go on working until it is solved.
    #[field(long, searched, visible)]
    pub workaround: Option<String>,
    /// Whether it was looked for a workaround and none was found.
    #[field(label = "No workaround found")]
    pub workaround_none: bool,
    /// What was tried and found while looking for the cause.
    #[field(long)]
    pub effort: Option<String>,
    /// The change that takes the cause away.
    #[field(filtered)]
    pub change: Option<Ref<kind::Change>>,
    /// The supplier whose part it comes from.
    pub supplier: Option<Ref<kind::Supplier>>,
    /// Until when the business lives with it.
    pub accepted_until: Option<Date>,
    /// When somebody looks again at whether to live with it.
    pub review_on: Option<Date>,
    /// Whether the solution worked: what changed in the incidents since.
    #[field(long)]
    pub effect: Option<String>,
    /// Whether the solution worked: incidents of this sort became fewer, or no longer happen.
    #[field(label = "Fix was effective")]
    pub is_effective: bool,
    /// How long the solution is watched before anybody says that it worked.
    #[field(unit = "days", default = "30", label = "Watched for")]
    pub watch_days: i64,
    /// How long it may stay open before it is escalated, once. Empty means for ever.
    #[field(unit = "days", default = "90", label = "Escalate when open for")]
    pub escalate_after_days: Option<i64>,
    /// How long nobody may do anything about it before it is escalated, once. Empty means for ever.
    #[field(unit = "days", default = "30", label = "Escalate when left alone for")]
    pub escalate_untouched_days: Option<i64>,
    /// When the cause was taken away.
    #[field(computed, filtered)]
    pub resolved_at: Option<Timestamp>,
    /// When it was closed.
    #[field(computed, filtered)]
    pub closed_at: Option<Timestamp>,
    /// Its incidents in 30 days, in the 60 days before the solution. Worked out when it is closed.
    #[field(computed, label = "Incidents before")]
    pub incidents_before: Option<Decimal>,
    /// Its incidents in 30 days, since the solution. Worked out when it is closed.
    #[field(computed, label = "Incidents after")]
    pub incidents_after: Option<Decimal>,
    /// By how much its incidents became fewer.
    #[field(computed, percent, label = "Fewer incidents")]
    pub incidents_reduction: Option<Decimal>,
    /// The question why, asked again of each answer, down to the cause.
    #[field(rows = Why)]
    pub whys: Option<Structured<Vec<Why>>>,
    /// Where it happens and where it does not, side by side: what, where, when and how much
    /// (Kepner-Tregoe).
    #[field(rows = Comparison)]
    pub comparisons: Option<Structured<Vec<Comparison>>>,
    /// What could lead to it, by its sort: the bones of a fishbone diagram.
    #[field(rows = Bone)]
    pub bones: Option<Structured<Vec<Bone>>>,
}

/// A question why, and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Why {
    /// The question, such as “Why was the disk full?”.
    pub question: String,
    /// The answer, of which the next row asks why.
    pub answer: String,
    /// What shows that the answer is true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

/// One side of a problem: what it is, what it could be and is not, and what differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Comparison {
    /// What is compared.
    pub side: Side,
    /// What it is.
    pub is: String,
    /// What it could be and is not.
    pub is_not: String,
    /// What differs between the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<String>,
    /// What changed there, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// What goes wrong, and with which object.
    What,
    /// Where it is seen.
    Where,
    /// When it is seen.
    When,
    /// How much, how many, how often.
    Extent,
}

/// Something that could lead to the problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Bone {
    /// Of which sort it is.
    pub sort: Sort,
    /// What could lead to the problem.
    pub cause: String,
    /// What was found when it was looked into.
    pub finding: Finding,
}

/// The sorts of what leads to problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// What people know, do or leave.
    People,
    /// How work is done and agreed.
    Process,
    /// Machines, programs and networks.
    Technology,
    /// What comes from suppliers and partners.
    Partners,
    /// What data says, or lacks.
    Data,
    /// Places, power, weather.
    Surroundings,
}

/// What looking into a possible cause came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// Nobody has looked into it.
    Open,
    /// It leads to the problem.
    Confirmed,
    /// It does not lead to the problem.
    RuledOut,
}

/// How a problem came to notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Source {
    /// Through incidents that happened.
    Reactive,
    /// Through figures that point to it.
    Trend,
    /// Through word from a supplier.
    Supplier,
}

/// Where a problem stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Somebody noticed it.
    Logged,
    /// It is known what sort it is and how much it matters.
    Assessed,
    /// Somebody looks for the cause.
    #[choice(tone = Going)]
    Investigating,
    /// The cause is known, and so is whether there is a workaround.
    #[choice(tone = Waiting)]
    KnownError,
    /// The cause was looked for and not found.
    #[choice(tone = Off)]
    CauseNotFound,
    /// It is settled how the cause is taken away.
    #[choice(tone = Going)]
    FixPlanned,
    /// The business lives with it until a day that was agreed.
    #[choice(tone = Waiting)]
    Accepted,
    /// The cause was taken away; it is watched whether that helps.
    #[choice(tone = Done)]
    Resolved,
    /// It is over.
    #[choice(tone = Done, end)]
    Closed,
}

const LIFE: &[Step<Problem>] = &[
    step("classify", "Classify", &[State::Logged], State::Assessed)
        .help("Says what sort of problem it is and how much it matters.")
        .asks(&["category", "source", "impact", "urgency"])
        .guard(is_classified),
    step("start", "Investigate", &[State::Assessed], State::Investigating)
        .help("Somebody begins to look for the cause.")
        .asks(&["owner"])
        .guard(|me, _| fill_in("Investigate", &[(me.owner.is_some(), "Owner")])),
    step("cause_found", "Cause found", &[State::Investigating], State::KnownError)
        .help(
            "The cause is known, and a known error tells the service desk. Say how people can go \
             on working, or that no way was found.",
        )
        .asks(&["cause", "workaround", "workaround_none"])
        .guard(is_known),
    step("stop", "Stop looking", &[State::Investigating], State::CauseNotFound)
        .help("The cause was not found, and looking on is not worth it. Say who agreed.")
        .asks(&["effort"])
        .needs_note()
        .guard(|me, _| fill_in("Stop looking", &[(me.effort.is_some(), "Effort")])),
    step("plan_fix", "Plan the fix", &[State::KnownError], State::FixPlanned)
        .help(
            "Settles how the cause is taken away: by a change, or otherwise by a decision in a \
             note.",
        )
        .asks(&["change"])
        .guard(|me, now| {
            only_if(
                me.change.is_some() || has_note(now),
                "Name the change that takes the cause away, or say in a note what was decided \
                 instead.",
            )
        }),
    step("accept", "Live with it", &[State::KnownError], State::Accepted)
        .help("The business decides to live with it for now. Say who decided and why.")
        .asks(&["accepted_until", "review_on"])
        .needs_note()
        .guard(has_review_ahead),
    step("review", "Look again", &[State::Accepted], State::KnownError)
        .help("The day has come to look again at whether to live with it.")
        .asks(&["review_on"])
        .guard(|me, now| {
            only_if(
                me.review_on.is_some_and(|day| day <= today(now)),
                "The day of the review has not come yet. Bring “Review on” forward if it cannot \
                 wait.",
            )
        }),
    step("fix_done", "Fixed", &[State::FixPlanned], State::Resolved)
        .help("The cause was taken away. From here on it is watched whether that helps.")
        .guard(is_fixed)
        .then(|me, now| me.resolved_at = Some(now.now)),
    step("recur", "It came back", &[State::Resolved], State::Investigating)
        .help("An incident of this sort happened again. Say which.")
        .needs_note()
        .then(|me, _| {
            me.resolved_at = None;
            me.is_effective = false;
            me.effect = None;
        }),
    step("close", "Close", &[State::Resolved], State::Closed)
        .help("Enough time went by, and the solution worked. Say what shows it.")
        .asks(&["effect", "is_effective"])
        .guard(has_worked)
        .then(|me, now| me.closed_at = Some(now.now)),
    step("close", "Close", &[State::CauseNotFound], State::Closed)
        .help("Nobody looks on. Say who agreed and how it is noticed if it comes back.")
        .needs_note()
        .then(|me, now| me.closed_at = Some(now.now)),
];

fn is_classified(me: &Problem, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Classify",
        &[
            (me.category.is_some(), "Category"),
            (me.impact.is_some(), "Impact"),
            (me.urgency.is_some(), "Urgency"),
        ],
    )?;
    only_if(
        me.priority.is_some() || table_priority(me.impact, me.urgency, now).is_some(),
        "The priority table has no cell for this impact and urgency. Ask an administrator to add \
         it.",
    )
}

fn is_known(me: &Problem, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Cause found",
        &[
            (me.cause.is_some(), "Cause"),
            (
                me.workaround.is_some() || me.workaround_none,
                "Workaround (or tick “No workaround found”)",
            ),
        ],
    )?;
    only_if(
        now.facts.count("known_error", "problem", now.record) > 0,
        "No known error tells the service desk of this cause. Record a known error that names this \
         problem first.",
    )
}

fn has_worked(me: &Problem, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Close", &[(me.effect.is_some(), "Effect"), (me.is_effective, "Fix was effective")])?;
    let watched = SignedDuration::from_hours(me.watch_days.saturating_mul(24));
    let is_early = me.resolved_at.is_some_and(|at| now.now.duration_since(at) < watched);
    only_if(
        !is_early,
        "The solution is still being watched. Close it once the days of “Watched for” are over; if \
         fewer are enough, change them.",
    )
}

fn has_review_ahead(me: &Problem, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Live with it", &[(me.review_on.is_some(), "Review on")])?;
    only_if(
        me.review_on.is_some_and(|day| day > today(now)),
        "The day of the review has passed. Choose one that lies ahead.",
    )
}

fn is_fixed(me: &Problem, now: &Situation<'_>) -> Result<(), Refusal> {
    let says = |change: Ref<kind::Change>, field: &str, word: &str| {
        now.facts.value("change", change.id, field).as_text() == Some(word)
    };
    match me.change {
        Some(change) => only_if(
            says(change, "state", "closed") && says(change, "result", "successful"),
            "The change that takes the cause away is not closed as successful. Finish and close \
             the change first, or name another one.",
        ),
        None => only_if(has_note(now), "Say in a note how the cause was taken away."),
    }
}

const WATCH_DAYS_MAX: i64 = 365;
const ESCALATE_DAYS_MAX: i64 = 3_650;

fn settle(
    me: &mut Problem,
    before: Option<&Problem>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_kept = is_import(now) && me.priority.is_some();
    let weighed = |problem: &Problem| (problem.impact, problem.urgency);
    let is_weighed_anew = before.is_none_or(|before| weighed(before) != weighed(me));
    if !is_kept && (is_weighed_anew || me.priority.is_none()) {
        me.priority = table_priority(me.impact, me.urgency, now);
    }
    fault_unless(
        (1..=WATCH_DAYS_MAX).contains(&me.watch_days),
        "watch_days",
        "must be 1 to 365 days",
    )?;
    for (field, days) in [
        ("escalate_after_days", me.escalate_after_days),
        ("escalate_untouched_days", me.escalate_untouched_days),
    ] {
        let is_kept = days.is_none_or(|days| (1..=ESCALATE_DAYS_MAX).contains(&days));
        fault_unless(is_kept, field, "must be 1 to 3650 days, or empty")?;
    }
    let is_late = me.review_on.zip(me.accepted_until).is_some_and(|(look, until)| look > until);
    fault_unless(!is_late, "review_on", "lies after the day until which it is accepted")
}
