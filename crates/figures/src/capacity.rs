//! Capacity: how much is in use, when it runs out, and by when something must be decided.
mod defs;
pub mod outlook;
mod requirements;

use crate::{
    asked::Ask,
    cost::label,
    reading::{self, in_states},
    sheet::{Cell, Chart, Figure, Judged, Part, Point, Sheet, Sort, Table, column},
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::Value;
use jiff::{ToSpan, civil::Date};
use outlook::{Metric, Month, Outlook, Which};
use rust_decimal::Decimal;

const NOTHING: &str = "Nothing was measured in the period.";
/// So many months are drawn ahead, at most.
const AHEAD_MAX: i64 = 24;

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let mut filters = vec![in_states(&["current"])];
    filters.extend(ask.about.map(|about| Filter::is("service", Value::Ref(about))));
    let metrics = reading::list(evidence, "capacity_metric", &filters, Metric::of)?;
    let services = reading::names(evidence, "service", &[])?;
    let today = evidence.now().to_zoned(ask.zone.clone()).date();
    let mut parts = vec![requirements::part(evidence, ask, &services)?];
    for metric in &metrics {
        let months = metric.months(evidence, ask)?;
        let mut part = part(metric, &months, today);
        if let Some(service) = services.get(&metric.service) {
            part.title = format!("{}: {}", service.title, metric.named.title);
        }
        parts.push(part);
    }
    Ok(Sheet { parts })
}

fn part(metric: &Metric, months: &[Month], today: Date) -> Part {
    let mut part = Part::about(metric.named.clone());
    let table = table(metric, months);
    let last = months.last();
    let of = |which: Which| last.and_then(|month| month.value(which)).map(Value::Decimal);
    let held = last.and_then(|month| month.value(metric.which));
    for (def, which) in
        [(&defs::PEAK, Which::Peak), (&defs::P95, Which::P95), (&defs::MEAN, Which::Mean)]
    {
        let figure = Figure::or_undefined(def, of(which), NOTHING).from(table.clone());
        let is_held = which == metric.which;
        let judged = if is_held { metric.judge(held) } else { Judged::Not };
        let running = last.filter(|month| month.is_open).map(|month| {
            (None, format!("{} is not over; the value may still change.", label(month.month)))
        });
        part.figures.push(figure.judged(judged).except(running.into_iter().collect()));
    }
    let outlook = metric.outlook(months, today, Decimal::ZERO, Decimal::ZERO);
    line_figures(metric, &outlook, &table, &mut part);
    part.charts.push(chart(metric, months, &outlook));
    part.tables.push(table);
    part
}

fn line_figures(metric: &Metric, outlook: &Outlook, table: &Table, part: &mut Part) {
    let why = outlook.why.clone().unwrap_or_default();
    let number = |value: Option<Decimal>| value.map(Value::Decimal);
    let line = outlook.line;
    let day = |day: Option<Date>| day.map(Value::Date);
    let judged = match outlook.decide_by {
        _ if line.is_none() => Judged::Not,
        None => Judged::Kept,
        Some(day) if day < outlook.month => Judged::Missed,
        Some(day) if day == outlook.month => Judged::Near,
        Some(_) => Judged::Kept,
    };
    let lead = metric.lead_months;
    let lead = (Some(metric.named.clone()), format!("The lead time is {lead} months."));
    let figures = [
        Figure::or_undefined(&defs::SLOPE, number(line.map(|line| line.slope())), &why),
        Figure::or_undefined(&defs::INTERCEPT, number(line.map(|line| line.intercept())), &why),
        Figure::or_undefined(&defs::FIT, number(line.and_then(|line| line.r_squared)), &why),
        Figure::or_undefined(&defs::CROSSES, number(outlook.crossing.map(|one| one.at)), &why),
        Figure::or_undefined(&defs::OVER_FROM, day(outlook.over_from), &why),
        Figure::or_undefined(&defs::DECIDE_BY, day(outlook.decide_by), &why)
            .judged(judged)
            .except(vec![lead]),
    ];
    part.figures.extend(figures.map(|figure| figure.from(table.clone())));
}

fn table(metric: &Metric, months: &[Month]) -> Table {
    let columns = [
        column("month", "Month", ""),
        column("count", "Values", ""),
        column("peak", "Peak", ""),
        column("p95", "95th percentile", ""),
        column("mean", "Mean", ""),
        column("over", "Over", ""),
    ];
    let mut table = Table::new("months", "By month", &columns, NOTHING);
    for month in months {
        let cell = |which: Which| {
            let value = month.value(which);
            let judged = if which == metric.which { metric.judge(value) } else { Judged::Not };
            Cell::from(value.map(Value::Decimal).unwrap_or_default()).judged(judged)
        };
        table = table.row(vec![
            label(month.month).as_str().into(),
            Decimal::from(month.values.len()).into(),
            cell(Which::Peak),
            cell(Which::P95),
            cell(Which::Mean),
            Value::Bool(!month.is_open).into(),
        ]);
    }
    table
}

/// The months measured, and the line ahead until the value to act is reached.
fn chart(metric: &Metric, months: &[Month], outlook: &Outlook) -> Chart {
    let mut points: Vec<_> = months
        .iter()
        .map(|month| Point {
            label: label(month.month),
            value: month.value(metric.which),
            is_open: month.is_open,
        })
        .collect();
    if let (Some(line), Some(first), Some(last)) = (outlook.line, outlook.first, months.last()) {
        let until = outlook.crossing.map_or(0, |crossing| crossing.first_full_over);
        let from = outlook::place(first, last.month);
        for place in from.saturating_add(1)..=until.min(from.saturating_add(AHEAD_MAX)) {
            let month = first.saturating_add(place.saturating_sub(1).months());
            let point = Point { label: label(month), value: Some(line.at(place)), is_open: true };
            points.push(point);
        }
    }
    Chart {
        name: "use",
        label: format!("{} by month ({})", metric.named.title, metric.unit),
        unit: "",
        sort: Sort::Individuals,
        points,
        lines: vec![("Look".to_owned(), metric.warn_at), ("Act".to_owned(), metric.act_at)],
    }
}
