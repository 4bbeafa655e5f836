//! The last part of the way: the record, its history, its words and what follows are saved together.
use crate::{
    Command, Done, Event, Refused, Saving, World,
    desk::random,
    door::{Passage, Passed},
    names, overlay,
};
use gemba_model::{FieldFault, Record, overlay::KindView};
use gemba_store::{
    Db, StoreError,
    history::{self, NewEntry},
    queue, records, search,
};
use gemba_vocabulary::Value;
use serde_json::{Map, Value as Json, json};

impl Passage<'_> {
    /// Saves the record with its history, its ledger entry, its words and what follows.
    pub fn save(
        &self,
        db: &mut dyn Db,
        command: &Command,
        before: Option<&Record>,
        mut after: Record,
        note: Option<String>,
    ) -> Result<Passed, Refused> {
        let def = self.view.def;
        let imported = command.imported.as_ref();
        after.updated_at = imported.map_or(self.now, |imported| imported.at);
        after.updated_by = imported.map_or(self.actor.person, |imported| imported.by);
        let mut plans = Vec::new();
        if imported.is_none() && command.verb != "note" {
            plans = self.flows(db, command, before, &mut after)?;
        }
        let is_nothing = before.is_some_and(|before| {
            let same = before.values == after.values && before.custom == after.custom;
            same && before.tags == after.tags && command.verb == "change" && note.is_none()
        });
        if is_nothing && imported.is_none() {
            let record = before.cloned().unwrap_or(after);
            return Ok((Done { kind: def.name.to_owned(), record, entry: None }, None));
        }
        after.version = before.map_or(1, |before| before.version + 1);
        self.write_row(db, before.is_none(), &mut after)?;
        if let Some(content) = &command.content {
            content.keep(db)?;
        }
        if def.name == overlay::KIND {
            overlay::check(db, self.desk.inner.faces, self.view, &after)?;
        }
        self.index(db, before, &after, &command.verb, note.as_deref())?;
        for plan in plans {
            let name = format!("{}:{}", def.name, after.id);
            match plan.due {
                Some(due) => queue::plan(db, plan.topic, &name, due.as_millisecond(), "{}")?,
                None if before.is_some() => queue::cancel(db, plan.topic, &name)?,
                None => {}
            }
        }
        let entry = history::append(
            db,
            NewEntry {
                at_ms: after.updated_at.as_millisecond(),
                actor: after.updated_by,
                channel: self.actor.channel.name(),
                kind: def.name,
                record: after.id,
                verb: &command.verb,
                imported: imported.is_some(),
                body: body(self.view, before, &after, note.as_deref(), &self.actor.name),
                salt: random()?,
            },
        )?;
        let event = Event {
            kind: def.name.to_owned(),
            id: after.id,
            verb: command.verb.clone(),
            version: after.version,
            actor: self.actor.name.clone(),
        };
        self.announce(db, &event)?;
        Ok((Done { kind: def.name.to_owned(), record: after, entry: Some(entry) }, Some(event)))
    }

    fn write_row(&self, db: &mut dyn Db, is_new: bool, after: &mut Record) -> Result<(), Refused> {
        let def = self.view.def;
        if is_new {
            let inserted = records::insert(db, def, after);
            after.id = inserted.map_err(|error| taken(self.view, error))?;
        } else if !records::update(db, def, after).map_err(|error| taken(self.view, error))? {
            let given = after.version - 1;
            return Err(Refused::Stale { current: Box::new(after.clone()), given });
        }
        Ok(())
    }

    fn flows(
        &self,
        db: &mut dyn Db,
        command: &Command,
        before: Option<&Record>,
        after: &mut Record,
    ) -> Result<Vec<crate::flow::Plan>, Refused> {
        let mut saving = Saving {
            view: self.view,
            before,
            record: after,
            verb: &command.verb,
            actor: self.actor,
            plans: Vec::new(),
        };
        for flow in &self.desk.inner.flows {
            let world = &mut World::new(self.desk, db, self.now);
            if command.verb == "comment" {
                flow.before_comment(world, &mut saving)?;
            } else {
                flow.before_save(world, &mut saving)?;
            }
        }
        Ok(saving.plans)
    }

    /// Writes what the record can be found by, if that changed.
    fn index(
        &self,
        db: &mut dyn Db,
        before: Option<&Record>,
        after: &Record,
        verb: &str,
        note: Option<&str>,
    ) -> Result<(), Refused> {
        let mut text = names::own(self.view, after);
        let is_same = before.is_some_and(|before| names::own(self.view, before) == text);
        if is_same && note.is_none() {
            return Ok(());
        }
        if let Some(note) = note {
            names::add_talk(&mut text, verb, note);
        }
        let kinds = self.desk.all_kinds();
        if before.is_some() {
            names::write_with_talk(db, &kinds, self.view, vec![(after.id, text)])
        } else {
            let number = kinds.number(self.view.def.name);
            Ok(search::write(db, number, after.id, true, &text)?)
        }
    }

    /// Forgets what an erased record was found by; from now on it is found by `after` alone.
    pub fn index_erased(
        &self,
        db: &mut dyn Db,
        before: &Record,
        after: &Record,
    ) -> Result<(), Refused> {
        let number = self.desk.all_kinds().number(self.view.def.name);
        search::write(db, number, after.id, false, &names::own(self.view, after))?;
        Ok(search::forget(db, number, &names::own(self.view, before))?)
    }

    /// Tells other nodes, on the engine that has them.
    pub fn announce(&self, db: &mut dyn Db, event: &Event) -> Result<(), Refused> {
        if let Some(sql) = db.dialect().notification() {
            let event = serde_json::to_string(event)
                .map_err(|error| Refused::Failed(format!("an event could not be told: {error}")))?;
            let message = format!("{} {event}", self.desk.inner.node);
            db.query(sql, &[gemba_store::Sql::Text(message)])?;
        }
        Ok(())
    }
}

