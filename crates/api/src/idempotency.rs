//! `Idempotency-Key`: a request that may have been lost can be sent again, and is done once at
//! most.
//!
//! Before the work its beginning is written down, after it the answer. A second request with the
//! key gets the answer, or, while there is none, a refusal: also after a crash in between, and on
//! another server over the same store.
use crate::{
    answer::Answer,
    caller::{Asked, Caller},
    problem::{KEY_USED, Problem, UNDECIDED},
    state::Api,
    write::Work,
};
use axum::body::Bytes;
use gemba_desk::{Refused, Remembered};
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
    let turn = Turn {
        api: work.api.clone(),
        caller: Arc::clone(&asked.caller),
        fingerprint: fingerprint(method, asked, bytes),
        key,
    };
    // A task of its own: if the client goes away, what was begun is still finished and remembered.
    let task = tokio::spawn(async move {
        match turn.begin().await? {
            Some(answer) => Ok(answer),
            None => turn.finish(work.done().await).await,
        }
    });
    task.await.unwrap_or_else(|fault| Err(Refused::Failed(fault.to_string()).into()))
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

/// What makes two requests the same: method, path, version condition and body.
fn fingerprint(method: &str, asked: &Asked, bytes: &Bytes) -> String {
    let mut digest = Sha256::new();
    let condition = asked.headers.get(header::IF_MATCH).map_or(&b""[..], HeaderValue::as_bytes);
    for part in [method.as_bytes(), asked.path.as_bytes(), condition, bytes] {
        digest.update(part.len().to_string());
        digest.update(b" ");
        digest.update(part);
    }
    hex::encode(digest.finalize())
}

struct Turn {
    api: Api,
    caller: Arc<Caller>,
    key: String,
    fingerprint: String,
}

impl Turn {
    /// Takes the key, or gives the answer that it already has.
    async fn begin(&self) -> Result<Option<Answer>, Problem> {
        if let Some(answer) = self.answered().await? {
            return Ok(Some(answer));
        }
        let begun = self.name("begun");
        let mark = mark()?;
        self.remember(&begun, &mark).await?;
        let Some(held) = self.remembered(&begun).await? else {
            return Err(Refused::Failed("what was written down was not there".to_owned()).into());
        };
        self.must_be_same(&held)?;
        if held.answer == mark {
            return Ok(None);
        }
        // Whoever began it may have finished since.
        if let Some(answer) = self.answered().await? {
            return Ok(Some(answer));
        }
        let detail = "A request with this Idempotency-Key was begun and has no answer yet. Ask again in a \
            second. If this stays, it was cut off: look whether it was done, then use a new key.";
        Err(Problem::new(&UNDECIDED, detail))
    }

    async fn answered(&self) -> Result<Option<Answer>, Problem> {
        let Some(held) = self.remembered(&self.name("answer")).await? else { return Ok(None) };
        self.must_be_same(&held)?;
        let kept: Kept = serde_json::from_str(&held.answer)
            .map_err(|fault| Refused::Failed(format!("a remembered answer is damaged: {fault}")))?;
        Ok(Some(kept.into_answer()))
    }

    /// Remembers the answer, unless Gemba failed: then nobody knows what became of it.
    async fn finish(&self, answer: Answer) -> Result<Answer, Problem> {
        if answer.status.is_server_error() {
            return Ok(answer);
        }
        let kept = serde_json::to_string(&Kept::of(&answer))
            .map_err(|fault| Refused::Failed(format!("an answer was not kept: {fault}")))?;
        if self.remember(&self.name("answer"), &kept).await.is_err() {
            tracing::warn!("an answer was not remembered; its key stays undecided");
        }
        Ok(answer)
    }

    fn must_be_same(&self, held: &Remembered) -> Result<(), Problem> {
        if held.fingerprint == self.fingerprint {
            return Ok(());
        }
        let detail = "This Idempotency-Key was used for another request. Choose a new one.";
        Err(Problem::new(&KEY_USED, detail))
    }

    fn name(&self, part: &str) -> String {
        format!("{part} {}", self.key)
    }

    async fn remembered(&self, name: &str) -> Result<Option<Remembered>, Problem> {
        let (caller, name) = (Arc::clone(&self.caller), name.to_owned());
        self.api.ask(move |desk| desk.remembered(&caller.actor, &name)).await
    }

    async fn remember(&self, name: &str, answer: &str) -> Result<(), Problem> {
        let (caller, name) = (Arc::clone(&self.caller), name.to_owned());
        let (fingerprint, answer) = (self.fingerprint.clone(), answer.to_owned());
        self.api.ask(move |desk| desk.remember(&caller.actor, &name, &fingerprint, &answer)).await
    }
}

/// A mark by which a request knows its own beginning.
fn mark() -> Result<String, Problem> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|fault| Refused::Failed(format!("the machine gave no random bytes: {fault}")))?;
    Ok(hex::encode(bytes))
}

/// An answer as it is remembered.
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

    fn into_answer(self) -> Answer {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut answer = Answer { status, headers: http::HeaderMap::new(), body: self.body };
        for (name, value) in self.headers {
            if let Ok(name) = HeaderName::try_from(name) {
                answer = answer.with(name, &value);
            }
        }
        answer.with(REPLAYED, "true")
    }
}
