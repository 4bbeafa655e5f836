//! A desk of its own for a story, and how records come to it.
use gemba_desk::{Command, Desk, Input, Setup};
use gemba_vocabulary::{
    RecordId,
    actor::{Actor, Channel},
};
use jiff::Timestamp;
use serde_json::Value as Json;

pub fn open(url: &str) -> Desk {
    Desk::open(Setup {
        address: url.to_owned(),
        kinds: gemba_practices::KINDS,
        flows: gemba_flows::all(),
        signer: None,
        clock: Timestamp::now,
    })
    .unwrap()
}

pub fn house() -> Actor {
    Actor::house(Channel::CommandLine)
}

pub fn typed(fields: Json) -> Input {
    let Json::Object(fields) = fields else { panic!("fields are an object") };
    Input::Json(fields)
}

pub fn add(desk: &Desk, kind: &str, fields: Json) -> RecordId {
    desk.run(&house(), Command::create(kind, typed(fields))).unwrap().record.id
}
