//! Alerts of Prometheus Alertmanager, as its webhook tells them (version 4). All alerts of a call are heard in one
//! transaction or none of them; what was heard before is not written again.
use crate::{
    answer::Answer,
    body::{self, STEP},
    caller::Asked,
    problem::{Fault, INVALID, Problem},
    state::Api,
};
use axum::{body::Bytes, extract::State};
use gemba_desk::{Command, Input, Refused, World};
use gemba_model::{
    Record,
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{
    Value,
    alerts::{Labels, fingerprint},
};
use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::Arc,
};

/// The address.
pub const PATH: &str = "/alerts/alertmanager";
/// How large a call may be.
pub const BODY_BYTES_MAX: usize = 16 * 1024 * 1024;
/// How many alerts a call may tell.
pub const ALERTS_MAX: usize = 20_000;

const KIND: &str = "alert";
const VERSION: &str = "4";
const LINE_CHARACTERS_MAX: usize = 250;
const TEXT_CHARACTERS_MAX: usize = 10_000;
const LABELS_MAX: usize = 200;
const FAULTS_MAX: usize = 20;
const ASKED_AT_ONCE: usize = 500;

/// `POST /alerts/alertmanager`
pub async fn post(State(api): State<Api>, asked: Asked, bytes: Bytes) -> Result<Answer, Problem> {
    asked.caller.must_write()?;
    api.view(KIND)?;
    let [] = asked.parameters([])?;
    let told = read(&asked.headers, &bytes)?;
    let caller = Arc::clone(&asked.caller);
    let heard = api
        .ask(move |desk| desk.run_planned(&caller.actor, move |world| plan(world, told)))
        .await?;
    Ok(Answer::json(StatusCode::OK, &json!(heard)))
}

/// An alert as it was told.
#[derive(Debug, PartialEq)]
struct Told {
    fingerprint: String,
    name: String,
    is_firing: bool,
    starts_at: Timestamp,
    ends_at: Option<Timestamp>,
    labels: Labels,
    annotations: Labels,
    link: Option<String>,
}

/// Reads a call, or says everything that is wrong with it.
fn read(headers: &http::HeaderMap, bytes: &Bytes) -> Result<Vec<Told>, Problem> {
    body::must_be_json(headers, STEP)?;
    let json: Json = serde_json::from_slice(bytes)
        .map_err(|fault| Problem::unreadable(format!("The body is not valid JSON: {fault}.")))?;
    if body::holds_nul(&json) {
        let detail = "The body contains a character that cannot be kept (NUL).";
        return Err(Problem::unreadable(detail));
    }
    let version = json.get("version").and_then(Json::as_str);
    let mut faults = Vec::new();
    if version != Some(VERSION) {
        faults.push(Fault::member("version", "must be “4”, as Alertmanager's webhook sends it"));
    }
    let alerts = json.get("alerts").and_then(Json::as_array);
    let alerts = alerts.filter(|alerts| alerts.len() <= ALERTS_MAX);
    let Some(alerts) = alerts else {
        faults
            .push(Fault::member("alerts", format!("must be a list of up to {ALERTS_MAX} alerts")));
        return Err(Problem::faults(&INVALID, faults));
    };
    let mut told = Vec::with_capacity(alerts.len());
    for (place, alert) in alerts.iter().enumerate() {
        match one(alert) {
            Ok(one) => told.push(one),
            Err((member, fault)) => {
                faults.push(Fault::member(&format!("alerts[{place}].{member}"), fault));
            }
        }
    }
    faults.truncate(FAULTS_MAX);
    if faults.is_empty() { Ok(told) } else { Err(Problem::faults(&INVALID, faults)) }
}

/// Reads one alert; the error is the member at fault and what is wrong with it.
fn one(alert: &Json) -> Result<Told, (&'static str, String)> {
    let is_firing = match alert.get("status").and_then(Json::as_str) {
        Some("firing") => true,
        Some("resolved") => false,
        _ => return Err(("status", "must be “firing” or “resolved”".to_owned())),
    };
    let labels = labels(alert, "labels")?;
    let annotations = labels_or_none(alert, "annotations")?;
    let starts_at = moment(alert, "startsAt")?
        .ok_or_else(|| ("startsAt", "must be a moment, such as 2026-11-01T08:00:00Z".to_owned()))?;
    // Alertmanager says year 1 where there is no end.
    let ends_at = moment(alert, "endsAt")?.filter(|end| *end >= starts_at && !is_firing);
    let given = alert.get("fingerprint").and_then(Json::as_str).map(str::trim);
    let given = given.filter(|given| !given.is_empty()).map(str::to_owned);
    let fingerprint = given.unwrap_or_else(|| fingerprint(&labels));
    if fingerprint.chars().count() > LINE_CHARACTERS_MAX {
        return Err(("fingerprint", format!("is longer than {LINE_CHARACTERS_MAX} characters")));
    }
    let name =
        labels.get("alertname").cloned().unwrap_or_else(|| "Alert without a name".to_owned());
    let link = alert.get("generatorURL").and_then(Json::as_str).filter(|link| !link.is_empty());
    Ok(Told {
        fingerprint,
        name: cut(&name, LINE_CHARACTERS_MAX),
        is_firing,
        starts_at,
        ends_at,
        labels,
        annotations,
        link: link.map(|link| cut(link, TEXT_CHARACTERS_MAX)),
    })
}

fn cut(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}

fn labels(alert: &Json, member: &'static str) -> Result<Labels, (&'static str, String)> {
    let fault = || (member, format!("must be an object of up to {LABELS_MAX} texts"));
    let object = alert.get(member).and_then(Json::as_object).ok_or_else(fault)?;
    if object.len() > LABELS_MAX {
        return Err(fault());
    }
    let pair = |(name, value): (&String, &Json)| {
        let value = value.as_str().ok_or_else(fault)?;
        Ok((cut(name, LINE_CHARACTERS_MAX), cut(value, TEXT_CHARACTERS_MAX)))
    };
    object.iter().map(pair).collect()
}

