//! Conditions that an organization writes itself, in the Common Expression Language (CEL): when a
//! question is asked, when a piece of work is needed, when somebody has to approve.
//!
//! A condition is a text such as `change.risk == "high" && change.model != "standard"`. It answers
//! yes or no, reads what it is given and nothing else, and ends: CEL has no loops but those over
//! lists that are given. What was not filled in is an empty text, 0, no, or an empty list, so that
//! a condition never fails for want of an answer.
use crate::field::{FieldDef, Holds};
use cel::{Context, ExecutionError, Program, Value as Cel};
use gemba_vocabulary::Value;
use rust_decimal::prelude::ToPrimitive as _;
use std::collections::{BTreeMap, HashMap};

/// The longest condition, in characters.
const LENGTH_MAX: usize = 500;

/// What a condition can read: names, and under each name what it knows.
#[derive(Clone, Debug, Default)]
pub struct Known(BTreeMap<String, BTreeMap<String, Cel>>);

impl Known {
    /// Adds fields under a name, such as `change`, with what each holds.
    #[must_use]
    pub fn with<'a>(
        mut self,
        name: &str,
        fields: impl IntoIterator<Item = (&'a FieldDef, &'a Value)>,
    ) -> Self {
        let under = self.0.entry(name.to_owned()).or_default();
        for (field, value) in fields {
            if let Some(value) = plain(&field.holds, value) {
                under.insert(field.name.to_string(), value);
            }
        }
        self
    }

    /// Adds one thing under a name.
    #[must_use]
    pub fn and(mut self, name: &str, field: &str, holds: &Holds, value: &Value) -> Self {
        if let Some(value) = plain(holds, value) {
            self.0.entry(name.to_owned()).or_default().insert(field.to_owned(), value);
        }
        self
    }

    /// What can be read, as `change.risk`, in order.
    pub fn names(&self) -> Vec<String> {
        let under = |(name, fields): (&String, &BTreeMap<String, Cel>)| {
            fields.keys().map(|field| format!("{name}.{field}")).collect::<Vec<_>>()
        };
        self.0.iter().flat_map(under).collect()
    }
}

/// A condition that can be read.
#[derive(Debug)]
pub struct Condition(Program);

impl Condition {
    /// Reads a condition. The fault continues the label of the field that it stands in.
    pub fn read(text: &str) -> Result<Self, String> {
        if text.chars().count() > LENGTH_MAX {
            return Err(format!("is longer than {LENGTH_MAX} characters"));
        }
        Program::compile(text).map(Self).map_err(|errors| {
            let place = errors.errors.first().map(|error| format!(" at letter {}", error.pos.1));
            format!(
                "cannot be read as a condition{}; write one such as change.risk == \"high\"",
                place.unwrap_or_default()
            )
        })
    }

    /// Whether it holds. The fault continues the label of the field that it stands in.
    pub fn holds(&self, known: &Known) -> Result<bool, String> {
        let mut context = Context::default();
        for (name, fields) in &known.0 {
            let fields: HashMap<String, Cel> = fields.clone().into_iter().collect();
            context.add_variable_from_value(name.as_str(), fields);
        }
        match self.0.execute(&context) {
            Ok(Cel::Bool(yes)) => Ok(yes),
            Ok(_) => Err("answers neither yes nor no; compare something, as in … == …".to_owned()),
            Err(fault) => Err(told(&fault, known)),
        }
    }
}

/// Whether a condition holds; one that is not there always does.
pub fn holds(text: Option<&str>, known: &Known) -> Result<bool, String> {
    match text.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => Condition::read(text)?.holds(known),
        None => Ok(true),
    }
}

fn told(fault: &ExecutionError, known: &Known) -> String {
    match fault {
        ExecutionError::UndeclaredReference(name) | ExecutionError::NoSuchKey(name) => {
            let names = known.names();
            let names = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
            format!("asks for “{name}”, which is not known here; known are: {names}")
        }
        other => format!("cannot be worked out: {other}"),
    }
}

