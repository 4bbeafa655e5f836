//! Every way to say no, as problem details of RFC 9457: what is wrong, where, and what to do about
//! it.
use crate::{MOUNT, answer::Answer};
use axum::response::{IntoResponse, Response};
use gemba_desk::Refused;
use gemba_model::FieldFault;
use http::{HeaderValue, StatusCode, header};
use serde_json::{Map, Value as Json, json};

/// One sort of refusal; its `type` leads to its description on the page of the API.
#[derive(Debug)]
pub struct Sort {
    /// Name within `type`.
    pub name: &'static str,
    /// The status of the answer.
    pub status: StatusCode,
    /// What it is called.
    pub title: &'static str,
    /// What it means and what to do.
    pub help: &'static str,
}

impl Sort {
    const fn new(
        name: &'static str,
        status: StatusCode,
        title: &'static str,
        help: &'static str,
    ) -> Self {
        Self { name, status, title, help }
    }
}

/// The request cannot be understood.
pub static UNREADABLE: Sort = Sort::new(
    "unreadable",
    StatusCode::BAD_REQUEST,
    "The request cannot be understood",
    "The address, a header or the body is not written as it should be. `detail` and `errors` say where.",
);
/// There is no good token.
pub static TOKEN: Sort = Sort::new(
    "token",
    StatusCode::UNAUTHORIZED,
    "A token is needed",
    "Send `Authorization: Bearer gemba_…` with a personal token that is neither ended nor taken back.",
);
/// The caller may not.
pub static FORBIDDEN: Sort = Sort::new(
    "forbidden",
    StatusCode::FORBIDDEN,
    "You may not do this",
    "Your roles do not allow it, or the token only reads.",
);
/// There is nothing there.
pub static NOT_FOUND: Sort = Sort::new(
    "not-found",
    StatusCode::NOT_FOUND,
    "There is nothing here",
    "There is no such address, kind, verb or record, or you may not know of the record.",
);
/// The address does not take the method.
pub static METHOD: Sort = Sort::new(
    "method",
    StatusCode::METHOD_NOT_ALLOWED,
    "This address does not take the method",
    "The header `Allow` lists the methods that it takes.",
);
/// The record does not allow it now.
pub static REFUSED: Sort = Sort::new(
    "refused",
    StatusCode::CONFLICT,
    "The record does not allow this now",
    "Its state or its content speaks against the step. `detail` says what is missing. Nothing was changed.",
);
/// Somebody else was first.
pub static STALE: Sort = Sort::new(
    "stale",
    StatusCode::PRECONDITION_FAILED,
    "The record has changed since you read it",
    "`current` is the record as it is now. Nothing was overwritten. Decide again, then send its version.",
);
/// The body is too large.
pub static TOO_LARGE: Sort = Sort::new(
    "too-large",
    StatusCode::PAYLOAD_TOO_LARGE,
    "The body is too large",
    "A body of JSON has up to 1 MB, a file up to 25 MB.",
);
/// The body is of another type.
pub static MEDIA_TYPE: Sort = Sort::new(
    "media-type",
    StatusCode::UNSUPPORTED_MEDIA_TYPE,
    "The body is of another type",
    "Send JSON with `Content-Type: application/json`, a file with `application/octet-stream`.",
);
/// Fields are missing or wrong.
pub static INVALID: Sort = Sort::new(
    "invalid",
    StatusCode::UNPROCESSABLE_ENTITY,
    "Something is missing or wrong",
    "`errors` names each field and what is wrong with it. Nothing was changed.",
);
/// The idempotency key belongs to another request.
pub static KEY_USED: Sort = Sort::new(
    "key-used",
    StatusCode::UNPROCESSABLE_ENTITY,
    "The key belongs to another request",
    "An `Idempotency-Key` stands for one request. Choose a new one for another request.",
);
/// Gemba failed.
pub static FAILED: Sort = Sort::new(
    "failed",
    StatusCode::INTERNAL_SERVER_ERROR,
    "Gemba failed",
    "Something broke on the server. Its log says what. Try again; if it stays, tell whoever runs Gemba.",
);

/// Every sort, in the order of their status.
pub static SORTS: [&Sort; 12] = [
    &UNREADABLE,
    &TOKEN,
    &FORBIDDEN,
    &NOT_FOUND,
    &METHOD,
    &REFUSED,
    &STALE,
    &TOO_LARGE,
    &MEDIA_TYPE,
    &INVALID,
    &KEY_USED,
    &FAILED,
];

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field or parameter.
    pub field: String,
    /// The place in the body, as a JSON pointer in a URI fragment; nothing for a parameter.
    pub pointer: Option<String>,
    /// What is wrong with it.
    pub detail: String,
}

impl Fault {
    /// Of a member of the body, such as `note`.
    pub fn member(name: &str, detail: impl Into<String>) -> Self {
        Self { field: name.to_owned(), pointer: Some(pointer(&[name])), detail: detail.into() }
    }

    /// Of a field of the record.
    pub fn field(name: &str, detail: impl Into<String>) -> Self {
        let pointer = Some(pointer(&["fields", name]));
        Self { field: name.to_owned(), pointer, detail: detail.into() }
    }

