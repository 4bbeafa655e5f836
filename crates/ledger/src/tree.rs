//! The Merkle tree of RFC 6962 and RFC 9162, kept in O(log n) memory, and the stored nodes over
//! every 256 leaves by which a proof over millions of entries reads only a few hundred hashes.
//!
//! Heights: a leaf has height 0, a node over two leaves height 1. Levels count by eight heights:
//! a node of level 1 stands over 256 leaves, one of level 2 over 65,536.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::LedgerError;

/// How many nodes of one level make one node of the next.
pub const TILE_LEAVES: u64 = 1 << TILE_HEIGHT;

/// How many heights of the tree one level spans.
const TILE_HEIGHT: u32 = 8;

/// The root of a log without entries: SHA-256 of nothing.
pub const EMPTY_ROOT: Hash = Hash([
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
    0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
]);

/// A SHA-256 hash. Shown and serialized as 64 hexadecimal digits in lower case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The hash in standard base64 with padding, as checkpoints carry it.
    pub fn to_base64(&self) -> String {
        STANDARD.encode(self.0)
    }

    /// Reads standard base64 with padding.
    pub fn from_base64(text: &str) -> Result<Self, LedgerError> {
        let bytes = STANDARD
            .decode(text)
            .map_err(|_| LedgerError::malformed("hash", "standard base64 is expected"))?;
        Self::from_slice(&bytes)
    }

    /// Takes exactly 32 bytes, such as a database returns them.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, LedgerError> {
        let bytes = bytes.try_into().map_err(|_| {
            LedgerError::malformed("hash", format!("32 bytes are expected, not {}", bytes.len()))
        })?;
        Ok(Self(bytes))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Hash({self})")
    }
}

impl FromStr for Hash {
    type Err = LedgerError;

    /// Reads 64 hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, LedgerError> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes)
            .map_err(|_| LedgerError::malformed("hash", "64 hexadecimal digits are expected"))?;
        Ok(Self(bytes))
    }
}

impl Serialize for Hash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// RFC 6962's hash of a leaf: SHA-256 of a zero byte and the data.
pub fn leaf_hash(data: &[u8]) -> Hash {
    Hash(Sha256::new_with_prefix([0]).chain_update(data).finalize().into())
}

/// RFC 6962's hash of an inner node: SHA-256 of a one byte and both children.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let digest = Sha256::new_with_prefix([1]).chain_update(left.0).chain_update(right.0);
    Hash(digest.finalize().into())
}

/// The root of a tree whose leaf hashes are all at hand.
pub fn root_of(leaves: &[Hash]) -> Hash {
    let mut range = CompactRange::default();
    for leaf in leaves {
        range.append(*leaf);
    }
    range.root()
}

/// A node that a store keeps: the root over `256^level` leaves that are all present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tile {
    /// 1 for a node over 256 leaves, 2 over 65,536, and so on.
    pub level: u8,
    /// Its position among the nodes of its level, from 0.
    pub index: u64,
    /// Its hash.
    pub hash: Hash,
}

impl Tile {
    /// The first entry under this node and the one after its last; none when out of range.
    pub fn entries(&self) -> Option<(u64, u64)> {
        let span = TILE_LEAVES.checked_pow(u32::from(self.level))?;
        let from = self.index.checked_mul(span)?;
        Some((from, from.checked_add(span)?))
    }
}

/// Which stored nodes become complete once the leaf of this index is appended, as (level, index),
/// lowest level first. None for 255 of 256 leaves. [`CompactRange::append`] also gives the hashes.
pub fn completed_tiles(leaf_index: u64) -> Vec<(u8, u64)> {
    let size = leaf_index.saturating_add(1);
    (1..8_u8)
        .map(|level| (level, u32::from(level) * TILE_HEIGHT))
        .take_while(|(_, height)| size.trailing_zeros() >= *height)
        .map(|(level, height)| (level, (size >> height) - 1))
        .collect()
}

/// A tree reduced to its size and the roots of its complete subtrees: enough to append leaves and
/// to tell the root, at most 63 hashes however many entries there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CompactRange {
    size: u64,
    /// One root per set bit of `size`, the largest subtree first.
    peaks: Vec<Hash>,
}

impl CompactRange {
    /// The tree that stored nodes describe, to go on appending after a restart.
    pub fn load(nodes: &dyn Nodes, size: u64) -> Result<Self, LedgerError> {
        Ok(Self { size, peaks: peaks(nodes, 0, size)? })
    }

    /// Appends a leaf hash. Returns the nodes that became complete by it and that a store should
    /// keep, lowest level first: nothing for 255 of 256 leaves.
    pub fn append(&mut self, leaf: Hash) -> Vec<Tile> {
        let mut tiles = Vec::new();
        let mut hash = leaf;
        // Each trailing one bit of the size is a complete subtree that the new one merges with.
        for height in 1..=self.size.trailing_ones() {
            let Some(left) = self.peaks.pop() else { break };
            hash = node_hash(&left, &hash);
            if height.is_multiple_of(TILE_HEIGHT)
                && let Ok(level) = u8::try_from(height / TILE_HEIGHT)
            {
                tiles.push(Tile { level, index: self.size >> height, hash });
            }
        }
        self.peaks.push(hash);
        self.size = self.size.saturating_add(1);
        tiles
    }

