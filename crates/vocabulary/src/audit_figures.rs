//! How much attention an area deserves in an audit programme, from what its records tell.

/// What the records tell of an area since the cycle before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// How many records of its work there were.
    pub records: u64,
    /// How often what it rests on was changed: its process, or changes that name it.
    pub changes: u64,
    /// How many grave findings earlier audits had there.
    pub majors: u64,
    /// How many lesser findings they had there.
    pub minors: u64,
    /// Whether an audit that was reported looked at it within the cycle before.
    pub was_audited: bool,
}

/// From so many records on an area is one of much work.
pub const MUCH_WORK: u64 = 100;
/// The greatest importance.
pub const IMPORTANCE_MAX: i64 = 5;

/// What importance is suggested, from 1 to 5: one to begin with, one for much work, one for changes, two for a grave
/// finding or one for a lesser one, and one where nobody looked for a cycle. People decide; this only reminds.
pub fn importance(told: Told) -> i64 {
    let results = match (told.majors, told.minors) {
        (0, 0) => 0,
        (0, _) => 1,
        _ => 2,
    };
    let points = 1
        + i64::from(told.records >= MUCH_WORK)
        + i64::from(told.changes > 0)
        + results
        + i64::from(!told.was_audited);
    points.min(IMPORTANCE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_changes_results_and_neglect_make_an_area_important() {
        let quiet = Told { was_audited: true, ..Told::default() };
        assert_eq!((importance(quiet), importance(Told::default())), (1, 2));
        assert_eq!(importance(Told { records: 100, ..quiet }), 2);
        assert_eq!(importance(Told { minors: 3, ..quiet }), 2);
        assert_eq!(importance(Told { majors: 1, minors: 1, changes: 2, ..quiet }), 4);
        let all = Told { records: 900, changes: 1, majors: 2, minors: 0, was_audited: false };
        assert_eq!(importance(all), IMPORTANCE_MAX);
    }
}
