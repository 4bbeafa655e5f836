//! Runs any number of checks over the same evidence: every kind is visited once, for all of them
//! together.
use crate::{
    answer::{Answer, NextStep},
    check::Check,
    gathered::{Gathered, joined},
    judged::{Chunks, Judging, Scans, judge_all},
    reads::Reads,
    requirement::Requirement,
    tally::{Found, sum_up, total},
    world::World,
};
use gemba_model::check::{Evidence, EvidenceFault, Outcome, Period};
use gemba_vocabulary::RecordId;
use jiff::Timestamp;
use std::{collections::BTreeSet, sync::Arc};

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
    let judging = Judging { options, now: evidence.now(), is_noting: false };
    let gathered = Arc::new(gathered(checks.iter().copied(), evidence)?);
    let scans = Scans::of(checks.iter().copied(), &gathered);
    let judged = judge_all(&scans, &gathered, evidence, judging)?;
    let world = World::new(Arc::clone(&gathered), judging.now, options.period);
    let all = All { gathered: &gathered, scans: &scans, judged: &judged, options };
    let mut place = 0..;
    let answers = asked.iter().map(|(requirement, check)| match check {
        None => blank(requirement, judging.now),
        Some(check) if !seen(check) => unseen(requirement, judging.now),
        Some(check) => all.answer(requirement, check, place.next().unwrap_or_default(), &world),
    });
    Ok(answers.collect())
}

/// What the checks read, gathered.
pub(crate) fn gathered<'c>(
    checks: impl Iterator<Item = &'c Check>,
    evidence: &dyn Evidence,
) -> Result<Gathered, EvidenceFault> {
    let reads: Vec<_> = checks.flat_map(reads_of).collect();
    let (names, others) = joined(reads.iter().map(|(kind, reads)| (*kind, reads)));
    Gathered::gather(&names, &others, evidence)
}

/// All that was judged, to be summed up.
pub(crate) struct All<'a> {
    /// What was gathered.
    pub gathered: &'a Gathered,
    /// The scans of the checks run.
    pub scans: &'a Scans<'a>,
    /// What they found.
    pub judged: &'a [Chunks],
    /// How they were run.
    pub options: Options,
}

impl All<'_> {
    /// The answer by a check, which has that place among those run.
    pub fn answer(
        &self,
        requirement: &Requirement,
        check: &Check,
        place: usize,
        world: &World,
    ) -> Answer {
        answered(requirement, check, &self.found(check, place, world), world.now())
    }

    /// What a check found, which has that place among those run.
    pub fn found(&self, check: &Check, place: usize, world: &World) -> Found {
        let number = |kind: &str, id: RecordId| {
            let kind = self.gathered.kind(kind);
            kind.map_or_else(|| id.to_string(), |kind| kind.shape.view.def.number(id))
        };
        let found = |scan| self.scans.found(self.judged, place, scan);
        sum_up(check, found, world, self.options.exceptions_max, number)
    }
}

/// Every kind that a check reads.
pub(crate) fn kinds_of(check: &Check) -> BTreeSet<&'static str> {
    let reads = reads_of(check).into_iter();
    reads.flat_map(|(kind, reads)| reads.others.into_keys().chain([kind])).collect()
}

/// The answer to whoever may not read what shows it: to them there is no data.
fn unseen(requirement: &Requirement, at: Timestamp) -> Answer {
    let examined = "Nothing: some of the records that show it are not yours to read.".to_owned();
    Answer { result: Outcome::NoData, examined, ..blank(requirement, at) }
}

/// What a check reads, by the kind of each of its scans.
pub fn reads_of(check: &Check) -> Vec<(&'static str, Reads)> {
    check.scans().iter().map(|scan| (scan.kind(), scan.reads())).collect()
}

/// The answer by what a check found.
pub(crate) fn answered(
    requirement: &Requirement,
    check: &Check,
    found: &Found,
    at: Timestamp,
) -> Answer {
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
        exceptions: found.exceptions.clone(),
        exception_count: count.exceptions,
        counted: found.counted,
        awaited: found.awaited.clone(),
        set_aside: found.aside.clone(),
        period: Some(found.period),
        examined: check.examined().to_owned(),
        next_step,
        digest: Some(found.digest.clone()),
        ..blank(requirement, at)
    }
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