    /// How many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root over all leaves so far; [`EMPTY_ROOT`] for none.
    pub fn root(&self) -> Hash {
        fold(&self.peaks)
    }

    /// The size as eight bytes, big end first, then each subtree's root, the largest first.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        for peak in &self.peaks {
            bytes.extend_from_slice(&peak.0);
        }
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote; refuses a wrong length.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, LedgerError> {
        let short = || LedgerError::malformed("stored tree", "its first 8 bytes are its size");
        let (size, rest) = bytes.split_first_chunk::<8>().ok_or_else(short)?;
        let size = u64::from_be_bytes(*size);
        // Sizes are signed 64-bit numbers in every store, and appending must never overflow.
        if i64::try_from(size).is_err() {
            return Err(LedgerError::malformed("stored tree", "its size is out of range"));
        }
        let expected = u64::from(size.count_ones()) * 32;
        if u64::try_from(rest.len()) != Ok(expected) {
            let why = format!("{expected} bytes should follow its size, not {}", rest.len());
            return Err(LedgerError::malformed("stored tree", why));
        }
        let peaks = rest.chunks_exact(32).map(Hash::from_slice).collect::<Result<_, _>>()?;
        Ok(Self { size, peaks })
    }
}

/// The stored nodes of a log, as a store can read them. Implementations only look up; that the
/// hashes are right is shown by checking a proof, or the whole log with [`crate::Audit`].
pub trait Nodes {
    /// The leaf hash of one entry.
    fn leaf(&self, index: u64) -> Result<Hash, LedgerError>;

    /// The leaf hashes from `from` up to but without `to`, in order; at most 256 at a time.
    fn leaves(&self, from: u64, to: u64) -> Result<Vec<Hash>, LedgerError>;

    /// The stored node of this level (1 or more); none when it was not kept, in which case it is
    /// computed from the level below.
    fn tile(&self, level_of_256: u8, index: u64) -> Result<Option<Hash>, LedgerError>;

    /// The stored nodes from `from` up to but without `to`, in order, at most 256 at a time. A
    /// store that can read them at once should.
    fn tiles(&self, level: u8, from: u64, to: u64) -> Result<Vec<Option<Hash>>, LedgerError> {
        (from..to).map(|index| self.tile(level, index)).collect()
    }
}

/// The root that the log had when it had `size` entries.
pub fn root_at(nodes: &dyn Nodes, size: u64) -> Result<Hash, LedgerError> {
    range_root(nodes, 0, size)
}

/// The root over the leaves `from..to`, where `from` is a multiple of a power of two that is at
/// least as large as the range: every subtree that RFC 6962's proofs name is such a range.
pub(crate) fn range_root(nodes: &dyn Nodes, from: u64, to: u64) -> Result<Hash, LedgerError> {
    Ok(fold(&peaks(nodes, from, to)?))
}

/// The roots of the complete subtrees that make up `from..to`, the largest first.
fn peaks(nodes: &dyn Nodes, from: u64, to: u64) -> Result<Vec<Hash>, LedgerError> {
    let count = to.saturating_sub(from);
    let mut next = from;
    let mut peaks = Vec::new();
    for height in (0..u64::BITS).rev().filter(|height| count >> height & 1 == 1) {
        peaks.push(complete_root(nodes, height, next >> height)?);
        next = next.saturating_add(1 << height);
    }
    Ok(peaks)
}

/// The root of a complete subtree: the `index`-th one of its height.
fn complete_root(nodes: &dyn Nodes, height: u32, index: u64) -> Result<Hash, LedgerError> {
    if height == 0 {
        return nodes.leaf(index);
    }
    if height.is_multiple_of(TILE_HEIGHT)
        && let Ok(level) = u8::try_from(height / TILE_HEIGHT)
        && let Some(hash) = nodes.tile(level, index)?
    {
        return Ok(hash);
    }
    // Read the nodes of the nearest stored level below: 2 to 256 of them.
    let below = (height - 1) / TILE_HEIGHT;
    let span = height - below * TILE_HEIGHT;
    let (from, to) = (index << span, (index << span).saturating_add(1 << span));
    let row = match u8::try_from(below) {
        Ok(level) if level > 0 => {
            let stored = nodes.tiles(level, from, to)?;
            check_count(stored.len(), from, to)?;
            (from..to)
                .zip(stored)
                .map(|(node, hash)| match hash {
                    Some(hash) => Ok(hash),
                    None => complete_root(nodes, below * TILE_HEIGHT, node),
                })
                .collect::<Result<Vec<_>, _>>()?
        }
        _ => nodes.leaves(from, to)?,
    };
    check_count(row.len(), from, to)?;
    Ok(root_of(&row))
}

fn check_count(read: usize, from: u64, to: u64) -> Result<(), LedgerError> {
    if u64::try_from(read) == Ok(to - from) {
        return Ok(());
    }
    let why = format!("{} hashes from {from} on were asked for and {read} came", to - from);
    Err(LedgerError::Nodes(why))
}

/// The root over subtrees in descending size: RFC 6962 joins them from the right.
fn fold(peaks: &[Hash]) -> Hash {
    let joined = peaks.iter().rev().copied().reduce(|right, left| node_hash(&left, &right));
    joined.unwrap_or(EMPTY_ROOT)
}
