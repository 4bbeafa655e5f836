//! Reports that come round: when a period is over one is prepared with its figures and those of the periods before;
//! what stands out waits for a decision; what was decided becomes tasks; and it is written down who was told what.
mod figures;
mod sending;

use crate::{
    complaint_watch::fields,
    periods::{self, look_again, task_once},
};
use gemba_desk::{Command, DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_figures::sheet_named;
use gemba_model::{
    Choice, Record, check::Period, filter::Filter, overlay::KindView, rhythm::Rhythm,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{ToSpan, civil::Date};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// The reports of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ReportFlow;

const TOPIC: &str = "reports";
const DEFINITION: &str = "report_definition";
const RUN: &str = "report_run";
const RUNS_READ_MAX: usize = 2_000;
/// Periods of which nobody made a report, because the server was away, are made up for up to this many.
const PERIODS_MAX: usize = 12;

impl Flow for ReportFlow {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        match (saving.view.def.name, saving.verb) {
            (DEFINITION, verb) => {
                if matches!(verb, "use" | "resume") {
                    check(saving)?;
                }
                definition(world, saving)
            }
            (RUN, "create" | "refresh") => {
                figures::take(world, saving)?;
                saving.plan(TOPIC, Some(world.now()));
                Ok(())
            }
            (RUN, "review" | "withdraw") => {
                saving.plan(TOPIC, Some(world.now()));
                Ok(())
            }
            (RUN, "send") => {
                sending::send(world, saving)?;
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
        if work.kind == RUN { after_run(world, work.record) } else { make(world, work.record) }
    }

    fn was_saved(&self, _: &str) {}
}

/// A sheet that a report shows, and the record to which it is narrowed.
type Wanted = (String, Option<RecordId>);

/// The sheets that a definition names.
fn sheets(view: &KindView, definition: &Record) -> Vec<Wanted> {
    let Value::Struct(Json::Array(rows)) = view.value(definition, "sheets") else {
        return Vec::new();
    };
    let row = |row: &Json| {
        let name = row.get("sheet")?.as_str()?.trim().to_owned();
        Some((name, row.get("narrowed_to").and_then(Json::as_i64)))
    };
    rows.iter().filter_map(row).collect()
}

/// Sheets that are told to few: what is kept in a report is read by all its readers.
const FOR_FEW: [&str; 1] = ["security"];

/// Refuses sheets that there are not, and those that few may read.
fn check(saving: &Saving<'_>) -> Result<(), Refused> {
    for (name, about) in sheets(saving.view, saving.record) {
        let Some(def) = sheet_named(&name) else {
            let known: Vec<_> = gemba_figures::SHEETS.iter().map(|def| def.name).collect();
            let known = known.join(", ");
            return Err(Refused::Not(format!("There is no sheet “{name}”. There are: {known}.")));
        };
        if FOR_FEW.contains(&def.name) {
            return Err(Refused::Not(format!(
                "The sheet “{name}” counts what only those who look after information security may know of. Measure \
                 what others need of it, and report the measures."
            )));
        }
        if about.is_some() && def.about.is_none() {
            return Err(Refused::Not(format!("The sheet “{name}” is not narrowed to a record.")));
        }
    }
    Ok(())
}

/// How often a report is made, and since when.
struct Plan {
    every: Rhythm,
    since: Date,
    due_days: i64,
}

impl Plan {
    fn of(view: &KindView, record: &Record) -> Option<Self> {
        let Value::Date(since) = *view.value(record, "in_use_since") else { return None };
        let every = view.value(record, "every").as_text()?;
        let due_days = view.value(record, "due_days").as_int().unwrap_or_default();
        (record.state == "in_use").then_some(())?;
        Some(Self { every: <Rhythm as Choice>::named(every)?, since, due_days })
    }
}

fn runs(world: &mut World<'_>, definition: RecordId) -> Result<Vec<Record>, Refused> {
    world.find(RUN, &[Filter::is("definition", Value::Ref(definition))], RUNS_READ_MAX)
}

/// The first days of the periods of which there is a report; withdrawn ones do not come again.
fn known(world: &mut World<'_>, definition: RecordId) -> Result<BTreeSet<String>, Refused> {
    let view = world.view(RUN)?;
    let all = runs(world, definition)?;
    Ok(all.iter().map(|one| view.value(one, "from").to_text()).collect())
}

/// What a definition knows of its reports, and when the next is made.
fn definition(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let id = saving.record.id;
    if id != 0 {
        let view = world.view(RUN)?;
        let all = runs(world, id)?;
        let sent = all.iter().filter(|one| one.state != "withdrawn");
        let until = sent.filter_map(|one| match view.value(one, "until") {
            Value::Date(day) => Some(*day),
            _ => None,
        });
        saving.set("reported_until", until.max().map_or(Value::None, Value::Date));
    }
    let Some(plan) = Plan::of(saving.view, saving.record) else {
        saving.set("next_due_on", Value::None);
        saving.plan(TOPIC, None);
        return Ok(());
    };
    let open = missing(world, id, &plan)?;
    let running = plan.every.period_of(periods::today(world));
    let next = open.first().copied().unwrap_or(running);
    let due = next.until.saturating_add(plan.due_days.days());
    saving.set("next_due_on", Value::Date(due));
    let at = if open.is_empty() { periods::after(world, running.until) } else { Some(world.now()) };
    saving.plan(TOPIC, at);
    Ok(())
}

/// The periods that are over and of which there is no report, the oldest first.
fn missing(world: &mut World<'_>, id: RecordId, plan: &Plan) -> Result<Vec<Period>, Refused> {
    let known = known(world, id)?;
    let running = plan.every.period_of(periods::today(world));
    let first = plan.every.period_of(plan.since);
    let each = (0..).map(|place| plan.every.shifted(first, place));
    let over = each.take_while(|period| period.until <= running.from).take(RUNS_READ_MAX);
    let mut open: Vec<_> = over.filter(|one| !known.contains(&one.from.to_string())).collect();
    open.drain(..open.len().saturating_sub(PERIODS_MAX));
    Ok(open)
}

/// Prepares the reports of the periods that are over.
fn make(world: &mut World<'_>, id: RecordId) -> Result<DueDone, Refused> {
    let mut done = DueDone::default();
    let view = world.view(DEFINITION)?;
    let Some(record) = world.record(DEFINITION, id)? else { return Ok(done) };
    let Some(plan) = Plan::of(&view, &record) else { return Ok(done) };
    for period in missing(world, id, &plan)? {
        let with = json!({
            "definition": id,
            "from": period.from,
            "until": period.until,
            "due_on": period.until.saturating_add(plan.due_days.days()),
        });
        done.commands.push(Command::create(RUN, fields(with)));
    }
    let running = plan.every.period_of(periods::today(world));
    done.again = periods::after(world, running.until);
    Ok(done)
}

/// Whoever answers for a report is asked to look at it; what was decided becomes tasks; the definition hears of it.
fn after_run(world: &mut World<'_>, id: RecordId) -> Result<DueDone, Refused> {
    let mut done = DueDone::default();
    let view = world.view(RUN)?;
    let Some(record) = world.record(RUN, id)? else { return Ok(done) };
    let title = view.title(&record);
    match &*record.state {
        "prepared" => {
            let summary = format!("Look at it and send it: {title}");
            let notes =
                "Say what the figures mean, decide on each that stands out, review it and send it.";
            let owner = view.value(&record, "owner").to_json();
            let due = view.value(&record, "due_on").clone();
            done.commands.extend(task_once(world, (RUN, id), &summary, notes, &owner, &due)?);
        }
        "reviewed" | "sent" => done.commands.extend(actions(world, &view, &record)?),
        _ => {}
    }
    if let Value::Ref(definition) = view.value(&record, "definition") {
        done.commands.push(look_again(DEFINITION, *definition));
    }
    Ok(done)
}

/// A task for each decision, for whoever is named.
fn actions(
    world: &mut World<'_>,
    view: &KindView,
    record: &Record,
) -> Result<Vec<Command>, Refused> {
    let Value::Struct(Json::Array(findings)) = view.value(record, "findings").clone() else {
        return Ok(Vec::new());
    };
    let mut commands = Vec::new();
    for finding in findings {
        let text = |name: &str| finding.get(name).and_then(Json::as_str).unwrap_or_default().trim();
        if text("decision").is_empty() {
            continue;
        }
        let owner = person(world, text("owner"))?.map_or(Json::Null, |id| json!(id));
        let due = text("due").parse::<Date>().map_or(Value::None, Value::Date);
        let notes = format!("Decided on “{}” in {}.", text("finding"), view.title(record));
        let own = (RUN, record.id);
        commands.extend(task_once(world, own, text("decision"), &notes, &owner, &due)?);
    }
    Ok(commands)
}

/// The one person of that name.
fn person(world: &mut World<'_>, name: &str) -> Result<Option<RecordId>, Refused> {
    let named = [Filter::is("name", Value::Text(name.to_owned()))];
    let found = world.find("person", &named, 2)?;
    Ok(if let [one] = &found[..] { Some(one.id) } else { None })
}
