//! Invocations: the use of a continuity plan in earnest, with a log that only grows, and the report after it.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{date_not_in_future, fill_in, not_in_future, only_if, today},
    recovery::{Action, Measured, out_of_order},
    step,
};
use gemba_vocabulary::{RecordId, Ref, Value, kind, recovery::Moments};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// The use of a continuity plan in earnest. Its log says who did what and when; nobody can change an
/// entry afterwards. When it is over, its cause, effect and recovery are reported.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "INV", clause = "8.7.2", life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Watchers))]
pub struct Invocation {
    /// What happened, in one line.
    #[field(searched, listed)]
    pub summary: String,
    /// The plan that was invoked.
    #[field(listed, filtered)]
    pub plan: Ref<kind::ContinuityPlan>,
    /// The incident that led to it.
    #[field(filtered)]
    pub incident: Option<Ref<kind::Incident>>,
    /// Who invoked the plan.
    #[field(computed)]
    pub invoked_by: Option<Ref<kind::Person>>,
    /// Which of the plan's criteria were met.
    #[field(long)]
    pub reason: Option<String>,
    /// When the service was lost.
    pub disrupted_at: Option<Timestamp>,
    /// When the plan was invoked. Empty means now.
    #[field(listed, filtered)]
    pub declared_at: Option<Timestamp>,
    /// The time of the last data that came back whole.
    pub last_good_at: Option<Timestamp>,
    /// When somebody made sure that the service was back.
    #[field(listed)]
    pub restored_at: Option<Timestamp>,
    /// The requirement against which it is measured.
    #[field(filtered)]
    pub requirement: Option<Ref<kind::ContinuityRequirement>>,
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
    /// What was done and decided, in its order. It only grows, by the step “Add to the log”.
    #[field(computed, rows = Entry)]
    pub log: Option<Structured<Vec<Entry>>>,
    /// Why it came to this.
    #[field(long)]
    pub cause: Option<String>,
    /// What it meant for those who use the services.
    #[field(long)]
    pub effect: Option<String>,
    /// How the services came back, what held and what did not.
    #[field(long)]
    pub recovery: Option<String>,
    /// What was learned about the plan.
    #[field(long)]
    pub lessons: Option<String>,
    /// What is done about it, each with somebody and a day.
    #[field(rows = Action)]
    pub actions: Option<Structured<Vec<Action>>>,
    /// Who received the report, such as top management and the customers.
    pub reported_to: Option<String>,
    /// The day on which the report went out.
    #[field(filtered)]
    pub reported_on: Option<Date>,
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Entry {
    /// When it was written.
    pub at: Timestamp,
    /// Who wrote it.
    pub by: String,
    /// What was done, seen or decided.
    pub text: String,
}

/// Where an invocation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// The plan is carried out.
    #[choice(tone = Going)]
    Running,
    /// Normal service is back; the report is still to be written.
    #[choice(tone = Waiting)]
    Over,
    /// It was looked back on and reported.
    #[choice(tone = Done, end)]
    Reviewed,
}

const LIFE: &[Step<Invocation>] = &[
    step("log", "Add to the log", &[State::Running], State::Running)
        .help("Writes down what was done, seen or decided. It cannot be changed afterwards.")
        .needs_note()
        .then(write_down),
    step("log", "Add to the log", &[State::Over], State::Over)
        .help("Writes down what was still missing. It cannot be changed afterwards.")
        .needs_note()
        .then(write_down),
    step("finish", "Normal service is back", &[State::Running], State::Over)
        .help(
            "Somebody made sure that the services run as usual. Say how, and when they were back.",
        )
        .asks(&["disrupted_at", "last_good_at", "restored_at"])
        .needs_note()
        .guard(|me: &Invocation, _| {
            fill_in(
                "Normal service is back",
                &[
                    (me.disrupted_at.is_some(), "Disrupted at"),
                    (me.restored_at.is_some(), "Restored at"),
                ],
            )
        })
        .then(write_down),
    step("review", "Review", &[State::Over], State::Reviewed)
        .help("Looks back, and reports cause, effect and recovery.")
        .asks(&["cause", "effect", "recovery", "lessons", "actions", "reported_to", "reported_on"])
        .guard(may_review)
        .then(|me, now| {
            me.reported_on.get_or_insert(today(now));
        }),
];

impl Invocation {
    fn actions(&self) -> &[Action] {
        self.actions.as_ref().map_or(&[], |actions| &actions.0)
    }
}

/// Adds the note to the log. What is written stays.
fn write_down(me: &mut Invocation, now: &Situation<'_>) {
    let text = now.note.unwrap_or_default().trim().to_owned();
    let by = now.actor.name.clone();
    me.log.get_or_insert_with(Structured::default).0.push(Entry { at: now.now, by, text });
}

