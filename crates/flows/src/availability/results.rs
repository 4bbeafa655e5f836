//! Results of availability: kept when a month is over, worked out by the same figures that the sheet shows, and worked
//! out anew when an outage or a maintenance window of that time is corrected.
use gemba_desk::{Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_figures::availability::{Kept, kept, rhythm};
use gemba_model::{
    Record,
    check::{EvidenceFault, Period},
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Time},
    tz::TimeZone,
};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// Keeps what availability came to. It remembers nothing.
#[derive(Debug, Default)]
pub struct AvailabilityResults;

const TOPIC: &str = "availability_result";
const RESULT: &str = "availability_result";
const TARGET: &str = "service_level_target";
const OUTAGE: &str = "outage";
const WINDOW: &str = "maintenance_window";
const RESULTS_READ_MAX: usize = 1_000;
/// So many months are made up for where none was kept.
const MONTHS_MAX: i32 = 36;
/// What is asked of an owner is to be there within so many days.
const ANSWER_DAYS: i64 = 14;
const SUMMARY_CHARACTERS_MAX: usize = 150;
/// The hours of a result, in the order in which they are worked out.
const HOURS: [&str; 4] = ["agreed_hours", "planned_hours", "net_hours", "downtime_hours"];

impl Flow for AvailabilityResults {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        match saving.view.def.name {
            TARGET if *saving.value("metric") == text("availability") => {
                saving.plan(TOPIC, next_month(world.now()));
            }
            OUTAGE | WINDOW => saving.plan(TOPIC, Some(world.now())),
            RESULT if !saving.record.imported => fill(world, saving)?,
            _ => {}
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        match &*work.kind {
            TARGET => months(world, work.record),
            RESULT => asked(world, work.record),
            kind => anew(world, kind, work.record),
        }
    }

    fn was_saved(&self, _: &str) {}
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn failed(fault: EvidenceFault) -> Refused {
    Refused::Failed(fault.0)
}

/// Noon of the first day of the next month, when the month is over on every clock.
fn next_month(now: Timestamp) -> Option<Timestamp> {
    let first = now.to_zoned(TimeZone::UTC).date().first_of_month().saturating_add(1.month());
    let noon = first.to_datetime(Time::midnight().saturating_add(12.hours()));
    noon.to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp())
}

fn date(value: &Value) -> Option<Date> {
    if let Value::Date(day) = value { Some(*day) } else { None }
}

fn period(view: &KindView, record: &Record) -> Option<Period> {
    let day = |field: &str| date(view.value(record, field));
    Some(Period { from: day("from")?, until: day("until")? })
}

/// Fills a result with what its time came to. One whose promise no longer counts stays as it is.
fn fill(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let now = world.now();
    let Some(target) = saving.value("target").as_int() else { return Ok(()) };
    let Some(period) = period(saving.view, saving.record) else { return Ok(()) };
    let evidence = world.evidence();
    let found = kept(&evidence, target, period).map_err(failed)?;
    let judged_months = rhythm(&evidence, target).map_err(failed)?.map(|(_, months)| months);
    drop(evidence);
    let (Some(found), Some(months)) = (found, judged_months) else { return Ok(()) };
    let is_judged = period.from.saturating_add(months.months()) <= period.until;
    let promised = match saving.value("target_percent") {
        Value::Decimal(promised) => Some(*promised),
        _ => None,
    };
    let missed = found.percent.zip(promised).is_some_and(|(percent, promised)| percent < promised);
    for (field, hours) in HOURS.into_iter().zip(found.hours) {
        saving.set(field, Value::Decimal(hours));
    }
    saving.set("availability_percent", found.percent.map(Value::Decimal).unwrap_or_default());
    saving.set("outage_count", Value::Int(found.outages));
    saving.set("outages", Value::Refs(found.counted));
    saving.set("windows", Value::Refs(found.windows));
    saving.set("is_missed", Value::Bool(is_judged && missed));
    let is_asked = is_judged && missed && saving.value("action").is_none();
    saving.plan(TOPIC, is_asked.then_some(now));
    Ok(())
}

/// Keeps the months of a target that are over and not on record, and the longer times by which it is judged.
fn months(world: &mut World<'_>, target: RecordId) -> Result<DueDone, Refused> {
    let mut done = DueDone { again: next_month(world.now()), ..DueDone::default() };
    let Some(record) = world.record(TARGET, target)? else { return Ok(DueDone::default()) };
    let evidence = world.evidence();
    let rhythm = rhythm(&evidence, target).map_err(failed)?;
    drop(evidence);
    let Some((zone, judged_months)) = rhythm else { return Ok(done) };
    let running = world.now().to_zoned(zone.clone()).date().first_of_month();
    let view = world.view(RESULT)?;
    let filters = [Filter::is("target", Value::Ref(target))];
    let on_record = world.find(RESULT, &filters, RESULTS_READ_MAX)?;
    let on_record: Vec<_> = on_record.iter().filter_map(|one| period(&view, one)).collect();
    let last = on_record.iter().map(|one| one.until).max();
    let begun = record.created_at.to_zoned(zone).date().first_of_month();
    let first = last.map_or(begun, Date::first_of_month);
    let first = first.max(running.saturating_sub(MONTHS_MAX.months()));
    let each = (0..MONTHS_MAX).map(|place| first.saturating_add(place.months()));
    for month in each.take_while(|month| *month < running) {
        let until = month.saturating_add(1.month());
        let window = until.saturating_sub(judged_months.months());
        let is_end = judged_months > 1 && i32::from(month.month()) % judged_months == 0;
        let periods = [Some(month), is_end.then_some(window)];
        for from in periods.into_iter().flatten() {
            let period = Period { from, until };
            if !on_record.contains(&period) && has_time(world, target, period)? {
                let fields = json!({
                    "target": target, "from": from.to_string(), "until": until.to_string(),
                });
                done.commands.push(Command::create(RESULT, input(fields)));
            }
        }
    }
    Ok(done)
}

