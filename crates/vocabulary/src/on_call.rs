//! Who is on call: turns that go round, built on the clock of one place, and what was swapped.
//!
//! A turn begins on a day of the rota's zone at the hour of hand-over, and ends where the next one
//! begins: it is half-open. So daylight saving needs no rule of its own: the turn in which the clock
//! changes lasts an hour less or more. An hour of hand-over that is skipped is the moment after it;
//! one that is repeated is the first of the two. A day that a zone skipped altogether (Apia, 30
//! December 2011) has no turn.

use crate::{
    RecordId,
    calendar::{Span, time_zone},
};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Weekday},
    tz::TimeZone,
};

/// Turns that go round among people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rota {
    zone: TimeZone,
    hour: i8,
    /// The day on which the first turn begins, or would have begun before the rota did.
    anchor: Date,
    every_days: i64,
    people: Vec<RecordId>,
    /// From the first hand-over to the end; a rota without an end ends with time itself.
    span: Span,
}

/// What a rota is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The zone of the clock by which people hand over.
    pub zone: TimeZone,
    /// The first day.
    pub starts_on: Date,
    /// The day on which it ends, at the hour of hand-over.
    pub ends_on: Option<Date>,
    /// The hour of hand-over, 0 to 23.
    pub hour: i8,
    /// The day of hand-over, for turns of whole weeks; otherwise turns are counted from the first day.
    pub weekday: Option<Weekday>,
    /// How many days a turn lasts.
    pub every_days: i64,
    /// Who takes turns, in order.
    pub people: Vec<RecordId>,
}

/// A rota in the words of a record.
#[derive(Debug, Clone, Copy)]
pub struct Spelled<'a> {
    /// The zone's name, such as `Europe/Paris`.
    pub time_zone: &'a str,
    /// The first day.
    pub starts_on: Date,
    /// The day on which it ends.
    pub ends_on: Option<Date>,
    /// The hour of hand-over.
    pub hour: i64,
    /// The day of hand-over, such as `monday`; it counts for turns of weeks.
    pub weekday: Option<&'a str>,
    /// How many days or weeks a turn lasts.
    pub length: i64,
    /// `days` or `weeks`.
    pub unit: &'a str,
    /// Who takes turns, in order.
    pub people: &'a [RecordId],
}

impl Spelled<'_> {
    /// The rota that these words spell, if they do.
    pub fn rota(self) -> Option<Rota> {
        let in_weeks = self.unit == "weeks";
        let day_count = if in_weeks { 7 } else { 1 };
        Rota::new(Plan {
            zone: time_zone(self.time_zone).ok()?,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            hour: i8::try_from(self.hour).ok()?,
            weekday: match self.weekday.filter(|_| in_weeks) {
                Some(name) => Some(weekday(name)?),
                None => None,
            },
            every_days: self.length.checked_mul(day_count)?,
            people: self.people.to_vec(),
        })
    }
}

fn weekday(name: &str) -> Option<Weekday> {
    let days = Weekday::Monday.cycle_forward().take(7);
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    days.zip(names).find(|(_, one)| *one == name).map(|(day, _)| day)
}

/// One person's turn, before anything was swapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// How many turns came before it.
    pub number: i64,
    /// When it is.
    pub span: Span,
    /// Whose it is.
    pub person: RecordId,
}

/// Somebody takes a time of a rota instead of whoever has the turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Swap {
    /// The number under which it is on record. Of two that cover a moment, the later one counts.
    pub id: RecordId,
    /// When.
    pub span: Span,
    /// Who takes it.
    pub person: RecordId,
}

/// A time in which one person is on call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// When it is.
    pub span: Span,
    /// Who is on call.
    pub person: RecordId,
    /// Whose turn it is.
    pub turn_of: RecordId,
    /// What was swapped, if somebody else is on call than whose turn it is.
    pub swap: Option<RecordId>,
}

impl Rota {
    /// A rota of these turns; nothing if there is nobody to take one, a turn lasts no day, there is no
    /// such hour, or it ends before it begins.
    pub fn new(plan: Plan) -> Option<Self> {
        let Plan { zone, starts_on, ends_on, hour, weekday, every_days, people } = plan;
        if people.is_empty() || every_days < 1 || !(0..24).contains(&hour) {
            return None;
        }
        let back = weekday.map_or(0, |weekday| starts_on.weekday().since(weekday));
        let anchor = starts_on.checked_sub(i64::from(back).days()).ok()?;
        let from = at_hour(&zone, starts_on, hour)?;
        let to = match ends_on {
            Some(day) => at_hour(&zone, day, hour)?,
            None => Timestamp::MAX,
        };
        let span = Span { from, to };
        (from < to).then_some(Self { zone, hour, anchor, every_days, people, span })
    }

