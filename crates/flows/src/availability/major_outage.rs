//! The outage that a major incident stands for: opened once when it is declared, ended when it is resolved.
use gemba_desk::{Attempt, Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_model::{Record, filter::Filter, overlay::KindView};
use gemba_vocabulary::Value;
use jiff::Timestamp;
use serde_json::{Map, Value as Json, json};

/// Opens and ends the outages of major incidents. It remembers nothing.
#[derive(Debug, Default)]
pub struct MajorOutage;

const TOPIC: &str = "major_outage";
const INCIDENT: &str = "incident";
const OUTAGE: &str = "outage";
const OUTAGES_READ_MAX: usize = 100;
const SUMMARY_CHARACTERS_MAX: usize = 230;

impl Flow for MajorOutage {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != INCIDENT || saving.record.imported {
            return Ok(());
        }
        let was = saving.before.map(|before| before.state.clone());
        let moved = was.as_deref() != Some(&*saving.record.state);
        let matters = ["major", "resolved", "closed"].contains(&&*saving.record.state);
        if moved && matters && saving.value("is_major").is_yes() {
            saving.plan(TOPIC, Some(world.now()));
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(INCIDENT)?;
        let Some(incident) = world.record(INCIDENT, work.record)? else { return Ok(done) };
        let outage_view = world.view(OUTAGE)?;
        let filters = [Filter::is("incident", Value::Ref(incident.id))];
        let mut outages = world.find(OUTAGE, &filters, OUTAGES_READ_MAX)?;
        outages.retain(|one| one.state != "withdrawn");
        if incident.state == "major" {
            if outages.iter().all(|one| one.state != "open") {
                let again = (!outages.is_empty()).then(|| world.now());
                done.commands.extend(opened(&view, &incident, again));
            }
            return Ok(done);
        }
        let value = |field: &str| view.value(&incident, field).as_instant();
        let ended = value("restored_at").or_else(|| value("resolved_at"));
        for outage in outages.iter().filter(|one| one.state == "open") {
            let began = outage_view.value(outage, "began_at").as_instant();
            // A time of restoring before the outage began is a slip; the time of resolving is none.
            let ended = ended.filter(|end| began < Some(*end)).or_else(|| value("resolved_at"));
            let fields = json!({"ended_at": ended.map(|at| at.to_string())});
            let restore = Command::verb(OUTAGE, outage.id, "restore").with_input(input(fields));
            done.attempts.push(Attempt { record: outage.id, commands: vec![restore] });
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

/// The outage of an incident, from when it was noticed; one that was declared again counts from then on. Nothing if
/// nobody knows what it is about.
fn opened(view: &KindView, incident: &Record, again: Option<Timestamp>) -> Option<Command> {
    let value = |field: &str| view.value(incident, field);
    let (service, item) = (value("service"), value("configuration_item"));
    if service.is_none() && item.is_none() {
        return None;
    }
    let began = again.or_else(|| value("opened_at").as_instant())?.to_string();
    let title: String = view.title(incident).chars().take(SUMMARY_CHARACTERS_MAX).collect();
    let fields = json!({
        "summary": title,
        "service": service.to_json(),
        "configuration_item": item.to_json(),
        "incident": incident.id,
        "problem": value("problem").to_json(),
        "source": "major_incident",
        "began_at": began,
        "detected_at": began,
    });
    Some(Command::create(OUTAGE, input(fields)))
}

/// Fields without those that hold nothing.
fn input(fields: Json) -> Input {
    let Json::Object(fields) = fields else { return Input::Nothing };
    let given = fields.into_iter().filter(|(_, value)| !value.is_null());
    Input::Json(given.collect::<Map<_, _>>())
}
