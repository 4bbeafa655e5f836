//! Objectives: where one stands is what its last recorded evaluation says, and when it is evaluated again follows.
use gemba_desk::{Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_model::{Record, filter::Filter, overlay::KindView};
use gemba_vocabulary::{RecordId, Value};
use jiff::{ToSpan, civil::Date, tz::TimeZone};

/// The objectives of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ObjectiveCourse;

const TOPIC: &str = "objectives";
const OBJECTIVE: &str = "objective";
const EVALUATION: &str = "objective_evaluation";
const EVALUATIONS_MAX: usize = 1_000;
const TAKEN: [(&str, &str); 4] = [
    ("actual", "actual"),
    ("attainment", "attainment"),
    ("course", "course"),
    ("evaluated_on", "until"),
];

impl Flow for ObjectiveCourse {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        match saving.view.def.name {
            OBJECTIVE => course(world, saving),
            EVALUATION => {
                let counts = matches!(saving.verb, "record" | "withdraw");
                saving.plan(TOPIC, counts.then(|| world.now()));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    /// The objective hears of its evaluation: it is worked out when it is saved.
    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(EVALUATION)?;
        let Some(record) = world.record(EVALUATION, work.record)? else { return Ok(done) };
        if let Value::Ref(objective) = view.value(&record, OBJECTIVE) {
            done.commands.push(Command::change(OBJECTIVE, *objective, None, Input::Nothing));
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

fn course(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let view = world.view(EVALUATION)?;
    let last = last(world, &view, saving.record.id)?;
    // Where another tool said how far it was, that stands until somebody evaluates it here.
    if last.is_none() && saving.record.imported {
        return Ok(());
    }
    for (field, of) in TAKEN {
        let value = last.as_ref().map_or(Value::None, |last| view.value(last, of).clone());
        saving.set(field, value);
    }
    saving.set("next_evaluation_on", next(saving).map_or(Value::None, Value::Date));
    Ok(())
}

/// The evaluation that counts: the one of the latest day, and of two the later record.
fn last(world: &mut World<'_>, view: &KindView, id: RecordId) -> Result<Option<Record>, Refused> {
    if id == 0 {
        return Ok(None);
    }
    let recorded = Filter::is("state", Value::Text("recorded".to_owned()));
    let filters = [Filter::is(OBJECTIVE, Value::Ref(id)), recorded];
    let found = world.find(EVALUATION, &filters, EVALUATIONS_MAX)?;
    let day = |record: &Record| match view.value(record, "until") {
        Value::Date(day) => Some(*day),
        _ => None,
    };
    Ok(found.into_iter().max_by_key(|record| (day(record), record.id)))
}

/// While it is pursued: an interval after the last evaluation, or after it was agreed, and on its last day at the
/// latest.
fn next(saving: &Saving<'_>) -> Option<Date> {
    let day = |field: &str| match saving.value(field) {
        Value::Date(day) => Some(*day),
        _ => None,
    };
    if saving.record.state != "pursued" {
        return None;
    }
    let months = saving.value("evaluate_months").as_int()?;
    let agreed = saving.value("agreed_at").as_instant();
    let agreed = agreed.map(|at| at.to_zoned(TimeZone::UTC).date());
    let (evaluated, due) = (day("evaluated_on"), day("due"));
    let next = evaluated.or(agreed)?.checked_add(months.months()).ok()?;
    // What was evaluated on its last day is evaluated no more.
    match due {
        Some(due) if evaluated.is_some_and(|day| day >= due) => None,
        Some(due) => Some(next.min(due)),
        None => Some(next),
    }
}
