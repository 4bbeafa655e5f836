//! What records hold now, taken down as a whole: their fields, and what they have to do with others.
use crate::{Asked, Desk, Impact, Refused, World};
use gemba_model::{
    Record,
    filter::{Filter, Sort},
    overlay::KindView,
    taken::{Differing, Taken, compare},
};
use gemba_store::{
    Db,
    records::{self, Listing},
};
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Channel},
};
use std::collections::BTreeSet;

/// So many relations of one record are taken down.
const RELATIONS_MAX: usize = 1_000;

impl World<'_> {
    /// What depends on a record, or what it depends on, as of what was last committed.
    pub fn impact(&mut self, kind: &str, id: RecordId, asked: &Asked) -> Result<Impact, Refused> {
        let (desk, _) = self.parts();
        desk.reach(&Actor::house(Channel::Timer), kind, id, asked)
    }

    /// Takes down what records of a kind hold.
    pub fn take(&mut self, kind: &str, ids: &[RecordId]) -> Result<Vec<Taken>, Refused> {
        let (desk, db) = self.parts();
        taken(desk, db, kind, ids)
    }
}

impl Desk {
    /// How what a record took down of others differs from what another such record took down, or from what those hold
    /// now. `field` holds what was taken of records of `of`.
    pub fn differences(
        &self,
        actor: &Actor,
        (kind, field, of): (&str, &str, &str),
        id: RecordId,
        with: Option<RecordId>,
    ) -> Result<Vec<Differing>, Refused> {
        let view = self.known(kind)?;
        let of_view = self.known(of)?;
        // Whoever may not read the records themselves may not read what they held.
        if !actor.is_inside() || !self.may(actor, of, "read") {
            let plural = of_view.def.plural.to_lowercase();
            return Err(Refused::Forbidden(format!("You may not read {plural}.")));
        }
        let held = |id: RecordId| -> Result<Vec<Taken>, Refused> {
            let record = self.record(actor, kind, id)?;
            read(&view, &record, field)
        };
        let before = held(id)?;
        let after = match with {
            Some(other) => held(other)?,
            None => {
                let ids: Vec<_> = before.iter().map(|one| one.id).collect();
                self.inner.store.read(|db| taken(self, db, of, &ids))?
            }
        };
        Ok(compare(&before, &after))
    }
}

fn read(view: &KindView, record: &Record, field: &str) -> Result<Vec<Taken>, Refused> {
    match view.value(record, field) {
        Value::Struct(json) => serde_json::from_value(json.clone())
            .map_err(|error| Refused::Failed(format!("what was taken cannot be read: {error}"))),
        _ => Ok(Vec::new()),
    }
}

fn taken(
    desk: &Desk,
    db: &mut dyn Db,
    kind: &str,
    ids: &[RecordId],
) -> Result<Vec<Taken>, Refused> {
    let view = desk.known(kind)?;
    let mut all = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(record) = records::get(db, &view, *id)? else { continue };
        let fields = view.all_fields().filter_map(|field| {
            let value = view.value(&record, &field.name);
            let is_empty = value.is_none() || *value == Value::Refs(Vec::new());
            (!is_empty).then(|| (field.name.to_string(), value.to_json()))
        });
        all.push(Taken {
            id: *id,
            name: view.title(&record),
            version: record.version,
            state: record.state.clone(),
            fields: fields.collect(),
            relations: relations(desk, db, kind, *id)?,
        });
    }
    Ok(all)
}

/// What other records say that a record has to do with others: each of them is an edge that begins at it.
fn relations(
    desk: &Desk,
    db: &mut dyn Db,
    kind: &str,
    id: RecordId,
) -> Result<BTreeSet<String>, Refused> {
    let mut found = BTreeSet::new();
    for view in desk.kinds() {
        for edge in view.def.edges {
            let [from, to] = edge.ends(view.def);
            let (Some(field), Some(to)) = (edge.from.filter(|_| from == Some(kind)), to) else {
                continue;
            };
            let to = desk.known(to)?;
            let filters =
                [Filter::is(field, Value::Ref(id)), Filter::is("open", Value::Bool(true))];
            let sort = Sort { field: "id".to_owned(), descending: false };
            let (filters, limit) = (&filters[..], RELATIONS_MAX);
            let listing =
                Listing { filters, scopes: &[], sort: &sort, after: None, limit, met: None };
            for record in records::list(db, &view, &listing)? {
                let word =
                    edge.by.map_or(edge.to.to_owned(), |by| view.value(&record, by).to_text());
                if let Value::Ref(other) = view.value(&record, edge.to) {
                    found.insert(format!("{word} {}", to.def.number(*other)));
                }
            }
        }
    }
    Ok(found)
}
