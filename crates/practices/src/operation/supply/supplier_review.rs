//! Supplier reviews: how well a supplier, or a team of ours, works for us, looked at at planned intervals.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    agenda::AgendaItem,
    held::Structured,
    library::{date_not_in_future, fault_unless, fill_in, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, Value, kind};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;

/// A meeting with a supplier about how well they work, and whether the contract still fits what we
/// need. Gemba puts the agenda together from the records, and again until the meeting is held.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "SPR", clause = "8.3.4", title = "name", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags))]
pub struct SupplierReview {
    /// The supplier and the day, in one line.
    #[field(computed, searched)]
    pub name: Option<String>,
    /// The supplier whose work is reviewed.
    #[field(listed, filtered)]
    pub supplier: Option<Ref<kind::Supplier>>,
    /// The agreement with a team of ours, or with a customer who supplies, whose work is reviewed.
    #[field(listed, filtered)]
    pub operational_agreement: Option<Ref<kind::OperationalAgreement>>,
    /// The day by which it is planned to be held.
    #[field(listed, filtered)]
    pub planned_on: Date,
    /// The colleague who prepares and leads it. Empty takes whoever answers for the supplier.
    #[field(listed, filtered)]
    pub chaired_by: Option<Ref<kind::Person>>,
    /// The first day that it looks back at: the day of the last review.
    #[field(computed)]
    pub looks_back_to: Option<Date>,
    /// What it talks about, as the records say.
    #[field(computed, rows = AgendaItem)]
    pub agenda: Option<Structured<Vec<AgendaItem>>>,
    /// When the agenda was put together.
    #[field(computed)]
    pub agenda_at: Option<Timestamp>,
    /// What else there is to talk about.
    #[field(long)]
    pub further_points: Option<String>,
    /// The day on which it was held.
    #[field(listed, filtered)]
    pub held_on: Option<Date>,
    /// Who took part for us.
    pub colleagues: Vec<Ref<kind::Person>>,
    /// Who took part for them.
    pub their_people: Option<String>,
    /// How they kept their targets, and what we make of that.
    #[field(long, searched)]
    pub performance: Option<String>,
    /// Whether the contract still fits what the services need today, and what is to be changed.
    #[field(long, searched)]
    pub contract_fits: Option<String>,
    /// How well they work, from 0 to 100.
    #[field(percent, listed, unit = "%")]
    pub score: Option<Decimal>,
    /// What was concluded and decided. What is to be done stands in the tasks below.
    #[field(long, searched)]
    pub outcomes: Option<String>,
    /// Why nothing is to be done, if no task came of it.
    pub no_actions_because: Option<String>,
    /// When it was closed.
    #[field(computed)]
    pub closed_at: Option<Timestamp>,
}

/// Where a review stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Its day is set.
    Planned,
    /// The agenda was looked through and sent.
    #[choice(tone = Going)]
    Prepared,
    /// It took place, and what was agreed is being done.
    #[choice(tone = Going)]
    Held,
    /// All that was agreed is done.
    #[choice(tone = Done, end)]
    Closed,
    /// It does not take place.
    #[choice(tone = Off, end)]
    Cancelled,
}

const LIFE: &[Step<SupplierReview>] = &[
    step("prepare", "Prepare", &[State::Planned], State::Prepared)
        .help("Somebody looked through the agenda and added what is missing.")
        .asks(&["chaired_by", "further_points"])
        .guard(|me, _| fill_in("Prepare", &[(me.chaired_by.is_some(), "Chaired by")])),
    step("refresh", "Refresh the agenda", &[State::Planned], State::Planned)
        .help("Puts the agenda together anew from the records of this moment."),
    step("refresh", "Refresh the agenda", &[State::Prepared], State::Prepared)
        .help("Puts the agenda together anew from the records of this moment."),
    step("hold", "Held", &[State::Prepared], State::Held)
        .help("It took place. Say how they work, whether the contract fits and what was decided.")
        .asks(&[
            "held_on",
            "colleagues",
            "their_people",
            "performance",
            "contract_fits",
            "score",
            "outcomes",
        ])
        .guard(was_held)
        .then(|me, now| {
            me.held_on.get_or_insert(today(now));
        }),
    step("close", "Close", &[State::Held], State::Closed)
        .help("All that was agreed is done, or it is said why there was nothing to do.")
        .asks(&["no_actions_because"])
        .guard(may_close)
        .then(|me, now| me.closed_at = Some(now.now)),
    step("cancel", "Cancel", &[State::Planned, State::Prepared], State::Cancelled)
        .help("It does not take place. Say why, and when it is held instead.")
        .needs_note(),
];

fn was_held(me: &SupplierReview, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Held",
        &[
            (!me.colleagues.is_empty(), "Colleagues"),
            (me.performance.is_some(), "Performance"),
            (me.contract_fits.is_some(), "Contract fits"),
            (me.outcomes.is_some(), "Outcomes"),
        ],
    )
}

