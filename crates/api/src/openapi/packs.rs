//! The description of how a pack for auditors is made.
use super::{
    paths::{Operation, with_headers},
    reference,
    schemas::sealed,
};
use crate::{
    packs::{KIND, MEDIA_TYPE, PATH, USUAL},
    shape::{SAID_LINE_PATTERN, SHORT_TEXT_LENGTH_MAX},
};
use gemba_conformity::Edition;
use gemba_model::overlay::KindView;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// The path, if packs are kept on record.
pub fn paths(views: &[Arc<KindView>]) -> Map<String, Json> {
    let view = views.iter().find(|view| view.def.name == KIND);
    view.map(|view| (PATH.to_owned(), operation(view))).into_iter().collect()
}

fn operation(view: &KindView) -> Json {
    let body = json!({"required": true, "content": {"application/json": {
        "schema": reference("schemas", "PackWanted"),
        "example": {"reason": "Stage 2", "stage": 2},
    }}});
    let file = json!({
        "description": "The pack, a ZIP file. `Location` names the record that keeps what it holds.",
        "content": {MEDIA_TYPE: {"schema": {"type": "string", "contentEncoding": "binary"}}},
    });
    let operation = Operation::new("make_pack".to_owned(), view.def.plural, "Make a pack for auditors")
        .describe(
            "Makes one file that proves itself: requirements with their evidence, records with the proof that they \
             stand in the ledger, gaps, samples, OSCAL, and a signed checkpoint. It holds what you may read. That it \
             was made is a record, whose address is told; the file itself is not kept. Each call makes another one, \
             also where it fails half way and the record says so; an `Idempotency-Key` is refused. One is made at a \
             time. \
             The same as `gemba pack`; `gemba verify` checks the file without this house.",
        )
        .body(body)
        .answer(201, with_headers(file, &["Location", "Content-Disposition"]))
        .refuse(&[400, 401, 403, 404, 409, 413, 415, 422, 500]);
    json!({"post": operation.into_json()})
}

/// The schema of what is wanted.
pub fn schemas() -> Map<String, Json> {
    let day =
        |about: &str| json!({"type": ["string", "null"], "format": "date", "description": about});
    let mut wanted = sealed(
        json!({
            "reason": {"type": "string", "maxLength": SHORT_TEXT_LENGTH_MAX, "pattern": SAID_LINE_PATTERN,
                "description": "What it is made for, in a few words."},
            "edition": {"enum": Edition::NAMES.map(Some).into_iter().chain([None]).collect::<Vec<_>>(),
            "default": USUAL,
                "description": "The edition of ISO/IEC 20000-1."},
            "stage": {"enum": [1, 2, null],
                "description": "The stage of a certification audit; nothing means both."},
            "from": day("The first day looked at; nothing means all of them. It comes with `until`."),
            "until": day("The first day not looked at any more."),
            "audit": {"type": ["integer", "null"], "format": "int64", "minimum": 1,
                "description": "The audit whose samples are in it; nothing means those of every audit."},
        }),
        true,
    );
    if let Some(members) = wanted.as_object_mut() {
        members.insert("required".to_owned(), json!(["reason"]));
    }
    Map::from_iter([("PackWanted".to_owned(), wanted)])
}
