//! The service level clock: the acceptance vectors SLA-1 to SLA-9, and what users of other systems
//! report as wrong with their clocks, one test each.

use std::collections::BTreeSet;

use gemba_vocabulary::attainment::Attainment;
use gemba_vocabulary::calendar::{ServiceCalendar, time_zone};
use gemba_vocabulary::clock::{Clock, ClockError, ClockState, Deadline, Pause, Span};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;

const HOUR: i64 = 3_600;

/// Business hours in Paris around the first of May 2025, as the vectors have them.
fn business() -> ServiceCalendar {
    calendar("Mon-Fri 08:00-18:00", &["2025-05-01", "2025-05-08"])
}

fn calendar(hours: &str, holidays: &[&str]) -> ServiceCalendar {
    let holidays: BTreeSet<Date> = holidays.iter().map(|day| day.parse().unwrap()).collect();
    ServiceCalendar::new(time_zone("Europe/Paris").unwrap(), hours.parse().unwrap(), holidays)
        .unwrap()
}

/// A wall clock time in Paris.
fn paris(text: &str) -> Timestamp {
    let local: DateTime = text.parse().unwrap();
    time_zone("Europe/Paris").unwrap().to_timestamp(local).unwrap()
}

/// A moment as the vectors write it, in the zone of the calendar.
fn written(calendar: &ServiceCalendar, at: Option<Timestamp>) -> Option<String> {
    let zoned = at?.to_zoned(calendar.time_zone().clone());
    Some(zoned.strftime("%Y-%m-%dT%H:%M%:z").to_string())
}

fn due(calendar: &ServiceCalendar, clock: &Clock) -> Option<String> {
    written(calendar, clock.due(calendar))
}

fn pause(from: &str, to: &str) -> Pause {
    Pause { from: paris(from), to: Some(paris(to)) }
}

fn vector_clock(pauses: Vec<Pause>) -> Clock {
    Clock { pauses, ..Clock::new(8 * HOUR, paris("2025-04-30T16:30")) }
}

#[test]
fn sla_1_due_steps_over_night_and_holiday() {
    let (calendar, clock) = (business(), vector_clock(vec![]));
    assert_eq!(due(&calendar, &clock).as_deref(), Some("2025-05-02T14:30+02:00"));
}

#[test]
fn sla_2_a_pause_moves_due_by_its_open_time() {
    let clock = vector_clock(vec![pause("2025-05-02T10:00", "2025-05-02T15:00")]);
    assert_eq!(due(&business(), &clock).as_deref(), Some("2025-05-05T09:30+02:00"));
    assert_eq!(clock.paused_seconds(&business(), paris("2025-05-05T09:00")), 5 * HOUR);
}

#[test]
fn sla_3_elapsed_and_share_with_that_pause() {
    let clock = vector_clock(vec![pause("2025-05-02T10:00", "2025-05-02T15:00")]);
    let (calendar, now) = (business(), paris("2025-05-05T09:00"));
    assert_eq!(clock.elapsed_seconds(&calendar, now), 7 * HOUR + HOUR / 2);
    assert_eq!(clock.share_percent(&calendar, now), Decimal::new(93_75, 2));
    assert_eq!(clock.remaining_seconds(&calendar, now), HOUR / 2);
    assert_eq!(clock.state(&calendar, now), ClockState::Running);
}

#[test]
fn sla_4_a_pause_over_closed_time_costs_only_open_time() {
    let clock = vector_clock(vec![pause("2025-04-30T17:00", "2025-05-02T09:00")]);
    assert_eq!(due(&business(), &clock).as_deref(), Some("2025-05-02T16:30+02:00"));
    assert_eq!(clock.paused_seconds(&business(), paris("2025-05-05T09:00")), 2 * HOUR);
}

#[test]
fn sla_5_always_open_over_the_spring_change() {
    let clock = Clock::new(4 * HOUR, paris("2025-03-30T01:30"));
    let calendar = calendar("24x7", &[]);
    assert_eq!(due(&calendar, &clock).as_deref(), Some("2025-03-30T06:30+02:00"));
}

