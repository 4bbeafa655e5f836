//! A missed target: whoever answers for the agreement gets a task to say what is done about it.
use gemba_desk::{Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_figures::service_levels::promises::AGREEMENT;
use gemba_vocabulary::Value;
use jiff::{ToSpan, tz::TimeZone};
use serde_json::json;

/// The actions about missed targets. It remembers nothing.
#[derive(Debug, Default)]
pub struct MissedTargets;

const TOPIC: &str = "missed_target";
/// Whoever answers for a missed target has so many days to say what is done.
const ACTION_DAYS: i64 = 10;
const SUMMARY_CHARACTERS_MAX: usize = 150;

impl Flow for MissedTargets {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != super::RESULT || saving.record.imported {
            return Ok(());
        }
        let is_missed = saving.value("is_missed").is_yes();
        let was_missed =
            saving.before.is_some_and(|before| saving.view.value(before, "is_missed").is_yes());
        let has_action = !saving.value("action").is_none();
        if is_missed && !was_missed && !has_action {
            saving.plan(TOPIC, Some(world.now()));
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(super::RESULT)?;
        let Some(record) = world.record(super::RESULT, work.record)? else { return Ok(done) };
        let value = |field: &str| view.value(&record, field);
        if !value("is_missed").is_yes() || !value("action").is_none() {
            return Ok(done);
        }
        let owner = match value("agreement").as_int() {
            Some(id) => {
                let agreement = world.record(AGREEMENT, id)?;
                let of = world.view(AGREEMENT)?;
                agreement.map_or(Value::None, |one| of.value(&one, "owner").clone())
            }
            None => Value::None,
        };
        let today = world.now().to_zoned(TimeZone::UTC).date();
        let title: String = view.title(&record).chars().take(SUMMARY_CHARACTERS_MAX).collect();
        let fields = super::object(json!({
            "summary": format!("Missed target: {title}"),
            "parent_kind": super::RESULT,
            "parent": record.id,
            "assigned_to": owner.to_json(),
            "due_on": today.saturating_add(ACTION_DAYS.days()).to_string(),
            "notes": "Find out why it was missed, and write under Action of the result what is done about it, or \
                      why nothing is.",
        }));
        done.commands.push(Command::create("task", Input::Json(fields)));
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}
