//! The two stages of a certification audit, the parts of an edition, and how far each part is met.
use crate::answer::Answer;
use gemba_model::{check::Outcome, wheel::Quarter};
use serde::Serialize;
use std::collections::BTreeMap;

/// A stage of a certification audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Stage {
    /// Is it ready: what has to be there before anybody looks at the work.
    #[serde(rename = "1")]
    One,
    /// Does it work: what the work itself shows.
    #[serde(rename = "2")]
    Two,
}

impl Stage {
    /// Both, in their order.
    pub const ALL: [Self; 2] = [Self::One, Self::Two];

    /// The stage that is called so: `1` or `2`.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// Its number, as it stands in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::One => "1",
            Self::Two => "2",
        }
    }

    /// Its name in the list of requirements and on pages.
    pub const fn label(self) -> &'static str {
        match self {
            Self::One => "Stage 1",
            Self::Two => "Stage 2",
        }
    }

    /// Whether a requirement is looked at in this stage, by what the list of requirements says.
    pub fn looks_at(self, stage: &str) -> bool {
        stage == self.label() || stage == "both"
    }
}

/// How far a part of an edition is met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The clause, the stage or the quarter of the wheel.
    pub part: String,
    /// How many requirements it has.
    pub requirements: u64,
    /// How many of them came to each result; every result is there.
    pub results: BTreeMap<Outcome, u64>,
}

impl Part {
    /// How many came to this result.
    pub fn count(&self, outcome: Outcome) -> u64 {
        self.results.get(&outcome).copied().unwrap_or_default()
    }

    fn of<'a>(part: &str, answers: impl Iterator<Item = &'a Answer>) -> Self {
        let (mut requirements, mut results) = (0, summary_of([]));
        for answer in answers {
            requirements += 1;
            *results.entry(answer.result).or_default() += 1;
        }
        Self { part: part.to_owned(), requirements, results }
    }
}

/// How many answers came to each result; every result is there.
pub fn summary_of<'a>(answers: impl IntoIterator<Item = &'a Answer>) -> BTreeMap<Outcome, u64> {
    let mut summary = BTreeMap::from(Outcome::ALL.map(|outcome| (outcome, 0)));
    for answer in answers {
        *summary.entry(answer.result).or_default() += 1;
    }
    summary
}

/// The part of an edition in which a clause is told: `8.6` for `8.6.1`, `7` for `7.5.2`; in older editions the first
/// two numbers.
pub fn group_of(edition: &str, clause: &str) -> String {
    let mut parts = clause.split('.');
    match (parts.next(), parts.next()) {
        (Some(first), Some(second)) if edition != "2018" || first == "8" => {
            format!("{first}.{second}")
        }
        (Some(first), _) => first.to_owned(),
        (None, _) => clause.to_owned(),
    }
}

/// How far each clause is met, in the order of the standard.
pub fn by_clause(edition: &str, answers: &[Answer]) -> Vec<Part> {
    let mut groups: Vec<(String, Vec<&Answer>)> = Vec::new();
    for answer in answers {
        let name = group_of(edition, &answer.clause);
        match groups.last_mut().filter(|(last, _)| *last == name) {
            Some((_, of_group)) => of_group.push(answer),
            None => groups.push((name, vec![answer])),
        }
    }
    groups.iter().map(|(name, answers)| Part::of(name, answers.iter().copied())).collect()
}

/// How far the requirements of each stage are met. Those of both stages count in both.
pub fn by_stage(answers: &[Answer]) -> Vec<Part> {
    let of = |stage: Stage| {
        let answers = answers.iter().filter(|answer| stage.looks_at(&answer.stage));
        Part::of(stage.label(), answers)
    };
    Stage::ALL.map(of).into()
}

/// How far each quarter of the wheel of Plan-Do-Check-Act is met.
pub fn by_quarter(edition: &str, answers: &[Answer]) -> Vec<Part> {
    let of = |quarter: Quarter| {
        let here = |answer: &&Answer| quarter_of(edition, &answer.clause) == quarter;
        Part::of(quarter.name(), answers.iter().filter(here))
    };
    Quarter::ALL.map(of).into()
}

/// The quarter of the wheel that a clause belongs to: 4 to 7 plan, 8 does, 9 checks, 10 acts. Older editions told the
/// wheel in one clause, and all practices beside it.
pub fn quarter_of(edition: &str, clause: &str) -> Quarter {
    let begins = |with: &str| {
        let rest = clause.strip_prefix(with);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let (planned, checked, acted): (&[&str], &str, &str) = match edition {
        "2011" => (&["4.1", "4.2", "4.3", "4.4", "4.5.1", "4.5.2"], "4.5.4", "4.5.5"),
        "2005" => (&["3", "4.1"], "4.3", "4.4"),
        _ => (&["4", "5", "6", "7"], "9", "10"),
    };
    if begins(checked) {
        Quarter::Check
    } else if begins(acted) {
        Quarter::Act
    } else if planned.iter().any(|with| begins(with)) {
        Quarter::Plan
    } else {
        Quarter::Do
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::requirement::Edition;

    #[test]
    fn every_requirement_of_every_edition_belongs_to_a_stage() {
        for name in Edition::NAMES {
            let edition = Edition::named(name).unwrap();
            for one in &edition.requirements {
                let looked = Stage::ALL.into_iter().filter(|stage| stage.looks_at(&one.stage));
                assert!(looked.count() > 0, "{name} {}: “{}”", one.id, one.stage);
            }
        }
        let edition = Edition::named("2018").unwrap();
        let count = |stage: Stage| {
            edition.requirements.iter().filter(|one| stage.looks_at(&one.stage)).count()
        };
        assert_eq!((count(Stage::One), count(Stage::Two)), (211, 365));
    }

    #[test]
    fn the_wheel_turns_through_the_clauses() {
        let of = |edition: &str, clause: &str| quarter_of(edition, clause).name();
        let today = ["4.1", "7.5.2", "8.6.1", "9.2", "10.1"].map(|clause| of("2018", clause));
        assert_eq!(today, ["plan", "plan", "do", "check", "act"]);
        let older = ["4.5.2", "4.5.3", "4.5.4.2", "4.5.5", "8.1"].map(|clause| of("2011", clause));
        assert_eq!(older, ["plan", "do", "check", "act", "do"]);
        assert_eq!(of("2018", "10"), "act", "ten is not one");
    }
}
