//! The starter kit, made on a real desk: every record is there, all of it drafts, nothing approved.
use gemba_desk::{Command, Desk, Input, Query, Refused, Setup};
use gemba_model::{Record, field::Tone};
use gemba_starter::kit::{self, Delivered, Interview, Somebody, Trait};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel, Role},
};
use jiff::{Timestamp, civil::Date};

fn morning() -> Timestamp {
    "2026-11-23T08:00:00Z".parse().unwrap()
}

fn open(url: &str) -> Desk {
    let setup = Setup {
        address: url.to_owned(),
        kinds: gemba_practices::KINDS,
        flows: gemba_flows::all(),
        signer: None,
        clock: morning,
    };
    Desk::open(setup).unwrap()
}

fn house() -> Actor {
    Actor::house(Channel::CommandLine)
}

fn somebody(name: &str, email: &str) -> Somebody {
    Somebody { name: name.to_owned(), email: email.to_owned() }
}

fn delivered(name: &str, customer: &str, hours: &str) -> Delivered {
    Delivered { name: name.to_owned(), customer: customer.to_owned(), hours: hours.to_owned() }
}

/// Two people who look after the computers of a school.
fn tiny() -> Interview {
    Interview {
        organization: "Quay IT".to_owned(),
        people: 2,
        country: "DE-HH".to_owned(),
        manager: somebody("Ada Brandt", "ada@quay.example"),
        top: somebody("Ada Brandt", "Ada@quay.example"),
        services: vec![delivered("Workplace", "Harbour School", "")],
        ..Interview::usual("Europe/Berlin")
    }
}

/// A house of sixty with two customers, who serves itself too and works round the clock.
fn larger() -> Interview {
    let holds = [Trait::AroundTheClock, Trait::Suppliers, Trait::PersonalData, Trait::Iso9001];
    Interview {
        organization: "Pont Services".to_owned(),
        people: 60,
        country: "FR".to_owned(),
        holds: holds.into_iter().collect(),
        manager: somebody("Luc Moreau", "luc@pont.example"),
        top: somebody("Anne Petit", "anne@pont.example"),
        services: vec![
            delivered("Mail", "Mairie", ""),
            delivered("Mail", "Lycée", ""),
            delivered("Mail", "", ""),
            delivered("Water control", "Mairie", "24x7"),
            delivered("Files", "Lycée", "Mon-Sat 07:00-20:00"),
        ],
        ..Interview::usual("Europe/Paris")
    }
}

/// A firm with a certificate for information security, in a country whose holidays are not known here.
fn certified() -> Interview {
    Interview {
        organization: "Faraway".to_owned(),
        people: 24,
        country: "XX".to_owned(),
        holds: [Trait::Iso27001].into_iter().collect(),
        manager: somebody("Kim Lee", "kim@faraway.example"),
        top: somebody("Jo Park", "jo@faraway.example"),
        services: vec![delivered("Hosting", "Shop", ""), delivered("Backup", "Shop", "")],
        ..Interview::usual("Asia/Seoul")
    }
}

fn all(desk: &Desk, kind: &str) -> Vec<Record> {
    desk.list(&house(), &Query { limit: 10_000, ..Query::of(kind) }).unwrap().records
}

fn value(desk: &Desk, kind: &str, record: &Record, field: &str) -> Value {
    desk.view(kind).unwrap().value(record, field).clone()
}

/// Every record that was planned is there, in its first state, and nothing is approved.
fn assert_all_drafts(desk: &Desk, asked: &Interview) {
    let today: Date = "2026-11-23".parse().unwrap();
    let planned = kit::plan(asked, today).unwrap();
    let made = kit::made(desk).unwrap();
    assert_eq!(made.len(), planned.len());
    assert!(made.len() > 45, "{}", made.len());
    for kit::Made { kind, id, approver } in &made {
        let view = desk.view(kind).unwrap();
        let record = desk.record(&house(), kind, *id).unwrap();
        let number = view.def.number(*id);
        let approver = desk.speak_for(*approver, Channel::Page).unwrap();
        let is_for_top = kind == "security_policy";
        assert!(!is_for_top || approver.is(Role::TopManagement), "{number}");
        assert_eq!(record.state, view.def.first_state(), "{number} is no draft");
        assert_eq!(record.version, 1, "{number}");
        // What is kept without a life of its own, and people and hours, count from the beginning.
        let has_life = record.state != "current";
        let tone = view.def.state(&record.state).unwrap().tone;
        assert!(!has_life || tone != Tone::Done || kind == "planned_review", "{number} is done");
        for field in ["approved_at", "approved_by", "authorised_at", "published_at"] {
            if view.def.field(field).is_some() {
                assert!(view.value(&record, field).is_none(), "{number} has {field}");
            }
        }
        let told = view.title(&record);
        assert!(!told.contains(['{', '}']), "{number}: {told}");
    }
    assert!(all(desk, "approval").is_empty());
}

#[test]
fn three_organizations_get_a_system_of_drafts_on_either_engine() {
    for asked in [tiny(), larger(), certified()] {
        on_both_engines(|url| {
            let desk = open(url);
            let report = kit::establish(&desk, &house(), &asked).unwrap();
            assert_all_drafts(&desk, &asked);
            assert_eq!(desk.organization(), asked.organization);
            assert_eq!(report.counts.values().sum::<usize>(), kit::made(&desk).unwrap().len());
            assert_eq!(report.counts["security_policy"], 1);
        });
    }
}

