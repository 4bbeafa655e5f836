//! Reads who is on call: the one place that knows by which fields a rota and an override say who
//! and when. How turns go round stands in [`gemba_vocabulary::on_call`].
//!
//! Who asks brings the way to find records: a flow within its transaction, a page with its reader's
//! eyes.
use crate::{
    Record,
    change_calendar::Finder,
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{
    RecordId, Value,
    calendar::Span,
    on_call::{Rota, Shift, Spelled, Swap},
};
use jiff::Timestamp;

/// The kind of rotas.
pub const ROTA: &str = "on_call_rota";
/// The kind of overrides.
pub const OVERRIDE: &str = "on_call_override";

/// Who is reached by a rota, in the order in which one is reached after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Whoever looks first.
    First,
    /// Whoever knows more.
    Second,
    /// Whoever may decide more.
    Manager,
}

impl Level {
    /// Every level, in order.
    pub const ALL: [Self; 3] = [Self::First, Self::Second, Self::Manager];

    /// Its name in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Manager => "manager",
        }
    }

    /// Where an escalation to this level leads.
    pub const fn direction(self) -> Direction {
        match self {
            Self::First | Self::Second => Direction::Functional,
            Self::Manager => Direction::Hierarchical,
        }
    }
}

/// Where an escalation leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To people who know more.
    Functional,
    /// To people who may decide more.
    Hierarchical,
}

impl Direction {
    /// Both, in order.
    pub const ALL: [Self; 2] = [Self::Functional, Self::Hierarchical];

    /// Its name in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Functional => "functional",
            Self::Hierarchical => "hierarchical",
        }
    }
}

/// A rota in use, with what was swapped.
#[derive(Clone, Debug)]
pub struct OnCall {
    /// The rota's number.
    pub rota: RecordId,
    /// What it is called.
    pub name: String,
    /// The team whose it is.
    pub team: RecordId,
    /// Who is reached by it.
    pub level: Level,
    /// How long an escalation waits for an answer.
    pub acknowledge_minutes: i64,
    turns: Rota,
    swaps: Vec<Swap>,
}

impl OnCall {
    /// The rotas in use, of one team or of all, by team and level; with what was swapped from a moment
    /// on.
    pub fn read<F: Finder>(
        finder: &mut F,
        team: Option<RecordId>,
        from: Timestamp,
    ) -> Result<Vec<Self>, F::Fault> {
        let Some(view) = finder.view(ROTA) else { return Ok(Vec::new()) };
        let mut filters = vec![Filter::is("open", Value::Bool(true))];
        filters.extend(team.map(|team| Filter::is("team", Value::Ref(team))));
        let rotas = finder.find(ROTA, &filters)?;
        let mut rotas: Vec<_> = rotas.iter().filter_map(|record| Self::of(&view, record)).collect();
        rotas.sort_by_key(|one| (one.team, one.level, one.rota));
        if rotas.is_empty() {
            return Ok(rotas);
        }
        let Some(view) = finder.view(OVERRIDE) else { return Ok(rotas) };
        let named = rotas.iter().map(|one| Value::Ref(one.rota)).collect();
        let filters = [
            Filter { field: "rota".to_owned(), test: Test::Is(named) },
            Filter { field: "ends_at".to_owned(), test: Test::AtLeast(Value::Instant(from)) },
            Filter::is("open", Value::Bool(true)),
        ];
        for record in finder.find(OVERRIDE, &filters)? {
            let of = view.value(&record, "rota").as_int();
            let one = rotas.iter_mut().find(|one| Some(one.rota) == of);
            if let Some((one, swap)) = one.zip(swap(&view, &record)) {
                one.swaps.push(swap);
            }
        }
        Ok(rotas)
    }

    fn of(view: &KindView, record: &Record) -> Option<Self> {
        let value = |field: &str| view.value(record, field);
        let date = |field: &str| match value(field) {
            Value::Date(day) => Some(*day),
            _ => None,
        };
        let people = match value("people") {
            Value::Refs(people) => people.as_slice(),
            _ => &[],
        };
        let spelled = Spelled {
            time_zone: value("time_zone").as_text()?,
            starts_on: date("starts_on")?,
            ends_on: date("ends_on"),
            hour: value("hand_over_hour").as_int()?,
            weekday: value("hand_over_day").as_text(),
            length: value("turn_length").as_int()?,
            unit: value("turn_unit").as_text()?,
            people,
        };
        let level = value("level").to_text();
        Some(Self {
            rota: record.id,
            name: view.title(record),
            team: value("team").as_int()?,
            level: Level::ALL.into_iter().find(|one| one.name() == level)?,
            acknowledge_minutes: value("acknowledge_minutes").as_int()?,
            turns: spelled.rota()?,
            swaps: Vec::new(),
        })
    }

    /// Who takes turns, in order.
    pub fn people(&self) -> &[RecordId] {
        self.turns.people()
    }

