//! Awareness: each person who works for the organization is asked to read what is published for them and to say that
//! they know it, employed or not, now or once they come. What holds no longer is asked no longer.
use crate::complaint_watch::fields;
use gemba_desk::{Command, DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::{
    Record,
    awareness::{is_for, is_ours},
    filter::Filter,
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value, actor::Channel};
use jiff::ToSpan;
use serde_json::json;
use std::collections::BTreeSet;

/// The awareness of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct AwarenessFlow;

const TOPIC: &str = "awareness";
const DOCUMENT: &str = "document";
const PERSON: &str = "person";
const ASKED: &str = "acknowledgement";
const RECORDS_MAX: usize = 100_000;
/// The fields of a person on which it depends what they have to know.
const PLACES: [&str; 4] = ["customer", "audits_for", "team", "roles"];

impl Flow for AwarenessFlow {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        // Who and what comes in from another tool is asked about once somebody here does something with it.
        if saving.actor.channel == Channel::Import {
            return Ok(());
        }
        let is_due = match (saving.view.def.name, saving.verb) {
            (DOCUMENT, "publish") => saving.value("to_be_acknowledged").is_yes(),
            (DOCUMENT, "new_version" | "withdraw") => true,
            (PERSON, "retire" | "restore") => true,
            (PERSON, _) => is_elsewhere(saving) && is_any_to_read(world)?,
            _ => false,
        };
        if is_due {
            saving.plan(TOPIC, Some(world.now()));
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let Some(record) = world.record(&work.kind, work.record)? else {
            return Ok(DueDone::default());
        };
        let people = world.view(PERSON)?;
        let commands = match &*work.kind {
            DOCUMENT if record.state == "published" => ask_all(world, &record)?,
            DOCUMENT => take_back(
                world,
                DOCUMENT,
                record.id,
                "The document holds no longer in this edition.",
            )?,
            _ if is_ours(&people, &record) => ask_one(world, &record)?,
            _ => take_back(world, PERSON, record.id, "The person no longer works for us.")?,
        };
        Ok(DueDone { commands, ..DueDone::default() })
    }

    fn was_saved(&self, _: &str) {}
}

/// Whether a person is new, or in another place than before.
fn is_elsewhere(saving: &Saving<'_>) -> bool {
    let Some(before) = saving.before else { return true };
    PLACES.iter().any(|field| saving.view.value(before, field) != saving.value(field))
}

fn to_read() -> [Filter; 2] {
    [
        Filter::is("state", Value::Text("published".to_owned())),
        Filter::is("to_be_acknowledged", Value::Bool(true)),
    ]
}

fn is_any_to_read(world: &mut World<'_>) -> Result<bool, Refused> {
    Ok(world.count(DOCUMENT, &to_read())? > 0)
}

/// A question to each person whom a document is for, unless they were asked of this edition.
fn ask_all(world: &mut World<'_>, document: &Record) -> Result<Vec<Command>, Refused> {
    let (documents, people) = (world.view(DOCUMENT)?, world.view(PERSON)?);
    if !documents.value(document, "to_be_acknowledged").is_yes() {
        return Ok(Vec::new());
    }
    let asked = holders(world, "document", document.id, "person")?;
    let everybody = world.find(PERSON, &[], RECORDS_MAX)?;
    let concerned = everybody.iter().filter(|person| {
        is_ours(&people, person)
            && is_for(&documents, document, &people, person)
            && !asked.contains(&person.id)
    });
    Ok(concerned.map(|person| question(world, &documents, document, person.id)).collect())
}

/// A question to a person about each document that is for them, unless they were asked of it.
fn ask_one(world: &mut World<'_>, person: &Record) -> Result<Vec<Command>, Refused> {
    let (documents, people) = (world.view(DOCUMENT)?, world.view(PERSON)?);
    let asked = holders(world, "person", person.id, "document")?;
    let published = world.find(DOCUMENT, &to_read(), RECORDS_MAX)?;
    let theirs = published.iter().filter(|document| {
        is_for(&documents, document, &people, person) && !asked.contains(&document.id)
    });
    Ok(theirs.map(|document| question(world, &documents, document, person.id)).collect())
}

/// What the questions that hold a record in one field hold in another.
fn holders(
    world: &mut World<'_>,
    field: &str,
    id: RecordId,
    other: &str,
) -> Result<BTreeSet<RecordId>, Refused> {
    let view = world.view(ASKED)?;
    let found = world.find(ASKED, &[Filter::is(field, Value::Ref(id))], RECORDS_MAX)?;
    let found = found.iter().filter(|one| one.state != "withdrawn");
    Ok(found.filter_map(|one| view.value(one, other).as_int()).collect())
}

fn question(
    world: &World<'_>,
    documents: &KindView,
    document: &Record,
    person: RecordId,
) -> Command {
    let held = |field| documents.value(document, field);
    let days = held("acknowledge_days").as_int().unwrap_or_default();
    let due = world.now().to_zoned(world.zone()).date().saturating_add(days.days());
    let with = json!({
        "person": person,
        "document": document.id,
        "topic": held("topic").to_json(),
        "due_on": due.to_string(),
    });
    Command::create(ASKED, fields(with))
}

/// Takes back what is still asked about a document, or of a person.
fn take_back(
    world: &mut World<'_>,
    field: &str,
    id: RecordId,
    why: &str,
) -> Result<Vec<Command>, Refused> {
    let open = [Filter::is(field, Value::Ref(id)), Filter::is("open", Value::Bool(true))];
    let open = world.find(ASKED, &open, RECORDS_MAX)?;
    let take = |one: &Record| Command::verb(ASKED, one.id, "withdraw").with_note(why);
    Ok(open.iter().map(take).collect())
}
