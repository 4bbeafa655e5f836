//! The value of a field while it is looked at: borrowed from wherever it is kept, so that looking copies nothing.
use crate::{id::RecordId, money::Money, value::Value};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde_json::Value as Json;
use std::borrow::Cow;

/// A [`Value`], borrowed.
#[derive(Clone, Copy, Debug, Default)]
pub enum ValueRef<'a> {
    /// Nothing was given.
    #[default]
    None,
    /// Something was given, and nobody asked what.
    Given,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A decimal number or percentage.
    Decimal(Decimal),
    /// An amount, and the code of its currency.
    Money(Decimal, &'a str),
    /// A word, a line, a text, or the name of a choice.
    Text(&'a str),
    /// A calendar day.
    Date(Date),
    /// A moment.
    Instant(Timestamp),
    /// A length of time in seconds.
    Duration(i64),
    /// Another record.
    Ref(RecordId),
    /// Several other records of one kind.
    Refs(RefsRef<'a>),
    /// A small structured value.
    Struct(JsonRef<'a>),
}

/// Several other records, borrowed.
#[derive(Clone, Copy, Debug)]
pub enum RefsRef<'a> {
    /// Their numbers.
    Ids(&'a [RecordId]),
    /// Their numbers as a list in JSON, as a store keeps them; what is no number there is left out.
    Told(&'a str),
}

/// A structured value, borrowed.
#[derive(Clone, Copy, Debug)]
pub enum JsonRef<'a> {
    /// The value.
    Held(&'a Json),
    /// The value as text, read when somebody asks for it. What is no JSON holds nothing.
    Told(&'a str),
}

impl<'a> ValueRef<'a> {
    /// Looks at a value.
    pub fn of(value: &'a Value) -> Self {
        match value {
            Value::None => Self::None,
            Value::Bool(yes) => Self::Bool(*yes),
            Value::Int(number) => Self::Int(*number),
            Value::Decimal(number) => Self::Decimal(*number),
            Value::Money(money) => Self::Money(money.amount, &money.currency),
            Value::Text(text) => Self::Text(text),
            Value::Date(day) => Self::Date(*day),
            Value::Instant(at) => Self::Instant(*at),
            Value::Duration(seconds) => Self::Duration(*seconds),
            Value::Ref(id) => Self::Ref(*id),
            Value::Refs(ids) => Self::Refs(RefsRef::Ids(ids)),
            Value::Struct(json) => Self::Struct(JsonRef::Held(json)),
        }
    }

    /// A copy that is kept; of what nobody asked for that something was given: yes.
    pub fn to_value(self) -> Value {
        match self {
            Self::None => Value::None,
            Self::Given => Value::Bool(true),
            Self::Bool(yes) => Value::Bool(yes),
            Self::Int(number) => Value::Int(number),
            Self::Decimal(number) => Value::Decimal(number.normalize()),
            Self::Money(amount, currency) => {
                Value::Money(Money { amount: amount.normalize(), currency: currency.to_owned() })
            }
            Self::Text(text) => Value::Text(text.to_owned()),
            Self::Date(day) => Value::Date(day),
            Self::Instant(at) => Value::Instant(at),
            Self::Duration(seconds) => Value::Duration(seconds),
            Self::Ref(id) => Value::Ref(id),
            Self::Refs(ids) => Value::Refs(ids.iter().collect()),
            Self::Struct(json) => Value::Struct(json.read().into_owned()),
        }
    }

    /// The text held, if this is a text or a choice.
    pub fn as_text(self) -> Option<&'a str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The whole number, duration (seconds) or reference held.
    pub fn as_int(self) -> Option<i64> {
        match self {
            Self::Int(number) | Self::Duration(number) | Self::Ref(number) => Some(number),
            _ => None,
        }
    }

    /// The moment held, if this is one.
    pub fn as_instant(self) -> Option<Timestamp> {
        if let Self::Instant(at) = self { Some(at) } else { None }
    }

    /// The day held, if this is one.
    pub fn as_date(self) -> Option<Date> {
        if let Self::Date(day) = self { Some(day) } else { None }
    }

    /// Whether this is a clear yes.
    pub fn is_yes(self) -> bool {
        matches!(self, Self::Bool(true))
    }

    /// The other records held; none if this names no several.
    pub fn refs(self) -> RefsRef<'a> {
        if let Self::Refs(ids) = self { ids } else { RefsRef::Ids(&[]) }
    }

    /// The rows held, if this is a structured value with rows.
    pub fn rows(self) -> Option<Cow<'a, [Json]>> {
        let Self::Struct(json) = self else { return None };
        match json.read() {
            Cow::Borrowed(json) => json.as_array().map(|rows| Cow::Borrowed(rows.as_slice())),
            Cow::Owned(Json::Array(rows)) => Some(Cow::Owned(rows)),
            Cow::Owned(_) => None,
        }
    }

    /// Whether something was given. A blank text is nothing, and so is a list without rows.
    pub fn is_given(self) -> bool {
        match self {
            Self::None => false,
            Self::Text(text) => text.chars().any(|letter| !letter.is_whitespace()),
            Self::Refs(ids) => !ids.is_empty(),
            Self::Struct(json) => !json.is_empty_list(),
            _ => true,
        }
    }
}

impl<'a> RefsRef<'a> {
    /// Their numbers, in order.
    pub fn iter(self) -> impl Iterator<Item = RecordId> + use<'a> {
        let (ids, told) = match self {
            RefsRef::Ids(ids) => (ids, ""),
            RefsRef::Told(text) => (&[][..], text),
        };
        let told = told.trim_matches(['[', ']', ' ']).split(',');
        ids.iter().copied().chain(told.filter_map(|id| id.trim().parse().ok()))
    }

    /// Whether that record is among them.
    pub fn contains(self, id: RecordId) -> bool {
        self.iter().any(|one| one == id)
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.iter().next().is_none()
    }
}

impl<'a> JsonRef<'a> {
    /// The value itself.
    pub fn read(self) -> Cow<'a, Json> {
        match self {
            Self::Held(json) => Cow::Borrowed(json),
            Self::Told(text) => Cow::Owned(serde_json::from_str(text).unwrap_or_default()),
        }
    }

    fn is_empty_list(self) -> bool {
        match self {
            Self::Held(json) => json.as_array().is_some_and(Vec::is_empty),
            Self::Told(text) => {
                let inside = text.trim().strip_prefix('[').and_then(|text| text.strip_suffix(']'));
                inside.is_some_and(|inside| inside.trim().is_empty())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_looked_at_is_what_is_kept() {
        let kept = [
            Value::None,
            Value::Bool(true),
            Value::Int(7),
            Value::Decimal(Decimal::new(125, 2)),
            Value::Money(Money { amount: Decimal::new(5, 1), currency: "EUR".to_owned() }),
            Value::Text("told".to_owned()),
            Value::Date(jiff::civil::date(2026, 11, 29)),
            Value::Instant(Timestamp::UNIX_EPOCH),
            Value::Duration(60),
            Value::Ref(3),
            Value::Refs(vec![4, 5]),
            Value::Struct(json!([{"a": 1}])),
        ];
        for value in &kept {
            assert_eq!(ValueRef::of(value).to_value(), *value);
        }
    }

    #[test]
    fn a_list_is_the_same_as_numbers_and_as_text() {
        let (ids, told) = (RefsRef::Ids(&[4, 15]), RefsRef::Told("[4, 15]"));
        for refs in [ids, told] {
            assert_eq!(refs.iter().collect::<Vec<_>>(), [4, 15]);
            assert!(refs.contains(15) && !refs.contains(5) && !refs.is_empty());
        }
        assert!(RefsRef::Told("[]").is_empty() && RefsRef::Ids(&[]).is_empty());
    }

    #[test]
    fn what_is_blank_was_not_given() {
        let given = |told: &str| ValueRef::Struct(JsonRef::Told(told)).is_given();
        assert!(!given("[]") && !given(" [ ] ") && given("[{}]") && given("{}"));
        assert!(!ValueRef::of(&Value::Struct(json!([]))).is_given());
        assert!(!ValueRef::Text(" \n\u{a0}").is_given() && ValueRef::Text(" a").is_given());
        assert!(!ValueRef::Refs(RefsRef::Told("[]")).is_given() && !ValueRef::None.is_given());
        assert!(ValueRef::Bool(false).is_given() && ValueRef::Given.is_given());
    }

    #[test]
    fn rows_are_read_when_somebody_asks() {
        let (held, rows) = (json!([{"a": "b"}]), |json| ValueRef::Struct(json).rows());
        assert_eq!(rows(JsonRef::Told(r#"[{"a": "b"}]"#)), rows(JsonRef::Held(&held)));
        assert_eq!(rows(JsonRef::Told("{}")), None);
        assert_eq!(rows(JsonRef::Told("no JSON")), None);
    }
}
