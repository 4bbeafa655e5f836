//! What users of other systems report as wrong with their clocks (asks 13 to 20), each as a story.
use crate::service_level_clock::house::{House, PRIORITY_1, PRIORITY_2, PRIORITY_3, at, tell};
use gemba_desk::Command;
use gemba_vocabulary::RecordId;

const NONE: [&str; 0] = [];

/// Another service of the customer, with an agreement of its own.
fn other_service(house: &House, hours: &str, targets: &[&[(&str, &str)]]) -> RecordId {
    let zone = ("time_zone", "Europe/Paris");
    let calendar = house.create("calendar", &[("name", "Other hours"), ("hours", hours), zone]);
    let service = house.create("service", &[("name", "Telephone")]);
    house.agree(house.customer, service, calendar, targets);
    service
}

#[test]
fn ask_13_waiting_over_a_weekend_is_counted_in_the_calendar_of_the_target() {
    tell(|house| {
        at("2025-05-15 09:00");
        let incident = house.report(PRIORITY_3);
        house.start(incident);
        assert_eq!(house.holds(incident, "resolve_seconds"), (3 * 10 * 3600).to_string());
        assert_eq!(house.holds(incident, "resolve_due"), "Tue 2025-05-20 09:00");
        at("2025-05-16 17:00");
        house.wait(incident, "customer");
        at("2025-05-19 09:00");
        house.resume(incident);
        // An hour on Friday and one on Monday; sixty-four by a calendar of whole days.
        assert_eq!(house.holds(incident, "resolve_due"), "Tue 2025-05-20 11:00");
    });
}

#[test]
fn ask_13_a_due_moment_never_lies_outside_the_hours() {
    tell(|house| {
        for day in 12..=18 {
            for hour in [0, 7, 8, 12, 17, 18, 23] {
                at(&format!("2025-05-{day} {hour:02}:10"));
                let incident = house.report(PRIORITY_2);
                for field in ["response_due", "resolve_due"] {
                    let due = house.holds(incident, field);
                    let is_workday = !due.starts_with("Sat") && !due.starts_with("Sun");
                    let time = &due[due.len() - 5..];
                    let is_open = ("08:00".."18:01").contains(&time);
                    assert!(is_workday && is_open, "{field} of {day} May {hour}:10 is {due}");
                }
            }
        }
    });
}

#[test]
fn ask_14_another_priority_swaps_the_target_and_keeps_the_pause() {
    tell(|house| {
        at("2025-04-30 16:30");
        let incident = house.report(PRIORITY_2);
        house.start(incident);
        at("2025-05-02 10:00");
        house.wait(incident, "customer");
        at("2025-05-02 15:00");
        house.resume(incident);
        house.edit(incident, PRIORITY_1);
        // 3.5 of 4 hours were used when it waited; forgetting that would say 10:30.
        assert_eq!(house.holds(incident, "resolve_due"), "Fri 2025-05-02 15:30");
        assert_eq!(house.holds(incident, "resolve_seconds"), (4 * 3600).to_string());
        house.edit(incident, PRIORITY_2);
        assert_eq!(house.holds(incident, "resolve_due"), "Mon 2025-05-05 09:30");
    });
}

#[test]
fn ask_14_another_priority_during_a_pause_keeps_it_too() {
    tell(|house| {
        at("2025-04-30 16:30");
        let incident = house.report(PRIORITY_2);
        house.start(incident);
        at("2025-05-02 10:00");
        house.wait(incident, "customer");
        at("2025-05-02 12:00");
        house.edit(incident, PRIORITY_1);
        assert_eq!(house.holds(incident, "resolve_due"), "", "still paused");
        at("2025-05-02 15:00");
        house.resume(incident);
        assert_eq!(house.holds(incident, "resolve_due"), "Fri 2025-05-02 15:30");
    });
}

#[test]
fn ask_15_a_date_promised_by_hand_is_moved_by_nothing_but_a_hand() {
    tell(|house| {
        at("2025-04-30 16:30");
        let incident = house.report(PRIORITY_2);
        house.start(incident);
        house.edit(incident, &[("deadline", "2025-05-02 12:00")]);
        let promised = |after: &str| {
            assert_eq!(house.holds(incident, "deadline"), "Fri 2025-05-02 12:00", "after {after}");
        };
        at("2025-05-02 10:00");
        house.wait(incident, "customer");
        promised("a pause began");
        at("2025-05-02 15:00");
        house.resume(incident);
        promised("the pause");
        assert_eq!(house.holds(incident, "resolve_due"), "Mon 2025-05-05 09:30", "the timer moves");
        house.edit(incident, PRIORITY_1);
        promised("another priority");
        house.resolve(incident);
        at("2025-05-06 09:00");
        house.step(incident, "reopen", &[]);
        promised("a reopening");
        house.edit(incident, &[("deadline", "2025-05-07 12:00")]);
        assert_eq!(house.holds(incident, "deadline"), "Wed 2025-05-07 12:00");
    });
}

