use gemba_ledger::{
    Audit, CompactRange, ERASE_VERB, Finding, Hash, Head, KnownCheckpoint, Report, Salt,
    StoredEntry, entry_hash, erase_body, leaf_hash,
};
use proptest::prelude::*;

/// A sound log of so many entries, every seventh imported.
fn log(count: u64) -> Vec<StoredEntry> {
    (0..count).map(|index| sealed(index, "change", &format!("{{\"text\":\"{index}\"}}"))).collect()
}

fn sealed(index: u64, verb: &str, body: &str) -> StoredEntry {
    let head = Head {
        index,
        at_ms: 1_767_225_600_000 + index as i64 * 1000,
        actor: (!index.is_multiple_of(3)).then_some(index as i64),
        channel: "web".into(),
        kind: "incident".into(),
        record: 100 + index as i64,
        verb: verb.into(),
        imported: index.is_multiple_of(7),
    };
    let salt = Salt(leaf_hash(&index.to_le_bytes()).0);
    StoredEntry::seal(head, body.into(), salt)
}

/// Checkpoints of the sound log at these sizes.
fn known(log: &[StoredEntry], sizes: &[usize]) -> Vec<KnownCheckpoint> {
    let at = |size: usize| {
        let mut range = CompactRange::default();
        log[..size].iter().for_each(|entry| drop(range.append(entry.leaf_hash)));
        KnownCheckpoint { size: size as u64, root: range.root(), signed: format!("on day {size}") }
    };
    sizes.iter().map(|&size| at(size)).collect()
}

fn known_at(log: &[StoredEntry], size: usize) -> KnownCheckpoint {
    known(log, &[size]).remove(0)
}

fn check(log: &[StoredEntry], known: Vec<KnownCheckpoint>) -> Report {
    let mut audit = Audit::new(known);
    for entry in log {
        audit.add(entry);
    }
    audit.finish()
}

fn sentences(report: &Report) -> Vec<(Option<u64>, &str)> {
    report.findings.iter().map(|finding| (finding.index, finding.sentence.as_str())).collect()
}

/// As an insider with the program at hand would do it: new hashes over the new content.
fn resealed(entry: &StoredEntry, index: u64, body: &str) -> StoredEntry {
    let head = Head { index, ..entry.head.clone() };
    StoredEntry::seal(head, body.into(), entry.salt.unwrap())
}

#[test]
fn a_sound_log_is_clean_and_counted() {
    let log = log(300);
    let report = check(&log, known(&log, &[0, 100, 256, 300]));
    assert_eq!(report.findings, []);
    assert!(report.is_clean());
    assert_eq!(report.totals.entries, 300);
    assert_eq!(report.totals.imported, 43);
    assert_eq!(report.totals.checkpoints_matched, 4);
    assert_eq!(report.totals.vouched_entries, 300);
    assert!(check(&[], Vec::new()).is_clean());
    assert_eq!(check(&log, known(&log, &[100])).totals.vouched_entries, 100);
}

#[test]
fn a_changed_content_is_found_and_named_and_nothing_else_is() {
    let sound = log(50);
    let mut log = sound.clone();
    log[17].body = Some("{\"text\":\"nothing happened\"}".into());
    let report = check(&log, known(&sound, &[20, 50]));
    assert_eq!(
        sentences(&report),
        [(
            Some(17),
            "entry 17: its content was changed after it was sealed (change of incident 117)"
        )]
    );
    assert_eq!(report.totals.checkpoints_matched, 2, "the other entries are still vouched for");
}

#[test]
fn a_changed_head_is_found_whichever_field_it_is() {
    let sound = log(20);
    let changes: [fn(&mut Head); 7] = [
        |head| head.at_ms += 1,
        |head| head.actor = Some(99),
        |head| head.channel.push('x'),
        |head| head.kind.push('x'),
        |head| head.record += 1,
        |head| head.verb.push('x'),
        |head| head.imported = !head.imported,
    ];
    for change in changes {
        let mut log = sound.clone();
        change(&mut log[5].head);
        let report = check(&log, known(&sound, &[20]));
        assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
        assert_eq!(report.findings[0].index, Some(5));
        assert!(report.findings[0].sentence.starts_with("entry 5: who, when, channel, kind"));
    }
}

