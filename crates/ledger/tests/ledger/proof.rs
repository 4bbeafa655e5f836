use crate::tree::known_leaves;
use crate::{Memory, naive_path, naive_root, naive_subproof};
use gemba_ledger::{
    EMPTY_ROOT, Hash, LedgerError, consistency_proof, inclusion_proof, inclusion_proofs, root_at,
    verify_consistency, verify_inclusion,
};
use proptest::prelude::*;

fn texts(hashes: &[Hash]) -> Vec<String> {
    hashes.iter().map(Hash::to_string).collect()
}

#[test]
fn the_proofs_of_certificate_transparency_come_out() {
    let memory = Memory { leaves: known_leaves(), ..Memory::default() };
    assert_eq!(
        texts(&inclusion_proof(&memory, 0, 8).unwrap()),
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ]
    );
    assert_eq!(
        texts(&consistency_proof(&memory, 6, 8).unwrap()),
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
    );
}

#[test]
fn every_proof_of_every_small_log_is_the_definition_and_holds() {
    let memory = Memory::with_leaves(48);
    let roots: Vec<Hash> = (0..=48).map(|size| naive_root(&memory.leaves[..size])).collect();
    for size in 1..=48_u64 {
        let leaves = &memory.leaves[..size as usize];
        let root = roots[size as usize];
        for index in 0..size {
            let proof = inclusion_proof(&memory, index, size).unwrap();
            assert_eq!(proof, naive_path(index as usize, leaves), "{index} of {size}");
            let leaf = &leaves[index as usize];
            assert_eq!(verify_inclusion(leaf, index, size, &proof, &root), Ok(()));
            for other in (0..size).filter(|other| *other != index) {
                assert!(verify_inclusion(leaf, other, size, &proof, &root).is_err());
            }
        }
        let some: Vec<u64> = (0..size).filter(|index| index % 3 != 1).collect();
        let proofs = inclusion_proofs(&memory, &some, size).unwrap();
        for (index, proof) in some.iter().zip(proofs) {
            assert_eq!(proof, naive_path(*index as usize, leaves), "{index} of {size} at once");
        }
        for old in 1..=size {
            let proof = consistency_proof(&memory, old, size).unwrap();
            assert_eq!(proof, naive_subproof(old as usize, leaves, true), "{old} to {size}");
            let old_root = &roots[old as usize];
            assert_eq!(verify_consistency(old, size, old_root, &root, &proof), Ok(()));
            for other in (1..size).filter(|other| *other != old) {
                assert!(verify_consistency(other, size, old_root, &root, &proof).is_err());
            }
        }
    }
}

#[test]
fn what_cannot_be_proved_is_refused_in_a_sentence() {
    let memory = Memory::with_leaves(5);
    let root = root_at(&memory, 5).unwrap();
    let leaf = memory.leaves[2];
    let proof = inclusion_proof(&memory, 2, 5).unwrap();
    assert_eq!(
        inclusion_proof(&memory, 5, 5).unwrap_err().to_string(),
        "Entry 5 is not in a log of 5 entries; ask for 0 up to one less than 5."
    );
    assert!(consistency_proof(&memory, 4, 3).is_err());
    assert!(verify_inclusion(&leaf, 5, 5, &proof, &root).is_err());
    assert!(verify_inclusion(&leaf, 0, 0, &[], &root).is_err());
    let longer = [proof.clone(), vec![leaf]].concat();
    assert!(verify_inclusion(&leaf, 2, 5, &longer, &root).is_err());
    assert!(verify_inclusion(&leaf, 2, 5, &proof[..2], &root).is_err());
    assert_eq!(
        verify_consistency(3, 2, &root, &root, &[]),
        Err(LedgerError::Shrinks { old: 3, new: 2 })
    );
    assert!(verify_consistency(3, 5, &root, &root, &[]).is_err());
    assert!(verify_consistency(4, 5, &root, &root, &[]).is_err());
    assert_eq!(verify_consistency(5, 5, &root, &root, &[]), Ok(()));
    assert!(verify_consistency(5, 5, &root, &leaf, &[]).is_err());
    assert!(verify_consistency(5, 5, &root, &root, &[leaf]).is_err());
    assert_eq!(verify_consistency(0, 5, &EMPTY_ROOT, &root, &[]), Ok(()));
    assert!(verify_consistency(0, 5, &leaf, &root, &[]).is_err());
}

