//! Calendar and clock held against a slow, obvious model: step through time second by second (or
//! minute by minute), look at the clock on the wall, count.
//!
//! Windows lie around changes of the clock more often than not, in zones that change by an hour, by
//! half an hour, by a whole day, or never.

use std::collections::BTreeSet;

use gemba_vocabulary::calendar::{DaySpan, ServiceCalendar, WeeklyHours, time_zone};
use gemba_vocabulary::clock::{Clock, ClockState, Pause, Span};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;

const ZONES: [&str; 12] = [
    "Europe/Paris",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/New_York",
    "Pacific/Apia",
    "America/St_Johns",
    "Africa/Casablanca",
    "Asia/Tehran",
    "Antarctica/Troll",
    "Africa/Cairo",
    "UTC",
];

/// A window of time in steps of seconds or minutes, and a clock whose times are counted in steps.
#[derive(Debug, Clone)]
struct Scenario {
    step_seconds: i64,
    steps: i64,
    zone: &'static str,
    base_second: i64,
    /// Minutes of the day at which each weekday opens, closes, opens …; no minutes: `24x7`.
    week: Option<Vec<Vec<i64>>>,
    /// Days from the first local day of the window.
    holidays: BTreeSet<i64>,
    start: i64,
    target_steps: i64,
    /// First step and length; without length it is open.
    pauses: Vec<(i64, Option<i64>)>,
    stopped: Vec<(i64, i64)>,
    ended: Option<i64>,
    /// Steps at which the clock is read.
    reads: Vec<i64>,
}

fn minutes_of_day() -> impl Strategy<Value = Vec<i64>> {
    // Hours around those in which clocks change, and the ends of the day, come up often.
    let telling = select(vec![0, 1, 30, 60, 90, 119, 120, 121, 150, 180, 210, 1_380, 1_410, 1_440]);
    let minute = prop_oneof![telling, 0..=1_440_i64];
    proptest::collection::btree_set(minute, 0..=6).prop_map(|set| {
        let even = set.len() / 2 * 2;
        set.into_iter().take(even).collect()
    })
}

/// A moment in 2005 to 2034, shortly before a change of the clock if `near` and the zone has one.
fn base_second(zone: &str, random_second: i64, near: bool, lead_seconds: i64) -> i64 {
    let random = Timestamp::from_second(random_second).unwrap();
    let change = time_zone(zone).unwrap().following(random).next().map(|next| next.timestamp());
    match change {
        Some(change) if near => change.as_second() - lead_seconds,
        _ => random_second,
    }
    .div_euclid(60)
        * 60
}

prop_compose! {
    fn scenario(step_seconds: i64, steps: i64)(
        zone in select(ZONES.to_vec()),
        random_second in 1_104_537_600_i64..2_050_000_000,
        near in prop::bool::weighted(0.75),
        lead_steps in 0..steps,
        week in prop::option::weighted(0.9, prop::collection::vec(minutes_of_day(), 7)),
        holidays in prop::collection::btree_set(-1..=steps * step_seconds / 86_400 + 1, 0..3),
        start in 0..steps / 2,
        hundredths in 1..=steps / 250,
        pauses in prop::collection::vec(
            (-steps / 10..steps, prop::option::weighted(0.85, -steps / 20..steps / 4)), 0..4),
        stopped in prop::collection::vec((-steps / 10..steps, -steps / 20..steps / 4), 0..3),
        ended in prop::option::weighted(0.4, steps / 4..steps),
        reads in prop::collection::vec(0..=steps, 6),
    ) -> Scenario {
        let week = week.filter(|days| days.iter().any(|minutes| !minutes.is_empty()));
        let base_second = base_second(zone, random_second, near, lead_steps * step_seconds);
        let holidays = if week.is_some() { holidays } else { BTreeSet::new() };
        Scenario {
            step_seconds, steps, zone, base_second, week, holidays, start,
            target_steps: hundredths * 100, pauses, stopped, ended, reads,
        }
    }
}

impl Scenario {
    fn zone(&self) -> TimeZone {
        time_zone(self.zone).unwrap()
    }

