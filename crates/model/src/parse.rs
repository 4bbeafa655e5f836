//! Reads a field's value from text (forms, CSV) or JSON (API), with a fault that continues the field's label.
use crate::field::{FieldDef, Holds};
use gemba_vocabulary::{Money, Value};
use jiff::{Timestamp, civil::Date, civil::DateTime, tz::TimeZone};
use rust_decimal::Decimal;
use serde_json::Value as Json;

const SHORT_TEXT_LENGTH_MAX: usize = 250;
const LONG_TEXT_LENGTH_MAX: usize = 100_000;
const STRUCT_LENGTH_MAX: usize = 100_000;

/// Reads a value from text. Empty text is nothing. Moments without a zone are in `zone`.
pub fn from_text(field: &FieldDef, text: &str, zone: &TimeZone) -> Result<Value, String> {
    let text = if field.holds == Holds::LongText { text.trim_end() } else { text.trim() };
    if text.is_empty() {
        return Ok(Value::None);
    }
    match &field.holds {
        Holds::ShortText | Holds::LongText => text_of(field, text),
        Holds::Int => number(text).map(Value::Int),
        Holds::Decimal | Holds::Percent => decimal(text).map(Value::Decimal),
        Holds::Money => money(text).map(Value::Money),
        Holds::Bool => yes_or_no(text),
        Holds::Date => date(text).map(Value::Date),
        Holds::Instant => instant(text, zone).map(Value::Instant),
        Holds::Duration => duration(text).map(Value::Duration),
        Holds::Choice(_) => choice(field, text),
        Holds::Ref(_) => reference(text).map(Value::Ref),
        Holds::Refs(_) => text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(reference)
            .collect::<Result<_, _>>()
            .map(Value::Refs),
        Holds::Struct => serde_json::from_str(text)
            .map_err(|error| format!("is not valid JSON: {error}"))
            .and_then(structured),
    }
}

/// Reads a value from JSON, in the spelling of [`Value::to_json`].
pub fn from_json(field: &FieldDef, json: &Json) -> Result<Value, String> {
    match (&field.holds, json) {
        (_, Json::Null) => Ok(Value::None),
        (Holds::Bool, Json::Bool(yes)) => Ok(Value::Bool(*yes)),
        (Holds::Int, Json::Number(number)) => whole(number).map(Value::Int),
        (Holds::Duration, Json::Number(number)) => whole(number).map(Value::Duration),
        (Holds::Ref(_), Json::Number(number)) => whole(number).map(Value::Ref),
        (Holds::Decimal | Holds::Percent, Json::Number(number)) => {
            decimal(&number.to_string()).map(Value::Decimal)
        }
        (Holds::Money, Json::Object(_)) => serde_json::from_value::<Money>(json.clone())
            .map_err(|_| "must be {\"amount\": \"12.50\", \"currency\": \"EUR\"}".to_owned())
            .and_then(|told| money(&told.to_string()).map(Value::Money)),
        (Holds::Refs(_), Json::Array(items)) => items
            .iter()
            .map(|item| match item {
                Json::Number(number) => whole(number),
                Json::String(text) => reference(text),
                _ => Err("must be a list of record numbers".to_owned()),
            })
            .collect::<Result<_, _>>()
            .map(Value::Refs),
        (Holds::Struct, _) => structured(json.clone()),
        (_, Json::String(text)) => from_text(field, text, &TimeZone::UTC),
        _ => Err(format!("must be {}", expected(&field.holds))),
    }
}

/// What a field of the type wants, in words.
pub const fn expected(holds: &Holds) -> &'static str {
    match holds {
        Holds::ShortText | Holds::LongText => "a text",
        Holds::Int => "a whole number",
        Holds::Decimal => "a number",
        Holds::Percent => "a percentage",
        Holds::Money => "an amount and a currency, such as 12.50 EUR",
        Holds::Bool => "yes or no",
        Holds::Date => "a date, such as 2026-11-23",
        Holds::Instant => "a date and time, such as 2026-11-23T09:30:00Z",
        Holds::Duration => "a length of time, such as 4h 30m, or seconds",
        Holds::Choice(_) => "one of the choices",
        Holds::Ref(_) => "the number of a record",
        Holds::Refs(_) => "a list of record numbers",
        Holds::Struct => "a structured value",
    }
}

