//! How long work waited for suppliers, what that cost, and whether they kept what they promised.
mod performance;
mod waits;

use crate::{
    asked::Ask,
    attended::Attended,
    reading::{list, names},
    satisfaction::in_month,
    sheet::{
        Cell, Chart, Figure, FigureDef, Named, Part, Point, Sheet, Sort, Table, column,
        counted_from_first,
    },
};
use gemba_model::check::{Evidence, EvidenceFault};
use gemba_vocabulary::{Money, RecordId, Value, calendar::Span};
use jiff::Timestamp;
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::BTreeMap;
use waits::Wait;

/// How long work waited.
pub const HOURS: FigureDef = FigureDef {
    name: "waiting_hours",
    label: "Waiting for suppliers",
    unit: "h",
    definition: "The attended hours of the period in which incidents waited for a supplier, or requests said that \
                 they did: each wait counted by the hours of the incident's agreement, from its begin to its end or \
                 until now, and clipped to the period. Two records that wait at once count twice, as two pieces of \
                 work stand still. Which supplier it is says the incident, else whoever delivers its service \
                 (clause 8.3.4).",
};
/// What the waiting cost.
pub const COST: FigureDef = FigureDef {
    name: "waiting_cost",
    label: "Cost of waiting",
    unit: "",
    definition: "The hours waited in the period, times what an hour of waiting for that supplier costs as its \
                 record says, rounded to cents by supplier. What the contract gives back as service credit is not \
                 taken off.",
};
/// How many waited.
pub const COUNT: FigureDef = FigureDef {
    name: "waits",
    label: "Waits",
    unit: "",
    definition: "How many times an incident or a request began to wait for a supplier, or was still waiting, in the \
                 period.",
};
/// The share of waits that kept the supplier's target.
pub const KEPT: FigureDef = FigureDef {
    name: "targets_kept",
    label: "Targets kept",
    unit: "%",
    definition: "The share of the waits that ended in the period, or run and are late already, that kept the \
                 supplier's target for a solution: counted in the supplier's own hours, by the priority of the \
                 incident, from the contract in force that covers the service (clause 8.3.4).",
};

/// A supplier, as far as this sheet needs it.
pub(crate) struct Supplier {
    pub about: Named,
    pub hourly: Option<Money>,
}

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let attended = Attended::read(evidence)?;
    let suppliers: BTreeMap<RecordId, Supplier> = list(evidence, "supplier", &[], |one| {
        Some((one.id(), Supplier { about: one.named(), hourly: one.money("waiting_cost") }))
    })?
    .into_iter()
    .collect();
    let (waits, unnamed) = waits::read(evidence, ask)?;
    let services = names(evidence, "service", &[])?;
    let promised = performance::promised(evidence)?;
    let now = evidence.now();
    let mut parts = Vec::new();
    for (id, supplier) in &suppliers {
        let mine: Vec<_> = waits.iter().filter(|one| one.supplier == Some(*id)).collect();
        let targets: Vec<_> = promised.iter().filter(|one| one.supplier == *id).collect();
        let is_asked = ask.about == Some(*id);
        if !is_asked && (ask.about.is_some() || (mine.is_empty() && targets.is_empty())) {
            continue;
        }
        let mut part = Part::about(supplier.about.clone());
        let kept = performance::held(&targets, &mine, ask, &attended, now);
        part.figures = figures(supplier, &mine, ask, &attended);
        part.figures.push(kept.figure());
        part.tables = vec![kept.table];
        part.charts = vec![chart(&supplier.about.title, &mine, ask, &attended, now)];
        parts.push(part);
    }
    if ask.about.is_none() {
        parts.insert(0, whole(&suppliers, &waits, unnamed, ask, &attended, &services));
    }
    Ok(Sheet { parts })
}

