//! Authorities: which role decides what, and up to which limit.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{approved_by_top, fault_unless, fill_in, is_import},
    step,
};
use gemba_vocabulary::{Money, Ref, kind};
use jiff::Timestamp;

/// Which role decides a sort of question, up to which limit, and who decides beyond it.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "AUH", clause = "5.3", menu = Plan, plural = "Authorities", life, settle = settle)]
#[kind(shares(Comments, Links, Tags, Review))]
pub struct Authority {
    /// What is decided, in one line, such as “Normal changes of low risk”.
    #[field(searched, listed)]
    pub name: String,
    /// What sort of question it is.
    #[field(listed, filtered)]
    pub decision: Decision,
    /// The role that decides.
    #[field(listed, filtered)]
    pub role: Option<Ref<kind::Role>>,
    /// Up to where it decides, in words.
    #[field(long, listed)]
    pub limit: Option<String>,
    /// The greatest amount that it may decide on, where the limit is one of money.
    pub amount_max: Option<Money>,
    /// The greatest score that it may accept, where the limit is one of risk.
    pub score_max: Option<i64>,
    /// The role that decides beyond the limit.
    #[field(filtered)]
    pub beyond: Option<Ref<kind::Role>>,
    /// Who approved it.
    #[field(computed, listed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When it was approved.
    #[field(computed)]
    pub approved_at: Option<Timestamp>,
}

/// What sort of question is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Decision {
    /// Whether a change is made.
    Change,
    /// Whether money is spent.
    Money,
    /// Whether a risk is borne.
    Risk,
    /// Whether a service is begun, changed in a large way or ended.
    Service,
    /// What a customer is promised.
    Agreement,
    /// With whom we make a contract.
    Supplier,
    /// How a major incident is led.
    MajorIncident,
    /// What policies, documents and plans say.
    Documents,
    /// Something else.
    Other,
}

/// Where an authority stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// It holds.
    #[choice(tone = Done)]
    InForce,
    /// It holds no longer.
    #[choice(tone = Off, end)]
    Ended,
}

const LIFE: &[Step<Authority>] = &[
    step("approve", "Approve", &[State::Draft], State::InForce)
        .help("From now on the role decides. Top management says so, not whoever wrote it.")
        .asks(&["role", "limit"])
        .guard(may_approve)
        .then(|me, now| {
            me.approved_by = now.actor.person.map(Ref::new);
            me.approved_at = Some(now.now);
        }),
    step("end", "End", &[State::Draft, State::InForce], State::Ended)
        .help("It holds no longer. Say who decides now.")
        .needs_note(),
];

fn may_approve(me: &Authority, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Approve", &[(me.role.is_some(), "Role"), (me.limit.is_some(), "Limit")])?;
    approved_by_top("an authority", now)
}

fn settle(
    me: &mut Authority,
    before: Option<&Authority>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_score = me.score_max.is_none_or(|score| (1..=25).contains(&score));
    fault_unless(is_score, "score_max", "must be 1 to 25")?;
    let is_own = me.role.is_some() && me.role == me.beyond;
    fault_unless(!is_own, "beyond", "must be another role than the one that decides")?;
    let content = |it: &Authority| {
        (
            it.name.clone(),
            it.decision,
            it.role,
            it.limit.clone(),
            it.amount_max.clone(),
            it.score_max,
            it.beyond,
        )
    };
    let approved = before.filter(|before| before.approved_at.is_some() && !is_import(now));
    let is_kept = approved.is_none_or(|before| content(before) == content(me));
    fault_unless(
        is_kept,
        "name",
        "and all that was approved stay as they are; end it and write another",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "authority";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Normal changes"),
        ("decision", "change"),
        ("role", "3"),
        ("limit", "Low and medium risk"),
        ("beyond", "4"),
    ];
    const MACHINE: &[(&str, &str, &str)] = &[
        ("draft", "in_force", "approve"),
        ("draft", "ended", "end"),
        ("in_force", "ended", "end"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "The board decides", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from).by(BEN, &[Role::TopManagement]);
            story
        });
    }

    #[test]
    fn top_management_says_who_decides() {
        let mut story = Story::saved(KIND, WHOLE);
        let own = story.by(ADA, &[Role::TopManagement]).take("approve", &[]).unwrap_err();
        assert!(own.contains("Whoever wrote an authority"), "{own}");
        story.by(BEN, &[Role::TopManagement]);
        let bare = story.take("approve", &[("limit", "")]).unwrap_err();
        assert_eq!(bare, "Before “Approve”, fill in: Limit.");
        story.take("approve", &[]).unwrap();
        assert!(story.save(&[("limit", "All")]).unwrap_err().contains("stay as they are"));
        let mut wrong = Story::of(KIND);
        let same = [WHOLE, &[("beyond", "3")]].concat();
        assert!(wrong.save(&same).unwrap_err().contains("must be another role"));
        assert!(wrong.save(&[WHOLE, &[("score_max", "30")]].concat()).is_err());
    }
}
