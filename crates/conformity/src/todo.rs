//! The shortest list of things to do: not one line for each requirement, but one for each thing that somebody does.
//!
//! Answers whose records are wrong are joined where putting the same records right turns all of them; answers without
//! data where the same new record begins them; confirmations by clause. Of these the one that turns most comes first, the
//! probable majors before the minors, and so on with what is left (greedy set cover).
use crate::{
    answer::{Answer, NextStep},
    attested,
    grade::Grade,
};
use gemba_model::check::Outcome;
use serde::Serialize;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Todo {
    /// What to do, in a sentence.
    pub sentence: String,
    /// The way there: the kind of record and the verb, as in an answer.
    pub next_step: NextStep,
    /// The requirements that it turns, by their ids, in the order of the standard.
    pub requirements: Vec<String>,
    /// How many of them would be major.
    pub majors: u64,
    /// How many of them would be minor.
    pub minors: u64,
    /// The records to put right, the first of them: kind and number. Empty where something is to begin.
    pub records: Vec<Touched>,
    /// How many records there are to put right in all.
    pub record_count: u64,
}

/// A record that is to be put right.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Touched {
    /// Its kind.
    pub kind: String,
    /// Its number within the kind.
    pub record: i64,
}

/// How many records an entry names; all of them are counted.
const RECORDS_MAX: usize = 20;

/// By what answers are joined.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// Putting these records right.
    Mend(BTreeSet<Touched>),
    /// Putting right what only one requirement knows in full, as its exceptions are too many to be listed.
    MendMany(String),
    /// A new record, or a step of the first.
    Begin(&'static str, &'static str),
    /// A confirmation of what a clause asks.
    Confirm(String),
}

impl Way {
    fn of(answer: &Answer) -> Option<Self> {
        if !answer.is_demanded {
            return None;
        }
        let step = answer.next_step.as_ref();
        match answer.result {
            Outcome::Fail => Some(mending(answer)),
            Outcome::NoData => {
                let step = step?;
                Some(Self::Begin(step.kind?, step.verb?))
            }
            Outcome::NeedsPerson => Some(Self::Confirm(answer.clause.clone())),
            Outcome::Pass | Outcome::NotYetDue | Outcome::NoCheckYet => None,
        }
    }

    /// Whether going this way turns what needs that one.
    fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Mend(all), Self::Mend(some)) => some.is_subset(all),
            _ => self == other,
        }
    }

    /// How much work it is, as far as it can be counted.
    fn size(&self, answers: &[&Answer]) -> u64 {
        match self {
            Self::Mend(records) => u64::try_from(records.len()).unwrap_or(u64::MAX),
            Self::MendMany(_) => answers.iter().map(|one| one.exception_count).max().unwrap_or(0),
            Self::Begin(..) => 1,
            Self::Confirm(_) => u64::try_from(answers.len()).unwrap_or(u64::MAX),
        }
    }
}

fn mending(answer: &Answer) -> Way {
    let listed = u64::try_from(answer.exceptions.len()).unwrap_or(u64::MAX);
    if answer.exception_count > listed {
        return Way::MendMany(answer.id.clone());
    }
    let touched =
        answer.exceptions.iter().map(|one| Touched { kind: one.kind.clone(), record: one.record });
    Way::Mend(touched.collect())
}

/// The list, what turns most first.
pub fn todo(answers: &[Answer]) -> Vec<Todo> {
    let mut open: BTreeMap<usize, (Way, &Answer)> = answers
        .iter()
        .enumerate()
        .filter_map(|(place, answer)| Some((place, (Way::of(answer)?, answer))))
        .collect();
    let ways: BTreeSet<Way> = open.values().map(|(way, _)| way.clone()).collect();
    let mut list = Vec::new();
    while let Some((way, turned)) = best(&ways, &open) {
        let found: Vec<_> = turned.iter().filter_map(|place| open.remove(place)).collect();
        let found: Vec<_> = found.into_iter().map(|(_, answer)| answer).collect();
        list.extend(told(way, &found));
    }
    list
}

