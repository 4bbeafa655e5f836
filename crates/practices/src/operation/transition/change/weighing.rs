//! The risk of a change, from five questions that anybody can answer.
use super::Change;
use gemba_model::{Choice, library::Level};

/// How many people feel it if a change goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Reach {
    /// A few people, who can go on working.
    Few,
    /// One team or one customer.
    Some,
    /// Several customers, or a vital part of the work.
    Many,
}

/// How often a change was done before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Experience {
    /// Several times, by the same people.
    Often,
    /// Once or twice, or by others.
    Seldom,
    /// Never here.
    Never,
}

/// How much of a change was tried out beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Testing {
    /// All of it, on something like the real thing.
    Whole,
    /// Some of it.
    Part,
    /// Nothing of it.
    None,
}

/// How fast a change can be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Reversal {
    /// Within minutes.
    Minutes,
    /// Within hours.
    Hours,
    /// Hardly or not at all.
    Never,
}

/// How many have to act together in a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Parties {
    /// One team alone.
    One,
    /// Two or three teams.
    Few,
    /// Many teams, or a supplier as well.
    Many,
}

/// From so many points on the risk is medium, and from so many high; ten is the most.
const MEDIUM_POINTS: i64 = 4;
const HIGH_POINTS: i64 = 7;

/// The five answers as points, the first choice none and the last two; nothing while one is missing.
pub(super) fn score(me: &Change) -> Option<i64> {
    let points = [
        points(me.risk_reach)?,
        points(me.risk_experience)?,
        points(me.risk_testing)?,
        points(me.risk_back_out)?,
        points(me.risk_parties)?,
    ];
    Some(points.into_iter().sum())
}

/// How many of the five were answered.
pub(super) fn answered(me: &Change) -> usize {
    let answers = [
        me.risk_reach.is_some(),
        me.risk_experience.is_some(),
        me.risk_testing.is_some(),
        me.risk_back_out.is_some(),
        me.risk_parties.is_some(),
    ];
    answers.into_iter().filter(|is_answered| *is_answered).count()
}

/// The risk that a score stands for. What many feel and nobody can undo is never a small risk.
pub(super) fn risk(me: &Change, score: i64) -> Level {
    let is_grave = me.risk_reach == Some(Reach::Many) && me.risk_back_out == Some(Reversal::Never);
    match score {
        HIGH_POINTS.. => Level::High,
        _ if is_grave => Level::High,
        MEDIUM_POINTS.. => Level::Medium,
        _ => Level::Low,
    }
}

fn points<T: Choice + PartialEq>(answer: Option<T>) -> Option<i64> {
    let place = T::ALL.iter().position(|one| answer == Some(*one))?;
    i64::try_from(place).ok()
}
