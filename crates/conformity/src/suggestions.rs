//! What others do: suggestions for each clause from the guidance that stands beside the standard (ISO/IEC 20000-2), in
//! our own words. They ask for nothing.
use serde::Deserialize;
use std::sync::LazyLock;

/// What is suggested for a clause.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suggestion {
    /// The clause.
    pub clause: String,
    /// What others do.
    pub suggestion: String,
    /// What they usually write down.
    pub documents: String,
    /// Who usually has a part in it.
    pub roles: String,
}

static ALL: LazyLock<Vec<Suggestion>> = LazyLock::new(|| {
    let mut reader =
        csv::Reader::from_reader(include_str!("../../../standards/part2.csv").as_bytes());
    // A row that cannot be read stops the test below, and is left out here.
    reader.deserialize().filter_map(Result::ok).collect()
});

/// Every suggestion, in the order of the clauses.
pub fn suggestions() -> &'static [Suggestion] {
    &ALL
}

/// What is suggested for a clause: for itself, or else for the clause around it.
pub fn suggested_for(clause: &str) -> Option<&'static Suggestion> {
    let mut clause = clause;
    loop {
        if let Some(found) = ALL.iter().find(|one| one.clause == clause) {
            return Some(found);
        }
        clause = clause.rsplit_once('.')?.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_says_something() {
        let text = include_str!("../../../standards/part2.csv");
        let rows = csv::Reader::from_reader(text.as_bytes()).into_records().count();
        assert_eq!(suggestions().len(), rows);
        for one in suggestions() {
            let texts = [&one.suggestion, &one.documents, &one.roles];
            assert!(texts.iter().all(|text| !text.trim().is_empty()), "{}", one.clause);
            assert!(one.suggestion.ends_with('.'), "{}", one.clause);
        }
    }

    #[test]
    fn a_part_of_a_clause_has_the_suggestions_of_the_whole() {
        assert_eq!(suggested_for("8.7.3.1").unwrap().clause, "8.7.3");
        assert_eq!(suggested_for("7.5").unwrap().clause, "7.5");
        assert_eq!(suggested_for("8"), None);
    }
}
