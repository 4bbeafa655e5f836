//! How a record becomes the columns of its row, and comes back.
use crate::db::{Columns, Passed, Plain, Row, Sql, StoreError};
use gemba_model::{FieldDef, Holds, KindDef, Record, overlay::KindView, parse};
use gemba_vocabulary::{JsonRef, Money, RefsRef, Value, ValueRef};
use jiff::{Timestamp, civil::Date};
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// How many decimal places are kept.
const SCALE: u32 = 6;

pub(crate) fn args(def: &KindDef, record: &Record) -> Result<Vec<Sql>, StoreError> {
    let is_open = !def.state(&record.state).is_some_and(|state| state.is_end);
    let tags = if record.tags.is_empty() {
        Sql::Null
    } else {
        Sql::Text(format!(" {} ", record.tags.join(" ")))
    };
    let mut args = vec![
        Sql::Int(record.version),
        Sql::Text(record.state.clone()),
        Sql::Bool(is_open),
        Sql::Int(record.created_at.as_millisecond()),
        Sql::int_or_null(record.created_by),
        Sql::Int(record.updated_at.as_millisecond()),
        Sql::int_or_null(record.updated_by),
        Sql::Bool(record.imported),
        Sql::text_or_null(record.origin.clone()),
        tags,
        Sql::Text(custom_json(record)),
    ];
    for (field, value) in def.fields.iter().zip(&record.values) {
        args.push(plain(value)?);
        if field.holds == Holds::Money {
            args.push(match value {
                Value::Money(money) => Sql::Text(money.currency.clone()),
                _ => Sql::Null,
            });
        }
    }
    Ok(args)
}

fn custom_json(record: &Record) -> String {
    let fields = record.custom.iter().map(|(name, value)| (name.clone(), value.to_json()));
    serde_json::Value::Object(fields.collect()).to_string()
}

/// A value as its column keeps it.
pub(crate) fn plain(value: &Value) -> Result<Sql, StoreError> {
    Ok(match value {
        Value::None => Sql::Null,
        Value::Bool(yes) => Sql::Bool(*yes),
        Value::Int(number) | Value::Duration(number) | Value::Ref(number) => Sql::Int(*number),
        Value::Decimal(number) => Sql::Int(scaled(*number)?),
        Value::Money(money) => Sql::Int(scaled(money.amount)?),
        Value::Text(text) => Sql::Text(text.clone()),
        Value::Date(date) => Sql::Text(date.to_string()),
        Value::Instant(at) => Sql::Int(at.as_millisecond()),
        Value::Refs(ids) if ids.is_empty() => Sql::Null,
        Value::Refs(_) | Value::Struct(_) => Sql::Text(value.to_json().to_string()),
    })
}

fn scaled(number: Decimal) -> Result<i64, StoreError> {
    number
        .checked_mul(Decimal::from(1_000_000_i64))
        .and_then(|number| number.round().to_i64())
        .ok_or_else(|| StoreError::unexpected("a number beyond what is kept"))
}

fn unscaled(number: i64) -> Decimal {
    Decimal::new(number, SCALE).normalize()
}

pub(crate) fn record(view: &KindView, row: &Row) -> Result<Record, StoreError> {
    let mut columns = Columns::of(row);
    let id = columns.take().int()?;
    let version = columns.take().int()?;
    let state = columns.take().text().to_owned();
    columns.take();
    let mut record = Record {
        id,
        version,
        state,
        values: Vec::with_capacity(view.def.fields.len()),
        custom: std::collections::BTreeMap::new(),
        created_at: moment(columns.take())?,
        created_by: columns.take().maybe_int()?,
        updated_at: moment(columns.take())?,
        updated_by: columns.take().maybe_int()?,
        imported: columns.take().yes(),
        origin: columns.take().maybe_text(),
        tags: columns.take().text().split_whitespace().map(str::to_owned).collect(),
    };
    let custom = columns.take().text();
    if custom.len() > 2 {
        let json: serde_json::Map<String, serde_json::Value> = serde_json::from_str(custom)
            .map_err(|_| StoreError::unexpected("added fields that are not JSON"))?;
        for field in &view.custom {
            if let Some(json) = json.get(&*field.name) {
                record.custom.insert(field.name.to_string(), added(field, json));
            }
        }
    }
    for field in view.def.fields {
        let value = unplain(field, &mut columns)?;
        record.values.push(value);
    }
    Ok(record)
}

fn added(field: &FieldDef, json: &serde_json::Value) -> Value {
    match (&field.holds, json) {
        // A choice that is offered no longer is still what the record holds.
        (Holds::Choice(_), serde_json::Value::String(text)) => Value::Text(text.clone()),
        // A field whose type was changed since keeps what it can.
        _ => parse::from_json(field, json).unwrap_or(Value::None),
    }
}

fn moment(column: &Sql) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(column.int()?)
        .map_err(|_| StoreError::unexpected("a moment out of range"))
}

