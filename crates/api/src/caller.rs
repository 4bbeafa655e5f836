//! Who asks: the person behind a bearer token. Tokens are long and random, so a fast digest is all
//! that is looked up.
use crate::{
    address,
    problem::{FORBIDDEN, Fault, Problem, TOKEN, UNREADABLE},
    state::Api,
};
use axum::extract::{FromRequestParts, OriginalUri};
use gemba_desk::{Desk, Event, Refused, TokenScope};
use gemba_vocabulary::actor::Actor;
use http::{HeaderMap, header, request::Parts};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::sync::broadcast::{Receiver, error::TryRecvError};

/// For how long a token is believed without asking again: a token that was taken back works no
/// longer than this. A change of its person counts at once.
pub const CACHED_SECONDS_MAX: u64 = 5;
const CALLERS_MAX: usize = 10_000;
const TOKEN_BYTES_MAX: usize = 200;
const CHALLENGE: &str = "Bearer realm=\"Gemba\"";
const CHALLENGE_WRONG: &str = "Bearer realm=\"Gemba\", error=\"invalid_token\"";
const CHALLENGE_SCOPE: &str = "Bearer realm=\"Gemba\", error=\"insufficient_scope\"";

/// Somebody who asks, and what their token allows.
#[derive(Debug)]
pub struct Caller {
    /// Who.
    pub actor: Actor,
    /// What the token allows.
    pub scope: TokenScope,
}

impl Caller {
    /// Refuses a token that only reads.
    pub fn must_write(&self) -> Result<(), Problem> {
        if self.scope == TokenScope::Write {
            return Ok(());
        }
        let detail =
            "This token only reads. Make one that also writes, on the page of your account.";
        Err(Problem::new(&FORBIDDEN, detail).with_challenge(CHALLENGE_SCOPE))
    }
}

/// Who asked lately, by the digest of their token.
pub struct Callers(Mutex<Known>);

struct Known {
    news: Receiver<Event>,
    by_digest: HashMap<[u8; 32], (Instant, Arc<Caller>)>,
    /// Counts how often a person changed, so that what was read before is not kept after.
    changes: u64,
}

impl Callers {
    /// Listens to the desk for changes of people.
    pub fn new(desk: &Desk) -> Self {
        let known = Known { news: desk.events(), by_digest: HashMap::new(), changes: 0 };
        Self(Mutex::new(known))
    }

    /// The caller if known, else the count of changes to hand back to [`Callers::keep`].
    fn find(&self, digest: &[u8; 32]) -> Result<Arc<Caller>, u64> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.hear();
        match known.by_digest.get(digest) {
            Some((until, caller)) if Instant::now() < *until => Ok(Arc::clone(caller)),
            _ => Err(known.changes),
        }
    }

    fn keep(&self, digest: [u8; 32], caller: &Arc<Caller>, changes: u64) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.hear();
        if known.changes != changes {
            return;
        }
        if known.by_digest.len() >= CALLERS_MAX {
            known.by_digest.clear();
        }
        let until = Instant::now() + Duration::from_secs(CACHED_SECONDS_MAX);
        known.by_digest.insert(digest, (until, Arc::clone(caller)));
    }
}

impl Known {
    /// Forgets everybody once a person changed, here or on another node.
    fn hear(&mut self) {
        let mut is_news = false;
        loop {
            match self.news.try_recv() {
                Ok(event) => is_news |= event.kind == "person",
                // More happened than was kept: a person may have been among it.
                Err(TryRecvError::Lagged(_)) => is_news = true,
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            }
        }
        if is_news {
            self.by_digest.clear();
            self.changes += 1;
        }
    }
}

/// What every handler needs of a request. Taking it refuses whoever has no good token.
pub struct Asked {
    /// Who asks.
    pub caller: Arc<Caller>,
    /// The pairs of the query.
    pub pairs: Vec<(String, String)>,
    /// The path as the client wrote it.
    pub path: String,
    /// The headers.
    pub headers: HeaderMap,
}

impl Asked {
    /// The parameters of the names given, each at most once; others are refused.
    pub fn parameters<const N: usize>(
        &self,
        names: [&str; N],
    ) -> Result<[Option<&str>; N], Problem> {
        let mut faults = Vec::new();
        for (place, (name, _)) in self.pairs.iter().enumerate() {
            if !names.contains(&name.as_str()) {
                let detail = format!("is not known here; known are: {}", known(&names));
                faults.push(Fault::parameter(name, detail));
            } else if self.pairs.iter().take(place).any(|(before, _)| before == name) {
                faults.push(Fault::parameter(name, "is given twice"));
            }
        }
        if !faults.is_empty() {
            return Err(Problem::faults(&UNREADABLE, faults));
        }
        let find = |name: &str| self.pairs.iter().find(|(known, _)| known == name);
        Ok(names.map(|name| find(name).map(|(_, text)| text.as_str())))
    }
}

