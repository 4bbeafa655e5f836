//! The requirements of an edition of the standard, in our own words, as data.
use crate::mapped::{self, Became};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{collections::BTreeSet, sync::LazyLock};

/// One edition of ISO/IEC 20000-1 with all that it asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// The year by which people name it, such as `2018`.
    pub name: &'static str,
    /// Its full name.
    pub standard: &'static str,
    /// Everything it asks, in the order of its clauses.
    pub requirements: Vec<Requirement>,
}

/// One thing that the standard asks, in our own words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Requirement {
    /// The number of the clause, such as `8.6.1`.
    pub clause: String,
    /// The title of the clause.
    pub title: String,
    /// Its name in reports: the clause with a letter or a number behind it.
    #[serde(rename = "req_id")]
    pub id: String,
    /// What is asked.
    #[serde(rename = "requirement")]
    pub text: String,
    /// What would show it: a record, a process, a document, a plan, a measurement, a review or a
    /// policy.
    pub kind: String,
    /// Whether documented information is asked for, and which.
    pub documented_information: String,
    /// Whether it recurs at an interval that the organization plans.
    #[serde(with = "yes_or_no")]
    pub planned_interval: bool,
    /// What an auditor would look at.
    pub evidence_record: String,
    /// At which stage of a certification audit it is looked at.
    pub stage: String,
    /// How it usually fails.
    pub common_nonconformity: String,
    /// When it counts as met.
    pub pass_rule: String,
    /// Who can tell.
    pub automation: Automation,
    /// Whether it is demanded; an informative note is not.
    #[serde(rename = "shall", with = "yes_or_no")]
    pub is_demanded: bool,
    /// How far our words were held against a source.
    pub verified: Basis,
    /// What it became, if it is one of an older edition.
    #[serde(skip)]
    pub became: Option<Became>,
}

/// Who can tell whether a requirement is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Automation {
    /// The records alone.
    #[serde(rename = "A")]
    Records,
    /// The records, and a person who confirms what they cannot say.
    #[serde(rename = "P")]
    RecordsAndPerson,
    /// A person alone.
    #[serde(rename = "H")]
    Person,
}

/// How far our words for a requirement were held against a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Basis {
    /// A page that reproduces or describes the clause.
    #[serde(rename = "page")]
    Page,
    /// The identical clause of a sister standard.
    #[serde(rename = "annex-sl")]
    SisterStandard,
    /// Memory alone.
    #[serde(rename = "memory")]
    Memory,
    /// None is needed: the words are the organization's own.
    #[serde(rename = "own")]
    Own,
}

/// Why the requirements of an edition could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditionFault {
    /// No edition has that name.
    #[error("There is no edition “{name}”. Editions that Gemba knows: {known}.", known = known())]
    Unknown {
        /// The name asked for.
        name: String,
    },
    /// A line does not hold what it should.
    #[error("The requirements of edition {edition}, line {line}: {fault}.")]
    Line {
        /// The edition's name.
        edition: &'static str,
        /// The line in the file, the heading being line 1.
        line: u64,
        /// What is wrong with it.
        fault: String,
    },
}

static EDITION_2018: LazyLock<Result<Edition, EditionFault>> = LazyLock::new(|| {
    let text = include_str!("../../../standards/iso20000-1-2018.csv");
    Edition::parse("2018", "ISO/IEC 20000-1:2018 with Amendment 1:2024", text)
});

static EDITION_2011: LazyLock<Result<Edition, EditionFault>> = LazyLock::new(|| {
    Edition::checked(mapped::edition_2011(include_str!("../../../standards/iso20000-1-2011.csv"))?)
});

static EDITION_2005: LazyLock<Result<Edition, EditionFault>> = LazyLock::new(|| {
    let text = include_str!("../../../standards/iso20000-1-2005.csv");
    Edition::checked(mapped::edition_2005(text, Edition::named("2018")?)?)
});

impl Edition {
    /// The names of all editions that Gemba knows.
    pub const NAMES: [&str; 3] = ["2018", "2011", "2005"];