/// What a condition sees of a value; nothing for what has parts of its own.
fn plain(holds: &Holds, value: &Value) -> Option<Cel> {
    let text = |text: String| Cel::from(text);
    Some(match (holds, value) {
        (Holds::Struct, _) => return None,
        (_, Value::Text(held)) => text(held.clone()),
        (_, Value::Int(number) | Value::Duration(number) | Value::Ref(number)) => Cel::Int(*number),
        (_, Value::Decimal(number)) => Cel::Float(number.to_f64()?),
        (_, Value::Money(money)) => Cel::Float(money.amount.to_f64()?),
        (_, Value::Bool(yes)) => Cel::Bool(*yes),
        (_, Value::Date(_) | Value::Instant(_)) => text(value.to_text()),
        (_, Value::Refs(ids)) => Cel::from(ids.clone()),
        (Holds::Int | Holds::Duration | Holds::Ref(_), _) => Cel::Int(0),
        (Holds::Decimal | Holds::Percent | Holds::Money, _) => Cel::Float(0.0),
        (Holds::Bool, _) => Cel::Bool(false),
        (Holds::Refs(_), _) => Cel::from(Vec::<i64>::new()),
        _ => text(String::new()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &'static str, holds: Holds) -> FieldDef {
        FieldDef::new(name, holds, false)
    }

    fn known() -> Known {
        let fields = [
            field("risk", Holds::ShortText),
            field("cost", Holds::Money),
            field("people", Holds::Int),
            field("told", Holds::Bool),
            field("starts_on", Holds::Date),
            field("items", Holds::Refs("configuration_item".into())),
        ];
        let values = [
            Value::Text("high".to_owned()),
            Value::Money("1200.50 EUR".parse().unwrap()),
            Value::None,
            Value::None,
            Value::Date("2026-03-02".parse().unwrap()),
            Value::Refs(vec![3, 4]),
        ];
        Known::default().with("change", fields.iter().zip(&values))
    }

    #[test]
    fn a_condition_reads_what_it_is_given() {
        for yes in [
            "change.risk == \"high\"",
            "change.cost > 1000.0 && change.people == 0",
            "!change.told",
            "change.starts_on < \"2026-04-01\"",
            "change.items.exists(item, item == 4) && size(change.items) == 2",
            "change.risk in [\"high\", \"medium\"]",
            "change.risk.startsWith(\"hi\")",
        ] {
            assert_eq!(holds(Some(yes), &known()), Ok(true), "{yes}");
        }
        assert_eq!(holds(Some("change.risk == \"low\""), &known()), Ok(false));
        assert_eq!(holds(Some("change.cost > 1000"), &known()), Ok(true), "whole numbers too");
    }

    #[test]
    fn no_condition_always_holds() {
        assert_eq!(holds(None, &known()), Ok(true));
        assert_eq!(holds(Some("  "), &known()), Ok(true));
    }

    #[test]
    fn what_cannot_be_asked_is_told_in_words() {
        let fault = |text: &str| holds(Some(text), &known()).unwrap_err();
        assert!(fault("change.risk ==").starts_with("cannot be read as a condition at letter"));
        assert!(fault("change.risk").starts_with("answers neither yes nor no"));
        let unknown = fault("change.weight == 3");
        assert!(unknown.starts_with("asks for “weight”, which is not known here"), "{unknown}");
        assert!(unknown.contains("change.risk"), "{unknown}");
        assert!(fault("incident.risk == \"high\"").starts_with("asks for “incident”"));
        assert!(fault("change.risk > 3").starts_with("cannot be worked out"));
        assert!(fault(&"!".repeat(501)).starts_with("is longer than 500"));
    }

    #[test]
    fn nothing_that_is_typed_breaks_it() {
        for text in ["(".repeat(500), "[".repeat(400), "!".repeat(499), "a.".repeat(200)] {
            assert!(holds(Some(&text), &known()).is_err(), "{text}");
        }
        assert!(holds(Some("\u{0}“”\\ 1/0 == 1"), &known()).is_err());
        assert!(holds(Some("1 / 0 == 1"), &known()).is_err());
        assert!(holds(Some("9223372036854775807 + 1 > 0"), &known()).is_err());
    }
}
