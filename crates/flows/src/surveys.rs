//! Satisfaction surveys: a sample is drawn by chance and asked; some of those whose incident or request is over are
//! asked too, though nobody all the time; a low score makes somebody ring; and the answers are counted at the end.
mod invitations;

use crate::complaint_watch::fields;
use gemba_desk::{Command, DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::{
    Record,
    filter::{Filter, Test},
};
use gemba_vocabulary::{
    RecordId, Value,
    sample::{draw, size},
    satisfaction::Satisfaction,
};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use rust_decimal::Decimal;
use serde_json::json;

/// The surveys of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct SurveyFlow;

const TOPIC: &str = "surveys";
const SURVEY: &str = "satisfaction_survey";
const ANSWER: &str = "survey_answer";
const PEOPLE_MAX: usize = 100_000;

impl Flow for SurveyFlow {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        match (saving.view.def.name, saving.verb) {
            (SURVEY, "open") => open(world, saving),
            (SURVEY, "close") => count(world, saving),
            (ANSWER, "answer") => {
                saving.plan(TOPIC, is_low(world, saving)?.then(|| world.now()));
                Ok(())
            }
            (ANSWER, "create") => {
                saving.plan(TOPIC, lapses_at(saving.value("answer_until")));
                Ok(())
            }
            (ANSWER, "decline" | "lapse") => {
                saving.plan(TOPIC, None);
                Ok(())
            }
            ("incident" | "service_request", "close") if invitations::is_any_running(world)? => {
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
        let commands = match &*work.kind {
            SURVEY => ask_sample(world, work.record)?,
            ANSWER => after_answer(world, work.record)?,
            kind => invitations::after_closing(world, kind, work.record)?,
        };
        Ok(DueDone { commands, ..DueDone::default() })
    }

    fn was_saved(&self, _: &str) {}
}

/// Draws the sample of a survey at a planned time.
fn open(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    if saving.value("sort").as_text() != Some("periodic") {
        return Ok(());
    }
    let people = population(world, saving.value("customer"))?;
    if people.is_empty() {
        return Err(Refused::Not(
            "There is nobody to ask: no person on record belongs to that customer. Record the \
             people who use the services first."
                .to_owned(),
        ));
    }
    let margin = match saving.value("margin_percent") {
        Value::Decimal(margin) => *margin,
        _ => Decimal::TEN,
    };
    let count = u64::try_from(people.len()).unwrap_or(u64::MAX);
    let needed = size(count, margin).unwrap_or(count);
    let seed = saving.value("seed").as_int().unwrap_or_default().cast_unsigned();
    let sample = draw(&people, usize::try_from(needed).unwrap_or(usize::MAX), seed);
    let int = |number: u64| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
    saving.set("population_count", int(count));
    saving.set("sample_size", int(needed));
    saving.set("sample", Value::Refs(sample));
    saving.plan(TOPIC, Some(world.now()));
    Ok(())
}

/// The people who are served, of one customer or of all.
fn population(world: &mut World<'_>, customer: &Value) -> Result<Vec<RecordId>, Refused> {
    let of_customer = match customer {
        Value::Ref(_) => Filter::is("customer", customer.clone()),
        _ => Filter { field: "customer".to_owned(), test: Test::Filled },
    };
    let filters = [of_customer, Filter::is("open", Value::Bool(true))];
    let people = world.find("person", &filters, PEOPLE_MAX)?;
    Ok(people.iter().map(|one| one.id).collect())
}

/// A question to each person drawn who was not asked yet.
fn ask_sample(world: &mut World<'_>, id: RecordId) -> Result<Vec<Command>, Refused> {
    let view = world.view(SURVEY)?;
    let Some(survey) = world.record(SURVEY, id)? else { return Ok(Vec::new()) };
    if survey.state != "running" {
        return Ok(Vec::new());
    }
    let Value::Refs(sample) = view.value(&survey, "sample").clone() else { return Ok(Vec::new()) };
    let asked: Vec<_> = answers(world, id)?.iter().map(|(person, _)| *person).collect();
    let open = sample.into_iter().filter(|person| !asked.contains(person));
    Ok(open.map(|person| question(id, person, json!({}))).collect())
}

/// A question of a survey to a person.
fn question(survey: RecordId, person: RecordId, more: serde_json::Value) -> Command {
    let mut with = json!({"survey": survey, "person": person});
    if let (Some(with), serde_json::Value::Object(more)) = (with.as_object_mut(), more) {
        with.extend(more);
    }
    Command::create(ANSWER, fields(with))
}

fn answers(world: &mut World<'_>, survey: RecordId) -> Result<Vec<(RecordId, Record)>, Refused> {
    let view = world.view(ANSWER)?;
    let of_survey = [Filter::is("survey", Value::Ref(survey))];
    let found = world.find(ANSWER, &of_survey, PEOPLE_MAX)?;
    let with_person = |one: Record| Some((view.value(&one, "person").as_int()?, one));
    Ok(found.into_iter().filter_map(with_person).collect())
}

/// Counts what was answered, when the survey is closed.
fn count(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let view = world.view(ANSWER)?;
    let mut all = Satisfaction::default();
    for (_, answer) in answers(world, saving.record.id)? {
        all.ask();
        if answer.state == "answered" {
            let of = |field: &str| view.value(&answer, field).as_int();
            all.answer(of("score"), of("likelihood"));
        }
    }
    let int = |number: u64| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
    let share = |share: Option<Decimal>| share.map_or(Value::None, Value::Decimal);
    saving.set("asked_count", int(all.asked));
    saving.set("answered_count", int(all.answered));
    saving.set("csat_percent", share(all.csat_percent()));
    saving.set("nps", share(all.nps()));
    saving.set("response_percent", share(all.response_percent()));
    Ok(())
}

/// The beginning of the day after the last on which it can be answered.
fn lapses_at(last: &Value) -> Option<Timestamp> {
    let Value::Date(last) = last else { return None };
    let after = last.checked_add(1.day()).ok()?;
    Some(after.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// Whether the score is one that makes somebody ring.
fn is_low(world: &mut World<'_>, saving: &Saving<'_>) -> Result<bool, Refused> {
    let (Some(survey), Some(score)) =
        (saving.value("survey").as_int(), saving.value("score").as_int())
    else {
        return Ok(false);
    };
    let view = world.view(SURVEY)?;
    let low = world.record(SURVEY, survey)?.and_then(|one| view.value(&one, "low_score").as_int());
    Ok(low.is_some_and(|low| score <= low))
}

/// A question that nobody answered lapses; after a low score, whoever owns the survey rings.
fn after_answer(world: &mut World<'_>, id: RecordId) -> Result<Vec<Command>, Refused> {
    let view = world.view(ANSWER)?;
    let Some(answer) = world.record(ANSWER, id)? else { return Ok(Vec::new()) };
    if answer.state == "asked" {
        return Ok(vec![Command::verb(ANSWER, id, "lapse")]);
    }
    if answer.state != "answered" {
        return Ok(Vec::new());
    }
    let of = |field: &str| view.value(&answer, field).as_int();
    let name = |world: &mut World<'_>, kind: &str, id: Option<RecordId>| {
        let Some(id) = id else { return Ok(String::new()) };
        let view = world.view(kind)?;
        Ok::<_, Refused>(world.record(kind, id)?.map(|one| view.title(&one)).unwrap_or_default())
    };
    let person = name(world, "person", of("person"))?;
    let survey = match of("survey") {
        Some(survey) => world.record(SURVEY, survey)?,
        None => None,
    };
    let surveys = world.view(SURVEY)?;
    let owner = survey.map_or(Value::None, |one| surveys.value(&one, "owner").clone());
    let score = of("score").unwrap_or_default();
    let day = today(world.now()).saturating_add(1.day());
    let with = json!({
        "summary": format!("Ring {person}, who gave a score of {score}"),
        "parent_kind": ANSWER,
        "parent": id,
        "assigned_to": owner.to_json(),
        "due_on": day.to_string(),
        "notes": "Ask what went wrong, put it right where you can, and record a complaint if it is one.",
    });
    Ok(vec![Command::create("task", fields(with))])
}

fn today(now: Timestamp) -> jiff::civil::Date {
    now.to_zoned(TimeZone::UTC).date()
}
