//! Who is on call, by team and level.
use crate::{
    address,
    answer::Answer,
    caller::Asked,
    problem::{Fault, Problem, UNREADABLE},
    state::Api,
};
use axum::extract::State;
use gemba_desk::{Desk, Refused};
use gemba_model::on_call::{OnCall, ROTA};
use gemba_vocabulary::{RecordId, actor::Actor, on_call::Shift};
use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use std::{collections::BTreeSet, sync::Arc};

/// The address.
pub const PATH: &str = "/on-call";
/// How many shifts of each rota are told.
pub const SHIFTS_MAX: usize = 5;

/// `GET /on-call?at=&team=`
pub async fn get(State(api): State<Api>, asked: Asked) -> Result<Answer, Problem> {
    api.view(ROTA)?;
    let [at, team] = asked.parameters(["at", "team"])?;
    let mut faults = Vec::new();
    let at = at.and_then(|text| {
        let read = text.parse::<Timestamp>();
        if read.is_err() {
            let fault = "must be a moment, such as 2026-11-01T08:00:00Z";
            faults.push(Fault::parameter("at", fault));
        }
        read.ok()
    });
    let mut of_team = None;
    if let Some(text) = team {
        let view = api.view("team")?;
        match address::record_id(&view, text) {
            Ok(id) => of_team = Some(id),
            Err(_) => {
                faults.push(Fault::parameter("team", "must be a number, such as TEA-000001"));
            }
        }
    }
    if !faults.is_empty() {
        return Err(Problem::faults(&UNREADABLE, faults));
    }
    let caller = Arc::clone(&asked.caller);
    let json = api.ask(move |desk: &Desk| told(desk, &caller.actor, at, of_team)).await?;
    Ok(Answer::json(StatusCode::OK, &json))
}

fn told(
    desk: &Desk,
    actor: &Actor,
    at: Option<Timestamp>,
    team: Option<RecordId>,
) -> Result<Json, Refused> {
    if !actor.is_inside() || !desk.may(actor, ROTA, "read") {
        let why = "Who is on call is told to people inside only.";
        return Err(Refused::Forbidden(why.to_owned()));
    }
    let at = at.unwrap_or_else(|| desk.now());
    let rotas = OnCall::read(&mut desk.finder(actor), team, at)?;
    let shifts = |one: &OnCall| one.shifts(at).take(SHIFTS_MAX).collect::<Vec<_>>();
    let people: BTreeSet<_> = rotas
        .iter()
        .flat_map(|one| shifts(one).into_iter().chain(one.at(at)))
        .flat_map(|shift| [shift.person, shift.turn_of])
        .collect();
    let people = desk.titles(actor, "person", &Vec::from_iter(people))?;
    let teams: Vec<_> = rotas.iter().map(|one| one.team).collect();
    let teams = desk.titles(actor, "team", &teams)?;
    let person = |id: RecordId| json!({"id": id, "name": people.get(&id)});
    let shift = |shift: Shift| {
        let until = (shift.span.to < Timestamp::MAX).then_some(shift.span.to);
        json!({"person": person(shift.person), "from": shift.span.from, "until": until,
            "turn_of": person(shift.turn_of), "override": shift.swap})
    };
    let rotas = rotas.iter().map(|one| {
        json!({
            "rota": one.rota, "name": one.name,
            "team": {"id": one.team, "name": teams.get(&one.team)}, "level": one.level.name(),
            "acknowledge_minutes": one.acknowledge_minutes,
            "on_call": one.at(at).map(shift),
            "shifts": shifts(one).into_iter().map(shift).collect::<Vec<_>>(),
        })
    });
    Ok(json!({"at": at, "rotas": rotas.collect::<Vec<_>>()}))
}
