//! Answers that are held, through the door: after each thing that people do, and as days pass, they are those of a run
//! from nothing.
use crate::figures::house::{House, at, tell, typed};
use gemba_conformity::{Edition, Live, Options, history::KIND as SNAPSHOT, readiness};
use gemba_desk::Command;
use gemba_model::check::Evidence as _;
use gemba_vocabulary::actor::{Actor, Role};

const TASKS: &str = "8.2.1-1";

struct Told<'a> {
    house: &'a House,
    live: Live,
    position: Option<u64>,
}

impl Told<'_> {
    /// The two agree for all who ask, and something was written since the last time.
    fn after(&mut self, what: &str) {
        let evidence = self.house.desk.evidence(&self.house.manager);
        let position = evidence.position().unwrap();
        assert!(position.is_some(), "{what}: whoever sees everything shares what is held");
        assert!(position > self.position, "{what}: nothing was written");
        self.position = position;
        self.agree(what);
    }

    fn agree(&self, what: &str) {
        for (actor, edition) in [
            (&self.house.manager, "2018"),
            (&self.house.agent, "2018"),
            (&self.house.manager, "2011"),
        ] {
            let (edition, evidence) =
                (Edition::named(edition).unwrap(), self.house.desk.evidence(actor));
            let held = self.live.readiness(edition, &evidence, Options::default()).unwrap();
            let anew = readiness(edition, &evidence, Options::default()).unwrap();
            for (held, anew) in held.requirements.iter().zip(&anew.requirements) {
                assert_eq!(held, anew, "{what}: {} {}", edition.name, anew.id);
            }
            assert_eq!(held, anew, "{what}: {}", edition.name);
        }
    }

    fn does(&self, who: &Actor, command: Command) {
        self.house.run(who, command).unwrap();
    }
}

fn confirmed(requirement: &str) -> Command {
    Command::create(
        "attestation",
        typed(&[
            ("requirement", requirement),
            ("edition", "2018"),
            ("statement", "The morning round coordinates all teams."),
            ("reason", "I sat in on three rounds."),
            ("expires_on", "2025-06-30"),
        ]),
    )
}

#[test]
fn what_is_held_is_right_after_whatever_people_do_and_as_days_pass() {
    tell(|house| {
        at("2025-03-03T09:00:00Z");
        let mut told = Told { house, live: Live::default(), position: None };
        told.after("nothing but people");
        let service = house.create("service", &[("name", "Mail")]);
        told.after("a service");
        let (of_service, anna) = (service.to_string(), house.agent.person.unwrap().to_string());
        let fields = [
            ("summary", "Walk round"),
            ("parent_kind", "service"),
            ("parent", &*of_service),
            ("assigned_to", &*anna),
        ];
        let task = house.create("task", &fields);
        told.after("a task");
        house.edit("task", task, &[("assigned_to", "")]).unwrap();
        told.after("a task of nobody");
        house.edit("task", task, &[("assigned_to", &*anna)]).unwrap();
        told.does(&house.manager, confirmed(TASKS));
        told.after("a confirmation");
        connect(house, &mut told, service);
        answer_for(house, &mut told, task);
        let back = Command::verb("attestation", 1, "withdraw").with_note("It was another team.");
        told.does(&house.manager, back);
        told.after("a confirmation that was taken back");
        told.does(&house.manager, confirmed(TASKS));
        told.after("another confirmation");
        for moment in ["2025-03-04T00:00:00Z", "2025-04-20T09:00:00Z", "2025-07-01T09:00:00Z"] {
            at(moment);
            told.agree(moment);
            while house.desk.run_due().unwrap() > 0 {}
            told.agree("what was due");
        }
        at("2027-07-01T09:00:00Z");
        told.agree("after two years");
        assert!(!house.desk.evidence(&house.agent).may_read(SNAPSHOT), "the agent sees less");
    });
}

/// Items, what they have to do with one another and with an incident; and the relation is gone again.
fn connect(house: &House, told: &mut Told<'_>, service: i64) {
    let change = house.create("change", &[("summary", "Build it")]).to_string();
    let of_service = service.to_string();
    let item = |name: &str| {
        let fields = [
            ("name", name),
            ("item_type", "server"),
            ("owner", "1"),
            ("service", &*of_service),
            ("change", &*change),
        ];
        house.create("configuration_item", &fields).to_string()
    };
    let (one, other) = (item("one"), item("other"));
    told.after("two items");
    let fields = [("from", &*one), ("relation", "runs_on"), ("to", &*other)];
    let relation = house.create("configuration_relation", &fields);
    told.after("a relation");
    house.go("configuration_relation", relation, "end", &[]).unwrap();
    told.after("a relation that is no more");
    let fields = [("summary", "Mail is slow"), ("service", &*of_service)];
    let incident = house.create("incident", &fields);
    told.after("an incident");
    let note = Command::verb("incident", incident, "comment").with_note("I looked into it.");
    told.does(&house.agent, note);
    told.after("words to colleagues");
    house.edit("incident", incident, &[("service", "")]).unwrap();
    told.after("an incident of no service");
}

/// Whoever answers for a process, our words, and work that is given up.
fn answer_for(house: &House, told: &mut Told<'_>, task: i64) {
    let anna = house.agent.person.unwrap().to_string();
    let process =
        house.create("process", &[("name", "Incidents"), ("clause", "8.6.1")]).to_string();
    let role = house.create("role", &[("name", "Keeper"), ("processes", &process)]).to_string();
    told.after("a process and a role");
    house.create("role_assignment", &[("role", &*role), ("person", &*anna)]);
    told.after("somebody who holds it");
    let words = [
        ("requirement", TASKS),
        ("edition", "2018"),
        ("held_against", "2018, licence 4711"),
        ("verdict", "agrees"),
    ];
    told.does(&house.manager, Command::create("wording_check", typed(&words)));
    told.after("words that were compared");
    house.person("Helene", Role::TopManagement, None);
    told.after("one person more");
    house.go("task", task, "finish", &[]).unwrap();
    told.after("a step of the task");
    house.edit("task", task, &[("summary", "Walk round twice")]).unwrap();
    told.after("a task that is called otherwise");
}
