//! The way of a service request: by when it should be done, the tasks that its item brings about
//! stage by stage, and its end after some days without a word.
mod closing;
mod due;
mod tasks;

pub use closing::RequestClosing;
pub use due::RequestDue;
pub use tasks::RequestTasks;

use gemba_model::request_form::{self, Answer, Question};
use gemba_model::{Record, condition::Known, overlay::KindView};
use gemba_vocabulary::Value;
use serde::{Deserialize, de::DeserializeOwned};
use std::collections::BTreeMap;

const REQUEST: &str = "service_request";
const ITEM: &str = "request_item";

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn rows<T: DeserializeOwned>(value: &Value) -> Vec<T> {
    let Value::Struct(json) = value else { return Vec::new() };
    Vec::deserialize(json).unwrap_or_default()
}

/// What conditions of an item's steps know of a request that nobody has filled in.
fn blank(view: &KindView, questions: &[Question]) -> Known {
    let known = request_form::known(questions, &BTreeMap::new());
    known.with("request", view.def.fields.iter().map(|field| (field, &Value::None)))
}

/// What conditions of an item's steps know: the answers and the request.
fn known(view: &KindView, request: &Record, questions: &[Question]) -> Known {
    let answers: Vec<Answer> = rows(view.value(request, "answers"));
    let known = request_form::known(questions, &request_form::texts(&answers));
    known.with("request", view.def.fields.iter().zip(&request.values))
}
