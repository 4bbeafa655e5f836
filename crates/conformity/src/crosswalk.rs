//! What other standards and bodies of practice say about the same: ISO/IEC 27001, ISO 9001, ITIL.
//!
//! The table rests on judgement, not on a published mapping; pages say so.
use crate::requirement::{EditionFault, read};
use serde::Deserialize;
use std::sync::LazyLock;

/// Where a clause is found again.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Crossing {
    /// The clause of ISO/IEC 20000-1:2018.
    #[serde(rename = "iso20000_1_2018")]
    pub clause: String,
    /// Clauses and controls of ISO/IEC 27001:2022; `-` where there are none.
    #[serde(rename = "iso27001_2022_clause_or_annexA")]
    iso27001: String,
    /// Clauses of ISO 9001:2015.
    #[serde(rename = "iso9001_2015_clause")]
    iso9001: String,
    /// Processes of ITIL v3.
    itil_v3_process: String,
    /// Practices of ITIL 4.
    itil4_practice: String,
    /// What the row rests on.
    pub source_basis: String,
}

impl Crossing {
    /// The other standards that say something about the clause, each with where.
    pub fn others(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("ISO/IEC 27001:2022", self.iso27001.as_str()),
            ("ISO 9001:2015", self.iso9001.as_str()),
            ("ITIL v3", self.itil_v3_process.as_str()),
            ("ITIL 4", self.itil4_practice.as_str()),
        ];
        all.into_iter().filter(|(_, place)| !place.is_empty() && *place != "-").collect()
    }
}

static CROSSWALK: LazyLock<Result<Vec<Crossing>, EditionFault>> =
    LazyLock::new(|| read("crosswalk", include_str!("../../../standards/crosswalk.csv")));

/// Every clause of the 2018 edition with where it is found again, or the line that cannot be read.
pub fn crosswalk() -> Result<&'static [Crossing], EditionFault> {
    CROSSWALK.as_ref().map(Vec::as_slice).map_err(Clone::clone)
}

/// Where that clause is found again.
pub fn crossing(clause: &str) -> Option<&'static Crossing> {
    crosswalk().ok()?.iter().find(|crossing| crossing.clause == clause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Edition;

    #[test]
    fn each_clause_with_requirements_is_found_again_somewhere() {
        for requirement in &Edition::named("2018").unwrap().requirements {
            let crossing = crossing(&requirement.clause);
            let crossing = crossing.unwrap_or_else(|| panic!("{} is missing", requirement.clause));
            assert!(!crossing.others().is_empty(), "{}", crossing.clause);
        }
        let policy = crossing("5.2.1").unwrap().others();
        assert_eq!(policy[0], ("ISO/IEC 27001:2022", "5.2; A.5.1"));
        let catalogue = crossing("8.2.4").unwrap().others();
        assert!(catalogue.iter().all(|(name, _)| *name != "ISO/IEC 27001:2022"), "a dash is none");
    }
}
