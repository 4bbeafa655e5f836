//! What was found: an observation and a finding for each requirement, and a risk for each gap.
use super::{Told, label, plan::reviewed, reason, statement};
use crate::{index::gaps_of, names, parts::Requirement, texts::says};
use gemba_model::check::Exception;
use serde_json::{Value as Json, json};

pub(super) fn results(told: &Told<'_>) -> Json {
    let about = &told.parts.about;
    let mut resources = vec![
        told.resource(names::INDEX, "Each requirement with its answer"),
        told.resource(names::GAPS, "What is not shown to be met"),
        told.resource(names::ENTRIES, "Entries of the ledger"),
        told.resource(names::CHECKPOINT, "Signed checkpoint of the ledger"),
    ];
    resources.extend(told.subjects());
    let observations: Vec<_> =
        told.parts.requirements.iter().map(|one| observation(told, one)).collect();
    let findings: Vec<_> = told.parts.requirements.iter().map(|one| finding(told, one)).collect();
    let risks: Vec<_> = gaps_of(told.parts).map(|one| risk(told, one, Vec::new())).collect();
    let mut result = json!({
        "uuid": told.name("result", ""),
        "title": about.reason,
        "description": format!(
            "What the records of {} answer to {} at {}. No data never counts as satisfied.",
            about.organization, about.standard, about.at
        ),
        "start": told.at(),
        "end": told.at(),
        "reviewed-controls": reviewed(told),
    });
    if let Some(result) = result.as_object_mut() {
        // A list that is there is not empty.
        for (name, list) in
            [("observations", observations), ("risks", risks), ("findings", findings)]
        {
            if !list.is_empty() {
                result.insert(name.to_owned(), Json::Array(list));
            }
        }
    }
    json!({"assessment-results": {
        "uuid": told.name("results", ""),
        "metadata": told.metadata("results"),
        "import-ap": {"href": "assessment-plan.json"},
        "results": [result],
        "back-matter": {"resources": resources},
    }})
}

/// What was looked at for a requirement, and what does not keep the rule.
pub(super) fn observation(told: &Told<'_>, one: &Requirement) -> Json {
    let answer = &one.answer;
    let numbers = told.numbers();
    let is_here =
        |exception: &&Exception| numbers.contains_key(&(exception.kind.as_str(), exception.record));
    let subject = |exception: &Exception| {
        let record = format!("{} {}", exception.kind, exception.record);
        json!({
            "subject-uuid": told.name("record", &record),
            "type": "resource",
            "title": exception.sentence,
        })
    };
    let subjects: Vec<_> = answer.exceptions.iter().filter(is_here).map(subject).collect();
    let judged = one.judged.iter();
    let judged = judged.filter(|(kind, _)| told.parts.records.iter().any(|one| one.kind == **kind));
    let mut evidence: Vec<_> = judged
        .map(|(kind, count)| {
            json!({
                "href": format!("../records/{kind}.jsonl"),
                "description": format!("{count} were judged; README.txt says which of them are here."),
            })
        })
        .collect();
    evidence.push(json!({
        "href": format!("../{}", names::INDEX),
        "description": "The answer, with its figures and the digest over every record judged.",
    }));
    let mut told_one = json!({
        "uuid": told.name("observation", &answer.id),
        "title": answer.id,
        "description": answer.examined,
        "props": label(one),
        "methods": ["EXAMINE"],
        "types": ["control-objective"],
        "relevant-evidence": evidence,
        "collected": answer.at,
        "remarks": says(answer),
    });
    if let Some(fields) = told_one.as_object_mut().filter(|_| !subjects.is_empty()) {
        fields.insert("subjects".to_owned(), Json::Array(subjects));
    }
    told_one
}

/// Whether a requirement is met.
pub(super) fn finding(told: &Told<'_>, one: &Requirement) -> Json {
    let answer = &one.answer;
    let state = if one.is_met() { "satisfied" } else { "not-satisfied" };
    let mut finding = json!({
        "uuid": told.name("finding", &answer.id),
        "title": format!("{} {}", answer.id, answer.title),
        "description": answer.requirement,
        "props": label(one),
        "target": {
            "type": "statement-id",
            "target-id": statement(&answer.id),
            "status": {"state": state, "reason": reason(one), "remarks": says(answer)},
        },
        "related-observations": [{"observation-uuid": told.name("observation", &answer.id)}],
    });
    if let Some(fields) = finding.as_object_mut().filter(|_| !one.is_met()) {
        let risk = json!([{"risk-uuid": told.name("risk", &answer.id)}]);
        fields.insert("related-risks".to_owned(), risk);
    }
    finding
}

/// What a gap puts at risk.
pub(super) fn risk(told: &Told<'_>, one: &Requirement, remediations: Vec<Json>) -> Json {
    let answer = &one.answer;
    let demanded = if answer.is_demanded {
        "A certification body can state it as a nonconformity."
    } else {
        "The standard notes it and does not demand it."
    };
    let mut risk = json!({
        "uuid": told.name("risk", &answer.id),
        "title": format!("{} is not shown to be met", answer.id),
        "description": says(answer),
        "statement": demanded,
        "props": label(one),
        "status": "open",
        "related-observations": [{"observation-uuid": told.name("observation", &answer.id)}],
    });
    if let Some(fields) = risk.as_object_mut().filter(|_| !remediations.is_empty()) {
        fields.insert("remediations".to_owned(), Json::Array(remediations));
    }
    risk
}
