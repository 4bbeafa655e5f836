//! Service management plans: how services are managed for a time, from whom and with what.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{approved_by_top, fault_unless, fill_in, is_import, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

mod stories;

/// How services are managed for a time. Gemba fills in from the records what stands there already: the
/// services, obligations, roles and resources; people write the rest. One approved version is in force.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "SPL", clause = "6.3", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Links, Tasks, Tags, Review))]
pub struct ServiceManagementPlan {
    /// What this version is called, such as “Service management plan 2026”.
    #[field(searched, listed)]
    pub name: String,
    /// Who keeps it right and sees that it is carried out.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The first day that it plans for.
    #[field(listed)]
    pub from: Date,
    /// The last day that it plans for.
    #[field(listed)]
    pub until: Date,
    /// The policy on which it rests.
    #[field(filtered)]
    pub policy: Option<Ref<kind::Document>>,
    /// The scope for which it plans: the one in force.
    #[field(computed)]
    pub scope: Option<Ref<kind::ScopeStatement>>,
    /// The objectives on which it rests: those that are agreed.
    #[field(computed)]
    pub objectives: Vec<Ref<kind::Objective>>,
    /// The risks on which it rests: those that are open.
    #[field(computed)]
    pub risks: Vec<Ref<kind::Risk>>,
    /// The opportunities on which it rests: those that are open.
    #[field(computed)]
    pub opportunities: Vec<Ref<kind::Opportunity>>,
    /// The service requirements on which it rests: those that are approved.
    #[field(computed)]
    pub requirements: Vec<Ref<kind::ServiceRequirement>>,
    /// How it is made sure that what the standard asks is planned for, such as by the list of clauses.
    #[field(long)]
    pub standard_considered: Option<String>,
    /// Known limits of the services or of how we manage them, such as “nobody at night”. “None” is an answer.
    #[field(long, searched)]
    pub limitations: Option<String>,
    /// How we work with suppliers and others who contribute, and how we keep the say.
    #[field(long, searched)]
    pub other_parties_approach: Option<String>,
    /// The technology that supports the management of services, such as this program, monitoring and telephony.
    #[field(long, searched)]
    pub technology: Option<String>,
    /// The configuration items of that technology.
    pub tools: Vec<Ref<kind::ConfigurationItem>>,
    /// How it is measured whether services and their management do what they should.
    #[field(long)]
    pub how_measured: Option<String>,
    /// How that is audited.
    #[field(long)]
    pub how_audited: Option<String>,
    /// How that is reported, and to whom.
    #[field(long)]
    pub how_reported: Option<String>,
    /// How that is made better.
    #[field(long)]
    pub how_improved: Option<String>,
    /// What the records say to each point of the plan, as they stood when it was approved.
    #[field(computed, rows = Line)]
    pub content: Option<Structured<Vec<Line>>>,
    /// When the records were read.
    #[field(computed)]
    pub content_at: Option<Timestamp>,
    /// What is different from the version before, and why.
    #[field(long)]
    pub what_is_new: Option<String>,
    /// The other plans, as they stood when they were last held against this one.
    #[field(computed, rows = Other)]
    pub other_plans: Option<Structured<Vec<Other>>>,
    /// Whether the other plans agree with this one, and what is done where they do not.
    #[field(long)]
    pub verdict: Option<String>,
    /// The day on which the other plans were held against this one.
    #[field(computed, listed, filtered)]
    pub plans_checked_on: Option<Date>,
    /// Who held them against it.
    #[field(computed)]
    pub plans_checked_by: Option<Ref<kind::Person>>,
    /// How it is being carried out, the oldest first.
    #[field(computed, rows = Progress)]
    pub progress: Option<Structured<Vec<Progress>>>,
    /// The day on which somebody looked at it last.
    #[field(computed, listed, filtered)]
    pub last_reviewed_on: Option<Date>,
    /// Who approved it.
    #[field(computed, listed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When it was approved; from then on it is in force.
    #[field(computed, listed)]
    pub approved_at: Option<Timestamp>,
    /// When another version took its place.
    #[field(computed)]
    pub superseded_at: Option<Timestamp>,
}

/// What a record says to a point of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Line {
    /// The point.
    pub point: Point,
    /// What the record is called.
    pub what: String,
    /// What it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The number of the record, such as SRV-000002.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
}

/// The points that a plan answers, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Choice, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Point {
    /// Which services there are.
    Services,
    /// Which limits are known.
    Limitations,
    /// Which laws, contracts, standards and policies have to be kept, and how.
    Obligations,
    /// Who answers for what and may decide what.
    Authorities,
    /// Which people, technology, information and money it takes.
    Resources,
    /// How we work with suppliers and others.
    OtherParties,
    /// Which technology supports it.
    Technology,
    /// How it is measured, audited, reported and made better.
    Effectiveness,
}

/// Another plan, held against this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Other {
    /// The number of the plan, such as CPN-000001.
    pub record: String,
    /// What it is called.
    pub name: String,
    /// Where it stood.
    pub state: String,
    /// When it was changed last.
    pub changed_on: Date,
}

