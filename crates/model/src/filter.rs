//! What a list is narrowed to, and its one spelling in addresses: `state=new,triaged&priority=lt:3&sort=-opened_at`.
use crate::{field::Holds, overlay::KindView, restricted::Bar};
use gemba_vocabulary::{RecordId, Value};
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
    /// Nothing bars it: see [`crate::restricted`]. Only the desk asks so, never an address.
    Unbarred(Vec<Bar>),
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
        let sort = Self { field: field.to_owned(), descending };
        sort.check(view)?;
        Ok(sort)
    }

    /// Whether records of the kind have such an order; the error is a sentence.
    pub fn check(&self, view: &KindView) -> Result<(), String> {
        let field = &self.field;
        let holds = holds(view, field).ok_or_else(|| unknown(view, field))?;
        let has_no_order =
            matches!(holds, Holds::LongText | Holds::Refs(_) | Holds::Struct | Holds::Money);
        if has_no_order || field == TAG {
            return Err(format!("{} cannot be sorted by “{field}”.", view.def.plural));
        }
        Ok(())
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
        let (word, rest) = parted(text);
        let reader = Reader::of(field, &holds);
        let test = reader.must_take(word).and_then(|()| {
            Ok(match word {
                "empty" => Test::Empty,
                "filled" => Test::Filled,
                "not" => Test::IsNot(reader.many(rest)?),
                "lt" => Test::Less(reader.one(rest)?),
                "ge" => Test::AtLeast(reader.one(rest)?),
                "has" => Test::Contains(rest.to_owned()),
                _ => Test::Is(reader.many(rest)?),
            })
        });
        let test = test.map_err(|fault| format!("“{field}” {fault}."))?;
        let filter = Self { field: field.to_owned(), test };
        filter.check(view)?;
        Ok(filter)
    }

    /// Whether the test suits what the field holds; the error is a sentence.
    pub fn check(&self, view: &KindView) -> Result<(), String> {
        let field = &self.field;
        let holds = holds(view, field).ok_or_else(|| unknown(view, field))?;
        let judged = Reader::of(field, &holds).judge(&self.test);
        judged.map_err(|fault| format!("“{field}” {fault}."))
    }

    /// The spelling in an address, behind the field's name and `=`.
    pub fn spell(&self) -> String {
        let one = |value: &Value| match value {
            Value::Ref(ME) => "me".to_owned(),
            value => value.to_text(),
        };
        let many = |values: &[Value]| values.iter().map(one).collect::<Vec<_>>().join(",");
        match &self.test {
            Test::Is(values) => {
                let text = many(values);
                // A text that reads like another test says that it is none.
                if parted(&text).0.is_empty() { text } else { format!("is:{text}") }
            }
            Test::IsNot(values) => format!("not:{}", many(values)),
            Test::Empty => "empty".to_owned(),
            Test::Filled => "filled".to_owned(),
            Test::Less(value) => format!("lt:{}", one(value)),
            Test::AtLeast(value) => format!("ge:{}", one(value)),
            Test::Contains(text) => format!("has:{text}"),
            Test::Unbarred(_) => String::new(),
        }
    }
}

/// The number that stands for the reader themselves in a filter by person; no record has it.
pub const ME: RecordId = RecordId::MAX;
const TAG: &str = "tag";
const VALUES_MAX: usize = 200;
const CONTAINED_LENGTH_MAX: usize = 250;

/// The test that the text of a filter begins with, and what follows; no word means “is”.
pub fn parted(text: &str) -> (&str, &str) {
    match text.split_once(':') {
        _ if text == "empty" || text == "filled" => (text, ""),
        Some((word @ ("is" | "not" | "lt" | "ge" | "has"), rest)) => (word, rest),
        _ => ("", text),
    }
}

/// The tests that a field takes, by the words of an address; no word means “is”.
pub fn tests(field: &str, holds: &Holds) -> &'static [&'static str] {
    match holds {
        _ if field == TAG => &["", "is", "not", "has", "empty", "filled"],
        Holds::ShortText | Holds::LongText => {
            &["", "is", "not", "lt", "ge", "has", "empty", "filled"]
        }
        Holds::Refs(_) => &["", "is", "not", "empty", "filled"],
        Holds::Struct => &["empty", "filled"],
        _ => &["", "is", "not", "lt", "ge", "empty", "filled"],
    }
}

/// Reads and judges the tests of one field; faults continue its name.
struct Reader<'a> {
    field: &'a str,
    /// What one value is: of a list of references, one reference.
    one: crate::FieldDef,
    is_list: bool,
}

impl<'a> Reader<'a> {
    fn of(field: &'a str, holds: &Holds) -> Self {
        let (one, is_list) = match holds {
            Holds::Refs(kind) => (Holds::Ref(kind.clone()), true),
            other => (other.clone(), false),
        };
        Self { field, one: crate::FieldDef::new("value", one, false), is_list }
    }