#[test]
fn sla_6_always_open_over_the_autumn_change() {
    let clock = Clock::new(4 * HOUR, paris("2025-10-26T01:30"));
    let calendar = calendar("24x7", &[]);
    assert_eq!(due(&calendar, &clock).as_deref(), Some("2025-10-26T04:30+01:00"));
}

#[test]
fn sla_7_an_open_pause_leaves_due_undefined_and_elapsed_frozen() {
    let open = Pause { from: paris("2025-05-02T10:00"), to: None };
    let (calendar, clock) = (business(), vector_clock(vec![open]));
    assert_eq!(clock.due(&calendar), None);
    for now in ["2025-05-02T10:00", "2025-05-05T09:00", "2026-05-05T09:00"] {
        assert_eq!(clock.elapsed_seconds(&calendar, paris(now)), 3 * HOUR + HOUR / 2, "at {now}");
        assert_eq!(clock.state(&calendar, paris(now)), ClockState::Paused, "at {now}");
    }
}

#[test]
fn sla_8_reopening_continues_the_clock() {
    let calendar = business();
    let mut clock = Clock::new(8 * HOUR, paris("2025-05-05T08:00"));
    clock.end(paris("2025-05-05T15:00")).unwrap();
    assert_eq!(clock.elapsed_seconds(&calendar, paris("2025-05-06T12:00")), 7 * HOUR);
    // 3 h on Monday, 10 h each on Tuesday and 7 h on Wednesday make 20 working hours.
    let reopened = calendar.after_open_seconds(paris("2025-05-05T15:00"), 20 * HOUR).unwrap();
    assert_eq!(reopened, paris("2025-05-07T15:00"));
    clock.reopen(reopened).unwrap();
    assert_eq!(clock.remaining_seconds(&calendar, reopened), HOUR);
    assert_eq!(due(&calendar, &clock).as_deref(), Some("2025-05-07T16:00+02:00"));
}

#[test]
fn sla_9_attainment_strict_and_with_exceptions() {
    let attainment =
        Attainment { met: 228, missed_closed: 12, open_breached: 6, excluded_by_exception: 4 };
    assert_eq!(attainment.strict_percent(), Some(Decimal::new(92_68, 2)));
    assert_eq!(attainment.with_exceptions_percent(), Some(Decimal::new(94_21, 2)));
}

/// Ask 13: "Pending over a weekend is credited in the wrong calendar when the target is in days".
#[test]
fn ask_13_a_pause_over_the_weekend_is_credited_in_the_calendar_of_the_target() {
    let calendar = business();
    // Two business days of ten hours, from Friday noon, paused from Friday 17:00 to Monday 09:00.
    let mut clock = Clock::new(20 * HOUR, paris("2025-05-16T12:00"));
    assert_eq!(due(&calendar, &clock).as_deref(), Some("2025-05-20T12:00+02:00"));
    clock.pause(paris("2025-05-16T17:00")).unwrap();
    clock.resume(paris("2025-05-19T09:00")).unwrap();
    assert_eq!(clock.paused_seconds(&calendar, paris("2025-05-20T00:00")), 2 * HOUR);
    assert_eq!(due(&calendar, &clock).as_deref(), Some("2025-05-20T14:00+02:00"));
}

/// Ask 13: "due time lands outside working hours".
#[test]
fn ask_13_due_never_lands_outside_working_hours() {
    let calendar = calendar("Mon-Fri 08:00-12:00, 13:00-18:00", &["2025-05-01", "2025-05-08"]);
    for started in ["2025-04-30T12:30", "2025-05-03T23:59", "2025-05-07T17:59", "2025-05-08T08:00"]
    {
        for minutes in 1..1_200 {
            let due = Clock::new(minutes * 60, paris(started)).due(&calendar).unwrap();
            // Closing time itself belongs to the day that it closes.
            let just_before = due.checked_sub(jiff::SignedDuration::from_nanos(1)).unwrap();
            assert!(calendar.is_open(just_before), "{minutes} min from {started} gives {due}");
        }
    }
}

