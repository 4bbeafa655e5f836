//! Budgets: what may be spent on a service, by cost type and period.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{approved_by_another, called, fault_unless, fill_in, is_import},
    step,
};
use gemba_vocabulary::{Money, Ref, cost_figures::cents, kind};
use jiff::{Timestamp, civil::Date};

/// What may be spent on a service, on one sort of cost, in some whole months. A budget that was
/// approved stays as it is; a new one for the same takes its place.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "BUD", clause = "8.4.1", title = "name", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Links, Tasks, Tags, Review))]
pub struct Budget {
    /// What it is for and from when on, in one line.
    #[field(computed, searched)]
    pub name: Option<String>,
    /// The service that it is for. Left empty, it is for the shared costs of that type.
    #[field(listed, filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// The sort of cost.
    #[field(listed, filtered)]
    pub cost_type: Ref<kind::CostType>,
    /// The first day, which begins a month.
    #[field(listed, filtered)]
    pub from: Date,
    /// The last day, which ends a month.
    #[field(listed, filtered)]
    pub until: Date,
    /// How much may be spent. It counts evenly, the same for each month.
    #[field(listed)]
    pub amount: Money,
    /// Who answers for keeping it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// How the amount was found: prices, quantities, last year’s costs, demand that is expected.
    #[field(long, searched)]
    pub basis: Option<String>,
    /// Which decisions about the service rest on it.
    #[field(long)]
    pub decisions: Option<String>,
    /// Who approved it.
    #[field(computed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When it was approved.
    #[field(computed, filtered)]
    pub approved_at: Option<Timestamp>,
}

/// Where a budget stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being planned.
    Draft,
    /// It was approved, and costs are held against it.
    #[choice(tone = Done)]
    Approved,
    /// Another budget took its place, or it never held.
    #[choice(tone = Off, end)]
    Superseded,
}

const LIFE: &[Step<Budget>] = &[
    step("approve", "Approve", &[State::Draft], State::Approved)
        .help("Costs are held against it from now on. Not for whoever wrote it.")
        .asks(&["owner", "basis", "decisions"])
        .guard(may_approve)
        .then(|me, now| {
            me.approved_by = now.actor.person.map(Ref::new);
            me.approved_at = Some(now.now);
        }),
    step("supersede", "Supersede", &[State::Approved], State::Superseded)
        .help("It holds no longer. Say what holds instead.")
        .needs_note(),
    step("discard", "Discard", &[State::Draft], State::Superseded)
        .help("It does not come about. Say why.")
        .needs_note(),
];

fn may_approve(me: &Budget, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Approve", &[(me.owner.is_some(), "Owner"), (me.basis.is_some(), "Basis")])?;
    approved_by_another("a budget", now)
}

fn settle(me: &mut Budget, before: Option<&Budget>, now: &Situation<'_>) -> Result<(), FieldFault> {
    fault_unless(me.from == me.from.first_of_month(), "from", "must begin a month")?;
    fault_unless(me.until == me.until.last_of_month(), "until", "must end a month")?;
    fault_unless(me.from < me.until, "until", "lies before the first day")?;
    let amount = me.amount.amount;
    fault_unless(!amount.is_sign_negative(), "amount", "cannot be below zero")?;
    fault_unless(cents(amount) == amount, "amount", "must not be finer than a cent")?;
    let what = |one: &Budget| (one.service, one.cost_type, one.from, one.until, one.amount.clone());
    let approved = before.filter(|before| before.approved_at.is_some() && !is_import(now));
    let is_kept = approved.is_none_or(|before| what(before) == what(me));
    let fault = "and what else was approved stay as they are; plan a new budget for the same";
    fault_unless(is_kept, "amount", fault)?;
    let sort = called("cost_type", "CTY", "name", me.cost_type.id, now);
    let service = me.service.map_or_else(
        || "Shared".to_owned(),
        |service| called("service", "SVC", "name", service.id, now),
    );
    me.name = Some(format!("{service}: {sort}, from {}", me.from.strftime("%Y-%m")));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{BEN, Story, walk};
    use gemba_vocabulary::{Value, actor::Role};

    const KIND: &str = "budget";
    const WHOLE: &[(&str, &str)] = &[
        ("service", "3"),
        ("cost_type", "4"),
        ("from", "2026-01-01"),
        ("until", "2026-12-31"),
        ("amount", "120000 EUR"),
        ("owner", "1"),
        ("basis", "Last year and 3 %"),
    ];

    #[test]
    fn it_is_approved_by_another_and_stays_as_it_is() {
        let mut story = Story::of(KIND);
        story.given("service", 3, "name", Value::Text("Mail".to_owned()));
        story.given("cost_type", 4, "name", Value::Text("Licences".to_owned()));
        story.save(WHOLE).unwrap();
        assert_eq!(story.holds("name"), "Mail: Licences, from 2026-01");
        let refusal = story.take("approve", &[("basis", "")]).unwrap_err();
        assert_eq!(refusal, "Before “Approve”, fill in: Basis.");
        assert!(story.take("approve", &[]).unwrap_err().contains("Ask somebody else"));
        story.by(BEN, &[Role::ServiceManager]).take("approve", &[]).unwrap();
        let refusal = story.save(&[("amount", "130000 EUR")]).unwrap_err();
        assert!(refusal.contains("plan a new budget"), "{refusal}");
        story.save(&[("decisions", "Two more servers")]).unwrap();
    }

    #[test]
    fn it_is_for_whole_months_and_in_cents() {
        let refused =
            |field, text| Story::of(KIND).save(&[WHOLE, &[(field, text)]].concat()).unwrap_err();
        assert_eq!(refused("from", "2026-01-02"), "From must begin a month.");
        assert_eq!(refused("until", "2026-12-30"), "Until must end a month.");
        assert_eq!(refused("until", "2025-12-31"), "Until lies before the first day.");
        assert_eq!(refused("amount", "-1 EUR"), "Amount cannot be below zero.");
        assert_eq!(refused("amount", "1.005 EUR"), "Amount must not be finer than a cent.");
    }

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        let machine = [
            ("draft", "approved", "approve"),
            ("draft", "superseded", "discard"),
            ("approved", "superseded", "supersede"),
        ];
        walk(KIND, &machine, "So agreed", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from).by(BEN, &[Role::ServiceManager]);
            story
        });
    }
}
