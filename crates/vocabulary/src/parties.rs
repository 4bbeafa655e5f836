//! Who supplies or runs what: how many services, components and processes are in our own hands, and
//! whether others would have all of them.
use crate::RecordId;
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// What others can supply or run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// Whole services.
    Services,
    /// The parts that services are made of.
    Components,
    /// The processes of the management system.
    Processes,
}

impl Aspect {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Services, Self::Components, Self::Processes];

    /// Its name in data and in the middle of a sentence.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Services => "services",
            Self::Components => "components",
            Self::Processes => "processes",
        }
    }

    const fn one(self) -> &'static str {
        match self {
            Self::Services => "service",
            Self::Components => "component",
            Self::Processes => "process",
        }
    }
}

/// A party other than the organization itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// A supplier.
    Supplier(RecordId),
    /// A customer that acts as a supplier.
    Customer(RecordId),
    /// A team of the house that is outside of the management system.
    Team(RecordId),
    /// Somebody else, by name.
    Named(String),
}

/// That a party supplies or runs something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Who.
    pub party: Party,
    /// What sort of thing.
    pub aspect: Aspect,
    /// Which of them: the number of the record, or the place in the list of processes.
    pub subject: RecordId,
    /// Whether nothing of it is left to the organization itself.
    pub is_whole: bool,
}

/// How the services, components or processes in scope are spread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spread {
    /// What is counted.
    pub aspect: Aspect,
    /// How many are in scope.
    pub in_scope: u64,
    /// How many the organization supplies and runs alone.
    pub own: u64,
    /// How many it shares with others.
    pub shared: u64,
    /// How many others supply or run, with nothing left to the organization.
    pub others: u64,
    /// How many of each of them has a party anything to do with, and how many of those with nothing
    /// left to the organization.
    #[serde(skip)]
    pub parties: BTreeMap<Party, (u64, u64)>,
}

impl Spread {
    /// Counts by the shares of others; each of these must be in scope.
    pub fn of(aspect: Aspect, in_scope: u64, shares: &[Share]) -> Self {
        let mine = || shares.iter().filter(|share| share.aspect == aspect);
        let whole: BTreeSet<_> =
            mine().filter(|share| share.is_whole).map(|share| share.subject).collect();
        let touched: BTreeSet<_> = mine().map(|share| share.subject).collect();
        let mut held: BTreeMap<&Party, BTreeMap<RecordId, bool>> = BTreeMap::new();
        for share in mine() {
            *held.entry(&share.party).or_default().entry(share.subject).or_default() |=
                share.is_whole;
        }
        let parties = held.into_iter().map(|(party, subjects)| {
            let of_them = subjects.values().filter(|is_whole| **is_whole).count();
            (party.clone(), (number(subjects.len()), number(of_them)))
        });
        let others = number(whole.len());
        Self {
            aspect,
            in_scope,
            own: in_scope.saturating_sub(number(touched.len())),
            shared: number(touched.len()).saturating_sub(others),
            others,
            parties: parties.collect(),
        }
    }

    /// Whether nothing in scope is left to the organization, not even in part. Where there is
    /// nothing in scope there is nothing to leave.
    pub fn is_all_with_others(&self) -> bool {
        self.in_scope > 0 && self.others >= self.in_scope
    }

    /// The one party that has all of it alone, if one has.
    pub fn sole_party(&self) -> Option<&Party> {
        let has_all = |(_, (_, whole)): &(&Party, &(u64, u64))| *whole >= self.in_scope;
        self.parties.iter().find(has_all).filter(|_| self.in_scope > 0).map(|(party, _)| party)
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.in_scope {
            1 => write!(formatter, "the one {} in scope", self.aspect.one()),
            count => write!(formatter, "all {count} {} in scope", self.aspect.name()),
        }
    }
}

