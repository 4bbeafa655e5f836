//! A team with people on call, for the stories beside.
use crate::service_level_clock::house::House;
use gemba_desk::Query;
use gemba_model::filter::Filter;
use gemba_vocabulary::{RecordId, Value};

/// Somebody of a team.
pub fn person(house: &House, name: &str) -> RecordId {
    house.create("person", &[("name", name), ("roles", "agent")])
}

/// Puts one person on call in the house's team, from April on, week after week.
pub fn rota(house: &House, level: &str, people: &[RecordId]) -> RecordId {
    let people: Vec<_> = people.iter().map(ToString::to_string).collect();
    let fields = [
        ("name", level),
        ("level", level),
        ("team", &*house.team.to_string()),
        ("people", &*people.join(",")),
        ("starts_on", "2025-04-07"),
        ("time_zone", "Europe/Paris"),
        ("acknowledge_minutes", "20"),
    ];
    house.create("on_call_rota", &fields)
}

/// The escalations of a record, oldest first: reason, direction and person.
pub fn raised(house: &House, kind: &str, id: RecordId) -> Vec<(String, String, RecordId)> {
    let told = |id: RecordId| {
        let text = |field| house.holds_of("escalation", id, field);
        let person = text("to_person").parse().unwrap_or_default();
        (text("reason"), text("direction"), person)
    };
    ids(house, kind, id).into_iter().map(told).collect()
}

pub fn ids(house: &House, kind: &str, id: RecordId) -> Vec<RecordId> {
    let mut query = Query::of("escalation");
    query.filters.push(Filter::is(kind, Value::Ref(id)));
    let page = house.desk.list(&house.agent, &query).unwrap();
    let mut ids: Vec<_> = page.records.iter().map(|record| record.id).collect();
    ids.sort_unstable();
    ids
}

pub fn one(reason: &str, direction: &str, person: RecordId) -> (String, String, RecordId) {
    (reason.to_owned(), direction.to_owned(), person)
}

pub fn state(house: &House, id: RecordId) -> String {
    house.desk.record(&house.agent, "escalation", id).unwrap().state
}
