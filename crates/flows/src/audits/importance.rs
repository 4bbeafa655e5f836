//! What the records suggest for a programme: where much work is done, what changed, what was found, what was long not
//! looked at.
use super::begin_of;
use gemba_desk::{Refused, Saving, World};
use gemba_model::{
    Menu, Record,
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{
    Value,
    audit_figures::{Told, importance},
    clause::{AUDITED, covers, is_within},
};
use jiff::{Timestamp, ToSpan, civil::Date};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

const RECORDS_MAX: usize = 10_000;
const CYCLE_MONTHS: i64 = 12;
const RESULT_MONTHS: i64 = 36;

fn since(field: &str, at: Timestamp) -> Filter {
    Filter { field: field.to_owned(), test: Test::AtLeast(Value::Instant(at)) }
}

/// Works out the suggestions anew.
pub(super) fn suggest(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let now = world.now();
    let today = now.to_zoned(world.zone()).date();
    let cycle = begin_of(world, today.saturating_sub(CYCLE_MONTHS.months()));
    let results = begin_of(world, today.saturating_sub(RESULT_MONTHS.months()));
    let work = work(world, cycle)?;
    let changes = changes(world, cycle)?;
    let findings = findings(world, results)?;
    let audits = audits(world)?;
    let within = |all: &[(String, bool)], clause: &str, is_major: bool| {
        let of = all.iter().filter(|(one, major)| is_within(one, clause) && *major == is_major);
        u64::try_from(of.count()).unwrap_or(u64::MAX)
    };
    let cycle_day = cycle.to_zoned(world.zone()).date();
    let suggested: Vec<Json> = AUDITED
        .iter()
        .map(|(clause, area)| {
            let last =
                audits.iter().filter(|(list, _)| covers(list, clause)).map(|(_, day)| *day).max();
            let counted = |counts: &BTreeMap<String, u64>| -> u64 {
                counts
                    .iter()
                    .filter(|(one, _)| is_within(one, clause))
                    .map(|(_, count)| count)
                    .sum()
            };
            let told = Told {
                records: counted(&work),
                changes: counted(&changes),
                majors: within(&findings, clause, true),
                minors: within(&findings, clause, false),
                was_audited: last.is_some_and(|day| day >= cycle_day),
            };
            json!({
                "clause": clause,
                "area": area,
                "importance": importance(told),
                "records": told.records,
                "changes": told.changes,
                "findings": told.majors.saturating_add(told.minors),
                "last_audited": last,
            })
        })
        .collect();
    saving.set("suggestions", Value::Struct(Json::Array(suggested)));
    saving.set("suggested_at", Value::Instant(now));
    Ok(())
}

/// How many records of each clause there were since then.
fn work(world: &mut World<'_>, from: Timestamp) -> Result<BTreeMap<String, u64>, Refused> {
    let mut counts = BTreeMap::new();
    for view in world.kinds() {
        if matches!(view.def.menu, Menu::Hidden | Menu::Organization) {
            continue;
        }
        let count = world.count(view.def.name, &[since("created_at", from)])?;
        *counts.entry(view.def.clause.to_owned()).or_default() += count;
    }
    Ok(counts)
}

/// How often the process of each clause was changed since then, or a change named it.
fn changes(world: &mut World<'_>, from: Timestamp) -> Result<BTreeMap<String, u64>, Refused> {
    let process = world.view("process")?;
    let mut counts = BTreeMap::<String, u64>::new();
    for record in world.find("process", &[since("updated_at", from)], RECORDS_MAX)? {
        *counts.entry(process.value(&record, "clause").to_text()).or_default() += 1;
    }
    let change = world.view("change")?;
    if change.field("processes").is_some() {
        let named = Filter { field: "processes".to_owned(), test: Test::Filled };
        for record in world.find("change", &[since("created_at", from), named], RECORDS_MAX)? {
            let Value::Refs(ids) = change.value(&record, "processes").clone() else { continue };
            for id in ids {
                if let Some(found) = world.record("process", id)? {
                    *counts.entry(process.value(&found, "clause").to_text()).or_default() += 1;
                }
            }
        }
    }
    // A process without a clause belongs to none.
    counts.remove("");
    Ok(counts)
}

/// The nonconformities that audits found since then: clause, whether major.
fn findings(world: &mut World<'_>, from: Timestamp) -> Result<Vec<(String, bool)>, Refused> {
    let view = world.view("audit_finding")?;
    let found = world.find("audit_finding", &[since("created_at", from)], RECORDS_MAX)?;
    let told = |record: &Record| {
        let grade = view.value(record, "grade").to_text();
        let is_one = record.state != "withdrawn" && matches!(&*grade, "major" | "minor");
        is_one.then(|| (view.value(record, "clause").to_text(), grade == "major"))
    };
    Ok(found.iter().filter_map(told).collect())
}

/// The audits that were reported: which clauses they looked at, and when.
fn audits(world: &mut World<'_>) -> Result<Vec<(String, Date)>, Refused> {
    let (view, zone) = (world.view("audit")?, world.zone());
    let process = world.view("process")?;
    let reported = Filter { field: "reported_at".to_owned(), test: Test::Filled };
    let found = world.find("audit", &[reported], RECORDS_MAX)?;
    let mut told = Vec::new();
    for record in &found {
        let Some(at) = view.value(record, "reported_at").as_instant() else { continue };
        let mut clauses = view.value(record, "clauses").to_text();
        for id in processes(&view, record) {
            if let Some(named) = world.record("process", id)? {
                clauses = format!("{clauses}, {}", process.value(&named, "clause").to_text());
            }
        }
        told.push((clauses, at.to_zoned(zone.clone()).date()));
    }
    Ok(told)
}

fn processes(view: &KindView, record: &Record) -> Vec<i64> {
    match view.value(record, "processes") {
        Value::Refs(ids) => ids.clone(),
        _ => Vec::new(),
    }
}
