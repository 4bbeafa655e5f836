//! The shortest list of things to do: not one line for each requirement, but one for each thing that somebody does.
//!
//! Answers that fail are joined where the same step mends them, or where the same records are to be put right; answers
//! without data where the same new record begins them; confirmations by clause. Of these the one that turns most comes
//! first, the probable majors before the minors, and so on with what is left (greedy set cover).
use crate::{
    answer::{Answer, NextStep},
    grade::Grade,
};
use gemba_model::check::{Exception, Outcome};
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
/// How many sentences an entry says where it joins several.
const SENTENCES_MAX: usize = 3;

/// One thing that somebody can do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// Putting these records right, by what this step says.
    Records(BTreeSet<Touched>, Step),
    /// Doing what this step says with all records that need it.
    Mend(Step, String),
    /// A new record, or a step of the first.
    Begin(Step),
    /// A confirmation of what a clause asks.
    Confirm(String),
}

/// A kind of record and a verb.
type Step = (Option<&'static str>, Option<&'static str>);

fn step_of(answer: &Answer) -> Option<(Step, &str)> {
    let step = answer.next_step.as_ref()?;
    Some(((step.kind, step.verb), &step.sentence))
}

/// The records that a requirement finds wrong; nothing if they are too many to be listed.
fn touched(answer: &Answer) -> Option<BTreeSet<Touched>> {
    let listed = u64::try_from(answer.exceptions.len()).unwrap_or(u64::MAX);
    let touched = |one: &Exception| Touched { kind: one.kind.clone(), record: one.record };
    (answer.exception_count <= listed).then(|| answer.exceptions.iter().map(touched).collect())
}

/// An answer, and the records that it finds wrong if all of them are listed.
struct Open<'a> {
    answer: &'a Answer,
    records: Option<BTreeSet<Touched>>,
}

impl<'a> Open<'a> {
    fn of(answer: &'a Answer) -> Self {
        let fails = answer.result == Outcome::Fail;
        Self { answer, records: fails.then(|| touched(answer)).flatten() }
    }
}

impl Way {
    /// Everything that would turn an answer. Nothing turns what passes, waits for its time or is not demanded.
    fn all_of(open: &Open<'_>) -> Vec<Self> {
        let answer = open.answer;
        let step = step_of(answer).filter(|_| answer.is_demanded);
        match (answer.result, step) {
            (Outcome::Fail, Some((step, sentence))) => {
                let records = open.records.clone().map(|records| Self::Records(records, step));
                records.into_iter().chain([Self::Mend(step, sentence.to_owned())]).collect()
            }
            (Outcome::NoData, Some((step, _))) => vec![Self::Begin(step)],
            (Outcome::NeedsPerson, Some(_)) => vec![Self::Confirm(answer.clause.clone())],
            _ => Vec::new(),
        }
    }

    /// Whether going this way turns an answer that is open.
    fn turns(&self, open: &Open<'_>) -> bool {
        let answer = open.answer;
        let Some((step, sentence)) = step_of(answer) else { return false };
        match (self, answer.result) {
            (Self::Records(all, of), Outcome::Fail) => open
                .records
                .as_ref()
                .is_some_and(|records| records == all || (step == *of && records.is_subset(all))),
            (Self::Mend(of, said), Outcome::Fail) => step == *of && sentence == said,
            (Self::Begin(of), Outcome::NoData) => step == *of,
            (Self::Confirm(clause), Outcome::NeedsPerson) => answer.clause == *clause,
            _ => false,
        }
    }
}

/// A way with what it turns of what is still open, and how much that is.
struct Weighed {
    way: Way,
    places: BTreeSet<usize>,
    /// How many it turns that would be major, and how many that would be minor; how many records are put right.
    weight: (usize, usize, u64),
}

impl Weighed {
    fn of(way: Way, places: BTreeSet<usize>, open: &BTreeMap<usize, Open<'_>>) -> Self {
        let weight = weight(&places, open);
        Self { way, places, weight }
    }