    fn at(&self, step: i64) -> Timestamp {
        Timestamp::from_second(self.base_second + step * self.step_seconds).unwrap()
    }

    fn holiday_dates(&self) -> BTreeSet<Date> {
        let first = self.zone().to_datetime(self.at(0)).date();
        self.holidays.iter().map(|days| first.checked_add(days.days()).unwrap()).collect()
    }

    fn calendar(&self) -> ServiceCalendar {
        let time = |minute: i64| {
            let (hour, minute) = (minute % 1_440 / 60, minute % 60);
            Time::new(hour.try_into().unwrap(), minute.try_into().unwrap(), 0, 0).unwrap()
        };
        let hours = self.week.as_ref().map_or_else(WeeklyHours::always, |week| {
            let spans = |minutes: &Vec<i64>| {
                let pairs = minutes.chunks(2);
                pairs.map(|pair| DaySpan { start: time(pair[0]), end: time(pair[1]) }).collect()
            };
            let days: Vec<Vec<DaySpan>> = week.iter().map(spans).collect();
            WeeklyHours::new(days.try_into().unwrap()).unwrap()
        });
        ServiceCalendar::new(self.zone(), hours, self.holiday_dates()).unwrap()
    }

    fn clock(&self) -> Clock {
        let pause = |(from, length): &(i64, Option<i64>)| Pause {
            from: self.at(*from),
            to: length.map(|length| self.at(from + length)),
        };
        let stop =
            |(from, length): &(i64, i64)| Span { from: self.at(*from), to: self.at(from + length) };
        Clock {
            target_seconds: self.target_steps * self.step_seconds,
            started: self.at(self.start),
            pauses: self.pauses.iter().map(pause).collect(),
            stopped: self.stopped.iter().map(stop).collect(),
            ended: self.ended.map(|step| self.at(step)),
        }
    }
}

/// What an observer with a notebook knows of every step of the window.
struct Notebook<'a> {
    scenario: &'a Scenario,
    open: Vec<bool>,
    /// Open steps used before this step, if the clock never ends; one more entry than steps.
    used: Vec<i64>,
    /// The same up to the end.
    used_until_end: Vec<i64>,
}

impl<'a> Notebook<'a> {
    fn watch(scenario: &'a Scenario) -> Self {
        let (zone, holidays) = (scenario.zone(), scenario.holiday_dates());
        let (mut open, mut used, mut used_until_end) = (vec![], vec![0], vec![0]);
        for step in 0..scenario.steps {
            let wall = zone.to_datetime(scenario.at(step));
            let weekday = usize::try_from(wall.weekday().to_monday_zero_offset()).unwrap();
            let minute = i64::from(wall.hour()) * 60 + i64::from(wall.minute());
            let is_open = scenario.week.as_ref().is_none_or(|week| {
                !holidays.contains(&wall.date())
                    && week[weekday].chunks(2).any(|pair| pair[0] <= minute && minute < pair[1])
            });
            let counts = is_open && step >= scenario.start && !Self::is_still(scenario, step);
            let before_end = scenario.ended.is_none_or(|ended| step < ended);
            open.push(is_open);
            used.push(used.last().unwrap() + i64::from(counts));
            used_until_end.push(used_until_end.last().unwrap() + i64::from(counts && before_end));
        }
        Self { scenario, open, used, used_until_end }
    }

    /// Whether a pause or a time between an end and a reopening holds the clock in this step. They
    /// matter until the clock's end only.
    fn is_still(scenario: &Scenario, step: i64) -> bool {
        let paused = scenario.pauses.iter().any(|(from, length)| {
            *from <= step && length.is_none_or(|length| step < from + length)
        });
        let stopped =
            scenario.stopped.iter().any(|(from, length)| *from <= step && step < from + length);
        (paused || stopped) && scenario.ended.is_none_or(|ended| step < ended)
    }

    fn steps(&self) -> std::ops::Range<i64> {
        self.scenario.start..self.scenario.steps
    }

    fn used_before(&self, step: i64) -> i64 {
        self.used[usize::try_from(step).unwrap()]
    }

