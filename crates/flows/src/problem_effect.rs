//! The effect of a problem's fix: when a problem is closed, it is kept on record how often its
//! incidents happened before the fix and how often since.
use gemba_desk::{DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::problem_effect;
use gemba_vocabulary::Value;

/// The effect of fixes at one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ProblemEffect;

const TOPIC: &str = "problem_effect";
const PROBLEM: &str = "problem";
const INCIDENTS_READ_MAX: usize = 100_000;

impl Flow for ProblemEffect {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != PROBLEM || saving.verb != "close" {
            return Ok(());
        }
        let Some(fixed_at) = saving.value("resolved_at").as_instant() else { return Ok(()) };
        let now = world.now();
        let effect = problem_effect::count(saving.record.id, fixed_at, now, |filters| {
            let found = world.find("incident", filters, INCIDENTS_READ_MAX)?;
            Ok::<_, Refused>(u64::try_from(found.len()).unwrap_or(u64::MAX))
        })?;
        if let Some(effect) = effect {
            saving.set("incidents_before", Value::Decimal(effect.before_per_30d));
            saving.set("incidents_after", Value::Decimal(effect.after_per_30d));
            let reduction = effect.reduction_percent.map_or(Value::None, Value::Decimal);
            saving.set("incidents_reduction", reduction);
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, _: &mut World<'_>, _: &DueWork) -> Result<DueDone, Refused> {
        Ok(DueDone::default())
    }

    fn was_saved(&self, _: &str) {}
}
