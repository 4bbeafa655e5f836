//! Promises that carry: before a contract is signed, and before an agreement is put in force, what suppliers promise is
//! held against what customers were promised; and an alignment check keeps what was found.
use gemba_desk::{DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_figures::alignment::{AsSaved, Chain, Finding, Scope, chains, decided};
use gemba_model::check::{Evidence, EvidenceFault};
use gemba_vocabulary::{RecordId, Value, actor::Channel};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// The guard of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct AlignmentFlow;

const CHECK: &str = "alignment_check";
const CONTRACT: &str = "contract";
const AGREEMENT: &str = "service_level_agreement";
const OPERATIONAL: &str = "operational_agreement";

impl Flow for AlignmentFlow {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.actor.channel == Channel::Import {
            return Ok(());
        }
        match (saving.view.def.name, saving.verb) {
            (CHECK, "create" | "refresh") => compare(world, saving),
            (CONTRACT, "sign" | "extend") => must_carry(world, saving, CONTRACT),
            (AGREEMENT, "start") => must_carry(world, saving, AGREEMENT),
            (OPERATIONAL, "start") => must_carry(world, saving, OPERATIONAL),
            _ => Ok(()),
        }
    }

    fn topic(&self) -> &'static str {
        "alignment"
    }

    fn due(&self, _: &mut World<'_>, _: &DueWork) -> Result<DueDone, Refused> {
        Ok(DueDone::default())
    }

    fn was_saved(&self, _: &str) {}
}

fn failed(fault: EvidenceFault) -> Refused {
    Refused::Failed(fault.0)
}

/// Takes down what does not carry, with what was decided on it before.
fn compare(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let now = world.now();
    let of = |field: &str| saving.value(field).as_int();
    let (contract, agreement) = (of("contract"), of("agreement"));
    let named = [(CONTRACT, contract), (AGREEMENT, agreement)];
    let as_if = named.into_iter().filter_map(|(kind, id)| Some((kind, id?))).collect();
    let scope = Scope { only_agreement: agreement, only_contract: contract, as_if };
    let evidence = world.evidence();
    let chains = chains(&evidence, &scope).map_err(failed)?;
    let found = findings(&chains, contract);
    let rows = found
        .iter()
        .map(|one| json!({"key": one.key, "record": one.record, "finding": one.sentence}));
    let rows: Vec<Json> = rows.collect();
    let before = decisions(saving.value("decisions"));
    let known = decided(&evidence).map_err(failed)?;
    let decision = |one: &&Finding| {
        before.get(&one.key).cloned().unwrap_or_else(|| match known.get(&one.key) {
            Some(known) => {
                json!({"key": one.key, "decision": known.decision, "reason": known.reason})
            }
            None => json!({"key": one.key, "decision": null}),
        })
    };
    let decisions: Vec<Json> = found.iter().map(decision).collect();
    let compared: usize = chains.iter().map(|one| one.compared).sum();
    let count = |number: usize| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
    drop(evidence);
    saving.set("finding_count", count(rows.len()));
    saving.set("findings", Value::Struct(Json::Array(rows)));
    saving.set("decisions", Value::Struct(Json::Array(decisions)));
    saving.set("compared_count", count(compared));
    saving.set("compared_at", Value::Instant(now));
    Ok(())
}

/// What was found, of one contract alone if one is named.
fn findings(chains: &[Chain], contract: Option<RecordId>) -> Vec<&Finding> {
    let concerns = |chain: &Chain, one: &Finding| {
        contract.is_none_or(|id| chain.party(one).is_none_or(|party| party.is_contract(id)))
    };
    let each = |chain| {
        let chain: &Chain = chain;
        chain.findings.iter().filter(move |one| concerns(chain, one))
    };
    chains.iter().flat_map(each).collect()
}

fn decisions(value: &Value) -> BTreeMap<String, Json> {
    let Value::Struct(Json::Array(rows)) = value else { return BTreeMap::new() };
    let keyed = |row: &Json| Some((row.get("key")?.as_str()?.trim().to_owned(), row.clone()));
    rows.iter().filter_map(keyed).collect()
}

/// Refuses what would contradict a promise, unless somebody decided on that in a check that was concluded. That nobody
/// promised us something is told on the page, and stops nothing.
fn must_carry(
    world: &mut World<'_>,
    saving: &Saving<'_>,
    kind: &'static str,
) -> Result<(), Refused> {
    let id = saving.record.id;
    let evidence = world.evidence();
    let saved = AsSaved { stored: &evidence, kind, record: saving.record };
    let scope = Scope {
        only_agreement: (kind == AGREEMENT).then_some(id),
        only_contract: (kind == CONTRACT).then_some(id),
        as_if: vec![(kind, id)],
    };
    let evidence: &dyn Evidence = &saved;
    let chains = chains(evidence, &scope).map_err(failed)?;
    let decided = decided(evidence).map_err(failed)?;
    let concerns = |chain: &Chain, one: &Finding| {
        kind == AGREEMENT
            || chain.party(one).is_none_or(|party| (party.under.kind, party.under.id) == (kind, id))
    };
    for chain in &chains {
        let open = |one: &&Finding| concerns(chain, one) && !decided.contains_key(&one.key);
        if let Some(weak) = chain.broken().find(open) {
            return Err(Refused::Not(format!(
                "It would not carry what was promised: {} Make an alignment check for it, decide \
                 there what is done about it, and conclude the check first.",
                weak.sentence
            )));
        }
    }
    Ok(())
}
