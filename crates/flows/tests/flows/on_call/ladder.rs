//! What nobody acknowledges goes a level up, and stops when somebody does.
use crate::{
    on_call::rotas::{ids, one, person, raised, rota, state},
    service_level_clock::house::{House, PRIORITY_1, at, tell},
};
use gemba_desk::Command;
use gemba_vocabulary::{
    RecordId,
    actor::{Actor, Channel, Role},
};

fn acting(person: RecordId) -> Actor {
    Actor { person: Some(person), roles: vec![Role::Agent], ..Actor::house(Channel::Page) }
}

/// An incident that somebody raises by hand to whoever is on call.
fn by_hand(house: &House, rota: RecordId, person: RecordId) -> RecordId {
    at("2025-05-13 09:00");
    let incident = house.report(PRIORITY_1);
    let (number, team) = (incident.to_string(), house.team.to_string());
    let (rota, person) = (rota.to_string(), person.to_string());
    let fields = [
        ("summary", "Who knows this switch?"),
        ("incident", &*number),
        ("direction", "functional"),
        ("to_team", &*team),
        ("to_person", &*person),
        ("rota", &*rota),
    ];
    house.create("escalation", &fields);
    incident
}

#[test]
fn it_goes_up_level_by_level_until_there_is_nobody_above() {
    tell(|house| {
        let (fia, sol) = (person(house, "Fia"), person(house, "Sol"));
        let first = rota(house, "first", &[fia]);
        rota(house, "second", &[sol]);
        let incident = by_hand(house, first, fia);
        house.until("2025-05-13 09:19");
        assert_eq!(ids(house, "incident", incident).len(), 1);
        house.until("2025-05-13 09:21");
        let climbed =
            [one("by_hand", "functional", fia), one("not_acknowledged", "functional", sol)];
        assert_eq!(raised(house, "incident", incident), climbed);
        house.until("2025-05-13 09:45");
        let told = raised(house, "incident", incident);
        assert_eq!(told[2..], [one("not_acknowledged", "hierarchical", house.manager)]);
        let all = ids(house, "incident", incident);
        let states: Vec<_> = all.iter().map(|id| state(house, *id)).collect();
        assert_eq!(states, ["over", "over", "raised"]);
        let after = house.holds_of("escalation", all[2], "raised_after");
        assert_eq!(after, all[1].to_string());
        let said = house.holds_of("escalation", all[2], "summary");
        assert_eq!(said, "Not acknowledged: Who knows this switch?", "said once");
    });
}

#[test]
fn who_acknowledges_stops_it() {
    tell(|house| {
        let (fia, sol) = (person(house, "Fia"), person(house, "Sol"));
        let first = rota(house, "first", &[fia]);
        rota(house, "second", &[sol]);
        let incident = by_hand(house, first, fia);
        house.until("2025-05-13 09:10");
        let id = ids(house, "incident", incident)[0];
        let acknowledge = || Command::verb("escalation", id, "acknowledge");
        let refused = house.desk.run(&acting(sol), acknowledge()).unwrap_err().to_string();
        assert!(refused.starts_with("Only whoever it was raised to"), "{refused}");
        house.desk.run(&acting(fia), acknowledge()).unwrap();
        house.until("2025-05-13 09:45");
        assert_eq!(ids(house, "incident", incident), [id]);
        assert_eq!(house.holds_of("escalation", id, "acknowledged_by"), fia.to_string());
    });
}

#[test]
fn where_nobody_is_above_it_is_said_once_and_stays_raised() {
    tell(|house| {
        let fia = person(house, "Fia");
        let team = house.team;
        house.change("team", team, &[("manager", "")]);
        let first = rota(house, "first", &[fia]);
        let incident = by_hand(house, first, fia);
        house.until("2025-05-13 10:30");
        let id = ids(house, "incident", incident)[0];
        assert_eq!(state(house, id), "raised");
        let told = house.desk.history(&house.agent, "escalation", id, None, 20).unwrap();
        let notes = format!("{told:?}").matches("nobody one level up").count();
        assert_eq!(notes, 1, "{told:?}");
    });
}

#[test]
fn who_is_asked_already_is_not_asked_twice() {
    tell(|house| {
        let (fia, sol) = (person(house, "Fia"), person(house, "Sol"));
        let first = rota(house, "first", &[fia]);
        rota(house, "second", &[sol]);
        let incident = by_hand(house, first, fia);
        let (number, other) = (incident.to_string(), sol.to_string());
        let fields = [
            ("summary", "And you?"),
            ("incident", &*number),
            ("direction", "functional"),
            ("to_person", &*other),
        ];
        house.create("escalation", &fields);
        house.until("2025-05-13 09:30");
        let all = ids(house, "incident", incident);
        let states: Vec<_> = all.iter().map(|id| state(house, *id)).collect();
        assert_eq!(states, ["over", "raised"]);
    });
}
