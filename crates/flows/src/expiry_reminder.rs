//! Reminders before something ends or is due: whoever owns a contract, a document, an objective or a decision gets a
//! task in good time, once for each day.
use gemba_desk::{Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_model::{Record, overlay::KindView};
use gemba_vocabulary::{Value, actor::Channel};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use serde_json::{Map, Value as Json, json};

/// The reminders of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ExpiryReminder;

const TOPIC: &str = "expiry_reminder";
const REMIND_DAYS_USUAL: i64 = 60;
const REVIEW_DAYS: i64 = 14;
const SUMMARY_CHARACTERS_MAX: usize = 150;

/// What ends, and how it is told.
struct Subject {
    kind: &'static str,
    /// The day before which its owner is reminded.
    day: &'static str,
    /// So many days before it, unless the record says otherwise.
    days: i64,
    /// The states in which it matters.
    states: &'static [&'static str],
    /// A field that is filled once somebody has acted.
    acted: Option<&'static str>,
    /// What there is to do, before the name.
    summary: &'static str,
    notes: &'static str,
}

const SUBJECTS: &[Subject] = &[
    Subject {
        kind: "contract",
        day: "notice_by",
        days: REMIND_DAYS_USUAL,
        states: &["signed", "in_force"],
        acted: Some("notice_given_on"),
        summary: "Keep it or give notice",
        notes: "This is due on the last day for notice. Compare the contract with what is needed \
                today; then give notice or extend it.",
    },
    Subject {
        kind: "licence",
        day: "valid_until",
        days: REMIND_DAYS_USUAL,
        states: &["current"],
        acted: None,
        summary: "Renew it or stop using it",
        notes: "This is due on the last day on which it may be used. Compare what is used with \
                what is needed; then renew the licence or take it out of use.",
    },
    Subject {
        kind: "certification",
        day: "next_due_on",
        days: REMIND_DAYS_USUAL,
        states: &["applied", "stage_one_done", "certified", "suspended"],
        acted: None,
        summary: "Agree the next audit with the certification body",
        notes: "This is due on the last day of the next audit of the certificate. Set its days with the body, and see \
                that earlier findings are dealt with.",
    },
    look_again(
        "context_issue",
        &["decided"],
        "Does it still bear on us?",
        "Say under “Review” what changed.",
    ),
    look_again(
        "interested_party",
        &["confirmed"],
        "Do they still require the same?",
        "Ask them, or read what they publish; then take “Review”. Ask about climate change too.",
    ),
    look_again(
        "obligation",
        &["applies"],
        "Do we keep it?",
        "Look at what shows it, and take “Check”.",
    ),
    look_again(
        "opportunity",
        &["pursued"],
        "What did it bring?",
        "Hold it against what was expected, and take “Record the result”.",
    ),
    Subject {
        kind: "resource_need",
        day: "needed_by",
        days: REVIEW_DAYS,
        states: &["identified", "decided"],
        acted: None,
        summary: "See that it is there",
        notes: "It is needed on this day. Have it decided if it is not, and see that it is provided.",
    },
    Subject {
        kind: "objective",
        day: "next_evaluation_on",
        days: REVIEW_DAYS,
        states: &["pursued"],
        acted: None,
        summary: "Evaluate the objective",
        notes: "Record an evaluation: what was reached, why it stands like that, and what is done about it.",
    },
    Subject {
        kind: "document",
        day: "next_review_on",
        days: REMIND_DAYS_USUAL,
        states: &["published"],
        acted: None,
        summary: "Look at it again",
        notes: "This is due on the day of its review. Compare it with the work as it is done, and with its source if \
                it comes from outside; then say that it is still right, or write the next edition.",
    },
    Subject {
        kind: "competence",
        day: "valid_until",
        days: REMIND_DAYS_USUAL,
        states: &["assessed"],
        acted: None,
        summary: "Renew the competence",
        notes: "This is due on the last day on which it counts. Plan a training if one is needed, and have it assessed \
                anew.",
    },
    Subject {
        kind: "training",
        day: "due_on",
        days: REMIND_DAYS_USUAL,
        states: &["planned"],
        acted: None,
        summary: "See that it takes place",
        notes: "This is due on the day by which it was planned. Record that it took place, and how its effect will be \
                looked at.",
    },
    Subject {
        kind: "communication_topic",
        day: "next_due_on",
        days: REMIND_DAYS_USUAL,
        states: &["in_use"],
        acted: None,
        summary: "Tell",
        notes: "This is due on the day planned. Record what was told under “Communications”, and name this topic.",
    },
    Subject {
        kind: "measure",
        day: "evaluation_due_on",
        days: 7,
        states: &["in_use"],
        acted: None,
        summary: "Say what its values mean",
        notes: "Evaluate the latest value: better or worse than before, why, and whether the measure still serves.",
    },
    Subject {
        kind: "review_decision",
        day: "due_on",
        days: REVIEW_DAYS,
        states: &["open"],
        acted: None,
        summary: "Do what the review decided",
        notes: "This is due on the day that top management set. Say on the decision what shows that it was done.",
    },
];