#[test]
fn a_change_with_all_hashes_renewed_is_caught_by_the_checkpoint() {
    let sound = log(50);
    let mut log = sound.clone();
    log[33] = resealed(&log[33], 33, "{\"text\":\"forged\"}");
    let report = check(&log, known(&sound, &[20, 40, 45, 50]));
    assert_eq!(
        sentences(&report),
        [(
            None,
            "the log no longer matches the checkpoint of size 40 signed on day 40 (nor 2 later \
             ones); something between entry 20 and entry 39 was changed, moved or put in"
        )]
    );
    assert_eq!(report.totals.vouched_entries, 20);
    assert_eq!(report.totals.checkpoints_failed, 3);

    let report = check(&log, known(&sound, &[33, 34]));
    assert!(report.findings[0].sentence.ends_with("entry 33 was changed or exchanged"));
}

#[test]
fn a_removed_entry_is_named() {
    let sound = log(50);
    let mut log = sound.clone();
    log.drain(30..33);
    log.remove(12);
    let report = check(&log, known(&sound, &[10, 40, 50]));
    assert_eq!(
        sentences(&report),
        [
            (Some(12), "entry 12 is missing (removed)"),
            (Some(30), "entries 30 to 32 are missing (removed)"),
            (
                None,
                "the checkpoint of size 40 signed on day 40 and later ones cannot be compared, \
                 since entries before are missing or out of order"
            ),
        ]
    );
    assert_eq!(report.root, None);
    assert_eq!(report.totals.checkpoints_unknown, 2);
}

#[test]
fn entries_removed_at_the_end_are_named_by_the_last_checkpoint() {
    let sound = log(50);
    let report = check(&sound[..45], known(&sound, &[40, 48, 50]));
    assert_eq!(
        sentences(&report),
        [(
            Some(45),
            "entries 45 to 49 are missing at the end (removed): the checkpoint of size 50 signed \
             on day 50 proves that there were 50 entries"
        )]
    );
    let report = check(&[], known(&sound, &[1]));
    assert!(report.findings[0].sentence.starts_with("entry 0 is missing at the end (removed)"));
}

#[test]
fn a_removed_entry_is_found_although_the_rest_was_renumbered() {
    let sound = log(50);
    let mut log = sound.clone();
    log.remove(12);
    for (index, entry) in (0..).zip(&mut log) {
        entry.head.index = index;
    }
    let report = check(&log, known(&sound, &[10]));
    assert_eq!(
        sentences(&report),
        [(
            Some(12),
            "entries 12 to 48 hold what was sealed as entries 13 to 49: something before them \
             was removed and the rest renumbered"
        )]
    );
    // With all hashes renewed as well, only checkpoints can tell, and do.
    let forged: Vec<_> =
        log.iter().map(|e| resealed(e, e.head.index, e.body.as_deref().unwrap())).collect();
    let report = check(&forged, known(&sound, &[10, 40]));
    assert!(report.findings[0].sentence.contains("something between entry 10 and entry 39"));
}

#[test]
fn an_entry_put_in_is_found() {
    let sound = log(40);
    let mut log = sound.clone();
    log.insert(20, sealed(20, "change", "{\"text\":\"alibi\"}"));
    for (index, entry) in (0..).zip(&mut log) {
        entry.head.index = index;
    }
    let report = check(&log, known(&sound, &[10, 30]));
    assert_eq!(report.findings[0].index, Some(21));
    assert!(report.findings[0].sentence.contains("something was put in before them"));
    assert!(report.findings[1].sentence.contains("no longer matches the checkpoint of size 30"));
}

#[test]
fn entries_that_changed_places_are_named_near_and_far() {
    let sound = log(60);
    for (one, other) in [(10, 11), (10, 50)] {
        let mut log = sound.clone();
        log.swap(one, other);
        log[one].head.index = one as u64;
        log[other].head.index = other as u64;
        let report = check(&log, Vec::new());
        let holds = |one, other| {
            format!("entry {one} holds what was sealed as entry {other}: the order was changed")
        };
        let expected = [(one, holds(one, other)), (other, holds(other, one))]
            .map(|(index, sentence)| Finding { index: Some(index as u64), sentence });
        assert_eq!(report.findings, expected);
    }
}

