//! Availability: how much of the agreed time services were there, what their parts allow, and what is done about what
//! was missed.
mod charts;
mod defs;
mod design;
mod needs;
mod promise;
mod reckoning;
mod summary;

use crate::{
    asked::Ask,
    sheet::{Cell, Figure, FigureDef, Judged, Named, Part, Sheet, Table, column},
};
use gemba_model::check::{Evidence, EvidenceFault, Period};
use gemba_vocabulary::{
    RecordId, Value,
    availability::{allowed_downtime_hours, hours, measure, user_weighted_percent},
    calendar::Span,
};
use jiff::{SignedDuration, ToSpan, civil::Date, tz::TimeZone};
use needs::Node;
use promise::{Promise, Which, promises};
use reckoning::{Because, Known, Reckoned};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Charts tell at least so many months.
const MONTHS: i32 = 12;
/// So much of the allowed downtime may be used up before it is called near.
const NEAR_PERCENT: i64 = 80;
const NO_TIME: &str =
    "No service time was agreed in this period, so there is nothing to be available in.";
const NO_OUTAGE: &str = "There was no outage in the agreed time.";
const NO_MOMENTS: &str = "No outage with downtime has both times on record.";

/// The availability of services against what was promised.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let which = ask.about.map_or(Which::Every, Which::Service);
    let (kept, without): (Vec<_>, Vec<_>) =
        promises(evidence, which)?.into_iter().partition(|one| one.target.is_some());
    let months = months_of(ask);
    let begin = months.first().map_or(ask.span().from, |first| ask.begin_of(*first));
    let span = Span { from: begin.min(ask.span().from), to: ask.span().to };
    let mut services: BTreeSet<RecordId> = kept.iter().map(|one| one.service.id).collect();
    services.extend(without.iter().map(|one| one.service.id).filter(|_| ask.about.is_some()));
    services.extend(ask.about);
    let known = Known::of(evidence, &services, span)?;
    let mut sheet = Sheet::default();
    sheet.parts.push(summary::part(evidence, ask, &known, &kept, &without)?);
    let told = if ask.about.is_some() { [kept, without].concat() } else { kept };
    for promise in &told {
        sheet.parts.push(part(ask, &known, promise, &months));
    }
    if let Some(service) = ask.about.filter(|_| told.is_empty()) {
        sheet.parts.extend(unpromised(evidence, &known, service)?);
    }
    Ok(sheet)
}

/// How far the availability that one agreement promises was kept, target by target.
pub fn of_agreement(
    evidence: &dyn Evidence,
    ask: &Ask,
    service: RecordId,
    agreement: RecordId,
) -> Result<Vec<Part>, EvidenceFault> {
    let mut kept = promises(evidence, Which::Service(service))?;
    kept.retain(|one| one.agreement.id == agreement && one.target.is_some());
    if kept.is_empty() {
        return Ok(Vec::new());
    }
    let months = months_of(ask);
    let begin = months.first().map_or(ask.span().from, |first| ask.begin_of(*first));
    let span = Span { from: begin.min(ask.span().from), to: ask.span().to };
    let known = Known::of(evidence, &BTreeSet::from([service]), span)?;
    Ok(kept.iter().map(|promise| part(ask, &known, promise, &months)).collect())
}

/// The months of the charts: those asked for, and as many before as make a year.
fn months_of(ask: &Ask) -> Vec<Date> {
    let last = ask.period.until.saturating_sub(1.day()).first_of_month();
    let first = ask.period.from.first_of_month();
    let year = last.saturating_sub((MONTHS - 1).months());
    let period = Period { from: first.min(year), until: ask.period.until };
    Ask { period, ..ask.clone() }.months()
}

/// A service for which nothing was promised still says what its parts allow.
fn unpromised(
    evidence: &dyn Evidence,
    known: &Known,
    service: RecordId,
) -> Result<Option<Part>, EvidenceFault> {
    let names = crate::reading::names(evidence, "service", &[])?;
    Ok(names.get(&service).cloned().map(|service| {
        let path = known.needs.path(service.id);
        let mut part = Part::about(service);
        let why = "No agreement that counts covers this service, so no service time is agreed.";
        part.figures.push(Figure::or_undefined(&defs::AVAILABILITY, None, why));
        part.figures.push(design::figure(known, &path, None));
        part
    }))
}

