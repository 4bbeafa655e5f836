//! The starter kit as the pages know it: functions over answers.
use gemba_desk::{Desk, Refused};
use gemba_starter::kit::{self, Interview, Made, Trait};
use gemba_vocabulary::actor::Actor;
use gemba_web::{FromKit, Kit, Planned};
use jiff::civil::Date;
use serde_json::Value as Json;

/// What sets up an empty house.
pub static KIT: Kit = Kit { holds: &HOLDS, places, plan, establish, made };

const HOLDS: [&str; Trait::ALL.len()] = [
    Trait::Iso27001.name(),
    Trait::Iso9001.name(),
    Trait::AroundTheClock.name(),
    Trait::Suppliers.name(),
    Trait::PersonalData.name(),
];

fn places() -> Vec<(&'static str, &'static str)> {
    let mut all: Vec<_> = kit::holidays::codes().collect();
    all.sort_by_key(|(code, name)| (*name, *code));
    all
}

fn read(answers: &Json) -> Result<Interview, Refused> {
    serde_json::from_value(answers.clone())
        .map_err(|error| Refused::Not(format!("The answers cannot be read: {error}.")))
}

fn plan(answers: &Json, today: Date) -> Result<Planned, Refused> {
    let asked = read(answers)?;
    let drafts = kit::plan(&asked, today)?;
    let records = drafts.into_iter().map(|draft| (draft.kind.clone(), draft.title().to_owned()));
    Ok(Planned { records: records.collect(), remarks: kit::remarks(&asked, today) })
}

fn establish(desk: &Desk, actor: &Actor, answers: &Json) -> Result<(), Refused> {
    kit::establish(desk, actor, &read(answers)?).map(|_| ())
}

fn made(desk: &Desk) -> Result<Option<Vec<FromKit>>, Refused> {
    if !kit::is_established(desk)? {
        return Ok(None);
    }
    let known = |Made { kind, id, approver }| FromKit { kind, id, approver };
    Ok(Some(kit::made(desk)?.into_iter().map(known).collect()))
}
