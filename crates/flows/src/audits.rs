//! Audits: nobody audits their own work, samples are drawn from all that there is, and a programme asks the records.
mod importance;
mod independence;

use gemba_desk::{DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_figures::samples::{self, Wanted};
use gemba_model::FieldFault;
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, ToSpan, civil::Date};
use serde_json::{Value as Json, json};

/// The audits of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct AuditFlow;

const KIND: &str = "audit";
const PROGRAMME: &str = "audit_programme";
const POPULATION_MAX: usize = 1_000_000;

impl Flow for AuditFlow {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.record.imported {
            return Ok(());
        }
        match (saving.view.def.name, saving.verb) {
            (KIND, "draw") => sample(world, saving),
            (KIND, "create" | "change" | "prepare" | "check_independence" | "start") => {
                independent(world, saving)
            }
            (PROGRAMME, "create" | "suggest") => importance::suggest(world, saving),
            _ => Ok(()),
        }
    }

    fn topic(&self) -> &'static str {
        KIND
    }

    fn due(&self, _: &mut World<'_>, _: &DueWork) -> Result<DueDone, Refused> {
        Ok(DueDone::default())
    }

    fn was_saved(&self, _: &str) {}
}

/// What speaks against the auditors, until the audit begins; it does not begin while anything does.
fn independent(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let is_open = saving.before.is_none_or(|one| matches!(&*one.state, "planned" | "prepared"));
    if !is_open {
        return Ok(());
    }
    let conflicts = independence::conflicts(world, saving)?;
    if saving.verb == "start"
        && let Some(first) = conflicts.first()
    {
        return Err(Refused::Not(format!(
            "Nobody audits their own work. {}: {} ({}). Name another auditor, or take that out of what is audited.",
            first.auditor, first.what, first.why
        )));
    }
    let told: Vec<_> = conflicts.iter().map(independence::Conflict::told).collect();
    saving.set("conflicts", Value::Struct(Json::from(told)));
    saving.set("independence_checked_at", Value::Instant(world.now()));
    Ok(())
}

/// The moment at which a day begins where the organization is.
fn begin_of(world: &World<'_>, day: Date) -> Timestamp {
    day.to_zoned(world.zone()).map(|at| at.timestamp()).unwrap_or_default()
}

/// From the first moment of the audited work to before the last; the twelve months before it begins if nobody said.
fn audited(world: &World<'_>, saving: &Saving<'_>) -> (Timestamp, Timestamp) {
    let day = |field: &str| match saving.value(field) {
        Value::Date(day) => Some(*day),
        _ => None,
    };
    let today = world.now().to_zoned(world.zone()).date();
    let until = day("period_until").or_else(|| day("starts_on")).unwrap_or(today);
    let from = day("period_from").unwrap_or_else(|| until.saturating_sub(12.months()));
    (begin_of(world, from), begin_of(world, until.saturating_add(1.day())))
}

/// Draws from all records of a kind of the audited time, and keeps what it takes to draw them again.
fn sample(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let kind = saving.value("sample_kind").to_text();
    let invalid = |field, fault: &str| Refused::Invalid(vec![FieldFault::new(field, fault)]);
    let unknown = "names no kind of record; write it as it stands in the address of its list, such as incident";
    let view = world.view(kind.trim()).map_err(|_| invalid("sample_kind", unknown))?;
    let (from, until) = audited(world, saving);
    let text = |field: &str| saving.value(field).as_text().map(str::to_owned);
    let services = match saving.value("services") {
        Value::Refs(services) => services.clone(),
        _ => Vec::new(),
    };
    let (state, filter) = (text("sample_state"), text("sample_filter"));
    let wanted = Wanted { from, until, state, filter, services };
    let filters =
        samples::population(&view, &wanted).map_err(|why| invalid("sample_filter", &why))?;
    // What is drawn is read by everybody who reads the audit: it tells of nothing restricted, whoever draws.
    let found = world.find_for_all(saving.actor, view.def.name, &filters, POPULATION_MAX);
    let found = found.map_err(|why| match why {
        Refused::Unknown(_) => invalid("sample_kind", unknown),
        other => other,
    })?;
    let ids: Vec<RecordId> = found.iter().map(|record| record.id).collect();
    if ids.is_empty() {
        return Err(Refused::Not(
            "There is no such record in the audited time. Name another kind or state.".to_owned(),
        ));
    }
    let now = world.now();
    let seed = saving.value("sample_seed").as_int().unwrap_or_else(|| now.as_millisecond());
    let size = saving.value("sample_size").as_int().and_then(|size| usize::try_from(size).ok());
    let size = size.unwrap_or_else(|| samples::suggested(ids.len()));
    let sample = samples::drawn(&view, &filters, &ids, (size, seed, now));
    let mut seen = rows(saving, "seen");
    for number in samples::numbers(&sample) {
        if !seen.iter().any(|one| one["record"] == *number) {
            seen.push(json!({"record": number, "verdict": "not_seen"}));
        }
    }
    saving.set("seen", Value::Struct(Json::Array(seen)));
    let mut samples = rows(saving, "samples");
    samples.push(sample);
    saving.set("samples", Value::Struct(Json::Array(samples)));
    // The next sample has a number and a size of its own.
    saving.set("sample_seed", Value::None);
    saving.set("sample_size", Value::None);
    Ok(())
}

/// The rows that a field holds.
fn rows(saving: &Saving<'_>, field: &str) -> Vec<Json> {
    match saving.value(field) {
        Value::Struct(Json::Array(rows)) => rows.clone(),
        _ => Vec::new(),
    }
}