fn part(ask: &Ask, known: &Known, promise: &Promise, months: &[Date]) -> Part {
    let path = known.needs.path(promise.service.id);
    let reckoned = Reckoned::of(known, &path, promise, ask.span());
    let title = match &promise.target {
        Some(target) => format!("{}: {}", promise.service.title, target.title),
        None => format!("{}: {}", promise.service.title, promise.agreement.title),
    };
    let mut part = Part { title, about: Some(promise.service.clone()), ..Part::default() };
    part.figures = figures(promise, &reckoned);
    part.figures.push(design::figure(known, &path, promise.threshold));
    part.charts = charts::charts(ask, known, promise, &path, months);
    if let Err(why) = &promise.calendar {
        part.notes.push(format!("Nothing can be counted by the hours of this agreement. {why}"));
    }
    if promise.window_months() > 1 {
        part.notes.push(format!("The target is judged by the {}.", promise.window));
    }
    if promise.target.is_none() {
        part.notes.push("The agreement has no target for availability.".to_owned());
    }
    part
}

fn number(def: &'static FigureDef, value: Option<Decimal>, why: &str) -> Figure {
    Figure::or_undefined(def, value.map(Value::Decimal), why)
}

/// How a share is judged against a target.
fn judged(reckoned: &Reckoned, target: Option<Decimal>) -> Judged {
    let (Some(percent), Some(target)) = (reckoned.availability.percent(), target) else {
        return Judged::Not;
    };
    let allowed = allowed_downtime_hours(measure(&reckoned.time.net), target);
    let near = allowed * Decimal::from(NEAR_PERCENT) / Decimal::ONE_HUNDRED;
    let down = reckoned.availability.downtime_hours();
    match () {
        () if percent < target => Judged::Missed,
        () if down > Decimal::ZERO && down >= near => Judged::Near,
        () => Judged::Kept,
    }
}

fn figures(promise: &Promise, reckoned: &Reckoned) -> Vec<Figure> {
    let availability = &reckoned.availability;
    let net = &reckoned.time.net;
    let has_time = measure(net) > SignedDuration::ZERO;
    let [diagnose, repair, mttr] = reckoned.repair_minutes();
    let allowed = promise.threshold.filter(|_| has_time);
    let allowed = allowed.map(|target| allowed_downtime_hours(measure(net), target));
    let users = promise.users.filter(|_| has_time);
    let by_people = users.and_then(|users| user_weighted_percent(net, &reckoned.downs, users));
    let no_users =
        if has_time { "The target does not say how many people use it." } else { NO_TIME };
    let no_target =
        if has_time { "The agreement has no target for availability." } else { NO_TIME };
    let time = |def, spans: &[Span]| Figure::new(def, Value::Decimal(hours(measure(spans))));
    let down = Some(availability.downtime_hours()).filter(|_| has_time);
    let outages = i64::try_from(availability.outages).unwrap_or(i64::MAX);
    vec![
        time(&defs::AGREED, &reckoned.time.gross),
        time(&defs::PLANNED, &reckoned.time.planned).from(window_table(reckoned)),
        time(&defs::NET, net),
        number(&defs::DOWNTIME, down, NO_TIME)
            .from(outage_table(reckoned))
            .except(reckoned.exceptions.clone()),
        number(&defs::AVAILABILITY, availability.percent(), NO_TIME)
            .judged(judged(reckoned, promise.threshold))
            .from(outage_table(reckoned))
            .except(reckoned.exceptions.clone()),
        number(&defs::ALLOWED, allowed, no_target),
        number(&defs::BY_PEOPLE, by_people, no_users),
        Figure::new(&defs::OUTAGES, Value::Int(outages)),
        number(&defs::MTRS, availability.mtrs_hours(), NO_OUTAGE),
        number(&defs::MTBF, availability.mtbf_hours(), NO_OUTAGE),
        number(&defs::MTBSI, availability.mtbsi_hours(), NO_OUTAGE),
        number(&defs::DIAGNOSE, diagnose, NO_MOMENTS),
        number(&defs::REPAIR, repair, NO_MOMENTS),
        number(&defs::MTTR, mttr, NO_MOMENTS),
    ]
}

