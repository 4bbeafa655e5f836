//! Acceptance criteria, for rooms that accept something: what must hold, and what the test showed.
use crate::{Choice, Refusal, Row, library::only_if};
use serde::{Deserialize, Serialize};

/// What must hold before something is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Criterion {
    /// What must hold.
    pub text: String,
    /// What the test showed.
    pub result: TestResult,
    /// What was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<String>,
}

/// What a test showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestResult {
    /// Nobody has tested it.
    Open,
    /// It holds.
    Passed,
    /// It does not hold.
    Failed,
}

/// Whether one of the criteria came to this result.
pub fn any(criteria: &[Criterion], result: TestResult) -> bool {
    criteria.iter().any(|one| one.result == result)
}

/// Refuses as long as a criterion was not tested.
pub fn all_tested(criteria: &[Criterion]) -> Result<(), Refusal> {
    only_if(
        !criteria.is_empty() && !any(criteria, TestResult::Open),
        "A criterion was not tested. Give the result of each under “Acceptance criteria”.",
    )
}

/// Refuses unless every criterion holds.
pub fn all_passed(criteria: &[Criterion]) -> Result<(), Refusal> {
    only_if(
        !criteria.is_empty() && criteria.iter().all(|one| one.result == TestResult::Passed),
        "A criterion did not pass. Reject it, or have the parties decide that it goes ahead all \
         the same.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn criterion(result: TestResult) -> Criterion {
        Criterion { text: "It works".to_owned(), result, seen: None }
    }

    #[test]
    fn without_a_criterion_nothing_was_tested_and_nothing_passed() {
        assert!(all_tested(&[]).is_err() && all_passed(&[]).is_err());
        let half = [criterion(TestResult::Passed), criterion(TestResult::Open)];
        assert!(all_tested(&half).is_err() && all_passed(&half).is_err());
        let failed = [criterion(TestResult::Passed), criterion(TestResult::Failed)];
        assert!(all_tested(&failed).is_ok() && all_passed(&failed).is_err());
        assert!(all_passed(&failed[..1]).is_ok());
    }
}
