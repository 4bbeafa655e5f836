//! What a field looks like in JSON: its schema for reading and writing, and the check that holds
//! what was sent to it. The two stand side by side, so that what is documented is what is accepted.
use crate::openapi;
use gemba_desk::Desk;
use gemba_model::{FieldDef, Holds, KindDef};
use serde_json::{Value as Json, json};

/// Whole numbers beyond this are not exact in every JSON reader (RFC 7493), so they are refused.
const NUMBER_MAX: i64 = 9_007_199_254_740_991;
/// A hundred years.
const DURATION_SECONDS_MAX: i64 = 3_155_760_000;
/// How long a line may be.
pub const SHORT_TEXT_LENGTH_MAX: usize = 250;
const LONG_TEXT_LENGTH_MAX: usize = 100_000;
const REFERENCES_MAX: usize = 1_000;

/// One line of text without NUL.
pub const LINE_PATTERN: &str = r"^[^\u0000\n]*$";
/// Text without NUL.
pub const TEXT_PATTERN: &str = r"^[^\u0000]*$";
/// Text without NUL that says something.
pub const SAID_PATTERN: &str = r"^[^\u0000]*[^\s\u0000][^\u0000]*$";
/// A line that says something.
pub const SAID_LINE_PATTERN: &str = r"^[^\u0000\n]*[^\s\u0000][^\u0000\n]*$";
const DECIMAL_PATTERN: &str = r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$";
const DURATION_PATTERN: &str = "^([0-9]{1,6}[dhms] ?)+$";

/// The schema of what a field holds when it is read.
pub fn read_schema(field: &FieldDef) -> Json {
    let names = || field.choices().iter().map(|choice| json!(choice.name));
    match &field.holds {
        Holds::ShortText | Holds::LongText => json!({"type": ["string", "null"]}),
        Holds::Int => json!({"type": ["integer", "null"], "format": "int64"}),
        Holds::Decimal | Holds::Percent => {
            json!({"type": ["string", "null"], "format": "decimal", "examples": ["99.5"]})
        }
        Holds::Money => nullable(money()),
        Holds::Bool => json!({"type": ["boolean", "null"]}),
        Holds::Date => json!({"type": ["string", "null"], "format": "date"}),
        Holds::Instant => json!({"type": ["string", "null"], "format": "date-time"}),
        Holds::Duration => json!({"type": ["integer", "null"], "format": "int64"}),
        // An organization may take a choice back that records still hold.
        Holds::Choice(_) if field.is_custom() => {
            json!({"type": ["string", "null"], "examples": names().collect::<Vec<_>>()})
        }
        Holds::Choice(_) => {
            json!({"enum": names().chain([Json::Null]).collect::<Vec<_>>()})
        }
        Holds::Ref(_) => json!({"type": ["integer", "null"], "format": "int64"}),
        Holds::Refs(_) => {
            json!({"type": ["array", "null"], "items": {"type": "integer", "format": "int64"}})
        }
        Holds::Struct => json!({"type": ["array", "object", "null"]}),
    }
}

/// The schema of what may be written into a field. `must` is set where it has to be given.
pub fn write_schema(field: &FieldDef, must: bool) -> Json {
    let schema = match &field.holds {
        Holds::ShortText if must => json!({"type": "string", "minLength": 1,
            "maxLength": SHORT_TEXT_LENGTH_MAX, "pattern": SAID_LINE_PATTERN}),
        Holds::ShortText => json!({"type": "string", "maxLength": SHORT_TEXT_LENGTH_MAX,
            "pattern": LINE_PATTERN}),
        Holds::LongText if must => json!({"type": "string", "minLength": 1,
            "maxLength": LONG_TEXT_LENGTH_MAX, "pattern": SAID_PATTERN}),
        Holds::LongText => json!({"type": "string", "maxLength": LONG_TEXT_LENGTH_MAX,
            "pattern": TEXT_PATTERN}),
        Holds::Int => json!({"type": "integer", "minimum": -NUMBER_MAX, "maximum": NUMBER_MAX}),
        Holds::Decimal | Holds::Percent => json!({"anyOf": [
            {"type": "string", "pattern": DECIMAL_PATTERN},
            {"type": "integer", "minimum": -1_000_000_000, "maximum": 1_000_000_000},
            {"type": "number", "minimum": -1_000_000_000, "maximum": 1_000_000_000}]}),
        Holds::Money => money(),
        Holds::Bool => json!({"type": "boolean"}),
        Holds::Date => json!({"type": "string", "format": "date"}),
        Holds::Instant => json!({"type": "string", "format": "date-time"}),
        Holds::Duration => json!({"anyOf": [
            {"type": "integer", "minimum": 0, "maximum": DURATION_SECONDS_MAX},
            {"type": "string", "pattern": DURATION_PATTERN, "maxLength": 40}]}),
        Holds::Choice(choices) => {
            let names: Vec<_> = choices.iter().map(|choice| &choice.name).collect();
            json!({"enum": names})
        }
        Holds::Ref(kind) => openapi::number_of(kind),
        Holds::Refs(kind) => json!({"type": "array", "items": openapi::number_of(kind),
            "maxItems": REFERENCES_MAX}),
        Holds::Struct => json!({"type": ["array", "object"]}),
    };
    match &field.holds {
        _ if must => schema,
        Holds::Ref(_) => json!({"anyOf": [schema, {"type": "null"}]}),
        _ => nullable(schema),
    }
}