    /// Leaves out what another way has turned.
    fn leave_out(&mut self, turned: &BTreeSet<usize>, open: &BTreeMap<usize, Open<'_>>) {
        if !self.places.is_disjoint(turned) {
            self.places.retain(|place| !turned.contains(place));
            self.weight = weight(&self.places, open);
        }
    }

    /// What an auditor would write up before what only waits; less work before more; then as in the standard.
    fn order(&self) -> impl Ord + '_ {
        let (majors, minors, records) = self.weight;
        let most = (Reverse(majors), Reverse(minors), Reverse(self.places.len()));
        (most, records, self.places.first().copied(), &self.way)
    }
}

fn weight(places: &BTreeSet<usize>, open: &BTreeMap<usize, Open<'_>>) -> (usize, usize, u64) {
    let answers = || places.iter().filter_map(|place| open.get(place)).map(|open| open.answer);
    let count = |grade| answers().filter(|answer| is_graded(answer, grade)).count();
    let failing = || answers().filter(|answer| answer.result == Outcome::Fail);
    let listed = failing().flat_map(|answer| &answer.exceptions);
    let listed: BTreeSet<_> = listed.map(|one| (one.kind.as_str(), one.record)).collect();
    let most = failing().map(|answer| answer.exception_count).max().unwrap_or_default();
    let records = u64::try_from(listed.len()).unwrap_or(u64::MAX).max(most);
    (count(Grade::Major), count(Grade::Minor), records)
}

/// The records that some answers find wrong, as far as they are listed, and how many there are.
fn records_of(answers: &[&Answer]) -> (BTreeSet<Touched>, u64) {
    let failing = answers.iter().filter(|answer| answer.result == Outcome::Fail);
    let listed = failing.clone().flat_map(|answer| &answer.exceptions);
    let listed: BTreeSet<_> =
        listed.map(|one| Touched { kind: one.kind.clone(), record: one.record }).collect();
    let most = failing.map(|answer| answer.exception_count).max().unwrap_or_default();
    let count = u64::try_from(listed.len()).unwrap_or(u64::MAX).max(most);
    (listed, count)
}

/// The list, what turns most first.
pub fn todo(answers: &[Answer]) -> Vec<Todo> {
    let all = answers.iter().map(Open::of).map(|open| (Way::all_of(&open), open)).enumerate();
    let all: Vec<_> = all.filter(|(_, (ways, _))| !ways.is_empty()).collect();
    let ways: BTreeSet<Way> = all.iter().flat_map(|(_, (ways, _))| ways.clone()).collect();
    let mut open: BTreeMap<usize, Open<'_>> =
        all.into_iter().map(|(place, (_, open))| (place, open)).collect();
    let weighed = ways.into_iter().map(|way| {
        let places = open.iter().filter(|(_, open)| way.turns(open));
        let places = places.map(|(place, _)| *place).collect();
        Weighed::of(way, places, &open)
    });
    let mut weighed: Vec<_> = weighed.collect();
    let mut list = Vec::new();
    while let Some(best) = best(&weighed) {
        let Weighed { way, places, .. } = weighed.swap_remove(best);
        let found = places.iter().filter_map(|place| open.remove(place));
        let found: Vec<_> = found.map(|open| open.answer).collect();
        list.extend(told(&way, &found));
        weighed.iter_mut().for_each(|other| other.leave_out(&places, &open));
        weighed.retain(|other| !other.places.is_empty());
    }
    list
}

/// The place of the way that turns most of what is still open.
fn best(ways: &[Weighed]) -> Option<usize> {
    let all = ways.iter().enumerate();
    all.min_by(|(_, one), (_, other)| one.order().cmp(&other.order())).map(|(at, _)| at)
}

fn is_graded(answer: &Answer, grade: Grade) -> bool {
    answer.would_be.as_ref().is_some_and(|would_be| would_be.grade == grade)
}

