//! Records judged in chunks by all scans of their kind at once, and what came of each chunk.
use crate::{
    check::{Check, Scan},
    gathered::{Gathered, Kept},
    group::Group,
    noted::Noted,
    run::Options,
    spread::{CHUNK, Part, parted, parts, spread},
    tally::Tally,
    world::{Member, World},
};
use gemba_model::check::{Evidence, EvidenceFault};
use gemba_vocabulary::RecordId;
use jiff::Timestamp;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What came of the records of a kind whose numbers lie together.
pub(crate) struct Chunk {
    /// For each scan of the kind what it found.
    pub tallies: Vec<Tally>,
    /// What was looked at besides the records themselves.
    pub noted: Noted,
}

/// What came of all records of a kind: by the number of the chunk.
pub(crate) type Chunks = BTreeMap<RecordId, Chunk>;

/// The scans of some checks, by the kind that they judge.
pub(crate) struct Scans<'c> {
    by_kind: Vec<Vec<&'c Scan>>,
    /// For each check and each of its scans: its kind's number, and its place among the scans of that kind.
    places: Vec<Vec<(u16, usize)>>,
}

/// How records are judged.
#[derive(Clone, Copy)]
pub(crate) struct Judging {
    /// How checks are run.
    pub options: Options,
    /// When the evidence is read.
    pub now: Timestamp,
    /// Whether it is noted what was looked at.
    pub is_noting: bool,
}

impl<'c> Scans<'c> {
    pub fn of(checks: impl Iterator<Item = &'c Check>, gathered: &Gathered) -> Self {
        let mut by_kind: Vec<Vec<&Scan>> = gathered.kinds().iter().map(|_| Vec::new()).collect();
        let mut place = |scan: &'c Scan| {
            let number = gathered.kind(scan.kind())?.shape.number;
            let of_kind = by_kind.get_mut(usize::from(number))?;
            of_kind.push(scan);
            Some((number, of_kind.len() - 1))
        };
        let places = checks.map(|check| check.scans().iter().filter_map(&mut place).collect());
        let places = places.collect();
        Self { by_kind, places }
    }

    fn of_kind(&self, number: u16) -> &[&'c Scan] {
        self.by_kind.get(usize::from(number)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether records of the kind are judged at all.
    pub fn judges(&self, number: u16) -> bool {
        !self.of_kind(number).is_empty()
    }

    /// The places of the checks that judge records of one of these kinds.
    pub fn checks_of(&self, kinds: &BTreeSet<u16>) -> impl Iterator<Item = usize> {
        let judges = |places: &[(u16, usize)]| places.iter().any(|(kind, _)| kinds.contains(kind));
        let checks = self.places.iter().enumerate();
        checks.filter(move |(_, places)| judges(places)).map(|(check, _)| check)
    }

    /// What a scan of a check found, chunk by chunk in their order.
    pub fn found<'j>(&self, judged: &'j [Chunks], check: usize, scan: usize) -> Vec<&'j Tally> {
        let place = self.places.get(check).and_then(|places| places.get(scan));
        let Some((kind, place)) = place else { return Vec::new() };
        let chunks = judged.get(usize::from(*kind)).into_iter().flat_map(BTreeMap::values);
        chunks.filter_map(|chunk| chunk.tallies.get(*place)).collect()
    }
}

/// Judges all records.
pub(crate) fn judge_all(
    scans: &Scans<'_>,
    gathered: &Arc<Gathered>,
    evidence: &dyn Evidence,
    judging: Judging,
) -> Result<Vec<Chunks>, EvidenceFault> {
    let mut tasks = Vec::new();
    for kind in gathered.kinds().iter().filter(|kind| scans.judges(kind.shape.number)) {
        let parts = if kind.is_shelved() {
            parted(kind.shelf().last(), RecordId::MAX)
        } else {
            parts(kind.shape.view.def.name, evidence)?
        };
        tasks.extend(parts.into_iter().map(|part| (kind.shape.number, part)));
    }
    // What has to be read takes longest; it comes first.
    tasks.sort_by_key(|(number, _)| gathered.at(*number).is_some_and(Kept::is_shelved));
    judge(scans, gathered, evidence, judging, &tasks)
}

/// Judges whole chunks of some kinds.
pub(crate) fn judge_some(
    scans: &Scans<'_>,
    gathered: &Arc<Gathered>,
    evidence: &dyn Evidence,
    judging: Judging,
    chunks: &BTreeSet<(u16, RecordId)>,
) -> Result<Vec<Chunks>, EvidenceFault> {
    let mut tasks: Vec<(u16, Part)> = Vec::new();
    for (kind, chunk) in chunks {
        let (from, to) = (chunk * CHUNK, (chunk + 1) * CHUNK - 1);
        match tasks.last_mut() {
            Some((before, part)) if before == kind && *part.end() + 1 == from => {
                *part = *part.start()..=to;
            }
            _ => tasks.push((*kind, from..=to)),
        }
    }
    judge(scans, gathered, evidence, judging, &tasks)
}

fn judge(
    scans: &Scans<'_>,
    gathered: &Arc<Gathered>,
    evidence: &dyn Evidence,
    judging: Judging,
    tasks: &[(u16, Part)],
) -> Result<Vec<Chunks>, EvidenceFault> {
    let world = || {
        let world = World::new(Arc::clone(gathered), judging.now, judging.options.period);
        world.noting(judging.is_noting)
    };
    let done = spread(evidence, tasks, world, |evidence, world, (number, part)| {
        let scans = scans.of_kind(*number);
        let Some(kind) = gathered.at(*number) else { return Ok((*number, Chunks::new())) };
        let mut judged = Judged::new(scans, kind, world, judging.options.exceptions_max);
        kind.groups(part, evidence, &mut |group| judged.take(group))?;
        Ok((*number, judged.chunks))
    })?;
    let mut chunks: Vec<Chunks> = gathered.kinds().iter().map(|_| Chunks::new()).collect();
    for (number, part) in done {
        if let Some(of_kind) = chunks.get_mut(usize::from(number)) {
            of_kind.extend(part);
        }
    }
    Ok(chunks)
}

/// One part of a kind's records while they are judged.
struct Judged<'w> {
    scans: &'w [&'w Scan],
    kind: &'w Kept,
    world: &'w World,
    exceptions_max: usize,
    chunks: Chunks,
    /// Memory in which the scan before told what it found.
    spare: Vec<u8>,
}

impl<'w> Judged<'w> {
    fn new(scans: &'w [&'w Scan], kind: &'w Kept, world: &'w World, exceptions_max: usize) -> Self {
        Self { scans, kind, world, exceptions_max, chunks: Chunks::new(), spare: Vec::new() }
    }

    /// Judges records that lie together: one scan after the other, each through all of them.
    fn take(&mut self, group: &Group) {
        if group.is_empty() {
            return;
        }
        let (number, shape, world) = (group.number(), &self.kind.shape, self.world);
        world.begin(shape.number, &(number * CHUNK..=(number + 1) * CHUNK - 1));
        let mut tallies = Vec::with_capacity(self.scans.len());
        for scan in self.scans {
            let mut tally = Tally::within(std::mem::take(&mut self.spare));
            for row in group.rows() {
                tally.take(scan, &Member::of(row, shape, world), self.exceptions_max);
            }
            self.spare = tally.close();
            tallies.push(tally);
        }
        self.chunks.insert(number, Chunk { tallies, noted: world.end() });
    }
}
