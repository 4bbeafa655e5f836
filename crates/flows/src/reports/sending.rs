//! The one place where a report is sent: who gets it, by which way, and of which actions they are told. Whatever
//! carries mail listens to the step “send” of a report and reads here to whom it goes.
use super::DEFINITION;
use gemba_desk::{Refused, Saving, World};
use gemba_model::{Record, overlay::KindView};
use gemba_vocabulary::{RecordId, Value};
use serde_json::{Value as Json, json};

/// Somebody to whom a report goes.
pub(crate) struct Addressee {
    /// Who it is.
    pub who: String,
    /// By which way.
    pub by: String,
}

/// Sends a report: from now on its customers' people see it, and it is written down who was told.
pub(super) fn send(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let Some(id) = saving.value("definition").as_int() else { return Ok(()) };
    let view = world.view(DEFINITION)?;
    let Some(definition) = world.record(DEFINITION, id)? else { return Ok(()) };
    let addressees = addressees(world, &view, &definition)?;
    let actions = actions(saving.value("findings"));
    let on = crate::periods::today(world);
    let told = addressees
        .into_iter()
        .map(|one| json!({"who": one.who, "by": one.by, "on": on, "actions": actions}));
    saving.set("told", Value::Struct(Json::Array(told.collect())));
    saving.set("sent_to", Value::Refs(refs(&view, &definition, "customers")));
    Ok(())
}

fn refs(view: &KindView, record: &Record, field: &str) -> Vec<RecordId> {
    if let Value::Refs(ids) = view.value(record, field) { ids.clone() } else { Vec::new() }
}

/// Everybody to whom a report of that definition goes.
pub(crate) fn addressees(
    world: &mut World<'_>,
    view: &KindView,
    definition: &Record,
) -> Result<Vec<Addressee>, Refused> {
    let mut all = Vec::new();
    for (field, kind, by) in [
        ("readers", "person", "in Gemba"),
        ("customers", "customer", "in Gemba, to its contacts"),
        ("interested_parties", "interested_party", "as agreed with them"),
    ] {
        let named = world.view(kind)?;
        for id in refs(view, definition, field) {
            if let Some(record) = world.record(kind, id)? {
                all.push(Addressee { who: named.title(&record), by: by.to_owned() });
            }
        }
    }
    let mail = view.value(definition, "mail_to").as_text().unwrap_or_default();
    let addresses = mail.split(',').map(str::trim).filter(|one| !one.is_empty());
    all.extend(addresses.map(|one| Addressee { who: one.to_owned(), by: "by mail".to_owned() }));
    Ok(all)
}

/// What was agreed, in a line; nothing if nothing was.
fn actions(findings: &Value) -> Option<String> {
    let Value::Struct(Json::Array(findings)) = findings else { return None };
    let decision = |one: &Json| {
        let text = |name: &str| one.get(name).and_then(Json::as_str);
        let due = text("due").map(|due| format!(", by {due}")).unwrap_or_default();
        Some(format!("{} ({}{due})", text("decision")?, text("owner").unwrap_or("nobody")))
    };
    let all: Vec<_> = findings.iter().filter_map(decision).collect();
    (!all.is_empty()).then(|| all.join("; "))
}