/// Ask 14: "Change of priority swaps the SLA and forgets the time already paused".
#[test]
fn ask_14_another_target_keeps_pauses_and_elapsed_time() {
    let (calendar, now) = (business(), paris("2025-05-05T09:00"));
    let mut clock = vector_clock(vec![pause("2025-05-02T10:00", "2025-05-02T15:00")]);
    let elapsed = clock.elapsed_seconds(&calendar, now);
    clock.set_target(24 * HOUR);
    assert_eq!(clock.elapsed_seconds(&calendar, now), elapsed);
    assert_eq!(clock.paused_seconds(&calendar, now), 5 * HOUR);
    assert_eq!(due(&calendar, &clock).as_deref(), Some("2025-05-06T15:30+02:00"));
    clock.set_target(4 * HOUR);
    assert_eq!(clock.state(&calendar, now), ClockState::Overdue);
    assert_eq!(due(&calendar, &clock).as_deref(), Some("2025-05-02T15:30+02:00"));
}

/// Ask 15: "A due date a person set by hand is moved by pausing; users separate 'deadline' from
/// 'timer'".
#[test]
fn ask_15_a_deadline_set_by_hand_is_moved_by_nothing() {
    let calendar = business();
    let deadline = Deadline { at: paris("2025-05-02T16:00") };
    let mut clock = vector_clock(vec![]);
    clock.pause(paris("2025-05-02T10:00")).unwrap();
    clock.resume(paris("2025-05-02T15:00")).unwrap();
    let evening = paris("2025-05-02T17:00");
    assert_eq!(clock.state(&calendar, evening), ClockState::Running);
    assert_eq!(deadline.state(clock.ended, evening), ClockState::Overdue);
    clock.set_target(HOUR);
    assert_eq!(deadline.state(clock.ended, deadline.at), ClockState::Running);
    assert_eq!(deadline.state(Some(deadline.at), evening), ClockState::Met);
    assert_eq!(deadline.state(Some(evening), evening), ClockState::Missed);
}

/// Ask 16: "Escalations fire at creation or all on the same date with a custom calendar".
#[test]
fn ask_16_warnings_come_one_after_another_and_none_at_the_start() {
    let (calendar, clock) = (business(), vector_clock(vec![]));
    let warnings: Vec<_> = [25, 50, 75, 100, 150]
        .into_iter()
        .map(|percent| written(&calendar, clock.warn_at(&calendar, percent)).unwrap())
        .collect();
    let expected = [
        "2025-05-02T08:30+02:00",
        "2025-05-02T10:30+02:00",
        "2025-05-02T12:30+02:00",
        "2025-05-02T14:30+02:00",
        "2025-05-05T08:30+02:00",
    ];
    assert_eq!(warnings, expected);
}

/// Ask 17: "'Update time' overrules first response, escalates although the agent answered".
#[test]
fn ask_17_what_follows_an_answer_does_not_touch_the_clock_of_the_answer() {
    let calendar = business();
    let mut response = Clock::new(2 * HOUR, paris("2025-05-05T08:00"));
    let due_before = response.due(&calendar);
    response.end(paris("2025-05-05T08:20")).unwrap();
    // Later updates of the record are pauses of its solution; one of them is still open.
    response.pauses.push(pause("2025-05-05T09:00", "2025-05-05T17:00"));
    response.pauses.push(Pause { from: paris("2025-05-06T09:00"), to: None });
    let later = paris("2025-05-09T09:00");
    assert_eq!(response.state(&calendar, later), ClockState::Met);
    assert_eq!(response.elapsed_seconds(&calendar, later), 20 * 60);
    assert_eq!(response.due(&calendar), due_before);
    for percent in [50, 75, 100, 200] {
        assert_eq!(response.warn_at(&calendar, percent), None, "at {percent} percent");
    }
    assert_eq!(response.pause(later), Err(ClockError::Ended(paris("2025-05-05T08:20"))));
}

/// Ask 18: "Escalation mail at midnight and on weekends despite service hours".
#[test]
fn ask_18_warnings_fall_in_service_hours_even_where_the_target_runs_out_at_closing_time() {
    let calendar = business();
    // Half of the target is used exactly on Friday at 18:00, when everybody leaves.
    let clock = Clock::new(4 * HOUR, paris("2025-05-16T16:00"));
    assert_eq!(
        written(&calendar, clock.warn_at(&calendar, 50)).as_deref(),
        Some("2025-05-19T08:00+02:00")
    );
    // Hours that end with the day: due at midnight is right, a call at midnight is not.
    let late = self::calendar("Mon-Fri 16:00-24:00", &[]);
    let clock = Clock::new(8 * HOUR, paris("2025-05-16T16:00"));
    assert_eq!(due(&late, &clock).as_deref(), Some("2025-05-17T00:00+02:00"));
    assert_eq!(
        written(&late, clock.warn_at(&late, 100)).as_deref(),
        Some("2025-05-19T16:00+02:00")
    );
}