fn told(way: &Way, answers: &[&Answer]) -> Option<Todo> {
    let first = answers.first()?;
    let next_step = first.next_step.clone()?;
    let sentence = match way {
        Way::Confirm(clause) if answers.len() > 1 => format!(
            "Confirm what records cannot say of {} requirements of clause {clause} ({}).",
            answers.len(),
            first.title
        ),
        Way::Begin(_) => said(answers).into_iter().next().unwrap_or_default().to_owned(),
        Way::Confirm(_) | Way::Records(..) | Way::Mend(..) => {
            said(answers).into_iter().take(SENTENCES_MAX).collect::<Vec<_>>().join(" ")
        }
    };
    let (records, record_count) = records_of(answers);
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
        records: records.into_iter().take(RECORDS_MAX).collect(),
        record_count,
    })
}

/// What the answers say is to be done, each sentence once: what most of them say first.
fn said<'a>(answers: &[&'a Answer]) -> Vec<&'a str> {
    let all: Vec<_> =
        answers.iter().filter_map(|answer| step_of(answer)).map(|(_, sentence)| sentence).collect();
    let mut each: Vec<&str> = Vec::new();
    for sentence in &all {
        if !each.contains(sentence) {
            each.push(sentence);
        }
    }
    each.sort_by_key(|sentence| Reverse(all.iter().filter(|other| *other == sentence).count()));
    each
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{attested, grade::grade, requirement::Edition, run::blank};
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
    fn what_the_same_step_mends_is_one_thing_to_do() {
        let list =
            list(vec![fails("8.6.1-a", &[1]), fails("8.6.1-b", &[2]), fails("8.6.1-c", &[1, 3])]);
        assert_eq!(list.len(), 1, "{list:?}");
        assert_eq!(list[0].requirements, ["8.6.1-a", "8.6.1-b", "8.6.1-c"]);
        assert_eq!((list[0].record_count, list[0].majors, list[0].minors), (3, 0, 3));
        assert_eq!(list[0].records[1], Touched { kind: "incident".to_owned(), record: 2 });
        assert_eq!(list[0].sentence, "Put them right.");
    }

    #[test]
    fn the_same_records_are_one_thing_to_do_whatever_is_wrong_with_them() {
        let other = |id, records: &[i64]| {
            answer(id, Outcome::Fail, records, step("problem", "create", "Ask why."))
        };
        let same = list(vec![fails("8.6.1-a", &[1, 2]), other("8.6.1-b", &[1, 2])]);
        assert_eq!((same.len(), &*same[0].sentence), (1, "Put them right. Ask why."));
        let some = list(vec![fails("8.6.1-a", &[1, 2]), other("8.6.1-b", &[1])]);
        assert_eq!(some.len(), 2, "another step for a part of them is another thing: {some:?}");
    }

    #[test]
    fn what_turns_most_comes_first_and_majors_before_minors() {
        let plan = || step("continuity_plan", "create", "Write a continuity plan.");
        let list = list(vec![
            fails("8.6.1-a", &[1]),
            fails("8.6.1-b", &[1]),
            answer("8.6.1-c", Outcome::Fail, &[7], step("incident", "close", "Close it.")),
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
        assert_eq!(list[1].next_step.kind, Some(attested::KIND));
        assert!(list[1].sentence.starts_with("Confirm what records cannot say of 2 requirements"));
    }

    #[test]
    fn records_beyond_those_that_are_listed_are_counted() {
        let many = Answer { exception_count: 500, ..fails("8.6.1-a", &[1, 2]) };
        let other = answer("8.6.1-b", Outcome::Fail, &[1, 2], step("incident", "close", "Close."));
        let list = list(vec![many, other]);
        assert_eq!(list.len(), 2, "nobody knows whether they are the same");
        let counts: Vec<_> = list.iter().map(|one| (one.record_count, one.records.len())).collect();
        assert_eq!(counts, [(500, 2), (2, 2)]);
    }

    #[test]
    fn what_is_not_demanded_is_nothing_to_do() {
        let edition = Edition::named("2018").unwrap();
        let note = edition.requirements.iter().find(|one| !one.is_demanded).unwrap();
        assert!(list(vec![fails(&note.id, &[1])]).is_empty());
    }
}
