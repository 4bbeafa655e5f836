//! How the objects of a dump hang together: their fields, and the cables between their ends.
use super::{
    About, Importing, Pending,
    dump::{Dump, Key, Object},
    models::{CIRCUIT, MODELS},
};
use crate::fault::{ExchangeError, Fault};
use gemba_desk::{Command, Input, Query};
use gemba_model::{
    filter::{Filter, Sort},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap};

const KIND: &str = "configuration_relation";
const PAGE: usize = 500;

/// A relation as the dump tells it.
struct Told {
    line: u64,
    name: &'static str,
    from: Key,
    to: Key,
}

/// Relations here: from which item, of which name, to which item; and the number of the record.
type Here = HashMap<(RecordId, String), BTreeMap<RecordId, RecordId>>;

/// Brings all relations in.
pub fn bring_in(importing: &mut Importing<'_>) -> Result<(), ExchangeError> {
    let view = importing.desk.view(KIND);
    let view = view.ok_or_else(|| ExchangeError::wrong("There are no relations."))?;
    let mut here = read(importing, &view)?;
    let mut seen = BTreeSet::new();
    for told in told(importing.dump) {
        let (Some(from), Some(to)) = (importing.ids.get(&told.from), importing.ids.get(&told.to))
        else {
            let (model, number) =
                if importing.ids.contains_key(&told.from) { told.to } else { told.from };
            let sentence = format!("names {model} {number}, which did not come in.");
            importing.summary.faults.add(Fault::new(told.line, sentence));
            continue;
        };
        let (from, to) = if told.name == "connected_to" {
            ((*from).min(*to), (*from).max(*to))
        } else {
            (*from, *to)
        };
        // Two cables between the same ends are one relation.
        if seen.insert((from, told.name, to)) {
            relate(importing, &mut here, &told, from, to)?;
        }
    }
    Ok(())
}

fn relate(
    importing: &mut Importing<'_>,
    here: &mut Here,
    told: &Told,
    from: RecordId,
    to: RecordId,
) -> Result<(), ExchangeError> {
    let counts = importing.summary.relations.entry(told.name).or_default();
    counts.told += 1;
    let known = here.entry((from, told.name.to_owned())).or_default();
    if known.contains_key(&to) {
        counts.unchanged += 1;
        return Ok(());
    }
    let is_only_one = matches!(told.name, "part_of" | "located_in" | "assigned_to" | "port_of");
    let moved = if is_only_one { known.pop_first() } else { None };
    let moved = moved.map(|(_, relation)| relation);
    if let Some(relation) = moved {
        // NetBox leads: what it names elsewhere now is there no longer.
        let end = Command::verb(KIND, relation, "end");
        importing.push(end, Pending { line: told.line, about: About::Gone })?;
    }
    let fields = [
        ("from", Value::Ref(from)),
        ("relation", Value::Text(told.name.to_owned())),
        ("to", Value::Ref(to)),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value)).into();
    let create = Command::create(KIND, Input::Values(fields));
    let about = About::Relation { name: told.name, is_new: moved.is_none() };
    importing.push(create, Pending { line: told.line, about })
}

/// The relations that hold here.
fn read(importing: &Importing<'_>, view: &KindView) -> Result<Here, ExchangeError> {
    let mut here = Here::new();
    let mut after = None;
    loop {
        let filters = vec![Filter::is("open", Value::Bool(true))];
        let sort = Sort { field: "id".to_owned(), descending: false };
        let query = Query { filters, sort, after, limit: PAGE, ..Query::of(KIND) };
        let page = importing.desk.list(importing.actor, &query)?;
        for record in &page.records {
            let of = |field: &str| view.value(record, field);
            if let (Value::Ref(from), Value::Ref(to)) = (of("from"), of("to")) {
                let name = of("relation").to_text();
                let (from, to) = if name == "connected_to" {
                    (*from.min(to), *from.max(to))
                } else {
                    (*from, *to)
                };
                here.entry((from, name)).or_default().insert(to, record.id);
            }
        }
        after = page.next;
        if after.is_none() {
            return Ok(here);
        }
    }
}

/// All relations of a dump, in the order of the items.
fn told(dump: &Dump) -> Vec<Told> {
    let mut all = Vec::new();
    for model in MODELS {
        for (number, object) in dump.of(model.name) {
            let from = (model.name.to_owned(), number);
            for relation in model.relations {
                let mut named = relation.fields.iter();
                let to =
                    named.find_map(|(field, of)| Some(((*of).to_owned(), object.number(field)?)));
                if let Some(to) = to {
                    let (line, name, from) = (object.line, relation.name, from.clone());
                    all.push(Told { line, name, from, to });
                }
            }
            if let Some(to) = dump.named(object, "assigned_object_type", "assigned_object_id") {
                all.push(Told { line: object.line, name: "assigned_to", from, to });
            }
        }
    }
    for (_, end) in dump.of("circuits.circuittermination") {
        if let (Some(circuit), Some(site)) = (end.number("circuit"), end.number("site")) {
            let (from, to) = ((CIRCUIT.to_owned(), circuit), ("dcim.site".to_owned(), site));
            all.push(Told { line: end.line, name: "connected_to", from, to });
        }
    }
    all.extend(cables(dump));
    all
}

/// Each end of a cable is connected to each end on its other side.
fn cables(dump: &Dump) -> Vec<Told> {
    let mut ends = BTreeMap::<i64, Vec<(&str, Key, &Object)>>::new();
    for (_, end) in dump.of("dcim.cabletermination") {
        let named = dump.named(end, "termination_type", "termination_id");
        if let (Some(cable), Some(named)) = (end.number("cable"), named) {
            let side = end.text("cable_end").unwrap_or_default();
            ends.entry(cable).or_default().push((side, named, end));
        }
    }
    let mut all = Vec::new();
    for of_cable in ends.values() {
        for (side, from, end) in of_cable.iter().filter(|(side, _, _)| *side == "A") {
            for (_, to, _) in of_cable.iter().filter(|(other, _, _)| other != side) {
                let (from, to) = (from.clone(), to.clone());
                all.push(Told { line: end.line, name: "connected_to", from, to });
            }
        }
    }
    all
}
