//! The tasks of a request: when it is approved work begins by itself where its item says so, and
//! the steps of the item become tasks, those of one stage side by side, the next stage once all of
//! the last are over.
use super::{ITEM, REQUEST, blank, known, rows, text};
use gemba_desk::{Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_model::{
    FieldFault, Record, condition, filter::Filter, overlay::KindView, request_form::Question,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{ToSpan, tz::TimeZone};

/// Gives out the tasks of requests. It remembers nothing.
#[derive(Debug, Default)]
pub struct RequestTasks;

const TOPIC: &str = "request_tasks";
const STEP: &str = "fulfilment_step";
const TASK: &str = "task";
const READ_MAX: usize = 200;
/// The states in which a request has work to be given out.
const WORKED_ON: [&str; 2] = ["fulfilling", "pending"];

impl Flow for RequestTasks {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.record.imported {
            return Ok(());
        }
        let state = saving.record.state.as_str();
        if saving.view.def.name == STEP {
            return check_condition(world, saving);
        }
        let has_moved = saving.before.is_none_or(|before| before.state != state);
        let is_next = match saving.view.def.name {
            REQUEST => state == "approved" || WORKED_ON.contains(&state),
            TASK => *saving.value("parent_kind") == text(REQUEST) && state != "open",
            _ => false,
        };
        if has_moved && is_next {
            saving.plan(TOPIC, Some(world.now()));
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(REQUEST)?;
        let Some(request) = request_of(world, work)? else { return Ok(done) };
        let item_view = world.view(ITEM)?;
        let item = view.value(&request, "request_item").as_int().unwrap_or_default();
        let Some(item) = world.record(ITEM, item)? else { return Ok(done) };
        if request.state == "approved" {
            if item_view.value(&item, "begins_itself").is_yes() {
                done.commands.push(Command::verb(REQUEST, request.id, "start"));
            }
        } else if WORKED_ON.contains(&&*request.state) {
            let questions: Vec<Question> = rows(item_view.value(&item, "questions"));
            done.commands = next_tasks(world, &view, &request, &questions)?;
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

/// A step asks for what its item's form asks and for what a request has, and for nothing else.
fn check_condition(world: &mut World<'_>, saving: &Saving<'_>) -> Result<(), Refused> {
    let Some(condition) = saving.value("only_if").as_text() else { return Ok(()) };
    let (requests, items) = (world.view(REQUEST)?, world.view(ITEM)?);
    let item = saving.value("request_item").as_int().unwrap_or_default();
    let Some(item) = world.record(ITEM, item)? else { return Ok(()) };
    let questions: Vec<Question> = rows(items.value(&item, "questions"));
    match condition::holds(Some(condition), &blank(&requests, &questions)) {
        Ok(_) => Ok(()),
        Err(fault) => Err(FieldFault::new("only_if", fault).into()),
    }
}

fn request_of(world: &mut World<'_>, work: &DueWork) -> Result<Option<Record>, Refused> {
    let id = if work.kind == TASK {
        let view = world.view(TASK)?;
        let task = world.record(TASK, work.record)?;
        task.and_then(|task| view.value(&task, "parent").as_int())
    } else {
        Some(work.record)
    };
    id.map_or(Ok(None), |id| world.record(REQUEST, id))
}

/// The tasks whose turn it is and that nobody has been given yet.
fn next_tasks(
    world: &mut World<'_>,
    view: &KindView,
    request: &Record,
    questions: &[Question],
) -> Result<Vec<Command>, Refused> {
    let steps = steps(world, view, request, questions)?;
    let given = given(world, request.id)?;
    let is_given = |step: &Step| given.iter().any(|(of, _)| *of == Some(step.id));
    let is_open = |step: &Step| given.iter().any(|(of, open)| *of == Some(step.id) && *open);
    let mut stages: Vec<i64> = steps.iter().map(|step| step.stage).collect();
    stages.dedup();
    for stage in stages {
        let of_stage = || steps.iter().filter(|step| step.stage == stage);
        if !of_stage().all(is_given) {
            let now = of_stage().filter(|step| !is_given(step));
            return Ok(now.map(|step| task(world, view, request, step)).collect());
        }
        if of_stage().any(is_open) {
            return Ok(Vec::new());
        }
    }
    Ok(Vec::new())
}

struct Step {
    id: RecordId,
    stage: i64,
    fields: Vec<(String, Value)>,
    due_days: Option<i64>,
}

/// The steps of the item that this request needs, in order of their stages.
fn steps(
    world: &mut World<'_>,
    view: &KindView,
    request: &Record,
    questions: &[Question],
) -> Result<Vec<Step>, Refused> {
    let step_view = world.view(STEP)?;
    let filters = [
        Filter::is("request_item", view.value(request, "request_item").clone()),
        Filter::is("open", Value::Bool(true)),
    ];
    let known = known(view, request, questions);
    let mut steps = Vec::new();
    for record in world.find(STEP, &filters, READ_MAX)? {
        let value = |field: &str| step_view.value(&record, field).clone();
        // A condition that cannot be worked out asks for the work rather than leaving it out.
        if !condition::holds(value("only_if").as_text(), &known).unwrap_or(true) {
            continue;
        }
        let own = value("team");
        let team = if own.is_none() { view.value(request, "team").clone() } else { own };
        let fields = [
            ("summary", value("summary")),
            ("notes", value("instruction")),
            ("team", team),
            ("fulfilment_step", Value::Ref(record.id)),
        ];
        steps.push(Step {
            id: record.id,
            stage: value("stage").as_int().unwrap_or(1),
            fields: fields.map(|(name, value)| (name.to_owned(), value)).to_vec(),
            due_days: value("due_days").as_int(),
        });
    }
    steps.sort_by_key(|step| (step.stage, step.id));
    Ok(steps)
}

/// The steps that became tasks, and whether each is still open.
fn given(
    world: &mut World<'_>,
    request: RecordId,
) -> Result<Vec<(Option<RecordId>, bool)>, Refused> {
    let view = world.view(TASK)?;
    let filters =
        [Filter::is("parent_kind", text(REQUEST)), Filter::is("parent", Value::Int(request))];
    let tasks = world.find(TASK, &filters, READ_MAX)?;
    let told = |task: &Record| (view.value(task, "fulfilment_step").as_int(), task.state == "open");
    Ok(tasks.iter().map(told).collect())
}

fn task(world: &World<'_>, view: &KindView, request: &Record, step: &Step) -> Command {
    let today = world.now().to_zoned(TimeZone::UTC).date();
    let due = step.due_days.and_then(|days| today.checked_add(days.days()).ok());
    let mut fields = step.fields.clone();
    fields.push(("parent_kind".to_owned(), text(view.def.name)));
    fields.push(("parent".to_owned(), Value::Int(request.id)));
    fields.push(("due_on".to_owned(), due.map_or(Value::None, Value::Date)));
    Command::create(TASK, Input::Values(fields))
}
