//! The criteria by which an incident is a major one.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{fault_unless, fill_in, is_import, only_if},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::Timestamp;

/// When an incident is a major one: how critical the service is, how many people it concerns, how
/// long it lasts, what happens to data. One approved version is in force.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "MIC", clause = "8.6.1", menu = Plan, life, settle = settle)]
#[kind(label = "Major incident criteria", plural = "Major incident criteria")]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Review))]
pub struct MajorIncidentCriteria {
    /// What this version is called, such as “Major incidents 2026”.
    #[field(searched, listed)]
    pub name: String,
    /// Who keeps them right.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The service is at least so critical.
    #[field(listed)]
    pub criticality: Option<Criticality>,
    /// At least so many people cannot work.
    #[field(listed)]
    pub users_min: Option<i64>,
    /// It lasts so long, or will.
    #[field(listed, unit = "minutes")]
    pub minutes_min: Option<i64>,
    /// Data was lost, altered or seen by others.
    pub concerns_data: bool,
    /// Whether one of these is enough, or all must be met.
    #[field(default = "any")]
    pub rule: Rule,
    /// What else makes an incident a major one, in words.
    #[field(long)]
    pub other: Option<String>,
    /// Who decides that it is one, and how it is handled then.
    #[field(long)]
    pub procedure: Option<String>,
    /// What is different from the version before, and why.
    #[field(long)]
    pub what_is_new: Option<String>,
    /// Who approved them.
    #[field(computed, listed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When they were approved; from then on they are in force.
    #[field(computed, listed)]
    pub approved_at: Option<Timestamp>,
    /// When another version took their place.
    #[field(computed)]
    pub superseded_at: Option<Timestamp>,
}

/// How much the business depends on the service concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Criticality {
    /// It can be missed for a day.
    Medium,
    /// It can be missed for an hour or two.
    High,
    /// The business stands still without it.
    Critical,
}

/// How the criteria go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Rule {
    /// One of them is enough.
    Any,
    /// All of them must be met.
    All,
}

/// Where a version of the criteria stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// They are being written.
    Draft,
    /// They were approved and hold.
    #[choice(tone = Done)]
    InForce,
    /// Another version took their place, or they never came into force.
    #[choice(tone = Off, end)]
    Superseded,
}

const LIFE: &[Step<MajorIncidentCriteria>] = &[
    step("approve", "Approve", &[State::Draft], State::InForce)
        .help("Puts them in force, in place of the version before. Not for whoever wrote them.")
        .guard(may_approve)
        .then(|me, now| {
            me.approved_by = now.actor.person.map(Ref::new);
            me.approved_at = Some(now.now);
        }),
    step("supersede", "Supersede", &[State::InForce], State::Superseded)
        .help("They hold no longer. Say what holds instead.")
        .needs_note()
        .then(|me, now| me.superseded_at = Some(now.now)),
    step("discard", "Discard", &[State::Draft], State::Superseded)
        .help("They do not come into force. Say why.")
        .needs_note(),
];

fn may_approve(me: &MajorIncidentCriteria, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Approve", &[(me.owner.is_some(), "Owner"), (me.procedure.is_some(), "Procedure")])?;
    let has_threshold = me.criticality.is_some()
        || me.users_min.is_some()
        || me.minutes_min.is_some()
        || me.concerns_data;
    only_if(
        has_threshold,
        "Nothing can be decided by these. Give a criticality, a number of people, a length of time, \
         or say that harm to data is enough.",
    )?;
    only_if(
        now.actor.person.is_some() && now.actor.person != now.created_by,
        "Whoever wrote the criteria does not approve them. Ask somebody else.",
    )
}

impl MajorIncidentCriteria {
    /// What was approved.
    fn content(&self) -> impl PartialEq + '_ {
        let numbers = (self.criticality, self.users_min, self.minutes_min, self.concerns_data);
        (&self.name, numbers, self.rule, &self.other, &self.procedure)
    }
}

fn settle(
    me: &mut MajorIncidentCriteria,
    before: Option<&MajorIncidentCriteria>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    for (field, number) in [("users_min", me.users_min), ("minutes_min", me.minutes_min)] {
        fault_unless(number.is_none_or(|number| number > 0), field, "must be more than zero")?;
    }
    let approved = before.filter(|before| before.approved_at.is_some() && !is_import(now));
    let is_kept = approved.is_none_or(|before| before.content() == me.content());
    fault_unless(is_kept, "name", "and all that was approved stay as they are; write a new version")
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "major_incident_criteria";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Major incidents 2026"),
        ("owner", "1"),
        ("criticality", "critical"),
        ("users_min", "50"),
        ("procedure", "The duty manager decides and leads."),
    ];

    #[test]
    fn somebody_else_approves_criteria_that_decide_something() {
        let mut story = Story::saved(KIND, &[("name", "Major incidents 2026")]);
        story.by(BEN, &[Role::ServiceManager]);
        let bare = story.take("approve", &[]).unwrap_err();
        assert_eq!(bare, "Before “Approve”, fill in: Owner, Procedure.");
        story.save(&[("owner", "1"), ("procedure", "Call the duty manager.")]).unwrap();
        assert!(story.take("approve", &[]).unwrap_err().contains("Nothing can be decided"));
        assert!(story.save(&[("users_min", "0")]).unwrap_err().contains("more than zero"));
        story.save(WHOLE).unwrap();
        story.by(ADA, &[Role::ServiceManager]);
        assert!(story.take("approve", &[]).unwrap_err().contains("does not approve them"));
        story.by(BEN, &[Role::ServiceManager]).take("approve", &[]).unwrap();
        let refusal = story.save(&[("users_min", "5")]).unwrap_err();
        assert!(refusal.contains("write a new version"), "{refusal}");
    }

    const MACHINE: &[(&str, &str, &str)] = &[
        ("draft", "in_force", "approve"),
        ("draft", "superseded", "discard"),
        ("in_force", "superseded", "supersede"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "MIC-000002 took their place", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from).by(BEN, &[Role::ServiceManager]);
            story
        });
    }
}
