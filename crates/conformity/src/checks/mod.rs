//! The checks, one file a clause. A new one is a file, its `mod` line and its line in [`of`].
use crate::{check::Check, requirement::Edition};
use std::sync::{Arc, OnceLock};

pub mod clause_10;
pub mod clause_4;
pub mod clause_5;
pub mod clause_6;
pub mod clause_7;
pub mod clause_7_5;
pub mod clause_8_1;
pub mod clause_8_2;
pub mod clause_8_2_6;
pub mod clause_8_3;
pub mod clause_8_3_3;
pub mod clause_8_4;
pub mod clause_8_5_1;
pub mod clause_8_5_2;
pub mod clause_8_5_3;
pub mod clause_8_6;
pub mod clause_8_6_1;
pub mod clause_8_7;
pub mod clause_8_7_3;
pub mod clause_9;
mod competence;
mod coverage;
pub mod parts;

/// All checks written for an edition, put together once: those of today's are asked again and again.
pub(crate) fn held(edition: &Edition) -> Arc<Vec<Check>> {
    static TODAY: OnceLock<Arc<Vec<Check>>> = OnceLock::new();
    match edition.name {
        "2018" => Arc::clone(TODAY.get_or_init(|| Arc::new(of(edition)))),
        _ => Arc::new(of(edition)),
    }
}

/// All checks written for an edition.
pub fn of(edition: &Edition) -> Vec<Check> {
    match edition.name {
        "2018" => [
            clause_4::checks(),
            clause_5::checks(),
            clause_6::checks(),
            clause_7::checks(),
            clause_7_5::checks(),
            clause_8_1::checks(),
            clause_8_2::checks(),
            clause_8_2_6::checks(),
            clause_8_3::checks(),
            clause_8_3_3::checks(),
            clause_8_4::checks(),
            clause_8_5_1::checks(),
            clause_8_5_2::checks(),
            clause_8_5_3::checks(),
            clause_8_6_1::checks(),
            clause_8_6::checks(),
            clause_8_7::checks(),
            clause_8_7_3::checks(),
            clause_9::checks(),
            clause_10::checks(),
        ]
        .into_iter()
        .flatten()
        .collect(),
        _ => Vec::new(),
    }
}
