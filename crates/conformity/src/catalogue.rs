//! Sets of requirements on their way in and out: a table (CSV), or an OSCAL catalogue (see [`crate::oscal`]).
use crate::own::{OwnRequirement, OwnSet};
use gemba_vocabulary::cell::{bared, shielded};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;

/// A set as a file tells it, before it is a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftSet {
    /// What it is called.
    pub name: String,
    /// Where it comes from.
    pub source: String,
    /// Which version of it this is.
    pub issue: String,
    /// Its requirements in their order.
    pub requirements: Vec<DraftRequirement>,
    /// What was left out, each with the reason.
    pub left_out: Vec<String>,
}

/// A requirement as a file tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftRequirement {
    /// Where in the file it stands, for what is refused of it later.
    pub place: String,
    /// Its number within the set.
    pub identifier: String,
    /// The clause, chapter or family that it stands in.
    pub part: String,
    /// What it is about.
    pub title: String,
    /// What is asked.
    pub text: String,
    /// What helps to meet it.
    pub guidance: String,
    /// Whether it is a mere note.
    pub is_note: bool,
    /// The requirements of ISO/IEC 20000-1 that show it too.
    pub shown_by: String,
    /// The rule over records: `at_least_one`, `every_has`, or nothing.
    pub rule: String,
    /// The kind of record that the rule looks at.
    pub record_kind: String,
    /// The state that the rule looks at.
    pub in_state: String,
    /// The field that has to be filled in.
    pub has_field: String,
    /// Within how many months a new record has to come.
    pub interval_months: String,
}

/// Why a file cannot be read, with the place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {fault}.")]
pub struct FileFault {
    /// The line, or the path within the JSON.
    pub place: String,
    /// What is wrong there.
    pub fault: String,
}

impl FileFault {
    /// A fault at a place.
    pub fn at(place: impl Into<String>, fault: impl Into<String>) -> Self {
        Self { place: place.into(), fault: fault.into() }
    }
}

/// The columns of a table, in the order in which they are written. The first three are needed.
pub const COLUMNS: [&str; 12] = [
    "identifier",
    "title",
    "text",
    "part",
    "guidance",
    "note",
    "shown_by",
    "rule",
    "record_kind",
    "in_state",
    "has_field",
    "interval_months",
];
const NEEDED: usize = 3;
/// More than any catalogue that is published.
pub const REQUIREMENTS_MAX: usize = 5_000;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table with the columns of [`COLUMNS`].
    Csv,
    /// An OSCAL catalogue as JSON.
    Oscal,
}

impl Format {
    /// By the end of a file's name.
    pub fn of_file(name: &str) -> Option<Self> {
        let end = name.rsplit_once('.')?.1.to_ascii_lowercase();
        match end.as_str() {
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Oscal),
            _ => None,
        }
    }
}

/// Reads a file. A name that is given counts more than the one in the file; a table has none.
pub fn read(format: Format, text: &str, name: Option<&str>) -> Result<DraftSet, FileFault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut set = match format {
        Format::Csv => read_csv(text)?,
        Format::Oscal => crate::oscal::read(text)?,
    };
    if let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) {
        name.clone_into(&mut set.name);
    }
    if set.name.is_empty() {
        return Err(FileFault::at("The set", "has no name; give it one"));
    }
    refuse_gaps(&set)?;
    Ok(set)
}

fn refuse_gaps(set: &DraftSet) -> Result<(), FileFault> {
    if set.requirements.is_empty() {
        return Err(FileFault::at("The file", "tells no requirement"));
    }
    if set.requirements.len() > REQUIREMENTS_MAX {
        let fault = format!("tells more than {REQUIREMENTS_MAX} requirements; part it");
        return Err(FileFault::at("The file", fault));
    }
    let mut ids = BTreeSet::new();
    for one in &set.requirements {
        let needed = [("identifier", &one.identifier), ("title", &one.title), ("text", &one.text)];
        if let Some((column, _)) = needed.iter().find(|(_, text)| text.is_empty()) {
            return Err(FileFault::at(&one.place, format!("“{column}” is empty")));
        }
        if !ids.insert(&one.identifier) {
            let fault = format!("the identifier “{}” is there twice", one.identifier);
            return Err(FileFault::at(&one.place, fault));
        }
    }
    Ok(())
}