#[test]
fn ask_18_nobody_is_warned_in_a_pause() {
    let calendar = business();
    let mut clock = Clock::new(4 * HOUR, paris("2025-05-05T08:00"));
    clock.pause(paris("2025-05-05T10:00")).unwrap();
    assert_eq!(clock.warn_at(&calendar, 25), Some(paris("2025-05-05T09:00")));
    assert_eq!(clock.warn_at(&calendar, 50), None);
    clock.resume(paris("2025-05-05T13:00")).unwrap();
    assert_eq!(clock.warn_at(&calendar, 50), Some(paris("2025-05-05T13:00")));
}

/// Ask 19: "A status should be able to pause the SLA; lunch breaks; a shown 'Paused' that still
/// ticks; weekday bug".
#[test]
fn ask_19_what_shows_as_paused_does_not_tick() {
    let calendar = business();
    let mut clock = Clock::new(2 * HOUR, paris("2025-05-05T08:00"));
    clock.pause(paris("2025-05-05T09:00")).unwrap();
    for hours in 1..200 {
        let now = paris("2025-05-05T09:00") + jiff::SignedDuration::from_hours(hours);
        assert_eq!(clock.state(&calendar, now), ClockState::Paused);
        assert_eq!(clock.elapsed_seconds(&calendar, now), HOUR);
    }
    clock.resume(paris("2025-05-06T09:00")).unwrap();
    assert_eq!(clock.state(&calendar, paris("2025-05-06T09:30")), ClockState::Running);
    assert_eq!(clock.elapsed_seconds(&calendar, paris("2025-05-06T09:30")), HOUR + HOUR / 2);
}

#[test]
fn ask_19_lunch_breaks_cost_nothing() {
    let calendar = calendar("Mon-Fri 08:00-12:00, 13:00-18:00", &[]);
    let clock = Clock::new(4 * HOUR, paris("2025-05-05T10:00"));
    assert_eq!(clock.elapsed_seconds(&calendar, paris("2025-05-05T12:59")), 2 * HOUR);
    assert_eq!(due(&calendar, &clock).as_deref(), Some("2025-05-05T15:00+02:00"));
}

#[test]
fn ask_19_each_weekday_has_its_own_hours() {
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    // 5 May 2025 is a Monday.
    for (index, name) in (0..7).zip(names) {
        let calendar = calendar(&format!("{name} 09:00-10:00"), &[]);
        let opens = calendar.next_open(paris("2025-05-05T00:00")).unwrap();
        assert_eq!(opens, paris(&format!("2025-05-{:02}T09:00", 5 + index)), "{name}");
    }
}

/// Ask 20: "Second group inherits an exhausted clock: wants a per-group (OLA) clock; OLA stops after
/// some actions".
#[test]
fn ask_20_each_group_has_a_clock_of_its_own() {
    let calendar = business();
    let mut first = Clock::new(2 * HOUR, paris("2025-05-05T08:00"));
    let handed_over = paris("2025-05-05T11:00");
    first.end(handed_over).unwrap();
    let second = Clock::new(2 * HOUR, handed_over);
    assert_eq!(first.state(&calendar, handed_over), ClockState::Missed);
    assert_eq!(second.state(&calendar, handed_over), ClockState::Running);
    assert_eq!(second.remaining_seconds(&calendar, handed_over), 2 * HOUR);
    assert_eq!(second.due(&calendar), Some(paris("2025-05-05T13:00")));
}

#[test]
fn met_exactly_at_due_and_missed_a_nanosecond_later() {
    let calendar = business();
    let due = paris("2025-05-02T14:30");
    let later = due + jiff::SignedDuration::from_nanos(1);
    for (ended, state) in [(due, ClockState::Met), (later, ClockState::Missed)] {
        let mut clock = vector_clock(vec![]);
        assert_eq!(clock.state(&calendar, due), ClockState::Running);
        assert_eq!(clock.state(&calendar, later), ClockState::Overdue);
        clock.end(ended).unwrap();
        assert_eq!(clock.state(&calendar, later), state);
    }
}

