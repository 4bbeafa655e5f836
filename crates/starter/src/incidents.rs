//! Incidents: those of the last five weeks, and where a whole year is told those of the months before. Which story
//! happens to whom and when, and how far it is told.
use crate::{
    cast::Cast,
    data::{Now, Story, broken},
    deed::Deed,
    dice::Dice,
    telling::{End, Teller, Told},
};
use gemba_desk::Refused;
use gemba_vocabulary::calendar::ServiceCalendar;
use jiff::{Timestamp, civil::time};

/// How many incidents happen by chance; those told one by one come on top.
const COUNT: u64 = 224;
/// Over how many days.
const DAYS: i64 = 35;
/// The last ones by chance are this many minutes old; what is younger stands in `now.toml`.
const YOUNGEST_MINUTES: i64 = 100;
/// Every so many, nobody writes down what was done: an honest gap.
const SILENT_EVERY: u64 = 97;

/// How many incidents happened in each month of the year before, the youngest first. One month stands out: a supplier
/// changed its network in it.
const PAST: [u64; 12] = [0, 48, 52, 45, 57, 49, 92, 51, 44, 55, 47, 43];

/// Some days, and how many incidents happen on them.
struct Era {
    name: &'static str,
    /// From so many days ago until so many days ago.
    days: (i64, i64),
    count: u64,
    /// Whether known problems and the house's own fields were on record already.
    has_problems: bool,
    purpose: u64,
}

/// The months before the last five weeks, from the day on which the agreements came into force.
pub fn of_the_year_before(cast: &Cast<'_>, seed: u64) -> Result<Vec<Deed>, Refused> {
    let mut deeds = Vec::new();
    for (month, count) in (1..).zip(PAST) {
        let first = cast.days.since(cast.days.date(&format!("m{month}.1"))?);
        let last = cast.days.since(cast.days.date(&format!("m{month}.31"))?).max(DAYS + 1);
        let purpose = 1_000_000 * (month + 1);
        let days = (last, first);
        if first > last {
            let era = Era { name: "past", days, count, has_problems: false, purpose };
            deeds.extend(of_era(cast, &era, seed)?);
        }
    }
    Ok(deeds)
}

/// The deeds of all incidents that happen by chance, and of those that are open right now.
pub fn deeds(cast: &Cast<'_>, seed: u64) -> Result<Vec<Deed>, Refused> {
    let era = Era { name: "inc", days: (0, DAYS), count: COUNT, has_problems: true, purpose: 0 };
    let mut deeds = of_era(cast, &era, seed)?;
    for (number, now) in (0..).zip(&cast.data.now) {
        deeds.extend(open_now(cast, now, number, Dice::new(seed, 100_000 + number))?);
    }
    Ok(deeds)
}

fn of_era(cast: &Cast<'_>, era: &Era, seed: u64) -> Result<Vec<Deed>, Refused> {
    let mut deeds = Vec::new();
    let mut deck = Vec::new();
    let mut cards = Dice::new(seed, era.purpose + 1);
    for number in 0..era.count {
        let story = match deck.pop() {
            Some(story) => story,
            None => {
                deck = deck_of(cast);
                cards.shuffle(&mut deck);
                deck.pop().ok_or_else(|| broken("there is no story".to_owned()))?
            }
        };
        let dice = Dice::new(seed, era.purpose + 1_000 + number);
        deeds.extend(by_chance(cast, story, era, number, dice)?);
    }
    Ok(deeds)
}

/// Every story as often as it weighs.
fn deck_of<'a>(cast: &Cast<'a>) -> Vec<&'a Story> {
    let stories = cast.data.stories.iter();
    stories.flat_map(|story| std::iter::repeat_n(story, story.weight.unwrap_or(1))).collect()
}