#[test]
fn it_knows_the_people_the_hours_and_the_holidays() {
    on_both_engines(|url| {
        let desk = open(url);
        kit::establish(&desk, &house(), &larger()).unwrap();
        let id = desk.find_person("luc@pont.example").unwrap().unwrap();
        assert!(desk.speak_for(id, Channel::Page).unwrap().is(Role::ServiceManager));
        let id = desk.find_person("anne@pont.example").unwrap().unwrap();
        assert!(desk.speak_for(id, Channel::Page).unwrap().is(Role::TopManagement));
        let calendars = all(&desk, "calendar");
        assert_eq!(calendars.len(), 3);
        let closed = |hours: &str| {
            let of = |one: &&Record| value(&desk, "calendar", one, "hours").to_text() == hours;
            value(&desk, "calendar", calendars.iter().find(of).expect(hours), "holidays").to_text()
        };
        for hours in ["Mon-Fri 08:00-18:00", "Mon-Sat 07:00-20:00"] {
            let closed = closed(hours);
            assert!(closed.contains("2027-07-14") && closed.contains("2028-05-01"), "{closed}");
        }
        assert_eq!(closed("24x7"), "", "what never closes has no holidays");
        // One service for three customers is one service with three agreements.
        assert_eq!(all(&desk, "service").len(), 3);
        assert_eq!(all(&desk, "service_level_agreement").len(), 5);
        assert_eq!(all(&desk, "customer").len(), 3, "the house itself is one of them");
    });
}

#[test]
fn an_administrator_who_is_named_keeps_what_they_were() {
    on_both_engines(|url| {
        let desk = open(url);
        let ada =
            desk.add_person(&house(), "Ada", "ada@quay.example", &[Role::Administrator]).unwrap();
        let actor = desk.speak_for(ada, Channel::Page).unwrap();
        let report = kit::establish(&desk, &actor, &tiny()).unwrap();
        assert_eq!(all(&desk, "person").len(), 1, "nobody is made twice");
        let actor = desk.speak_for(ada, Channel::Page).unwrap();
        for role in [Role::Administrator, Role::ServiceManager, Role::TopManagement] {
            assert!(actor.is(role), "{role:?}");
        }
        assert!(report.remarks.iter().any(|one| one.contains("second person")), "{report:?}");
        // Whoever had the kit made did not write it, and may approve what is theirs to approve.
        let policy = all(&desk, "change_policy")[0].id;
        let approve = Command::verb("change_policy", policy, "approve");
        assert_eq!(desk.run(&actor, approve).unwrap().record.state, "in_force");
        assert!(report.remarks.iter().any(|one| one.contains("Germany")), "{report:?}");
    });
}

#[test]
fn it_is_made_once_and_only_from_answers_that_make_sense() {
    on_both_engines(|url| {
        let desk = open(url);
        let wrong = Interview {
            people: 0,
            time_zone: "Europe/Atlantis".to_owned(),
            services: vec![delivered("Mail", "A", ""), delivered("mail ", "a", "")],
            ..tiny()
        };
        let Refused::Invalid(faults) = kit::establish(&desk, &house(), &wrong).unwrap_err() else {
            panic!("it is accepted");
        };
        let named: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(named, ["people", "time_zone", "services"]);
        assert!(all(&desk, "person").is_empty() && !kit::is_established(&desk).unwrap());
        kit::establish(&desk, &house(), &certified()).unwrap();
        let again = kit::establish(&desk, &house(), &certified()).unwrap_err();
        assert!(matches!(&again, Refused::Not(why) if why.contains("already")), "{again}");
    });
}

#[test]
fn where_one_record_is_refused_nothing_is_made() {
    on_both_engines(|url| {
        let desk = open(url);
        let low = || Value::Text("low".to_owned());
        let with = vec![
            ("impact".to_owned(), low()),
            ("urgency".to_owned(), low()),
            ("priority".to_owned(), Value::Int(4)),
        ];
        desk.run(&house(), Command::create("priority_rule", Input::Values(with))).unwrap();
        let refused = kit::establish(&desk, &house(), &certified()).unwrap_err().to_string();
        assert!(refused.contains("priority-low-low"), "{refused}");
        assert!(all(&desk, "person").is_empty() && all(&desk, "calendar").is_empty());
        assert!(!kit::is_established(&desk).unwrap());
        assert_eq!(desk.organization(), "Gemba");
        assert_eq!(desk.find_person("kim@faraway.example").unwrap(), None);
    });
}

#[test]
fn a_file_of_answers_is_read_or_says_what_is_wrong() {
    let text = r#"
        organization = "Quay IT"
        people = 2
        country = "DE-HH"
        time_zone = "Europe/Berlin"
        hours = "Mon-Fri 08:00-18:00"
        manager = { name = "Ada Brandt", email = "ada@quay.example" }
        top = { name = "Ada Brandt", email = "Ada@quay.example" }
        [[service]]
        name = "Workplace"
        customer = "Harbour School"
    "#;
    assert_eq!(Interview::read(text).unwrap(), tiny());
    let wrong = Interview::read("organisation = \"Quay\"").unwrap_err().to_string();
    assert!(wrong.contains("organisation"), "{wrong}");
}
