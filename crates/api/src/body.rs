//! The body of a request that writes: JSON of a known form, checked before anything is asked of the
//! desk.
use crate::{
    problem::{Fault, INVALID, MEDIA_TYPE, Problem, TOO_LARGE},
    shape,
};
use axum::{body::Bytes, extract::rejection::BytesRejection};
use gemba_desk::{Desk, Input};
use gemba_model::overlay::KindView;
use http::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value as Json};

/// How large a body may be.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;
/// How long a comment, a note or a reason may be.
pub const NOTE_LENGTH_MAX: usize = 100_000;
/// How many tags a record has at most.
pub const TAGS_MAX: usize = 20;
/// How long a tag may be.
pub const TAG_LENGTH_MAX: usize = 40;

/// What a request of this sort may hold.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// The members that it knows.
    pub members: &'static [&'static str],
    /// Whether it may be empty.
    pub may_be_empty: bool,
    /// Whether `application/merge-patch+json` is taken as well.
    pub is_patch: bool,
}

/// A new record.
pub const CREATE: Form =
    Form { members: &["fields", "tags", "note"], may_be_empty: false, is_patch: false };
/// A change.
pub const CHANGE: Form =
    Form { members: &["fields", "tags", "note", "version"], may_be_empty: false, is_patch: true };
/// A step of a life.
pub const STEP: Form =
    Form { members: &["fields", "note", "version"], may_be_empty: true, is_patch: false };
/// Words alone: a comment, a note, the reason of an erasure.
pub const WORDS: Form = Form { members: &["note", "version"], may_be_empty: true, is_patch: false };

/// What was sent.
#[derive(Debug, Default)]
pub struct Sent {
    fields: Map<String, Json>,
    tags: Option<Json>,
    /// The comment, note or reason.
    pub note: Option<String>,
    /// The version that the caller saw.
    pub version: Option<i64>,
}

impl Sent {
    /// The fields and tags, for the desk.
    pub fn input(&mut self) -> Input {
        let mut fields = std::mem::take(&mut self.fields);
        if let Some(tags) = self.tags.take() {
            fields.insert("tags".to_owned(), tags);
        }
        Input::Json(fields)
    }

    /// Reads a body, or says everything that is wrong with it.
    pub fn read(
        desk: &Desk,
        view: &KindView,
        form: Form,
        headers: &HeaderMap,
        bytes: &Bytes,
    ) -> Result<Self, Problem> {
        if bytes.is_empty() {
            return if form.may_be_empty {
                Ok(Self::default())
            } else {
                Err(Problem::unreadable("The body is empty; send JSON, such as {\"fields\": {}}."))
            };
        }
        must_be_json(headers, form)?;
        let json: Json = serde_json::from_slice(bytes).map_err(|fault| {
            Problem::unreadable(format!("The body is not valid JSON: {fault}."))
        })?;
        if holds_nul(&json) {
            let detail = "The body contains a character that cannot be kept (NUL).";
            return Err(Problem::unreadable(detail));
        }
        let Json::Object(members) = json else {
            return Err(Problem::new(&INVALID, "The body must be a JSON object."));
        };
        Self::of(desk, view, form, members)
    }

    fn of(
        desk: &Desk,
        view: &KindView,
        form: Form,
        members: Map<String, Json>,
    ) -> Result<Self, Problem> {
        let (mut sent, mut faults) = (Self::default(), Vec::new());
        for (name, json) in members {
            let taken = match name.as_str() {
                known if !form.members.contains(&known) => Err(unknown(view, form, known)),
                "fields" => match json {
                    Json::Object(fields) => {
                        sent.fields = fields;
                        Ok(())
                    }
                    _ => Err("must be an object of fields".to_owned()),
                },
                "tags" => tags(&json).map(|()| sent.tags = Some(json)),
                "note" => note(json).map(|note| sent.note = note),
                _ => version(&json).map(|version| sent.version = version),
            };
            if let Err(fault) = taken {
                faults.push(Fault::member(&name, fault));
            }
        }
        for (name, json) in &mut sent.fields {
            let fitted = match view.field(name) {
                Some(field) => shape::fit(desk, field, json),
                None => Err("is not a field of this kind".to_owned()),
            };
            if let Err(fault) = fitted {
                faults.push(Fault::field(name, fault));
            }
        }
        if faults.is_empty() { Ok(sent) } else { Err(Problem::faults(&INVALID, faults)) }
    }
}

/// The bytes of a body, or why there are none.
pub fn bytes(body: Result<Bytes, BytesRejection>, bytes_max: usize) -> Result<Bytes, Problem> {
    body.map_err(|fault| {
        if fault.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Problem::new(&TOO_LARGE, format!("The body is larger than {bytes_max} bytes."))
        } else {
            Problem::unreadable("The body broke off before its end. Send it again.")
        }
    })
}

/// Refuses a body of another type.
pub fn must_be_json(headers: &HeaderMap, form: Form) -> Result<(), Problem> {
    let line = headers.get(header::CONTENT_TYPE).and_then(|line| line.to_str().ok());
    let mut parts =
        line.unwrap_or_default().split(';').map(|part| part.trim().to_ascii_lowercase());
    let essence = parts.next().unwrap_or_default();
    let is_known =
        essence == "application/json" || form.is_patch && essence == "application/merge-patch+json";
    let is_utf8 = |part: String| {
        part.strip_prefix("charset=").is_none_or(|name| name.trim_matches('"') == "utf-8")
    };
    if is_known && parts.all(is_utf8) {
        return Ok(());
    }
    let detail =
        "Send the body as JSON in UTF-8, with the header “Content-Type: application/json”.";
    Err(Problem::new(&MEDIA_TYPE, detail))
}

/// Whether a text within contains a character that cannot be kept.
pub fn holds_nul(json: &Json) -> bool {
    match json {
        Json::String(text) => text.contains('\0'),
        Json::Array(items) => items.iter().any(holds_nul),
        Json::Object(members) => {
            members.iter().any(|(name, json)| name.contains('\0') || holds_nul(json))
        }
        _ => false,
    }
}

fn unknown(view: &KindView, form: Form, name: &str) -> String {
    if view.field(name).is_some() && form.members.contains(&"fields") {
        return format!("belongs within “fields”: {{\"fields\": {{\"{name}\": …}}}}");
    }
    format!("is not known here; known are: {}", form.members.join(", "))
}

fn tags(json: &Json) -> Result<(), String> {
    let fits = |tag: &Json| tag.as_str().is_some_and(|tag| tag.chars().count() <= TAG_LENGTH_MAX);
    let is_good = match json {
        Json::Null => true,
        Json::Array(tags) => tags.len() <= TAGS_MAX && tags.iter().all(fits),
        _ => false,
    };
    if is_good {
        return Ok(());
    }
    Err(format!("must be a list of up to {TAGS_MAX} words of up to {TAG_LENGTH_MAX} characters"))
}

fn note(json: Json) -> Result<Option<String>, String> {
    match json {
        Json::Null => Ok(None),
        Json::String(text) if text.chars().count() > NOTE_LENGTH_MAX => {
            Err(format!("is longer than {NOTE_LENGTH_MAX} characters"))
        }
        Json::String(text) => Ok(Some(text)),
        _ => Err("must be a text".to_owned()),
    }
}

fn version(json: &Json) -> Result<Option<i64>, String> {
    if json.is_null() {
        return Ok(None);
    }
    let version = shape::integer(json).filter(|version| *version > 0);
    version.map(Some).ok_or_else(|| "must be a whole number from 1".to_owned())
}
