//! Calendars: what people write for hours, days on which clocks change, and real holidays.

use std::collections::{BTreeMap, BTreeSet};

use gemba_vocabulary::calendar::{
    CalendarError, DaySpan, ServiceCalendar, Span, WeeklyHours, time_zone,
};
use jiff::civil::{Date, DateTime, Time, Weekday, date};
use jiff::{Timestamp, ToSpan};

const HOUR: i64 = 3_600;

fn calendar(zone: &str, hours: &str, holidays: &[Date]) -> ServiceCalendar {
    let holidays = holidays.iter().copied().collect();
    ServiceCalendar::new(time_zone(zone).unwrap(), hours.parse().unwrap(), holidays).unwrap()
}

fn local(zone: &str, text: &str) -> Timestamp {
    time_zone(zone).unwrap().to_timestamp(text.parse::<DateTime>().unwrap()).unwrap()
}

fn utc(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn open_hours(zone: &str, hours: &str, from: &str, to: &str) -> f64 {
    let seconds =
        calendar(zone, hours, &[]).open_seconds_between(local(zone, from), local(zone, to));
    f64::from(i32::try_from(seconds).unwrap()) / 3_600.0
}

#[test]
fn hours_are_read_as_people_write_them() {
    let plain = "Mon-Fri 08:00-12:00, 13:00-18:00; Sat 09:00-12:00";
    for text in [
        plain,
        "mon - fri 8-12,13-18;SAT 9-12;",
        "Monday–Friday 08:00 – 12:00 13:00–18:00\nSaturday 09:00-12:00",
        "Sat 9:00-12:00; Mon, Tue, Wed, Thu, Fri 13:00-18:00, 08:00-12:00",
        "Mo-Fr 8-12; Mon-Fri 13-15, 15-18; Sa 9-10; Sa 10-12",
    ] {
        let hours: WeeklyHours = text.parse().unwrap();
        assert_eq!(hours.to_string(), plain, "read from {text:?}");
    }
    for (text, written) in [
        ("24/7", "24x7"),
        ("24X7", "24x7"),
        ("Sat-Mon 22:00-24", "Mon 22:00-24:00; Sat-Sun 22:00-24:00"),
        ("Mon-Sun 0-24", "Mon-Sun 00:00-24:00"),
        ("Mon 8-9; Wed 8-9; Thu 8-9", "Mon 08:00-09:00; Wed-Thu 08:00-09:00"),
    ] {
        assert_eq!(text.parse::<WeeklyHours>().unwrap().to_string(), written);
    }
}

#[test]
fn wrong_hours_are_refused_with_a_sentence() {
    for (text, part_of_sentence) in [
        ("", "No opening hours are given"),
        (" ; ", "No opening hours are given"),
        ("Mon-Fri", "`Mon-Fri` days and times do not stand in order"),
        ("08:00-12:00", "days and times do not stand in order"),
        ("Mon 08:00-12:00 Tue 08:00-12:00", "part such groups by a semicolon"),
        ("Xyz 08:00-12:00", "`Xyz` is no day of the week"),
        ("Mon-T 08:00-12:00", "`Mon-T` is no day of the week"),
        ("Mon 08:00", "`08:00` is no pair of times"),
        ("Mon 08:60-09:00", "no pair of times"),
        ("Mon 25:00-26:00", "no pair of times"),
        ("Mon 18:00-00:00", "midnight at the end of a day is 24:00"),
        ("Mon 08:00-24:30", "no pair of times"),
        ("Mon 8:5-9:00", "no pair of times"),
        ("Mon 08:00-12:00-13:00", "no pair of times"),
        ("Mon 8-+9", "no pair of times"),
        ("Mon-Fri 22:00-06:00", "On Monday the hours 22:00-06:00 end before they begin"),
        ("Mon 08:00-08:00", "end before they begin"),
        (
            "Tue 08:00-12:00, 11:59-18:00",
            "On Tuesday the hours 08:00-12:00 and 11:59-18:00 overlap",
        ),
        ("Mon-Sun 08:00-12:00; Sun 08:00-12:00", "On Sunday"),
    ] {
        let refusal = text.parse::<WeeklyHours>().unwrap_err().to_string();
        assert!(refusal.contains(part_of_sentence), "{text:?} is refused with: {refusal}");
    }
}

#[test]
fn what_types_allow_and_calendars_do_not_is_refused() {
    let mut week: [Vec<DaySpan>; 7] = Default::default();
    assert_eq!(WeeklyHours::new(week.clone()), Err(CalendarError::NoHours));
    let span = DaySpan { start: Time::constant(8, 0, 30, 0), end: Time::midnight() };
    week[6] = vec![span];
    assert_eq!(WeeklyHours::new(week), Err(CalendarError::PartOfMinute { day: "Sunday", span }));
    let holidays = BTreeSet::from([date(2025, 12, 25)]);
    let paris = time_zone("Europe/Paris").unwrap();
    assert_eq!(
        ServiceCalendar::new(paris, WeeklyHours::always(), holidays),
        Err(CalendarError::HolidaysNeverClose)
    );
    assert_eq!(
        time_zone("Europe/Pariss"),
        Err(CalendarError::UnknownTimeZone("Europe/Pariss".to_owned()))
    );
    assert!(time_zone("Etc/Unknown").is_err());
}

#[test]
fn days_on_which_the_clock_changes_last_as_long_as_they_do() {
    let whole = "Mon-Sun 00:00-24:00";
    for (zone, day, next_day, hours) in [
        ("Europe/Paris", "2025-03-30T00:00", "2025-03-31T00:00", 23.0),
        ("Europe/Paris", "2025-10-26T00:00", "2025-10-27T00:00", 25.0),
        ("Europe/Paris", "2025-10-27T00:00", "2025-10-28T00:00", 24.0),
        ("Australia/Lord_Howe", "2025-10-05T00:00", "2025-10-06T00:00", 23.5),
        ("Australia/Lord_Howe", "2025-04-06T00:00", "2025-04-07T00:00", 24.5),
        // Midnight itself was skipped; the day began at 01:00.
        ("America/Sao_Paulo", "2018-11-04T00:00", "2018-11-05T00:00", 23.0),
        ("America/Sao_Paulo", "2018-02-17T00:00", "2018-02-18T00:00", 25.0),
        ("Asia/Kolkata", "2025-03-30T00:00", "2025-03-31T00:00", 24.0),
    ] {
        let open = open_hours(zone, whole, day, next_day);
        assert!((open - hours).abs() < 1e-9, "{zone} {day}: {open} h");
    }
}

#[test]
fn hours_inside_a_skipped_or_repeated_hour() {
    let zone = "Europe/Paris";
    // 02:00 to 03:00 never showed on 30 March 2025; 02:30-04:00 begins when it ends.
    let spring = calendar(zone, "Sun 02:30-04:00", &[]);
    let opens = spring.next_open(utc("2025-03-30T00:00Z")).unwrap();
    assert_eq!(opens, utc("2025-03-30T01:00Z"));
    assert_eq!(spring.after_open_seconds(opens, HOUR), Some(utc("2025-03-30T02:00Z")));
    let lost = calendar(zone, "Sun 02:00-03:00", &[]);
    assert_eq!(lost.next_open(utc("2025-03-30T00:00Z")), Some(utc("2025-04-06T00:00Z")));
    // 02:00 to 03:00 showed twice on 26 October 2025, and so did the hours up to 02:30.
    let autumn = calendar(zone, "Sun 01:00-02:30", &[]);
    let spans: Vec<Span> = autumn.open_spans(utc("2025-10-25T22:00Z")).take(3).collect();
    let expected = [
        ("2025-10-25T23:00Z", "2025-10-26T00:30Z"),
        ("2025-10-26T01:00Z", "2025-10-26T01:30Z"),
        ("2025-11-02T00:00Z", "2025-11-02T01:30Z"),
    ];
    assert_eq!(spans, expected.map(|(from, to)| Span { from: utc(from), to: utc(to) }));
}

#[test]
fn a_date_that_a_zone_skipped_has_no_open_time() {
    // Samoa went from Thursday 29 to Saturday 31 December 2011 over the date line.
    let zone = "Pacific/Apia";
    let calendar = calendar(zone, "Mon-Fri 08:00-16:00", &[]);
    let thursday_noon = local(zone, "2011-12-29T12:00");
    assert_eq!(
        calendar.after_open_seconds(thursday_noon, 5 * HOUR),
        Some(local(zone, "2012-01-02T09:00"))
    );
    let all_day = self::calendar(zone, "Fri 00:00-24:00", &[]);
    let next_friday = local(zone, "2012-01-06T00:00");
    assert_eq!(all_day.next_open(thursday_noon), Some(next_friday));
}

#[test]
fn a_calendar_that_never_opens_again_says_so() {
    let first = date(2025, 1, 1);
    let fifteen_years: Vec<Date> =
        (0..15 * 366).map(|days| first.checked_add(days.days()).unwrap()).collect();
    let calendar = calendar("Europe/Paris", "Mon 08:00-18:00", &fifteen_years);
    let new_year = local("Europe/Paris", "2025-01-01T00:00");
    assert_eq!(calendar.next_open(new_year), None);
    assert_eq!(calendar.after_open_seconds(new_year, 1), None);
    assert_eq!(calendar.after_open_seconds(new_year, 0), Some(new_year));
    assert_eq!(calendar.open_seconds_between(new_year, Timestamp::MAX), 0);
    // The last Monday before is still open.
    let monday = local("Europe/Paris", "2024-12-30T17:00");
    assert_eq!(calendar.after_open_seconds(monday, HOUR), Some(monday + 1.hour()));
}

#[test]
fn parts_of_seconds_are_kept_and_spans_are_half_open() {
    let calendar = calendar("Europe/Paris", "Mon-Fri 08:00-18:00", &[]);
    let start = utc("2025-05-05T15:59:59.25Z");
    assert_eq!(calendar.after_open_seconds(start, 1), Some(utc("2025-05-06T06:00:00.25Z")));
    assert_eq!(calendar.open_seconds_between(start, utc("2025-05-06T06:00:00.24Z")), 0);
    assert!(calendar.is_open(utc("2025-05-05T15:59:59.999Z")));
    assert!(!calendar.is_open(utc("2025-05-05T16:00Z")));
    assert!(calendar.is_open(utc("2025-05-05T06:00Z")));
    assert!(!calendar.is_open(utc("2025-05-05T05:59:59.999Z")));
    // Before 1970 a second is rounded the other way.
    let old = utc("1969-12-29T08:30:00.5Z");
    assert!(calendar.is_open(old));
    assert_eq!(calendar.next_open(old), Some(old));
    assert_eq!(calendar.open_seconds_between(old, utc("1969-12-29T08:30:10.5Z")), 10);
}

#[test]
fn the_ends_of_time_are_survived() {
    for calendar in [calendar("Europe/Paris", "Mon 08:00-18:00", &[]), ServiceCalendar::always()] {
        assert_eq!(calendar.open_seconds_between(Timestamp::MAX, Timestamp::MIN), 0);
        assert_eq!(calendar.after_open_seconds(Timestamp::MAX, i64::MAX), None);
        assert_eq!(calendar.after_open_seconds(Timestamp::MIN, i64::MIN), Some(Timestamp::MIN));
        assert!(calendar.next_open(Timestamp::MIN).is_some());
        assert!(calendar.open_seconds_between(Timestamp::MIN, Timestamp::MAX) > 0);
    }
}

/// Real public holidays by country, or none, told aloud, where the data are not at hand.
#[allow(clippy::print_stdout, reason = "whoever runs the tests must see that one was skipped")]
fn public_holidays() -> Option<BTreeMap<String, BTreeSet<Date>>> {
    let file = std::env::var_os("GEMBA_DATA").map(|folder| {
        std::path::PathBuf::from(folder).join("holidays/public_holidays_2010_2030.csv")
    });
    let Some(text) = file.and_then(|file| std::fs::read_to_string(file).ok()) else {
        println!(
            "SKIPPED: set GEMBA_DATA to the folder with holidays/public_holidays_2010_2030.csv"
        );
        return None;
    };
    let mut holidays: BTreeMap<String, BTreeSet<Date>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let mut fields = line.split(',');
        let mut field = || fields.next().unwrap().to_owned();
        let place = [field(), field()].join("-");
        holidays.entry(place).or_default().insert(field().parse().unwrap());
    }
    Some(holidays)
}

