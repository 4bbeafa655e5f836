//! Planned intervals: what the records show of a topic moves the next day on which it is due, and whoever answers for
//! it is reminded before that day and told when it is over.
use crate::periods::{self, day_of, look_again, task_once};
use gemba_desk::{DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_figures::intervals::{days_of, done};
use gemba_model::{
    Choice, Record,
    filter::Filter,
    overlay::KindView,
    planned_interval::{Proof, TOPICS, Topic, next_due},
};
use gemba_vocabulary::{RecordId, Value, actor::Channel};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

/// The planned intervals of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct IntervalFlow;

const TOPIC: &str = "intervals";
const KIND: &str = "planned_review";
const REVIEWS_MAX: usize = 1_000;
const REMIND_DAYS_USUAL: i64 = 14;

impl Flow for IntervalFlow {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name == KIND {
            return review(world, saving);
        }
        let mut proofs = TOPICS.iter().flat_map(|def| def.proofs);
        if proofs.any(|proof| proof.kind == saving.view.def.name && is_new(saving, proof)) {
            saving.plan(TOPIC, Some(world.now()));
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        if work.kind == KIND { remind(world, work.record) } else { proven(world, &work.kind) }
    }

    fn was_saved(&self, _: &str) {}
}

/// Whether a record shows since now that something was done.
fn is_new(saving: &Saving<'_>, proof: &Proof) -> bool {
    let counts = |state: &str| proof.states.is_empty() || proof.states.contains(&state);
    let now = saving.value(proof.on);
    let before = saving.before.map(|before| saving.view.value(before, proof.on));
    let began = saving.before.is_none_or(|before| !counts(&before.state));
    counts(&saving.record.state) && !now.is_none() && (began || before != Some(now))
}

/// Every planned review of the topics that such records show looks at them again.
fn proven(world: &mut World<'_>, kind: &str) -> Result<DueDone, Refused> {
    let mut done = DueDone::default();
    let shown = TOPICS.iter().filter(|def| def.proofs.iter().any(|proof| proof.kind == kind));
    for def in shown {
        let of_topic = [
            Filter::is("topic", Value::Text(def.topic.name().to_owned())),
            Filter::is("state", Value::Text("planned".to_owned())),
        ];
        let reviews = world.find(KIND, &of_topic, REVIEWS_MAX)?;
        done.commands.extend(reviews.iter().map(|one| look_again(KIND, one.id)));
    }
    Ok(done)
}

/// What a planned review knows of the records, and when its owner hears of it.
fn review(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let topic = saving.value("topic").as_text().and_then(<Topic as Choice>::named);
    if let Some(def) = topic.and_then(Topic::def) {
        let today = periods::today(world);
        let shown = done(&world.evidence(), def).map_err(|fault| Refused::Failed(fault.0))?;
        let shown = shown.iter().map(|(day, _)| *day).filter(|day| *day <= today).max();
        let by_hand = days_of(saving.value("last_held_on")).pop();
        let months = saving.value("interval_months").as_int().unwrap_or(1);
        let last = shown.max(by_hand);
        let since = last.unwrap_or_else(|| {
            day_of(saving.before.map_or(world.now(), |before| before.created_at))
        });
        saving.set("last_held_on", last.map_or(Value::None, Value::Date));
        saving.set("next_due_on", next_due(since, months).map_or(Value::None, Value::Date));
    }
    let Some(due) = Due::of(saving.view, saving.record) else {
        saving.plan(TOPIC, None);
        return Ok(());
    };
    // Only the queue saves it by the timer: the task was written just before.
    if saving.actor.channel == Channel::Timer {
        let now = world.now();
        if due.remind_at.is_some_and(|at| at <= now) {
            saving.set("reminded_for", Value::Date(due.day));
        }
        if due.warn_at.is_some_and(|at| at <= now) {
            saving.set("warned_for", Value::Date(due.day));
        }
    }
    let next = Due::of(saving.view, saving.record).and_then(|due| due.next());
    saving.plan(TOPIC, next.map(|at| at.max(world.now())));
    Ok(())
}

/// When the owner of a planned review hears of its next day.
struct Due {
    day: Date,
    remind_at: Option<Timestamp>,
    warn_at: Option<Timestamp>,
    was_reminded: bool,
    was_warned: bool,
}

impl Due {
    fn of(view: &KindView, record: &Record) -> Option<Self> {
        let Value::Date(day) = *view.value(record, "next_due_on") else { return None };
        if record.state != "planned" {
            return None;
        }
        let days = |field: &str, usual: i64| view.value(record, field).as_int().unwrap_or(usual);
        let begin = |day: Date| Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp());
        let last = day.saturating_add(days("grace_days", 0).days());
        Some(Self {
            day,
            remind_at: begin(day.saturating_sub(days("remind_days", REMIND_DAYS_USUAL).days())),
            warn_at: begin(last.saturating_add(1.day())),
            was_reminded: *view.value(record, "reminded_for") == Value::Date(day),
            was_warned: *view.value(record, "warned_for") == Value::Date(day),
        })
    }

    fn next(&self) -> Option<Timestamp> {
        if self.was_reminded {
            return self.warn_at.filter(|_| !self.was_warned);
        }
        self.remind_at
    }
}

/// Asks whoever answers for it.
fn remind(world: &mut World<'_>, id: RecordId) -> Result<DueDone, Refused> {
    let mut done = DueDone::default();
    let view = world.view(KIND)?;
    let Some(record) = world.record(KIND, id)? else { return Ok(done) };
    let Some(due) = Due::of(&view, &record) else { return Ok(done) };
    let now = world.now();
    let (owner, title) = (view.value(&record, "owner").to_json(), view.title(&record));
    let day = Value::Date(due.day);
    let is_over = due.warn_at.is_some_and(|at| at <= now);
    if is_over && !due.was_warned {
        let summary = format!("Overdue since {}: {title}", due.day);
        let notes = "The interval was not kept, and that stays on record. Do it now, record it, and say what \
                     prevents it from being late again.";
        done.commands.extend(task_once(world, (KIND, id), &summary, notes, &owner, &day)?);
    } else if !due.was_reminded && due.remind_at.is_some_and(|at| at <= now) {
        let summary = format!("Due on {}: {title}", due.day);
        let notes = "It has to be done by this day. Where records show that it was done, the next day is set by \
                     itself; else record the review here.";
        done.commands.extend(task_once(world, (KIND, id), &summary, notes, &owner, &day)?);
    }
    done.commands.push(look_again(KIND, id));
    Ok(done)
}
