//! What is said about targets that were missed: Gemba counts them itself when a month is over.
use crate::{
    days::Days,
    deed::{Act, Deed, fields},
    stage::Stage,
};
use gemba_desk::{Command, Input, Query, Refused};
use gemba_model::{
    Record,
    filter::{Filter, Test},
};
use gemba_vocabulary::{Value, actor::Actor};
use jiff::{Timestamp, ToSpan};
use serde_json::json;

const MANAGER: &str = "tom";
const RESULT: &str = "service_level_result";
const RESULTS_MAX: usize = 500;
const COUNT_MAX: i64 = 1_000;
/// Hours into the third day of a month, by when the figures are looked at.
const LOOK_DAYS: i64 = 2;
/// From here on results are the ones that this month's people look at.
const RECENT: &str = "m2.2";
const LOOK_SECONDS: i64 = 5_400;
/// How many of the targets missed last nobody says anything about.
const LEFT_OPEN: usize = 2;

/// A look at the figures early in each month that begins within the demo.
pub fn deeds(days: &Days, from: Timestamp) -> Vec<Deed> {
    let office = days.office();
    let zone = office.time_zone();
    let day_of = |at: Timestamp| at.to_zoned(zone.clone()).date();
    let mut month = day_of(from).first_of_month().saturating_add(1.month());
    let mut deeds = Vec::new();
    while month <= day_of(days.until) {
        let looked = month.saturating_add(LOOK_DAYS.days()).to_zoned(zone.clone());
        let looked = looked.map_or(days.until, |zoned| zoned.timestamp());
        let when = office.after_open_seconds(looked, LOOK_SECONDS).unwrap_or(days.until);
        deeds.push(Deed { at: when, by: MANAGER.to_owned(), act: Act::Measure });
        month = month.saturating_add(1.month());
    }
    deeds
}

/// The commands by which the manager answers for the targets that were missed in the months before, and finishes what
/// was asked of them for it.
pub fn of_month_before(stage: &Stage<'_>, actor: &Actor) -> Result<Vec<Command>, Refused> {
    let missed = vec![
        Filter::is("is_missed", Value::Bool(true)),
        Filter { field: "action".to_owned(), test: Test::Empty },
    ];
    let query = Query { filters: missed, limit: RESULTS_MAX, ..Query::of(RESULT) };
    let mut missed = stage.desk.list(actor, &query)?.records;
    missed.sort_by_key(|result| result.id);
    let answered = vec![
        Filter { field: "action".to_owned(), test: Test::Filled },
        Filter {
            field: "until".to_owned(),
            test: Test::AtLeast(Value::Date(stage.days.date(RECENT)?)),
        },
    ];
    let told = stage.desk.count(actor, RESULT, &answered, COUNT_MAX)?.count;
    let actions = stage.data.phrases.missed_action.iter().cycle();
    let actions = actions.skip(usize::try_from(told).unwrap_or_default());
    let mut commands = Vec::new();
    // What was missed in the year before was talked about each time, in the same few words.
    let view = stage.desk.view(RESULT);
    let recent = stage.days.date(RECENT)?;
    let is_old = |result: &Record| {
        let until = view.as_ref().map(|view| view.value(result, "until"));
        matches!(until, Some(Value::Date(until)) if *until < recent)
    };
    let (old, mut missed): (Vec<_>, Vec<_>) = missed.into_iter().partition(is_old);
    // The last ones stay without an action until the next look: an honest gap.
    missed.truncate(missed.len().saturating_sub(LEFT_OPEN));
    let old = old.iter().zip(stage.data.phrases.missed_action.iter().cycle());
    for (result, action) in old.chain(missed.iter().zip(actions)) {
        let with = fields([("action", json!(action))]);
        commands.push(Command::change(RESULT, result.id, None, Input::Json(with)));
        let asked = vec![
            Filter::is("parent_kind", Value::Text(RESULT.to_owned())),
            Filter::is("parent", Value::Int(result.id)),
            Filter::is("open", Value::Bool(true)),
        ];
        let query = Query { filters: asked, limit: RESULTS_MAX, ..Query::of("task") };
        let asked = stage.desk.list(actor, &query)?.records;
        commands.extend(asked.iter().map(|task| Command::verb("task", task.id, "finish")));
    }
    Ok(commands)
}