fn read_csv(text: &str) -> Result<DraftSet, FileFault> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let heads = reader.headers().map_err(|error| FileFault::at("Line 1", error.to_string()))?;
    let heads: Vec<_> = heads.iter().map(str::to_lowercase).collect();
    if let Some(missing) =
        COLUMNS.iter().take(NEEDED).find(|name| !heads.iter().any(|head| head == *name))
    {
        let fault =
            format!("the column “{missing}” is missing; there can be: {}", COLUMNS.join(", "));
        return Err(FileFault::at("Line 1", fault));
    }
    if let Some(unknown) = heads.iter().find(|head| !COLUMNS.contains(&head.as_str())) {
        let fault = format!("there is no column “{unknown}”; there can be: {}", COLUMNS.join(", "));
        return Err(FileFault::at("Line 1", fault));
    }
    let mut set = DraftSet::default();
    for row in reader.records() {
        let row = row.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            let fault = match error.kind() {
                csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                    format!("it has {len} columns instead of {expected_len}")
                }
                _ => error.to_string(),
            };
            FileFault::at(format!("Line {line}"), fault)
        })?;
        let place = format!("Line {}", row.position().map_or(0, csv::Position::line));
        let cell = |name: &str| {
            let column = heads.iter().position(|head| head == name);
            bared(column.and_then(|column| row.get(column)).unwrap_or_default()).to_owned()
        };
        let is_note = match cell("note").to_lowercase().as_str() {
            "" | "no" => false,
            "yes" => true,
            other => {
                return Err(FileFault::at(place, format!("“note” is “{other}”; write yes or no")));
            }
        };
        set.requirements.push(DraftRequirement {
            identifier: cell("identifier"),
            part: cell("part"),
            title: cell("title"),
            text: cell("text"),
            guidance: cell("guidance"),
            is_note,
            shown_by: cell("shown_by"),
            rule: cell("rule"),
            record_kind: cell("record_kind"),
            in_state: cell("in_state"),
            has_field: cell("has_field"),
            interval_months: cell("interval_months"),
            place,
        });
    }
    Ok(set)
}

