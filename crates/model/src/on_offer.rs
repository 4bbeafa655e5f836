//! What is on offer, for rooms that publish something: whom it is shown to, and that it stays as it was published.
use crate::{FieldFault, Refusal, Situation, library::only_if};
use gemba_vocabulary::{Ref, kind};
use jiff::Timestamp;

/// Refuses what nobody would find.
pub fn is_for_somebody(
    for_everybody: bool,
    for_customers: &[Ref<kind::Customer>],
) -> Result<(), Refusal> {
    only_if(
        for_everybody || !for_customers.is_empty(),
        "Nobody would find it. Tick “For everybody”, or name the customers whom it is for.",
    )
}

/// The states of a change from its approval on.
const DECIDED: [&str; 6] =
    ["approved", "scheduled", "implementing", "implemented", "reviewed", "closed"];

/// Refuses what comes to people by a change alone, unless that change was decided.
pub fn by_decided_change(
    change: Option<Ref<kind::Change>>,
    now: &Situation<'_>,
) -> Result<(), Refusal> {
    let state = change.map(|change| now.facts.value("change", change.id, "state").to_text());
    only_if(
        state.is_some_and(|state| DECIDED.contains(&&*state)),
        "This comes to people by a change. Name one under “Change” that was approved.",
    )
}

/// Finds fault with the first field that is no longer as it was published, while it stays
/// published. `fields` tells of each whether it is another than before.
pub fn as_published(
    before: Option<Timestamp>,
    now: Option<Timestamp>,
    fields: &[(&str, bool)],
) -> Result<(), FieldFault> {
    let rewritten = fields.iter().find(|(_, is_other)| *is_other);
    match rewritten.filter(|_| before.is_some() && before == now) {
        Some((field, _)) => {
            let fault = "is on offer as it stands; use “Revise” to write it anew";
            Err(FieldFault::new(field, fault))
        }
        None => Ok(()),
    }
}

/// Whether everybody outside finds it now, and which customers' people do.
pub fn shown(
    published_at: Option<Timestamp>,
    for_everybody: bool,
    for_customers: &[Ref<kind::Customer>],
) -> (bool, Vec<Ref<kind::Customer>>) {
    match published_at {
        Some(_) => (for_everybody, for_customers.to_vec()),
        None => (false, Vec::new()),
    }
}
