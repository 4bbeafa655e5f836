//! A record in JSON, with what the reader may see of it.
use crate::problem::{Problem, STALE};
use gemba_desk::Refused;
use gemba_model::{FieldDef, Record, overlay::KindView};
use gemba_vocabulary::actor::Actor;
use serde_json::{Map, Value as Json, json};

/// A record in JSON. With `only`, of its fields those named.
pub fn to_json(actor: &Actor, view: &KindView, record: &Record, only: Option<&[String]>) -> Json {
    let is_inside = actor.is_inside();
    let is_shown = |field: &&FieldDef| {
        (is_inside || field.customer_visible)
            && only.is_none_or(|names| names.iter().any(|name| *name == *field.name))
    };
    let fields: Map<String, Json> = view
        .all_fields()
        .filter(is_shown)
        .map(|field| (field.name.to_string(), view.value(record, &field.name).to_json()))
        .collect();
    // Where a record came from and its tags are words among colleagues.
    let (origin, tags) = if is_inside {
        (record.origin.as_deref(), record.tags.as_slice())
    } else {
        (None, [].as_slice())
    };
    json!({
        "id": record.id,
        "number": view.def.number(record.id),
        "kind": view.def.name,
        "state": record.state,
        "version": record.version,
        "created_at": record.created_at.to_string(),
        "created_by": record.created_by,
        "updated_at": record.updated_at.to_string(),
        "updated_by": record.updated_by,
        "imported": record.imported,
        "origin": origin,
        "tags": tags,
        "fields": fields,
    })
}

/// What the desk refused; a stale version comes with the record as it is now.
pub fn refused(actor: &Actor, view: &KindView, refused: Refused) -> Problem {
    match &refused {
        Refused::Stale { current, .. } => Problem::new(&STALE, refused.to_string())
            .with_current(to_json(actor, view, current, None)),
        _ => refused.into(),
    }
}