/// What a field might hold, for examples.
pub fn example(field: &FieldDef) -> Json {
    match &field.holds {
        Holds::ShortText | Holds::LongText => match &*field.name {
            "summary" => json!("Mail does not arrive in Delft"),
            "hours" => json!("Mon-Fri 08:00-18:00"),
            "time_zone" => json!("Europe/Amsterdam"),
            "field" => json!("x_cost_center"),
            name if name.ends_with("kind") => json!("incident"),
            _ => json!(field.label),
        },
        Holds::Int | Holds::Ref(_) => json!(1),
        Holds::Decimal | Holds::Percent => json!("99.5"),
        Holds::Money => json!({"amount": "12.50", "currency": "EUR"}),
        Holds::Bool => json!(true),
        Holds::Date => json!("2026-11-23"),
        Holds::Instant => json!("2026-11-23T09:30:00Z"),
        Holds::Duration => json!("4h 30m"),
        Holds::Choice(choices) => json!(choices.first().map(|choice| &choice.name)),
        Holds::Refs(_) => json!([1, 2]),
        Holds::Struct => json!([]),
    }
}

fn money() -> Json {
    json!({"type": "object", "required": ["amount", "currency"], "additionalProperties": false,
    "properties": {
        "amount": {"type": "string", "pattern": DECIMAL_PATTERN},
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}
    }})
}

/// How a record of a kind is named: by its number alone, or as people write it.
pub fn number_schema(def: &KindDef) -> Json {
    let pattern = format!("^{}-?[0-9]{{0,7}}[1-9][0-9]{{0,7}}$", def.prefix);
    json!({"anyOf": [
        {"type": "integer", "minimum": 1, "maximum": NUMBER_MAX},
        {"type": "string", "pattern": pattern}], "examples": [123, def.number(123)]})
}

/// The schema, or nothing at all.
fn nullable(mut schema: Json) -> Json {
    let kind = schema.get("type").cloned();
    let Some(members) = schema.as_object_mut() else { return schema };
    if let Some(Json::Array(names)) = members.get_mut("enum") {
        names.push(Json::Null);
        return schema;
    }
    match kind {
        Some(Json::String(name)) => {
            members.insert("type".to_owned(), json!([name, "null"]));
            schema
        }
        Some(Json::Array(mut names)) => {
            names.push(json!("null"));
            members.insert("type".to_owned(), Json::Array(names));
            schema
        }
        _ => {
            if let Some(Json::Array(ways)) = members.get_mut("anyOf") {
                ways.push(json!({"type": "null"}));
            }
            schema
        }
    }
}

