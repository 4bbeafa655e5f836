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

/// How many members of a population have to be asked so that a share is known, in 95 of 100 such samples, to so many
/// points of a hundred: the cautious share of one half, corrected for a finite population, rounded up. Nothing for a
/// margin that is none.
pub fn size(population: u64, margin_percent: Decimal) -> Option<u64> {
    if margin_percent <= Decimal::ZERO || margin_percent > Decimal::ONE_HUNDRED {
        return None;
    }
    let quantile = Decimal::from_f64_retain(Z_95)?;
    let margin = margin_percent / Decimal::ONE_HUNDRED;
    let endless = quantile * quantile / Decimal::from(4) / (margin * margin);
    let all = Decimal::from(population);
    if population == 0 {
        return Some(0);
    }
    let corrected = endless / (Decimal::ONE + (endless - Decimal::ONE) / all);
    u64::try_from(corrected.ceil()).ok().map(|size| size.min(population))
}

/// For which audit of a certificate sites are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteAudit {
    /// The first one: the square root of the sites.
    Initial,
    /// One between: 0.6 times the square root.
    Surveillance,
    /// The one that renews: 0.8 times the square root.
    Recertification,
}

/// How many of alike sites an audit looks at, rounded up: a rule of thumb of certification bodies (IAF MD 1).
pub fn sites(all: u64, audit: SiteAudit) -> u64 {
    let tenths: u64 = match audit {
        SiteAudit::Initial => 10,
        SiteAudit::Surveillance => 6,
        SiteAudit::Recertification => 8,
    };
    // The least whole number whose square is the share's square times all, so that no root is rounded.
    let least = tenths.saturating_mul(tenths).saturating_mul(all);
    let reaches = |count: &u64| count.saturating_mul(*count).saturating_mul(100) >= least;
    (0..=all).find(reaches).unwrap_or(all)
}

/// Whether one of many is among a share of them, by a seed: the same answer whenever it is asked.
pub fn is_among(id: RecordId, share_percent: u64, seed: u64) -> bool {
    let mut state = seed ^ id.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15);
    split_mix(&mut state);
    split_mix(&mut state) % 100 < share_percent
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vector_smp_1_a_finite_population_needs_fewer_answers() {
        let of = |population| size(population, Decimal::TEN);
        assert_eq!((of(400), of(60), of(5_000)), (Some(78), Some(38), Some(95)));
        assert_eq!((of(0), of(1), of(3)), (Some(0), Some(1), Some(3)));
        assert_eq!((size(400, Decimal::ZERO), size(400, Decimal::from(101))), (None, None));
    }

    #[test]
    fn vector_smp_3_of_25_sites_some_are_looked_at() {
        let of_25 = |audit| sites(25, audit);
        let each = [SiteAudit::Initial, SiteAudit::Surveillance, SiteAudit::Recertification];
        assert_eq!(each.map(of_25), [5, 3, 4]);
        assert_eq!(each.map(|audit| sites(1, audit)), [1, 1, 1]);
        assert_eq!((sites(0, SiteAudit::Initial), sites(10, SiteAudit::Initial)), (0, 4));
    }

    #[test]
    fn a_share_of_many_is_near_what_was_asked_for_and_stays_the_same() {
        let among = |share, seed| (1..=10_000).filter(|id| is_among(*id, share, seed)).count();
        assert!((2_300..=2_700).contains(&among(25, 7)), "{}", among(25, 7));
        assert_eq!((among(0, 7), among(100, 7)), (0, 10_000));
        assert_eq!(among(25, 7), among(25, 7));
        assert!((1..200).any(|id| is_among(id, 50, 1) != is_among(id, 50, 2)), "the seed counts");
    }
}
