//! Commands that may arrive twice, because a network lost the answer to the first.
//!
//! The answer is written down in the transaction that does the work. So whoever asks again finds it, or nothing was
//! done: there is no moment in between, whatever is cut off, and on however many servers over the store.
use crate::{
    Command, Desk, Done, Event, Refused,
    accounts::{DAY_MS, digest},
    door,
};
use gemba_store::{Care, Db, accounts};
use gemba_vocabulary::actor::Actor;
use tokio::sync::oneshot;

/// How long an answer is kept.
const ANSWER_KEPT_MS: i64 = 2 * DAY_MS;

/// A request that may arrive twice.
#[derive(Clone, Debug)]
pub struct Once {
    /// The asker's own word for it.
    pub key: String,
    /// A digest of what it asks, by which the same request is known.
    pub fingerprint: String,
}

/// What became of a request that may arrive twice.
#[derive(Debug)]
pub enum Answered {
    /// It came for the first time.
    Now(Box<Result<Done, Refused>>),
    /// It came before: the answer kept.
    Before(String),
    /// It came before, and the person of whom its answer told was erased since.
    Erased,
    /// The key belongs to another request.
    AnotherRequest,
}

impl Desk {
    /// Does what is asked unless it was done before. `answer` says what to keep for whoever asks again; what Gemba
    /// itself failed at is not kept, and can be asked for again.
    pub fn submit_once(
        &self,
        actor: &Actor,
        once: Once,
        command: Command,
        answer: impl FnOnce(&Result<Done, Refused>) -> String + Send + 'static,
    ) -> oneshot::Receiver<Result<Answered, Refused>> {
        let (sender, receiver) = oneshot::channel();
        let (desk, teller, actor) = (self.clone(), self.clone(), actor.clone());
        self.inner.store.submit(
            // The command gets a savepoint of its own, so that a refusal leaves its answer alone.
            Care::None,
            move |db| pass(&desk, db, &actor, &once, command, answer),
            move |told: Result<(Answered, Option<Event>), Refused>| {
                // Whoever asked may be gone; what was done stays done.
                let _ = sender.send(told.map(|(answered, event)| {
                    teller.tell(event);
                    answered
                }));
            },
        );
        receiver
    }
}

fn pass(
    desk: &Desk,
    db: &mut dyn Db,
    actor: &Actor,
    once: &Once,
    command: Command,
    answer: impl FnOnce(&Result<Done, Refused>) -> String,
) -> Result<(Answered, Option<Event>), Refused> {
    let now_ms = desk.now().as_millisecond();
    let name = digest(&format!("{} {}", actor.person.unwrap_or_default(), once.key));
    accounts::forget_answers(db, now_ms - ANSWER_KEPT_MS)?;
    if let Some((fingerprint, kept)) = accounts::answer(db, &name)? {
        return Ok((before(once, &fingerprint, kept), None));
    }
    let (kind, named) = (command.kind.clone(), command.record);
    let (done, event) = match door::pass_within(desk, db, actor, command)? {
        Ok((done, event)) => (Ok(done), event),
        Err(refused) => (Err(refused), None),
    };
    if !matches!(done, Err(Refused::Failed(_))) {
        let id = done.as_ref().map_or(named, |done| Some(done.record.id)).unwrap_or_default();
        let text = answer(&done);
        accounts::keep_answer(db, &name, &once.fingerprint, (&kind, id), &text, now_ms)?;
    }
    Ok((Answered::Now(Box::new(done)), event))
}

fn before(once: &Once, fingerprint: &str, kept: Option<String>) -> Answered {
    if fingerprint != once.fingerprint {
        return Answered::AnotherRequest;
    }
    kept.map_or(Answered::Erased, Answered::Before)
}
