//! How a Rust type of a room's struct becomes a plain value, and comes back.
use crate::field::{ChoiceDef, FieldDef, Holds};
use gemba_vocabulary::{Marker, Money, Ref, Seconds, Value};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde::{Serialize, de::DeserializeOwned};
use std::borrow::Cow;

/// A closed set of names: the states of a life, or the choices of a field.
pub trait Choice: Copy + PartialEq + Send + Sync + 'static {
    /// Every member, in order.
    const ALL: &'static [Self];
    /// Every member's definition, in the same order.
    const CHOICES: &'static [ChoiceDef];
    /// The member's name.
    fn name(self) -> &'static str;
    /// The member of that name.
    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|member| member.name() == name)
    }
}

/// A type that a field of a room's struct can have.
pub trait Held: Sized {
    /// What such a field holds.
    const HOLDS: Holds;
    /// Whether the field must be given.
    const REQUIRED: bool = true;
    /// Comes back from a plain value; the error says what the value must be.
    fn from_value(value: &Value) -> Result<Self, &'static str>;
    /// Becomes a plain value.
    fn to_value(&self) -> Value;
}

macro_rules! held {
    ($type:ty, $holds:expr, $variant:ident, $fault:literal) => {
        impl Held for $type {
            const HOLDS: Holds = $holds;
            fn from_value(value: &Value) -> Result<Self, &'static str> {
                match value {
                    Value::$variant(inner) => Ok(inner.clone()),
                    Value::None => Err("is required"),
                    _ => Err($fault),
                }
            }
            fn to_value(&self) -> Value {
                Value::$variant(self.clone())
            }
        }
    };
}

held!(i64, Holds::Int, Int, "must be a whole number");
held!(Decimal, Holds::Decimal, Decimal, "must be a number");
held!(Money, Holds::Money, Money, "must be an amount and a currency");
held!(Date, Holds::Date, Date, "must be a date");
held!(Timestamp, Holds::Instant, Instant, "must be a date and time");

impl Held for String {
    const HOLDS: Holds = Holds::ShortText;
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        match value {
            Value::Text(text) if !text.is_empty() => Ok(text.clone()),
            Value::Text(_) | Value::None => Err("is required"),
            _ => Err("must be a text"),
        }
    }
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
}

impl Held for bool {
    const HOLDS: Holds = Holds::Bool;
    const REQUIRED: bool = false;
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        match value {
            Value::Bool(yes) => Ok(*yes),
            Value::None => Ok(false),
            _ => Err("must be yes or no"),
        }
    }
    fn to_value(&self) -> Value {
        Value::Bool(*self)
    }
}

impl Held for Seconds {
    const HOLDS: Holds = Holds::Duration;
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        match value {
            Value::Duration(seconds) => Ok(Self(*seconds)),
            Value::None => Err("is required"),
            _ => Err("must be a length of time"),
        }
    }
    fn to_value(&self) -> Value {
        Value::Duration(self.0)
    }
}

impl<K: Marker> Held for Ref<K> {
    const HOLDS: Holds = Holds::Ref(Cow::Borrowed(K::NAME));
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        match value {
            Value::Ref(id) => Ok(Self::new(*id)),
            Value::None => Err("is required"),
            _ => Err("must name a record"),
        }
    }
    fn to_value(&self) -> Value {
        Value::Ref(self.id)
    }
}

impl<K: Marker> Held for Vec<Ref<K>> {
    const HOLDS: Holds = Holds::Refs(Cow::Borrowed(K::NAME));
    const REQUIRED: bool = false;
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        match value {
            Value::Refs(ids) => Ok(ids.iter().copied().map(Ref::new).collect()),
            Value::None => Ok(Self::new()),
            _ => Err("must name records"),
        }
    }
    fn to_value(&self) -> Value {
        Value::Refs(self.iter().map(|one| one.id).collect())
    }
}

impl<T: Held> Held for Option<T> {
    const HOLDS: Holds = T::HOLDS;
    const REQUIRED: bool = false;
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        if value.is_none() { Ok(None) } else { T::from_value(value).map(Some) }
    }
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::None, T::to_value)
    }
}

/// A row of a structured value: a small struct whose parts people fill in one by one.
pub trait Row {
    /// Its parts, in order.
    const PARTS: &'static [FieldDef];
}

/// A small structured value inside a record, kept as JSON.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Structured<T>(pub T);

impl<T: Serialize + DeserializeOwned + Default> Held for Structured<T> {
    const HOLDS: Holds = Holds::Struct;
    const REQUIRED: bool = false;
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        match value {
            Value::None => Ok(Self(T::default())),
            Value::Struct(json) => serde_json::from_value(json.clone())
                .map(Self)
                .map_err(|_| "does not have the parts that this field needs"),
            _ => Err("must be a structured value"),
        }
    }
    fn to_value(&self) -> Value {
        serde_json::to_value(&self.0).map_or(Value::None, Value::Struct)
    }
}
