//! What people from outside and those who only read may do: follow what they see, for themselves.
use crate::house::{add, json, open, person};
use gemba_desk::{Command, Desk, Query, Refused};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::actor::{Actor, Channel, Role};
use serde_json::json;

fn follow(desk: &Desk, actor: &Actor, kind: &str, id: i64, who: &Actor) -> Result<i64, Refused> {
    let fields = json!({"parent_kind": kind, "parent": id, "person": who.person});
    let done = desk.run(actor, Command::create("watcher", json(fields)))?;
    Ok(done.record.id)
}

#[test]
fn everybody_follows_what_they_may_read_and_only_workers_add_others() {
    on_both_engines(|url| {
        let desk = open(url);
        let house = Actor::house(Channel::CommandLine);
        let osprey = add(&desk, &house, "customer", json!({"name": "Osprey"}));
        let linden = add(&desk, &house, "customer", json!({"name": "Linden"}));
        let agent = person(&desk, "mara", Role::Agent, None);
        let auditor = person(&desk, "olga", Role::Auditor, None);
        let approver = person(&desk, "pia", Role::Approver, None);
        let rob = person(&desk, "rob", Role::Requester, Some(osprey));
        let contact = person(&desk, "hanna", Role::CustomerContact, Some(linden));
        let own = json!({"summary": "Mail is down", "reporter": rob.person, "customer": osprey});
        let incident = add(&desk, &agent, "incident", own);
        let problem = add(&desk, &agent, "problem", json!({"summary": "Old disk"}));

        for who in [&auditor, &approver, &rob] {
            let watcher = follow(&desk, who, "incident", incident, who).unwrap();
            let twice = follow(&desk, who, "incident", incident, who).unwrap_err();
            assert!(twice.to_string().contains("must be unique"), "{twice}");
            desk.run(who, Command::verb("watcher", watcher, "retire")).unwrap();
            desk.run(who, Command::verb("watcher", watcher, "restore")).unwrap();
        }
        for who in [&auditor, &approver] {
            let other = follow(&desk, who, "problem", problem, &agent).unwrap_err();
            assert!(other.to_string().contains("must be you"), "{other}");
        }
        let added = follow(&desk, &agent, "problem", problem, &auditor).unwrap();
        let not_theirs = desk.run(&approver, Command::verb("watcher", added, "retire"));
        assert!(matches!(not_theirs, Err(Refused::Forbidden(_))), "{not_theirs:?}");
        desk.run(&auditor, Command::verb("watcher", added, "retire")).unwrap();

        // What somebody may not read they cannot follow; and people from outside follow for themselves.
        for (who, kind, id) in [(&contact, "incident", incident), (&rob, "problem", problem)] {
            let stranger = follow(&desk, who, kind, id, who).unwrap_err();
            assert!(stranger.to_string().contains("does not exist"), "{stranger}");
        }
        let second = json!({"summary": "Again", "reporter": rob.person, "customer": osprey});
        let second = add(&desk, &agent, "incident", second);
        let for_another = follow(&desk, &rob, "incident", second, &agent).unwrap_err();
        assert!(for_another.to_string().contains("does not exist"), "{for_another}");
        let fields = json(json!({"parent_kind": "incident", "parent": second}));
        let watcher = desk.run(&rob, Command::create("watcher", fields)).unwrap().record.id;
        let record = desk.record(&rob, "watcher", watcher).unwrap();
        let view = desk.view("watcher").unwrap();
        assert_eq!(Some(view.value(&record, "person").as_int().unwrap()), rob.person);
        let seen = desk.list(&rob, &Query::of("watcher")).unwrap().records;
        assert!(seen.iter().all(|one| view.value(one, "person").as_int() == rob.person));
        assert_eq!(seen.len(), 2, "who else follows is not told outside");
        let change = json(json!({"parent": 1}));
        let change = desk.run(&rob, Command::change("watcher", watcher, None, change));
        assert!(matches!(change, Err(Refused::Forbidden(_))), "{change:?}");
    });
}

