//! What each stage of a certification audit would probably conclude, and why. Like every forecast here it is by rules
//! of our own.
use crate::{
    answer::Answer,
    grade::{Grade, MINORS_THAT_ADD_UP, forecast},
    stage::Stage,
};
use gemba_model::check::Outcome;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::Serialize;

/// Records of so many days are usually asked for before Stage 2. Practitioners say so; no standard does.
pub const RECORD_DAYS_USUAL: i64 = 90;
/// From this share of probable majors in Stage 1 on, looking further would be a waste of everybody's time. In percent.
pub const MAJORS_BAR_PERCENT: u64 = 10;

/// How a stage would probably end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing stands against it.
    Ready,
    /// It can go on, and some things should be put right before.
    ReadyWithConcerns,
    /// It should not go on.
    NotReady,
}

impl Verdict {
    /// Its name in data and texts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::ReadyWithConcerns => "ready_with_concerns",
            Self::NotReady => "not_ready",
        }
    }
}

/// What a stage would probably conclude.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conclusion {
    /// The stage.
    pub stage: Stage,
    /// How it would end: as its gravest reason says.
    pub verdict: Verdict,
    /// Why, the gravest first.
    pub reasons: Vec<Reason>,
}

/// Why a stage would end so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// What it comes to by itself.
    pub weight: Verdict,
    /// What it is, in a sentence.
    pub sentence: String,
    /// The requirements that it rests on, by their ids.
    pub requirements: Vec<String>,
}

/// Where an edition asks for internal audits and for reviews by top management.
fn clauses(edition: &str) -> [(&'static str, &'static str); 2] {
    let [audits, reviews] = match edition {
        "2011" => ["4.5.4.2", "4.5.4.3"],
        "2005" => ["4.3", "4.3"],
        _ => ["9.2", "9.3"],
    };
    [(audits, "internal audits"), (reviews, "reviews by top management")]
}

/// What both stages would conclude from all answers of an edition.
pub fn conclusions(edition: &str, answers: &[Answer], at: Timestamp) -> Vec<Conclusion> {
    let of = |stage: Stage| {
        let seen: Vec<_> = answers
            .iter()
            .filter(|answer| answer.is_demanded && stage.looks_at(&answer.stage))
            .collect();
        let mut reasons = match stage {
            Stage::One => first(edition, answers, &seen),
            Stage::Two => second(&seen),
        };
        reasons.extend(short(answers, at));
        let waiting = ids(&seen, |one| one.result == Outcome::NeedsPerson);
        let sentence = format!(
            "{} for somebody to confirm what records cannot say; an auditor will ask.",
            match waiting.len() {
                1 => "One requirement waits".to_owned(),
                count => format!("{count} requirements wait"),
            }
        );
        reasons.extend(reason(Verdict::ReadyWithConcerns, sentence, waiting));
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.weight));
        let verdict = reasons.first().map_or(Verdict::Ready, |reason| reason.weight);
        Conclusion { stage, verdict, reasons }
    };
    Stage::ALL.map(of).into()
}

/// Whether it is ready to be looked at.
fn first(edition: &str, answers: &[Answer], seen: &[&Answer]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for (clause, what) in clauses(edition) {
        let here: Vec<_> = answers
            .iter()
            .filter(|one| one.is_demanded && is_within(&one.clause, clause))
            .collect();
        if here.is_empty() {
            continue;
        }
        let empty = ids(&here, |one| one.result == Outcome::NoData);
        let open = ids(&here, |one| matches!(one.result, Outcome::NoData | Outcome::Fail));
        if empty.len() == here.len() {
            let sentence = format!("No {what} are planned, and none was held.");
            reasons.extend(reason(Verdict::NotReady, sentence, empty));
        } else {
            let sentence = format!(
                "The {what} leave {} open; they should be planned and held before Stage 2.",
                of_them(open.len()).to_lowercase()
            );
            reasons.extend(reason(Verdict::ReadyWithConcerns, sentence, open));
        }
    }
    let absent = ids(seen, |one| is_graded(one, Grade::Major) && one.result == Outcome::NoData);
    let majors = ids(seen, |one| is_graded(one, Grade::Major));
    let is_much = share_of(majors.len(), seen.len()) >= MAJORS_BAR_PERCENT && !majors.is_empty();
    if is_much {
        let sentence = format!(
            "{} would be major: too many for Stage 2 to make sense.",
            of_them(majors.len())
        );
        reasons.extend(reason(Verdict::NotReady, sentence, majors));
    } else {
        let sentence = format!(
            "{} would be major, as nothing is there yet that has to be.",
            of_them(absent.len())
        );
        reasons.extend(reason(Verdict::ReadyWithConcerns, sentence, absent));
        let wide = ids(seen, |one| is_graded(one, Grade::Major) && one.result == Outcome::Fail);
        let sentence =
            format!("{} would be major, as more than a lapse is not kept.", of_them(wide.len()));
        reasons.extend(reason(Verdict::ReadyWithConcerns, sentence, wide));
    }
    let minors = ids(seen, |one| is_graded(one, Grade::Minor));
    let sentence = format!("{} would be minor.", of_them(minors.len()));
    reasons.extend(reason(Verdict::ReadyWithConcerns, sentence, minors));
    reasons
}

