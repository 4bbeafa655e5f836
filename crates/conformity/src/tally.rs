//! Counts what a check finds while records pass by, and sums it up.
use crate::{
    answer::{Count, Counted, CountedApart},
    check::{Check, Judgement, Scan},
    world::{Member, World, day_of},
};
use gemba_model::check::{Exception, Outcome, Period};
use gemba_vocabulary::{RecordId, ValueRef};
use jiff::{Timestamp, civil::Date};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, sync::Arc};

/// What one scan has found in some records.
#[derive(Clone, Default)]
pub(crate) struct Tally {
    counted: Counted,
    /// The first that do not keep the rules, each with the words that continue its number.
    exceptions: Vec<(RecordId, Arc<str>)>,
    /// Of those that keep the rules: how many count towards a share, and the first of them.
    in_share: Counted,
    first_in_share: Vec<RecordId>,
    /// How many judged count towards the share, whether they keep the rules or not.
    share_count: u64,
    awaited: Vec<(&'static str, u64)>,
    aside: Vec<(&'static str, u64)>,
    first_day: Option<Date>,
    /// The first moment of those that stand in time by one; its day is asked for at the end.
    first_at: Option<Timestamp>,
    /// What was found record by record: told in full while they pass, as its digest once they have.
    found: Vec<u8>,
}

/// What a whole check has found.
pub(crate) struct Found {
    pub result: Outcome,
    pub counted: Counted,
    pub exceptions: Vec<Exception>,
    pub awaited: Vec<CountedApart>,
    pub aside: Vec<CountedApart>,
    pub period: Period,
    pub digest: String,
}

impl Tally {
    /// Judges one more record, and lists it if it is an exception and not too many are listed already.
    pub fn take(&mut self, scan: &Scan, member: &Member<'_>, exceptions_max: usize) {
        let dated = scan.stands_at(member);
        if scan.dated().is_some() && !dated.is_looked_at(member.world) {
            return;
        }
        let judgement = scan.judge(member);
        let (letter, words) = match &judgement {
            Judgement::Outside => return,
            Judgement::Aside(reason) => {
                count(&mut self.aside, reason, 1);
                (b'a', *reason)
            }
            Judgement::NotYet(what) => {
                count(&mut self.awaited, what, 1);
                (b'n', *what)
            }
            Judgement::Kept => {
                self.count_judged(scan, member, false, exceptions_max);
                (b'k', "")
            }
            Judgement::Broken(words) => {
                self.count_judged(scan, member, true, exceptions_max);
                self.list(member, words, exceptions_max);
                (b'b', &**words)
            }
        };
        match dated {
            When::At(at) => self.first_at = Some(self.first_at.map_or(at, |first| first.min(at))),
            When::On(day) => self.first_day = self.first_day.into_iter().chain([day]).min(),
        }
        self.found.reserve(words.len() + 10);
        self.found.extend(member.id().to_be_bytes());
        self.found.push(letter);
        self.found.extend(words.as_bytes());
        self.found.push(b'\n');
    }

    fn count_judged(
        &mut self,
        scan: &Scan,
        member: &Member<'_>,
        is_exception: bool,
        exceptions_max: usize,
    ) {
        let count = of_origin(&mut self.counted, member.is_imported());
        count.population += 1;
        count.exceptions += u64::from(is_exception);
        if scan.share().is_some_and(|share| share.of.holds(member)) {
            self.share_count += 1;
            if !is_exception {
                of_origin(&mut self.in_share, member.is_imported()).exceptions += 1;
                if self.first_in_share.len() < exceptions_max {
                    self.first_in_share.push(member.id());
                }
            }
        }
    }

    fn list(&mut self, member: &Member<'_>, words: &str, exceptions_max: usize) {
        if self.exceptions.len() >= exceptions_max {
            return;
        }
        // Most of them have the same to say: it is kept once.
        let before = self.exceptions.iter().rev().map(|(_, words)| words);
        let same = before.take(8).find(|before| ***before == *words).map(Arc::clone);
        self.exceptions.push((member.id(), same.unwrap_or_else(|| words.into())));
    }

    /// Tells what is found into that memory, which holds nothing any more.
    pub fn within(memory: Vec<u8>) -> Self {
        Self { found: memory, ..Self::default() }
    }

    /// Once the last of the records judged together has passed: what was found becomes its digest. Returns the memory
    /// in which it was told, for those that follow.
    pub fn close(&mut self) -> Vec<u8> {
        let mut told = std::mem::take(&mut self.found);
        if !told.is_empty() {
            self.found = Sha256::digest(&told).to_vec();
        }
        told.clear();
        self.first_day = self.first_day.into_iter().chain(self.first_at.take().map(day_of)).min();
        self.exceptions.shrink_to_fit();
        self.first_in_share.shrink_to_fit();
        told
    }

    /// Adds what was found in the records that follow.
    fn add(&mut self, next: &Self, exceptions_max: usize) {
        add(&mut self.counted.here, next.counted.here);
        add(&mut self.counted.imported, next.counted.imported);
        let left = exceptions_max.saturating_sub(self.exceptions.len());
        self.exceptions.extend(next.exceptions.iter().take(left).cloned());
        add(&mut self.in_share.here, next.in_share.here);
        add(&mut self.in_share.imported, next.in_share.imported);
        let left = exceptions_max.saturating_sub(self.first_in_share.len());
        self.first_in_share.extend(next.first_in_share.iter().take(left));
        self.share_count += next.share_count;
        next.awaited.iter().for_each(|(what, more)| count(&mut self.awaited, what, *more));
        next.aside.iter().for_each(|(what, more)| count(&mut self.aside, what, *more));
        self.first_day = self.first_day.into_iter().chain(next.first_day).min();
        self.found.extend(&next.found);
    }

    /// Turns a share that is too large into exceptions, once all records are counted. Returns the words for it.
    fn spread_share(&mut self, scan: &Scan, exceptions_max: usize) -> Option<String> {
        let share = scan.share()?;
        let population = total(self.counted).population;
        if self.share_count * 100 <= share.percent_max * population {
            return None;
        }
        let words = format!(
            "{}: that holds for {} of {population}, and at most {} % may",
            share.words, self.share_count, share.percent_max
        );
        self.counted.here.exceptions += self.in_share.here.exceptions;
        self.counted.imported.exceptions += self.in_share.imported.exceptions;
        let told: Arc<str> = words.as_str().into();
        let listed = self.first_in_share.iter().map(|id| (*id, Arc::clone(&told)));
        self.exceptions.extend(listed);
        self.exceptions.sort_by_key(|(record, _)| *record);
        self.exceptions.truncate(exceptions_max);
        Some(words)
    }
}

impl Scan {
    /// When a record stands in time.
    fn stands_at(&self, member: &Member<'_>) -> When {
        match self.dated_at().map(|field| member.value(field)) {
            Some(ValueRef::Instant(at)) => When::At(at),
            Some(ValueRef::Date(day)) => When::On(day),
            _ => When::At(member.recorded_at()),
        }
    }
}

/// When a record stands in time.
#[derive(Clone, Copy)]
enum When {
    At(Timestamp),
    On(Date),
}

impl When {
    fn is_looked_at(self, world: &World) -> bool {
        world.period().is_none()
            || world.looks_at(match self {
                Self::At(at) => day_of(at),
                Self::On(day) => day,
            })
    }
}

/// Sums up the scans of a check, each with what was found in its records part by part. `number` tells a record's number
/// by its kind.
pub(crate) fn sum_up<'t>(
    check: &Check,
    found: impl Fn(usize) -> Vec<&'t Tally>,
    world: &World,
    exceptions_max: usize,
    number: impl Fn(&str, RecordId) -> String,
) -> Found {
    let mut digest = Sha256::new();
    digest.update(format!("{} {:?}\n", check.id(), world.period()));
    let (mut counted, mut exceptions) = (Counted::default(), Vec::new());
    let (mut awaited, mut aside) = (BTreeMap::new(), BTreeMap::new());
    let (mut first_day, mut carries) = (None::<Date>, None);
    for (place, scan) in check.scans().iter().enumerate() {
        let mut tally = Tally::default();
        found(place).into_iter().for_each(|part| tally.add(part, exceptions_max));
        let words = tally.spread_share(scan, exceptions_max).unwrap_or_default();
        let waiting = tally.awaited.iter().map(|(_, count)| *count).sum::<u64>();
        carries.get_or_insert((total(tally.counted).population, waiting));
        add(&mut counted.here, tally.counted.here);
        add(&mut counted.imported, tally.counted.imported);
        let left = exceptions_max.saturating_sub(exceptions.len());
        exceptions.extend(tally.exceptions.iter().take(left).map(|(record, words)| Exception {
            kind: scan.kind().to_owned(),
            record: *record,
            sentence: format!("{} {words}.", number(scan.kind(), *record)),
        }));
        merge(&mut awaited, &tally.awaited);
        merge(&mut aside, &tally.aside);
        first_day = first_day.into_iter().chain(tally.first_day).min();
        digest.update(
            Sha256::new()
                .chain_update(scan.kind())
                .chain_update(&tally.found)
                .chain_update(words)
                .finalize(),
        );
    }
    let result = match (total(counted).exceptions, carries.unwrap_or_default()) {
        (1.., _) => Outcome::Fail,
        (0, (0, 0)) => Outcome::NoData,
        (0, (0, _)) => Outcome::NotYetDue,
        (0, _) if check.attested().is_some() => Outcome::NeedsPerson,
        (0, _) => Outcome::Pass,
    };
    let today = world.today();
    let until = today.tomorrow().unwrap_or(today);
    let period = world.period().unwrap_or(Period { from: first_day.unwrap_or(today), until });
    Found {
        result,
        counted,
        exceptions,
        awaited: listed(awaited),
        aside: listed(aside),
        period,
        digest: hex::encode(digest.finalize()),
    }
}

/// All records, wherever they came from.
pub(crate) fn total(counted: Counted) -> Count {
    let mut all = counted.here;
    add(&mut all, counted.imported);
    all
}

fn of_origin(counted: &mut Counted, is_imported: bool) -> &mut Count {
    if is_imported { &mut counted.imported } else { &mut counted.here }
}

fn add(to: &mut Count, more: Count) {
    to.population += more.population;
    to.exceptions += more.exceptions;
}

/// Counts under a few words.
fn count(to: &mut Vec<(&'static str, u64)>, what: &'static str, more: u64) {
    match to.iter_mut().find(|(one, _)| *one == what) {
        Some((_, count)) => *count += more,
        None => to.push((what, more)),
    }
}

fn merge(to: &mut BTreeMap<&'static str, u64>, more: &[(&'static str, u64)]) {
    for (reason, count) in more {
        *to.entry(reason).or_default() += count;
    }
}

fn listed(counts: BTreeMap<&'static str, u64>) -> Vec<CountedApart> {
    counts.into_iter().map(|(reason, count)| CountedApart { reason, count }).collect()
}
