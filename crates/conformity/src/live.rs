//! Answers held in memory and kept right: after a change only what rests on it is judged again.
//!
//! What is held are, chunk by chunk, what the records of a kind came to, what judging them looked at besides (records
//! of other kinds, who names whom, and moments that had not come), and the other records themselves. The history
//! tells which records were touched since; whatever looked at one of them, or waited for a moment that has come, is
//! judged again. The answers are those of a run from nothing; tests hold the two against each other.
//!
//! It is shared by those alone who see everything: whoever does not gets a run of their own.
use crate::{
    answer::Answer,
    attested::{self, Attestations},
    beside::Beside,
    check::Check,
    checks,
    gathered::Gathered,
    integrated::{self, Shared},
    judged::{Chunks, Judging, Scans, judge_all, judge_some},
    noted::{Key, Noted},
    own::{self, OwnSet, SetReadiness},
    readiness::{self, Plain, Readiness, Source},
    requirement::{Edition, Requirement},
    run::{self, All, Options, gathered, kinds_of},
    spread::CHUNK,
    tally::Found,
    wording::{self, Wordings},
    world::{World, day_of},
};
use gemba_model::{
    check::{Changed, Evidence, EvidenceFault},
    owners::{self, Owners},
};
use gemba_vocabulary::RecordId;
use jiff::{SignedDuration, Timestamp, civil::Date};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

/// After more changes than this, everything is judged anew.
const CHANGED_MAX: usize = 2_000;
/// Clocks of several readers differ by less than this.
const SKEW: SignedDuration = SignedDuration::from_mins(1);

/// Answers held for all readers who see everything. Nothing is held before the first question.
#[derive(Default)]
pub struct Live {
    checks: Option<Arc<Vec<Check>>>,
    /// Every kind that they read.
    kinds: OnceLock<BTreeSet<&'static str>>,
    held: Mutex<Option<Held>>,
    /// Runs of readers who do not share go one after the other: each takes the memory of the whole house.
    apart: Mutex<()>,
}

impl fmt::Debug for Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Live").finish_non_exhaustive()
    }
}

struct Held {
    /// Up to where the history was read.
    position: u64,
    now: Timestamp,
    options: Options,
    checks: Arc<Vec<Check>>,
    gathered: Arc<Gathered>,
    judged: Vec<Chunks>,
    /// What checks found, by their places, as far as somebody asked on that day since it changed.
    summed: (Date, BTreeMap<usize, Found>),
    beside: Beside,
}

/// A question with the check that answers it.
type Asked<'a> = (&'a Requirement, Option<&'a Check>);

impl Live {
    /// Holds what these checks come to, instead of those of today's edition.
    pub fn of(checks: Vec<Check>) -> Self {
        Self { checks: Some(Arc::new(checks)), ..Self::default() }
    }

    /// Checks every requirement of the edition: the same as [`readiness()`](crate::readiness()) says.
    pub fn readiness(
        &self,
        edition: &Edition,
        evidence: &dyn Evidence,
        options: Options,
    ) -> Result<Readiness, EvidenceFault> {
        self.readiness_asked(edition, &readiness::Asked::default(), evidence, options)
    }

    /// Checks the requirements that are asked about: the same as
    /// [`readiness_asked`](crate::readiness_asked) says.
    pub fn readiness_asked(
        &self,
        edition: &Edition,
        asked: &readiness::Asked<'_>,
        evidence: &dyn Evidence,
        options: Options,
    ) -> Result<Readiness, EvidenceFault> {
        readiness::report(edition, asked, evidence, options, self)
    }

    /// Answers every requirement of a set, or of one part of it: the same as
    /// [`readiness_of_set`](crate::readiness_of_set) says.
    pub fn readiness_of_set(
        &self,
        set: &OwnSet,
        part: Option<&str>,
        evidence: &dyn Evidence,
        options: Options,
    ) -> Result<SetReadiness, EvidenceFault> {
        own::report(set, part, evidence, options, self)
    }

