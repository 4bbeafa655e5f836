//! What the demo leaves open on purpose, one file for each half of the clauses.
pub mod management;
pub mod operation;

/// Every requirement that is open in the demo.
pub fn all() -> Vec<&'static str> {
    management::GAPS.iter().chain(operation::GAPS).map(|(id, _)| *id).collect()
}
