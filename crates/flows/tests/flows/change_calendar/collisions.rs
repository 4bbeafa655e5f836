//! No change is scheduled into a collision that nobody has accepted.
use crate::change_calendar::house::{hour, tell, typed};
use gemba_desk::Command;

#[test]
fn two_changes_of_one_part_do_not_share_an_hour() {
    tell(|house| {
        let [host, _, till] = house.items;
        let first = house.approved("Larger disks", &[host]);
        house.schedule(first, 20, 22).unwrap();
        let second = house.approved("New memory", &[host]);
        let refusal = house.schedule(second, 21, 23).unwrap_err();
        let with = "starts_at lies in the time of CHG-000001 “Larger disks” (host-1); move it";
        assert!(refusal.starts_with(with), "{refusal}");
        assert_eq!(house.state("change", second), "approved");
        house.schedule(second, 22, 23).unwrap();
        assert_eq!(house.collisions(second), []);
        let moved = house.edit("change", second, &[("starts_at", &hour(21))]).unwrap_err();
        assert!(moved.contains("lies in the time of CHG-000001"), "a move is looked at too");
        let apart = house.approved("New till", &[till]);
        house.schedule(apart, 20, 22).unwrap();
        house.edit("change", apart, &[("summary", "A new till")]).unwrap();
    });
}

#[test]
fn parts_that_are_related_and_the_same_service_collide_too() {
    tell(|house| {
        let [host, mail, till] = house.items;
        let first = house.approved("Larger disks", &[host]);
        house.schedule(first, 20, 22).unwrap();
        let on_it = house.approved("New mail program", &[mail]);
        let refusal = house.schedule(on_it, 20, 22).unwrap_err();
        assert!(refusal.contains("(host-1, which is related)"), "{refusal}");
        let service = house.services[0].to_string();
        house.edit("change", first, &[("other_services", &service)]).unwrap();
        let served = house.approved("New rules", &[till]);
        house.edit("change", served, &[("service", &service)]).unwrap();
        let refusal = house.schedule(served, 21, 22).unwrap_err();
        assert!(refusal.contains("(Mail)"), "{refusal}");
    });
}

#[test]
fn a_collision_is_accepted_by_a_named_person_with_a_reason_and_for_what_it_is() {
    tell(|house| {
        let [host, _, _] = house.items;
        let first = house.approved("Larger disks", &[host]);
        house.schedule(first, 20, 22).unwrap();
        let second = house.approved("New memory", &[host]);
        let by = house.approver.person.unwrap().to_string();
        let times =
            [("starts_at", &*hour(21)), ("ends_at", &*hour(23))].map(|(a, b)| (a, b.to_owned()));
        let mut fields: Vec<_> = times.iter().map(|(name, text)| (*name, &**text)).collect();
        fields.push(("collision_accepted_by", &by));
        let silent = house.take(second, "schedule", &fields).unwrap_err();
        assert!(silent.contains("say why the collisions may stay"), "{silent}");
        fields.push(("collision_reason", "The case is open anyway."));
        house.take(second, "schedule", &fields).unwrap();
        let found = [("change 1".to_owned(), "host-1".to_owned(), true)];
        assert_eq!(house.collisions(second), found);
        // What was accepted stays so; what comes into the way later was not accepted.
        house.edit("change", second, &[("ends_at", "2026-03-07T22:30:00Z")]).unwrap();
        let third = house.approved("New network card", &[host]);
        house
            .take(
                third,
                "schedule",
                &[("starts_at", "2026-03-07T22:30:00Z"), ("ends_at", &hour(23))],
            )
            .unwrap();
        let wider = house.edit("change", second, &[("ends_at", &hour(23))]).unwrap_err();
        assert!(wider.contains("CHG-000003"), "{wider}");
        assert!(!wider.contains("CHG-000001"), "that one was accepted: {wider}");
    });
}

#[test]
fn a_freeze_stops_what_it_is_for_and_lets_its_exceptions_through() {
    tell(|house| {
        let [host, _, till] = house.items;
        let mail = house.services[0].to_string();
        let freeze = [
            ("name", "Books are closed"),
            ("starts_at", &*hour(18)),
            ("ends_at", &*hour(23)),
            ("services", &*mail),
        ]
        .map(|(name, text)| (name, text.to_owned()));
        let fields: Vec<_> = freeze.iter().map(|(name, text)| (*name, &**text)).collect();
        let freeze = house.create("freeze_window", &fields);
        let change = house.approved("Larger disks", &[host]);
        house.edit("change", change, &[("service", &mail)]).unwrap();
        let refusal = house.schedule(change, 20, 22).unwrap_err();
        assert!(refusal.contains("FRZ-000001 “Books are closed” (Mail)"), "{refusal}");
        let apart = house.approved("New till", &[till]);
        house.schedule(apart, 20, 22).unwrap();
        house.edit("freeze_window", freeze, &[("exceptions", &change.to_string())]).unwrap();
        house.schedule(change, 20, 22).unwrap();
        assert_eq!(house.collisions(change), []);
        let all = house.create(
            "freeze_window",
            &[("name", "Year end"), ("starts_at", &hour(10)), ("ends_at", &hour(12))],
        );
        let third = house.approved("New lamp", &[till]);
        let refusal = house.schedule(third, 11, 13).unwrap_err();
        assert!(refusal.contains("“Year end” (all services)"), "{refusal}");
        let off = Command::verb("freeze_window", all, "call_off").with_input(typed(&[]));
        house.run(&house.agent, off.with_note("The books close later.")).unwrap();
        house.schedule(third, 11, 13).unwrap();
    });
}
