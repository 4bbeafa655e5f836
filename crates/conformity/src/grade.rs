//! What an auditor would probably call a requirement that is not met, and why. It is a forecast by a rule of our own,
//! not a verdict: grading is judgement, and auditors differ.
use crate::{answer::Answer, requirement::Edition};
use gemba_model::check::Outcome;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// From this share of the records judged on, failing is no lapse any more: whether what is intended comes out is in
/// doubt. In percent.
pub const MAJOR_SHARE_PERCENT: u64 = 33;
/// Up to so many records are a lapse, whatever their share: of so few nobody can tell a habit.
pub const LAPSE_RECORDS_MAX: u64 = 2;
/// So many lapses at one clause can add up to a major one.
pub const MINORS_THAT_ADD_UP: usize = 4;
/// What has to be there whatever happens. Anything else may lack because there was no occasion.
const NEEDS_NO_OCCASION: [&str; 3] = ["document", "plan", "policy"];

/// How hard an auditor would probably judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// It is absent, or what is intended is in doubt.
    Major,
    /// It is a lapse.
    Minor,
}

impl Grade {
    /// Its name in data and texts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Major => "major",
            Self::Minor => "minor",
        }
    }
}

/// What an auditor would probably call it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WouldBe {
    /// Major or minor.
    pub grade: Grade,
    /// Why, in a sentence.
    pub because: String,
}

/// Minor ones at one clause that together could be called one major.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddedUp {
    /// The clause.
    pub clause: String,
    /// The requirements, by their ids.
    pub requirements: Vec<String>,
}

/// What the whole would probably come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Forecast {
    /// How many would be major on their own.
    pub majors: u64,
    /// How many would be minor.
    pub minors: u64,
    /// Where minor ones could add up to one more major.
    pub added_up: Vec<AddedUp>,
}

/// Says of each answer what it would be, if anything.
pub fn grade(edition: &Edition, answers: &mut [Answer]) {
    let mut seen = BTreeMap::<String, bool>::new();
    for answer in answers.iter().filter(|answer| answer.is_demanded) {
        *seen.entry(answer.clause.clone()).or_default() |= answer.result != Outcome::NoData;
    }
    let by_id: BTreeMap<_, _> =
        edition.requirements.iter().map(|one| (one.id.as_str(), one)).collect();
    for answer in answers {
        let requirement = by_id.get(answer.id.as_str());
        let is_due = requirement.is_some_and(|one| {
            one.planned_interval || NEEDS_NO_OCCASION.contains(&one.kind.as_str())
        });
        let is_clause_seen = seen.get(&answer.clause).copied().unwrap_or_default();
        answer.would_be = would_be(answer, is_due, is_clause_seen);
    }
}

/// The rule. `is_due`: it has to be there whatever happens; `is_clause_seen`: something of its clause is shown.
pub fn would_be(answer: &Answer, is_due: bool, is_clause_seen: bool) -> Option<WouldBe> {
    let says = |grade, because: String| Some(WouldBe { grade, because });
    // What is not demanded is never a nonconformity, and what only waits is none yet.
    if !answer.is_demanded {
        return None;
    }
    match answer.result {
        Outcome::Fail => {
            let (bad, all) = (answer.exception_count, answer.population.max(1));
            let of = format!("{bad} of {all} looked at do not keep it");
            let is_in_doubt = bad.saturating_mul(100) >= all.saturating_mul(MAJOR_SHARE_PERCENT);
            if bad > LAPSE_RECORDS_MAX && is_in_doubt {
                return says(
                    Grade::Major,
                    format!("{of}: whether it works as intended is in doubt."),
                );
            }
            says(Grade::Minor, format!("{of}: a lapse."))
        }
        Outcome::NoData if !is_clause_seen => says(
            Grade::Major,
            "Nothing shows any requirement of its clause: it is absent.".to_owned(),
        ),
        Outcome::NoData if is_due => says(
            Grade::Major,
            "There is none, and it has to be there without any occasion.".to_owned(),
        ),
        Outcome::NoData => says(
            Grade::Minor,
            "Nothing shows it. If there was no occasion, be ready to show that there was none."
                .to_owned(),
        ),
        Outcome::Pass | Outcome::NotYetDue | Outcome::NeedsPerson | Outcome::NoCheckYet => None,
    }
}

