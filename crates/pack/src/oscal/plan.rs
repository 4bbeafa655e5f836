//! What was assessed, and how: what the results point back to.
use super::{Told, control};
use crate::names;
use serde_json::{Value as Json, json};

pub(super) fn plan(told: &Told<'_>) -> Json {
    let system = told.resource(names::README, "What was assessed, and how");
    let href = format!("#{}", told.name("resource", names::README));
    json!({"assessment-plan": {
        "uuid": told.name("plan", ""),
        "metadata": told.metadata("how it was assessed"),
        "import-ssp": {
            "href": href,
            "remarks": "The system assessed is the service management system that the pack describes: documents/ holds \
                        its documents in force, figures/scope.json its scope.",
        },
        "reviewed-controls": reviewed(told),
        "back-matter": {"resources": [system]},
    }})
}

/// All requirements of the pack.
pub(super) fn reviewed(told: &Told<'_>) -> Json {
    let controls = told.parts.requirements.iter();
    let controls: Vec<_> =
        controls.map(|one| json!({"control-id": control(&one.answer.id)})).collect();
    json!({
        "description": format!("Requirements of {}, in words of our own in catalog.json.", told.parts.about.standard),
        "control-selections": [{"include-controls": controls}],
    })
}
