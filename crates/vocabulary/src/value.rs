//! What a field can hold once it has left its typed home, and its one spelling in JSON and in text.
use crate::{id::RecordId, money::Money};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

/// The value of one field.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing was given.
    #[default]
    None,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A decimal number or percentage, to six places.
    Decimal(Decimal),
    /// An amount in a currency.
    Money(Money),
    /// A word, a line, a text, or the name of a choice.
    Text(String),
    /// A calendar day, without a time zone.
    Date(Date),
    /// A moment, in UTC, to the millisecond.
    Instant(Timestamp),
    /// A length of time in seconds.
    Duration(i64),
    /// Another record.
    Ref(RecordId),
    /// Several other records of one kind.
    Refs(Vec<RecordId>),
    /// A small structured value.
    Struct(Json),
}

/// A length of time in seconds, as a field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seconds(pub i64);

impl Value {
    /// Whether nothing was given.
    pub fn is_none(&self) -> bool {
        *self == Self::None
    }

    /// The text held, if this is a text or a choice.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The whole number, duration (seconds) or reference held.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) | Self::Duration(number) | Self::Ref(number) => Some(*number),
            _ => None,
        }
    }

    /// The moment held, if this is one.
    pub fn as_instant(&self) -> Option<Timestamp> {
        if let Self::Instant(at) = self { Some(*at) } else { None }
    }

    /// Whether this is a clear yes.
    pub fn is_yes(&self) -> bool {
        *self == Self::Bool(true)
    }

    /// The one spelling in JSON: of the API, the ledger, imports and exports.
    pub fn to_json(&self) -> Json {
        match self {
            Self::None => Json::Null,
            Self::Bool(yes) => json!(yes),
            Self::Int(number) | Self::Duration(number) | Self::Ref(number) => json!(number),
            Self::Decimal(number) => json!(number.normalize().to_string()),
            Self::Money(money) => {
                json!({"amount": money.amount.to_string(), "currency": money.currency})
            }
            Self::Text(text) => json!(text),
            Self::Date(date) => json!(date.to_string()),
            Self::Instant(at) => json!(at.to_string()),
            Self::Refs(ids) => json!(ids),
            Self::Struct(value) => value.clone(),
        }
    }

    /// The one spelling in text: of CSV and of input fields. Nothing is the empty text.
    pub fn to_text(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Bool(true) => "yes".to_owned(),
            Self::Bool(false) => "no".to_owned(),
            Self::Int(number) | Self::Duration(number) | Self::Ref(number) => number.to_string(),
            Self::Decimal(number) => number.normalize().to_string(),
            Self::Money(money) => money.to_string(),
            Self::Text(text) => text.clone(),
            Self::Date(date) => date.to_string(),
            Self::Instant(at) => at.to_string(),
            Self::Refs(ids) => ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
            Self::Struct(value) => value.to_string(),
        }
    }
}
