//! What several standards ask alike, asked once: each clause of ISO/IEC 20000-1 with its answers and with everything
//! else that the same evidence serves.
//!
//! The table behind it rests on judgement; see [`crate::crosswalk`].
use crate::{
    answer::Answer,
    crosswalk::crossing,
    own::{self, OwnRequirement, OwnSet},
    readiness::{self, Asked, Plain, Source},
    requirement::Edition,
    run::Options,
};
use gemba_model::check::{Evidence, EvidenceFault, Outcome};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The standard whose clauses are the questions.
pub const BASE: &str = "ISO/IEC 20000-1:2018";
/// Other standards that an organization can be certified to, as the crosswalk names them.
pub const OTHERS: [&str; 2] = ["ISO/IEC 27001:2022", "ISO 9001:2015"];

/// One question of an audit of several standards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// The clause of ISO/IEC 20000-1.
    pub clause: String,
    /// Its title.
    pub title: String,
    /// Its requirements, by their numbers.
    pub requirements: Vec<String>,
    /// How many of them came to each result; results that none came to are left out.
    pub results: BTreeMap<Outcome, u64>,
    /// Every other standard or set that the answer serves, with where it asks.
    pub serves: Vec<Served>,
}

/// Where another standard asks the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Served {
    /// The standard or set.
    pub standard: String,
    /// Its clauses, controls or requirements.
    pub places: Vec<String>,
}

/// An audit of several standards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shared {
    /// The standards and sets that were chosen besides ISO/IEC 20000-1.
    pub standards: Vec<String>,
    /// How many questions there are when each is asked once.
    pub asked_once: usize,
    /// How many there would be if each standard were asked for itself: each place of another standard once.
    pub asked_apart: usize,
    /// The questions, in the order of the clauses.
    pub questions: Vec<Question>,
}

/// What an audit of ISO/IEC 20000-1, of the other standards and of all sets in force asks now; and the names by which
/// one of them can be asked for alone.
pub fn shared_now(
    only: Option<&str>,
    evidence: &dyn Evidence,
) -> Result<(Vec<String>, Shared), EvidenceFault> {
    report(only, evidence, &Plain)
}

/// The same, by answers from a source.
pub(crate) fn report(
    only: Option<&str>,
    evidence: &dyn Evidence,
    source: &dyn Source,
) -> Result<(Vec<String>, Shared), EvidenceFault> {
    let edition = Edition::named("2018").map_err(|fault| EvidenceFault(fault.to_string()))?;
    let options = Options::default();
    let answers = readiness::report(edition, &Asked::default(), evidence, options, source)?;
    let answers = answers.requirements;
    let mut sets = Vec::new();
    for set in own::sets(evidence)?.into_iter().filter(|set| set.state == "in_force") {
        let asked = own::requirements(set.record, evidence)?;
        sets.push((set, asked));
    }
    let names = sets.iter().map(|(set, _)| set.name.clone());
    let names = [BASE].into_iter().chain(OTHERS).map(str::to_owned).chain(names).collect();
    Ok((names, shared(&answers, &OTHERS, &sets, only)))
}

/// Puts the answers of ISO/IEC 20000-1 together with what else asks for them. With `only`, questions that this standard
/// or set does not ask are left out.
pub fn shared(
    answers: &[Answer],
    standards: &[&str],
    sets: &[(OwnSet, Vec<OwnRequirement>)],
    only: Option<&str>,
) -> Shared {
    let mut questions: Vec<Question> = Vec::new();
    for answer in answers.iter().filter(|answer| answer.is_demanded) {
        if questions.last().is_none_or(|last| last.clause != answer.clause) {
            questions.push(Question {
                clause: answer.clause.clone(),
                title: answer.title.clone(),
                requirements: Vec::new(),
                results: BTreeMap::new(),
                serves: served(&answer.clause, standards),
            });
        }
        let Some(question) = questions.last_mut() else { continue };
        question.requirements.push(answer.id.clone());
        *question.results.entry(answer.result).or_default() += 1;
    }
    for question in &mut questions {
        let of_sets = sets.iter().filter_map(|(set, own)| of_set(question, set, own));
        let of_sets: Vec<_> = of_sets.collect();
        question.serves.extend(of_sets);
    }
    if let Some(only) = only.filter(|only| *only != BASE) {
        questions.retain(|one| one.serves.iter().any(|served| served.standard == only));
    }
    // A place that several questions serve would be one question of its own standard.
    let served = questions.iter().flat_map(|one| &one.serves);
    // What stands in brackets says how far it serves it, and is no other place.
    let bare = |place: &str| place.split(" (").next().unwrap_or_default().to_owned();
    let places = served.flat_map(|of| of.places.iter().map(|place| (&*of.standard, bare(place))));
    let places: BTreeSet<_> = places.collect();
    let asked_once = questions.len();
    let names = sets.iter().map(|(set, _)| set.name.clone());
    Shared {
        standards: standards.iter().map(|name| (*name).to_owned()).chain(names).collect(),
        asked_once,
        asked_apart: places.len().saturating_add(asked_once),
        questions,
    }
}

