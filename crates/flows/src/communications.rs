//! Communication: once something was told, the topic that planned it knows when it is told again.
use gemba_desk::{Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_vocabulary::Value;

/// The communication of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct Communications;

const TOPIC: &str = "communications";
const KIND: &str = "communication";
const PLANNED: &str = "communication_topic";

impl Flow for Communications {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        let is_told = saving.view.def.name == KIND && saving.record.state == "sent";
        if is_told && !saving.value("topic").is_none() {
            saving.plan(TOPIC, Some(world.now()));
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(KIND)?;
        let Some(told) = world.record(KIND, work.record)? else { return Ok(done) };
        if let Value::Ref(topic) = *view.value(&told, "topic")
            && world.record(PLANNED, topic)?.is_some_and(|topic| topic.state == "in_use")
        {
            // When it was told last and is told again is worked out when the topic is saved.
            done.commands.push(Command::change(PLANNED, topic, None, Input::Nothing));
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}
