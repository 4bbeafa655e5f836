//! Which changes go through service design and transition as well: new services, services that leave or
//! move, what may hit customers hard, and what the change policy says (clause 8.5.1.2).
use super::Change;
use gemba_model::{Choice, Refusal, Situation, library::Level};
use gemba_vocabulary::Value;
use serde::Deserialize;

/// What a change does to the portfolio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Concern {
    /// A service that is there goes on, changed.
    ExistingService,
    /// There will be a service that is not there yet.
    NewService,
    /// A service is taken away.
    Removal,
    /// A service goes to a customer or another party.
    TransferOut,
    /// A service comes from a customer or another party.
    TransferIn,
}

/// The criticalities of services whose trouble hits customers hard.
const VITAL: [&str; 2] = ["high", "critical"];

/// Whether it may hit customers or services hard: a high risk, on a service that much depends on.
pub(super) fn is_major(me: &Change, now: &Situation<'_>) -> bool {
    let service = me.service.map_or(0, |service| service.id);
    let criticality = now.facts.value("service", service, "criticality");
    me.risk == Some(Level::High) && criticality.as_text().is_some_and(|one| VITAL.contains(&one))
}

#[derive(Deserialize)]
struct Category {
    category: String,
    #[serde(default)]
    through_transition: Option<bool>,
}

/// Whether the change policy in force sends its category through design and transition.
fn is_sent_by_policy(me: &Change, now: &Situation<'_>) -> bool {
    let Some(own) = me.category.as_deref() else { return false };
    let in_force = [("state", Value::Text("in_force".to_owned()))];
    let policies = now.facts.each("change_policy", &in_force, "categories");
    let rows = policies.iter().filter_map(|categories| match categories {
        Value::Struct(json) => Vec::<Category>::deserialize(json).ok(),
        _ => None,
    });
    rows.flatten().any(|row| {
        row.through_transition == Some(true) && row.category.to_lowercase() == own.to_lowercase()
    })
}

/// Why it goes through design and transition, in words; nothing if it does not.
fn why(me: &Change, now: &Situation<'_>) -> Option<&'static str> {
    match me.concerns {
        Some(Concern::NewService) => Some("brings a new service"),
        Some(Concern::Removal) => Some("takes a service away"),
        Some(Concern::TransferOut) => Some("hands a service over"),
        Some(Concern::TransferIn) => Some("takes a service over"),
        _ if is_major(me, now) => Some("may hit customers hard"),
        _ if is_sent_by_policy(me, now) => {
            Some("is of a category that the change policy sends there")
        }
        _ => None,
    }
}

/// Refuses what goes through design and transition as long as no service transition names it.
pub(super) fn is_in_transition(me: &Change, now: &Situation<'_>) -> Result<(), Refusal> {
    let Some(why) = why(me, now) else { return Ok(()) };
    if now.facts.count("service_transition", "change", now.record) > 0 {
        return Ok(());
    }
    Err(Refusal(format!(
        "This change {why}, so it goes through service design and transition. Begin a transition \
         that names it under “Change” first."
    )))
}
