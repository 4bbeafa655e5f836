use gemba_ledger::{Checkpoint, EMPTY_ROOT, Hash, LedgerError, Signer, Verifier, leaf_hash};
use proptest::prelude::*;

fn signer() -> Signer {
    Signer::from_seed("gemba.example/acme", [7; 32]).unwrap()
}

fn checkpoint() -> Checkpoint {
    Checkpoint::new("gemba.example/acme", 42, leaf_hash(b"root")).unwrap()
}

fn why(result: Result<Checkpoint, LedgerError>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn a_signed_checkpoint_is_read_back() {
    let plain = checkpoint();
    let extended = checkpoint().with_extension("first").unwrap().with_extension("— x y").unwrap();
    for checkpoint in [plain, extended] {
        let note = signer().sign(&checkpoint);
        assert_eq!(signer().verifier().verify(&note).unwrap(), checkpoint);
    }
}

#[test]
fn a_note_has_the_documented_form() {
    let note = signer().sign(&checkpoint());
    let lines: Vec<&str> = note.split('\n').collect();
    assert_eq!(lines[..2], ["gemba.example/acme", "42"]);
    assert_eq!(lines[2], leaf_hash(b"root").to_base64());
    assert_eq!(lines[3], "");
    assert!(lines[4].starts_with("— gemba.example/acme "));
    assert_eq!(lines[5..], [""]);
}

#[test]
fn keys_are_read_back_and_the_secret_one_stays_out_of_debug_texts() {
    let secret = signer().to_secret_text();
    assert!(secret.starts_with("PRIVATE+KEY+gemba.example/acme+"));
    let again = Signer::from_secret_text(&secret).unwrap();
    assert_eq!(again.to_secret_text(), secret);
    assert_eq!(again.verifier(), signer().verifier());
    assert_eq!(again.name(), "gemba.example/acme");
    let public = signer().verifier().to_string();
    assert_eq!(public.parse::<Verifier>().unwrap(), signer().verifier());
    let debug = format!("{:?}", signer());
    assert!(debug.contains("key hidden") && !debug.contains(secret.rsplit('+').next().unwrap()));
}

#[test]
fn the_verifier_key_of_the_go_note_package_is_understood() {
    // From the documentation of golang.org/x/mod/sumdb/note.
    let text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    let key: Verifier = text.parse().unwrap();
    assert_eq!(key.to_string(), text);
    assert_eq!(key.name(), "PeterNeumann");
}

#[test]
fn malformed_keys_are_refused() {
    let good = signer().verifier().to_string();
    let key = good.rsplit('+').next().unwrap();
    let id = good.split('+').nth(1).unwrap();
    for bad in [
        String::new(),
        "name".to_owned(),
        format!("+{id}+{key}"),
        format!("two words+{id}+{key}"),
        format!("other+{id}+{key}"),
        format!("gemba.example/acme+00000000+{key}"),
        format!("gemba.example/acme+{id}"),
        format!("gemba.example/acme+{id}+AAAA"),
        format!("gemba.example/acme+{id}+A{key}"),
        format!("gemba.example/acme+{id}+{}", key.replacen('A', "B", 1)),
        format!("PRIVATE+KEY+{good}"),
    ] {
        assert!(matches!(bad.parse::<Verifier>(), Err(LedgerError::Key(_))), "{bad}");
    }
    assert!(Signer::from_secret_text(&good).is_err());
    assert!(Signer::from_seed("a+b", [1; 32]).is_err());
    assert!(Signer::from_seed("a\u{2003}b", [1; 32]).is_err());
    assert!(Signer::from_seed("", [1; 32]).is_err());
}

#[test]
fn a_checkpoint_that_could_be_read_in_two_ways_cannot_be_made() {
    assert!(Checkpoint::new("", 1, EMPTY_ROOT).is_err());
    assert!(Checkpoint::new("a\n7", 1, EMPTY_ROOT).is_err());
    assert!(checkpoint().with_extension("").is_err());
    assert!(checkpoint().with_extension("a\nb").is_err());
    assert!(checkpoint().with_extension("a\tb").is_err());
}

#[test]
fn malformed_checkpoints_are_refused_although_signed() {
    let root = leaf_hash(b"root").to_base64();
    for bad in [
        "o\n".to_owned(),
        "o\n5\n".to_owned(),
        format!("o\n05\n{root}\n"),
        format!("o\n+5\n{root}\n"),
        format!("o\n-5\n{root}\n"),
        format!("o\n\n{root}\n"),
        format!("o\n18446744073709551616\n{root}\n"),
        format!("\n5\n{root}\n"),
        format!("o\n5\n{root}"),
        format!("o\n5\n{root}\n\n"),
        "o\n5\nAAAA\n".to_owned(),
        "o\n5\n*\n".to_owned(),
    ] {
        assert!(bad.parse::<Checkpoint>().is_err(), "{bad:?}");
    }
    let largest = format!("o\n{}\n{root}\n", u64::MAX);
    assert_eq!(largest.parse::<Checkpoint>().unwrap().size(), u64::MAX);
}

#[test]
fn signatures_of_others_are_ignored_and_a_wrong_one_of_ours_spoils_the_note() {
    let ours = signer();
    let other = Signer::from_seed("witness.example", [8; 32]).unwrap();
    let same_name = Signer::from_seed("gemba.example/acme", [9; 32]).unwrap();
    let note = ours.sign(&checkpoint());
    let line = |signer: &Signer, checkpoint: &Checkpoint| {
        signer.sign(checkpoint).split_once("\n\n").unwrap().1.to_owned()
    };
    let larger = Checkpoint::new("gemba.example/acme", 43, leaf_hash(b"root")).unwrap();

    for extra in [line(&other, &checkpoint()), line(&same_name, &larger)] {
        let both = format!("{note}{extra}");
        assert_eq!(ours.verifier().verify(&both).unwrap(), checkpoint());
    }
    let spoiled = format!("{note}{}", line(&ours, &larger));
    assert!(why(ours.verifier().verify(&spoiled)).contains("changed after signing"));
    assert!(why(other.verifier().verify(&note)).contains("no signature of the key witness"));
    assert!(why(same_name.verifier().verify(&note)).contains("no signature"));
}

#[test]
fn malformed_notes_are_refused_with_a_reason() {
    let note = signer().sign(&checkpoint());
    let verifier = signer().verifier();
    let many = format!("{note}{}", "— x AAAAAAA=\n".repeat(100));
    let long = format!("{}{note}", "a".repeat(1_000_000));
    for (bad, reason) in [
        ("", "no empty line"),
        ("text only\n", "no empty line"),
        ("a\n1\n\n", "carries no signature"),
        (note.trim_end(), "does not end with a line feed"),
        (&note.replace('\n', "\r\n"), "control character"),
        (&note.replace('—', "-"), "not of the form"),
        (&note.replace("— gemba.example/acme", "— a+b"), "no valid name"),
        (&format!("{note}— other AAAA\n"), "too short"),
        (&format!("{note}— other !\n"), "not standard base64"),
        (&many, "more than 100"),
        (&long, "a million"),
    ] {
        let why = why(verifier.verify(bad));
        assert!(why.contains(reason), "{bad:.60?}: {why}");
    }
}

proptest! {
    #[test]
    fn any_changed_byte_of_a_note_is_refused(
        place in any::<prop::sample::Index>(), bit in 0..8_u8,
    ) {
        let mut bytes = signer().sign(&checkpoint()).into_bytes();
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        // Bytes that are no text at all never reach the verifier.
        if let Ok(changed) = String::from_utf8(bytes) {
            prop_assert!(signer().verifier().verify(&changed).is_err(), "{changed}");
        }
    }

    #[test]
    fn any_text_is_refused_without_panic(
        text in "(?s)([a-z+ —\n0-9]|— gemba\\.example/acme |\n\n|[A-Za-z0-9+/]{4}|=|.){0,60}",
    ) {
        prop_assert!(signer().verifier().verify(&text).is_err());
        prop_assert!(text.parse::<Verifier>().is_err());
        prop_assert!(Signer::from_secret_text(&text).is_err());
        if let Ok(checkpoint) = text.parse::<Checkpoint>() {
            prop_assert_eq!(checkpoint.to_string(), text);
        }
    }

    #[test]
    fn any_checkpoint_survives_the_round_trip(
        origin in "[^\u{0}-\u{1f}]{1,20}", size in any::<u64>(), root in any::<[u8; 32]>(),
        lines in prop::collection::vec("[^\u{0}-\u{1f}]{1,20}", 0..4), seed in any::<[u8; 32]>(),
    ) {
        let mut checkpoint = Checkpoint::new(&origin, size, Hash(root)).unwrap();
        for line in &lines {
            checkpoint = checkpoint.with_extension(line).unwrap();
        }
        let signer = Signer::from_seed("name", seed).unwrap();
        let read = signer.verifier().verify(&signer.sign(&checkpoint)).unwrap();
        prop_assert_eq!((read.origin(), read.size(), read.root()), (&*origin, size, Hash(root)));
        prop_assert_eq!(read.extensions(), &lines);
        let text = signer.verifier().to_string();
        prop_assert_eq!(text.parse::<Verifier>().unwrap(), signer.verifier());
    }
}
