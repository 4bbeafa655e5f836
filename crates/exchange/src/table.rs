//! CSV and JSON of every kind, out and in again without loss.
//!
//! A table has the envelope's columns ([`ENVELOPE`]) and one for each field. A reference is written
//! as the other record's origin if it came from elsewhere (`servicenow:person:Caller 7`), otherwise
//! as its number (`PER-000012`). What comes in goes through the door a row at a time.
mod draft;
mod export;
mod import;
pub(crate) mod json;
mod references;
mod rows;

pub use export::{everything, export};
pub use import::{Options, Summary, import};

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Values with commas between them, a record a line, with a header; what spreadsheets open.
    Csv,
    /// A list of objects.
    Json,
}

impl Format {
    /// The format of a file by the end of its name; `.gz` behind it is passed over.
    pub fn of_file(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let end = name.strip_suffix(".gz").unwrap_or(&name).rsplit('.').next()?;
        match end {
            "csv" => Some(Self::Csv),
            "json" | "jsonl" | "ndjson" => Some(Self::Json),
            _ => None,
        }
    }
}

/// The columns of every table, before the fields.
pub const ENVELOPE: &[&str] =
    &["number", "origin", "state", "created_at", "created_by", "updated_at", "updated_by", "tags"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_tells_its_format_by_its_name() {
        assert_eq!(Format::of_file("people.csv"), Some(Format::Csv));
        assert_eq!(Format::of_file("Teams.JSON.gz"), Some(Format::Json));
        assert_eq!(Format::of_file("notes.txt"), None);
    }
}
