//! Capacity requirements: how much of people, technology, information and money a service needs.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{approved_by_another, fault_unless, fill_in, is_import},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;

/// How much of a resource a service needs to perform as agreed: people, technology, information or
/// money.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CRE", clause = "8.4.3", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Links, Tags, Review))]
pub struct CapacityRequirement {
    /// What is needed, in one line, such as “Two administrators for the warehouse at all times”.
    #[field(searched, listed)]
    pub summary: String,
    /// The service that needs it.
    #[field(listed, filtered)]
    pub service: Ref<kind::Service>,
    /// The sort of resource.
    #[field(listed, filtered)]
    pub resource: Resource,
    /// How much is needed.
    #[field(listed)]
    pub amount: Decimal,
    /// What the amount counts, such as hours a week or terabytes.
    #[field(listed)]
    pub unit: String,
    /// Which performance or promise it serves, such as answers within two seconds for 200 scanners.
    #[field(long, searched)]
    pub performance: Option<String>,
    /// How it is known: the demand, the agreement or the measurement that it comes from.
    #[field(long)]
    pub basis: Option<String>,
    /// The metric by which its use is watched.
    #[field(filtered)]
    pub metric: Option<Ref<kind::CapacityMetric>>,
    /// Who keeps it right.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The day by which it is looked at again.
    #[field(listed, filtered)]
    pub review_on: Option<Date>,
    /// Who approved it.
    #[field(computed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When it was approved.
    #[field(computed, filtered)]
    pub approved_at: Option<Timestamp>,
}

/// The sorts of resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Resource {
    /// People: their number, their hours, their skills.
    Human,
    /// Technology: machines, lines, storage, licences.
    Technical,
    /// Information: data, documents, knowledge that must be at hand.
    Information,
    /// Money that can be spent in time.
    Financial,
}

/// Where a requirement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being worked out.
    Draft,
    /// It was approved and holds.
    #[choice(tone = Done)]
    Approved,
    /// Another one took its place, or it is not needed.
    #[choice(tone = Off, end)]
    Superseded,
}

const LIFE: &[Step<CapacityRequirement>] = &[
    step("approve", "Approve", &[State::Draft], State::Approved)
        .help("It holds from now on. Not for whoever wrote it.")
        .asks(&["performance", "basis", "owner", "review_on"])
        .guard(may_approve)
        .then(|me, now| {
            me.approved_by = now.actor.person.map(Ref::new);
            me.approved_at = Some(now.now);
        }),
    step("supersede", "Supersede", &[State::Approved], State::Superseded)
        .help("It holds no longer. Say what holds instead.")
        .needs_note(),
    step("discard", "Discard", &[State::Draft], State::Superseded)
        .help("It is not needed. Say why.")
        .needs_note(),
];

fn may_approve(me: &CapacityRequirement, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Approve",
        &[
            (me.performance.is_some(), "Performance"),
            (me.basis.is_some(), "Basis"),
            (me.owner.is_some(), "Owner"),
            (me.review_on.is_some(), "Review on"),
        ],
    )?;
    approved_by_another("a requirement", now)
}

fn settle(
    me: &mut CapacityRequirement,
    before: Option<&CapacityRequirement>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.amount > Decimal::ZERO, "amount", "must be above zero")?;
    let what = |one: &CapacityRequirement| {
        (one.service, one.resource, one.amount, one.unit.clone(), one.performance.clone())
    };
    let approved = before.filter(|before| before.approved_at.is_some() && !is_import(now));
    let is_kept = approved.is_none_or(|before| what(before) == what(me));
    let fault = "and what else was approved stay as they are; write a new requirement";
    fault_unless(is_kept, "amount", fault)
}

#[cfg(test)]
mod tests {
    use crate::story::{BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "capacity_requirement";
    const WHOLE: &[(&str, &str)] = &[
        ("summary", "Two administrators"),
        ("service", "3"),
        ("resource", "human"),
        ("amount", "80"),
        ("unit", "hours a week"),
        ("performance", "Repair within four hours"),
        ("basis", "Times booked last year"),
        ("owner", "2"),
        ("review_on", "2026-12-01"),
    ];

    #[test]
    fn it_is_approved_by_another_and_stays_as_it_is() {
        let mut story = Story::saved(KIND, WHOLE);
        let refusal = story.take("approve", &[("basis", ""), ("review_on", "")]).unwrap_err();
        assert_eq!(refusal, "Before “Approve”, fill in: Basis, Review on.");
        assert!(story.take("approve", &[]).unwrap_err().contains("Ask somebody else"));
        story.by(BEN, &[Role::ProcessOwner]).take("approve", &[]).unwrap();
        assert!(story.save(&[("amount", "90")]).unwrap_err().contains("write a new requirement"));
        story.save(&[("review_on", "2027-06-01")]).unwrap();
        let none = Story::of(KIND).save(&[WHOLE, &[("amount", "0")]].concat()).unwrap_err();
        assert_eq!(none, "Amount must be above zero.");
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
            story.put(from).by(BEN, &[Role::ProcessOwner]);
            story
        });
    }
}
