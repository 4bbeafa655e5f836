//! The first part of the sheet: all promises beside each other, and what is still to be done.
use super::{
    judged,
    promise::Promise,
    reckoning::{Known, Outage, Reckoned},
};
use crate::{
    asked::Ask,
    reading::{self, Read},
    sheet::{Cell, Part, Table, column},
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::{
    RecordId, Value,
    availability::{allowed_downtime_hours, measure},
};
use jiff::SignedDuration;
use std::collections::BTreeMap;

/// Names what has no number.
fn or_none(number: Option<rust_decimal::Decimal>) -> Value {
    number.map(Value::Decimal).unwrap_or_default()
}

/// The first part.
pub(super) fn part(
    evidence: &dyn Evidence,
    ask: &Ask,
    known: &Known,
    kept: &[Promise],
    without: &[Promise],
) -> Result<Part, EvidenceFault> {
    let mut part = Part::titled("Services against their targets");
    part.tables.push(promised(ask, known, kept));
    part.tables.push(missed(evidence, ask)?);
    part.tables.push(unexplained(ask, known));
    if !without.is_empty() {
        part.tables.push(untargeted(without));
    }
    Ok(part)
}

fn promised(ask: &Ask, known: &Known, kept: &[Promise]) -> Table {
    let columns = [
        column("service", "Service", ""),
        column("agreement", "Agreement", ""),
        column("target", "Promised", "%"),
        column("availability", "Availability", "%"),
        column("downtime", "Downtime", "h"),
        column("allowed", "Allowed downtime", "h"),
        column("outages", "Outages", ""),
    ];
    let empty = "No agreement that counts promises availability.";
    let mut table = Table::new("promised", "Availability against targets", &columns, empty);
    for promise in kept {
        let path = known.needs.path(promise.service.id);
        let reckoned = Reckoned::of(known, &path, promise, ask.span());
        let net = measure(&reckoned.time.net);
        let has_time = net > SignedDuration::ZERO;
        let down = Some(reckoned.availability.downtime_hours()).filter(|_| has_time);
        let allowed = promise.threshold.filter(|_| has_time);
        let allowed = allowed.map(|target| allowed_downtime_hours(net, target));
        let outages = i64::try_from(reckoned.availability.outages).unwrap_or(i64::MAX);
        let percent = Cell::from(or_none(reckoned.availability.percent()));
        table = table.row(vec![
            Cell::record(promise.service.clone()),
            Cell::record(promise.agreement.clone()),
            or_none(promise.threshold).into(),
            percent.judged(judged(&reckoned, promise.threshold)),
            or_none(down).into(),
            or_none(allowed).into(),
            Value::Int(outages).into(),
        ]);
    }
    table
}

/// The missed results of the period that are on record, each with what is done about it.
fn missed(evidence: &dyn Evidence, ask: &Ask) -> Result<Table, EvidenceFault> {
    let columns = [
        column("result", "Result", ""),
        column("availability", "Availability", "%"),
        column("target", "Promised", "%"),
        column("action", "What is done", ""),
    ];
    let empty = "No result of this period on record missed its target.";
    let mut table = Table::new("missed", "Missed targets and what is done", &columns, empty);
    let tasks = tasks(evidence)?;
    let filters = [Filter::is("is_missed", Value::Bool(true))];
    let row = |one: &Read<'_>| {
        let (from, until) = (one.date("from")?, one.date("until")?);
        let is_asked = from < ask.period.until && ask.period.from < until;
        let about = ask.about.is_none_or(|service| one.int("service") == Some(service));
        let action = one.text("action");
        let said = match (action.is_empty(), tasks.get(&one.id())) {
            (false, _) => action,
            (true, Some(task)) => format!("Nothing is on record yet; asked for by a task: {task}"),
            (true, None) => "Nothing is on record yet.".to_owned(),
        };
        (is_asked && about).then(|| {
            vec![
                Cell::record(one.named()),
                one.value("availability_percent").clone().into(),
                one.value("target_percent").clone().into(),
                said.as_str().into(),
            ]
        })
    };
    table.rows = reading::list(evidence, "availability_result", &filters, row)?;
    Ok(table)
}

/// The open tasks that belong to results.
fn tasks(evidence: &dyn Evidence) -> Result<BTreeMap<RecordId, String>, EvidenceFault> {
    let filters = [
        Filter::is("parent_kind", Value::Text("availability_result".to_owned())),
        Filter::is("open", Value::Bool(true)),
    ];
    let tasks = reading::list(evidence, "task", &filters, |one| {
        Some((one.int("parent")?, one.text("summary")))
    })?;
    Ok(tasks.into_iter().collect())
}

/// Unplanned outages of the period whose cause nobody looks for.
fn unexplained(ask: &Ask, known: &Known) -> Table {
    let columns = [
        column("outage", "Outage", ""),
        column("began_at", "Began", ""),
        column("state", "State", ""),
    ];
    let empty = "Every unplanned outage of this period is investigated.";
    let mut table = Table::new("unexplained", "Outages without investigation", &columns, empty);
    let span = ask.span();
    let is_asked = |one: &&Outage| {
        let about = ask.about.is_none_or(|service| one.service == Some(service));
        one.span.from < span.to && span.from < one.span.to && about
    };
    let open = known.outages.iter().filter(is_asked);
    for outage in open.filter(|one| !one.planned && !one.is_investigated) {
        table = table.row(vec![
            Cell::record(outage.named.clone()),
            Value::Instant(outage.span.from).into(),
            outage.state.as_str().into(),
        ]);
    }
    table
}

fn untargeted(without: &[Promise]) -> Table {
    let columns = [column("agreement", "Agreement", ""), column("service", "Service", "")];
    let empty = "Every agreement that counts has one.";
    let label = "Agreements without a target for availability";
    let table = Table::new("untargeted", label, &columns, empty);
    without.iter().fold(table, |table, promise| {
        let agreement = Cell::record(promise.agreement.clone());
        table.row(vec![agreement, Cell::record(promise.service.clone())])
    })
}
