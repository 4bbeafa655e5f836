//! Tests of continuity plans: what was tried out, how long it took, and what was learned.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    held::Structured,
    library::{date_not_in_future, fault_unless, fill_in, not_in_future, only_if, today},
    recovery::{Action, Measured, out_of_order},
    step,
};
use gemba_vocabulary::{Ref, kind, recovery::Moments};
use jiff::{Timestamp, civil::Date};

/// A trial of a continuity plan: at a table, for a part, or in full. What was measured is held
/// against the requirement, and what was found leads to actions.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CTS", clause = "8.7.2", life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags))]
pub struct ContinuityTest {
    /// What is tried out, such as “Loss of the northern data hall”.
    #[field(searched, listed)]
    pub name: String,
    /// The plan that is tried out.
    #[field(listed, filtered)]
    pub plan: Ref<kind::ContinuityPlan>,
    /// The requirement against which it is measured.
    #[field(filtered)]
    pub requirement: Option<Ref<kind::ContinuityRequirement>>,
    /// How much of the plan is carried out.
    #[field(listed, filtered, default = "walkthrough")]
    pub depth: Depth,
    /// The day for which it is planned.
    #[field(listed, filtered)]
    pub planned_on: Option<Date>,
    /// What is supposed to have happened.
    #[field(long, searched)]
    pub scenario: Option<String>,
    /// The day on which it took place.
    #[field(listed, filtered)]
    pub held_on: Option<Date>,
    /// Who took part.
    pub participants: Option<String>,
    /// When the disruption was supposed to begin.
    pub disrupted_at: Option<Timestamp>,
    /// When the plan was invoked.
    pub declared_at: Option<Timestamp>,
    /// The time of the last data that came back whole.
    pub last_good_at: Option<Timestamp>,
    /// When somebody made sure that the service was back.
    pub restored_at: Option<Timestamp>,
    /// The minutes from the disruption until the service was back.
    #[field(computed, unit = "minutes")]
    pub recovery_minutes: Option<i64>,
    /// The minutes from the declaration until the service was back.
    #[field(computed, unit = "minutes", label = "Recovery minutes from declaration")]
    pub declared_minutes: Option<i64>,
    /// The minutes before the disruption of which data were lost.
    #[field(computed, unit = "minutes")]
    pub loss_minutes: Option<i64>,
    /// Whether the service came back in time, counted from where the requirement says.
    #[field(computed, listed, filtered, label = "Recovery time kept")]
    pub rto_met: Option<bool>,
    /// Whether no more data were lost than is allowed.
    #[field(computed, listed, filtered, label = "Data loss kept")]
    pub rpo_met: Option<bool>,
    /// Whether the plan was read from a copy that does not need the usual place or systems.
    pub copy_reached: Option<bool>,
    /// What the trial came to.
    #[field(listed, filtered)]
    pub verdict: Option<Verdict>,
    /// What happened, and what did not work as the plan says.
    #[field(long, searched)]
    pub findings: Option<String>,
    /// What was learned, said in the look back.
    #[field(long)]
    pub lessons: Option<String>,
    /// The day of the look back.
    #[field(filtered)]
    pub reviewed_on: Option<Date>,
    /// What is done about what was found, each with somebody and a day.
    #[field(rows = Action)]
    pub actions: Option<Structured<Vec<Action>>>,
}

/// How much of a plan is carried out in a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Depth {
    /// It is talked through at a table.
    Walkthrough,
    /// People act as if, and reach each other by the list of contacts.
    Simulation,
    /// A part is really recovered, such as one server.
    Partial,
    /// Everything is really recovered.
    Full,
}

/// What a trial came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Verdict {
    /// The plan works.
    Passed,
    /// The plan works, and has gaps.
    PassedWithGaps,
    /// The plan does not work.
    Failed,
}

/// Where a test stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is intended.
    Planned,
    /// It took place, and its result is on record.
    #[choice(tone = Going)]
    Recorded,
    /// It was looked back on, and actions follow.
    #[choice(tone = Waiting)]
    Reviewed,
    /// All its actions are done.
    #[choice(tone = Done, end)]
    Closed,
    /// It does not take place.
    #[choice(tone = Off, end)]
    Cancelled,
}

