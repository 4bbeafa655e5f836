//! Rules of retention: how long what is written down is kept, and what becomes of it then.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{approved_by_another, fault_unless, fill_in, is_import},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::Timestamp;

/// How long documents or records of one sort are kept, from when on, why so long, and what becomes of them then.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "RTR", clause = "7.5", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Links, Tags, Review))]
pub struct RetentionRule {
    /// What the rule is called, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// What it is for, such as procedures, incidents or logs of access.
    #[field(searched, listed)]
    pub applies_to: Option<String>,
    /// How long it is kept.
    #[field(listed, unit = "months")]
    pub keep_months: i64,
    /// From when on the time is counted.
    #[field(default = "end")]
    pub counted_from: CountedFrom,
    /// What becomes of it then.
    #[field(listed, default = "destroy")]
    pub afterwards: Afterwards,
    /// The law, contract or need because of which it is kept so long and no longer.
    #[field(long)]
    pub basis: Option<String>,
    /// Who sees to it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// Who approved it.
    #[field(computed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When it was approved.
    #[field(computed)]
    pub approved_at: Option<Timestamp>,
}

/// From when on the time of a rule is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum CountedFrom {
    /// From the day on which it ceased to hold or was closed.
    End,
    /// From the day on which it was made.
    Beginning,
}

/// What becomes of something once its time is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Afterwards {
    /// It is destroyed, with its copies.
    Destroy,
    /// The names of people are taken out, and the rest stays.
    Erase,
    /// It is put into an archive that only few can open.
    Archive,
}

/// Where a rule stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// It holds.
    #[choice(tone = Done)]
    InForce,
    /// It holds no longer.
    #[choice(tone = Off, end)]
    Ended,
}

const LIFE: &[Step<RetentionRule>] = &[
    step("approve", "Approve", &[State::Draft], State::InForce)
        .help("It holds from now on. Somebody else than its author approves it.")
        .guard(may_approve)
        .then(|me, now| {
            me.approved_by = now.actor.person.map(Ref::new);
            me.approved_at = Some(now.now);
        }),
    step("end", "End", &[State::Draft, State::InForce], State::Ended)
        .help("It holds no longer. Say why, and which rule takes its place.")
        .needs_note(),
];

fn may_approve(me: &RetentionRule, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Approve",
        &[
            (me.owner.is_some(), "Owner"),
            (me.applies_to.is_some(), "Applies to"),
            (me.basis.is_some(), "Basis"),
        ],
    )?;
    approved_by_another("a rule", now)
}

/// Nothing is kept longer than a century by rule.
const MONTHS_MAX: i64 = 1_200;

fn settle(
    me: &mut RetentionRule,
    before: Option<&RetentionRule>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(
        (1..=MONTHS_MAX).contains(&me.keep_months),
        "keep_months",
        "must be 1 to 1,200 months",
    )?;
    let content = |one: &RetentionRule| (one.keep_months, one.counted_from, one.afterwards);
    let approved = before.filter(|before| before.approved_at.is_some() && !is_import(now));
    let is_kept = approved.is_none_or(|before| content(before) == content(me));
    fault_unless(
        is_kept,
        "keep_months",
        "was approved and stays as it is; end the rule and write another",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "retention_rule";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Procedures"),
        ("applies_to", "Procedures and instructions"),
        ("keep_months", "36"),
        ("basis", "Three years of an audit cycle"),
        ("owner", "1"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        let machine = [
            ("draft", "in_force", "approve"),
            ("draft", "ended", "end"),
            ("in_force", "ended", "end"),
        ];
        walk(KIND, &machine, "Another rule", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from).by(BEN, &[Role::ServiceManager]);
            story
        });
    }

    #[test]
    fn it_says_why_and_is_approved_by_somebody_else() {
        let mut story = Story::saved(KIND, &[("name", "Logs"), ("keep_months", "6")]);
        let bare = story.take("approve", &[]).unwrap_err();
        assert_eq!(bare, "Before “Approve”, fill in: Owner, Applies to, Basis.");
        story.save(WHOLE).unwrap();
        assert!(story.by(ADA, &[Role::ServiceManager]).take("approve", &[]).is_err());
        story.by(BEN, &[Role::ServiceManager]).take("approve", &[]).unwrap();
        let refusal = story.save(&[("keep_months", "1")]).unwrap_err();
        assert!(refusal.contains("write another"), "{refusal}");
        assert!(Story::of(KIND).save(&[("name", "X"), ("keep_months", "0")]).is_err());
    }
}