/// Says which field holds what another record holds already.
fn taken(view: &KindView, error: StoreError) -> Refused {
    let StoreError::NotUnique(said) = &error else { return error.into() };
    let field = view.def.fields.iter().find(|field| field.unique && said.contains(&*field.name));
    match field {
        Some(field) => {
            FieldFault::new(&field.name, "is already used by another record; it must be unique")
                .into()
        }
        None => error.into(),
    }
}

/// The entry's body: each field's old and new value, the state, the words, and the name of who did it.
fn body(
    view: &KindView,
    before: Option<&Record>,
    after: &Record,
    note: Option<&str>,
    actor: &str,
) -> String {
    let mut changes = Map::new();
    for field in view.all_fields() {
        let old = before.map_or(&Value::None, |before| view.value(before, &field.name));
        let new = view.value(after, &field.name);
        let is_empty = |value: &Value| value.is_none() || *value == Value::Refs(Vec::new());
        if old != new && !(is_empty(old) && is_empty(new)) {
            changes.insert(field.name.to_string(), json!([old.to_json(), new.to_json()]));
        }
    }
    let old_tags = before.map(|before| before.tags.clone()).unwrap_or_default();
    if old_tags != after.tags {
        changes.insert("tags".to_owned(), json!([old_tags, after.tags]));
    }
    let mut body = Map::new();
    body.insert("by".to_owned(), Json::from(actor));
    let old_state = before.map(|before| before.state.as_str()).unwrap_or_default();
    if old_state != after.state {
        body.insert("state".to_owned(), json!([old_state, after.state]));
    }
    if !changes.is_empty() {
        body.insert("changes".to_owned(), Json::Object(changes));
    }
    if let Some(note) = note.filter(|note| !note.trim().is_empty()) {
        body.insert("text".to_owned(), Json::from(note));
    }
    Json::Object(body).to_string()
}
