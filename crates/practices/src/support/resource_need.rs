//! Resource needs: people, technology, information and money that service management takes, and whether they are there.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{fault_unless, fill_in, is_import, only_if, today},
    step,
};
use gemba_vocabulary::{Money, Ref, actor::Role, kind};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// What it takes to manage or deliver services, held against what is there: people, technology,
/// information or money. Whoever may decides whether the difference is provided.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "RSN", clause = "7.1", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers, Review))]
pub struct ResourceNeed {
    /// What is needed, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// Of what sort it is.
    #[field(listed, filtered)]
    pub sort: Sort,
    /// For what it is needed, and what happens without it.
    #[field(long, searched)]
    pub purpose: Option<String>,
    /// The services for which it is needed. Empty means for the management of all.
    #[field(filtered)]
    pub services: Vec<Ref<kind::Service>>,
    /// The team that needs it.
    #[field(filtered)]
    pub team: Option<Ref<kind::Team>>,
    /// How much is needed.
    #[field(listed)]
    pub needed: Option<Decimal>,
    /// How much is there.
    #[field(listed)]
    pub available: Option<Decimal>,
    /// In what it is counted, such as full-time people or licences.
    #[field(listed)]
    pub unit: Option<String>,
    /// How much is missing.
    #[field(computed, listed)]
    pub missing: Option<Decimal>,
    /// What it would cost in a year.
    pub yearly_cost: Option<Money>,
    /// The budget from which it is paid.
    #[field(filtered)]
    pub budget: Option<Ref<kind::Budget>>,
    /// Who sees to it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The day by which it is needed.
    #[field(listed, filtered)]
    pub needed_by: Option<Date>,
    /// What was decided.
    #[field(filtered)]
    pub decision: Option<Decision>,
    /// Why it was decided so.
    #[field(long)]
    pub decision_reason: Option<String>,
    /// Who decided.
    #[field(computed)]
    pub decided_by: Option<Ref<kind::Person>>,
    /// The day on which it was decided.
    #[field(computed, filtered)]
    pub decided_on: Option<Date>,
    /// The day on which it was there.
    #[field(computed, filtered)]
    pub provided_on: Option<Date>,
    /// The day of which its owner was reminded.
    #[field(computed)]
    pub reminded_for: Option<Date>,
}

/// Of what sort a resource is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Sort {
    /// People, and what they know.
    People,
    /// Machines, tools and buildings.
    Technology,
    /// Data and knowledge.
    Information,
    /// Money to pay for them.
    Money,
}

/// What was decided about a need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Decision {
    /// It is provided.
    Provide,
    /// A part of it is provided; the reason says which, and how the rest is done without.
    ProvidePart,
    /// It is not provided; the reason says how things go on without.
    Decline,
}

/// Where a need stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Somebody wrote down what is needed.
    #[choice(tone = Waiting)]
    Identified,
    /// It was decided what is provided.
    #[choice(tone = Going)]
    Decided,
    /// It is there.
    #[choice(tone = Done)]
    Provided,
    /// It is not needed any more, or goes without.
    #[choice(tone = Off, end)]
    Closed,
}

const LIFE: &[Step<ResourceNeed>] = &[
    step("decide", "Decide", &[State::Identified], State::Decided)
        .help("Says whether it is provided. Top management or a service manager decides, not whoever asks.")
        .asks(&["decision", "decision_reason", "needed_by", "budget"])
        .guard(may_decide)
        .then(|me, now| {
            me.decided_by = now.actor.person.map(Ref::new);
            me.decided_on = Some(today(now));
        }),
    step("provide", "Provided", &[State::Identified, State::Decided], State::Provided)
        .help("It is there. Say by what that can be seen.")
        .asks(&["available"])
        .needs_note()
        .guard(may_be_provided)
        .then(|me, now| me.provided_on = Some(today(now))),
    step("ask_again", "Ask again", &[State::Decided, State::Provided], State::Identified)
        .help("It is not enough any more. Say what changed.")
        .needs_note()
        .then(|me, _| {
            (me.decision, me.decision_reason, me.provided_on) = (None, None, None);
            (me.decided_by, me.decided_on) = (None, None);
        }),
    step("close", "Close", &[State::Identified, State::Decided, State::Provided], State::Closed)
        .help("It is not needed any more, or goes without. Say which.")
        .needs_note(),
];

const ENTITLED: [Role; 2] = [Role::TopManagement, Role::ServiceManager];

