//! Where the evidence of each requirement is kept: the lists, fields, sheets of figures and pages that show it.
//!
//! It is told in `standards/where/`, one file for each part of the house, so that whoever builds a room says there
//! what it is evidence of.
use crate::{
    checks,
    requirement::{Edition, EditionFault},
};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::LazyLock};

/// Where the evidence of a requirement is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The places, the one that tells most first.
    pub places: Vec<Place>,
    /// How it is found there, in one sentence.
    pub how: String,
}

/// A place that can be opened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The records of a kind, or one field of them.
    Kind {
        /// The kind's name.
        kind: String,
        /// The field's name, where only one of its fields is meant.
        field: Option<String>,
    },
    /// A sheet of figures.
    Sheet(String),
    /// A page of the house that is no list of records.
    Page(String),
}

impl Place {
    /// Reads a place: `objective`, `objective.target`, `figures/objectives` or `/documents`.
    pub fn parse(text: &str) -> Self {
        if let Some(sheet) = text.strip_prefix("figures/") {
            return Self::Sheet(sheet.to_owned());
        }
        if text.starts_with('/') {
            return Self::Page(text.to_owned());
        }
        match text.split_once('.') {
            Some((kind, field)) => {
                Self::Kind { kind: kind.to_owned(), field: Some(field.to_owned()) }
            }
            None => Self::Kind { kind: text.to_owned(), field: None },
        }
    }
}

#[derive(Deserialize)]
struct Row {
    requirement: String,
    place: String,
    how: String,
}

/// Requirements with where their evidence is kept, by their ids.
pub type ByRequirement = BTreeMap<String, Kept>;

const FILES: [(&str, &str); 4] = [
    ("direction", include_str!("../../../standards/where/direction.csv")),
    ("support", include_str!("../../../standards/where/support.csv")),
    ("evaluation", include_str!("../../../standards/where/evaluation.csv")),
    ("improvement", include_str!("../../../standards/where/improvement.csv")),
];

static KEPT: LazyLock<Result<ByRequirement, EditionFault>> = LazyLock::new(|| parse(&FILES));

/// Where the evidence of that requirement is kept. Nothing if nobody told it yet.
pub fn kept(requirement: &str) -> Option<&'static Kept> {
    all().ok()?.get(requirement)
}

/// Everything that was told, or the line that cannot be read.
pub fn all() -> Result<&'static ByRequirement, EditionFault> {
    KEPT.as_ref().map_err(Clone::clone)
}

type Kinds = BTreeMap<&'static str, Vec<&'static str>>;

static JUDGED: LazyLock<Kinds> = LazyLock::new(|| {
    let checks = Edition::named("2018").map(checks::of).unwrap_or_default();
    let mut kinds = Kinds::new();
    for check in &checks {
        let of = kinds.entry(check.id()).or_default();
        for scan in check.scans() {
            if !of.contains(&scan.kind()) {
                of.push(scan.kind());
            }
        }
    }
    kinds
});

/// The kinds whose records the check of a requirement judges, in its order: where its evidence is, whether or not more
/// is told of it. Empty for a requirement that people alone can confirm.
pub fn judged_kinds(requirement: &str) -> &'static [&'static str] {
    JUDGED.get(requirement).map_or(&[], Vec::as_slice)
}

fn parse(files: &[(&'static str, &str)]) -> Result<ByRequirement, EditionFault> {
    let mut kept = ByRequirement::new();
    for (file, text) in files {
        let fault = |line: usize, fault: String| EditionFault::Line {
            edition: file,
            line: u64::try_from(line).unwrap_or(u64::MAX),
            fault,
        };
        for (number, row) in csv::Reader::from_reader(text.as_bytes()).deserialize().enumerate() {
            let line = number.saturating_add(2);
            let row: Row = row.map_err(|error| fault(line, error.to_string()))?;
            let places: Vec<_> = row.place.split_whitespace().map(Place::parse).collect();
            if places.is_empty() || row.how.trim().is_empty() {
                return Err(fault(line, "a place or how it is found there is missing".to_owned()));
            }
            let one = Kept { places, how: row.how };
            if kept.insert(row.requirement.clone(), one).is_some() {
                return Err(fault(line, format!("{} was told before", row.requirement)));
            }
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_kind_a_field_a_sheet_or_a_page() {
        let text = "requirement,place,how\n4.1-1,role role.duties figures/roles /documents,Listed there.\n";
        let kept = parse(&[("t", text)]).unwrap();
        let kind = |field: Option<&str>| Place::Kind {
            kind: "role".to_owned(),
            field: field.map(str::to_owned),
        };
        let places = vec![
            kind(None),
            kind(Some("duties")),
            Place::Sheet("roles".to_owned()),
            Place::Page("/documents".to_owned()),
        ];
        assert_eq!(kept["4.1-1"], Kept { places, how: "Listed there.".to_owned() });
    }

    #[test]
    fn a_line_that_is_wrong_is_named() {
        let fault = |rows: &str| {
            let text = format!("requirement,place,how\n{rows}");
            parse(&[("direction", &text)]).unwrap_err().to_string()
        };
        let twice = fault("4.1-1,role,Here.\n4.1-1,role,There.\n");
        assert!(twice.contains("direction, line 3: 4.1-1 was told before"), "{twice}");
        assert!(fault("4.1-1,,Here.\n").contains("line 2: a place"), "{}", fault("4.1-1,,Here.\n"));
        assert!(fault("4.1-1\n").contains("line 2: "), "{}", fault("4.1-1\n"));
    }
}
