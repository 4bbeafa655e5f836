//! Operational agreements: what was agreed with a team of our own house, or with a customer who supplies a part.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{date_not_in_future, fault_unless, fill_in, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{ToSpan, civil::Date};

/// What a team of our own house, or a customer who supplies a part of a service, agreed to do for
/// it: targets, what each side commits to, what is done, and where the work is handed over.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "OLA", clause = "8.3.4", life, settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Links, Tasks, Tags, Watchers, Review))]
pub struct OperationalAgreement {
    /// What people call it.
    #[field(searched, listed)]
    pub name: String,
    /// Who supplies.
    #[field(listed, filtered)]
    pub party: Party,
    /// The team that supplies.
    #[field(listed, filtered)]
    pub team: Option<Ref<kind::Team>>,
    /// The customer that supplies.
    #[field(listed, filtered)]
    pub customer: Option<Ref<kind::Customer>>,
    /// The services that it covers.
    #[field(filtered)]
    pub services: Vec<Ref<kind::Service>>,
    /// The configuration items that it covers.
    pub items: Vec<Ref<kind::ConfigurationItem>>,
    /// The processes that it covers, such as user administration.
    pub processes: Option<String>,
    /// What they do, and what not.
    #[field(long, searched)]
    pub activities: Option<String>,
    /// What each side commits to. The targets in figures stand in the supplier targets.
    #[field(long)]
    pub commitments: Option<String>,
    /// Where work is handed over: who calls whom, by which way, with which information.
    #[field(long)]
    pub interfaces: Option<String>,
    /// The hours in which they attend.
    #[field(listed)]
    pub calendar: Option<Ref<kind::Calendar>>,
    /// The colleague who answers for keeping it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The first day on which it counts.
    #[field(listed)]
    pub starts_on: Option<Date>,
    /// The last day on which it counts. Empty means until it is ended.
    #[field(listed)]
    pub ends_on: Option<Date>,
    /// The name of the person who agreed for them.
    pub agreed_by: Option<String>,
    /// The day on which they agreed.
    pub agreed_on: Option<Date>,
    /// How many months may pass between two reviews.
    #[field(unit = "months", default = "12")]
    pub review_months: Option<i64>,
    /// The day of the last review.
    pub last_review_on: Option<Date>,
    /// The day by which the next review is due.
    #[field(computed, listed, filtered)]
    pub next_review_on: Option<Date>,
}

/// Who supplies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Party {
    /// A team of our own house that works outside of the management system.
    #[choice(label = "Internal team")]
    InternalTeam,
    /// A customer who supplies a part of a service.
    Customer,
}

/// Where an operational agreement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// Both sides said yes; it does not count yet.
    #[choice(tone = Waiting)]
    Agreed,
    /// It counts.
    #[choice(tone = Done)]
    InForce,
    /// It counts, and both sides look at whether it still fits.
    #[choice(tone = Going)]
    UnderReview,
    /// It no longer counts.
    #[choice(tone = Off, end)]
    Ended,
}

const LIFE: &[Step<OperationalAgreement>] = &[
    step("agree", "Agree", &[State::Draft], State::Agreed)
        .help("Both sides say yes to the targets, commitments, activities and interfaces.")
        .asks(&[
            "owner",
            "activities",
            "commitments",
            "interfaces",
            "calendar",
            "agreed_by",
            "agreed_on",
        ])
        .guard(is_agreed),
    step("start", "Put in force", &[State::Agreed], State::InForce)
        .help("From its first day on it counts.")
        .asks(&["starts_on"])
        .guard(|me, now| {
            has_targets(now)?;
            only_if(
                me.starts_on.is_some_and(|first| first <= today(now)),
                "Its first day has not come. Correct “Starts on”, or wait for that day.",
            )
        }),
    step("review", "Review", &[State::InForce], State::UnderReview)
        .help("Both sides look at whether it still fits."),
    step("keep", "Keep as it is", &[State::UnderReview], State::InForce)
        .help("The review found that it still fits. Say what was compared.")
        .needs_note()
        .then(|me, now| me.last_review_on = Some(today(now))),
    step("amend", "Amend", &[State::UnderReview], State::Draft)
        .help("It is changed, and both sides agree anew. Say what changes and why.")
        .needs_note()
        .then(|me, now| {
            me.last_review_on = Some(today(now));
            me.agreed_by = None;
            me.agreed_on = None;
        }),
    step("end", "End", &[State::Agreed, State::InForce], State::Ended)
        .help("They no longer supply, or another agreement takes over. Say which.")
        .needs_note()
        .then(|me, now| {
            me.ends_on.get_or_insert(today(now));
        }),
];

fn is_agreed(me: &OperationalAgreement, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Agree",
        &[
            (me.owner.is_some(), "Owner"),
            (me.activities.is_some(), "Activities"),
            (me.commitments.is_some(), "Commitments"),
            (me.interfaces.is_some(), "Interfaces"),
            (me.calendar.is_some(), "Calendar"),
            (me.agreed_by.is_some(), "Agreed by"),
            (me.agreed_on.is_some(), "Agreed on"),
        ],
    )?;
    only_if(
        !me.services.is_empty() || !me.items.is_empty() || me.processes.is_some(),
        "Say what it covers: name services, configuration items or processes.",
    )?;
    has_targets(now)
}

