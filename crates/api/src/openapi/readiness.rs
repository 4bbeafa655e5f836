//! The description of readiness.
use super::{
    impact::query,
    paths::{HOUSE, Operation, told},
    reference,
    schemas::sealed,
};
use crate::readiness::{PATH, USUAL};
use gemba_conformity::{Edition, Stage};
use gemba_model::{check::Outcome, overlay::KindView};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// The path.
pub fn paths(_: &[Arc<KindView>]) -> Map<String, Json> {
    let what = "Every requirement of an edition with its answer: what was looked at, the exceptions, what an auditor \
                would probably call it, who answers for it, and what to do next; and what follows from all of them. \
                The same as `gemba readiness --json`. People inside only; to whoever may not read all records that \
                show a requirement there is no data.";
    let operation = Operation::new("readiness".to_owned(), HOUSE, "How far the standard is met")
        .describe(what)
        .take([
            query(
                "edition",
                "The edition of ISO/IEC 20000-1.",
                json!({"enum": Edition::NAMES, "default": USUAL}),
            ),
            query(
                "stage",
                "Only what is looked at in this stage of a certification audit.",
                json!({"enum": Stage::ALL.map(Stage::name)}),
            ),
            query(
                "clause",
                "Only this clause and its sub-clauses, such as 8.6.",
                json!({"type": "string"}),
            ),
            query(
                "result",
                "Only requirements that came to this result; all sums are of all.",
                outcome(),
            ),
        ])
        .answer(200, told("The report.", reference("schemas", "Readiness")))
        .refuse(&[400, 401, 403, 500]);
    Map::from_iter([(PATH.to_owned(), json!({"get": operation.into_json()}))])
}

fn outcome() -> Json {
    json!({"enum": Outcome::ALL.map(Outcome::name)})
}

fn list(items: &Json) -> Json {
    json!({"type": "array", "items": items})
}

fn maybe(schema: &Json) -> Json {
    json!({"anyOf": [schema, {"type": "null"}]})
}

fn text() -> Json {
    json!({"type": "string"})
}

fn whole() -> Json {
    json!({"type": "integer", "format": "int64", "minimum": 0})
}

fn moment() -> Json {
    json!({"type": "string", "format": "date-time"})
}

/// The schemas of the answer.
pub fn schemas() -> Map<String, Json> {
    let id = json!({"type": "integer", "format": "int64"});
    let texts = list(&text());
    let counts = Outcome::ALL.map(|outcome| (outcome.name().to_owned(), whole()));
    let counts = sealed(Json::Object(Map::from_iter(counts)), false);
    let verdict = json!({"enum": ["ready", "ready_with_concerns", "not_ready"]});
    let reason =
        sealed(json!({"weight": verdict, "sentence": text(), "requirements": texts}), false);
    let stage = json!({"enum": Stage::ALL.map(Stage::name)});
    let conclusion =
        sealed(json!({"stage": stage, "verdict": verdict, "reasons": list(&reason)}), false);
    let added = sealed(json!({"clause": text(), "requirements": texts}), false);
    let absence = json!({"name": text(), "question": text(), "requirement": text(),
        "result": outcome(), "population": whole(), "exception_count": whole()});
    let touched = sealed(json!({"kind": text(), "record": id}), false);
    let part = json!({"part": text(), "requirements": whole(), "results": counts});
    let todo = json!({"sentence": text(), "next_step": reference("schemas", "NextStep"),
        "requirements": texts, "majors": whole(), "minors": whole(),
        "records": list(&touched), "record_count": whole()});
    let step = json!({"kind": {"type": ["string", "null"]}, "verb": {"type": ["string", "null"]},
        "sentence": text()});
    let parts = list(&reference("schemas", "ReadinessPart"));
    let report = json!({
        "edition": text(), "standard": text(), "stage": maybe(&stage), "at": moment(),
        "summary": counts,
        "by_clause": parts, "by_stage": parts, "by_quarter": parts,
        "forecast": sealed(
            json!({"majors": whole(), "minors": whole(), "added_up": list(&added)}), false),
        "conclusions": list(&conclusion),
        "absences": list(&sealed(absence, false)),
        "todo": list(&reference("schemas", "ReadinessTodo")),
        "requirements": list(&reference("schemas", "ReadinessAnswer")),
    });
    Map::from_iter([
        ("Readiness".to_owned(), sealed(report, false)),
        ("ReadinessPart".to_owned(), sealed(part, false)),
        ("ReadinessTodo".to_owned(), sealed(todo, false)),
        ("ReadinessAnswer".to_owned(), sealed(answer(&id), false)),
        ("NextStep".to_owned(), sealed(step, false)),
    ])
}

fn answer(id: &Json) -> Json {
    let day = json!({"type": "string", "format": "date"});
    let count = sealed(json!({"population": whole(), "exceptions": whole()}), false);
    let apart = list(&sealed(json!({"reason": text(), "count": whole()}), false));
    let exception = sealed(json!({"kind": text(), "record": id, "sentence": text()}), false);
    let would_be = sealed(json!({"grade": {"enum": ["major", "minor"]}, "because": text()}), false);
    let owner =
        sealed(json!({"person": id, "kind": text(), "record": id, "number": text()}), false);
    let attested = sealed(
        json!({"record": id, "number": text(), "by": id, "on": maybe(&day), "until": day}),
        false,
    );
    json!({
        "id": text(), "clause": text(), "title": text(),
        "stage": {"type": "string", "description": "Stage 1, Stage 2 or both."},
        "requirement": text(), "is_demanded": {"type": "boolean"},
        "verified": {"type": "string", "description": "How far our words were held against a source."},
        "result": outcome(), "would_be": maybe(&would_be), "owner": maybe(&owner),
        "population": whole(), "exceptions": list(&exception), "exception_count": whole(),
        "counted": sealed(json!({"here": count, "imported": count}), false),
        "awaited": apart, "set_aside": apart,
        "period": maybe(&sealed(json!({"from": day, "until": day}), false)),
        "at": moment(), "examined": text(), "attested": maybe(&attested),
        "next_step": maybe(&reference("schemas", "NextStep")),
        "digest": {"type": ["string", "null"]},
    })
}
