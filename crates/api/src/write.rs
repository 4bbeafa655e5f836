//! Everything that writes: create, change, the verbs of a life, comment, note, erase. All of it
//! goes through the desk's one door, and many at once share one durable commit.
use crate::{
    MOUNT, address,
    answer::Answer,
    body::{CHANGE, CREATE, Form, STEP, Sent, WORDS},
    caller::{Asked, Caller},
    files, idempotency,
    list::part,
    problem::Problem,
    record,
    state::Api,
};
use axum::{
    body::Bytes,
    extract::{Path, State, rejection::PathRejection},
};
use gemba_desk::{Command, Done, Refused, files::KIND};
use gemba_model::{KindDef, overlay::KindView};
use gemba_vocabulary::actor::Actor;
use http::{HeaderMap, StatusCode, header};
use std::sync::Arc;

/// `POST /{kind}`
pub async fn create(
    State(api): State<Api>,
    path: Result<Path<String>, PathRejection>,
    asked: Asked,
    bytes: Bytes,
) -> Result<Answer, Problem> {
    asked.caller.must_write()?;
    let kind = part(path)?;
    if kind == KIND {
        return Ok(files::not_recorded());
    }
    let view = api.view(&kind)?;
    let [] = asked.parameters([])?;
    let mut sent = Sent::read(&api.desk, &view, CREATE, &asked.headers, &bytes)?;
    let input = sent.input();
    let command = Command { note: sent.note, ..Command::create(&kind, input) };
    let work = Work { api, view, caller: Arc::clone(&asked.caller), command };
    idempotency::once("POST", &asked, &bytes, work).await
}

/// `PATCH /{kind}/{id}`
pub async fn change(
    State(api): State<Api>,
    path: Result<Path<(String, String)>, PathRejection>,
    asked: Asked,
    bytes: Bytes,
) -> Result<Answer, Problem> {
    asked.caller.must_write()?;
    let (kind, id) = part(path)?;
    let view = api.view(&kind)?;
    let id = address::record_id(&view, &id)?;
    let [] = asked.parameters([])?;
    let mut sent = Sent::read(&api.desk, &view, CHANGE, &asked.headers, &bytes)?;
    let version = version(&asked.headers, sent.version)?;
    let input = sent.input();
    let command = Command { note: sent.note, ..Command::change(&kind, id, version, input) };
    Ok(Work { api, view, caller: asked.caller, command }.done().await)
}

/// `POST /{kind}/{id}/{verb}`
pub async fn verb(
    State(api): State<Api>,
    path: Result<Path<(String, String, String)>, PathRejection>,
    asked: Asked,
    bytes: Bytes,
) -> Result<Answer, Problem> {
    asked.caller.must_write()?;
    let (kind, id, verb) = part(path)?;
    let view = api.view(&kind)?;
    let id = address::record_id(&view, &id)?;
    let form = form(&view, &verb)?;
    let [] = asked.parameters([])?;
    let mut sent = Sent::read(&api.desk, &view, form, &asked.headers, &bytes)?;
    let version = version(&asked.headers, sent.version)?;
    let input = sent.input();
    let command = Command { note: sent.note, version, ..Command::verb(&kind, id, &verb) };
    let work =
        Work { api, view, caller: Arc::clone(&asked.caller), command: command.with_input(input) };
    idempotency::once("POST", &asked, &bytes, work).await
}

/// The verbs of a kind besides those of its life, each with what it is for.
pub fn common_verbs(def: &KindDef) -> Vec<(&'static str, &'static str)> {
    let mut verbs = vec![
        ("comment", "Adds a comment that everybody sees who sees the record."),
        ("note", "Adds a work note that colleagues see, and never a customer."),
    ];
    if def.name == "person" {
        verbs
            .push(("erase", "Erases the person's data for good. Proofs of the ledger still hold."));
    }
    verbs
}

fn form(view: &KindView, verb: &str) -> Result<Form, Problem> {
    if common_verbs(view.def).iter().any(|(name, _)| *name == verb) {
        return Ok(WORDS);
    }
    if view.steps.iter().any(|step| step.verb == verb) {
        return Ok(STEP);
    }
    let plural = &view.def.plural;
    Err(Problem::not_found(format!(
        "{plural} have no verb “{verb}”. GET {MOUNT}/kinds lists them."
    )))
}

/// The version that the caller saw, by `If-Match` or in the body.
fn version(headers: &HeaderMap, in_body: Option<i64>) -> Result<Option<i64>, Problem> {
    let fault = || {
        let detail =
            "If-Match names one version as a record's ETag does, such as “\"3\"”, or is *.";
        Problem::unreadable(detail)
    };
    let mut lines = headers.get_all(header::IF_MATCH).iter();
    let Some(line) = lines.next() else { return Ok(in_body) };
    let tag = line.to_str().map_err(|_| fault())?.trim();
    if lines.next().is_some() {
        return Err(fault());
    }
    if tag == "*" {
        return Ok(in_body);
    }
    let digits = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"')).unwrap_or(tag);
    let in_header = address::number(digits).ok_or_else(fault)?;
    if in_body.is_some_and(|in_body| in_body != in_header) {
        let detail = "If-Match and “version” name different versions. Send one of them.";
        return Err(Problem::unreadable(detail));
    }
    Ok(Some(in_header))
}

/// A command that has been read and is ready to be done.
pub struct Work {
    /// What every request shares.
    pub api: Api,
    /// The kind.
    pub view: Arc<KindView>,
    /// Who asks.
    pub caller: Arc<Caller>,
    /// What is asked.
    pub command: Command,
}

impl Work {
    /// Does it and tells what became of it.
    pub async fn done(self) -> Answer {
        let Self { api, view, caller, command } = self;
        let is_new = command.record.is_none();
        let done = api.desk.submit(&caller.actor, command).await;
        answer(&caller.actor, &view, is_new, done.unwrap_or_else(|_| Err(stopped())))
    }
}

/// Why nothing came of a command.
pub fn stopped() -> Refused {
    Refused::Failed("the writer has stopped".to_owned())
}

/// What became of a command, as an answer.
pub fn answer(actor: &Actor, view: &KindView, is_new: bool, done: Result<Done, Refused>) -> Answer {
    let done = match done {
        Ok(done) => done,
        Err(refused) => return record::refused(actor, view, refused).into_answer(),
    };
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    let json = record::to_json(actor, view, &done.record, None);
    let answer = Answer::json(status, &json).with_version(&done.record);
    if is_new {
        let address = format!("{MOUNT}/{}/{}", view.def.name, done.record.id);
        return answer.with(header::LOCATION, &address);
    }
    answer
}
