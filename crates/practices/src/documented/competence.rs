//! Competence that is there: what a person is able to do, and how that is known.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{date_not_in_future, fault_unless, fill_in, is_import, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, Value, kind};
use jiff::civil::Date;

/// What a person is able to do, on which level, and by what that is known. Nobody assesses themself.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CPH", clause = "7.2", menu = Check, title = "name", life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tags))]
pub struct Competence {
    /// The person and the skill, in one line.
    #[field(computed, searched, listed)]
    pub name: Option<String>,
    /// Whose it is.
    #[field(filtered)]
    pub person: Ref<kind::Person>,
    /// The skill that is asked for.
    #[field(filtered)]
    pub requirement: Option<Ref<kind::CompetenceRequirement>>,
    /// The skill in words, if nobody asks for it.
    #[field(searched)]
    pub skill: Option<String>,
    /// On which level it is held: 1 knows of it, 2 does it with help, 3 does it alone, 4 teaches others.
    #[field(listed)]
    pub level: Option<i64>,
    /// Where it comes from.
    #[field(filtered, listed)]
    pub basis: Option<Basis>,
    /// By what it is known: a certificate, work that was watched, results. Keep the certificate with this record.
    #[field(long)]
    pub evidence: Option<String>,
    /// Until when that counts. Leave it empty if it does not run out.
    #[field(listed, filtered)]
    pub valid_until: Option<Date>,
    /// Who sees to it in time that it does not run out.
    #[field(filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// How many days before that they are reminded.
    #[field(unit = "days", default = "60")]
    pub remind_days: i64,
    /// The last day of which somebody was reminded.
    #[field(computed)]
    pub reminded_for: Option<Date>,
    /// Who assessed it.
    #[field(computed)]
    pub assessed_by: Option<Ref<kind::Person>>,
    /// The day on which it was assessed last.
    #[field(computed, listed, filtered)]
    pub assessed_on: Option<Date>,
}

/// Where a competence comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Basis {
    /// A school, a university or a trade that was learned.
    Education,
    /// Something that was taught for it, and passed.
    Training,
    /// Work that was done, and seen.
    Experience,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Somebody says that it is there.
    Claimed,
    /// Somebody else looked at it.
    #[choice(tone = Done)]
    Assessed,
    /// It is there no longer, or the person left.
    #[choice(tone = Off, end)]
    Ended,
}

const LIFE: &[Step<Competence>] = &[
    step("assess", "Assess", &[State::Claimed, State::Assessed], State::Assessed)
        .help("Somebody else looked at it today: how well it is held, and by what that is known.")
        .asks(&["level", "basis", "evidence", "valid_until"])
        .guard(may_assess)
        .then(|me, now| {
            me.assessed_by = now.actor.person.map(Ref::new);
            me.assessed_on = Some(today(now));
        }),
    step("end", "End", &[State::Claimed, State::Assessed], State::Ended)
        .help("It is there no longer, or the person left. Say which.")
        .needs_note(),
];

fn may_assess(me: &Competence, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        is_import(now) || (now.actor.person.is_some() && now.actor.person != Some(me.person.id)),
        "Nobody assesses themself. Ask somebody who knows the work.",
    )?;
    fill_in(
        "Assess",
        &[
            (me.level.is_some(), "Level"),
            (me.basis.is_some(), "Basis"),
            (me.evidence.is_some(), "Evidence"),
        ],
    )?;
    only_if(
        me.valid_until.is_none_or(|last| last >= today(now)) || is_import(now),
        "It has run out by “Valid until”. Give the new last day, or leave it empty.",
    )
}

fn settle(
    me: &mut Competence,
    before: Option<&Competence>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_level = me.level.is_none_or(|level| (1..=4).contains(&level));
    fault_unless(is_level, "level", "must be 1 to 4")?;
    fault_unless((1..=365).contains(&me.remind_days), "remind_days", "must be 1 to 365 days")?;
    fault_unless(
        me.requirement.is_some() || me.skill.is_some(),
        "skill",
        "is missing: name what is asked for, or say it in words",
    )?;
    date_not_in_future("assessed_on", me.assessed_on, now)?;
    if let Some(before) = before.filter(|_| !is_import(now)) {
        fault_unless(before.person == me.person, "person", "stays the one whose it is")?;
        let held = |one: &Competence| (one.level, one.basis, one.evidence.clone());
        let is_own = now.actor.person == Some(me.person.id) && before.assessed_on.is_some();
        fault_unless(
            !is_own || held(before) == held(me),
            "level",
            "was assessed; somebody else assesses it anew",
        )?;
    }
    let text = |kind, id, field| match now.facts.value(kind, id, field) {
        Value::Text(text) => Some(text),
        _ => None,
    };
    let asked = me.requirement.and_then(|one| text("competence_requirement", one.id, "skill"));
    let skill = me.skill.clone().or(asked).unwrap_or_default();
    let person = text("person", me.person.id, "name").unwrap_or_default();
    me.name = Some(format!("{person}: {skill}").chars().take(LINE_MAX).collect());
    Ok(())
}

/// A line holds so many characters.
const LINE_MAX: usize = 250;

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::{Value, actor::Role};

    const KIND: &str = "competence";
    const WHOLE: &[(&str, &str)] = &[
        ("person", "1"),
        ("skill", "Networks"),
        ("level", "3"),
        ("basis", "training"),
        ("evidence", "Certificate of the maker"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        let machine = [
            ("claimed", "assessed", "assess"),
            ("assessed", "assessed", "assess"),
            ("claimed", "ended", "end"),
            ("assessed", "ended", "end"),
        ];
        walk(KIND, &machine, "Left", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from).by(BEN, &[Role::ServiceManager]);
            story
        });
    }

    #[test]
    fn nobody_assesses_themself() {
        let mut story = Story::of(KIND);
        story.given("person", 1, "name", Value::Text("Ada".to_owned()));
        story.given("competence_requirement", 4, "skill", Value::Text("Databases".to_owned()));
        story.save(&[("person", "1"), ("requirement", "4")]).unwrap();
        assert_eq!(story.holds("name"), "Ada: Databases");
        let own = story.by(ADA, &[Role::ServiceManager]).take("assess", &[]).unwrap_err();
        assert!(own.starts_with("Nobody assesses themself"), "{own}");
        story.by(BEN, &[Role::ServiceManager]);
        let bare = story.take("assess", &[]).unwrap_err();
        assert_eq!(bare, "Before “Assess”, fill in: Level, Basis, Evidence.");
        let seen = [("level", "2"), ("basis", "experience"), ("evidence", "Two restores watched")];
        let over = [&seen[..], &[("valid_until", "2026-03-01")]].concat();
        assert!(story.take("assess", &over).unwrap_err().contains("run out"));
        story.take("assess", &seen).unwrap();
        assert_eq!(
            (story.holds("assessed_by"), story.holds("assessed_on")),
            ("2".into(), "2026-03-02".into())
        );
        story.by(ADA, &[Role::ServiceManager]);
        assert!(story.save(&[("level", "4")]).unwrap_err().contains("assesses it anew"));
    }

    #[test]
    fn it_says_what_it_is() {
        assert!(
            Story::of(KIND)
                .save(&[("person", "1")])
                .unwrap_err()
                .contains("name what is asked for")
        );
        assert!(Story::of(KIND).save(&[WHOLE, &[("level", "0")]].concat()).is_err());
    }
}
