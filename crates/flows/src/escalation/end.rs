//! What is solved is raised to nobody any longer.
use super::ESCALATION;
use gemba_desk::{Command, DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::{Record, filter::Filter};
use gemba_vocabulary::{RecordId, Value};

/// The ends of escalations at one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct EscalationEnd;

const TOPIC: &str = "escalation_end";
const READ_MAX: usize = 500;

/// Whether nobody needs to do more about a record of that kind in that state.
fn is_over(kind: &str, state: &str) -> bool {
    match kind {
        "incident" => matches!(state, "resolved" | "closed" | "cancelled"),
        "problem" => matches!(state, "resolved" | "closed"),
        _ => false,
    }
}

impl Flow for EscalationEnd {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        let kind = saving.view.def.name;
        let was_open = saving.before.is_some_and(|before| !is_over(kind, &before.state));
        let has_ended = was_open && is_over(kind, &saving.record.state);
        if has_ended && !open(world, kind, saving.record.id, 1)?.is_empty() {
            saving.plan(TOPIC, Some(world.now()));
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(&work.kind)?;
        let Some(record) = world.record(&work.kind, work.record)? else { return Ok(done) };
        if !is_over(&work.kind, &record.state) {
            return Ok(done);
        }
        let state = view.def.state(&record.state).map_or("over", |state| &state.label);
        let note = format!("{} is {}.", view.def.number(record.id), state.to_lowercase());
        for one in open(world, &work.kind, work.record, READ_MAX)? {
            done.commands.push(Command::verb(ESCALATION, one.id, "end").with_note(&note));
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

fn open(
    world: &mut World<'_>,
    kind: &str,
    id: RecordId,
    limit: usize,
) -> Result<Vec<Record>, Refused> {
    let of = Filter::is(kind, Value::Ref(id));
    world.find(ESCALATION, &[of, Filter::is("open", Value::Bool(true))], limit)
}
