//! Work of the queue whose time has come, done through the same door.
use crate::{
    Attempt, Command, Desk, DueWork, Event, Refused, World,
    door::{alone, pass},
};
use gemba_store::{Db, queue};
use gemba_vocabulary::actor::{Actor, Channel};
use jiff::Timestamp;

const JOBS_AT_ONCE_MAX: i64 = 200;
const RETRY_AFTER_MS: i64 = 60_000;

/// Does the jobs that are due; each either whole or, after a failure, again a minute later.
pub(crate) fn pass_due(desk: &Desk, db: &mut dyn Db) -> Result<(usize, Vec<Event>), Refused> {
    let now = desk.now();
    let jobs = queue::take_due(db, now.as_millisecond(), JOBS_AT_ONCE_MAX)?;
    let (mut count, mut events) = (0, Vec::new());
    for job in jobs {
        let Some((kind, record)) = job.name.split_once(':') else { continue };
        let Ok(record) = record.parse() else { continue };
        let due = Timestamp::from_millisecond(job.due_ms).unwrap_or(now);
        let work = DueWork { kind: kind.to_owned(), record, due };
        match alone(db, |db| do_job(desk, db, &job, &work))? {
            Ok(told) => {
                count += 1;
                events.extend(told);
            }
            Err(error) => {
                tracing::warn!(%error, job.topic, job.name, "a job is tried again in a minute");
                let again = now.as_millisecond() + RETRY_AFTER_MS;
                queue::plan(db, &job.topic, &job.name, again, &job.payload)?;
            }
        }
    }
    Ok((count, events))
}

fn do_job(
    desk: &Desk,
    db: &mut dyn Db,
    job: &queue::DueJob,
    work: &DueWork,
) -> Result<Vec<Event>, Refused> {
    let house = Actor::house(Channel::Timer);
    let mut events = Vec::new();
    for flow in desk.inner.flows.iter().filter(|flow| flow.topic() == job.topic) {
        let done = flow.due(&mut World::new(desk, db, desk.now()), work)?;
        events.extend(pass_all(desk, db, &house, done.commands)?);
        let mut refused = Vec::new();
        for Attempt { record, commands } in done.attempts {
            match alone(db, |db| pass_all(desk, db, &house, commands))? {
                Ok(told) => events.extend(told),
                // A store that fails is no refusal: the whole job is tried again.
                Err(failed @ Refused::Failed(_)) => return Err(failed),
                Err(why) => refused.push((record, why)),
            }
        }
        if !refused.is_empty() {
            let after = flow.refused(&mut World::new(desk, db, desk.now()), work, &refused)?;
            events.extend(pass_all(desk, db, &house, after)?);
        }
        if let Some(again) = done.again {
            queue::plan(db, &job.topic, &job.name, again.as_millisecond(), &job.payload)?;
        }
    }
    Ok(events)
}

fn pass_all(
    desk: &Desk,
    db: &mut dyn Db,
    house: &Actor,
    commands: Vec<Command>,
) -> Result<Vec<Event>, Refused> {
    let mut events = Vec::new();
    for command in commands {
        events.extend(pass(desk, db, house, command)?.1);
    }
    Ok(events)
}