fn may_decide(me: &ResourceNeed, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Decide",
        &[
            (me.decision.is_some(), "Decision"),
            (me.decision_reason.is_some(), "Decision reason"),
            (me.decision == Some(Decision::Decline) || me.needed_by.is_some(), "Needed by"),
        ],
    )?;
    only_if(
        now.actor.person.is_some() && now.actor.person != now.created_by,
        "Whoever asks for something does not decide on it. Ask somebody else.",
    )?;
    only_if(
        ENTITLED.iter().any(|role| now.actor.is(*role)),
        "Top management or a service manager decides. Ask one of them.",
    )
}

fn may_be_provided(me: &ResourceNeed, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Provided", &[(me.available.is_some(), "Available")])?;
    only_if(
        me.decision != Some(Decision::Decline),
        "It was decided not to provide it. Ask again, or close it.",
    )?;
    let is_part = me.decision == Some(Decision::ProvidePart);
    let is_enough = me.missing().is_none_or(|missing| missing <= Decimal::ZERO);
    only_if(
        is_part || is_enough,
        "Less is there than is needed. Correct “Available”, or decide to provide a part.",
    )
}

impl ResourceNeed {
    fn missing(&self) -> Option<Decimal> {
        Some((self.needed? - self.available?).max(Decimal::ZERO))
    }
}

fn settle(
    me: &mut ResourceNeed,
    before: Option<&ResourceNeed>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    for (field, amount) in [("needed", me.needed), ("available", me.available)] {
        let is_amount = amount.is_none_or(|amount| !amount.is_sign_negative());
        fault_unless(is_amount, field, "must be 0 or more")?;
    }
    me.missing = me.missing();
    let decided = before.filter(|before| before.decided_on.is_some() && !is_import(now));
    let what = |it: &ResourceNeed| (it.sort, it.needed, it.decision, it.decision_reason.clone());
    let is_kept = decided.is_none_or(|before| me.decided_on.is_none() || what(before) == what(me));
    fault_unless(
        is_kept,
        "needed",
        "and what was decided stay as they are; ask again to change them",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "resource_need";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "A fourth agent at the desk"),
        ("sort", "people"),
        ("needed", "4"),
        ("available", "4"),
        ("unit", "full-time people"),
        ("owner", "1"),
        ("needed_by", "2026-06-01"),
        ("decision", "provide"),
        ("decision_reason", "The early shift pays for it"),
    ];
    const MACHINE: &[(&str, &str, &str)] = &[
        ("identified", "decided", "decide"),
        ("identified", "provided", "provide"),
        ("identified", "closed", "close"),
        ("decided", "provided", "provide"),
        ("decided", "identified", "ask_again"),
        ("decided", "closed", "close"),
        ("provided", "identified", "ask_again"),
        ("provided", "closed", "close"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "He begins in May", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from).by(BEN, &[Role::TopManagement]);
            story
        });
    }

    #[test]
    fn whoever_asks_does_not_decide_and_what_is_missing_is_not_there() {
        let mut story = Story::saved(KIND, &[WHOLE, &[("available", "3")]].concat());
        assert_eq!(story.holds("missing"), "1");
        let own = story.by(ADA, &[Role::ServiceManager]).take("decide", &[]).unwrap_err();
        assert!(own.contains("does not decide on it"), "{own}");
        let agent = story.by(BEN, &[Role::Agent]).take("decide", &[]).unwrap_err();
        assert!(agent.contains("Ask one of them"), "{agent}");
        story.by(BEN, &[Role::TopManagement]);
        let why = story.take("decide", &[("decision_reason", "")]).unwrap_err();
        assert_eq!(why, "Before “Decide”, fill in: Decision reason.");
        story.take("decide", &[("decision_reason", "It pays")]).unwrap();
        assert!(story.save(&[("needed", "3")]).unwrap_err().contains("ask again"));
        let less = story.noted("provide", &[], "He came").unwrap_err();
        assert!(less.contains("Less is there"), "{less}");
        story.noted("provide", &[("available", "4")], "He came").unwrap();
        assert_eq!(story.holds("provided_on"), "2026-03-02");
    }

    #[test]
    fn what_was_declined_is_not_provided() {
        let mut story = Story::saved(KIND, WHOLE);
        story.by(BEN, &[Role::TopManagement]);
        let declined = [("decision", "decline"), ("decision_reason", "We drop the late shift")];
        story.take("decide", &declined).unwrap();
        let refused = story.noted("provide", &[], "He came").unwrap_err();
        assert!(refused.contains("decided not to provide it"), "{refused}");
        story.noted("ask_again", &[], "The late shift stays").unwrap();
        assert_eq!((story.state(), &*story.holds("decision")), ("identified", ""));
    }
}