fn by_chance<'a>(
    cast: &'a Cast<'a>,
    story: &'a Story,
    era: &Era,
    number: u64,
    mut dice: Dice,
) -> Result<Vec<Deed>, Refused> {
    let priority = cast.priority(story);
    let customer = dice.pick(cast.customers_of(story)).cloned().unwrap_or_default();
    let people = cast.people_of(&customer);
    let reporter = dice.pick(&people).copied();
    let reporter = reporter.ok_or_else(|| broken(format!("“{customer}” has no people")))?;
    let terms = cast.terms(&customer, &story.service, priority)?;
    let opened = opening(cast, terms.hours, era.days, &mut dice);
    let contact = dice.pick(&story.contact).map_or("phone", String::as_str);
    // Much of what people ring about is solved while they are on the phone.
    let is_on_phone = story.team == "desk" && contact == "phone" && dice.chance(55);
    let mut seconds = match (is_on_phone, story.quick) {
        (true, _) => dice.between(5, 25) * 60,
        (false, true) => dice.between(3, 14).saturating_mul(terms.solution) / 100,
        (false, false) => share_used(&mut dice).saturating_mul(terms.solution) / 100,
    };
    let solved = terms.hours.after_open_seconds(opened, seconds);
    let is_late = seconds > terms.solution;
    // Only what `now.toml` says is late now; whoever is late here was late and is done.
    if is_late && solved.is_none_or(|at| at >= cast.days.until) {
        seconds = terms.solution * 2 / 5;
    }
    let response_percent =
        if dice.chance(4) { dice.between(105, 150) } else { dice.between(6, 70) };
    let start = (terms.response * response_percent / 100).min(seconds / 3);
    let has_started = terms.hours.after_open_seconds(opened, start);
    let is_started = has_started.is_some_and(|at| at < cast.days.until);
    let told = Told {
        key: if era.has_problems {
            format!("{}-{number}", era.name)
        } else {
            format!("{}-{}-{number}", era.name, era.purpose)
        },
        has_problems: era.has_problems,
        reporter,
        contact,
        opened,
        hours: terms.hours,
        start: if is_started { start } else { start.min(terms.response * 2 / 5) },
        seconds,
        end: End::Closed,
        is_silent: era.has_problems && number % SILENT_EVERY == SILENT_EVERY / 2,
        major: None,
    };
    Teller::new(cast, story, told, dice)?.tell()
}

fn open_now<'a>(
    cast: &'a Cast<'a>,
    now: &'a Now,
    number: u64,
    mut dice: Dice,
) -> Result<Vec<Deed>, Refused> {
    let story = cast.story(&now.story)?;
    let reporter = cast.person(&now.reporter)?;
    let customer = reporter.customer.as_deref().unwrap_or_default();
    let priority = now.priority.unwrap_or_else(|| cast.priority(story));
    let terms = cast.terms(customer, &story.service, priority)?;
    let gone = match (now.minutes, now.used) {
        (Some(minutes), _) => minutes * 60,
        (None, Some(percent)) => terms.solution * percent / 100,
        (None, None) => return Err(broken(format!("“{}” does not say since when", now.story))),
    };
    let end = End::named(&now.state)
        .ok_or_else(|| broken(format!("an incident cannot be left “{}”", now.state)))?;
    let contact = match end {
        End::New => "self_service",
        _ => dice.pick(&story.contact).map_or("phone", String::as_str),
    };
    let told = Told {
        key: format!("inc-now-{number}"),
        has_problems: true,
        reporter,
        contact,
        opened: cast.days.before(terms.hours, gone),
        hours: terms.hours,
        start: (terms.response * 2 / 5).min(gone / 5),
        // What is open now is told a little more than half; what is resolved is told whole.
        seconds: if end == End::Resolved { gone * 4 / 5 } else { gone * 5 / 3 },
        end,
        is_silent: false,
        major: now.priority.zip(now.reason.as_deref()),
    };
    Teller::new(cast, story, told, dice)?.tell()
}

/// Which share of the agreed time a solution takes, in percent. Most are quick, few are late.
fn share_used(dice: &mut Dice) -> i64 {
    match dice.between(1, 100) {
        1..=55 => dice.between(5, 30),
        56..=84 => dice.between(30, 65),
        85..=93 => dice.between(65, 97),
        _ => dice.between(104, 150),
    }
}

/// When something breaks: mostly while people work, most of it on Mondays and in the mornings; what
/// is attended at night breaks at night, too.
fn opening(
    cast: &Cast<'_>,
    hours: &ServiceCalendar,
    days: (i64, i64),
    dice: &mut Dice,
) -> Timestamp {
    let office = cast.days.office();
    let is_attended_longer = hours != office;
    let latest = cast.days.before(office, YOUNGEST_MINUTES * 60);
    loop {
        let day = dice.between(days.0, days.1);
        let minute = dice.between(0, 59);
        let at_any_hour = is_attended_longer && dice.chance(30);
        let hour = if at_any_hour { dice.between(0, 23) } else { hour_of_work(dice) };
        let part = |number: i64| i8::try_from(number).unwrap_or(0);
        let at = cast.days.back(day, time(part(hour), part(minute), part(dice.between(0, 59)), 0));
        let is_wanted = office.is_open(at) || (at_any_hour && hours.is_open(at));
        let is_monday = at.to_zoned(office.time_zone().clone()).weekday().to_monday_zero_offset();
        // Monday brings what gathered over the weekend; the others give some of theirs away.
        if is_wanted && at < latest && (is_monday == 0 || dice.chance(88)) {
            return at;
        }
    }
}

fn hour_of_work(dice: &mut Dice) -> i64 {
    const HOURS: [i64; 20] =
        [8, 8, 8, 9, 9, 9, 10, 10, 10, 11, 11, 12, 13, 13, 14, 14, 15, 15, 16, 17];
    dice.pick(&HOURS).copied().unwrap_or(9)
}
