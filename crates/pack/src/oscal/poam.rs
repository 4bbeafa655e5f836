//! The plan of action and milestones: each gap, what is next about it, and by when.
use super::{
    Told, label,
    results::{finding, observation, risk},
};
use crate::{
    index::gaps_of,
    names,
    parts::{Action, Requirement},
    texts::says,
};
use serde_json::{Value as Json, json};

/// The plan; nothing where there is neither a gap nor something under way.
pub(super) fn poam(told: &Told<'_>) -> Option<Json> {
    let gaps: Vec<_> = gaps_of(told.parts).collect();
    let own =
        told.parts.actions.iter().filter(|action| !gaps.iter().any(|gap| is_about(action, gap)));
    let mut items: Vec<_> = gaps.iter().map(|one| item(told, one)).collect();
    items.extend(own.map(|action| own_item(told, action)));
    if items.is_empty() {
        return None;
    }
    let risks: Vec<_> = gaps.iter().map(|one| risk(told, one, remediations(told, one))).collect();
    let own =
        told.parts.actions.iter().filter(|action| !gaps.iter().any(|gap| is_about(action, gap)));
    let risks: Vec<_> = risks.into_iter().chain(own.map(|action| own_risk(told, action))).collect();
    let mut resources = vec![told.resource(names::GAPS, "What is not shown to be met")];
    resources.extend(told.subjects());
    let mut plan = json!({
        "uuid": told.name("poam", ""),
        "metadata": told.metadata("plan of action and milestones"),
        "system-id": {"id": told.name("system", "")},
        "risks": risks,
        "poam-items": items,
        "back-matter": {"resources": resources},
    });
    if let Some(fields) = plan.as_object_mut().filter(|_| !gaps.is_empty()) {
        let observations: Vec<_> = gaps.iter().map(|one| observation(told, one)).collect();
        let findings: Vec<_> = gaps.iter().map(|one| finding(told, one)).collect();
        fields.insert("observations".to_owned(), Json::Array(observations));
        fields.insert("findings".to_owned(), Json::Array(findings));
    }
    Some(json!({"plan-of-action-and-milestones": plan}))
}

/// Whether something under way is about a gap: it names the requirement or its whole clause.
fn is_about(action: &Action, one: &Requirement) -> bool {
    action.about.iter().any(|about| *about == one.answer.id || *about == one.answer.clause)
}

fn item(told: &Told<'_>, one: &Requirement) -> Json {
    let id = &one.answer.id;
    let owner = one.owner.as_ref();
    let mut item = json!({
        "uuid": told.name("item", id),
        "title": format!("{id}: {}", one.answer.requirement),
        "description": says(&one.answer),
        "props": label(one),
        "related-findings": [{"finding-uuid": told.name("finding", id)}],
        "related-observations": [{"observation-uuid": told.name("observation", id)}],
        "related-risks": [{"risk-uuid": told.name("risk", id)}],
    });
    if let (Some(fields), Some(owner)) = (item.as_object_mut(), owner) {
        let remarks = format!("{} answers for it, as {}.", owner.name, owner.why);
        fields.insert("remarks".to_owned(), json!(remarks));
    }
    item
}

/// What is next about a gap, and what is under way.
fn remediations(told: &Told<'_>, one: &Requirement) -> Vec<Json> {
    let id = &one.answer.id;
    let next = one.answer.next_step.iter().map(|step| {
        json!({
            "uuid": told.name("next", id),
            "lifecycle": "recommendation",
            "title": "Next step",
            "description": step.sentence,
        })
    });
    let under_way = told.parts.actions.iter().filter(|action| is_about(action, one));
    let under_way = under_way.map(|action| remediation(told, action, &format!("{id} ")));
    next.chain(under_way).collect()
}

fn remediation(told: &Told<'_>, action: &Action, of: &str) -> Json {
    let which = format!("{of}{}", action.number);
    let mut told_one = json!({
        "uuid": told.name("remediation", &which),
        "lifecycle": "planned",
        "title": format!("{} {}", action.number, action.title),
        "description": if action.words.is_empty() { &action.title } else { &action.words },
    });
    if let (Some(fields), Some(due)) = (told_one.as_object_mut(), action.due) {
        let task = json!({
            "uuid": told.name("milestone", &which),
            "type": "milestone",
            "title": format!("{} is done", action.number),
            "timing": {"on-date": {"date": format!("{due}T00:00:00Z")}},
        });
        fields.insert("tasks".to_owned(), json!([task]));
    }
    told_one
}

/// Something under way that is about no gap, or does not say about which.
fn own_item(told: &Told<'_>, action: &Action) -> Json {
    json!({
        "uuid": told.name("item", &action.number),
        "title": format!("{} {}", action.number, action.title),
        "description": if action.words.is_empty() { &action.title } else { &action.words },
        "related-risks": [{"risk-uuid": told.name("risk", &action.number)}],
    })
}

fn own_risk(told: &Told<'_>, action: &Action) -> Json {
    json!({
        "uuid": told.name("risk", &action.number),
        "title": format!("{} {}", action.number, action.title),
        "description": if action.words.is_empty() { &action.title } else { &action.words },
        "statement": "It is being dealt with.",
        "status": "remediating",
        "remediations": [remediation(told, action, "")],
    })
}
