//! Certifications: the audits of the three years are planned in time, what they find is known there, and a certificate
//! runs out by itself.
use crate::complaint_watch::fields;
use gemba_desk::{Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_model::{Record, overlay::KindView};
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use serde_json::{Value as Json, json};

/// The certifications of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct CertificationFlow;

const TOPIC: &str = "certifications";
const KIND: &str = "certification";
const AUDIT: &str = "audit";
const FINDING: &str = "audit_finding";
/// So long before the last day an audit of the three years is planned to begin: findings have to be answered by then.
const MONTHS_BEFORE: i64 = 2;

impl Flow for CertificationFlow {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        match saving.view.def.name {
            KIND => {
                let due = next(saving.view, saving.record).map(begin_of);
                let is_missing = !missing(saving.view, saving.record).is_empty();
                let due = if is_missing { Some(world.now()) } else { due };
                saving.plan(TOPIC, due.map(|at| at.max(world.now())));
            }
            // What an audit found or when it is held is news for its certification.
            AUDIT if !saving.value(KIND).is_none() => saving.plan(TOPIC, Some(world.now())),
            FINDING => {
                let audit = saving.value(AUDIT).as_int();
                if certification_of(world, audit)?.is_some() {
                    saving.plan(TOPIC, Some(world.now()));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let look = |id| Command::change(KIND, id, None, Input::Nothing);
        let commands = match &*work.kind {
            KIND => return go_on(world, work.record),
            AUDIT => certification_of(world, Some(work.record))?.map(look),
            _ => {
                let view = world.view(FINDING)?;
                let finding = world.record(FINDING, work.record)?;
                let audit = finding.and_then(|one| view.value(&one, AUDIT).as_int());
                certification_of(world, audit)?.map(look)
            }
        };
        Ok(DueDone { commands: commands.into_iter().collect(), ..DueDone::default() })
    }

    fn was_saved(&self, _: &str) {}
}

fn certification_of(
    world: &mut World<'_>,
    audit: Option<RecordId>,
) -> Result<Option<RecordId>, Refused> {
    let Some(audit) = audit else { return Ok(None) };
    let view = world.view(AUDIT)?;
    let record = world.record(AUDIT, audit)?;
    Ok(record.and_then(|one| view.value(&one, KIND).as_int()))
}

/// Certificates run out by the date of Universal Time, as the guard of that step counts.
fn begin_of(day: Date) -> Timestamp {
    day.to_zoned(TimeZone::UTC).map(|at| at.timestamp()).unwrap_or_default()
}

fn date(view: &KindView, record: &Record, field: &str) -> Option<Date> {
    if let Value::Date(day) = view.value(record, field) { Some(*day) } else { None }
}

/// The next day on which something ends by itself: the day after the last one of the certificate.
fn next(view: &KindView, record: &Record) -> Option<Date> {
    let is_good = matches!(&*record.state, "certified" | "suspended");
    let ends = date(view, record, "valid_until").filter(|_| is_good);
    ends.map(|day| day.saturating_add(1.day()))
}

/// An audit of the three years that is due and of which there is no record yet.
struct Missing {
    name: String,
    sort: String,
    starts_on: Date,
}

fn missing(view: &KindView, record: &Record) -> Vec<Missing> {
    let Value::Struct(Json::Array(rows)) = view.value(record, "cycle") else { return Vec::new() };
    let is_over = matches!(&*record.state, "expired" | "withdrawn");
    let row = |row: &Json| {
        let has_record = row["number"].is_string();
        let due: Date = row["due"].as_str()?.parse().ok()?;
        let sort = row["sort"].as_str()?.to_owned();
        let is_stage = sort.starts_with("stage_");
        let before = if is_stage { 0 } else { MONTHS_BEFORE };
        let name = format!("{}: {}", view.title(record), row["audit"].as_str()?);
        let starts_on = due.saturating_sub(before.months());
        (!has_record && !is_over).then_some(Missing { name, sort, starts_on })
    };
    // Stage audits that were held before records of them were kept are not planned anew.
    let is_decided = date(view, record, "decided_on").is_some();
    let all = rows.iter().filter_map(row);
    all.filter(|one| !(is_decided && one.sort.starts_with("stage_"))).collect()
}

/// Plans what is missing, and lets run out what is over.
fn go_on(world: &mut World<'_>, id: RecordId) -> Result<DueDone, Refused> {
    let view = world.view(KIND)?;
    let mut done = DueDone::default();
    let Some(record) = world.record(KIND, id)? else { return Ok(done) };
    for one in missing(&view, &record) {
        let with = fields(json!({
            "name": one.name,
            "sort": one.sort,
            "certification": id,
            "body": view.value(&record, "body").to_json(),
            "owner": view.value(&record, "owner").to_json(),
            "starts_on": one.starts_on.to_string(),
        }));
        done.commands.push(Command::create(AUDIT, with));
    }
    if !done.commands.is_empty() {
        // It learns of them at once, or a second look within the same minute would plan them again.
        done.commands.push(Command::change(KIND, id, None, Input::Nothing));
    }
    match next(&view, &record).map(begin_of) {
        Some(at) if at <= world.now() => done.commands.push(Command::verb(KIND, id, "expire")),
        later => done.again = later,
    }
    Ok(done)
}
