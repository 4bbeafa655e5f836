//! What findings, nonconformities, measures and improvements have to do with one another: a breach that an audit found
//! becomes a nonconformity, and an improvement hears what was measured.
use crate::complaint_watch::fields;
use gemba_desk::{Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_model::filter::{Filter, Test};
use gemba_vocabulary::{RecordId, Value};
use serde_json::json;

/// These ties of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct NonconformityFlow;

const TOPIC: &str = "nonconformities";
const FINDING: &str = "audit_finding";
const KIND: &str = "nonconformity";
const MEASUREMENT: &str = "measurement";
const IMPROVEMENTS_MAX: usize = 200;

impl Flow for NonconformityFlow {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        let now = world.now();
        match (saving.view.def.name, saving.verb) {
            (FINDING, "create" | "change" | "agree" | "confirm") => finding(world, saving)?,
            // The finding learns which nonconformity it led to.
            (KIND, "create" | "change") if !saving.value(FINDING).is_none() => {
                saving.plan(TOPIC, Some(now));
            }
            (MEASUREMENT, _) => saving.plan(TOPIC, Some(now)),
            _ => {}
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let commands = match &*work.kind {
            FINDING => begin(world, work.record)?,
            KIND => tell_finding(world, work.record)?,
            _ => tell_improvements(world, work.record)?,
        };
        Ok(DueDone { commands, ..DueDone::default() })
    }

    fn was_saved(&self, _: &str) {}
}

/// Whether an earlier audit found something at the same requirement; and what follows from a breach that is agreed.
fn finding(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let (audit, clause) = (saving.value("audit").clone(), saving.value("clause").clone());
    let mut repeats = Value::None;
    if !clause.is_none() {
        let others = Filter { field: "audit".to_owned(), test: Test::IsNot(vec![audit]) };
        let earlier = world.find(FINDING, &[Filter::is("clause", clause), others], 1_000)?;
        let id = saving.record.id;
        let is_earlier = |one: &RecordId| id == 0 || *one < id;
        let held = earlier.iter().filter(|one| one.state != "withdrawn").map(|one| one.id);
        repeats = held.filter(is_earlier).max().map_or(Value::None, Value::Ref);
    }
    saving.set("repeats", repeats);
    let is_breach = matches!(&*saving.value("grade").to_text(), "major" | "minor");
    if is_breach && matches!(saving.verb, "agree" | "confirm") && !saving.record.imported {
        saving.plan(TOPIC, Some(world.now()));
    }
    Ok(())
}

/// The nonconformity of a finding, with all that is known of it, unless there is one.
fn begin(world: &mut World<'_>, id: RecordId) -> Result<Vec<Command>, Refused> {
    let view = world.view(FINDING)?;
    let Some(record) = world.record(FINDING, id)? else { return Ok(Vec::new()) };
    if world.count(KIND, &[Filter::is(FINDING, Value::Ref(id))])? > 0 {
        return Ok(Vec::new());
    }
    let of = |field: &str| view.value(&record, field).to_json();
    let requirement = if view.value(&record, "clause").is_none() { "own_rule" } else { "clause" };
    let with = fields(json!({
        "name": of("name"),
        "description": of("description"),
        "source": "audit",
        "audit_finding": id,
        "requirement": of(requirement),
        "severity": of("grade"),
        "service": of("service"),
        "process": of("process"),
        "owner": of("area_manager"),
    }));
    Ok(vec![Command::create(KIND, with), Command::change(FINDING, id, None, Input::Nothing)])
}

fn tell_finding(world: &mut World<'_>, id: RecordId) -> Result<Vec<Command>, Refused> {
    let view = world.view(KIND)?;
    let Some(record) = world.record(KIND, id)? else { return Ok(Vec::new()) };
    let Value::Ref(finding) = *view.value(&record, FINDING) else { return Ok(Vec::new()) };
    let finding_view = world.view(FINDING)?;
    let knows = world
        .record(FINDING, finding)?
        .is_some_and(|found| !finding_view.value(&found, KIND).is_none());
    let tell = Command::change(FINDING, finding, None, Input::Nothing);
    Ok(if knows { Vec::new() } else { vec![tell] })
}

/// The improvements that are seen by a measure are weighed anew when it was measured.
fn tell_improvements(world: &mut World<'_>, id: RecordId) -> Result<Vec<Command>, Refused> {
    let view = world.view(MEASUREMENT)?;
    let Some(record) = world.record(MEASUREMENT, id)? else { return Ok(Vec::new()) };
    let Value::Ref(measure) = *view.value(&record, "measure") else { return Ok(Vec::new()) };
    let begun = Filter { field: "changed_on".to_owned(), test: Test::Filled };
    let open = Filter::is("open", Value::Bool(true));
    let filters = [Filter::is("measure", Value::Ref(measure)), begun, open];
    let found = world.find("improvement", &filters, IMPROVEMENTS_MAX)?;
    let weigh = |one: RecordId| Command::change("improvement", one, None, Input::Nothing);
    Ok(found.iter().map(|one| weigh(one.id)).collect())
}
