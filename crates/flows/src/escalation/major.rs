//! A major incident calls who is on call in its team, when it is declared.
use super::{Raise, headline};
use crate::change_calendar::Within;
use gemba_desk::{DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::on_call::{self, Level};

/// The calls of major incidents at one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct MajorIncidentCall;

const TOPIC: &str = "major_incident_call";
const INCIDENT: &str = "incident";

impl Flow for MajorIncidentCall {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name == INCIDENT && saving.verb == "declare_major" {
            saving.plan(TOPIC, Some(world.now()));
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(INCIDENT)?;
        let Some(record) = world.record(INCIDENT, work.record)? else { return Ok(done) };
        let number = |field: &str| view.value(&record, field).as_int();
        let Some(team) = number("team").filter(|_| record.state == "major") else {
            return Ok(done);
        };
        let now = world.now();
        let leads = number("major_manager");
        let all = on_call::all_reached(&mut Within(world), team, now)?;
        // Whoever leads knows of it.
        for to in all.into_iter().filter(|to| to.person != leads) {
            let raise = Raise {
                summary: format!("Major incident: {}", headline(&view, &record)),
                of: (INCIDENT, record.id),
                direction: to.level.unwrap_or(Level::First).direction(),
                reason: "major",
                clock: None,
                team: Some(team),
                to,
                after: None,
                at: now,
            };
            done.commands.push(raise.command());
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}