fn has_targets(now: &Situation<'_>) -> Result<(), Refusal> {
    let count =
        now.facts.count_in_state("supplier_target", "operational_agreement", now.record, "current");
    only_if(
        count > 0,
        "The agreement has no target yet. Add at least one supplier target to it first.",
    )
}

fn settle(
    me: &mut OperationalAgreement,
    _: Option<&OperationalAgreement>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let (team, customer) = (me.team.is_some(), me.customer.is_some());
    match me.party {
        Party::InternalTeam => {
            fault_unless(team, "team", "is required: say which team supplies")?;
            fault_unless(
                !customer,
                "customer",
                "does not supply where a team does; leave it empty",
            )?;
        }
        Party::Customer => {
            fault_unless(customer, "customer", "is required: say which customer supplies")?;
            fault_unless(!team, "team", "does not supply where a customer does; leave it empty")?;
        }
    }
    let is_backward = me.starts_on.zip(me.ends_on).is_some_and(|(first, last)| last < first);
    fault_unless(!is_backward, "ends_on", "lies before the first day")?;
    let months = me.review_months.is_none_or(|months| (1..=120).contains(&months));
    fault_unless(months, "review_months", "must be 1 to 120 months")?;
    date_not_in_future("agreed_on", me.agreed_on, now)?;
    date_not_in_future("last_review_on", me.last_review_on, now)?;
    let from = me.last_review_on.or(me.starts_on);
    me.next_review_on = from
        .zip(me.review_months)
        .and_then(|(from, months)| from.checked_add(months.months()).ok());
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};

    const KIND: &str = "operational_agreement";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Databases for the clinic"),
        ("party", "internal_team"),
        ("team", "2"),
        ("services", "3"),
        ("owner", "1"),
        ("activities", "Runs and mends the databases"),
        ("commitments", "They mend at night; we tell them of changes a week before"),
        ("interfaces", "The on-call phone; incidents are handed over in Gemba"),
        ("calendar", "5"),
        ("agreed_by", "Nadia"),
        ("agreed_on", "2026-02-20"),
        ("starts_on", "2026-03-01"),
    ];

    #[test]
    fn a_team_or_a_customer_supplies_and_not_both() {
        let refused =
            |fields: &[(&str, &str)]| Story::of(KIND).save(&[WHOLE, fields].concat()).unwrap_err();
        assert!(refused(&[("team", "")]).starts_with("Team is required"));
        assert!(refused(&[("customer", "4")]).starts_with("Customer does not supply"));
        assert!(refused(&[("party", "customer")]).starts_with("Customer is required"));
        let theirs = [("party", "customer"), ("team", ""), ("customer", "4")];
        Story::saved(KIND, &[WHOLE, &theirs].concat());
    }

    #[test]
    fn what_the_clause_asks_for_is_all_there_before_it_is_agreed() {
        let fields = [("name", "Databases"), ("party", "internal_team"), ("team", "2")];
        let mut story = Story::saved(KIND, &fields);
        let refusal = story.take("agree", &[]).unwrap_err();
        assert_eq!(
            refusal,
            "Before “Agree”, fill in: Owner, Activities, Commitments, Interfaces, Calendar, Agreed \
             by, Agreed on."
        );
        let mut story = Story::saved(KIND, WHOLE);
        assert!(story.take("agree", &[]).unwrap_err().contains("has no target yet"));
        story.given_count("supplier_target", "operational_agreement", 1);
        story.save(&[("services", "")]).unwrap();
        assert!(story.take("agree", &[]).unwrap_err().starts_with("Say what it covers"));
        story.save(&[("processes", "User administration")]).unwrap();
        story.take("agree", &[]).unwrap();
    }

    #[test]
    fn it_counts_from_its_first_day_and_is_looked_at_again() {
        let mut story = Story::saved(KIND, WHOLE);
        story.given_count("supplier_target", "operational_agreement", 1);
        story.take("agree", &[]).unwrap();
        let early = story.take("start", &[("starts_on", "2026-04-01")]).unwrap_err();
        assert!(early.starts_with("Its first day has not come."), "{early}");
        story.take("start", &[]).unwrap();
        assert_eq!(story.holds("next_review_on"), "2027-03-01");
        story.at("2026-08-31T09:00:00Z").save(&[("review_months", "6")]).unwrap();
        story.take("review", &[]).unwrap();
        story.noted("keep", &[], "All targets kept").unwrap();
        assert_eq!(story.holds("next_review_on"), "2027-02-28", "the last day of the month");
    }

    #[test]
    fn the_whole_way() {
        let machine = &[
            ("draft", "agreed", "agree"),
            ("agreed", "in_force", "start"),
            ("in_force", "under_review", "review"),
            ("under_review", "in_force", "keep"),
            ("under_review", "draft", "amend"),
            ("agreed", "ended", "end"),
            ("in_force", "ended", "end"),
        ];
        walk(KIND, machine, "The team moved", |state, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.given_count("supplier_target", "operational_agreement", 1);
            story.put(state);
            story
        });
    }
}
