use crate::{Memory, naive_root};
use gemba_ledger::{
    CompactRange, EMPTY_ROOT, Hash, LedgerError, Tile, completed_tiles, leaf_hash, root_at, root_of,
};
use proptest::prelude::*;

/// The eight leaves that implementations of certificate transparency test with, and the roots
/// over the first one, two … eight of them.
pub const LEAVES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

pub fn known_leaves() -> Vec<Hash> {
    LEAVES.iter().map(|text| leaf_hash(&hex::decode(text).unwrap())).collect()
}

#[test]
fn the_roots_of_certificate_transparency_come_out() {
    assert_eq!(root_of(&[]), EMPTY_ROOT);
    assert_eq!(
        EMPTY_ROOT.to_string(),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    let leaves = known_leaves();
    for (count, root) in (1..).zip(ROOTS) {
        assert_eq!(root_of(&leaves[..count]).to_string(), root, "{count} leaves");
    }
}

#[test]
fn the_compact_tree_agrees_with_the_definition_at_every_size() {
    let memory = Memory::with_leaves(600);
    let mut range = CompactRange::default();
    for size in 0..=600 {
        assert_eq!(range.size(), size);
        assert_eq!(range.root(), naive_root(&memory.leaves[..size as usize]), "size {size}");
        assert_eq!(root_at(&memory, size).unwrap(), range.root(), "size {size}");
        assert_eq!(CompactRange::load(&memory, size).unwrap(), range, "size {size}");
        assert_eq!(CompactRange::from_bytes(&range.to_bytes()).unwrap(), range, "size {size}");
        assert!(range.to_bytes().len() <= 8 + 10 * 32);
        if let Some(leaf) = memory.leaves.get(size as usize) {
            range.append(*leaf);
        }
    }
}

#[test]
fn nodes_become_complete_exactly_when_their_last_leaf_comes() {
    assert_eq!(completed_tiles(0), []);
    assert_eq!(completed_tiles(254), []);
    assert_eq!(completed_tiles(255), [(1, 0)]);
    assert_eq!(completed_tiles(511), [(1, 1)]);
    assert_eq!(completed_tiles(65_535), [(1, 255), (2, 0)]);
    assert_eq!(completed_tiles((1 << 24) - 1), [(1, 65_535), (2, 255), (3, 0)]);
    assert_eq!(completed_tiles(u64::MAX), []);

    let mut range = CompactRange::default();
    let mut leaves = Vec::new();
    for number in 0..66_000_u64 {
        leaves.push(leaf_hash(&number.to_le_bytes()));
        let tiles = range.append(leaves[number as usize]);
        let keys: Vec<_> = tiles.iter().map(|tile| (tile.level, tile.index)).collect();
        assert_eq!(keys, completed_tiles(number));
        for tile in tiles {
            let (from, to) = tile.entries().unwrap();
            assert_eq!(to, number + 1);
            assert_eq!(tile.hash, root_of(&leaves[from as usize..to as usize]));
        }
    }
    assert_eq!(range.root(), naive_root(&leaves));
    assert_eq!(Tile { level: 8, index: 0, hash: EMPTY_ROOT }.entries(), None);
}

#[test]
fn stored_trees_and_hashes_that_are_malformed_are_refused() {
    let mut range = CompactRange::default();
    range.append(leaf_hash(b"a"));
    let bytes = range.to_bytes();
    for cut in 0..bytes.len() {
        assert!(CompactRange::from_bytes(&bytes[..cut]).is_err(), "{cut} bytes");
    }
    assert!(CompactRange::from_bytes(&[&bytes[..], &[0]].concat()).is_err());
    assert!(CompactRange::from_bytes(&[0xff; 8 + 64 * 32]).is_err(), "a size out of range");
    assert!("zz".parse::<Hash>().is_err());
    assert!(Hash::from_base64("AA==").is_err());
    assert!(Hash::from_slice(&[0; 31]).is_err());
    let hash = leaf_hash(b"x");
    assert_eq!(Hash::from_base64(&hash.to_base64()).unwrap(), hash);
    assert_eq!(hash.to_string().parse::<Hash>().unwrap(), hash);
    assert_eq!(Hash::from_slice(&hash.0).unwrap(), hash);
    let json = serde_json::to_string(&hash).unwrap();
    assert_eq!(json, format!("\"{hash}\""));
    assert_eq!(serde_json::from_str::<Hash>(&json).unwrap(), hash);
}

#[test]
fn a_store_that_gives_too_few_leaves_is_an_error_and_not_a_wrong_root() {
    let mut memory = Memory::with_leaves(300);
    memory.tiles.clear();
    memory.leaves.truncate(100);
    assert!(matches!(root_at(&memory, 256), Err(LedgerError::Nodes(_))));
    assert!(matches!(root_at(&memory, 129), Err(LedgerError::Nodes(_))));
}

proptest! {
    #[test]
    fn any_bytes_are_read_as_a_tree_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        if let Ok(range) = CompactRange::from_bytes(&bytes) {
            prop_assert_eq!(range.to_bytes(), bytes);
        }
    }
}
