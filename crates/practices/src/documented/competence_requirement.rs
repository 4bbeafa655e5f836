//! Competence that is needed: what somebody in a role or a process has to be able to do, and how well.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{approved_by_another, fault_unless, fill_in, is_import},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::Timestamp;

/// A skill that people need whose work matters to services: who needs it, how well, and why.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CPQ", clause = "7.2", menu = Plan, title = "skill", life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tags, Review))]
pub struct CompetenceRequirement {
    /// What has to be known or done well, in one line.
    #[field(searched, listed)]
    pub skill: String,
    /// How well: 1 knows of it, 2 does it with help, 3 does it alone, 4 teaches others.
    #[field(listed)]
    pub level: i64,
    /// The role that needs it: whoever holds it.
    #[field(listed, filtered)]
    pub role: Option<Ref<kind::Role>>,
    /// The process that needs it.
    #[field(filtered)]
    pub process: Option<Ref<kind::Process>>,
    /// The team in which everybody needs it.
    #[field(filtered)]
    pub team: Option<Ref<kind::Team>>,
    /// People who need it besides.
    #[field(filtered)]
    pub people: Vec<Ref<kind::Person>>,
    /// Why it is needed, and by what one sees that somebody has it: education, training or experience.
    #[field(long)]
    pub basis: Option<String>,
    /// Who sees to it that people have it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// Who approved it.
    #[field(computed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When it was approved.
    #[field(computed)]
    pub approved_at: Option<Timestamp>,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being thought about.
    Draft,
    /// It is asked of people.
    #[choice(tone = Done)]
    InForce,
    /// It is asked no longer.
    #[choice(tone = Off, end)]
    Ended,
}

const LIFE: &[Step<CompetenceRequirement>] = &[
    step("approve", "Approve", &[State::Draft], State::InForce)
        .help("It is asked of people from now on. Somebody else than its author approves it.")
        .guard(may_approve)
        .then(|me, now| {
            me.approved_by = now.actor.person.map(Ref::new);
            me.approved_at = Some(now.now);
        }),
    step("end", "End", &[State::Draft, State::InForce], State::Ended)
        .help("It is asked no longer. Say why, or what is asked instead.")
        .needs_note(),
];

fn may_approve(me: &CompetenceRequirement, now: &Situation<'_>) -> Result<(), Refusal> {
    let names_somebody = me.role.is_some() || me.team.is_some() || !me.people.is_empty();
    fill_in(
        "Approve",
        &[
            (names_somebody, "Role, Team or People"),
            (me.basis.is_some(), "Basis"),
            (me.owner.is_some(), "Owner"),
        ],
    )?;
    approved_by_another("it", now)
}

fn settle(
    me: &mut CompetenceRequirement,
    before: Option<&CompetenceRequirement>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless((1..=4).contains(&me.level), "level", "must be 1 to 4")?;
    let content = |one: &CompetenceRequirement| (one.skill.clone(), one.level, one.role);
    let approved = before.filter(|before| before.approved_at.is_some() && !is_import(now));
    let is_kept = approved.is_none_or(|before| content(before) == content(me));
    fault_unless(
        is_kept,
        "skill",
        "and what was approved stay as they are; end it and write another",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "competence_requirement";
    const WHOLE: &[(&str, &str)] = &[
        ("skill", "Leading a major incident"),
        ("level", "3"),
        ("team", "5"),
        ("basis", "Two seen"),
        ("owner", "1"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        let machine = [
            ("draft", "in_force", "approve"),
            ("draft", "ended", "end"),
            ("in_force", "ended", "end"),
        ];
        walk(KIND, &machine, "Not needed", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from).by(BEN, &[Role::ServiceManager]);
            story
        });
    }

    #[test]
    fn it_names_who_needs_it_and_is_approved_by_somebody_else() {
        let mut story = Story::saved(KIND, &[("skill", "Networks"), ("level", "2")]);
        let bare = story.take("approve", &[]).unwrap_err();
        assert_eq!(bare, "Before “Approve”, fill in: Role, Team or People, Basis, Owner.");
        story.save(WHOLE).unwrap();
        assert!(story.by(ADA, &[Role::ServiceManager]).take("approve", &[]).is_err());
        story.by(BEN, &[Role::ServiceManager]).take("approve", &[]).unwrap();
        assert!(story.save(&[("level", "1")]).unwrap_err().contains("write another"));
        assert!(Story::of(KIND).save(&[("skill", "X"), ("level", "5")]).is_err());
    }
}
