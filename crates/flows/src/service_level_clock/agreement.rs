//! What was promised: agreements with their targets and calendars, read once and remembered.
use super::report::{Report, Wait, parts};
use gemba_desk::{Refused, World};
use gemba_model::{
    Record,
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{
    RecordId, Value,
    calendar::{CalendarError, ServiceCalendar, WeeklyHours, time_zone},
    clock::{Clock, Pause},
};
use jiff::{Timestamp, civil::Date};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The kinds that a promise is read from.
const SOURCES: [&str; 3] = ["service_level_agreement", "service_level_target", "calendar"];
/// The states in which an agreement counts.
const STATES_THAT_COUNT: [&str; 2] = ["in_force", "under_review"];
const AGREEMENTS_READ_MAX: usize = 200;
const TARGETS_READ_MAX: usize = 200;
const AGREEMENTS_KEPT_MAX: usize = 10_000;

/// Which of the two clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Metric {
    /// Until somebody begins to work on it.
    Response,
    /// Until it is solved.
    Resolution,
}

impl Metric {
    pub const ALL: [Self; 2] = [Self::Response, Self::Resolution];

    /// The choice's name in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Response => "response",
            Self::Resolution => "resolution",
        }
    }
}

/// One promised time.
#[derive(Debug)]
pub(super) struct Target {
    metric: Metric,
    /// The priority it is for; none is every priority.
    priority: Option<i64>,
    /// How long it may take, in attended time.
    pub seconds: i64,
    /// The share after which somebody is warned.
    pub warn_percent: u32,
    pauses_for_supplier: bool,
    pauses_for_change: bool,
    /// The hours by which it is counted.
    pub calendar: Arc<ServiceCalendar>,
}

impl Target {
    /// Whether waiting for this stops the clock. The customer's own silence always does; what the
    /// provider waits for does only where it was agreed, and what he looks for never does.
    fn pauses_for(&self, reason: &str) -> bool {
        match reason {
            "customer" => true,
            "supplier" => self.pauses_for_supplier,
            "change" => self.pauses_for_change,
            _ => false,
        }
    }

    /// The clock of an incident against this target; nothing before it began.
    pub fn clock(&self, report: &Report) -> Option<Clock> {
        let pause = |wait: &Wait| Pause { from: wait.from, to: wait.to };
        let counted = report.waits.iter().filter(|wait| self.pauses_for(&wait.reason));
        Some(Clock {
            target_seconds: self.seconds,
            started: report.opened_at?,
            pauses: counted.map(pause).collect(),
            stopped: report.stopped.clone(),
            ended: match self.metric {
                Metric::Response => report.responded_at,
                Metric::Resolution => report.resolved_at,
            },
        })
    }
}

/// One agreement, as far as clocks need it.
#[derive(Debug)]
pub(super) struct Agreement {
    /// Its number.
    pub id: RecordId,
    /// Who answers for keeping it.
    pub owner: Option<RecordId>,
    starts_on: Option<Date>,
    ends_on: Option<Date>,
    calendar: Arc<ServiceCalendar>,
    targets: Vec<Target>,
}

impl Agreement {
    /// Whether it counts for what was reported then, by the date on the wall of the business.
    pub fn covers(&self, at: Timestamp) -> bool {
        let day = at.to_zoned(self.calendar.time_zone().clone()).date();
        self.starts_on.is_none_or(|first| first <= day)
            && self.ends_on.is_none_or(|last| day <= last)
    }

    /// The target for a priority: the one made for it, else the one for every priority. Of two that
    /// fit alike the shorter counts.
    pub fn target(&self, metric: Metric, priority: Option<i64>) -> Option<&Target> {
        let fits = |wanted: Option<i64>| {
            let of_metric = self.targets.iter().filter(move |target| target.metric == metric);
            of_metric.filter(move |one| one.priority == wanted).min_by_key(|one| one.seconds)
        };
        priority.and_then(|priority| fits(Some(priority))).or_else(|| fits(None))
    }
}

/// What was read of agreements, so that recording an incident does not read it again.
#[derive(Debug, Default)]
pub(super) struct Memory(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// Counts up whenever something is forgotten, so that what was read before is not kept after.
    generation: u64,
    by_number: HashMap<RecordId, Option<Arc<Agreement>>>,
    /// By customer and service, the one that began last first.
    that_count: HashMap<(RecordId, RecordId), Vec<Arc<Agreement>>>,
}

impl Memory {
    /// Forgets everything if a record of this kind can have changed a promise.
    pub fn forget(&self, kind: &str) {
        if SOURCES.contains(&kind) {
            let mut kept = self.kept();
            *kept = Kept { generation: kept.generation.wrapping_add(1), ..Kept::default() };
        }
    }

    /// The agreement of that number, in whichever state it is now.
    pub fn agreement(
        &self,
        world: &mut World<'_>,
        id: RecordId,
    ) -> Result<Option<Arc<Agreement>>, Refused> {
        let generation = {
            let kept = self.kept();
            if let Some(agreement) = kept.by_number.get(&id) {
                return Ok(agreement.clone());
            }
            kept.generation
        };
        let record = world.record("service_level_agreement", id)?;
        let agreement = match record {
            Some(record) => read(world, &record)?.map(Arc::new),
            None => None,
        };
        let mut kept = self.kept();
        if kept.generation == generation && kept.by_number.len() < AGREEMENTS_KEPT_MAX {
            kept.by_number.insert(id, agreement.clone());
        }
        Ok(agreement)
    }

