//! Requirements of one's own name what there is, each once in its set, and stay as they were approved.
use gemba_conformity::{
    Edition,
    own::{OwnRule, faults},
};
use gemba_desk::{DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::{FieldFault, filter::Filter};
use gemba_vocabulary::{Value, clause::listed};

/// Looks at requirements of one's own. It remembers nothing.
#[derive(Debug, Default)]
pub struct OwnRequirementFlow;

const KIND: &str = "own_requirement";
const SET: &str = "requirement_set";
const TODAY: &str = "2018";

impl Flow for OwnRequirementFlow {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != KIND {
            return Ok(());
        }
        set_is_open(world, saving)?;
        is_alone(world, saving)?;
        names_requirements(saving)?;
        names_records(world, saving)
    }

    fn topic(&self) -> &'static str {
        KIND
    }

    fn due(&self, _: &mut World<'_>, _: &DueWork) -> Result<DueDone, Refused> {
        Ok(DueDone::default())
    }

    fn was_saved(&self, _: &str) {}
}

/// What was approved stays as it is: in the set that it is of, and in the one that it was of.
fn set_is_open(world: &mut World<'_>, saving: &Saving<'_>) -> Result<(), Refused> {
    let before = saving.before.map(|before| saving.view.value(before, "set"));
    let sets = [Some(saving.value("set")), before].into_iter().flatten();
    let sets: Vec<_> = sets.filter_map(Value::as_int).collect();
    for set in sets {
        let Some(record) = world.record(SET, set)? else { continue };
        if record.state != "draft" {
            let view = world.view(SET)?;
            let fault = format!(
                "is {}, and its requirements stay as they are; revise the set first",
                view.def.number(set)
            );
            return Err(FieldFault::new("set", fault).into());
        }
    }
    Ok(())
}

fn is_alone(world: &mut World<'_>, saving: &Saving<'_>) -> Result<(), Refused> {
    let filters = [
        Filter::is("set", saving.value("set").clone()),
        Filter::is("identifier", saving.value("identifier").clone()),
        Filter::is("open", Value::Bool(true)),
    ];
    let others = world.find(KIND, &filters, 2)?;
    let is_other = others.iter().any(|one| saving.before.is_none_or(|before| before.id != one.id));
    if is_other && saving.verb != "retire" {
        let fault = "is the number of another requirement of the set; give each one of its own";
        return Err(FieldFault::new("identifier", fault).into());
    }
    Ok(())
}

fn names_requirements(saving: &Saving<'_>) -> Result<(), Refused> {
    let today = Edition::named(TODAY).map_err(|fault| Refused::Failed(fault.to_string()))?;
    let ids = saving.value("shown_by").as_text().unwrap_or_default();
    match listed(ids).find(|id| today.requirement(id).is_none()) {
        None => Ok(()),
        Some(id) => {
            let fault = format!("names “{id}”, which is no requirement of ISO/IEC 20000-1:{TODAY}");
            Err(FieldFault::new("shown_by", fault).into())
        }
    }
}

fn names_records(world: &World<'_>, saving: &Saving<'_>) -> Result<(), Refused> {
    let text = |field: &str| saving.value(field).as_text().map(str::to_owned);
    let Some(kind) = text("record_kind") else { return Ok(()) };
    let rule = OwnRule { kind, state: text("in_state"), field: text("has_field"), months: None };
    let def = world.view(&rule.kind).ok().map(|view| view.def);
    faults(def, &rule).map_err(|fault| {
        let said =
            format!("and what the rule says of it do not fit: {}", fault.trim_end_matches('.'));
        FieldFault::new("record_kind", said).into()
    })
}