/// How a plan was being carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Progress {
    /// When that was.
    pub on: Date,
    /// What was done and what was not.
    pub note: String,
}

/// Where a version of the plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// It was approved and is carried out.
    #[choice(tone = Done)]
    InForce,
    /// Another version took its place, or it never came into force.
    #[choice(tone = Off, end)]
    Superseded,
}

const LIFE: &[Step<ServiceManagementPlan>] = &[
    step("refresh", "Fill in from the records", &[State::Draft], State::Draft)
        .help("Reads the records anew: services, obligations, roles, resources, parties, measures and the rest."),
    step("approve", "Approve", &[State::Draft], State::InForce)
        .help("Puts it in force, in place of the version before. Top management does, not whoever wrote it.")
        .guard(may_approve)
        .then(|me, now| {
            me.approved_by = now.actor.person.map(Ref::new);
            me.approved_at = Some(now.now);
            me.last_reviewed_on = Some(today(now));
        }),
    step("check_plans", "Hold other plans against it", &[State::InForce], State::InForce)
        .help(
            "Takes down how the plans for capacity, continuity, transitions, audits and improvements stand, and \
             whether they agree with this one.",
        )
        .asks(&["verdict"])
        .guard(|me: &ServiceManagementPlan, _| {
            fill_in("Hold other plans against it", &[(me.verdict.is_some(), "Verdict")])
        })
        .then(|me, now| {
            me.plans_checked_on = Some(today(now));
            me.plans_checked_by = now.actor.person.map(Ref::new);
        }),
    step("report_progress", "Record progress", &[State::InForce], State::InForce)
        .help("Says what of it was done, what was not, and why.")
        .needs_note()
        .then(|me, now| {
            let note = now.note.unwrap_or_default().to_owned();
            me.progress.get_or_insert_default().0.push(Progress { on: today(now), note });
        }),
    step("review", "Review", &[State::InForce], State::InForce)
        .help("Somebody asked whether it still fits. Say what was found; if it does not, write a new version.")
        .needs_note()
        .then(|me, now| me.last_reviewed_on = Some(today(now))),
    step("supersede", "Supersede", &[State::InForce], State::Superseded)
        .help("It holds no longer. Say what holds instead.")
        .needs_note()
        .then(|me, now| me.superseded_at = Some(now.now)),
    step("discard", "Discard", &[State::Draft], State::Superseded)
        .help("It does not come into force. Say why.")
        .needs_note(),
];

/// What has to stand in the records before a plan can say it, and what is missing if it does not.
const NEEDED: [(Point, &str); 4] = [
    (Point::Services, "a scope in force, with its services"),
    (Point::Obligations, "an obligation that applies"),
    (Point::Authorities, "a role that somebody holds"),
    (Point::Resources, "a resource need"),
];

fn may_approve(me: &ServiceManagementPlan, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Approve",
        &[
            (me.owner.is_some(), "Owner"),
            (me.policy.is_some(), "Policy"),
            (me.limitations.is_some(), "Limitations"),
            (me.other_parties_approach.is_some(), "Other parties approach"),
            (me.technology.is_some(), "Technology"),
            (me.how_measured.is_some(), "How measured"),
            (me.how_audited.is_some(), "How audited"),
            (me.how_reported.is_some(), "How reported"),
            (me.how_improved.is_some(), "How improved"),
        ],
    )?;
    let says = |point: Point| me.lines().iter().any(|line| line.point == point);
    let missing: Vec<_> =
        NEEDED.iter().filter(|(point, _)| !says(*point)).map(|one| one.1).collect();
    only_if(
        missing.is_empty(),
        &format!(
            "The records do not say enough: record {}, and fill the plan in anew.",
            missing.join("; ")
        ),
    )?;
    only_if(
        !me.objectives.is_empty(),
        "No objective is agreed. Agree on one, and fill the plan in anew.",
    )?;
    approved_by_top("a plan", now)
}

impl ServiceManagementPlan {
    fn lines(&self) -> &[Line] {
        self.content.as_ref().map_or(&[], |rows| &rows.0)
    }

    /// What was approved.
    fn content_kept(&self) -> impl PartialEq + '_ {
        let Self {
            name, from, until, policy, limitations, other_parties_approach, technology, ..
        } = self;
        let Self { tools, how_measured, how_audited, how_reported, how_improved, content, .. } =
            self;
        let first = (name, from, until, policy, limitations, other_parties_approach, technology);
        (first, tools, how_measured, how_audited, how_reported, how_improved, content)
    }
}

fn settle(
    me: &mut ServiceManagementPlan,
    before: Option<&ServiceManagementPlan>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.from < me.until, "until", "must lie after the first day")?;
    let approved = before.filter(|before| before.approved_at.is_some() && !is_import(now));
    let is_kept = approved.is_none_or(|before| before.content_kept() == me.content_kept());
    fault_unless(is_kept, "name", "and all that was approved stay as they are; write a new version")
}
