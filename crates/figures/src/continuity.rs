//! Service continuity: which services a plan covers, whether plans were tried out, what tests and emergencies measured,
//! and what is still to be done.
mod defs;
mod events;
pub mod offline;
mod plan_part;
mod standing;
mod summary;

pub use standing::{Covered, Standing, standing};

use crate::{
    asked::Ask,
    reading::{self, Read},
    sheet::{Named, Sheet},
};
use events::{Event, Required};
use gemba_model::check::{Evidence, EvidenceFault};
use gemba_vocabulary::{RecordId, Value};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A plan as it is on record.
#[derive(Clone, Debug)]
struct Plan {
    named: Named,
    state: String,
    covered: Covered,
    copies: Vec<(String, Option<Date>)>,
    replaced: bool,
}

impl Plan {
    /// Whether it counts: it was approved, and nothing took its place.
    fn is_in_force(&self) -> bool {
        self.state != "draft" && !self.replaced
    }
}

/// Everything on record about continuity.
struct Known {
    plans: Vec<Plan>,
    standings: BTreeMap<RecordId, Standing>,
    tests: Vec<Event>,
    invocations: Vec<Event>,
    requirements: BTreeMap<RecordId, Required>,
    changes: BTreeMap<RecordId, Named>,
    today: Date,
}

/// How services are prepared for a disaster.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let mut plans = reading::list(evidence, "continuity_plan", &[], |one| Some(plan(one)))?;
    if let Some(service) = ask.about {
        plans.retain(|plan| plan.covered.services.contains(&service));
    }
    let mut standings = BTreeMap::new();
    for plan in &plans {
        standings.insert(plan.named.id, standing(evidence, &plan.covered)?);
    }
    let is_ours = |event: &Event| {
        ask.about.is_none() || event.plan.is_some_and(|plan| standings.contains_key(&plan))
    };
    let mut tests = events::tests(evidence)?;
    tests.retain(is_ours);
    let mut invocations = events::invocations(evidence)?;
    invocations.retain(is_ours);
    let known = Known {
        changes: changes(evidence, &standings)?,
        plans,
        standings,
        tests,
        invocations,
        requirements: events::requirements(evidence)?,
        today: evidence.now().to_zoned(jiff::tz::TimeZone::UTC).date(),
    };
    let mut sheet = Sheet::default();
    sheet.parts.push(summary::part(evidence, ask, &known)?);
    sheet.parts.extend(known.plans.iter().map(|plan| plan_part::part(&known, plan)));
    Ok(sheet)
}

fn plan(one: &Read<'_>) -> Plan {
    let rows = match one.value("copies") {
        Value::Struct(json) => json.as_array().map_or(&[][..], Vec::as_slice),
        _ => &[],
    };
    let copy = |row: &serde_json::Value| {
        let place = row.get("place")?.as_str()?.to_owned();
        let checked = row.get("checked_on").and_then(serde_json::Value::as_str);
        Some((place, checked.and_then(|day| day.parse().ok())))
    };
    let has_reason = !one.text("waiver").is_empty();
    Plan {
        named: one.named(),
        state: one.state().to_owned(),
        covered: Covered {
            plan: one.id(),
            services: one.refs("services"),
            items: one.refs("configuration_items"),
            test_months: one.int("test_months").unwrap_or_default(),
            waived_change: one.int("waived_change").filter(|_| has_reason),
        },
        copies: rows.iter().filter_map(copy).collect(),
        replaced: one.int("replaced_by").is_some(),
    }
}

/// What the changes are called after which tests are needed.
fn changes(
    evidence: &dyn Evidence,
    standings: &BTreeMap<RecordId, Standing>,
) -> Result<BTreeMap<RecordId, Named>, EvidenceFault> {
    let ids: Vec<_> = standings
        .values()
        .filter_map(|standing| standing.changed)
        .map(|(id, _)| Value::Int(id))
        .collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let test = gemba_model::filter::Test::Is(ids);
    let filter = gemba_model::filter::Filter { field: "id".to_owned(), test };
    reading::names(evidence, "change", &[filter])
}
