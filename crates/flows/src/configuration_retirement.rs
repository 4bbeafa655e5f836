//! No part is retired while a live service depends on it, however far away in the graph.
use gemba_desk::{Asked, DueDone, DueWork, Flow, Refused, Saving, Way, World};

/// The guard of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ConfigurationRetirementFlow;

const KIND: &str = "configuration_item";
const SERVICE: &str = "service";
const LIVE: [&str; 2] = ["live", "changing"];

impl Flow for ConfigurationRetirementFlow {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != KIND || saving.verb != "retire" {
            return Ok(());
        }
        // What the part itself names is judged by its own guard, as it is to be saved.
        let own = saving.before.map(|before| saving.view.value(before, SERVICE).clone());
        let own = own.filter(|own| own != saving.value(SERVICE)).and_then(|own| own.as_int());
        let impact = world.impact(KIND, saving.record.id, &Asked::all(Way::Up))?;
        for (at, reached) in impact.reached.iter().enumerate() {
            let is_let_go = reached.depth == 1 && own == Some(reached.id);
            if reached.kind != SERVICE || is_let_go {
                continue;
            }
            let Some(service) = world.record(SERVICE, reached.id)? else { continue };
            if !LIVE.contains(&service.state.as_str()) {
                continue;
            }
            let name = world.view(SERVICE)?.title(&service);
            let mut way = Vec::new();
            for on_the_way in impact.path(at).into_iter().filter(|on_the_way| *on_the_way != at) {
                if let Some(one) = impact.reached.get(on_the_way) {
                    way.push(world.view(one.kind)?.def.number(one.id));
                }
            }
            let over =
                if way.is_empty() { String::new() } else { format!(", over {}", way.join(", ")) };
            return Err(Refused::Not(format!(
                "The live service “{name}” depends on it{over}. End that relation, or have the \
                 service taken away first."
            )));
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        "configuration_retirement"
    }

    fn due(&self, _: &mut World<'_>, _: &DueWork) -> Result<DueDone, Refused> {
        Ok(DueDone::default())
    }

    fn was_saved(&self, _: &str) {}
}
