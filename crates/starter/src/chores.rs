//! What people do in the last hour of each working day besides all else: tasks whose day has come, and a word on
//! availability that was missed.
use crate::{
    days::Days,
    deed::{Act, Deed, fields},
    stage::Stage,
};
use gemba_desk::{Command, Input, Query, Refused};
use gemba_model::filter::{Filter, Test};
use gemba_vocabulary::{Value, actor::Actor};
use jiff::ToSpan;
use serde_json::json;

/// Who looks after tasks that are with a team, and after what was missed.
pub const MANAGER: &str = "tom";
const WORKING_DAYS: i64 = 60;
const TASKS_MAX: usize = 200;
/// A weekend and a holiday: until the next working day.
const DAYS_AHEAD: i64 = 4;
/// What is done when something else is, and not by a word in a list.
const NOT_BY_HAND: &[&str] = &["capacity_metric", "contract"];

/// The last hour of each working day.
pub fn deeds(days: &Days) -> Result<Vec<Deed>, Refused> {
    (1..WORKING_DAYS)
        .rev()
        .map(|back| {
            let at = days.moment(&format!("w{back} 17:20"))?;
            Ok(Deed { at, by: MANAGER.to_owned(), act: Act::Chores })
        })
        .collect()
}

/// The commands by which tasks are finished whose day has come, and missed availability is answered for.
pub fn of_today(stage: &Stage<'_>, actor: &Actor) -> Result<Vec<Command>, Refused> {
    let mut commands = answered(stage, actor)?;
    let last = stage.today().saturating_add(DAYS_AHEAD.days());
    let due = vec![
        Filter::is("open", Value::Bool(true)),
        Filter { field: "due_on".to_owned(), test: Test::Less(Value::Date(last)) },
    ];
    let query = Query { filters: due, limit: TASKS_MAX, ..Query::of("task") };
    let mut tasks = stage.desk.list(actor, &query)?.records;
    tasks.sort_by_key(|task| task.id);
    let Some(view) = stage.desk.view("task") else { return Ok(commands) };
    let is_done = |parent: &str| !NOT_BY_HAND.contains(&parent);
    let tasks = tasks
        .iter()
        .filter(|task| !stage.is_told("task", task.id))
        .filter(|task| view.value(task, "parent_kind").as_text().is_some_and(is_done));
    commands.extend(tasks.map(|task| Command::verb("task", task.id, "finish")));
    Ok(commands)
}

/// What is done about availability that was missed.
fn answered(stage: &Stage<'_>, actor: &Actor) -> Result<Vec<Command>, Refused> {
    const RESULT: &str = "availability_result";
    let missed = vec![
        Filter::is("is_missed", Value::Bool(true)),
        Filter { field: "action".to_owned(), test: Test::Empty },
    ];
    let query = Query { filters: missed, limit: TASKS_MAX, ..Query::of(RESULT) };
    let mut missed = stage.desk.list(actor, &query)?.records;
    missed.sort_by_key(|result| result.id);
    let actions = stage.data.phrases.availability_action.iter().cycle();
    let skip = missed.first().map_or(0, |first| usize::try_from(first.id).unwrap_or_default());
    let answer = |(result, action): (&gemba_model::Record, &String)| {
        let with = fields([("action", json!(action))]);
        Command::change(RESULT, result.id, None, Input::Json(with))
    };
    Ok(missed.iter().zip(actions.skip(skip)).map(answer).collect())
}
