//! Problems that wait for too long.
use crate::{
    on_call::rotas::{ids, one, person, raised, rota},
    service_level_clock::house::{House, at, moment, tell},
};
use gemba_desk::{Command, Imported, Input};
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Channel},
};

fn owned(house: &House, fields: &[(&str, &str)]) -> RecordId {
    let team = house.team.to_string();
    let owner = house.create("person", &[("name", "Pia"), ("roles", "agent"), ("team", &team)]);
    let owner = owner.to_string();
    let usual = [("summary", "Disks fill up"), ("owner", &*owner)];
    house.create("problem", &[&usual, fields].concat())
}

#[test]
fn what_is_left_alone_is_raised_once_and_what_is_open_too_long_is_too() {
    tell(|house| {
        at("2025-05-01 09:00");
        let problem = owned(house, &[]);
        house.until("2025-05-30 09:00");
        assert!(ids(house, "problem", problem).is_empty());
        house.until("2025-06-01 09:00");
        let left = one("left_alone", "hierarchical", house.manager);
        assert_eq!(raised(house, "problem", problem), vec![left.clone()]);
        let id = ids(house, "problem", problem)[0];
        let said = house.holds_of("escalation", id, "summary");
        assert_eq!(said, "PRB-000001: left alone for 30 days. Disks fill up");
        let number = problem.to_string();
        assert_eq!(house.holds_of("escalation", id, "problem"), number);
        house.change("problem", problem, &[("effort", "Looked at it.")]);
        house.until("2025-07-20 09:00");
        assert_eq!(raised(house, "problem", problem), vec![left.clone()], "once");
        house.until("2025-09-30 09:00");
        let open = one("open_too_long", "hierarchical", house.manager);
        assert_eq!(raised(house, "problem", problem), [left, open]);
    });
}

#[test]
fn who_touches_it_in_time_is_left_in_peace_and_who_decides_is_reached_by_the_rota() {
    tell(|house| {
        let boss = person(house, "Bo");
        rota(house, "manager", &[boss]);
        at("2025-05-01 09:00");
        let days = [("escalate_after_days", ""), ("escalate_untouched_days", "7")];
        let problem = owned(house, &days);
        house.until("2025-05-06 09:00");
        let word = Command::verb("problem", problem, "note").with_note("The log is read.");
        house.work(word).unwrap();
        house.until("2025-05-12 09:00");
        assert!(ids(house, "problem", problem).is_empty(), "somebody wrote a note");
        house.until("2025-05-13 09:30");
        let told = raised(house, "problem", problem);
        assert_eq!(told[0], one("left_alone", "hierarchical", boss));
    });
}

#[test]
fn nobody_is_told_of_what_rests_or_came_from_another_tool() {
    tell(|house| {
        at("2025-05-01 09:00");
        let other = Imported {
            at: moment("2024-01-01 09:00"),
            state: Some("investigating".to_owned()),
            origin: Some("elsewhere:1".to_owned()),
            by: None,
        };
        let summary = ("summary".to_owned(), Value::Text("Old".to_owned()));
        let command = Command::create("problem", Input::Values(vec![summary])).with_import(other);
        let old = house.desk.run(&Actor::house(Channel::Import), command).unwrap().record.id;
        let problem = owned(house, &[("category", "disk"), ("impact", "low"), ("urgency", "low")]);
        house.take("problem", problem, "classify", &[]);
        house.take("problem", problem, "start", &[]);
        house.take("problem", problem, "stop", &[("effort", "A month")]);
        house.take("problem", problem, "close", &[]);
        house.until("2025-12-01 09:00");
        assert_eq!((ids(house, "problem", problem), ids(house, "problem", old)), (vec![], vec![]));
    });
}