#[test]
fn ask_16_nothing_is_escalated_at_creation() {
    tell(|house| {
        let hours = "Tue-Thu 10:00-12:00, 13:00-16:00";
        let service = other_service(
            house,
            hours,
            &[
                &[("metric", "response"), ("target", "30m")],
                &[("metric", "resolution"), ("target", "10h")],
            ],
        );
        let other = [("service", &*service.to_string())];
        for created in ["2025-05-13 10:00", "2025-05-14 23:59", "2025-05-17 12:00"] {
            at(created);
            let usual = house.report(PRIORITY_1);
            let elsewhere = house.report(&[PRIORITY_1, &other].concat());
            assert_eq!(house.run_due(), 0, "at {created}");
            assert_eq!(house.escalations(usual), NONE);
            assert_eq!(house.escalations(elsewhere), NONE);
            // Nobody needs them any more; only what is created next shall be due next.
            house.step(usual, "cancel", &[]);
            house.step(elsewhere, "cancel", &[]);
        }
        assert_eq!(house.next_due(), None);
    });
}

#[test]
fn ask_16_by_a_calendar_of_ones_own_each_is_escalated_at_its_own_moment() {
    tell(|house| {
        let resolution: &[_] = &[("metric", "resolution"), ("target", "5h")];
        let service = other_service(house, "Tue-Thu 10:00-12:00, 13:00-16:00", &[resolution]);
        let service = service.to_string();
        let other = [PRIORITY_2, &[("service", &*service)]].concat();
        at("2025-05-13 10:00");
        let first = house.report(&other);
        house.until("2025-05-14 11:00");
        let second = house.report(&other);
        house.until("2025-05-30 00:00");
        assert_eq!(
            house.escalations(first),
            // All five hours are used up at 16:00, when nobody is there any more.
            [
                "resolution before_breach Tue 2025-05-13 15:00",
                "resolution breach Wed 2025-05-14 10:00"
            ]
        );
        assert_eq!(
            house.escalations(second),
            [
                "resolution before_breach Thu 2025-05-15 10:00",
                "resolution breach Thu 2025-05-15 11:00"
            ]
        );
    });
}

#[test]
fn ask_16_what_is_recorded_late_is_escalated_at_once_only_if_its_time_is_over() {
    tell(|house| {
        at("2025-05-13 15:00");
        let nearly = [PRIORITY_1, &[("opened_at", "2025-05-13 11:30")]].concat();
        let nearly = house.report(&nearly);
        house.start(nearly);
        assert_eq!(house.run_due(), 0, "87.5 % are used, and nobody could have warned before");
        let over = [PRIORITY_1, &[("opened_at", "2025-05-13 10:00")]].concat();
        let over = house.report(&over);
        house.start(over);
        assert_eq!(house.run_due(), 1);
        assert_eq!(house.escalations(over), ["resolution breach Tue 2025-05-13 15:00"]);
        house.until("2025-05-13 18:00");
        assert_eq!(house.escalations(nearly), ["resolution breach Tue 2025-05-13 15:30"]);
        assert_eq!(house.escalations(over).len(), 1);

        at("2025-05-13 23:00");
        let at_night = [PRIORITY_1, &[("opened_at", "2025-05-13 09:00")]].concat();
        let at_night = house.report(&at_night);
        assert_eq!(house.run_due(), 0);
        house.until("2025-05-14 09:00");
        assert_eq!(
            house.escalations(at_night),
            ["response breach Wed 2025-05-14 08:00", "resolution breach Wed 2025-05-14 08:00"]
        );
    });
}

#[test]
fn ask_17_what_was_answered_in_time_is_not_escalated_whatever_is_written_later() {
    tell(|house| {
        at("2025-05-13 09:00");
        let incident = house.report(PRIORITY_3);
        assert_eq!(house.holds(incident, "response_due"), "Tue 2025-05-13 10:00");
        assert_eq!(house.holds(incident, "response_met"), "", "not answered yet");
        at("2025-05-13 09:40");
        house.start(incident);
        assert_eq!(house.holds(incident, "response_met"), "yes");
        house.until("2025-05-13 12:00");
        house.work(Command::verb("incident", incident, "comment").with_note("On it.")).unwrap();
        house.work(Command::verb("incident", incident, "note").with_note("The disk.")).unwrap();
        house.edit(incident, &[("description", "Since this morning.")]);
        house.step(incident, "reassign", &[]);
        house.until("2025-05-14 17:00");
        house.step(incident, "start", &[]);
        assert_eq!(house.escalations(incident), NONE);
        assert_eq!(house.holds(incident, "response_due"), "Tue 2025-05-13 10:00");
        assert_eq!(house.holds(incident, "response_met"), "yes");
    });
}

