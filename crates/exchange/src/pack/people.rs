//! Who is meant by the numbers of people in a pack.
use crate::fault::ExchangeError;
use gemba_desk::Desk;
use gemba_pack::{Entry, Kept, PersonNamed, Requirement};
use gemba_vocabulary::{RecordId, actor::Actor};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

const KIND: &str = "person";

/// Everybody who is named, by number.
pub fn named(
    desk: &Desk,
    actor: &Actor,
    requirements: &[Requirement],
    records: &[Kept],
    entries: &[Entry],
) -> Result<Vec<PersonNamed>, ExchangeError> {
    let mut ids: BTreeSet<RecordId> = actor.person.into_iter().collect();
    for one in requirements {
        ids.extend(one.owner.as_ref().map(|owner| owner.person));
        ids.extend(one.answer.attested.as_ref().map(|attested| attested.by));
    }
    ids.extend(entries.iter().filter_map(|entry| entry.stored.head.actor));
    let mut fields = BTreeMap::new();
    for record in records {
        ids.extend(record.created_by);
        let of_kind = fields.entry(&record.kind).or_insert_with(|| fields_of(desk, &record.kind));
        for value in of_kind.iter().filter_map(|field| record.values.get(field)) {
            ids.extend(value.as_i64());
            ids.extend(value.as_array().into_iter().flatten().filter_map(Json::as_i64));
        }
    }
    let ids: Vec<_> = ids.into_iter().collect();
    let names = desk.titles(actor, KIND, &ids)?;
    Ok(names.into_iter().map(|(id, name)| PersonNamed { id: Some(id), name }).collect())
}

/// The fields of a kind that name people.
fn fields_of(desk: &Desk, kind: &str) -> Vec<String> {
    let Some(view) = desk.view(kind) else { return Vec::new() };
    let fields = view.all_fields().filter(|field| field.holds.target() == Some(KIND));
    fields.map(|field| field.name.to_string()).collect()
}
