//! Interested parties: who has a stake in the services or in how they are managed.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{date_not_in_future, fault_unless, fill_in, is_import, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;

/// Somebody who has a stake in the services or in how they are managed: a customer, those who use the
/// services, a supplier, an authority, those who work here, the owners.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "IPA", clause = "4.2", menu = Plan, plural = "Interested parties", life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers, Review))]
pub struct InterestedParty {
    /// Who it is, as people call them.
    #[field(searched, listed)]
    pub name: String,
    /// What they are to us.
    #[field(listed, filtered)]
    pub sort: Sort,
    /// The customer on record that this is.
    #[field(filtered)]
    pub customer: Option<Ref<kind::Customer>>,
    /// The supplier on record that this is.
    #[field(filtered)]
    pub supplier: Option<Ref<kind::Supplier>>,
    /// The services that concern them. Empty means all.
    #[field(filtered)]
    pub services: Vec<Ref<kind::Service>>,
    /// What is at stake for them, and what they can do to us.
    #[field(long, searched)]
    pub stake: Option<String>,
    /// Who speaks with them.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// Whether they ask for something because of climate change. Ask them; “none” is an answer.
    #[field(listed, filtered, label = "Climate question")]
    pub climate: Option<Climate>,
    /// The day on which they were offered our policy.
    #[field(filtered)]
    pub policy_offered_on: Option<Date>,
    /// By which way they were offered our policy, such as a page or an annex of the contract.
    pub policy_offered_by: Option<String>,
    /// The day on which somebody looked at it last.
    #[field(computed, listed, filtered)]
    pub last_reviewed_on: Option<Date>,
    /// The day by which somebody looks at it again.
    #[field(filtered)]
    pub review_on: Option<Date>,
    /// The day of which its owner was reminded.
    #[field(computed)]
    pub reminded_for: Option<Date>,
}

/// What an interested party is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Sort {
    /// They pay for services.
    Customer,
    /// They use services.
    User,
    /// They contribute to services.
    Supplier,
    /// They make rules and see to it that we keep them.
    Regulator,
    /// They work here.
    Staff,
    /// The organization is theirs, or they direct it.
    Owner,
    /// They are something else, such as neighbours, partners or insurers.
    Other,
}

/// What a party asks for because of climate change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Climate {
    /// They were asked or their papers were read, and they ask for nothing of the kind.
    NoneFound,
    /// They ask for something; it stands among their requirements.
    Asked,
}

/// Where an interested party stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Somebody named it.
    #[choice(tone = Waiting)]
    Identified,
    /// We know what it requires, and look at it again by its day.
    #[choice(tone = Done)]
    Confirmed,
    /// It has no stake any more.
    #[choice(tone = Off, end)]
    Closed,
}

const LIFE: &[Step<InterestedParty>] = &[
    step("confirm", "Confirm", &[State::Identified], State::Confirmed)
        .help("What is at stake and what they require is on record. Record the requirements first.")
        .asks(&["owner", "stake", "climate", "review_on"])
        .guard(|me, now| is_known("Confirm", me, now))
        .then(|me, now| me.last_reviewed_on = Some(today(now))),
    step("review", "Review", &[State::Confirmed], State::Confirmed)
        .help("Somebody looked again at what they require. Say what changed, or that nothing did.")
        .asks(&["stake", "climate", "review_on"])
        .needs_note()
        .guard(|me, now| is_known("Review", me, now))
        .then(|me, now| me.last_reviewed_on = Some(today(now))),
    step("close", "Close", &[State::Identified, State::Confirmed], State::Closed)
        .help("It has no stake any more. Say why.")
        .needs_note(),
];

fn is_known(verb: &str, me: &InterestedParty, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        verb,
        &[
            (me.owner.is_some(), "Owner"),
            (me.stake.is_some(), "Stake"),
            (me.climate.is_some(), "Climate question"),
            (me.sort != Sort::Customer || me.customer.is_some(), "Customer"),
            (me.sort != Sort::Supplier || me.supplier.is_some(), "Supplier"),
            (me.review_on.is_some(), "Review on"),
        ],
    )?;
    only_if(
        me.review_on.is_some_and(|day| day > today(now)),
        "Say under “Review on” by when it is looked at again; that day must lie ahead.",
    )?;
    only_if(
        now.facts.count("party_requirement", "party", now.record) > 0,
        "Nothing is on record that they require. Record a party requirement that names them first.",
    )
}

fn settle(
    me: &mut InterestedParty,
    _: Option<&InterestedParty>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if !is_import(now) {
        let is_customer = me.customer.is_none() || matches!(me.sort, Sort::Customer | Sort::User);
        fault_unless(
            is_customer,
            "customer",
            "belongs to a customer or its users; choose that under “Sort”",
        )?;
        let is_supplier = me.supplier.is_none() || me.sort == Sort::Supplier;
        fault_unless(is_supplier, "supplier", "belongs to a supplier; choose that under “Sort”")?;
    }
    date_not_in_future("policy_offered_on", me.policy_offered_on, now)
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};

    const KIND: &str = "interested_party";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Linden Clinic"),
        ("sort", "customer"),
        ("customer", "4"),
        ("owner", "1"),
        ("stake", "Patients wait when records cannot be read"),
        ("climate", "none_found"),
        ("review_on", "2026-09-01"),
    ];
    const MACHINE: &[(&str, &str, &str)] = &[
        ("identified", "confirmed", "confirm"),
        ("identified", "closed", "close"),
        ("confirmed", "confirmed", "review"),
        ("confirmed", "closed", "close"),
    ];

    fn whole() -> Story {
        let mut story = Story::saved(KIND, WHOLE);
        story.given_count("party_requirement", "party", 1);
        story
    }

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "They left", |from, _| {
            let mut story = whole();
            story.put(from);
            story
        });
    }

    #[test]
    fn nobody_is_confirmed_of_whom_nothing_is_known() {
        let mut story = Story::saved(KIND, WHOLE);
        let bare = story.take("confirm", &[("climate", ""), ("stake", "")]).unwrap_err();
        assert_eq!(bare, "Before “Confirm”, fill in: Stake, Climate question.");
        let idle = story.take("confirm", &[]).unwrap_err();
        assert!(idle.contains("Nothing is on record that they require"), "{idle}");
        story.given_count("party_requirement", "party", 1);
        story.take("confirm", &[]).unwrap();
        assert_eq!(story.holds("last_reviewed_on"), "2026-03-02");
    }

    #[test]
    fn a_customer_is_named_by_a_customer() {
        let mut story = whole();
        let bare = [("customer", "")];
        story.save(&bare).unwrap();
        assert_eq!(story.take("confirm", &[]).unwrap_err(), "Before “Confirm”, fill in: Customer.");
        let wrong = story.save(&[("supplier", "2")]).unwrap_err();
        assert!(wrong.contains("belongs to a supplier"), "{wrong}");
    }
}
