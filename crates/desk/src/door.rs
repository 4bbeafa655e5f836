//! The way of a command through the door, within the transaction of the writer.
use crate::{
    Command, Desk, Done, Event, Refused, command::Given, erase, facts::StoredFacts, files,
    permit::Subject, restricted,
};
use gemba_model::{Facts, FieldFault, Holds, Record, Scope, Situation, StepDef, overlay::KindView};
use gemba_store::{Db, records};
use gemba_vocabulary::{RecordId, Value, actor::Actor};
use jiff::{Timestamp, tz::TimeZone};
use std::cell::RefCell;

/// Verbs that every kind has, besides those of its life.
pub(crate) const COMMON_VERBS: &[&str] = &["read", "create", "change", "comment", "note"];

pub(crate) type Passed = (Done, Option<Event>);

/// Lets one command through, or says why not.
pub(crate) fn pass(
    desk: &Desk,
    db: &mut dyn Db,
    actor: &Actor,
    mut command: Command,
) -> Result<Passed, Refused> {
    let view = desk.known(&command.kind)?;
    let passage = Passage { desk, actor, view: &view, now: desk.now() };
    if command.verb == "erase" {
        return erase::person(&passage, db, &command);
    }
    let before = passage.stored(db, &command)?;
    if let Err(mut refused) = passage.may(&command, before.as_ref()) {
        if let Refused::Stale { current, .. } = &mut refused {
            desk.mask(db, actor, &view, std::slice::from_mut(&mut **current))?;
        }
        return Err(refused);
    }
    let (after, note) = match &before {
        None => passage.create(db, &mut command)?,
        Some(before) => passage.change(db, &mut command, before)?,
    };
    let (mut done, event) = passage.save(db, &command, before.as_ref(), after, note)?;
    desk.mask(db, actor, &view, std::slice::from_mut(&mut done.record))?;
    Ok((done, event))
}

/// The same within a longer transaction: a refusal undoes this command only.
pub(crate) fn pass_within(
    desk: &Desk,
    db: &mut dyn Db,
    actor: &Actor,
    command: Command,
) -> Result<Result<Passed, Refused>, Refused> {
    alone(db, |db| pass(desk, db, actor, command))
}

/// Does a piece of work so that its failure undoes all of it and nothing else of the transaction.
pub(crate) fn alone<R>(
    db: &mut dyn Db,
    work: impl FnOnce(&mut dyn Db) -> Result<R, Refused>,
) -> Result<Result<R, Refused>, Refused> {
    let tail = db.tail().clone();
    db.batch("SAVEPOINT one")?;
    let answer = work(db);
    if answer.is_ok() {
        db.batch("RELEASE SAVEPOINT one")?;
    } else {
        db.batch("ROLLBACK TO SAVEPOINT one; RELEASE SAVEPOINT one")?;
        *db.tail() = tail;
    }
    Ok(answer)
}

/// What a command needs on its way.
pub(crate) struct Passage<'a> {
    pub desk: &'a Desk,
    pub actor: &'a Actor,
    pub view: &'a KindView,
    pub now: Timestamp,
}