/// Looks at what a field's columns hold while their row passes by. Lists and structured values stay as they are told.
///
/// It is written where it is wanted and not handed back: a processor waits for what was written in small pieces and is
/// read as one.
pub(crate) fn look_at<'a>(
    field: &FieldDef,
    columns: &mut Passed<'a>,
    slot: &mut ValueRef<'a>,
) -> Result<(), StoreError> {
    match (&field.holds, columns.take()) {
        (Holds::Money, Plain::Null) => {
            columns.take();
            *slot = ValueRef::None;
        }
        (Holds::Refs(_), Plain::Null) => *slot = ValueRef::Refs(RefsRef::Ids(&[])),
        (_, Plain::Null) => *slot = ValueRef::None,
        (Holds::ShortText | Holds::LongText | Holds::Choice(_), column) => {
            *slot = ValueRef::Text(column.text()?);
        }
        (Holds::Int, column) => *slot = ValueRef::Int(column.int()?),
        (Holds::Ref(_), column) => *slot = ValueRef::Ref(column.int()?),
        (Holds::Bool, column) => *slot = ValueRef::Bool(column.yes()?),
        (Holds::Instant, column) => {
            let at = Timestamp::from_millisecond(column.int()?);
            *slot = ValueRef::Instant(at.map_err(|_| odd(field))?);
        }
        (Holds::Date, column) => {
            *slot = ValueRef::Date(day(column.text()?).ok_or_else(|| odd(field))?);
        }
        (Holds::Duration, column) => *slot = ValueRef::Duration(column.int()?),
        (Holds::Decimal | Holds::Percent, column) => {
            *slot = ValueRef::Decimal(Decimal::new(column.int()?, SCALE));
        }
        (Holds::Money, column) => {
            let amount = Decimal::new(column.int()?, SCALE);
            *slot = ValueRef::Money(amount, columns.take().text()?);
        }
        (Holds::Refs(_), column) => {
            let told = column.text()?;
            let is_list = told.starts_with('[') && told.ends_with(']');
            *slot = ValueRef::Refs(RefsRef::Told(
                Some(told).filter(|_| is_list).ok_or_else(|| odd(field))?,
            ));
        }
        (Holds::Struct, column) => *slot = ValueRef::Struct(JsonRef::Told(column.text()?)),
    }
    Ok(())
}

fn odd(field: &FieldDef) -> StoreError {
    StoreError::unexpected(format!("{} does not hold what it should", field.name))
}

/// Looks whether a field's columns hold something while their row passes by.
pub(crate) fn look_if_given<'a>(
    field: &FieldDef,
    columns: &mut Passed<'a>,
    slot: &mut ValueRef<'a>,
) -> Result<(), StoreError> {
    let is_given = match &field.holds {
        Holds::ShortText | Holds::LongText | Holds::Choice(_) => columns.says_something()?,
        _ => {
            look_at(field, columns, slot)?;
            slot.is_given()
        }
    };
    *slot = if is_given { ValueRef::Given } else { ValueRef::None };
    Ok(())
}

/// A day as a column spells it: nearly always four digits, two and two.
fn day(text: &str) -> Option<Date> {
    let number = |digits: &[u8]| {
        let digit = |number: i16, byte: &u8| {
            byte.is_ascii_digit().then(|| number * 10 + i16::from(byte - b'0'))
        };
        digits.iter().try_fold(0, digit)
    };
    let plain = || {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else { return None };
        let small = |digits: [u8; 2]| i8::try_from(number(&digits)?).ok();
        Date::new(number(&[y1, y2, y3, y4])?, small([m1, m2])?, small([d1, d2])?).ok()
    };
    plain().or_else(|| text.parse().ok())
}

fn unplain(field: &FieldDef, columns: &mut Columns<'_>) -> Result<Value, StoreError> {
    let column = columns.take();
    let currency = if field.holds == Holds::Money { columns.take() } else { &Sql::Null };
    if *column == Sql::Null {
        return Ok(if matches!(field.holds, Holds::Refs(_)) {
            Value::Refs(Vec::new())
        } else {
            Value::None
        });
    }
    let odd = || odd(field);
    Ok(match &field.holds {
        Holds::ShortText | Holds::LongText | Holds::Choice(_) => {
            Value::Text(column.text().to_owned())
        }
        Holds::Int => Value::Int(column.int()?),
        Holds::Decimal | Holds::Percent => Value::Decimal(unscaled(column.int()?)),
        Holds::Money => Value::Money(Money {
            amount: unscaled(column.int()?),
            currency: currency.text().to_owned(),
        }),
        Holds::Bool => Value::Bool(column.yes()),
        Holds::Date => Value::Date(column.text().parse().map_err(|_| odd())?),
        Holds::Instant => Value::Instant(moment(column)?),
        Holds::Duration => Value::Duration(column.int()?),
        Holds::Ref(_) => Value::Ref(column.int()?),
        Holds::Refs(_) => Value::Refs(serde_json::from_str(column.text()).map_err(|_| odd())?),
        Holds::Struct => Value::Struct(serde_json::from_str(column.text()).map_err(|_| odd())?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_is_read_as_it_is_spelled_and_nothing_else_is_one() {
        assert_eq!(day("2026-11-29"), Some(date(2026, 11, 29)));
        assert_eq!(day("0001-01-01"), Some(date(1, 1, 1)));
        for odd in
            ["2026-13-01", "2026-02-30", "2026101109-", "-026-01-02", "2026-1-011", "", "day"]
        {
            assert_eq!(day(odd), odd.parse().ok(), "{odd}");
        }
    }
}