    /// The agreement that counts for a customer and a service at that time: of several the one that
    /// began last.
    pub fn agreement_for(
        &self,
        world: &mut World<'_>,
        customer: RecordId,
        service: RecordId,
        at: Timestamp,
    ) -> Result<Option<Arc<Agreement>>, Refused> {
        let find = |agreements: &[Arc<Agreement>]| {
            agreements.iter().find(|agreement| agreement.covers(at)).cloned()
        };
        let generation = {
            let kept = self.kept();
            if let Some(agreements) = kept.that_count.get(&(customer, service)) {
                return Ok(find(agreements));
            }
            kept.generation
        };
        let agreements = read_that_count(world, customer, service)?;
        let found = find(&agreements);
        let mut kept = self.kept();
        if kept.generation == generation && kept.that_count.len() < AGREEMENTS_KEPT_MAX {
            kept.that_count.insert((customer, service), agreements);
        }
        Ok(found)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read_that_count(
    world: &mut World<'_>,
    customer: RecordId,
    service: RecordId,
) -> Result<Vec<Arc<Agreement>>, Refused> {
    let states = STATES_THAT_COUNT.map(|state| Value::Text(state.to_owned()));
    let filters = [
        Filter::is("service", Value::Ref(service)),
        Filter::is("customer", Value::Ref(customer)),
        Filter { field: "state".to_owned(), test: Test::Is(states.to_vec()) },
    ];
    let mut agreements = Vec::new();
    for record in world.find("service_level_agreement", &filters, AGREEMENTS_READ_MAX)? {
        agreements.extend(read(world, &record)?.map(Arc::new));
    }
    agreements.sort_by_key(|agreement| std::cmp::Reverse((agreement.starts_on, agreement.id)));
    Ok(agreements)
}

/// Reads an agreement with its targets; nothing if its calendar cannot be used.
fn read(world: &mut World<'_>, record: &Record) -> Result<Option<Agreement>, Refused> {
    let view = world.view("service_level_agreement")?;
    let value = |field: &str| view.value(record, field);
    let mut calendars = BTreeMap::new();
    let Some(calendar) = calendar(world, &mut calendars, value("calendar").as_int())? else {
        return Ok(None);
    };
    let filters =
        [Filter::is("agreement", Value::Ref(record.id)), Filter::is("open", Value::Bool(true))];
    let mut targets = Vec::new();
    let target_view = world.view("service_level_target")?;
    for target in world.find("service_level_target", &filters, TARGETS_READ_MAX)? {
        let own = target_view.value(&target, "calendar").as_int();
        let hours = match own {
            Some(own) => self::calendar(world, &mut calendars, Some(own))?,
            None => Some(Arc::clone(&calendar)),
        };
        targets.extend(hours.and_then(|hours| read_target(&target_view, &target, hours)));
    }
    Ok(Some(Agreement {
        id: record.id,
        owner: value("owner").as_int(),
        starts_on: date(value("starts_on")),
        ends_on: date(value("ends_on")),
        calendar,
        targets,
    }))
}

fn read_target(view: &KindView, record: &Record, calendar: Arc<ServiceCalendar>) -> Option<Target> {
    let value = |field: &str| view.value(record, field);
    let metric = value("metric").as_text()?;
    Some(Target {
        metric: Metric::ALL.into_iter().find(|one| one.name() == metric)?,
        priority: value("priority").as_int(),
        seconds: value("target").as_int()?,
        warn_percent: u32::try_from(value("warn_percent").as_int()?).ok()?,
        pauses_for_supplier: value("pauses_for_supplier").is_yes(),
        pauses_for_change: value("pauses_for_change").is_yes(),
        calendar,
    })
}

type Calendars = BTreeMap<RecordId, Option<Arc<ServiceCalendar>>>;

/// Reads a calendar, each once. One that cannot be used stops no incident from being recorded: it
/// is told in the log, and nothing is counted by it.
fn calendar(
    world: &mut World<'_>,
    calendars: &mut Calendars,
    id: Option<RecordId>,
) -> Result<Option<Arc<ServiceCalendar>>, Refused> {
    let Some(id) = id else { return Ok(None) };
    if let Some(calendar) = calendars.get(&id) {
        return Ok(calendar.clone());
    }
    let calendar = read_calendar(world, id)?.map(Arc::new);
    calendars.insert(id, calendar.clone());
    Ok(calendar)
}

/// Reads the calendar of that number. One that cannot be used is told in the log, and nothing is counted by it.
pub(crate) fn read_calendar(
    world: &mut World<'_>,
    id: RecordId,
) -> Result<Option<ServiceCalendar>, Refused> {
    let view = world.view("calendar")?;
    let Some(record) = world.record("calendar", id)? else { return Ok(None) };
    match hours_of(&view, &record)? {
        Ok(calendar) => Ok(Some(calendar)),
        Err(error) => {
            tracing::warn!(calendar = id, %error, "no clock counts by this calendar");
            Ok(None)
        }
    }
}

#[derive(Deserialize)]
struct Holiday {
    date: Date,
}

fn hours_of(
    view: &KindView,
    record: &Record,
) -> Result<Result<ServiceCalendar, CalendarError>, Refused> {
    let text = |field: &str| view.value(record, field).to_text();
    let holidays: Vec<Holiday> = parts("holidays", view.value(record, "holidays"))?;
    let dates: BTreeSet<Date> = holidays.into_iter().map(|day| day.date).collect();
    let hours: Result<WeeklyHours, _> = text("hours").parse();
    let zone = time_zone(&text("time_zone"));
    Ok(zone.and_then(|zone| ServiceCalendar::new(zone, hours?, dates)))
}

fn date(value: &Value) -> Option<Date> {
    if let Value::Date(date) = value { Some(*date) } else { None }
}
