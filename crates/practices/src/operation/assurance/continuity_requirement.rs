//! Continuity requirements: how soon a service must be back after a disaster, and how much may be lost.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{date_not_in_future, fault_unless, fill_in, today},
    step,
};
use gemba_vocabulary::{Ref, Seconds, kind};
use jiff::civil::Date;

/// What has to hold for a service after a disaster: how soon it is back, how much data may be lost,
/// and what must work in the meantime. It is agreed with those who use the service.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CRQ", clause = "8.7.2", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Links, Tasks, Review))]
pub struct ContinuityRequirement {
    /// What it is called, such as “Mail for the clinic after a disaster”.
    #[field(searched, listed)]
    pub name: String,
    /// The service that it is about.
    #[field(listed, filtered)]
    pub service: Ref<kind::Service>,
    /// The customer with whom it is agreed. Empty means everybody whom the service is for.
    #[field(listed, filtered)]
    pub customer: Option<Ref<kind::Customer>>,
    /// What the business cannot do without the service, and how the harm grows with time.
    #[field(long, searched)]
    pub business_effect: Option<String>,
    /// How soon the service must be back.
    #[field(listed, label = "Recovery time (RTO)")]
    pub rto: Option<Seconds>,
    /// From when on that time is counted.
    #[field(default = "disruption")]
    pub clock_starts: ClockStart,
    /// The time before the disruption of which data may be lost.
    #[field(listed, label = "Data loss (RPO)")]
    pub rpo: Option<Seconds>,
    /// How long the business survives without the service. The recovery time must lie below.
    #[field(label = "Longest tolerable time")]
    pub tolerable: Option<Seconds>,
    /// What must work at least until everything is as usual again, and for whom.
    #[field(long)]
    pub minimum_level: Option<String>,
    /// What it was derived from: requirements, agreements, laws and risks.
    #[field(long)]
    pub sources: Option<String>,
    /// Who agreed for those who use the service.
    pub agreed_by: Option<String>,
    /// The day on which it was agreed.
    #[field(listed)]
    pub agreed_on: Option<Date>,
}

/// From when on the time until recovery is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum ClockStart {
    /// From the disruption, whoever notices it and whenever.
    Disruption,
    /// From the moment at which the plan is invoked.
    Declaration,
}

/// Where a continuity requirement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// It counts: plans and tests are held against it.
    #[choice(tone = Done)]
    Agreed,
    /// Another one took its place, or the service went.
    #[choice(tone = Off, end)]
    Superseded,
    /// It was never agreed.
    #[choice(tone = Off, end)]
    Withdrawn,
}

const LIFE: &[Step<ContinuityRequirement>] = &[
    step("agree", "Agree", &[State::Draft], State::Agreed)
        .help(
            "Those who use the service agree to it. Everything that a plan rests on must be there.",
        )
        .asks(&[
            "business_effect",
            "rto",
            "rpo",
            "minimum_level",
            "sources",
            "agreed_by",
            "agreed_on",
        ])
        .guard(may_agree)
        .then(|me, now| {
            me.agreed_on.get_or_insert(today(now));
        }),
    step("revise", "Revise", &[State::Agreed], State::Draft)
        .help("It changes, and is agreed anew. Say what changes and why.")
        .needs_note()
        .then(|me: &mut ContinuityRequirement, _| {
            me.agreed_by = None;
            me.agreed_on = None;
        }),
    step("supersede", "Supersede", &[State::Agreed], State::Superseded)
        .help("It no longer counts. Say what takes its place.")
        .needs_note(),
    step("withdraw", "Withdraw", &[State::Draft], State::Withdrawn)
        .help("It is not agreed. Say why.")
        .needs_note(),
];

fn may_agree(me: &ContinuityRequirement, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Agree",
        &[
            (me.business_effect.is_some(), "Business effect"),
            (me.rto.is_some(), "Recovery time (RTO)"),
            (me.rpo.is_some(), "Data loss (RPO)"),
            (me.minimum_level.is_some(), "Minimum level"),
            (me.sources.is_some(), "Sources"),
            (me.agreed_by.is_some(), "Agreed by"),
        ],
    )
}

fn settle(
    me: &mut ContinuityRequirement,
    before: Option<&ContinuityRequirement>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let length = |given: Option<Seconds>| given.is_none_or(|given| given.0 >= 0);
    fault_unless(length(me.rto), "rto", "cannot be below zero")?;
    fault_unless(length(me.rpo), "rpo", "cannot be below zero")?;
    let is_too_long = me.rto.zip(me.tolerable).is_some_and(|(rto, most)| rto > most);
    fault_unless(!is_too_long, "rto", "is longer than the business survives without the service")?;
    date_not_in_future("agreed_on", me.agreed_on, now)?;
    let Some(before) = before.filter(|before| before.agreed_on.is_some()) else { return Ok(()) };
    if me.agreed_on.is_none() {
        return Ok(());
    }
    let fault = "was agreed as it is; take the step “Revise” first, so that it is agreed anew";
    fault_unless(me.service == before.service, "service", fault)?;
    fault_unless(me.rto == before.rto, "rto", fault)?;
    fault_unless(me.rpo == before.rpo, "rpo", fault)?;
    fault_unless(me.clock_starts == before.clock_starts, "clock_starts", fault)?;
    fault_unless(me.minimum_level == before.minimum_level, "minimum_level", fault)
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};

    const KIND: &str = "continuity_requirement";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Mail after a disaster"),
        ("service", "3"),
        ("business_effect", "No orders come in; 20,000 EUR an hour"),
        ("rto", "4h"),
        ("rpo", "15m"),
        ("tolerable", "24h"),
        ("minimum_level", "Mail for the order desk"),
        ("sources", "Agreement with Acme, risk of a lost data hall"),
        ("agreed_by", "Zoe of Acme"),
    ];

    #[test]
    fn it_is_whole_before_it_is_agreed_and_stays_as_it_was_agreed() {
        let mut story = Story::saved(KIND, &WHOLE[..2]);
        let refusal = story.take("agree", &[]).unwrap_err();
        assert_eq!(
            refusal,
            "Before “Agree”, fill in: Business effect, Recovery time (RTO), Data loss (RPO), \
             Minimum level, Sources, Agreed by."
        );
        let mut story = Story::saved(KIND, WHOLE);
        assert_eq!(story.holds("clock_starts"), "disruption");
        story.take("agree", &[]).unwrap();
        assert_eq!(story.holds("agreed_on"), "2026-03-02");
        let softer = [("clock_starts", "declaration")];
        assert!(story.save(&softer).unwrap_err().contains("take the step “Revise” first"));
        story.noted("revise", &[], "The clock starts later").unwrap();
        story.save(&softer).unwrap();
        assert_eq!((story.state(), &*story.holds("agreed_by")), ("draft", ""));
    }

    #[test]
    fn nobody_promises_what_comes_too_late() {
        let late = [WHOLE, &[("rto", "25h")]].concat();
        let refusal = Story::of(KIND).save(&late).unwrap_err();
        assert!(refusal.ends_with("is longer than the business survives without the service."));
    }

    const MACHINE: &[(&str, &str, &str)] = &[
        ("draft", "agreed", "agree"),
        ("draft", "withdrawn", "withdraw"),
        ("agreed", "draft", "revise"),
        ("agreed", "superseded", "supersede"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "So it was", |state, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(state);
            story
        });
    }
}
