//! Measures: when a period is over, the value of each measure in use is taken from its sheet of figures, or somebody is
//! asked for it; a missed target asks for something to be done; and the measure knows its latest value.
use crate::{complaint_watch::fields, periods};
use gemba_desk::{Command, DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_figures::{Ask, SheetDef, picked, sheet_named};
use gemba_model::{
    Choice, Record,
    check::Period,
    filter::Filter,
    judgement::{Better, Judged},
    overlay::KindView,
    planned_interval::next_due,
    rhythm::Rhythm,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;
use serde_json::json;
use std::collections::BTreeSet;

/// The measures of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct MeasureFlow;

const TOPIC: &str = "measures";
const MEASURE: &str = "measure";
const VALUE: &str = "measurement";
const VALUES_READ_MAX: usize = 10_000;
/// Periods that nobody counted are made up for up to this many at once.
const PERIODS_MAX: usize = 60;

impl Flow for MeasureFlow {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        match (saving.view.def.name, saving.verb) {
            (MEASURE, _) => measure(world, saving),
            (VALUE, "create") => {
                take(world, saving)?;
                saving.plan(TOPIC, Some(world.now()));
                Ok(())
            }
            (VALUE, "enter" | "correct" | "evaluate" | "reopen") => {
                saving.plan(TOPIC, Some(world.now()));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        if work.kind == VALUE {
            after_value(world, work.record)
        } else {
            collect(world, work.record)
        }
    }

    fn was_saved(&self, _: &str) {}
}

/// What a measure says of how and when it is taken.
struct Plan {
    every: Rhythm,
    from: Date,
    days_to_enter: i64,
    is_by_hand: bool,
}

impl Plan {
    fn of(view: &KindView, record: &Record) -> Option<Self> {
        let date = |field: &str| match view.value(record, field) {
            Value::Date(day) => Some(*day),
            _ => None,
        };
        let text = |field: &str| view.value(record, field).as_text().unwrap_or_default().to_owned();
        Some(Self {
            every: <Rhythm as Choice>::named(&text("collected_every"))?,
            from: date("counted_from").or_else(|| date("in_use_since"))?,
            days_to_enter: view.value(record, "days_to_enter").as_int().unwrap_or_default(),
            is_by_hand: text("source") != "sheet",
        })
    }
}

/// What a measure knows of its values, and when the next is taken.
fn measure(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let is_from_sheet = saving.value("source").as_text() == Some("sheet");
    if is_from_sheet && (saving.verb == "use" || saving.verb == "create" && has_sheet(saving)) {
        check(world, saving)?;
    }
    if saving.record.id != 0 {
        latest(world, saving)?;
    }
    let plan = Plan::of(saving.view, saving.record).filter(|_| saving.record.state == "in_use");
    let Some(plan) = plan else {
        saving.set("next_value_on", Value::None);
        saving.plan(TOPIC, None);
        return Ok(());
    };
    let running = plan.every.period_of(periods::today(world));
    saving.set("next_value_on", Value::Date(running.until));
    let is_behind = missing(world, saving.record.id, &plan, running)?.is_empty();
    let next = if is_behind { periods::after(world, running.until) } else { Some(world.now()) };
    saving.plan(TOPIC, next);
    Ok(())
}

fn has_sheet(saving: &Saving<'_>) -> bool {
    saving.value("sheet").as_text().is_some() && saving.value("figure").as_text().is_some()
}

/// Refuses a figure that no sheet has, and says which there are.
fn check(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let running = Rhythm::Month.period_of(periods::today(world));
    let last = Rhythm::Month.shifted(running, -1);
    let (def, figure) = wanted(saving.view, saving.record)?;
    let about = saving.value("narrowed_to").as_int();
    let sheet = sheet_of(world, def, last, about)?;
    if let Some(found) = picked::figure(&sheet, &figure, about) {
        if saving.value("unit").is_none() && !found.def.unit.is_empty() {
            saving.set("unit", Value::Text(found.def.unit.to_owned()));
        }
        return Ok(());
    }
    let names = picked::names(&sheet).into_iter().collect::<Vec<_>>().join(", ");
    Err(Refused::Not(format!(
        "The sheet “{}” has no figure “{figure}”. It has: {names}.",
        def.name
    )))
}

/// The sheet and the figure that a measure names.
fn wanted(view: &KindView, record: &Record) -> Result<(&'static SheetDef, String), Refused> {
    let text =
        |field: &str| view.value(record, field).as_text().unwrap_or_default().trim().to_owned();
    let name = text("sheet");
    let def = sheet_named(&name).ok_or_else(|| {
        let known: Vec<_> = gemba_figures::SHEETS.iter().map(|def| def.name).collect();
        Refused::Not(format!("There is no sheet “{name}”. There are: {}.", known.join(", ")))
    })?;
    Ok((def, text("figure")))
}

fn sheet_of(
    world: &mut World<'_>,
    def: &SheetDef,
    period: Period,
    about: Option<RecordId>,
) -> Result<gemba_figures::Sheet, Refused> {
    let ask = Ask { period, zone: world.zone(), about };
    let sheet = (def.read)(&world.evidence(), &ask);
    sheet.map_err(|fault| Refused::Failed(fault.0))
}

fn values_of(world: &mut World<'_>, measure: RecordId) -> Result<Vec<Record>, Refused> {
    world.find(VALUE, &[Filter::is("measure", Value::Ref(measure))], VALUES_READ_MAX)
}

/// The latest value of a measure, and when somebody said last what its values mean.
fn latest(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let view = world.view(VALUE)?;
    let values = values_of(world, saving.record.id)?;
    let date = |record: &Record, field: &str| match view.value(record, field) {
        Value::Date(day) => Some(*day),
        Value::Instant(at) => Some(periods::day_of(*at)),
        _ => None,
    };
    let with_value = values.iter().filter(|one| !view.value(one, "value").is_none());
    if let Some(last) = with_value.max_by_key(|one| (date(one, "until"), one.id)) {
        saving.set("latest_value", view.value(last, "value").clone());
        saving.set("latest_until", view.value(last, "until").clone());
        saving.set("judged", view.value(last, "judged").clone());
    }
    let evaluated = values.iter().filter_map(|one| date(one, "evaluated_at")).max();
    saving.set("last_evaluated_on", evaluated.map_or(Value::None, Value::Date));
    if saving.record.state == "in_use" {
        let since = match saving.value("in_use_since") {
            Value::Date(day) => Some(*day),
            _ => None,
        };
        let months = saving.value("evaluated_every").as_int().unwrap_or(1);
        let due = evaluated.or(since).and_then(|day| next_due(day, months));
        saving.set("evaluation_due_on", due.map_or(Value::None, Value::Date));
    }
    Ok(())
}

/// The periods that are over and of which there is nothing yet, the oldest first.
fn missing(
    world: &mut World<'_>,
    measure: RecordId,
    plan: &Plan,
    running: Period,
) -> Result<Vec<Period>, Refused> {
    let view = world.view(VALUE)?;
    let known: BTreeSet<_> =
        values_of(world, measure)?.iter().map(|one| view.value(one, "from").to_text()).collect();
    let first = plan.every.period_of(plan.from);
    let each = (0..).map(|place| plan.every.shifted(first, place));
    let over = each.take_while(|period| period.until <= running.from).take(VALUES_READ_MAX);
    let open = over.filter(|period| !known.contains(&period.from.to_string()));
    Ok(open.take(PERIODS_MAX).collect())
}

/// Takes the values of the periods that are over.
fn collect(world: &mut World<'_>, id: RecordId) -> Result<DueDone, Refused> {
    let mut done = DueDone::default();
    let view = world.view(MEASURE)?;
    let Some(record) = world.record(MEASURE, id)? else { return Ok(done) };
    let plan = Plan::of(&view, &record).filter(|_| record.state == "in_use");
    let Some(plan) = plan else { return Ok(done) };
    let running = plan.every.period_of(periods::today(world));
    for period in missing(world, id, &plan, running)? {
        let grace = if plan.is_by_hand { plan.days_to_enter } else { 0 };
        let due = period.until.saturating_add(grace.days());
        let with = json!({
            "measure": id,
            "from": period.from,
            "until": period.until,
            "due_on": due,
        });
        done.commands.push(Command::create(VALUE, fields(with)));
    }
    done.again = periods::after(world, running.until);
    Ok(done)
}

/// Takes the value of a period from the sheet of its measure.
fn take(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let is_told = !saving.value("value").is_none() || !saving.value("no_value_because").is_none();
    let (Value::Ref(measure), false) = (saving.value("measure").clone(), is_told) else {
        return Ok(());
    };
    let (Value::Date(from), Value::Date(until)) =
        (saving.value("from").clone(), saving.value("until").clone())
    else {
        return Ok(());
    };
    let view = world.view(MEASURE)?;
    let Some(record) = world.record(MEASURE, measure)? else { return Ok(()) };
    if view.value(&record, "source").as_text() != Some("sheet") {
        return Ok(());
    }
    let (def, name) = wanted(&view, &record)?;
    let about = view.value(&record, "narrowed_to").as_int();
    let period = Period { from, until };
    let sheet = sheet_of(world, def, period, about)?;
    let figure = picked::figure(&sheet, &name, about);
    let value = figure.and_then(|figure| picked::number(&figure.value));
    let why = figure.and_then(|figure| figure.undefined.clone());
    let why = why.unwrap_or_else(|| format!("The sheet “{}” told no figure “{name}”.", def.name));
    match value {
        Some(value) => saving.set("value", Value::Decimal(value)),
        None => saving.set("no_value_because", Value::Text(why)),
    }
    saving.set("taken_from", Value::Text(format!("{}: {name}", def.name)));
    saving.set("taken_at", Value::Instant(world.now()));
    if let Some(figure) = figure {
        let mut told = figure.told();
        crate::restricted_rows::take_off(world, &mut told)?;
        saving.set("rests_on", Value::Struct(told));
        let unit = picked::unit(figure);
        if saving.value("unit").is_none() && !unit.is_empty() {
            saving.set("unit", Value::Text(unit));
        }
        let left_out = figure.exceptions.len();
        if left_out > 0 {
            let words = format!("{left_out} left out or counted otherwise; see what it rests on.");
            saving.set("exceptions", Value::Text(words));
        }
    }
    saving.set("judged", judged(&view, &record, value));
    // The value is here now: whoever began the record did not have it.
    "taken".clone_into(&mut saving.record.state);
    Ok(())
}

fn judged(view: &KindView, measure: &Record, value: Option<Decimal>) -> Value {
    let decimal = |field: &str| match view.value(measure, field) {
        Value::Decimal(number) => Some(*number),
        _ => None,
    };
    let better = view.value(measure, "better").as_text().and_then(<Better as Choice>::named);
    let judged = value
        .zip(better.zip(decimal("target")))
        .map(|(value, (better, target))| Judged::of(value, better, target, decimal("warning")));
    judged.map_or(Value::None, |judged| Value::Text(judged.name().to_owned()))
}

/// The measure hears of a value; its owner is asked for one that is missing, or what is done about a missed target.
fn after_value(world: &mut World<'_>, id: RecordId) -> Result<DueDone, Refused> {
    let mut done = DueDone::default();
    let view = world.view(VALUE)?;
    let Some(record) = world.record(VALUE, id)? else { return Ok(done) };
    let is_missed = view.value(&record, "judged").as_text() == Some("missed");
    let task = match &*record.state {
        "expected" => Some((
            "Enter the value",
            "Enter what it came to and where that comes from, or why there is no value.",
            view.value(&record, "due_on").clone(),
        )),
        "taken" if is_missed => {
            let day = periods::today(world).saturating_add(DAYS_TO_ACT.days());
            Some((
                "Decide what is done about the missed target",
                "Find out why, decide what is done, and evaluate the value. If nothing is to be done, say why.",
                Value::Date(day),
            ))
        }
        _ => None,
    };
    if let Some((summary, notes, due)) = task {
        let summary = format!("{summary}: {}", view.title(&record));
        let owner = view.value(&record, "owner").to_json();
        done.commands.extend(periods::task_once(
            world,
            (VALUE, id),
            &summary,
            notes,
            &owner,
            &due,
        )?);
    }
    if let Value::Ref(measure) = view.value(&record, "measure") {
        done.commands.push(periods::look_again(MEASURE, *measure));
    }
    Ok(done)
}

const DAYS_TO_ACT: i64 = 14;
