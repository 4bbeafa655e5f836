//! When records first did something.
use gemba_vocabulary::RecordId;
use jiff::Timestamp;

/// The earliest moment of each of some records, in the order of their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Firsts(Vec<(RecordId, Timestamp)>);

impl Firsts {
    /// Of any number of moments of each record, in any order, the earliest counts.
    pub fn of(mut moments: Vec<(RecordId, Timestamp)>) -> Self {
        moments.sort_unstable();
        moments.dedup_by_key(|(record, _)| *record);
        moments.shrink_to_fit();
        Self(moments)
    }

    /// The earliest moment of a record.
    pub fn get(&self, record: RecordId) -> Option<Timestamp> {
        self.0.get(self.place(record).ok()?).map(|(_, at)| *at)
    }

    /// The records that did it, in the order of their numbers.
    pub fn records(&self) -> impl Iterator<Item = RecordId> {
        self.0.iter().map(|(record, _)| *record)
    }

    /// Puts what is so now in the place of what was so of a record.
    pub fn set(&mut self, record: RecordId, at: Option<Timestamp>) {
        match (self.place(record), at) {
            (Ok(place), Some(at)) => {
                self.0.get_mut(place).into_iter().for_each(|(_, first)| *first = at);
            }
            (Ok(place), None) => _ = self.0.remove(place),
            (Err(place), Some(at)) => self.0.insert(place, (record, at)),
            (Err(_), None) => {}
        }
    }

    /// Leaves out the records of which that is not so.
    pub fn retain(&mut self, mut is_left: impl FnMut(RecordId) -> bool) {
        self.0.retain(|(record, _)| is_left(*record));
    }

    fn place(&self, record: RecordId) -> Result<usize, usize> {
        self.0.binary_search_by_key(&record, |(record, _)| *record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_moment_of_each_record_counts() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let mut firsts = Firsts::of(vec![(7, at(9)), (2, at(5)), (7, at(3)), (7, at(4))]);
        assert_eq!((firsts.get(2), firsts.get(7), firsts.get(3)), (Some(at(5)), Some(at(3)), None));
        firsts.set(3, Some(at(1)));
        firsts.set(7, None);
        firsts.set(2, Some(at(6)));
        firsts.set(9, None);
        assert_eq!(firsts, Firsts::of(vec![(3, at(1)), (2, at(6))]));
        firsts.retain(|record| record != 3);
        assert_eq!(firsts, Firsts::of(vec![(2, at(6))]));
    }
}
