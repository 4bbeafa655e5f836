//! Sets of requirements of one's own: a customer's annex, a law, another standard, an internal rule.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{approved_by_another, fault_unless, fill_in, is_import, only_if, speaks_for_house},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{Timestamp, civil::Date};

/// Requirements that you hold yourself to besides ISO/IEC 20000-1: a customer's annex, a law, another standard, a rule
/// of your own. “Readiness” answers them as it answers the standard. Write what is asked in words that you may keep.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "RQS", clause = "9.1", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tags))]
pub struct RequirementSet {
    /// What it is called, such as “Security annex of the clinic”. Readiness is asked for by this name.
    #[field(searched, listed, unique)]
    pub name: String,
    /// Where it comes from: who wrote it, and where it can be read.
    #[field(searched, listed)]
    pub source: Option<String>,
    /// Which version of it this is.
    #[field(listed, label = "Edition or version")]
    pub issue: Option<String>,
    /// Who sees to it that it is met.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The day from which on it has to be met.
    #[field(listed, filtered)]
    pub valid_from: Option<Date>,
    /// Who approved it.
    #[field(computed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When it was approved; from then on it is in force.
    #[field(computed)]
    pub approved_at: Option<Timestamp>,
}

/// Where a set stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Its requirements are being written or brought in.
    Draft,
    /// It has to be met, and its requirements stay as they are.
    #[choice(tone = Done)]
    InForce,
    /// It has to be met no longer.
    #[choice(tone = Off, end)]
    Retired,
}

const LIFE: &[Step<RequirementSet>] = &[
    step("approve", "Approve", &[State::Draft], State::InForce)
        .help("It has to be met from its day on. Somebody does who did not write it.")
        .asks(&["owner", "source", "issue", "valid_from"])
        .guard(may_approve)
        .then(|me, now| {
            me.approved_by = now.actor.person.map(Ref::new);
            me.approved_at = Some(now.now);
        }),
    step("revise", "Revise", &[State::InForce], State::Draft)
        .help("Opens its requirements for changes. It counts again once it is approved. Say what changes.")
        .needs_note()
        .guard(may_end)
        .then(|me, _| (me.approved_by, me.approved_at) = (None, None)),
    step("retire", "Retire", &[State::Draft, State::InForce], State::Retired)
        .help("It has to be met no longer. Say why.")
        .needs_note()
        .guard(may_end),
];

/// Names under which the standard itself is asked for.
const EDITIONS: [&str; 3] = ["2018", "2011", "2005"];

fn may_approve(me: &RequirementSet, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Approve",
        &[
            (me.owner.is_some(), "Owner"),
            (me.source.is_some(), "Source"),
            (me.issue.is_some(), "Edition or version"),
            (me.valid_from.is_some(), "Valid from"),
        ],
    )?;
    only_if(
        now.facts.count("own_requirement", "set", now.record) > 0,
        "It has no requirement yet. Add at least one, or bring them in from a file.",
    )?;
    approved_by_another("a set of requirements", now)?;
    only_if(speaks_for_house(now), BY_WHOM)
}

const BY_WHOM: &str =
    "A service manager, a process owner or top management does that. Ask one of them.";

fn may_end(_: &RequirementSet, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(speaks_for_house(now), BY_WHOM)
}

fn settle(
    me: &mut RequirementSet,
    before: Option<&RequirementSet>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    me.name = me.name.trim().to_owned();
    let fault = "is what an edition of ISO/IEC 20000-1 is asked for by; choose another";
    fault_unless(!EDITIONS.contains(&me.name.as_str()), "name", fault)?;
    let content = |it: &RequirementSet| {
        (it.name.clone(), it.source.clone(), it.issue.clone(), it.owner, it.valid_from)
    };
    let approved = before.filter(|before| before.approved_at.is_some() && !is_import(now));
    let is_reopened = me.approved_at.is_none();
    let is_kept = approved.is_none_or(|before| is_reopened || content(before) == content(me));
    fault_unless(is_kept, "name", "and all that was approved stay as they are; revise it first")
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "requirement_set";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Security annex of the clinic"),
        ("source", "Contract with the clinic, annex 3"),
        ("issue", "2026-01"),
        ("owner", "2"),
        ("valid_from", "2026-02-01"),
    ];

    fn written() -> Story {
        let mut story = Story::of(KIND);
        story.by(BEN, &[Role::ServiceManager]).save(WHOLE).unwrap();
        story.given_count("own_requirement", "set", 3);
        story
    }

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        let machine = [
            ("draft", "in_force", "approve"),
            ("in_force", "draft", "revise"),
            ("draft", "retired", "retire"),
            ("in_force", "retired", "retire"),
        ];
        walk(KIND, &machine, "The contract changed", |from, _| {
            let mut story = written();
            story.put(from).by(ADA, &[Role::TopManagement]);
            story
        });
    }

    #[test]
    fn somebody_else_approves_what_is_whole() {
        let mut bare = Story::of(KIND);
        bare.by(BEN, &[Role::ServiceManager]).save(&WHOLE[..1]).unwrap();
        bare.by(ADA, &[Role::ServiceManager]);
        assert_eq!(
            bare.take("approve", &[]).unwrap_err(),
            "Before “Approve”, fill in: Owner, Source, Edition or version, Valid from."
        );
        let mut story = written();
        assert!(story.take("approve", &[]).unwrap_err().contains("Ask somebody else."));
        story.given_count("own_requirement", "set", 0).by(ADA, &[Role::ServiceManager]);
        assert!(story.take("approve", &[]).unwrap_err().contains("no requirement yet"));
        story.given_count("own_requirement", "set", 1);
        assert!(story.by(ADA, &[Role::Agent]).take("approve", &[]).is_err());
        story.by(ADA, &[Role::ProcessOwner]).take("approve", &[]).unwrap();
        assert_eq!((story.state(), &*story.holds("approved_by")), ("in_force", "1"));
    }

    #[test]
    fn what_was_approved_stays_until_it_is_revised() {
        let mut story = written();
        story.by(ADA, &[Role::ProcessOwner]).take("approve", &[]).unwrap();
        let refusal = story.save(&[("source", "Another contract")]).unwrap_err();
        assert!(refusal.contains("revise it first"), "{refusal}");
        story.noted("revise", &[], "The annex changed").unwrap();
        assert_eq!(story.holds("approved_by"), "");
        story.save(&[("source", "Another contract")]).unwrap();
    }

    #[test]
    fn a_set_is_not_called_like_an_edition_of_the_standard() {
        let refusal = Story::of(KIND).save(&[("name", "2018")]).unwrap_err();
        assert!(refusal.contains("choose another"), "{refusal}");
    }
}
