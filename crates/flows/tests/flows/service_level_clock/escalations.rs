//! Who is told, and how often.
use crate::service_level_clock::house::{PRIORITY_1, PRIORITY_2, at, tell};

#[test]
fn before_the_breach_the_team_is_told_and_at_the_breach_who_leads_it() {
    tell(|house| {
        at("2025-05-13 09:00");
        let incident = house.report(PRIORITY_1);
        house.start(incident);
        house.until("2025-05-13 14:00");
        let ids = house.escalation_ids(incident);
        let told = |place: usize, field: &str| house.holds_of("escalation", ids[place], field);
        assert_eq!(ids.len(), 2);
        assert_eq!(told(0, "direction"), "functional");
        assert_eq!(told(0, "to_team"), house.team.to_string());
        assert_eq!(told(0, "to_person"), "");
        assert_eq!(
            told(0, "summary"),
            "INC-000001: 80 % of the time for a solution is used up. Mail does not arrive"
        );
        assert_eq!(told(1, "direction"), "hierarchical");
        assert_eq!(told(1, "to_team"), house.team.to_string());
        assert_eq!(told(1, "to_person"), house.manager.to_string());
        assert_eq!(
            told(1, "summary"),
            "INC-000001: the time for a solution is over. Mail does not arrive"
        );
    });
}

#[test]
fn what_nobody_was_given_goes_to_the_owner_of_the_agreement() {
    tell(|house| {
        at("2025-05-13 09:00");
        let incident = house.report(&[("summary", &"Everything is slow ".repeat(13))]);
        house.until("2025-05-13 11:00");
        let ids = house.escalation_ids(incident);
        assert_eq!(ids.len(), 2);
        for id in ids {
            assert_eq!(house.holds_of("escalation", id, "to_team"), "");
            assert_eq!(house.holds_of("escalation", id, "to_person"), house.owner.to_string());
        }
    });
}

#[test]
fn each_is_told_once_however_often_the_incident_is_saved() {
    tell(|house| {
        at("2025-05-13 09:00");
        let incident = house.report(PRIORITY_1);
        house.start(incident);
        for hour in 10..18 {
            house.until(&format!("2025-05-13 {hour}:00"));
            house.edit(incident, &[("symptom", &format!("seen at {hour}"))]);
            house.run_due();
        }
        house.until("2025-05-20 12:00");
        assert_eq!(
            house.escalations(incident),
            [
                "resolution before_breach Tue 2025-05-13 12:12",
                "resolution breach Tue 2025-05-13 13:00"
            ]
        );
        assert_eq!(house.next_due(), None);
    });
}

#[test]
fn a_new_target_is_told_of_anew() {
    tell(|house| {
        at("2025-05-13 08:00");
        let incident = house.report(PRIORITY_1);
        house.start(incident);
        house.until("2025-05-13 12:30");
        assert_eq!(house.escalations(incident).len(), 2, "priority 1 had four hours");
        house.edit(incident, PRIORITY_2);
        house.until("2025-05-13 18:00");
        assert_eq!(
            house.escalations(incident)[2..],
            [
                "resolution before_breach Tue 2025-05-13 14:24",
                "resolution breach Tue 2025-05-13 16:00"
            ],
            "priority 2 has eight"
        );
    });
}

#[test]
fn a_priority_that_makes_the_time_be_over_is_told_in_the_next_attended_hour() {
    tell(|house| {
        at("2025-05-13 10:00");
        let incident = house.report(PRIORITY_2);
        house.start(incident);
        at("2025-05-13 20:00");
        house.run_due();
        house.edit(incident, PRIORITY_1);
        house.until("2025-05-14 12:00");
        assert_eq!(house.escalations(incident), ["resolution breach Wed 2025-05-14 08:00"]);
    });
}

#[test]
fn a_reopened_incident_is_told_of_again() {
    tell(|house| {
        at("2025-05-13 08:00");
        let incident = house.report(PRIORITY_1);
        house.start(incident);
        house.until("2025-05-13 11:30");
        house.resolve(incident);
        house.run_due();
        assert_eq!(house.next_due(), None);
        house.until("2025-05-14 19:00");
        house.step(incident, "reopen", &[]);
        house.until("2025-05-16 12:00");
        assert_eq!(
            house.escalations(incident),
            [
                "resolution before_breach Tue 2025-05-13 11:12",
                "resolution before_breach Thu 2025-05-15 08:00",
                "resolution breach Thu 2025-05-15 08:30",
            ]
        );
    });
}

#[test]
fn a_target_that_was_loosened_in_between_is_not_told_of_too_early() {
    tell(|house| {
        at("2025-05-13 09:00");
        let incident = house.report(PRIORITY_1);
        house.start(incident);
        // The target of priority 1, the second of the agreement.
        house.change("service_level_target", 2, &[("target", "6h")]);
        house.until("2025-05-13 18:00");
        assert_eq!(
            house.escalations(incident),
            [
                "resolution before_breach Tue 2025-05-13 13:48",
                "resolution breach Tue 2025-05-13 15:00"
            ]
        );
    });
}

#[test]
fn what_was_missed_before_a_pause_is_told_after_it() {
    tell(|house| {
        at("2025-05-13 09:00");
        let incident = house.report(PRIORITY_1);
        house.start(incident);
        // The server was down when the time was over, and the first thing it hears of is a pause.
        at("2025-05-13 14:00");
        house.wait(incident, "customer");
        assert_eq!(house.next_due(), None);
        house.until("2025-05-14 10:00");
        house.edit(incident, &[("symptom", "still waiting")]);
        assert_eq!(house.run_due(), 0);
        house.resume(incident);
        house.until("2025-05-14 12:00");
        assert_eq!(house.escalations(incident), ["resolution breach Wed 2025-05-14 10:00"]);
    });
}
