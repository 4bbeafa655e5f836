//! The treatment of risks: each piece of work becomes a task of the person who does it, and is over with the treatment.
use crate::complaint_watch::fields;
use gemba_desk::{Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_model::{Record, filter::Filter, overlay::KindView};
use gemba_vocabulary::{RecordId, Value};
use serde_json::{Value as Json, json};

/// The treatments of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct RiskTreatment;

const TOPIC: &str = "risk_treatment";
const KIND: &str = "risk";
const FOUND_MAX: usize = 500;

impl Flow for RiskTreatment {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name == KIND
            && !saving.record.imported
            && matches!(saving.verb, "treat" | "finish")
        {
            saving.plan(TOPIC, Some(world.now()));
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(KIND)?;
        let Some(record) = world.record(KIND, work.record)? else { return Ok(done) };
        let tasks = tasks(world, record.id)?;
        let actions = actions(&view, &record);
        if record.state == "treating" {
            for action in actions.iter().filter(|action| action["progress"] != "done") {
                let is_there = tasks.iter().any(|task| task.2 == text(action, "what"));
                if !is_there {
                    let who = person(world, &text(action, "owner"))?;
                    done.commands.push(Command::create("task", task(record.id, action, who)));
                }
            }
        } else {
            // Whoever says that the treatment is done says so of its work.
            let own = |summary: &str| actions.iter().any(|action| text(action, "what") == summary);
            let open = tasks.iter().filter(|(_, state, summary)| state == "open" && own(summary));
            done.commands.extend(open.map(|(id, ..)| Command::verb("task", *id, "finish")));
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

fn text(action: &Json, part: &str) -> String {
    action[part].as_str().unwrap_or_default().to_owned()
}

fn actions(view: &KindView, record: &Record) -> Vec<Json> {
    match view.value(record, "actions") {
        Value::Struct(Json::Array(rows)) => rows.clone(),
        _ => Vec::new(),
    }
}

/// The tasks of a risk: their numbers, states and summaries.
fn tasks(
    world: &mut World<'_>,
    risk: RecordId,
) -> Result<Vec<(RecordId, String, String)>, Refused> {
    let view = world.view("task")?;
    let filters = [
        Filter::is("parent_kind", Value::Text(KIND.to_owned())),
        Filter::is("parent", Value::Int(risk)),
    ];
    let found = world.find("task", &filters, FOUND_MAX)?;
    Ok(found.into_iter().map(|task| (task.id, task.state.clone(), view.title(&task))).collect())
}

/// The person of that name.
fn person(world: &mut World<'_>, name: &str) -> Result<Option<RecordId>, Refused> {
    let named = [Filter::is("name", Value::Text(name.to_owned()))];
    Ok(world.find("person", &named, 1)?.first().map(|person| person.id))
}

fn task(risk: RecordId, action: &Json, who: Option<RecordId>) -> Input {
    fields(json!({
        "summary": text(action, "what"),
        "parent_kind": KIND,
        "parent": risk,
        "assigned_to": who,
        "due_on": action["due"],
        "notes": "It belongs to the treatment of this risk.",
    }))
}
