//! How ready an organization is: every requirement of an edition with its answer, and what follows from all of them.
use crate::{
    absence::{Absence, absences},
    answer::Answer,
    attested::Attestations,
    check::Check,
    checks,
    conclusion::{Conclusion, conclusions},
    grade::{Forecast, forecast, grade},
    mapped,
    requirement::{Edition, Requirement},
    run::{self, Options},
    stage::{Part, Stage, by_clause, by_quarter, by_stage, summary_of},
    todo::{Todo, todo},
    wording::Wordings,
};
use gemba_model::{
    check::{Evidence, EvidenceFault, Outcome},
    owners::Owners,
};
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
    /// The stage whose requirements these are; nothing for both.
    pub stage: Option<Stage>,
    /// When the evidence was read.
    pub at: Timestamp,
    /// How many requirements came to each result; every result is there.
    pub summary: BTreeMap<Outcome, u64>,
    /// How far each clause is met.
    pub by_clause: Vec<Part>,
    /// How far each stage of an audit is met; those of both stages count in both.
    pub by_stage: Vec<Part>,
    /// How far each quarter of Plan-Do-Check-Act is met.
    pub by_quarter: Vec<Part>,
    /// What an auditor would probably make of it.
    pub forecast: Forecast,
    /// How each stage would probably end. Only where the whole edition was looked at.
    pub conclusions: Vec<Conclusion>,
    /// The five things whose absence is looked for first. Only for today's edition.
    pub absences: Vec<Absence>,
    /// The shortest list of things to do, what turns most first.
    pub todo: Vec<Todo>,
    /// Every requirement in the order of the standard.
    pub requirements: Vec<Answer>,
}

/// Which requirements are asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked<'a> {
    /// Those of a clause and its sub-clauses.
    pub clause: Option<&'a str>,
    /// Those that are looked at in a stage.
    pub stage: Option<Stage>,
    /// Those that came to this result. Everything that is worked out from the answers is worked out before.
    pub result: Option<Outcome>,
}

/// Checks every requirement of the edition.
pub fn readiness(
    edition: &Edition,
    evidence: &dyn Evidence,
    options: Options,
) -> Result<Readiness, EvidenceFault> {
    readiness_asked(edition, &Asked::default(), evidence, options)
}

/// Checks the requirements of one clause; the sub-clauses of `8.6` are its own.
pub fn readiness_of_clause(
    edition: &Edition,
    clause: &str,
    evidence: &dyn Evidence,
    options: Options,
) -> Result<Readiness, EvidenceFault> {
    let asked = Asked { clause: Some(clause), ..Asked::default() };
    readiness_asked(edition, &asked, evidence, options)
}

/// Checks the requirements that are asked about.
pub fn readiness_asked(
    edition: &Edition,
    asked: &Asked<'_>,
    evidence: &dyn Evidence,
    options: Options,
) -> Result<Readiness, EvidenceFault> {
    report(edition, asked, evidence, options, &Plain)
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

    /// How our words for an edition were held against the standard.
    fn wordings(
        &self,
        edition: &str,
        evidence: &dyn Evidence,
        options: Options,
    ) -> Result<Arc<Wordings>, EvidenceFault>;

    /// Who answers for what.
    fn owners(
        &self,
        evidence: &dyn Evidence,
        options: Options,
    ) -> Result<Arc<Owners>, EvidenceFault>;
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

    fn wordings(
        &self,
        edition: &str,
        evidence: &dyn Evidence,
        _: Options,
    ) -> Result<Arc<Wordings>, EvidenceFault> {
        Wordings::of(edition, evidence).map(Arc::new)
    }

    fn owners(&self, evidence: &dyn Evidence, _: Options) -> Result<Arc<Owners>, EvidenceFault> {
        Owners::of(evidence).map(Arc::new)
    }
}

/// The report by answers from a source.
pub(crate) fn report(
    edition: &Edition,
    asked: &Asked<'_>,
    evidence: &dyn Evidence,
    options: Options,
    source: &dyn Source,
) -> Result<Readiness, EvidenceFault> {
    let is_within = |requirement: &Requirement| {
        asked.clause.is_none_or(|clause| {
            let rest = requirement.clause.strip_prefix(clause);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    };
    let requirements: Vec<_> = edition.requirements.iter().filter(|one| is_within(one)).collect();
    let answers = answers(edition, &requirements, evidence, options, source)?;
    let attestations = || source.attestations(edition.name, evidence, options);
    let wordings = source.wordings(edition.name, evidence, options)?;
    let answers = wordings.told(edition, answers, is_within, attestations, evidence.now())?;
    Ok(told(edition, answers, asked, &*source.owners(evidence, options)?, evidence.now()))
}

/// The report that follows from answers, of an edition or of one of its clauses: who answers for each, what each would
/// be called, and what the whole comes to.
fn told(
    edition: &Edition,
    mut answers: Vec<Answer>,
    asked: &Asked<'_>,
    owners: &Owners,
    at: Timestamp,
) -> Readiness {
    for answer in &mut answers {
        answer.owner = owners.of_clause(&clause_today(edition, answer)).cloned();
    }
    grade(edition, &mut answers);
    let is_whole = asked.clause.is_none();
    let conclusions = if is_whole { conclusions(edition.name, &answers, at) } else { Vec::new() };
    let by_stage = by_stage(&answers);
    answers.retain(|answer| asked.stage.is_none_or(|stage| stage.looks_at(&answer.stage)));
    let mut report = Readiness {
        edition: edition.name,
        standard: edition.standard,
        stage: asked.stage,
        at,
        summary: summary_of(&answers),
        by_clause: by_clause(edition.name, &answers),
        by_stage,
        by_quarter: by_quarter(edition.name, &answers),
        forecast: forecast(&answers),
        conclusions,
        absences: if edition.name == TODAY { absences(&answers) } else { Vec::new() },
        todo: todo(&answers),
        requirements: answers,
    };
    report.requirements.retain(|answer| asked.result.is_none_or(|result| answer.result == result));
    report
}

const TODAY: &str = "2018";

/// The clause of today's edition in which a requirement is found.
fn clause_today(edition: &Edition, answer: &Answer) -> String {
    let requirement = edition.requirement(&answer.id);
    let became = requirement.and_then(|one| one.became.as_ref()?.ids.first());
    let clause = became.map(|id| id.split('-').next().unwrap_or(id).to_owned());
    clause.unwrap_or_else(|| answer.clause.clone())
}

/// Answers requirements of one edition. Those of an older one are answered by what they became.
fn answers(
    edition: &Edition,
    asked: &[&Requirement],
    evidence: &dyn Evidence,
    options: Options,
    source: &dyn Source,
) -> Result<Vec<Answer>, EvidenceFault> {
    let today = Edition::named(TODAY).map_err(|fault| EvidenceFault(fault.to_string()))?;
    let became = asked.iter().filter_map(|requirement| requirement.became.as_ref());
    let ids: BTreeSet<_> = became.flat_map(|became| &became.ids).map(String::as_str).collect();
    let own = asked.iter().copied().filter(|requirement| requirement.became.is_none());
    let mapped =
        today.requirements.iter().filter(|requirement| ids.contains(requirement.id.as_str()));
    let to_check: Vec<_> = own.chain(mapped).collect();
    let checks = checks::held(today);
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
