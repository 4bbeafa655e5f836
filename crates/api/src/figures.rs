//! Sheets of figures: what records come to, each figure with its definition, the data it rests on, and its exceptions.
use crate::{
    answer::Answer,
    caller::Asked,
    list::part,
    problem::{Fault, Problem, UNREADABLE},
    state::Api,
};
use axum::extract::{Path, State, rejection::PathRejection};
use gemba_desk::{Desk, Refused};
use gemba_figures::{Ask, SHEETS, SheetDef, sheet_named};
use gemba_vocabulary::{RecordId, actor::Actor};
use http::StatusCode;
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// The address of the list of sheets.
pub const PATH: &str = "/figures";
/// The address of one sheet.
pub const PATH_OF_ONE: &str = "/figures/{sheet}";
/// What a sheet can be asked.
pub const PARAMETERS: [&str; 4] = ["from", "until", "zone", "about"];

/// `GET /figures`
pub async fn list(State(api): State<Api>, asked: Asked) -> Result<Answer, Problem> {
    asked.parameters([])?;
    let caller = Arc::clone(&asked.caller);
    let told = api.ask(move |desk| all(desk, &caller.actor)).await?;
    Ok(Answer::json(StatusCode::OK, &told))
}

fn all(desk: &Desk, actor: &Actor) -> Result<Json, Refused> {
    if !actor.is_inside() {
        return Err(Refused::Forbidden(INSIDE.to_owned()));
    }
    let sheets = SHEETS.iter().filter(|def| desk.may(actor, def.kind, "read"));
    let sheets = sheets.map(|def| {
        json!({"name": def.name, "label": def.label, "clause": def.clause, "what": def.what,
            "about": def.about})
    });
    Ok(json!({"sheets": sheets.collect::<Vec<_>>()}))
}

const INSIDE: &str = "Figures are shown to people inside only.";

/// `GET /figures/{sheet}`
pub async fn get(
    State(api): State<Api>,
    path: Result<Path<String>, PathRejection>,
    asked: Asked,
) -> Result<Answer, Problem> {
    let name = part(path)?;
    let Some(def) = sheet_named(&name) else {
        let known: Vec<_> = SHEETS.iter().map(|def| def.name).collect();
        let known = known.join(", ");
        let detail = format!("There is no sheet “{name}”. There are: {known}.");
        return Err(Problem::not_found(detail));
    };
    let [from, until, zone, about] = asked.parameters(PARAMETERS)?;
    let refused =
        |name: &str, why: String| Problem::faults(&UNREADABLE, vec![Fault::parameter(name, why)]);
    let zone = match zone {
        Some(name) => TimeZone::get(name)
            .map_err(|_| refused("zone", "is no time zone such as Europe/Berlin".into()))?,
        // It is read from the store, which blocks: never here, or PostgreSQL brings the server down.
        None => api.ask(|desk| Ok(desk.zone())).await?,
    };
    let about = about.map(|text| number(&api.desk, def, text));
    let about = about.transpose().map_err(|why| refused("about", why))?;
    let ask = Ask::of(def.usual, (from, until), zone, api.desk.now(), about);
    let ask = ask.map_err(|why| refused("from", why))?;
    let caller = Arc::clone(&asked.caller);
    let told = api.ask(move |desk| told(desk, &caller.actor, def, &ask)).await?;
    Ok(Answer::json(StatusCode::OK, &told))
}

/// The number of the record to which a sheet is narrowed, as a number or as people write it.
fn number(desk: &Desk, def: &SheetDef, text: &str) -> Result<RecordId, String> {
    let kind = def.about.ok_or("is not known to this sheet, which is about all records")?;
    let found = desk.find_number(text).filter(|(found, _)| found == kind).map(|(_, id)| id);
    let id = text.parse().ok().or(found);
    id.ok_or_else(|| format!("is no number of a record of the kind {kind}"))
}

fn told(desk: &Desk, actor: &Actor, def: &SheetDef, ask: &Ask) -> Result<Json, Refused> {
    if !actor.is_inside() || !desk.may(actor, def.kind, "read") {
        return Err(Refused::Forbidden(INSIDE.to_owned()));
    }
    if let Some((kind, id)) = def.about.zip(ask.about) {
        desk.record(actor, kind, id)?;
    }
    let sheet = (def.read)(&desk.evidence(actor), ask);
    sheet.map(|sheet| sheet.told(def, ask)).map_err(|fault| Refused::Failed(fault.0))
}