fn known(names: &[&str]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

impl FromRequestParts<Api> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let caller = authenticated(api, &parts.headers).await?;
        let original: Result<OriginalUri, Infallible> =
            OriginalUri::from_request_parts(parts, api).await;
        let path =
            original.map_or_else(|_| String::new(), |OriginalUri(uri)| uri.path().to_owned());
        let pairs = address::pairs(parts.uri.query())?;
        Ok(Self { caller, pairs, path, headers: parts.headers.clone() })
    }
}

/// Who asks, by the token in these headers.
pub async fn authenticated(api: &Api, headers: &HeaderMap) -> Result<Arc<Caller>, Problem> {
    let missing = || {
        let detail =
            "Send a personal token: “Authorization: Bearer gemba_…”. Your account page makes one.";
        Problem::new(&TOKEN, detail).with_challenge(CHALLENGE)
    };
    let line = headers.get(header::AUTHORIZATION).ok_or_else(missing)?;
    let (scheme, token) =
        line.to_str().ok().and_then(|line| line.split_once(' ')).ok_or_else(missing)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(missing());
    }
    let wrong = || {
        let detail = "This token is not known here, has ended or was taken back. Make a new one.";
        Problem::new(&TOKEN, detail).with_challenge(CHALLENGE_WRONG)
    };
    let token = token.trim();
    if token.len() > TOKEN_BYTES_MAX || !token.starts_with("gemba_") {
        return Err(wrong());
    }
    let digest: [u8; 32] = Sha256::digest(token.as_bytes()).into();
    let changes = match api.callers.find(&digest) {
        Ok(caller) => return Ok(caller),
        Err(changes) => changes,
    };
    let token = token.to_owned();
    let known = move |desk: &Desk| match desk.token(&token) {
        // Whose time is over hears so, and not that something is wrong with the token.
        Err(Refused::Not(why)) => Ok(Err(why)),
        other => other.map(Ok),
    };
    let over = |why: String| Problem::new(&TOKEN, why).with_challenge(CHALLENGE_WRONG);
    let (actor, scope) = api.ask(known).await?.map_err(over)?.ok_or_else(wrong)?;
    let caller = Arc::new(Caller { actor, scope });
    api.callers.keep(digest, &caller, changes);
    Ok(caller)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gemba_vocabulary::actor::Channel;
    use tokio::sync::broadcast;

    fn event(kind: &str) -> Event {
        let (kind, verb, actor) = (kind.to_owned(), "change".to_owned(), String::new());
        Event { kind, id: 1, verb, version: 2, actor }
    }

    #[test]
    fn a_caller_is_forgotten_once_a_person_changes() {
        let (sender, news) = broadcast::channel(4);
        let callers = Callers(Mutex::new(Known { news, by_digest: HashMap::new(), changes: 0 }));
        let actor = Actor::house(Channel::Api);
        let caller = Arc::new(Caller { actor, scope: TokenScope::Read });
        let digest = [7; 32];
        let changes = callers.find(&digest).unwrap_err();
        callers.keep(digest, &caller, changes);
        assert!(callers.find(&digest).is_ok());
        sender.send(event("incident")).unwrap();
        assert!(callers.find(&digest).is_ok(), "an incident changes nobody");
        sender.send(event("person")).unwrap();
        assert!(callers.find(&digest).is_err());

        // Whoever was looked up before the change must not be kept after it.
        let changes = callers.find(&digest).unwrap_err();
        sender.send(event("person")).unwrap();
        callers.keep(digest, &caller, changes);
        assert!(callers.find(&digest).is_err());

        // When more happened than the channel holds, a person may have been among it.
        let changes = callers.find(&digest).unwrap_err();
        callers.keep(digest, &caller, changes);
        (0..9).for_each(|_| drop(sender.send(event("incident"))));
        assert!(callers.find(&digest).is_err());
    }

    #[test]
    fn a_caller_is_asked_for_again_after_a_while() {
        let (_sender, news) = broadcast::channel(4);
        let caller =
            Arc::new(Caller { actor: Actor::house(Channel::Api), scope: TokenScope::Read });
        let by_digest = HashMap::from([([7; 32], (Instant::now(), caller))]);
        let callers = Callers(Mutex::new(Known { news, by_digest, changes: 0 }));
        assert!(callers.find(&[7; 32]).is_err(), "its time is over");
    }
}
