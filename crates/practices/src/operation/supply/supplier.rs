//! Suppliers: those outside who contribute to services.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{date_not_in_future, fault_unless, fill_in, only_if, today},
    step,
};
use gemba_vocabulary::{Money, Ref, Value, kind};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// An organization outside that contributes to services, from the first talk to the last day of its
/// contract.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "SUP", clause = "8.3.4", life, settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Links, Tasks, Tags, Review))]
pub struct Supplier {
    /// What the supplier is called.
    #[field(searched, listed)]
    pub name: String,
    /// The colleague who answers for the relationship, the contract and what is delivered.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// What the supplier does for us, and what not.
    #[field(long)]
    pub scope: Option<String>,
    /// Whom to call there, and how.
    pub contact: Option<String>,
    /// The last day of the contract.
    #[field(listed)]
    pub contract_until: Option<Date>,
    /// How well the supplier met our criteria when last evaluated.
    #[field(percent, unit = "%")]
    pub score: Option<Decimal>,
    /// Where work is handed over: which process, by which way, with which information.
    #[field(long)]
    pub interfaces: Option<String>,
    /// How often we look at how well they work. Gemba plans the next review by it. Empty means that
    /// none is planned.
    #[field(unit = "months")]
    pub review_months: Option<i64>,
    /// The day on which the last review was held.
    #[field(computed)]
    pub last_review_on: Option<Date>,
    /// The day by which the next review is due.
    #[field(computed, filtered, listed)]
    pub next_review_on: Option<Date>,
    /// What an hour costs us in which work waits for this supplier.
    pub waiting_cost: Option<Money>,
    /// How we part: who takes the work over, what is handed back, and by when.
    #[field(long)]
    pub exit_plan: Option<String>,
    /// The day on which their access was taken away.
    pub access_removed_on: Option<Date>,
    /// The day on which our data had come back and was deleted with them.
    pub data_returned_on: Option<Date>,
    /// The day on which the configuration items told that they are gone.
    pub items_updated_on: Option<Date>,
}

/// Where we stand with a supplier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// We might work together.
    Candidate,
    /// We know how well they meet our criteria.
    #[choice(tone = Going)]
    Evaluated,
    /// The contract is signed; the work has not begun.
    #[choice(tone = Waiting)]
    Contracted,
    /// They work for us.
    #[choice(tone = Done)]
    Active,
    /// They work for us, and we look at how well.
    #[choice(tone = Going)]
    UnderReview,
    /// They work for us by a plan to do better.
    #[choice(tone = Major)]
    Remediation,
    /// We part by plan.
    #[choice(tone = Waiting)]
    Exiting,
    /// We parted, and all was given back.
    #[choice(tone = Off, end)]
    Ended,
    /// We decided against them.
    #[choice(tone = Off, end)]
    Rejected,
}

const LIFE: &[Step<Supplier>] = &[
    step("evaluate", "Evaluate", &[State::Candidate], State::Evaluated)
        .help("Measures the candidate by our criteria. Say which version of them was used.")
        .asks(&["score"])
        .needs_note()
        .guard(|me, _| fill_in("Evaluate", &[(me.score.is_some(), "Score")])),
    step("sign", "Sign contract", &[State::Evaluated], State::Contracted)
        .help("The contract is in force, and its targets carry what we promised to customers.")
        .asks(&["owner", "scope", "contract_until"])
        .guard(may_sign),
    step("reject", "Reject", &[State::Evaluated], State::Rejected)
        .help("Decides against the candidate. Say why.")
        .needs_note(),
    step("go_live", "Begin work", &[State::Contracted], State::Active)
        .help("They begin to work for us. It is known whom to call there.")
        .asks(&["contact", "interfaces"])
        .guard(|me, _| fill_in("Begin work", &[(me.contact.is_some(), "Contact")])),
    step("trigger_review", "Review", &[State::Active], State::UnderReview)
        .help("Looks at how well they work. Say what gave rise to it.")
        .needs_note(),
    step("pass", "Pass", &[State::UnderReview], State::Active)
        .help("The review found them fit. Say what was agreed.")
        .asks(&["score"])
        .needs_note(),
    step("plan", "Plan improvement", &[State::UnderReview], State::Remediation)
        .help("They have to do better by a plan. Say what it holds and by when.")
        .asks(&["score"])
        .needs_note(),
    step("recovered", "Recovered", &[State::Remediation], State::Active)
        .help("They meet their targets again. Say what shows it.")
        .needs_note(),
    step("terminate", "Terminate", &[State::Remediation], State::Exiting)
        .help("The plan did not help, and we part. Say how the work goes on.")
        .asks(&["exit_plan"])
        .needs_note()
        .guard(|me, _| fill_in("Terminate", &[(me.exit_plan.is_some(), "Exit plan")])),
    step("end", "End contract", &[State::Active], State::Exiting)
        .help("The contract runs out or notice was given. Say which.")
        .asks(&["contract_until", "exit_plan"])
        .needs_note(),
    step("handover", "Handed over", &[State::Exiting], State::Ended)
        .help("Access was taken away, data came back, and the configuration is up to date. Say so.")
        .asks(&["exit_plan", "access_removed_on", "data_returned_on", "items_updated_on"])
        .needs_note()
        .guard(may_hand_over),
];

fn may_sign(me: &Supplier, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Sign contract",
        &[
            (me.owner.is_some(), "Owner"),
            (me.scope.is_some(), "Scope"),
            (me.contract_until.is_some(), "Contract until"),
        ],
    )?;
    only_if(
        me.contract_until.is_some_and(|last| last >= today(now)),
        "The contract has run out already. Correct “Contract until” before you sign it.",
    )
}

