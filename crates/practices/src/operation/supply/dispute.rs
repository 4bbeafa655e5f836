//! Disputes: a supplier and we do not agree about something, until it is settled.
use gemba_model::{
    Choice, FieldFault, Kind, Situation, Step,
    library::{date_not_in_future, fault_unless, fill_in, today},
    step,
};
use gemba_vocabulary::{Money, Ref, kind};
use jiff::civil::Date;

/// A supplier and we do not agree about something, such as a bill or a missed target. It is kept
/// here with both positions until it is settled.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "DSP", clause = "8.3.4", life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
pub struct Dispute {
    /// What it is about, in one line.
    #[field(searched, listed)]
    pub summary: String,
    /// The supplier with whom we do not agree.
    #[field(listed, filtered)]
    pub supplier: Ref<kind::Supplier>,
    /// The contract that it is about.
    #[field(filtered)]
    pub contract: Option<Ref<kind::Contract>>,
    /// What sort of matter it is.
    #[field(listed, filtered)]
    pub matter: Matter,
    /// The money that it is about, if it is about money.
    #[field(listed)]
    pub amount: Option<Money>,
    /// What happened, and where the contract speaks of it.
    #[field(long, searched)]
    pub description: Option<String>,
    /// What we say.
    #[field(long)]
    pub our_position: Option<String>,
    /// What they say.
    #[field(long)]
    pub their_position: Option<String>,
    /// The colleague who sees it through.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The day on which it arose. Empty means today.
    #[field(listed, filtered)]
    pub opened_on: Option<Date>,
    /// The day by which the next step is taken.
    #[field(listed, filtered)]
    pub next_on: Option<Date>,
    /// On which higher level both sides talk about it, and who does.
    #[field(long)]
    pub escalated_to: Option<String>,
    /// What was agreed.
    #[field(long, searched)]
    pub settlement: Option<String>,
    /// The money that was agreed.
    pub settled_amount: Option<Money>,
    /// The day on which it was settled.
    #[field(filtered)]
    pub settled_on: Option<Date>,
    /// The day on which all that was agreed had been done.
    #[field(computed, filtered)]
    pub closed_on: Option<Date>,
}

/// What sort of matter it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Matter {
    /// A bill or a price.
    Invoice,
    /// A target that was missed, or how it is counted.
    ServiceLevel,
    /// What belongs to the contract and what does not.
    Scope,
    /// Data, secrets or rights.
    Rights,
    /// Something else.
    Other,
}

/// Where a dispute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// One side does not agree, and said so.
    #[choice(tone = Major)]
    Open,
    /// Both sides talk about it.
    #[choice(tone = Going)]
    Negotiating,
    /// A higher level of both sides, or somebody from outside, looks at it.
    #[choice(tone = Major)]
    Escalated,
    /// Both sides agreed; what they agreed is being done.
    #[choice(tone = Waiting)]
    Settled,
    /// All that was agreed is done.
    #[choice(tone = Done, end)]
    Closed,
    /// It was no dispute after all.
    #[choice(tone = Off, end)]
    Withdrawn,
}

const LIFE: &[Step<Dispute>] = &[
    step("negotiate", "Talk", &[State::Open], State::Negotiating)
        .help("Both sides know what the other says, and talk.")
        .asks(&["owner", "our_position", "their_position", "next_on"])
        .guard(|me, _| {
            fill_in(
                "Talk",
                &[
                    (me.owner.is_some(), "Owner"),
                    (me.our_position.is_some(), "Our position"),
                    (me.their_position.is_some(), "Their position"),
                    (me.next_on.is_some(), "Next on"),
                ],
            )
        }),
    step("escalate", "Escalate", &[State::Negotiating], State::Escalated)
        .help("The talks did not help. Say why, and who looks at it now.")
        .asks(&["escalated_to", "next_on"])
        .needs_note()
        .guard(|me, _| fill_in("Escalate", &[(me.escalated_to.is_some(), "Escalated to")])),
    step("settle", "Settle", &[State::Negotiating, State::Escalated], State::Settled)
        .help("Both sides agreed. Say on what.")
        .asks(&["settlement", "settled_amount", "settled_on", "next_on"])
        .guard(|me: &Dispute, _| {
            let has_amount = me.amount.is_none() || me.settled_amount.is_some();
            fill_in(
                "Settle",
                &[(me.settlement.is_some(), "Settlement"), (has_amount, "Settled amount")],
            )
        })
        .then(|me, now| {
            me.settled_on.get_or_insert(today(now));
        }),
    step("close", "Close", &[State::Settled], State::Closed)
        .help("All that was agreed is done: the credit came, the bill was corrected. Say what shows it.")
        .needs_note()
        .then(|me, now| me.closed_on = Some(today(now))),
    step("reopen", "Reopen", &[State::Settled], State::Negotiating)
        .help("What was agreed is not being done. Say what is missing.")
        .needs_note(),
    step("withdraw", "Withdraw", &[State::Open, State::Negotiating], State::Withdrawn)
        .help("It was no dispute after all. Say why.")
        .needs_note()
        .then(|me, now| me.closed_on = Some(today(now))),
];