fn labels_or_none(alert: &Json, member: &'static str) -> Result<Labels, (&'static str, String)> {
    match alert.get(member) {
        None | Some(Json::Null) => Ok(Labels::new()),
        Some(_) => labels(alert, member),
    }
}

/// A moment, to the millisecond in which moments are kept.
fn moment(alert: &Json, member: &'static str) -> Result<Option<Timestamp>, (&'static str, String)> {
    let fault = || (member, "must be a moment, such as 2026-11-01T08:00:00Z".to_owned());
    match alert.get(member) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) => {
            let at: Timestamp = text.parse().map_err(|_| fault())?;
            Timestamp::from_millisecond(at.as_millisecond()).map(Some).map_err(|_| fault())
        }
        Some(_) => Err(fault()),
    }
}

/// What became of the alerts of a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Heard {
    /// How many were told.
    pub told: usize,
    /// How many were not known before.
    pub new: usize,
    /// How many began again, ended or were told with other words.
    pub changed: usize,
    /// How many were known as they are.
    pub unchanged: usize,
}

/// What is to be done so that all alerts of a call are on record.
fn plan(world: &mut World<'_>, told: Vec<Told>) -> Result<(Vec<Command>, Heard), Refused> {
    let view = world.view(KIND)?;
    let mut heard = Heard { told: told.len(), ..Heard::default() };
    // Of an alert that a call tells twice the later word counts.
    let mut latest = BTreeMap::<String, Told>::new();
    for one in told {
        match latest.entry(one.fingerprint.clone()) {
            Entry::Occupied(mut before) => {
                heard.unchanged += 1;
                if (one.starts_at, !one.is_firing)
                    >= (before.get().starts_at, !before.get().is_firing)
                {
                    before.insert(one);
                }
            }
            Entry::Vacant(place) => _ = place.insert(one),
        }
    }
    let fingerprints: Vec<_> = latest.keys().cloned().map(Value::Text).collect();
    let mut known = BTreeMap::new();
    for part in fingerprints.chunks(ASKED_AT_ONCE) {
        let among = Filter { field: "fingerprint".to_owned(), test: Test::Is(part.to_vec()) };
        let found = world.find(KIND, &[among], ASKED_AT_ONCE)?;
        known.extend(found.into_iter().map(|one| (view.value(&one, "fingerprint").to_text(), one)));
    }
    let now = world.now();
    let mut commands = Vec::new();
    for (fingerprint, one) in latest {
        match known.get(&fingerprint) {
            None => {
                heard.new += 1;
                commands.push(Command::create(KIND, Input::Values(one.fields(true, now))));
            }
            Some(record) => {
                let verbs = one.verbs(&view, record);
                let counted =
                    if verbs.is_empty() { &mut heard.unchanged } else { &mut heard.changed };
                *counted += 1;
                commands.extend(verbs.iter().map(|verb| {
                    let mut fields = one.fields(false, now);
                    fields.retain(|(name, _)| *verb == "end" || name != "ends_at");
                    Command::verb(KIND, record.id, verb).with_input(Input::Values(fields))
                }));
            }
        }
    }
    Ok((commands, heard))
}

impl Told {
    /// The steps from what is on record to what was told. An old word that comes late changes nothing.
    fn verbs(&self, view: &KindView, record: &Record) -> &'static [&'static str] {
        let before = view.value(record, "starts_at").as_instant().unwrap_or_default();
        let was_firing = record.state == "firing";
        match (was_firing, self.is_firing) {
            _ if self.starts_at < before => &[],
            (true, true) if self.is_same(view, record) => &[],
            (true, true) => &["tell"],
            (true, false) => &["end"],
            (false, true) if self.starts_at > before => &["fire"],
            (false, false) if self.starts_at > before => &["fire", "end"],
            (false, _) => &[],
        }
    }

    fn is_same(&self, view: &KindView, record: &Record) -> bool {
        let fields = self.fields(false, self.starts_at);
        fields
            .iter()
            .filter(|(name, _)| name != "ends_at")
            .all(|(name, value)| view.value(record, name) == value)
    }

    fn fields(&self, is_new: bool, now: Timestamp) -> Vec<(String, Value)> {
        let pairs = |labels: &Labels| {
            let pair = |(name, value): (&String, &String)| json!({"name": name, "value": value});
            Value::Struct(Json::Array(labels.iter().map(pair).collect()))
        };
        let text = |text: Option<&String>| text.cloned().map_or(Value::None, Value::Text);
        let summary = ["summary", "description", "message"];
        let summary = summary.iter().find_map(|name| self.annotations.get(*name));
        let severity = self.labels.get("severity").map(|one| cut(one, LINE_CHARACTERS_MAX));
        let mut fields = vec![
            ("severity", text(severity.as_ref())),
            ("summary", text(summary)),
            ("labels", pairs(&self.labels)),
            ("annotations", pairs(&self.annotations)),
            ("link", text(self.link.as_ref())),
            ("starts_at", Value::Instant(self.starts_at)),
        ];
        if !self.is_firing {
            let end = self.ends_at.unwrap_or_else(|| now.max(self.starts_at));
            fields.push(("ends_at", Value::Instant(end)));
        }
        if is_new {
            fields.push(("name", Value::Text(self.name.clone())));
            fields.push(("fingerprint", Value::Text(self.fingerprint.clone())));
            fields.push(("source", Value::Text("alertmanager".to_owned())));
        }
        fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}
