//! What a record can be found by: its words, and whose it is.
use gemba_model::{Record, Scope, overlay::KindView};
use gemba_vocabulary::Value;

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
}

/// The word by which a customer's records are found.
pub(crate) fn customer(id: i64) -> String {
    format!("c{id}")
}

/// The word by which a requester's records are found.
pub(crate) fn requester(id: i64) -> String {
    format!("r{id}")
}