impl Passage<'_> {
    /// The stored record that the command is about, as far as the asker may see it.
    fn stored(&self, db: &mut dyn Db, command: &Command) -> Result<Option<Record>, Refused> {
        let Some(id) = command.record else { return Ok(None) };
        let kind = self.view.def.name;
        let not_found = || Refused::NotFound { kind: kind.to_owned(), id };
        let record = records::get(db, self.view, id)?.ok_or_else(not_found)?;
        if !self.desk.is_in_sight(db, self.actor, self.view, &record)? {
            return Err(not_found());
        }
        Ok(Some(record))
    }

    fn may(&self, command: &Command, before: Option<&Record>) -> Result<(), Refused> {
        let verb = command.verb.as_str();
        let is_create = command.record.is_none();
        if is_create != (verb == "create") {
            return Err(Refused::Unknown(format!(
                "“{verb}” needs {} record.",
                if is_create { "an existing" } else { "no" }
            )));
        }
        if command.imported.is_some() {
            return self.desk.inner.permit.check(self.actor, self.view, "import", &Subject::none());
        }
        let is_known = COMMON_VERBS.contains(&verb) && verb != "read";
        if !is_known && !self.view.steps.iter().any(|step| step.verb == verb) {
            return Err(Refused::Unknown(format!(
                "{} have no verb “{verb}”.",
                self.view.def.plural
            )));
        }
        let subject = before.map_or_else(Subject::none, |record| Subject::of(self.view, record));
        self.desk.inner.permit.check(self.actor, self.view, verb, &subject)?;
        if let (Some(given), Some(record)) = (command.version, before)
            && given != record.version
        {
            return Err(Refused::Stale { current: Box::new(record.clone()), given });
        }
        Ok(())
    }

    fn create(
        &self,
        db: &mut dyn Db,
        command: &mut Command,
    ) -> Result<(Record, Option<String>), Refused> {
        let def = self.view.def;
        let mut record = Record::blank(def.fields.len(), def.first_state());
        record.created_at = self.now;
        record.created_by = self.actor.person;
        for field in self.view.all_fields() {
            if let Some(default) = &field.default {
                let value = gemba_model::parse::from_text(field, default, &TimeZone::UTC);
                set(self.view, &mut record, &field.name, value.unwrap_or_default());
            }
        }
        let given = std::mem::take(&mut command.input).read(self.view)?;
        if let Some(imported) = &command.imported {
            record.created_at = imported.at;
            record.created_by = imported.by;
            record.imported = true;
            record.origin.clone_from(&imported.origin);
            self.apply(db, &mut record, given, None)?;
            self.begin(&mut record);
            self.told_state(&mut record, imported)?;
        } else {
            self.own_defaults(&mut record);
            self.writable(&given, None)?;
            self.apply(db, &mut record, given, None)?;
            self.own_scope(&mut record)?;
            files::describe(self.view, &mut record, command.content.as_ref())?;
            self.settle(db, &mut record, None, command.note.as_deref())?;
            self.complete(&record)?;
            self.begin(&mut record);
        }
        Ok((record, command.note.clone()))
    }

    /// Lets a new record begin where its room says that one with its values does.
    fn begin(&self, record: &mut Record) {
        self.view.face.begins(&record.values).clone_into(&mut record.state);
    }

    fn change(
        &self,
        db: &mut dyn Db,
        command: &mut Command,
        before: &Record,
    ) -> Result<(Record, Option<String>), Refused> {
        self.may_be_told(db, command, before)?;
        let mut record = before.clone();
        if matches!(command.verb.as_str(), "comment" | "note") {
            if command.note.as_deref().is_none_or(|text| text.trim().is_empty()) {
                return Err(FieldFault::new("note", "is required").into());
            }
            return Ok((record, command.note.clone()));
        }
        let given = std::mem::take(&mut command.input).read(self.view)?;
        if let Some(imported) = &command.imported {
            self.apply(db, &mut record, given, Some(before))?;
            self.told_state(&mut record, imported)?;
            return Ok((record, command.note.clone()));
        }
        let step = self.view.step(&command.verb, &before.state).cloned();
        self.writable(&given, step.as_ref())?;
        self.apply(db, &mut record, given, Some(before))?;
        let note = command.note.as_deref();
        if command.verb == "change" {
            self.settle(db, &mut record, Some(before), note)?;
            self.complete(&record)?;
        } else {
            self.take_step(db, &mut record, command, before)?;
            self.settle(db, &mut record, Some(before), note)?;
        }
        Ok((record, command.note.clone()))
    }

    fn take_step(
        &self,
        db: &mut dyn Db,
        record: &mut Record,
        command: &Command,
        before: &Record,
    ) -> Result<(), Refused> {
        let mut values = std::mem::take(&mut record.values);
        let state = self.with_facts(db, |facts| {
            let now = self.situation(record, command.note.as_deref(), facts);
            self.view.face.take(&command.verb, &before.state, &mut values, &now)
        })?;
        record.values = values;
        state?.clone_into(&mut record.state);
        Ok(())
    }

    fn settle(
        &self,
        db: &mut dyn Db,
        record: &mut Record,
        before: Option<&Record>,
        note: Option<&str>,
    ) -> Result<(), Refused> {
        // What is missing is told all at once, before the room looks at what is there.
        self.complete_built_in(record)?;
        let mut values = std::mem::take(&mut record.values);
        let settled = self.with_facts(db, |facts| {
            let now = self.situation(record, note, facts);
            let before = before.map(|before| before.values.as_slice());
            self.view.face.settle(&mut values, before, &now)
        })?;
        record.values = values;
        Ok(settled?)
    }

    pub fn situation<'a>(
        &'a self,
        record: &Record,
        note: Option<&'a str>,
        facts: &'a dyn Facts,
    ) -> Situation<'a> {
        Situation {
            now: self.now,
            actor: self.actor,
            record: record.id,
            created_by: record.created_by,
            note,
            facts,
        }
    }

    /// Runs a room's code with what it may know of other records.
    pub fn with_facts<R>(
        &self,
        db: &mut dyn Db,
        work: impl FnOnce(&dyn Facts) -> R,
    ) -> Result<R, Refused> {
        let matrix = self.desk.matrix(db)?;
        let facts = StoredFacts { desk: self.desk, matrix, inner: RefCell::new((db, None)) };
        let answer = work(&facts);
        match facts.inner.into_inner().1 {
            Some(error) => Err(error.into()),
            None => Ok(answer),
        }
    }

    /// Refuses fields that nobody types, or that this asker may not, or that the step does not ask for.
    fn writable(&self, given: &Given, step: Option<&StepDef>) -> Result<(), Refused> {
        let is_inside = self.actor.is_inside();
        let mut faults = Vec::new();
        for (name, _) in &given.values {
            let Some(field) = self.view.field(name) else { continue };
            if field.computed {
                faults.push(FieldFault::new(name, "is worked out by Gemba and cannot be set"));
            } else if !is_inside && !field.customer_visible {
                faults.push(FieldFault::new(name, "cannot be set by you"));
            } else if step.is_some_and(|step| !step.asks.contains(&name.as_str())) {
                faults
                    .push(FieldFault::new(name, "is not asked for at this step; change it first"));
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(Refused::Invalid(faults)) }
    }

    /// Puts the values given into the record; references must name records that are there.
    fn apply(
        &self,
        db: &mut dyn Db,
        record: &mut Record,
        given: Given,
        before: Option<&Record>,
    ) -> Result<(), Refused> {
        let mut faults = Vec::new();
        for (name, value) in given.values {
            let Some(field) = self.view.field(&name) else { continue };
            let value = self.with_unseen(db, field, value, before)?;
            let is_new = before.is_none_or(|before| *self.view.value(before, &name) != value);
            // What is named there already stays, whether or not the asker sees it.
            let new = before.map_or_else(
                || value.clone(),
                |before| restricted::newly_named(self.view.value(before, &name), &value),
            );
            if is_new && let Some(fault) = dangling(self, db, &field.holds, &new)? {
                faults.push(FieldFault::new(&name, fault));
            }
            set(self.view, record, &name, value);
        }
        if let Some(tags) = given.tags {
            record.tags = tags;
        }
        if before.is_none() {
            faults.extend(self.strangers(db, record)?);
        }
        if faults.is_empty() { Ok(()) } else { Err(Refused::Invalid(faults)) }
    }

    /// A task, a link or a file names its record by kind and number; that one must be there, in sight of the asker.
    fn strangers(&self, db: &mut dyn Db, record: &Record) -> Result<Vec<FieldFault>, Refused> {
        let mut faults = Vec::new();
        for (kind, number) in [("parent_kind", "parent"), ("from_kind", "from"), ("to_kind", "to")]
        {
            if self.view.def.position(kind).is_none() {
                continue;
            }
            let named = self.view.value(record, kind).to_text();
            let id = self.view.value(record, number).as_int().unwrap_or_default();
            if named.is_empty() || id < 1 {
                continue;
            }
            let Some(view) = self.desk.view(&named) else {
                faults.push(FieldFault::new(kind, format!("names “{named}”, which is no kind")));
                continue;
            };
            let found = records::get(db, &view, id)?;
            let may_read = self.desk.inner.permit.may(self.actor, &view, "read", &Subject::none());
            let is_seen = match found.filter(|_| may_read) {
                Some(found) => self.desk.is_in_sight(db, self.actor, &view, &found)?,
                None => false,
            };
            if !is_seen {
                let fault = format!("names {}, which does not exist", view.def.number(id));
                faults.push(FieldFault::new(number, fault));
            }
        }
        Ok(faults)
    }

    fn complete(&self, record: &Record) -> Result<(), Refused> {
        self.missing(record, self.view.all_fields())
    }

    fn complete_built_in(&self, record: &Record) -> Result<(), Refused> {
        self.missing(record, self.view.def.fields.iter())
    }

    fn missing<'a>(
        &self,
        record: &Record,
        fields: impl Iterator<Item = &'a gemba_model::FieldDef>,
    ) -> Result<(), Refused> {
        let faults: Vec<_> = fields
            .filter(|field| field.required && !field.computed)
            .filter(|field| {
                let value = self.view.value(record, &field.name);
                value.is_none() || value.as_text() == Some("")
            })
            .map(|field| FieldFault::new(&field.name, "is required"))
            .collect();
        if faults.is_empty() { Ok(()) } else { Err(Refused::Invalid(faults)) }
    }

    /// What people from outside record is theirs and their customer's, whatever they say.
    fn own_scope(&self, record: &mut Record) -> Result<(), Refused> {
        if self.actor.is_inside() {
            return Ok(());
        }
        self.own_defaults(record);
        if Desk::is_in_scope(self.actor, self.view, record) {
            Ok(())
        } else {
            Err(Refused::Forbidden("You can record this for yourself only.".to_owned()))
        }
    }

    fn own_defaults(&self, record: &mut Record) {
        if self.actor.is_inside() {
            return;
        }
        for field in self.view.def.fields {
            let own = match field.scope {
                Some(Scope::Requester) => self.actor.person,
                Some(Scope::Customer) => self.actor.customer,
                Some(_) | None => None,
            };
            if let (Some(own), Holds::Ref(_)) = (own, &field.holds) {
                set(self.view, record, &field.name, Value::Ref(own));
            }
        }
    }
}