fn settle(me: &mut Dispute, _: Option<&Dispute>, now: &Situation<'_>) -> Result<(), FieldFault> {
    let first = *me.opened_on.get_or_insert(today(now));
    date_not_in_future("opened_on", Some(first), now)?;
    date_not_in_future("settled_on", me.settled_on, now)?;
    let is_backward = me.settled_on.is_some_and(|last| last < first);
    fault_unless(!is_backward, "settled_on", "lies before the day on which it arose")?;
    let is_negative =
        |money: &Option<Money>| money.as_ref().is_some_and(|one| one.amount.is_sign_negative());
    fault_unless(!is_negative(&me.amount), "amount", "cannot be below zero")?;
    fault_unless(!is_negative(&me.settled_amount), "settled_amount", "cannot be below zero")?;
    if let Some(contract) = me.contract {
        let theirs = now.facts.value("contract", contract.id, "supplier").as_int();
        let is_theirs = theirs.is_none_or(|supplier| supplier == me.supplier.id);
        fault_unless(is_theirs, "contract", "is one with another supplier")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};
    use gemba_vocabulary::Value;

    const KIND: &str = "dispute";
    const WHOLE: &[(&str, &str)] = &[
        ("summary", "Bill for a repair in time of guarantee"),
        ("supplier", "4"),
        ("matter", "invoice"),
        ("amount", "480.00 EUR"),
        ("owner", "1"),
        ("our_position", "The guarantee ran until May"),
        ("their_position", "The part was broken by force"),
        ("next_on", "2026-03-10"),
        ("escalated_to", "Both managing directors"),
        ("settlement", "Half of it"),
        ("settled_amount", "240.00 EUR"),
    ];

    #[test]
    fn both_positions_are_known_before_both_talk() {
        let mut story = Story::saved(KIND, &WHOLE[..3]);
        assert_eq!(story.holds("opened_on"), "2026-03-02");
        let refusal = story.take("negotiate", &[]).unwrap_err();
        assert_eq!(
            refusal,
            "Before “Talk”, fill in: Owner, Our position, Their position, Next on."
        );
    }

    #[test]
    fn a_dispute_about_money_is_settled_with_an_amount() {
        let mut story = Story::saved(KIND, &WHOLE[..8]);
        story.take("negotiate", &[]).unwrap();
        let refusal = story.take("settle", &[("settlement", "Half of it")]).unwrap_err();
        assert_eq!(refusal, "Before “Settle”, fill in: Settled amount.");
        let paid = [("settlement", "Half"), ("settled_amount", "240.00 EUR")];
        story.take("settle", &paid).unwrap();
        assert!(story.take("close", &[]).is_err(), "what shows it?");
        story.noted("close", &[], "Credit note 81 came").unwrap();
        assert_eq!(story.holds("closed_on"), "2026-03-02");
    }

    #[test]
    fn its_contract_is_one_with_that_supplier() {
        let mut story = Story::of(KIND);
        story.given("contract", 6, "supplier", Value::Ref(5));
        let refusal = story.save(&[WHOLE, &[("contract", "6")]].concat()).unwrap_err();
        assert_eq!(refusal, "Contract is one with another supplier.");
        assert!(story.save(&[WHOLE, &[("amount", "-1 EUR")]].concat()).is_err());
        assert!(story.save(&[WHOLE, &[("settled_on", "2026-03-01")]].concat()).is_err());
    }

    #[test]
    fn the_whole_way() {
        let machine = &[
            ("open", "negotiating", "negotiate"),
            ("negotiating", "escalated", "escalate"),
            ("negotiating", "settled", "settle"),
            ("escalated", "settled", "settle"),
            ("settled", "closed", "close"),
            ("settled", "negotiating", "reopen"),
            ("open", "withdrawn", "withdraw"),
            ("negotiating", "withdrawn", "withdraw"),
        ];
        walk(KIND, machine, "They do not pay", |state, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(state);
            story
        });
    }
}
