//! Contracts: what was agreed with a supplier, until when it binds, and by when notice must be given.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{date_not_in_future, fault_unless, fill_in, only_if, today},
    step,
};
use gemba_vocabulary::{Money, Ref, kind};
use jiff::{ToSpan, civil::Date};

/// What was agreed with a supplier: what they do for us, what both sides answer for, and until when
/// it binds. Its owner is reminded in good time before the last day for notice.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CON", clause = "8.3.4", life, settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Links, Tasks, Tags, Watchers, Review))]
pub struct Contract {
    /// What it is called, such as “Site lines for all customers”.
    #[field(searched, listed)]
    pub name: String,
    /// The number by which both sides know it.
    #[field(searched)]
    pub number: Option<String>,
    /// With whom it is.
    #[field(listed, filtered)]
    pub supplier: Option<Ref<kind::Supplier>>,
    /// The colleague who answers for it and is reminded before it ends.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// What the supplier does or delivers, and what not.
    #[field(long, searched)]
    pub scope: Option<String>,
    /// The services that it covers.
    #[field(filtered)]
    pub services: Vec<Ref<kind::Service>>,
    /// The configuration items that it covers.
    pub items: Vec<Ref<kind::ConfigurationItem>>,
    /// The processes that it covers, such as the service desk at night.
    pub processes: Option<String>,
    /// What the supplier has to meet, and how it is accepted.
    #[field(long)]
    pub requirements: Option<String>,
    /// The service level targets, or what else the supplier is bound to.
    #[field(long)]
    pub obligations: Option<String>,
    /// What we answer for, and who may decide on our side.
    #[field(long)]
    pub our_responsibilities: Option<String>,
    /// What the supplier answers for, and who may decide there.
    #[field(long)]
    pub their_responsibilities: Option<String>,
    /// What it costs in a year.
    #[field(listed)]
    pub yearly_cost: Option<Money>,
    /// The day on which the last side signed.
    pub signed_on: Option<Date>,
    /// The first day on which it binds.
    pub begins_on: Option<Date>,
    /// The last day of its first term; empty if it goes on until somebody gives notice.
    pub ends_on: Option<Date>,
    /// How long before the end notice must be given.
    #[field(unit = "months")]
    pub notice_months: Option<i64>,
    /// Whether it goes on by itself when nobody gives notice.
    pub renews: bool,
    /// By how long it goes on each time.
    #[field(unit = "months", default = "12")]
    pub renewal_months: Option<i64>,
    /// How long before the last day for notice its owner is reminded.
    #[field(unit = "days", default = "60")]
    pub remind_days: Option<i64>,
    /// The day on which notice was given, if it was.
    #[field(filtered)]
    pub notice_given_on: Option<Date>,
    /// The last day on which notice can be given.
    #[field(computed, listed, filtered)]
    pub notice_by: Option<Date>,
    /// The day on which it ends next: after the notice that was given, or that can still be given.
    #[field(computed, filtered)]
    pub next_end: Option<Date>,
    /// The last day for notice of which its owner was reminded.
    #[field(computed)]
    pub reminded_for: Option<Date>,
}

/// Where a contract stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being negotiated.
    Draft,
    /// Both sides signed; it does not bind yet.
    #[choice(tone = Waiting)]
    Signed,
    /// It binds both sides.
    #[choice(tone = Done)]
    InForce,
    /// It ran until its end.
    #[choice(tone = Off, end)]
    Ended,
    /// It was ended before its time, or never came about.
    #[choice(tone = Off, end)]
    Terminated,
}

const LIFE: &[Step<Contract>] = &[
    step("sign", "Sign", &[State::Draft], State::Signed)
        .help("Both sides signed. It says what it covers and what each side answers for.")
        .asks(&[
            "supplier",
            "owner",
            "scope",
            "services",
            "items",
            "processes",
            "requirements",
            "obligations",
            "our_responsibilities",
            "their_responsibilities",
            "begins_on",
            "signed_on",
        ])
        .guard(may_sign)
        .then(|me, now| {
            me.signed_on.get_or_insert(today(now));
        }),
    step("begin", "Comes into force", &[State::Signed], State::InForce)
        .help("From today on it binds both sides.")
        .asks(&["begins_on"])
        .guard(|me: &Contract, now| {
            only_if(
                me.begins_on.is_some_and(|first| first <= today(now)),
                "Its first day has not come. Correct “Begins on”, or wait for that day.",
            )
        }),
    step("extend", "Extend", &[State::InForce], State::InForce)
        .help("It was agreed that it goes on. Say what was compared before. A notice is void then.")
        .asks(&["ends_on", "yearly_cost"])
        .needs_note()
        .guard(|me: &Contract, now| {
            only_if(
                me.ends_on.is_some_and(|last| last > today(now)),
                "Say under “Ends on” until when it goes on; that day must lie ahead.",
            )
        })
        .then(|me, _| me.notice_given_on = None),
    step("give_notice", "Give notice", &[State::InForce], State::InForce)
        .help("One side gave notice. Say which one and why. It binds until its end.")
        .asks(&["notice_given_on"])
        .needs_note()
        .then(|me, now| {
            me.notice_given_on.get_or_insert(today(now));
        }),
    step("end", "End", &[State::InForce], State::Ended)
        .help("It ran until its last day.")
        .guard(may_end),
    step("terminate", "Terminate", &[State::Signed, State::InForce], State::Terminated)
        .help("It ends before its time. Say who ended it and why.")
        .needs_note(),
    step("abandon", "Abandon", &[State::Draft], State::Terminated)
        .help("It does not come about. Say why.")
        .needs_note(),
];

