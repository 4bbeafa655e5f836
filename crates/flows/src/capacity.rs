//! Capacity: each day it is worked out when a metric reaches its value to act, whoever owns it gets a task in time, and
//! plans say it for each of their options.
use crate::cost::unread;
use gemba_desk::{Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_figures::capacity::outlook::{Metric, Outlook, Which};
use gemba_vocabulary::{RecordId, Value, actor::Channel};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

const METRIC: &str = "capacity_metric";
const PLAN: &str = "capacity_plan";

/// Watches the metrics. It remembers nothing.
#[derive(Debug, Default)]
pub struct CapacityWatch;

const TOPIC: &str = "capacity_watch";
const SUMMARY_CHARACTERS_MAX: usize = 150;
/// So far ahead a decision has to lie to be another one: a line that wavers by a month asks nobody twice.
const FAR_MONTHS: i64 = 2;

fn today(world: &World<'_>) -> Date {
    world.now().to_zoned(TimeZone::UTC).date()
}

/// What the months of a metric say today, under growth and with more capacity.
fn outlooks(
    world: &mut World<'_>,
    metric: RecordId,
    cases: &[(Decimal, Decimal)],
    adjust: impl FnOnce(&mut Metric),
) -> Result<Option<(Metric, Vec<Outlook>)>, Refused> {
    let today = today(world);
    let evidence = world.evidence();
    let Some(mut metric) = Metric::numbered(&evidence, metric).map_err(unread)? else {
        return Ok(None);
    };
    adjust(&mut metric);
    let months = metric.foreseen(&evidence).map_err(unread)?;
    let of = |(growth, added): &(Decimal, Decimal)| metric.outlook(&months, today, *growth, *added);
    let outlooks = cases.iter().map(of).collect();
    Ok(Some((metric, outlooks)))
}

/// What is being saved may look at other values than what is stored.
fn adjust(metric: &mut Metric, saving: &Saving<'_>) {
    if let Value::Decimal(act_at) = saving.value("act_at") {
        metric.act_at = *act_at;
    }
    metric.lead_months = saving.value("lead_time_months").as_int().unwrap_or(metric.lead_months);
    if let Some(monthly) = saving.value("monthly").as_text() {
        metric.which = Which::named(monthly);
    }
}

const AS_IT_IS: (Decimal, Decimal) = (Decimal::ZERO, Decimal::ZERO);

impl Flow for CapacityWatch {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != METRIC {
            return Ok(());
        }
        if saving.before.is_none() || saving.verb == "restore" {
            saving.plan(TOPIC, tomorrow(world));
        }
        if saving.before.is_none() || saving.record.state != "current" {
            return Ok(());
        }
        let Some((_, outlooks)) =
            outlooks(world, saving.record.id, &[AS_IT_IS], |metric| adjust(metric, saving))?
        else {
            return Ok(());
        };
        let outlook = outlooks.first().cloned().unwrap_or_default();
        fill(saving, &outlook, world.now());
        let is_timer = saving.actor.channel == Channel::Timer;
        if is_timer && is_due(&outlook) && saving.value("asked_for").is_none() {
            saving.set("asked_for", date(outlook.over_from));
        }
        if is_far(&outlook) {
            saving.set("asked_for", Value::None);
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(METRIC)?;
        let Some(record) = world.record(METRIC, work.record)? else { return Ok(done) };
        if record.state != "current" {
            return Ok(done);
        }
        let found = outlooks(world, record.id, &[AS_IT_IS], |_| ())?;
        let outlook =
            found.and_then(|(metric, outlooks)| Some((metric, outlooks.first()?.clone())));
        if let Some((metric, outlook)) = outlook.filter(|(_, outlook)| is_due(outlook))
            && view.value(&record, "asked_for").is_none()
        {
            let owner = view.value(&record, "owner").to_json();
            done.commands.push(Command::create("task", task(&metric, &outlook, owner)));
        }
        done.commands.push(Command::change(METRIC, record.id, None, Input::Nothing));
        done.again = tomorrow(world);
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

fn tomorrow(world: &World<'_>) -> Option<Timestamp> {
    let day = today(world).tomorrow().ok()?;
    Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// Whether the month in which something must be decided has come.
fn is_due(outlook: &Outlook) -> bool {
    outlook.decide_by.is_some_and(|month| month <= outlook.month)
}

/// Whether there is time again: what comes later is another crossing, and its owner is asked anew.
fn is_far(outlook: &Outlook) -> bool {
    let far = outlook.month.saturating_add(FAR_MONTHS.months());
    outlook.decide_by.is_none_or(|month| month >= far)
}

fn date(day: Option<Date>) -> Value {
    day.map(Value::Date).unwrap_or_default()
}

fn fill(saving: &mut Saving<'_>, outlook: &Outlook, now: Timestamp) {
    let told = match (outlook.line, &outlook.why) {
        (_, Some(why)) => why.clone(),
        (Some(line), None) => {
            let fit = line.r_squared.map(|fit| format!(", R² {fit}")).unwrap_or_default();
            format!("Least squares over the months that are over: {} a month{fit}.", line.slope())
        }
        (None, None) => String::new(),
    };
    let new = [
        ("over_from", date(outlook.over_from)),
        ("decide_by", date(outlook.decide_by)),
        ("forecast", Value::Text(told)),
    ];
    if new.iter().any(|(field, value)| saving.value(field) != value) {
        saving.set("checked_at", Value::Instant(now));
    }
    for (field, value) in new {
        saving.set(field, value);
    }
}

fn task(metric: &Metric, outlook: &Outlook, owner: Json) -> Input {
    let title: String = metric.named.title.chars().take(SUMMARY_CHARACTERS_MAX).collect();
    let month =
        |day: Option<Date>| day.map(|day| day.strftime("%Y-%m").to_string()).unwrap_or_default();
    let due = outlook.decide_by.unwrap_or(outlook.month).max(outlook.month).last_of_month();
    let notes = format!(
        "As it goes on, {} {} is reached in {}. It takes {} months to get more. Compare what could be \
         done in a capacity plan and decide.",
        metric.act_at.normalize(),
        metric.unit,
        month(outlook.over_from),
        metric.lead_months
    );
    let fields = json!({
        "summary": format!("Decide about more capacity: {title}"),
        "parent_kind": METRIC,
        "parent": metric.named.id,
        "assigned_to": owner,
        "due_on": due.to_string(),
        "notes": notes,
    });
    Input::Json(match fields {
        Json::Object(fields) => fields,
        _ => Map::new(),
    })
}

/// Says for each option of a plan when its metrics reach the value to act. It remembers nothing.
#[derive(Debug, Default)]
pub struct CapacityOutlook;

#[derive(Deserialize)]
struct Alternative {
    option: String,
    growth_percent: Option<Decimal>,
    added_percent: Option<Decimal>,
}

impl Flow for CapacityOutlook {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        // What was approved is kept as it was seen then.
        let is_open = saving.before.is_none_or(|before| before.state == "draft");
        if saving.view.def.name != PLAN || !is_open {
            return Ok(());
        }
        let options: Vec<Alternative> = match saving.value("options") {
            Value::Struct(rows) => serde_json::from_value(rows.clone()).unwrap_or_default(),
            _ => Vec::new(),
        };
        let metrics = match saving.value("metrics") {
            Value::Refs(metrics) => metrics.clone(),
            _ => Vec::new(),
        };
        let name = |option: &Alternative| option.option.clone();
        let names: Vec<_> =
            std::iter::once("As it is".to_owned()).chain(options.iter().map(name)).collect();
        let case = |option: &Alternative| {
            (option.growth_percent.unwrap_or_default(), option.added_percent.unwrap_or_default())
        };
        let cases: Vec<_> = std::iter::once(AS_IT_IS).chain(options.iter().map(case)).collect();
        let mut rows = Vec::new();
        for metric in metrics {
            let Some((metric, outlooks)) = outlooks(world, metric, &cases, |_| ())? else {
                continue;
            };
            rows.extend(
                names.iter().zip(&outlooks).map(|(name, outlook)| row(name, &metric, outlook)),
            );
        }
        saving.set("outlook", Value::Struct(Json::Array(rows)));
        Ok(())
    }

    fn topic(&self) -> &'static str {
        "capacity_outlook"
    }

    fn due(&self, _: &mut World<'_>, _: &DueWork) -> Result<DueDone, Refused> {
        Ok(DueDone::default())
    }

    fn was_saved(&self, _: &str) {}
}

fn row(option: &str, metric: &Metric, outlook: &Outlook) -> Json {
    let mut row = Map::new();
    let mut put = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            row.insert(name.to_owned(), Json::String(value));
        }
    };
    put("option", Some(option.to_owned()));
    put("metric", Some(metric.named.title.clone()));
    put("over_from", outlook.over_from.map(|day| day.to_string()));
    put("decide_by", outlook.decide_by.map(|day| day.to_string()));
    let fit = outlook.line.and_then(|line| line.r_squared).map(|fit| format!("R² {fit}"));
    put("why", outlook.why.clone().or(fit));
    Json::Object(row)
}
