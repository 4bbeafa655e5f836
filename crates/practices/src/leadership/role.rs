//! Roles: what somebody answers for and may decide, whoever that is.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{fault_unless, fill_in, only_if},
    step,
};
use gemba_vocabulary::{Ref, actor, kind};

/// A role in the management of services, with what it answers for and may decide. Who holds it stands in
/// role assignments.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "ROL", clause = "5.3", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Review))]
pub struct Role {
    /// What it is called, such as “Owner of change management”.
    #[field(searched, listed)]
    pub name: String,
    /// Who keeps this description right.
    #[field(filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// What it is there for.
    #[field(long, searched)]
    pub purpose: Option<String>,
    /// What it answers for.
    #[field(long, searched)]
    pub responsibilities: Option<String>,
    /// What it may decide without asking.
    #[field(long, searched)]
    pub authorities: Option<String>,
    /// Whether it sees to it that the system keeps to the standard. One role in use does.
    #[field(filtered, label = "Answers for conformity")]
    pub sms_conformity: bool,
    /// Whether it reports to top management how services and their management perform. One role in use does.
    #[field(filtered, label = "Reports on performance")]
    pub performance_reporting: bool,
    /// Whether it keeps the service management plan.
    #[field(filtered)]
    pub owns_plan: bool,
    /// The processes that it answers for.
    #[field(filtered)]
    pub processes: Vec<Ref<kind::Process>>,
    /// The services that it answers for.
    #[field(filtered)]
    pub services: Vec<Ref<kind::Service>>,
    /// The role to which it reports.
    #[field(filtered)]
    pub reports_to: Option<Ref<kind::Role>>,
}

/// Where a role stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// It is there to be held by somebody.
    #[choice(tone = Done)]
    InUse,
    /// Nobody is to hold it any more.
    #[choice(tone = Off, end)]
    Ended,
}

const LIFE: &[Step<Role>] = &[
    step("establish", "Establish", &[State::Draft], State::InUse)
        .help("From now on somebody is to hold it. Top management or a service manager does.")
        .asks(&["responsibilities", "authorities"])
        .guard(may_establish),
    step("rewrite", "Rewrite", &[State::InUse], State::Draft)
        .help("Takes it back to write down other duties. Say what changes; those who hold it are told anew.")
        .needs_note(),
    step("end", "End", &[State::Draft, State::InUse], State::Ended)
        .help("Nobody is to hold it any more. Say who does its work now.")
        .needs_note()
        .guard(is_held_by_nobody),
];

const ENTITLED: [actor::Role; 2] = [actor::Role::TopManagement, actor::Role::ServiceManager];

fn may_establish(me: &Role, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Establish",
        &[
            (me.responsibilities.is_some(), "Responsibilities"),
            (me.authorities.is_some(), "Authorities"),
        ],
    )?;
    only_if(
        ENTITLED.iter().any(|role| now.actor.is(*role)),
        "Top management or a service manager establishes a role. Ask one of them.",
    )
}

fn is_held_by_nobody(_: &Role, now: &Situation<'_>) -> Result<(), Refusal> {
    let held = |state| now.facts.count_in_state("role_assignment", "role", now.record, state);
    only_if(
        held("assigned") + held("acknowledged") == 0,
        "Somebody holds this role. End that assignment first.",
    )
}

fn settle(me: &mut Role, _: Option<&Role>, now: &Situation<'_>) -> Result<(), FieldFault> {
    let is_own = me.reports_to.is_some_and(|role| role.id == now.record);
    fault_unless(!is_own, "reports_to", "cannot be the role itself")
}

#[cfg(test)]
mod tests {
    use crate::story::{BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "role";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Service manager"),
        ("responsibilities", "Sees to it that the system keeps to the standard"),
        ("authorities", "May stop any change"),
        ("sms_conformity", "yes"),
    ];
    const MACHINE: &[(&str, &str, &str)] = &[
        ("draft", "in_use", "establish"),
        ("in_use", "draft", "rewrite"),
        ("draft", "ended", "end"),
        ("in_use", "ended", "end"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "Two roles became one", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from).by(BEN, &[Role::TopManagement]);
            story
        });
    }

    #[test]
    fn it_says_what_it_answers_for_and_may_decide() {
        let mut story = Story::saved(KIND, &[("name", "Service manager")]);
        story.by(BEN, &[Role::ServiceManager]);
        let bare = story.take("establish", &[]).unwrap_err();
        assert_eq!(bare, "Before “Establish”, fill in: Responsibilities, Authorities.");
        story.save(WHOLE).unwrap();
        story.by(BEN, &[Role::Agent]);
        assert!(story.take("establish", &[]).unwrap_err().contains("establishes a role"));
        let own = story.save(&[("reports_to", "7")]).unwrap_err();
        assert!(own.contains("cannot be the role itself"), "{own}");
    }

    #[test]
    fn a_role_that_somebody_holds_does_not_end() {
        let mut story = Story::saved(KIND, WHOLE);
        story.put("in_use").given_count("role_assignment", "role", 1);
        let held = story.noted("end", &[], "Merged").unwrap_err();
        assert!(held.contains("End that assignment first"), "{held}");
    }
}