fn window_table(reckoned: &Reckoned) -> Table {
    let columns = [column("window", "Maintenance window", "")];
    let empty = "No maintenance window counted out.";
    let table = Table::new("windows", "Maintenance windows that count out", &columns, empty);
    reckoned.windows.iter().fold(table, |table, one| table.row(vec![Cell::record(one.clone())]))
}

fn outage_table(reckoned: &Reckoned) -> Table {
    let columns = [
        column("outage", "Outage", ""),
        column("began_at", "Began", ""),
        column("ended_at", "Ended", ""),
        column("downtime", "Within the agreed time", "h"),
        column("because", "Counts because", ""),
    ];
    let empty = "No outage counts for this service in this period.";
    let mut table = Table::new("outages", "Outages that count", &columns, empty);
    for one in &reckoned.counted {
        let ended = (!one.outage.lasts).then_some(Value::Instant(one.outage.span.to));
        let because = match one.because {
            Because::Named => "it names the service",
            Because::Needed => "the service needs what failed",
        };
        table = table.row(vec![
            Cell::record(one.outage.named.clone()),
            Value::Instant(one.outage.span.from).into(),
            ended.unwrap_or_default().into(),
            hours(one.downtime).into(),
            because.into(),
        ]);
    }
    table
}

/// What a record of a result keeps.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The agreed time, what counts out of it, what is left, and the downtime, in hours.
    pub hours: [Decimal; 4],
    /// The availability; nothing where no time was agreed.
    pub percent: Option<Decimal>,
    /// How many outages there were.
    pub outages: i64,
    /// The outages that were counted.
    pub counted: Vec<RecordId>,
    /// The maintenance windows that were looked at.
    pub windows: Vec<RecordId>,
}

/// What one target comes to from one day to before another, on the clock of its own hours; nothing where the target
/// or its agreement does not count.
pub fn kept(
    evidence: &dyn Evidence,
    target: RecordId,
    period: Period,
) -> Result<Option<Kept>, EvidenceFault> {
    let Some(promise) = promises(evidence, Which::Target(target))?.into_iter().next() else {
        return Ok(None);
    };
    let zone = zone_of(&promise);
    let span = Ask { period, zone, about: None }.span();
    let known = Known::of(evidence, &BTreeSet::from([promise.service.id]), span)?;
    let path = known.needs.path(promise.service.id);
    let reckoned = Reckoned::of(&known, &path, &promise, span);
    let time = &reckoned.time;
    let lengths = [&time.gross, &time.planned, &time.net].map(|spans| hours(measure(spans)));
    let [gross, planned, net] = lengths;
    let looked_at = reckoned.exceptions.iter().filter_map(|(about, _)| about.as_ref());
    let of = |kind: &str| {
        let names = looked_at.clone().filter(|one| one.kind == kind).map(|one| one.id);
        names.collect::<BTreeSet<_>>()
    };
    let mut counted = of("outage");
    counted.extend(reckoned.counted.iter().map(|one| one.outage.named.id));
    let mut windows = of("maintenance_window");
    windows.extend(reckoned.windows.iter().map(|one| one.id));
    Ok(Some(Kept {
        hours: [gross, planned, net, reckoned.availability.downtime_hours()],
        percent: reckoned.availability.percent(),
        outages: i64::try_from(reckoned.availability.outages).unwrap_or(i64::MAX),
        counted: counted.into_iter().collect(),
        windows: windows.into_iter().collect(),
    }))
}

/// The clock on which the months of a promise begin.
fn zone_of(promise: &Promise) -> TimeZone {
    promise.calendar.as_ref().map_or(TimeZone::UTC, |calendar| calendar.time_zone().clone())
}

/// On which clock the months of a target begin, and over how many months it is judged; nothing where the target or
/// its agreement does not count.
pub fn rhythm(
    evidence: &dyn Evidence,
    target: RecordId,
) -> Result<Option<(TimeZone, i32)>, EvidenceFault> {
    let promise = promises(evidence, Which::Target(target))?.into_iter().next();
    Ok(promise.map(|promise| (zone_of(&promise), promise.window_months())))
}

/// The share of what a service needs, by what fails; for the words of a table.
fn label_of(node: Node, known: &Known) -> Option<Named> {
    known
        .needs
        .parts
        .get(&node.1)
        .filter(|_| node.0 == "configuration_item")
        .map(|part| part.named.clone())
}
