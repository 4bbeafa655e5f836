//! What the parts that a service needs allow.
use super::{
    MONTHS, defs, label_of,
    needs::Node,
    reckoning::{Known, measured},
};
use crate::sheet::{Cell, Figure, Judged, Named, Table, column};
use gemba_vocabulary::{Value, calendar::Span, paths::Path};
use jiff::ToSpan;
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::{BTreeMap, BTreeSet};

const EXCEPTIONS_MAX: usize = 50;
const UNKNOWN: &str =
    "Nobody stated how available it is and none of its outages is on record, so it is left out.";

/// Availability by design, held against the target.
pub(super) fn figure(known: &Known, path: &Path<Node>, target: Option<Decimal>) -> Figure {
    let zoned = known.now.to_zoned(jiff::tz::TimeZone::UTC);
    let year = zoned.checked_sub(MONTHS.months()).map_or(known.now, |at| at.timestamp());
    let measured = measured(known, Span { from: year, to: known.now });
    let mut shares = BTreeMap::new();
    let mut unknown = BTreeSet::new();
    let parts: Vec<_> = path.parts().into_iter().filter(|node| node.0 != "service").collect();
    for node in &parts {
        let stated = known.needs.parts.get(&node.1).and_then(|part| part.stated);
        match stated.or_else(|| measured.get(&node.1).copied()) {
            Some(share) => drop(shares.insert(*node, share)),
            None => drop(unknown.insert(*node)),
        }
    }
    let design = path.design(&shares);
    let why = if parts.is_empty() {
        "No part of this service is on record as a configuration item in use."
    } else {
        "Nobody stated how available its parts are, and none of their outages is on record."
    };
    let percent = design.share.map(percent);
    let mut exceptions: Vec<(Option<Named>, String)> = Vec::new();
    for node in &design.shared {
        let why = "Several members of a group need it, so the group does not make up for its loss.";
        exceptions.push((label_of(*node, known), why.to_owned()));
    }
    if design.is_rough {
        let why = "Too many parts are shared by members of groups to count them exactly; they are \
                   taken as independent.";
        exceptions.push((None, why.to_owned()));
    }
    let told = unknown.iter().take(EXCEPTIONS_MAX);
    exceptions.extend(told.map(|node| (label_of(*node, known), UNKNOWN.to_owned())));
    let more = unknown.len().saturating_sub(EXCEPTIONS_MAX);
    if more > 0 {
        exceptions.push((None, format!("{more} more parts are left out for the same reason.")));
    }
    let judged = match percent.zip(target) {
        None => Judged::Not,
        Some((percent, target)) if percent < target => Judged::Missed,
        Some(_) => Judged::Kept,
    };
    Figure::or_undefined(&defs::DESIGN, percent.map(Value::Decimal), why)
        .judged(judged)
        .from(table(known, path, &measured, &shares))
        .except(exceptions)
}

fn percent(share: Decimal) -> Decimal {
    let percent = share * Decimal::ONE_HUNDRED;
    percent.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero)
}

fn table(
    known: &Known,
    path: &Path<Node>,
    measured: &BTreeMap<i64, Decimal>,
    shares: &BTreeMap<Node, Decimal>,
) -> Table {
    let columns = [
        column("part", "Part", ""),
        column("needed", "Needed", ""),
        column("stated", "Stated", "%"),
        column("measured", "Measured over twelve months", "%"),
        column("used", "Counted with", "%"),
    ];
    let mut table =
        Table::new("parts", "Parts that the service needs", &columns, "No part is on record.");
    let needed = path.needed();
    let share =
        |share: Option<Decimal>| share.map(|one| Value::Decimal(percent(one))).unwrap_or_default();
    for node in path.parts() {
        let Some(named) = label_of(node, known) else { continue };
        let stated = known.needs.parts.get(&node.1).and_then(|part| part.stated);
        let how = if needed.contains(&node) { "always" } else { "one of a group" };
        table = table.row(vec![
            Cell::record(named),
            how.into(),
            share(stated).into(),
            share(measured.get(&node.1).copied()).into(),
            share(shares.get(&node).copied()).into(),
        ]);
    }
    table
}
