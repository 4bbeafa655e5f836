//! Random samples that anybody can draw again, and what a sample says of the whole.
use crate::RecordId;
use rust_decimal::Decimal;

/// The quantile of the normal distribution for an interval of 95 %.
const Z_95: f64 = 1.959_963_984_540_054;

/// What a sample says of the whole from which it was drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy {
    /// The share of the sample that is right, of a hundred.
    pub percent: Decimal,
    /// Where the share of the whole lies at least, in 95 of 100 such samples.
    pub low: Decimal,
    /// Where it lies at most.
    pub high: Decimal,
}

/// The share of a sample that is right, with the interval by Wilson; nothing for an empty sample.
pub fn accuracy(right: u32, drawn: u32) -> Option<Accuracy> {
    if drawn == 0 || right > drawn {
        return None;
    }
    let (n, share) = (f64::from(drawn), f64::from(right) / f64::from(drawn));
    let square = Z_95 * Z_95;
    let middle = share + square / (2.0 * n);
    let reach = Z_95 * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt();
    let whole = 1.0 + square / n;
    let percent = |share: f64| Decimal::from_f64_retain(share * 100.0).map(|one| one.round_dp(2));
    Some(Accuracy {
        percent: percent(share)?,
        low: percent(((middle - reach) / whole).max(0.0))?,
        high: percent(((middle + reach) / whole).min(1.0))?,
    })
}

/// Draws so many members of a population, each with the same chance, by a seed: the same seed draws the same members of
/// the same population, whatever order it comes in. Members come in rising order.
pub fn draw(population: &[RecordId], count: usize, seed: u64) -> Vec<RecordId> {
    let mut left = population.to_vec();
    left.sort_unstable();
    left.dedup();
    let mut state = seed;
    let mut drawn = Vec::new();
    while drawn.len() < count && !left.is_empty() {
        let place = below(&mut state, left.len());
        drawn.push(left.swap_remove(place));
    }
    drawn.sort_unstable();
    drawn
}

/// A number below `count`, each with the same chance.
fn below(state: &mut u64, count: usize) -> usize {
    let count = u64::try_from(count).unwrap_or(u64::MAX).max(1);
    // What lies beyond the last whole multiple is thrown again, or small numbers would come more often.
    let end = u64::MAX - u64::MAX % count;
    loop {
        let number = split_mix(state);
        if number < end {
            return usize::try_from(number % count).unwrap_or_default();
        }
    }
}

/// SplitMix64, which is public and short: a sample can be drawn again with any tool.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut number = *state;
    number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}
