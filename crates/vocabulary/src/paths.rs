//! What a service needs to work, as a tree of parts: all of these, or one of those. Both how available it can be by
//! design and when it was down follow from it.
use crate::{
    availability::{intersection, redundant, serial, union},
    calendar::Span,
};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What something needs to work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Path<P> {
    /// A part, by what stands for it.
    Part(P),
    /// All of these.
    All(Vec<Self>),
    /// One of these.
    Any(Vec<Self>),
}

/// So many parts that stand behind several members of groups are counted exactly; with more of them they are taken as
/// independent.
const SHARED_MAX: usize = 10;

/// How available something is by design.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Design<P> {
    /// As a share of one; nothing where no part has a figure.
    pub share: Option<Decimal>,
    /// The parts that are needed by several members of groups, so that the group is less safe than it looks.
    pub shared: BTreeSet<P>,
    /// Whether there were too many shared parts to count them exactly.
    pub is_rough: bool,
}

impl<P: Copy + Ord> Path<P> {
    /// Every part in it.
    pub fn parts(&self) -> BTreeSet<P> {
        let mut counts = BTreeMap::new();
        self.count(&mut counts);
        counts.into_keys().collect()
    }

    /// The parts without which nothing works.
    pub fn needed(&self) -> BTreeSet<P> {
        match self {
            Self::Part(id) => BTreeSet::from([*id]),
            Self::All(paths) => paths.iter().flat_map(Self::needed).collect(),
            Self::Any(paths) => {
                let mut each = paths.iter().map(Self::needed);
                let first = each.next().unwrap_or_default();
                each.fold(first, |common, more| common.intersection(&more).copied().collect())
            }
        }
    }

    fn count(&self, counts: &mut BTreeMap<P, usize>) {
        match self {
            Self::Part(id) => *counts.entry(*id).or_default() += 1,
            Self::All(paths) | Self::Any(paths) => {
                for path in paths {
                    path.count(counts);
                }
            }
        }
    }

    /// How available it is, from the shares of its parts. Parts without a share are left out. A part that is needed in
    /// several places is one part: it is not counted twice.
    pub fn design(&self, shares: &BTreeMap<P, Decimal>) -> Design<P> {
        let needed = self.needed();
        let mut counts = BTreeMap::new();
        self.count(&mut counts);
        let again = counts.iter().filter(|(id, count)| **count > 1 && !needed.contains(*id));
        let shared: BTreeSet<_> = again.map(|(id, _)| *id).collect();
        let behind: BTreeSet<_> = self.behind_groups().intersection(&needed).copied().collect();
        let is_rough = shared.len() > SHARED_MAX;
        let known = needed.iter().filter_map(|id| shares.get(id)).copied();
        let given = needed.iter().map(|id| (*id, true)).collect();
        let counts_exactly = |id: &P| !is_rough && shares.contains_key(id);
        let split: Vec<_> = shared.iter().copied().filter(counts_exactly).collect();
        let rest = self.conditioned(shares, given, &split);
        let has_figures = self.parts().iter().any(|id| shares.contains_key(id));
        let share = has_figures.then(|| serial(known) * rest);
        Design { share, shared: shared.union(&behind).copied().collect(), is_rough }
    }

    /// The parts that stand within a group.
    fn behind_groups(&self) -> BTreeSet<P> {
        match self {
            Self::Part(_) => BTreeSet::new(),
            Self::All(paths) => paths.iter().flat_map(Self::behind_groups).collect(),
            Self::Any(paths) if paths.len() > 1 => paths.iter().flat_map(Self::parts).collect(),
            Self::Any(paths) => paths.iter().flat_map(Self::behind_groups).collect(),
        }
    }

    /// Splits by whether each shared part works, so that what is left is independent.
    fn conditioned(
        &self,
        shares: &BTreeMap<P, Decimal>,
        given: BTreeMap<P, bool>,
        split: &[P],
    ) -> Decimal {
        let Some((part, rest)) = split.split_first() else { return self.share(shares, &given) };
        let share = shares.get(part).copied().unwrap_or(Decimal::ONE);
        let with = |works| {
            let mut given = given.clone();
            given.insert(*part, works);
            self.conditioned(shares, given, rest)
        };
        share * with(true) + (Decimal::ONE - share) * with(false)
    }

