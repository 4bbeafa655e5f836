//! Makes the file from its parts.
use crate::{
    FORMAT,
    archive::{Members, zipped},
    index, names, oscal,
    parts::{Entry, Kept, Parts},
    texts,
};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

/// Why a pack could not be made.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("The pack could not be made: {0}.")]
pub struct WriteFault(pub String);

/// A pack that was made.
#[derive(Clone, Debug)]
pub struct Packed {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its SHA-256 in hexadecimal.
    pub digest: String,
    /// How many files are in it.
    pub files: usize,
    /// How many requirements it says are not shown to be met.
    pub gaps: usize,
}

/// Makes the file. `sign` signs a statement, the first line of which is [`FORMAT`], with the key of the ledger.
pub fn write(
    parts: &Parts,
    sign: &dyn Fn(&str) -> Result<String, String>,
) -> Result<Packed, WriteFault> {
    let mut members = content(parts)?;
    let manifest = pretty(&manifest(parts, &members));
    let signed = sign(&stated(&manifest)).map_err(WriteFault)?;
    members.insert(names::MANIFEST.to_owned(), manifest);
    members.insert(names::SIGNATURE.to_owned(), signed.into_bytes());
    let bytes = zipped(&members).map_err(WriteFault)?;
    let gaps = index::gaps_of(parts).count();
    Ok(Packed { digest: hash(&bytes), bytes, files: members.len(), gaps })
}

/// What is said of a manifest where it is signed.
pub fn stated(manifest: &[u8]) -> String {
    format!("manifest {}", hash(manifest))
}

/// SHA-256 in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Every file but the manifest and its signature.
fn content(parts: &Parts) -> Result<Members, WriteFault> {
    let table = index::table(parts).map_err(|error| WriteFault(error.to_string()))?;
    let text = |text: &str| text.as_bytes().to_vec();
    let mut members = Members::new();
    for (name, bytes) in [
        (names::README, texts::readme(parts).into_bytes()),
        (names::CHECKPOINT, text(&parts.checkpoint)),
        (names::VERIFIER, texts::verifier(&parts.verifier).into_bytes()),
        (names::INDEX, pretty(&index::index(parts))),
        (names::TABLE, table),
        (names::GAPS, pretty(&index::gaps(parts))),
        (names::SAMPLES, pretty(&parts.samples)),
        (names::WORDING, pretty(&parts.wording)),
        (names::PEOPLE, pretty(&json!(parts.people))),
        (names::ENTRIES, lines(parts.entries.iter().map(entry))),
        (names::PROOFS, lines(parts.entries.iter().map(proof))),
        (names::EARLIER, lines(parts.earlier.iter().map(|one| json!(one)))),
    ] {
        members.insert(name.to_owned(), bytes);
    }
    if let Some(report) = &parts.report {
        members.insert(names::REPORT.to_owned(), report.clone());
    }
    for document in &parts.documents {
        members.insert(format!("{}{}", names::DOCUMENTS, document.name), document.bytes.clone());
    }
    for (name, sheet) in &parts.sheets {
        members.insert(format!("figures/{name}.json"), pretty(sheet));
    }
    for of_kind in parts.records.chunk_by(|one, next| one.kind == next.kind) {
        let Some(first) = of_kind.first() else { continue };
        let name = format!("{}{}.jsonl", names::RECORDS, first.kind);
        members.insert(name, lines(of_kind.iter().map(record)));
    }
    for (name, document) in oscal::documents(parts, &members) {
        members.insert(name.to_owned(), pretty(&document));
    }
    Ok(members)
}

fn manifest(parts: &Parts, members: &Members) -> Json {
    let files = members.iter();
    let files = files
        .map(|(name, bytes)| json!({"name": name, "bytes": bytes.len(), "sha256": hash(bytes)}));
    let withheld = parts.entries.iter().filter(|entry| entry.is_withheld).count();
    let erased = parts.entries.iter().filter(|one| !one.is_withheld && one.stored.body.is_none());
    json!({
        "format": FORMAT,
        "program": concat!("gemba ", env!("CARGO_PKG_VERSION")),
        "about": parts.about,
        "ledger": {"size": parts.ledger_size, "root": parts.ledger_root},
        "counts": {
            "requirements": parts.requirements.len(),
            "gaps": index::gaps_of(parts).count(),
            "records": parts.records.len(),
            "entries": parts.entries.len(),
            "withheld": withheld,
            "erased": erased.count(),
        },
        "files": files.collect::<Vec<_>>(),
    })
}

fn record(one: &Kept) -> Json {
    json!({
        "kind": one.kind,
        "id": one.id,
        "number": one.number,
        "state": one.state,
        "version": one.version,
        "imported": one.is_imported,
        "created_at": one.created_at,
        "created_by": one.created_by,
        "tags": one.tags,
        "values": one.values,
        "why": one.why,
        "entries": one.entries,
        "withheld": one.is_withheld,
    })
}

fn entry(one: &Entry) -> Json {
    let mut told = json!(one.stored);
    if let Some(fields) = told.as_object_mut().filter(|_| one.is_withheld) {
        fields.insert("body".to_owned(), Json::Null);
        fields.insert("salt".to_owned(), Json::Null);
        fields.insert("withheld".to_owned(), Json::Bool(true));
    }
    told
}

fn proof(one: &Entry) -> Json {
    json!({"index": one.stored.head.index, "path": one.path})
}

fn pretty(json: &Json) -> Vec<u8> {
    format!("{json:#}\n").into_bytes()
}

fn lines(rows: impl Iterator<Item = Json>) -> Vec<u8> {
    rows.flat_map(|row| format!("{row}\n").into_bytes()).collect()
}
