//! What a list is narrowed to, and its one spelling in addresses: `state=new,triaged&priority=lt:3&sort=-opened_at`.
use crate::{field::Holds, overlay::KindView};
use gemba_vocabulary::Value;
use jiff::tz::TimeZone;

/// One condition on one field.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// A field's name, or one of the envelope: `id`, `state`, `open`, `created_at`, `updated_at`, `created_by`, `tag`.
    pub field: String,
    /// What must hold of it.
    pub test: Test,
}

/// What must hold of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// It is one of these.
    Is(Vec<Value>),
    /// It is none of these; nothing counts as none.
    IsNot(Vec<Value>),
    /// Nothing was given.
    Empty,
    /// Something was given.
    Filled,
    /// It is less than this.
    Less(Value),
    /// It is this or more.
    AtLeast(Value),
    /// The text contains this, without regard to case.
    Contains(String),
}

/// The order of a list: a field, and whether the greatest comes first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// A field's name, or one of the envelope.
    pub field: String,
    /// Greatest first.
    pub descending: bool,
}

impl Sort {
    /// Newest first.
    pub fn newest() -> Self {
        Self { field: "id".to_owned(), descending: true }
    }

    /// Reads `-opened_at` or `summary`.
    pub fn parse(view: &KindView, text: &str) -> Result<Self, String> {
        let (field, descending) =
            text.strip_prefix('-').map_or((text, false), |field| (field, true));
        let holds = holds(view, field).ok_or_else(|| unknown(view, field))?;
        if matches!(holds, Holds::LongText | Holds::Refs(_) | Holds::Struct | Holds::Money) {
            return Err(format!("{} cannot be sorted by “{field}”.", view.def.plural));
        }
        Ok(Self { field: field.to_owned(), descending })
    }

    /// The spelling in an address.
    pub fn spell(&self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.field)
    }
}

impl Filter {
    /// One value of one field.
    pub fn is(field: &str, value: Value) -> Self {
        Self { field: field.to_owned(), test: Test::Is(vec![value]) }
    }

    /// Reads one pair of an address; the error is a sentence.
    pub fn parse(view: &KindView, field: &str, text: &str) -> Result<Self, String> {
        let holds = holds(view, field).ok_or_else(|| unknown(view, field))?;
        let def = crate::FieldDef::new("value", holds, false);
        let one = |text: &str| {
            let value = crate::parse::from_text(&def, text, &TimeZone::UTC);
            value.map_err(|fault| format!("“{field}” {fault}."))
        };
        let many = |text: &str| {
            text.split(',').filter(|part| !part.is_empty()).map(one).collect::<Result<Vec<_>, _>>()
        };
        let condition = match text.split_once(':') {
            _ if text == "empty" => Test::Empty,
            _ if text == "filled" => Test::Filled,
            Some(("not", rest)) => Test::IsNot(many(rest)?),
            Some(("lt", rest)) => Test::Less(one(rest)?),
            Some(("ge", rest)) => Test::AtLeast(one(rest)?),
            Some(("has", rest)) => Test::Contains(rest.to_owned()),
            Some(("is", rest)) => Test::Is(many(rest)?),
            // Text may hold commas of its own; the other types never do.
            _ if def.holds == Holds::ShortText => Test::Is(vec![one(text)?]),
            _ => Test::Is(many(text)?),
        };
        Ok(Self { field: field.to_owned(), test: condition })
    }

    /// The spelling in an address, behind the field's name and `=`.
    pub fn spell(&self) -> String {
        let many =
            |values: &[Value]| values.iter().map(Value::to_text).collect::<Vec<_>>().join(",");
        match &self.test {
            Test::Is(values) => many(values),
            Test::IsNot(values) => format!("not:{}", many(values)),
            Test::Empty => "empty".to_owned(),
            Test::Filled => "filled".to_owned(),
            Test::Less(value) => format!("lt:{}", value.to_text()),
            Test::AtLeast(value) => format!("ge:{}", value.to_text()),
            Test::Contains(text) => format!("has:{text}"),
        }
    }
}

/// What a field, or a part of the envelope, holds.
pub fn holds(view: &KindView, field: &str) -> Option<Holds> {
    Some(match field {
        "id" | "version" => Holds::Int,
        "state" => Holds::Choice(std::borrow::Cow::Borrowed(view.def.states)),
        "open" | "imported" => Holds::Bool,
        "created_at" | "updated_at" => Holds::Instant,
        "created_by" | "updated_by" => Holds::Ref("person".into()),
        "tag" | "origin" => Holds::ShortText,
        _ => view.field(field)?.holds.clone(),
    })
}

fn unknown(view: &KindView, field: &str) -> String {
    format!("{} have no field “{field}”.", view.def.plural)
}
