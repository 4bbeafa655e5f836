//! Chance that can be had again: the same seed throws the same numbers.

/// Dice by the generator splitmix64 (Steele, Lea and Flood, 2014): small, quick, and good enough for
/// a story. Never for secrets.
pub struct Dice {
    state: u64,
}

impl Dice {
    /// Dice for one purpose: each purpose has its own, so that one more throw in one place does not
    /// change all others.
    pub fn new(seed: u64, purpose: u64) -> Self {
        let mut dice = Self { state: seed ^ purpose.wrapping_mul(0xD1B5_4A32_D192_ED03) };
        dice.throw();
        dice
    }

    fn throw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included; `low` if there is nothing between them.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let count = u64::try_from(high.saturating_sub(low)).unwrap_or(0).saturating_add(1);
        low.saturating_add(i64::try_from(self.throw() % count).unwrap_or(0))
    }

    /// Whether something with a chance of so many percent happens.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of several; nothing if there are none.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let last = i64::try_from(of.len()).ok()?.checked_sub(1)?;
        of.get(usize::try_from(self.between(0, last)).ok()?)
    }

    /// Brings them into another order.
    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for place in (1..all.len()).rev() {
            let other = self.between(0, i64::try_from(place).unwrap_or(0));
            all.swap(place, usize::try_from(other).unwrap_or(place));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_same_seed_throws_the_same_numbers_and_another_purpose_others() {
        let throws = |seed, purpose| {
            let mut dice = Dice::new(seed, purpose);
            (0..20).map(|_| dice.between(1, 1000)).collect::<Vec<_>>()
        };
        assert_eq!(throws(1, 2), throws(1, 2));
        assert_ne!(throws(1, 2), throws(1, 3));
        assert_ne!(throws(1, 2), throws(2, 2));
    }

    #[test]
    fn all_numbers_come_and_none_beyond() {
        let mut dice = Dice::new(7, 0);
        let mut seen = [0; 6];
        for _ in 0..600 {
            let number = dice.between(1, 6);
            seen[usize::try_from(number - 1).unwrap()] += 1;
        }
        assert!(seen.iter().all(|count| (60..=150).contains(count)), "{seen:?}");
        assert_eq!(dice.between(5, 5), 5);
        assert_eq!(dice.pick::<i64>(&[]), None);
    }

    #[test]
    fn shuffling_keeps_everything() {
        let mut cards: Vec<i64> = (0..50).collect();
        Dice::new(3, 1).shuffle(&mut cards);
        assert_ne!(cards, (0..50).collect::<Vec<_>>());
        cards.sort_unstable();
        assert_eq!(cards, (0..50).collect::<Vec<_>>());
    }
}