    fn is_open(&self, step: i64) -> bool {
        self.open[usize::try_from(step).unwrap()]
    }

    fn open_steps(&self, from: i64, to: i64) -> i64 {
        (from..to).map(|step| i64::from(self.is_open(step))).sum()
    }

    /// The first step by which the target is used, if it lies in the window.
    fn reached(&self) -> Option<i64> {
        (self.scenario.start..=self.scenario.steps)
            .find(|step| self.used_before(*step) == self.scenario.target_steps)
    }

    /// The first step from a share of the target on in which the clock runs.
    fn warned(&self, percent: i64) -> Option<i64> {
        let threshold = self.scenario.target_steps * percent / 100;
        self.steps().find(|step| {
            self.used_before(*step) >= threshold
                && self.is_open(*step)
                && !Self::is_still(self.scenario, *step)
                && self.scenario.ended.is_none_or(|ended| *step < ended)
        })
    }

    fn state(&self, now: i64) -> ClockState {
        let is_late = |step: i64| self.reached().is_some_and(|reached| step > reached);
        match self.scenario.ended.filter(|ended| *ended <= now) {
            Some(ended) if is_late(ended) => ClockState::Missed,
            Some(_) => ClockState::Met,
            None if is_late(now) => ClockState::Overdue,
            None if now >= self.scenario.start && Self::is_still(self.scenario, now) => {
                ClockState::Paused
            }
            None => ClockState::Running,
        }
    }
}

fn all_agrees(scenario: &Scenario) -> Result<(), TestCaseError> {
    let (calendar, notebook) = (scenario.calendar(), Notebook::watch(scenario));
    calendar_agrees(&calendar, &notebook)?;
    clock_agrees(&calendar, &notebook)?;
    moments_agree(&calendar, &notebook)
}

fn calendar_agrees(
    calendar: &ServiceCalendar,
    notebook: &Notebook<'_>,
) -> Result<(), TestCaseError> {
    let scenario = notebook.scenario;
    let window_end = scenario.at(scenario.steps);
    for (from, to) in scenario.reads.iter().zip(scenario.reads.iter().rev()) {
        let seconds = calendar.open_seconds_between(scenario.at(*from), scenario.at(*to));
        prop_assert_eq!(seconds, notebook.open_steps(*from, *to) * scenario.step_seconds);
    }
    for from in &scenario.reads {
        let opens = (*from..scenario.steps).find(|step| notebook.is_open(*step));
        let next_open = calendar.next_open(scenario.at(*from));
        match opens {
            Some(step) => prop_assert_eq!(next_open, Some(scenario.at(step))),
            None => prop_assert!(next_open.is_none_or(|next| next >= window_end)),
        }
        let after = calendar
            .after_open_seconds(scenario.at(*from), scenario.target_steps * scenario.step_seconds);
        let mut open = 0;
        let reached = (*from..scenario.steps).find(|step| {
            open += i64::from(notebook.is_open(*step));
            open == scenario.target_steps
        });
        match reached {
            Some(step) => prop_assert_eq!(after, Some(scenario.at(step + 1))),
            None => prop_assert!(after.is_none_or(|after| after > window_end)),
        }
    }
    for step in (0..scenario.steps).step_by(7) {
        prop_assert_eq!(calendar.is_open(scenario.at(step)), notebook.is_open(step), "{}", step);
    }
    let mut last = Timestamp::MIN;
    for span in calendar.open_spans(scenario.at(0)).take_while(|span| span.from < window_end) {
        prop_assert!(last <= span.from && span.from < span.to, "{:?} follows {}", span, last);
        last = span.to;
    }
    Ok(())
}

