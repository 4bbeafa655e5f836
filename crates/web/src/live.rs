//! News: the stream of events that tells an open page that its records changed.
use crate::{blocking, visit::Visit};
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

fn messages(visit: Visit, wish: Wish) -> impl Stream<Item = Result<Message, Infallible>> {
    BroadcastStream::new(visit.desk.events()).filter_map(move |heard| {
        let (visit, wish) = (visit.clone(), wish.clone());
        async move {
            let event = match heard {
                Ok(event) if wish.wants(&event) => event,
                Ok(_) => return None,
                // Too much happened at once to tell each: the page loads itself again.
                Err(BroadcastStreamRecvError::Lagged(_)) => return message("", false),
            };
            let desk = visit.desk.clone();
            let own = event.actor == visit.actor().name;
            let name = event.actor.clone();
            let actor = visit.actor().clone();
            let may_see = blocking(move || Ok(desk.may_see(&actor, &event))).await;
            if may_see.unwrap_or(false) { message(&name, own) } else { None }
        }
    })
}

fn message(by: &str, own: bool) -> Option<Result<Message, Infallible>> {
    let told = if own { json!({"own": true}) } else { json!({"by": by}) };
    Message::default().json_data(told).ok().map(Ok)
}
