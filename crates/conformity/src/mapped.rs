//! Older editions: what each of their requirements became, and what follows for them from the checks of today's.
//!
//! An answer is that of the requirement it maps to. Of several it is the worst: nothing passes that does not pass as a
//! whole. Where the older edition asked for more than today's does, the records of today cannot tell; a person must.
use crate::{
    answer::{Answer, Count, Counted, NextStep},
    requirement::{Automation, Basis, Edition, EditionFault, Requirement, read},
};
use gemba_model::check::Outcome;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// What a requirement of an older edition became.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Became {
    /// The requirements of the 2018 edition, by their ids.
    pub ids: Vec<String>,
    /// What the older edition asked for beyond them.
    pub beyond: Option<String>,
}

#[derive(Deserialize)]
struct Row2011 {
    clause: String,
    title: String,
    req_id: String,
    requirement: String,
    kind: String,
    documented_information: String,
    planned_interval: String,
    evidence_record: String,
    stage: String,
    common_nonconformity: String,
    maps_to_2018: String,
    change_in_2018: String,
    automation: Automation,
}

#[derive(Deserialize)]
struct Row2005 {
    clause_2005: String,
    title: String,
    summary_own_words: String,
    maps_to_2018_clauses: String,
    bs15000_1_2002_equivalence: String,
}

const SOFTENED: &str = "softened or dropped";

/// The requirements of the 2011 edition.
pub fn edition_2011(text: &str) -> Result<Edition, EditionFault> {
    let name = "2011";
    let requirements = read(name, text)?.into_iter().map(|row: Row2011| {
        let beyond = row.change_in_2018.strip_prefix(SOFTENED);
        let beyond = beyond.map(|rest| rest.trim_start_matches([':', ' ']).to_owned());
        let became = Became { ids: ids(&row.maps_to_2018), beyond };
        Requirement {
            clause: row.clause,
            title: row.title,
            id: row.req_id,
            text: row.requirement,
            kind: row.kind,
            documented_information: row.documented_information,
            planned_interval: row.planned_interval == "yes",
            evidence_record: row.evidence_record,
            stage: row.stage,
            common_nonconformity: row.common_nonconformity,
            pass_rule: "as the requirements of 2018 that it became".to_owned(),
            automation: row.automation,
            is_demanded: true,
            verified: Basis::Memory,
            became: Some(became),
        }
    });
    Ok(Edition { name, standard: "ISO/IEC 20000-1:2011", requirements: requirements.collect() })
}

/// The clauses of the 2005 edition, each as one requirement: all that its clauses of 2018 ask.
pub fn edition_2005(text: &str, today: &Edition) -> Result<Edition, EditionFault> {
    let name = "2005";
    let requirements = read(name, text)?.into_iter().map(|row: Row2005| {
        let clauses = ids(&row.maps_to_2018_clauses);
        let ids = clauses.iter().flat_map(|clause| of_clause(clause, today)).collect();
        let became = Became { ids, beyond: None };
        Requirement {
            id: row.clause_2005.clone(),
            clause: row.clause_2005,
            title: row.title,
            text: row.summary_own_words,
            kind: "process".to_owned(),
            documented_information: String::new(),
            planned_interval: false,
            evidence_record: row.bs15000_1_2002_equivalence,
            stage: "both".to_owned(),
            common_nonconformity: String::new(),
            pass_rule: "as the clauses of 2018 that it became".to_owned(),
            automation: Automation::RecordsAndPerson,
            is_demanded: true,
            verified: Basis::Memory,
            became: Some(became),
        }
    });
    let requirements = requirements.collect();
    Ok(Edition { name, standard: "ISO/IEC 20000-1:2005 (BS 15000-1:2002)", requirements })
}

/// The requirements of a clause. One that only introduces others has none of its own; then it is those others.
fn of_clause(clause: &str, today: &Edition) -> Vec<String> {
    let own = today.requirements.iter().filter(|one| one.clause == clause);
    let own: Vec<_> = own.map(|one| one.id.clone()).collect();
    let Some((above, _)) = clause.rsplit_once('.').filter(|_| own.is_empty()) else { return own };
    let below = format!("{above}.");
    let below = today.requirements.iter().filter(|one| one.clause.starts_with(&below));
    below.map(|one| one.id.clone()).collect()
}