    /// What audits ask now: the same as [`shared_now`](crate::shared_now) says.
    pub fn shared_now(
        &self,
        only: Option<&str>,
        evidence: &dyn Evidence,
    ) -> Result<(Vec<String>, Shared), EvidenceFault> {
        integrated::report(only, evidence, self)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Brings what is held up to date and asks it; nothing if the reader may not share it, or not read these kinds.
    fn ask<T>(
        &self,
        evidence: &dyn Evidence,
        options: Options,
        besides: &[&str],
        answer: impl FnOnce(&mut Held) -> Result<T, EvidenceFault>,
    ) -> Result<Option<T>, EvidenceFault> {
        if options.period.is_some() {
            return Ok(None);
        }
        let mut place = self.lock();
        let checks = match (place.as_ref(), &self.checks) {
            (Some(Held { checks, .. }), _) | (None, Some(checks)) => Arc::clone(checks),
            (None, None) => checks::held(today()?),
        };
        let kinds = self.kinds.get_or_init(|| checks.iter().flat_map(kinds_of).collect());
        if !kinds.iter().chain(besides).all(|kind| evidence.may_read(kind)) {
            return Ok(None);
        }
        let Some(position) = evidence.position()? else { return Ok(None) };
        // What fails half way is not kept.
        let mut held = match place.take() {
            Some(held) => held.brought_up_to_date(evidence, options, position)?,
            None => Held::fresh(checks, evidence, options, position)?,
        };
        let answered = answer(&mut held)?;
        // The reader may have lost sight of something meanwhile: then neither they nor anybody else is told.
        let Some(_) = evidence.position()? else { return Ok(None) };
        *place = Some(held);
        Ok(Some(answered))
    }
}

impl Source for Live {
    fn run(
        &self,
        asked: &[Asked<'_>],
        evidence: &dyn Evidence,
        options: Options,
    ) -> Result<Vec<Answer>, EvidenceFault> {
        match self.ask(evidence, options, &[], |held| Ok(held.answers(asked)))?.flatten() {
            Some(answers) => Ok(answers),
            None => {
                let _alone = self.apart.lock().unwrap_or_else(PoisonError::into_inner);
                Plain.run(asked, evidence, options)
            }
        }
    }

    fn attestations(
        &self,
        edition: &str,
        evidence: &dyn Evidence,
        options: Options,
    ) -> Result<Arc<Attestations>, EvidenceFault> {
        let read = |held: &mut Held| held.beside.attestations(edition, evidence);
        match self.ask(evidence, options, &[attested::KIND], read)? {
            Some(attestations) => Ok(attestations),
            None => Plain.attestations(edition, evidence, options),
        }
    }

    fn wordings(
        &self,
        edition: &str,
        evidence: &dyn Evidence,
        options: Options,
    ) -> Result<Arc<Wordings>, EvidenceFault> {
        let read = |held: &mut Held| held.beside.wordings(edition, evidence);
        match self.ask(evidence, options, &[wording::KIND], read)? {
            Some(wordings) => Ok(wordings),
            None => Plain.wordings(edition, evidence, options),
        }
    }

    fn owners(
        &self,
        evidence: &dyn Evidence,
        options: Options,
    ) -> Result<Arc<Owners>, EvidenceFault> {
        let read = |held: &mut Held| held.beside.owners(evidence);
        match self.ask(evidence, options, &owners::KINDS, read)? {
            Some(owners) => Ok(owners),
            None => Plain.owners(evidence, options),
        }
    }
}

fn today() -> Result<&'static Edition, EvidenceFault> {
    Edition::named("2018").map_err(|fault| EvidenceFault(fault.to_string()))
}

impl Held {
    /// Everything from nothing.
    fn fresh(
        checks: Arc<Vec<Check>>,
        evidence: &dyn Evidence,
        options: Options,
        position: u64,
    ) -> Result<Self, EvidenceFault> {
        let judging = Judging { options, now: evidence.now(), is_noting: true };
        let gathered = Arc::new(gathered(checks.iter(), evidence)?);
        let scans = Scans::of(checks.iter(), &gathered);
        let judged = judge_all(&scans, &gathered, evidence, judging)?;
        let beside = Beside::default();
        let (now, summed) = (judging.now, (day_of(judging.now), BTreeMap::new()));
        Ok(Self { position, now, options, checks, gathered, judged, summed, beside })
    }

    fn brought_up_to_date(
        mut self,
        evidence: &dyn Evidence,
        options: Options,
        position: u64,
    ) -> Result<Self, EvidenceFault> {
        let is_back = evidence.now() < self.now.saturating_sub(SKEW).unwrap_or(self.now);
        let changed = if is_back || options != self.options || !self.gathered.is_of(evidence) {
            None
        } else if position == self.position {
            Some(Changed { position, ..Changed::default() })
        } else {
            evidence.changed_since(self.position)?
        };
        match changed.filter(|changed| changed.records.len() <= CHANGED_MAX) {
            Some(changed) => {
                self.now = self.now.max(evidence.now());
                self.renew(&changed, evidence)?;
                self.position = changed.position;
                Ok(self)
            }
            None => Self::fresh(self.checks, evidence, options, position),
        }
    }

