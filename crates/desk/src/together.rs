//! A piece of work of many commands, of which later ones name what earlier ones made: all of them count, or none.
use crate::{Command, Desk, Done, Event, Refused, door};
use gemba_store::{Care, Db, settings};
use gemba_vocabulary::actor::Actor;
use std::sync::PoisonError;

/// The commands of one piece of work, within the transaction that does it.
pub struct Together<'a> {
    desk: &'a Desk,
    db: &'a mut dyn Db,
    actor: &'a Actor,
    events: Vec<Event>,
}

impl Together<'_> {
    /// Does what is asked, or says why not. A refusal that the work hands on undoes everything before it.
    pub fn run(&mut self, command: Command) -> Result<Done, Refused> {
        let (done, event) = door::pass(self.desk, self.db, self.actor, command)?;
        self.events.extend(event);
        Ok(done)
    }

    /// Reads a setting of the house.
    pub fn setting(&mut self, name: &str) -> Result<Option<String>, Refused> {
        Ok(settings::get(self.db, name)?)
    }

    /// Writes a setting of the house.
    pub fn set_setting(&mut self, name: &str, value: &str) -> Result<(), Refused> {
        Ok(settings::set(self.db, name, value)?)
    }
}

impl Desk {
    /// Does a piece of work of many commands in one transaction: if it is refused anywhere, nothing of it was done.
    pub fn run_as_one<T: Send + 'static>(
        &self,
        actor: &Actor,
        work: impl FnOnce(&mut Together<'_>) -> Result<T, Refused> + Send + 'static,
    ) -> Result<T, Refused> {
        let (desk, actor) = (self.clone(), actor.clone());
        let answer = self.inner.store.write_with(Care::Savepoint, move |db: &mut dyn Db| {
            let events = Vec::new();
            let mut together = Together { desk: &desk, db, actor: &actor, events };
            let answer = work(&mut together)?;
            Ok::<_, Refused>((answer, together.events))
        });
        if answer.is_err() {
            // It may have been read while rules were there that are gone again.
            *self.inner.matrix.write().unwrap_or_else(PoisonError::into_inner) = None;
        }
        let (answer, events) = answer?;
        for event in events {
            self.tell(Some(event));
        }
        Ok(answer)
    }
}