#[test]
fn a_proof_over_many_entries_reads_few_hashes() {
    let memory = Memory::with_leaves(200_000);
    let root = root_at(&memory, 200_000).unwrap();
    let most = 3 * 512; // three levels; twice 256 at the ragged right edge
    for index in [0, 1, 255, 256, 65_535, 65_536, 131_071, 131_072, 199_679, 199_999] {
        memory.reads.set(0);
        let proof = inclusion_proof(&memory, index, 200_000).unwrap();
        assert!(memory.reads.get() <= most, "{index}: {} reads", memory.reads.get());
        let leaf = &memory.leaves[index as usize];
        assert_eq!(verify_inclusion(leaf, index, 200_000, &proof, &root), Ok(()));
    }
    for old in [1, 255, 65_536, 65_537, 131_072, 199_999] {
        let old_root = root_at(&memory, old).unwrap();
        memory.reads.set(0);
        let proof = consistency_proof(&memory, old, 200_000).unwrap();
        assert!(memory.reads.get() <= most, "{old}: {} reads", memory.reads.get());
        assert_eq!(verify_consistency(old, 200_000, &old_root, &root, &proof), Ok(()));
    }
}

#[test]
fn proofs_are_the_same_without_stored_nodes() {
    let with = Memory::with_leaves(70_000);
    let without = Memory { leaves: with.leaves.clone(), ..Memory::default() };
    for index in [0, 300, 65_535, 69_999] {
        let proof = inclusion_proof(&with, index, 70_000).unwrap();
        assert_eq!(inclusion_proof(&without, index, 70_000).unwrap(), proof);
        let proof = consistency_proof(&with, index + 1, 70_000).unwrap();
        assert_eq!(consistency_proof(&without, index + 1, 70_000).unwrap(), proof);
    }
}

/// The hashes of one proof with one bit of one of them flipped.
fn flip(hashes: &mut [Hash], place: usize, bit: usize) {
    let place = place % hashes.len();
    hashes[place].0[bit / 8 % 32] ^= 1 << (bit % 8);
}

proptest! {
    #[test]
    fn inclusion_holds_at_any_size_and_any_flipped_bit_breaks_it(
        size in 1..=600_u64, index in any::<prop::sample::Index>(),
        place in any::<usize>(), bit in 0..256_usize,
    ) {
        let memory = Memory::with_leaves(size);
        let index = index.index(size as usize);
        let proof = inclusion_proof(&memory, index as u64, size).unwrap();
        prop_assert_eq!(&proof, &naive_path(index, &memory.leaves));
        // Leaf, root and proof in one row, so that a flip may hit any of them.
        let mut all = vec![memory.leaves[index], naive_root(&memory.leaves)];
        all.extend(&proof);
        let holds = |all: &[Hash]| {
            verify_inclusion(&all[0], index as u64, size, &all[2..], &all[1]).is_ok()
        };
        prop_assert!(holds(&all));
        flip(&mut all, place, bit);
        prop_assert!(!holds(&all));
    }

    #[test]
    fn consistency_holds_at_any_sizes_and_any_flipped_bit_breaks_it(
        size in 2..=600_u64, old in any::<prop::sample::Index>(),
        place in any::<usize>(), bit in 0..256_usize,
    ) {
        let memory = Memory::with_leaves(size);
        let old = 1 + old.index(size as usize - 1);
        let proof = consistency_proof(&memory, old as u64, size).unwrap();
        prop_assert_eq!(&proof, &naive_subproof(old, &memory.leaves, true));
        let mut all = vec![naive_root(&memory.leaves[..old]), naive_root(&memory.leaves)];
        all.extend(&proof);
        let holds = |all: &[Hash]| {
            verify_consistency(old as u64, size, &all[0], &all[1], &all[2..]).is_ok()
        };
        prop_assert!(holds(&all));
        flip(&mut all, place, bit);
        prop_assert!(!holds(&all));
    }

    #[test]
    fn nonsense_never_panics(
        (first, second) in any::<(u64, u64)>(),
        hashes in prop::collection::vec(any::<[u8; 32]>(), 2..70),
    ) {
        let hashes: Vec<Hash> = hashes.into_iter().map(Hash).collect();
        prop_assert!(
            verify_inclusion(&hashes[0], first, second, &hashes[2..], &hashes[1]).is_err()
        );
        prop_assert!(
            verify_consistency(first, second, &hashes[0], &hashes[1], &hashes[2..]).is_err()
        );
    }
}
