//! Records that share words with a text, for matching while somebody types: the rarer the shared words, the more alike.
//!
//! Each word is looked up by itself in the full-text index, so that no record has to hold all of them.
use crate::{
    db::{Db, StoreError},
    search::{self, Question},
};
use gemba_vocabulary::RecordId;
use std::{cmp::Reverse, collections::BTreeMap};

/// Shorter words say little.
const LETTERS_MIN: usize = 3;
/// A word that so many records hold says next to nothing.
const HOLDERS_MAX: i64 = 128;
const WORDS_MAX: usize = 12;

/// How alike the records of a kind are to the question's text, as points: a word that one record alone holds brings
/// eight, one that twice as many hold brings one less. How many hold it is asked of the kind and of `usual` too, the
/// number of the kind in which people write most: in a short list of answers even the commonest words are rare. The
/// question's limit does not count.
pub fn points(
    db: &mut dyn Db,
    question: Question<'_>,
    usual: i64,
) -> Result<BTreeMap<RecordId, u32>, StoreError> {
    let mut words = search::words(question.text);
    words.retain(|word| word.chars().count() >= LETTERS_MIN);
    words.sort_unstable_by_key(|word| (Reverse(word.len()), word.clone()));
    words.dedup();
    words.truncate(WORDS_MAX);
    let question = Question { limit: HOLDERS_MAX, ..question };
    let elsewhere = Question { kind_number: usual, ..question };
    let mut points = BTreeMap::new();
    for word in words {
        let group = [vec![word]];
        let holders = search::find_groups(db, &group, &question)?;
        if holders.is_empty() {
            continue;
        }
        let mut count = holders.len();
        if usual != question.kind_number {
            count = count.max(search::find_groups(db, &group, &elsewhere)?.len());
        }
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        if i64::from(count) >= HOLDERS_MAX {
            continue;
        }
        for holder in holders {
            *points.entry(holder).or_default() += 8_u32.saturating_sub(count.ilog2());
        }
    }
    Ok(points)
}
