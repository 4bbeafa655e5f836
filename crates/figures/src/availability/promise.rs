//! What was promised: which share of which hours, to whom, and what counts out of them.
use crate::{
    reading::{self, Read, in_states},
    sheet::Named,
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::{
    RecordId, Value,
    availability::{intersection, union},
    calendar::{ServiceCalendar, Span, WeeklyHours, time_zone},
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// The states in which an agreement counts, or did until its last day.
const THAT_COUNT: [&str; 3] = ["in_force", "under_review", "terminated"];

/// One promise of availability, with the agreement that it is part of.
#[derive(Clone, Debug)]
pub struct Promise {
    /// The target; nothing where an agreement promises no availability.
    pub target: Option<Named>,
    /// The agreement.
    pub agreement: Named,
    /// The service.
    pub service: Named,
    /// The hours that count, or why there are none.
    pub calendar: Result<ServiceCalendar, String>,
    /// The share that was promised.
    pub threshold: Option<Decimal>,
    /// How long beforehand planned work is announced.
    pub notice: SignedDuration,
    /// How far degraded time counts, as a share of one.
    pub weight: Decimal,
    /// How many people use the service.
    pub users: Option<i64>,
    /// Over which time the share is counted.
    pub window: String,
    starts_on: Option<Date>,
    ends_on: Option<Date>,
}

impl Promise {
    /// What of a time the agreement covers, until now.
    pub fn covers(&self, span: Span, now: Timestamp) -> Span {
        let empty = Span { from: span.from, to: span.from };
        let Ok(calendar) = &self.calendar else { return empty };
        let begin = |day: Date| {
            day.to_zoned(calendar.time_zone().clone()).map(|at| at.timestamp()).unwrap_or_default()
        };
        let from = self.starts_on.map_or(span.from, |first| begin(first).max(span.from));
        let last = self.ends_on.map(|last| begin(last.saturating_add(jiff::ToSpan::days(1))));
        let to = last.map_or(span.to, |end| end.min(span.to)).min(now);
        if from < to { Span { from, to } } else { empty }
    }

    /// The months that this target is judged by.
    pub fn window_months(&self) -> i32 {
        match &*self.window {
            "quarter" => 3,
            "year" => 12,
            _ => 1,
        }
    }
}

/// Which promises are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    Every,
    /// Those for one service.
    Service(RecordId),
    /// One.
    Target(RecordId),
}

/// The promises of the agreements that count, agreements without one among them.
pub fn promises(evidence: &dyn Evidence, which: Which) -> Result<Vec<Promise>, EvidenceFault> {
    let mut filters = vec![in_states(&THAT_COUNT)];
    let mut targets = vec![Filter::is("metric", Value::Text("availability".to_owned()))];
    match which {
        Which::Every => {}
        Which::Service(id) => filters.push(Filter::is("service", Value::Ref(id))),
        Which::Target(id) => targets.push(Filter::is("id", Value::Int(id))),
    }
    let mut by_agreement: BTreeMap<RecordId, Vec<Target>> = BTreeMap::new();
    targets.push(Filter::is("open", Value::Bool(true)));
    for target in reading::list(evidence, "service_level_target", &targets, target)? {
        by_agreement.entry(target.agreement).or_default().push(target);
    }
    if let Which::Target(_) = which {
        let ids = by_agreement.keys().copied().map(Value::Int).collect();
        filters.push(Filter { field: "id".to_owned(), test: gemba_model::filter::Test::Is(ids) });
    }
    let services = reading::names(evidence, "service", &[])?;
    let calendars = calendars(evidence)?;
    let found = reading::list(evidence, "service_level_agreement", &filters, |one| {
        let service = services.get(&one.int("service")?)?.clone();
        let own = one.int("calendar");
        let targets = by_agreement.get(&one.id());
        let promise = |target: Option<&Target>| {
            let calendar = target.and_then(|target| target.calendar).or(own);
            let calendar = calendar.and_then(|id| calendars.get(&id).cloned());
            promise(one, &service, target, calendar)
        };
        Some(match targets {
            Some(targets) => targets.iter().map(|target| promise(Some(target))).collect(),
            None => vec![promise(None)],
        })
    })?;
    let found: Vec<Vec<Promise>> = found;
    Ok(found.into_iter().flatten().collect())
}

struct Target {
    named: Named,
    agreement: RecordId,
    calendar: Option<RecordId>,
    threshold: Option<Decimal>,
    notice_seconds: i64,
    degraded_percent: Decimal,
    users: Option<i64>,
    window: String,
}

fn target(one: &Read<'_>) -> Option<Target> {
    Some(Target {
        named: one.named(),
        agreement: one.int("agreement")?,
        calendar: one.int("calendar"),
        threshold: one.decimal("threshold"),
        notice_seconds: one.int("maintenance_notice").unwrap_or_default(),
        degraded_percent: one.decimal("degraded_percent").unwrap_or_default(),
        users: one.int("user_count"),
        window: one.text("window"),
    })
}

fn promise(
    agreement: &Read<'_>,
    service: &Named,
    target: Option<&Target>,
    calendar: Option<Result<ServiceCalendar, String>>,
) -> Promise {
    let none = || Err("The agreement names no hours.".to_owned());
    Promise {
        target: target.map(|target| target.named.clone()),
        agreement: agreement.named(),
        service: service.clone(),
        calendar: calendar.unwrap_or_else(none),
        threshold: target.and_then(|target| target.threshold),
        notice: SignedDuration::from_secs(target.map_or(0, |target| target.notice_seconds)),
        weight: target.map_or(Decimal::ZERO, |target| target.degraded_percent)
            / Decimal::ONE_HUNDRED,
        users: target.and_then(|target| target.users),
        window: target.map_or_else(|| "month".to_owned(), |target| target.window.clone()),
        starts_on: agreement.date("starts_on"),
        ends_on: agreement.date("ends_on"),
    }
}

type Calendars = BTreeMap<RecordId, Result<ServiceCalendar, String>>;

/// Every calendar, or why nothing can be counted by it.
fn calendars(evidence: &dyn Evidence) -> Result<Calendars, EvidenceFault> {
    let read = reading::list(evidence, "calendar", &[], |one| Some((one.id(), calendar(one))))?;
    Ok(read.into_iter().collect())
}

fn calendar(one: &Read<'_>) -> Result<ServiceCalendar, String> {
    let days = match one.value("holidays") {
        Value::Struct(json) => json.as_array().map_or(&[][..], Vec::as_slice),
        _ => &[],
    };
    let day = |day: &serde_json::Value| day.get("date")?.as_str()?.parse::<Date>().ok();
    let holidays: BTreeSet<Date> = days.iter().filter_map(day).collect();
    let hours: WeeklyHours = one
        .text("hours")
        .parse()
        .map_err(|error: gemba_vocabulary::calendar::CalendarError| error.to_string())?;
    let zone = time_zone(&one.text("time_zone")).map_err(|error| error.to_string())?;
    ServiceCalendar::new(zone, hours, holidays).map_err(|error| error.to_string())
}

/// A maintenance window.
#[derive(Clone, Debug)]
pub struct Window {
    /// The record.
    pub named: Named,
    /// Its time.
    pub span: Span,
    services: Vec<RecordId>,
    agreements: Vec<RecordId>,
    agreed_at: Option<Timestamp>,
    announced_at: Option<Timestamp>,
}

impl Window {
    /// Whether the service of a promise rests in it.
    pub fn is_of(&self, promise: &Promise) -> bool {
        self.services.contains(&promise.service.id)
    }

    /// Why it does not count out for a promise; nothing if it does.
    pub fn fault(&self, promise: &Promise) -> Option<String> {
        let begin = self.span.from;
        let with = |id| self.agreements.is_empty() || self.agreements.contains(&id);
        if !with(promise.agreement.id) {
            return Some("It was not agreed with this customer, so it counts as downtime.".into());
        }
        if self.agreed_at.is_none_or(|at| begin < at) {
            return Some("It was not agreed before it began, so it counts as downtime.".into());
        }
        let Some(announced) = self.announced_at else {
            return Some("Nobody was told of it, so it counts as downtime.".into());
        };
        let told = announced.checked_add(promise.notice).unwrap_or(Timestamp::MAX);
        (begin < told).then(|| {
            "It was announced later than was promised, so it counts as downtime.".to_owned()
        })
    }
}

/// The maintenance windows that touch a time, but for those that were called off.
pub fn windows(evidence: &dyn Evidence, span: Span) -> Result<Vec<Window>, EvidenceFault> {
    let filters = [in_states(&["planned", "agreed", "announced", "done"])];
    reading::list(evidence, "maintenance_window", &filters, |one| {
        let own = Span { from: one.instant("starts_at")?, to: one.instant("ends_at")? };
        let touches = own.from < span.to && span.from < own.to;
        touches.then(|| Window {
            named: one.named(),
            span: own,
            services: one.refs("services"),
            agreements: one.refs("agreements"),
            agreed_at: one.instant("agreed_at"),
            announced_at: one.instant("announced_at"),
        })
    })
}

/// The part of some spans that lies in another.
pub fn clipped(spans: impl IntoIterator<Item = Span>, within: &[Span]) -> Vec<Span> {
    intersection(&union(spans), within)
}
