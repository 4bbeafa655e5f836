//! `Idempotency-Key`: a request that may have been lost can be sent again, and is done once at
//! most.
//!
//! The desk writes the answer down together with the work. A second request with the key gets that
//! answer: also after a crash, and on another server over the same store.
use crate::{
    address,
    answer::Answer,
    caller::Asked,
    problem::{KEY_USED, Problem, REFUSED},
    write::{self, Work},
};
use axum::body::Bytes;
use gemba_desk::{Answered, Once, Refused};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// How long a key may be.
pub const KEY_LENGTH_MAX: usize = 200;
/// The request header.
pub const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The answer's header that says that it was given before.
pub const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Does the work, once at most if the request has a key.
pub async fn once(
    method: &str,
    asked: &Asked,
    bytes: &Bytes,
    work: Work,
) -> Result<Answer, Problem> {
    let Some(key) = key(asked)? else { return Ok(work.done().await) };
    let Work { api, view, caller, command } = work;
    let (shown, reader, is_new) =
        (Arc::clone(&view), Arc::clone(&caller), command.record.is_none());
    let once = Once { key, fingerprint: fingerprint(method, asked, bytes) };
    let told = api.desk.submit_once(&caller.actor, once, command, move |done| {
        Kept::of(&write::answer(&reader.actor, &shown, is_new, done.clone())).text()
    });
    match told.await.unwrap_or_else(|_| Err(write::stopped()))? {
        Answered::Now(done) => Ok(write::answer(&caller.actor, &view, is_new, *done)),
        Answered::Before(text) => Kept::read(&text),
        Answered::Erased => {
            let detail = "This was done. Its answer told of a person who was erased since.";
            Err(Problem::new(&REFUSED, detail))
        }
        Answered::AnotherRequest => {
            let detail = "This Idempotency-Key was used for another request. Choose a new one.";
            Err(Problem::new(&KEY_USED, detail))
        }
    }
}

fn key(asked: &Asked) -> Result<Option<String>, Problem> {
    let mut lines = asked.headers.get_all(&KEY).iter();
    let Some(line) = lines.next() else { return Ok(None) };
    let key = line.to_str().map(str::trim).unwrap_or_default();
    let is_good = (1..=KEY_LENGTH_MAX).contains(&key.len())
        && key.bytes().all(|byte| byte.is_ascii_graphic())
        && lines.next().is_none();
    if is_good {
        return Ok(Some(key.to_owned()));
    }
    Err(Problem::unreadable(format!(
        "Idempotency-Key is one word of up to {KEY_LENGTH_MAX} visible ASCII characters."
    )))
}

/// What makes two requests the same: method, address, version condition and body.
fn fingerprint(method: &str, asked: &Asked, bytes: &Bytes) -> String {
    let mut digest = Sha256::new();
    let condition = asked.headers.get(header::IF_MATCH).map_or(&b""[..], HeaderValue::as_bytes);
    let pairs = asked.pairs.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    let address = address::with_pairs(&asked.path, pairs);
    for part in [method.as_bytes(), address.as_bytes(), condition, bytes] {
        digest.update(part.len().to_string());
        digest.update(b" ");
        digest.update(part);
    }
    hex::encode(digest.finalize())
}

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Kept {
    fn of(answer: &Answer) -> Self {
        let text = |value: &HeaderValue| value.to_str().unwrap_or_default().to_owned();
        let headers = answer.headers.iter();
        Self {
            status: answer.status.as_u16(),
            headers: headers.map(|(name, value)| (name.to_string(), text(value))).collect(),
            body: answer.body.clone(),
        }
    }

    fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The answer as it was, marked as given before.
    fn read(text: &str) -> Result<Answer, Problem> {
        let kept: Self = serde_json::from_str(text)
            .map_err(|fault| Refused::Failed(format!("a kept answer is damaged: {fault}")))?;
        let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
        let mut answer = Answer { status, headers: http::HeaderMap::new(), body: kept.body };
        for (name, value) in kept.headers {
            if let Ok(name) = HeaderName::try_from(name) {
                answer = answer.with(name, &value);
            }
        }
        Ok(answer.with(REPLAYED, "true"))
    }
}
