//! What the ledger promises, told through its public door. `vectors/` was made by an independent
//! program (Python's hashlib and cryptography), not by this crate.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap
)]

mod audit;
mod checkpoint;
mod proof;
mod tree;
mod vectors;

use std::cell::Cell;
use std::collections::BTreeMap;

use gemba_ledger::{CompactRange, Hash, LedgerError, Nodes, leaf_hash, node_hash};

/// A store of nodes in memory that counts what is read.
#[derive(Default)]
pub(crate) struct Memory {
    pub(crate) leaves: Vec<Hash>,
    pub(crate) tiles: BTreeMap<(u8, u64), Hash>,
    pub(crate) reads: Cell<u64>,
}

impl Memory {
    pub(crate) fn with_leaves(count: u64) -> Self {
        let mut memory = Self::default();
        let mut range = CompactRange::default();
        for number in 0..count {
            let leaf = leaf_hash(&number.to_le_bytes());
            memory.leaves.push(leaf);
            for tile in range.append(leaf) {
                memory.tiles.insert((tile.level, tile.index), tile.hash);
            }
        }
        memory
    }

    fn count(&self, reads: u64) {
        self.reads.set(self.reads.get() + reads);
    }
}

impl Nodes for Memory {
    fn leaf(&self, index: u64) -> Result<Hash, LedgerError> {
        self.count(1);
        let missing = || LedgerError::Nodes(format!("no leaf {index}"));
        self.leaves.get(index as usize).copied().ok_or_else(missing)
    }

    fn leaves(&self, from: u64, to: u64) -> Result<Vec<Hash>, LedgerError> {
        assert!(to - from <= 256, "a proof must never ask for more than 256 leaves at once");
        self.count(to - from);
        Ok(self.leaves.get(from as usize..to as usize).unwrap_or_default().to_vec())
    }

    fn tile(&self, level: u8, index: u64) -> Result<Option<Hash>, LedgerError> {
        self.count(1);
        Ok(self.tiles.get(&(level, index)).copied())
    }
}

/// RFC 6962's definition of the tree's root, word for word and slow.
pub(crate) fn naive_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".parse().unwrap(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(naive_split(leaves.len()));
            node_hash(&naive_root(left), &naive_root(right))
        }
    }
}

/// RFC 6962's PATH(m, D[n]).
pub(crate) fn naive_path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() <= 1 {
        return Vec::new();
    }
    let split = naive_split(leaves.len());
    let (left, right) = leaves.split_at(split);
    let (mut path, other) = if index < split {
        (naive_path(index, left), naive_root(right))
    } else {
        (naive_path(index - split, right), naive_root(left))
    };
    path.push(other);
    path
}

/// RFC 6962's SUBPROOF(m, D[n], b).
pub(crate) fn naive_subproof(old: usize, leaves: &[Hash], known: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if known { Vec::new() } else { vec![naive_root(leaves)] };
    }
    let split = naive_split(leaves.len());
    let (left, right) = leaves.split_at(split);
    let (mut path, other) = if old <= split {
        (naive_subproof(old, left, known), naive_root(right))
    } else {
        (naive_subproof(old - split, right, false), naive_root(left))
    };
    path.push(other);
    path
}

fn naive_split(count: usize) -> usize {
    let mut split = 1;
    while split * 2 < count {
        split *= 2;
    }
    split
}