fn may_sign(me: &Contract, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Sign",
        &[
            (me.supplier.is_some(), "Supplier"),
            (me.owner.is_some(), "Owner"),
            (me.scope.is_some(), "Scope"),
            (me.requirements.is_some(), "Requirements"),
            (me.obligations.is_some(), "Obligations"),
            (me.our_responsibilities.is_some(), "Our responsibilities"),
            (me.their_responsibilities.is_some(), "Their responsibilities"),
            (me.begins_on.is_some(), "Begins on"),
        ],
    )?;
    only_if(
        !me.services.is_empty() || !me.items.is_empty() || me.processes.is_some(),
        "Say what it covers: name services, configuration items or processes.",
    )
}

fn may_end(me: &Contract, now: &Situation<'_>) -> Result<(), Refusal> {
    let Some(last) = me.next_end else {
        return Err(Refusal::because("It has no last day. Give notice, or terminate it."));
    };
    only_if(
        last < today(now),
        &format!("It binds until {last}. If it ends before that day, terminate it."),
    )
}

const MONTHS_MAX: i64 = 120;
const REMIND_DAYS_MAX: i64 = 730;

fn settle(me: &mut Contract, _: Option<&Contract>, now: &Situation<'_>) -> Result<(), FieldFault> {
    let is_backward = me.begins_on.zip(me.ends_on).is_some_and(|(from, to)| to < from);
    fault_unless(!is_backward, "ends_on", "lies before the first day")?;
    let months =
        |given: Option<i64>, least| given.is_none_or(|n| (least..=MONTHS_MAX).contains(&n));
    fault_unless(months(me.notice_months, 0), "notice_months", "must be 0 to 120 months")?;
    fault_unless(months(me.renewal_months, 1), "renewal_months", "must be 1 to 120 months")?;
    let days = 0..=REMIND_DAYS_MAX;
    let is_days = me.remind_days.is_none_or(|given| days.contains(&given));
    fault_unless(is_days, "remind_days", "must be 0 to 730 days")?;
    let can_renew = !me.renews || (me.renewal_months.is_some() && me.ends_on.is_some());
    fault_unless(
        can_renew,
        "renews",
        "needs the last day of the first term and the months by which it renews",
    )?;
    let negative = me.yearly_cost.as_ref().is_some_and(|cost| cost.amount.is_sign_negative());
    fault_unless(!negative, "yearly_cost", "cannot be below zero")?;
    date_not_in_future("signed_on", me.signed_on, now)?;
    date_not_in_future("notice_given_on", me.notice_given_on, now)?;
    let notice = me.notice_months.unwrap_or_default();
    let renewal = me.renewal_months.filter(|_| me.renews);
    let at = me.notice_given_on.unwrap_or_else(|| today(now));
    me.next_end = me.ends_on.and_then(|last| next_end(last, renewal, notice, at));
    me.notice_by = me.next_end.and_then(|last| notice_by(last, notice));
    Ok(())
}

/// The last day on which notice can be given for an end. Nothing before the calendar.
fn notice_by(last: Date, notice_months: i64) -> Option<Date> {
    last.checked_sub(notice_months.months()).ok()
}

