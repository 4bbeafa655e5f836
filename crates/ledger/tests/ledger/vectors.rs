//! The same log, checkpoints and proofs as an independent program made them.

use std::collections::BTreeMap;

use crate::Memory;
use gemba_ledger::{
    Audit, Checkpoint, Hash, KnownCheckpoint, Signer, StoredEntry, Verifier, body_hash,
    consistency_proof, entry_hash, inclusion_proof, root_of, verify_consistency, verify_inclusion,
};

const LOG: &str = include_str!("../vectors/log.jsonl");
const PROOFS: &str = include_str!("../vectors/proofs.json");
const SIGNER: &str = include_str!("../vectors/signer.txt");
const VERIFIER: &str = include_str!("../vectors/verifier.txt");
const NOTES: [(usize, &str); 2] = [
    (8, include_str!("../vectors/checkpoint-8.txt")),
    (13, include_str!("../vectors/checkpoint-13.txt")),
];

fn entries() -> Vec<StoredEntry> {
    LOG.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn leaves() -> Vec<Hash> {
    entries().iter().map(|entry| entry.leaf_hash).collect()
}

#[test]
fn every_entry_hashes_to_what_the_other_program_says() {
    let entries = entries();
    assert_eq!(entries.len(), 13);
    let mut bodies = 0;
    for entry in &entries {
        assert_eq!(entry_hash(&entry.head, &entry.body_hash), entry.leaf_hash);
        if let (Some(body), Some(salt)) = (&entry.body, &entry.salt) {
            assert_eq!(body_hash(salt, body), entry.body_hash);
            let sealed = StoredEntry::seal(entry.head.clone(), body.clone(), *salt);
            assert_eq!(sealed, *entry);
            bodies += 1;
        }
    }
    assert_eq!(bodies, 11, "two of them are erased");
}

#[test]
fn an_entry_in_json_is_written_as_it_was_read() {
    for line in LOG.lines() {
        let entry: StoredEntry = serde_json::from_str(line).unwrap();
        let again = serde_json::to_string(&entry).unwrap();
        let parsed: serde_json::Value = serde_json::from_str(&again).unwrap();
        assert_eq!(parsed, serde_json::from_str::<serde_json::Value>(line).unwrap());
    }
}

#[test]
fn keys_and_signatures_are_the_same_byte_for_byte() {
    let seed: [u8; 32] = std::array::from_fn(|byte| byte as u8);
    let signer = Signer::from_seed("gemba.example/vectors", seed).unwrap();
    assert_eq!(signer.to_secret_text(), SIGNER.trim());
    assert_eq!(signer.verifier().to_string(), VERIFIER.trim());
    let verifier: Verifier = VERIFIER.trim().parse().unwrap();
    for (size, note) in NOTES {
        let root = root_of(&leaves()[..size]);
        let checkpoint = Checkpoint::new("gemba.example/vectors", size as u64, root).unwrap();
        assert_eq!(verifier.verify(note).unwrap(), checkpoint);
        assert_eq!(signer.sign(&checkpoint), note);
    }
}

#[test]
fn proofs_are_the_same_and_hold() {
    let expected: BTreeMap<String, Vec<Hash>> = serde_json::from_str(PROOFS).unwrap();
    let memory = Memory { leaves: leaves(), ..Memory::default() };
    let root = root_of(&memory.leaves);
    for index in [5, 12] {
        let proof = inclusion_proof(&memory, index, 13).unwrap();
        assert_eq!(proof, expected[&format!("inclusion_{index}_of_13")]);
        let leaf = &memory.leaves[index as usize];
        assert_eq!(verify_inclusion(leaf, index, 13, &proof, &root), Ok(()));
    }
    for old in [5, 8] {
        let proof = consistency_proof(&memory, old, 13).unwrap();
        assert_eq!(proof, expected[&format!("consistency_{old}_to_13")]);
        let old_root = root_of(&memory.leaves[..old as usize]);
        assert_eq!(verify_consistency(old, 13, &old_root, &root, &proof), Ok(()));
    }
}

#[test]
fn the_whole_log_passes_the_audit() {
    let verifier: Verifier = VERIFIER.trim().parse().unwrap();
    let known = NOTES
        .iter()
        .map(|(_, note)| KnownCheckpoint::new(&verifier.verify(note).unwrap(), ""))
        .collect();
    let mut audit = Audit::new(known);
    for entry in entries() {
        audit.add(&entry);
    }
    let report = audit.finish();
    assert_eq!(report.findings, []);
    assert_eq!(report.totals.entries, 13);
    assert_eq!(report.totals.imported, 3);
    assert_eq!(report.totals.erased, 2);
    assert_eq!(report.totals.checkpoints_matched, 2);
    assert_eq!(report.totals.vouched_entries, 13);
    assert_eq!(report.root, Some(root_of(&leaves())));
}
