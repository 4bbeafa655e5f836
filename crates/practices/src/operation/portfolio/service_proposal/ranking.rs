//! Where a proposal stands among the others, from five questions that anybody can answer.
use super::ServiceProposal;
use gemba_model::Choice;

/// How much a proposal is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Need {
    /// It would be nice to have.
    Nice,
    /// Work is harder, dearer or slower without it.
    Wanted,
    /// A law, a contract or a customer's business demands it.
    Must,
}

/// How far a proposal serves the aims of the organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Aims {
    /// No aim speaks of it.
    None,
    /// It helps with an aim in passing.
    Partly,
    /// An aim is not reached without it.
    Directly,
}

/// How many people are better off by a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Reach {
    /// A few people.
    Few,
    /// One customer, or one part of the organization.
    Some,
    /// Several customers, or everybody.
    Many,
}

/// Whether there are people and money for a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Means {
    /// Neither people nor money are in sight.
    None,
    /// Some of it is there, or all of it later.
    Partly,
    /// Everything is there.
    Whole,
}

/// How much can go wrong with a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Risk {
    /// Other services can suffer, and it is hard to turn back.
    High,
    /// Something can go wrong, and can be put right.
    Medium,
    /// Hardly anything.
    Low,
}

/// Need and aims decide more than what is at hand today.
const WEIGHT_OF_NEED: i64 = 2;

/// The five answers as points, the first choice none and the last two, need and aims twice; nothing
/// while one is missing.
pub(super) fn score(me: &ServiceProposal) -> Option<i64> {
    let of_need = points(me.rank_need)? + points(me.rank_aims)?;
    let of_rest = points(me.rank_reach)? + points(me.rank_means)? + points(me.rank_risk)?;
    Some(of_need * WEIGHT_OF_NEED + of_rest)
}

fn points<T: Choice + PartialEq>(answer: Option<T>) -> Option<i64> {
    let place = T::ALL.iter().position(|one| answer == Some(*one))?;
    i64::try_from(place).ok()
}
