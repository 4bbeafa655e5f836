//! Until when the products that configuration items run are supported: found at each save of an item, when product
//! cycles change, and on the day after support ended.
use gemba_desk::{Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_model::{
    Record,
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value, product};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

/// The support of products at one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ProductSupport;

const TOPIC: &str = "product_support";
const ITEM: &str = "configuration_item";
const CYCLE: &str = "product_cycle";
/// No product has more cycles than some hundreds.
const CYCLES_READ_MAX: usize = 2_000;
const ITEMS_READ_MAX: usize = 100_000;

impl Flow for ProductSupport {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        match saving.view.def.name {
            ITEM => {
                let support = Support::of(world, saving.view, saving.record)?;
                let before = saving.value("end_of_support_on").clone();
                support.fill(saving);
                if *saving.value("end_of_support_on") != before || saving.before.is_none() {
                    saving.plan(TOPIC, support.ends_at().filter(|at| *at > world.now()));
                }
            }
            CYCLE if !concerned(world, saving.view, saving.record, 1)?.is_empty() => {
                saving.plan(TOPIC, Some(world.now()));
            }
            _ => {}
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    /// An item is saved again when its support ends; of a cycle's items, those for which it makes a difference.
    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let again = |id: RecordId| Command::change(ITEM, id, None, Input::Nothing);
        if work.kind == ITEM {
            return Ok(DueDone { commands: vec![again(work.record)], ..DueDone::default() });
        }
        let mut done = DueDone::default();
        let Some(cycle) = world.record(CYCLE, work.record)? else { return Ok(done) };
        let (cycles, items) = (world.view(CYCLE)?, world.view(ITEM)?);
        for item in concerned(world, &cycles, &cycle, ITEMS_READ_MAX)? {
            if !Support::of(world, &items, &item)?.is_held(&items, &item) {
                done.commands.push(again(item.id));
            }
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

/// What is known of the support of an item's product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Support {
    cycle: Option<RecordId>,
    ends_on: Option<Date>,
    has_ended: bool,
}

impl Support {
    fn of(world: &mut World<'_>, view: &KindView, item: &Record) -> Result<Self, Refused> {
        let Value::Text(key) = view.value(item, "product_key") else { return Ok(Self::default()) };
        let Value::Text(version) = view.value(item, "product_version") else {
            return Ok(Self::default());
        };
        let cycles = world.view(CYCLE)?;
        let mut found = cycles_of(world, key)?;
        // Of two cycles that fit equally well, the one that ends first is told.
        let ends = |cycle: &Record| match cycles.value(cycle, "end_of_life_on") {
            Value::Date(day) => Some(*day),
            _ => None,
        };
        found.sort_by_key(|cycle| (ends(cycle).is_none(), ends(cycle), cycle.id));
        let by = |field: &str| {
            let named = found
                .iter()
                .filter_map(|cycle| Some((cycles.value(cycle, field).as_text()?, cycle)));
            product::cycle_of(version, named)
        };
        let Some(cycle) = by("cycle").or_else(|| by("cycle_label")) else {
            return Ok(Self::default());
        };
        let today = world.now().to_zoned(TimeZone::UTC).date();
        let ends_on = ends(cycle);
        let is_past = ends_on.is_some_and(|day| day < today);
        let has_ended = is_past || cycles.value(cycle, "has_ended").is_yes();
        Ok(Self { cycle: Some(cycle.id), ends_on, has_ended })
    }

    fn values(&self) -> [(&'static str, Value); 3] {
        [
            ("product_cycle", self.cycle.map_or(Value::None, Value::Ref)),
            ("end_of_support_on", self.ends_on.map_or(Value::None, Value::Date)),
            ("support_ended", Value::Bool(self.has_ended)),
        ]
    }

    fn fill(&self, saving: &mut Saving<'_>) {
        for (field, value) in self.values() {
            saving.set(field, value);
        }
    }

    fn is_held(&self, view: &KindView, item: &Record) -> bool {
        self.values().iter().all(|(field, value)| view.value(item, field) == value)
    }

    /// The first moment after the last day.
    fn ends_at(&self) -> Option<Timestamp> {
        let day = self.ends_on?.checked_add(1.day()).ok()?;
        Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
    }
}

/// The cycles of the product with that key, under its own name or another one.
fn cycles_of(world: &mut World<'_>, key: &str) -> Result<Vec<Record>, Refused> {
    let open = Filter::is("open", Value::Bool(true));
    let own = Filter::is("product_key", Value::Text(key.to_owned()));
    let found = world.find(CYCLE, &[own, open.clone()], CYCLES_READ_MAX)?;
    if !found.is_empty() {
        return Ok(found);
    }
    let other = Filter { field: "names".to_owned(), test: Test::Contains(format!(" {key} ")) };
    world.find(CYCLE, &[other, open], CYCLES_READ_MAX)
}

/// The items that a cycle may say something of: those of its product, and those that it is held to belong to.
fn concerned(
    world: &mut World<'_>,
    view: &KindView,
    cycle: &Record,
    limit: usize,
) -> Result<Vec<Record>, Refused> {
    let names = view.value(cycle, "names").to_text();
    let names = names.split_whitespace().map(|name| Value::Text(name.to_owned())).collect();
    let of_product = Filter { field: "product_key".to_owned(), test: Test::Is(names) };
    let open = Filter::is("open", Value::Bool(true));
    let mut items = world.find(ITEM, &[of_product, open.clone()], limit)?;
    if cycle.id > 0 {
        let own = Filter::is("product_cycle", Value::Ref(cycle.id));
        let held = world.find(ITEM, &[own, open], limit)?;
        items.extend(held);
        items.sort_by_key(|item| item.id);
        items.dedup_by_key(|item| item.id);
    }
    Ok(items)
}