/// Why others may not have all of that, in a sentence; nothing if they do not. `called` names a
/// party.
pub fn refusal(spreads: &[Spread], called: impl FnOnce(&Party) -> String) -> Option<String> {
    let broken: Vec<_> = spreads.iter().filter(|spread| spread.is_all_with_others()).collect();
    if broken.is_empty() {
        return None;
    }
    let first = broken.first().and_then(|spread| spread.sole_party());
    let sole = first.filter(|sole| broken.iter().all(|one| one.sole_party() == Some(*sole)));
    let who = sole.map_or_else(|| "Other parties together".to_owned(), called);
    let what: Vec<_> = broken.iter().map(ToString::to_string).collect();
    Some(format!(
        "{who} would supply or run {}, and nothing of that would be left to yourselves. At least \
         one of each stays in your own hands, if only in part: say what you do of it yourselves, \
         or end another involvement first.",
        what.join(" and ")
    ))
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(party: RecordId, aspect: Aspect, subject: RecordId, is_whole: bool) -> Share {
        Share { party: Party::Supplier(party), aspect, subject, is_whole }
    }

    fn called(party: &Party) -> String {
        if *party == Party::Supplier(1) { "Lines Ltd".to_owned() } else { "Halls Ltd".to_owned() }
    }

    #[test]
    fn what_others_have_is_counted_once_and_what_is_shared_stays_ours() {
        let shares = [
            share(1, Aspect::Services, 1, true),
            share(2, Aspect::Services, 1, true),
            share(1, Aspect::Services, 2, false),
            share(1, Aspect::Components, 3, true),
        ];
        let spread = Spread::of(Aspect::Services, 4, &shares);
        assert_eq!((spread.own, spread.shared, spread.others), (2, 1, 1));
        assert_eq!(spread.parties.get(&Party::Supplier(1)), Some(&(2, 1)));
        assert_eq!(spread.parties.get(&Party::Supplier(2)), Some(&(1, 1)));
        assert!(!spread.is_all_with_others());
        assert_eq!(refusal(&[spread], called), None);
    }

    #[test]
    fn one_party_with_everything_is_named() {
        let shares = [share(1, Aspect::Services, 1, true), share(1, Aspect::Services, 2, true)];
        let spread = Spread::of(Aspect::Services, 2, &shares);
        assert_eq!(spread.sole_party(), Some(&Party::Supplier(1)));
        let sentence = refusal(&[spread], called).unwrap();
        assert!(sentence.starts_with("Lines Ltd would supply or run all 2 services in scope,"));
    }

    #[test]
    fn two_parties_with_everything_between_them_are_as_bad() {
        let shares = [
            share(1, Aspect::Processes, 1, true),
            share(2, Aspect::Processes, 2, true),
            share(2, Aspect::Components, 9, true),
        ];
        let spreads = [
            Spread::of(Aspect::Services, 3, &shares),
            Spread::of(Aspect::Components, 1, &shares),
            Spread::of(Aspect::Processes, 2, &shares),
        ];
        assert!(spreads.iter().skip(1).all(Spread::is_all_with_others));
        let [_, components, processes] = &spreads;
        assert_eq!(components.sole_party(), Some(&Party::Supplier(2)));
        assert_eq!(processes.sole_party(), None);
        let sentence = refusal(std::slice::from_ref(processes), called).unwrap();
        assert!(sentence.starts_with("Other parties together would"), "{sentence}");
        let sentence = refusal(&spreads, called).unwrap();
        let words = "Other parties together would supply or run the one component in scope and all 2 \
                     processes in scope,";
        assert!(sentence.starts_with(words), "no one party has all of it: {sentence}");
    }

    #[test]
    fn a_part_that_stays_ours_is_enough_and_nothing_is_no_breach() {
        let shares = [share(1, Aspect::Services, 1, true), share(1, Aspect::Services, 2, false)];
        assert!(!Spread::of(Aspect::Services, 2, &shares).is_all_with_others());
        let empty = Spread::of(Aspect::Components, 0, &[]);
        assert!(!empty.is_all_with_others() && empty.sole_party().is_none());
    }
}
