//! What records held at one moment, and what became different since.
use gemba_vocabulary::RecordId;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

/// What a record held at one moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Taken {
    /// Its number.
    pub id: RecordId,
    /// Its headline.
    pub name: String,
    /// Its version.
    pub version: i64,
    /// Its state.
    pub state: String,
    /// What its fields held; empty ones are not there.
    pub fields: BTreeMap<String, Json>,
    /// What it had to do with others, such as `runs_on CFG-000009`.
    pub relations: BTreeSet<String>,
}

/// How a record differs from one moment to another.
#[derive(Clone, Debug, PartialEq)]
pub enum Difference {
    /// It is there at the second moment alone.
    Added,
    /// It is there at the first moment alone.
    Removed,
    /// It is there at both; each part that differs, with what it held before and after.
    Changed(Vec<Part>),
}

/// A part of a record that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The name of the field; `state`, or `relations`.
    pub field: String,
    /// What it held at the first moment.
    pub before: Json,
    /// What it held at the second.
    pub after: Json,
}

/// A record that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Differing {
    /// Its number.
    pub id: RecordId,
    /// Its headline at the second moment, or at the first if it is gone.
    pub name: String,
    /// How it differs.
    pub difference: Difference,
}

/// The part that holds the relations.
pub const RELATIONS: &str = "relations";

/// Compares what records held at two moments, by number.
pub fn compare(before: &[Taken], after: &[Taken]) -> Vec<Differing> {
    let by_id = |all: &[Taken]| -> BTreeMap<RecordId, Taken> {
        all.iter().map(|one| (one.id, one.clone())).collect()
    };
    let (before, after) = (by_id(before), by_id(after));
    let ids: BTreeSet<_> = before.keys().chain(after.keys()).copied().collect();
    let differing = |id: RecordId| {
        let (was, is) = (before.get(&id), after.get(&id));
        let name = is.or(was).map(|one| one.name.clone()).unwrap_or_default();
        let difference = match (was, is) {
            (Some(was), Some(is)) => Difference::Changed(parts(was, is)),
            (None, _) => Difference::Added,
            (_, None) => Difference::Removed,
        };
        let is_same = difference == Difference::Changed(Vec::new());
        (!is_same).then_some(Differing { id, name, difference })
    };
    ids.into_iter().filter_map(differing).collect()
}

fn parts(was: &Taken, is: &Taken) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut add = |field: &str, before: Json, after: Json| {
        if before != after {
            parts.push(Part { field: field.to_owned(), before, after });
        }
    };
    add("state", Json::from(was.state.clone()), Json::from(is.state.clone()));
    let fields: BTreeSet<_> = was.fields.keys().chain(is.fields.keys()).collect();
    let held = |one: &Taken, field: &str| one.fields.get(field).cloned().unwrap_or_default();
    for field in fields {
        add(field, held(was, field), held(is, field));
    }
    let relations = |one: &Taken, other: &Taken| {
        let own: Vec<_> = one.relations.difference(&other.relations).cloned().collect();
        if own.is_empty() { Json::Null } else { Json::from(own) }
    };
    add(RELATIONS, relations(was, is), relations(is, was));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn taken(id: RecordId, location: &str, relations: &[&str]) -> Taken {
        Taken {
            id,
            name: format!("host-{id}"),
            version: 1,
            state: "live".to_owned(),
            fields: BTreeMap::from([("location".to_owned(), json!(location))]),
            relations: relations.iter().map(|one| (*one).to_owned()).collect(),
        }
    }

    #[test]
    fn what_came_went_and_changed_is_told_and_what_stayed_is_not() {
        let before = [
            taken(1, "Delft", &["runs_on CFG-000009"]),
            taken(2, "Delft", &[]),
            taken(3, "Leiden", &[]),
        ];
        let mut moved = taken(1, "Leiden", &["runs_on CFG-000008", "uses CFG-000004"]);
        moved.version = 7;
        let mut touched = taken(3, "Leiden", &[]);
        touched.version = 2;
        let after = [moved, touched, taken(4, "Delft", &[])];
        let found = compare(&before, &after);
        let part = |field: &str, before: Json, after: Json| Part {
            field: field.to_owned(),
            before,
            after,
        };
        let parts = vec![
            part("location", json!("Delft"), json!("Leiden")),
            part(
                "relations",
                json!(["runs_on CFG-000009"]),
                json!(["runs_on CFG-000008", "uses CFG-000004"]),
            ),
        ];
        let of =
            |id: RecordId, difference| Differing { id, name: format!("host-{id}"), difference };
        assert_eq!(
            found,
            [
                of(1, Difference::Changed(parts)),
                of(2, Difference::Removed),
                of(4, Difference::Added)
            ]
        );
        assert_eq!(compare(&before, &before), []);
    }
}
