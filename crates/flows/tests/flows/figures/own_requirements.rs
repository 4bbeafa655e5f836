//! Sets of requirements of one's own: through the door, and how readiness answers them.
use crate::figures::house::{House, at, tell, typed};
use gemba_conformity::{Answer, Options, SetReadiness, readiness_of_set, set_named};
use gemba_desk::Command;
use gemba_model::check::Outcome;
use gemba_vocabulary::actor::Role;

const KIND: &str = "own_requirement";
const SET: &str = "requirement_set";
const NAME: &str = "Annex of the clinic";

fn set(house: &House) -> String {
    let owner = house.manager.person.unwrap().to_string();
    let fields = [
        ("name", NAME),
        ("source", "Contract, annex 3"),
        ("issue", "2"),
        ("owner", &*owner),
        ("valid_from", "2025-03-01"),
    ];
    house.run(&house.manager, Command::create(SET, typed(&fields))).unwrap().id.to_string()
}

fn ask(house: &House, set: &str, id: &str, more: &[(&str, &str)]) -> Result<i64, String> {
    let fields = [("set", set), ("identifier", id), ("name", id), ("text", "It is asked.")];
    let command = Command::create(KIND, typed(&[&fields[..], more].concat()));
    house.run(&house.manager, command).map(|record| record.id)
}

fn report(house: &House) -> SetReadiness {
    let evidence = house.desk.evidence(&house.manager);
    let set = set_named(NAME, &evidence).unwrap().unwrap();
    readiness_of_set(&set, None, &evidence, Options::default()).unwrap()
}

fn answer(house: &House, id: &str) -> Answer {
    report(house).requirements.into_iter().find(|answer| answer.id == id).unwrap()
}

#[test]
fn a_requirement_is_answered_by_what_shows_it_too() {
    tell(|house| {
        at("2025-03-03T09:00:00Z");
        let set = set(house);
        ask(house, &set, "A1", &[("shown_by", "8.2.1-1")]).unwrap();
        assert_eq!(answer(house, "A1").result, Outcome::NoData);
        let service = house.create("service", &[("name", "Mail")]).to_string();
        let anna = house.agent.person.unwrap().to_string();
        let task = [
            ("summary", "Walk round"),
            ("parent_kind", "service"),
            ("parent", &*service),
            ("assigned_to", &*anna),
        ];
        house.create("task", &task);
        assert_eq!(answer(house, "A1").result, Outcome::NeedsPerson);
        let confirmed = [
            ("requirement", "A1"),
            ("edition", "RQS-000001"),
            ("statement", "The round coordinates all teams."),
            ("reason", "I sat in."),
        ];
        house.run(&house.manager, Command::create("attestation", typed(&confirmed))).unwrap();
        let passed = answer(house, "A1");
        assert_eq!(passed.result, Outcome::Pass);
        assert_eq!(passed.attested.unwrap().number, "ATN-000001");
        let told = serde_json::to_value(report(house)).unwrap();
        assert_eq!((&told["edition"], &told["summary"]["pass"]), (&NAME.into(), &1.into()));
    });
}

#[test]
fn a_rule_looks_at_records_and_at_how_old_the_newest_is() {
    tell(|house| {
        at("2025-03-03T09:00:00Z");
        let set = set(house);
        let each = [("rule", "every_has"), ("record_kind", "customer"), ("has_field", "notes")];
        ask(house, &set, "R1", &each).unwrap();
        let fresh =
            [("rule", "at_least_one"), ("record_kind", "customer"), ("interval_months", "3")];
        ask(house, &set, "R2", &fresh).unwrap();
        ask(house, &set, "R3", &[]).unwrap();
        ask(house, &set, "R4", &[("is_note", "yes")]).unwrap();
        let results = |house: &House| {
            let all = report(house).requirements;
            all.iter().map(|answer| answer.result).collect::<Vec<_>>()
        };
        use Outcome::{Fail, NeedsPerson, NoCheckYet, NoData, Pass};
        assert_eq!(results(house), [NoData, NoData, NeedsPerson, NoCheckYet]);
        let clinic = house.create("customer", &[("name", "Clinic")]);
        assert_eq!(results(house), [Fail, Pass, NeedsPerson, NoCheckYet]);
        let broken = answer(house, "R1");
        assert_eq!(broken.exceptions[0].record, clinic);
        assert!(broken.exceptions[0].sentence.contains("has no “Notes”"), "{broken:?}");
        assert!(broken.examined.contains("“Notes” is filled in"), "{}", broken.examined);
        house.edit("customer", clinic, &[("notes", "Quiet after eight.")]).unwrap();
        assert_eq!(results(house), [Pass, Pass, NeedsPerson, NoCheckYet]);
        at("2025-06-04T09:00:00Z");
        let late = answer(house, "R2");
        assert_eq!(late.result, Fail);
        assert!(
            late.exceptions[0].sentence.contains("every 3 months, and the newest is of 2025-03-03")
        );
        let both = [&fresh[..], &[("shown_by", "8.2.1-1")]].concat();
        ask(house, &set, "R5", &both).unwrap();
        assert_eq!(answer(house, "R5").result, Fail, "the worse of both counts");
    });
}

