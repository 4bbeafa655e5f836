//! Service levels: what a month came to for 200 services, in a house with a million incidents.
use crate::{
    Scale,
    engines::Engine,
    house::{self, House, owner, values},
    load,
    report::{Report, Target, median, milliseconds},
    server::Server,
    words::Dice,
};
use anyhow::{Result, ensure};
use gemba_desk::{Command, Desk, Imported};
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Channel},
};
use jiff::{SignedDuration, Timestamp, ToSpan, tz::TimeZone};
use std::{path::Path, rc::Rc, time::Instant};

const SERVICES: u32 = 200;
const BATCH: u32 = 2_000;
const SPAN_SECONDS: i64 = 3 * 365 * 24 * 3_600;
const SEED: u64 = 833;
const TURNS: usize = 5;
const MONTH_MS_MAX: f64 = 2_000.0;

/// Measures one engine.
pub fn measure(program: &Path, engine: &Engine, scale: &Scale, report: &mut Report) -> Result<()> {
    let database = engine.fresh("levels");
    let desk = house::open(&database)?;
    let house = Rc::new(House::set_up(&desk)?);
    let begun = Instant::now();
    fill(&desk, scale.incidents, report)?;
    let name = format!("filling with {} incidents under {SERVICES} agreements", scale.incidents);
    report.add(engine.name, name, begun.elapsed().as_secs_f64(), "s", Target::None);
    drop(desk);
    let key = engine.folder.path().join("levels.key");
    let server = Server::start(program, &database, &key)?;
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let month = today.first_of_month();
    let before = month.saturating_sub(1.month());
    let year = month.saturating_sub(12.months());
    let asked = [
        ("results of a month, 200 services", before, Target::AtMost(MONTH_MS_MAX)),
        ("results of twelve months as one period", year, Target::None),
    ];
    for (name, from, target) in asked {
        let path = format!("/figures/service-levels?from={from}&until={month}&zone=UTC");
        let request = house.api(&path);
        let mut times = Vec::new();
        for _ in 0..TURNS {
            let begun = Instant::now();
            let (status, text) = load::once(server.address, &request)?;
            ensure!(status == 200, "{name}: the server answered {status}:\n{text}");
            let parts = text.matches("\"attainment_strict\"").count();
            ensure!(parts > usize::try_from(SERVICES)?, "{name}: only {parts} parts were told");
            times.push(milliseconds(begun.elapsed()));
        }
        report.add(engine.name, name, median(times), "ms", target);
    }
    server.stop()
}

fn fill(desk: &Desk, incidents: u32, report: &Report) -> Result<()> {
    let importer = Actor { channel: Channel::Import, ..owner() };
    let agreements = agreements(desk, &importer)?;
    let begin = Timestamp::now() - SignedDuration::from_secs(SPAN_SECONDS);
    let mut dice = Dice::new(SEED);
    let mut number = 0;
    while number < incidents {
        let until = incidents.min(number + BATCH);
        let commands = (number..until)
            .map(|number| {
                let share = SPAN_SECONDS * i64::from(number) / i64::from(incidents.max(1));
                incident(&mut dice, &agreements, begin + SignedDuration::from_secs(share), number)
            })
            .collect();
        for answer in desk.run_many(&importer, commands)? {
            answer?;
        }
        number = until;
        if number % 100_000 == 0 {
            report.tell(&format!("{number} incidents"));
        }
    }
    Ok(())
}

/// An agreement for each service, in force for four years, with a promise for a response and for a solution.
fn agreements(desk: &Desk, importer: &Actor) -> Result<Vec<[RecordId; 3]>> {
    let named = |kind: &str, name: String| -> Result<RecordId> {
        let command = Command::create(kind, values(vec![("name", Value::Text(name))]));
        Ok(desk.run(&owner(), command)?.record.id)
    };
    let customer = named("customer", "Everybody".to_owned())?;
    let hours = vec![
        ("name", Value::Text("Always".to_owned())),
        ("hours", Value::Text("24x7".to_owned())),
        ("time_zone", Value::Text("UTC".to_owned())),
    ];
    let calendar = desk.run(&owner(), Command::create("calendar", values(hours)))?.record.id;
    let began = Timestamp::now().to_zoned(TimeZone::UTC).date().saturating_sub(4.years());
    let mut all = Vec::new();
    for number in 0..SERVICES {
        let service = named("service", format!("Service {number}"))?;
        let fields = vec![
            ("name", Value::Text(format!("Agreement {number}"))),
            ("customer", Value::Ref(customer)),
            ("service", Value::Ref(service)),
            ("calendar", Value::Ref(calendar)),
            ("starts_on", Value::Date(began)),
        ];
        let imported = Imported {
            at: Timestamp::now(),
            state: Some("in_force".to_owned()),
            origin: Some(format!("agreements:{number}")),
            by: None,
        };
        let command = Command::create("service_level_agreement", values(fields));
        let agreement = desk.run(importer, command.with_import(imported))?.record.id;
        for (metric, seconds) in [("response", 3_600), ("resolution", 28_800)] {
            let fields = vec![
                ("name", Value::Text(format!("{metric} {number}"))),
                ("agreement", Value::Ref(agreement)),
                ("metric", Value::Text(metric.to_owned())),
                ("target", Value::Duration(seconds)),
                ("threshold", Value::Decimal(90.into())),
            ];
            desk.run(&owner(), Command::create("service_level_target", values(fields)))?;
        }
        all.push([customer, service, agreement]);
    }
    Ok(all)
}

/// An incident with both clocks; three of a hundred are still open, one of ten was late.
fn incident(
    dice: &mut Dice,
    agreements: &[[RecordId; 3]],
    opened: Timestamp,
    number: u32,
) -> Command {
    let place = usize::try_from(dice.throw(SERVICES)).unwrap_or_default();
    let [customer, service, agreement] = agreements.get(place).copied().unwrap_or_default();
    let after =
        |minutes: u32| Value::Instant(opened + SignedDuration::from_mins(i64::from(minutes)));
    let is_met = dice.throw(10) > 0;
    let mut fields = vec![
        ("summary", Value::Text(format!("Something stands still, {number}"))),
        ("customer", Value::Ref(customer)),
        ("service", Value::Ref(service)),
        ("agreement", Value::Ref(agreement)),
        ("priority", Value::Int(i64::from(1 + dice.throw(4)))),
        ("opened_at", Value::Instant(opened)),
        ("responded_at", after(20)),
        ("response_due", after(60)),
        ("response_met", Value::Bool(true)),
        ("resolve_due", after(480)),
    ];
    let state = if dice.throw(100) < 3 {
        "in_progress"
    } else {
        let minutes = if is_met { 20 + dice.throw(400) } else { 500 + dice.throw(5_000) };
        fields.extend([("resolved_at", after(minutes)), ("resolve_met", Value::Bool(is_met))]);
        "closed"
    };
    let imported = Imported {
        at: opened,
        state: Some(state.to_owned()),
        origin: Some(format!("levels:{number}")),
        by: None,
    };
    Command::create("incident", values(fields)).with_import(imported)
}
