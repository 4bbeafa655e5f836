//! The checks, one file a clause. A new one is a file, its `mod` line and its line in [`of`].
use crate::{check::Check, requirement::Edition};

pub mod clause_8_3_3;
pub mod clause_8_6_1;

/// All checks written for an edition.
pub fn of(edition: &Edition) -> Vec<Check> {
    match edition.name {
        "2018" => [clause_8_3_3::checks(), clause_8_6_1::checks()].into_iter().flatten().collect(),
        _ => Vec::new(),
    }
}
