//! Rules of approval, for rooms whose records are approved: which rules ask for a yes, and whether it was given.
use crate::{
    Facts, Refusal, Situation,
    condition::{self, Known},
};
use gemba_vocabulary::{RecordId, Ref, Value, kind};
use std::collections::BTreeSet;

const RULE: &str = "approval_rule";

/// The rules that ask for approval of a record of `kind`, of which `known` tells: those for every
/// one of the kind, and those that are named. A condition that cannot be worked out asks: rather
/// one yes too many than one too few.
pub fn that_apply(
    kind: &str,
    named: &[RecordId],
    known: &Known,
    facts: &dyn Facts,
) -> Vec<Ref<kind::ApprovalRule>> {
    let text = |text: &str| Value::Text(text.to_owned());
    let holding =
        [("about", text(kind)), ("state", text("current")), ("only_named", Value::Bool(false))];
    let general = facts.each(RULE, &holding, "id").into_iter().filter_map(|id| id.as_int());
    let is_in_force = |id: &RecordId| facts.value(RULE, *id, "state").as_text() == Some("current");
    let named = named.iter().copied().filter(is_in_force);
    let all: BTreeSet<RecordId> = general.chain(named).collect();
    let asks = |id: &RecordId| {
        let condition = facts.value(RULE, *id, "condition");
        condition::holds(condition.as_text(), known).unwrap_or(true)
    };
    all.into_iter().filter(asks).map(Ref::new).collect()
}

/// Refuses until everybody whom the rules ask has said yes about this record of `kind`.
pub fn all_given(
    kind: &str,
    rules: &[Ref<kind::ApprovalRule>],
    now: &Situation<'_>,
) -> Result<(), Refusal> {
    for rule in rules {
        let held = |field| now.facts.value(RULE, rule.id, field);
        let needed = held("needed").as_int().unwrap_or(1);
        let given = deciders(kind, Some(*rule), now).len();
        if i64::try_from(given).unwrap_or(i64::MAX) < needed {
            return Err(Refusal(format!(
                "The rule “{}” asks for {needed} {}, and {given} {} given. They are asked for under “Approvals”.",
                held("name").to_text(),
                if needed == 1 { "approval" } else { "approvals" },
                if given == 1 { "was" } else { "were" },
            )));
        }
    }
    Ok(())
}

/// Who said yes about this record of `kind`, under one rule or any.
pub fn deciders(
    kind: &str,
    rule: Option<Ref<kind::ApprovalRule>>,
    now: &Situation<'_>,
) -> BTreeSet<RecordId> {
    let text = |text: &str| Value::Text(text.to_owned());
    let mut holding = vec![
        ("parent_kind", text(kind)),
        ("parent", Value::Int(now.record)),
        ("state", text("approved")),
    ];
    holding.extend(rule.map(|rule| ("rule", Value::Ref(rule.id))));
    let yes = now.facts.each("approval", &holding, "decided_by");
    yes.into_iter().filter_map(|person| person.as_int()).collect()
}
