//! Erasing a person: their data goes, the proofs stay.
//!
//! The record keeps its number and a name that says nothing; its history's contents and salts go, the commitments stay;
//! an entry of the ledger says which entries were emptied, so that an audit knows a hole from a theft.
use crate::{Command, Done, Event, Refused, desk::random, door::Passage, files, permit::Subject};
use gemba_model::{Record, filter::Filter};
use gemba_store::{
    Db, accounts, blobs,
    history::{self, NewEntry},
    records,
};
use gemba_vocabulary::{RecordId, Value};

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
    let mut erased = history::erase(db, kind, id)?;
    erased.extend(files(passage, db, id)?);
    erased.sort_unstable();
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

/// Takes away the files kept with the person's record: their contents, unless another record keeps the same, their
/// names and their histories. Returns the entries emptied.
fn files(passage: &Passage<'_>, db: &mut dyn Db, person: RecordId) -> Result<Vec<u64>, Refused> {
    let view = passage.desk.known(files::KIND)?;
    let passage = Passage { view: &view, ..*passage };
    let is = |record: &Record, field: &str, wanted: &Value| view.value(record, field) == wanted;
    let (kind, number) = (Value::Text("person".to_owned()), Value::Int(person));
    let of_person = [Filter::is("parent_kind", kind.clone()), Filter::is("parent", number.clone())];
    let mut kept = Vec::new();
    records::visit(db, &view, &of_person, &mut |record| {
        kept.push(record.clone());
        true
    })?;
    let mut erased = Vec::new();
    for before in kept {
        let digest = view.value(&before, "digest").clone();
        let mut is_elsewhere = false;
        records::visit(db, &view, &[Filter::is("digest", digest.clone())], &mut |record| {
            is_elsewhere = !is(record, "parent_kind", &kind) || !is(record, "parent", &number);
            !is_elsewhere
        })?;
        if !is_elsewhere {
            blobs::remove(db, &digest.to_text())?;
        }
        let mut after = Record {
            tags: Vec::new(),
            origin: None,
            custom: std::collections::BTreeMap::new(),
            version: before.version + 1,
            updated_at: passage.now,
            updated_by: passage.actor.person,
            ..before.clone()
        };
        let name = view.def.position("name").and_then(|place| after.values.get_mut(place));
        if let Some(name) = name {
            *name = Value::Text(format!("Erased file {}", before.id));
        }
        records::update(db, view.def, &after)?;
        passage.index_erased(db, &before, &after)?;
        erased.extend(history::erase(db, files::KIND, before.id)?);
    }
    Ok(erased)
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
