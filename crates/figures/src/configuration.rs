//! Configuration: whether items are recorded as they are, and whether each has its place.
use crate::{
    asked::Ask,
    counting::{Counted, number, of_service},
    reading::{in_states, list, names, within},
    sheet::{Cell, Figure, FigureDef, Judged, Part, Sheet, Table, column},
};
use gemba_model::check::{Evidence, EvidenceFault};
use gemba_vocabulary::{RecordId, Value};
use std::collections::BTreeSet;

static ACCURACY: FigureDef = FigureDef {
    name: "accuracy",
    label: "Recorded as they are",
    unit: "%",
    definition: "The share of items that the last check finished in the period, or before it if there was none, found \
                 recorded as they are (clause 8.2.6). The range that a sample allows stands on the check.",
};
static CHECKED: FigureDef = FigureDef {
    name: "checks",
    label: "Checks finished",
    unit: "",
    definition: "How many checks of configuration records were finished in the period.",
};
static ITEMS: FigureDef = FigureDef {
    name: "items",
    label: "Items in use",
    unit: "",
    definition: "How many configuration items are live or in maintenance at this moment.",
};
static ORPHANS: FigureDef = FigureDef {
    name: "orphans",
    label: "Items without a place",
    unit: "%",
    definition: "Among the items in use, the share that belongs to no service and is tied to no other item.",
};
static UNOWNED: FigureDef = FigureDef {
    name: "without_owner",
    label: "Items without an owner",
    unit: "%",
    definition: "Among the items in use, the share for which nobody answers.",
};

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    const AUDIT: &str = "configuration_audit";
    let services = names(evidence, "service", &[])?;
    let about = ask.about.and_then(|id| services.get(&id).cloned());
    let mut part = about.map_or_else(|| Part::titled("All services"), Part::about);
    let finished = in_states(&["finished"]);
    let until = ask.span().to;
    let mut audits =
        list(evidence, AUDIT, &[&of_service(ask)[..], &[finished]].concat(), |read| {
            let one = Counted::at(read, "finished_at");
            let accuracy = read.decimal("accuracy_percent").map_or(Value::None, Value::Decimal);
            one.at.is_some_and(|at| at < until).then(|| one.came(accuracy))
        })?;
    audits.sort_by_key(|one| one.at);
    let related = related(evidence)?;
    let in_use = [of_service(ask), vec![in_states(&["live", "in_maintenance"])]].concat();
    let (mut orphans, mut unowned) = (Vec::new(), Vec::new());
    let items = list(evidence, "configuration_item", &in_use, |read| {
        let one = Counted::at(read, "");
        if read.int("service").is_none() && !related.contains(&read.id()) {
            orphans.push(one.clone());
        }
        if read.int("owner").is_none() {
            unowned.push(one.clone());
        }
        Some(one)
    })?;
    let span = within("finished_at", ask.span());
    let checks = [&of_service(ask)[..], &span, &[in_states(&["finished"])]].concat();
    let checks = list(evidence, AUDIT, &checks, |read| Some(Counted::at(read, "finished_at")))?;
    let last = audits.last().map(|one| one.came.clone());
    let none = "No item is in use.";
    let shared = |def, found: &[Counted]| {
        let value = crate::counting::share(found.len(), items.len());
        let judged = if found.is_empty() { Judged::Kept } else { Judged::Near };
        Figure::or_undefined(def, value, none)
            .judged(if items.is_empty() { Judged::Not } else { judged })
            .from(bare(found))
    };
    part.figures = vec![
        Figure::or_undefined(
            &ACCURACY,
            last.filter(|value| !value.is_none()),
            "No check was finished.",
        )
        .from(crate::counting::listed(("Recorded as they are", "%"), &audits)),
        number(&CHECKED, &checks),
        Figure::new(&ITEMS, crate::counting::whole(items.len())),
        shared(&ORPHANS, &orphans),
        shared(&UNOWNED, &unowned),
    ];
    Ok(Sheet { parts: vec![part] })
}

fn bare(all: &[Counted]) -> Table {
    let table = Table::new("items", "Items", &[column("item", "Item", "")], "There is none.");
    all.iter().fold(table, |table, one| table.row(vec![Cell::record(one.about.clone())]))
}

/// The items that have something to do with another one.
fn related(evidence: &dyn Evidence) -> Result<BTreeSet<RecordId>, EvidenceFault> {
    let current = in_states(&["current"]);
    let ends = list(evidence, "configuration_relation", &[current], |read| {
        Some([read.int("from")?, read.int("to")?])
    })?;
    Ok(ends.into_iter().flatten().collect())
}