#[test]
fn a_file_in_another_order_is_named() {
    let sound = log(10);
    let mut log = sound.clone();
    log.swap(3, 4);
    let report = check(&log, known(&sound, &[2, 10]));
    assert_eq!(
        sentences(&report),
        [
            (Some(3), "entry 3 is out of order: it stands after entry 4"),
            (
                None,
                "the checkpoint of size 10 signed on day 10 cannot be compared, since entries \
                 before are missing or out of order"
            ),
        ]
    );
    let mut log = sound.clone();
    log.insert(6, sound[5].clone());
    let report = check(&log, Vec::new());
    assert_eq!(sentences(&report), [(Some(5), "entry 5 stands more than once in the log")]);
}

#[test]
fn erased_contents_are_fine_when_a_later_entry_says_so() {
    let mut log = log(20);
    log[15] = sealed(15, ERASE_VERB, &erase_body(&[3, 7]));
    let known = known(&log, &[10, 20]);
    log[3] = log[3].clone().erased();
    log[7] = log[7].clone().erased();
    let report = check(&log, known.clone());
    assert_eq!(report.findings, []);
    assert_eq!(report.totals.erased, 2);
    assert_eq!(report.totals.checkpoints_matched, 2);

    log[9] = log[9].clone().erased();
    let report = check(&log, known);
    assert_eq!(
        sentences(&report),
        [(
            Some(9),
            "entry 9: its content is missing, and no intact later entry allows it to be erased"
        )]
    );
}

#[test]
fn an_erasure_that_is_forged_nonsense_or_incomplete_is_found() {
    let first = |log: &[StoredEntry]| check(log, Vec::new()).findings.remove(0);
    let mut base = log(12);
    base[8] = sealed(8, ERASE_VERB, &erase_body(&[3]));

    let kept = first(&base);
    assert_eq!(kept.sentence, "entry 3: entry 8 erased its content, yet it is still there");

    let mut salted = base.clone();
    salted[3].body = None;
    assert!(first(&salted).sentence.contains("the salt is not"));

    let mut unsalted = log(12);
    unsalted[5].salt = None;
    assert!(first(&unsalted).sentence.contains("the salt of its content is missing"));

    let mut forged = base.clone();
    forged[3] = forged[3].clone().erased();
    forged[4] = forged[4].clone().erased();
    forged[8].body = Some(erase_body(&[3, 4]));
    let found: Vec<_> = check(&forged, Vec::new()).findings.iter().map(|f| f.index).collect();
    assert_eq!(found, [Some(3), Some(4), Some(8)], "a changed permission permits nothing");

    let mut ahead = base.clone();
    ahead[3] = ahead[3].clone().erased();
    ahead[8] = sealed(8, ERASE_VERB, &erase_body(&[3, 10]));
    ahead[10] = ahead[10].clone().erased();
    let report = check(&ahead, Vec::new());
    assert_eq!(report.findings[0].sentence, "entry 8: it erases entry 10, which is not before it");
    assert_eq!(report.findings[1].index, Some(10));

    let mut nonsense = log(12);
    nonsense[8] = sealed(8, ERASE_VERB, "{\"erased\":\"all\"}");
    assert!(first(&nonsense).sentence.contains("not a valid list of erased entries"));
}

#[test]
fn a_false_checkpoint_is_told_from_a_false_log() {
    let sound = log(50);
    let mut known = known(&sound, &[20, 30, 50]);
    known[1].root = leaf_hash(b"another log");
    let report = check(&sound, known);
    assert_eq!(report.findings.len(), 1);
    assert!(report.findings[0].sentence.starts_with(
        "the checkpoint of size 30 signed on day 30 is not of this log: the one of size 50 agrees"
    ));
    assert_eq!(report.totals.vouched_entries, 50);

    // Two of one size: the log can agree with one of them only.
    let mut twice = [known_at(&sound, 50), known_at(&sound, 50)];
    twice[1].root = leaf_hash(b"another log");
    let report = check(&sound, twice.to_vec());
    assert_eq!(report.findings.len(), 1);
    assert!(report.findings[0].sentence.contains("is not of this log"));
}

