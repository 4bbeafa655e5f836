//! Who receives which live service without an agreement.
use super::promises::{Agreement, IN_FORCE, Names};
use crate::{
    reading::{in_states, list},
    sheet::{Cell, Figure, FigureDef, Judged, Table, column},
};
use gemba_model::check::{Evidence, EvidenceFault};
use gemba_vocabulary::{RecordId, Value};
use jiff::civil::Date;

/// The states in which a service is delivered.
const DELIVERED: [&str; 4] = ["live", "changing", "retiring", "transferring"];

const WITHOUT: FigureDef = FigureDef {
    name: "pairs_without_agreement",
    label: "Delivered without an agreement",
    unit: "",
    definition: "Pairs of a delivered service (live, changing, retiring or transferring) and one of its customers for \
                 which no agreement is in force or under review today. Each delivered service needs one for each \
                 customer (clause 8.3.3).",
};

/// A delivered service and one of its customers.
pub type Pair = (RecordId, RecordId);

/// The pairs of service and customer that are delivered, and those of them without an agreement on that day.
pub fn read(
    evidence: &dyn Evidence,
    agreements: &[Agreement],
    on: Date,
) -> Result<(usize, Vec<Pair>), EvidenceFault> {
    let delivered = list(evidence, "service", &[in_states(&DELIVERED)], |one| {
        let id = one.id();
        Some(one.refs("customers").into_iter().map(move |customer| (id, customer)))
    })?;
    let delivered: Vec<Pair> = delivered.into_iter().flatten().collect();
    let is_agreed = |pair: &Pair| {
        agreements.iter().any(|one| {
            (one.service, one.customer) == *pair
                && IN_FORCE.contains(&&*one.state)
                && one.days.0.is_none_or(|first| first <= on)
                && one.days.1.is_none_or(|last| on <= last)
        })
    };
    let count = delivered.len();
    Ok((count, delivered.into_iter().filter(|pair| !is_agreed(pair)).collect()))
}

/// The figure, with the pairs as its data.
pub fn figure(delivered: usize, pairs: &[Pair], names: &Names) -> Figure {
    let columns = [column("service", "Service", ""), column("customer", "Customer", "")];
    let mut table = Table::new("pairs", "Service and customer", &columns, "Each pair has one.");
    for (service, customer) in pairs {
        let cells = [names.services.get(service), names.customers.get(customer)];
        table.rows.push(cells.map(|one| one.cloned().map(Cell::record).unwrap_or_default()).into());
    }
    let count = i64::try_from(pairs.len()).unwrap_or(i64::MAX);
    let judged = if pairs.is_empty() { Judged::Kept } else { Judged::Missed };
    let value = (delivered > 0).then_some(Value::Int(count));
    Figure::or_undefined(&WITHOUT, value, "No live service has a customer.")
        .judged(if delivered > 0 { judged } else { Judged::Not })
        .from(table)
}
