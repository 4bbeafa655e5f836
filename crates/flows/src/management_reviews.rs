//! Reviews by top management: what there is to look at is put together from the records since the last one, until the
//! review is held.
mod facts;
mod inputs;
mod system;
mod work;

use crate::reviews::begin_of;
use gemba_desk::{Command, DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::{
    Choice, Record,
    filter::{Filter, Test},
    review_inputs::Input,
};
use gemba_vocabulary::Value;
use jiff::{ToSpan, civil::Date};
use serde_json::{Value as Json, json};

/// The reviews of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ManagementReviewFlow;

const TOPIC: &str = "management_reviews";
const KIND: &str = "management_review";
const REVIEWS_MAX: usize = 1_000;
/// How far a first review looks back.
const USUAL_MONTHS: i64 = 12;

impl Flow for ManagementReviewFlow {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name == KIND { review(world, saving) } else { Ok(()) }
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let record = world.record(KIND, work.record)?;
        if record.is_some_and(|record| is_open(&record)) {
            done.commands.push(Command::verb(KIND, work.record, "refresh"));
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

fn is_open(review: &Record) -> bool {
    matches!(&*review.state, "planned" | "prepared")
}

fn review(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let Value::Date(planned_on) = *saving.value("planned_on") else { return Ok(()) };
    if !is_open(saving.record) {
        saving.plan(TOPIC, None);
        return Ok(());
    }
    let now = world.now();
    let today = crate::periods::day_of(now);
    let last = last_held(world, saving.record.id)?;
    let since = last.or_else(|| today.checked_sub(USUAL_MONTHS.months()).ok()).unwrap_or(today);
    let times =
        facts::Times { since, since_at: begin_of(since), today, now, review: saving.record.id };
    let points = Value::Struct(inputs::all(world, &times)?);
    if *saving.value("inputs") != points || saving.verb == "refresh" {
        saving.set("inputs", points);
        saving.set("inputs_at", Value::Instant(now));
    }
    saving.set("looks_back_to", Value::Date(since));
    if saving.value("comments").is_none() || *saving.value("comments") == Value::Struct(json!([])) {
        let open = Input::ALL.iter().map(|input| json!({"input": input}));
        saving.set("comments", Value::Struct(Json::Array(open.collect())));
    }
    // On the morning of its day they are put together once more.
    let morning = begin_of(planned_on);
    saving.plan(TOPIC, (morning > now).then_some(morning));
    Ok(())
}

/// The day on which the last one was held.
fn last_held(world: &mut World<'_>, but: i64) -> Result<Option<Date>, Refused> {
    let view = world.view(KIND)?;
    let held = Filter { field: "held_on".to_owned(), test: Test::Filled };
    let held = world.find(KIND, &[held], REVIEWS_MAX)?;
    let others = held.iter().filter(|one| one.id != but && one.state != "cancelled");
    let days = others.filter_map(|one| match view.value(one, "held_on") {
        Value::Date(day) => Some(*day),
        _ => None,
    });
    Ok(days.max())
}