fn text_of(field: &FieldDef, text: &str) -> Result<Value, String> {
    let is_short = field.holds == Holds::ShortText;
    let length_max = if is_short { SHORT_TEXT_LENGTH_MAX } else { LONG_TEXT_LENGTH_MAX };
    if text.chars().count() > length_max {
        return Err(format!("is longer than {length_max} characters"));
    }
    if text.contains('\0') {
        return Err("contains a character that cannot be kept (NUL)".to_owned());
    }
    if is_short && text.contains('\n') {
        return Err("must be a single line".to_owned());
    }
    // Browsers send line ends as CR LF; kept as LF, so that the same text is the same text.
    Ok(Value::Text(text.replace("\r\n", "\n")))
}

fn number(text: &str) -> Result<i64, String> {
    text.parse().map_err(|_| "must be a whole number".to_owned())
}

fn whole(number: &serde_json::Number) -> Result<i64, String> {
    number.as_i64().ok_or_else(|| "must be a whole number".to_owned())
}

fn decimal(text: &str) -> Result<Decimal, String> {
    let limit = Decimal::from(9_000_000_000_000_i64);
    let number: Decimal = text.parse().map_err(|_| "must be a number".to_owned())?;
    if number.scale() > 6 && number.normalize().scale() > 6 {
        return Err("has more than six decimal places".to_owned());
    }
    if number.abs() > limit { Err("is too large".to_owned()) } else { Ok(number.normalize()) }
}

fn money(text: &str) -> Result<Money, String> {
    let money = text.parse::<Money>().map_err(str::to_owned)?;
    // The same bounds as any number; the amount stays as it was spelled, as in 12.50.
    decimal(&money.amount.to_string())?;
    Ok(money)
}

fn yes_or_no(text: &str) -> Result<Value, String> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "true" | "on" | "1" => Ok(Value::Bool(true)),
        "no" | "false" | "off" | "0" => Ok(Value::Bool(false)),
        _ => Err("must be yes or no".to_owned()),
    }
}

fn date(text: &str) -> Result<Date, String> {
    let date: Date = text.parse().map_err(|_| "must be a date, such as 2026-11-23".to_owned())?;
    if (1900..=2200).contains(&date.year()) {
        Ok(date)
    } else {
        Err("must be a date between the years 1900 and 2200".to_owned())
    }
}

fn instant(text: &str, zone: &TimeZone) -> Result<Timestamp, String> {
    let fault = || "must be a date and time, such as 2026-11-23T09:30:00Z".to_owned();
    let at = if let Ok(at) = text.parse::<Timestamp>() {
        at
    } else {
        let local: DateTime = text.parse().map_err(|_| fault())?;
        local.to_zoned(zone.clone()).map_err(|_| fault())?.timestamp()
    };
    date(&at.to_zoned(TimeZone::UTC).date().to_string())?;
    // Kept to the millisecond, as the store keeps it: what was typed is what comes back.
    Timestamp::from_millisecond(at.as_millisecond()).map_err(|_| fault())
}

/// Reads `4h 30m`, `2d`, `90m`, `45s` or plain seconds. A day is 24 hours here.
pub fn duration(text: &str) -> Result<i64, String> {
    let fault = || "must be a length of time, such as 4h 30m".to_owned();
    if let Ok(seconds) = text.parse::<i64>() {
        return if seconds >= 0 { Ok(seconds) } else { Err("must not be negative".to_owned()) };
    }
    let mut total: i64 = 0;
    let mut digits = String::new();
    for letter in text.chars().filter(|letter| !letter.is_whitespace()) {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        let unit: i64 = match letter {
            'd' => 86_400,
            'h' => 3_600,
            'm' => 60,
            's' => 1,
            _ => return Err(fault()),
        };
        let amount: i64 = digits.parse().map_err(|_| fault())?;
        let part = amount.checked_mul(unit).ok_or_else(fault)?;
        total = total.checked_add(part).ok_or_else(fault)?;
        digits.clear();
    }
    if digits.is_empty() { Ok(total) } else { Err(fault()) }
}

