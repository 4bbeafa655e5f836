//! Which records were judged for a requirement: not all of a million, but how many, and the last of them.
use crate::{
    check::{Check, Judgement, Scan},
    checks,
    requirement::{Edition, Requirement},
    run::{gathered, reads_of},
    world::{Member, World, day_of},
};
use gemba_model::check::{Evidence, EvidenceFault, Period};
use gemba_vocabulary::RecordId;
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

/// Records of one kind that were judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// How many there were.
    pub count: u64,
    /// The last of them, in the order of their numbers.
    pub last: VecDeque<RecordId>,
}

/// Records judged, by their kinds.
pub type ByKind = BTreeMap<&'static str, Judged>;

/// Which records were judged for each of these requirements, by its id: how many of each kind, and the last `max` of
/// them. Requirements of an older edition are shown by what shows what they became. What the reader may not read shows
/// nothing.
pub fn judged(
    asked: &[&Requirement],
    evidence: &dyn Evidence,
    period: Option<Period>,
    max: usize,
) -> Result<BTreeMap<String, ByKind>, EvidenceFault> {
    let today = Edition::named("2018").map_err(|fault| EvidenceFault(fault.to_string()))?;
    let ids_of = |one: &Requirement| {
        one.became.as_ref().map_or_else(|| vec![one.id.clone()], |became| became.ids.clone())
    };
    let ids: BTreeSet<_> = asked.iter().flat_map(|one| ids_of(one)).collect();
    let mut may_read = BTreeMap::new();
    let mut seen = |check: &&Check| {
        reads_of(check).into_iter().all(|(kind, reads)| {
            let mut kinds = reads.others.into_keys().chain([kind]);
            kinds.all(|kind| *may_read.entry(kind).or_insert_with(|| evidence.may_read(kind)))
        })
    };
    let checks = checks::held(today);
    let checks: Vec<_> = checks.iter().filter(|check| ids.contains(check.id())).collect();
    let checks: Vec<_> = checks.into_iter().filter(|check| seen(check)).collect();
    let of_checks = walk(&checks, evidence, period, max)?;
    let joined = asked.iter().map(|one| {
        let mut all = ByKind::new();
        for id in ids_of(one) {
            for (kind, part) in of_checks.get(id.as_str()).into_iter().flatten() {
                add(all.entry(*kind).or_default(), part, max);
            }
        }
        (one.id.clone(), all)
    });
    Ok(joined.collect())
}

fn walk(
    checks: &[&Check],
    evidence: &dyn Evidence,
    period: Option<Period>,
    max: usize,
) -> Result<BTreeMap<&'static str, ByKind>, EvidenceFault> {
    let gathered = Arc::new(gathered(checks.iter().copied(), evidence)?);
    let world = World::new(Arc::clone(&gathered), evidence.now(), period);
    let mut found = BTreeMap::<&'static str, ByKind>::new();
    let scans: Vec<(&'static str, &Scan)> = checks
        .iter()
        .flat_map(|check| check.scans().iter().map(|scan| (check.id(), scan)))
        .collect();
    let kinds: BTreeSet<_> = scans.iter().map(|(_, scan)| scan.kind()).collect();
    for kind in kinds {
        let Some(kept) = gathered.kind(kind) else { continue };
        let of_kind: Vec<_> = scans.iter().filter(|(_, scan)| scan.kind() == kind).collect();
        kept.each(&world, evidence, &mut |member| {
            for (id, scan) in &of_kind {
                if is_judged(scan, member) {
                    let judged = found.entry(*id).or_default().entry(kind).or_default();
                    // Several scans of one check can judge the same record.
                    if judged.last.back() != Some(&member.id()) {
                        judged.count += 1;
                        judged.last.push_back(member.id());
                        if judged.last.len() > max {
                            judged.last.pop_front();
                        }
                    }
                }
            }
        })?;
    }
    Ok(found)
}

fn is_judged(scan: &Scan, member: &Member<'_>) -> bool {
    let day =
        scan.dated().map(|field| member.day(field).unwrap_or_else(|| day_of(member.recorded_at())));
    day.is_none_or(|day| member.world.looks_at(day))
        && matches!(scan.judge(member), Judgement::Kept | Judgement::Broken(_))
}

fn add(to: &mut Judged, more: &Judged, max: usize) {
    let mut last: BTreeSet<_> = to.last.iter().copied().collect();
    to.count += more.count;
    last.extend(&more.last);
    let skip = last.len().saturating_sub(max);
    to.last = last.into_iter().skip(skip).collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(count: u64, last: &[RecordId]) -> Judged {
        Judged { count, last: last.iter().copied().collect() }
    }

    #[test]
    fn what_two_requirements_judged_is_counted_for_each_and_listed_once() {
        let mut all = of(2, &[1, 3]);
        add(&mut all, &of(2, &[2, 3]), 2);
        assert_eq!(all, of(4, &[2, 3]));
    }
}
