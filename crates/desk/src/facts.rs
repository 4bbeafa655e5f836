//! What guards of a room may know of other records, read within the command's own transaction.
use crate::{Desk, desk::Matrix};
use gemba_model::{
    Facts, Record,
    filter::{Filter, Sort},
    overlay::KindView,
};
use gemba_store::{
    Db, StoreError,
    records::{self, Listing},
};
use gemba_vocabulary::{RecordId, Value};
use std::{cell::RefCell, sync::Arc};

const EACH_MAX: usize = 500;

/// What the store says of other records, for guards.
pub(crate) struct StoredFacts<'a> {
    pub desk: &'a Desk,
    pub matrix: Arc<Matrix>,
    /// The connection, and the first fault of reading: guards have no way to tell one.
    pub inner: RefCell<(&'a mut dyn Db, Option<StoreError>)>,
}

impl StoredFacts<'_> {
    fn ask<R: Default>(
        &self,
        kind: &str,
        question: impl FnOnce(&mut dyn Db, &KindView) -> Result<R, StoreError>,
    ) -> R {
        let Some(view) = self.desk.view(kind) else { return R::default() };
        let mut inner = self.inner.borrow_mut();
        match question(inner.0, &view) {
            Ok(answer) => answer,
            Err(error) => {
                inner.1 = Some(error);
                R::default()
            }
        }
    }

    fn number(&self, kind: &str, filters: &[Filter]) -> u64 {
        self.ask(kind, |db, view| {
            let count = records::count(db, view, filters, &[], 1_000_000)?;
            Ok(u64::try_from(count).unwrap_or_default())
        })
    }
}

impl Facts for StoredFacts<'_> {
    fn count(&self, kind: &str, field: &str, id: RecordId) -> u64 {
        self.number(kind, &[Filter::is(field, Value::Ref(id))])
    }

    fn count_in_state(&self, kind: &str, field: &str, id: RecordId, state: &str) -> u64 {
        let state = Filter::is("state", Value::Text(state.to_owned()));
        self.number(kind, &[Filter::is(field, Value::Ref(id)), state])
    }

    fn value(&self, kind: &str, id: RecordId, field: &str) -> Value {
        self.ask(kind, |db, view| {
            let record = records::get(db, view, id)?;
            Ok(record.map(|record| held(view, &record, field)).unwrap_or_default())
        })
    }

    fn priority(&self, impact: &str, urgency: &str) -> Option<i64> {
        self.matrix.get(&(impact.to_owned(), urgency.to_owned())).copied()
    }

    fn each(&self, kind: &str, holding: &[(&str, Value)], field: &str) -> Vec<Value> {
        let filters: Vec<_> =
            holding.iter().map(|(field, value)| Filter::is(field, value.clone())).collect();
        self.ask(kind, |db, view| {
            let sort = Sort { field: "id".to_owned(), descending: false };
            let listing = Listing {
                filters: &filters,
                met: None,
                scopes: &[],
                sort: &sort,
                after: None,
                limit: EACH_MAX,
            };
            let records = records::list(db, view, &listing)?;
            Ok(records.iter().map(|record| held(view, record, field)).collect())
        })
    }
}

/// What a record holds in a field or in its envelope.
fn held(view: &KindView, record: &Record, field: &str) -> Value {
    let person = |id: Option<RecordId>| id.map_or(Value::None, Value::Ref);
    match field {
        "id" => Value::Int(record.id),
        "state" => Value::Text(record.state.clone()),
        "imported" => Value::Bool(record.imported),
        "created_by" => person(record.created_by),
        "updated_by" => person(record.updated_by),
        "created_at" => Value::Instant(record.created_at),
        "updated_at" => Value::Instant(record.updated_at),
        _ => view.value(record, field).clone(),
    }
}
