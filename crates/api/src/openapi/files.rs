//! The operations on the files of a record.
use super::{
    paths::{Operation, id, one, parameter, told, with_headers},
    reference,
};
use crate::files::SENT_AS;
use gemba_desk::files::{FILE_BYTES_MAX, NAME_LENGTH_MAX, media_types};
use gemba_model::overlay::KindView;
use serde_json::{Map, Value as Json, json};

/// The addresses of the files of a kind's records.
pub fn of_kind(view: &KindView) -> [(String, Json); 2] {
    let at = format!("/{}/{{id}}/files", view.def.name);
    let within = format!("{at}/{{file}}");
    [
        (at, json!({"get": list(view), "post": upload(view)})),
        (within, json!({"get": download(view)})),
    ]
}

fn list(view: &KindView) -> Json {
    let page = told("The files, newest first.", reference("schemas", "AttachmentPage"));
    let of = format!("The files of {}", one(view));
    Operation::new(format!("files_{}", view.def.name), view.def.plural, of)
        .take([id(view), parameter("after"), parameter("limit")])
        .answer(200, with_headers(page, &["Link"]))
        .refuse(&[400, 401, 403, 404, 500])
        .into_json()
}

fn upload(view: &KindView) -> Json {
    let name = json!({"name": "name", "in": "query", "required": true,
        "description": "What the file is called, with its ending: `screen.png`.",
        "schema": {"type": "string", "minLength": 1, "maxLength": NAME_LENGTH_MAX},
        "example": "log.txt"});
    let megabytes = FILE_BYTES_MAX / 1024 / 1024;
    let help = format!(
        "The body is the file, byte by byte, up to {megabytes} MB. The ending of its name must be of a known type, and \
         its content of that type: {}.",
        media_types().into_iter().collect::<Vec<_>>().join(", ")
    );
    let mut sent = Map::new();
    sent.insert(SENT_AS.to_owned(), json!({"schema": {"type": "string", "format": "binary"}}));
    let new = told("What is kept of the file.", reference("schemas", "Attachment"));
    let headers = ["ETag", "Location", "Idempotency-Replayed"];
    let what = format!("Keeps a file with {}", one(view));
    Operation::new(format!("add_file_{}", view.def.name), view.def.plural, what)
        .describe(&help)
        .take([id(view), name, parameter("idempotency_key")])
        .body(json!({"required": true, "content": sent}))
        .answer(201, with_headers(new, &headers))
        .refuse(&[400, 401, 403, 404, 409, 413, 415, 422, 500])
        .into_json()
}

fn download(view: &KindView) -> Json {
    let file = json!({"name": "file", "in": "path", "required": true,
        "description": "The number of the file's record, as `12` or `ATT-000012`.",
        "schema": reference("schemas", "AttachmentNumber")});
    let what = format!("Reads a file of {}", one(view));
    Operation::new(format!("file_{}", view.def.name), view.def.plural, what)
        .take([id(view), file, parameter("if_none_match")])
        .answer(200, reference("responses", "File"))
        .answer(304, json!({"description": "It is the file that you have."}))
        .refuse(&[400, 401, 403, 404, 500])
        .into_json()
}

/// A file as an answer.
pub fn answer() -> Json {
    let contents: Map<_, _> = media_types()
        .into_iter()
        .map(|media_type| (media_type.to_owned(), json!({"schema": {"type": "string"}})))
        .collect();
    json!({"description": "The file, as it was sent.", "content": contents,
        "headers": {"ETag": reference("headers", "ETag"),
            "Content-Disposition": reference("headers", "Content-Disposition")}})
}
