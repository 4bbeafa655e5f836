//! A desk to try things at.
use gemba_desk::{Command, Desk, Input, Setup};
use gemba_ledger::Signer;
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel, Role},
};
use jiff::Timestamp;
use serde_json::json;

pub fn open(url: &str) -> Desk {
    Desk::open(Setup {
        address: url.to_owned(),
        kinds: gemba_practices::KINDS,
        flows: Vec::new(),
        signer: Some(Signer::from_seed("gemba.example/ledger", [7; 32]).unwrap()),
        clock: Timestamp::now,
    })
    .unwrap()
}

pub fn json(fields: serde_json::Value) -> Input {
    let serde_json::Value::Object(fields) = fields else { panic!("fields are an object") };
    Input::Json(fields)
}

pub fn add(desk: &Desk, actor: &Actor, kind: &str, fields: serde_json::Value) -> i64 {
    desk.run(actor, Command::create(kind, json(fields))).unwrap().record.id
}

pub fn person(desk: &Desk, name: &str, role: Role, customer: Option<i64>) -> Actor {
    let house = Actor::house(Channel::CommandLine);
    let fields = json!({"name": name, "email": format!("{name}@example.org"),
        "roles": role.name(), "customer": customer});
    let id = add(desk, &house, "person", fields);
    desk.speak_for(id, Channel::Page).unwrap()
}

pub fn value(desk: &Desk, actor: &Actor, kind: &str, id: i64, field: &str) -> Value {
    let record = desk.record(actor, kind, id).unwrap();
    desk.view(kind).unwrap().value(&record, field).clone()
}
