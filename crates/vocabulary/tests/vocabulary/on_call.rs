//! Who is on call: by examples, and by what is always true.
use gemba_vocabulary::{
    RecordId,
    calendar::{Span, time_zone},
    on_call::{Plan, Rota, Shift, Swap},
};
use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, DateTime, Weekday, date},
};
use proptest::prelude::*;

fn plan(zone: &str, starts_on: Date, every_days: i64, people: &[RecordId]) -> Plan {
    let (zone, people) = (time_zone(zone).unwrap(), people.to_vec());
    Plan { zone, starts_on, ends_on: None, hour: 9, weekday: None, every_days, people }
}

fn rota(zone: &str, starts_on: Date, every_days: i64, people: &[RecordId]) -> Rota {
    Rota::new(plan(zone, starts_on, every_days, people)).unwrap()
}

/// A moment on the wall in Paris.
fn paris(text: &str) -> Timestamp {
    let zone = time_zone("Europe/Paris").unwrap();
    text.parse::<DateTime>().unwrap().to_zoned(zone).unwrap().timestamp()
}

fn swap(id: RecordId, from: &str, to: &str, person: RecordId) -> Swap {
    Swap { id, span: Span { from: paris(from), to: paris(to) }, person }
}

fn hours(shift: &Shift) -> i64 {
    shift.span.to.duration_since(shift.span.from).as_hours()
}

#[test]
fn a_week_each_from_monday_nine_to_monday_nine() {
    let mut week = plan("Europe/Paris", date(2026, 3, 4), 7, &[1, 2, 3]);
    week.weekday = Some(Weekday::Monday);
    let rota = Rota::new(week).unwrap();
    assert_eq!(rota.on_call(&[], paris("2026-03-04 08:59:59")), None, "it has not begun");
    let shifts: Vec<_> = rota.shifts(&[], paris("2026-03-01 00:00")).take(5).collect();
    let people: Vec<_> = shifts.iter().map(|shift| shift.person).collect();
    assert_eq!(people, [1, 2, 3, 1, 2]);
    assert_eq!(shifts[0].span.from, paris("2026-03-04 09:00"), "the first turn is short");
    assert_eq!(shifts[0].span.to, paris("2026-03-09 09:00"));
    assert_eq!(shifts[4].span.from, paris("2026-03-30 09:00"));
    assert_eq!((hours(&shifts[1]), hours(&shifts[3])), (168, 167), "the clock went forward");
    let at = |text| rota.on_call(&[], paris(text)).unwrap().person;
    assert_eq!((at("2026-03-09 08:59:59"), at("2026-03-09 09:00")), (1, 2), "half-open");
}

#[test]
fn the_night_in_which_the_clock_changes_is_longer_or_shorter() {
    let rota = rota("Europe/Paris", date(2026, 3, 1), 1, &[1, 2]);
    let length = |text| hours(&rota.on_call(&[], paris(text)).unwrap());
    assert_eq!(length("2026-03-27 12:00"), 24);
    assert_eq!(length("2026-03-28 12:00"), 23);
    assert_eq!(length("2026-10-24 12:00"), 25);
    assert_eq!(length("2026-10-25 12:00"), 24);
}

#[test]
fn an_hour_that_is_skipped_or_repeated_hands_over_once() {
    let mut night = plan("Europe/Paris", date(2026, 3, 1), 1, &[1, 2]);
    night.hour = 2;
    let rota = Rota::new(night).unwrap();
    let from = |text| rota.on_call(&[], paris(text)).unwrap().span.from.to_string();
    assert_eq!(from("2026-03-29 12:00"), "2026-03-29T01:00:00Z", "02:00 is 03:00");
    assert_eq!(from("2026-10-25 12:00"), "2026-10-25T00:00:00Z", "the first 02:00");
}

#[test]
fn a_day_that_never_was_has_no_turn_and_leaves_no_gap() {
    let rota = rota("Pacific/Apia", date(2011, 12, 28), 1, &[1, 2, 3]);
    let begin = "2011-12-28T00:00:00Z".parse().unwrap();
    let turns: Vec<_> = rota.turns(begin).take(4).collect();
    assert_eq!(turns.iter().map(|turn| turn.number).collect::<Vec<_>>(), [0, 1, 3, 4]);
    assert!(turns.windows(2).all(|two| two[0].span.to == two[1].span.from));
}

#[test]
fn an_override_covers_exactly_its_time_and_the_later_one_counts() {
    let rota = rota("Europe/Paris", date(2026, 3, 2), 7, &[1, 2]);
    let holiday = swap(1, "2026-03-04 12:00", "2026-03-11 12:00", 9);
    let back = swap(2, "2026-03-06 09:00", "2026-03-06 17:00", 1);
    let swaps = [back, holiday];
    let shifts: Vec<_> = rota.shifts(&swaps, paris("2026-03-02 09:00")).take(6).collect();
    let told: Vec<_> =
        shifts.iter().map(|shift| (shift.person, shift.turn_of, shift.swap)).collect();
    assert_eq!(
        told,
        [
            (1, 1, None),
            (9, 1, Some(1)),
            (1, 1, Some(2)),
            (9, 1, Some(1)),
            (9, 2, Some(1)),
            (2, 2, None)
        ]
    );
    let at = |text| rota.on_call(&swaps, paris(text)).unwrap().person;
    assert_eq!((at("2026-03-04 11:59:59"), at("2026-03-04 12:00")), (1, 9));
    assert_eq!((at("2026-03-11 11:59:59"), at("2026-03-11 12:00")), (9, 2));
    let later: Vec<_> = rota.shifts(&swaps, paris("2026-03-07 00:00")).take(1).collect();
    assert_eq!(later[0].span.from, paris("2026-03-06 17:00"), "the shift that holds the moment");
}

