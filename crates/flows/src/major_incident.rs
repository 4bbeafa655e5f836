//! Major incidents and their parts: when everybody concerned was to be told and was not, whoever
//! leads hears of it; and when an incident is resolved, its parts are resolved with it if that was
//! wished.
use gemba_desk::{Attempt, Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_model::{Record, filter::Filter, kind::said, overlay::KindView};
use gemba_vocabulary::{RecordId, Value};
use jiff::SignedDuration;
use serde_json::{Map, Value as Json, json};

/// Reminds those who lead major incidents of their word to everybody. It remembers nothing.
#[derive(Debug, Default)]
pub struct StakeholderUpdates;

/// Resolves the parts of an incident with it. It remembers nothing.
#[derive(Debug, Default)]
pub struct IncidentParts;

const UPDATES: &str = "stakeholder_updates";
const PARTS: &str = "incident_parts";
const INCIDENT: &str = "incident";
/// The hours after which somebody is reminded again.
const AGAIN_MINUTES: i64 = 60;
const PARTS_MAX: usize = 500;
/// How many parts a note names that stay open.
const PARTS_NAMED_MAX: usize = 20;
const SUMMARY_CHARACTERS_MAX: usize = 150;

impl Flow for StakeholderUpdates {
    fn before_save(&self, _: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != INCIDENT {
            return Ok(());
        }
        let due = saving.value("update_due").as_instant();
        let before = saving.before.map(|before| saving.view.value(before, "update_due"));
        if due != before.and_then(Value::as_instant) {
            saving.plan(UPDATES, due);
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        UPDATES
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(INCIDENT)?;
        let Some(record) = world.record(INCIDENT, work.record)? else { return Ok(done) };
        let value = |field: &str| view.value(&record, field);
        let is_late = value("update_due").as_instant().is_some_and(|due| due <= world.now());
        if record.state != "major" || !is_late {
            return Ok(done);
        }
        let Some(manager) = value("major_manager").as_int() else { return Ok(done) };
        let title: String = view.title(&record).chars().take(SUMMARY_CHARACTERS_MAX).collect();
        let fields = json!({
            "summary": format!("Everybody waits for word: {title}"),
            "incident": record.id,
            "direction": "hierarchical",
            "reason": "update_due",
            "to_person": manager,
        });
        done.commands.push(Command::create("escalation", input(fields)));
        let minutes = value("update_minutes").as_int().unwrap_or(AGAIN_MINUTES);
        done.again = world.now().checked_add(SignedDuration::from_mins(minutes)).ok();
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

impl Flow for IncidentParts {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        let is_wished = *saving.value("resolve_parts") == Value::Bool(true);
        if saving.view.def.name == INCIDENT && saving.verb == "resolve" && is_wished {
            saving.plan(PARTS, Some(world.now()));
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        PARTS
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(INCIDENT)?;
        let Some(whole) = world.record(INCIDENT, work.record)? else { return Ok(done) };
        if whole.state != "resolved" {
            return Ok(done);
        }
        let filters =
            [Filter::is("parent", Value::Ref(whole.id)), Filter::is("open", Value::Bool(true))];
        let mut left = Vec::new();
        for part in world.find(INCIDENT, &filters, PARTS_MAX)? {
            match way_to_resolved(&view, &whole, &part) {
                Ok(commands) => done.attempts.push(Attempt { record: part.id, commands }),
                Err(why) => left.push(format!("{} {why}", view.def.number(part.id))),
            }
        }
        done.commands.extend(note(whole.id, &left));
        Ok(done)
    }

    fn refused(
        &self,
        world: &mut World<'_>,
        work: &DueWork,
        refused: &[(RecordId, Refused)],
    ) -> Result<Vec<Command>, Refused> {
        let view = world.view(INCIDENT)?;
        let told = refused.iter().map(|(part, why)| {
            let why = match why {
                Refused::Invalid(faults) => {
                    let faults = faults.iter().map(|fault| said(view.def, fault));
                    faults.collect::<Vec<_>>().join(" ")
                }
                other => other.to_string(),
            };
            format!("{} was refused: {why}", view.def.number(*part))
        });
        Ok(note(work.record, &told.collect::<Vec<_>>()).into_iter().collect())
    }

    fn was_saved(&self, _: &str) {}
}

/// Says at the whole which parts stay open, and why.
fn note(whole: RecordId, left: &[String]) -> Option<Command> {
    let named = left.iter().take(PARTS_NAMED_MAX).map(|one| format!("- {one}"));
    let mut lines = vec!["Not resolved with this incident:".to_owned()];
    lines.extend(named);
    let more = left.len().saturating_sub(PARTS_NAMED_MAX);
    lines.extend((more > 0).then(|| format!("- and {more} more")));
    let command = || Command::verb(INCIDENT, whole, "note").with_note(&lines.join("\n"));
    (!left.is_empty()).then(command)
}

/// The steps that resolve a part, each on its own record and in its own history; or why there are
/// none: it is major itself, or too little is known to go on.
fn way_to_resolved(view: &KindView, whole: &Record, part: &Record) -> Result<Vec<Command>, String> {
    let steps: &[&str] = match &*part.state {
        "new" => &["classify", "assign", "start", "resolve"],
        "triaged" => &["assign", "start", "resolve"],
        "assigned" => &["start", "resolve"],
        "pending" => &["resume", "resolve"],
        "in_progress" => &["resolve"],
        "major" => return Err("is a major incident and has an end of its own.".to_owned()),
        _ => return Err("cannot be resolved from where it stands.".to_owned()),
    };
    let held = |record: &Record, field: &str| view.value(record, field).clone();
    // What the part does not say itself, the whole says for it.
    let inherited = |fields: &[&str]| {
        let pairs = fields.iter().map(|field| {
            let own = held(part, field);
            let value = if own.is_none() { held(whole, field) } else { own };
            ((*field).to_owned(), value)
        });
        pairs.collect::<Vec<_>>()
    };
    let mut commands = Vec::new();
    for step in steps {
        let fields = match *step {
            "classify" => inherited(&["service", "category", "impact", "urgency"]),
            "assign" => inherited(&["team", "assigned_to"]),
            "resolve" => ["resolution", "close_code"]
                .map(|field| (field.to_owned(), held(whole, field)))
                .to_vec(),
            _ => Vec::new(),
        };
        let missing = missing(view, step, &fields);
        if !missing.is_empty() {
            return Err(format!("says too little to go on; fill in: {}.", missing.join(", ")));
        }
        let fields = fields.into_iter().filter(|(_, value)| !value.is_none());
        let fields: Map<_, _> = fields.map(|(name, value)| (name, value.to_json())).collect();
        let note = format!("Resolved with {}, of which it is a part.", view.def.number(whole.id));
        commands.push(taken(part.id, step, fields).with_note(&note));
    }
    Ok(commands)
}

/// The labels of what a step still lacks: one of several for an assignment, all for others.
fn missing<'a>(view: &'a KindView, step: &str, fields: &[(String, Value)]) -> Vec<&'a str> {
    let is_enough = step == "assign" && fields.iter().any(|(_, value)| !value.is_none());
    let empty = fields.iter().filter(|(_, value)| !is_enough && value.is_none());
    empty.filter_map(|(name, _)| view.field(name)).map(|field| &*field.label).collect()
}

fn taken(part: RecordId, step: &str, fields: Map<String, Json>) -> Command {
    Command::verb(INCIDENT, part, step).with_input(Input::Json(fields))
}

fn input(fields: Json) -> Input {
    Input::Json(match fields {
        Json::Object(fields) => fields,
        _ => Map::new(),
    })
}
