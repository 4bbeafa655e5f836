//! Headlines of records, for references: who may read a record by its name, and who by its number alone.
use crate::{Desk, Refused};
use gemba_model::{Record, overlay::KindView};
use gemba_store::records;
use gemba_vocabulary::{RecordId, Value, actor::Actor};
use std::collections::BTreeMap;

impl Desk {
    /// The headlines of records, for references. What the reader may not know by name is told by its number.
    pub fn titles(
        &self,
        actor: &Actor,
        kind: &str,
        ids: &[RecordId],
    ) -> Result<BTreeMap<RecordId, String>, Refused> {
        let view = self.known(kind)?;
        if actor.is_inside() {
            let rows = self.inner.store.read(|db| {
                let seen = self.in_sight(db, actor, &view, ids.to_vec())?;
                Ok::<_, Refused>(records::titles(db, view.def, &seen)?)
            })?;
            let may_read = self.may(actor, kind, "read");
            let named = |id, title| if may_read { title } else { view.def.number(id) };
            return Ok(rows.into_iter().map(|(id, title, _)| (id, named(id, title))).collect());
        }
        let mut found = Vec::new();
        self.inner.store.read(|db| {
            for id in self.in_sight(db, actor, &view, ids.to_vec())? {
                found.extend(records::get(db, &view, id)?);
            }
            Ok::<_, Refused>(())
        })?;
        let named = |record: &Record| {
            let is_named = self.is_named_outside(actor, &view, record);
            if is_named { view.title(record) } else { view.def.number(record.id) }
        };
        Ok(found.iter().map(|record| (record.id, named(record))).collect())
    }

    /// Whether a person from outside may know a record by its name: what they may open, whoever works for them, and
    /// whoever is served together with them. A field that they do not see names nobody to them in the first place.
    fn is_named_outside(&self, actor: &Actor, view: &KindView, record: &Record) -> bool {
        let is_own = |customer: RecordId| actor.customer == Some(customer);
        match view.def.name {
            "team" => true,
            "customer" => is_own(record.id),
            "person" => match view.value(record, "customer") {
                Value::Ref(customer) => is_own(*customer) || actor.person == Some(record.id),
                // Colleagues of ours, and people of no customer: the latter are named to themselves alone.
                _ => actor.person == Some(record.id) || works_here(view, record),
            },
            kind => self.may(actor, kind, "read") && Self::is_in_scope(actor, view, record),
        }
    }
}

/// Whether somebody is more than served here.
fn works_here(view: &KindView, person: &Record) -> bool {
    let roles = view.value(person, "roles").to_text();
    roles
        .split(',')
        .map(str::trim)
        .any(|role| !matches!(role, "" | "requester" | "customer_contact"))
}