    /// From the first hand-over to the end.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The zone of the clock by which people hand over.
    pub fn time_zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Who takes turns, in order.
    pub fn people(&self) -> &[RecordId] {
        &self.people
    }

    /// The turns from the one that holds `from`, or the first after it, in order; each begins where
    /// the one before ends.
    pub fn turns(&self, from: Timestamp) -> impl Iterator<Item = Turn> {
        let day = from.max(self.span.from).to_zoned(self.zone.clone()).date();
        let days = day.duration_since(self.anchor).as_hours() / 24;
        // One before, as the hour of hand-over may not have come yet on that day.
        let first = days.div_euclid(self.every_days).saturating_sub(1).max(0);
        let turns = (first..).map_while(move |number| self.turn(number));
        turns.filter(move |turn| turn.span.from < turn.span.to && turn.span.to > from)
    }

    /// The turn of that number; nothing after the end. It can be empty, where a zone skipped a day.
    fn turn(&self, number: i64) -> Option<Turn> {
        let from = self.hand_over(number)?.max(self.span.from);
        if from >= self.span.to {
            return None;
        }
        let to = self.hand_over(number.checked_add(1)?)?.min(self.span.to);
        let count = i64::try_from(self.people.len()).ok()?;
        let place = usize::try_from(number.rem_euclid(count)).ok()?;
        let person = *self.people.get(place)?;
        Some(Turn { number, span: Span { from, to }, person })
    }

    fn hand_over(&self, number: i64) -> Option<Timestamp> {
        let days = number.checked_mul(self.every_days)?;
        let days = jiff::Span::new().try_days(days).ok()?;
        at_hour(&self.zone, self.anchor.checked_add(days).ok()?, self.hour)
    }

    /// Who is on call from `from` on, with what was swapped: the shift that holds `from` first, then
    /// each next. A turn is cut where somebody else takes a part of it.
    pub fn shifts<'a>(
        &'a self,
        swaps: &'a [Swap],
        from: Timestamp,
    ) -> impl Iterator<Item = Shift> + 'a {
        let shifts = self.turns(from).flat_map(move |turn| cut(turn, swaps));
        shifts.skip_while(move |shift| shift.span.to <= from)
    }

    /// Who is on call at a moment; nobody before the rota begins and after it ends.
    pub fn on_call(&self, swaps: &[Swap], at: Timestamp) -> Option<Shift> {
        self.shifts(swaps, at).next().filter(|shift| shift.span.from <= at)
    }
}

/// A turn in the parts that one person each is on call.
fn cut(turn: Turn, swaps: &[Swap]) -> Vec<Shift> {
    let Span { from, to } = turn.span;
    let touching: Vec<_> =
        swaps.iter().filter(|swap| swap.span.from < to && swap.span.to > from).collect();
    let ends = touching.iter().flat_map(|swap| [swap.span.from, swap.span.to]);
    let mut cuts: Vec<_> = ends.filter(|at| from < *at && *at < to).collect();
    cuts.extend([from, to]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut shifts: Vec<Shift> = Vec::new();
    for (from, to) in cuts.iter().copied().zip(cuts.iter().copied().skip(1)) {
        let covering = touching.iter().filter(|swap| swap.span.from <= from && to <= swap.span.to);
        let swap = covering.max_by_key(|swap| swap.id);
        let person = swap.map_or(turn.person, |swap| swap.person);
        let swap = swap.map(|swap| swap.id);
        match shifts.last_mut().filter(|last| (last.person, last.swap) == (person, swap)) {
            Some(last) => last.span.to = to,
            None => {
                let span = Span { from, to };
                shifts.push(Shift { span, person, turn_of: turn.person, swap });
            }
        }
    }
    shifts
}

/// The moment at which the clock of a place shows that hour of a day.
fn at_hour(zone: &TimeZone, day: Date, hour: i8) -> Option<Timestamp> {
    zone.to_ambiguous_zoned(day.at(hour, 0, 0, 0)).compatible().ok().map(|at| at.timestamp())
}
