//! What whoever is on call does not acknowledge in time goes a level up.
use super::{ESCALATION, Raise};
use crate::change_calendar::Within;
use gemba_desk::{Command, DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::{
    Record,
    filter::Filter,
    on_call::{self, Level},
    overlay::KindView,
};
use gemba_vocabulary::Value;

/// The levels at one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct EscalationLadder;

const TOPIC: &str = "escalation_ladder";
const SILENT: &str = "Not acknowledged: ";
/// As many characters as a headline has at most.
const SUMMARY_CHARACTERS_MAX: usize = 240;

impl Flow for EscalationLadder {
    fn before_save(&self, _: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name == ESCALATION && !saving.record.imported {
            let waits = saving.record.state == "raised";
            let until = saving.value("acknowledge_by").as_instant().filter(|_| waits);
            saving.plan(TOPIC, until);
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(ESCALATION)?;
        let Some(record) = world.record(ESCALATION, work.record)? else { return Ok(done) };
        let until = view.value(&record, "acknowledge_by").as_instant();
        let Some(until) = until.filter(|_| record.state == "raised") else { return Ok(done) };
        if until > world.now() {
            done.again = Some(until);
            return Ok(done);
        }
        let tell = |verb: &str, note| Command::verb(ESCALATION, record.id, verb).with_note(note);
        match one_level_up(world, &view, &record)? {
            Up::To(raise) => {
                done.commands.push(*raise);
                let note = "Nobody acknowledged it in time, so it went one level up.";
                done.commands.push(tell("end", note));
            }
            Up::Already => {
                let note = "Nobody acknowledged it in time; one level up they are asked already.";
                done.commands.push(tell("end", note));
            }
            Up::Nobody => {
                let note = "Nobody acknowledged it in time, and there is nobody one level up.";
                done.commands.push(tell("note", note));
            }
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

/// What is one level up.
enum Up {
    /// Somebody, to whom this raises it.
    To(Box<Command>),
    /// Somebody to whom the same incident or problem is raised already.
    Already,
    Nobody,
}

fn one_level_up(world: &mut World<'_>, view: &KindView, record: &Record) -> Result<Up, Refused> {
    let number = |field: &str| view.value(record, field).as_int();
    let text = |field: &str| view.value(record, field).to_text();
    let of = ["incident", "problem"].into_iter().find_map(|kind| Some((kind, number(kind)?)));
    let (Some(of), Some(rota)) = (of, number("rota")) else { return Ok(Up::Nobody) };
    let now = world.now();
    let to = on_call::one_level_up(&mut Within(world), rota, number("to_person"), now)?;
    let Some(to) = to else { return Ok(Up::Nobody) };
    let asked = [
        Filter::is(of.0, Value::Ref(of.1)),
        Filter::is("to_person", to.person.map_or(Value::None, Value::Ref)),
        Filter::is("open", Value::Bool(true)),
    ];
    if !world.find(ESCALATION, &asked, 1)?.is_empty() {
        return Ok(Up::Already);
    }
    let summary = text("summary");
    let said = summary.strip_prefix(SILENT).unwrap_or(&summary);
    let clock = text("clock");
    let raise = Raise {
        summary: format!("{SILENT}{said}").chars().take(SUMMARY_CHARACTERS_MAX).collect(),
        of,
        direction: to.level.unwrap_or(Level::Manager).direction(),
        reason: "not_acknowledged",
        clock: Some(&clock),
        team: number("to_team"),
        to,
        after: Some(record.id),
        at: now,
    };
    Ok(Up::To(Box::new(raise.command())))
}
