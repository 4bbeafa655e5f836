//! Our words for requirements, held against the standard: through the door, and what readiness makes of it.
use crate::figures::house::{House, at, tell, typed};
use gemba_conformity::{Answer, Edition, Options, readiness};
use gemba_desk::Command;
use gemba_model::check::Outcome;
use gemba_vocabulary::actor::{Actor, Role};

const KIND: &str = "wording_check";

fn compare(house: &House, who: &Actor, fields: &[(&str, &str)]) -> Result<i64, String> {
    let copy = [("edition", "2018"), ("held_against", "2018 with Amendment 1, licence 4711")];
    let command = Command::create(KIND, typed(&[&copy[..], fields].concat()));
    house.run(who, command).map(|record| record.id)
}

fn answers(house: &House) -> Vec<Answer> {
    let edition = Edition::named("2018").unwrap();
    let evidence = house.desk.evidence(&house.manager);
    readiness(edition, &evidence, Options::default()).unwrap().requirements
}

fn of(answers: &[Answer], id: &str) -> Answer {
    answers.iter().find(|answer| answer.id == id).unwrap().clone()
}

fn state(house: &House, id: i64) -> String {
    house.desk.record(&house.manager, KIND, id).unwrap().state.clone()
}

#[test]
fn an_answer_tells_what_was_compared_by_whom_and_with_which_words() {
    tell(|house| {
        at("2025-03-03T09:00:00Z");
        let agrees = [("requirement", "8.2.4-1"), ("verdict", "agrees")];
        let first = compare(house, &house.manager, &agrees).unwrap();
        let told = of(&answers(house), "8.2.4-1").wording.unwrap();
        assert_eq!((told.verdict.as_str(), told.by), ("agrees", house.manager.person));
        assert_eq!(told.on.unwrap().to_string(), "2025-03-03");
        assert!(told.held_against.contains("licence 4711"));
        let corrected = [
            ("requirement", "8.2.4-1"),
            ("verdict", "corrected"),
            ("corrected", "Say what is on offer, and to whom."),
            ("reason", "Ours left out to whom."),
        ];
        let second = compare(house, &house.manager, &corrected).unwrap();
        assert_eq!(of(&answers(house), "8.2.4-1").wording.unwrap().record, first, "it waits");
        assert!(house.go(KIND, second, "approve", &[]).is_err(), "nobody approves their own words");
        let top = house.person("Helene", Role::TopManagement, None);
        at("2025-03-04T09:00:00Z");
        house.run(&top, Command::verb(KIND, second, "approve")).unwrap();
        house.until("2025-03-04T09:01:00Z");
        let told = of(&answers(house), "8.2.4-1");
        let words = told.wording.unwrap();
        assert_eq!(words.corrected.as_deref(), Some("Say what is on offer, and to whom."));
        assert_ne!(told.requirement, words.corrected.unwrap(), "ours stay beside them");
        assert_eq!(
            (state(house, first), state(house, second)),
            ("withdrawn".into(), "given".into())
        );
    });
}

#[test]
fn a_requirement_that_was_missing_is_answered_by_a_person() {
    tell(|house| {
        at("2025-03-03T09:00:00Z");
        let added = [
            ("requirement", "8.2.4-x1"),
            ("verdict", "added"),
            ("corrected", "Keep the offer in the language of the customer."),
            ("reason", "Our copy asks for it, the list does not."),
        ];
        let id = compare(house, &house.manager, &added).unwrap();
        let before = answers(house);
        assert_eq!(before.len(), 390);
        let top = house.person("Helene", Role::TopManagement, None);
        house.run(&top, Command::verb(KIND, id, "approve")).unwrap();
        let all = answers(house);
        assert_eq!(all.len(), 391);
        let place = all.iter().position(|answer| answer.id == "8.2.4-x1").unwrap();
        assert_eq!(
            (all[place - 1].clause.as_str(), all[place].clause.as_str()),
            ("8.2.4", "8.2.4")
        );
        assert_ne!(all[place + 1].clause, "8.2.4", "it is the last of its clause");
        assert_eq!(all[place].result, Outcome::NeedsPerson);
        assert_eq!(all[place].requirement, "Keep the offer in the language of the customer.");
        let confirmed = [
            ("requirement", "8.2.4-x1"),
            ("edition", "2018"),
            ("statement", "It is in German."),
            ("reason", "I read it."),
        ];
        house.run(&top, Command::create("attestation", typed(&confirmed))).unwrap();
        assert_eq!(of(&answers(house), "8.2.4-x1").result, Outcome::Pass);
    });
}

#[test]
fn what_is_compared_is_in_the_list_and_what_is_added_is_not() {
    tell(|house| {
        at("2025-03-03T09:00:00Z");
        let one = |requirement, verdict| {
            let words = [("corrected", "So."), ("reason", "Because.")];
            let fields = [("requirement", requirement), ("verdict", verdict)];
            let words = if verdict == "agrees" { &words[..0] } else { &words[..] };
            compare(house, &house.manager, &[&fields[..], words].concat())
        };
        assert!(
            one("8.2.4-99", "agrees").unwrap_err().contains("is no requirement of the edition")
        );
        assert!(one("8.2.4-x1", "corrected").unwrap_err().contains("is no requirement"));
        let edition = [("edition", "1999"), ("requirement", "8.2.4-1"), ("verdict", "agrees")];
        assert!(
            compare(house, &house.manager, &edition).unwrap_err().contains("no edition “1999”")
        );
        let auditor = house.person("Ada", Role::Auditor, None);
        let agrees = [("requirement", "8.2.4-1"), ("verdict", "agrees")];
        assert!(compare(house, &auditor, &agrees).is_err(), "auditors judge what is confirmed");
    });
}
