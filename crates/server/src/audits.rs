//! `gemba audit`: the samples of an audit, shown and drawn again.
use crate::{asked::owner, house};
use anyhow::{Context, Result};
use gemba_cli::{AuditAsk, terminal::say};
use gemba_figures::samples::{Again, again, numbers};
use gemba_vocabulary::Value;
use serde_json::{Value as Json, json};
use std::process::ExitCode;

const KIND: &str = "audit";

/// Shows the samples of an audit; drawn again, it fails unless the same records come.
pub fn answer(ask: AuditAsk) -> Result<ExitCode> {
    let AuditAsk::Sample { audit, again: is_again, json, place } = ask;
    let desk = house::open(&place)?;
    let found = desk.find_number(&audit).filter(|(kind, _)| kind == KIND).map(|(_, id)| id);
    let id = audit.parse().ok().or(found);
    let id = id.with_context(|| format!("“{audit}” is no number of an audit"))?;
    let actor = owner();
    let record = desk.record(&actor, KIND, id)?;
    let view = desk.view(KIND).context("audits are not kept here")?;
    let samples = match view.value(&record, "samples") {
        Value::Struct(Json::Array(rows)) => rows.clone(),
        _ => Vec::new(),
    };
    anyhow::ensure!(!samples.is_empty(), "no sample was drawn in {audit}");
    if !is_again {
        if json {
            say(&serde_json::to_string_pretty(&samples)?);
        } else {
            samples.iter().for_each(|one| say(&words(one)));
        }
        return Ok(ExitCode::SUCCESS);
    }
    let evidence = desk.evidence(&actor);
    let mut all = Vec::new();
    for sample in &samples {
        all.extend(again(&evidence, sample)?);
    }
    if json {
        let told: Vec<_> = all.iter().map(Again::told).collect();
        say(&serde_json::to_string_pretty(&json!(told))?);
    } else {
        all.iter().for_each(|one| say(&compared(one)));
    }
    let is_same = all.len() == samples.len() && all.iter().all(Again::is_same);
    Ok(if is_same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn words(sample: &Json) -> String {
    format!(
        "{} of {} records of {} drawn with seed {}: {}",
        numbers(sample).len(),
        sample["population"],
        sample["kind"].as_str().unwrap_or_default(),
        sample["seed"],
        sample["drawn"].as_str().unwrap_or_default()
    )
}

fn compared(one: &Again) -> String {
    let same = if one.is_same() { "the same records" } else { "OTHER RECORDS" };
    let from = if one.is_whole { "the list that was kept" } else { "what is found today" };
    format!(
        "{} with seed {}: {same}, {} drawn of {} from {from}; today the same test finds {}",
        one.kind,
        one.seed,
        one.now.len(),
        one.population_then,
        one.population_now
    )
}