fn served(clause: &str, standards: &[&str]) -> Vec<Served> {
    let others = crossing(clause).map(crate::Crossing::others).unwrap_or_default();
    let others = others.into_iter().filter(|(name, _)| standards.contains(name));
    others
        .map(|(name, places)| Served {
            standard: name.to_owned(),
            places: places
                .split(';')
                .map(str::trim)
                .filter(|one| !one.is_empty())
                .map(str::to_owned)
                .collect(),
        })
        .collect()
}

fn of_set(question: &Question, set: &OwnSet, own: &[OwnRequirement]) -> Option<Served> {
    let asks = |one: &&OwnRequirement| {
        one.asked.is_demanded && one.shown_by.iter().any(|id| question.requirements.contains(id))
    };
    let places: Vec<_> = own.iter().filter(asks).map(|one| one.asked.id.clone()).collect();
    (!places.is_empty()).then(|| Served { standard: set.name.clone(), places })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{run::blank, wording::own_words};
    use jiff::Timestamp;

    fn answers() -> Vec<Answer> {
        let edition = Edition::named("2018").unwrap();
        edition.requirements.iter().map(|one| blank(one, Timestamp::UNIX_EPOCH)).collect()
    }

    fn annex() -> (OwnSet, Vec<OwnRequirement>) {
        let set = OwnSet {
            record: 1,
            number: "RQS-000001".to_owned(),
            name: "Annex".to_owned(),
            source: None,
            issue: None,
            state: "in_force".to_owned(),
            valid_from: None,
        };
        let one = |id: &str, shown_by: &[&str]| OwnRequirement {
            record: 1,
            asked: crate::Requirement { id: id.to_owned(), ..own_words(true) },
            guidance: None,
            shown_by: shown_by.iter().map(|id| (*id).to_owned()).collect(),
            rule: None,
        };
        (set, vec![one("A1", &["8.6.1-a", "8.6.1-b"]), one("A2", &[])])
    }

    #[test]
    fn what_several_standards_ask_is_asked_once() {
        let answers = answers();
        let alone = shared(&answers, &[], &[], None);
        assert_eq!(alone.asked_once, alone.asked_apart, "one standard asks nothing twice");
        let all = shared(&answers, &OTHERS, &[annex()], None);
        assert_eq!(all.asked_once, alone.asked_once);
        assert!(all.asked_apart > 2 * all.asked_once, "{}", all.asked_apart);
        let asked: usize = all.questions.iter().map(|one| one.requirements.len()).sum();
        assert_eq!(asked, 389, "every requirement that is demanded is in one question");
        let incidents = all.questions.iter().find(|one| one.clause == "8.6.1").unwrap();
        let annex = incidents.serves.iter().find(|one| one.standard == "Annex").unwrap();
        assert_eq!(annex.places, ["A1"], "each of its requirements once");
        assert_eq!(all.standards.len(), 3);
    }

    #[test]
    fn one_standard_can_be_looked_at_alone() {
        let only = shared(&answers(), &OTHERS, &[annex()], Some("Annex"));
        assert_eq!((only.asked_once, only.questions[0].clause.as_str()), (1, "8.6.1"));
        let whole = shared(&answers(), &OTHERS, &[], Some(BASE));
        assert_eq!(whole.asked_once, shared(&answers(), &[], &[], None).asked_once);
        assert_eq!(shared(&answers(), &[], &[], Some(OTHERS[0])).asked_once, 0);
    }
}
