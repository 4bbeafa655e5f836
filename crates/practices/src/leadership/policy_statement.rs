//! Policy statements: what the service management policy commits to, sentence by sentence.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{fault_unless, fill_in, is_import, only_if},
    step,
};
use gemba_vocabulary::{Ref, actor::Role, kind};
use jiff::Timestamp;

/// One statement of the service management policy, marked with what it commits to. Objectives refer to
/// the statement that they serve; that is the frame that a policy gives them.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "PST", clause = "5.2", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tags))]
pub struct PolicyStatement {
    /// The statement in one line.
    #[field(searched, listed)]
    pub name: String,
    /// The statement as it stands in the policy.
    #[field(long, searched)]
    pub text: Option<String>,
    /// The version of the policy in which it stands.
    #[field(listed, filtered)]
    pub document: Option<Ref<kind::Document>>,
    /// What it commits to.
    #[field(listed, filtered)]
    pub commitment: Option<Commitment>,
    /// Whether it is about how we manage, about the services, or about both.
    #[field(filtered)]
    pub covers: Option<Covers>,
    /// Who answers for it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// Who confirmed that the statement commits to that.
    #[field(computed, listed)]
    pub confirmed_by: Option<Ref<kind::Person>>,
    /// When that was confirmed.
    #[field(computed)]
    pub confirmed_at: Option<Timestamp>,
}

/// What a statement commits to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Commitment {
    /// It says what the policy is for, and that it fits what the organization is there for.
    Purpose,
    /// It is the frame in which objectives are set.
    Objectives,
    /// It promises to meet what customers, laws and contracts require.
    Requirements,
    /// It promises to become better again and again.
    Improvement,
    /// It commits to something else, such as how people are treated.
    Other,
}

/// What a statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Covers {
    /// How services are managed.
    Management,
    /// The services themselves.
    Services,
    /// Both of them.
    Both,
}

/// Where a statement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// Somebody else confirmed what it commits to; it holds as long as its policy.
    #[choice(tone = Done)]
    Confirmed,
    /// It stands in the policy no longer.
    #[choice(tone = Off, end)]
    Ended,
}

const LIFE: &[Step<PolicyStatement>] = &[
    step("confirm", "Confirm", &[State::Draft], State::Confirmed)
        .help("Somebody who did not write it read it and says that it commits to that.")
        .asks(&["text", "document", "commitment", "covers"])
        .guard(may_confirm)
        .then(|me, now| {
            me.confirmed_by = now.actor.person.map(Ref::new);
            me.confirmed_at = Some(now.now);
        }),
    step("end", "End", &[State::Draft, State::Confirmed], State::Ended)
        .help("It stands in the policy no longer. Say what stands there instead.")
        .needs_note(),
];

const ENTITLED: [Role; 4] =
    [Role::TopManagement, Role::ServiceManager, Role::ProcessOwner, Role::Approver];

fn may_confirm(me: &PolicyStatement, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Confirm",
        &[
            (me.text.is_some(), "Text"),
            (me.document.is_some(), "Document"),
            (me.commitment.is_some(), "Commitment"),
            (me.covers.is_some(), "Covers"),
        ],
    )?;
    only_if(
        me.commitment != Some(Commitment::Improvement) || me.covers == Some(Covers::Both),
        "The promise to become better is about how we manage and about the services. Choose both under “Covers”.",
    )?;
    only_if(
        now.actor.person.is_some() && now.actor.person != now.created_by,
        "Whoever wrote a statement does not confirm it. Ask somebody else.",
    )?;
    only_if(
        ENTITLED.iter().any(|role| now.actor.is(*role)),
        "Top management, a service manager, a process owner or an approver confirms it. Ask one of them.",
    )
}

fn settle(
    me: &mut PolicyStatement,
    before: Option<&PolicyStatement>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let content = |it: &PolicyStatement| {
        (it.name.clone(), it.text.clone(), it.document, it.commitment, it.covers)
    };
    let confirmed = before.filter(|before| before.confirmed_at.is_some() && !is_import(now));
    let is_kept = confirmed.is_none_or(|before| content(before) == content(me));
    fault_unless(
        is_kept,
        "name",
        "and all that was confirmed stay as they are; end it and write another",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "policy_statement";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "We become better"),
        ("text", "We make the services and how we manage them better, again and again."),
        ("document", "1"),
        ("commitment", "improvement"),
        ("covers", "both"),
        ("owner", "1"),
    ];
    const MACHINE: &[(&str, &str, &str)] = &[
        ("draft", "confirmed", "confirm"),
        ("draft", "ended", "end"),
        ("confirmed", "ended", "end"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "The policy of 2027", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from).by(BEN, &[Role::TopManagement]);
            story
        });
    }

    #[test]
    fn somebody_else_confirms_what_it_commits_to() {
        let mut story = Story::saved(KIND, WHOLE);
        story.by(ADA, &[Role::ServiceManager]);
        let own = story.take("confirm", &[]).unwrap_err();
        assert!(own.contains("does not confirm it"), "{own}");
        story.by(BEN, &[Role::Agent]);
        let stranger = story.take("confirm", &[]).unwrap_err();
        assert!(stranger.contains("Ask one of them"), "{stranger}");
        story.by(BEN, &[Role::Approver]);
        let half = story.take("confirm", &[("covers", "services")]).unwrap_err();
        assert!(half.contains("Choose both"), "{half}");
        story.take("confirm", &[("covers", "both")]).unwrap();
        assert_eq!(story.holds("confirmed_by"), "2");
        let changed = story.save(&[("text", "Perhaps")]).unwrap_err();
        assert!(changed.contains("stay as they are"), "{changed}");
    }
}
