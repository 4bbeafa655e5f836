//! The five things whose absence an auditor looks for first, each bound to the requirement whose check finds it.
use crate::answer::Answer;
use gemba_model::check::Outcome;
use serde::Serialize;

/// Something that must not be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looked {
    /// Its name in data.
    pub name: &'static str,
    /// What an auditor asks.
    pub question: &'static str,
    /// The requirement of 2018 whose check finds it.
    pub requirement: &'static str,
}

/// All five, in the order in which they are asked.
pub const ABSENCES: [Looked; 5] = [
    Looked {
        name: "service_without_agreement",
        question: "Is every live service agreed with each of its customers?",
        requirement: "8.3.3-2",
    },
    Looked {
        name: "change_before_approval",
        question: "Was every change approved before it was carried out?",
        requirement: "8.5.1.3-1",
    },
    Looked {
        name: "deployment_without_baseline",
        question: "Was a baseline taken before each deployment?",
        requirement: "8.5.3-7",
    },
    Looked {
        name: "missed_target_without_action",
        question: "Did every missed target lead to something?",
        requirement: "8.3.3-6",
    },
    Looked {
        name: "plan_untested_after_change",
        question: "Was each continuity plan tested again after a major change?",
        requirement: "8.7.2-6",
    },
];

/// The answer to one of these questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Absence {
    /// Its name in data.
    pub name: &'static str,
    /// What an auditor asks.
    pub question: &'static str,
    /// The requirement whose check finds it.
    pub requirement: String,
    /// The answer of that check.
    pub result: Outcome,
    /// How many records were judged.
    pub population: u64,
    /// How many of them are without.
    pub exception_count: u64,
}

/// The answers to these questions, as far as the requirements behind them are among the answers.
pub fn absences(answers: &[Answer]) -> Vec<Absence> {
    let of = |looked: &Looked| {
        let answer = answers.iter().find(|answer| answer.id == looked.requirement)?;
        Some(Absence {
            name: looked.name,
            question: looked.question,
            requirement: answer.id.clone(),
            result: answer.result,
            population: answer.population,
            exception_count: answer.exception_count,
        })
    };
    ABSENCES.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{checks, requirement::Edition};

    #[test]
    fn each_question_is_answered_by_a_check_of_todays_edition() {
        let edition = Edition::named("2018").unwrap();
        let checks = checks::of(edition);
        let examined = |id: &str| checks.iter().find(|one| one.id() == id).unwrap().examined();
        let said = ABSENCES.map(|one| examined(one.requirement));
        for (said, word) in said.into_iter().zip([
            "agreement",
            "decided before",
            "baseline",
            "missed",
            "after a major",
        ]) {
            assert!(said.contains(word), "{said}");
        }
    }
}