#[test]
fn ask_17_who_is_not_answered_is_escalated_and_a_late_answer_stays_late() {
    tell(|house| {
        at("2025-05-13 09:00");
        let incident = house.report(PRIORITY_3);
        house.edit(incident, &[("description", "An edit is no answer.")]);
        house.until("2025-05-13 10:30");
        assert_eq!(
            house.escalations(incident),
            ["response before_breach Tue 2025-05-13 09:48", "response breach Tue 2025-05-13 10:00"]
        );
        house.start(incident);
        assert_eq!(house.holds(incident, "response_met"), "no");
    });
}

#[test]
fn ask_18_nobody_is_called_at_midnight_or_at_the_weekend() {
    tell(|house| {
        at("2025-05-16 17:30");
        let urgent = house.report(PRIORITY_1);
        at("2025-05-17 23:00");
        let at_night = house.report(PRIORITY_2);
        house.until("2025-05-20 00:00");
        assert_eq!(
            house.escalations(urgent),
            [
                "response before_breach Mon 2025-05-19 08:18",
                "response breach Mon 2025-05-19 08:30",
                "resolution before_breach Mon 2025-05-19 10:42",
                "resolution breach Mon 2025-05-19 11:30",
            ]
        );
        assert_eq!(
            house.escalations(at_night),
            [
                "response before_breach Mon 2025-05-19 08:48",
                "response breach Mon 2025-05-19 09:00",
                "resolution before_breach Mon 2025-05-19 14:24",
                "resolution breach Mon 2025-05-19 16:00",
            ]
        );
    });
}

#[test]
fn ask_18_time_that_ends_at_closing_time_is_told_when_somebody_is_there_again() {
    tell(|house| {
        // Wednesday 30 April 10:00 and 8 hours: 18:00, and the first of May is a holiday.
        at("2025-04-30 10:00");
        let incident = house.report(PRIORITY_2);
        house.start(incident);
        assert_eq!(house.holds(incident, "resolve_due"), "Wed 2025-04-30 18:00");
        house.until("2025-05-03 00:00");
        assert_eq!(
            house.escalations(incident),
            [
                "resolution before_breach Wed 2025-04-30 16:24",
                "resolution breach Fri 2025-05-02 08:00"
            ]
        );
    });
}

#[test]
fn ask_18_a_server_that_was_down_catches_up_in_the_morning() {
    tell(|house| {
        at("2025-05-16 09:00");
        let incident = house.report(PRIORITY_1);
        house.start(incident);
        assert_eq!(house.holds(incident, "resolve_due"), "Fri 2025-05-16 13:00");
        // It went down at once, and comes back in the night to Saturday.
        at("2025-05-17 03:00");
        house.run_due();
        assert_eq!(house.escalations(incident), NONE);
        assert_eq!(house.next_due().as_deref(), Some("Mon 2025-05-19 08:00"));
        house.until("2025-05-19 12:00");
        assert_eq!(house.escalations(incident), ["resolution breach Mon 2025-05-19 08:00"]);
    });
}

#[test]
fn ask_19_a_paused_clock_does_not_tick_and_calls_nobody() {
    tell(|house| {
        at("2025-05-13 09:00");
        let incident = house.report(PRIORITY_2);
        house.start(incident);
        at("2025-05-13 11:00");
        house.wait(incident, "customer");
        assert_eq!(house.next_due(), None);
        house.until("2025-05-20 11:00");
        assert_eq!(house.escalations(incident), NONE);
        house.resume(incident);
        assert_eq!(house.holds(incident, "resolve_due"), "Tue 2025-05-20 17:00");
        house.until("2025-05-20 16:00");
        assert_eq!(house.escalations(incident), ["resolution before_breach Tue 2025-05-20 15:24"]);
        house.resolve(incident);
        assert_eq!(house.holds(incident, "resolve_elapsed"), (7 * 3600).to_string());
        house.until("2025-05-23 16:00");
        assert_eq!(house.escalations(incident).len(), 1, "what is solved is not escalated");
    });
}

#[test]
fn ask_19_a_pause_after_the_breach_hides_nothing() {
    tell(|house| {
        at("2025-05-13 09:00");
        let incident = house.report(PRIORITY_1);
        house.start(incident);
        house.until("2025-05-13 14:00");
        house.wait(incident, "customer");
        assert_eq!(house.holds(incident, "resolve_due"), "Tue 2025-05-13 13:00");
        house.until("2025-05-14 10:00");
        house.resume(incident);
        house.resolve(incident);
        assert_eq!(house.holds(incident, "resolve_due"), "Tue 2025-05-13 13:00");
        assert_eq!(house.holds(incident, "resolve_met"), "no");
        assert_eq!(house.holds(incident, "resolve_elapsed"), (5 * 3600).to_string());
    });
}