    /// Of a parameter of the address.
    pub fn parameter(name: &str, detail: impl Into<String>) -> Self {
        Self { field: name.to_owned(), pointer: None, detail: detail.into() }
    }

    fn of(fault: FieldFault) -> Self {
        match fault.field.as_str() {
            name @ ("note" | "tags" | "version") => Self::member(name, fault.fault),
            name => Self::field(name, fault.fault),
        }
    }

    fn to_json(&self) -> Json {
        let mut json = Map::new();
        json.insert("field".to_owned(), json!(self.field));
        if let Some(pointer) = &self.pointer {
            json.insert("pointer".to_owned(), json!(pointer));
        }
        json.insert("detail".to_owned(), json!(self.detail));
        Json::Object(json)
    }
}

/// A JSON pointer as a URI fragment: `#/fields/summary`.
fn pointer(parts: &[&str]) -> String {
    let mut text = "#".to_owned();
    for part in parts {
        text.push('/');
        text.push_str(&crate::address::encoded(&part.replace('~', "~0").replace('/', "~1")));
    }
    text
}

/// A refusal on its way to the caller.
#[derive(Debug)]
pub struct Problem(Box<Inner>);

#[derive(Debug)]
struct Inner {
    sort: &'static Sort,
    detail: String,
    faults: Vec<Fault>,
    current: Option<Json>,
    challenge: Option<&'static str>,
}

impl Problem {
    /// A refusal of that sort; `detail` is a sentence to a person.
    pub fn new(sort: &'static Sort, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self(Box::new(Inner { sort, detail, faults: Vec::new(), current: None, challenge: None }))
    }

    /// The request cannot be understood.
    pub fn unreadable(detail: impl Into<String>) -> Self {
        Self::new(&UNREADABLE, detail)
    }

    /// There is nothing there.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(&NOT_FOUND, detail)
    }

    /// Several things are wrong at once.
    pub fn faults(sort: &'static Sort, faults: Vec<Fault>) -> Self {
        let sentences: Vec<_> = faults
            .iter()
            .map(|fault| format!("{} {}.", fault.field, fault.detail.trim_end_matches('.')))
            .collect();
        let mut problem = Self::new(sort, sentences.join(" "));
        problem.0.faults = faults;
        problem
    }

    /// With the record as it is now.
    pub fn with_current(mut self, current: Json) -> Self {
        self.0.current = Some(current);
        self
    }

    /// With what a client should send to be let in.
    pub fn with_challenge(mut self, challenge: &'static str) -> Self {
        self.0.challenge = Some(challenge);
        self
    }

    /// The answer for the caller.
    pub fn into_answer(self) -> Answer {
        let Inner { sort, detail, faults, current, challenge } = *self.0;
        let mut json = Map::new();
        json.insert("type".to_owned(), json!(format!("{MOUNT}/docs#problem-{}", sort.name)));
        json.insert("title".to_owned(), json!(sort.title));
        json.insert("status".to_owned(), json!(sort.status.as_u16()));
        json.insert("detail".to_owned(), json!(detail));
        if !faults.is_empty() {
            json.insert("errors".to_owned(), faults.iter().map(Fault::to_json).collect());
        }
        if let Some(current) = current {
            json.insert("current".to_owned(), current);
        }
        let mut answer = Answer::json(sort.status, &Json::Object(json));
        answer
            .headers
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(challenge) = challenge {
            answer.headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        answer
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.into_answer().into_response()
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let detail = refused.to_string();
        match refused {
            Refused::NotFound { .. } => Self::new(&NOT_FOUND, detail),
            Refused::Forbidden(_) => Self::new(&FORBIDDEN, detail),
            Refused::Invalid(faults) => {
                Self::faults(&INVALID, faults.into_iter().map(Fault::of).collect())
            }
            Refused::Not(_) => Self::new(&REFUSED, detail),
            Refused::Stale { .. } => Self::new(&STALE, detail),
            Refused::Unknown(_) => Self::new(&UNREADABLE, detail),
            Refused::Failed(why) => {
                tracing::error!(why, "the API could not answer");
                Self::new(&FAILED, "Gemba could not do this. The log of the server says why.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_points_into_the_body() {
        let fault = Fault::field("x_a/b~c", "is odd");
        assert_eq!(fault.pointer.as_deref(), Some("#/fields/x_a~1b~0c"));
        let note = Fault::of(FieldFault::new("note", "is required"));
        assert_eq!(note.pointer.as_deref(), Some("#/note"));
    }

    #[test]
    fn what_broke_is_told_to_the_log_and_not_to_the_caller() {
        let problem = Problem::from(Refused::Failed("disk /dev/sda1 is gone".to_owned()));
        let answer = problem.into_answer();
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!answer.body.contains("sda1"), "{}", answer.body);
    }

    #[test]
    fn every_sort_has_a_name_of_its_own_and_says_what_to_do() {
        for (place, sort) in SORTS.iter().enumerate() {
            assert!(SORTS.iter().skip(place + 1).all(|other| other.name != sort.name));
            assert!(sort.help.ends_with('.'), "{}", sort.name);
        }
    }
}
