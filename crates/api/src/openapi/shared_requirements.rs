//! The description of what several standards ask alike.
use super::{
    impact::query,
    paths::{HOUSE, Operation, told},
    reference,
    schemas::sealed,
};
use crate::shared_requirements::PATH;
use gemba_conformity::own::SET;
use gemba_model::{check::Outcome, overlay::KindView};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// The path, if sets of requirements are kept.
pub fn paths(views: &[Arc<KindView>]) -> Map<String, Json> {
    if views.iter().all(|view| view.def.name != SET) {
        return Map::new();
    }
    let answer = told("What is asked now.", reference("schemas", "SharedRequirements"));
    let what = "What several standards ask alike, each question once";
    let operation = Operation::new("shared_requirements".to_owned(), HOUSE, what)
        .describe(
            "Each clause of ISO/IEC 20000-1:2018 with the results of its requirements, and with \
             every clause, control or requirement of other standards and of your own sets in force \
             that the same answer serves. It rests on judgement: no published table stands behind \
             it. People inside only.",
        )
        .take([query(
            "standard",
            "One standard or set only, by its name.",
            json!({"type": "string"}),
        )])
        .answer(200, answer)
        .refuse(&[400, 401, 403, 500]);
    Map::from_iter([(PATH.to_owned(), json!({"get": operation.into_json()}))])
}

/// The schemas of the answer.
pub fn schemas(views: &[Arc<KindView>]) -> Map<String, Json> {
    if views.iter().all(|view| view.def.name != SET) {
        return Map::new();
    }
    let text = json!({"type": "string"});
    let texts = json!({"type": "array", "items": text});
    let count = |said: &str| json!({"type": "integer", "minimum": 0, "description": said});
    let list = |of: &str| json!({"type": "array", "items": reference("schemas", of)});
    let whole = json!({
        "standards": texts,
        "asked_once": count("How many questions there are when each is asked once."),
        "asked_apart": count("How many there would be if each standard were asked for itself."),
        "questions": list("SharedQuestion"),
    });
    let results = Outcome::ALL.map(|one| (one.name().to_owned(), count("How many requirements.")));
    let mut results = sealed(Json::Object(Map::from_iter(results)), false);
    // What none came to is left out.
    if let Some(results) = results.as_object_mut() {
        results.remove("required");
    }
    let question = json!({
        "clause": text, "title": text, "requirements": texts, "results": results,
        "serves": list("SharedWith"),
    });
    let with = json!({"standard": text, "places": texts});
    Map::from_iter([
        ("SharedRequirements".to_owned(), sealed(whole, false)),
        ("SharedQuestion".to_owned(), sealed(question, false)),
        ("SharedWith".to_owned(), sealed(with, false)),
    ])
}
