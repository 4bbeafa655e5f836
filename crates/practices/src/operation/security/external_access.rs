//! The right of other parties to get at what is ours: for what, by which agreement, and until when.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{date_not_in_future, fault_unless, fill_in, has_note, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;

/// The right of another party to get at our systems, services or information. It names the agreement
/// in which the information security requirements were agreed; access without one is a finding.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "EXA", clause = "8.7.3.2", menu = Plan, plural = "External accesses", life)]
#[kind(settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Links, Tasks, Tags, Watchers))]
pub struct ExternalAccess {
    /// What they get at, in one line, such as “Remote support of the ward printers”.
    #[field(searched, listed)]
    pub name: String,
    /// The supplier who has it.
    #[field(listed, filtered)]
    pub supplier: Option<Ref<kind::Supplier>>,
    /// The customer who has it, where it is one.
    #[field(filtered)]
    pub customer: Option<Ref<kind::Customer>>,
    /// Who else has it, if they are neither supplier nor customer.
    #[field(searched)]
    pub party: Option<String>,
    /// The service that they get at.
    #[field(listed, filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// The configuration items that they get at.
    pub items: Vec<Ref<kind::ConfigurationItem>>,
    /// What they need it for.
    #[field(long, searched)]
    pub purpose: Option<String>,
    /// The contract by which it is agreed.
    #[field(listed, filtered)]
    pub contract: Option<Ref<kind::Contract>>,
    /// The information security requirements that were agreed with them.
    #[field(long)]
    pub requirements: Option<String>,
    /// The risks that come with it.
    pub risks: Vec<Ref<kind::Risk>>,
    /// The colleague who answers for it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The first day on which they have it.
    #[field(filtered)]
    pub from: Option<Date>,
    /// The last day on which they have it; empty if it goes on.
    #[field(listed, filtered)]
    pub until: Option<Date>,
    /// The day by which it is looked at again.
    #[field(listed, filtered)]
    pub review_on: Option<Date>,
    /// The day on which it was looked at last.
    #[field(computed)]
    pub reviewed_on: Option<Date>,
    /// The day on which it was taken back.
    #[field(computed)]
    pub ended_on: Option<Date>,
}

/// Where an access stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Somebody asked for it.
    #[choice(tone = Waiting)]
    Asked,
    /// They have it.
    #[choice(tone = Going)]
    Granted,
    /// It was taken back.
    #[choice(tone = Done, end)]
    Ended,
    /// They do not get it.
    #[choice(tone = Off, end)]
    Refused,
}

const LIFE: &[Step<ExternalAccess>] = &[
    step("grant", "Grant", &[State::Asked], State::Granted)
        .help(
            "They have it from now on. Say for what, what was agreed on information security, and when it is looked \
             at again.",
        )
        .asks(&["purpose", "requirements", "contract", "owner", "from", "until", "review_on"])
        .guard(may_grant)
        .then(|me, now| {
            me.from.get_or_insert(today(now));
        }),
    step("review", "Record a review", &[State::Granted], State::Granted)
        .help("It was looked at today. Say what was found, and when it is looked at again.")
        .asks(&["contract", "requirements", "until", "review_on"])
        .needs_note()
        .guard(|me: &ExternalAccess, now| {
            only_if(has_note(now), "Say what was found.")?;
            is_watched(me, now)
        })
        .then(|me, now| me.reviewed_on = Some(today(now))),
    step("end", "Take back", &[State::Granted], State::Ended)
        .help("They have it no longer. Say how it was taken back.")
        .needs_note()
        .then(|me, now| me.ended_on = Some(today(now))),
    step("refuse", "Refuse", &[State::Asked], State::Refused)
        .help("They do not get it. Say why.")
        .needs_note(),
];

fn may_grant(me: &ExternalAccess, now: &Situation<'_>) -> Result<(), Refusal> {
    let has_party = me.supplier.is_some() || me.customer.is_some() || me.party.is_some();
    fill_in(
        "Grant",
        &[
            (has_party, "Supplier, Customer or Party"),
            (me.purpose.is_some(), "Purpose"),
            (me.requirements.is_some(), "Requirements"),
            (me.owner.is_some(), "Owner"),
        ],
    )?;
    is_watched(me, now)
}

fn is_watched(me: &ExternalAccess, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.review_on.is_some_and(|day| day > today(now)),
        "Say under “Review on” by when it is looked at again; that day must lie ahead.",
    )
}

fn settle(
    me: &mut ExternalAccess,
    _: Option<&ExternalAccess>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_backward = me.from.zip(me.until).is_some_and(|(from, until)| until < from);
    fault_unless(!is_backward, "until", "lies before the first day")?;
    date_not_in_future("reviewed_on", me.reviewed_on, now)
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};

    const KIND: &str = "external_access";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Remote support of the printers"),
        ("supplier", "3"),
        ("purpose", "They put printers right"),
        ("requirements", "Named accounts, two factors"),
        ("owner", "1"),
        ("review_on", "2026-09-01"),
    ];
    const MACHINE: &[(&str, &str, &str)] = &[
        ("asked", "granted", "grant"),
        ("asked", "refused", "refuse"),
        ("granted", "granted", "review"),
        ("granted", "ended", "end"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "The accounts were closed", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from);
            story
        });
    }

    #[test]
    fn an_access_says_who_has_it_for_what_and_until_when() {
        let mut story = Story::saved(KIND, &[("name", "Remote support")]);
        assert_eq!(
            story.take("grant", &[]).unwrap_err(),
            "Before “Grant”, fill in: Supplier, Customer or Party, Purpose, Requirements, Owner."
        );
        story.save(WHOLE).unwrap();
        let past = story.take("grant", &[("review_on", "2026-03-02")]).unwrap_err();
        assert!(past.contains("must lie ahead"), "{past}");
        story.take("grant", &[("review_on", "2026-09-01")]).unwrap();
        assert_eq!(story.holds("from"), "2026-03-02");
        let fault = story.save(&[("until", "2026-03-01")]).unwrap_err();
        assert!(fault.contains("lies before the first day"), "{fault}");
        story.noted("review", &[("review_on", "2026-12-01")], "Three accounts").unwrap();
        assert_eq!(story.holds("reviewed_on"), "2026-03-02");
        story.noted("end", &[], "Accounts closed").unwrap();
        assert_eq!((story.state(), &*story.holds("ended_on")), ("ended", "2026-03-02"));
    }
}