/// Hours of seconds, to the hundredth.
pub(crate) fn hours(seconds: i64) -> Decimal {
    let hours = Decimal::from(seconds).checked_div(Decimal::from(3_600)).unwrap_or_default();
    hours.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

fn seconds(wait: &Wait, span: Span, attended: &Attended) -> i64 {
    wait.within(span).map_or(0, |span| attended.seconds(wait.calendar, span))
}

fn total(waits: &[&Wait], span: Span, attended: &Attended) -> i64 {
    waits.iter().map(|wait| seconds(wait, span, attended)).fold(0, i64::saturating_add)
}

/// What so many seconds of waiting cost.
fn cost(seconds: i64, hourly: Option<&Money>) -> Option<Money> {
    let hourly = hourly?;
    let amount = Decimal::from(seconds).checked_mul(hourly.amount)?;
    let amount = amount.checked_div(Decimal::from(3_600))?;
    let mut amount = amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    amount.rescale(2);
    Some(Money { amount, currency: hourly.currency.clone() })
}

const WITHOUT_COST: &str = "The supplier's record does not say what an hour of waiting costs. Fill in “Waiting cost” \
                            there.";

fn figures(supplier: &Supplier, waits: &[&Wait], ask: &Ask, attended: &Attended) -> Vec<Figure> {
    let span = ask.span();
    let all = total(waits, span, attended);
    let table = || rests(waits, span, attended);
    let by_the_clock: Vec<_> = waits
        .iter()
        .filter(|wait| attended.get(wait.calendar).is_none())
        .map(|wait| {
            let why = "It has no agreement: every hour of the day was counted.";
            (Some(wait.about.clone()), why.to_owned())
        })
        .collect();
    let money = cost(all, supplier.hourly.as_ref()).map(Value::Money);
    vec![
        Figure::new(&HOURS, Value::Decimal(hours(all))).from(table()).except(by_the_clock),
        Figure::or_undefined(&COST, money, WITHOUT_COST).from(table()),
        Figure::new(&COUNT, count(waits.len())).from(table()),
    ]
}

fn count(number: usize) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

fn rests(waits: &[&Wait], span: Span, attended: &Attended) -> Table {
    let columns = [
        column("record", "Waited", ""),
        column("from", "From", ""),
        column("to", "Until", ""),
        column("hours", "Attended in the period", "h"),
    ];
    let table = Table::new("waits", "Waits", &columns, "Nothing waited.");
    waits.iter().fold(table, |table, wait| {
        table.row(vec![
            Cell::record(wait.about.clone()),
            Value::Instant(wait.span.from).into(),
            wait.to.map_or(Value::None, Value::Instant).into(),
            hours(seconds(wait, span, attended)).into(),
        ])
    })
}

fn chart(title: &str, waits: &[&Wait], ask: &Ask, attended: &Attended, now: Timestamp) -> Chart {
    let points = ask.months().into_iter().map(|month| {
        let span = in_month(ask, month);
        Point {
            label: month.strftime("%Y-%m").to_string(),
            value: Some(hours(total(waits, span, attended))),
            is_open: span.to > now,
        }
    });
    Chart {
        name: "waiting",
        label: format!("Hours waited for {title}, by month"),
        unit: "h",
        sort: Sort::Individuals,
        points: counted_from_first(points),
        lines: Vec::new(),
    }
}

/// All suppliers together: a row for each month and supplier.
fn whole(
    suppliers: &BTreeMap<RecordId, Supplier>,
    waits: &[Wait],
    unnamed: Vec<(Option<Named>, String)>,
    ask: &Ask,
    attended: &Attended,
    services: &BTreeMap<RecordId, Named>,
) -> Part {
    let all: Vec<_> = waits.iter().filter(|wait| wait.supplier.is_some()).collect();
    let span = ask.span();
    let mut part = Part::titled("All suppliers");
    let hours_of_all = Value::Decimal(hours(total(&all, span, attended)));
    part.figures = vec![
        Figure::new(&HOURS, hours_of_all).from(rests(&all, span, attended)).except(unnamed),
        Figure::new(&COUNT, count(all.len())).from(rests(&all, span, attended)),
    ];
    part.tables =
        vec![by_month(suppliers, &all, ask, attended), by_service(&all, span, attended, services)];
    part
}

fn by_month(
    suppliers: &BTreeMap<RecordId, Supplier>,
    waits: &[&Wait],
    ask: &Ask,
    attended: &Attended,
) -> Table {
    let columns = [
        column("month", "Month", ""),
        column("supplier", "Supplier", ""),
        column("hours", "Waited", "h"),
        column("cost", "Cost", ""),
    ];
    let empty = "Nothing waited for a supplier in the period.";
    let mut table = Table::new("months", "By month and supplier", &columns, empty);
    for month in ask.months() {
        for (id, supplier) in suppliers {
            let mine: Vec<_> =
                waits.iter().copied().filter(|wait| wait.supplier == Some(*id)).collect();
            let all = total(&mine, in_month(ask, month), attended);
            if all > 0 {
                let money = cost(all, supplier.hourly.as_ref());
                table = table.row(vec![
                    month.strftime("%Y-%m").to_string().as_str().into(),
                    Cell::record(supplier.about.clone()),
                    hours(all).into(),
                    money.map_or(Value::None, Value::Money).into(),
                ]);
            }
        }
    }
    table
}

fn by_service(
    waits: &[&Wait],
    span: Span,
    attended: &Attended,
    services: &BTreeMap<RecordId, Named>,
) -> Table {
    let columns = [column("service", "Service", ""), column("hours", "Waited", "h")];
    let empty = "Nothing waited for a supplier in the period.";
    let table = Table::new("services", "By service", &columns, empty);
    let mut by: BTreeMap<Option<RecordId>, i64> = BTreeMap::new();
    for wait in waits {
        let all = by.entry(wait.service).or_default();
        *all = all.saturating_add(seconds(wait, span, attended));
    }
    by.into_iter().fold(table, |table, (service, all)| {
        let named = service.and_then(|id| services.get(&id).cloned());
        let cell = named.map_or_else(|| Cell::from("No service"), Cell::record);
        table.row(vec![cell, hours(all).into()])
    })
}