#[test]
fn a_requirement_names_what_there_is_and_is_in_its_set_once() {
    tell(|house| {
        at("2025-03-03T09:00:00Z");
        let set = set(house);
        ask(house, &set, "A1", &[]).unwrap();
        assert!(ask(house, &set, "A1", &[]).unwrap_err().contains("of another requirement"));
        let shown = ask(house, &set, "A2", &[("shown_by", "8.2.1-1, 99.1-z")]).unwrap_err();
        assert!(shown.contains("names “99.1-z”, which is no requirement"), "{shown}");
        let one = |more: &[(&str, &str)]| {
            let rule = [("rule", "at_least_one")];
            ask(house, &set, "A2", &[&rule[..], more].concat()).unwrap_err()
        };
        let kind = one(&[("record_kind", "spaceship")]);
        assert!(kind.contains("there is no kind “spaceship”"), "{kind}");
        let state = one(&[("record_kind", "incident"), ("in_state", "solved")]);
        assert!(state.contains("have no state “solved”; there are: new, "), "{state}");
    });
}

#[test]
fn what_was_approved_stays_until_the_set_is_revised() {
    tell(|house| {
        at("2025-03-03T09:00:00Z");
        let set = set(house);
        let number = set.parse().unwrap();
        let id = ask(house, &set, "A1", &[]).unwrap();
        let top = house.person("Helene", Role::TopManagement, None);
        house.run(&top, Command::verb(SET, number, "approve")).unwrap();
        let more = ask(house, &set, "A2", &[]).unwrap_err();
        assert!(more.contains("RQS-000001, and its requirements stay"), "{more}");
        assert!(house.edit(KIND, id, &[("text", "Something else.")]).is_err());
        assert!(house.go(KIND, id, "retire", &[]).is_err());
        house.go(SET, number, "revise", &[]).unwrap();
        house.edit(KIND, id, &[("text", "Something else.")]).unwrap();
        house.go(KIND, id, "retire", &[]).unwrap();
        assert!(report(house).requirements.is_empty(), "what is retired is not asked");
        house.go(SET, number, "retire", &[]).unwrap();
        let confirmed =
            [("requirement", "A1"), ("edition", NAME), ("statement", "So."), ("reason", "Seen.")];
        let refused = house.run(&house.manager, Command::create("attestation", typed(&confirmed)));
        assert!(refused.unwrap_err().contains("neither a set of your own"));
    });
}

#[test]
fn nobody_confirms_what_the_set_does_not_ask_and_two_sets_have_two_names() {
    tell(|house| {
        at("2025-03-03T09:00:00Z");
        set(house);
        let confirmed =
            [("requirement", "Z9"), ("edition", NAME), ("statement", "So."), ("reason", "Seen.")];
        let refused = house.run(&house.manager, Command::create("attestation", typed(&confirmed)));
        assert!(refused.unwrap_err().contains("is no requirement of “Annex of the clinic”"));
        let twice = house.run(&house.manager, Command::create(SET, typed(&[("name", NAME)])));
        assert!(twice.unwrap_err().contains("must be unique"));
    });
}
