//! Who is reached: by the clock, and by a major incident.
use crate::{
    on_call::rotas::{ids, one, person, raised, rota, state},
    service_level_clock::house::{PRIORITY_1, at, tell},
};

#[test]
fn the_clock_tells_who_is_on_call_and_the_second_level_where_there_is_one() {
    tell(|house| {
        let (first, second, boss) =
            (person(house, "Fia"), person(house, "Sol"), person(house, "Bo"));
        let other = person(house, "Ola");
        rota(house, "first", &[first, other]);
        at("2025-05-13 09:00");
        let early = house.report(PRIORITY_1);
        house.start(early);
        house.until("2025-05-13 14:00");
        // The sixth week since the 7th of April is the second one's of two.
        assert_eq!(
            raised(house, "incident", early)[..2],
            [
                one("before_breach", "functional", other),
                one("not_acknowledged", "hierarchical", house.manager),
            ]
        );
        rota(house, "second", &[second]);
        rota(house, "manager", &[boss]);
        at("2025-05-14 09:00");
        let late = house.report(PRIORITY_1);
        house.start(late);
        house.until("2025-05-14 12:30");
        assert_eq!(raised(house, "incident", late)[0], one("before_breach", "functional", second));
        house.until("2025-05-14 13:10");
        let all = raised(house, "incident", late);
        assert!(all.contains(&one("breach", "hierarchical", boss)), "{all:?}");
    });
}

#[test]
fn an_override_is_heeded_when_time_runs_out() {
    tell(|house| {
        let (first, friend) = (person(house, "Fia"), person(house, "Ola"));
        let rota = rota(house, "first", &[first]).to_string();
        let friend_text = friend.to_string();
        let swap = [
            ("reason", "Dentist"),
            ("rota", &*rota),
            ("person", &*friend_text),
            ("starts_at", "2025-05-13 12:00"),
            ("ends_at", "2025-05-13 13:00"),
        ];
        let swap = house.create("on_call_override", &swap);
        at("2025-05-13 09:00");
        let incident = house.report(PRIORITY_1);
        house.start(incident);
        house.until("2025-05-13 12:15");
        let told = raised(house, "incident", incident);
        assert_eq!(told, [one("before_breach", "functional", friend)]);
        house.take("on_call_override", swap, "call_off", &[]);
        at("2025-05-14 09:00");
        let incident = house.report(PRIORITY_1);
        house.start(incident);
        house.until("2025-05-14 12:15");
        let told = raised(house, "incident", incident);
        assert_eq!(told, [one("before_breach", "functional", first)], "it was called off");
    });
}

#[test]
fn a_major_incident_calls_each_level_once_and_what_is_solved_is_raised_no_longer() {
    tell(|house| {
        let (first, boss) = (person(house, "Fia"), person(house, "Bo"));
        rota(house, "first", &[first]);
        rota(house, "second", &[first]);
        rota(house, "manager", &[boss]);
        at("2025-05-13 09:00");
        let incident = house.report(PRIORITY_1);
        house.start(incident);
        let manager = house.manager.to_string();
        let led = [
            ("major_manager", &*manager),
            ("top_management_notified_at", "2025-05-13 08:59"),
            ("update_minutes", "600"),
        ];
        house.step(incident, "declare_major", &led);
        house.until("2025-05-13 09:01");
        let called = [one("major", "functional", first), one("major", "hierarchical", boss)];
        assert_eq!(raised(house, "incident", incident), called);
        house.step(incident, "tell", &[("stakeholder_update", "The disk is changed.")]);
        house.until("2025-05-13 09:05");
        assert_eq!(raised(house, "incident", incident), called, "once for each declaration");
        let solved = [
            ("resolution", "New disk."),
            ("close_code", "hardware"),
            ("service_owner_confirmed", "yes"),
        ];
        house.step(incident, "resolve", &solved);
        house.until("2025-05-13 18:00");
        let all = ids(house, "incident", incident);
        assert_eq!(all.len(), 2, "nobody is told of what is over");
        assert!(all.iter().all(|id| state(house, *id) == "over"));
    });
}

#[test]
fn without_a_rota_a_major_incident_calls_who_leads_the_team_unless_they_lead_it_themselves() {
    tell(|house| {
        at("2025-05-13 09:00");
        let [olgas, managers] = [house.owner, house.manager].map(|lead| {
            let incident = house.report(PRIORITY_1);
            house.start(incident);
            let lead = lead.to_string();
            let led =
                [("major_manager", &*lead), ("top_management_notified_at", "2025-05-13 08:59")];
            house.step(incident, "declare_major", &led);
            incident
        });
        house.until("2025-05-13 09:01");
        let called = [one("major", "hierarchical", house.manager)];
        assert_eq!(raised(house, "incident", olgas), called);
        assert_eq!(raised(house, "incident", managers), []);
    });
}