fn clock_agrees(calendar: &ServiceCalendar, notebook: &Notebook<'_>) -> Result<(), TestCaseError> {
    let (scenario, clock) = (notebook.scenario, notebook.scenario.clock());
    for now in scenario.reads.iter().copied().chain(notebook.reached()).chain(scenario.ended) {
        let at = scenario.at(now);
        let used = notebook.used_until_end[usize::try_from(now).unwrap()];
        prop_assert_eq!(clock.elapsed_seconds(calendar, at), used * scenario.step_seconds);
        let until = scenario.ended.map_or(now, |ended| ended.min(now));
        let open = notebook.open_steps(scenario.start, until);
        prop_assert_eq!(clock.paused_seconds(calendar, at), (open - used) * scenario.step_seconds);
        let remaining = (scenario.target_steps - used) * scenario.step_seconds;
        prop_assert_eq!(clock.remaining_seconds(calendar, at), remaining);
        let share = Decimal::new(used * 10_000 / scenario.target_steps, 2);
        prop_assert_eq!(clock.share_percent(calendar, at), share);
        prop_assert_eq!(clock.state(calendar, at), notebook.state(now), "at step {}", now);
    }
    Ok(())
}

fn moments_agree(calendar: &ServiceCalendar, notebook: &Notebook<'_>) -> Result<(), TestCaseError> {
    let (scenario, clock) = (notebook.scenario, notebook.scenario.clock());
    let window_end = scenario.at(scenario.steps);
    let reached = clock.target_reached_at(calendar);
    match notebook.reached() {
        Some(step) => prop_assert_eq!(reached, Some(scenario.at(step))),
        None => prop_assert!(reached.is_none_or(|reached| reached > window_end)),
    }
    let is_held = scenario.ended.is_none() && scenario.pauses.iter().any(|pause| pause.1.is_none());
    prop_assert_eq!(clock.due(calendar), reached.filter(|_| !is_held));
    if let Some(due) = clock.due(calendar) {
        // A pause that begins as the target runs out comes too late to move it.
        for to in [None, Some(due + 10.hours())] {
            let mut paused = clock.clone();
            paused.pauses.push(Pause { from: due, to });
            prop_assert_eq!(paused.target_reached_at(calendar), Some(due));
            let warning = paused.warn_at(calendar, 100);
            prop_assert!(warning.is_none_or(|at| to.is_some_and(|to| at >= to)), "in a pause");
        }
    }

    for percent in [1, 25, 50, 80, 100, 130] {
        let warning = clock.warn_at(calendar, percent);
        match notebook.warned(i64::from(percent)) {
            Some(step) => prop_assert_eq!(warning, Some(scenario.at(step)), "{} %", percent),
            None if scenario.ended.is_some() => prop_assert_eq!(warning, None),
            None => prop_assert!(warning.is_none_or(|warning| warning >= window_end)),
        }
        if let Some(warning) = warning {
            prop_assert!(calendar.is_open(warning), "warned outside of service hours");
        }
    }
    Ok(())
}

fn cases(cases: u32) -> ProptestConfig {
    // A failing case is printed whole; nothing is written beside the sources.
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

const DAY: i64 = 86_400;

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn calendar_and_clock_agree_second_by_second(scenario in scenario(1, DAY + DAY / 12)) {
        all_agrees(&scenario)?;
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn calendar_and_clock_agree_minute_by_minute(scenario in scenario(60, 16 * DAY / 60)) {
        all_agrees(&scenario)?;
    }

    #[test]
    fn a_text_of_hours_round_trips(
        week in prop::option::weighted(0.95, prop::collection::vec(minutes_of_day(), 7)),
    ) {
        let week = week.filter(|days| days.iter().any(|minutes| !minutes.is_empty()));
        let scenario = Scenario { week, ..quiet() };
        let hours = scenario.calendar().hours().clone();
        prop_assert_eq!(hours.to_string().parse(), Ok(hours.clone()));
        let json = serde_json::to_string(&hours).unwrap();
        prop_assert_eq!(serde_json::from_str::<WeeklyHours>(&json).unwrap(), hours);
    }
}

fn quiet() -> Scenario {
    Scenario {
        step_seconds: 60,
        steps: 1,
        zone: "UTC",
        base_second: 0,
        week: None,
        holidays: BTreeSet::new(),
        start: 0,
        target_steps: 100,
        pauses: vec![],
        stopped: vec![],
        ended: None,
        reads: vec![],
    }
}