#[test]
fn ask_19_only_what_was_agreed_stops_the_clock() {
    tell(|house| {
        at("2025-05-13 09:00");
        let waiting = ["supplier", "change", "problem", "evidence"].map(|reason| {
            let incident = house.report(PRIORITY_2);
            house.start(incident);
            (incident, reason)
        });
        at("2025-05-13 11:00");
        for (incident, reason) in waiting {
            house.wait(incident, reason);
            assert_eq!(house.holds(incident, "resolve_due"), "Tue 2025-05-13 17:00", "{reason}");
        }
        house.until("2025-05-13 17:30");
        for (incident, reason) in waiting {
            assert_eq!(
                house.escalations(incident).len(),
                2,
                "waiting for {reason} does not stop it"
            );
        }
    });
}

#[test]
fn ask_19_a_lunch_break_is_no_attended_time() {
    tell(|house| {
        let resolution: &[_] = &[("metric", "resolution"), ("target", "4h")];
        let hours = "Mon-Fri 08:00-12:00, 13:00-18:00";
        let service = other_service(house, hours, &[resolution]);
        at("2025-05-13 11:00");
        let incident = house.report(&[PRIORITY_2, &[("service", &*service.to_string())]].concat());
        assert_eq!(house.holds(incident, "resolve_due"), "Tue 2025-05-13 16:00");
        house.start(incident);
        at("2025-05-13 11:30");
        house.wait(incident, "customer");
        at("2025-05-13 13:30");
        house.resume(incident);
        assert_eq!(house.holds(incident, "resolve_due"), "Tue 2025-05-13 17:00");
    });
}

#[test]
fn ask_20_each_target_has_a_clock_of_its_own() {
    tell(|house| {
        let day_and_night = house.create(
            "calendar",
            &[("name", "Always"), ("hours", "24x7"), ("time_zone", "Europe/Paris")],
        );
        let day_and_night = day_and_night.to_string();
        let response: &[_] =
            &[("metric", "response"), ("target", "2h"), ("calendar", &*day_and_night)];
        let with_supplier: &[_] = &[
            ("metric", "resolution"),
            ("priority", "2"),
            ("target", "8h"),
            ("pauses_for_supplier", "yes"),
        ];
        let without: &[_] = &[("metric", "resolution"), ("target", "8h"), ("warn_percent", "50")];
        let targets = [response, with_supplier, without];
        let service = other_service(house, "Mon-Fri 08:00-18:00", &targets).to_string();
        let report = |weight: &[(&str, &str)]| {
            let incident = house.report(&[weight, &[("service", &*service)]].concat());
            house.start(incident);
            incident
        };
        at("2025-05-16 22:00");
        let late = house.report(&[PRIORITY_2, &[("service", &*service)]].concat());
        assert_eq!(house.holds(late, "response_due"), "Sat 2025-05-17 00:00", "by day and night");
        assert_eq!(house.holds(late, "resolve_due"), "Mon 2025-05-19 16:00", "by office hours");
        house.until("2025-05-17 01:00");
        assert_eq!(
            house.escalations(late),
            ["response before_breach Fri 2025-05-16 23:36", "response breach Sat 2025-05-17 00:00"],
            "this response was agreed for day and night"
        );
        at("2025-05-20 08:00");
        let (stopping, running) = (report(PRIORITY_2), report(PRIORITY_3));
        at("2025-05-20 10:00");
        house.wait(stopping, "supplier");
        house.wait(running, "supplier");
        house.until("2025-05-20 17:00");
        assert_eq!(house.escalations(stopping), NONE);
        assert_eq!(
            house.escalations(running),
            [
                "resolution before_breach Tue 2025-05-20 12:00",
                "resolution breach Tue 2025-05-20 16:00"
            ]
        );
    });
}

#[test]
fn ask_20_handing_over_neither_stops_nor_restarts_the_clock() {
    tell(|house| {
        at("2025-05-13 09:00");
        let incident = house.report(PRIORITY_2);
        house.start(incident);
        let second = house.create("team", &[("name", "Second team")]).to_string();
        at("2025-05-13 12:00");
        house.step(incident, "reassign", &[("team", &second), ("assigned_to", "")]);
        assert_eq!(house.holds(incident, "resolve_due"), "Tue 2025-05-13 17:00");
        house.step(incident, "start", &[]);
        house.until("2025-05-13 17:30");
        let ids = house.escalation_ids(incident);
        assert_eq!(ids.len(), 2);
        for id in ids {
            assert_eq!(house.holds_of("escalation", id, "to_team"), second);
        }
    });
}
