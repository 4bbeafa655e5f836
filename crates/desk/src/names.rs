//! What a record can be found by: its words, and whose it is.
use crate::{Desk, Kinds, Refused};
use gemba_model::{Record, Scope, overlay::KindView};
use gemba_store::{Db, records, search};
use gemba_vocabulary::{RecordId, Value};

const WORDS_BYTES_MAX: usize = 200_000;

/// Words of the full-text index.
#[derive(PartialEq, Eq)]
pub(crate) struct Names {
    pub words: String,
    pub scopes: Vec<String>,
}

impl Names {
    pub fn of(view: &KindView, record: &Record) -> Self {
        let mut words = String::new();
        let mut say = |text: &str| {
            words.push_str(text);
            words.push('\n');
        };
        if let Some(origin) = &record.origin {
            say(origin);
        }
        record.tags.iter().for_each(|tag| say(tag));
        for field in view.all_fields().filter(|field| field.searched) {
            if let Value::Text(text) = view.value(record, &field.name) {
                say(text);
            }
        }
        // PostgreSQL takes no more than a megabyte of words for one record; nobody searches for the rest.
        words.truncate(words.floor_char_boundary(WORDS_BYTES_MAX));
        let mut scopes = Vec::new();
        for field in view.def.fields {
            match (field.scope, view.value(record, &field.name)) {
                (Some(Scope::Customer), Value::Ref(id)) => scopes.push(customer(*id)),
                (Some(Scope::Customer), Value::Refs(ids)) => {
                    scopes.extend(ids.iter().copied().map(customer));
                }
                (Some(Scope::Requester), Value::Ref(id)) => scopes.push(requester(*id)),
                _ => {}
            }
        }
        Self { words, scopes }
    }

    /// Writes them into the full-text index.
    pub fn write(
        &self,
        db: &mut dyn Db,
        kinds: &Kinds,
        view: &KindView,
        record: RecordId,
        is_new: bool,
    ) -> Result<(), Refused> {
        let document = search::document(kinds.number(view.def.name), record);
        Ok(search::write(db, document, is_new, &self.words, &self.scopes.join(" "))?)
    }
}

/// The word by which a customer's records are found.
pub(crate) fn customer(id: i64) -> String {
    format!("c{id}")
}

/// The word by which a requester's records are found.
pub(crate) fn requester(id: i64) -> String {
    format!("r{id}")
}

impl Desk {
    /// Writes the full-text index anew from the records, as after a restore.
    pub(crate) fn write_search_anew(&self) -> Result<(), Refused> {
        let kinds = self.all_kinds();
        for view in &kinds.views {
            let mut found = Vec::new();
            self.inner.store.read(|db| {
                records::visit(db, view, &[], &mut |record| {
                    found.push((record.id, Names::of(view, record)));
                    true
                })?;
                Ok::<_, Refused>(())
            })?;
            let (kinds, view) = (std::sync::Arc::clone(&kinds), std::sync::Arc::clone(view));
            self.inner.store.write(move |db| {
                for (id, names) in &found {
                    names.write(db, &kinds, &view, *id, false)?;
                }
                Ok::<_, Refused>(())
            })?;
        }
        Ok(())
    }
}
