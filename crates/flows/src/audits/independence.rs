//! Whether an auditor owns, or worked on, what is audited.
use super::audited;
use gemba_desk::{Refused, Saving, World};
use gemba_model::{Menu, filter::Filter, overlay::KindView};
use gemba_vocabulary::{
    RecordId, Value,
    clause::{covers, is_within, listed},
};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

const RECORDS_MAX: usize = 5_000;

/// What speaks against an auditor.
pub(super) struct Conflict {
    pub auditor: String,
    pub what: String,
    pub why: String,
}

impl Conflict {
    pub(super) fn told(&self) -> Json {
        json!({"auditor": self.auditor, "what": self.what, "why": self.why})
    }
}

fn refs(value: &Value) -> Vec<RecordId> {
    match value {
        Value::Refs(ids) => ids.clone(),
        Value::Ref(id) => vec![*id],
        _ => Vec::new(),
    }
}

/// What is audited, by name.
struct Scope {
    /// Clauses by which kinds of records belong to it.
    clauses: String,
    /// What has an owner: what it is called, and whom it belongs to.
    owned: Vec<(String, RecordId)>,
    /// Who holds a role in it, and which.
    roles: Vec<(RecordId, String)>,
    services: BTreeSet<RecordId>,
}

/// Everything that speaks against the auditors of the audit that is being saved.
pub(super) fn conflicts(
    world: &mut World<'_>,
    saving: &Saving<'_>,
) -> Result<Vec<Conflict>, Refused> {
    let lead = refs(saving.value("lead_auditor"));
    let all = [lead, refs(saving.value("auditors"))].concat();
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let scope = scope(world, saving)?;
    let mut found = Vec::new();
    for auditor in all {
        let name = title(world, "person", auditor)?;
        for (what, owner) in &scope.owned {
            if *owner == auditor {
                found.push(Conflict {
                    auditor: name.clone(),
                    what: what.clone(),
                    why: "they own it".to_owned(),
                });
            }
        }
        for (person, what) in &scope.roles {
            if *person == auditor {
                found.push(Conflict {
                    auditor: name.clone(),
                    what: what.clone(),
                    why: "they hold it, and it is part of what is audited".to_owned(),
                });
            }
        }
        let (from, until) = audited(world, saving);
        let mut acted = world.acted(auditor, from, until)?;
        // Planning this very audit is no part of what it looks at.
        if let Some(audits) = acted.get_mut("audit") {
            audits.remove(&saving.record.id);
        }
        found.extend(worked_on(world, &scope, &name, &acted)?);
    }
    Ok(found)
}

fn title(world: &mut World<'_>, kind: &str, id: RecordId) -> Result<String, Refused> {
    let view = world.view(kind)?;
    let record = world.record(kind, id)?;
    Ok(record.map_or_else(|| view.def.number(id), |record| view.title(&record)))
}

fn scope(world: &mut World<'_>, saving: &Saving<'_>) -> Result<Scope, Refused> {
    let mut clauses = saving.value("clauses").to_text();
    let (mut owned, mut processes) = (Vec::new(), BTreeSet::new());
    let named = refs(saving.value("processes"));
    let process = world.view("process")?;
    let open = Filter::is("open", Value::Bool(true));
    for record in world.find("process", &[open], RECORDS_MAX)? {
        let clause = process.value(&record, "clause").to_text();
        // A process is audited where it is named, or where its clause is.
        let is_listed = !clause.is_empty()
            && listed(&clauses).any(|one| is_within(&clause, one) || is_within(one, &clause));
        if !named.contains(&record.id) && !is_listed {
            continue;
        }
        processes.insert(record.id);
        if named.contains(&record.id) && !clause.is_empty() {
            clauses = format!("{clauses}, {clause}");
        }
        if let Value::Ref(owner) = process.value(&record, "owner") {
            owned.push((format!("the process {}", process.title(&record)), *owner));
        }
    }
    let services: BTreeSet<_> = refs(saving.value("services")).into_iter().collect();
    let service = world.view("service")?;
    for id in &services {
        if let Some(record) = world.record("service", *id)?
            && let Value::Ref(owner) = service.value(&record, "owner")
        {
            owned.push((format!("the service {}", service.title(&record)), *owner));
        }
    }
    let roles = roles(world, &processes, &services)?;
    Ok(Scope { clauses, owned, roles, services })
}

/// Who holds a role in the audited processes or services, where roles are kept: person and what the role is called.
fn roles(
    world: &mut World<'_>,
    processes: &BTreeSet<RecordId>,
    services: &BTreeSet<RecordId>,
) -> Result<Vec<(RecordId, String)>, Refused> {
    let (Ok(role), Ok(held)) = (world.view("role"), world.view("role_assignment")) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    let open = Filter::is("open", Value::Bool(true));
    for assignment in world.find("role_assignment", &[open], RECORDS_MAX)? {
        let person = held.value(&assignment, "person").as_int();
        let named = held.value(&assignment, "role").as_int();
        let (Some(person), Some(named)) = (person, named) else { continue };
        let Some(record) = world.record("role", named)? else { continue };
        let is_of = |field: &str, audited: &BTreeSet<RecordId>| {
            refs(role.value(&record, field)).iter().any(|one| audited.contains(one))
        };
        if is_of("processes", processes) || is_of("services", services) {
            found.push((person, format!("the role {}", role.title(&record))));
        }
    }
    Ok(found)
}

/// The records of the audited kinds that somebody acted on; of others, those of the audited services.
fn worked_on(
    world: &mut World<'_>,
    scope: &Scope,
    name: &str,
    acted: &BTreeMap<String, BTreeSet<RecordId>>,
) -> Result<Vec<Conflict>, Refused> {
    let mut found = Vec::new();
    for (kind, records) in acted {
        let Ok(view) = world.view(kind) else { continue };
        let is_audited = covers(&scope.clauses, view.def.clause);
        // What is shown with other records only, such as links and files, is work on those, not on a clause.
        if records.is_empty() || matches!(view.def.menu, Menu::Hidden | Menu::Organization) {
            continue;
        }
        let count =
            if is_audited { records.len() } else { of_services(world, scope, &view, records)? };
        if count > 0 {
            let what = if count == 1 { &view.def.label } else { &view.def.plural };
            found.push(Conflict {
                auditor: name.to_owned(),
                what: format!("{count} {}", what.to_lowercase()),
                why: "they worked on them in the audited time".to_owned(),
            });
        }
    }
    Ok(found)
}

/// How many of the records are of a service that is audited, where services alone are.
fn of_services(
    world: &mut World<'_>,
    scope: &Scope,
    view: &KindView,
    records: &BTreeSet<RecordId>,
) -> Result<usize, Refused> {
    let is_by_service = scope.clauses.trim().is_empty() && !scope.services.is_empty();
    if !is_by_service || view.field("service").is_none() {
        return Ok(0);
    }
    let mut count = 0;
    for id in records {
        if let Some(record) = world.record(view.def.name, *id)?
            && let Value::Ref(service) = view.value(&record, "service")
            && scope.services.contains(service)
        {
            count += 1;
        }
    }
    Ok(count)
}