fn set(view: &KindView, record: &mut Record, field: &str, value: Value) {
    match view.def.position(field) {
        Some(place) => {
            if let Some(slot) = record.values.get_mut(place) {
                *slot = value;
            }
        }
        None if value.is_none() => {
            record.custom.remove(field);
        }
        None => {
            record.custom.insert(field.to_owned(), value);
        }
    }
}

/// What is wrong with a reference: it names a record that is not there, or that the asker may not know of.
fn dangling(
    passage: &Passage<'_>,
    db: &mut dyn Db,
    holds: &Holds,
    value: &Value,
) -> Result<Option<String>, Refused> {
    let ids: &[RecordId] = match value {
        Value::Ref(id) => std::slice::from_ref(id),
        Value::Refs(ids) => ids,
        _ => return Ok(None),
    };
    let Some(target) = holds.target() else { return Ok(None) };
    let view = passage.desk.known(target)?;
    for id in ids {
        let (desk, actor) = (passage.desk, passage.actor);
        let is_there = if actor.is_inside() && desk.bar(actor, &view).is_none() {
            records::exists(db, target, *id)?
        } else {
            match records::get(db, &view, *id)? {
                Some(record) => desk.is_in_sight(db, actor, &view, &record)?,
                None => false,
            }
        };
        if !is_there {
            return Ok(Some(format!("names {}, which does not exist", view.def.number(*id))));
        }
    }
    Ok(None)
}