/// Writes a set as a table.
pub fn write_csv(requirements: &[OwnRequirement]) -> Result<String, FileFault> {
    let fault = |error: String| FileFault::at("The table", error);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(|error| fault(error.to_string()))?;
    for one in requirements {
        let draft = DraftRequirement::of(one);
        let note = if draft.is_note { "yes" } else { "" };
        let row = [
            &*draft.identifier,
            &*draft.title,
            &*draft.text,
            &*draft.part,
            &*draft.guidance,
            note,
            &*draft.shown_by,
            &*draft.rule,
            &*draft.record_kind,
            &*draft.in_state,
            &*draft.has_field,
            &*draft.interval_months,
        ];
        let row = row.map(|cell| shielded(cell.to_owned()));
        writer.write_record(row).map_err(|error| fault(error.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|error| fault(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| fault(error.to_string()))
}

/// Writes a set as a file.
pub fn write(
    format: Format,
    set: &OwnSet,
    requirements: &[OwnRequirement],
    at: jiff::Timestamp,
) -> Result<String, FileFault> {
    match format {
        Format::Csv => write_csv(requirements),
        Format::Oscal => Ok(crate::oscal::write(set, requirements, at)),
    }
}

impl DraftSet {
    /// The fields of the set's record; what the file does not say is left to be filled in.
    pub fn fields(&self) -> Map<String, Json> {
        told([("name", &self.name), ("source", &self.source), ("issue", &self.issue)])
    }
}

impl DraftRequirement {
    /// A requirement as a file would tell it.
    pub fn of(one: &OwnRequirement) -> Self {
        let rule = one.rule.clone().unwrap_or_default();
        let word = match (&one.rule, &rule.field) {
            (None, _) => "",
            (Some(_), Some(_)) => "every_has",
            (Some(_), None) => "at_least_one",
        };
        Self {
            place: String::new(),
            identifier: one.asked.id.clone(),
            part: one.asked.clause.clone(),
            title: one.asked.title.clone(),
            text: one.asked.text.clone(),
            guidance: one.guidance.clone().unwrap_or_default(),
            is_note: !one.asked.is_demanded,
            shown_by: one.shown_by.join(", "),
            rule: word.to_owned(),
            record_kind: rule.kind,
            in_state: rule.state.unwrap_or_default(),
            has_field: rule.field.unwrap_or_default(),
            interval_months: rule.months.map(|months| months.to_string()).unwrap_or_default(),
        }
    }

    /// The fields of the requirement's record.
    pub fn fields(&self, set: i64) -> Map<String, Json> {
        let mut fields = told([
            ("name", &self.title),
            ("identifier", &self.identifier),
            ("part", &self.part),
            ("text", &self.text),
            ("guidance", &self.guidance),
            ("shown_by", &self.shown_by),
            ("rule", &self.rule),
            ("record_kind", &self.record_kind),
            ("in_state", &self.in_state),
            ("has_field", &self.has_field),
            ("interval_months", &self.interval_months),
        ]);
        fields.insert("set".to_owned(), json!(set));
        fields.insert("is_note".to_owned(), json!(self.is_note));
        if let Ok(months) = self.interval_months.parse::<i64>() {
            fields.insert("interval_months".to_owned(), json!(months));
        }
        fields
    }
}

fn told<const N: usize>(pairs: [(&str, &String); N]) -> Map<String, Json> {
    let given = pairs.into_iter().filter(|(_, text)| !text.is_empty());
    given.map(|(name, text)| (name.to_owned(), json!(text))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "identifier,title,text,note,shown_by,rule,record_kind,interval_months\n\
        3.1,Restore,\"Try restoring out,\neach quarter.\",,8.7.2-1,at_least_one,continuity_test,3\n\
        3.2,A note,Copies lie elsewhere.,yes,,,,\n";

    fn fault(text: &str) -> String {
        read(Format::Csv, text, Some("Annex")).unwrap_err().to_string()
    }

    #[test]
    fn a_table_is_read_into_a_set() {
        let set = read(Format::Csv, TABLE, Some(" Annex ")).unwrap();
        assert_eq!((set.name.as_str(), set.requirements.len()), ("Annex", 2));
        let first = &set.requirements[0];
        assert_eq!((first.identifier.as_str(), first.place.as_str()), ("3.1", "Line 2"));
        assert_eq!(first.text, "Try restoring out,\neach quarter.");
        let fields = first.fields(7);
        assert_eq!((&fields["set"], &fields["interval_months"]), (&json!(7), &json!(3)));
        assert!(!fields.contains_key("part"), "what is not said is left empty");
        assert!(set.requirements[1].is_note);
    }

    #[test]
    fn what_is_wrong_in_a_table_is_told_with_its_line() {
        assert!(fault("identifier,title\n").contains("Line 1: the column “text” is missing"));
        assert!(fault("identifier,title,text,due\n").contains("no column “due”; there can be:"));
        let head = "identifier,title,text\n";
        assert_eq!(fault(head), "The file: tells no requirement.");
        assert!(fault(&format!("{head}1,A\n")).contains("Line 2: it has 2 columns instead of 3"));
        assert_eq!(fault(&format!("{head}1,A,\n")), "Line 2: “text” is empty.");
        let twice = fault(&format!("{head}1,A,Do.\n1,B,Do.\n"));
        assert_eq!(twice, "Line 3: the identifier “1” is there twice.");
        let note = fault("identifier,title,text,note\n1,A,Do.,perhaps\n");
        assert!(note.contains("write yes or no"), "{note}");
        assert!(read(Format::Csv, TABLE, None).unwrap_err().to_string().contains("has no name"));
    }

    #[test]
    fn a_file_is_known_by_its_end() {
        assert_eq!(Format::of_file("annex.CSV"), Some(Format::Csv));
        assert_eq!(Format::of_file("a.b.json"), Some(Format::Oscal));
        assert_eq!(Format::of_file("annex.xlsx"), None);
    }
}