/// The end for which notice on a day comes in time: that of the first term, or of a later one if the contract renews.
/// Months are counted from the first end, so that the 31st does not become the 28th for good.
fn next_end(
    first: Date,
    renewal_months: Option<i64>,
    notice_months: i64,
    at: Date,
) -> Option<Date> {
    let Some(renewal) = renewal_months else { return Some(first) };
    let mut months: i64 = 0;
    loop {
        let last = first.checked_add(months.months()).ok()?;
        if notice_by(last, notice_months)? >= at {
            return Some(last);
        }
        months = months.checked_add(renewal.max(1))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{Story, walk};
    use jiff::civil::date;

    const KIND: &str = "contract";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Site lines"),
        ("supplier", "4"),
        ("owner", "2"),
        ("scope", "Lines of all sites"),
        ("services", "3"),
        ("requirements", "As in annex 1"),
        ("obligations", "Repair within four hours"),
        ("our_responsibilities", "Access to the rooms; Tom decides"),
        ("their_responsibilities", "Repair; their duty manager decides"),
        ("begins_on", "2026-01-01"),
        ("ends_on", "2026-12-31"),
        ("notice_months", "3"),
    ];

    #[test]
    fn what_a_contract_must_say_is_asked_for_before_it_is_signed() {
        let mut story = Story::saved(KIND, &[("name", "Lines"), ("supplier", "4")]);
        let refusal = story.take("sign", &[]).unwrap_err();
        assert_eq!(
            refusal,
            "Before “Sign”, fill in: Owner, Scope, Requirements, Obligations, Our responsibilities, \
             Their responsibilities, Begins on."
        );
        let mut story = Story::saved(KIND, WHOLE);
        let refusal = story.take("sign", &[("services", "")]).unwrap_err();
        assert!(refusal.starts_with("Say what it covers"), "{refusal}");
        story.take("sign", &[("services", ""), ("processes", "The night shift")]).unwrap();
        assert_eq!((story.state(), &*story.holds("signed_on")), ("signed", "2026-03-02"));
    }

    #[test]
    fn it_binds_from_its_first_day_to_its_last() {
        let mut story = Story::saved(KIND, WHOLE);
        story.save(&[("begins_on", "2026-04-01")]).unwrap();
        story.take("sign", &[]).unwrap();
        assert!(story.take("begin", &[]).unwrap_err().contains("first day has not come"));
        story.at("2026-04-01T08:00:00Z").take("begin", &[]).unwrap();
        let refusal = story.take("end", &[]).unwrap_err();
        assert_eq!(refusal, "It binds until 2026-12-31. If it ends before that day, terminate it.");
        story.at("2027-01-01T00:00:00Z").take("end", &[]).unwrap();
        assert_eq!(story.state(), "ended");
    }

    #[test]
    fn a_contract_that_renews_ends_next_when_notice_can_still_be_given() {
        let at = |day| next_end(date(2026, 12, 31), Some(12), 3, day);
        assert_eq!(at(date(2026, 9, 30)), Some(date(2026, 12, 31)), "the last day for notice");
        assert_eq!(at(date(2026, 10, 1)), Some(date(2027, 12, 31)), "a day too late");
        let months = next_end(date(2025, 1, 31), Some(1), 0, date(2025, 3, 1));
        assert_eq!(months, Some(date(2025, 3, 31)), "February does not shorten March");
        assert_eq!(
            next_end(date(2026, 12, 31), None, 3, date(2030, 1, 1)),
            Some(date(2026, 12, 31))
        );
        assert_eq!(notice_by(date(2026, 5, 31), 3), Some(date(2026, 2, 28)));
    }

    #[test]
    fn after_notice_it_does_not_renew_until_it_is_extended() {
        let mut story = Story::saved(KIND, &[WHOLE, &[("renews", "yes")]].concat());
        assert_eq!(
            (&*story.holds("notice_by"), &*story.holds("next_end")),
            ("2026-09-30", "2026-12-31")
        );
        story.take("sign", &[]).unwrap();
        story.take("begin", &[]).unwrap();
        assert!(story.take("give_notice", &[]).is_err(), "which side, and why?");
        story.noted("give_notice", &[], "By us: too dear").unwrap();
        story.at("2026-11-01T08:00:00Z").save(&[("number", "L-7")]).unwrap();
        assert_eq!(story.holds("next_end"), "2026-12-31", "it does not go on");
        story.noted("extend", &[("ends_on", "2028-12-31")], "Compared three offers").unwrap();
        assert_eq!(
            (&*story.holds("notice_given_on"), &*story.holds("notice_by")),
            ("", "2028-09-30")
        );
        assert!(story.noted("extend", &[("ends_on", "2026-10-31")], "Late").is_err());
    }

    #[test]
    fn numbers_and_days_that_cannot_be_are_told() {
        let refused = |field: &str, text: &str| {
            Story::of(KIND).save(&[WHOLE, &[(field, text)]].concat()).unwrap_err()
        };
        assert!(refused("ends_on", "2025-12-31").contains("before the first day"));
        assert!(refused("notice_months", "121").contains("0 to 120"));
        assert!(refused("yearly_cost", "-1 EUR").contains("below zero"));
        assert!(refused("notice_given_on", "2026-03-09").contains("lies in the future"));
        let endless = [("name", "Lines"), ("renews", "yes")];
        assert!(Story::of(KIND).save(&endless).unwrap_err().contains("last day of the first term"));
    }

    const MACHINE: &[(&str, &str, &str)] = &[
        ("draft", "signed", "sign"),
        ("draft", "terminated", "abandon"),
        ("signed", "in_force", "begin"),
        ("signed", "terminated", "terminate"),
        ("in_force", "in_force", "extend"),
        ("in_force", "in_force", "give_notice"),
        ("in_force", "ended", "end"),
        ("in_force", "terminated", "terminate"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "So agreed", |from, verb| {
            let last = if verb == "end" { "2026-03-01" } else { "2026-12-31" };
            let mut story = Story::saved(KIND, &[WHOLE, &[("ends_on", last)]].concat());
            story.put(from);
            story
        });
    }
}