    /// Judges again what rests on something that changed, or on a moment that has come.
    fn renew(&mut self, changed: &Changed, evidence: &dyn Evidence) -> Result<(), EvidenceFault> {
        let Some(gathered) = Arc::get_mut(&mut self.gathered) else {
            return Err(EvidenceFault("What is held is being read. Ask again.".to_owned()));
        };
        let mut by_kind = BTreeMap::<_, BTreeSet<_>>::new();
        for (kind, id) in &changed.records {
            by_kind.entry(kind).or_default().insert(*id);
        }
        let mut touched = Touched::default();
        for (kind, ids) in by_kind {
            self.beside.touch(kind);
            if let Some(kept) = gathered.kind_mut(kind) {
                touched.add(kept.shape.number, &ids, kept.renew(&ids, evidence)?);
            }
        }
        let scans = Scans::of(self.checks.iter(), &self.gathered);
        let mut stale = BTreeSet::new();
        for (number, chunks) in (0..).zip(&self.judged) {
            let is_stale = |chunk: RecordId, noted| touched.concerns(chunk, noted, self.now);
            let of_kind = chunks.iter().filter(|(chunk, held)| is_stale(**chunk, &held.noted));
            stale.extend(of_kind.map(|(chunk, _)| (number, *chunk)));
        }
        let own = touched.records.iter().filter(|(number, _)| scans.judges(*number));
        stale.extend(own.map(|(number, id)| (*number, id.div_euclid(CHUNK))));
        let judging = Judging { options: self.options, now: self.now, is_noting: true };
        let judged = judge_some(&scans, &self.gathered, evidence, judging, &stale)?;
        let kinds = stale.iter().map(|(number, _)| *number).collect();
        for check in scans.checks_of(&kinds) {
            self.summed.1.remove(&check);
        }
        // A chunk may have lost its last record.
        for (number, chunk) in &stale {
            self.judged.get_mut(usize::from(*number)).and_then(|chunks| chunks.remove(chunk));
        }
        for (chunks, again) in self.judged.iter_mut().zip(judged) {
            chunks.extend(again);
        }
        Ok(())
    }

    /// The answers to what is asked, if there is a check here for each that has one.
    fn answers(&mut self, asked: &[Asked<'_>]) -> Option<Vec<Answer>> {
        let Self { checks, gathered, judged, summed: (day, summed), now, options, .. } = self;
        let scans = Scans::of(checks.iter(), gathered);
        let world = World::new(Arc::clone(gathered), *now, None);
        // A period ends with today.
        if std::mem::replace(day, world.today()) != world.today() {
            summed.clear();
        }
        let all = All { gathered, scans: &scans, judged, options: *options };
        let places: BTreeMap<_, _> =
            checks.iter().enumerate().map(|(place, check)| (check.id(), place)).collect();
        let answers = asked.iter().map(|(requirement, check)| {
            let Some(check) = check else { return Some(run::blank(requirement, *now)) };
            let place = *places.get(check.id())?;
            let check = checks.get(place)?;
            let found = summed.entry(place).or_insert_with(|| all.found(check, place, &world));
            Some(run::answered(requirement, check, found, *now))
        });
        answers.collect()
    }
}

/// What was touched, as what looks at it would have noted it.
#[derive(Default)]
struct Touched {
    records: BTreeSet<(u16, RecordId)>,
    keys: BTreeSet<Key>,
    /// Whom a touched record names or named: its kind, the field's place, the other's number.
    named: BTreeSet<(u16, u8, RecordId)>,
}

impl Touched {
    fn add(&mut self, kind: u16, ids: &BTreeSet<RecordId>, named: BTreeSet<(u8, RecordId)>) {
        self.records.extend(ids.iter().map(|id| (kind, *id)));
        self.keys.extend(ids.iter().map(|id| Key::content(kind, *id)));
        self.keys.insert(Key::whole(kind));
        for (by, other) in named {
            self.keys.insert(Key::naming(kind, by, other));
            self.named.insert((kind, by, other));
        }
    }

    /// Whether a chunk has to be judged again, though none of its own records was touched.
    fn concerns(&self, chunk: RecordId, noted: &Noted, now: Timestamp) -> bool {
        let is_own = |(kind, by, other): &(u16, u8, RecordId)| {
            other.div_euclid(CHUNK) == chunk && noted.holds(Key::of_own(*kind, *by))
        };
        noted.expires.is_some_and(|at| at <= now)
            || self.keys.iter().any(|key| noted.holds(*key))
            || self.named.iter().any(is_own)
    }
}
