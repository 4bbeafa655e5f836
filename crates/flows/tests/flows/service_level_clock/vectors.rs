//! The vectors SLA-1 to SLA-4, SLA-7 and SLA-8: Mon-Fri 08-18 in Paris, holidays on 1 and 8 May 2025,
//! start on Wednesday 30 April at 16:30, a target of 8 hours.
use crate::service_level_clock::house::{House, PRIORITY_2, at, tell};
use gemba_vocabulary::RecordId;

fn reported(house: &House) -> RecordId {
    at("2025-04-30 16:30");
    let incident = house.report(PRIORITY_2);
    house.start(incident);
    incident
}

#[test]
fn sla_1_a_holiday_and_the_nights_do_not_count() {
    tell(|house| {
        let incident = reported(house);
        assert_eq!(house.holds(incident, "resolve_due"), "Fri 2025-05-02 14:30");
        assert_eq!(house.holds(incident, "resolve_seconds"), "28800");
        assert_eq!(house.holds(incident, "agreement"), house.agreement.to_string());
    });
}

#[test]
fn sla_2_a_pause_moves_the_due_moment_by_its_open_time() {
    tell(|house| {
        let incident = reported(house);
        at("2025-05-02 10:00");
        house.wait(incident, "customer");
        at("2025-05-02 15:00");
        house.resume(incident);
        assert_eq!(house.holds(incident, "resolve_due"), "Mon 2025-05-05 09:30");
    });
}

#[test]
fn sla_3_the_share_used_is_what_was_open_and_not_paused() {
    tell(|house| {
        let incident = reported(house);
        at("2025-05-02 10:00");
        house.wait(incident, "customer");
        at("2025-05-02 15:00");
        house.resume(incident);
        at("2025-05-05 09:00");
        house.resolve(incident);
        let used = house.elapsed_hours(incident);
        assert!((used - 7.5).abs() < f64::EPSILON, "{used} h");
        assert!((used / 8.0 * 100.0 - 93.75).abs() < f64::EPSILON);
        assert_eq!(house.holds(incident, "resolve_met"), "yes");
    });
}

#[test]
fn sla_4_a_pause_over_closed_time_costs_only_open_time() {
    tell(|house| {
        let incident = reported(house);
        at("2025-04-30 17:00");
        house.wait(incident, "customer");
        at("2025-05-02 09:00");
        house.resume(incident);
        assert_eq!(house.holds(incident, "resolve_due"), "Fri 2025-05-02 16:30");
    });
}

#[test]
fn sla_7_while_a_pause_is_open_nothing_is_due_and_nothing_elapses() {
    tell(|house| {
        let incident = reported(house);
        at("2025-05-02 10:00");
        house.wait(incident, "customer");
        assert_eq!(house.holds(incident, "resolve_due"), "");
        house.until("2025-05-05 09:00");
        house.edit(incident, &[("symptom", "empty inbox")]);
        assert_eq!(house.holds(incident, "resolve_due"), "");
        house.resume(incident);
        house.resolve(incident);
        let used = house.elapsed_hours(incident);
        assert!((used - 3.5).abs() < f64::EPSILON, "{used} h");
    });
}

#[test]
fn sla_8_a_reopened_clock_goes_on_from_where_it_stood() {
    tell(|house| {
        let incident = reported(house);
        // 1.5 hours on Wednesday and 5.5 on Friday: 7 of 8 are used.
        at("2025-05-02 13:30");
        house.resolve(incident);
        assert_eq!(house.holds(incident, "resolve_elapsed"), (7 * 3600).to_string());
        // Twenty working hours later: 4.5 on Friday, ten on Monday, 5.5 on Tuesday.
        at("2025-05-06 13:30");
        house.step(incident, "reopen", &[]);
        assert_eq!(house.holds(incident, "resolve_due"), "Tue 2025-05-06 14:30");
        for field in ["resolve_met", "resolve_elapsed"] {
            assert_eq!(house.holds(incident, field), "", "{field} of a running clock");
        }
        at("2025-05-06 14:30");
        house.resolve(incident);
        assert_eq!(house.holds(incident, "resolve_elapsed"), (8 * 3600).to_string());
        assert_eq!(house.holds(incident, "resolve_met"), "yes");
    });
}
