//! After an incident or a request: whoever reported it is asked, if a survey runs that covers it, if chance says so,
//! and if they were left in peace for long enough.
use super::{ANSWER, SURVEY, question};
use gemba_desk::{Command, Refused, World};
use gemba_model::{
    Record,
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value, sample::is_among, satisfaction::days_after};
use serde_json::json;

const SURVEYS_MAX: usize = 100;
const SHARE_USUAL: i64 = 25;
const REST_DAYS_USUAL: i64 = 60;

fn running() -> [Filter; 2] {
    [
        Filter::is("state", Value::Text("running".to_owned())),
        Filter::is("sort", Value::Text("after_resolution".to_owned())),
    ]
}

/// Whether a survey runs that asks after a resolution.
pub(super) fn is_any_running(world: &mut World<'_>) -> Result<bool, Refused> {
    Ok(world.count(SURVEY, &running())? > 0)
}

/// The question to whoever reported what was closed, if they are asked.
pub(super) fn after_closing(
    world: &mut World<'_>,
    kind: &str,
    id: RecordId,
) -> Result<Vec<Command>, Refused> {
    let reporter = match kind {
        "incident" => "reporter",
        "service_request" => "requested_by",
        _ => return Ok(Vec::new()),
    };
    let view = world.view(kind)?;
    let Some(record) = world.record(kind, id)? else { return Ok(Vec::new()) };
    let Some(person) = view.value(&record, reporter).as_int() else { return Ok(Vec::new()) };
    if record.state != "closed" || !is_served(world, person)? {
        return Ok(Vec::new());
    }
    let surveys = world.view(SURVEY)?;
    for survey in world.find(SURVEY, &running(), SURVEYS_MAX)? {
        let asks = covers(&surveys, &survey, &view, &record) && is_drawn(&surveys, &survey, id);
        if asks && !was_asked_lately(world, &surveys, &survey, person)? {
            let about = if kind == "incident" { "incident" } else { "request" };
            let summary: String = format!("{}: {}", view.def.number(id), view.title(&record))
                .chars()
                .take(200)
                .collect();
            let service = view.value(&record, "service").to_json();
            let more = json!({about: id, "summary": summary, "service": service});
            return Ok(vec![question(survey.id, person, more)]);
        }
    }
    Ok(Vec::new())
}

/// Only people served are asked: colleagues answer nothing about their own work.
fn is_served(world: &mut World<'_>, person: RecordId) -> Result<bool, Refused> {
    let view = world.view("person")?;
    let person = world.record("person", person)?;
    Ok(person.is_some_and(|one| !view.value(&one, "customer").is_none() && one.state == "current"))
}

fn covers(surveys: &KindView, survey: &Record, view: &KindView, record: &Record) -> bool {
    ["customer", "service"].iter().all(|field| {
        let wanted = surveys.value(survey, field);
        wanted.is_none() || wanted == view.value(record, field)
    })
}

fn is_drawn(surveys: &KindView, survey: &Record, id: RecordId) -> bool {
    let share = surveys.value(survey, "share_percent").as_int().unwrap_or(SHARE_USUAL);
    let seed = surveys.value(survey, "seed").as_int().unwrap_or_default();
    is_among(id, u64::try_from(share).unwrap_or_default(), seed.cast_unsigned())
}

/// Whether they were asked within the days of rest, by whichever survey.
fn was_asked_lately(
    world: &mut World<'_>,
    surveys: &KindView,
    survey: &Record,
    person: RecordId,
) -> Result<bool, Refused> {
    let days = surveys.value(survey, "rest_days").as_int().unwrap_or(REST_DAYS_USUAL);
    let now = world.now();
    let since = days_after(now, days.saturating_neg()).unwrap_or(now);
    let filters = [
        Filter::is("person", Value::Ref(person)),
        Filter { field: "asked_at".to_owned(), test: Test::AtLeast(Value::Instant(since)) },
    ];
    Ok(world.count(ANSWER, &filters)? > 0)
}