/// Whether anything was agreed for a time: a month before the agreement began has no result.
fn has_time(world: &mut World<'_>, target: RecordId, period: Period) -> Result<bool, Refused> {
    let evidence = world.evidence();
    let found = kept(&evidence, target, period).map_err(failed)?;
    Ok(found.is_some_and(|found| found.hours.first().is_some_and(|hours| !hours.is_zero())))
}

/// Works out anew what an outage or a maintenance window has a part in, now or before it was corrected.
fn anew(world: &mut World<'_>, kind: &str, id: RecordId) -> Result<DueDone, Refused> {
    let mut done = DueDone::default();
    let view = world.view(RESULT)?;
    let (field, begin, end) = match kind {
        OUTAGE => ("outages", "began_at", "ended_at"),
        _ => ("windows", "starts_at", "ends_at"),
    };
    let Some(record) = world.record(kind, id)? else { return Ok(done) };
    let own = world.view(kind)?;
    let day = |field: &str| {
        let at = own.value(&record, field).as_instant();
        at.map(|at| at.to_zoned(TimeZone::UTC).date())
    };
    let mut found: BTreeMap<RecordId, Record> = BTreeMap::new();
    let mut take = |records: Vec<Record>| {
        found.extend(records.into_iter().map(|one| (one.id, one)));
    };
    let with = [Filter::is(field, Value::Ref(id))];
    take(world.find(RESULT, &with, RESULTS_READ_MAX)?);
    if let Some(begin) = day(begin) {
        // A day more on either side, for clocks east and west of Greenwich.
        let test = |field: &str, test| Filter { field: field.to_owned(), test };
        let from = Value::Date(begin.saturating_sub(1.day()));
        let mut touching = vec![test("until", Test::AtLeast(from))];
        if let Some(end) = day(end) {
            let until = Value::Date(end.saturating_add(2.days()));
            touching.push(test("from", Test::Less(until)));
        }
        take(world.find(RESULT, &touching, RESULTS_READ_MAX)?);
    }
    for result in found.values().filter(|one| !one.imported) {
        if differs(world, &view, result)? {
            done.commands.push(Command::change(RESULT, result.id, None, Input::Nothing));
        }
    }
    Ok(done)
}

/// Whether a result would come out otherwise today.
fn differs(world: &mut World<'_>, view: &KindView, result: &Record) -> Result<bool, Refused> {
    let value = |field: &str| view.value(result, field);
    let Some((target, period)) = value("target").as_int().zip(period(view, result)) else {
        return Ok(false);
    };
    let evidence = world.evidence();
    let Some(found) = kept(&evidence, target, period).map_err(failed)? else { return Ok(false) };
    Ok(!is_same(value, &found))
}

fn is_same<'a>(value: impl Fn(&str) -> &'a Value, found: &Kept) -> bool {
    let percent = found.percent.map(Value::Decimal).unwrap_or_default();
    let hours = HOURS.iter().zip(found.hours);
    let mut hours = hours.map(|(field, hours)| *value(field) == Value::Decimal(hours));
    hours.all(|same| same)
        && *value("availability_percent") == percent
        && *value("outage_count") == Value::Int(found.outages)
        && *value("outages") == Value::Refs(found.counted.clone())
        && *value("windows") == Value::Refs(found.windows.clone())
}

/// Asks the owner of the agreement what is done about a missed target, once.
fn asked(world: &mut World<'_>, id: RecordId) -> Result<DueDone, Refused> {
    let mut done = DueDone::default();
    let view = world.view(RESULT)?;
    let Some(result) = world.record(RESULT, id)? else { return Ok(done) };
    let value = |field: &str| view.value(&result, field);
    if !value("is_missed").is_yes() || !value("action").is_none() {
        return Ok(done);
    }
    let tasks = [Filter::is("parent_kind", text(RESULT)), Filter::is("parent", Value::Int(id))];
    if world.count("task", &tasks)? > 0 {
        return Ok(done);
    }
    let agreement = value("agreement").as_int();
    let owner = match agreement {
        Some(agreement) => {
            let agreements = world.view("service_level_agreement")?;
            let record = world.record("service_level_agreement", agreement)?;
            record.and_then(|record| agreements.value(&record, "owner").as_int())
        }
        None => None,
    };
    let due = world.now().to_zoned(TimeZone::UTC).date().saturating_add(ANSWER_DAYS.days());
    let title: String = view.title(&result).chars().take(SUMMARY_CHARACTERS_MAX).collect();
    let fields = json!({
        "summary": format!("Missed availability, what is done? {title}"),
        "parent_kind": RESULT,
        "parent": id,
        "assigned_to": owner,
        "due_on": due.to_string(),
        "notes": "Look at the outages of this period and their causes. Then write into the result \
                  what is done about it, or why nothing is.",
    });
    done.commands.push(Command::create("task", input(fields)));
    Ok(done)
}

/// Fields without those that hold nothing.
fn input(fields: Json) -> Input {
    let Json::Object(fields) = fields else { return Input::Nothing };
    let given = fields.into_iter().filter(|(_, value)| !value.is_null());
    Input::Json(given.collect::<Map<_, _>>())
}
