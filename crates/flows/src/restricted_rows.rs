//! Figures that are kept are read by everybody inside: rows that name what only a few may know of are taken out of the
//! data they rest on, and it is said how many. The figures themselves count them, whoever looks.
use gemba_desk::{Refused, World};
use gemba_model::filter::Filter;
use gemba_vocabulary::{RecordId, Value};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

const RESTRICTED_READ_MAX: usize = 10_000;

/// Takes the rows off that name a restricted incident, wherever they stand.
pub(crate) fn take_off(world: &mut World<'_>, told: &mut Json) -> Result<(), Refused> {
    let restricted = [Filter::is("restricted", Value::Bool(true))];
    let found = world.find("incident", &restricted, RESTRICTED_READ_MAX)?;
    let ids: BTreeSet<_> = found.iter().map(|one| one.id).collect();
    if !ids.is_empty() {
        strip(told, &ids);
    }
    Ok(())
}

fn names_one(json: &Json, ids: &BTreeSet<RecordId>) -> bool {
    match json {
        Json::Object(map) => {
            let is_incident = map.get("kind").and_then(Json::as_str) == Some("incident");
            let id = map.get("id").and_then(Json::as_i64);
            (is_incident && id.is_some_and(|id| ids.contains(&id)))
                || map.values().any(|value| names_one(value, ids))
        }
        Json::Array(all) => all.iter().any(|one| names_one(one, ids)),
        _ => false,
    }
}

fn strip(json: &mut Json, ids: &BTreeSet<RecordId>) {
    let Json::Object(map) = json else {
        if let Json::Array(all) = json {
            all.iter_mut().for_each(|one| strip(one, ids));
        }
        return;
    };
    let mut left_out = 0;
    for list in ["rows", "exceptions"] {
        if let Some(Json::Array(all)) = map.get_mut(list) {
            let before = all.len();
            all.retain(|row| !names_one(row, ids));
            left_out += before.saturating_sub(all.len());
        }
    }
    if left_out > 0 {
        map.insert("restricted_rows".to_owned(), json!(left_out));
    }
    map.values_mut().for_each(|value| strip(value, ids));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_name_what_few_may_know_are_taken_off_and_counted() {
        let named = |id: i64| json!([{"value": "Told", "about": {"kind": "incident", "id": id}}]);
        let mut told =
            json!({"parts": [{"figures": [{"rests_on": {"rows": [named(1), named(2)]}}]}]});
        strip(&mut told, &BTreeSet::from([2]));
        let rests_on = &told["parts"][0]["figures"][0]["rests_on"];
        assert_eq!(
            (&rests_on["rows"], &rests_on["restricted_rows"]),
            (&json!([named(1)]), &json!(1))
        );
    }
}
