//! Obligations: laws, contracts, standards and policies that we have to keep, and how we do.
use gemba_model::{
    Choice, Kind, Refusal, Situation, Step,
    library::{fill_in, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;

/// A law, contract, standard or policy that we have to keep, how it applies to our services, and how we
/// keep it.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "OBL", clause = "4.2", menu = Plan, life)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers, Review))]
pub struct Obligation {
    /// What it is called.
    #[field(searched, listed)]
    pub name: String,
    /// What it is.
    #[field(listed, filtered)]
    pub sort: Sort,
    /// Where it stands: the law and its section, the contract and its date.
    #[field(searched)]
    pub source: Option<String>,
    /// The contract with a supplier in which it stands.
    #[field(filtered)]
    pub contract: Option<Ref<kind::Contract>>,
    /// The agreement with a customer in which it stands.
    #[field(filtered)]
    pub agreement: Option<Ref<kind::ServiceLevelAgreement>>,
    /// The document on record in which it can be read.
    #[field(filtered)]
    pub document: Option<Ref<kind::Document>>,
    /// The services to which it applies.
    #[field(filtered)]
    pub services: Vec<Ref<kind::Service>>,
    /// Whether it applies to every service, and to how we manage them.
    #[field(filtered)]
    pub applies_to_all: bool,
    /// What it asks of us, and how it applies to these services.
    #[field(long, searched)]
    pub how_it_applies: Option<String>,
    /// How we keep it.
    #[field(long, searched)]
    pub how_met: Option<String>,
    /// Who sees to it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// What the last check found.
    #[field(listed, filtered)]
    pub finding: Option<Finding>,
    /// The day on which somebody checked it last.
    #[field(computed, listed, filtered)]
    pub last_checked_on: Option<Date>,
    /// The day by which it is checked again.
    #[field(listed, filtered)]
    pub review_on: Option<Date>,
    /// The day of which its owner was reminded.
    #[field(computed)]
    pub reminded_for: Option<Date>,
}

/// What an obligation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Sort {
    /// A law, or what an authority made of one.
    Law,
    /// A contract or an agreement.
    Contract,
    /// A standard that we keep.
    Standard,
    /// A policy of our own or of the group that we belong to.
    Policy,
}

/// What a check of an obligation found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Finding {
    /// We keep it.
    Met,
    /// We keep it in part; a task says what is missing.
    InPart,
    /// We do not keep it.
    NotMet,
}

/// Where an obligation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Somebody named it; how it applies is open.
    #[choice(tone = Waiting)]
    Identified,
    /// It applies, and it is checked that we keep it.
    #[choice(tone = Done)]
    Applies,
    /// It applies no longer, or never did.
    #[choice(tone = Off, end)]
    Ended,
}

const LIFE: &[Step<Obligation>] = &[
    step("apply", "It applies", &[State::Identified], State::Applies)
        .help("Says to what it applies and how we keep it.")
        .asks(&[
            "source",
            "services",
            "applies_to_all",
            "how_it_applies",
            "how_met",
            "owner",
            "review_on",
        ])
        .guard(is_described),
    step("check", "Check", &[State::Applies], State::Applies)
        .help("Somebody checked whether we keep it. Say what was looked at.")
        .asks(&["finding", "how_met", "review_on"])
        .needs_note()
        .guard(|me: &Obligation, now| {
            fill_in("Check", &[(me.finding.is_some(), "Finding")])?;
            lies_ahead(me, now)
        })
        .then(|me, now| me.last_checked_on = Some(today(now))),
    step("end", "End", &[State::Identified, State::Applies], State::Ended)
        .help("It applies no longer, or never did. Say why.")
        .needs_note(),
];

fn is_described(me: &Obligation, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "It applies",
        &[
            (me.source.is_some(), "Source"),
            (me.applies_to_all || !me.services.is_empty(), "Services or Applies to all"),
            (me.how_it_applies.is_some(), "How it applies"),
            (me.how_met.is_some(), "How met"),
            (me.owner.is_some(), "Owner"),
        ],
    )?;
    lies_ahead(me, now)
}

fn lies_ahead(me: &Obligation, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.review_on.is_some_and(|day| day > today(now)),
        "Say under “Review on” by when it is checked again; that day must lie ahead.",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};

    const KIND: &str = "obligation";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Law on patient data"),
        ("sort", "law"),
        ("source", "Section 22"),
        ("services", "1,2"),
        ("how_it_applies", "Records are kept within the country"),
        ("how_met", "Both halls are in Hamburg"),
        ("owner", "1"),
        ("finding", "met"),
        ("review_on", "2026-12-01"),
    ];
    const MACHINE: &[(&str, &str, &str)] = &[
        ("identified", "applies", "apply"),
        ("identified", "ended", "end"),
        ("applies", "applies", "check"),
        ("applies", "ended", "end"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "We read the contract", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from);
            story
        });
    }

    #[test]
    fn it_is_said_to_what_it_applies_and_when_it_was_checked() {
        let mut story = Story::saved(KIND, WHOLE);
        let bare = story.take("apply", &[("services", ""), ("how_met", "")]).unwrap_err();
        assert_eq!(bare, "Before “It applies”, fill in: Services or Applies to all, How met.");
        story.take("apply", &[("services", ""), ("applies_to_all", "yes")]).unwrap();
        let late = story.noted("check", &[("review_on", "2026-03-01")], "Read").unwrap_err();
        assert!(late.contains("must lie ahead"), "{late}");
        story.noted("check", &[("finding", "in_part")], "One backup is abroad").unwrap();
        assert_eq!(story.holds("last_checked_on"), "2026-03-02");
    }
}
