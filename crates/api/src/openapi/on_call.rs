//! The description of who is on call.
use super::{
    impact::query,
    number_of,
    paths::{Operation, told},
    reference,
    schemas::sealed,
};
use crate::on_call::{PATH, SHIFTS_MAX};
use gemba_model::{
    on_call::{Level, ROTA},
    overlay::KindView,
};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// The path, if there are rotas.
pub fn paths(views: &[Arc<KindView>]) -> Map<String, Json> {
    let view = views.iter().find(|view| view.def.name == ROTA);
    view.map(|view| (PATH.to_owned(), operation(view))).into_iter().collect()
}

fn operation(view: &KindView) -> Json {
    let moment = json!({"type": "string", "format": "date-time"});
    let answer = told("Who is on call, by team and level.", reference("schemas", "OnCall"));
    let operation = Operation::new("on_call".to_owned(), view.def.plural, "Who is on call")
        .describe(
            "Each rota in use, with whoever is on call by it and the next shifts; what was swapped \
             counts.",
        )
        .take([
            query("at", "At which moment; without it now.", moment),
            query("team", "Of one team only.", number_of("team")),
        ])
        .answer(200, answer)
        .refuse(&[400, 401, 403, 500]);
    json!({"get": operation.into_json()})
}

/// The schemas of the answer.
pub fn schemas() -> Map<String, Json> {
    let text = json!({"type": "string"});
    let number = json!({"type": "integer", "format": "int64"});
    let moment = json!({"type": "string", "format": "date-time"});
    let named = reference("schemas", "OnCallName");
    let shift = reference("schemas", "OnCallShift");
    let name = json!({"id": number, "name": {"type": ["string", "null"]}});
    let one_shift = json!({
        "person": named, "turn_of": named, "from": moment,
        "until": {"type": ["string", "null"], "format": "date-time",
            "description": "The first moment after it; nothing where it has no end."},
        "override": {"type": ["integer", "null"], "format": "int64",
            "description": "The override by which somebody else took it."},
    });
    let rota = json!({
        "rota": number, "name": text, "team": named, "level": {"enum": Level::ALL.map(Level::name)},
        "acknowledge_minutes": number,
        "on_call": {"anyOf": [shift, {"type": "null"}]},
        "shifts": {"type": "array", "items": shift, "maxItems": SHIFTS_MAX},
    });
    let all = json!({
        "at": moment, "rotas": {"type": "array", "items": reference("schemas", "OnCallRotaNow")},
    });
    Map::from_iter([
        ("OnCall".to_owned(), sealed(all, false)),
        ("OnCallRotaNow".to_owned(), sealed(rota, false)),
        ("OnCallShift".to_owned(), sealed(one_shift, false)),
        ("OnCallName".to_owned(), sealed(name, false)),
    ])
}
