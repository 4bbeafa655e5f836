//! Checks of configuration information: when a sample is drawn, it is drawn from the items that are there.
use gemba_desk::{DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::filter::Filter;
use gemba_vocabulary::{Value, id::number, sample::draw};
use serde_json::{Value as Json, json};

/// The checks of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ConfigurationAuditFlow;

const KIND: &str = "configuration_audit";
const ITEM: &str = "configuration_item";
const POPULATION_MAX: usize = 1_000_000;

impl Flow for ConfigurationAuditFlow {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != KIND || saving.verb != "draw" {
            return Ok(());
        }
        let mut filters = vec![Filter::is("open", Value::Bool(true))];
        for field in ["service", "item_type"] {
            let value = saving.value(field);
            if !value.is_none() {
                filters.push(Filter::is(field, value.clone()));
            }
        }
        let found = world.find(ITEM, &filters, POPULATION_MAX)?;
        let population: Vec<_> = found.iter().map(|record| record.id).collect();
        if population.is_empty() {
            return Err(Refused::Not(
                "There is no configuration item to draw. Name another service or type.".to_owned(),
            ));
        }
        let int = |field: &str| saving.value(field).as_int().unwrap_or_default();
        let seed = int("seed").cast_unsigned();
        let size = usize::try_from(int("sample_size")).unwrap_or_default();
        let sample = draw(&population, size, seed);
        let prefix = world.view(ITEM)?.def.prefix;
        let finding = |id: &i64| json!({"item": number(prefix, *id), "result": null});
        let findings: Vec<Json> = sample.iter().map(finding).collect();
        let count = i64::try_from(population.len()).unwrap_or(i64::MAX);
        saving.set("population_count", Value::Int(count));
        saving.set("sample", Value::Refs(sample));
        saving.set("findings", Value::Struct(Json::from(findings)));
        Ok(())
    }

    fn topic(&self) -> &'static str {
        KIND
    }

    fn due(&self, _: &mut World<'_>, _: &DueWork) -> Result<DueDone, Refused> {
        Ok(DueDone::default())
    }

    fn was_saved(&self, _: &str) {}
}
