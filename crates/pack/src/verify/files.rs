//! The key, the signatures, and each file against the manifest.
use super::Reading;
use crate::{
    FORMAT, names,
    write::{hash, stated},
};
use gemba_ledger::Verifier;
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// The key by which the pack is checked: the one from outside, else the one that came along.
pub fn key(reading: &mut Reading, outside: Option<&Verifier>) -> Option<Verifier> {
    let text = reading.text(names::VERIFIER).unwrap_or_default();
    let inside = text.lines().next().unwrap_or_default().parse::<Verifier>();
    match (outside, inside) {
        (Some(outside), Ok(inside)) if inside != *outside => {
            let sentence = format!("The key that came along is not yours: {inside}.");
            reading.report.fault(names::VERIFIER, None, sentence);
            Some(outside.clone())
        }
        (Some(outside), _) => Some(outside.clone()),
        (None, Ok(inside)) => {
            reading.report.notes.push(
                "Checked with the key that came along: that proves only that the pack agrees with itself. Check with \
                 --verifier and a key that you were given on another way."
                    .to_owned(),
            );
            Some(inside)
        }
        (None, Err(error)) => {
            let sentence = format!("Its first line is no public key: {error}.");
            reading.report.fault(names::VERIFIER, None, sentence);
            None
        }
    }
}

/// Checks both signatures and the hash of each file.
pub fn check(reading: &mut Reading, verifier: Option<&Verifier>) {
    signatures(reading, verifier);
    let format = reading.manifest.get("format").and_then(Json::as_str).unwrap_or_default();
    if format != FORMAT {
        let sentence = format!("Its format is “{format}”, and this program reads {FORMAT}.");
        reading.report.fault(names::MANIFEST, None, sentence);
    }
    let listed = reading.manifest.get("files").and_then(Json::as_array).cloned();
    let listed = listed.unwrap_or_default();
    let mut known = BTreeSet::from([names::MANIFEST.to_owned(), names::SIGNATURE.to_owned()]);
    for file in &listed {
        let text = |field: &str| file.get(field).and_then(Json::as_str).unwrap_or_default();
        let name = text("name");
        if !known.insert(name.to_owned()) {
            let sentence = format!("It names “{name}” twice.");
            reading.report.fault(names::MANIFEST, None, sentence);
        }
        let Some(bytes) = reading.members.get(name) else {
            reading.report.fault(name, None, "It is missing.");
            continue;
        };
        let size = u64::try_from(bytes.len()).ok();
        if hash(bytes) != text("sha256") {
            reading.report.fault(
                name,
                None,
                "It is not the file that was packed: its SHA-256 differs.",
            );
        } else if file.get("bytes").and_then(Json::as_u64) != size {
            reading.report.fault(name, None, "Its size is not the one in the manifest.");
        }
    }
    let added: Vec<_> = reading.members.keys().filter(|name| !known.contains(*name)).collect();
    for name in added.into_iter().cloned().collect::<Vec<_>>() {
        reading.report.fault(&name, None, "It was put in: the manifest does not know it.");
    }
    reading.report.count("files", listed.len());
}

fn signatures(reading: &mut Reading, verifier: Option<&Verifier>) {
    let Some(verifier) = verifier else { return };
    let mut count = 0;
    match reading.text(names::SIGNATURE) {
        None => reading.report.fault(names::SIGNATURE, None, "It is missing."),
        Some(note) => {
            let manifest = reading.members.get(names::MANIFEST).map(|bytes| stated(bytes));
            match verifier.verify_statement(FORMAT, &note) {
                Ok(said) if Some(said) == manifest.as_deref() => count += 1,
                Ok(_) => {
                    let sentence = "It is not the manifest that was signed: its SHA-256 differs.";
                    reading.report.fault(names::MANIFEST, None, sentence);
                }
                Err(error) => reading.report.fault(names::SIGNATURE, None, format!("{error}.")),
            }
        }
    }
    match reading.text(names::CHECKPOINT) {
        None => reading.report.fault(names::CHECKPOINT, None, "It is missing."),
        Some(note) => match verifier.verify(&note) {
            Err(error) => reading.report.fault(names::CHECKPOINT, None, format!("{error}.")),
            Ok(checkpoint) => {
                count += 1;
                let ledger = reading.manifest.get("ledger").cloned().unwrap_or_default();
                let root = checkpoint.root().to_string();
                let agrees = ledger.get("size").and_then(Json::as_u64) == Some(checkpoint.size())
                    && ledger.get("root").and_then(Json::as_str) == Some(&*root);
                if !agrees {
                    let sentence = "It is of another ledger than the manifest says.";
                    reading.report.fault(names::CHECKPOINT, None, sentence);
                }
                reading.checkpoint = Some(checkpoint);
            }
        },
    }
    reading.report.count("signatures", count);
}