    fn must_take(&self, word: &str) -> Result<(), String> {
        let refs = Holds::Refs("".into());
        let known = tests(self.field, if self.is_list { &refs } else { &self.one.holds });
        if known.contains(&word) {
            return Ok(());
        }
        let known = known.iter().map(|word| if word.is_empty() { "a value" } else { *word });
        let known = known.collect::<Vec<_>>().join(", ");
        Err(format!("cannot be narrowed like this; what can follow is: {known}"))
    }

    fn one(&self, text: &str) -> Result<Value, String> {
        if text == "me" && self.one.holds.target() == Some("person") {
            return Ok(Value::Ref(ME));
        }
        let value = crate::parse::from_text(&self.one, text, &TimeZone::UTC)?;
        Ok(match value {
            Value::None => return Err("needs a value to compare with".to_owned()),
            // Nobody types the number that stands for themselves.
            Value::Ref(ME) => return Err(self.must_be()),
            // Tags are kept in small letters.
            Value::Text(tag) if self.field == TAG => Value::Text(tag.to_lowercase()),
            value => value,
        })
    }

    fn many(&self, text: &str) -> Result<Vec<Value>, String> {
        // Text may hold commas of its own.
        if self.is_text() && self.field != TAG {
            return Ok(vec![self.one(text)?]);
        }
        // So may a choice that an organization wrote down: parts that mean nothing by themselves are put together.
        let (mut values, mut open) = (Vec::new(), String::new());
        for part in text.split(',') {
            if !open.is_empty() {
                open.push(',');
            }
            open.push_str(part);
            let is_blank = open.trim().is_empty();
            match self.one(&open) {
                Err(_) if is_blank => open.clear(),
                Err(_) if !self.one.choices().is_empty() => {}
                value => {
                    values.push(value?);
                    open.clear();
                }
            }
        }
        if !open.is_empty() {
            values.push(self.one(&open)?);
        }
        if values.is_empty() {
            return Err("needs a value to compare with".to_owned());
        }
        if values.len() > VALUES_MAX {
            return Err(format!("has more than {VALUES_MAX} values"));
        }
        Ok(values)
    }

    fn is_text(&self) -> bool {
        matches!(self.one.holds, Holds::ShortText | Holds::LongText)
    }

    fn judge(&self, test: &Test) -> Result<(), String> {
        self.must_take(match test {
            Test::Is(_) => "is",
            Test::IsNot(_) => "not",
            Test::Empty => "empty",
            Test::Filled => "filled",
            Test::Less(_) => "lt",
            Test::AtLeast(_) => "ge",
            Test::Contains(_) => "has",
            Test::Unbarred(_) => return Err("cannot be narrowed like this".to_owned()),
        })?;
        match test {
            Test::Is(values) | Test::IsNot(values) => {
                values.iter().try_for_each(|value| self.must_suit(value))
            }
            Test::Less(value) | Test::AtLeast(value) => self.must_suit(value),
            Test::Empty | Test::Filled => Ok(()),
            Test::Contains(text) if text.trim().is_empty() => {
                Err("needs a value to compare with".to_owned())
            }
            Test::Contains(text) if text.contains('\0') => Err(NUL.to_owned()),
            Test::Contains(text) if text.chars().count() > CONTAINED_LENGTH_MAX => {
                Err(format!("is longer than {CONTAINED_LENGTH_MAX} characters"))
            }
            Test::Contains(_) | Test::Unbarred(_) => Ok(()),
        }
    }

    fn must_suit(&self, value: &Value) -> Result<(), String> {
        let suits = match (&self.one.holds, value) {
            (Holds::ShortText | Holds::LongText | Holds::Choice(_), Value::Text(text)) => {
                if text.contains('\0') {
                    return Err(NUL.to_owned());
                }
                true
            }
            (Holds::Int, Value::Int(_))
            | (Holds::Decimal | Holds::Percent, Value::Decimal(_))
            | (Holds::Money, Value::Money(_))
            | (Holds::Bool, Value::Bool(_))
            | (Holds::Date, Value::Date(_))
            | (Holds::Instant, Value::Instant(_))
            | (Holds::Duration, Value::Duration(_)) => true,
            (Holds::Ref(kind), Value::Ref(id)) => *id != ME || kind == "person",
            // A record's own number is a number that refers to it.
            (Holds::Int, Value::Ref(_)) => self.field == "id",
            _ => false,
        };
        if suits { Ok(()) } else { Err(self.must_be()) }
    }

    fn must_be(&self) -> String {
        format!("must be {}", crate::parse::expected(&self.one.holds))
    }
}

const NUL: &str = "contains a character that cannot be kept (NUL)";

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