/// The way that turns most of what is still open, and the places of what it turns.
fn best<'a>(
    ways: &'a BTreeSet<Way>,
    open: &BTreeMap<usize, (Way, &Answer)>,
) -> Option<(&'a Way, Vec<usize>)> {
    let weighed = ways.iter().filter_map(|way| {
        let turned = open.iter().filter(|(_, (other, _))| way.covers(other));
        let (places, answers): (Vec<_>, Vec<_>) =
            turned.map(|(place, (_, answer))| (*place, *answer)).unzip();
        let first = *places.first()?;
        let count = |grade| answers.iter().filter(|answer| is_graded(answer, grade)).count();
        let (majors, minors) = (count(Grade::Major), count(Grade::Minor));
        // Confirming comes after all that an auditor would write up; less work before more; then as in the standard.
        let rank =
            (Reverse(majors), Reverse(minors), Reverse(places.len()), way.size(&answers), first);
        Some((rank, way, places))
    });
    weighed.min_by(|one, other| one.0.cmp(&other.0)).map(|(_, way, places)| (way, places))
}

fn is_graded(answer: &Answer, grade: Grade) -> bool {
    answer.would_be.as_ref().is_some_and(|would_be| would_be.grade == grade)
}

fn told(way: &Way, answers: &[&Answer]) -> Option<Todo> {
    let first = answers.first()?;
    let next_step = first.next_step.clone().unwrap_or_else(|| NextStep {
        kind: None,
        verb: None,
        sentence: first.requirement.clone(),
    });
    let sentence = match way {
        Way::Confirm(clause) if answers.len() > 1 => format!(
            "Confirm what records cannot say of {} requirements of clause {clause} ({}).",
            answers.len(),
            first.title
        ),
        _ => most_said(answers).unwrap_or(&next_step.sentence).to_owned(),
    };
    let all: BTreeSet<_> = match way {
        Way::Mend(records) => records.clone(),
        Way::MendMany(_) => answers
            .iter()
            .flat_map(|one| &one.exceptions)
            .map(|one| Touched { kind: one.kind.clone(), record: one.record })
            .collect(),
        Way::Begin(..) | Way::Confirm(_) => BTreeSet::new(),
    };
    let record_count = match way {
        Way::Begin(..) | Way::Confirm(_) => 0,
        way => way.size(answers),
    };
    let count = |grade| {
        let graded = answers.iter().filter(|answer| is_graded(answer, grade)).count();
        u64::try_from(graded).unwrap_or(u64::MAX)
    };
    Some(Todo {
        sentence,
        next_step,
        requirements: answers.iter().map(|one| one.id.clone()).collect(),
        majors: count(Grade::Major),
        minors: count(Grade::Minor),
        records: all.into_iter().take(RECORDS_MAX).collect(),
        record_count,
    })
}

/// The sentence that most of the answers say; of several the first.
fn most_said<'a>(answers: &[&'a Answer]) -> Option<&'a str> {
    let said: Vec<_> = answers
        .iter()
        .filter_map(|answer| answer.next_step.as_ref())
        .map(|step| step.sentence.as_str())
        .collect();
    let count = |sentence: &str| said.iter().filter(|other| **other == sentence).count();
    let best = said.iter().map(|sentence| count(sentence)).max()?;
    said.iter().copied().find(|sentence| count(sentence) == best)
}