#[test]
fn people_from_outside_know_by_name_who_works_for_them_and_nobody_elses_people() {
    on_both_engines(|url| {
        let desk = open(url);
        let house = Actor::house(Channel::CommandLine);
        let osprey = add(&desk, &house, "customer", json!({"name": "Osprey"}));
        let linden = add(&desk, &house, "customer", json!({"name": "Linden"}));
        let team = add(&desk, &house, "team", json!({"name": "Service desk"}));
        let problem = add(&desk, &house, "problem", json!({"summary": "Old disk"}));
        let mara = person(&desk, "mara", Role::Agent, None);
        let rob = person(&desk, "rob", Role::Requester, Some(osprey));
        let colleague = person(&desk, "rita", Role::Requester, Some(osprey));
        let stranger = person(&desk, "lin", Role::Requester, Some(linden));
        let nobodys = person(&desk, "guest", Role::Requester, None);
        let named = |who: &Actor, kind: &str, id: i64| {
            desk.titles(who, kind, &[id]).unwrap().remove(&id).unwrap()
        };
        let of = |who: &Actor| who.person.unwrap();
        let cases = [
            ("team", team, "Service desk"),
            ("person", of(&mara), "mara"),
            ("person", of(&rob), "rob"),
            ("person", of(&colleague), "rita"),
            ("person", of(&stranger), "PER-000004"),
            ("person", of(&nobodys), "PER-000005"),
            ("customer", osprey, "Osprey"),
            ("customer", linden, "CUS-000002"),
            ("problem", problem, "PRB-000001"),
        ];
        for (kind, id, name) in cases {
            assert_eq!(named(&rob, kind, id), name);
        }
        assert_eq!(named(&nobodys, "person", of(&nobodys)), "guest");
        assert_eq!(named(&mara, "problem", problem), "Old disk");
        assert_eq!(desk.titles(&rob, "team", &[99]).unwrap().len(), 0);
    });
}

#[test]
fn a_zone_of_ones_own_is_ones_own_to_see() {
    on_both_engines(|url| {
        let desk = open(url);
        let rob = person(&desk, "rob", Role::Requester, None);
        let zone = json(json!({"time_zone": "America/Bogota"}));
        let own = rob.person.unwrap();
        desk.run(&Actor::house(Channel::Page), Command::change("person", own, None, zone)).unwrap();
        let record = desk.record(&rob, "person", own).unwrap();
        let view = desk.view("person").unwrap();
        assert_eq!(view.value(&record, "time_zone").as_text(), Some("America/Bogota"));
        assert_eq!(view.value(&record, "email").as_text(), None, "the rest stays ours");
        assert_eq!(desk.zone().iana_name(), Some("UTC"));
        assert!(desk.set_zone("Atlantis").unwrap_err().to_string().contains("is no time zone"));
        desk.set_zone("Europe/Paris").unwrap();
        assert_eq!(desk.zone().iana_name(), Some("Europe/Paris"));
    });
}

#[test]
fn a_file_from_outside_is_seen_by_its_sender_whose_record_it_is_and_the_contacts_alone() {
    on_both_engines(|url| {
        let desk = open(url);
        let house = Actor::house(Channel::CommandLine);
        let osprey = add(&desk, &house, "customer", json!({"name": "Osprey"}));
        let linden = add(&desk, &house, "customer", json!({"name": "Linden"}));
        let agent = person(&desk, "mara", Role::Agent, None);
        let rob = person(&desk, "rob", Role::Requester, Some(osprey));
        let contact = person(&desk, "hanna", Role::CustomerContact, Some(osprey));
        let stranger = person(&desk, "lin", Role::CustomerContact, Some(linden));
        let incident = add(&desk, &rob, "incident", json!({"summary": "Mail is down"}));
        let problem = add(&desk, &agent, "problem", json!({"summary": "Old disk"}));
        let attach = |who: &Actor, kind: &str, id: i64, name: &str| {
            desk.attach(who, kind, id, name, b"some words".to_vec()).map(|done| done.record.id)
        };
        let sent = attach(&rob, "incident", incident, "log.txt").unwrap();
        let inside = attach(&agent, "incident", incident, "dump.txt").unwrap();
        for who in [&rob, &contact, &agent] {
            assert_eq!(desk.file(who, sent).unwrap().bytes, b"some words");
        }
        assert!(desk.file(&stranger, sent).is_err());
        for who in [&rob, &contact, &stranger] {
            assert!(desk.file(who, inside).is_err(), "{}", who.name);
        }
        let seen = |who: &Actor| {
            let records = desk.list(who, &Query::of("attachment")).unwrap().records;
            records.iter().map(|record| record.id).collect::<Vec<_>>()
        };
        assert_eq!((seen(&rob), seen(&contact), seen(&stranger)), (vec![sent], vec![sent], vec![]));
        let colleagues = attach(&contact, "incident", incident, "more.txt").unwrap();
        for who in [&rob, &contact, &agent] {
            assert!(desk.file(who, colleagues).is_ok(), "{} is not shown it", who.name);
        }
        assert!(desk.file(&stranger, colleagues).is_err());
        assert!(attach(&stranger, "incident", incident, "a.txt").is_err());
        assert!(attach(&rob, "problem", problem, "a.txt").is_err());
        assert!(attach(&rob, "incident", incident, "a.exe").is_err(), "types are still checked");
        let theirs = json(json!({"customer": linden}));
        let change = desk.run(&rob, Command::change("attachment", sent, None, theirs));
        assert!(matches!(change, Err(Refused::Forbidden(_))), "{change:?}");
    });
}
