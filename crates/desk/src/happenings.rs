//! A record's history as a story: the ledger's entries, read for people.
use crate::{Desk, FieldChange, Happening, Refused};
use gemba_ledger::StoredEntry;
use gemba_model::{overlay::KindView, parse};
use gemba_store::{Db, history, records};
use gemba_vocabulary::{RecordId, Value, actor::Actor, actor::Channel};
use jiff::Timestamp;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// How many entries are read at once at least, when some of them may be hidden.
const ENTRIES_READ_MIN: usize = 100;

impl Desk {
    /// A page of a record's history, newest first, before the entry `before`. People from outside see what concerns them:
    /// public comments, and changes of the fields that they may see.
    pub fn history(
        &self,
        actor: &Actor,
        kind: &str,
        id: RecordId,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Happening>, Refused> {
        let view = self.known(kind)?;
        self.record(actor, kind, id)?;
        let people = self.known("person").ok();
        self.inner.store.read(|db| {
            let (mut told, mut before) = (Vec::new(), before);
            // What is hidden from people from outside fills no page: it is read on until the page is full.
            while told.len() < limit {
                let wanted = limit.saturating_sub(told.len()).max(ENTRIES_READ_MIN);
                let wanted = if actor.is_inside() { limit } else { wanted };
                let rows = i64::try_from(wanted).unwrap_or(i64::MAX);
                let entries = history::of_record(db, kind, id, before, rows)?;
                let names = names(db, people.as_deref(), &entries)?;
                let mut read: Vec<_> =
                    entries.iter().map(|entry| happening(&view, entry, &names)).collect();
                self.mask_changes(db, actor, &view, &mut read)?;
                told.extend(read.into_iter().filter_map(|one| seen(actor, &view, one)));
                if entries.len() < wanted {
                    break;
                }
                before = entries.last().map(|entry| entry.head.index);
            }
            told.truncate(limit);
            Ok::<_, Refused>(told)
        })
    }
}

/// The names of those who did it.
fn names(
    db: &mut dyn Db,
    people: Option<&KindView>,
    entries: &[StoredEntry],
) -> Result<BTreeMap<RecordId, String>, Refused> {
    let Some(people) = people else { return Ok(BTreeMap::new()) };
    let mut ids: Vec<_> = entries.iter().filter_map(|entry| entry.head.actor).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows = records::titles(db, people.def, &ids)?;
    Ok(rows.into_iter().map(|(id, name, _)| (id, name)).collect())
}

/// What the reader may see of it, if anything.
fn seen(actor: &Actor, view: &KindView, mut one: Happening) -> Option<Happening> {
    if actor.is_inside() {
        return Some(one);
    }
    hide(view, &mut one);
    let is_anything = one.text.is_some() || one.state.is_some() || !one.changes.is_empty();
    is_anything.then_some(one)
}

/// Leaves what a customer's people may see.
fn hide(view: &KindView, happening: &mut Happening) {
    happening
        .changes
        .retain(|change| view.field(&change.field).is_some_and(|field| field.customer_visible));
    // Words go to the customer only when they were meant for them.
    if happening.verb != "comment" {
        happening.text = None;
    }
}

pub(crate) fn happening(
    view: &KindView,
    entry: &StoredEntry,
    names: &BTreeMap<RecordId, String>,
) -> Happening {
    let head = &entry.head;
    let body: Json =
        entry.body.as_deref().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Json::as_str).map(str::to_owned);
    let name = head.actor.and_then(|id| names.get(&id).cloned()).or_else(|| text("by"));
    let pair = |json: &Json| {
        let part = |place: usize| json.get(place).and_then(Json::as_str).unwrap_or_default();
        (part(0).to_owned(), part(1).to_owned())
    };
    let changes = body.get("changes").and_then(Json::as_object);
    Happening {
        entry: head.index,
        at: Timestamp::from_millisecond(head.at_ms).unwrap_or_default(),
        actor: head.actor,
        actor_name: name.unwrap_or_else(|| {
            if head.channel == Channel::Timer.name() { "Gemba" } else { "somebody" }.to_owned()
        }),
        channel: head.channel.clone(),
        verb: head.verb.clone(),
        imported: head.imported,
        changes: changes
            .into_iter()
            .flatten()
            .map(|(field, both)| FieldChange {
                field: field.clone(),
                old: value(view, field, both.get(0)),
                new: value(view, field, both.get(1)),
            })
            .collect(),
        state: body.get("state").map(pair),
        text: text("text"),
        is_erased: entry.body.is_none(),
    }
}

fn value(view: &KindView, field: &str, json: Option<&Json>) -> Value {
    let json = json.unwrap_or(&Json::Null);
    match view.field(field) {
        Some(def) => parse::from_json(def, json).unwrap_or_default(),
        // A field that is no longer there, or the tags.
        None if json.is_null() => Value::None,
        None => Value::Text(json.as_str().map_or_else(|| json.to_string(), str::to_owned)),
    }
}
