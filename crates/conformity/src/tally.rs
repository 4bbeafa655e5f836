//! Counts what a check finds while records pass by, and sums it up.
use crate::{
    answer::{Count, Counted, CountedApart},
    check::{Check, Judgement, Scan},
    world::{Member, World, day_of},
};
use gemba_model::check::{Exception, Outcome, Period};
use gemba_vocabulary::RecordId;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What one scan has found so far.
pub(crate) struct Tally<'a> {
    scan: &'a Scan,
    exceptions_max: usize,
    counted: Counted,
    exceptions: Vec<Exception>,
    in_share: Vec<(RecordId, bool)>,
    share_count: u64,
    awaited: BTreeMap<&'static str, u64>,
    aside: BTreeMap<&'static str, u64>,
    first_day: Option<Date>,
    digest: Sha256,
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

impl<'a> Tally<'a> {
    pub fn new(scan: &'a Scan, exceptions_max: usize) -> Self {
        Self {
            scan,
            exceptions_max,
            counted: Counted::default(),
            exceptions: Vec::new(),
            in_share: Vec::new(),
            share_count: 0,
            awaited: BTreeMap::new(),
            aside: BTreeMap::new(),
            first_day: None,
            digest: Sha256::new(),
        }
    }

    /// Judges one more record.
    pub fn take(&mut self, member: &Member<'_>) {
        let dated = self.scan.dated_by_day(member);
        if self.scan.dated().is_some() && !member.world.looks_at(dated) {
            return;
        }
        let judgement = self.scan.judge(member);
        let (letter, words) = match &judgement {
            Judgement::Outside => return,
            Judgement::Aside(reason) => {
                *self.aside.entry(reason).or_default() += 1;
                ("a", *reason)
            }
            Judgement::NotYet(what) => {
                *self.awaited.entry(what).or_default() += 1;
                ("n", *what)
            }
            Judgement::Kept => {
                self.count_judged(member, false);
                ("k", "")
            }
            Judgement::Broken(words) => {
                self.count_judged(member, true);
                self.list(member, words);
                ("b", words.as_str())
            }
        };
        self.first_day = Some(self.first_day.map_or(dated, |first| first.min(dated)));
        let line = format!("{} {} {letter} {words}\n", self.scan.kind(), member.id());
        self.digest.update(line.as_bytes());
    }

    fn count_judged(&mut self, member: &Member<'_>, is_exception: bool) {
        let count = of_origin(&mut self.counted, member.is_imported());
        count.population += 1;
        count.exceptions += u64::from(is_exception);
        if self.scan.share().is_some_and(|share| share.of.holds(member)) {
            self.share_count += 1;
            if !is_exception {
                self.in_share.push((member.id(), member.is_imported()));
            }
        }
    }

    fn list(&mut self, member: &Member<'_>, words: &str) {
        if self.exceptions.len() < self.exceptions_max {
            self.exceptions.push(Exception {
                kind: self.scan.kind().to_owned(),
                record: member.id(),
                sentence: format!("{} {words}.", member.number()),
            });
        }
    }

    /// Turns a share that is too large into exceptions, once all records are counted.
    fn close(&mut self, number: impl Fn(RecordId) -> String) {
        let Some(share) = self.scan.share() else { return };
        let population = total(self.counted).population;
        if self.share_count * 100 <= share.percent_max * population {
            return;
        }
        let words = format!(
            "{}: that holds for {} of {population}, and at most {} % may",
            share.words, self.share_count, share.percent_max
        );
        self.digest.update(words.as_bytes());
        for (_, is_imported) in &self.in_share {
            of_origin(&mut self.counted, *is_imported).exceptions += 1;
        }
        let listed = self.in_share.iter().take(self.exceptions_max).map(|(id, _)| Exception {
            kind: self.scan.kind().to_owned(),
            record: *id,
            sentence: format!("{} {words}.", number(*id)),
        });
        self.exceptions.extend(listed);
        self.exceptions.sort_by_key(|exception| exception.record);
    }
}

impl Scan {
    /// The day by which a record stands in time.
    fn dated_by_day(&self, member: &Member<'_>) -> Date {
        let day = self.dated().and_then(|field| member.day(field));
        day.unwrap_or_else(|| day_of(member.recorded_at()))
    }
}

/// Sums up the scans of a check. `number` tells a record's number by its kind.
pub(crate) fn sum_up(
    check: &Check,
    mut tallies: Vec<Tally<'_>>,
    world: &World,
    exceptions_max: usize,
    number: impl Fn(&str, RecordId) -> String,
) -> Found {
    let mut digest = Sha256::new();
    digest.update(format!("{} {:?}\n", check.id(), world.period).as_bytes());
    let (mut counted, mut exceptions) = (Counted::default(), Vec::new());
    let (mut awaited, mut aside) = (BTreeMap::new(), BTreeMap::new());
    let (mut first_day, mut carries) = (None::<Date>, None);
    for tally in &mut tallies {
        tally.close(|id| number(tally.scan.kind(), id));
        carries
            .get_or_insert((total(tally.counted).population, tally.awaited.values().sum::<u64>()));
        add(&mut counted.here, tally.counted.here);
        add(&mut counted.imported, tally.counted.imported);
        exceptions.append(&mut tally.exceptions);
        merge(&mut awaited, &tally.awaited);
        merge(&mut aside, &tally.aside);
        first_day = first_day.into_iter().chain(tally.first_day).min();
        digest.update(std::mem::take(&mut tally.digest).finalize());
    }
    exceptions.truncate(exceptions_max);
    let result = match (total(counted).exceptions, carries.unwrap_or_default()) {
        (1.., _) => Outcome::Fail,
        (0, (0, 0)) => Outcome::NoData,
        (0, (0, _)) => Outcome::NotYetDue,
        (0, _) if check.attested().is_some() => Outcome::NeedsPerson,
        (0, _) => Outcome::Pass,
    };
    let until = world.today.tomorrow().unwrap_or(world.today);
    let period = world.period.unwrap_or(Period { from: first_day.unwrap_or(world.today), until });
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

fn merge(to: &mut BTreeMap<&'static str, u64>, more: &BTreeMap<&'static str, u64>) {
    for (reason, count) in more {
        *to.entry(reason).or_default() += count;
    }
}

fn listed(counts: BTreeMap<&'static str, u64>) -> Vec<CountedApart> {
    counts.into_iter().map(|(reason, count)| CountedApart { reason, count }).collect()
}
