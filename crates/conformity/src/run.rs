//! Runs any number of checks over the same evidence: every kind is visited once, for all of them
//! together.
use crate::{
    answer::{Answer, NextStep},
    check::{Check, Scan},
    reads::{Names, Reads},
    requirement::Requirement,
    tally::{Found, Tally, sum_up, total},
    world::{Member, Shape, World, joined},
};
use gemba_model::check::{Evidence, EvidenceFault, Outcome, Period};
use gemba_vocabulary::RecordId;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// How checks are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The days looked at. Nothing means all of them, from the first record's day through today:
    /// what was imported from years ago is then judged too.
    pub period: Option<Period>,
    /// How many exceptions are listed for each requirement; all of them are counted.
    pub exceptions_max: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { period: None, exceptions_max: 100 }
    }
}

/// Answers requirements by their checks; a requirement without a check gets no check yet. All
/// records of a kind are read in one pass, whatever the number of checks.
pub fn run(
    asked: &[(&Requirement, Option<&Check>)],
    evidence: &dyn Evidence,
    options: Options,
) -> Result<Vec<Answer>, EvidenceFault> {
    // Each kind is asked about once: many checks read the same ones.
    let kinds = asked.iter().filter_map(|(_, check)| *check).flat_map(kinds_of);
    let kinds: BTreeSet<_> = kinds.collect();
    let hidden: BTreeSet<_> = kinds.into_iter().filter(|kind| !evidence.may_read(kind)).collect();
    let seen = |check: &&Check| hidden.is_empty() || kinds_of(check).is_disjoint(&hidden);
    let checks: Vec<_> = asked.iter().filter_map(|(_, check)| *check).filter(seen).collect();
    let reads: Vec<_> = checks.iter().flat_map(|check| reads_of(check)).collect();
    let (names, others) = joined(reads.iter().map(|(kind, reads)| (*kind, reads)));
    let shapes = shapes(&names, evidence)?;
    let world = World::gather(&names, &others, evidence, options.period)?;
    let mut tallies: Vec<(&Scan, Tally<'_>)> = checks
        .iter()
        .flat_map(|check| check.scans())
        .map(|scan| (scan, Tally::new(scan, options.exceptions_max)))
        .collect();
    let kinds: BTreeSet<_> = tallies.iter().map(|(scan, _)| scan.kind()).collect();
    for kind in kinds {
        let Some(shape) = shapes.get(kind) else { continue };
        let of_kind = tallies.iter_mut().filter(|(scan, _)| scan.kind() == kind);
        let mut of_kind: Vec<_> = of_kind.map(|(_, tally)| tally).collect();
        visit(shape, &world, evidence, &mut of_kind)?;
    }
    let mut tallies = tallies.into_iter().map(|(_, tally)| tally);
    let number = |kind: &str, id: RecordId| {
        shapes.get(kind).map_or_else(|| id.to_string(), |shape| shape.view.def.number(id))
    };
    let answers = asked.iter().map(|(requirement, check)| {
        let Some(check) = check else { return unchecked(requirement, &world) };
        if !seen(check) {
            return unseen(requirement, &world);
        }
        let own: Vec<_> = tallies.by_ref().take(check.scans().len()).collect();
        let found = sum_up(check, own, &world, options.exceptions_max, number);
        answered(requirement, check, found, &world)
    });
    Ok(answers.collect())
}

/// Every kind that a check reads.
pub(crate) fn kinds_of(check: &Check) -> BTreeSet<&'static str> {
    let reads = reads_of(check).into_iter();
    reads.flat_map(|(kind, reads)| reads.others.into_keys().chain([kind])).collect()
}

/// The answer to whoever may not read what shows it: to them there is no data.
fn unseen(requirement: &Requirement, world: &World) -> Answer {
    let examined = "Nothing: some of the records that show it are not yours to read.".to_owned();
    Answer { result: Outcome::NoData, examined, ..blank(requirement, world.now) }
}

/// What a check reads, by the kind of each of its scans.
pub fn reads_of(check: &Check) -> Vec<(&'static str, Reads)> {
    check.scans().iter().map(|scan| (scan.kind(), scan.reads())).collect()
}

fn shapes(
    names: &BTreeMap<&'static str, Names>,
    evidence: &dyn Evidence,
) -> Result<BTreeMap<&'static str, Shape>, EvidenceFault> {
    names.iter().map(|(kind, names)| Ok((*kind, Shape::of(kind, names, evidence)?))).collect()
}

fn visit(
    shape: &Shape,
    world: &World,
    evidence: &dyn Evidence,
    tallies: &mut [&mut Tally<'_>],
) -> Result<(), EvidenceFault> {
    let kind = shape.view.def.name;
    let (mut last, mut is_ordered) = (RecordId::MIN, true);
    evidence.visit(kind, &[], &mut |record| {
        // The digest and the list of exceptions rest on the order, so that a re-run agrees.
        is_ordered = last < record.id;
        last = record.id;
        let member = Member::new(record, shape, world);
        for tally in tallies.iter_mut() {
            tally.take(&member);
        }
        is_ordered
    })?;
    if is_ordered {
        return Ok(());
    }
    Err(EvidenceFault(format!(
        "Records of “{kind}” did not come in the order of their numbers (at {last}), so that no \
         answer could be repeated. Read them again."
    )))
}

fn answered(requirement: &Requirement, check: &Check, found: Found, world: &World) -> Answer {
    let (begin, mend) = check.steps();
    let next_step = match found.result {
        Outcome::Fail => Some(mend.into()),
        Outcome::NoData | Outcome::NotYetDue => Some(begin.into()),
        Outcome::NeedsPerson => check.attested().map(NextStep::attest),
        Outcome::Pass | Outcome::NoCheckYet => None,
    };
    let count = total(found.counted);
    Answer {
        result: found.result,
        population: count.population,
        exceptions: found.exceptions,
        exception_count: count.exceptions,
        counted: found.counted,
        awaited: found.awaited,
        set_aside: found.aside,
        period: Some(found.period),
        examined: check.examined().to_owned(),
        next_step,
        digest: Some(found.digest),
        ..unchecked(requirement, world)
    }
}

fn unchecked(requirement: &Requirement, world: &World) -> Answer {
    blank(requirement, world.now)
}

/// The answer to a requirement before anything was examined.
pub(crate) fn blank(requirement: &Requirement, at: Timestamp) -> Answer {
    Answer {
        id: requirement.id.clone(),
        clause: requirement.clause.clone(),
        title: requirement.title.clone(),
        stage: requirement.stage.clone(),
        requirement: requirement.text.clone(),
        is_demanded: requirement.is_demanded,
        verified: requirement.verified,
        result: Outcome::NoCheckYet,
        would_be: None,
        owner: None,
        population: 0,
        exceptions: Vec::new(),
        exception_count: 0,
        counted: crate::answer::Counted::default(),
        awaited: Vec::new(),
        set_aside: Vec::new(),
        period: None,
        at,
        examined: "Nothing: Gemba has no check of this requirement yet.".to_owned(),
        attested: None,
        wording: None,
        next_step: None,
        digest: None,
    }
}
