//! Business objectives: what the organization as a whole is after.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{approved_by_top, fault_unless, fill_in, is_import},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{Timestamp, civil::Date};

/// What the organization as a whole is after. Objectives of service management say which of them they
/// serve.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "BOB", clause = "6.2", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tags, Review))]
pub struct BusinessObjective {
    /// What it is, in one line, such as “Two more clinics by 2028”.
    #[field(searched, listed)]
    pub name: String,
    /// Why it is wanted, and what it asks of services.
    #[field(long, searched)]
    pub description: Option<String>,
    /// By what it is seen that it is reached.
    #[field(long)]
    pub target: Option<String>,
    /// The day by which it should be reached.
    #[field(listed, filtered)]
    pub due: Option<Date>,
    /// Who answers for it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// Who agreed to it.
    #[field(computed)]
    pub agreed_by: Option<Ref<kind::Person>>,
    /// When that was.
    #[field(computed)]
    pub agreed_at: Option<Timestamp>,
}

/// Where a business objective stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being thought over.
    Draft,
    /// Top management is after it.
    #[choice(tone = Going)]
    Agreed,
    /// It is reached.
    #[choice(tone = Done, end)]
    Reached,
    /// It is no longer wanted, or can no longer be had.
    #[choice(tone = Off, end)]
    Dropped,
}

const LIFE: &[Step<BusinessObjective>] = &[
    step("agree", "Agree", &[State::Draft], State::Agreed)
        .help("Top management is after it from now on.")
        .asks(&["target", "due", "owner"])
        .guard(may_agree)
        .then(|me, now| {
            me.agreed_by = now.actor.person.map(Ref::new);
            me.agreed_at = Some(now.now);
        }),
    step("reach", "Reached", &[State::Agreed], State::Reached)
        .help("It is reached. Say what shows it.")
        .needs_note(),
    step("drop", "Drop", &[State::Draft, State::Agreed], State::Dropped)
        .help("It is no longer wanted, or can no longer be had. Say why.")
        .needs_note(),
];

fn may_agree(me: &BusinessObjective, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Agree",
        &[
            (me.target.is_some(), "Target"),
            (me.due.is_some(), "Due"),
            (me.owner.is_some(), "Owner"),
        ],
    )?;
    approved_by_top("a business objective", now)
}

fn settle(
    me: &mut BusinessObjective,
    before: Option<&BusinessObjective>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let content = |it: &BusinessObjective| (it.name.clone(), it.target.clone(), it.due);
    let agreed = before.filter(|before| before.agreed_at.is_some() && !is_import(now));
    let is_kept = agreed.is_none_or(|before| content(before) == content(me));
    fault_unless(
        is_kept,
        "name",
        "and all that was agreed stay as they are; drop it and write another",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::{BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "business_objective";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Two more clinics by 2028"),
        ("target", "Two signed agreements"),
        ("due", "2027-12-31"),
        ("owner", "1"),
    ];
    const MACHINE: &[(&str, &str, &str)] = &[
        ("draft", "agreed", "agree"),
        ("draft", "dropped", "drop"),
        ("agreed", "reached", "reach"),
        ("agreed", "dropped", "drop"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "Both have signed", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from).by(BEN, &[Role::TopManagement]);
            story
        });
    }

    #[test]
    fn what_was_agreed_stays() {
        let mut story = Story::saved(KIND, WHOLE);
        story.by(BEN, &[Role::ServiceManager]);
        assert!(story.take("agree", &[]).unwrap_err().contains("Top management approves"));
        story.by(BEN, &[Role::TopManagement]);
        let bare = story.take("agree", &[("target", "")]).unwrap_err();
        assert_eq!(bare, "Before “Agree”, fill in: Target.");
        story.take("agree", &[]).unwrap();
        assert!(story.save(&[("due", "2029-01-01")]).unwrap_err().contains("write another"));
    }
}