const LIFE: &[Step<ContinuityTest>] = &[
    step("record", "Record the result", &[State::Planned], State::Recorded)
        .help("It took place. Say when, who took part, what was measured and what came of it.")
        .asks(&[
            "held_on",
            "participants",
            "scenario",
            "requirement",
            "disrupted_at",
            "declared_at",
            "last_good_at",
            "restored_at",
            "copy_reached",
            "verdict",
            "findings",
        ])
        .guard(may_record),
    step("review", "Review", &[State::Recorded], State::Reviewed)
        .help("Looks back: what was learned, and what is done, by whom and by when.")
        .asks(&["lessons", "actions", "reviewed_on"])
        .guard(may_review)
        .then(|me, now| {
            me.reviewed_on.get_or_insert(today(now));
        }),
    step("close", "Close", &[State::Reviewed], State::Closed)
        .help("Every action is done.")
        .asks(&["actions"])
        .guard(|me: &ContinuityTest, _| {
            only_if(
                me.actions().iter().all(|action| action.done_on.is_some()),
                "Some actions are not done. Say under “Actions” of each when it was done.",
            )
        }),
    step("cancel", "Cancel", &[State::Planned], State::Cancelled)
        .help("It does not take place. Say why.")
        .needs_note(),
];

impl ContinuityTest {
    fn actions(&self) -> &[Action] {
        self.actions.as_ref().map_or(&[], |actions| &actions.0)
    }

    fn moments(&self) -> Moments {
        Moments {
            disrupted: self.disrupted_at,
            declared: self.declared_at,
            last_good: self.last_good_at,
            restored: self.restored_at,
        }
    }
}

fn may_record(me: &ContinuityTest, _: &Situation<'_>) -> Result<(), Refusal> {
    let is_real = matches!(me.depth, Depth::Partial | Depth::Full);
    let is_measured = !is_real || (me.recovery_minutes_now() && me.requirement.is_some());
    fill_in(
        "Record the result",
        &[
            (me.held_on.is_some(), "Held on"),
            (me.participants.is_some(), "Participants"),
            (me.scenario.is_some(), "Scenario"),
            (me.verdict.is_some(), "Verdict"),
            (me.findings.is_some(), "Findings"),
        ],
    )?;
    let is_restored = me.verdict == Some(Verdict::Failed) || is_measured;
    only_if(
        is_restored,
        "Something was really recovered, so it is measured. Fill in Requirement, Disrupted at, \
         Last good at and Restored at.",
    )
}

impl ContinuityTest {
    fn recovery_minutes_now(&self) -> bool {
        self.disrupted_at.is_some() && self.last_good_at.is_some() && self.restored_at.is_some()
    }
}

fn may_review(me: &ContinuityTest, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Review", &[(me.lessons.is_some(), "Lessons")])?;
    let is_clean = me.verdict == Some(Verdict::Passed)
        && me.rto_met != Some(false)
        && me.rpo_met != Some(false);
    only_if(
        is_clean || !me.actions().is_empty(),
        "Not everything worked. Say under “Actions” what is done about it.",
    )?;
    only_if(
        me.actions().iter().all(Action::is_assigned),
        "Each action needs somebody who does it and a day by which it is done.",
    )
}

