//! What a record can be found by: its words, what was said about it, and whose it is.
use crate::{Desk, Kinds, Refused};
use gemba_model::{Record, Scope, overlay::KindView};
use gemba_store::{
    Db, history, records,
    search::{self, Text},
};
use gemba_vocabulary::{RecordId, Value};
use std::sync::Arc;

/// PostgreSQL takes no more than a megabyte of words for one record; nobody searches for the rest.
const WORDS_BYTES_MAX: usize = 100_000;
const RECORDS_AT_ONCE: usize = 500;

/// What a record can be found by of its own. What people from outside do not see they do not find it by.
pub(crate) fn own(view: &KindView, record: &Record) -> Text {
    let mut text = Text::default();
    if let Some(origin) = &record.origin {
        say(&mut text.inside, origin);
    }
    record.tags.iter().for_each(|tag| say(&mut text.inside, tag));
    for field in view.all_fields().filter(|field| field.searched) {
        if let Value::Text(words) = view.value(record, &field.name) {
            say(if field.customer_visible { &mut text.body } else { &mut text.inside }, words);
        }
    }
    for field in view.def.fields {
        match (field.scope, view.value(record, &field.name)) {
            (Some(Scope::Customer), Value::Ref(id)) => text.scopes.push(customer(*id)),
            (Some(Scope::Customer), Value::Refs(ids)) => {
                text.scopes.extend(ids.iter().copied().map(customer));
            }
            (Some(Scope::Audience), Value::Refs(ids)) => {
                text.scopes.extend(ids.iter().copied().map(audience));
            }
            (Some(Scope::Requester | Scope::Addressee), Value::Ref(id)) => {
                text.scopes.push(requester(*id));
            }
            (Some(Scope::Everybody), Value::Bool(true)) => text.scopes.push(EVERYBODY.to_owned()),
            _ => {}
        }
    }
    text
}

/// Adds what was said with a verb: comments for everybody, all else for people inside.
pub(crate) fn add_talk(text: &mut Text, verb: &str, words: &str) {
    say(if verb == "comment" { &mut text.body } else { &mut text.inside }, words);
}

fn say(text: &mut String, words: &str) {
    let room = WORDS_BYTES_MAX.saturating_sub(text.len() + 1);
    text.push_str(words.get(..words.floor_char_boundary(room)).unwrap_or_default());
    text.push('\n');
}

/// Writes into the full-text index what the records of a kind are found by, with all that was said about them before.
/// The records come in the order of their numbers.
pub(crate) fn write_with_talk(
    db: &mut dyn Db,
    kinds: &Kinds,
    view: &KindView,
    texts: Vec<(RecordId, Text)>,
) -> Result<(), Refused> {
    let (Some((from, _)), Some((to, _))) = (texts.first(), texts.last()) else { return Ok(()) };
    let mut talks = history::talk(db, view.def.name, *from, *to)?;
    for (id, mut text) in texts {
        for (verb, words) in talks.remove(&id).unwrap_or_default() {
            add_talk(&mut text, &verb, &words);
        }
        search::write(db, kinds.number(view.def.name), id, false, &text)?;
    }
    Ok(())
}

/// The word by which a customer's records are found.
pub(crate) fn customer(id: i64) -> String {
    format!("c{id}")
}

/// The word by which the people of a customer find what is for them.
pub(crate) fn audience(id: i64) -> String {
    format!("a{id}")
}

/// The word by which records are found that everybody from outside may see.
pub(crate) const EVERYBODY: &str = "e1";

/// Whether records of the kind can be for everybody from outside.
pub(crate) fn is_for_everybody(view: &KindView) -> bool {
    view.def.fields.iter().any(|field| field.scope == Some(Scope::Everybody))
}

/// The word by which a requester's records are found.
pub(crate) fn requester(id: i64) -> String {
    format!("r{id}")
}

impl Desk {
    /// Writes the full-text index anew from the records, as after a restore or when a new version finds by other words.
    pub(crate) fn write_search_anew(&self) -> Result<(), Refused> {
        for view in &self.all_kinds().views {
            self.inner.store.read(|db| {
                let (mut texts, mut failed) = (Vec::new(), None);
                records::visit(db, view, &[], &mut |record| {
                    texts.push((record.id, own(view, record)));
                    if texts.len() == RECORDS_AT_ONCE {
                        failed = self.write_some_anew(view, std::mem::take(&mut texts)).err();
                    }
                    failed.is_none()
                })?;
                failed.map_or_else(|| self.write_some_anew(view, texts), Err)
            })?;
        }
        Ok(())
    }

    fn write_some_anew(
        &self,
        view: &Arc<KindView>,
        texts: Vec<(RecordId, Text)>,
    ) -> Result<(), Refused> {
        if texts.is_empty() {
            return Ok(());
        }
        let (kinds, view) = (self.all_kinds(), Arc::clone(view));
        self.inner.store.write(move |db| write_with_talk(db, &kinds, &view, texts))
    }
}
