//! The history of readiness: each night every requirement of today's edition is answered, and it is kept what turned.
use crate::{complaint_watch::fields, periods};
use gemba_conformity::{
    Edition, Options, Readiness,
    history::{COUNTS, Course, KIND},
    readiness,
    stage::Part,
};
use gemba_desk::{Command, DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::{
    FieldFault,
    check::{EvidenceFault, Outcome},
};
use gemba_vocabulary::{Value, actor::Channel};
use jiff::{Timestamp, ToSpan};
use serde_json::json;

/// The history of one desk. It remembers nothing.
#[derive(Debug)]
pub struct ReadinessHistory {
    /// So many nights lie between two snapshots.
    nights: i64,
}

const TOPIC: &str = "readiness_history";
const TODAY: &str = "2018";
/// With the first of these there is something that can be ready.
const BEGINNINGS: [&str; 3] = ["service", "scope_statement", "process"];

impl Default for ReadinessHistory {
    fn default() -> Self {
        Self { nights: 1 }
    }
}

impl ReadinessHistory {
    /// One that looks less often, for a house in which years pass in seconds.
    pub fn every(nights: i64) -> Self {
        Self { nights: nights.max(1) }
    }

    fn next(&self, world: &World<'_>) -> Option<Timestamp> {
        periods::after(world, periods::today(world).saturating_add(self.nights.days()))
    }
}

impl Flow for ReadinessHistory {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.before.is_some() {
            return Ok(());
        }
        let kind = saving.view.def.name;
        if kind == KIND && saving.actor.channel != Channel::Import {
            keep(world, saving)?;
            saving.plan(TOPIC, self.next(world));
        } else if BEGINNINGS.contains(&kind) && world.count(KIND, &[])? == 0 {
            saving.plan(TOPIC, self.next(world));
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    /// The newest snapshot leads to the next, and before there is one, whatever the history begins with.
    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let course = Course::of(TODAY, &world.evidence()).map_err(unread)?;
        let newest = course.snapshots.last().map(|snapshot| snapshot.record);
        if newest.is_none() || (work.kind == KIND && newest == Some(work.record)) {
            done.commands.push(Command::create(KIND, fields(json!({"edition": TODAY}))));
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

fn unread(fault: EvidenceFault) -> Refused {
    Refused::Failed(fault.0)
}

/// Answers every requirement and writes down what that came to.
fn keep(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let name = saving.value("edition").as_text().unwrap_or_default().to_owned();
    let edition = Edition::named(&name).map_err(|fault| {
        let fault = fault.to_string();
        let said = fault.trim_end_matches('.');
        FieldFault::new("edition", format!("is not one that Gemba knows: {said}"))
    })?;
    let entries = world.ledger_entries()?;
    let (report, course) = {
        let evidence = world.evidence();
        let options = Options { period: None, exceptions_max: 0 };
        let report = readiness(edition, &evidence, options).map_err(unread)?;
        (report, Course::of(edition.name, &evidence).map_err(unread)?)
    };
    saving.set("ledger_entries", whole(entries));
    for (outcome, field) in COUNTS {
        saving.set(field, whole(report.summary.get(&outcome).copied().unwrap_or_default()));
    }
    saving.set("would_be_major", whole(report.forecast.majors));
    saving.set("would_be_minor", whole(report.forecast.minors));
    saving.set("by_clause", parts(&report.by_clause));
    saving.set("by_stage", parts(&report.by_stage));
    saving.set("turned", turned(&course, &report)?);
    Ok(())
}

fn whole(count: u64) -> Value {
    Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}

fn parts(parts: &[Part]) -> Value {
    let row = |part: &Part| {
        json!({
            "part": part.part,
            "requirements": part.requirements,
            "passing": part.count(Outcome::Pass),
            "failing": part.count(Outcome::Fail),
        })
    };
    Value::Struct(parts.iter().map(row).collect())
}

fn turned(course: &Course, report: &Readiness) -> Result<Value, Refused> {
    let rows = serde_json::to_value(course.turned(&report.requirements));
    let rows = rows.map_err(|fault| Refused::Failed(fault.to_string()))?;
    Ok(if rows == json!([]) { Value::None } else { Value::Struct(rows) })
}