/// Dates of a year on which Monday to Friday are worked.
fn workdays(year: i16, holidays: &BTreeSet<Date>) -> i64 {
    let is_worked = |day: &Date| {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !holidays.contains(day)
    };
    let days = date(year, 1, 1).series(1.day()).take_while(|day| day.year() == year);
    i64::try_from(days.filter(is_worked).count()).unwrap()
}

#[test]
fn real_holidays_close_their_days_and_no_others() {
    let Some(holidays) = public_holidays() else { return };
    let zones = [
        ("DE-", "Europe/Berlin"),
        ("DE-BY", "Europe/Berlin"),
        ("US-", "America/New_York"),
        ("GB-ENG", "Europe/London"),
        ("FR-", "Europe/Paris"),
        ("BR-", "America/Sao_Paulo"),
        ("IN-", "Asia/Kolkata"),
        ("JP-", "Asia/Tokyo"),
    ];
    for (place, zone) in zones {
        let dates = &holidays[place];
        let hours: WeeklyHours = "Mon-Fri 08:00-18:00".parse().unwrap();
        let calendar =
            ServiceCalendar::new(time_zone(zone).unwrap(), hours, dates.clone()).unwrap();
        for year in 2010..=2030 {
            let new_year = |year: i16| local(zone, &format!("{year}-01-01T00:00"));
            let open = calendar.open_seconds_between(new_year(year), new_year(year + 1));
            assert_eq!(open, workdays(year, dates) * 10 * HOUR, "{place} {year}");
        }
        for day in dates {
            assert!(!calendar.is_open(local(zone, &format!("{day}T12:00"))), "{place} {day}");
        }
    }
    // France had 251 working days in 2025, and the vector SLA-1 with its holidays as they were.
    assert_eq!(workdays(2025, &holidays["FR-"]), 251);
    let hours = "Mon-Fri 08:00-18:00".parse().unwrap();
    let zone = "Europe/Paris";
    let france =
        ServiceCalendar::new(time_zone(zone).unwrap(), hours, holidays["FR-"].clone()).unwrap();
    assert_eq!(
        france.after_open_seconds(local(zone, "2025-04-30T16:30"), 8 * HOUR),
        Some(utc("2025-05-02T14:30+02:00"))
    );
}
