//! The files of a record: kept with it, listed, and handed out so that they harm nobody.
use crate::{
    MOUNT, address,
    answer::Answer,
    caller::Asked,
    filters, idempotency,
    list::{self, part},
    problem::{Fault, MEDIA_TYPE, METHOD, Problem, UNREADABLE},
    record,
    state::Api,
    write::Work,
};
use axum::{
    body::Bytes,
    extract::{Path, State, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use gemba_desk::{
    Refused, StoredFile,
    files::{KIND, NAME_LENGTH_MAX},
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde_json::json;
use std::sync::Arc;

/// What a file is sent as; what it is, its name and its first bytes say.
pub const SENT_AS: &str = "application/octet-stream";
/// Where the files of a record are.
pub const PATH: &str = "/{kind}/{id}/files";

/// What the address of the files' own kind takes: a file is made by sending it.
pub const KIND_ALLOWS: &str = "GET, HEAD, OPTIONS";

const FILES_USUAL: usize = 50;
/// What somebody else sent runs nothing, wherever it is opened.
const POLICY: &str = "sandbox; default-src 'none'";

type Parts = Result<Path<(String, String)>, PathRejection>;

/// `GET /{kind}/{id}/files`
pub async fn list(State(api): State<Api>, path: Parts, asked: Asked) -> Result<Answer, Problem> {
    let (kind, id) = part(path)?;
    let view = api.view(&kind)?;
    let id = address::record_id(&view, &id)?;
    let [after, limit] = asked.parameters(["after", "limit"])?;
    let limit = limit.map_or(Ok(FILES_USUAL), |text| {
        filters::limit(text, filters::PAGE_RECORDS_MAX).map_err(|why| fault("limit", why))
    })?;
    let (caller, after) = (Arc::clone(&asked.caller), after.map(str::to_owned));
    let shown = api.view(KIND)?;
    let (json, next) = api
        .ask(move |desk| {
            let page = desk.files(&caller.actor, &kind, id, after, limit)?;
            let told = |one| record::to_json(&caller.actor, &shown, one, None);
            let records: Vec<_> = page.records.iter().map(told).collect();
            Ok((json!({"records": records, "next": page.next}), page.next))
        })
        .await?;
    let answer = Answer::json(StatusCode::OK, &json);
    Ok(match next {
        Some(next) => answer.with(header::LINK, &list::link(&asked, &next)),
        None => answer,
    })
}

/// `POST /{kind}/{id}/files?name=…`
pub async fn upload(
    State(api): State<Api>,
    path: Parts,
    asked: Asked,
    bytes: Bytes,
) -> Result<Answer, Problem> {
    asked.caller.must_write()?;
    let (kind, id) = part(path)?;
    let view = api.view(&kind)?;
    let id = address::record_id(&view, &id)?;
    let [name] = asked.parameters(["name"])?;
    let name = name.ok_or_else(|| fault("name", "is needed, such as screen.png".to_owned()))?;
    if name.chars().count() > NAME_LENGTH_MAX {
        let why = format!("is longer than {NAME_LENGTH_MAX} characters");
        return Err(fault("name", why));
    }
    must_be_a_file(&asked.headers)?;
    let (caller, name, sent) = (Arc::clone(&asked.caller), name.to_owned(), bytes.clone());
    let command =
        api.ask(move |desk| desk.upload(&caller.actor, &kind, id, &name, sent.to_vec())).await?;
    let view = api.view(KIND)?;
    let work = Work { api, view, caller: Arc::clone(&asked.caller), command };
    idempotency::once("POST", &asked, &bytes, work).await
}

/// `GET /{kind}/{id}/files/{file}`
pub async fn download(
    State(api): State<Api>,
    path: Result<Path<(String, String, String)>, PathRejection>,
    asked: Asked,
) -> Result<Response, Problem> {
    let (kind, id, file) = part(path)?;
    let view = api.view(&kind)?;
    let id = address::record_id(&view, &id)?;
    let number = address::record_id(&*api.view(KIND)?, &file)?;
    let [] = asked.parameters([])?;
    let caller = Arc::clone(&asked.caller);
    let file = api
        .ask(move |desk| {
            let file = desk.file(&caller.actor, number)?;
            if file.of == (kind, id) {
                return Ok(file);
            }
            Err(Refused::NotFound { kind: KIND.to_owned(), id: number })
        })
        .await?;
    let tag = format!("\"{}\"", file.digest);
    let seen = asked.headers.get_all(header::IF_NONE_MATCH).iter();
    if seen.into_iter().any(|line| line.to_str().is_ok_and(|line| line.contains(&tag))) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    Ok(handed_out(file, &tag))
}

/// Says to whoever would record a file without sending it how it is done.
pub fn not_recorded() -> Answer {
    let detail = format!(
        "A file comes with its content. Send it to the record that it belongs to: POST \
         {MOUNT}/KIND/NUMBER/files?name=NAME."
    );
    Problem::new(&METHOD, detail).into_answer().with(header::ALLOW, KIND_ALLOWS)
}

fn fault(name: &str, why: String) -> Problem {
    Problem::faults(&UNREADABLE, vec![Fault::parameter(name, why)])
}

fn must_be_a_file(headers: &HeaderMap) -> Result<(), Problem> {
    let line = headers.get(header::CONTENT_TYPE).and_then(|line| line.to_str().ok());
    let essence = line.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case(SENT_AS) {
        return Ok(());
    }
    let detail = format!("Send the file's bytes as they are, with “Content-Type: {SENT_AS}”.");
    Err(Problem::new(&MEDIA_TYPE, detail))
}

fn handed_out(file: StoredFile, tag: &str) -> Response {
    // The plain name is for old clients; the second is the name as it is.
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || ".-_ ".contains(letter);
    let plain: String =
        file.name.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    let named = address::encoded(&file.name);
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{named}");
    let mut response = file.bytes.into_response();
    let mut say = |name: HeaderName, text: &str| {
        if let Ok(value) = HeaderValue::from_str(text) {
            response.headers_mut().insert(name, value);
        }
    };
    say(header::CONTENT_TYPE, &file.media_type);
    say(header::CONTENT_DISPOSITION, &disposition);
    say(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    say(header::CONTENT_SECURITY_POLICY, POLICY);
    say(header::ETAG, tag);
    response
}