/// Whether it works.
fn second(seen: &[&Answer]) -> Vec<Reason> {
    let majors = ids(seen, |one| is_graded(one, Grade::Major));
    let sentence = format!(
        "{} would be major: each needs a correction and an action against its cause, both verified before a \
         certificate is given, and within six months of the last day of Stage 2.",
        of_them(majors.len())
    );
    let mut reasons: Vec<_> = reason(Verdict::NotReady, sentence, majors).into_iter().collect();
    let minors = ids(seen, |one| is_graded(one, Grade::Minor));
    let sentence = format!(
        "{} would be minor: each needs a plan that the auditor accepts; it is verified at the next audit.",
        of_them(minors.len())
    );
    reasons.extend(reason(Verdict::ReadyWithConcerns, sentence, minors));
    let told: Vec<_> = seen.iter().map(|answer| (*answer).clone()).collect();
    for added in forecast(&told).added_up {
        let sentence = format!(
            "{MINORS_THAT_ADD_UP} or more lapses at clause {} can add up to a major one.",
            added.clause
        );
        reasons.extend(reason(Verdict::ReadyWithConcerns, sentence, added.requirements));
    }
    reasons
}

/// Whether the records go back far enough for an auditor to see a habit.
fn short(answers: &[Answer], at: Timestamp) -> Option<Reason> {
    let first = first_day(answers)?;
    let today = at.to_zoned(TimeZone::UTC).date();
    let days = i64::from(first.until(today).ok()?.get_days());
    (days < RECORD_DAYS_USUAL).then(|| Reason {
        weight: Verdict::ReadyWithConcerns,
        sentence: format!(
            "Records go back {days} days. About three months are usually asked for; that is a rule of practitioners \
             and stands in no standard."
        ),
        requirements: Vec::new(),
    })
}

/// The first day on which there is a record.
pub fn first_day(answers: &[Answer]) -> Option<Date> {
    answers.iter().filter_map(|answer| answer.period).map(|period| period.from).min()
}

fn reason(weight: Verdict, sentence: String, requirements: Vec<String>) -> Option<Reason> {
    (!requirements.is_empty()).then_some(Reason { weight, sentence, requirements })
}

fn ids(answers: &[&Answer], is_meant: impl Fn(&Answer) -> bool) -> Vec<String> {
    answers.iter().filter(|one| is_meant(one)).map(|one| one.id.clone()).collect()
}

fn is_graded(answer: &Answer, grade: Grade) -> bool {
    answer.would_be.as_ref().is_some_and(|would_be| would_be.grade == grade)
}

fn is_within(clause: &str, whole: &str) -> bool {
    let rest = clause.strip_prefix(whole);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn of_them(count: usize) -> String {
    if count == 1 { "One requirement".to_owned() } else { format!("{count} requirements") }
}

fn share_of(some: usize, all: usize) -> u64 {
    let (some, all) = (u64::try_from(some).unwrap_or(0), u64::try_from(all).unwrap_or(1));
    some.saturating_mul(100) / all.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{grade::grade, requirement::Edition, run::blank};
    use gemba_model::check::Period;

    const AT: &str = "2026-06-20T12:00:00Z";

    /// Every requirement of 2018 passes but for these; records go back to this day.
    fn told(but: &[(&str, Outcome)], first: &str) -> Vec<Conclusion> {
        let edition = Edition::named("2018").unwrap();
        let at: Timestamp = AT.parse().unwrap();
        let until = "2026-06-21".parse().unwrap();
        let period = Period { from: first.parse().unwrap(), until };
        let answer = |one| {
            let blank = blank(one, at);
            let found = but.iter().find(|(id, _)| blank.id.starts_with(id));
            let result = found.map_or(Outcome::Pass, |(_, result)| *result);
            let exception_count = u64::from(result == Outcome::Fail);
            Answer { result, population: 20, exception_count, period: Some(period), ..blank }
        };
        let mut answers: Vec<_> = edition.requirements.iter().map(answer).collect();
        grade(edition, &mut answers);
        conclusions("2018", &answers, at)
    }

    fn verdicts(but: &[(&str, Outcome)]) -> [Verdict; 2] {
        let told = told(but, "2025-01-01");
        [told[0].verdict, told[1].verdict]
    }

    #[test]
    fn where_all_passes_both_stages_are_ready() {
        assert_eq!(verdicts(&[]), [Verdict::Ready; 2]);
        let told = told(&[], "2026-06-01");
        assert_eq!(told[0].verdict, Verdict::ReadyWithConcerns);
        assert!(told[0].reasons[0].sentence.starts_with("Records go back 19 days."), "{told:?}");
    }

    #[test]
    fn without_audits_or_reviews_stage_1_is_not_ready() {
        for clause in ["9.2", "9.3"] {
            let told = told(&[(clause, Outcome::NoData)], "2025-01-01");
            assert_eq!(told[0].verdict, Verdict::NotReady);
            assert!(told[0].reasons[0].sentence.contains("none was held"), "{told:?}");
            assert_eq!(told[1].verdict, Verdict::NotReady, "absent altogether");
        }
        let some = verdicts(&[("9.2.1-a2", Outcome::NoData)]);
        assert_eq!(some[0], Verdict::ReadyWithConcerns);
    }

    #[test]
    fn a_lapse_is_a_concern_and_an_absence_bars_a_certificate() {
        let lapse = ("8.5.1.3-2", Outcome::Fail);
        assert_eq!(verdicts(&[lapse]), [Verdict::Ready, Verdict::ReadyWithConcerns]);
        let absent = ("8.7.2", Outcome::NoData);
        assert_eq!(verdicts(&[absent])[1], Verdict::NotReady);
        let waiting = told(&[("8.7.2-3", Outcome::NeedsPerson)], "2025-01-01");
        assert_eq!(waiting[1].verdict, Verdict::ReadyWithConcerns);
        assert!(waiting[1].reasons[0].sentence.starts_with("One requirement wait"), "{waiting:?}");
    }

    #[test]
    fn where_nothing_is_there_nothing_is_ready() {
        assert_eq!(verdicts(&[("", Outcome::NoData)]), [Verdict::NotReady; 2]);
    }
}
