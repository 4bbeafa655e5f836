//! What follows when alerts are over.
use super::{ALERT, INCIDENT, OUTAGE, Told, input};
use gemba_desk::{Attempt, Command, DueDone, Refused, World};
use gemba_model::{
    Record,
    filter::{Filter, Test},
};
use gemba_vocabulary::{RecordId, Value};
use jiff::Timestamp;
use serde_json::json;

const LATER_READ_MAX: usize = 2_000;

/// An alert is over. If it is the last of its incident, the outage ends, and the incident is resolved or hears of it.
pub(super) fn is_over(told: &Told<'_>, world: &mut World<'_>) -> Result<DueDone, Refused> {
    let mut done = DueDone::default();
    let ended = told.value("ends_at").as_instant();
    let (Some(incident), Some(ended)) = (told.value("incident").as_int(), ended) else {
        return Ok(done);
    };
    if !is_last(told, world, incident, ended)? {
        return Ok(done);
    }
    let Some(incident) = world.record(INCIDENT, incident)? else { return Ok(done) };
    if told.rule.opens_outage {
        for outage in told.outages(world, Some(incident.id))? {
            done.commands.extend(restored(world, &outage, ended)?);
        }
    }
    if matches!(&*incident.state, "resolved" | "closed" | "cancelled") {
        return Ok(done);
    }
    let at = ended.strftime("%Y-%m-%d %H:%M UTC");
    let words = format!("All its alerts are over since {at}.");
    match steps(&incident.state).filter(|_| told.rule.resolves) {
        Some(steps) => {
            let commands = steps.iter().map(|step| taken(told, incident.id, step, &words));
            done.attempts.push(Attempt { record: incident.id, commands: commands.collect() });
        }
        None => {
            done.commands.push(Command::verb(INCIDENT, incident.id, "note").with_note(&words));
        }
    }
    Ok(done)
}

/// Whether no alert of the incident goes on, and none ended after this one.
fn is_last(
    told: &Told<'_>,
    world: &mut World<'_>,
    incident: RecordId,
    ended: Timestamp,
) -> Result<bool, Refused> {
    let of_incident = Filter::is("incident", Value::Ref(incident));
    let firing = Filter::is("state", Value::Text("firing".to_owned()));
    if world.count(ALERT, &[of_incident.clone(), firing])? > 0 {
        return Ok(false);
    }
    let later = Test::AtLeast(Value::Instant(ended));
    let later = Filter { field: "ends_at".to_owned(), test: later };
    let key = |record: &Record| (told.view.value(record, "ends_at").as_instant(), record.id);
    let others = world.find(ALERT, &[of_incident, later], LATER_READ_MAX)?;
    Ok(others.iter().all(|other| key(other) <= key(told.alert)))
}

/// Ends an outage that is open; it lasts for a moment at least.
fn restored(
    world: &mut World<'_>,
    outage: &Record,
    ended: Timestamp,
) -> Result<Option<Command>, Refused> {
    let view = world.view(OUTAGE)?;
    let detected = view.value(outage, "detected_at").as_instant();
    let began = view.value(outage, "began_at").as_instant();
    if outage.state != "open" || began.is_none_or(|began| ended <= began) {
        return Ok(None);
    }
    // It may be over before anybody heard of it.
    let mut fields = json!({"ended_at": ended.min(world.now()).to_string()});
    if detected.is_some_and(|detected| detected > ended) {
        fields = json!({"ended_at": ended.to_string(), "detected_at": ended.to_string()});
    }
    Ok(Some(Command::verb(OUTAGE, outage.id, "restore").with_input(input(fields))))
}

/// The steps that resolve an incident from where it stands; none for a major one.
fn steps(state: &str) -> Option<&'static [&'static str]> {
    Some(match state {
        "new" => &["classify", "assign", "start", "resolve"],
        "triaged" => &["assign", "start", "resolve"],
        "assigned" => &["start", "resolve"],
        "pending" => &["resume", "resolve"],
        "in_progress" => &["resolve"],
        _ => return None,
    })
}

fn taken(told: &Told<'_>, incident: RecordId, step: &str, words: &str) -> Command {
    let fields = match step {
        "assign" => json!({"team": told.rule.team}),
        "resolve" => json!({"resolution": words, "close_code": told.rule.close_code}),
        _ => json!({}),
    };
    Command::verb(INCIDENT, incident, step).with_input(input(fields)).with_note(words)
}
