//! A working management system on day one: the starter kit ([`kit`]) and the demo organization.
//!
//! “Harbour IT” is a small managed service provider with three customers. Everything about it is
//! invented but its public holidays; its texts stand in `data/`. Nothing is written past the desk:
//! each record is made and each verb taken by the person who would do it, at its own time, so that
//! guards, clocks, escalations, history and ledger are as real as in daily work.
//!
//! This crate knows nothing of the machine's clock: the desk is opened with [`demo_clock::now`], and
//! [`seed`] moves that clock along.
mod cast;
mod catalogue;
mod chores;
mod data;
mod days;
mod deed;
pub mod demo_clock;
mod dice;
mod evaluation;
mod following;
mod foundation;
mod incidents;
pub mod kit;
mod results;
mod rows;
mod stage;
mod telling;
mod texts;
mod voices;
mod year;

use cast::Cast;
use data::Data;
use days::Days;
use gemba_desk::{Desk, Refused};
use jiff::Timestamp;
use stage::Stage;

/// Those who work in the demo, for the greeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPeople {
    /// The organization's own people first, then its customers'.
    pub people: Vec<DemoPerson>,
}

/// Somebody to sign in as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPerson {
    /// Their name.
    pub name: String,
    /// The address they sign in with; none of them is real.
    pub email: String,
    /// The name of their first role, such as `service_manager`.
    pub role: String,
}

/// Fills an empty desk with the demo organization and its work, all of it before `until`.
///
/// The same seed and moment give the same story. The desk must have been opened with
/// [`demo_clock::now`]; the clock stands at `until` afterwards, until [`demo_clock::go_by`] lets it
/// go. `progress` hears how many deeds of how many are done. Passwords are not set here.
pub fn seed(
    desk: &Desk,
    until: Timestamp,
    seed: u64,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<DemoPeople, Refused> {
    seed_span(desk, until, seed, Span::Weeks, progress)
}

/// How much of the daily work is told. The organization itself is thirteen months old in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// That of the last weeks.
    Weeks,
    /// That of thirteen months.
    Year,
}

/// The same with as much of the daily work as is asked for.
pub fn seed_span(
    desk: &Desk,
    until: Timestamp,
    seed: u64,
    span: Span,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<DemoPeople, Refused> {
    if desk.has_people()? {
        return Err(Refused::Not(
            "There are people in this database already. The demo needs an empty one.".to_owned(),
        ));
    }
    let data = Data::read()?;
    // The store keeps milliseconds, and nothing of the demo needs more.
    let until = Timestamp::from_second(until.as_second()).unwrap_or(until);
    let days = Days::new(data.calendar("office")?.clone(), until);
    desk.name_organization(&data.organization.name)?;
    desk.set_zone(&data.organization.time_zone)?;
    let mut deeds = foundation::deeds(&data, &days)?;
    deeds.extend(catalogue::deeds(&data, &days)?);
    deeds.extend(deed::tales(&data, &days)?);
    let cast = Cast { data: &data, days: &days };
    deeds.extend(incidents::deeds(&cast, seed)?);
    if span == Span::Year {
        deeds.extend(incidents::of_the_year_before(&cast, seed)?);
        deeds.extend(year::deeds(&data, &days)?);
    }
    deeds.extend(voices::deeds(&days)?);
    deeds.extend(evaluation::deeds(&days)?);
    deeds.extend(chores::deeds(&days)?);
    deeds.extend(results::deeds(&days, days.moment("m12.1 08:00")?));
    Stage::new(desk, &data, &days).play(deeds, progress)?;
    // Nobody signs in as a program.
    let persons = data.organization.person.iter().filter(|person| person.roles != "program");
    let people = persons.map(|person| DemoPerson {
        name: person.name.clone(),
        email: foundation::email(&data, person),
        role: person.roles.split(',').next().unwrap_or_default().trim().to_owned(),
    });
    Ok(DemoPeople { people: people.collect() })
}