    /// Who is on call at a moment; it must not lie before the one from which it was read.
    pub fn at(&self, at: Timestamp) -> Option<Shift> {
        self.turns.on_call(&self.swaps, at)
    }

    /// Who is on call from a moment on, shift by shift.
    pub fn shifts(&self, from: Timestamp) -> impl Iterator<Item = Shift> {
        self.turns.shifts(&self.swaps, from)
    }
}

fn swap(view: &KindView, record: &Record) -> Option<Swap> {
    let at = |field| view.value(record, field).as_instant();
    let span = Span { from: at("starts_at")?, to: at("ends_at")? };
    Some(Swap { id: record.id, span, person: view.value(record, "person").as_int()? })
}

/// To whom something is raised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// The person; nobody stands for the whole team.
    pub person: Option<RecordId>,
    /// The rota by which that person is on call.
    pub rota: Option<RecordId>,
    /// The level of that rota.
    pub level: Option<Level>,
}

/// To whom in a team something is raised now: to whoever is on call and knows more, of the second
/// level where there is one; or to whoever may decide more, by a rota or as the team's manager.
pub fn reached<F: Finder>(
    finder: &mut F,
    team: RecordId,
    direction: Direction,
    now: Timestamp,
) -> Result<Reached, F::Fault> {
    let rotas = OnCall::read(finder, Some(team), now)?;
    let levels: &[Level] = match direction {
        Direction::Functional => &[Level::Second, Level::First],
        Direction::Hierarchical => &[Level::Manager],
    };
    let found = levels.iter().find_map(|level| on_level(&rotas, *level, now).next());
    match (found, direction) {
        (Some(found), _) => Ok(found),
        (None, Direction::Functional) => Ok(Reached::default()),
        (None, Direction::Hierarchical) => Ok(the_manager(manager(finder, team)?)),
    }
}

/// Everybody in a team who is on call now, by level; the team's manager if nobody is.
pub fn all_reached<F: Finder>(
    finder: &mut F,
    team: RecordId,
    now: Timestamp,
) -> Result<Vec<Reached>, F::Fault> {
    let rotas = OnCall::read(finder, Some(team), now)?;
    let mut found: Vec<Reached> = Vec::new();
    for one in Level::ALL.iter().flat_map(|level| on_level(&rotas, *level, now)) {
        if found.iter().all(|other| other.person != one.person) {
            found.push(one);
        }
    }
    if found.is_empty() {
        found.extend(manager(finder, team)?.map(|manager| the_manager(Some(manager))));
    }
    Ok(found)
}

/// Who is reached one level up from a rota's, if the person there did not answer: the next level on
/// which somebody else is on call, or the team's manager.
pub fn one_level_up<F: Finder>(
    finder: &mut F,
    rota: RecordId,
    silent: Option<RecordId>,
    now: Timestamp,
) -> Result<Option<Reached>, F::Fault> {
    let Some(view) = finder.view(ROTA) else { return Ok(None) };
    let found = finder.find(ROTA, &[Filter::is("id", Value::Int(rota))])?;
    let Some(record) = found.first() else { return Ok(None) };
    let Some(team) = view.value(record, "team").as_int() else { return Ok(None) };
    let level = view.value(record, "level").to_text();
    let above = Level::ALL.into_iter().skip_while(|one| one.name() != level).skip(1);
    let rotas = OnCall::read(finder, Some(team), now)?;
    let mut above = above.flat_map(|level| on_level(&rotas, level, now));
    if let Some(found) = above.find(|one| one.person != silent) {
        return Ok(Some(found));
    }
    let manager = manager(finder, team)?.filter(|manager| Some(*manager) != silent);
    Ok(manager.map(|manager| the_manager(Some(manager))))
}

fn the_manager(person: Option<RecordId>) -> Reached {
    Reached { person, rota: None, level: Some(Level::Manager) }
}

fn on_level(rotas: &[OnCall], level: Level, now: Timestamp) -> impl Iterator<Item = Reached> {
    rotas.iter().filter(move |one| one.level == level).filter_map(move |one| {
        let shift = one.at(now)?;
        Some(Reached { person: Some(shift.person), rota: Some(one.rota), level: Some(level) })
    })
}

/// Who leads a team.
pub fn manager<F: Finder>(finder: &mut F, team: RecordId) -> Result<Option<RecordId>, F::Fault> {
    held(finder, "team", team, "manager")
}

/// The number that a record holds in a field.
pub fn held<F: Finder>(
    finder: &mut F,
    kind: &str,
    id: RecordId,
    field: &str,
) -> Result<Option<RecordId>, F::Fault> {
    let Some(view) = finder.view(kind) else { return Ok(None) };
    let found = finder.find(kind, &[Filter::is("id", Value::Int(id))])?;
    Ok(found.first().and_then(|record| view.value(record, field).as_int()))
}
