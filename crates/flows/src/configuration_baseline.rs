//! Baselines: when one is made, what the configuration items and their services hold at that moment is
//! taken down in it.
use gemba_desk::{DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::{filter::Filter, taken::Taken};
use gemba_vocabulary::{RecordId, Value};
use std::collections::BTreeSet;

/// The baselines of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ConfigurationBaselineFlow;

const KIND: &str = "configuration_baseline";
const ITEM: &str = "configuration_item";
const SERVICE: &str = "service";
/// More would make one record too large to be read at once.
const ITEMS_MAX: usize = 5_000;

impl Flow for ConfigurationBaselineFlow {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != KIND || saving.before.is_some() {
            return Ok(());
        }
        let ids = population(world, saving)?;
        if ids.is_empty() {
            return Err(Refused::Not(
                "There is no configuration item to take. Name another service or type, or items."
                    .to_owned(),
            ));
        }
        if ids.len() > ITEMS_MAX {
            return Err(Refused::Not(format!(
                "A baseline holds {ITEMS_MAX} configuration items at most. Name a service or a \
                 type, and take several."
            )));
        }
        let ids: Vec<_> = ids.into_iter().collect();
        let taken = world.take(ITEM, &ids)?;
        // A service is a configuration item of its own kind: it is taken with its parts.
        let named = taken.iter().filter_map(|item| item.fields.get(SERVICE)?.as_i64());
        let services: BTreeSet<_> = named.chain(saving.value(SERVICE).as_int()).collect();
        let services: Vec<_> = services.into_iter().collect();
        let services = world.take(SERVICE, &services)?;
        keep(saving, ["item_count", "taken"], &taken)?;
        keep(saving, ["service_count", "services_taken"], &services)
    }

    fn topic(&self) -> &'static str {
        KIND
    }

    fn due(&self, _: &mut World<'_>, _: &DueWork) -> Result<DueDone, Refused> {
        Ok(DueDone::default())
    }

    fn was_saved(&self, _: &str) {}
}

fn keep(saving: &mut Saving<'_>, fields: [&str; 2], taken: &[Taken]) -> Result<(), Refused> {
    let json = serde_json::to_value(taken)
        .map_err(|error| Refused::Failed(format!("nothing could be taken: {error}")))?;
    let [count, what] = fields;
    saving.set(count, Value::Int(i64::try_from(taken.len()).unwrap_or(i64::MAX)));
    saving.set(what, Value::Struct(json));
    Ok(())
}

/// The items named, and those of the service and type; all if nothing is named.
fn population(world: &mut World<'_>, saving: &Saving<'_>) -> Result<BTreeSet<RecordId>, Refused> {
    let mut ids = BTreeSet::new();
    if let Value::Refs(items) = saving.value("items") {
        ids.extend(items);
    }
    let mut filters = Vec::new();
    for field in ["service", "item_type"] {
        let value = saving.value(field);
        if !value.is_none() {
            filters.push(Filter::is(field, value.clone()));
        }
    }
    if filters.is_empty() && !ids.is_empty() {
        return Ok(ids);
    }
    filters.push(Filter::is("open", Value::Bool(true)));
    let found = world.find(ITEM, &filters, ITEMS_MAX + 1)?;
    ids.extend(found.into_iter().map(|record| record.id));
    Ok(ids)
}
