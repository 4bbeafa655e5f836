//! What the records say to each point of a service management plan.
use super::{Rests, line};
use crate::{
    reading::{Read, in_states, list, names},
    sheet::Named,
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{civil::Date, tz::TimeZone};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// The kinds that are plans besides the service management plan.
const OTHERS: [&str; 5] =
    ["capacity_plan", "continuity_plan", "service_transition", "audit", "improvement"];
/// How many lines a kind has at most, so that a plan can be read.
const LINES_MAX: usize = 60;

type Names = BTreeMap<RecordId, Named>;

/// The lines of every point, in the order of the points.
pub fn lines(
    evidence: &dyn Evidence,
    rests: &Rests,
    tools: &[RecordId],
) -> Result<Value, EvidenceFault> {
    let people = names(evidence, "person", &[])?;
    let roles = names(evidence, "role", &[])?;
    let open = || Filter::is("open", Value::Bool(true));
    let mut all = Vec::new();
    let mut add = |point: &str,
                   kind: &'static str,
                   filter: Filter,
                   tell: &dyn Fn(&Read<'_>) -> Option<String>|
     -> Result<(), EvidenceFault> {
        let found = list(evidence, kind, &[filter], |read| {
            tell(read).map(|detail| line(point, read.number(), &read.named().title, &detail))
        })?;
        all.extend(found.into_iter().take(LINES_MAX));
        Ok(())
    };
    add("services", "service", open(), &|read| {
        rests.services.contains(&read.id()).then(|| owned(read, &people, "criticality"))
    })?;
    add("limitations", "context_issue", in_states(&["decided"]), &|read| {
        (read.text("relevance") == "relevant").then(|| read.text("effect"))
    })?;
    add("obligations", "obligation", in_states(&["applies"]), &|read| {
        Some(joined(&[read.text("how_it_applies"), read.text("how_met")], " Met: "))
    })?;
    add("authorities", "role_assignment", in_states(&["assigned", "acknowledged"]), &|read| {
        Some(since(read))
    })?;
    add("authorities", "authority", in_states(&["in_force"]), &|read| {
        let role = read.int("role").and_then(|id| roles.get(&id));
        Some(joined(
            &[role.map(|one| one.title.clone()).unwrap_or_default(), read.text("limit")],
            ": ",
        ))
    })?;
    add("resources", "resource_need", open(), &|read| Some(resource(read)))?;
    add("other_parties", "party_involvement", in_states(&["active"]), &|read| {
        Some(read.text("activities"))
    })?;
    add("technology", "configuration_item", open(), &|read| {
        tools.contains(&read.id()).then(String::new)
    })?;
    for kind in ["measure", "report_definition", "audit", "improvement"] {
        add("effectiveness", kind, open(), &|_| Some(kind.replace('_', " ")))?;
    }
    Ok(Value::Struct(Json::Array(all)))
}

fn joined(parts: &[String], between: &str) -> String {
    let parts: Vec<_> = parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect();
    parts.join(between)
}

/// Who owns it, and a choice of it.
fn owned(read: &Read<'_>, people: &Names, choice: &str) -> String {
    let owner = read.int("owner").and_then(|id| people.get(&id));
    let owner = owner.map_or_else(|| "no owner".to_owned(), |one| format!("owner {}", one.title));
    joined(&[owner, read.text(choice).replace('_', " ")], ", ")
}

fn since(read: &Read<'_>) -> String {
    let day = |field: &str, word: &str| {
        read.date(field).map(|day| format!("{word} {day}")).unwrap_or_default()
    };
    joined(&[day("from", "from"), day("to", "until")], " ")
}

fn resource(read: &Read<'_>) -> String {
    let amount = |field: &str, word: &str| {
        read.decimal(field).map(|number| format!("{word} {number}")).unwrap_or_default()
    };
    let amounts = joined(&[amount("needed", "needed"), amount("available", "there")], ", ");
    let decision = read.text("decision").replace('_', " ");
    let decision = if decision.is_empty() { "not decided".to_owned() } else { decision };
    let amounts = joined(&[amounts, read.text("unit")], " ");
    joined(&[read.text("sort"), amounts, decision], "; ")
}

/// Every other open plan: where it stands, and when it was changed last.
pub(super) fn other_plans(
    evidence: &dyn Evidence,
) -> Result<Vec<(Named, String, Date)>, EvidenceFault> {
    let mut all = Vec::new();
    for kind in OTHERS {
        all.extend(told(evidence, kind, |read, changed| {
            (read.named(), read.state().to_owned(), changed)
        })?);
    }
    Ok(all)
}

/// The same as the plan keeps it.
pub fn others(evidence: &dyn Evidence) -> Result<Value, EvidenceFault> {
    let mut rows = Vec::new();
    for kind in OTHERS {
        rows.extend(told(evidence, kind, |read, changed| {
            json!({
                "record": read.number(),
                "name": read.named().title,
                "state": read.state().replace('_', " "),
                "changed_on": changed.to_string(),
            })
        })?);
    }
    Ok(Value::Struct(Json::Array(rows)))
}

fn told<T>(
    evidence: &dyn Evidence,
    kind: &'static str,
    tell: impl Fn(&Read<'_>, Date) -> T,
) -> Result<Vec<T>, EvidenceFault> {
    let open = Filter::is("open", Value::Bool(true));
    list(evidence, kind, &[open], |read| {
        Some(tell(read, read.record.updated_at.to_zoned(TimeZone::UTC).date()))
    })
}
