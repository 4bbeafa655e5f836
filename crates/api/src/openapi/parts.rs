//! Parts of the description that many operations share: parameters, headers, answers that say no.
use super::{files, object, reference};
use crate::{
    filters,
    idempotency::KEY_LENGTH_MAX,
    problem::{SORTS, Sort},
};
use serde_json::{Map, Value as Json, json};

/// The name of a shared answer, by its status.
const ANSWERS: &[(u16, &str)] = &[
    (400, "Unreadable"),
    (401, "Token"),
    (403, "Forbidden"),
    (404, "NotFound"),
    (409, "Refused"),
    (412, "Stale"),
    (413, "TooLarge"),
    (415, "MediaType"),
    (422, "Invalid"),
    (500, "Failed"),
];

/// References to the shared answers of these statuses.
pub fn refusals(statuses: &[u16]) -> Map<String, Json> {
    let known = ANSWERS.iter().filter(|(status, _)| statuses.contains(status));
    known.map(|(status, name)| (status.to_string(), reference("responses", name))).collect()
}

/// The shared answers.
pub fn responses() -> Json {
    let refusals = ANSWERS.iter().map(|(status, name)| ((*name).to_owned(), refusal(*status)));
    object(refusals.chain([("File".to_owned(), files::answer())]))
}

fn refusal(status: u16) -> Json {
    let sorts: Vec<&Sort> =
        SORTS.iter().copied().filter(|sort| sort.status.as_u16() == status).collect();
    let said: Vec<_> = sorts.iter().map(|sort| format!("{}. {}", sort.title, sort.help)).collect();
    let examples = object(sorts.iter().map(|sort| {
        let value = json!({
            "type": format!("{}/docs#problem-{}", crate::MOUNT, sort.name),
            "title": sort.title,
            "status": status,
            "detail": sort.help,
        });
        (sort.name.to_owned(), json!({"summary": sort.title, "value": value}))
    }));
    let mut response = json!({
        "description": said.join("\n\n"),
        "content": {"application/problem+json": {
            "schema": reference("schemas", "ProblemDetails"),
            "examples": examples,
        }},
    });
    if status == 401
        && let Some(members) = response.as_object_mut()
    {
        let headers = json!({"WWW-Authenticate": reference("headers", "WWW-Authenticate")});
        members.insert("headers".to_owned(), headers);
    }
    response
}

/// The shared headers of answers.
pub fn headers() -> Json {
    json!({
        "ETag": {
            "description": "The version of the record, in double quotes, for `If-Match` and `If-None-Match`.",
            "required": true,
            "schema": {"type": "string", "pattern": "^\"[0-9a-f]+\"$"},
            "example": "\"3\"",
        },
        "Location": {
            "description": "The address of the new record.",
            "required": true,
            "schema": {"type": "string"},
            "example": "/api/v1/incident/123",
        },
        "Content-Disposition": {
            "description": "Says that the file is to be kept, not opened, and what it is called.",
            "required": true,
            "schema": {"type": "string"},
        },
        "Link": {
            "description": "The address of the next page (`rel=\"next\"`); not on the last.",
            "schema": {"type": "string"},
        },
        "Idempotency-Replayed": {
            "description": "`true` when this answer was given before to the same `Idempotency-Key`.",
            "schema": {"type": "string", "enum": ["true"]},
        },
        "WWW-Authenticate": {
            "description": "What to send to be let in.",
            "required": true,
            "schema": {"type": "string"},
        },
    })
}

/// The shared parameters.
pub fn parameters() -> Json {
    json!({
        "if_match": {
            "name": "If-Match", "in": "header",
            "description": "The `ETag` of the version that you read. If the record is at another by now, nothing \
                is done and the answer is 412.",
            "schema": {"type": "string", "pattern": r#"^(\*|"[0-9]{1,18}"|[0-9]{1,18})$"#},
        },
        "if_none_match": {
            "name": "If-None-Match", "in": "header",
            "description": "The `ETag` of the version that you have, or several. If it is still the same, the answer \
                is 304.",
            "schema": {"type": "string"},
            "example": "\"3\"",
        },
        "idempotency_key": {
            "name": "Idempotency-Key", "in": "header",
            "description": "A word of your choice that stands for this request. Sent again with the same body, it \
                gets the same answer and nothing is done twice.",
            "schema": {"type": "string", "pattern": format!("^[!-~]{{1,{KEY_LENGTH_MAX}}}$")},
        },
        "limit": {
            "name": "limit", "in": "query",
            "description": "How many to tell at most.",
            "schema": {"type": "integer", "minimum": 1, "maximum": filters::PAGE_RECORDS_MAX, "default": 50},
        },
        "after": {
            "name": "after", "in": "query",
            "description": "Where the page before ended: the `next` of its answer, as it was told.",
            "schema": {"type": "string", "minLength": 1},
        },
        "q": {
            "name": "q", "in": "query",
            "description": "Words that the records contain, all of them.",
            "schema": {"type": "string", "minLength": 1, "maxLength": filters::WORDS_LENGTH_MAX,
                "pattern": r"^[^\u0000]+$"},
        },
        "count": {
            "name": "count", "in": "query",
            "description": "`true` counts the records instead of telling them. Counting stops at 1,000.",
            "schema": {"type": "boolean", "default": false},
        },
        "before": {
            "name": "before", "in": "query",
            "description": "Tells what happened before this entry: the `next` of the page before.",
            "schema": {"type": "integer", "minimum": 0, "maximum": i64::MAX},
        },
    })
}