fn settle(
    me: &mut ContinuityTest,
    _: Option<&ContinuityTest>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    date_not_in_future("held_on", me.held_on, now)?;
    date_not_in_future("reviewed_on", me.reviewed_on, now)?;
    not_in_future("restored_at", me.restored_at, None, now)?;
    let moments = me.moments();
    if let Some((field, fault)) = out_of_order(&moments) {
        return Err(FieldFault::new(field, fault));
    }
    let is_early = me.held_on.zip(me.reviewed_on).is_some_and(|(held, reviewed)| reviewed < held);
    fault_unless(!is_early, "reviewed_on", "lies before the test")?;
    let measured = Measured::of(&moments, me.requirement.map(|one| one.id), now);
    me.recovery_minutes = measured.recovery_minutes;
    me.declared_minutes = measured.declared_minutes;
    me.loss_minutes = measured.loss_minutes;
    me.rto_met = measured.rto_met;
    me.rpo_met = measured.rpo_met;
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};
    use gemba_vocabulary::Value;

    const KIND: &str = "continuity_test";
    const TRIAL: &[(&str, &str)] = &[
        ("name", "Loss of the hall"),
        ("plan", "3"),
        ("requirement", "5"),
        ("depth", "full"),
        ("held_on", "2026-03-01"),
        ("participants", "Ben, Cem, Zoe of Acme"),
        ("scenario", "A fire in the northern hall"),
        ("disrupted_at", "2026-03-01T02:10:00Z"),
        ("declared_at", "2026-03-01T02:40:00Z"),
        ("last_good_at", "2026-03-01T01:58:00Z"),
        ("restored_at", "2026-03-01T06:25:00Z"),
        ("verdict", "passed_with_gaps"),
        ("findings", "The list of contacts was old"),
    ];

    fn told(clock_starts: &str) -> Story {
        let mut story = Story::of(KIND);
        story.given("continuity_requirement", 5, "rto", Value::Duration(4 * 3_600));
        story.given("continuity_requirement", 5, "rpo", Value::Duration(15 * 60));
        story.given("continuity_requirement", 5, "clock_starts", Value::Text(clock_starts.into()));
        story.save(TRIAL).unwrap();
        story
    }

    #[test]
    fn what_was_measured_is_held_against_the_requirement() {
        let story = told("disruption");
        let minutes = ["recovery_minutes", "declared_minutes", "loss_minutes"];
        assert_eq!(minutes.map(|field| story.holds(field)), ["255", "225", "12"]);
        assert_eq!((&*story.holds("rto_met"), &*story.holds("rpo_met")), ("no", "yes"));
        assert_eq!(told("declaration").holds("rto_met"), "yes", "where the clock starts decides");
    }

    #[test]
    fn a_trial_in_earnest_is_measured_and_one_at_a_table_need_not_be() {
        let unmeasured = [TRIAL, &[("restored_at", "")]].concat();
        let mut story = Story::saved(KIND, &unmeasured);
        assert!(story.take("record", &[]).unwrap_err().contains("so it is measured"));
        story.take("record", &[("verdict", "failed")]).unwrap();
        let mut story =
            Story::saved(KIND, &[&unmeasured[..], &[("depth", "walkthrough")]].concat());
        story.take("record", &[]).unwrap();
        assert_eq!(story.holds("rto_met"), "", "nobody measured it");
    }

    #[test]
    fn gaps_lead_to_actions_of_somebody_by_a_day_and_all_are_done_at_the_end() {
        let mut story = told("disruption");
        story.take("record", &[]).unwrap();
        let lessons = ("lessons", "Check the list monthly");
        assert!(story.take("review", &[lessons]).unwrap_err().contains("what is done about it"));
        let nobody = ("actions", r#"[{"what": "New list"}]"#);
        assert!(story.take("review", &[lessons, nobody]).unwrap_err().contains("needs somebody"));
        let open = r#"[{"what": "New list", "who": "Ben", "due_on": "2026-04-01"}]"#;
        story.take("review", &[lessons, ("actions", open)]).unwrap();
        assert_eq!(story.holds("reviewed_on"), "2026-03-02");
        assert!(story.take("close", &[]).unwrap_err().contains("not done"));
        let done = open.replace("04-01\"", "04-01\", \"done_on\": \"2026-03-20\"");
        story.take("close", &[("actions", &done)]).unwrap();
        assert_eq!(story.state(), "closed");
    }

    #[test]
    fn moments_follow_one_another() {
        let refused =
            |field, text| Story::of(KIND).save(&[TRIAL, &[(field, text)]].concat()).unwrap_err();
        assert!(refused("declared_at", "2026-03-01T02:00:00Z").contains("before the disruption"));
        assert!(refused("last_good_at", "2026-03-01T02:11:00Z").contains("after the disruption"));
        assert!(refused("restored_at", "2026-03-01T02:30:00Z").contains("before it was declared"));
        assert!(refused("restored_at", "2026-03-02T09:01:00Z").contains("in the future"));
    }

    const MACHINE: &[(&str, &str, &str)] = &[
        ("planned", "recorded", "record"),
        ("planned", "cancelled", "cancel"),
        ("recorded", "reviewed", "review"),
        ("reviewed", "closed", "close"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "So it was", |state, _| {
            let done = r#"[{"what": "New list", "who": "Ben", "due_on": "2026-04-01",
                           "done_on": "2026-03-02"}]"#;
            let whole = [("lessons", "Check the list"), ("actions", done)];
            let mut story = Story::saved(KIND, &[TRIAL, &whole].concat());
            story.put(state);
            story
        });
    }
}
