//! Whoever changes a pack is found out, and it is said where.
use crate::pack::{House, checked, members, signer, verifier};
use gemba_pack::{
    FORMAT, Outside, Report,
    archive::{Members, zipped},
    verify,
};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::sync::LazyLock;

/// A pack that was made once, for all these stories.
static PACK: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let house = House::open(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
    house.pack(&house.owner).bytes
});

fn after(change: impl FnOnce(&mut Members)) -> Report {
    let mut files = members(&PACK);
    change(&mut files);
    checked(&zipped(&files).unwrap())
}

fn said(report: &Report) -> String {
    report.faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn json_of(files: &Members, name: &str) -> Json {
    serde_json::from_slice(&files[name]).unwrap()
}

fn put(files: &mut Members, name: &str, json: &Json) {
    files.insert(name.to_owned(), format!("{json:#}\n").into_bytes());
}

fn lines(files: &Members, name: &str) -> Vec<String> {
    String::from_utf8(files[name].clone()).unwrap().lines().map(str::to_owned).collect()
}

fn put_lines(files: &mut Members, name: &str, lines: &[String]) {
    files.insert(name.to_owned(), format!("{}\n", lines.join("\n")).into_bytes());
}

/// What somebody does who has the signing key: the manifest is made to fit, and signed anew. What is left to find it
/// by are the ledger and the parts themselves.
fn signed_anew(files: &mut Members) {
    let mut manifest = json_of(files, "manifest.json");
    let others = files.iter().filter(|(name, _)| !name.starts_with("manifest."));
    let listed = others.map(|(name, bytes)| {
        json!({"name": name, "bytes": bytes.len(), "sha256": gemba_pack::write::hash(bytes)})
    });
    manifest["files"] = listed.collect();
    put(files, "manifest.json", &manifest);
    let says = gemba_pack::write::stated(&files["manifest.json"]);
    let note = signer(7).sign_statement(FORMAT, &says).unwrap();
    files.insert("manifest.sig".to_owned(), note.into_bytes());
}

#[test]
fn a_changed_byte_in_any_file_is_found_and_the_file_is_named() {
    assert_eq!(checked(&PACK).faults, []);
    let names: Vec<_> = members(&PACK).into_keys().collect();
    for name in names {
        let report = after(|files| {
            let bytes = files.get_mut(&name).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
        });
        let is_named = report.faults.iter().any(|fault| {
            // Of two that no longer fit, the signature is under the manifest.
            fault.file == name || (name == "manifest.sig" && fault.file == "manifest.json")
        });
        assert!(is_named, "{name}: {}", said(&report));
    }
}

#[test]
fn a_file_that_is_gone_or_was_put_in_is_named() {
    let names: Vec<_> = members(&PACK).into_keys().collect();
    for name in names {
        let report = after(|files| _ = files.remove(&name));
        assert!(!report.is_whole(), "{name} is gone");
        let is_named = report.faults.iter().any(|fault| fault.file == name);
        assert!(is_named || name == "manifest.json", "{name}: {}", said(&report));
    }
    let report =
        after(|files| _ = files.insert("records/ghost.jsonl".to_owned(), b"{}\n".to_vec()));
    assert!(said(&report).contains("records/ghost.jsonl: It was put in"), "{}", said(&report));
}

#[test]
fn a_record_that_is_not_what_its_entries_say_is_found_even_by_the_right_key() {
    let report = after(|files| {
        let name = "records/incident.jsonl";
        let text = String::from_utf8(files[name].clone()).unwrap();
        files.insert(name.to_owned(), text.replacen("Mail rests", "Mail works", 1).into_bytes());
        signed_anew(files);
    });
    let told = said(&report);
    let expected = "records/incident.jsonl line 1: INC-000001: “summary” is not what entry";
    assert!(told.contains(expected), "{told}");
    let report = after(|files| {
        let mut rows = lines(files, "records/incident.jsonl");
        let mut row: Json = serde_json::from_str(&rows[0]).unwrap();
        row["values"]["resolution"] = json!("nobody said so");
        row["state"] = json!("closed");
        rows[0] = row.to_string();
        put_lines(files, "records/incident.jsonl", &rows);
        signed_anew(files);
    });
    let told = said(&report);
    assert!(told.contains("“resolution” is filled in, and no entry says so"), "{told}");
    assert!(told.contains("Its state is not what entry"), "{told}");
}

#[test]
fn an_entry_that_is_left_out_is_missed() {
    let report = after(|files| {
        let mut rows = lines(files, "records/incident.jsonl");
        let mut row: Json = serde_json::from_str(&rows[0]).unwrap();
        let entries = row["entries"].as_array_mut().unwrap();
        let index = entries.pop().unwrap();
        rows[0] = row.to_string();
        put_lines(files, "records/incident.jsonl", &rows);
        for name in ["ledger/entries.jsonl", "ledger/proofs.jsonl"] {
            let is_other =
                |line: &String| serde_json::from_str::<Json>(line).unwrap()["index"] != index;
            let rest: Vec<_> = lines(files, name).into_iter().filter(is_other).collect();
            put_lines(files, name, &rest);
        }
        signed_anew(files);
    });
    let told = said(&report);
    assert!(told.contains("INC-000001: "), "{told}");
    assert!(told.contains("manifest.json: It says"), "{told}");
}

#[test]
fn entries_that_were_changed_exchanged_or_made_up_are_found() {
    let name = "ledger/entries.jsonl";
    let swapped = after(|files| {
        let mut rows = lines(files, name);
        rows.swap(0, 1);
        put_lines(files, name, &rows);
        signed_anew(files);
    });
    assert!(said(&swapped).contains("is out of order"), "{}", said(&swapped));
    let changed = after(|files| {
        let rows: Vec<_> = lines(files, name)
            .into_iter()
            .map(|line| line.replace("Mail rests", "Mail works"))
            .collect();
        put_lines(files, name, &rows);
        signed_anew(files);
    });
    assert!(said(&changed).contains("was changed"), "{}", said(&changed));
    let made_up = after(|files| {
        let mut rows = lines(files, name);
        let mut entry: gemba_ledger::StoredEntry = serde_json::from_str(&rows[0]).unwrap();
        entry.head.at_ms += 1;
        let sealed = gemba_ledger::StoredEntry::seal(
            entry.head.clone(),
            entry.body.clone().unwrap(),
            entry.salt.unwrap(),
        );
        rows[0] = json!(sealed).to_string();
        put_lines(files, name, &rows);
        signed_anew(files);
    });
    assert!(said(&made_up).contains("is not in the ledger that was signed"), "{}", said(&made_up));
    let bare = after(|files| {
        let mut rows = lines(files, name);
        let mut row: Json = serde_json::from_str(&rows[0]).unwrap();
        row["body"] = Json::Null;
        row["salt"] = Json::Null;
        rows[0] = row.to_string();
        put_lines(files, name, &rows);
        signed_anew(files);
    });
    assert!(said(&bare).contains("is missing without permission"), "{}", said(&bare));
}

#[test]
fn a_checkpoint_by_another_key_is_refused() {
    let report = after(|files| {
        let text = String::from_utf8(files["checkpoint.txt"].clone()).unwrap();
        let mut lines = text.lines();
        let (origin, size, root) =
            (lines.next().unwrap(), lines.next().unwrap(), lines.next().unwrap());
        let root = gemba_ledger::Hash::from_base64(root).unwrap();
        let checkpoint =
            gemba_ledger::Checkpoint::new(origin, size.parse().unwrap(), root).unwrap();
        files.insert("checkpoint.txt".to_owned(), signer(9).sign(&checkpoint).into_bytes());
        signed_anew(files);
    });
    let told = said(&report);
    assert!(told.contains("checkpoint.txt: ") && told.contains("no signature"), "{told}");
}

#[test]
fn an_index_that_hides_something_does_not_agree_with_its_parts() {
    let row = |index: &Json, result: &str| {
        let rows = index["requirements"].as_array().unwrap();
        rows.iter().position(|row| row["result"] == result).unwrap()
    };
    let cut = after(|files| {
        let mut index = json_of(files, "index.json");
        let at = row(&index, "fail");
        index["requirements"][at]["exceptions"].as_array_mut().unwrap().pop();
        put(files, "index.json", &index);
        signed_anew(files);
    });
    let told = said(&cut);
    assert!(told.contains("exceptions and lists") && told.contains("gaps.json: "), "{told}");
    let met = after(|files| {
        let mut index = json_of(files, "index.json");
        let at = row(&index, "fail");
        index["requirements"][at]["result"] = json!("pass");
        put(files, "index.json", &index);
        signed_anew(files);
    });
    let told = said(&met);
    assert!(told.contains("Its result is “pass” with"), "{told}");
    assert!(told.contains("index.csv line"), "{told}");
    let hidden = after(|files| {
        let mut gaps = json_of(files, "gaps.json");
        gaps["gaps"].as_array_mut().unwrap().pop();
        put(files, "gaps.json", &gaps);
        signed_anew(files);
    });
    assert!(said(&hidden).contains("and it is not among the gaps"), "{}", said(&hidden));
    let gone = after(|files| {
        let rows = lines(files, "records/interested_party.jsonl");
        assert_eq!(rows.len(), 1);
        files.remove("records/interested_party.jsonl");
        signed_anew(files);
    });
    assert!(said(&gone).contains("is not among the records"), "{}", said(&gone));
}

#[test]
fn what_is_no_pack_is_refused_in_a_sentence() {
    for bytes in [&b""[..], b"PK", b"no zip at all", &PACK[..PACK.len() / 2]] {
        let report = verify(bytes, Outside { verifier: Some(&verifier()), checkpoint: None });
        assert!(
            said(&report).contains("It is no ZIP file, or it was cut off"),
            "{}",
            said(&report)
        );
    }
    let empty = checked(&zipped(&Members::new()).unwrap());
    assert!(!empty.is_whole());
    let out = after(|files| _ = files.insert("../escape".to_owned(), b"x".to_vec()));
    assert!(said(&out).contains("leads out of the pack"), "{}", said(&out));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn every_changed_byte_of_every_member_is_found(
        which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), by in 1..=255_u8,
    ) {
        let mut files = members(&PACK);
        let names: Vec<_> = files.keys().cloned().collect();
        let bytes = files.get_mut(which.get(&names)).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= by;
        let report = checked(&zipped(&files).unwrap());
        prop_assert!(!report.is_whole(), "{} at {at}", which.get(&names));
    }

    #[test]
    fn no_bytes_bring_it_down(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(!verify(&bytes, Outside::default()).is_whole());
    }

    #[test]
    fn a_changed_byte_of_the_file_itself_brings_nothing_down_and_changes_no_content_unseen(
        at in any::<prop::sample::Index>(), by in 1..=255_u8,
    ) {
        let mut bytes = PACK.clone();
        let at = at.index(bytes.len());
        bytes[at] ^= by;
        let report = checked(&bytes);
        // What is between the members, such as a time, is no content; whatever is content is found.
        if report.is_whole() {
            prop_assert_eq!(members(&bytes), members(&PACK));
        }
    }
}
