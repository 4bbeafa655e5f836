//! Trainings: what is done so that people can do more, and whether it worked.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{date_not_in_future, fill_in, is_import, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;

/// Something that is done so that people can do what they need to: a course, working beside somebody, a book. That they
/// were there proves nothing: somebody else looks later whether it worked.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "TRN", clause = "7.2", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags))]
pub struct Training {
    /// What is done, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// For whom.
    #[field(listed, filtered)]
    pub people: Vec<Ref<kind::Person>>,
    /// The skill that is missing.
    #[field(filtered)]
    pub requirement: Option<Ref<kind::CompetenceRequirement>>,
    /// What they cannot do yet.
    #[field(long)]
    pub gap: Option<String>,
    /// What is done, by whom and where.
    #[field(long)]
    pub action: Option<String>,
    /// Who sees to it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// By when.
    #[field(listed, filtered)]
    pub due_on: Option<Date>,
    /// How many days before that they are reminded.
    #[field(unit = "days", default = "14")]
    pub remind_days: i64,
    /// The day of which they were reminded.
    #[field(computed)]
    pub reminded_for: Option<Date>,
    /// When it was over.
    #[field(listed, filtered)]
    pub done_on: Option<Date>,
    /// How it is found out whether it worked, such as work that is watched or figures before and after.
    #[field(long)]
    pub check_method: Option<String>,
    /// What was found.
    #[field(long)]
    pub check_finding: Option<String>,
    /// Whether it worked.
    #[field(listed, filtered)]
    pub check_result: Option<CheckResult>,
    /// Who found out.
    #[field(computed)]
    pub checked_by: Option<Ref<kind::Person>>,
    /// When they did.
    #[field(computed, filtered)]
    pub checked_on: Option<Date>,
}

/// Whether a training worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum CheckResult {
    /// They can do it now.
    Worked,
    /// They cannot, or not well enough.
    DidNotWork,
}

/// Where a training stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is to be done.
    Planned,
    /// It was done, and nobody has looked whether it worked.
    #[choice(tone = Waiting)]
    Done,
    /// Somebody looked, and it worked.
    #[choice(tone = Done, end)]
    Effective,
    /// Somebody looked, and it did not work: more is needed.
    #[choice(tone = Major)]
    NotEffective,
    /// It is not done.
    #[choice(tone = Off, end)]
    Cancelled,
}

const LIFE: &[Step<Training>] = &[
    step("finish", "It took place", &[State::Planned], State::Done)
        .help("It is over. Whether it worked is looked at later.")
        .asks(&["done_on", "people", "check_method"])
        .guard(|me: &Training, _| {
            fill_in(
                "It took place",
                &[
                    (!me.people.is_empty(), "People"),
                    (me.done_on.is_some(), "Done on"),
                    (me.check_method.is_some(), "Check method"),
                ],
            )
        }),
    step("check", "Check the effect", &[State::Done], State::Effective)
        .or_to(State::NotEffective, |me: &Training, _| {
            me.check_result == Some(CheckResult::DidNotWork)
        })
        .help("Somebody who was not trained looked whether it worked. Say what was found.")
        .asks(&["check_method", "check_finding", "check_result"])
        .guard(may_check)
        .then(|me, now| {
            me.checked_by = now.actor.person.map(Ref::new);
            me.checked_on = Some(today(now));
        }),
    step("again", "Plan more", &[State::NotEffective], State::Planned)
        .help("Something else is done so that they can. Say what.")
        .asks(&["action", "due_on"])
        .needs_note()
        .then(|me, _| (me.done_on, me.check_result, me.check_finding) = (None, None, None)),
    step("cancel", "Cancel", &[State::Planned, State::NotEffective], State::Cancelled)
        .help("It is not done. Say why, and what becomes of the gap.")
        .needs_note(),
];

fn may_check(me: &Training, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Check the effect",
        &[
            (me.check_method.is_some(), "Check method"),
            (me.check_finding.is_some(), "Check finding"),
            (me.check_result.is_some(), "Check result"),
        ],
    )?;
    let was_trained = |person| me.people.iter().any(|one| one.id == person);
    only_if(
        is_import(now) || now.actor.person.is_some_and(|person| !was_trained(person)),
        "Whoever was trained does not say whether it worked. Ask somebody who sees their work.",
    )
}

fn settle(me: &mut Training, _: Option<&Training>, now: &Situation<'_>) -> Result<(), FieldFault> {
    date_not_in_future("done_on", me.done_on, now)?;
    gemba_model::library::fault_unless(
        (1..=365).contains(&me.remind_days),
        "remind_days",
        "must be 1 to 365 days",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "training";
    const PLANNED: &[(&str, &str)] =
        &[("name", "A day on restores"), ("people", "1"), ("owner", "2")];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        let machine = [
            ("planned", "done", "finish"),
            ("planned", "cancelled", "cancel"),
            ("done", "effective", "check"),
            ("not_effective", "planned", "again"),
            ("not_effective", "cancelled", "cancel"),
        ];
        walk(KIND, &machine, "No money", |from, _| {
            let mut story = Story::saved(KIND, PLANNED);
            let more = [
                ("done_on", "2026-03-01"),
                ("check_method", "A restore is watched"),
                ("check_finding", "Done alone"),
                ("check_result", "worked"),
            ];
            story.save(&more).unwrap();
            story.put(from).by(BEN, &[Role::ServiceManager]);
            story
        });
    }

    #[test]
    fn being_there_proves_nothing() {
        let mut story = Story::saved(KIND, PLANNED);
        let bare = story.take("finish", &[]).unwrap_err();
        assert_eq!(bare, "Before “It took place”, fill in: Done on, Check method.");
        story.take("finish", &[("done_on", "2026-03-01"), ("check_method", "Watched")]).unwrap();
        let found = [("check_finding", "Needed help"), ("check_result", "did_not_work")];
        story.by(ADA, &[Role::Agent]);
        assert!(story.take("check", &found).unwrap_err().starts_with("Whoever was trained"));
        story.by(BEN, &[Role::Agent]).take("check", &found).unwrap();
        assert_eq!((story.state(), &*story.holds("checked_by")), ("not_effective", "2"));
        story.noted("again", &[("action", "Two restores beside Ben")], "More is needed").unwrap();
        assert_eq!((story.state(), &*story.holds("check_result")), ("planned", ""));
    }
}
