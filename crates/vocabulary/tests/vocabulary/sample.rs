//! Samples and what they say.
use gemba_vocabulary::sample::{accuracy, draw};
use std::collections::BTreeMap;

/// Vector SMP-2 of the calculations: 138 of 150 items match.
#[test]
fn a_sample_says_how_accurate_the_whole_is() {
    let found = accuracy(138, 150).unwrap();
    let told = [found.percent, found.low, found.high].map(|one| one.to_string());
    assert_eq!(
        told.each_ref().map(|one| one.trim_end_matches('0').trim_end_matches('.')),
        ["92", "86.54", "95.36"]
    );
    let all = accuracy(10, 10).unwrap();
    assert_eq!(all.high.normalize().to_string(), "100");
    assert!(all.low < all.percent, "ten of ten do not prove that all are right");
    assert_eq!((accuracy(0, 0), accuracy(3, 2)), (None, None));
}

#[test]
fn a_seed_draws_the_same_again_whatever_the_order() {
    let population: Vec<i64> = (1..=500).collect();
    let backwards: Vec<i64> = (1..=500).rev().collect();
    let drawn = draw(&population, 20, 42);
    assert_eq!(drawn.len(), 20);
    assert_eq!(drawn, draw(&backwards, 20, 42));
    assert_ne!(drawn, draw(&population, 20, 43));
    assert!(drawn.windows(2).all(|pair| pair[0] < pair[1]), "each once, in rising order");
    assert_eq!(draw(&[7, 7, 3], 9, 1), [3, 7], "there is no more than there is");
}

#[test]
fn each_member_has_the_same_chance() {
    let population: Vec<i64> = (0..10).collect();
    let mut seen = BTreeMap::<i64, u32>::new();
    for seed in 0..10_000 {
        for one in draw(&population, 3, seed) {
            *seen.entry(one).or_default() += 1;
        }
    }
    // 3,000 each are expected; the deviation is 46.
    assert!(seen.values().all(|count| (2_770..3_230).contains(count)), "{seen:?}");
}
