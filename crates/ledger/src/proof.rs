//! Proofs over the tree, as RFC 6962 and RFC 9162 define them: that an entry is in a log of a
//! given size (inclusion), and that a log only grew from one size to another (consistency).

use crate::error::LedgerError;
use crate::tree::{EMPTY_ROOT, Hash, Nodes, node_hash, range_root};

/// The hashes that lead from the entry at `index` to the root of the log of `size` entries, the
/// lowest first.
pub fn inclusion_proof(nodes: &dyn Nodes, index: u64, size: u64) -> Result<Vec<Hash>, LedgerError> {
    if index >= size {
        return Err(LedgerError::NoSuchEntry { index, size });
    }
    let (mut from, mut to) = (0, size);
    let mut path = Vec::new();
    while to - from > 1 {
        let middle = from + split(to - from);
        if index < middle {
            path.push(range_root(nodes, middle, to)?);
            to = middle;
        } else {
            path.push(range_root(nodes, from, middle)?);
            from = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// The same for many entries at once, given in rising order: what their ways share is read and hashed once.
pub fn inclusion_proofs(
    nodes: &dyn Nodes,
    indices: &[u64],
    size: u64,
) -> Result<Vec<Vec<Hash>>, LedgerError> {
    if let Some(&index) = indices.iter().find(|&&index| index >= size) {
        return Err(LedgerError::NoSuchEntry { index, size });
    }
    let mut paths = vec![Vec::new(); indices.len()];
    if !indices.is_empty() {
        climb(nodes, indices, &mut paths, (0, size))?;
    }
    Ok(paths)
}

/// The root of a range; on the way up each entry in it gets the hash of the half that it does not lie in.
fn climb(
    nodes: &dyn Nodes,
    indices: &[u64],
    paths: &mut [Vec<Hash>],
    (from, to): (u64, u64),
) -> Result<Hash, LedgerError> {
    if indices.is_empty() {
        return range_root(nodes, from, to);
    }
    if to - from == 1 {
        return nodes.leaf(from);
    }
    let middle = from + split(to - from);
    let left_count = indices.partition_point(|&index| index < middle);
    let (left, right) = indices.split_at(left_count);
    let (left_paths, right_paths) = paths.split_at_mut(left_count);
    let left_root = climb(nodes, left, left_paths, (from, middle))?;
    let right_root = climb(nodes, right, right_paths, (middle, to))?;
    left_paths.iter_mut().for_each(|path| path.push(right_root));
    right_paths.iter_mut().for_each(|path| path.push(left_root));
    Ok(node_hash(&left_root, &right_root))
}

/// The hashes that show that the log of `new` entries starts with the log of `old` entries.
/// Empty when both are the same or when `old` is 0, since there is then nothing to show.
pub fn consistency_proof(nodes: &dyn Nodes, old: u64, new: u64) -> Result<Vec<Hash>, LedgerError> {
    if old > new {
        return Err(LedgerError::Shrinks { old, new });
    }
    if old == 0 || old == new {
        return Ok(Vec::new());
    }
    let (mut from, mut to) = (0, new);
    let mut path = Vec::new();
    while to != old {
        let middle = from + split(to - from);
        if old <= middle {
            path.push(range_root(nodes, middle, to)?);
            to = middle;
        } else {
            path.push(range_root(nodes, from, middle)?);
            from = middle;
        }
    }
    // When the old log is a complete subtree at the very left, the verifier has its root already.
    if from > 0 {
        path.push(range_root(nodes, from, to)?);
    }
    path.reverse();
    Ok(path)
}

/// Checks that `leaf` is the entry at `index` of the log with this size and root
/// (RFC 9162, 2.1.3.2).
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), LedgerError> {
    if index >= size {
        return Err(LedgerError::NoSuchEntry { index, size });
    }
    let mut position = Position { node: index, last: size - 1 };
    let mut hash = *leaf;
    for sibling in proof {
        if position.last == 0 {
            return Err(LedgerError::ProofFails("it is too long for a log of this size"));
        }
        hash = if position.sibling_is_left() {
            position.skip_to_right_child();
            node_hash(sibling, &hash)
        } else {
            node_hash(&hash, sibling)
        };
        position.up();
    }
    if position.last != 0 {
        return Err(LedgerError::ProofFails("it is too short for a log of this size"));
    }
    if hash != *root {
        return Err(LedgerError::ProofFails("it leads to another root than that of the log"));
    }
    Ok(())
}

/// Checks that the log with the new size and root starts with the log of the old size and root
/// (RFC 9162, 2.1.4.2): nothing before `old` was changed, removed or put in.
pub fn verify_consistency(
    old: u64,
    new: u64,
    old_root: &Hash,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), LedgerError> {
    if old > new {
        return Err(LedgerError::Shrinks { old, new });
    }
    if old == new || old == 0 {
        return verify_trivial(old == new, old, old_root, new_root, proof);
    }
    let mut hashes = proof.iter();
    let mut position = Position { node: old - 1, last: new - 1 };
    position.skip_to_left_child();
    // A complete old tree is its own first node; otherwise the proof starts with that node.
    let first = if old.is_power_of_two() { Some(old_root) } else { hashes.next() };
    let first = first.ok_or(LedgerError::ProofFails("it is empty"))?;
    let (mut old_hash, mut new_hash) = (*first, *first);
    for sibling in hashes {
        if position.last == 0 {
            return Err(LedgerError::ProofFails("it is too long for logs of these sizes"));
        }
        if position.sibling_is_left() {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            position.skip_to_right_child();
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        position.up();
    }
    if position.last != 0 {
        return Err(LedgerError::ProofFails("it is too short for logs of these sizes"));
    }
    if old_hash != *old_root {
        return Err(LedgerError::ProofFails("it leads to another root than that of the old log"));
    }
    if new_hash != *new_root {
        return Err(LedgerError::ProofFails("it leads to another root than that of the new log"));
    }
    Ok(())
}

/// Two sizes that need no proof: the same one twice, or growth from nothing.
fn verify_trivial(
    same: bool,
    old: u64,
    old_root: &Hash,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), LedgerError> {
    if !proof.is_empty() {
        return Err(LedgerError::ProofFails("it should be empty for these sizes"));
    }
    if old == 0 && *old_root != EMPTY_ROOT {
        return Err(LedgerError::ProofFails("the old log is empty but its root is another"));
    }
    if same && old_root != new_root {
        return Err(LedgerError::ProofFails("the logs have one size but different roots"));
    }
    Ok(())
}

/// Where a walk from a node to the root stands: the node's position at the present height, and
/// that of the last node there.
struct Position {
    node: u64,
    last: u64,
}

impl Position {
    fn sibling_is_left(&self) -> bool {
        self.node & 1 == 1 || self.node == self.last
    }

    /// A last node without sibling moves up unhashed until it is a right child.
    fn skip_to_right_child(&mut self) {
        while self.node & 1 == 0 && self.node != 0 {
            self.up();
        }
    }

    /// The old tree's last complete subtree: as high as its last leaf is a right child.
    fn skip_to_left_child(&mut self) {
        while self.node & 1 == 1 {
            self.up();
        }
    }

    fn up(&mut self) {
        self.node >>= 1;
        self.last >>= 1;
    }
}

/// The largest power of two below `count`, where RFC 6962 splits a tree of two leaves or more.
fn split(count: u64) -> u64 {
    1 << (count - 1).ilog2()
}
