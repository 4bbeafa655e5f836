//! A small organization of which every check thinks well, from `tests/fixtures/sound.toml`, and what one fault in it
//! does.
use crate::world::{Records, at, on, text};
use gemba_model::Holds;
use gemba_practices::register::kind;
use gemba_vocabulary::{RecordId, Value};

pub const NOW: &str = "2026-05-20T12:00:00Z";
/// Fields with one of these names hold a day that is ahead.
const AHEAD: [&str; 9] = [
    "due_on",
    "review_on",
    "until",
    "ends_on",
    "next_end",
    "next_on",
    "next_review_on",
    "decide_by",
    "test_due_on",
];

/// The whole organization.
pub fn organization() -> Records {
    let fixture: toml::Table = include_str!("../fixtures/sound.toml").parse().unwrap();
    let mut records = Records::at(NOW);
    for (kind, all) in &fixture {
        for one in all.as_array().unwrap() {
            add(&mut records, kind, one.as_table().unwrap());
        }
    }
    records
}

fn add(records: &mut Records, name: &str, told: &toml::Table) {
    let def = kind(name).unwrap_or_else(|| panic!("no kind {name}")).def();
    let words = |key: &str| {
        let list = told.get(key).and_then(|list| list.as_array()).cloned().unwrap_or_default();
        list.iter().map(|word| word.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let id = records.add(name, told["state"].as_str().unwrap(), &[]);
    let empty = words("not");
    for field in def.fields {
        let value = match told.get(&*field.name) {
            Some(told) => said(&field.holds, told),
            None if empty.iter().any(|name| **name == *field.name) => Value::None,
            None => usual(&field.name, &field.holds),
        };
        records.set(name, id, &field.name, value);
    }
    for verb in words("history") {
        records.entry(name, id, &verb, "2026-04-02T08:00:00Z");
    }
}

fn said(holds: &Holds, told: &toml::Value) -> Value {
    match (holds, told) {
        (Holds::Int, toml::Value::Integer(number)) => Value::Int(*number),
        (Holds::Ref(_), toml::Value::Integer(number)) => Value::Ref(*number),
        (Holds::Decimal | Holds::Percent, toml::Value::Integer(number)) => {
            Value::Decimal((*number).into())
        }
        (Holds::Bool, toml::Value::Boolean(yes)) => Value::Bool(*yes),
        (Holds::Date, toml::Value::String(day)) => on(day),
        (Holds::Instant, toml::Value::String(moment)) => at(moment),
        (Holds::Refs(_), toml::Value::Array(ids)) => {
            Value::Refs(ids.iter().filter_map(toml::Value::as_integer).collect())
        }
        (Holds::Struct, rows) => Value::Struct(serde_json::to_value(rows).unwrap()),
        (_, toml::Value::String(words)) => text(words),
        other => panic!("nothing holds {other:?}"),
    }
}

fn usual(name: &str, holds: &Holds) -> Value {
    let is_ahead = AHEAD.contains(&name) || name.ends_with("_due");
    match holds {
        Holds::ShortText | Holds::LongText => text("As agreed"),
        Holds::Int => Value::Int(3),
        Holds::Decimal | Holds::Percent => Value::Decimal(99.into()),
        Holds::Money => Value::Money("100.00 EUR".parse().unwrap()),
        Holds::Bool => Value::Bool(false),
        Holds::Date => on(if is_ahead { "2026-12-01" } else { "2026-05-01" }),
        Holds::Instant => {
            at(if is_ahead { "2026-12-01T10:00:00Z" } else { "2026-05-01T10:00:00Z" })
        }
        Holds::Duration => Value::Duration(14_400),
        Holds::Choice(choices) => text(&choices[0].name),
        Holds::Ref(_) => Value::Ref(1),
        Holds::Refs(_) => Value::Refs(vec![1]),
        Holds::Struct => Value::Struct(serde_json::json!([{"what": "As agreed"}])),
    }
}

/// Other values that a field could hold, each a fault that somebody could make.
pub fn values(holds: &Holds) -> Vec<Value> {
    let mut values = vec![Value::None];
    match holds {
        Holds::Bool => values.extend([Value::Bool(true), Value::Bool(false)]),
        Holds::Date => values.extend([on("2020-01-01"), on("2099-01-01")]),
        Holds::Instant => values.extend([at("2020-01-01T00:00:00Z"), at("2099-01-01T00:00:00Z")]),
        Holds::Choice(choices) => values.extend(choices.iter().map(|one| text(&one.name))),
        Holds::Decimal | Holds::Percent => values.push(Value::Decimal(0.into())),
        Holds::Int => values.push(Value::Int(0)),
        Holds::Ref(_) => values.push(Value::Ref(RecordId::MAX)),
        _ => {}
    }
    values
}
