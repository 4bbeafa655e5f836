//! What was decided on weak links, in checks that were concluded.
use crate::{
    reading::{in_states, list},
    sheet::Named,
};
use gemba_model::check::{Evidence, EvidenceFault};
use gemba_vocabulary::Value;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// A decision on a weak link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The check in which it was taken.
    pub check: Named,
    /// What was decided, by its name in data.
    pub decision: String,
    /// Why.
    pub reason: String,
}

impl Decided {
    /// The decision in words.
    pub fn words(&self) -> String {
        let mut words = self.decision.replace('_', " ");
        if let Some(first) = words.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        format!("{words}: {}", self.reason)
    }
}

/// By the key of the finding; the last decision counts.
pub fn decided(evidence: &dyn Evidence) -> Result<BTreeMap<String, Decided>, EvidenceFault> {
    let mut all = BTreeMap::new();
    list(evidence, "alignment_check", &[in_states(&["concluded"])], |one| {
        let Value::Struct(Json::Array(rows)) = one.value("decisions") else { return None::<()> };
        for row in rows {
            let text = |part: &str| row.get(part)?.as_str().map(ToOwned::to_owned);
            if let (Some(key), Some(decision), Some(reason)) =
                (text("key"), text("decision"), text("reason"))
            {
                let key = key.trim().to_owned();
                all.insert(key, Decided { check: one.named(), decision, reason });
            }
        }
        None
    })?;
    Ok(all)
}
