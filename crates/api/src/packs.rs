//! Packs for auditors: one is made, kept on record and sent as a file.
use crate::{
    MOUNT,
    body::{self, STEP},
    caller::Asked,
    idempotency::KEY,
    problem::{Fault, INVALID, Problem, REFUSED},
    shape,
    state::Api,
};
use axum::{
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
};
use gemba_conformity::Edition;
use gemba_desk::{Desk, Refused};
use gemba_model::{FieldFault, check::Period};
use gemba_pack::{Made, Wanted};
use gemba_vocabulary::actor::Actor;
use http::{HeaderMap, StatusCode, header};
use jiff::civil::Date;
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// The address.
pub const PATH: &str = "/packs";
/// What it answers.
pub const MEDIA_TYPE: &str = "application/zip";
/// The kind that keeps which packs were made.
pub const KIND: &str = "audit_pack";
/// What can be said of a pack.
pub const MEMBERS: [&str; 6] = ["reason", "edition", "stage", "from", "until", "audit"];
/// The edition where none is asked for.
pub const USUAL: &str = "2018";

/// Makes a pack for auditors with the rights of somebody, and keeps on record that it was made.
pub type Packer = fn(&Desk, &Actor, &Wanted) -> Result<Made, Refused>;

/// `POST /packs`
pub async fn post(State(api): State<Api>, asked: Asked, bytes: Bytes) -> Result<Response, Problem> {
    asked.caller.must_write()?;
    api.view(KIND)?;
    let [] = asked.parameters([])?;
    if asked.headers.contains_key(KEY) {
        let detail = "Each call makes another pack, so there is no Idempotency-Key here. Which packs were made is \
                      listed at /audit_pack.";
        return Err(Problem::unreadable(detail));
    }
    let wanted = read(&asked.headers, &bytes)?;
    let none = "This house makes no packs here. Use `gemba pack`.";
    let packer = api.packer.ok_or_else(|| Problem::new(&REFUSED, none))?;
    let caller = Arc::clone(&asked.caller);
    let made = api
        .ask(move |desk| {
            if !caller.actor.is_inside() {
                let sentence = "Packs are made by people inside only.";
                return Err(Refused::Forbidden(sentence.to_owned()));
            }
            match packer(desk, &caller.actor, &wanted) {
                // What the record refuses stands in the body under names of its own.
                Err(Refused::Invalid(faults)) => Ok(Err(faults)),
                made => made.map(Ok),
            }
        })
        .await?
        .map_err(|faults| Problem::faults(&INVALID, faults.iter().map(of_record).collect()))?;
    let headers = [
        (header::CONTENT_TYPE, MEDIA_TYPE.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}.zip\"", made.number)),
        (header::LOCATION, format!("{MOUNT}/{KIND}/{}", made.record)),
    ];
    Ok((StatusCode::CREATED, headers, made.bytes).into_response())
}

/// What is wrong with a field of the record that keeps the pack, as a member of the body.
fn of_record(fault: &FieldFault) -> Fault {
    let member = match fault.field.as_str() {
        "period_from" => "from",
        "period_until" => "until",
        other => other,
    };
    Fault::member(member, fault.fault.clone())
}

/// Reads what is wanted, or says everything that is wrong with it.
fn read(headers: &HeaderMap, bytes: &Bytes) -> Result<Wanted, Problem> {
    body::must_be_json(headers, STEP)?;
    let json: Json = serde_json::from_slice(bytes)
        .map_err(|fault| Problem::unreadable(format!("The body is not valid JSON: {fault}.")))?;
    if body::holds_nul(&json) {
        let detail = "The body contains a character that cannot be kept (NUL).";
        return Err(Problem::unreadable(detail));
    }
    let Json::Object(members) = json else {
        return Err(Problem::new(&INVALID, "The body must be a JSON object."));
    };
    let mut reading = Reading { members, faults: Vec::new() };
    let wanted = reading.wanted();
    let unknown = reading.members.keys().filter(|name| !MEMBERS.contains(&name.as_str()));
    let known = format!("is not known; a pack takes: {}", MEMBERS.join(", "));
    let unknown: Vec<_> = unknown.map(|name| Fault::member(name, known.clone())).collect();
    reading.faults.extend(unknown);
    if reading.faults.is_empty() {
        Ok(wanted)
    } else {
        Err(Problem::faults(&INVALID, reading.faults))
    }
}

struct Reading {
    members: Map<String, Json>,
    faults: Vec<Fault>,
}

impl Reading {
    fn wanted(&mut self) -> Wanted {
        let is_text = |json: &Json| json.as_str().map(str::trim).map(str::to_owned);
        let reason = self.take("reason", "must be a text", is_text).unwrap_or_default();
        if reason.is_empty() {
            self.fault("reason", "must say in a few words what the pack is made for");
        }
        let editions = format!("must be one of: {}", Edition::NAMES.join(", "));
        let edition = self.take("edition", &editions, |json| {
            Edition::NAMES.into_iter().find(|name| json == name).map(str::to_owned)
        });
        let stage = self.take("stage", "must be 1 or 2", |json| {
            shape::integer(json)
                .and_then(|stage| u8::try_from(stage).ok())
                .filter(|n| matches!(n, 1 | 2))
        });
        let audit = self.take("audit", "must be the number of an audit, such as 12", |json| {
            shape::integer(json).filter(|id| *id > 0)
        });
        // Other spellings could be read as well; the description names this one alone.
        let is_day =
            |json: &Json| json.as_str().filter(|day| day.len() == 10)?.parse::<Date>().ok();
        let (from, until) = (
            self.take("from", "must be a day, such as 2026-03-01", is_day),
            self.take("until", "must be a day, such as 2026-04-01", is_day),
        );
        match (from, until) {
            (Some(from), Some(until)) if until <= from => {
                self.fault("until", "must be later than “from”: it is the first day not looked at");
            }
            (None, Some(_)) => self.fault("from", "must come with “until”"),
            (Some(_), None) => self.fault("until", "must come with “from”"),
            _ => {}
        }
        Wanted {
            reason,
            edition: edition.unwrap_or_else(|| USUAL.to_owned()),
            period: from.zip(until).map(|(from, until)| Period { from, until }),
            stage,
            audit,
        }
    }

    /// A member as it should be; nothing if it is missing, null or wrong.
    fn take<T>(
        &mut self,
        name: &str,
        fault: &str,
        read: impl FnOnce(&Json) -> Option<T>,
    ) -> Option<T> {
        let json = self.members.get(name).filter(|json| !json.is_null())?;
        let read = read(json);
        if read.is_none() {
            self.fault(name, fault);
        }
        read
    }

    fn fault(&mut self, name: &str, fault: &str) {
        if !self.faults.iter().any(|one| one.field == name) {
            self.faults.push(Fault::member(name, fault));
        }
    }
}
