//! What another tool tells of a record, and how far it is believed: the life of a record that was made here, or that
//! has gone on here, is written here alone.
use crate::{Command, Desk, Refused, command::Imported, door::Passage};
use gemba_model::{FieldFault, Record, overlay::KindView};
use gemba_store::{Db, history};
use gemba_vocabulary::{RecordId, actor::Actor};

impl Desk {
    /// Whether another tool may still tell what becomes of a record: it came from there, and no step of its life was
    /// taken here since.
    pub fn is_told_elsewhere(
        &self,
        actor: &Actor,
        kind: &str,
        id: RecordId,
    ) -> Result<bool, Refused> {
        let view = self.known(kind)?;
        let record = self.record(actor, kind, id)?;
        Ok(record.imported && self.inner.store.read(|db| step_here(db, &view, id))?.is_none())
    }
}

/// The first verb of its life that was taken here, if any was.
fn step_here(db: &mut dyn Db, view: &KindView, id: RecordId) -> Result<Option<String>, Refused> {
    let verbs: Vec<_> = view.steps.iter().map(|step| step.verb).collect();
    Ok(history::first_here(db, view.def.name, id, &verbs)?)
}

impl Passage<'_> {
    /// Refuses what another tool tells of a record whose life is told here.
    pub fn may_be_told(
        &self,
        db: &mut dyn Db,
        command: &Command,
        before: &Record,
    ) -> Result<(), Refused> {
        if command.imported.is_none() {
            return Ok(());
        }
        let number = self.view.def.number(before.id);
        if !before.imported {
            return Err(Refused::Not(format!(
                "{number} was recorded here, so its life is written here: an import writes the life of records \
                 that it brought, and of no others. Take the steps on its page."
            )));
        }
        let Some(verb) = step_here(db, self.view, before.id)? else { return Ok(()) };
        let label =
            self.view.steps.iter().find(|step| step.verb == verb).map_or("", |step| step.label);
        Err(Refused::Not(format!(
            "{number} came from elsewhere, but its life goes on here since “{label}”: no import moves it any more. \
             Take the steps on its page."
        )))
    }

    /// Puts a record into the state that another tool tells.
    pub fn told_state(&self, record: &mut Record, imported: &Imported) -> Result<(), Refused> {
        let Some(state) = &imported.state else { return Ok(()) };
        if self.view.def.state(state).is_none() {
            let fault = format!("“{state}” is no state of {}", self.view.def.plural);
            return Err(FieldFault::new("state", fault).into());
        }
        record.state.clone_from(state);
        Ok(())
    }
}
