//! Evaluations of services: the approved requirements are listed, and what the records of the period say of the service
//! stands beside them.
use crate::reviews::agenda::{Found, at_least, in_states, one_of};
use gemba_desk::{DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::filter::{Filter, Test};
use gemba_vocabulary::{RecordId, Value};
use jiff::civil::Date;
use serde_json::{Value as Json, json};

/// The evaluations of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ServiceEvaluationFlow;

const KIND: &str = "service_evaluation";
const POINT_CHARACTERS_MAX: usize = 300;

impl Flow for ServiceEvaluationFlow {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != KIND || !matches!(saving.verb, "create" | "refresh") {
            return Ok(());
        }
        let (Value::Ref(service), Value::Date(from), Value::Date(until)) = (
            saving.value("service").clone(),
            saving.value("from").clone(),
            saving.value("until").clone(),
        ) else {
            return Ok(());
        };
        let verdicts = verdicts(world, saving.value("verdicts"), service)?;
        saving.set("verdicts", Value::Struct(Json::Array(verdicts)));
        saving.set("facts", Value::Struct(Json::Array(facts(world, service, from, until)?)));
        saving.set("taken_at", Value::Instant(world.now()));
        Ok(())
    }

    fn topic(&self) -> &'static str {
        KIND
    }

    fn due(&self, _: &mut World<'_>, _: &DueWork) -> Result<DueDone, Refused> {
        Ok(DueDone::default())
    }

    fn was_saved(&self, _: &str) {}
}

/// What was said of each requirement, and those of which nothing was said yet.
fn verdicts(world: &mut World<'_>, said: &Value, service: RecordId) -> Result<Vec<Json>, Refused> {
    let mut all = match said {
        Value::Struct(Json::Array(said)) => said.clone(),
        _ => Vec::new(),
    };
    let of_service = [Filter::is("service", Value::Ref(service)), in_states(&["approved"])];
    let approved = Found::read(world, "service_requirement", &of_service)?;
    for one in &approved.records {
        let number = approved.view.def.number(one.id);
        if all.iter().any(|row| row.get("requirement").and_then(Json::as_str) == Some(&*number)) {
            continue;
        }
        let asks = approved.view.value(one, "text").to_text();
        let asks: String = asks.chars().take(POINT_CHARACTERS_MAX).collect();
        all.push(json!({"requirement": number, "asks": asks}));
    }
    Ok(all)
}

/// What the records of the period say of the service.
fn facts(
    world: &mut World<'_>,
    service: RecordId,
    from: Date,
    until: Date,
) -> Result<Vec<Json>, Refused> {
    let of_service = || Filter::is("service", Value::Ref(service));
    let fact = |what: &str, came: String| json!({"what": what, "came": came});
    let within = |field: &str| {
        let test = |test| Filter { field: field.to_owned(), test };
        [test(Test::AtLeast(Value::Date(from))), test(Test::Less(Value::Date(until)))]
    };
    let mut all = Vec::new();
    let agreements = Found::read(world, "service_level_agreement", &[of_service()])?.ids();
    if !agreements.is_empty() {
        let filters = [&within("from")[..], &[one_of("agreement", &agreements)]].concat();
        let results = Found::read(world, "service_level_result", &filters)?;
        let count = results.records.len();
        let missed = results.only(|view, one| view.value(one, "is_missed").is_yes());
        if count > 0 {
            let kept = count.saturating_sub(missed.records.len());
            all.push(fact(
                "Service levels",
                format!("{kept} of {count} results kept their target"),
            ));
        }
    }
    let results = [&within("from")[..], &[of_service()]].concat();
    let results = Found::read(world, "availability_result", &results)?;
    for one in &results.records {
        let came = results.view.value(one, "availability_percent").to_text();
        let target = results.view.value(one, "target_percent").to_text();
        all.push(fact(
            &format!("Availability, {}", results.view.value(one, "from").to_text()),
            format!("{came} % of {target} %"),
        ));
    }
    let begin = |day: Date| crate::reviews::begin_of(day);
    let opened = [
        of_service(),
        at_least("opened_at", Value::Instant(begin(from))),
        Filter { field: "opened_at".to_owned(), test: Test::Less(Value::Instant(begin(until))) },
        Filter { field: "restricted".to_owned(), test: Test::IsNot(vec![Value::Bool(true)]) },
    ];
    let incidents = Found::read(world, "incident", &opened)?;
    let count = incidents.records.len();
    let majors = incidents.only(|view, one| view.value(one, "is_major").is_yes());
    all.push(fact("Incidents", format!("{count}, of which {} major", majors.records.len())));
    let complaints = [
        of_service(),
        at_least("received_at", Value::Instant(begin(from))),
        Filter { field: "received_at".to_owned(), test: Test::Less(Value::Instant(begin(until))) },
    ];
    let complaints = Found::read(world, "complaint", &complaints)?;
    all.push(fact("Complaints", complaints.records.len().to_string()));
    measures(world, service, &mut all)?;
    Ok(all)
}

/// The latest value of each measure that tells of the service.
fn measures(world: &mut World<'_>, service: RecordId, all: &mut Vec<Json>) -> Result<(), Refused> {
    let filters = [Filter::is("service", Value::Ref(service)), in_states(&["in_use"])];
    let found = Found::read(world, "measure", &filters)?;
    for one in &found.records {
        let value = |field: &str| found.view.value(one, field).to_text();
        let came = value("latest_value");
        let came = if came.is_empty() { "no value yet".to_owned() } else { came };
        let words = format!("{came} {} (target {})", value("unit"), value("target"));
        all.push(json!({"what": found.view.title(one), "came": words}));
    }
    Ok(())
}
