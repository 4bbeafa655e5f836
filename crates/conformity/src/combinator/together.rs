//! What records have to make up together: each of them is right, and none is missing.
use super::{Rule, Verdict, kept_if};
use crate::{condition::Condition, reads::Reads, world::Slot};
use std::collections::BTreeSet;

/// What a set of records has to make up.
#[derive(Clone, Copy, Debug)]
pub struct Whole {
    /// Their kind.
    pub kind: &'static str,
    /// Their field that says which part each is.
    pub part: &'static str,
    /// The parts that there have to be.
    pub parts: &'static [&'static str],
    /// Whether what a record says is that part.
    pub is: fn(said: &str, part: &str) -> bool,
    /// What is wrong where some are missing; their list follows, as in `stands beside a gap: no process for`.
    pub otherwise: &'static str,
}

/// The records that meet the condition make up the whole. Whatever is missing is told once, of the first of them.
pub fn together(whole: Whole, that: Condition) -> Rule {
    let Whole { kind, part, parts, is, otherwise } = whole;
    let reads = that.reads().clone().and(Reads::fields(&[part])).of_kind(kind);
    let (slot, read) = (Slot::fresh(), reads.others.keys().copied().collect::<Vec<_>>());
    Rule::new(reads, move |member| {
        let found = member.world.once(slot, &read, || {
            let counting = || member.world.all(kind).filter(|one| that.holds(one));
            let said: BTreeSet<_> = counting().map(|one| one.text(part)).collect();
            let missing = parts.iter().filter(|part| !said.iter().any(|said| is(said, part)));
            let missing: Vec<_> = missing.map(|part| part.replace('_', " ")).collect();
            (counting().next().map(|first| first.id()), missing)
        });
        match found.as_deref() {
            Some((Some(first), missing)) if *first == member.id() => {
                kept_if(missing.is_empty(), || format!("{otherwise} {}", missing.join(", ")))
            }
            _ => Verdict::Kept,
        }
    })
}

/// The words are the same, capitals aside.
pub fn same(said: &str, part: &str) -> bool {
    said.trim().eq_ignore_ascii_case(part)
}

/// A clause is covered by itself, and by the one that it is a part of: 8.6 covers 8.6.1. A whole chapter covers
/// nothing: who says “8” has not said which process.
pub fn of_clause(said: &str, clause: &str) -> bool {
    let said = said.trim();
    let is_within = clause.strip_prefix(said).is_some_and(|rest| rest.starts_with('.'));
    said == clause || (said.contains('.') && is_within)
}

#[cfg(test)]
mod tests {
    use super::of_clause;

    #[test]
    fn a_clause_is_covered_by_itself_and_by_what_it_is_a_part_of() {
        assert!(of_clause("8.6.1", "8.6.1") && of_clause(" 8.6", "8.6.1"));
        assert!(!of_clause("8.6.1", "8.6") && !of_clause("8.6", "8.60") && !of_clause("8", "8.6"));
        assert!(!of_clause("", "8.6"));
    }
}