fn ids(text: &str) -> Vec<String> {
    text.split(';').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

/// What is worst first: one such part decides about the whole.
const WORST_FIRST: [Outcome; 6] = [
    Outcome::Fail,
    Outcome::NoData,
    Outcome::NoCheckYet,
    Outcome::NotYetDue,
    Outcome::NeedsPerson,
    Outcome::Pass,
];

/// The answer to a requirement of an older edition, from those to what it became.
pub fn answer(became: &Became, today: &BTreeMap<&str, &Answer>, blank: Answer) -> Answer {
    let parts: Vec<_> =
        became.ids.iter().filter_map(|id| today.get(id.as_str()).copied()).collect();
    let worst = WORST_FIRST.into_iter().find(|one| parts.iter().any(|part| part.result == *one));
    let worst = worst.unwrap_or(Outcome::NoCheckYet);
    let is_passing = worst == Outcome::Pass;
    let asks_more = became.beyond.as_ref().filter(|_| is_passing);
    let result = if asks_more.is_some() { Outcome::NeedsPerson } else { worst };
    let decisive = parts.iter().find(|part| part.result == worst);
    let next_step = match asks_more {
        Some(beyond) => Some(NextStep::attest(&format!(
            "Confirm it: today's edition does not ask for all of this any more ({beyond})."
        ))),
        None => decisive.and_then(|part| part.next_step.clone()),
    };
    let examined: Vec<_> =
        parts.iter().map(|part| format!("{}: {}", part.id, part.examined)).collect();
    Answer {
        result,
        population: parts.iter().map(|part| part.population).sum(),
        exceptions: exceptions(&parts),
        exception_count: parts.iter().map(|part| part.exception_count).sum(),
        counted: counted(&parts),
        awaited: parts.iter().flat_map(|part| part.awaited.clone()).collect(),
        set_aside: parts.iter().flat_map(|part| part.set_aside.clone()).collect(),
        period: decisive.and_then(|part| part.period),
        examined: examined.join(" "),
        next_step,
        digest: digest(&parts),
        ..blank
    }
}

fn exceptions(parts: &[&Answer]) -> Vec<gemba_model::check::Exception> {
    let mut seen = BTreeSet::new();
    let all = parts.iter().flat_map(|part| part.exceptions.iter());
    all.filter(|one| seen.insert((one.kind.clone(), one.record, one.sentence.clone())))
        .cloned()
        .collect()
}

fn counted(parts: &[&Answer]) -> Counted {
    let sum = |of: fn(&Counted) -> Count| {
        let all = parts.iter().map(|part| of(&part.counted));
        all.fold(Count::default(), |sum, one| Count {
            population: sum.population + one.population,
            exceptions: sum.exceptions + one.exceptions,
        })
    };
    Counted { here: sum(|counted| counted.here), imported: sum(|counted| counted.imported) }
}

fn digest(parts: &[&Answer]) -> Option<String> {
    let digests: Vec<_> = parts.iter().filter_map(|part| part.digest.as_deref()).collect();
    (!digests.is_empty()).then(|| hex::encode(Sha256::digest(digests.join("\n"))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::blank;
    use jiff::Timestamp;

    fn today(results: &[(&str, Outcome)]) -> Vec<Answer> {
        let edition = Edition::named("2018").unwrap();
        let answer = |(id, result): &(&str, Outcome)| {
            let blank = blank(edition.requirement(id).unwrap(), Timestamp::UNIX_EPOCH);
            Answer { result: *result, population: 2, digest: Some((*id).to_owned()), ..blank }
        };
        results.iter().map(answer).collect()
    }

    fn result(beyond: Option<&str>, results: &[(&str, Outcome)]) -> Answer {
        let edition = Edition::named("2011").unwrap();
        let requirement = &edition.requirements[0];
        let ids = results.iter().map(|(id, _)| (*id).to_owned()).collect();
        let became = Became { ids, beyond: beyond.map(str::to_owned) };
        let today = today(results);
        let by_id = today.iter().map(|answer| (answer.id.as_str(), answer)).collect();
        answer(&became, &by_id, blank(requirement, Timestamp::UNIX_EPOCH))
    }

    #[test]
    fn the_worst_part_decides_about_the_whole() {
        use Outcome::{Fail, NeedsPerson, NoCheckYet, NoData, NotYetDue, Pass};
        let both = |one, other| result(None, &[("8.6.1-a", one), ("8.6.1-b", other)]).result;
        assert_eq!(both(Pass, Pass), Pass);
        assert_eq!(both(Pass, NeedsPerson), NeedsPerson);
        assert_eq!(both(NotYetDue, NeedsPerson), NotYetDue);
        assert_eq!(both(Pass, NoCheckYet), NoCheckYet);
        assert_eq!(both(NoCheckYet, NoData), NoData);
        assert_eq!(both(NoData, Fail), Fail);
        assert_eq!(result(None, &[]).result, NoCheckYet, "of nothing nothing follows");
        let whole = result(None, &[("8.6.1-a", Pass), ("8.6.1-b", Pass)]);
        assert_eq!((whole.population, whole.digest.is_some()), (4, true));
    }

    #[test]
    fn what_the_older_edition_asked_for_beyond_todays_waits_for_a_person() {
        let asked = result(Some("procedure no longer required"), &[("8.6.1-a", Outcome::Pass)]);
        assert_eq!(asked.result, Outcome::NeedsPerson);
        assert!(asked.next_step.unwrap().sentence.contains("procedure no longer required"));
        let fails = result(Some("procedure no longer required"), &[("8.6.1-a", Outcome::Fail)]);
        assert_eq!(fails.result, Outcome::Fail, "nothing that is confirmed outweighs records");
    }

    #[test]
    fn every_requirement_of_an_older_edition_became_some_that_exist() {
        let today = Edition::named("2018").unwrap();
        for (name, count) in [("2011", 388), ("2005", 25)] {
            let edition = Edition::named(name).unwrap();
            assert_eq!(edition.requirements.len(), count);
            for requirement in &edition.requirements {
                let became = requirement.became.as_ref().unwrap();
                assert!(!became.ids.is_empty(), "{name} {}", requirement.id);
                for id in &became.ids {
                    assert!(today.requirement(id).is_some(), "{name} {}: {id}", requirement.id);
                }
            }
        }
        let edition = Edition::named("2011").unwrap();
        let beyond = |one: &&Requirement| one.became.as_ref().unwrap().beyond.is_some();
        assert_eq!(edition.requirements.iter().filter(beyond).count(), 61);
    }
}
