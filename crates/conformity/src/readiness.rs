//! How ready an organization is: every requirement of an edition with its answer.
use crate::{
    answer::Answer,
    attested::Attestations,
    check::Check,
    checks, mapped,
    requirement::{Edition, Requirement},
    run::{self, Options},
};
use gemba_model::check::{Evidence, EvidenceFault, Outcome};
use jiff::Timestamp;
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The report on an edition. Its JSON is what `readiness --json` prints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// The edition's name, such as `2018`.
    pub edition: &'static str,
    /// Its full name.
    pub standard: &'static str,
    /// When the evidence was read.
    pub at: Timestamp,
    /// How many requirements came to each result; every result is there.
    pub summary: BTreeMap<Outcome, u64>,
    /// Every requirement in the order of the standard.
    pub requirements: Vec<Answer>,
}

/// Checks every requirement of the edition.
pub fn readiness(
    edition: &Edition,
    evidence: &dyn Evidence,
    options: Options,
) -> Result<Readiness, EvidenceFault> {
    report(edition, |_| true, evidence, options, &Plain)
}

/// Checks the requirements of one clause; the sub-clauses of `8.6` are its own.
pub fn readiness_of_clause(
    edition: &Edition,
    clause: &str,
    evidence: &dyn Evidence,
    options: Options,
) -> Result<Readiness, EvidenceFault> {
    report(edition, |requirement| is_of(requirement, clause), evidence, options, &Plain)
}

/// Whether a requirement is one of the clause, or of a clause below it.
pub(crate) fn is_of(requirement: &Requirement, clause: &str) -> bool {
    let rest = requirement.clause.strip_prefix(clause);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// By what requirements are answered.
pub(crate) trait Source {
    /// Answers requirements by their checks.
    fn run(
        &self,
        asked: &[(&Requirement, Option<&Check>)],
        evidence: &dyn Evidence,
        options: Options,
    ) -> Result<Vec<Answer>, EvidenceFault>;

    /// What was confirmed of an edition.
    fn attestations(
        &self,
        edition: &str,
        evidence: &dyn Evidence,
        options: Options,
    ) -> Result<Arc<Attestations>, EvidenceFault>;
}

/// Each time from nothing.
pub(crate) struct Plain;

impl Source for Plain {
    fn run(
        &self,
        asked: &[(&Requirement, Option<&Check>)],
        evidence: &dyn Evidence,
        options: Options,
    ) -> Result<Vec<Answer>, EvidenceFault> {
        run::run(asked, evidence, options)
    }

    fn attestations(
        &self,
        edition: &str,
        evidence: &dyn Evidence,
        _: Options,
    ) -> Result<Arc<Attestations>, EvidenceFault> {
        Attestations::of(edition, evidence).map(Arc::new)
    }
}

pub(crate) fn report(
    edition: &Edition,
    is_asked: impl Fn(&Requirement) -> bool,
    evidence: &dyn Evidence,
    options: Options,
    source: &dyn Source,
) -> Result<Readiness, EvidenceFault> {
    let asked = edition.requirements.iter().filter(|requirement| is_asked(requirement));
    let requirements = answers(edition, &asked.collect::<Vec<_>>(), evidence, options, source)?;
    let mut summary: BTreeMap<_, u64> = Outcome::ALL.map(|outcome| (outcome, 0)).into();
    for answer in &requirements {
        *summary.entry(answer.result).or_default() += 1;
    }
    let (edition, standard) = (edition.name, edition.standard);
    Ok(Readiness { edition, standard, at: evidence.now(), summary, requirements })
}

/// Answers requirements of one edition. Those of an older one are answered by what they became.
fn answers(
    edition: &Edition,
    asked: &[&Requirement],
    evidence: &dyn Evidence,
    options: Options,
    source: &dyn Source,
) -> Result<Vec<Answer>, EvidenceFault> {
    let today = Edition::named("2018").map_err(|fault| EvidenceFault(fault.to_string()))?;
    let became = asked.iter().filter_map(|requirement| requirement.became.as_ref());
    let ids: BTreeSet<_> = became.flat_map(|became| &became.ids).map(String::as_str).collect();
    let own = asked.iter().copied().filter(|requirement| requirement.became.is_none());
    let mapped =
        today.requirements.iter().filter(|requirement| ids.contains(requirement.id.as_str()));
    let to_check: Vec<_> = own.chain(mapped).collect();
    let checks = checks::of(today);
    let by_id: BTreeMap<_, _> = checks.iter().map(|check| (check.id(), check)).collect();
    let to_run: Vec<_> = to_check
        .iter()
        .map(|requirement| (*requirement, by_id.get(requirement.id.as_str()).copied()))
        .collect();
    let attestations = source.attestations(today.name, evidence, options)?;
    let checked = source.run(&to_run, evidence, options)?;
    let checked: Vec<_> = checked.into_iter().map(|answer| attestations.weigh(answer)).collect();
    let by_id: BTreeMap<_, _> = checked.iter().map(|answer| (answer.id.as_str(), answer)).collect();
    let answer = |requirement: &&Requirement| match &requirement.became {
        None => by_id.get(requirement.id.as_str()).copied().cloned(),
        Some(became) => {
            let blank = run::blank(requirement, evidence.now());
            Some(mapped::answer(became, &by_id, blank))
        }
    };
    let answers = asked.iter().filter_map(answer);
    if edition.name == today.name {
        return Ok(answers.collect());
    }
    let attestations = source.attestations(edition.name, evidence, options)?;
    Ok(answers.map(|answer| attestations.weigh(answer)).collect())
}
