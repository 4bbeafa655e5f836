//! A problem that stays open for too long, or that nobody touches, is raised: once for each reason.
use super::{ESCALATION, Raise, headline};
use crate::change_calendar::Within;
use gemba_desk::{Command, DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::{
    Record,
    filter::Filter,
    on_call::{self, Direction, Reached},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{SignedDuration, Timestamp};

/// The escalation of problems at one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ProblemEscalation;

const TOPIC: &str = "problem_escalation";
const PROBLEM: &str = "problem";
const READ_MAX: usize = 100;
const DAY_HOURS: i64 = 24;
/// The states in which nobody is expected to do anything.
const AT_REST: [&str; 3] = ["accepted", "resolved", "closed"];

/// When a problem has waited too long, and by which measure.
struct Wait {
    reason: &'static str,
    days: i64,
    until: Timestamp,
}

impl Flow for ProblemEscalation {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        // What another tool worked on is not known to have waited here.
        if saving.view.def.name == PROBLEM && !saving.record.imported {
            let waits = waits(world, saving.view, saving.record)?;
            saving.plan(TOPIC, waits.iter().map(|wait| wait.until).min());
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(PROBLEM)?;
        let Some(record) = world.record(PROBLEM, work.record)? else { return Ok(done) };
        for wait in waits(world, &view, &record)? {
            if wait.until <= world.now() {
                done.commands.extend(raise(world, &view, &record, &wait)?);
            } else {
                done.again = Some(done.again.map_or(wait.until, |again| again.min(wait.until)));
            }
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

/// What a problem still waits for, without what was raised already.
fn waits(world: &mut World<'_>, view: &KindView, record: &Record) -> Result<Vec<Wait>, Refused> {
    if AT_REST.contains(&&*record.state) {
        return Ok(Vec::new());
    }
    let since = [
        ("open_too_long", "escalate_after_days", record.created_at),
        ("left_alone", "escalate_untouched_days", record.updated_at),
    ];
    let waits = since.into_iter().filter_map(|(reason, field, since)| {
        let days = view.value(record, field).as_int()?;
        let hours = days.checked_mul(DAY_HOURS)?;
        let until = since.checked_add(SignedDuration::from_hours(hours)).ok()?;
        Some(Wait { reason, days, until })
    });
    let mut waits: Vec<_> = waits.collect();
    if record.id != 0 {
        let of = Filter::is(PROBLEM, Value::Ref(record.id));
        let escalation = world.view(ESCALATION)?;
        let raised = world.find(ESCALATION, &[of], READ_MAX)?;
        let reasons: Vec<_> =
            raised.iter().map(|one| escalation.value(one, "reason").to_text()).collect();
        waits.retain(|wait| !reasons.iter().any(|reason| reason == wait.reason));
    }
    Ok(waits)
}

fn raise(
    world: &mut World<'_>,
    view: &KindView,
    record: &Record,
    wait: &Wait,
) -> Result<Option<Command>, Refused> {
    let Some((team, to)) = to_whom(world, view, record)? else {
        tracing::warn!(problem = record.id, "it waits too long, and there is nobody to tell");
        return Ok(None);
    };
    let said = match wait.reason {
        "open_too_long" => format!("open for {} days", wait.days),
        _ => format!("left alone for {} days", wait.days),
    };
    let number = view.def.number(record.id);
    let raise = Raise {
        summary: format!("{number}: {said}. {}", headline(view, record)),
        of: (PROBLEM, record.id),
        direction: Direction::Hierarchical,
        reason: wait.reason,
        clock: None,
        team,
        to,
        after: None,
        at: world.now(),
    };
    Ok(Some(raise.command()))
}

/// Who may decide more than the owner: whoever leads the owner's team, or answers for the service;
/// the owner where there is nobody else.
fn to_whom(
    world: &mut World<'_>,
    view: &KindView,
    record: &Record,
) -> Result<Option<(Option<RecordId>, Reached)>, Refused> {
    let number = |field: &str| view.value(record, field).as_int();
    let (owner, service, now) = (number("owner"), number("service"), world.now());
    let finder = &mut Within(world);
    if let Some(owner) = owner
        && let Some(team) = on_call::held(finder, "person", owner, "team")?
    {
        let to = on_call::reached(finder, team, Direction::Hierarchical, now)?;
        if to.person.is_some() {
            return Ok(Some((Some(team), to)));
        }
    }
    let person = match service {
        Some(service) => on_call::held(finder, "service", service, "owner")?,
        None => None,
    };
    let person = person.or(owner);
    Ok(person.map(|person| (None, Reached { person: Some(person), ..Reached::default() })))
}
