//! News: the stream of events that tells an open page that its records changed.
use crate::{blocking, cookie, visit::Visit};
use axum::{
    extract::Query,
    response::{
        IntoResponse, Response,
        sse::{Event as Message, KeepAlive, Sse},
    },
};
use futures_util::{Stream, StreamExt as _};
use gemba_desk::Event;
use serde::Deserialize;
use serde_json::json;
use std::{convert::Infallible, time::Duration};
use tokio_stream::wrappers::{BroadcastStream, errors::BroadcastStreamRecvError};

const QUIET_SECONDS_MAX: u64 = 20;

/// What the listener wants to hear of.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Wish {
    kind: Option<String>,
    record: Option<i64>,
}

impl Wish {
    fn wants(&self, event: &Event) -> bool {
        self.kind.as_ref().is_none_or(|kind| *kind == event.kind)
            && self.record.is_none_or(|record| record == event.id)
    }
}

/// `GET /events?kind=&record=`
pub async fn get(visit: Visit, Query(wish): Query<Wish>) -> Response {
    let alive = KeepAlive::new().interval(Duration::from_secs(QUIET_SECONDS_MAX));
    Sse::new(messages(visit, wish)).keep_alive(alive).into_response()
}

/// What a listener is told of one event.
enum News {
    /// Something happened that they may know of.
    Told(Message),
    /// They are signed out since, and hear nothing any more.
    Over,
}

fn messages(visit: Visit, wish: Wish) -> impl Stream<Item = Result<Message, Infallible>> {
    let left = visit.session.expires_at.duration_since(visit.desk.now());
    let left = Duration::try_from(left).unwrap_or_default();
    BroadcastStream::new(visit.desk.events())
        .filter_map(move |heard| {
            let (visit, wish) = (visit.clone(), wish.clone());
            async move {
                match heard {
                    Ok(event) if wish.wants(&event) => news(visit, event).await,
                    Ok(_) => None,
                    // Too much happened at once to tell each: the page loads itself again.
                    Err(BroadcastStreamRecvError::Lagged(_)) => message("", false),
                }
            }
        })
        .scan((), |(), news| {
            std::future::ready(match news {
                News::Told(message) => Some(Ok(message)),
                News::Over => None,
            })
        })
        .take_until(tokio::time::sleep(left))
}

/// The session is asked each time: who signed out or lost a role meanwhile hears nothing more.
async fn news(visit: Visit, event: Event) -> Option<News> {
    let token = cookie::read(&visit.headers, cookie::SESSION)?.to_owned();
    let told = blocking(move || {
        let Some(session) = visit.desk.session(&token)? else { return Ok(Some(News::Over)) };
        let actor = session.actor;
        let may_see = visit.desk.may_see(&actor, &event);
        Ok(if may_see { message(&event.actor, event.actor == actor.name) } else { None })
    });
    told.await.unwrap_or(None)
}

fn message(by: &str, own: bool) -> Option<News> {
    let told = if own { json!({"own": true}) } else { json!({"by": by}) };
    Message::default().json_data(told).ok().map(News::Told)
}
