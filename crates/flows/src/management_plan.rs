//! Service management plans: a draft is filled in from the records, and other plans are held against the one in force.
use gemba_desk::{DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_figures::plan::{self, Rests};
use gemba_vocabulary::{Value, actor::Channel};

/// The plans of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ManagementPlan;

const KIND: &str = "service_management_plan";

impl Flow for ManagementPlan {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != KIND || saving.actor.channel == Channel::Import {
            return Ok(());
        }
        let failed = |fault: gemba_model::check::EvidenceFault| Refused::Failed(fault.0);
        // What is approved is what the approver saw: nothing is read anew at that step.
        if saving.record.state == "draft" {
            let tools = match saving.value("tools") {
                Value::Refs(tools) => tools.clone(),
                _ => Vec::new(),
            };
            let (rests, lines) = {
                let evidence = world.evidence();
                let rests = Rests::read(&evidence).map_err(failed)?;
                let lines = plan::lines(&evidence, &rests, &tools).map_err(failed)?;
                (rests, lines)
            };
            let now = world.now();
            saving.set("scope", rests.scope.map_or(Value::None, Value::Ref));
            saving.set("objectives", Value::Refs(rests.objectives));
            saving.set("risks", Value::Refs(rests.risks));
            saving.set("opportunities", Value::Refs(rests.opportunities));
            saving.set("requirements", Value::Refs(rests.requirements));
            if *saving.value("content") != lines || saving.verb == "refresh" {
                saving.set("content", lines);
                saving.set("content_at", Value::Instant(now));
            }
        }
        if saving.verb == "check_plans" {
            let others = plan::others(&world.evidence()).map_err(failed)?;
            saving.set("other_plans", others);
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        "management_plan"
    }

    fn due(&self, _: &mut World<'_>, _: &DueWork) -> Result<DueDone, Refused> {
        Ok(DueDone::default())
    }

    fn was_saved(&self, _: &str) {}
}
