//! What people confirm about requirements, through the door, and what readiness makes of it.
use crate::figures::house::{House, at, tell};
use gemba_conformity::{Answer, Edition, Options, readiness_of_clause};
use gemba_desk::{Command, Imported, Input};
use gemba_model::check::Outcome;
use gemba_vocabulary::actor::{Actor, Channel, Role};
use serde_json::json;

const TASKS: &str = "8.2.1-1";

fn answer(house: &House, edition: &str, id: &str) -> Answer {
    let evidence = house.desk.evidence(&house.manager);
    let edition = Edition::named(edition).unwrap();
    let clause = &edition.requirement(id).unwrap().clause;
    let report = readiness_of_clause(edition, clause, &evidence, Options::default()).unwrap();
    report.requirements.into_iter().find(|answer| answer.id == id).unwrap()
}

fn confirm(house: &House, who: &Actor, edition: &str, requirement: &str) -> Result<i64, String> {
    let fields = json!({
        "requirement": requirement, "edition": edition,
        "statement": "The morning round coordinates all teams.",
        "reason": "I sat in on three rounds.", "expires_on": "2025-06-30",
    });
    let command = Command::create("attestation", Input::Json(fields.as_object().unwrap().clone()));
    house.desk.run(who, command).map(|done| done.record.id).map_err(|refused| refused.to_string())
}

/// A piece of work that somebody does.
fn task(house: &House) -> i64 {
    let service = house.create("service", &[("name", "Mail")]).to_string();
    let anna = house.agent.person.unwrap().to_string();
    let fields = [
        ("summary", "Walk round"),
        ("parent_kind", "service"),
        ("parent", &*service),
        ("assigned_to", &*anna),
    ];
    house.create("task", &fields)
}

#[test]
fn what_is_confirmed_counts_until_its_day_and_never_against_records() {
    tell(|house| {
        at("2025-03-03T09:00:00Z");
        assert_eq!(answer(house, "2018", TASKS).result, Outcome::NoData);
        confirm(house, &house.manager, "2018", TASKS).unwrap();
        assert_eq!(answer(house, "2018", TASKS).result, Outcome::NoData, "words are no data");
        let anna = house.agent.person.unwrap().to_string();
        let task = task(house);
        let confirmed = answer(house, "2018", TASKS);
        assert_eq!(confirmed.result, Outcome::Pass);
        assert_eq!(confirmed.attested.unwrap().number, "ATN-000001");
        house.edit("task", task, &[("assigned_to", "")]).unwrap();
        assert_eq!(answer(house, "2018", TASKS).result, Outcome::Fail, "records weigh more");
        house.edit("task", task, &[("assigned_to", &anna)]).unwrap();
        at("2025-07-01T09:00:00Z");
        let ran_out = answer(house, "2018", TASKS);
        assert_eq!(ran_out.result, Outcome::NeedsPerson);
        assert!(ran_out.next_step.unwrap().sentence.contains("ran out on 2025-06-30"));
    });
}

#[test]
fn what_is_taken_back_counts_no_longer() {
    tell(|house| {
        at("2025-03-03T09:00:00Z");
        task(house);
        let id = confirm(house, &house.manager, "2018", TASKS).unwrap();
        let back = Command::verb("attestation", id, "withdraw").with_note("It was another team.");
        house.desk.run(&house.manager, back).unwrap();
        assert_eq!(answer(house, "2018", TASKS).result, Outcome::NeedsPerson);
    });
}

#[test]
fn what_nobody_is_named_for_or_a_file_brought_confirms_nothing() {
    tell(|house| {
        at("2025-03-03T09:00:00Z");
        task(house);
        confirm(house, &Actor::house(Channel::CommandLine), "2018", TASKS).unwrap();
        assert_eq!(answer(house, "2018", TASKS).result, Outcome::NeedsPerson);
        let by = house.manager.person;
        let brought = Imported { at: house.desk.now(), state: None, origin: None, by };
        let fields = json!({
            "requirement": TASKS, "edition": "2018", "statement": "So it is.", "reason": "Seen.",
            "expires_on": "2025-06-30", "attested_by": by,
        });
        let fields = Input::Json(fields.as_object().unwrap().clone());
        let command = Command::create("attestation", fields).with_import(brought);
        house.desk.run(&Actor::house(Channel::Import), command).unwrap();
        assert_eq!(answer(house, "2018", TASKS).result, Outcome::NeedsPerson);
    });
}

#[test]
fn nobody_confirms_what_no_edition_asks_or_without_being_entitled() {
    tell(|house| {
        at("2025-03-03T09:00:00Z");
        let unknown = confirm(house, &house.manager, "2018", "99.9-z").unwrap_err();
        assert!(unknown.contains("is no requirement of the edition of 2018"), "{unknown}");
        let edition = confirm(house, &house.manager, "1999", TASKS).unwrap_err();
        assert!(edition.contains("There is no edition “1999”"), "{edition}");
        assert!(confirm(house, &house.agent, "2018", TASKS).is_err());
        let auditor = house.person("Ada", Role::Auditor, None);
        assert!(confirm(house, &auditor, "2018", TASKS).is_err());
        let top = house.person("Helene", Role::TopManagement, None);
        assert!(confirm(house, &top, "2018", TASKS).is_ok());
    });
}