/// What graded answers come to together.
pub fn forecast(answers: &[Answer]) -> Forecast {
    let mut forecast = Forecast::default();
    let mut minors = BTreeMap::<&str, Vec<String>>::new();
    for answer in answers {
        match answer.would_be.as_ref().map(|would_be| would_be.grade) {
            Some(Grade::Major) => forecast.majors += 1,
            Some(Grade::Minor) => {
                forecast.minors += 1;
                // What lacks because there was no occasion adds up to nothing.
                if answer.result == Outcome::Fail {
                    minors.entry(&answer.clause).or_default().push(answer.id.clone());
                }
            }
            None => {}
        }
    }
    minors.retain(|_, ids| ids.len() >= MINORS_THAT_ADD_UP);
    let mut told = BTreeSet::new();
    let clauses = answers.iter().map(|answer| answer.clause.as_str());
    for clause in clauses.filter(|clause| told.insert(*clause)) {
        if let Some(requirements) = minors.remove(clause) {
            forecast.added_up.push(AddedUp { clause: clause.to_owned(), requirements });
        }
    }
    forecast
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::blank;
    use jiff::Timestamp;

    fn answer(id: &str, result: Outcome, (exception_count, population): (u64, u64)) -> Answer {
        let edition = Edition::named("2018").unwrap();
        let blank = blank(edition.requirement(id).unwrap(), Timestamp::UNIX_EPOCH);
        Answer { result, population, exception_count, ..blank }
    }

    fn graded(mut answers: Vec<Answer>) -> Vec<Option<Grade>> {
        grade(Edition::named("2018").unwrap(), &mut answers);
        answers.iter().map(|one| one.would_be.as_ref().map(|would_be| would_be.grade)).collect()
    }

    #[test]
    fn what_fails_widely_is_major_and_a_lapse_is_minor() {
        let of = |bad, all| graded(vec![answer("8.6.1-a", Outcome::Fail, (bad, all))])[0];
        assert_eq!(of(3, 400), Some(Grade::Minor));
        assert_eq!(of(132, 400), Some(Grade::Major));
        assert_eq!(of(131, 400), Some(Grade::Minor));
        assert_eq!(of(2, 2), Some(Grade::Minor), "of two nobody can tell a habit");
        assert_eq!(of(3, 3), Some(Grade::Major));
        let because = would_be(&answer("8.6.1-a", Outcome::Fail, (3, 400)), false, true).unwrap();
        assert_eq!(because.because, "3 of 400 looked at do not keep it: a lapse.");
    }

    #[test]
    fn what_is_absent_is_major_where_it_has_to_be_there() {
        let none = (0, 0);
        let all_absent = graded(vec![
            answer("8.6.1-a", Outcome::NoData, none),
            answer("8.6.1-b", Outcome::NoData, none),
        ]);
        assert_eq!(all_absent, [Some(Grade::Major); 2]);
        let some_seen = graded(vec![
            answer("8.6.1-a", Outcome::Pass, (0, 9)),
            answer("8.6.1-b", Outcome::NoData, none),
        ]);
        assert_eq!(some_seen, [None, Some(Grade::Minor)]);
        let scope = graded(vec![
            answer("4.3-a", Outcome::NeedsPerson, (0, 1)),
            answer("4.3-3", Outcome::NoData, none),
        ]);
        assert_eq!(scope, [None, Some(Grade::Major)], "a document needs no occasion");
    }

    #[test]
    fn what_waits_or_is_not_demanded_is_never_a_nonconformity() {
        for result in [Outcome::Pass, Outcome::NotYetDue, Outcome::NeedsPerson, Outcome::NoCheckYet]
        {
            assert_eq!(graded(vec![answer("8.6.1-a", result, (0, 1))]), [None], "{result:?}");
        }
        let edition = Edition::named("2018").unwrap();
        let note = edition.requirements.iter().find(|one| !one.is_demanded).unwrap();
        assert_eq!(graded(vec![answer(&note.id, Outcome::Fail, (9, 9))]), [None]);
    }

    #[test]
    fn minor_ones_at_one_clause_can_add_up() {
        let ids = ["8.6.1-a", "8.6.1-b", "8.6.1-c", "8.6.1-d"];
        let mut answers: Vec<_> = ids.iter().map(|id| answer(id, Outcome::Fail, (1, 9))).collect();
        grade(Edition::named("2018").unwrap(), &mut answers);
        let whole = forecast(&answers);
        assert_eq!((whole.majors, whole.minors), (0, 4));
        assert_eq!(whole.added_up[0].requirements, ids);
        assert!(forecast(&answers[..3]).added_up.is_empty());
    }
}