#[test]
fn it_ends_at_the_hour_of_hand_over_of_its_last_day() {
    let mut short = plan("Europe/Paris", date(2026, 3, 2), 7, &[1, 2]);
    short.ends_on = Some(date(2026, 3, 11));
    let rota = Rota::new(short.clone()).unwrap();
    let shifts: Vec<_> = rota.shifts(&[], paris("2026-03-02 09:00")).collect();
    assert_eq!(shifts.len(), 2);
    assert_eq!(shifts[1].span.to, paris("2026-03-11 09:00"));
    assert_eq!(rota.on_call(&[], paris("2026-03-11 09:00")), None);
    short.ends_on = Some(date(2026, 3, 2));
    assert_eq!(Rota::new(short.clone()), None, "it ends as it begins");
    short.ends_on = None;
    short.people.clear();
    assert_eq!(Rota::new(short), None, "there is nobody");
}

#[test]
fn a_rota_that_never_ends_can_be_asked_at_the_end_of_time() {
    let rota = rota("Europe/Paris", date(2026, 3, 2), 7, &[1]);
    assert_eq!(rota.on_call(&[], Timestamp::MAX), None);
    assert!(rota.on_call(&[], paris("9000-01-01 00:00")).is_some());
    assert_eq!(rota.on_call(&[], Timestamp::MIN), None);
}

const ZONES: &[&str] =
    &["UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"];

prop_compose! {
    fn rotas()(
        zone in 0..ZONES.len(),
        day in 0_i64..2_000,
        hour in 0_i8..24,
        weekday in proptest::option::of(1_i8..=7),
        every in 1_i64..30,
        count in 1_i64..6,
    ) -> Rota {
        let starts_on = date(2020, 1, 1).saturating_add(day.days());
        let weekday = weekday.map(|day| Weekday::from_monday_one_offset(day).unwrap());
        let every_days = if weekday.is_some() { (every % 4 + 1) * 7 } else { every };
        let zone = time_zone(ZONES[zone]).unwrap();
        let people = (1..=count).collect();
        Rota::new(Plan { zone, starts_on, ends_on: None, hour, weekday, every_days, people })
            .unwrap()
    }
}

/// Swaps in the first year of a rota, as hours after its begin and lengths in minutes.
fn swaps(rota: &Rota, given: &[(i64, i64)]) -> Vec<Swap> {
    let made = given.iter().zip(1..).map(|((hours, minutes), id)| {
        let from = rota.span().from + SignedDuration::from_hours(*hours);
        let span = Span { from, to: from + SignedDuration::from_mins(*minutes) };
        Swap { id, span, person: 100 + id }
    });
    made.collect()
}

proptest! {
    #[test]
    fn turns_have_no_gaps_and_no_overlaps_and_each_comes_in_turn(rota in rotas()) {
        let begin = rota.span().from;
        let turns: Vec<_> = rota.turns(begin).take(60).collect();
        prop_assert_eq!(turns[0].span.from, begin);
        for two in turns.windows(2) {
            prop_assert_eq!(two[0].span.to, two[1].span.from);
            prop_assert!(two[1].span.from < two[1].span.to);
        }
        let people = rota.people();
        for (place, turn) in turns.iter().enumerate() {
            prop_assert_eq!(turn.person, people[place % people.len()]);
            let shown = turn.span.from.to_zoned(rota.time_zone().clone());
            prop_assert_eq!(shown.minute() % 30, 0, "handed over on the wall's hour");
        }
    }

    #[test]
    fn swaps_cover_exactly_their_time_and_leave_the_rest_alone(
        rota in rotas(),
        given in proptest::collection::vec((0_i64..6_000, 1_i64..30_000), 0..6),
        asked in proptest::collection::vec(0_i64..7_000 * 60, 20),
    ) {
        let swaps = swaps(&rota, &given);
        let begin = rota.span().from;
        let shifts: Vec<_> = rota.shifts(&swaps, begin).take(100).collect();
        prop_assert_eq!(shifts[0].span.from, begin);
        prop_assert!(shifts.windows(2).all(|two| two[0].span.to == two[1].span.from));
        let edges = swaps.iter().flat_map(|swap| {
            let second = SignedDuration::from_secs(1);
            [swap.span.from, swap.span.from - second, swap.span.to, swap.span.to - second]
        });
        let asked = asked.iter().map(|minutes| begin + SignedDuration::from_mins(*minutes));
        for at in edges.chain(asked).filter(|at| *at >= begin) {
            let covering = swaps.iter().filter(|one| one.span.from <= at && at < one.span.to);
            let wanted = covering.max_by_key(|one| one.id);
            let turn = rota.on_call(&[], at).unwrap().person;
            let told = rota.on_call(&swaps, at).unwrap();
            prop_assert_eq!(told.person, wanted.map_or(turn, |swap| swap.person));
            prop_assert_eq!((told.turn_of, told.swap), (turn, wanted.map(|swap| swap.id)));
            prop_assert!(told.span.from <= at && at < told.span.to);
        }
    }
}
