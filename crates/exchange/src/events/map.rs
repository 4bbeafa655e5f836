//! A mapping: how the event log of another tool is read. Written in TOML; `docs/importing.md`
//! teaches it.
use crate::fault::ExchangeError;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The mappings that come with Gemba, by the name of their format.
pub const SHIPPED: &[(&str, &str)] =
    &[("servicenow-incidents", include_str!("../../maps/servicenow-incidents.toml"))];

/// How the event log of another tool is read.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    /// The other tool's name; the origin of every record made begins with it.
    pub source: String,
    /// The kind of record that a case becomes.
    #[serde(default = "incident")]
    pub kind: String,
    /// What stands between two cells.
    #[serde(default = "comma")]
    pub delimiter: char,
    /// How dates and times are written; the first that fits is taken.
    #[serde(default = "iso")]
    pub dates: Vec<String>,
    /// The time zone of times without one.
    pub zone: Option<String>,
    /// What stands in a cell that holds nothing, besides nothing.
    #[serde(default)]
    pub missing: Vec<String>,
    /// Columns that are not wanted.
    #[serde(default)]
    pub ignored: Vec<String>,
    /// Columns that are not kept but must make sense; otherwise the row is broken.
    #[serde(default)]
    pub checked: BTreeMap<String, Sense>,
    /// The column that says which case a row belongs to.
    pub case: Column,
    /// The column that says when the step happened.
    pub time: Column,
    /// The column, a whole number, that tells which of two steps at the same time came first.
    pub order: Option<Column>,
    /// The column that names who did it.
    pub actor: Option<Actor>,
    /// The column that holds the state since then.
    pub state: State,
    /// What becomes of the other columns.
    #[serde(default, rename = "field")]
    pub fields: Vec<Field>,
}

/// A column of the log.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its name in the header.
    pub column: String,
}

/// What a column that is not kept must hold, if it holds anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    /// A date and time.
    Instant,
    /// A whole number.
    Integer,
    /// `true` or `false`, `yes` or `no`.
    YesNo,
}

/// The column that names who did a step.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// Its name in the header.
    pub column: String,
    /// What else a person made from it holds.
    #[serde(default)]
    pub make: BTreeMap<String, String>,
    /// Whether a person of that name who is here already is taken.
    #[serde(default)]
    pub find_by_name: bool,
}

/// The column that holds the state, and what its values mean here.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Its name in the header.
    pub column: String,
    /// What each of its values means.
    pub values: BTreeMap<String, Meaning>,
}

/// What a value of the state's column means here.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Meaning {
    /// A state.
    State(String),
    /// A state and what else holds while it lasts.
    With(With),
}

/// A state and what else holds while it lasts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct With {
    /// The state; nothing leaves it as it was.
    pub state: Option<String>,
    /// Fields that hold this while the state lasts and nothing otherwise.
    #[serde(default)]
    pub set: BTreeMap<String, String>,
}

/// What becomes of one or more columns.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The field's name.
    pub field: String,
    /// The column that fills it.
    pub column: Option<String>,
    /// Several columns that fill it together.
    #[serde(default)]
    pub columns: Vec<String>,
    /// What stands between them.
    #[serde(default = "space")]
    pub with: String,
    /// What its values mean; a value that is not named here breaks the row.
    pub values: Option<BTreeMap<String, String>>,
    /// What a value that is not named there means.
    pub otherwise: Option<String>,
    /// Its value is known only at the end, though every row repeats it: it is taken from the last
    /// row, if the case is in one of these states by then.
    #[serde(default)]
    pub last_in: Vec<String>,
    /// It is the time of the first row in one of these states.
    #[serde(default)]
    pub first_in: Vec<String>,
    /// It lists the times spent in this state, each with the reason that the named field holds.
    pub spans_of: Option<Spans>,
    /// What else a record made from it holds, if it names another record.
    #[serde(default)]
    pub make: BTreeMap<String, String>,
    /// Whether a record of that name which is here already is taken, if it names another record.
    #[serde(default)]
    pub find_by_name: bool,
}

/// A list of the times spent in one state.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spans {
    /// The state.
    pub state: String,
    /// The field that says why; set by the values of the state's column.
    pub reason: String,
}

fn incident() -> String {
    "incident".to_owned()
}
fn comma() -> char {
    ','
}
fn iso() -> Vec<String> {
    vec!["iso".to_owned()]
}
fn space() -> String {
    " ".to_owned()
}

impl Map {
    /// Reads a mapping; the error says what is wrong with it and where.
    pub fn parse(text: &str) -> Result<Self, ExchangeError> {
        let map: Self = toml::from_str(text).map_err(|error| {
            ExchangeError::wrong(format!("The mapping cannot be read: {error}"))
        })?;
        let is_word = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
        if map.source.is_empty() || !map.source.chars().all(is_word) {
            return Err(ExchangeError::wrong(
                "The mapping's “source” must be a word of letters, digits, - _ and . only, since \
                 origins begin with it.",
            ));
        }
        Ok(map)
    }

    /// The mapping that comes with Gemba for a format.
    pub fn shipped(format: &str) -> Result<Self, ExchangeError> {
        let found = SHIPPED.iter().find(|(name, _)| *name == format);
        let Some((_, text)) = found else {
            let names: Vec<_> = SHIPPED.iter().map(|(name, _)| *name).collect();
            return Err(ExchangeError::wrong(format!(
                "Gemba brings no mapping for “{format}”. There is: {}. Write one of your own for \
                 any other tool.",
                names.join(", ")
            )));
        };
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_mapping_can_be_read() {
        for (name, _) in SHIPPED {
            assert!(!Map::shipped(name).unwrap().fields.is_empty(), "{name}");
        }
        let unknown = Map::shipped("tickets-of-mars").unwrap_err().to_string();
        assert!(unknown.contains("servicenow-incidents"), "{unknown}");
    }

    #[test]
    fn a_slip_in_a_mapping_is_named_with_its_place() {
        let text = SHIPPED[0].1.replace("[case]\ncolumn", "[case]\ncolum");
        let error = Map::parse(&text).unwrap_err().to_string();
        assert!(error.contains("colum") && error.contains("line"), "{error}");
    }
}