    fn share(&self, shares: &BTreeMap<P, Decimal>, given: &BTreeMap<P, bool>) -> Decimal {
        match self {
            Self::Part(id) => match given.get(id) {
                Some(works) => Decimal::from(u8::from(*works)),
                None => shares.get(id).copied().unwrap_or(Decimal::ONE),
            },
            Self::All(paths) => serial(paths.iter().map(|path| path.share(shares, given))),
            Self::Any(paths) if paths.is_empty() => Decimal::ONE,
            Self::Any(paths) => redundant(paths.iter().map(|path| path.share(shares, given))),
        }
    }

    /// When it did not work, from the times in which its parts did not: any of those that are all needed, and only
    /// where all of a group were down at once.
    pub fn down(&self, downs: &BTreeMap<P, Vec<Span>>) -> Vec<Span> {
        match self {
            Self::Part(id) => union(downs.get(id).into_iter().flatten().copied()),
            Self::All(paths) => union(paths.iter().flat_map(|path| path.down(downs))),
            Self::Any(paths) => {
                let mut each = paths.iter().map(|path| path.down(downs));
                let first = each.next().unwrap_or_default();
                each.fold(first, |common, more| intersection(&common, &more))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RecordId;
    use jiff::Timestamp;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn shares(of: &[(RecordId, &str)]) -> BTreeMap<RecordId, Decimal> {
        of.iter().map(|(id, text)| (*id, number(text))).collect()
    }

    fn parts(ids: &[RecordId]) -> Vec<Path<RecordId>> {
        ids.iter().map(|id| Path::Part(*id)).collect()
    }

    #[test]
    fn vector_avl_6_by_design() {
        let chain = Path::All(parts(&[1, 2, 3]));
        let of = shares(&[(1, "0.999"), (2, "0.995"), (3, "0.9995"), (4, "0.99"), (5, "0.99")]);
        assert_eq!(chain.design(&of).share.unwrap().round_dp(6), number("0.993508"));
        let pair = Path::Any(parts(&[4, 5]));
        assert_eq!(pair.design(&of).share, Some(number("0.9999")));
        let both = Path::All([parts(&[1, 2]), vec![pair]].concat());
        assert_eq!(both.design(&of).share.unwrap().round_dp(6), number("0.993906"));
    }

    #[test]
    fn a_part_that_is_needed_twice_counts_once() {
        let of = shares(&[(1, "0.9"), (2, "0.8")]);
        let twice = Path::All(vec![Path::All(parts(&[1, 2])), Path::Part(1)]);
        assert_eq!(twice.design(&of).share, Some(number("0.72")));
    }

    #[test]
    fn a_host_under_both_of_a_pair_is_not_made_safe_by_the_pair() {
        let of = shares(&[(1, "0.9"), (2, "0.9"), (9, "0.8")]);
        let on_one_host = Path::Any(vec![Path::All(parts(&[1, 9])), Path::All(parts(&[2, 9]))]);
        let design = on_one_host.design(&of);
        assert_eq!(design.share, Some(number("0.792")), "0.8 of 0.99");
        assert_eq!(design.shared, BTreeSet::from([9]));
        // Of three, two share a part: it is needed by neither all nor none.
        let three =
            Path::Any(vec![Path::All(parts(&[1, 9])), Path::All(parts(&[2, 9])), Path::Part(3)]);
        let of = shares(&[(1, "0.9"), (2, "0.9"), (9, "0.8"), (3, "0.5")]);
        let design = three.design(&of);
        assert_eq!(design.share, Some(number("0.896")), "1 - (1 - 0.792) x 0.5");
        assert_eq!((design.shared, design.is_rough), (BTreeSet::from([9]), false));
    }

    #[test]
    fn parts_without_a_share_are_left_out_and_nothing_known_is_no_figure() {
        let path = Path::All(parts(&[1, 2]));
        assert_eq!(path.design(&shares(&[(1, "0.9")])).share, Some(number("0.9")));
        assert_eq!(path.design(&BTreeMap::new()).share, None);
    }

    #[test]
    fn a_pair_is_down_only_where_both_are() {
        let span = |from: i64, to: i64| Span {
            from: Timestamp::from_second(from).unwrap(),
            to: Timestamp::from_second(to).unwrap(),
        };
        let downs = BTreeMap::from([
            (1, vec![span(0, 10)]),
            (2, vec![span(5, 20)]),
            (3, vec![span(30, 40)]),
        ]);
        let path = Path::All(vec![Path::Any(parts(&[1, 2])), Path::Part(3)]);
        assert_eq!(path.down(&downs), [span(5, 10), span(30, 40)]);
    }
}