fn may_close(me: &SupplierReview, now: &Situation<'_>) -> Result<(), Refusal> {
    let mine = [
        ("parent_kind", Value::Text("supplier_review".to_owned())),
        ("parent", Value::Int(now.record)),
    ];
    let tasks = now.facts.each("task", &mine, "state");
    let open = Value::Text("open".to_owned());
    only_if(
        !tasks.contains(&open),
        "A task that was agreed is still open. Have it finished, or cancel it with a reason.",
    )?;
    only_if(
        !tasks.is_empty() || me.no_actions_because.is_some(),
        "Nothing was agreed to be done. Add a task, or say under “No actions because” why there is \
         none.",
    )
}

fn settle(
    me: &mut SupplierReview,
    before: Option<&SupplierReview>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(
        me.supplier.is_some() != me.operational_agreement.is_some(),
        "supplier",
        "or an operational agreement must be named, one of both: it says whose work is reviewed",
    )?;
    let is_moved = before.is_some_and(|before| {
        (before.supplier, before.operational_agreement) != (me.supplier, me.operational_agreement)
    });
    fault_unless(!is_moved, "supplier", "stays the same; plan another review for another one")?;
    date_not_in_future("held_on", me.held_on, now)?;
    let is_share = |score: Decimal| score >= Decimal::ZERO && score <= Decimal::ONE_HUNDRED;
    fault_unless(me.score.is_none_or(is_share), "score", "must be 0 to 100")?;
    let of_party = |field| match (me.supplier, me.operational_agreement) {
        (Some(one), _) => now.facts.value("supplier", one.id, field),
        (_, Some(one)) => now.facts.value("operational_agreement", one.id, field),
        _ => Value::None,
    };
    let called = of_party("name");
    let called = called.as_text().map_or_else(|| "Supplier".to_owned(), ToOwned::to_owned);
    let owner = of_party("owner").as_int().map(Ref::new);
    me.name = Some(format!("{called}, review of {}", me.planned_on));
    me.chaired_by = me.chaired_by.or(owner);
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, Story, walk};
    use gemba_vocabulary::Value;

    const KIND: &str = "supplier_review";
    const PLANNED: &[(&str, &str)] = &[("supplier", "4"), ("planned_on", "2026-03-20")];
    const HELD: &[(&str, &str)] = &[
        ("colleagues", "1"),
        ("their_people", "Eve, service manager"),
        ("performance", "Nine of ten repairs in time"),
        ("contract_fits", "The new depot has to be added"),
        ("score", "82"),
        ("outcomes", "An offer for the new depot by April"),
    ];

    #[test]
    fn one_party_is_reviewed_and_its_owner_leads() {
        let refusal = Story::of(KIND).save(&[("planned_on", "2026-03-20")]).unwrap_err();
        assert!(refusal.starts_with("Supplier or an operational agreement"), "{refusal}");
        let mut story = Story::of(KIND);
        story.given("supplier", 4, "name", Value::Text("Lines Ltd".to_owned()));
        story.given("supplier", 4, "owner", Value::Ref(ADA));
        story.save(PLANNED).unwrap();
        assert_eq!(story.holds("name"), "Lines Ltd, review of 2026-03-20");
        assert_eq!(story.holds("chaired_by"), ADA.to_string());
        assert!(story.save(&[("supplier", "5")]).unwrap_err().contains("stays the same"));
        assert_eq!(story.save(&[("score", "101")]).unwrap_err(), "Score must be 0 to 100.");
        Story::saved(KIND, &[("operational_agreement", "3"), ("planned_on", "2026-03-20")]);
    }

    #[test]
    fn performance_and_contract_are_both_looked_at() {
        let mut story = Story::saved(KIND, PLANNED);
        story.take("prepare", &[("chaired_by", "1")]).unwrap();
        let bare = story.take("hold", &[("outcomes", "Fine")]).unwrap_err();
        assert_eq!(bare, "Before “Held”, fill in: Colleagues, Performance, Contract fits.");
        story.take("hold", HELD).unwrap();
        assert!(story.take("close", &[]).unwrap_err().starts_with("Nothing was agreed"));
        story.take("close", &[("no_actions_because", "All is well")]).unwrap();
    }

    #[test]
    fn the_whole_way() {
        let machine = &[
            ("planned", "prepared", "prepare"),
            ("planned", "planned", "refresh"),
            ("prepared", "prepared", "refresh"),
            ("prepared", "held", "hold"),
            ("held", "closed", "close"),
            ("planned", "cancelled", "cancel"),
            ("prepared", "cancelled", "cancel"),
        ];
        walk(KIND, machine, "They are on strike", |state, _| {
            let mut story = Story::saved(KIND, &[PLANNED, &[("chaired_by", "1")], HELD].concat());
            let fields = [
                ("parent_kind", Value::Text(KIND.to_owned())),
                ("parent", Value::Int(7)),
                ("state", Value::Text("done".to_owned())),
            ];
            story.given_record("task", &fields);
            story.put(state);
            story
        });
    }
}