    /// The edition of that name. The data is part of the program and is read once.
    pub fn named(name: &str) -> Result<&'static Self, EditionFault> {
        match name {
            "2018" => EDITION_2018.as_ref().map_err(Clone::clone),
            "2011" => EDITION_2011.as_ref().map_err(Clone::clone),
            "2005" => EDITION_2005.as_ref().map_err(Clone::clone),
            _ => Err(EditionFault::Unknown { name: name.to_owned() }),
        }
    }

    /// Reads an edition from CSV with a heading. Every row has a clause, a title, words and an id
    /// of its own.
    pub fn parse(
        name: &'static str,
        standard: &'static str,
        text: &str,
    ) -> Result<Self, EditionFault> {
        Self::checked(Self { name, standard, requirements: read(name, text)? })
    }

    /// The edition, if every row has a clause, a title, words and an id of its own.
    fn checked(edition: Self) -> Result<Self, EditionFault> {
        let mut ids = BTreeSet::new();
        for (place, requirement) in edition.requirements.iter().enumerate() {
            let line = u64::try_from(place).unwrap_or(u64::MAX).saturating_add(2);
            let fault = |fault| EditionFault::Line { edition: edition.name, line, fault };
            requirement.refuse_gaps().map_err(fault)?;
            if !ids.insert(&requirement.id) {
                return Err(fault(format!("the id {} is used twice", requirement.id)));
            }
        }
        Ok(edition)
    }

    /// The requirement of that id.
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|requirement| requirement.id == id)
    }
}

/// The rows of a file of requirements, or the line that cannot be read.
pub(crate) fn read<Row: DeserializeOwned>(
    edition: &'static str,
    text: &str,
) -> Result<Vec<Row>, EditionFault> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize::<Row>().map(|row| {
        row.map_err(|error| EditionFault::Line {
            edition,
            line: error.position().map_or(0, csv::Position::line),
            fault: said(&error),
        })
    });
    rows.collect()
}

impl Requirement {
    fn refuse_gaps(&self) -> Result<(), String> {
        let parts = [
            ("clause", &self.clause),
            ("title", &self.title),
            ("req_id", &self.id),
            ("requirement", &self.text),
        ];
        match parts.iter().find(|(_, text)| text.trim().is_empty()) {
            Some((column, _)) => Err(format!("the column {column} is empty")),
            None => Ok(()),
        }
    }
}

fn known() -> String {
    Edition::NAMES.join(", ")
}

fn said(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => err.to_string(),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("it has {len} columns instead of {expected_len}")
        }
        _ => error.to_string(),
    }
}

mod yes_or_no {
    use serde::{Deserialize, Deserializer, de::Error};

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
        match String::deserialize(from)?.as_str() {
            "yes" => Ok(true),
            "no" => Ok(false),
            other => Err(D::Error::custom(format!("“{other}” must be yes or no"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADING: &str = "clause,title,req_id,requirement,kind,documented_information,\
        planned_interval,evidence_record,stage,common_nonconformity,pass_rule,automation,shall,\
        verified\n";

    fn row(clause: &str, id: &str, shall: &str) -> String {
        format!("{clause},Title,{id},Do it.,record,no,no,rows,both,none,all,A,{shall},page\n")
    }

    #[test]
    fn the_2018_edition_holds_390_requirements_each_with_an_id_of_its_own() {
        let edition = Edition::named("2018").unwrap();
        assert_eq!(edition.requirements.len(), 390);
        let ids: BTreeSet<_> = edition.requirements.iter().map(|one| &one.id).collect();
        assert_eq!(ids.len(), 390);
        for one in &edition.requirements {
            assert!(!one.clause.trim().is_empty() && !one.title.trim().is_empty(), "{one:?}");
            assert!(one.id.starts_with(&one.clause), "{} is not of {}", one.id, one.clause);
        }
        let demanded = edition.requirements.iter().filter(|one| one.is_demanded).count();
        assert_eq!(demanded, 389);
    }

    #[test]
    fn an_unknown_edition_is_refused_with_the_names_of_those_there_are() {
        let fault = Edition::named("1999").unwrap_err();
        assert_eq!(
            fault.to_string(),
            "There is no edition “1999”. Editions that Gemba knows: 2018, 2011, 2005."
        );
    }

    #[test]
    fn a_line_that_is_wrong_is_named() {
        let sentence = |rows: &str| {
            Edition::parse("T", "Test", &format!("{HEADING}{rows}")).unwrap_err().to_string()
        };
        let twice = row("4.1", "4.1-1", "yes") + &row("4.1", "4.1-1", "yes");
        assert_eq!(
            sentence(&twice),
            "The requirements of edition T, line 3: the id 4.1-1 is used twice."
        );
        assert!(sentence(&row("", "4.1-1", "yes")).contains("line 2: the column clause is empty"));
        assert!(sentence(&row("4", "4-1", "maybe")).contains("“maybe” must be yes or no"));
        assert!(sentence("4.1,Title\n").contains("line 2: it has 2 columns instead of 14"));
    }
}
