//! Whom a rule asks about a record: never those who want it.
use super::{REQUEST, Rule, text};
use gemba_desk::{Refused, World};
use gemba_model::{
    Record,
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value};
use std::collections::BTreeSet;

const PEOPLE_READ_MAX: usize = 100;
/// So many service managers are asked where a rule finds nobody.
const STAND_INS_MAX: usize = 3;

/// The people to ask. Deputies are asked where the others are too few, and service managers where nobody is left.
pub(super) fn asked(
    world: &mut World<'_>,
    rule: &Rule,
    view: &KindView,
    record: &Record,
) -> Result<BTreeSet<RecordId>, Refused> {
    let wanting = wanting(view, record);
    let named = named(world, rule, view, record)?;
    let mut people = entitled(world, &named, &wanting)?;
    if people.len() < rule.needed {
        people.extend(entitled(world, &rule.deputies, &wanting)?);
    }
    if people.len() < rule.needed {
        let managers = service_managers(world)?;
        let managers = entitled(world, &managers, &wanting)?;
        people.extend(managers.into_iter().take(STAND_INS_MAX));
    }
    Ok(people)
}

/// Those who want it: nobody of them decides about it.
fn wanting(view: &KindView, record: &Record) -> BTreeSet<RecordId> {
    let held =
        |field: &str| view.def.position(field).and_then(|_| view.value(record, field).as_int());
    let people = [held("requested_by"), held("requested_for"), record.created_by];
    people.into_iter().flatten().collect()
}

fn named(
    world: &mut World<'_>,
    rule: &Rule,
    view: &KindView,
    record: &Record,
) -> Result<Vec<RecordId>, Refused> {
    let of_record = |field: &str| view.value(record, field).as_int();
    let one = match rule.asks.as_str() {
        "team" => {
            let Some(team) = rule.team else { return Ok(Vec::new()) };
            let members = [Filter::is("team", Value::Ref(team))];
            let members = world.find("person", &members, PEOPLE_READ_MAX)?;
            return Ok(members.iter().map(|one| one.id).collect());
        }
        "manager" => {
            let whose = if view.def.name == REQUEST { of_record("requested_for") } else { None };
            referred(world, "person", whose.or(of_record("requested_by")), "manager")?
        }
        "service_owner" => referred(world, "service", of_record("service"), "owner")?,
        _ => return Ok(rule.people.clone()),
    };
    Ok(one.into_iter().collect())
}

/// Whom a record of that kind names in a field.
fn referred(
    world: &mut World<'_>,
    kind: &str,
    id: Option<RecordId>,
    field: &str,
) -> Result<Option<RecordId>, Refused> {
    let Some(id) = id else { return Ok(None) };
    let view = world.view(kind)?;
    let record = world.record(kind, id)?;
    Ok(record.and_then(|record| view.value(&record, field).as_int()))
}

/// Those of them who are still here and do not want it themselves.
fn entitled(
    world: &mut World<'_>,
    people: &[RecordId],
    wanting: &BTreeSet<RecordId>,
) -> Result<BTreeSet<RecordId>, Refused> {
    let mut found = BTreeSet::new();
    for id in people.iter().filter(|id| !wanting.contains(id)) {
        let person = world.record("person", *id)?;
        found.extend(person.filter(|one| one.state == "current").map(|one| one.id));
    }
    Ok(found)
}

fn service_managers(world: &mut World<'_>) -> Result<Vec<RecordId>, Refused> {
    let holding = Test::Contains("service_manager".to_owned());
    let filters =
        [Filter { field: "roles".to_owned(), test: holding }, Filter::is("state", text("current"))];
    let people = world.find("person", &filters, PEOPLE_READ_MAX)?;
    Ok(people.iter().map(|one| one.id).collect())
}
