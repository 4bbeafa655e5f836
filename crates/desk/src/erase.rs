//! Erasing a person: their data goes, the proofs stay.
//!
//! The record keeps its number and a name that says nothing; its history's contents and salts go, the commitments stay;
//! an entry of the ledger says which entries were emptied, so that an audit knows a hole from a theft.
use crate::{Command, Done, Event, Refused, desk::random, door::Passage, permit::Subject};
use gemba_model::Record;
use gemba_store::{
    Db, accounts,
    history::{self, NewEntry},
    records,
};
use gemba_vocabulary::Value;

/// Erases a person, on the word of an administrator with a reason.
pub(crate) fn person(
    passage: &Passage<'_>,
    db: &mut dyn Db,
    command: &Command,
) -> Result<(Done, Option<Event>), Refused> {
    let Passage { desk, actor, view, now } = passage;
    let kind = view.def.name;
    desk.inner.permit.check(actor, view, "erase", &Subject::none())?;
    let id = command.record.unwrap_or_default();
    let not_found = || Refused::NotFound { kind: kind.to_owned(), id };
    let before = records::get(db, view, id)?.ok_or_else(not_found)?;
    if let Some(given) = command.version.filter(|given| *given != before.version) {
        return Err(Refused::Stale { current: Box::new(before), given });
    }
    if actor.person == Some(id) {
        return Err(Refused::Not("You cannot erase yourself.".to_owned()));
    }
    let reason = command.note.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let reason = reason.ok_or_else(|| {
        Refused::Not("Say why this person is erased, without naming them.".to_owned())
    })?;
    let after = nobody(passage, &before);
    records::update(db, view.def, &after)?;
    accounts::forget(db, id)?;
    accounts::erase_answers(db, kind, id)?;
    passage.index_erased(db, &before, &after)?;
    let erased = history::erase(db, kind, id)?;
    let mut body: serde_json::Value = serde_json::from_str(&gemba_ledger::erase_body(&erased))
        .map_err(|error| Refused::Failed(format!("the ledger's own words failed: {error}")))?;
    if let Some(body) = body.as_object_mut() {
        body.insert("by".to_owned(), actor.name.clone().into());
        body.insert("text".to_owned(), reason.into());
    }
    let entry = history::append(
        db,
        NewEntry {
            at_ms: now.as_millisecond(),
            actor: actor.person,
            channel: actor.channel.name(),
            kind,
            record: id,
            verb: gemba_ledger::ERASE_VERB,
            imported: false,
            body: body.to_string(),
            salt: random()?,
        },
    )?;
    let event = Event {
        kind: kind.to_owned(),
        id,
        verb: command.verb.clone(),
        version: after.version,
        actor: actor.name.clone(),
    };
    passage.announce(db, &event)?;
    Ok((Done { kind: kind.to_owned(), record: after, entry: Some(entry) }, Some(event)))
}

/// The record without anything of the person.
fn nobody(passage: &Passage<'_>, before: &Record) -> Record {
    let def = passage.view.def;
    let mut after = Record {
        values: vec![Value::None; def.fields.len()],
        custom: std::collections::BTreeMap::new(),
        tags: Vec::new(),
        origin: None,
        state: def.states.last().map_or_else(String::new, |state| state.name.to_string()),
        version: before.version + 1,
        updated_at: passage.now,
        updated_by: passage.actor.person,
        ..before.clone()
    };
    if let Some(place) = def.position(def.title)
        && let Some(title) = after.values.get_mut(place)
    {
        *title = Value::Text(format!("Erased person {}", before.id));
    }
    after
}