fn choice(field: &FieldDef, text: &str) -> Result<Value, String> {
    let wanted = |one: &&crate::ChoiceDef| one.name == text || one.label.eq_ignore_ascii_case(text);
    if let Some(choice) = field.choices().iter().find(wanted) {
        return Ok(Value::Text(choice.name.to_string()));
    }
    let names: Vec<_> = field.choices().iter().map(|choice| &*choice.name).collect();
    Err(format!("must be one of: {}", names.join(", ")))
}

fn reference(text: &str) -> Result<i64, String> {
    let fault = || "must be the number of a record, such as 12".to_owned();
    let id = match text.parse::<i64>() {
        Ok(id) => id,
        Err(_) => gemba_vocabulary::id::parse_number(text).ok_or_else(fault)?.1,
    };
    if id > 0 { Ok(id) } else { Err(fault()) }
}

fn structured(json: Json) -> Result<Value, String> {
    let is_object = json.is_object() || json.is_array();
    if !is_object {
        return Err("must be a JSON object or list".to_owned());
    }
    if json.to_string().len() > STRUCT_LENGTH_MAX {
        return Err(format!("is larger than {STRUCT_LENGTH_MAX} bytes"));
    }
    Ok(Value::Struct(json))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(holds: Holds, text: &str) -> Result<Value, String> {
        from_text(&FieldDef::new("f", holds, false), text, &TimeZone::get("Europe/Paris").unwrap())
    }

    #[test]
    fn text_becomes_the_value_it_says_or_a_fault_that_helps() {
        assert_eq!(read(Holds::Duration, "4h 30m"), Ok(Value::Duration(16_200)));
        assert_eq!(
            read(Holds::Duration, "9x").unwrap_err(),
            "must be a length of time, such as 4h 30m"
        );
        assert_eq!(read(Holds::Int, " 12 "), Ok(Value::Int(12)));
        assert_eq!(read(Holds::Int, ""), Ok(Value::None));
        assert!(read(Holds::ShortText, &"x".repeat(251)).unwrap_err().contains("250"));
        let paris = read(Holds::Instant, "2026-11-23T10:30").unwrap();
        assert_eq!(paris, Value::Instant("2026-11-23T09:30:00Z".parse().unwrap()));
    }

    #[test]
    fn every_value_survives_its_spelling_in_json_and_text() {
        let cases = [
            (Holds::Bool, Value::Bool(true)),
            (Holds::Int, Value::Int(-3)),
            (Holds::Decimal, Value::Decimal("12.5".parse().unwrap())),
            (Holds::Money, Value::Money("12.50 EUR".parse().unwrap())),
            (Holds::Date, Value::Date("2026-02-28".parse().unwrap())),
            (Holds::Instant, Value::Instant("2026-02-28T01:02:03.004Z".parse().unwrap())),
            (Holds::Duration, Value::Duration(61)),
            (Holds::Ref("x".into()), Value::Ref(7)),
            (Holds::Refs("x".into()), Value::Refs(vec![1, 2])),
            (Holds::LongText, Value::Text("a\nb".into())),
            (Holds::Struct, Value::Struct(serde_json::json!({"a": [1]}))),
        ];
        for (holds, value) in cases {
            let field = FieldDef::new("f", holds, false);
            assert_eq!(from_json(&field, &value.to_json()), Ok(value.clone()));
            assert_eq!(from_text(&field, &value.to_text(), &TimeZone::UTC), Ok(value));
        }
    }
}
