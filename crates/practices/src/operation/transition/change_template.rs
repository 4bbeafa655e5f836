//! Change templates: changes that are so small and so well known that they are allowed beforehand.
use gemba_model::{
    Choice, Kind, Refusal, Situation, Step,
    library::{Level, fill_in, only_if},
    step,
};
use gemba_vocabulary::{Ref, actor::Role, kind};
use jiff::Timestamp;

/// How a small, well-known change is done. While it is in force, changes by it need no other
/// approval.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CTP", clause = "8.5.1", life)]
#[kind(shares(Comments, Attachments, Links, Review))]
pub struct ChangeTemplate {
    /// What is done by it, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// What it is for, and what it is not for.
    #[field(long, searched)]
    pub description: Option<String>,
    /// What sort of change it is, in your own words.
    #[field(filtered, listed)]
    pub category: Option<String>,
    /// The service that it is done for, if it is always the same.
    #[field(filtered, listed)]
    pub service: Option<Ref<kind::Service>>,
    /// The parts that are touched, if they are always the same.
    pub configuration_items: Vec<Ref<kind::ConfigurationItem>>,
    /// What must be given before each such change.
    #[field(long)]
    pub preconditions: Option<String>,
    /// How it is done, step by step.
    #[field(long)]
    pub plan: Option<String>,
    /// How things are put back if it goes wrong.
    #[field(long)]
    pub back_out_plan: Option<String>,
    /// How likely and how bad it would be if it went wrong. Only what is low is allowed beforehand.
    #[field(listed)]
    pub risk: Option<Level>,
    /// Who answers for it and keeps it up to date.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// Who allowed such changes beforehand.
    #[field(computed)]
    pub authorised_by: Option<Ref<kind::Person>>,
    /// Since when such changes are allowed.
    #[field(computed)]
    pub authorised_at: Option<Timestamp>,
}

/// Where a template stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// Changes by it are allowed.
    #[choice(tone = Done)]
    InForce,
    /// A change by it failed: nobody uses it until somebody looked at it.
    #[choice(tone = Major)]
    Suspended,
    /// It is no longer used.
    #[choice(tone = Off, end)]
    Withdrawn,
}

const LIFE: &[Step<ChangeTemplate>] = &[
    step("approve", "Put in force", &[State::Draft], State::InForce)
        .help("Allows every change that is done by it, without asking again.")
        .asks(&["plan", "back_out_plan", "preconditions", "risk", "owner"])
        .guard(may_be_allowed)
        .then(note),
    step("suspend", "Suspend", &[State::InForce], State::Suspended)
        .help("Nobody uses it until somebody looked at what went wrong. Say what it was.")
        .needs_note(),
    step("confirm", "Confirm", &[State::Suspended], State::InForce)
        .help("It was looked at, and mended where needed: such changes are allowed again.")
        .asks(&["plan", "back_out_plan", "preconditions"])
        .needs_note()
        .guard(may_be_allowed)
        .then(note),
    step(
        "withdraw",
        "Withdraw",
        &[State::Draft, State::InForce, State::Suspended],
        State::Withdrawn,
    )
    .help("It is no longer used. Say why.")
    .needs_note(),
];

fn note(me: &mut ChangeTemplate, now: &Situation<'_>) {
    me.authorised_at = Some(now.now);
    me.authorised_by = now.actor.person.map(Ref::new);
}

fn may_be_allowed(me: &ChangeTemplate, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Put in force",
        &[
            (me.plan.is_some(), "Plan"),
            (me.back_out_plan.is_some(), "Back out plan"),
            (me.preconditions.is_some(), "Preconditions"),
            (me.owner.is_some(), "Owner"),
        ],
    )?;
    only_if(
        me.risk == Some(Level::Low),
        "Only changes of low risk are allowed beforehand. Handle the others as normal changes.",
    )?;
    let entitled = [Role::Approver, Role::ProcessOwner, Role::ServiceManager];
    only_if(
        entitled.into_iter().any(|role| now.actor.is(role)),
        "Changes are allowed beforehand by an approver, a process owner or a service manager. \
         Ask one of them.",
    )?;
    only_if(
        now.actor.person.is_none() || now.actor.person != now.created_by,
        "Nobody allows what they wrote themselves. Ask someone else to put it in force.",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story};
    use gemba_vocabulary::actor::Role;

    const WHOLE: &[(&str, &str)] = &[
        ("plan", "Restart the printer queue"),
        ("back_out_plan", "Start it again from the copy"),
        ("preconditions", "Nobody prints wages"),
        ("risk", "low"),
        ("owner", "2"),
    ];

    #[test]
    fn someone_else_who_may_decide_puts_it_in_force() {
        let mut story = Story::saved("change_template", &[("name", "Restart a queue")]);
        let bare = story.by(BEN, &[Role::Approver]).take("approve", &[]).unwrap_err();
        assert_eq!(
            bare,
            "Before “Put in force”, fill in: Plan, Back out plan, Preconditions, Owner."
        );
        story.save(WHOLE).unwrap();
        let plain = story.by(BEN, &[Role::Agent]).take("approve", &[]).unwrap_err();
        assert!(plain.contains("Ask one of them"), "{plain}");
        let own = story.by(ADA, &[Role::Approver]).take("approve", &[]).unwrap_err();
        assert!(own.starts_with("Nobody allows what they wrote"), "{own}");
        let risky = story.by(BEN, &[Role::Approver]).take("approve", &[("risk", "medium")]);
        assert!(risky.unwrap_err().starts_with("Only changes of low risk"));
        story.take("approve", &[]).unwrap();
        assert_eq!(story.holds("authorised_by"), BEN.to_string());
        story.noted("suspend", &[], "CHG-000012 failed").unwrap();
        assert!(story.take("confirm", &[]).is_err(), "nobody said what was found");
        story.noted("confirm", &[], "The plan names the right queue now").unwrap();
        story.noted("withdraw", &[], "No printers are left").unwrap();
        assert_eq!(story.state(), "withdrawn");
    }
}