#[test]
fn what_is_due_at_closing_time_is_late_in_the_night_after() {
    let calendar = business();
    let mut clock = Clock::new(2 * HOUR, paris("2025-05-16T16:00"));
    assert_eq!(clock.due(&calendar), Some(paris("2025-05-16T18:00")));
    clock.end(paris("2025-05-17T03:00")).unwrap();
    assert_eq!(clock.state(&calendar, paris("2025-05-17T03:00")), ClockState::Missed);
}

#[test]
fn a_pause_does_not_hide_a_breach_that_came_before_it() {
    let calendar = business();
    let mut clock = Clock::new(HOUR, paris("2025-05-05T08:00"));
    clock.pause(paris("2025-05-05T10:00")).unwrap();
    let now = paris("2025-05-06T10:00");
    assert_eq!(clock.state(&calendar, now), ClockState::Overdue);
    assert_eq!(clock.due(&calendar), None);
    assert_eq!(clock.target_reached_at(&calendar), Some(paris("2025-05-05T09:00")));
    assert_eq!(clock.remaining_seconds(&calendar, now), -HOUR);
}

#[test]
fn a_pause_from_the_due_moment_on_moves_nothing() {
    let calendar = business();
    for to in [None, Some(paris("2025-05-05T12:00"))] {
        let late = Pause { from: paris("2025-05-05T09:00"), to };
        let clock = Clock { pauses: vec![late], ..Clock::new(HOUR, paris("2025-05-05T08:00")) };
        assert_eq!(clock.target_reached_at(&calendar), Some(late.from));
        assert_eq!(clock.due(&calendar), to.map(|_| late.from));
        assert_eq!(clock.state(&calendar, paris("2025-05-05T10:00")), ClockState::Overdue);
    }
}

#[test]
fn overlapping_double_and_senseless_pauses_cost_once() {
    let calendar = business();
    let pauses = vec![
        pause("2025-05-05T11:00", "2025-05-05T13:00"),
        pause("2025-05-05T10:00", "2025-05-05T12:00"),
        pause("2025-05-05T10:00", "2025-05-05T12:00"),
        pause("2025-05-05T17:00", "2025-05-05T15:00"),
        pause("2025-05-04T00:00", "2025-05-05T09:00"),
    ];
    let stopped = vec![Span { from: paris("2025-05-05T12:30"), to: paris("2025-05-05T14:00") }];
    let clock = Clock { pauses, stopped, ..Clock::new(8 * HOUR, paris("2025-05-05T08:30")) };
    let evening = paris("2025-05-05T18:00");
    assert_eq!(clock.paused_seconds(&calendar, evening), 4 * HOUR + HOUR / 2);
    assert_eq!(clock.elapsed_seconds(&calendar, evening), 5 * HOUR);
    assert_eq!(due(&calendar, &clock).as_deref(), Some("2025-05-06T11:00+02:00"));
}

#[test]
fn steps_out_of_order_are_refused_and_change_nothing() {
    let mut clock = Clock::new(HOUR, paris("2025-05-05T08:00"));
    let (before, at) = (paris("2025-05-05T07:00"), paris("2025-05-05T09:00"));
    let back = ClockError::BackInTime { at: before, after: clock.started };
    assert_eq!(clock.pause(before), Err(back));
    assert_eq!(clock.end(before), Err(back));
    assert_eq!(clock.resume(at), Err(ClockError::NotPaused));
    assert_eq!(clock.reopen(at), Err(ClockError::NotEnded));
    clock.pause(at).unwrap();
    assert_eq!(clock.pause(at), Err(ClockError::PausedAlready(at)));
    let paused = clock.clone();
    assert!(clock.resume(before).is_err());
    assert!(clock.end(before).is_err());
    assert_eq!(clock, paused);
    clock.end(paris("2025-05-05T10:00")).unwrap();
    assert_eq!(clock.pauses, vec![pause("2025-05-05T09:00", "2025-05-05T10:00")]);
    assert!(clock.end(at).is_err());
    assert!(clock.reopen(at).is_err());
}