impl Todo {
    /// Whether a person confirms something, so that the form needs to know of which requirement.
    pub fn is_confirmation(&self) -> bool {
        self.next_step.kind == Some(attested::KIND)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{grade::grade, requirement::Edition, run::blank};
    use gemba_model::check::Exception;
    use jiff::Timestamp;

    fn answer(id: &str, result: Outcome, records: &[i64], step: NextStep) -> Answer {
        let edition = Edition::named("2018").unwrap();
        let blank = blank(edition.requirement(id).unwrap(), Timestamp::UNIX_EPOCH);
        let exception = |record: &i64| Exception {
            kind: "incident".to_owned(),
            record: *record,
            sentence: "It is wrong.".to_owned(),
        };
        Answer {
            result,
            population: 100,
            exceptions: records.iter().map(exception).collect(),
            exception_count: u64::try_from(records.len()).unwrap(),
            next_step: Some(step),
            ..blank
        }
    }

    fn step(kind: &'static str, verb: &'static str, sentence: &str) -> NextStep {
        NextStep { kind: Some(kind), verb: Some(verb), sentence: sentence.to_owned() }
    }

    fn fails(id: &str, records: &[i64]) -> Answer {
        answer(id, Outcome::Fail, records, step("incident", "change", "Put them right."))
    }

    fn list(mut answers: Vec<Answer>) -> Vec<Todo> {
        grade(Edition::named("2018").unwrap(), &mut answers);
        todo(&answers)
    }

    #[test]
    fn putting_the_same_records_right_is_one_thing_to_do() {
        let list =
            list(vec![fails("8.6.1-a", &[1]), fails("8.6.1-b", &[2]), fails("8.6.1-c", &[1, 2])]);
        assert_eq!(list.len(), 1, "{list:?}");
        assert_eq!(list[0].requirements, ["8.6.1-a", "8.6.1-b", "8.6.1-c"]);
        assert_eq!((list[0].record_count, list[0].majors, list[0].minors), (2, 0, 3));
        assert_eq!(list[0].records[1], Touched { kind: "incident".to_owned(), record: 2 });
        assert_eq!(list[0].sentence, "Put them right.");
    }

    #[test]
    fn what_turns_most_comes_first_and_majors_before_minors() {
        let plan = || step("continuity_plan", "create", "Write a continuity plan.");
        let list = list(vec![
            fails("8.6.1-a", &[1]),
            fails("8.6.1-b", &[1]),
            fails("8.6.1-c", &[7]),
            answer("8.7.2-3", Outcome::NoData, &[], plan()),
        ]);
        let ids: Vec<_> = list.iter().map(|one| one.requirements.join(" ")).collect();
        assert_eq!(ids, ["8.7.2-3", "8.6.1-a 8.6.1-b", "8.6.1-c"]);
        assert_eq!((list[0].majors, list[0].record_count), (1, 0));
    }

    #[test]
    fn what_the_same_new_record_begins_is_one_thing_and_so_is_a_clause_to_confirm() {
        let release = |sentence| step("release", "create", sentence);
        let confirm = || NextStep::attest("Confirm it.");
        let list = list(vec![
            answer("8.5.3-1", Outcome::NoData, &[], release("Take a baseline with a release.")),
            answer("8.5.3-2", Outcome::NoData, &[], release("Plan a release.")),
            answer("8.5.3-7", Outcome::NoData, &[], release("Plan a release.")),
            answer("8.7.2-a", Outcome::NeedsPerson, &[], confirm()),
            answer("8.7.2-b", Outcome::NeedsPerson, &[], confirm()),
            answer("8.7.2-5", Outcome::NotYetDue, &[], confirm()),
            answer("8.6.1-a", Outcome::Pass, &[], confirm()),
        ]);
        assert_eq!(list.len(), 2, "{list:?}");
        assert_eq!(list[0].sentence, "Plan a release.", "what most of them say");
        assert!(list[1].is_confirmation());
        assert!(list[1].sentence.starts_with("Confirm what records cannot say of 2 requirements"));
    }

    #[test]
    fn too_many_records_to_be_listed_are_joined_with_nothing() {
        let many = Answer { exception_count: 500, ..fails("8.6.1-a", &[1, 2]) };
        let list = list(vec![many, fails("8.6.1-b", &[1, 2])]);
        assert_eq!(list.len(), 2);
        assert_eq!((list[0].record_count, list[0].records.len()), (500, 2));
    }

    #[test]
    fn what_is_not_demanded_is_nothing_to_do() {
        let edition = Edition::named("2018").unwrap();
        let note = edition.requirements.iter().find(|one| !one.is_demanded).unwrap();
        assert!(list(vec![fails(&note.id, &[1])]).is_empty());
    }
}