#[test]
fn stored_nodes_are_compared_with_the_entries() {
    let log = log(600);
    let compare = |change: fn(u64, Hash) -> Option<Hash>| {
        let mut audit = Audit::new(Vec::new());
        for entry in &log {
            for tile in audit.add(entry) {
                audit.compare_tile(&tile, change(tile.index, tile.hash));
            }
        }
        audit.finish()
    };
    let same = compare(|_, hash| Some(hash));
    assert!(same.is_clean() && same.totals.tiles == 2);
    let wrong = compare(|index, hash| Some(if index == 1 { leaf_hash(b"x") } else { hash }));
    assert_eq!(
        sentences(&wrong),
        [(
            Some(256),
            "the stored node of level 1 over entries 256 to 511 is not the one over them; \
             rebuild the stored nodes"
        )]
    );
    let missing = compare(|index, hash| (index > 0).then_some(hash));
    assert!(missing.findings[0].sentence.contains("entries 0 to 255 is missing"));
}

#[test]
fn a_thoroughly_broken_log_is_counted_in_full_and_told_in_part() {
    let sound = log(3000);
    let mut log = sound.clone();
    for entry in &mut log {
        entry.body = Some("{}".into());
        entry.head.actor = Some(-1);
    }
    let mut known = known(&sound, &[3000]);
    known[0].root = leaf_hash(b"x");
    let report = check(&log, known);
    assert_eq!(report.findings_total, 6001);
    assert_eq!(report.findings.len(), 1001);
    assert!(report.findings[1000].sentence.starts_with("the log no longer matches"));
}

/// What may be done to a log, and whether the entry at fault can be named from the entries alone.
#[derive(Debug, Clone, Copy)]
enum Tamper {
    Body,
    BodyHash,
    Salt,
    LeafHash,
    Remove,
    Swap,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn whatever_is_done_to_an_entry_is_found_and_named(
        count in 2..600_u64, at in any::<prop::sample::Index>(),
        tamper in prop::sample::select(vec![
            Tamper::Body, Tamper::BodyHash, Tamper::Salt, Tamper::LeafHash, Tamper::Remove,
            Tamper::Swap,
        ]),
        byte in 0..32_usize, bit in 0..8_u8,
    ) {
        let sound = log(count);
        let mut log = sound.clone();
        let at = at.index(count as usize);
        match tamper {
            Tamper::Body => log[at].body.as_mut().unwrap().push(' '),
            Tamper::BodyHash => log[at].body_hash.0[byte] ^= 1 << bit,
            Tamper::Salt => log[at].salt.as_mut().unwrap().0[byte] ^= 1 << bit,
            Tamper::LeafHash => log[at].leaf_hash.0[byte] ^= 1 << bit,
            Tamper::Remove => drop(log.remove(at)),
            Tamper::Swap => {
                let other = (at + 1) % log.len();
                log.swap(at, other);
                for (index, entry) in (0..).zip(&mut log) {
                    entry.head.index = index;
                }
            }
        }
        let report = check(&log, known(&sound, &[count as usize / 2, count as usize]));
        prop_assert!(!report.is_clean());
        let named = report.findings.iter().any(|finding| finding.index == Some(at as u64));
        prop_assert!(named, "{:?} at {}: {:?}", tamper, at, report.findings);
        let leaves_in_order = matches!(tamper, Tamper::Body | Tamper::BodyHash | Tamper::Salt);
        prop_assert_eq!(report.totals.checkpoints_matched == 2, leaves_in_order);
    }

    #[test]
    fn rows_in_any_order_with_any_index_never_panic(
        indices in prop::collection::vec(prop_oneof![0..20_u64, any::<u64>()], 0..40),
    ) {
        let entries: Vec<StoredEntry> = indices.iter().map(|&index| {
            let mut entry = sealed(0, "change", "{}");
            entry.head.index = index;
            entry.leaf_hash = entry_hash(&entry.head, &entry.body_hash);
            entry
        }).collect();
        let in_order = (0..).zip(&indices).all(|(place, index)| place == *index);
        let report = check(&entries, Vec::new());
        prop_assert_eq!(report.is_clean(), in_order);
        prop_assert_eq!(report.totals.entries, indices.len() as u64);
    }
}
