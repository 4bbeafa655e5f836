//! The history of readiness: one snapshot a night, each with what had turned, and one by hand.
use crate::figures::house::{House, at, tell};
use gemba_conformity::{
    Edition, Options,
    history::{Course, KIND, is_open_to},
    readiness_of_clause,
};
use gemba_desk::{Command, Input};
use gemba_model::check::{Evidence as _, Outcome};
use gemba_vocabulary::actor::{Actor, Role};
use serde_json::json;

const TASKS: &str = "8.2.1-1";

fn course(house: &House, edition: &str) -> Course {
    Course::of(edition, &house.desk.evidence(&house.manager)).unwrap()
}

/// The night is over: what is due is done.
fn night(house: &House, moment: &str) {
    at(moment);
    house.desk.run_due().unwrap();
}

fn keep(house: &House, who: &Actor, edition: &str) -> Result<i64, String> {
    let fields = json!({"edition": edition});
    let command = Command::create(KIND, Input::Json(fields.as_object().unwrap().clone()));
    house.run(who, command).map(|record| record.id)
}

fn task(house: &House, service: i64) -> i64 {
    let (service, anna) = (service.to_string(), house.agent.person.unwrap().to_string());
    let fields = [
        ("summary", "Walk round"),
        ("parent_kind", "service"),
        ("parent", &*service),
        ("assigned_to", &*anna),
    ];
    house.create("task", &fields)
}

#[test]
fn each_night_keeps_what_had_turned() {
    tell(|house| {
        night(house, "2025-03-02T12:00:00Z");
        assert!(
            course(house, "2018").snapshots.is_empty(),
            "there is nothing yet that could be ready"
        );
        let service = house.create("service", &[("name", "Mail")]);
        night(house, "2025-03-03T02:00:00Z");
        let first = course(house, "2018");
        assert_eq!(first.snapshots.len(), 1);
        let sum: i64 = first.snapshots[0].results.values().sum();
        assert_eq!(sum, 390);
        assert_eq!(first.last(TASKS), Some(Outcome::NoData));
        assert_eq!(house.holds(KIND, 1, "name"), "Readiness 2018 on 2025-03-03");
        assert!(house.holds(KIND, 1, "ledger_entries").parse::<i64>().unwrap() >= 3);
        let task = task(house, service);
        night(house, "2025-03-04T02:00:00Z");
        house.edit("task", task, &[("assigned_to", "")]).unwrap();
        night(house, "2025-03-05T02:00:00Z");
        night(house, "2025-03-05T23:00:00Z");
        let course = course(house, "2018");
        assert_eq!(course.snapshots.len(), 3, "one a night");
        let turns: Vec<_> = course.turns(TASKS).iter().map(|turn| (turn.from, turn.to)).collect();
        let (none, person, fail) = (Outcome::NoData, Outcome::NeedsPerson, Outcome::Fail);
        assert_eq!(turns, [(None, none), (Some(none), person), (Some(person), fail)]);
        assert_eq!(course.turns(TASKS)[2].exceptions, 1);
        let rows = house.holds(KIND, 3, "turned");
        assert!(rows.len() < 2_000, "only what had turned: {rows}");
        let edition = Edition::named("2018").unwrap();
        let evidence = house.desk.evidence(&house.manager);
        let report = readiness_of_clause(edition, "8.2.1", &evidence, Options::default()).unwrap();
        let answer = report.requirements.iter().find(|answer| answer.id == TASKS).unwrap();
        assert_eq!(course.since(answer), Some("2025-03-05T02:00:00Z".parse().unwrap()));
        // After a long silence the chain goes on with one snapshot, not with one for each night.
        night(house, "2025-04-01T02:00:00Z");
        night(house, "2025-04-02T02:00:00Z");
        assert_eq!(self::course(house, "2018").snapshots.len(), 5);
    });
}

#[test]
fn whoever_is_entitled_keeps_todays_and_the_nights_go_on_alone() {
    tell(|house| {
        at("2025-03-02T12:00:00Z");
        house.create("service", &[("name", "Mail")]);
        let first = keep(house, &house.manager, "2018").unwrap();
        let older = keep(house, &house.manager, "2011").unwrap();
        assert_eq!(course(house, "2011").snapshots[0].record, older);
        night(house, "2025-03-03T02:00:00Z");
        night(house, "2025-03-03T03:00:00Z");
        let kept: Vec<_> = course(house, "2018").snapshots.iter().map(|one| one.record).collect();
        assert_eq!(kept, [first, older + 1], "one chain, whatever began it");
        assert_eq!(course(house, "2011").snapshots.len(), 1);
        let refused = keep(house, &house.manager, "1999").unwrap_err();
        assert!(refused.contains("There is no edition “1999”"), "{refused}");
        assert!(keep(house, &house.agent, "2018").is_err());
        let auditor = house.person("Ada", Role::Auditor, None);
        assert!(keep(house, &auditor, "2018").is_err());
        let changed = house.edit(KIND, first, &[("edition", "2011")]).unwrap_err();
        assert!(changed.contains("never changed"), "{changed}");
    });
}

#[test]
fn the_history_is_for_those_who_answer_for_it() {
    tell(|house| {
        at("2025-03-02T12:00:00Z");
        keep(house, &house.manager, "2018").unwrap();
        let of = |actor: &Actor| house.desk.evidence(actor).may_read(KIND);
        let auditor = house.person("Ada", Role::Auditor, None);
        assert!(of(&house.manager) && of(&auditor) && !of(&house.agent));
        let edition = Edition::named("2018").unwrap();
        let open = |actor: &Actor, id: &str| {
            let requirement = edition.requirement(id).unwrap();
            is_open_to(requirement, &house.desk.evidence(actor)).unwrap()
        };
        let top = house.person("Helene", Role::TopManagement, None);
        assert!(open(&top, TASKS) && open(&house.manager, "8.7.3.3-d"));
        let seen = Course::of("2018", &house.desk.evidence(&house.agent)).unwrap();
        assert!(seen.snapshots.is_empty());
    });
}