/// Holds what was sent to the schema for writing, and spells references and numbers as the desk
/// reads them. The fault continues the field's name.
pub fn fit(desk: &Desk, field: &FieldDef, json: &mut Json) -> Result<(), String> {
    if json.is_null() {
        return Ok(());
    }
    match &field.holds {
        Holds::ShortText => text(json, SHORT_TEXT_LENGTH_MAX, true),
        Holds::LongText => text(json, LONG_TEXT_LENGTH_MAX, false),
        Holds::Int => whole(json, -NUMBER_MAX, NUMBER_MAX),
        Holds::Decimal | Holds::Percent => decimal(json),
        Holds::Money => is_money(json),
        Holds::Bool if json.is_boolean() => Ok(()),
        Holds::Bool => Err("must be true or false".to_owned()),
        Holds::Date => {
            let is_date = json.as_str().is_some_and(|text| {
                text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
            });
            if is_date { Ok(()) } else { Err("must be a date, such as 2026-11-23".to_owned()) }
        }
        Holds::Instant => {
            let is_moment = json.as_str().is_some_and(|text| {
                let has_zone = text.ends_with(['Z', 'z'])
                    || text.get(19..).is_some_and(|end| end.contains(['+', '-']));
                has_zone && !text.contains('[')
            });
            let fault = "must be a moment with its zone, such as 2026-11-23T09:30:00Z";
            if is_moment { Ok(()) } else { Err(fault.to_owned()) }
        }
        Holds::Duration if json.is_string() => Ok(()),
        Holds::Duration => whole(json, 0, DURATION_SECONDS_MAX),
        Holds::Choice(choices) => {
            let is_known = choices.iter().any(|choice| json.as_str() == Some(&*choice.name));
            let names: Vec<_> = choices.iter().map(|choice| &*choice.name).collect();
            if is_known { Ok(()) } else { Err(format!("must be one of: {}", names.join(", "))) }
        }
        Holds::Ref(kind) => refer(desk, kind, json),
        Holds::Refs(kind) => match json {
            Json::Array(items) if items.len() <= REFERENCES_MAX => {
                items.iter_mut().try_for_each(|item| refer(desk, kind, item))
            }
            _ => Err(format!("must be a list of up to {REFERENCES_MAX} record numbers")),
        },
        Holds::Struct if json.is_array() || json.is_object() => Ok(()),
        Holds::Struct => Err("must be a JSON object or list".to_owned()),
    }
}

fn text(json: &Json, length_max: usize, is_line: bool) -> Result<(), String> {
    let text = json.as_str().ok_or("must be a text")?;
    if text.chars().count() > length_max {
        return Err(format!("is longer than {length_max} characters"));
    }
    if is_line && text.contains('\n') {
        return Err("must be a single line".to_owned());
    }
    Ok(())
}

fn whole(json: &mut Json, least: i64, most: i64) -> Result<(), String> {
    let number = integer(json).filter(|number| (least..=most).contains(number));
    let number = number.ok_or_else(|| format!("must be a whole number from {least} to {most}"))?;
    *json = Json::from(number);
    Ok(())
}

/// The whole number that JSON spells: to JSON Schema `3.0` is one too.
pub fn integer(json: &Json) -> Option<i64> {
    json.as_i64().or_else(|| {
        let spelled = json.as_f64().filter(|number| number.fract() == 0.0)?.to_string();
        spelled.parse().ok()
    })
}

/// A number is spelled out, for its short spelling (`1e-7`) is not one that the desk reads.
fn decimal(json: &mut Json) -> Result<(), String> {
    if let Json::Number(number) = json {
        let spelled = match number.as_i64() {
            Some(whole) => whole.to_string(),
            None => number.as_f64().map(|number| number.to_string()).unwrap_or_default(),
        };
        *json = Json::String(spelled);
    }
    let is_number = json.as_str().is_some_and(|text| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    });
    if is_number { Ok(()) } else { Err("must be a number, such as 99.5".to_owned()) }
}

fn is_money(json: &mut Json) -> Result<(), String> {
    let fault = || "must be {\"amount\": \"12.50\", \"currency\": \"EUR\"}".to_owned();
    let members = json.as_object_mut().filter(|members| members.len() == 2).ok_or_else(fault)?;
    let code = members.get("currency").and_then(Json::as_str).ok_or_else(fault)?;
    if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(fault());
    }
    members
        .get_mut("amount")
        .filter(|amount| amount.is_string())
        .ok_or_else(fault)
        .and_then(|amount| decimal(amount).map_err(|_| fault()))
}

fn refer(desk: &Desk, kind: &str, json: &mut Json) -> Result<(), String> {
    if json.is_string() {
        let text = json.as_str().unwrap_or_default();
        let begins = text.starts_with(|letter: char| letter.is_ascii_alphabetic());
        let Some((named, id)) = desk.find_number(text).filter(|_| begins) else {
            return Err("must be the number of a record, such as 12".to_owned());
        };
        if named != kind {
            return Err(format!("names {text}, which is of another kind than {kind}"));
        }
        *json = Json::from(id);
    }
    whole(json, 1, NUMBER_MAX).map_err(|_| "must be the number of a record, such as 12".to_owned())
}