/// Something that is looked at again by a day.
const fn look_again(
    kind: &'static str,
    states: &'static [&'static str],
    summary: &'static str,
    notes: &'static str,
) -> Subject {
    Subject { kind, day: "review_on", days: REVIEW_DAYS, states, acted: None, summary, notes }
}

impl Subject {
    fn of(kind: &str) -> Option<&'static Self> {
        SUBJECTS.iter().find(|subject| subject.kind == kind)
    }

    /// The day of which somebody is to be reminded, unless it is over or somebody has acted.
    fn day(&self, view: &KindView, record: &Record) -> Option<Date> {
        let value = |field: &str| view.value(record, field);
        let is_watched = self.states.contains(&&*record.state);
        let has_acted = self.acted.is_some_and(|field| !value(field).is_none());
        match value(self.day) {
            Value::Date(day) if is_watched && !has_acted => Some(*day),
            _ => None,
        }
    }
}

/// The moment at which its owner is reminded of a day.
fn remind_at(subject: &Subject, view: &KindView, record: &Record, day: Date) -> Option<Timestamp> {
    let days = view.value(record, "remind_days").as_int().unwrap_or(subject.days);
    begin_of(day.checked_sub(days.days()).ok()?)
}

fn begin_of(day: Date) -> Option<Timestamp> {
    Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

fn was_reminded(view: &KindView, record: &Record, day: Date) -> bool {
    *view.value(record, "reminded_for") == Value::Date(day)
}

impl Flow for ExpiryReminder {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        let Some(subject) = Subject::of(saving.view.def.name) else { return Ok(()) };
        let Some(day) = subject.day(saving.view, saving.record) else {
            saving.plan(TOPIC, None);
            return Ok(());
        };
        let at = remind_at(subject, saving.view, saving.record, day);
        let is_due = at.is_some_and(|at| at <= world.now());
        // Only the queue saves it by the timer: the task was written just before.
        if is_due && saving.actor.channel == Channel::Timer {
            saving.set("reminded_for", Value::Date(day));
        }
        if was_reminded(saving.view, saving.record, day) {
            // On the day after, the next last day is worked out, if there is one.
            saving.plan(TOPIC, day.checked_add(1.day()).ok().and_then(begin_of));
        } else {
            saving.plan(TOPIC, at.map(|at| at.max(world.now())));
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let Some(subject) = Subject::of(&work.kind) else { return Ok(done) };
        let view = world.view(subject.kind)?;
        let Some(record) = world.record(subject.kind, work.record)? else { return Ok(done) };
        let Some(day) = subject.day(&view, &record) else { return Ok(done) };
        let is_due = remind_at(subject, &view, &record, day).is_some_and(|at| at <= world.now());
        if is_due && !was_reminded(&view, &record, day) {
            done.commands.push(Command::create("task", task(subject, &view, &record, day)));
        }
        done.commands.push(Command::change(subject.kind, record.id, None, Input::Nothing));
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

fn task(subject: &Subject, view: &KindView, record: &Record, day: Date) -> Input {
    let title: String = view.title(record).chars().take(SUMMARY_CHARACTERS_MAX).collect();
    let fields = json!({
        "summary": format!("{}: {title}", subject.summary),
        "parent_kind": subject.kind,
        "parent": record.id,
        "assigned_to": view.value(record, "owner").to_json(),
        "due_on": day.to_string(),
        "notes": subject.notes,
    });
    Input::Json(match fields {
        Json::Object(fields) => fields,
        _ => Map::new(),
    })
}