fn may_hand_over(me: &Supplier, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Handed over",
        &[
            (me.exit_plan.is_some(), "Exit plan"),
            (me.access_removed_on.is_some(), "Access removed on"),
            (me.data_returned_on.is_some(), "Data returned on"),
            (me.items_updated_on.is_some(), "Items updated on"),
        ],
    )?;
    let binding = |kind, state: &str| {
        let mine = [("supplier", Value::Ref(now.record)), ("state", Value::Text(state.to_owned()))];
        !now.facts.each(kind, &mine, "id").is_empty()
    };
    only_if(
        !binding("contract", "in_force") && !binding("contract", "signed"),
        "A contract with them still binds. End or terminate it first.",
    )?;
    let in_dispute = ["open", "negotiating", "escalated", "settled"];
    only_if(
        !in_dispute.iter().any(|state| binding("dispute", state)),
        "A dispute with them is not closed. See it through first.",
    )
}

fn settle(me: &mut Supplier, _: Option<&Supplier>, now: &Situation<'_>) -> Result<(), FieldFault> {
    for (field, day) in [
        ("access_removed_on", me.access_removed_on),
        ("data_returned_on", me.data_returned_on),
        ("items_updated_on", me.items_updated_on),
    ] {
        date_not_in_future(field, day, now)?;
    }
    let months = me.review_months.is_none_or(|months| (1..=60).contains(&months));
    fault_unless(months, "review_months", "must be 1 to 60 months")?;
    let negative = me.waiting_cost.as_ref().is_some_and(|cost| cost.amount.is_sign_negative());
    fault_unless(!negative, "waiting_cost", "cannot be below zero")?;
    let is_share = |score: Decimal| score >= Decimal::ZERO && score <= Decimal::ONE_HUNDRED;
    fault_unless(me.score.is_none_or(is_share), "score", "must be 0 to 100")
}

#[cfg(test)]
mod tests {
    use crate::story::Story;
    use gemba_vocabulary::Value;

    fn evaluated() -> Story {
        let mut story = Story::saved("supplier", &[("name", "Lines Ltd")]);
        story.noted("evaluate", &[("score", "82.5")], "Criteria of 2026").unwrap();
        story
    }

    #[test]
    fn a_contract_is_signed_while_it_lasts_by_someone_who_answers_for_it() {
        let mut story = evaluated();
        let bare = story.take("sign", &[("scope", "Lines")]).unwrap_err();
        assert_eq!(bare, "Before “Sign contract”, fill in: Owner, Contract until.");
        let past = &[("owner", "2"), ("scope", "Lines"), ("contract_until", "2026-03-01")];
        assert!(story.take("sign", past).unwrap_err().contains("run out already"));
        let lasting = &[("owner", "2"), ("scope", "Lines"), ("contract_until", "2028-12-31")];
        story.take("sign", lasting).unwrap();
        assert!(story.take("go_live", &[]).unwrap_err().ends_with("fill in: Contact."));
        story.take("go_live", &[("contact", "Eve, +44 20 0")]).unwrap();
        assert_eq!(story.state(), "active");
    }

    #[test]
    fn nobody_works_for_us_without_a_contract() {
        assert!(evaluated().take("go_live", &[("contact", "Eve")]).is_err());
    }

    #[test]
    fn whoever_leaves_has_no_access_and_nothing_open() {
        let gone = [
            ("exit_plan", "The lines move to Fern Ltd"),
            ("access_removed_on", "2026-03-01"),
            ("data_returned_on", "2026-03-01"),
            ("items_updated_on", "2026-03-02"),
        ];
        let mut story = Story::saved("supplier", &[("name", "Lines Ltd")]);
        story.put("exiting");
        let bare = story.noted("handover", &[], "All is back").unwrap_err();
        assert_eq!(
            bare,
            "Before “Handed over”, fill in: Exit plan, Access removed on, Data returned on, Items \
             updated on."
        );
        let text = |text: &str| Value::Text(text.to_owned());
        let contract = [("supplier", Value::Ref(7)), ("state", text("in_force"))];
        story.given_record("contract", &contract);
        let bound = story.noted("handover", &gone, "All is back").unwrap_err();
        assert!(bound.starts_with("A contract with them still binds."), "{bound}");
        let mut story = Story::saved("supplier", &[("name", "Lines Ltd")]);
        story.put("exiting");
        story.given_record("dispute", &[("supplier", Value::Ref(7)), ("state", text("settled"))]);
        let open = story.noted("handover", &gone, "All is back").unwrap_err();
        assert!(open.starts_with("A dispute with them is not closed."), "{open}");
        let mut story = Story::saved("supplier", &[("name", "Lines Ltd")]);
        story.put("exiting").noted("handover", &gone, "All is back").unwrap();
        assert_eq!(story.state(), "ended");
        story.put("remediation");
        story.save(&[("exit_plan", "")]).unwrap();
        assert!(story.noted("terminate", &[], "No better").unwrap_err().ends_with("Exit plan."));
    }

    #[test]
    fn a_score_is_a_share_of_a_hundred() {
        let mut story = Story::saved("supplier", &[("name", "Lines Ltd")]);
        let refusal = story.noted("evaluate", &[("score", "101")], "Criteria of 2026").unwrap_err();
        assert_eq!(refusal, "Score must be 0 to 100.");
        assert!(story.noted("evaluate", &[], "Criteria of 2026").is_err());
    }
}