fn may_review(me: &Invocation, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Review",
        &[
            (me.cause.is_some(), "Cause"),
            (me.effect.is_some(), "Effect"),
            (me.recovery.is_some(), "Recovery"),
            (me.lessons.is_some(), "Lessons"),
            (me.reported_to.is_some(), "Reported to"),
        ],
    )?;
    let is_missed = me.rto_met == Some(false) || me.rpo_met == Some(false);
    only_if(
        !is_missed || !me.actions().is_empty(),
        "What was required was not kept. Say under “Actions” what is done about it.",
    )?;
    only_if(
        me.actions().iter().all(Action::is_assigned),
        "Each action needs somebody who does it and a day by which it is done.",
    )
}

/// Who invoked the plan, where its invocation was opened by Gemba itself.
fn invoker(plan: RecordId, now: &Situation<'_>) -> Option<Ref<kind::Person>> {
    match now.facts.value("continuity_plan", plan, "updated_by") {
        Value::Ref(person) => Some(Ref::new(person)),
        _ => None,
    }
}

fn settle(
    me: &mut Invocation,
    before: Option<&Invocation>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if before.is_none() {
        me.declared_at.get_or_insert(now.now);
        me.invoked_by = now.actor.person.map(Ref::new).or_else(|| invoker(me.plan.id, now));
    }
    not_in_future("declared_at", me.declared_at, before.and_then(|one| one.declared_at), now)?;
    not_in_future("restored_at", me.restored_at, before.and_then(|one| one.restored_at), now)?;
    date_not_in_future("reported_on", me.reported_on, now)?;
    let moments = Moments {
        disrupted: me.disrupted_at,
        declared: me.declared_at,
        last_good: me.last_good_at,
        restored: me.restored_at,
    };
    if let Some((field, fault)) = out_of_order(&moments) {
        return Err(FieldFault::new(field, fault));
    }
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
    use super::Entry;
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "invocation";
    const FIRE: &[(&str, &str)] = &[
        ("summary", "Fire in the northern hall"),
        ("plan", "3"),
        ("disrupted_at", "2026-03-02T08:10:00Z"),
    ];
    const REPORT: &[(&str, &str)] = &[
        ("cause", "A battery burned"),
        ("effect", "No mail for two hours"),
        ("recovery", "From the southern hall, as planned"),
        ("lessons", "Keys were missing"),
        ("reported_to", "Top management, all customers"),
    ];

    fn log(story: &Story) -> Vec<Entry> {
        serde_json::from_str(&story.holds("log")).unwrap()
    }

    #[test]
    fn the_log_grows_entry_by_entry_and_nothing_in_it_changes() {
        let mut story = Story::saved(KIND, FIRE);
        assert_eq!(story.holds("declared_at"), "2026-03-02T09:00:00Z");
        assert!(story.take("log", &[]).is_err(), "nothing was said");
        story.noted("log", &[], "Southern hall starts").unwrap();
        story.at("2026-03-02T09:30:00Z").by(BEN, &[Role::Agent]);
        story.noted("log", &[], "Mail answers").unwrap();
        story.take("finish", &[]).unwrap_err();
        story.noted("finish", &[("restored_at", "2026-03-02T09:25:00Z")], "All checked").unwrap();
        let log = log(&story);
        assert_eq!(log.len(), 3);
        assert_eq!((&*log[0].text, &*log[0].by), ("Southern hall starts", "Ada"));
        assert_eq!(log[1].at.to_string(), "2026-03-02T09:30:00Z");
        assert_eq!(story.holds("recovery_minutes"), "75");
    }

    #[test]
    fn nobody_types_the_log() {
        let field = crate::register::kind(KIND).unwrap().def().field("log").unwrap();
        assert!(field.computed);
        let says = crate::register::kind(KIND).unwrap().steps();
        assert!(says.iter().filter(|step| step.verb == "log").all(|step| step.asks.is_empty()));
    }

    #[test]
    fn it_ends_with_a_report_of_cause_effect_and_recovery() {
        let mut story = Story::saved(KIND, FIRE);
        story.noted("finish", &[("restored_at", "2026-03-02T09:00:00Z")], "Checked").unwrap();
        let refusal = story.take("review", &[]).unwrap_err();
        assert_eq!(
            refusal,
            "Before “Review”, fill in: Cause, Effect, Recovery, Lessons, Reported to."
        );
        story.take("review", REPORT).unwrap();
        assert_eq!((story.state(), &*story.holds("reported_on")), ("reviewed", "2026-03-02"));
        assert_eq!(story.holds("invoked_by"), ADA.to_string());
    }

    const MACHINE: &[(&str, &str, &str)] = &[
        ("running", "running", "log"),
        ("running", "over", "finish"),
        ("over", "over", "log"),
        ("over", "reviewed", "review"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "So it was", |state, _| {
            let whole = [("restored_at", "2026-03-02T09:00:00Z")];
            let mut story = Story::saved(KIND, &[FIRE, &whole, REPORT].concat());
            story.put(state);
            story
        });
    }
}
