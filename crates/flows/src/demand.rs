//! Demand: sources that Gemba counts itself are counted when a month is over, and forecasts are worked out from what
//! was measured and later held against what came.
use crate::cost::{next, unread};
use gemba_desk::{Attempt, Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_figures::demand::measures;
use gemba_model::{
    FieldFault, Record,
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{
    RecordId, Value,
    actor::Channel,
    demand_figures::{self, Method},
};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

const SOURCE: &str = "demand_source";
const MEASURE: &str = "demand_measure";
const FORECAST: &str = "demand_forecast";
const EVENT: &str = "business_event";
/// So many months back a source is counted when it begins.
const MONTHS_BACK: i64 = 12;
const READ_MAX: usize = 10_000;

/// Counts demand from the records. It remembers nothing.
#[derive(Debug, Default)]
pub struct DemandCount;

const COUNT: &str = "demand_count";

/// The beginning of a month, in UTC.
fn begin_of(month: Date) -> Result<Timestamp, Refused> {
    let begins = month.to_zoned(TimeZone::UTC).map(|at| at.timestamp());
    begins.map_err(|fault| Refused::Failed(format!("no such month: {fault}")))
}

fn this_month(world: &World<'_>) -> Date {
    world.now().to_zoned(TimeZone::UTC).date().first_of_month()
}

/// Which records a source counts, and by which of their times.
fn counted(view: &KindView, source: &Record) -> Option<(&'static str, &'static str)> {
    match view.value(source, "counted").as_text()? {
        "incidents" => Some(("incident", "opened_at")),
        "requests" => Some(("service_request", "created_at")),
        _ => None,
    }
}

fn within(field: &str, from: Timestamp, to: Timestamp) -> [Filter; 2] {
    let filter = |test| Filter { field: field.to_owned(), test };
    [filter(Test::AtLeast(Value::Instant(from))), filter(Test::Less(Value::Instant(to)))]
}

impl Flow for DemandCount {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        match saving.view.def.name {
            SOURCE => {
                let is_counted = counted(saving.view, saving.record).is_some();
                if is_counted && (saving.before.is_none() || saving.verb == "restore") {
                    saving.plan(COUNT, Some(world.now()));
                }
            }
            MEASURE if saving.before.is_none() && saving.actor.channel == Channel::Timer => {
                saving.set("is_counted", Value::Bool(true));
            }
            _ => {}
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        COUNT
    }

    /// Counts each month that is over and was not measured, from the first one in which there was anything.
    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(SOURCE)?;
        let Some(source) = world.record(SOURCE, work.record)? else { return Ok(done) };
        let Some((kind, time)) = counted(&view, &source).filter(|_| source.state == "current")
        else {
            return Ok(done);
        };
        let known = known(world, source.id)?;
        let running = this_month(world);
        let mut has_begun = false;
        for back in (1..=MONTHS_BACK).rev() {
            let month = running.saturating_sub(back.months());
            if known.contains(&month) {
                has_begun = true;
                continue;
            }
            let mut filters = within(time, begin_of(month)?, begin_of(next(month))?).to_vec();
            for field in ["service", "customer"] {
                let value = view.value(&source, field);
                if !value.is_none() {
                    filters.push(Filter::is(field, value.clone()));
                }
            }
            let count = world.count(kind, &filters)?;
            has_begun |= count > 0;
            if has_begun || back == 1 {
                let commands = vec![Command::create(MEASURE, measure(source.id, month, count))];
                done.attempts.push(Attempt { record: source.id, commands });
            }
        }
        done.again = Some(begin_of(next(running))?);
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

/// The months that were measured, those among them whose measure is used no longer.
fn known(world: &mut World<'_>, source: RecordId) -> Result<BTreeSet<Date>, Refused> {
    let view = world.view(MEASURE)?;
    let all = world.find(MEASURE, &[Filter::is("source", Value::Ref(source))], READ_MAX)?;
    let month = |record: &Record| match view.value(record, "month") {
        Value::Date(month) => Some(*month),
        _ => None,
    };
    Ok(all.iter().filter_map(month).collect())
}

fn measure(source: RecordId, month: Date, count: u64) -> Input {
    let fields = json!({"source": source, "month": month.to_string(), "value": count.to_string()});
    Input::Json(match fields {
        Json::Object(fields) => fields,
        _ => Map::new(),
    })
}

/// Works forecasts out and holds them against what came. It remembers nothing.
#[derive(Debug, Default)]
pub struct DemandForecasts;

const TOPIC: &str = "demand_forecast";

impl Flow for DemandForecasts {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        match saving.view.def.name {
            FORECAST if saving.before.is_none() => work_out(world, saving),
            FORECAST if saving.record.state == "current" => hold_against(world, saving),
            MEASURE => {
                saving.plan(TOPIC, Some(world.now()));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    /// A month was measured: the forecasts of its source are held against it.
    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(MEASURE)?;
        let Some(measure) = world.record(MEASURE, work.record)? else { return Ok(done) };
        let filters = [
            Filter::is("state", Value::Text("current".to_owned())),
            Filter::is("source", view.value(&measure, "source").clone()),
        ];
        for forecast in world.find(FORECAST, &filters, READ_MAX)? {
            done.commands.push(Command::change(FORECAST, forecast.id, None, Input::Nothing));
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

fn method(saving: &Saving<'_>) -> Method {
    let months = |field: &str| {
        usize::try_from(saving.value(field).as_int().unwrap_or_default()).unwrap_or_default()
    };
    match saving.value("method").as_text() {
        Some("moving_average") => Method::MovingAverage(months("window")),
        Some("seasonal_naive") => Method::SeasonalNaive(months("season")),
        _ => Method::Smoothing(match saving.value("weight") {
            Value::Decimal(weight) => *weight,
            _ => Decimal::ONE,
        }),
    }
}

fn work_out(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let Some(source) = saving.value("source").as_int() else { return Ok(()) };
    let running = this_month(world);
    let history = unbroken(world, source, running)?;
    let values: Vec<_> = history.iter().map(|(_, value)| *value).collect();
    let (method, horizon) = (method(saving), saving.value("horizon").as_int().unwrap_or(1));
    let horizon = usize::try_from(horizon).unwrap_or(1);
    let Some(said) = demand_figures::forecast(method, &values, horizon) else {
        let fault = format!(
            "needs {} months in a row that were measured and are over; there are {}",
            method.needs(),
            values.len()
        );
        return Err(Refused::Invalid(vec![FieldFault::new("method", fault)]));
    };
    let first = history.last().map_or(running, |(month, _)| next(*month));
    let events = Events::of(world, source)?;
    let months = (0..).map(|place: i32| first.saturating_add(place.months()));
    let rows = months.zip(&said.ahead).map(|(month, expected)| {
        let with_events = events.count_in(*expected, month);
        json!({"month": month.to_string(), "expected": text(*expected),
            "with_events": text(with_events)})
    });
    let rows: Json = rows.collect();
    let past = history
        .iter()
        .map(|(month, value)| json!({"month": month.to_string(), "value": text(*value)}));
    let past: Json = past.collect();
    let view = world.view(SOURCE)?;
    let name = world.record(SOURCE, source)?.map(|record| view.title(&record)).unwrap_or_default();
    saving.set("name", Value::Text(format!("{name}, from {}", first.strftime("%Y-%m"))));
    saving.set("first_month", Value::Date(first));
    saving.set("history", Value::Struct(past));
    saving.set("values", Value::Struct(rows));
    saving.set("mape_percent", said.mape_percent.map(Value::Decimal).unwrap_or_default());
    saving.set("taken_at", Value::Instant(world.now()));
    Ok(())
}

fn text(number: Decimal) -> String {
    number.normalize().to_string()
}

/// The months that are over and were measured, up to the last one, without a gap.
fn unbroken(
    world: &mut World<'_>,
    source: RecordId,
    running: Date,
) -> Result<Vec<(Date, Decimal)>, Refused> {
    let measured = measures(&world.evidence(), source).map_err(unread)?;
    let over = measured.iter().filter(|(month, _)| **month < running);
    let mut months: Vec<(Date, Decimal)> = Vec::new();
    for (month, one) in over.rev() {
        if months.last().is_some_and(|(later, _)| next(*month) != *later) {
            break;
        }
        months.push((*month, one.value));
    }
    months.reverse();
    Ok(months)
}

/// What moves the demand of a source.
struct Events(Vec<(Date, Option<Date>, Decimal)>);

impl Events {
    fn of(world: &mut World<'_>, source: RecordId) -> Result<Self, Refused> {
        let filters = [
            Filter::is("state", Value::Text("expected".to_owned())),
            Filter::is("source", Value::Ref(source)),
        ];
        let view = world.view(EVENT)?;
        let events = world.find(EVENT, &filters, READ_MAX)?;
        let event = |record: &Record| {
            let day = |field: &str| match view.value(record, field) {
                Value::Date(day) => Some(*day),
                _ => None,
            };
            let Value::Decimal(effect) = view.value(record, "effect_percent") else { return None };
            Some((day("from")?, day("until"), *effect))
        };
        Ok(Self(events.iter().filter_map(event).collect()))
    }

    /// A value with every event counted in that moves demand in the month.
    fn count_in(&self, expected: Decimal, month: Date) -> Decimal {
        let last = month.last_of_month();
        let is_in = |(from, until, _): &&(Date, Option<Date>, Decimal)| {
            *from <= last && until.is_none_or(|until| until >= month)
        };
        let factor = |percent: Decimal| Decimal::ONE + percent / Decimal::ONE_HUNDRED;
        let events = self.0.iter().filter(is_in);
        events.fold(expected, |value, (.., effect)| value * factor(*effect)).round_dp(4)
    }
}

fn hold_against(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let Some(source) = saving.value("source").as_int() else { return Ok(()) };
    let Value::Struct(Json::Array(mut rows)) = saving.value("values").clone() else {
        return Ok(());
    };
    let running = this_month(world);
    let came: BTreeMap<String, Decimal> = measures(&world.evidence(), source)
        .map_err(unread)?
        .into_iter()
        .filter(|(month, _)| *month < running)
        .map(|(month, one)| (month.to_string(), one.value))
        .collect();
    let (mut values, mut said) = (Vec::new(), Vec::new());
    for row in rows.iter_mut().filter_map(Json::as_object_mut) {
        let of = |name: &str| row.get(name).and_then(Json::as_str).unwrap_or_default();
        let Ok(expected) = of("with_events").parse::<Decimal>() else { continue };
        let Some(value) = came.get(of("month")).copied() else {
            row.remove("came");
            row.remove("error_percent");
            continue;
        };
        row.insert("came".to_owned(), json!(text(value)));
        match demand_figures::error(value, expected) {
            Some(error) => row.insert("error_percent".to_owned(), json!(text(error.round_dp(2)))),
            None => row.remove("error_percent"),
        };
        values.push(value);
        said.push(Some(expected));
    }
    let error = demand_figures::mape(&values, &said).map(Value::Decimal);
    saving.set("values", Value::Struct(Json::Array(rows)));
    saving.set("came_percent", error.unwrap_or_default());
    Ok(())
}
